/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-job"

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-trainer-job.h"

static void
note_save (AttuneTrainerJob *self)
{
  self->last_save = g_get_monotonic_time ();
  attune_trainer_workers_set_keep_time (self->workers,
                                        self->last_save + self->config->save_interval,
                                        self->last_save + 2 * self->config->save_interval);
}

/* A step that takes long is kept in its midst, so that nobody loses more than two intervals or one
 * pass, whichever is longer. */
static void
keep_cb (gpointer user_data)
{
  AttuneTrainerJob *self = user_data;
  g_autoptr(GError) error = NULL;

  /* What is wrong is said at the end of the step, by the next try. */
  if (!attune_trainer_job_save_state (self, &error))
    {
      g_info ("A step is not kept in its midst: %s", error->message);
      self->last_save = 0;
    }

  self->has_kept_part = error == NULL &&
                        attune_trainer_job_count_done (self, ATTUNE_TRAINER_TRAIN) > 0;
}

static char *
dup_output_path (AttuneTrainerJob *self,
                 const char       *name)
{
  return g_build_filename (self->config->output_dir, name, NULL);
}

static AttuneTrainerPreference *
make_preference (AttuneTrainerJob     *self,
                 AttuneTrainerDataset *dataset,
                 const char           *name,
                 AttuneTrainerOutcome *outcome)
{
  g_autofree char *path = dup_output_path (self, name);
  g_autoptr(AttuneTrainerReferences) kept = NULL;

  kept = attune_trainer_references_new (path, self->fingerprint, self->base,
                                        self->config->save_interval);

  return attune_trainer_preference_new (dataset, self->workers, self->config->beta, kept, outcome);
}

/**
 * attune_trainer_job_measure_references:
 * @self: a job whose memory is claimed, and whose state is not restored yet: what counts is the
 *   model that it began with
 * @error: return location for an error
 *
 * Of pairs of answers, measures what they are worth to the model, as far as that is not kept.
 *
 * Returns: %FALSE when it was stopped, and then with an #AttuneError when nobody wanted that
 */
gboolean
attune_trainer_job_measure_references (AttuneTrainerJob  *self,
                                       GError           **error)
{
  AttuneTrainerOutcome outcome = ATTUNE_TRAINER_COMPUTED;

  if (!self->config->has_pairs)
    return TRUE;

  self->preference = make_preference (self, self->training, ATTUNE_TRAINER_REFERENCES, &outcome);

  if (self->preference != NULL && self->validation != NULL)
    self->validation_preference = make_preference (self, self->validation,
                                                   ATTUNE_TRAINER_VALIDATION_REFERENCES, &outcome);

  return attune_trainer_job_check_outcome (self, outcome, error);
}

/**
 * attune_trainer_job_restore_state:
 * @self: a job whose memory is claimed
 * @error: return location for an error
 *
 * Goes back to where the job was, if it has been somewhere, and keeps it from now on.
 *
 * Returns: %FALSE with an #AttuneError, and the code for the error line in @self
 */
gboolean
attune_trainer_job_restore_state (AttuneTrainerJob  *self,
                                  GError           **error)
{
  self->state_path = dup_output_path (self, ATTUNE_TRAINER_STATE);
  self->state = attune_trainer_state_new (self->fingerprint, self->base);
  note_save (self);
  attune_trainer_workers_set_keep (self->workers, keep_cb, self);

  if (!self->config->resume ||
      attune_trainer_state_restore (self->state, self->model, self->optimizer, self->workers,
                                    self->state_path, error))
    {
      self->has_kept_part = attune_trainer_job_count_done (self, ATTUNE_TRAINER_TRAIN) > 0;

      return TRUE;
    }

  self->error_code = g_error_matches (*error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE) ?
                     ATTUNE_TRAINER_CODE_BASE_MODEL : ATTUNE_TRAINER_CODE_STORAGE;

  return FALSE;
}

/**
 * attune_trainer_job_save_state:
 * @self: a job that is prepared
 * @error: return location for an error
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be written; an older one is still
 *   there then
 */
gboolean
attune_trainer_job_save_state (AttuneTrainerJob  *self,
                               GError           **error)
{
  self->error_code = ATTUNE_TRAINER_CODE_STORAGE;
  note_save (self);

  return attune_trainer_state_save (self->state, self->model, self->optimizer, self->workers,
                                    self->state_path, error);
}

/**
 * attune_trainer_job_remove_state:
 * @self: a job that is done
 *
 * Removes what it would have gone on from.
 */
void
attune_trainer_job_remove_state (AttuneTrainerJob *self)
{
  static const char * const names[] = {
    ATTUNE_TRAINER_STATE, ATTUNE_TRAINER_REFERENCES, ATTUNE_TRAINER_VALIDATION_REFERENCES,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = dup_output_path (self, names[i]);

      g_unlink (path);
    }
}

/**
 * attune_trainer_job_is_save_due:
 * @self: a job that is prepared
 *
 * Returns: whether its state was last saved some time ago, or will have been after another step
 */
gboolean
attune_trainer_job_is_save_due (AttuneTrainerJob *self)
{
  gint64 age = g_get_monotonic_time () - self->last_save;

  return age >= self->config->save_interval ||
         age + self->step_time > 2 * self->config->save_interval;
}

/**
 * attune_trainer_job_count_done:
 * @self: a job that is prepared
 * @purpose: to train, to weigh, or to evaluate
 *
 * Returns: how many windows of the batch that it goes on with are done already
 */
guint
attune_trainer_job_count_done (AttuneTrainerJob     *self,
                               AttuneTrainerPurpose  purpose)
{
  guint n_numbers;
  const double *numbers = attune_trainer_workers_get_part (self->workers, purpose, &n_numbers);
  guint n_done = 0;

  for (guint i = 0; i < n_numbers; i += ATTUNE_TRAINER_PART_SIZE)
    n_done += numbers[i] != 0;

  return n_done;
}
