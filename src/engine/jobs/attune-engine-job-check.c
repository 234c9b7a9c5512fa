/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job-check"

#include "config.h"

#include "attune-engine-data-check.h"
#include "attune-engine-job-check.h"
#include "attune-report.h"
#include "attune-trainer-codes.h"

typedef struct
{
  AttuneEngineJob *job;
  GCancellable    *cancellable;
} Check;

static void
check_free (gpointer data)
{
  Check *self = data;

  g_clear_object (&self->job);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* In a fiber: what is wrong with one of the files of a job. */
static gboolean
check_file (Check                    *check,
            const char               *name,
            guint                     min_examples,
            AttuneEngineDataProblem **problem,
            GError                  **error)
{
  g_autofree char *path = attune_engine_job_dup_path (check->job, name);
  g_autoptr(DexFuture) problems = attune_engine_data_check (path, min_examples, check->cancellable);
  const GValue *value;

  if (!dex_await (dex_ref (problems), error) ||
      !(value = dex_future_get_value (problems, error)))
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
fail_check (Check                          *check,
            const char                     *param,
            const AttuneEngineDataProblem  *problem,
            GError                        **error)
{
  g_autofree char *code = g_strconcat ("invalid_", param, NULL);

  if (!log_message (check->job, "error", problem->message, error))
    return FALSE;

  attune_engine_job_fail (check->job, code, param, problem->line, problem->message);

  return TRUE;
}

static gboolean
check_files (Check   *check,
             GError **error)
{
  const AttuneEngineJobRequest *request = attune_engine_job_get_request (check->job);
  g_autoptr(AttuneEngineDataProblem) problem = NULL;

  if (!check_file (check, ATTUNE_ENGINE_JOB_FILE_TRAINING, ATTUNE_MIN_EXAMPLES, &problem, error))
    return FALSE;

  if (problem != NULL)
    return fail_check (check, "training_file", problem, error);

  if (request->validation_file != NULL)
    {
      if (!check_file (check, ATTUNE_ENGINE_JOB_FILE_VALIDATION, 1, &problem, error))
        return FALSE;

      if (problem != NULL)
        return fail_check (check, "validation_file", problem, error);
    }

  if (!log_message (check->job, "info", "Files validated, moving job to queued state", error))
    return FALSE;

  if (!g_cancellable_is_cancelled (check->cancellable))
    attune_engine_job_set_status (check->job, ATTUNE_ENGINE_JOB_QUEUED);

  return TRUE;
}

static DexFuture *
check_fiber (gpointer user_data)
{
  Check *check = user_data;
  g_autoptr(GError) error = NULL;

  if (!check_files (check, &error) && !g_cancellable_is_cancelled (check->cancellable))
    attune_engine_job_fail (check->job, ATTUNE_TRAINER_CODE_STORAGE, "training_file", 0,
                            error->message);

  return dex_future_new_true ();
}

/**
 * attune_engine_job_check:
 * @job: a job whose files are to be looked at
 * @cancellable: ends it; the job stays as it is then
 *
 * Looks whether the files of a job can be trained on. It is queued then, or it has failed; nothing
 * of that is saved yet.
 *
 * Returns: (transfer full): resolves once it is over
 */
DexFuture *
attune_engine_job_check (AttuneEngineJob *job,
                         GCancellable    *cancellable)
{
  Check *check;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  check = g_new0 (Check, 1);
  check->job = g_object_ref (job);
  check->cancellable = g_object_ref (cancellable);

  return dex_scheduler_spawn (NULL, 0, check_fiber, check, check_free);
}
