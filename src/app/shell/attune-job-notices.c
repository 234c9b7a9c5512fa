/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-notices"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job-notices.h"
#include "attune-job-outcome.h"

/* The answers to questions that were sent together come within this time. */
#define GATHER_MSEC 1000

/* Of notifications that tell of several. One that tells of one has the id of the fine-tune. */
static const char * const sum_ids[ATTUNE_N_JOB_OUTCOMES] = { "jobs-ready", "jobs-failed", NULL };

/* What nobody has looked at yet. */
typedef struct
{
  GPtrArray *jobs;
  guint      n_told;     /* of them, the first */
} Group;

struct _AttuneJobNotices
{
  GObject          parent_instance;

  GtkApplication  *application;    /* weak; held while there is something to tell */
  AttuneWorkspace *workspace;
  Group            groups[ATTUNE_N_JOB_OUTCOMES];
  guint            gather_source;
};

G_DEFINE_FINAL_TYPE (AttuneJobNotices, attune_job_notices, G_TYPE_OBJECT)

static const char *
get_title (AttuneJobOutcome outcome,
           guint            n)
{
  return outcome == ATTUNE_JOB_OUTCOME_READY
         ? ngettext ("Fine-Tune Finished", "Fine-Tunes Finished", n)
         : ngettext ("Fine-Tune Failed", "Fine-Tunes Failed", n);
}

static void
send_one (AttuneJobNotices *self,
          AttuneJob        *job)
{
  AttuneJobOutcome outcome = attune_job_outcome_of (job);
  g_autoptr(GNotification) notification = g_notification_new (get_title (outcome, 1));
  g_autofree char *text = attune_job_outcome_dup_text (job);
  const char *reason = attune_job_get_error_text (job);
  const char *id = attune_job_get_id (job);

  if (outcome == ATTUNE_JOB_OUTCOME_FAILED && reason != NULL)
    {
      g_autofree char *body = g_strdup_printf ("%s\n%s", text, reason);

      g_notification_set_body (notification, body);
    }
  else
    g_notification_set_body (notification, text);

  g_notification_set_default_action_and_target (notification, "app.show-job", "s", id);
  if (attune_workspace_get_chat_model (self->workspace, job) != NULL)
    g_notification_add_button_with_target (notification, _("Chat"), "app.chat-with-job", "s", id);
  g_notification_add_button_with_target (notification, _("Show"), "app.show-job", "s", id);

  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
send_sum (AttuneJobNotices *self,
          AttuneJobOutcome  outcome,
          guint             n)
{
  g_autoptr(GNotification) notification = g_notification_new (get_title (outcome, n));
  g_autofree char *text = attune_job_outcome_dup_sum (outcome, n);

  g_notification_set_body (notification, text);
  g_notification_set_default_action_and_target (notification, "app.show-page", "s", "jobs");
  g_notification_add_button_with_target (notification, _("Show"), "app.show-page", "s", "jobs");

  g_application_send_notification (G_APPLICATION (self->application), sum_ids[outcome],
                                   notification);
}

static void
tell (AttuneJobNotices *self,
      AttuneJobOutcome  outcome)
{
  Group *group = &self->groups[outcome];
  guint n = group->jobs->len;

  if (n == group->n_told)
    return;

  if (n <= attune_job_outcome_get_limit (outcome))
    {
      for (guint i = group->n_told; i < n; i++)
        send_one (self, group->jobs->pdata[i]);
    }
  else
    {
      for (guint i = 0; i < group->n_told; i++)
        g_application_withdraw_notification (G_APPLICATION (self->application),
                                             attune_job_get_id (group->jobs->pdata[i]));

      send_sum (self, outcome, n);
    }

  group->n_told = n;
}

static void
tell_all (AttuneJobNotices *self)
{
  if (self->gather_source == 0)
    return;

  g_clear_handle_id (&self->gather_source, g_source_remove);

  if (self->application == NULL)
    return;

  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    if (sum_ids[i] != NULL)
      tell (self, i);

  g_application_release (G_APPLICATION (self->application));
}

static void
attune_job_notices_dispose (GObject *object)
{
  AttuneJobNotices *self = (AttuneJobNotices *)object;

  tell_all (self);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->workspace);

  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    g_clear_pointer (&self->groups[i].jobs, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_job_notices_parent_class)->dispose (object);
}

static void
attune_job_notices_class_init (AttuneJobNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = attune_job_notices_dispose;
}

static void
attune_job_notices_init (AttuneJobNotices *self)
{
  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    self->groups[i].jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * attune_job_notices_new:
 * @application: the program, which has the actions of the notifications
 * @workspace: the open workspace
 *
 * Returns: (transfer full): what tells of fine-tunes outside of windows
 */
AttuneJobNotices *
attune_job_notices_new (GtkApplication  *application,
                        AttuneWorkspace *workspace)
{
  AttuneJobNotices *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_JOB_NOTICES, NULL);
  g_set_weak_pointer (&self->application, application);
  self->workspace = g_object_ref (workspace);

  return self;
}

/**
 * attune_job_notices_add:
 * @self: the notices
 * @job: a fine-tune that has just ended
 *
 * Says so in a moment, together with what ends until then. Who cancelled one knows it.
 */
void
attune_job_notices_add (AttuneJobNotices *self,
                        AttuneJob        *job)
{
  AttuneJobOutcome outcome = attune_job_outcome_of (job);

  g_return_if_fail (ATTUNE_IS_JOB_NOTICES (self));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  if (sum_ids[outcome] == NULL || self->application == NULL)
    return;

  g_ptr_array_add (self->groups[outcome].jobs, g_object_ref (job));

  if (self->gather_source != 0)
    return;

  g_application_hold (G_APPLICATION (self->application));
  self->gather_source = g_timeout_add_once (GATHER_MSEC, (GSourceOnceFunc)tell_all, self);
}

/**
 * attune_job_notices_forget:
 * @self: the notices
 *
 * Somebody looks at a window. What ends later is counted anew.
 */
void
attune_job_notices_forget (AttuneJobNotices *self)
{
  g_return_if_fail (ATTUNE_IS_JOB_NOTICES (self));

  tell_all (self);

  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    {
      g_ptr_array_set_size (self->groups[i].jobs, 0);
      self->groups[i].n_told = 0;
    }
}

/**
 * attune_job_notices_withdraw:
 * @application: the program
 *
 * Takes away the notifications that tell of several: the person looks at the list of fine-tunes.
 */
void
attune_job_notices_withdraw (GApplication *application)
{
  g_return_if_fail (G_IS_APPLICATION (application));

  for (guint i = 0; i < ATTUNE_N_JOB_OUTCOMES; i++)
    if (sum_ids[i] != NULL)
      g_application_withdraw_notification (application, sum_ids[i]);
}
