/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job"

#include "config.h"

#include "attune-engine-id.h"
#include "attune-engine-job-private.h"

G_DEFINE_FINAL_TYPE (AttuneEngineJob, attune_engine_job, G_TYPE_OBJECT)

/* ft:<base>:<organisation>:<suffix>:<id>; one that was trained before keeps its base. */
static char *
build_model_name (const AttuneEngineJobRequest *request)
{
  g_auto(GStrv) parts = g_strsplit (request->model, ":", -1);
  g_autofree char *suffix = attune_engine_id_from_text (request->suffix != NULL ? request->suffix : "");
  g_autofree char *id = attune_engine_id_new ("", 8);
  const char *base = g_strv_length (parts) > 1 && g_str_equal (parts[0], "ft") ? parts[1] : request->model;

  return g_strdup_printf ("ft:%s:local:%s:%s", base, suffix, id);
}

static void
attune_engine_job_finalize (GObject *object)
{
  AttuneEngineJob *self = (AttuneEngineJob *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->request, attune_engine_job_request_free);
  g_clear_object (&self->log);
  g_clear_pointer (&self->model_name, g_free);
  g_clear_pointer (&self->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&self->result_file, g_free);
  g_clear_pointer (&self->base_weights, g_free);
  g_clear_pointer (&self->broken_by, g_free);
  g_clear_pointer (&self->error_code, g_free);
  g_clear_pointer (&self->error_message, g_free);
  g_clear_pointer (&self->error_param, g_free);

  G_OBJECT_CLASS (attune_engine_job_parent_class)->finalize (object);
}

static void
attune_engine_job_class_init (AttuneEngineJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_job_finalize;
}

static void
attune_engine_job_init (AttuneEngineJob *self)
{
  self->trained_tokens = -1;
  self->checkpoints =
    g_ptr_array_new_with_free_func ((GDestroyNotify)attune_engine_checkpoint_unref);
}

/**
 * attune_engine_job_new_in_folder: (skip)
 * @folder: (type filename): of the job
 * @id: of the job
 * @request: what was asked for
 *
 * Returns: (transfer full): a job of which nothing else is known yet
 */
AttuneEngineJob *
attune_engine_job_new_in_folder (const char                   *folder,
                                 const char                   *id,
                                 const AttuneEngineJobRequest *request)
{
  AttuneEngineJob *self = g_object_new (ATTUNE_TYPE_ENGINE_JOB, NULL);
  g_autofree char *log_path = g_build_filename (folder, "events.jsonl", NULL);

  self->id = g_strdup (id);
  self->folder = g_strdup (folder);
  self->request = attune_engine_job_request_copy (request);
  self->log = attune_engine_event_log_new (log_path, id);

  return self;
}

/**
 * attune_engine_job_new:
 * @jobs_folder: (type filename): where the folders of all jobs are
 * @request: what was asked for
 * @continues_adapter: whether its base has been tuned with an adapter already, which is tuned on
 *
 * Returns: (transfer full): a job that is about to have its files checked; its folder is not made
 */
AttuneEngineJob *
attune_engine_job_new (const char                   *jobs_folder,
                       const AttuneEngineJobRequest *request,
                       gboolean                      continues_adapter)
{
  AttuneEngineJob *self;
  g_autofree char *id = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (jobs_folder != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  id = attune_engine_id_new ("ftjob-", 24);
  folder = g_build_filename (jobs_folder, id, NULL);
  self = attune_engine_job_new_in_folder (folder, id, request);
  self->created_at = g_get_real_time ();
  self->model_name = build_model_name (request);
  self->continues_adapter = continues_adapter;

  return self;
}

/**
 * attune_engine_job_get_id:
 * @self: a job
 *
 * Returns: (transfer none): its id
 */
const char *
attune_engine_job_get_id (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->id;
}

/**
 * attune_engine_job_get_folder:
 * @self: a job
 *
 * Returns: (transfer none) (type filename): where everything of it is
 */
const char *
attune_engine_job_get_folder (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->folder;
}

/**
 * attune_engine_job_get_created_at:
 * @self: a job
 *
 * Returns: when it was asked for, in microseconds since 1970
 */
gint64
attune_engine_job_get_created_at (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), 0);

  return self->created_at;
}

