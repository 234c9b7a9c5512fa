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
 * attune_engine_job_set_status:
 * @self: a job
 * @status: how far it is now
 */
void
attune_engine_job_set_status (AttuneEngineJob       *self,
                              AttuneEngineJobStatus  status)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->status = status;
  g_clear_pointer (&self->broken_by, g_free);

  if (attune_engine_job_is_final (self))
    self->finished_at = g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * attune_engine_job_set_hold:
 * @self: a job
 * @hold: why nothing is trained just now, if so
 */
void
attune_engine_job_set_hold (AttuneEngineJob  *self,
                            AttuneEngineHold  hold)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->hold = hold;
}

/**
 * attune_engine_job_insist:
 * @self: a job
 *
 * Has it trained even where this computer should be spared, until the engine ends.
 */
void
attune_engine_job_insist (AttuneEngineJob *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->is_insisted_on = TRUE;
}

/**
 * attune_engine_job_set_resolved:
 * @self: a job
 * @n_epochs: how often the examples are seen
 * @batch_size: examples in a step
 * @multiplier: of the learning rate
 *
 * Says what "auto" came to.
 */
void
attune_engine_job_set_resolved (AttuneEngineJob *self,
                                guint            n_epochs,
                                guint            batch_size,
                                double           multiplier)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->n_epochs = n_epochs;
  self->batch_size = batch_size;
  self->multiplier = multiplier;
}

/**
 * attune_engine_job_set_has_adapter:
 * @self: a job
 * @has_adapter: whether what it writes are adapters of its base, rather than whole models
 */
void
attune_engine_job_set_has_adapter (AttuneEngineJob *self,
                                   gboolean         has_adapter)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->has_adapter = has_adapter;
}

/**
 * attune_engine_job_set_estimated_finish:
 * @self: a job
 * @seconds: when it will probably be done, in seconds since 1970
 */
void
attune_engine_job_set_estimated_finish (AttuneEngineJob *self,
                                        gint64           seconds)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->estimated_finish = seconds;
}

/**
 * attune_engine_job_begin_try:
 * @self: a job
 *
 * Counts a start of training that has not kept anything yet.
 */
void
attune_engine_job_begin_try (AttuneEngineJob *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->n_tries++;
}

/**
 * attune_engine_job_reset_tries:
 * @self: a job
 *
 * Forgets the starts that were counted.
 */
void
attune_engine_job_reset_tries (AttuneEngineJob *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->n_tries = 0;
}

/**
 * attune_engine_job_note_start_step:
 * @self: a job
 * @step: where training begins this time
 *
 * When that is further on than last time, the time before was not fruitless.
 */
void
attune_engine_job_note_start_step (AttuneEngineJob *self,
                                   gint64           step)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  if (step > self->start_step)
    self->n_tries = 1;

  self->start_step = step;
}

/**
 * attune_engine_job_add_checkpoint:
 * @self: a job
 * @checkpoint: what it has come to; one of the same step is replaced
 */
void
attune_engine_job_add_checkpoint (AttuneEngineJob        *self,
                                  AttuneEngineCheckpoint *checkpoint)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));
  g_return_if_fail (checkpoint != NULL);

  for (guint i = self->checkpoints->len; i > 0; i--)
    {
      AttuneEngineCheckpoint *other = g_ptr_array_index (self->checkpoints, i - 1);

      if (other->step == checkpoint->step)
        g_ptr_array_remove_index (self->checkpoints, i - 1);
    }

  g_ptr_array_add (self->checkpoints, attune_engine_checkpoint_ref (checkpoint));
  self->n_tries = 0;
}

/**
 * attune_engine_job_remove_checkpoint:
 * @self: a job
 * @checkpoint: one of its checkpoints; the file stays
 */
void
attune_engine_job_remove_checkpoint (AttuneEngineJob        *self,
                                     AttuneEngineCheckpoint *checkpoint)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  g_ptr_array_remove (self->checkpoints, checkpoint);
}

/**
 * attune_engine_job_remove_model:
 * @self: a job
 *
 * Forgets its model and its checkpoints; the files stay.
 */
void
attune_engine_job_remove_model (AttuneEngineJob *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->is_model_removed = TRUE;
  g_ptr_array_set_size (self->checkpoints, 0);
}

/**
 * attune_engine_job_succeed:
 * @self: a job
 * @trained_tokens: how many tokens were trained on, all epochs together
 * @result_file: (nullable): the id of the file with its measures
 */
void
attune_engine_job_succeed (AttuneEngineJob *self,
                           gint64           trained_tokens,
                           const char      *result_file)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->trained_tokens = trained_tokens;
  g_set_str (&self->result_file, result_file);
  attune_engine_job_set_status (self, ATTUNE_ENGINE_JOB_SUCCEEDED);
}

/**
 * attune_engine_job_break_off:
 * @self: a job
 * @code: the word that a program tells the case by
 *
 * Pauses it until the person, who can mend what is wrong, resumes it.
 */
void
attune_engine_job_break_off (AttuneEngineJob *self,
                             const char      *code)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  attune_engine_job_set_status (self, ATTUNE_ENGINE_JOB_PAUSED);
  attune_engine_job_reset_tries (self);
  g_set_str (&self->broken_by, code);
}

/**
 * attune_engine_job_fail:
 * @self: a job
 * @code: the word that a program tells the case by
 * @param: (nullable): the parameter of the request that is to blame
 * @line: the line of that file; 0 when it is not about a line
 * @message: what happened and what to do, sentences for a person
 */
void
attune_engine_job_fail (AttuneEngineJob *self,
                        const char      *code,
                        const char      *param,
                        guint64          line,
                        const char      *message)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));
  g_return_if_fail (message != NULL);

  g_set_str (&self->error_code, code);
  g_set_str (&self->error_param, param);
  g_set_str (&self->error_message, message);
  self->error_line = line;
  attune_engine_job_set_status (self, ATTUNE_ENGINE_JOB_FAILED);
}
