/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

/* What providers send and take, as immutable records counted by reference. Strings may be NULL
 * where a provider leaves them out. Times are Unix seconds, 0 when not known. */

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_JOB_STATUS_UNKNOWN,
  ATTUNE_JOB_STATUS_PREPARING,   /* ours: not sent yet */
  ATTUNE_JOB_STATUS_UPLOADING,   /* ours */
  ATTUNE_JOB_STATUS_CREATING,    /* ours: the create request is under way */
  ATTUNE_JOB_STATUS_VALIDATING,
  ATTUNE_JOB_STATUS_QUEUED,
  ATTUNE_JOB_STATUS_RUNNING,
  ATTUNE_JOB_STATUS_PAUSED,
  ATTUNE_JOB_STATUS_CANCELLING,
  ATTUNE_JOB_STATUS_SUCCEEDED,
  ATTUNE_JOB_STATUS_FAILED,
  ATTUNE_JOB_STATUS_CANCELLED,
} AttuneJobStatus;

#define ATTUNE_TYPE_JOB_STATUS (attune_job_status_get_type ())
GType           attune_job_status_get_type    (void);
const char     *attune_job_status_to_string   (AttuneJobStatus  status); /* "running", stored and shown to programs */
AttuneJobStatus attune_job_status_from_string (const char      *text);   /* also every provider's own word */
AttuneJobStatus attune_wire_map_status        (const char      *word);   /* only a provider's word */
const char     *attune_job_status_get_title   (AttuneJobStatus  status); /* "Running", translated */
gboolean        attune_job_status_is_final    (AttuneJobStatus  status);

/* What a provider says of a model, or does not; also kept by these numbers. */
typedef enum
{
  ATTUNE_WIRE_UNSAID,
  ATTUNE_WIRE_NO,
  ATTUNE_WIRE_YES,
} AttuneWireAnswer;

typedef struct
{
  char             *id;
  char             *owned_by;
  char             *shutdown_date;
  char             *details;           /* JSON: what the engine on this computer says of it, or NULL */
  gint64            created_at;
  guint             context_window;    /* tokens that it reads at once, its answer included; 0 when not said */
  AttuneWireAnswer  can_chat;          /* it answers in a conversation as it is */
  AttuneWireAnswer  can_tune;          /* a training may begin with it */
} AttuneModelInfo;

typedef struct
{
  char    *id;
  char    *filename;
  char    *purpose;
  guint64  bytes;
  gint64   created_at;
  gint64   expires_at;
  char    *status;                     /* as the provider said it, mostly left out */
} AttuneFileInfo;

typedef struct
{
  char             *id;
  char             *model;
  char             *fine_tuned_model;
  AttuneJobStatus   status;
  char             *status_text;       /* as the provider said it */
  char             *held_by;           /* why it waits on this computer, in the engine's word; or NULL */
  gint64            created_at;
  gint64            finished_at;
  gint64            estimated_finish;
  gint64            trained_tokens;    /* -1 when not known */
  gint64            n_epochs;          /* -1 when automatic or not known */
  gint64            seed;              /* -1 when not known */
  char             *training_file;
  char             *validation_file;
  char            **result_files;      /* NULL-terminated, never NULL */
  char             *nonce;             /* our metadata "attune_job", or NULL */
  char             *suffix;            /* or what else a person named it there */
  gboolean          needs_start;       /* checked, and waits for attune_client_start_job() */
  char             *error_code;
  char             *error_message;
  gint64            error_line;        /* the engine's extra; -1 when not said */
} AttuneJobInfo;

/* NAN where a measure is missing. */
typedef struct
{
  gint64 step;
  double train_loss;
  double train_accuracy;
  double valid_loss;
  double valid_accuracy;
  double full_valid_loss;
  double full_valid_accuracy;
} AttuneMeasures;

typedef struct
{
  char           *id;
  gint64          created_at;
  char           *level;               /* "info", "warn", "error" */
  char           *message;
  gboolean        has_measures;
  AttuneMeasures  measures;
  gint64          total_steps;         /* -1 when not said */
} AttuneEventInfo;

typedef struct
{
  char           *id;
  gint64          created_at;
  char           *model;               /* fine_tuned_model_checkpoint; NULL: deploy it first */
  AttuneMeasures  measures;
  char          **result_files;        /* its weights, NULL-terminated, never NULL */
} AttuneCheckpointInfo;

/* What becomes of a model between its training and the first conversation with it. */
typedef enum
{
  ATTUNE_DEPLOYMENT_STATUS_UNKNOWN,
  ATTUNE_DEPLOYMENT_STATUS_PREPARING,
  ATTUNE_DEPLOYMENT_STATUS_READY,
  ATTUNE_DEPLOYMENT_STATUS_FAILED,
} AttuneDeploymentStatus;

#define ATTUNE_TYPE_DEPLOYMENT_STATUS (attune_deployment_status_get_type ())
GType                  attune_deployment_status_get_type    (void);
const char            *attune_deployment_status_to_string   (AttuneDeploymentStatus  status); /* "ready", stored */
AttuneDeploymentStatus attune_deployment_status_from_string (const char             *text);   /* also providers' words */
const char            *attune_deployment_status_get_title   (AttuneDeploymentStatus  status); /* "Ready", translated */

typedef struct
{
  char                   *id;          /* for attune_client_get_deployment() */
  char                   *model;       /* what to chat with */
  AttuneDeploymentStatus  status;
  char                   *status_text; /* as the provider said it */
  char                   *reason;      /* why it failed, in the provider's words, or NULL */
} AttuneDeploymentInfo;

#define ATTUNE_TYPE_MODEL_INFO      (attune_model_info_get_type ())
#define ATTUNE_TYPE_FILE_INFO       (attune_file_info_get_type ())
#define ATTUNE_TYPE_JOB_INFO        (attune_job_info_get_type ())
#define ATTUNE_TYPE_EVENT_INFO      (attune_event_info_get_type ())
#define ATTUNE_TYPE_CHECKPOINT_INFO (attune_checkpoint_info_get_type ())
#define ATTUNE_TYPE_DEPLOYMENT_INFO (attune_deployment_info_get_type ())

GType attune_model_info_get_type      (void);
GType attune_file_info_get_type       (void);
GType attune_job_info_get_type        (void);
GType attune_event_info_get_type      (void);
GType attune_checkpoint_info_get_type (void);
GType attune_deployment_info_get_type (void);

AttuneModelInfo      *attune_model_info_ref        (AttuneModelInfo      *self);
void                  attune_model_info_unref      (AttuneModelInfo      *self);
AttuneFileInfo       *attune_file_info_ref         (AttuneFileInfo       *self);
void                  attune_file_info_unref       (AttuneFileInfo       *self);
AttuneJobInfo        *attune_job_info_ref          (AttuneJobInfo        *self);
void                  attune_job_info_unref        (AttuneJobInfo        *self);
AttuneEventInfo      *attune_event_info_ref        (AttuneEventInfo      *self);
void                  attune_event_info_unref      (AttuneEventInfo      *self);
AttuneCheckpointInfo *attune_checkpoint_info_ref   (AttuneCheckpointInfo *self);
void                  attune_checkpoint_info_unref (AttuneCheckpointInfo *self);
AttuneDeploymentInfo *attune_deployment_info_ref   (AttuneDeploymentInfo *self);
void                  attune_deployment_info_unref (AttuneDeploymentInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneModelInfo, attune_model_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneFileInfo, attune_file_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneJobInfo, attune_job_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEventInfo, attune_event_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneCheckpointInfo, attune_checkpoint_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneDeploymentInfo, attune_deployment_info_unref)

G_END_DECLS
