/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job-queue"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-engine-disk.h"
#include "attune-engine-job-check.h"
#include "attune-engine-job-queue-private.h"

/* A job that the engine lost this often without having kept a step is given up. */
#define MAX_TRIES 2

enum {
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneEngineJobQueue, attune_engine_job_queue, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void pump (AttuneEngineJobQueue *self);

static void
update_holds (AttuneEngineJobQueue *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    attune_engine_job_set_hold (g_ptr_array_index (self->jobs, i), self->hold);
}

/* Files are checked, but nothing is trained while the computer is to be spared. */
static AttuneEngineJob *
find_oldest (AttuneEngineJobQueue  *self,
             AttuneEngineJobStatus  status)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      AttuneEngineJob *job = g_ptr_array_index (self->jobs, i);

      if (attune_engine_job_get_status (job) == status &&
          (status != ATTUNE_ENGINE_JOB_QUEUED || !attune_engine_job_is_held (job)))
        return job;
    }

  return NULL;
}

static DexFuture *
check_fiber (gpointer user_data)
{
  AttuneEngineJobQueue *self = user_data;
  AttuneEngineJob *job = self->checked;
  g_autoptr(GError) error = NULL;

  dex_await (attune_engine_job_check (job, self->check), NULL);

  if (g_cancellable_is_cancelled (self->check) && !self->is_shut_down &&
      !attune_engine_job_is_final (job))
    {
      attune_engine_job_queue_log (job, "The job was cancelled", NULL);
      attune_engine_job_set_status (job, ATTUNE_ENGINE_JOB_CANCELLED);
    }

  if (!dex_await (attune_engine_job_save (job), &error))
    g_info ("Cannot save %s: %s", attune_engine_job_get_id (job), error->message);

  g_clear_object (&self->checked);
  g_clear_object (&self->check);
  attune_engine_job_queue_note_change (self);

  return dex_future_new_true ();
}

static DexFuture *
train_fiber (gpointer user_data)
{
  AttuneEngineJobQueue *self = user_data;

  dex_await (attune_engine_training_run (self->training), NULL);
  g_clear_object (&self->training);
  attune_engine_job_queue_note_change (self);

  return dex_future_new_true ();
}

/* One file check and one training at a time, oldest first. */
static void
pump (AttuneEngineJobQueue *self)
{
  AttuneEngineJob *job;

  if (self->is_shut_down)
    return;

  if (self->checked == NULL && (job = find_oldest (self, ATTUNE_ENGINE_JOB_VALIDATING)))
    {
      self->checked = g_object_ref (job);
      self->check = g_cancellable_new ();
      dex_future_disown (dex_scheduler_spawn (NULL, 0, check_fiber,
                                              g_object_ref (self), g_object_unref));
    }

  if (self->training == NULL && (job = find_oldest (self, ATTUNE_ENGINE_JOB_QUEUED)))
    {
      self->training = attune_engine_training_new (job, self->files, self->program);
      dex_future_disown (dex_scheduler_spawn (NULL, 0, train_fiber,
                                              g_object_ref (self), g_object_unref));
    }
}

static DexFuture *
shut_down_fiber (gpointer user_data)
{
  AttuneEngineJobQueue *self = user_data;

  if (self->training != NULL)
    attune_engine_training_suspend (self->training);

  if (self->check != NULL)
    g_cancellable_cancel (self->check);

  while (self->training != NULL || self->checked != NULL)
    attune_engine_job_queue_await_change (self);

  return attune_engine_disk_flush ();
}

/* Nothing runs yet, so a job that says it does was lost with the engine. */
static void
recover (AttuneEngineJob *job)
{
  const char *message = _("Training was interrupted twice before it had kept anything. Start it again; if that keeps happening, the computer may be short of memory.");

  if (attune_engine_job_get_status (job) != ATTUNE_ENGINE_JOB_RUNNING)
    return;

  if (attune_engine_job_get_n_tries (job) < MAX_TRIES)
    {
      attune_engine_job_set_status (job, ATTUNE_ENGINE_JOB_QUEUED);
      return;
    }

  attune_engine_job_fail (job, "interrupted", NULL, 0, message);
  dex_future_disown (attune_engine_event_log_add (attune_engine_job_get_log (job), "error", message, NULL));
  dex_future_disown (attune_engine_job_save (job));
}

static void
attune_engine_job_queue_finalize (GObject *object)
{
  AttuneEngineJobQueue *self = (AttuneEngineJobQueue *)object;

  g_clear_object (&self->training);
  g_clear_object (&self->checked);
  g_clear_object (&self->check);
  g_clear_object (&self->files);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->program, g_free);
  dex_clear (&self->changed);

  G_OBJECT_CLASS (attune_engine_job_queue_parent_class)->finalize (object);
}

