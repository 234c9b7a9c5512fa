/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"
#include "attune-job-request.h"
#include "attune-profile.h"
#include "attune-progress.h"
#include "attune-upload-parts.h"
#include "attune-wire.h"

G_BEGIN_DECLS

/* What can be done with a job that exists. */
typedef enum
{
  ATTUNE_JOB_ACT_CANCEL,
  ATTUNE_JOB_ACT_PAUSE,
  ATTUNE_JOB_ACT_RESUME,
  ATTUNE_JOB_ACT_START,
} AttuneJobAct;

/* Which file to send, and what to tell of it meanwhile. */
typedef struct
{
  const char            *path;
  const char            *filename;     /* that the provider is told */
  const char            *state;        /* of an upload in parts to go on with, or NULL */
  AttuneUploadStateFunc  save;         /* or NULL */
  AttuneProgressFunc     progress;     /* or NULL */
  gpointer               user_data;    /* for both */
} AttuneUploadOrder;

/* Which file to get, and what to tell of it meanwhile. */
typedef struct
{
  const char         *id;          /* of the file; for weights, of the job */
  const char         *path;        /* where it goes */
  AttuneProgressFunc  progress;    /* or NULL */
  gpointer            user_data;
} AttuneDownloadOrder;

/* Which model to make ready for a conversation. */
typedef struct
{
  const char *job_id;
  const char *checkpoint_id;   /* NULL: the last one */
  const char *base_model;      /* as it was trained from */
  const char *name;            /* for people */
} AttuneDeployOrder;

#define ATTUNE_TYPE_ADAPTER (attune_adapter_get_type ())

/* One account's protocol: every function is one operation, and awaits, so that it is called in a
 * fiber only. This class speaks OpenAI's, with the names and places that the profile says; a
 * subclass has what cannot be said there. All fail with ATTUNE_ERROR. */
G_DECLARE_DERIVABLE_TYPE (AttuneAdapter, attune_adapter, ATTUNE, ADAPTER, GObject)

struct _AttuneAdapterClass
{
  GObjectClass parent_class;

  /* From an answer to a record; the base class translates it as the profile says. */
  AttuneModelInfo      *(*read_model)       (AttuneAdapter            *self,
                                             JsonObject               *object,
                                             GError                  **error);
  AttuneFileInfo       *(*read_file)        (AttuneAdapter            *self,
                                             JsonObject               *object,
                                             GError                  **error);
  AttuneJobInfo        *(*read_job)         (AttuneAdapter            *self,
                                             JsonObject               *object,
                                             GError                  **error);
  AttuneEventInfo      *(*read_event)       (AttuneAdapter            *self,
                                             JsonObject               *object,
                                             GError                  **error);
  AttuneCheckpointInfo *(*read_checkpoint)  (AttuneAdapter            *self,
                                             JsonObject               *object,
                                             GError                  **error);

  AttuneFileInfo       *(*upload_file)      (AttuneAdapter            *self,
                                             const AttuneUploadOrder  *order,
                                             GError                  **error);
  AttuneFileInfo       *(*get_file)         (AttuneAdapter            *self,
                                             const char               *file_id,
                                             GError                  **error);
  JsonNode             *(*build_job)        (AttuneAdapter            *self,
                                             AttuneJobRequest         *request);
  gboolean              (*ask_price)        (AttuneAdapter            *self,   /* or NULL */
                                             AttuneJobRequest         *request,
                                             double                   *price,
                                             GError                  **error);
  AttuneJobInfo        *(*create_job)       (AttuneAdapter            *self,
                                             AttuneJobRequest         *request,
                                             GError                  **error);
  GPtrArray            *(*list_events)      (AttuneAdapter            *self,
                                             const char               *job_id,
                                             const char               *newest_known_id,
                                             GError                  **error);
  AttuneDeploymentInfo *(*deploy_model)     (AttuneAdapter            *self,
                                             const AttuneDeployOrder  *order,
                                             GError                  **error);
  AttuneDeploymentInfo *(*get_deployment)   (AttuneAdapter            *self,
                                             const char               *deployment_id,
                                             GError                  **error);
};

