/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-background"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-background.h"
#include "attune-desktop-status.h"
#include "attune-job-notices.h"
#include "attune-job-toasts.h"
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
  AttuneJobToasts     *toasts;
  AttuneJobNotices    *notices;
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
      /* Its own page says the same already, and so does an answer of it. */
      if (attune_window_get_job (ATTUNE_WINDOW (window)) != job &&
          !attune_window_chats_with (ATTUNE_WINDOW (window), job))
        attune_job_toasts_add (self->toasts, ATTUNE_WINDOW (window), job);
    }
  else if (attune_job_get_status (job) != ATTUNE_JOB_STATUS_CANCELLED)
    {
      attune_desktop_status_add_unseen (self->desktop);

      if (g_settings_get_boolean (self->settings, "notify-when-finished"))
        attune_job_notices_add (self->notices, job);
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
  g_clear_object (&self->toasts);
  g_clear_object (&self->notices);
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
  self->toasts = attune_job_toasts_new ();
  self->notices = attune_job_notices_new (application, workspace);

  g_signal_connect_object (self->active_jobs, "items-changed", G_CALLBACK (update_hold), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->working_jobs, "items-changed", G_CALLBACK (update_inhibit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desktop, "seen", G_CALLBACK (attune_job_notices_forget), self->notices, G_CONNECT_SWAPPED);
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
