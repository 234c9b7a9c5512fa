/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-training"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-engine-child.h"
#include "attune-engine-disk.h"
#include "attune-engine-lock.h"
#include "attune-engine-training.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-trainer-codes.h"

/* Beside what every job has in its folder. */
#define CONFIG_NAME "trainer.json"
#define RESULTS_NAME ATTUNE_ENGINE_JOB_FOLDER_MODEL G_DIR_SEPARATOR_S "results.csv"
#define STATE_NAME ATTUNE_ENGINE_JOB_FOLDER_MODEL G_DIR_SEPARATOR_S "state.gguf"

/* Held by the trainer as long as it lives. */
#define LOCK_NAME "lock"
#define LOCK_SECONDS 20
#define LOCK_POLL_MSEC 50

/* What OpenAI's own result files are called. */
#define RESULT_FILENAME "step_metrics.csv"

struct _AttuneEngineTraining
{
  GObject            parent_instance;

  AttuneEngineJob   *job;
  AttuneEngineFiles *files;
  char              *program;
  AttuneEngineChild *child;

  AttuneEngineStamp  base_stamp;      /* of the base, before the trainer reads it */
  gint64             known_step;      /* the newest step that has its event already */
  gint64             start_step;
  gint64             started_at;      /* of training proper, monotonic */
  gint64             total_steps;
  gint64             trained_tokens;
  gboolean           has_validation;
  JsonObject        *metrics;         /* of a step whose validation may still come */
  JsonObject        *error;           /* the trainer's last word, when it is a bad one */
  gboolean           is_done;
  gboolean           is_cancelled;
  gboolean           is_paused;
  gboolean           is_held;
  gboolean           is_suspended;
};

typedef gboolean (*LineHandler) (AttuneEngineTraining  *self,
                                 JsonObject            *line,
                                 GError               **error);

G_DEFINE_FINAL_TYPE (AttuneEngineTraining, attune_engine_training, G_TYPE_OBJECT)

static gboolean
add_event (AttuneEngineTraining  *self,
           const char            *level,
           JsonObject            *metrics,
           GError               **error,
           const char            *format,
           ...) G_GNUC_PRINTF (5, 6);

/* In a fiber, as everything below that takes an error. */
static gboolean
add_event (AttuneEngineTraining  *self,
           const char            *level,
           JsonObject            *metrics,
           GError               **error,
           const char            *format,
           ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  return dex_await (attune_engine_event_log_add (attune_engine_job_get_log (self->job),
                                                 level, message, metrics),
                    error);
}

static gboolean
save_job (AttuneEngineTraining  *self,
          GError               **error)
{
  return dex_await (attune_engine_job_save (self->job), error);
}

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

/* Somebody wanted it to end. */
static gboolean
is_stopped (AttuneEngineTraining *self)
{
  return self->is_cancelled || self->is_paused || self->is_held || self->is_suspended;
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

  if (!save_job (self, error) ||
      !dex_await (attune_engine_disk_replace (config_path, config), error) ||
      (lock_fd = lock_folder (self, error)) < 0)
    return FALSE;

  if (is_stopped (self))
    return TRUE;

  attune_engine_stamp_take (&self->base_stamp, base_path);
  self->child = attune_engine_child_spawn (argv,
                                           ATTUNE_ENGINE_CHILD_OUTPUT | ATTUNE_ENGINE_CHILD_NICE,
                                           g_steal_fd (&lock_fd), error);

  return self->child != NULL;
}

static void
append_measure (GString    *message,
                JsonObject *metrics,
                const char *member,
                const char *title)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (json_object_has_member (metrics, member))
    g_string_append_printf (message, ", %s=%s", title,
                            g_ascii_formatd (buffer, sizeof buffer, "%.4f",
                                             attune_json_get_double (metrics, member, 0)));
}

/* OpenAI's words (api section 1.7); other programs read them, so they are not translated. */
static gboolean
flush_metrics (AttuneEngineTraining  *self,
               GError               **error)
{
  g_autoptr(JsonObject) metrics = g_steal_pointer (&self->metrics);
  g_autoptr(GString) measures = NULL;
  gint64 step;

  if (metrics == NULL)
    return TRUE;

  step = attune_json_get_int (metrics, "step", 0);

  if (step <= self->known_step)
    return TRUE;

  self->known_step = step;
  measures = g_string_new (NULL);
  append_measure (measures, metrics, "train_loss", "training loss");
  append_measure (measures, metrics, "valid_loss", "validation loss");
  append_measure (measures, metrics, "full_valid_loss", "full validation loss");

  return add_event (self, "info", metrics, error,
                    "Step %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT ": %s", step, self->total_steps,
                    measures->len > 2 ? measures->str + 2 : "");
}

