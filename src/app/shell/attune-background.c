/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-background"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-background.h"
#include "attune-desktop-status.h"
#include "attune-feedback.h"
#include "attune-window.h"

#define BACKGROUND_NOTIFICATION_ID "background"

/* A fine-tune stops being active a moment before it is announced as finished; a program that has no
 * window any more must live through that moment. */
#define LINGER_SECONDS 3

struct _AttuneBackground
{
  GObject              parent_instance;

  GtkApplication      *application;    /* weak: it owns us */
  GSettings           *settings;
  AttuneWorkspace     *workspace;
  GListModel          *active_jobs;
  GListModel          *working_jobs;   /* those of them that do not wait */
  AttuneDesktopStatus *desktop;
  guint                inhibit_cookie;
  guint                release_source;
  gboolean             is_holding;
};

G_DEFINE_FINAL_TYPE (AttuneBackground, attune_background, G_TYPE_OBJECT)

static void
release_cb (gpointer user_data)
{
  AttuneBackground *self = user_data;

  self->release_source = 0;
  self->is_holding = FALSE;
  g_application_release (G_APPLICATION (self->application));
}

static void
update_hold (AttuneBackground *self)
{
  if (self->application == NULL)
    return;

  if (attune_background_get_is_working (self))
    {
      g_clear_handle_id (&self->release_source, g_source_remove);

      if (!self->is_holding)
        g_application_hold (G_APPLICATION (self->application));

      self->is_holding = TRUE;
    }
  else if (self->is_holding && self->release_source == 0)
    {
      g_application_withdraw_notification (G_APPLICATION (self->application),
                                           BACKGROUND_NOTIFICATION_ID);
      self->release_source = g_timeout_add_seconds_once (LINGER_SECONDS, release_cb, self);
    }
}

static gboolean
has_local (AttuneBackground *self,
           GListModel       *jobs)
{
  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);
      AttuneAccount *account;

      account = attune_workspace_find_account (self->workspace, attune_job_get_account_id (job));
      if (account != NULL && attune_account_get_is_local (account))
        return TRUE;
    }

  return FALSE;
}

/* One that waits, perhaps for mains, is no reason to stay awake. */
static gboolean
is_working_cb (AttuneJob       *job,
               AttuneJobStatus  status,
               gpointer         user_data)
{
  return status != ATTUNE_JOB_STATUS_PAUSED && !attune_job_status_is_final (status);
}

static GListModel *
filter_jobs (AttuneWorkspace *workspace,
             GtkExpression   *expression)
{
  GtkFilterListModel *jobs;

  jobs = gtk_filter_list_model_new (g_object_ref (attune_workspace_get_jobs (workspace)),
                                    GTK_FILTER (gtk_bool_filter_new (expression)));
  gtk_filter_list_model_set_watch_items (jobs, TRUE);

  return G_LIST_MODEL (jobs);
}

static GListModel *
filter_working (AttuneWorkspace *workspace)
{
  GtkExpression *status = gtk_property_expression_new (ATTUNE_TYPE_JOB, NULL, "status");

  return filter_jobs (workspace,
                      gtk_cclosure_expression_new (G_TYPE_BOOLEAN, NULL, 1, &status,
                                                   G_CALLBACK (is_working_cb), NULL, NULL));
}

static void
update_inhibit (AttuneBackground *self)
{
  gboolean wanted = has_local (self, self->working_jobs) &&
                    g_settings_get_boolean (self->settings, "inhibit-suspend");
  GtkWindow *window;

  if (self->application == NULL)
    return;

  if (wanted && self->inhibit_cookie == 0)
    {
      window = gtk_application_get_active_window (self->application);
      self->inhibit_cookie = gtk_application_inhibit (self->application,
                                                      window,
                                                      GTK_APPLICATION_INHIBIT_SUSPEND,
                                                      _("A model is being trained"));
    }
  else if (!wanted && self->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (self->application, self->inhibit_cookie);
      self->inhibit_cookie = 0;
    }
}

