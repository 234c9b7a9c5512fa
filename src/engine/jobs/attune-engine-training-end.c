/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-training"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-engine-training-private.h"
#include "attune-json.h"
#include "attune-trainer-codes.h"

/* The trainer's, below the folder of the job. */
#define RESULTS_NAME ATTUNE_ENGINE_JOB_FOLDER_MODEL G_DIR_SEPARATOR_S "results.csv"

/* What OpenAI's own result files are called. */
#define RESULT_FILENAME "step_metrics.csv"

/**
 * attune_engine_training_is_stopped:
 * @self: a run
 *
 * Returns: whether somebody wanted it to end
 */
gboolean
attune_engine_training_is_stopped (AttuneEngineTraining *self)
{
  return self->is_cancelled || self->is_paused || self->is_held || self->is_suspended;
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
  if (!attune_engine_training_add_event (self, "info", NULL, error,
                                         "New fine-tuned model created: %s",
                                         attune_engine_job_get_model_name (self->job)) ||
      !attune_engine_training_add_event (self, "info", NULL, error,
                                         "The job has successfully completed"))
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
  if (!attune_engine_training_add_event (self, "error", NULL, error, "%s", message))
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
  if (!attune_engine_training_add_event (self, "info", NULL, error, "%s", message))
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
  if (!attune_engine_training_add_event (self, "error", NULL, error, "%s", message))
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

/**
 * attune_engine_training_has_learned:
 * @self: a run
 *
 * Returns: whether there is a state to go on from
 */
gboolean
attune_engine_training_has_learned (AttuneEngineTraining *self)
{
  g_autofree char *path = attune_engine_job_dup_path (self->job, ATTUNE_ENGINE_TRAINING_STATE);

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

  if (attune_engine_training_has_learned (self) && g_strv_contains (mendable, code))
    return finish_broken_off (self, code, message, error);

  return finish_failed (self, code, get_param_for_code (code),
                        attune_json_get_int (self->error, "line", 0), message, error);
}

/**
 * attune_engine_training_finish:
 * @self: a run whose trainer has ended, or was never started
 * @error: return location for an error
 *
 * Says what has become of the job.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_engine_training_finish (AttuneEngineTraining  *self,
                               GError               **error)
{
  if (self->is_done)
    return finish_succeeded (self, error);

  if (self->is_cancelled)
    return finish_as (self, ATTUNE_ENGINE_JOB_CANCELLED, "The job was cancelled", error);

  /* Somebody wanted it to stop: that says nothing against the next try. */
  if (attune_engine_training_is_stopped (self))
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