static void
copy_measure (JsonObject *from,
              const char *member,
              JsonObject *to,
              const char *name)
{
  JsonNode *node = json_object_get_member (from, member);

  /* JSON knows no NaN; what was not measured is left out. */
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
    json_object_set_double_member (to, name, json_node_get_double (node));
}

static gboolean
handle_start (AttuneEngineTraining  *self,
              JsonObject            *line,
              GError               **error)
{
  self->start_step = attune_json_get_int (line, "step", 0);
  self->total_steps = attune_json_get_int (line, "total_steps", 0);
  self->started_at = g_get_monotonic_time ();

  attune_engine_job_note_start_step (self->job, self->start_step);
  attune_engine_job_set_has_adapter (self->job,
                                     attune_json_get_boolean (line, "adapter", FALSE));
  attune_engine_job_set_base (self->job, attune_json_get_string (line, "base_weights", ""),
                              &self->base_stamp);
  attune_engine_job_set_resolved (self->job,
                                  attune_json_get_int (line, "n_epochs", 0),
                                  attune_json_get_int (line, "batch_size", 0),
                                  attune_json_get_double (line, "learning_rate_multiplier", 1));

  return save_job (self, error) &&
         (self->start_step > 0 ?
          add_event (self, "info", NULL, error,
                     "Training goes on after step %" G_GINT64_FORMAT, self->start_step) :
          add_event (self, "info", NULL, error, "Fine-tuning job started"));
}

static void
estimate_finish (AttuneEngineTraining *self,
                 gint64                step)
{
  gint64 elapsed = g_get_monotonic_time () - self->started_at;
  gint64 n_done = step - self->start_step;
  gint64 finish;

  if (n_done <= 0)
    return;

  finish = g_get_real_time () + elapsed / n_done * (self->total_steps - step);
  attune_engine_job_set_estimated_finish (self->job, finish / G_USEC_PER_SEC + 1);
}

static gboolean
handle_step (AttuneEngineTraining  *self,
             JsonObject            *line,
             GError               **error)
{
  gint64 step = attune_json_get_int (line, "step", 0);

  if (!flush_metrics (self, error))
    return FALSE;

  estimate_finish (self, step);

  self->metrics = json_object_new ();
  json_object_set_int_member (self->metrics, "step", step);
  json_object_set_int_member (self->metrics, "total_steps", self->total_steps);
  copy_measure (line, "train_loss", self->metrics, "train_loss");
  copy_measure (line, "train_mean_token_accuracy", self->metrics, "train_mean_token_accuracy");

  /* What was measured on a validation file comes on the next line and belongs to the step. */
  return self->has_validation || flush_metrics (self, error);
}

static gboolean
handle_validation (AttuneEngineTraining  *self,
                   JsonObject            *line,
                   GError               **error)
{
  gboolean is_full = attune_json_get_boolean (line, "full", FALSE);

  if (self->metrics == NULL ||
      attune_json_get_int (line, "step", 0) != attune_json_get_int (self->metrics, "step", -1))
    return TRUE;

  copy_measure (line, "valid_loss", self->metrics,
                is_full ? "full_valid_loss" : "valid_loss");
  copy_measure (line, "valid_mean_token_accuracy", self->metrics,
                is_full ? "full_valid_mean_token_accuracy" : "valid_mean_token_accuracy");

  return TRUE;
}

/* The trainer keeps the newest few; what it removed cannot be chatted with any more. */
static void
drop_lost_checkpoints (AttuneEngineTraining *self)
{
  GPtrArray *checkpoints = attune_engine_job_get_checkpoints (self->job);

  for (guint i = checkpoints->len; i > 0; i--)
    {
      AttuneEngineCheckpoint *checkpoint = g_ptr_array_index (checkpoints, i - 1);
      g_autofree char *path = attune_engine_job_dup_path (self->job, checkpoint->filename);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        attune_engine_job_remove_checkpoint (self->job, checkpoint);
    }
}