static char *
get_outcome (AttuneJob *job)
{
  switch (attune_job_get_status (job))
    {
    case ATTUNE_JOB_STATUS_SUCCEEDED:
      /* Translators: %s is the title of a fine-tune */
      return g_strdup_printf (_("“%s” is ready to chat"), attune_job_get_title (job));

    case ATTUNE_JOB_STATUS_CANCELLED:
      /* Translators: %s is the title of a fine-tune */
      return g_strdup_printf (_("“%s” was cancelled"), attune_job_get_title (job));

    case ATTUNE_JOB_STATUS_UNKNOWN:
    case ATTUNE_JOB_STATUS_PREPARING:
    case ATTUNE_JOB_STATUS_UPLOADING:
    case ATTUNE_JOB_STATUS_CREATING:
    case ATTUNE_JOB_STATUS_VALIDATING:
    case ATTUNE_JOB_STATUS_QUEUED:
    case ATTUNE_JOB_STATUS_RUNNING:
    case ATTUNE_JOB_STATUS_PAUSED:
    case ATTUNE_JOB_STATUS_CANCELLING:
    case ATTUNE_JOB_STATUS_FAILED:
    default:
      /* Translators: %s is the title of a fine-tune */
      return g_strdup_printf (_("“%s” did not finish"), attune_job_get_title (job));
    }
}

static void
send_notification (AttuneBackground *self,
                   AttuneJob        *job)
{
  gboolean succeeded = attune_job_get_status (job) == ATTUNE_JOB_STATUS_SUCCEEDED;
  const char *id = attune_job_get_id (job);
  g_autoptr(GNotification) notification = NULL;
  g_autofree char *outcome = get_outcome (job);

  notification = g_notification_new (succeeded ? _("Fine-Tune Finished") : _("Fine-Tune Failed"));

  if (!succeeded && attune_job_get_error_text (job) != NULL)
    {
      g_autofree char *body = g_strdup_printf ("%s\n%s", outcome, attune_job_get_error_text (job));

      g_notification_set_body (notification, body);
    }
  else
    {
      g_notification_set_body (notification, outcome);
    }

  g_notification_set_default_action_and_target (notification, "app.show-job", "s", id);
  if (attune_workspace_get_chat_model (self->workspace, job) != NULL)
    g_notification_add_button_with_target (notification, _("Chat"), "app.chat-with-job", "s", id);
  g_notification_add_button_with_target (notification, _("Show"), "app.show-job", "s", id);

  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
show_toast (AttuneWindow *window,
            AttuneJob    *job)
{
  g_autofree char *outcome = get_outcome (job);

  /* Its own page says the same already, and so does an answer of it. */
  if (attune_window_get_job (window) == job || attune_window_chats_with (window, job))
    return;

  attune_feedback_action (GTK_WIDGET (window), outcome, _("_Show"),
                          "win.show-job", g_variant_new_string (attune_job_get_id (job)));
}

static void
job_finished_cb (AttuneBackground *self,
                 AttuneJob        *job)
{
  GtkWindow *window;

  if (self->application == NULL)
    return;

  window = gtk_application_get_active_window (self->application);

  if (ATTUNE_IS_WINDOW (window) && gtk_window_is_active (window))
    {
      show_toast (ATTUNE_WINDOW (window), job);
    }
  else if (attune_job_get_status (job) != ATTUNE_JOB_STATUS_CANCELLED)
    {
      attune_desktop_status_add_unseen (self->desktop);

      if (g_settings_get_boolean (self->settings, "notify-when-finished"))
        send_notification (self, job);
    }
}

static void
attune_background_dispose (GObject *object)
{
  AttuneBackground *self = (AttuneBackground *)object;

  g_clear_handle_id (&self->release_source, g_source_remove);

  if (self->application != NULL)
    {
      if (self->inhibit_cookie != 0)
        gtk_application_uninhibit (self->application, self->inhibit_cookie);
      if (self->is_holding)
        g_application_release (G_APPLICATION (self->application));
    }

  self->inhibit_cookie = 0;
  self->is_holding = FALSE;
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->desktop);
  g_clear_object (&self->active_jobs);
  g_clear_object (&self->working_jobs);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_background_parent_class)->dispose (object);
}

