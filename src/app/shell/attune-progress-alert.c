/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-progress-alert"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-progress-alert.h"

/* What is over sooner needs no dialog. */
#define DELAY_MSEC 500

struct _AttuneProgressAlert
{
  GtkWidget      *parent;
  AdwDialog      *dialog;
  GtkProgressBar *bar;            /* in the dialog */
  GCancellable   *cancellable;
  guint           delay_source;
};

static gboolean
present_cb (gpointer user_data)
{
  AttuneProgressAlert *self = user_data;

  self->delay_source = 0;
  adw_dialog_present (self->dialog, self->parent);

  return G_SOURCE_REMOVE;
}

/**
 * attune_progress_alert_new:
 * @parent: a widget of the window
 * @heading: what is done
 * @body: what becomes of it when it is cancelled
 *
 * Returns: (transfer full): an alert that appears soon
 */
AttuneProgressAlert *
attune_progress_alert_new (GtkWidget  *parent,
                           const char *heading,
                           const char *body)
{
  AttuneProgressAlert *self = g_new0 (AttuneProgressAlert, 1);

  self->parent = g_object_ref (parent);
  self->cancellable = g_cancellable_new ();
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  self->dialog = g_object_ref_sink (adw_alert_dialog_new (heading, body));
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (self->dialog), GTK_WIDGET (self->bar));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (self->dialog), "cancel", _("_Cancel"));
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (g_cancellable_cancel),
                           self->cancellable, G_CONNECT_SWAPPED);
  self->delay_source = g_timeout_add (DELAY_MSEC, present_cb, self);

  return self;
}

/**
 * attune_progress_alert_free:
 * @self: (transfer full): an alert
 *
 * Takes it away: the work is over.
 */
void
attune_progress_alert_free (AttuneProgressAlert *self)
{
  g_clear_handle_id (&self->delay_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->dialog, self->cancellable);
  adw_dialog_force_close (self->dialog);
  g_clear_object (&self->dialog);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->parent);
  g_free (self);
}

/**
 * attune_progress_alert_get_cancellable:
 * @self: an alert
 *
 * Returns: (transfer none): cancelled when the person wants no more
 */
GCancellable *
attune_progress_alert_get_cancellable (AttuneProgressAlert *self)
{
  return self->cancellable;
}

/**
 * attune_progress_alert_update:
 * @done: how much is done
 * @total: how much there is in all, or -1 when that is not known
 * @self: (type AttuneProgressAlert): an alert
 *
 * An #AttuneProgressFunc for the main thread.
 */
void
attune_progress_alert_update (gint64   done,
                              gint64   total,
                              gpointer self)
{
  AttuneProgressAlert *alert = self;

  if (total > 0)
    gtk_progress_bar_set_fraction (alert->bar, CLAMP ((double)done / total, 0, 1));
}
