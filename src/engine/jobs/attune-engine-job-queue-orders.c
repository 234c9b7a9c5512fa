/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job-queue"

#include "config.h"

#include "attune-engine-job-queue-private.h"

typedef struct
{
  AttuneEngineJobQueue *self;
  AttuneEngineJob      *job;
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->job);
  g_free (self);
}

static Order *
order_new (AttuneEngineJobQueue *self,
           AttuneEngineJob      *job)
{
  Order *order = g_new0 (Order, 1);

  order->self = g_object_ref (self);
  order->job = g_object_ref (job);

  return order;
}

static gboolean
is_trained (AttuneEngineJobQueue *self,
            AttuneEngineJob      *job)
{
  return self->training != NULL && attune_engine_training_get_job (self->training) == job;
}

/* In a fiber: a job that nothing is done for goes from one state to another. */
static gboolean
move_job (Order                 *order,
          AttuneEngineJobStatus  status,
          const char            *message,
          GError               **error)
{
  /* First the state, so that the queue does not take it while the disk is busy. */
  attune_engine_job_set_status (order->job, status);

  if (!attune_engine_job_queue_log (order->job, message, error) ||
      !dex_await (attune_engine_job_save (order->job), error))
    return FALSE;

  attune_engine_job_queue_note_change (order->self);

  return TRUE;
}

static DexFuture *
cancel_fiber (gpointer user_data)
{
  Order *order = user_data;
  AttuneEngineJobQueue *self = order->self;
  g_autoptr(GError) error = NULL;

  if (is_trained (self, order->job))
    attune_engine_training_cancel (self->training);
  else if (self->checked == order->job)
    g_cancellable_cancel (self->check);
  else if (!attune_engine_job_is_final (order->job) &&
           (!move_job (order, ATTUNE_ENGINE_JOB_CANCELLED, "The job was cancelled", &error) ||
            !attune_engine_training_remove_inputs (order->job, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Its files are tidied up before the next change is told, so the answer waits for that, too. */
  while (is_trained (self, order->job) || self->checked == order->job)
    attune_engine_job_queue_await_change (self);

  return dex_future_new_for_object (order->job);
}

static DexFuture *
pause_fiber (gpointer user_data)
{
  Order *order = user_data;
  AttuneEngineJobQueue *self = order->self;
  g_autoptr(GError) error = NULL;

  /* Whether its files are right is worth knowing now. */
  while (attune_engine_job_get_status (order->job) == ATTUNE_ENGINE_JOB_VALIDATING &&
         !self->is_shut_down)
    attune_engine_job_queue_await_change (self);

  if (is_trained (self, order->job))
    attune_engine_training_pause (self->training);
  else if (attune_engine_job_get_status (order->job) == ATTUNE_ENGINE_JOB_QUEUED &&
           !move_job (order, ATTUNE_ENGINE_JOB_PAUSED, "The job was paused", &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  while (is_trained (self, order->job))
    attune_engine_job_queue_await_change (self);

  return dex_future_new_for_object (order->job);
}

static DexFuture *
resume_fiber (gpointer user_data)
{
  Order *order = user_data;
  g_autoptr(GError) error = NULL;

  /* It was not over with the pause before its state was on disk. */
  while (is_trained (order->self, order->job) &&
         attune_engine_training_is_paused (order->self->training))
    attune_engine_job_queue_await_change (order->self);

  /* Whoever asks for it knows how the computer is powered. */
  attune_engine_job_insist (order->job);

  if (attune_engine_job_get_status (order->job) != ATTUNE_ENGINE_JOB_PAUSED)
    attune_engine_job_queue_note_change (order->self);
  else if (!move_job (order, ATTUNE_ENGINE_JOB_QUEUED, "The job was resumed", &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_object (order->job);
}

/**
 * attune_engine_job_queue_cancel:
 * @self: the queue
 * @job: one of its jobs
 *
 * Returns: (transfer full): resolves to @job once it is over, which takes less than two seconds
 */
DexFuture *
attune_engine_job_queue_cancel (AttuneEngineJobQueue *self,
                                AttuneEngineJob      *job)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self));
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));

  return dex_scheduler_spawn (NULL, 0, cancel_fiber, order_new (self, job), order_free);
}

/**
 * attune_engine_job_queue_pause:
 * @self: the queue
 * @job: one of its jobs
 *
 * What was trained so far is kept. A job that is over stays so.
 *
 * Returns: (transfer full): resolves to @job once nothing is done for it any more
 */
DexFuture *
attune_engine_job_queue_pause (AttuneEngineJobQueue *self,
                               AttuneEngineJob      *job)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self));
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));

  return dex_scheduler_spawn (NULL, 0, pause_fiber, order_new (self, job), order_free);
}

/**
 * attune_engine_job_queue_resume:
 * @self: the queue
 * @job: one of its jobs
 *
 * Puts a job that was paused into the queue again, and has it trained even where the computer
 * should be spared.
 *
 * Returns: (transfer full): resolves to @job
 */
DexFuture *
attune_engine_job_queue_resume (AttuneEngineJobQueue *self,
                                AttuneEngineJob      *job)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self));
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));

  return dex_scheduler_spawn (NULL, 0, resume_fiber, order_new (self, job), order_free);
}
