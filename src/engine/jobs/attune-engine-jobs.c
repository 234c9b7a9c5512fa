/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-jobs"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-engine-data-check.h"
#include "attune-engine-disk.h"
#include "attune-engine-jobs.h"
#include "attune-engine-training.h"
#include "attune-error.h"
#include "attune-report.h"
#include "attune-trainer-codes.h"

/* A job that the engine lost this often without having kept a step is given up. */
#define MAX_TRIES 2

struct _AttuneEngineJobs
{
  GObject               parent_instance;

  char                 *folder;
  char                 *program;
  AttuneEngineFiles    *files;
  GPtrArray            *jobs;         /* of AttuneEngineJob, oldest first */

  AttuneEngineTraining *training;     /* the one that runs, or NULL */
  AttuneEngineJob      *checked;      /* whose files are being checked, or NULL */
  GCancellable         *check;
  DexPromise           *changed;      /* resolved when something is over */
  AttuneEngineHold      hold;         /* why nothing is trained just now */
  gboolean              is_shut_down;
};

enum {
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

typedef struct
{
  AttuneEngineJobs *self;
  AttuneEngineJob  *job;
} JobWork;

typedef struct
{
  AttuneEngineJobs *self;
  AttuneEngineJob  *job;
  char             *base;
  char             *adapter;
  char             *training;
  char             *validation;
} CreateWork;

G_DEFINE_FINAL_TYPE (AttuneEngineJobs, attune_engine_jobs, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void pump (AttuneEngineJobs *self);

static void
job_work_free (gpointer data)
{
  JobWork *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->job);
  g_free (self);
}

static JobWork *
job_work_new (AttuneEngineJobs *self,
              AttuneEngineJob  *job)
{
  JobWork *work = g_new0 (JobWork, 1);

  work->self = g_object_ref (self);
  work->job = g_object_ref (job);

  return work;
}

static void
create_work_free (gpointer data)
{
  CreateWork *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->job);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->adapter, g_free);
  g_clear_pointer (&self->training, g_free);
  g_clear_pointer (&self->validation, g_free);
  g_free (self);
}

static int
compare_jobs (gconstpointer a,
              gconstpointer b)
{
  gint64 first = attune_engine_job_get_created_at ((AttuneEngineJob *)a);
  gint64 second = attune_engine_job_get_created_at ((AttuneEngineJob *)b);

  return (first > second) - (first < second);
}

static void
update_holds (AttuneEngineJobs *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    attune_engine_job_set_hold (g_ptr_array_index (self->jobs, i), self->hold);
}

