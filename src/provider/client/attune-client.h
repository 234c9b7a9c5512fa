/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "attune-chat-request.h"
#include "attune-http-limiter.h"
#include "attune-http-proxy.h"
#include "attune-job-body.h"
#include "attune-job-request.h"
#include "attune-profile.h"
#include "attune-progress.h"
#include "attune-upload-parts.h"
#include "attune-wire.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CLIENT (attune_client_get_type ())

/**
 * AttuneClient:
 *
 * One account's view of one provider, in OpenAI's terms whatever it speaks itself. Every operation
 * returns a future and is cancelled by dropping it. Errors are %ATTUNE_ERROR; one that the provider
 * does not have, see attune_profile_can(), ends in %ATTUNE_ERROR_REQUEST.
 *
 * Signals: `kept-waiting` (string), when the service has not answered for some seconds, or wants
 * that nothing is sent for as long.
 */
G_DECLARE_FINAL_TYPE (AttuneClient, attune_client, ATTUNE, CLIENT, GObject)

AttuneClient *attune_client_new              (AttuneProfile      *profile,
                                              const char         *base_url,   /* NULL: the profile's */
                                              const char         *api_key,    /* or NULL */
                                              GSocketConnectable *connectable /* a Unix socket, or NULL */);
AttuneProfile *attune_client_get_profile     (AttuneClient       *self);
const char    *attune_client_get_host        (AttuneClient       *self);        /* for sentences; or NULL */
void           attune_client_set_timeout     (AttuneClient       *self,
                                              guint               msec);
void           attune_client_set_proxy       (AttuneClient       *self,
                                              const char         *proxy);
AttuneHttpLimiter *attune_client_get_limiter (AttuneClient       *self);
void           attune_client_set_scope       (AttuneClient       *self,
                                              const char         *organization, /* or NULL */
                                              const char         *project);     /* or NULL */
const char    *attune_client_get_organization (AttuneClient      *self);        /* as the service said it, or NULL */

/* A piece of an answer; what is not in it is NULL. Valid UTF-8, good during the call only. */
typedef struct
{
  const char *text;
  const char *reasoning;       /* what the model thinks before it answers */
  JsonArray  *tool_calls;      /* for attune_tool_calls_take() */
  JsonArray  *logprobs;        /* of the tokens of the text */
} AttuneChatDelta;

/* Called on the main thread with each piece of an answer. */
typedef void (*AttuneChatFunc)               (const AttuneChatDelta *delta,
                                              gpointer            user_data);

/* Resolve to a GPtrArray (G_TYPE_PTR_ARRAY) of the named records. */
DexFuture    *attune_client_list_models      (AttuneClient       *self)             /* AttuneModelInfo */
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_list_files       (AttuneClient       *self)             /* AttuneFileInfo */
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_peek_files       (AttuneClient       *self)             /* AttuneFileInfo, the first page */
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_peek_jobs        (AttuneClient       *self)             /* AttuneJobInfo, the first page */
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_list_jobs        (AttuneClient       *self,
                                              const char         *nonce)            /* AttuneJobInfo; NULL: all */
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_list_events      (AttuneClient       *self,
                                              const char         *job_id,
                                              const char         *newest_known_id)  /* AttuneEventInfo, oldest first */
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_list_checkpoints (AttuneClient       *self,
                                              const char         *job_id)           /* AttuneCheckpointInfo */
                                              G_GNUC_WARN_UNUSED_RESULT;

/* Resolve to one record, boxed. */
DexFuture    *attune_client_upload_file      (AttuneClient       *self,             /* AttuneFileInfo */
                                              const char         *path,
                                              const char         *filename,
                                              AttuneProgressFunc  progress,         /* main thread */
                                              gpointer            user_data,
                                              GDestroyNotify      destroy)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_resume_upload    (AttuneClient       *self,             /* AttuneFileInfo */
                                              const char         *path,
                                              const char         *filename,
                                              const char         *state,            /* from save, or NULL */
                                              AttuneUploadStateFunc save,           /* main thread */
                                              AttuneProgressFunc  progress,         /* main thread */
                                              gpointer            user_data,
                                              GDestroyNotify      destroy)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_get_file         (AttuneClient       *self,             /* AttuneFileInfo */
                                              const char         *file_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_ask_price        (AttuneClient       *self,             /* double: USD, -1 unsaid */
                                              AttuneJobRequest   *request)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_create_job       (AttuneClient       *self,             /* AttuneJobInfo; never retried */
                                              AttuneJobRequest   *request)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_get_job          (AttuneClient       *self,             /* AttuneJobInfo */
                                              const char         *job_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_cancel_job       (AttuneClient       *self,             /* AttuneJobInfo */
                                              const char         *job_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_pause_job        (AttuneClient       *self,             /* AttuneJobInfo */
                                              const char         *job_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_resume_job       (AttuneClient       *self,             /* AttuneJobInfo */
                                              const char         *job_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_start_job        (AttuneClient       *self,             /* AttuneJobInfo */
                                              const char         *job_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_deploy_model     (AttuneClient       *self,             /* AttuneDeploymentInfo; never retried */
                                              const char         *job_id,
                                              const char         *checkpoint_id,    /* NULL: the last one */
                                              const char         *base_model,
                                              const char         *name)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_add_model        (AttuneClient       *self,             /* AttuneModelInfo */
                                              const char         *path)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_get_deployment   (AttuneClient       *self,             /* AttuneDeploymentInfo */
                                              const char         *deployment_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_chat             (AttuneClient       *self,             /* AttuneChatEnd */
                                              AttuneChatRequest  *request,
                                              AttuneChatFunc      func,
                                              gpointer            user_data,
                                              GDestroyNotify      destroy)
                                              G_GNUC_WARN_UNUSED_RESULT;

/* The body that attune_client_create_job() sends; (transfer full). */
JsonNode     *attune_client_build_job        (AttuneClient       *self,
                                              AttuneJobRequest   *request);

/* Resolve to TRUE. */
DexFuture    *attune_client_cancel_upload    (AttuneClient       *self,
                                              const char         *state)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_delete_file      (AttuneClient       *self,
                                              const char         *file_id)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_delete_model     (AttuneClient       *self,
                                              const char         *model)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_download_file    (AttuneClient       *self,
                                              const char         *file_id,
                                              const char         *path,             /* written atomically; base64 undone */
                                              AttuneProgressFunc  progress,         /* main thread */
                                              gpointer            user_data,
                                              GDestroyNotify      destroy)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_download_weights (AttuneClient       *self,
                                              const char         *job_id,
                                              const char         *path,
                                              AttuneProgressFunc  progress,         /* main thread */
                                              gpointer            user_data,
                                              GDestroyNotify      destroy)
                                              G_GNUC_WARN_UNUSED_RESULT;
DexFuture    *attune_client_download_lora (AttuneClient       *self,
                                           const char         *job_id,
                                           const char         *path,
                                           AttuneProgressFunc  progress,         /* main thread */
                                           gpointer            user_data,
                                           GDestroyNotify      destroy)
                                           G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
