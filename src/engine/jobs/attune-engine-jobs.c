/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-jobs"

#include "config.h"

#include "attune-engine-job-folders.h"
#include "attune-engine-job-queue.h"
#include "attune-engine-jobs.h"

struct _AttuneEngineJobs
{
  GObject               parent_instance;

  char                 *folder;
  GPtrArray            *jobs;    /* of AttuneEngineJob, oldest first */
  AttuneEngineJobQueue *queue;
};

enum {
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

/* A job that is being made. */
typedef struct
{
  AttuneEngineJobs *self;
  AttuneEngineJob  *job;
  DexFuture        *made;    /* its folder */
} Creation;

G_DEFINE_FINAL_TYPE (AttuneEngineJobs, attune_engine_jobs, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
creation_free (gpointer data)
{
  Creation *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->job);
  dex_clear (&self->made);
  g_free (self);
}

/* In a fiber. */
static gboolean
log_creation (AttuneEngineJob  *job,
              GError          **error)
{
  AttuneEngineEventLog *log = attune_engine_job_get_log (job);
  g_autofree char *created = NULL;
  g_autofree char *validating = NULL;

  created = g_strdup_printf ("Created fine-tuning job: %s", attune_engine_job_get_id (job));
  validating = g_strdup_printf ("Validating training file: %s",
                                attune_engine_job_get_request (job)->training_file);

  return dex_await (attune_engine_event_log_add (log, "info", created, NULL), error) &&
         dex_await (attune_engine_event_log_add (log, "info", validating, NULL), error);
}

static DexFuture *
create_fiber (gpointer user_data)
{
  Creation *creation = user_data;
  g_autoptr(GError) error = NULL;

  if (!dex_await (g_steal_pointer (&creation->made), &error) ||
      !log_creation (creation->job, &error) ||
      !dex_await (attune_engine_job_save (creation->job), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_engine_job_queue_add (creation->self->queue, creation->job);

  return dex_future_new_for_object (creation->job);
}

static void
notify_busy_cb (AttuneEngineJobs *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
attune_engine_jobs_finalize (GObject *object)
{
  AttuneEngineJobs *self = (AttuneEngineJobs *)object;

  g_clear_object (&self->queue);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (attune_engine_jobs_parent_class)->finalize (object);
}

static void
attune_engine_jobs_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AttuneEngineJobs *self = ATTUNE_ENGINE_JOBS (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, attune_engine_jobs_is_busy (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_engine_jobs_class_init (AttuneEngineJobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_engine_jobs_finalize;
  object_class->get_property = attune_engine_jobs_get_property;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_engine_jobs_init (AttuneEngineJobs *self)
{
}

/**
 * attune_engine_jobs_new:
 * @folder: (type filename): where the jobs are
 * @program: (type filename): the engine itself, which is the trainer as well
 * @files: where result files go
 * @error: (nullable): where to put an error
 *
 * Reads what is there. Blocks.
 *
 * Returns: (transfer full) (nullable): the jobs, of which none runs yet, or %NULL with
 *   %ATTUNE_ERROR_STORAGE or a #GFileError
 */
AttuneEngineJobs *
attune_engine_jobs_new (const char         *folder,
                        const char         *program,
                        AttuneEngineFiles  *files,
                        GError            **error)
{
  g_autoptr(AttuneEngineJobs) self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (program != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_ENGINE_FILES (files), NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_JOBS, NULL);
  self->folder = g_strdup (folder);

  if ((self->jobs = attune_engine_job_folders_load (folder, error)) == NULL)
    return NULL;

  self->queue = attune_engine_job_queue_new (self->jobs, files, program);
  g_signal_connect_object (self->queue, "notify::busy", G_CALLBACK (notify_busy_cb), self,
                           G_CONNECT_SWAPPED);

  return g_steal_pointer (&self);
}

/**
 * attune_engine_jobs_start:
 * @self: the jobs
 *
 * Goes on with what was under way when the engine last ended, in whatever way it did. A job that
 * was lost twice without having come further fails instead.
 */
void
attune_engine_jobs_start (AttuneEngineJobs *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOBS (self));

  attune_engine_job_queue_start (self->queue);
}

/**
 * attune_engine_jobs_is_busy:
 * @self: the jobs
 *
 * Returns: whether a job is not over, nor paused
 */
gboolean
attune_engine_jobs_is_busy (AttuneEngineJobs *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOBS (self), FALSE);

  return attune_engine_job_queue_is_busy (self->queue);
}

/**
 * attune_engine_jobs_list:
 * @self: the jobs
 *
 * Returns: (transfer none) (element-type AttuneEngineJob): all of them, oldest first
 */
GPtrArray *
attune_engine_jobs_list (AttuneEngineJobs *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOBS (self), NULL);

  return self->jobs;
}

/**
 * attune_engine_jobs_lookup:
 * @self: the jobs
 * @id: an id, from outside
 *
 * Returns: (transfer none) (nullable): the job of that id
 */
AttuneEngineJob *
attune_engine_jobs_lookup (AttuneEngineJobs *self,
                           const char       *id)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOBS (self), NULL);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      AttuneEngineJob *job = g_ptr_array_index (self->jobs, i);

      if (g_strcmp0 (attune_engine_job_get_id (job), id) == 0)
        return job;
    }

  return NULL;
}

/**
 * attune_engine_jobs_create:
 * @self: the jobs
 * @request: what was asked for
 * @inputs: where the files are that @request names
 *
 * Returns: (transfer full): resolves to the #AttuneEngineJob once it is on disk; rejects with
 *   %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_jobs_create (AttuneEngineJobs             *self,
                           const AttuneEngineJobRequest *request,
                           const AttuneEngineJobInputs  *inputs)
{
  Creation *creation;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOBS (self));
  dex_return_error_if_fail (request != NULL);
  dex_return_error_if_fail (inputs != NULL);

  creation = g_new0 (Creation, 1);
  creation->self = g_object_ref (self);
  creation->job = attune_engine_job_new (self->folder, request, inputs->adapter != NULL);
  creation->made = attune_engine_job_folders_make (creation->job, inputs);

  return dex_scheduler_spawn (NULL, 0, create_fiber, creation, creation_free);
}

/**
 * attune_engine_jobs_set_hold:
 * @self: the jobs
 * @hold: why nothing is to be trained just now; %ATTUNE_ENGINE_HOLD_NONE to go on
 *
 * What is being trained is saved and waits, except what somebody insists on.
 */
void
attune_engine_jobs_set_hold (AttuneEngineJobs *self,
                             AttuneEngineHold  hold)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOBS (self));

  attune_engine_job_queue_set_hold (self->queue, hold);
}

