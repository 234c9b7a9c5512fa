/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-survey"

#include "config.h"

#include "attune-new-job-survey.h"
#include "attune-weak-ref.h"

struct _AttuneNewJobSurvey
{
  GObject              parent_instance;

  AttuneWorkspace     *workspace;
  char                *path;
  AttuneDatasetSurvey *survey;
  DexFuture           *surveying;   /* dropped when it is not wanted any more */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneNewJobSurvey, attune_new_job_survey, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

/* Of a file that cannot be read nothing is known; whoever starts a fine-tune with it hears why. */
static DexFuture *
surveyed_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneNewJobSurvey) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self != NULL && value != NULL)
    {
      g_clear_pointer (&self->survey, attune_dataset_survey_unref);
      self->survey = g_value_dup_boxed (value);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }

  return dex_future_new_true ();
}

static void
attune_new_job_survey_dispose (GObject *object)
{
  AttuneNewJobSurvey *self = (AttuneNewJobSurvey *)object;

  dex_clear (&self->surveying);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_new_job_survey_parent_class)->dispose (object);
}

static void
attune_new_job_survey_finalize (GObject *object)
{
  AttuneNewJobSurvey *self = (AttuneNewJobSurvey *)object;

  g_free (self->path);
  g_clear_pointer (&self->survey, attune_dataset_survey_unref);

  G_OBJECT_CLASS (attune_new_job_survey_parent_class)->finalize (object);
}

static void
attune_new_job_survey_class_init (AttuneNewJobSurveyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_new_job_survey_dispose;
  object_class->finalize = attune_new_job_survey_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_new_job_survey_init (AttuneNewJobSurvey *self)
{
}

/**
 * attune_new_job_survey_new:
 * @workspace: where the file is
 *
 * Returns: (transfer full): the figures of no file yet
 */
AttuneNewJobSurvey *
attune_new_job_survey_new (AttuneWorkspace *workspace)
{
  AttuneNewJobSurvey *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_SURVEY, NULL);
  self->workspace = g_object_ref (workspace);

  return self;
}

/**
 * attune_new_job_survey_set_path:
 * @self: figures
 * @path: (nullable): a file of examples
 *
 * Begins to read it, unless it is the one that they are of already.
 */
void
attune_new_job_survey_set_path (AttuneNewJobSurvey *self,
                                const char         *path)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_SURVEY (self));

  if (!g_set_str (&self->path, path))
    return;

  dex_clear (&self->surveying);
  g_clear_pointer (&self->survey, attune_dataset_survey_unref);

  if (path != NULL)
    self->surveying = dex_future_finally (attune_workspace_survey_file (self->workspace, path),
                                          surveyed_cb, attune_weak_ref_new (self),
                                          attune_weak_ref_free);
}

/**
 * attune_new_job_survey_get:
 * @self: figures
 *
 * Returns: (transfer none) (nullable): the figures, once they are known
 */
const AttuneDatasetSurvey *
attune_new_job_survey_get (AttuneNewJobSurvey *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_SURVEY (self), NULL);

  return self->survey;
}
