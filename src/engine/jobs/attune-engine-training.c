/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-training"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-engine-disk.h"
#include "attune-engine-lock.h"
#include "attune-engine-training-private.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-trainer-codes.h"

/* Beside what every job has in its folder. */
#define CONFIG_NAME "trainer.json"

/* Held by the trainer as long as it lives. */
#define LOCK_NAME "lock"
#define LOCK_SECONDS 20
#define LOCK_POLL_MSEC 50

/* It stops computing at once. A state of some gigabytes takes a while to be on a slow disk; when it
 * is not in this time, the one before is what the job goes on from. */
#define SAVE_MSEC 15000

G_DEFINE_FINAL_TYPE (AttuneEngineTraining, attune_engine_training, G_TYPE_OBJECT)

static void
set_path (AttuneEngineTraining *self,
          JsonObject           *config,
          const char           *member,
          const char           *name)
{
  g_autofree char *path = attune_engine_job_dup_path (self->job, name);

  json_object_set_string_member (config, member, path);
}

/* The members are described in trainer/attune-trainer-config.h. */
static GBytes *
build_config (AttuneEngineTraining *self)
{
  const AttuneEngineJobRequest *request = attune_engine_job_get_request (self->job);
  g_autoptr(JsonObject) config = json_object_new ();
  char *text;

  set_path (self, config, "base", ATTUNE_ENGINE_JOB_FILE_BASE);
  set_path (self, config, "training", ATTUNE_ENGINE_JOB_FILE_TRAINING);
  set_path (self, config, "output_dir", ATTUNE_ENGINE_JOB_FOLDER_MODEL);

  if (self->has_validation)
    set_path (self, config, "validation", ATTUNE_ENGINE_JOB_FILE_VALIDATION);

  if (attune_engine_job_continues_adapter (self->job))
    set_path (self, config, "adapter", ATTUNE_ENGINE_JOB_FILE_ADAPTER);

  if (request->settings != NULL)
    attune_json_merge (config, request->settings);

  json_object_set_string_member (config, "name", attune_engine_job_get_model_name (self->job));
  json_object_set_string_member (config, "method", request->is_dpo ? "dpo" : "supervised");
  json_object_set_int_member (config, "n_epochs", request->n_epochs);
  json_object_set_int_member (config, "batch_size", request->batch_size);
  json_object_set_double_member (config, "learning_rate_multiplier", request->multiplier);
  json_object_set_int_member (config, "seed", request->seed);
  json_object_set_boolean_member (config, "resume", TRUE);

  text = attune_json_object_to_string (config);

  return g_bytes_new_take (text, strlen (text));
}

/* In a fiber. An engine that was killed may have left a trainer that is still saving its state; two
 * must not write into the same folder. */
static int
lock_folder (AttuneEngineTraining  *self,
             GError               **error)
{
  g_autofree char *path = attune_engine_job_dup_path (self->job, LOCK_NAME);
  gint64 deadline = g_get_monotonic_time () + LOCK_SECONDS * G_USEC_PER_SEC;
  g_autofd int fd = attune_engine_lock_open (path, error);

  if (fd < 0)
    return -1;

  while (!attune_engine_lock_try (fd))
    {
      if (g_get_monotonic_time () > deadline)
        {
          attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                            _("An earlier run of this job has not ended. Restart the computer, then start it again."));
          return -1;
        }

      dex_await (dex_timeout_new_msec (LOCK_POLL_MSEC), NULL);
    }

  return g_steal_fd (&fd);
}

