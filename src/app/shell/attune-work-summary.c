/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-work-summary"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job.h"
#include "attune-work-summary.h"

struct _AttuneWorkSummary
{
  GObject     parent_instance;

  GListModel *jobs;       /* AttuneJob, the active ones */
  double      progress;
  char       *text;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneWorkSummary, attune_work_summary, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

/* In whole percent, since nobody sees less on a bar of the desktop. */
static double
measure (AttuneWorkSummary *self)
{
  guint n_known = 0;
  double sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (self->jobs, i);
      double progress = attune_job_get_progress (job);

      if (progress < 0)
        continue;

      sum += progress;
      n_known++;
    }

  return n_known > 0 ? (int)(100 * sum / n_known) / 100.0 : -1;
}

static char *
describe (AttuneWorkSummary *self,
          double             progress)
{
  guint n_jobs = g_list_model_get_n_items (self->jobs);
  g_autoptr(AttuneJob) job = NULL;

  if (n_jobs == 0)
    return NULL;

  if (n_jobs > 1)
    return g_strdup_printf (ngettext ("%'u fine-tune is active", "%'u fine-tunes are active", n_jobs),
                            n_jobs);

  job = g_list_model_get_item (self->jobs, 0);

  if (progress < 0)
    /* Translators: the title of a fine-tune, and what it does: “Support Bot: Training” */
    return g_strdup_printf (_("%s: %s"), attune_job_get_title (job),
                            attune_job_get_status_title (job));

  /* Translators: the title of a fine-tune, what it does, and how much of it is done:
   * “Support Bot: Training, 45 %” */
  return g_strdup_printf (_("%s: %s, %d %%"), attune_job_get_title (job),
                          attune_job_get_status_title (job), (int)(100 * progress + 0.5));
}

static void
update (AttuneWorkSummary *self)
{
  double progress = measure (self);
  g_autofree char *text = describe (self, progress);
  gboolean is_other = g_set_str (&self->text, text);

  if (!is_other && progress == self->progress)
    return;

  self->progress = progress;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
items_changed_cb (AttuneWorkSummary *self,
                  guint              position,
                  guint              n_removed,
                  guint              n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (self->jobs, i);

      /* One that comes a second time is not to be followed twice. */
      g_signal_handlers_disconnect_by_func (job, update, self);
      g_signal_connect_object (job, "notify::progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (job, "notify::status-title", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }

  update (self);
}

static void
attune_work_summary_finalize (GObject *object)
{
  AttuneWorkSummary *self = (AttuneWorkSummary *)object;

  g_object_unref (self->jobs);
  g_free (self->text);

  G_OBJECT_CLASS (attune_work_summary_parent_class)->finalize (object);
}

static void
attune_work_summary_class_init (AttuneWorkSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_work_summary_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_work_summary_init (AttuneWorkSummary *self)
{
  self->progress = -1;
}

/**
 * attune_work_summary_new:
 * @active_jobs: a list of #AttuneJob that holds those which are active
 *
 * Returns: (transfer full): their summary
 */
AttuneWorkSummary *
attune_work_summary_new (GListModel *active_jobs)
{
  AttuneWorkSummary *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (active_jobs), NULL);

  self = g_object_new (ATTUNE_TYPE_WORK_SUMMARY, NULL);
  self->jobs = g_object_ref (active_jobs);
  g_signal_connect_object (active_jobs, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (active_jobs));

  return self;
}

/**
 * attune_work_summary_get_progress:
 * @self: a summary
 *
 * Returns: 0 to 1 in whole percent, the mean of the fine-tunes that know it; -1 when none does
 */
double
attune_work_summary_get_progress (AttuneWorkSummary *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORK_SUMMARY (self), -1);

  return self->progress;
}

/**
 * attune_work_summary_get_text:
 * @self: a summary
 *
 * Returns: (transfer none) (nullable): what goes on, for people; %NULL when nothing does
 */
const char *
attune_work_summary_get_text (AttuneWorkSummary *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORK_SUMMARY (self), NULL);

  return self->text;
}
