/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What happens to a job, one function for each; what is known of it is attune-engine-job.c's. */

#define G_LOG_DOMAIN "attune-engine-job"

#include "config.h"

#include "attune-engine-job-private.h"

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
 * attune_engine_job_set_base:
 * @self: a job
 * @weights: what tells the weights of its base from others
 * @stamp: what the file was like in which they were found
 */
void
attune_engine_job_set_base (AttuneEngineJob         *self,
                            const char              *weights,
                            const AttuneEngineStamp *stamp)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));
  g_return_if_fail (weights != NULL && stamp != NULL);

  g_set_str (&self->base_weights, weights);
  self->base_stamp = *stamp;
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