static gboolean
start_trainer (AttuneEngineTraining  *self,
               GError               **error)
{
  g_autofree char *config_path = attune_engine_job_dup_path (self->job, CONFIG_NAME);
  g_autofree char *base_path = attune_engine_job_dup_path (self->job, ATTUNE_ENGINE_JOB_FILE_BASE);
  g_autoptr(GBytes) config = build_config (self);
  const char *argv[] = { self->program, "train", config_path, NULL };
  g_autofd int lock_fd = -1;

  attune_engine_job_set_status (self->job, ATTUNE_ENGINE_JOB_RUNNING);
  attune_engine_job_begin_try (self->job);

  if (!attune_engine_training_save_job (self, error) ||
      !dex_await (attune_engine_disk_replace (config_path, config), error) ||
      (lock_fd = lock_folder (self, error)) < 0)
    return FALSE;

  if (attune_engine_training_is_stopped (self))
    return TRUE;

  attune_engine_stamp_take (&self->base_stamp, base_path);
  self->child = attune_engine_child_spawn (argv,
                                           ATTUNE_ENGINE_CHILD_OUTPUT | ATTUNE_ENGINE_CHILD_NICE,
                                           g_steal_fd (&lock_fd), error);

  return self->child != NULL;
}

static gboolean
follow_trainer (AttuneEngineTraining  *self,
                GError               **error)
{
  g_autoptr(GDataInputStream) stream = NULL;

  stream = g_data_input_stream_new (attune_engine_child_get_output (self->child));

  for (;;)
    {
      g_autoptr(GError) read_error = NULL;
      g_autofree char *text = NULL;

      text = dex_await_string (dex_data_input_stream_read_line_utf8 (stream, G_PRIORITY_DEFAULT),
                               &read_error);

      if (text == NULL)
        break;

      if (!attune_engine_training_take_line (self, text, error))
        return FALSE;
    }

  return dex_await (attune_engine_child_wait (self->child), error) &&
         attune_engine_training_flush (self, error);
}

static DexFuture *
run_fiber (gpointer user_data)
{
  AttuneEngineTraining *self = user_data;
  AttuneEngineEventLog *log = attune_engine_job_get_log (self->job);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) save_error = NULL;

  self->known_step = dex_await_int64 (attune_engine_event_log_get_last_step (log), &error);

  if (error != NULL ||
      !start_trainer (self, &error) ||
      (self->child != NULL && !follow_trainer (self, &error)) ||
      !attune_engine_training_finish (self, &error))
    {
      /* A disk that is full, most of all. The trainer must not go on for nobody. */
      if (self->child != NULL)
        dex_await (attune_engine_child_stop (self->child, ATTUNE_ENGINE_CHILD_GRACE), NULL);

      if (attune_engine_training_has_learned (self))
        attune_engine_job_break_off (self->job, ATTUNE_TRAINER_CODE_STORAGE);
      else
        attune_engine_job_fail (self->job, ATTUNE_TRAINER_CODE_STORAGE, NULL, 0, error->message);
    }

  if (!attune_engine_training_save_job (self, &save_error) ||
      (attune_engine_job_is_final (self->job) &&
       !attune_engine_training_remove_inputs (self->job, &save_error)))
    g_info ("Cannot tidy up after %s: %s",
            attune_engine_job_get_id (self->job), save_error->message);

  return dex_future_new_true ();
}

/* What has not begun, or is wanted no more, has nothing to keep. */
static void
stop (AttuneEngineTraining *self,
      gboolean             *reason)
{
  gboolean is_kept = self->started_at != 0 && reason != &self->is_cancelled;

  *reason = TRUE;

  if (self->child != NULL)
    dex_future_disown (attune_engine_child_stop (self->child, is_kept ? SAVE_MSEC
                                                                      : ATTUNE_ENGINE_CHILD_GRACE));
}

static void
attune_engine_training_finalize (GObject *object)
{
  AttuneEngineTraining *self = (AttuneEngineTraining *)object;

  g_clear_object (&self->child);
  g_clear_object (&self->job);
  g_clear_object (&self->files);
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->metrics, json_object_unref);
  g_clear_pointer (&self->error, json_object_unref);

  G_OBJECT_CLASS (attune_engine_training_parent_class)->finalize (object);
}

static void
attune_engine_training_class_init (AttuneEngineTrainingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_training_finalize;
}

static void
attune_engine_training_init (AttuneEngineTraining *self)
{
}

/**
 * attune_engine_training_new:
 * @job: a job whose files are checked
 * @files: where its result file goes
 * @program: (type filename): the engine itself, which is the trainer as well
 *
 * Returns: (transfer full): a run that has not begun
 */