/* Wakes whoever waits for a job to end, and looks what is to be done next. */
static void
note_change (AttuneEngineJobs *self)
{
  g_autoptr(DexPromise) changed = g_steal_pointer (&self->changed);

  self->changed = dex_promise_new ();
  dex_promise_resolve_boolean (changed, TRUE);
  update_holds (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  pump (self);
}

/* In a fiber: goes on once something is over. */
static void
await_change (AttuneEngineJobs *self)
{
  dex_await (DEX_FUTURE (dex_ref (self->changed)), NULL);
}

/* Files are checked, but nothing is trained while the computer is to be spared. */
static AttuneEngineJob *
find_oldest (AttuneEngineJobs      *self,
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

/* In a fiber: what is wrong with one of the files of a job. */
static gboolean
check_file (JobWork                  *work,
            const char               *name,
            guint                     min_examples,
            AttuneEngineDataProblem **problem,
            GError                  **error)
{
  g_autofree char *path = attune_engine_job_dup_path (work->job, name);
  g_autoptr(DexFuture) check = attune_engine_data_check (path, min_examples, work->self->check);
  const GValue *value;

  if (!dex_await (dex_ref (check), error) || !(value = dex_future_get_value (check, error)))
    return FALSE;

  *problem = g_value_dup_boxed (value);

  return TRUE;
}

static gboolean
log_message (AttuneEngineJob  *job,
             const char       *level,
             const char       *message,
             GError          **error)
{
  AttuneEngineEventLog *log = attune_engine_job_get_log (job);

  return dex_await (attune_engine_event_log_add (log, level, message, NULL), error);
}

static gboolean
fail_check (JobWork                        *work,
            const char                     *param,
            const AttuneEngineDataProblem  *problem,
            GError                        **error)
{
  g_autofree char *code = g_strconcat ("invalid_", param, NULL);

  if (!log_message (work->job, "error", problem->message, error))
    return FALSE;

  attune_engine_job_fail (work->job, code, param, problem->line, problem->message);

  return TRUE;
}

static gboolean
check_files (JobWork  *work,
             GError  **error)
{
  const AttuneEngineJobRequest *request = attune_engine_job_get_request (work->job);
  g_autoptr(AttuneEngineDataProblem) problem = NULL;

  if (!check_file (work, ATTUNE_ENGINE_JOB_FILE_TRAINING, ATTUNE_MIN_EXAMPLES, &problem, error))
    return FALSE;

  if (problem != NULL)
    return fail_check (work, "training_file", problem, error);

  if (request->validation_file != NULL)
    {
      if (!check_file (work, ATTUNE_ENGINE_JOB_FILE_VALIDATION, 1, &problem, error))
        return FALSE;

      if (problem != NULL)
        return fail_check (work, "validation_file", problem, error);
    }

  if (!log_message (work->job, "info", "Files validated, moving job to queued state", error))
    return FALSE;

  if (!g_cancellable_is_cancelled (work->self->check))
    attune_engine_job_set_status (work->job, ATTUNE_ENGINE_JOB_QUEUED);

  return TRUE;
}

static DexFuture *
check_fiber (gpointer user_data)
{
  JobWork *work = user_data;
  AttuneEngineJobs *self = work->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) save_error = NULL;

  if (!check_files (work, &error) && !g_cancellable_is_cancelled (self->check))
    attune_engine_job_fail (work->job, ATTUNE_TRAINER_CODE_STORAGE, "training_file", 0,
                            error->message);

  if (g_cancellable_is_cancelled (self->check) && !self->is_shut_down &&
      !attune_engine_job_is_final (work->job))
    {
      log_message (work->job, "info", "The job was cancelled", NULL);
      attune_engine_job_set_status (work->job, ATTUNE_ENGINE_JOB_CANCELLED);
    }

  if (!dex_await (attune_engine_job_save (work->job), &save_error))
    g_info ("Cannot save %s: %s", attune_engine_job_get_id (work->job), save_error->message);

  g_clear_object (&self->checked);
  g_clear_object (&self->check);
  note_change (self);

  return dex_future_new_true ();
}

static DexFuture *
train_fiber (gpointer user_data)
{
  JobWork *work = user_data;
  AttuneEngineJobs *self = work->self;

  dex_await (attune_engine_training_run (self->training), NULL);
  g_clear_object (&self->training);
  note_change (self);

  return dex_future_new_true ();
}

/* One file check and one training at a time, oldest first. */
static void
pump (AttuneEngineJobs *self)
{
  AttuneEngineJob *job;

  if (self->is_shut_down)
    return;

  if (self->checked == NULL && (job = find_oldest (self, ATTUNE_ENGINE_JOB_VALIDATING)))
    {
      self->checked = g_object_ref (job);
      self->check = g_cancellable_new ();
      dex_future_disown (dex_scheduler_spawn (NULL, 0, check_fiber,
                                              job_work_new (self, job), job_work_free));
    }

  if (self->training == NULL && (job = find_oldest (self, ATTUNE_ENGINE_JOB_QUEUED)))
    {
      self->training = attune_engine_training_new (job, self->files, self->program);
      dex_future_disown (dex_scheduler_spawn (NULL, 0, train_fiber,
                                              job_work_new (self, job), job_work_free));
    }
}

static gboolean
make_folder (CreateWork  *work,
             GError     **error)
{
  AttuneEngineJob *job = work->job;
  g_autofree char *output = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FOLDER_MODEL);
  g_autofree char *base = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_BASE);
  g_autofree char *adapter = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_ADAPTER);
  g_autofree char *training = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_TRAINING);
  g_autofree char *validation = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_VALIDATION);

  return attune_engine_disk_make_folder (output, error) &&
         attune_engine_disk_link (work->base, base, error) &&
         (work->adapter == NULL ||
          attune_engine_disk_copy (work->adapter, adapter, NULL, error)) &&
         attune_engine_disk_copy (work->training, training, NULL, error) &&
         (work->validation == NULL ||
          attune_engine_disk_copy (work->validation, validation, NULL, error));
}