static gboolean
handle_checkpoint (AttuneEngineTraining  *self,
                   JsonObject            *line,
                   GError               **error)
{
  static const char * const measures[] = {
    "train_loss", "train_mean_token_accuracy", "full_valid_loss", "full_valid_mean_token_accuracy"
  };
  g_autoptr(AttuneEngineCheckpoint) checkpoint = NULL;
  g_autoptr(JsonObject) metrics = json_object_new ();
  g_autofree char *name = g_path_get_basename (attune_json_get_string (line, "path", ""));
  g_autofree char *filename = g_build_filename (ATTUNE_ENGINE_JOB_FOLDER_MODEL, name, NULL);
  g_autofree char *model = NULL;
  gint64 step = attune_json_get_int (line, "step", 0);

  if (!flush_metrics (self, error))
    return FALSE;

  json_object_set_int_member (metrics, "step", step);

  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    copy_measure (line, measures[i], metrics, measures[i]);

  model = g_strdup_printf ("%s:ckpt-step-%" G_GINT64_FORMAT,
                           attune_engine_job_get_model_name (self->job), step);
  checkpoint = attune_engine_checkpoint_new (attune_engine_job_get_id (self->job), model, filename,
                                             step, metrics);
  attune_engine_job_add_checkpoint (self->job, checkpoint);
  drop_lost_checkpoints (self);

  if (!save_job (self, error))
    return FALSE;

  return add_event (self, "info", NULL, error,
                    "Checkpoint created at step %" G_GINT64_FORMAT ": %s", step, model);
}

static gboolean
handle_done (AttuneEngineTraining  *self,
             JsonObject            *line,
             GError               **error)
{
  self->is_done = TRUE;
  self->trained_tokens = attune_json_get_int (line, "trained_tokens", 0);

  return flush_metrics (self, error);
}

static gboolean
handle_error (AttuneEngineTraining  *self,
              JsonObject            *line,
              GError               **error)
{
  g_clear_pointer (&self->error, json_object_unref);
  self->error = json_object_ref (line);

  return flush_metrics (self, error);
}

static gboolean
handle_line (AttuneEngineTraining  *self,
             const char            *text,
             GError               **error)
{
  static const struct
  {
    const char  *type;
    LineHandler  handler;
  } handlers[] = {
    { "start", handle_start },
    { "step", handle_step },
    { "validation", handle_validation },
    { "checkpoint", handle_checkpoint },
    { "done", handle_done },
    { "error", handle_error },
  };
  g_autoptr(JsonObject) line = attune_json_parse_object (text, -1, NULL);
  const char *type = line != NULL ? attune_json_get_string (line, "type", "") : "";

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      if (g_str_equal (type, handlers[i].type))
        return handlers[i].handler (self, line, error);
    }

  return TRUE;
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

      if (!handle_line (self, text, error))
        return FALSE;
    }

  return dex_await (attune_engine_child_wait (self->child), error) &&
         flush_metrics (self, error);
}

static gboolean
finish_succeeded (AttuneEngineTraining  *self,
                  GError               **error)
{
  g_autoptr(AttuneEngineFile) file = NULL;
  g_autofree char *results = NULL;

  results = attune_engine_job_dup_path (self->job, RESULTS_NAME);

  if (!(file = dex_await_boxed (attune_engine_files_add_path (self->files, results, RESULT_FILENAME,
                                                              "fine-tune-results"),
                                error)))
    return FALSE;

  /* Whoever sees the job succeeded shall find the last events as well. */
  if (!add_event (self, "info", NULL, error, "New fine-tuned model created: %s",
                  attune_engine_job_get_model_name (self->job)) ||
      !add_event (self, "info", NULL, error, "The job has successfully completed"))
    return FALSE;

  attune_engine_job_succeed (self->job, self->trained_tokens, file->id);

  return TRUE;
}

static gboolean
finish_failed (AttuneEngineTraining  *self,
               const char            *code,
               const char            *param,
               gint64                 line,
               const char            *message,
               GError               **error)
{
  if (!add_event (self, "error", NULL, error, "%s", message))
    return FALSE;

  attune_engine_job_fail (self->job, code, param, MAX (line, 0), message);

  return TRUE;
}

static gboolean
finish_as (AttuneEngineTraining   *self,
           AttuneEngineJobStatus   status,
           const char             *message,
           GError                **error)
{
  if (!add_event (self, "info", NULL, error, "%s", message))
    return FALSE;

  attune_engine_job_set_status (self->job, status);

  return TRUE;
}