AttuneEngineTraining *
attune_engine_training_new (AttuneEngineJob   *job,
                            AttuneEngineFiles *files,
                            const char        *program)
{
  AttuneEngineTraining *self;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (job), NULL);
  g_return_val_if_fail (ATTUNE_IS_ENGINE_FILES (files), NULL);
  g_return_val_if_fail (program != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_TRAINING, NULL);
  self->job = g_object_ref (job);
  self->files = g_object_ref (files);
  self->program = g_strdup (program);
  self->has_validation = attune_engine_job_get_request (job)->validation_file != NULL;

  return self;
}

/**
 * attune_engine_training_get_job:
 * @self: a run
 *
 * Returns: (transfer none): its job
 */
AttuneEngineJob *
attune_engine_training_get_job (AttuneEngineTraining *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_TRAINING (self), NULL);

  return self->job;
}

/**
 * attune_engine_training_run:
 * @self: a run
 *
 * Trains, from where the job was left. When the run is suspended the job stays as it is; else it
 * is succeeded, failed or cancelled in the end, and saved so.
 *
 * Returns: (transfer full): resolves to %TRUE once it is over
 */
DexFuture *
attune_engine_training_run (AttuneEngineTraining *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_TRAINING (self));

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

/**
 * attune_engine_training_cancel:
 * @self: a run
 *
 * Ends it; the job is cancelled then.
 */
void
attune_engine_training_cancel (AttuneEngineTraining *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_TRAINING (self));

  stop (self, &self->is_cancelled);
}

/**
 * attune_engine_training_pause:
 * @self: a run
 *
 * Ends it; the job is paused then, unless it was done before.
 */
void
attune_engine_training_pause (AttuneEngineTraining *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_TRAINING (self));

  stop (self, &self->is_paused);
}

/**
 * attune_engine_training_hold:
 * @self: a run
 *
 * Ends it; the job is in the queue again then, unless it was done before.
 */
void
attune_engine_training_hold (AttuneEngineTraining *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_TRAINING (self));

  stop (self, &self->is_held);
}

/**
 * attune_engine_training_is_paused:
 * @self: a run
 *
 * Returns: whether it ends, or has ended, because somebody paused it
 */
gboolean
attune_engine_training_is_paused (AttuneEngineTraining *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_TRAINING (self), FALSE);

  return self->is_paused;
}

/**
 * attune_engine_training_suspend:
 * @self: a run
 *
 * Ends it so that the next start of the engine goes on with it.
 */
void
attune_engine_training_suspend (AttuneEngineTraining *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_TRAINING (self));

  stop (self, &self->is_suspended);
}

/**
 * attune_engine_training_remove_inputs:
 * @job: a job that is over
 * @error: return location for an error
 *
 * Removes what was kept to train on; the person may have deleted the files meanwhile. In a fiber.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_engine_training_remove_inputs (AttuneEngineJob  *job,
                                      GError          **error)
{
  static const char * const names[] = {
    ATTUNE_ENGINE_JOB_FILE_TRAINING, ATTUNE_ENGINE_JOB_FILE_VALIDATION,
    ATTUNE_ENGINE_JOB_FILE_ADAPTER, CONFIG_NAME, ATTUNE_ENGINE_TRAINING_STATE,
    ATTUNE_ENGINE_TRAINING_FILE (ATTUNE_TRAINER_REFERENCES),
    ATTUNE_ENGINE_TRAINING_FILE (ATTUNE_TRAINER_VALIDATION_REFERENCES),
    ATTUNE_ENGINE_JOB_FILE_BASE
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = attune_engine_job_dup_path (job, names[i]);

      /* An adapter is of no use without it. */
      if (attune_engine_job_has_adapter (job) &&
          g_str_equal (names[i], ATTUNE_ENGINE_JOB_FILE_BASE))
        continue;

      if (!dex_await (attune_engine_disk_remove_tree (path), error))
        return FALSE;
    }

  return TRUE;
}
