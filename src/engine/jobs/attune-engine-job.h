/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-checkpoint.h"
#include "attune-engine-event-log.h"
#include "attune-engine-job-request.h"
#include "attune-engine-power.h"
#include "attune-engine-stamp.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_ENGINE_JOB_VALIDATING,
  ATTUNE_ENGINE_JOB_QUEUED,
  ATTUNE_ENGINE_JOB_RUNNING,
  ATTUNE_ENGINE_JOB_PAUSED,
  ATTUNE_ENGINE_JOB_SUCCEEDED,
  ATTUNE_ENGINE_JOB_FAILED,
  ATTUNE_ENGINE_JOB_CANCELLED,
} AttuneEngineJobStatus;

/* What stands in the folder of a job; the trainer writes below the model's folder and nowhere else. */
#define ATTUNE_ENGINE_JOB_FILE_RECORD "job.json"
#define ATTUNE_ENGINE_JOB_FILE_BASE "base.gguf"
#define ATTUNE_ENGINE_JOB_FILE_ADAPTER "adapter.gguf"
#define ATTUNE_ENGINE_JOB_FILE_TRAINING "training.jsonl"
#define ATTUNE_ENGINE_JOB_FILE_VALIDATION "validation.jsonl"
#define ATTUNE_ENGINE_JOB_FOLDER_MODEL "model"

#define ATTUNE_TYPE_ENGINE_JOB (attune_engine_job_get_type ())

/**
 * AttuneEngineJob:
 *
 * One fine-tune: what was asked, how far it is, and its folder. It changes by the functions below;
 * attune_engine_job_save() puts the changes on disk.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineJob, attune_engine_job, ATTUNE, ENGINE_JOB, GObject)

AttuneEngineJob       *attune_engine_job_new                (const char                    *jobs_folder,
                                                             const AttuneEngineJobRequest  *request,
                                                             gboolean                       continues_adapter);
AttuneEngineJob       *attune_engine_job_load               (const char                    *folder,
                                                             GError                       **error);
DexFuture             *attune_engine_job_save               (AttuneEngineJob               *self) G_GNUC_WARN_UNUSED_RESULT;
JsonObject            *attune_engine_job_to_json            (AttuneEngineJob               *self);

const char            *attune_engine_job_get_id             (AttuneEngineJob               *self);
const char            *attune_engine_job_get_folder         (AttuneEngineJob               *self);
gint64                 attune_engine_job_get_created_at     (AttuneEngineJob               *self);
const AttuneEngineJobRequest *attune_engine_job_get_request (AttuneEngineJob               *self);
AttuneEngineEventLog  *attune_engine_job_get_log            (AttuneEngineJob               *self);
AttuneEngineJobStatus  attune_engine_job_get_status         (AttuneEngineJob               *self);
gboolean               attune_engine_job_is_final           (AttuneEngineJob               *self);
gboolean               attune_engine_job_is_held            (AttuneEngineJob               *self);
char                  *attune_engine_job_dup_path           (AttuneEngineJob               *self,
                                                             const char                    *name);
const char            *attune_engine_job_get_model_name     (AttuneEngineJob               *self);
GPtrArray             *attune_engine_job_get_checkpoints    (AttuneEngineJob               *self);
gboolean               attune_engine_job_has_model          (AttuneEngineJob               *self);
gboolean               attune_engine_job_has_adapter        (AttuneEngineJob               *self);
gboolean               attune_engine_job_continues_adapter  (AttuneEngineJob               *self);
const char            *attune_engine_job_get_base_weights   (AttuneEngineJob               *self);
const AttuneEngineStamp *attune_engine_job_get_base_stamp   (AttuneEngineJob               *self);
guint                  attune_engine_job_get_n_tries        (AttuneEngineJob               *self);

void                   attune_engine_job_set_status         (AttuneEngineJob               *self,
                                                             AttuneEngineJobStatus          status);
void                   attune_engine_job_set_hold           (AttuneEngineJob               *self,
                                                             AttuneEngineHold               hold);
void                   attune_engine_job_insist             (AttuneEngineJob               *self);
void                   attune_engine_job_set_resolved       (AttuneEngineJob               *self,
                                                             guint                          n_epochs,
                                                             guint                          batch_size,
                                                             double                         multiplier);
void                   attune_engine_job_set_has_adapter    (AttuneEngineJob               *self,
                                                             gboolean                       has_adapter);
void                   attune_engine_job_set_base           (AttuneEngineJob               *self,
                                                             const char                    *weights,
                                                             const AttuneEngineStamp       *stamp);
void                   attune_engine_job_set_estimated_finish (AttuneEngineJob             *self,
                                                             gint64                         seconds);
void                   attune_engine_job_begin_try          (AttuneEngineJob               *self);
void                   attune_engine_job_reset_tries        (AttuneEngineJob               *self);
void                   attune_engine_job_note_start_step    (AttuneEngineJob               *self,
                                                             gint64                         step);
void                   attune_engine_job_add_checkpoint     (AttuneEngineJob               *self,
                                                             AttuneEngineCheckpoint        *checkpoint);
void                   attune_engine_job_remove_checkpoint  (AttuneEngineJob               *self,
                                                             AttuneEngineCheckpoint        *checkpoint);
void                   attune_engine_job_remove_model       (AttuneEngineJob               *self);
void                   attune_engine_job_succeed            (AttuneEngineJob               *self,
                                                             gint64                         trained_tokens,
                                                             const char                    *result_file);
void                   attune_engine_job_break_off          (AttuneEngineJob               *self,
                                                             const char                    *code);
void                   attune_engine_job_fail               (AttuneEngineJob               *self,
                                                             const char                    *code,
                                                             const char                    *param,
                                                             guint64                        line,
                                                             const char                    *message);

G_END_DECLS
