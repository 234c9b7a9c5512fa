/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-desktop-status"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-background-portal.h"
#include "attune-desktop-status.h"
#include "attune-launcher-entry.h"
#include "attune-work-summary.h"

#define REFUSED_NOTIFICATION_ID "background-refused"

struct _AttuneDesktopStatus
{
  GObject                 parent_instance;

  GtkApplication         *application;    /* weak: it owns us */
  AttuneWorkSummary      *summary;
  AttuneLauncherEntry    *launcher;       /* NULL without a session bus */
  AttuneBackgroundPortal *portal;         /* NULL outside a sandbox */
  guint                   n_unseen;       /* fine-tunes that ended while nobody looked */
};

enum {
  SEEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneDesktopStatus, attune_desktop_status, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
summary_changed_cb (AttuneDesktopStatus *self)
{
  double progress = attune_work_summary_get_progress (self->summary);
  const char *text = attune_work_summary_get_text (self->summary);

  if (self->launcher != NULL)
    attune_launcher_entry_set_progress (self->launcher, progress);

  if (self->portal != NULL)
    attune_background_portal_set_status (self->portal, text);
}

static void
set_n_unseen (AttuneDesktopStatus *self,
              guint                n_unseen)
{
  self->n_unseen = n_unseen;

  if (self->launcher != NULL)
    attune_launcher_entry_set_count (self->launcher, n_unseen);
}

static void
window_is_active_cb (AttuneDesktopStatus *self,
                     GParamSpec          *pspec,
                     GtkWindow           *window)
{
  if (!gtk_window_is_active (window))
    return;

  set_n_unseen (self, 0);
  g_signal_emit (self, signals[SEEN], 0);
}

static void
window_added_cb (AttuneDesktopStatus *self,
                 GtkWindow           *window)
{
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (window_is_active_cb), self, G_CONNECT_SWAPPED);
}

static void
refused_cb (AttuneDesktopStatus *self)
{
  g_autoptr(GNotification) notification = NULL;

  if (self->application == NULL || attune_work_summary_get_text (self->summary) == NULL)
    return;

  notification = g_notification_new (_("Attune May Be Ended in the Background"));
  g_notification_set_body (notification,
                           _("This computer does not let Attune go on without a window. Fine-tunes "
                             "go on when you open it again."));
  g_application_send_notification (G_APPLICATION (self->application),
                                   REFUSED_NOTIFICATION_ID,
                                   notification);
}

static void
use_bus (AttuneDesktopStatus *self,
         GDBusConnection     *bus)
{
  self->launcher = attune_launcher_entry_new (bus, APPLICATION_ID);

  if (!attune_background_portal_is_needed ())
    return;

  self->portal = attune_background_portal_new (bus);
  g_signal_connect_object (self->portal, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
}

static void
attune_desktop_status_dispose (GObject *object)
{
  AttuneDesktopStatus *self = (AttuneDesktopStatus *)object;

  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->summary);
  g_clear_object (&self->launcher);
  g_clear_object (&self->portal);

  G_OBJECT_CLASS (attune_desktop_status_parent_class)->dispose (object);
}

static void
attune_desktop_status_class_init (AttuneDesktopStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = attune_desktop_status_dispose;

  signals[SEEN] =
    g_signal_new ("seen",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_desktop_status_init (AttuneDesktopStatus *self)
{
}

/**
 * attune_desktop_status_new:
 * @application: the program
 * @active_jobs: a list of #AttuneJob that holds those which are active
 *
 * Returns: (transfer full): what keeps the desktop told
 */
AttuneDesktopStatus *
attune_desktop_status_new (GtkApplication *application,
                           GListModel     *active_jobs)
{
  AttuneDesktopStatus *self;
  GDBusConnection *bus;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (active_jobs), NULL);

  self = g_object_new (ATTUNE_TYPE_DESKTOP_STATUS, NULL);
  g_set_weak_pointer (&self->application, application);
  self->summary = attune_work_summary_new (active_jobs);

  if ((bus = g_application_get_dbus_connection (G_APPLICATION (application))) != NULL)
    use_bus (self, bus);

  g_signal_connect_object (self->summary, "changed", G_CALLBACK (summary_changed_cb), self, G_CONNECT_SWAPPED);
  summary_changed_cb (self);

  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    window_added_cb (self, l->data);

  return self;
}

/**
 * attune_desktop_status_add_unseen:
 * @self: a status
 *
 * A fine-tune ended while no window had the person's attention; it is counted until one has.
 */
void
attune_desktop_status_add_unseen (AttuneDesktopStatus *self)
{
  g_return_if_fail (ATTUNE_IS_DESKTOP_STATUS (self));

  set_n_unseen (self, self->n_unseen + 1);
}

/**
 * attune_desktop_status_request_background:
 * @self: a status
 *
 * The last window closes while there is work: asks a desktop that would end the program not to, and
 * tells the person when it will all the same.
 */
void
attune_desktop_status_request_background (AttuneDesktopStatus *self)
{
  g_return_if_fail (ATTUNE_IS_DESKTOP_STATUS (self));

  if (self->portal != NULL)
    attune_background_portal_request (self->portal,
                                      _("Fine-tunes are followed to their end after the window is closed."));
}