/**
 * attune_engine_jobs_cancel:
 * @self: the jobs
 * @job: one of them
 *
 * Returns: (transfer full): resolves to @job once it is over, which takes less than two seconds
 */
DexFuture *
attune_engine_jobs_cancel (AttuneEngineJobs *self,
                           AttuneEngineJob  *job)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOBS (self));

  return attune_engine_job_queue_cancel (self->queue, job);
}

/**
 * attune_engine_jobs_pause:
 * @self: the jobs
 * @job: one of them
 *
 * What was trained so far is kept. A job that is over stays so.
 *
 * Returns: (transfer full): resolves to @job once nothing is done for it any more
 */
DexFuture *
attune_engine_jobs_pause (AttuneEngineJobs *self,
                          AttuneEngineJob  *job)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOBS (self));

  return attune_engine_job_queue_pause (self->queue, job);
}

/**
 * attune_engine_jobs_resume:
 * @self: the jobs
 * @job: one of them
 *
 * Puts a job that was paused into the queue again, and has it trained even where the computer
 * should be spared.
 *
 * Returns: (transfer full): resolves to @job
 */
DexFuture *
attune_engine_jobs_resume (AttuneEngineJobs *self,
                           AttuneEngineJob  *job)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOBS (self));

  return attune_engine_job_queue_resume (self->queue, job);
}

/**
 * attune_engine_jobs_shut_down:
 * @self: the jobs
 *
 * Stops all work so that the next start goes on with it.
 *
 * Returns: (transfer full): resolves once nothing runs and everything is on disk
 */
DexFuture *
attune_engine_jobs_shut_down (AttuneEngineJobs *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOBS (self));

  return attune_engine_job_queue_shut_down (self->queue);
}