AttuneAdapter        *attune_adapter_new              (AttuneProfile            *profile,
                                                       const char               *base_url,
                                                       const char               *api_key,
                                                       GSocketConnectable       *connectable);
AttuneProfile        *attune_adapter_get_profile      (AttuneAdapter            *self);
AttuneHttp           *attune_adapter_get_http         (AttuneAdapter            *self);

GPtrArray            *attune_adapter_list_models      (AttuneAdapter            *self,
                                                       GError                  **error);
AttuneModelInfo      *attune_adapter_add_model        (AttuneAdapter            *self,
                                                       const char               *path,
                                                       GError                  **error);
gboolean              attune_adapter_delete_model     (AttuneAdapter            *self,
                                                       const char               *model,
                                                       GError                  **error);
AttuneFileInfo       *attune_adapter_upload_file      (AttuneAdapter            *self,
                                                       const AttuneUploadOrder  *order,
                                                       GError                  **error);
GPtrArray            *attune_adapter_list_files       (AttuneAdapter            *self,
                                                       GError                  **error);
GPtrArray            *attune_adapter_peek_files       (AttuneAdapter            *self,
                                                       GError                  **error);
AttuneFileInfo       *attune_adapter_get_file         (AttuneAdapter            *self,
                                                       const char               *file_id,
                                                       GError                  **error);
gboolean              attune_adapter_download_file    (AttuneAdapter            *self,
                                                       const AttuneDownloadOrder *order,
                                                       GError                  **error);
gboolean              attune_adapter_delete_file      (AttuneAdapter            *self,
                                                       const char               *file_id,
                                                       GError                  **error);
JsonNode             *attune_adapter_build_job        (AttuneAdapter            *self,
                                                       AttuneJobRequest         *request);
gboolean              attune_adapter_ask_price        (AttuneAdapter            *self,
                                                       AttuneJobRequest         *request,
                                                       double                   *price,
                                                       GError                  **error);
AttuneJobInfo        *attune_adapter_create_job       (AttuneAdapter            *self,
                                                       AttuneJobRequest         *request,
                                                       GError                  **error);
GPtrArray            *attune_adapter_list_jobs        (AttuneAdapter            *self,
                                                       const char               *nonce,
                                                       GError                  **error);
GPtrArray            *attune_adapter_peek_jobs        (AttuneAdapter            *self,
                                                       GError                  **error);
AttuneJobInfo        *attune_adapter_get_job          (AttuneAdapter            *self,
                                                       const char               *job_id,
                                                       GError                  **error);
AttuneJobInfo        *attune_adapter_act_on_job       (AttuneAdapter            *self,
                                                       const char               *job_id,
                                                       AttuneJobAct              act,
                                                       GError                  **error);
GPtrArray            *attune_adapter_list_events      (AttuneAdapter            *self,
                                                       const char               *job_id,
                                                       const char               *newest_known_id,
                                                       GError                  **error);
GPtrArray            *attune_adapter_list_checkpoints (AttuneAdapter            *self,
                                                       const char               *job_id,
                                                       GError                  **error);
gboolean              attune_adapter_download_weights (AttuneAdapter            *self,
                                                       const AttuneDownloadOrder *order,
                                                       GError                  **error);
gboolean              attune_adapter_download_lora    (AttuneAdapter            *self,
                                                       const AttuneDownloadOrder *order,
                                                       GError                  **error);
AttuneDeploymentInfo *attune_adapter_deploy_model     (AttuneAdapter            *self,
                                                       const AttuneDeployOrder  *order,
                                                       GError                  **error);
AttuneDeploymentInfo *attune_adapter_get_deployment   (AttuneAdapter            *self,
                                                       const char               *deployment_id,
                                                       GError                  **error);

G_END_DECLS