static DexFuture *
make_folder_thread (gpointer user_data)
{
  CreateWork *work = user_data;
  g_autoptr(GError) error = NULL;

  if (!make_folder (work, &error))
    {
      attune_engine_disk_remove_now (attune_engine_job_get_folder (work->job));
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

static DexFuture *
create_fiber (gpointer user_data)
{
  CreateWork *work = user_data;
  g_autofree char *message = NULL;
  g_autofree char *validating = NULL;
  g_autoptr(GError) error = NULL;

  message = g_strdup_printf ("Created fine-tuning job: %s", attune_engine_job_get_id (work->job));
  validating = g_strdup_printf ("Validating training file: %s",
                                attune_engine_job_get_request (work->job)->training_file);

  if (!dex_await (attune_engine_disk_run ("make-job", make_folder_thread, work, NULL), &error) ||
      !log_message (work->job, "info", message, &error) ||
      !log_message (work->job, "info", validating, &error) ||
      !dex_await (attune_engine_job_save (work->job), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_ptr_array_add (work->self->jobs, g_object_ref (work->job));
  note_change (work->self);

  return dex_future_new_for_object (work->job);
}

static gboolean
is_trained (AttuneEngineJobs *self,
            AttuneEngineJob  *job)
{
  return self->training != NULL && attune_engine_training_get_job (self->training) == job;
}

/* In a fiber: a job that nothing is done for goes from one state to another. */
static gboolean
move_job (JobWork                *work,
          AttuneEngineJobStatus   status,
          const char             *message,
          GError                **error)
{
  /* First the state, so that the queue does not take it while the disk is busy. */
  attune_engine_job_set_status (work->job, status);

  if (!log_message (work->job, "info", message, error) ||
      !dex_await (attune_engine_job_save (work->job), error))
    return FALSE;

  note_change (work->self);

  return TRUE;
}

static DexFuture *
cancel_fiber (gpointer user_data)
{
  JobWork *work = user_data;
  AttuneEngineJobs *self = work->self;
  g_autoptr(GError) error = NULL;

  if (is_trained (self, work->job))
    attune_engine_training_cancel (self->training);
  else if (self->checked == work->job)
    g_cancellable_cancel (self->check);
  else if (!attune_engine_job_is_final (work->job) &&
           (!move_job (work, ATTUNE_ENGINE_JOB_CANCELLED, "The job was cancelled", &error) ||
            !attune_engine_training_remove_inputs (work->job, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Its files are tidied up before the next change is told, so the answer waits for that, too. */
  while (is_trained (self, work->job) || self->checked == work->job)
    await_change (self);

  return dex_future_new_for_object (work->job);
}

static DexFuture *
pause_fiber (gpointer user_data)
{
  JobWork *work = user_data;
  AttuneEngineJobs *self = work->self;
  g_autoptr(GError) error = NULL;

  /* Whether its files are right is worth knowing now. */
  while (attune_engine_job_get_status (work->job) == ATTUNE_ENGINE_JOB_VALIDATING &&
         !self->is_shut_down)
    await_change (self);

  if (is_trained (self, work->job))
    attune_engine_training_pause (self->training);
  else if (attune_engine_job_get_status (work->job) == ATTUNE_ENGINE_JOB_QUEUED &&
           !move_job (work, ATTUNE_ENGINE_JOB_PAUSED, "The job was paused", &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  while (is_trained (self, work->job))
    await_change (self);

  return dex_future_new_for_object (work->job);
}

static DexFuture *
resume_fiber (gpointer user_data)
{
  JobWork *work = user_data;
  g_autoptr(GError) error = NULL;

  /* It was not over with the pause before its state was on disk. */
  while (is_trained (work->self, work->job) &&
         attune_engine_training_is_paused (work->self->training))
    await_change (work->self);

  /* Whoever asks for it knows how the computer is powered. */
  attune_engine_job_insist (work->job);

  if (attune_engine_job_get_status (work->job) != ATTUNE_ENGINE_JOB_PAUSED)
    note_change (work->self);
  else if (!move_job (work, ATTUNE_ENGINE_JOB_QUEUED, "The job was resumed", &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_object (work->job);
}

static DexFuture *
shut_down_fiber (gpointer user_data)
{
  AttuneEngineJobs *self = user_data;

  if (self->training != NULL)
    attune_engine_training_suspend (self->training);

  if (self->check != NULL)
    g_cancellable_cancel (self->check);

  while (self->training != NULL || self->checked != NULL)
    await_change (self);

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

/* What was being put together when the engine ended. */
static void
remove_leftovers (const char *folder)
{
  g_autofree char *model = g_build_filename (folder, ATTUNE_ENGINE_JOB_FOLDER_MODEL, NULL);
  g_autoptr(GDir) dir = g_dir_open (model, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (model, name, NULL);

      if (strstr (name, "merged-") != NULL)
        attune_engine_disk_remove_now (path);
    }
}

static gboolean
load_jobs (AttuneEngineJobs  *self,
           GError           **error)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!attune_engine_disk_make_folder (self->folder, error) ||
      !(dir = g_dir_open (self->folder, 0, error)))
    return FALSE;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autofree char *record = g_build_filename (path, ATTUNE_ENGINE_JOB_FILE_RECORD, NULL);
      g_autoptr(AttuneEngineJob) job = NULL;
      g_autoptr(GError) local_error = NULL;

      if ((job = attune_engine_job_load (path, &local_error)))
        {
          g_ptr_array_add (self->jobs, g_steal_pointer (&job));
          remove_leftovers (path);
        }
      else if (!g_file_test (record, G_FILE_TEST_EXISTS))
        {
          attune_engine_disk_remove_now (path);
        }
      else
        {
          g_info ("Leaving %s alone: %s", path, local_error->message);
        }
    }

  g_ptr_array_sort_values (self->jobs, compare_jobs);

  return TRUE;
}

static void
attune_engine_jobs_finalize (GObject *object)
{
  AttuneEngineJobs *self = (AttuneEngineJobs *)object;

  g_clear_object (&self->training);
  g_clear_object (&self->checked);
  g_clear_object (&self->check);
  g_clear_object (&self->files);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->program, g_free);
  dex_clear (&self->changed);

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
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = dex_promise_new ();
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
  self->program = g_strdup (program);
  self->files = g_object_ref (files);

  if (!load_jobs (self, error))
    return NULL;

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

  for (guint i = 0; i < self->jobs->len; i++)
    recover (g_ptr_array_index (self->jobs, i));

  pump (self);
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
  CreateWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOBS (self));
  dex_return_error_if_fail (request != NULL);
  dex_return_error_if_fail (inputs != NULL);

  work = g_new0 (CreateWork, 1);
  work->self = g_object_ref (self);
  work->job = attune_engine_job_new (self->folder, request, inputs->adapter != NULL);
  work->base = g_strdup (inputs->base);
  work->adapter = g_strdup (inputs->adapter);
  work->training = g_strdup (inputs->training);
  work->validation = g_strdup (inputs->validation);

  return dex_scheduler_spawn (NULL, 0, create_fiber, work, create_work_free);
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

  self->hold = hold;
  note_change (self);

  if (self->training != NULL &&
      attune_engine_job_is_held (attune_engine_training_get_job (self->training)))
    attune_engine_training_hold (self->training);
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
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));

  return dex_scheduler_spawn (NULL, 0, cancel_fiber, job_work_new (self, job), job_work_free);
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
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));

  return dex_scheduler_spawn (NULL, 0, pause_fiber, job_work_new (self, job), job_work_free);
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
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));

  return dex_scheduler_spawn (NULL, 0, resume_fiber, job_work_new (self, job), job_work_free);
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

  self->is_shut_down = TRUE;

  return dex_scheduler_spawn (NULL, 0, shut_down_fiber, g_object_ref (self), g_object_unref);
}