static void
attune_engine_job_queue_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  AttuneEngineJobQueue *self = ATTUNE_ENGINE_JOB_QUEUE (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, attune_engine_job_queue_is_busy (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_engine_job_queue_class_init (AttuneEngineJobQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_engine_job_queue_finalize;
  object_class->get_property = attune_engine_job_queue_get_property;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_engine_job_queue_init (AttuneEngineJobQueue *self)
{
  self->changed = dex_promise_new ();
}

/**
 * attune_engine_job_queue_new:
 * @jobs: (element-type AttuneEngineJob): all jobs, oldest first
 * @files: where result files go
 * @program: (type filename): the engine itself, which is the trainer as well
 *
 * Returns: (transfer full): a queue that has not begun
 */
AttuneEngineJobQueue *
attune_engine_job_queue_new (GPtrArray         *jobs,
                             AttuneEngineFiles *files,
                             const char        *program)
{
  AttuneEngineJobQueue *self;

  g_return_val_if_fail (jobs != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_ENGINE_FILES (files), NULL);
  g_return_val_if_fail (program != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_JOB_QUEUE, NULL);
  self->jobs = g_ptr_array_ref (jobs);
  self->files = g_object_ref (files);
  self->program = g_strdup (program);

  return self;
}

/**
 * attune_engine_job_queue_note_change:
 * @self: the queue
 *
 * Wakes whoever waits for a job to end, and looks what is to be done next.
 */
void
attune_engine_job_queue_note_change (AttuneEngineJobQueue *self)
{
  g_autoptr(DexPromise) changed = g_steal_pointer (&self->changed);

  self->changed = dex_promise_new ();
  dex_promise_resolve_boolean (changed, TRUE);
  update_holds (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  pump (self);
}

/**
 * attune_engine_job_queue_await_change:
 * @self: the queue
 *
 * In a fiber: goes on once something is over.
 */
void
attune_engine_job_queue_await_change (AttuneEngineJobQueue *self)
{
  dex_await (DEX_FUTURE (dex_ref (self->changed)), NULL);
}

/**
 * attune_engine_job_queue_log:
 * @job: a job
 * @message: what has become of it, for other programs
 * @error: return location for an error
 *
 * In a fiber.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_engine_job_queue_log (AttuneEngineJob  *job,
                             const char       *message,
                             GError          **error)
{
  return dex_await (attune_engine_event_log_add (attune_engine_job_get_log (job), "info", message,
                                                 NULL),
                    error);
}

/**
 * attune_engine_job_queue_start:
 * @self: the queue
 *
 * Goes on with what was under way when the engine last ended, in whatever way it did. A job that
 * was lost twice without having come further fails instead.
 */
void
attune_engine_job_queue_start (AttuneEngineJobQueue *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self));

  for (guint i = 0; i < self->jobs->len; i++)
    recover (g_ptr_array_index (self->jobs, i));

  pump (self);
}

/**
 * attune_engine_job_queue_is_busy:
 * @self: the queue
 *
 * Returns: whether a job is not over, nor paused
 */
gboolean
attune_engine_job_queue_is_busy (AttuneEngineJobQueue *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self), FALSE);

  if (self->training != NULL || self->checked != NULL)
    return TRUE;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      AttuneEngineJob *job = g_ptr_array_index (self->jobs, i);

      if (!attune_engine_job_is_final (job) &&
          attune_engine_job_get_status (job) != ATTUNE_ENGINE_JOB_PAUSED)
        return TRUE;
    }

  return FALSE;
}

/**
 * attune_engine_job_queue_add:
 * @self: the queue
 * @job: a job whose files have not been checked
 *
 * Puts a job at the end.
 */
void
attune_engine_job_queue_add (AttuneEngineJobQueue *self,
                             AttuneEngineJob      *job)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self));
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (job));

  g_ptr_array_add (self->jobs, g_object_ref (job));
  attune_engine_job_queue_note_change (self);
}

/**
 * attune_engine_job_queue_set_hold:
 * @self: the queue
 * @hold: why nothing is to be trained just now; %ATTUNE_ENGINE_HOLD_NONE to go on
 *
 * What is being trained is saved and waits, except what somebody insists on.
 */
void
attune_engine_job_queue_set_hold (AttuneEngineJobQueue *self,
                                  AttuneEngineHold      hold)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self));

  self->hold = hold;
  attune_engine_job_queue_note_change (self);

  if (self->training != NULL &&
      attune_engine_job_is_held (attune_engine_training_get_job (self->training)))
    attune_engine_training_hold (self->training);
}

/**
 * attune_engine_job_queue_shut_down:
 * @self: the queue
 *
 * Stops all work so that the next start goes on with it.
 *
 * Returns: (transfer full): resolves once nothing runs and everything is on disk
 */
DexFuture *
attune_engine_job_queue_shut_down (AttuneEngineJobQueue *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB_QUEUE (self));

  self->is_shut_down = TRUE;

  return dex_scheduler_spawn (NULL, 0, shut_down_fiber, g_object_ref (self), g_object_unref);
}