/**
 * attune_engine_job_get_request:
 * @self: a job
 *
 * Returns: (transfer none): what was asked for
 */
const AttuneEngineJobRequest *
attune_engine_job_get_request (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->request;
}

/**
 * attune_engine_job_get_log:
 * @self: a job
 *
 * Returns: (transfer none): its events
 */
AttuneEngineEventLog *
attune_engine_job_get_log (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->log;
}

/**
 * attune_engine_job_get_status:
 * @self: a job
 *
 * Returns: how far it is
 */
AttuneEngineJobStatus
attune_engine_job_get_status (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), ATTUNE_ENGINE_JOB_FAILED);

  return self->status;
}

/**
 * attune_engine_job_is_final:
 * @self: a job
 *
 * Returns: whether nothing more will happen to it
 */
gboolean
attune_engine_job_is_final (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), TRUE);

  return self->status >= ATTUNE_ENGINE_JOB_SUCCEEDED;
}

/**
 * attune_engine_job_is_held:
 * @self: a job
 *
 * Returns: whether this computer is to be spared just now, and nobody insists on the job
 */
gboolean
attune_engine_job_is_held (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), FALSE);

  return self->hold != ATTUNE_ENGINE_HOLD_NONE && !self->is_insisted_on;
}

/**
 * attune_engine_job_dup_path:
 * @self: a job
 * @name: (type filename): the name of a file of it
 *
 * Returns: (transfer full) (type filename): where that file is
 */
char *
attune_engine_job_dup_path (AttuneEngineJob *self,
                            const char      *name)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return g_build_filename (self->folder, name, NULL);
}

/**
 * attune_engine_job_get_model_name:
 * @self: a job
 *
 * Returns: (transfer none): what its model is called, or will be
 */
const char *
attune_engine_job_get_model_name (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->model_name;
}

/**
 * attune_engine_job_get_checkpoints:
 * @self: a job
 *
 * Returns: (transfer none) (element-type AttuneEngineCheckpoint): its checkpoints, oldest first
 */
GPtrArray *
attune_engine_job_get_checkpoints (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->checkpoints;
}

/**
 * attune_engine_job_has_model:
 * @self: a job
 *
 * Returns: whether its model is there to be asked
 */
gboolean
attune_engine_job_has_model (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), FALSE);

  return self->status == ATTUNE_ENGINE_JOB_SUCCEEDED && !self->is_model_removed;
}

/**
 * attune_engine_job_has_adapter:
 * @self: a job
 *
 * Returns: whether what it writes are adapters of its base, rather than whole models
 */
gboolean
attune_engine_job_has_adapter (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), FALSE);

  return self->has_adapter;
}

/**
 * attune_engine_job_continues_adapter:
 * @self: a job
 *
 * Returns: whether its base has been tuned with an adapter already, which is tuned on
 */
gboolean
attune_engine_job_continues_adapter (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), FALSE);

  return self->continues_adapter;
}

/**
 * attune_engine_job_get_n_tries:
 * @self: a job
 *
 * Returns: how often training began since it last kept something
 */
guint
attune_engine_job_get_n_tries (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), 0);

  return self->n_tries;
}

/**
 * attune_engine_job_get_base_weights:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): what tells the weights that its adapter changes from others;
 *   %NULL before training has begun
 */
const char *
attune_engine_job_get_base_weights (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->base_weights;
}

/**
 * attune_engine_job_get_base_stamp:
 * @self: a job
 *
 * Returns: (transfer none): what its base was like when those weights were last found in it
 */
const AttuneEngineStamp *
attune_engine_job_get_base_stamp (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return &self->base_stamp;
}