static const char *
get_param_for_code (const char *code)
{
  if (g_str_equal (code, ATTUNE_TRAINER_CODE_TRAINING))
    return "training_file";

  return g_str_equal (code, ATTUNE_TRAINER_CODE_VALIDATION) ? "validation_file" : NULL;
}

/* What a person can mend takes nothing away that was learned: the job waits. */
static gboolean
finish_broken_off (AttuneEngineTraining  *self,
                   const char            *code,
                   const char            *message,
                   GError               **error)
{
  if (!add_event (self, "error", NULL, error, "%s", message))
    return FALSE;

  attune_engine_job_break_off (self->job, code);

  return TRUE;
}

/* The trainer ended without having said why. */
static gboolean
finish_died (AttuneEngineTraining  *self,
             GError               **error)
{
  g_autofree char *tail = attune_engine_child_dup_tail (self->child);

  g_info ("The trainer of %s died: %s", attune_engine_job_get_id (self->job), tail);

  if (attune_engine_child_was_killed (self->child))
    return finish_broken_off (self, ATTUNE_TRAINER_CODE_MEMORY,
                              _("Training was ended by the system, most likely because memory ran out. What was learned until then is kept. Close other programs, then resume it."),
                              error);

  return finish_failed (self, "trainer_died", NULL, 0,
                        _("Training broke off: the program that does it crashed. Start it again; if that keeps happening, please report it."),
                        error);
}

static gboolean
has_learned (AttuneEngineTraining *self)
{
  g_autofree char *path = attune_engine_job_dup_path (self->job, STATE_NAME);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The trainer said why. */
static gboolean
finish_refused (AttuneEngineTraining  *self,
                GError               **error)
{
  static const char * const mendable[] = {
    ATTUNE_TRAINER_CODE_MEMORY, ATTUNE_TRAINER_CODE_STORAGE, ATTUNE_TRAINER_CODE_BASE_MODEL, NULL
  };
  const char *code = attune_json_get_string (self->error, "code", ATTUNE_TRAINER_CODE_INTERNAL);
  const char *message = attune_json_get_string (self->error, "message", "");

  if (has_learned (self) && g_strv_contains (mendable, code))
    return finish_broken_off (self, code, message, error);

  return finish_failed (self, code, get_param_for_code (code),
                        attune_json_get_int (self->error, "line", 0), message, error);
}

static gboolean
finish (AttuneEngineTraining  *self,
        GError               **error)
{
  if (self->is_done)
    return finish_succeeded (self, error);

  if (self->is_cancelled)
    return finish_as (self, ATTUNE_ENGINE_JOB_CANCELLED, "The job was cancelled", error);

  /* Somebody wanted it to stop: that says nothing against the next try. */
  if (is_stopped (self))
    attune_engine_job_reset_tries (self->job);

  if (self->is_paused)
    return finish_as (self, ATTUNE_ENGINE_JOB_PAUSED, "The job was paused", error);

  if (self->is_suspended)
    return TRUE;

  if (self->is_held)
    return finish_as (self, ATTUNE_ENGINE_JOB_QUEUED, "The job waits for this computer", error);

  if (self->error != NULL)
    return finish_refused (self, error);

  return finish_died (self, error);
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
      !finish (self, &error))
    {
      /* A disk that is full, most of all. The trainer must not go on for nobody. */
      if (self->child != NULL)
        dex_await (attune_engine_child_stop (self->child), NULL);

      if (has_learned (self))
        attune_engine_job_break_off (self->job, ATTUNE_TRAINER_CODE_STORAGE);
      else
        attune_engine_job_fail (self->job, ATTUNE_TRAINER_CODE_STORAGE, NULL, 0, error->message);
    }

  if (!save_job (self, &save_error) ||
      (attune_engine_job_is_final (self->job) &&
       !attune_engine_training_remove_inputs (self->job, &save_error)))
    g_info ("Cannot tidy up after %s: %s",
            attune_engine_job_get_id (self->job), save_error->message);

  return dex_future_new_true ();
}

static void
stop (AttuneEngineTraining *self,
      gboolean             *reason)
{
  *reason = TRUE;

  if (self->child != NULL)
    dex_future_disown (attune_engine_child_stop (self->child));
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
    ATTUNE_ENGINE_JOB_FILE_ADAPTER, CONFIG_NAME, STATE_NAME, ATTUNE_ENGINE_JOB_FILE_BASE
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
