/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer"

#include "config.h"

#include <errno.h>
#include <math.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-trainer-job.h"
#include "attune-trainer-reporter.h"
#include "attune-trainer-watch.h"
#include "attune-trainer.h"

#define KEPT_CHECKPOINTS    3
#define PATIENCE_EPOCHS     2

static AttuneTrainerMeasure
get_measure (const AttuneTrainerScore *score)
{
  AttuneTrainerMeasure measure = ATTUNE_TRAINER_NOT_MEASURED;

  if (score->n_targets > 0)
    {
      measure.loss = score->loss / score->n_targets;
      measure.accuracy = (double)score->n_correct / score->n_targets;
    }

  return measure;
}

/* The numbers of the examples of a step, of which the last one of an epoch may have fewer. */
static const guint *
get_batch (AttuneTrainerJob *self,
           guint            *n_examples)
{
  guint position = self->state->step % self->steps_per_epoch;
  guint start = position * self->config->batch_size;

  if (self->order == NULL || position == 0)
    {
      g_free (self->order);
      self->order = attune_trainer_dataset_shuffle (self->training, self->config->seed,
                                                    self->state->step / self->steps_per_epoch);
    }

  *n_examples = MIN (self->config->batch_size,
                     attune_trainer_dataset_get_n_windows (self->training) - start);

  return self->order + start;
}

static const AttuneTrainerWindow **
dup_windows (AttuneTrainerDataset *dataset,
             const guint          *examples,
             guint                 n_examples)
{
  const AttuneTrainerWindow **windows = g_new (const AttuneTrainerWindow *, n_examples);

  for (guint i = 0; i < n_examples; i++)
    windows[i] = attune_trainer_dataset_get_window (dataset, examples[i]);

  return windows;
}

static AttuneTrainerOutcome
run_pairs (AttuneTrainerJob   *self,
           const guint        *examples,
           guint               n_examples,
           AttuneTrainerScore *score,
           guint64            *n_tokens)
{
  for (guint i = 0; i < n_examples; i++)
    *n_tokens += attune_trainer_dataset_get_window (self->training, examples[i])->n_tokens +
                 attune_trainer_dataset_get_rejected (self->training, examples[i])->n_tokens;

  return attune_trainer_preference_run (self->preference, ATTUNE_TRAINER_TRAIN, examples,
                                        n_examples, score);
}

/* Sums up the gradients of a batch. The loss of a step is the mean over all its target tokens, so
 * that a long answer counts as much in a batch as alone. */
static AttuneTrainerOutcome
run_batch (AttuneTrainerJob   *self,
           AttuneTrainerScore *score,
           guint64            *n_tokens)
{
  g_autofree const AttuneTrainerWindow **windows = NULL;
  guint64 n_targets = 0;
  guint n_examples;
  const guint *examples = get_batch (self, &n_examples);

  if (self->preference != NULL)
    return run_pairs (self, examples, n_examples, score, n_tokens);

  windows = dup_windows (self->training, examples, n_examples);

  for (guint i = 0; i < n_examples; i++)
    {
      n_targets += windows[i]->n_targets;
      *n_tokens += windows[i]->n_tokens;
    }

  return attune_trainer_workers_run (self->workers, ATTUNE_TRAINER_TRAIN, windows, n_examples,
                                     1.0 / n_targets, score);
}

static gboolean
train_step (AttuneTrainerJob  *self,
            GError           **error)
{
  gint64 start = g_get_monotonic_time ();
  AttuneTrainerScore score = { 0 };
  AttuneTrainerRecord record = { ATTUNE_TRAINER_NOT_MEASURED, ATTUNE_TRAINER_NOT_MEASURED };
  guint64 n_tokens = 0;
  double rate;

  if (!attune_trainer_job_check_outcome (self, run_batch (self, &score, &n_tokens), error))
    return FALSE;

  record.training = get_measure (&score);

  if (!isfinite (record.training.loss))
    {
      self->error_code = ATTUNE_TRAINER_CODE_DIVERGED;
      attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                        _("The training went out of control: the loss is no longer a number. "
                          "Start again with a smaller learning rate multiplier."));
      return FALSE;
    }

  rate = attune_trainer_config_get_learning_rate (self->config, self->state->step + 1,
                                                  self->total_steps);

  attune_trainer_optimizer_step (self->optimizer, self->state->step + 1, rate);
  self->has_kept_part = FALSE;
  self->step_time = g_get_monotonic_time () - start;
  self->state->step++;
  self->state->tokens += n_tokens;
  g_array_append_val (self->state->records, record);
  attune_trainer_job_report_step (self, record.training, rate,
                                  n_tokens * (double)G_USEC_PER_SEC / MAX (self->step_time, 1));

  return TRUE;
}

