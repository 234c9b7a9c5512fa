/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-toasts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-job-outcome.h"
#include "attune-job-toasts.h"

/* The toasts about one outcome that are not gone yet: one for each fine-tune, or one for all. */
typedef struct
{
  GPtrArray *toasts;
  GtkWidget *window;     /* weak: that they are in */
  guint      n_summed;   /* how many the one for all counts; 0 while there is none */
} Group;

struct _AttuneJobToasts
{
  GObject parent_instance;

  Group   groups[ATTUNE_N_JOB_OUTCOMES];
};

G_DEFINE_FINAL_TYPE (AttuneJobToasts, attune_job_toasts, G_TYPE_OBJECT)

static void
dismissed_cb (AttuneJobToasts *self,
              AdwToast        *toast)
{
  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    if (g_ptr_array_remove (self->groups[i].toasts, toast) && self->groups[i].toasts->len == 0)
      self->groups[i].n_summed = 0;
}

static void
release (AttuneJobToasts *self,
         Group           *group)
{
  for (guint i = 0; i < group->toasts->len; i++)
    g_signal_handlers_disconnect_by_data (group->toasts->pdata[i], self);

  g_ptr_array_set_size (group->toasts, 0);
  group->n_summed = 0;
}

/* The one that is there becomes one for all; those that wait behind it go. */
static void
sum_up (AttuneJobToasts  *self,
        Group            *group,
        AttuneJobOutcome  outcome)
{
  g_autofree char *text = attune_job_outcome_dup_sum (outcome, group->n_summed);
  gboolean is_there = attune_window_shows (ATTUNE_WINDOW (group->window), "jobs");

  while (group->toasts->len > 1)
    adw_toast_dismiss (group->toasts->pdata[group->toasts->len - 1]);

  attune_feedback_change (group->window, group->toasts->pdata[0], text,
                          is_there ? NULL : _("_Show"), "win.show-page", g_variant_new_string ("jobs"));
}

static void
tell_one (AttuneJobToasts *self,
          Group           *group,
          AttuneJob       *job)
{
  g_autofree char *text = attune_job_outcome_dup_text (job);
  AdwToast *toast = attune_feedback_action (group->window, text, _("_Show"), "win.show-job",
                                            g_variant_new_string (attune_job_get_id (job)));

  if (toast == NULL)
    return;

  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (group->toasts, g_object_ref (toast));
}

static void
attune_job_toasts_finalize (GObject *object)
{
  AttuneJobToasts *self = (AttuneJobToasts *)object;

  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    {
      g_clear_weak_pointer (&self->groups[i].window);
      g_clear_pointer (&self->groups[i].toasts, g_ptr_array_unref);
    }

  G_OBJECT_CLASS (attune_job_toasts_parent_class)->finalize (object);
}

static void
attune_job_toasts_class_init (AttuneJobToastsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_job_toasts_finalize;
}

static void
attune_job_toasts_init (AttuneJobToasts *self)
{
  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    self->groups[i].toasts = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * attune_job_toasts_new:
 *
 * Returns: (transfer full): what tells of fine-tunes in windows
 */
AttuneJobToasts *
attune_job_toasts_new (void)
{
  return g_object_new (ATTUNE_TYPE_JOB_TOASTS, NULL);
}

/**
 * attune_job_toasts_add:
 * @self: the toasts
 * @window: the window that the person is looking at
 * @job: a fine-tune that has just ended
 *
 * Says so, by itself or with the others that ended alike.
 */
void
attune_job_toasts_add (AttuneJobToasts *self,
                       AttuneWindow    *window,
                       AttuneJob       *job)
{
  AttuneJobOutcome outcome = attune_job_outcome_of (job);
  Group *group = &self->groups[outcome];
  guint n;

  g_return_if_fail (ATTUNE_IS_JOB_TOASTS (self));
  g_return_if_fail (ATTUNE_IS_WINDOW (window));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  /* What another window says stays there. */
  if (group->window != GTK_WIDGET (window))
    {
      release (self, group);
      g_set_weak_pointer (&group->window, GTK_WIDGET (window));
    }

  n = 1 + MAX (group->n_summed, group->toasts->len);

  if (n <= attune_job_outcome_get_limit (outcome))
    {
      tell_one (self, group, job);
      return;
    }

  group->n_summed = n;
  sum_up (self, group, outcome);
}
