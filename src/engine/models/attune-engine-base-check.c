/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-base-check"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "attune-engine-base-check.h"
#include "attune-engine-error.h"
#include "attune-engine-query.h"

typedef struct
{
  AttuneEngineJob *job;
  char            *program;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_object (&self->job);
  g_clear_pointer (&self->program, g_free);
  g_free (self);
}

/* Neither of them changes by being asked again, so it is no 409, which clients try again. */
static GError *
new_missing_error (Work       *work,
                   const char *path)
{
  /* A base on another disk is only linked to. */
  g_autofree char *target = g_file_read_link (path, NULL);
  g_autofree char *name = g_filename_display_name (target != NULL ? target : path);

  return attune_engine_error_new (SOUP_STATUS_UNPROCESSABLE_ENTITY, "base_model_missing", "model",
                                  /* Translators: the name of a model, and that of a file. */
                                  _("The base model that “%s” was tuned from is gone: there is no "
                                    "file “%s”. Put it back, or train again with another base model."),
                                  attune_engine_job_get_model_name (work->job), name);
}

static GError *
new_changed_error (Work *work)
{
  return attune_engine_error_new (SOUP_STATUS_UNPROCESSABLE_ENTITY, "base_model_changed", "model",
                                  /* Translators: %s is the name of a model. */
                                  _("The file of the base model was overwritten after “%s” had been "
                                    "tuned from it. Put the earlier file back, or train again."),
                                  attune_engine_job_get_model_name (work->job));
}

static DexFuture *
check_fiber (gpointer user_data)
{
  Work *work = user_data;
  const char *known = attune_engine_job_get_base_weights (work->job);
  g_autofree char *path = attune_engine_job_dup_path (work->job, ATTUNE_ENGINE_JOB_FILE_BASE);
  const char *argv[] = { work->program, "fingerprint", path, NULL };
  g_autofree char *weights = NULL;
  g_autoptr(GError) error = NULL;
  AttuneEngineStamp stamp;

  if (!attune_engine_job_has_adapter (work->job))
    return dex_future_new_true ();

  if (!attune_engine_stamp_take (&stamp, path))
    return dex_future_new_for_error (new_missing_error (work, path));

  if (known == NULL ||
      attune_engine_stamp_equal (&stamp, attune_engine_job_get_base_stamp (work->job)))
    return dex_future_new_true ();

  /* Copied, or brought back from a backup, it is the same all the same. */
  if (!(weights = attune_engine_query (argv, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!g_str_equal (weights, attune_engine_job_get_base_weights (work->job)))
    return dex_future_new_for_error (new_changed_error (work));

  attune_engine_job_set_base (work->job, weights, &stamp);

  /* Else the next start looks once more. */
  dex_future_disown (attune_engine_job_save (work->job));

  return dex_future_new_true ();
}

/**
 * attune_engine_base_check:
 * @job: a job
 * @program: (type filename): the engine itself, which reads weights as well
 *
 * Looks whether what @job has made an adapter for is still there: a base is only a second name of a
 * file of the person, who may write into it. It is read only when it seems to have changed.
 *
 * Returns: (transfer full): resolves when it is, or when @job needs no base; rejects with a 422
 *   error that says what has become of it
 */
DexFuture *
attune_engine_base_check (AttuneEngineJob *job,
                          const char      *program)
{
  Work *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));
  dex_return_error_if_fail (program != NULL);

  work = g_new0 (Work, 1);
  work->job = g_object_ref (job);
  work->program = g_strdup (program);

  return dex_scheduler_spawn (NULL, 0, check_fiber, work, work_free);
}