static gboolean
evaluate (AttuneTrainerJob      *self,
          guint                  first,
          guint                  n_examples,
          AttuneTrainerMeasure  *measure,
          GError               **error)
{
  g_autofree guint *examples = g_new (guint, n_examples);
  g_autofree const AttuneTrainerWindow **windows = NULL;
  AttuneTrainerScore score = { 0 };
  AttuneTrainerOutcome outcome;

  for (guint i = 0; i < n_examples; i++)
    examples[i] = (first + i) % attune_trainer_dataset_get_n_windows (self->validation);

  windows = dup_windows (self->validation, examples, n_examples);

  if (self->validation_preference != NULL)
    outcome = attune_trainer_preference_run (self->validation_preference, ATTUNE_TRAINER_EVALUATE,
                                             examples, n_examples, &score);
  else
    outcome = attune_trainer_workers_run (self->workers, ATTUNE_TRAINER_EVALUATE, windows,
                                          n_examples, 0, &score);

  if (!attune_trainer_job_check_outcome (self, outcome, error))
    return FALSE;

  *measure = get_measure (&score);

  return TRUE;
}

/* Between the ends of epochs, a batch of the validation file shows the trend; which one depends on
 * the step only. A job that was stopped after that knows it already. */
static gboolean
validate_batch (AttuneTrainerJob  *self,
                GError           **error)
{
  guint n_windows = attune_trainer_dataset_get_n_windows (self->validation);
  guint n_examples = MIN (self->config->batch_size, n_windows);
  guint turn = self->state->step / self->validation_interval;
  AttuneTrainerRecord *last;

  last = &g_array_index (self->state->records, AttuneTrainerRecord, self->state->step - 1);

  if (!isfinite (last->validation.loss) &&
      !evaluate (self, (guint64)turn * n_examples % n_windows, n_examples, &last->validation,
                 error))
    return FALSE;

  attune_trainer_job_report_validation (self, last->validation, FALSE);

  return TRUE;
}

static gboolean
validate_all (AttuneTrainerJob      *self,
              AttuneTrainerMeasure  *measure,
              GError               **error)
{
  *measure = ATTUNE_TRAINER_NOT_MEASURED;

  if (self->validation == NULL)
    return TRUE;

  if (!evaluate (self, 0, attune_trainer_dataset_get_n_windows (self->validation), measure, error))
    return FALSE;

  attune_trainer_job_report_validation (self, *measure, TRUE);

  return TRUE;
}

static char *
dup_checkpoint_path (AttuneTrainerJob *self,
                     guint             step)
{
  g_autofree char *name = g_strdup_printf ("checkpoint-%u.gguf", step);

  return g_build_filename (self->config->output_dir, name, NULL);
}

static void
remove_checkpoint (AttuneTrainerJob *self,
                   guint             step)
{
  g_autofree char *path = dup_checkpoint_path (self, step);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_info ("An old checkpoint cannot be removed: %s", g_strerror (errno));
}

/* The best of all stays as well as the newest, however old it is. */
static void
remove_old_checkpoints (AttuneTrainerJob     *self,
                        AttuneTrainerMeasure  full_validation)
{
  guint age = KEPT_CHECKPOINTS * self->steps_per_epoch;
  guint oldest = self->state->step > age ? self->state->step - age : 0;
  guint former = self->state->best_step;

  if (isfinite (full_validation.loss) &&
      (former == 0 || full_validation.loss < self->state->best_loss))
    {
      self->state->best_step = self->state->step;
      self->state->best_loss = full_validation.loss;

      if (former != 0 && former <= oldest)
        remove_checkpoint (self, former);
    }

  if (oldest != 0 && oldest != self->state->best_step)
    remove_checkpoint (self, oldest);
}

static gboolean
write_checkpoint (AttuneTrainerJob      *self,
                  AttuneTrainerMeasure   full_validation,
                  GError               **error)
{
  const AttuneTrainerRecord *last;
  g_autofree char *path = dup_checkpoint_path (self, self->state->step);
  g_autofree char *name = NULL;
  JsonObject *line;

  name = g_strdup_printf ("%s:ckpt-step-%u", self->config->name, self->state->step);
  self->error_code = ATTUNE_TRAINER_CODE_STORAGE;

  if (!attune_trainer_model_write (self->model, path, name, error))
    return FALSE;

  last = &g_array_index (self->state->records, AttuneTrainerRecord, self->state->step - 1);
  line = attune_trainer_reporter_new_line ("checkpoint");
  json_object_set_int_member (line, "step", self->state->step);
  json_object_set_int_member (line, "epoch", self->state->step / self->steps_per_epoch);
  json_object_set_string_member (line, "path", path);
  attune_trainer_reporter_add_measure (line, "train", last->training);
  attune_trainer_reporter_add_measure (line, "full_valid", full_validation);
  attune_trainer_job_report (line);
  remove_old_checkpoints (self, full_validation);

  return TRUE;
}

