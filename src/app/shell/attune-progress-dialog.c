/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-progress-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-progress-dialog.h"

/**
 * attune_progress_dialog_present:
 * @widget: where the person asked for it
 * @heading: what is going on
 * @text: what is done before the first byte
 *
 * Returns: (transfer none): the dialog; whoever keeps it takes a reference
 */
AdwDialog *
attune_progress_dialog_present (GtkWidget  *widget,
                                const char *heading,
                                const char *text)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, NULL);
  GtkWidget *bar = gtk_progress_bar_new ();

  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (bar), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), bar);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_dialog_present (dialog, widget);

  return dialog;
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