static void
attune_background_class_init (AttuneBackgroundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_background_dispose;
}

static void
attune_background_init (AttuneBackground *self)
{
}

/**
 * attune_background_new:
 * @application: the program
 * @settings: the person's preferences
 * @workspace: the open workspace
 *
 * Returns: (transfer full): what keeps @application alive while a fine-tune of @workspace is active
 */
AttuneBackground *
attune_background_new (GtkApplication  *application,
                       GSettings       *settings,
                       AttuneWorkspace *workspace)
{
  AttuneBackground *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_BACKGROUND, NULL);
  g_set_weak_pointer (&self->application, application);
  self->settings = g_object_ref (settings);
  self->workspace = g_object_ref (workspace);

  self->active_jobs = filter_jobs (workspace,
                                   gtk_property_expression_new (ATTUNE_TYPE_JOB, NULL, "is-active"));
  self->working_jobs = filter_working (workspace);
  self->desktop = attune_desktop_status_new (application, self->active_jobs);

  g_signal_connect_object (self->active_jobs, "items-changed", G_CALLBACK (update_hold), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->working_jobs, "items-changed", G_CALLBACK (update_inhibit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::inhibit-suspend", G_CALLBACK (update_inhibit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "job-finished", G_CALLBACK (job_finished_cb), self, G_CONNECT_SWAPPED);
  update_inhibit (self);
  update_hold (self);

  return self;
}

/**
 * attune_background_get_is_working:
 * @self: the background work
 *
 * Returns: whether any fine-tune is active
 */
gboolean
attune_background_get_is_working (AttuneBackground *self)
{
  g_return_val_if_fail (ATTUNE_IS_BACKGROUND (self), FALSE);

  return g_list_model_get_n_items (self->active_jobs) > 0;
}

/**
 * attune_background_get_is_local:
 * @self: the background work
 *
 * Returns: whether a fine-tune is active on this computer
 */
gboolean
attune_background_get_is_local (AttuneBackground *self)
{
  g_return_val_if_fail (ATTUNE_IS_BACKGROUND (self), FALSE);

  return has_local (self, self->active_jobs);
}

/**
 * attune_background_get_is_sending:
 * @self: the background work
 *
 * Returns: whether a fine-tune is on its way to where it will be trained, which nobody but this
 *   program carries on
 */
gboolean
attune_background_get_is_sending (AttuneBackground *self)
{
  g_return_val_if_fail (ATTUNE_IS_BACKGROUND (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (self->active_jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (self->active_jobs, i);
      AttuneJobStatus status = attune_job_get_status (job);

      if (status == ATTUNE_JOB_STATUS_PREPARING ||
          status == ATTUNE_JOB_STATUS_UPLOADING ||
          status == ATTUNE_JOB_STATUS_CREATING)
        return TRUE;
    }

  return FALSE;
}

/**
 * attune_background_announce:
 * @self: the background work
 *
 * Asks the desktop to let the work go on without a window, and says, the first time only, that it
 * does.
 */
void
attune_background_announce (AttuneBackground *self)
{
  g_autoptr(GNotification) notification = NULL;

  g_return_if_fail (ATTUNE_IS_BACKGROUND (self));

  attune_desktop_status_request_background (self->desktop);

  if (self->application == NULL || g_settings_get_boolean (self->settings, "background-notice-shown"))
    return;

  g_settings_set_boolean (self->settings, "background-notice-shown", TRUE);

  notification = g_notification_new (_("Attune Goes On in the Background"));
  g_notification_set_body (notification,
                           _("You will be told when your fine-tune ends. Open Attune again to see "
                             "how it is doing."));
  g_application_send_notification (G_APPLICATION (self->application),
                                   BACKGROUND_NOTIFICATION_ID,
                                   notification);
}