static gboolean
finish_epoch (AttuneTrainerJob  *self,
              GError           **error)
{
  AttuneTrainerMeasure full_validation;

  return validate_all (self, &full_validation, error) &&
         write_checkpoint (self, full_validation, error);
}

/* What follows a step. A job that is stopped in the midst of it goes on with what is missing. */
static gboolean
settle_step (AttuneTrainerJob  *self,
             GError           **error)
{
  gboolean ends_epoch = self->state->step % self->steps_per_epoch == 0;

  if (self->validation != NULL && self->state->step % self->validation_interval == 0 &&
      !validate_batch (self, error))
    return FALSE;

  if (ends_epoch && !finish_epoch (self, error))
    return FALSE;

  self->state->is_settled = TRUE;

  return (!ends_epoch && !attune_trainer_job_is_save_due (self)) ||
         attune_trainer_job_save_state (self, error);
}

static gboolean
run_step (AttuneTrainerJob  *self,
          GError           **error)
{
  if (!train_step (self, error))
    return FALSE;

  self->state->is_settled = FALSE;

  return settle_step (self, error);
}

/* Somebody who wants that: where it was no better for some epochs, a model will not get better. */
static gboolean
is_past_best (AttuneTrainerJob *self)
{
  return self->config->stops_early && self->state->best_step != 0 &&
         self->state->step - self->state->best_step >= PATIENCE_EPOCHS * self->steps_per_epoch;
}

/* The result is the model as it is now, or where it was best. */
static gboolean
write_result (AttuneTrainerJob  *self,
              const char        *path,
              GError           **error)
{
  g_autofree char *best = dup_checkpoint_path (self, self->state->best_step);
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GFile) source = g_file_new_for_path (best);
  g_autoptr(GFile) target = g_file_new_for_path (path);

  if (!self->config->stops_early || self->state->best_step == 0 ||
      self->state->best_step == self->state->step)
    return attune_trainer_model_write (self->model, path, self->config->name, error);

  if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &io_error))
    return TRUE;

  attune_set_error_from_io (error, io_error, path);

  return FALSE;
}

static gboolean
finish (AttuneTrainerJob  *self,
        GError           **error)
{
  g_autofree char *path = g_build_filename (self->config->output_dir, "model.gguf", NULL);
  g_autofree char *results = g_build_filename (self->config->output_dir, "results.csv", NULL);
  JsonObject *line;

  self->error_code = ATTUNE_TRAINER_CODE_STORAGE;

  if (!attune_trainer_history_write_csv (self->state->records, results, error) ||
      !write_result (self, path, error))
    return FALSE;

  line = attune_trainer_reporter_new_line ("done");
  json_object_set_string_member (line, "path", path);
  json_object_set_string_member (line, "results", results);
  json_object_set_int_member (line, "trained_tokens", self->state->tokens);
  attune_trainer_job_report (line);
  attune_trainer_job_remove_state (self);

  return TRUE;
}

static gboolean
run (AttuneTrainerJob  *self,
     const char        *config_path,
     GError           **error)
{
  if (!attune_trainer_job_prepare (self, config_path, error))
    return FALSE;

  attune_trainer_job_report_start (self);

  if (!self->state->is_settled && !settle_step (self, error))
    return FALSE;

  while (self->state->step < self->total_steps && !is_past_best (self))
    if (attune_trainer_watch_should_stop () || !run_step (self, error))
      return FALSE;

  return finish (self, error);
}

static gboolean
save_and_report_stop (AttuneTrainerJob  *self,
                      GError           **error)
{
  JsonObject *line;

  if (self->state != NULL && !self->has_kept_part && !attune_trainer_job_save_state (self, error))
    return FALSE;

  line = attune_trainer_reporter_new_line ("stopped");
  json_object_set_int_member (line, "step", self->state != NULL ? self->state->step : 0);
  attune_trainer_job_report (line);

  return TRUE;
}

/**
 * attune_trainer_main:
 * @config_path: a file that says what to do, see attune-trainer-config.h
 *
 * Trains one model, in the process that it is called in: standard output, signal handlers and the
 * priority become its own, and libggml ends the process where memory fails.
 *
 * SIGTERM, the end of the parent process and the end of standard input (if that is a pipe) end the
 * training within a second, with its state saved.
 *
 * Returns: an #AttuneTrainerExit, for main () to return
 */
int
attune_trainer_main (const char *config_path)
{
  g_auto(AttuneTrainerJob) job = { 0 };
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (config_path != NULL, ATTUNE_TRAINER_EXIT_FAILED);

  attune_trainer_watch_start ();

  if (run (&job, config_path, &error))
    return ATTUNE_TRAINER_EXIT_DONE;

  if (error == NULL && save_and_report_stop (&job, &error))
    return ATTUNE_TRAINER_EXIT_STOPPED;

  attune_trainer_reporter_write_error (job.error_code, error, job.error_line);

  return ATTUNE_TRAINER_EXIT_FAILED;
}
