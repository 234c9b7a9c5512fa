/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-progress-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-progress-dialog.h"

/* What is over sooner needs no dialog. */
#define DELAY_MSEC 500

#define DELAY_KEY "attune-progress-delay"

typedef struct
{
  AdwDialog *dialog;
  GtkWidget *widget;
} Delay;

static void
delay_free (gpointer data)
{
  Delay *delay = data;

  g_object_unref (delay->dialog);
  g_object_unref (delay->widget);
  g_free (delay);
}

static gboolean
present_cb (gpointer user_data)
{
  Delay *delay = user_data;

  g_object_set_data (G_OBJECT (delay->dialog), DELAY_KEY, NULL);
  adw_dialog_present (delay->dialog, delay->widget);

  return G_SOURCE_REMOVE;
}

/**
 * attune_progress_dialog_present:
 * @widget: where the person asked for it
 * @heading: what is going on
 * @body: (nullable): what becomes of it when it is stopped
 * @text: (nullable): what is done before the first byte
 *
 * It appears only when it takes long enough to be waited for.
 *
 * Returns: (transfer none): the dialog, which is there until attune_progress_dialog_finish(), or
 *   until the person closes it
 */
AdwDialog *
attune_progress_dialog_present (GtkWidget  *widget,
                                const char *heading,
                                const char *body,
                                const char *text)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);
  GtkWidget *bar = gtk_progress_bar_new ();
  Delay *delay = g_new (Delay, 1);
  guint source;

  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (bar), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), bar);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");

  delay->dialog = g_object_ref_sink (dialog);
  delay->widget = g_object_ref (widget);
  source = g_timeout_add_full (G_PRIORITY_DEFAULT, DELAY_MSEC, present_cb, delay, delay_free);
  g_object_set_data (G_OBJECT (dialog), DELAY_KEY, GUINT_TO_POINTER (source));

  return dialog;
}

/**
 * attune_progress_dialog_finish:
 * @dialog: a dialog of attune_progress_dialog_present()
 *
 * Takes it away: the work is over.
 */
void
attune_progress_dialog_finish (AdwDialog *dialog)
{
  guint source = GPOINTER_TO_UINT (g_object_steal_data (G_OBJECT (dialog), DELAY_KEY));

  if (source != 0)
    g_source_remove (source);
  else
    adw_dialog_force_close (dialog);
}

/**
 * attune_progress_dialog_show:
 * @done: bytes that are there
 * @total: of all, or -1 when that is not known
 * @dialog: a dialog of attune_progress_dialog_present()
 *
 * Shows how far it is.
 */
void
attune_progress_dialog_show (gint64   done,
                             gint64   total,
                             gpointer dialog)
{
  GtkWidget *child = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog));
  GtkProgressBar *bar = GTK_PROGRESS_BAR (child);
  g_autofree char *done_text = g_format_size (done);
  g_autofree char *total_text = g_format_size (MAX (total, done));
  g_autofree char *text = NULL;

  if (total > 0)
    {
      /* Translators: two sizes, such as “12 MB of 160 MB”. */
      text = g_strdup_printf (_("%s of %s"), done_text, total_text);
      gtk_progress_bar_set_fraction (bar, CLAMP ((double)done / total, 0, 1));
    }
  else
    {
      gtk_progress_bar_pulse (bar);
    }

  gtk_progress_bar_set_text (bar, text != NULL ? text : done_text);
}
