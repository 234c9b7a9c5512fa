/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-ask"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-ask.h"
#include "attune-error.h"

/* Takes @promise. */
static void
cancel (DexPromise *promise)
{
  dex_promise_reject (promise, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Closed"));
  dex_unref (promise);
}

static void
name_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  DexPromise *promise = user_data;
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (object);
  GtkEditable *entry = GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  const char *response = adw_alert_dialog_choose_finish (dialog, result);

  if (!g_str_equal (response, "rename") || *name == '\0')
    {
      cancel (promise);
      return;
    }

  dex_promise_resolve_string (promise, g_steal_pointer (&name));
  dex_unref (promise);
}

static void
name_changed_cb (AdwAlertDialog *dialog,
                 GtkEditable    *entry)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "rename", *name != '\0');
}

/**
 * attune_ask_name:
 * @widget: where the person asked for it
 * @heading: of the dialog
 * @name: (nullable): the name until now
 *
 * Returns: (transfer full): a future that resolves to another name, never empty
 */
DexFuture *
attune_ask_name (GtkWidget  *widget,
                 const char *heading,
                 const char *name)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, NULL);
  GtkWidget *entry = gtk_entry_new ();
  DexPromise *promise = dex_promise_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), name != NULL ? name : "");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"),
                                  -1);
  g_signal_connect_object (entry, "changed", G_CALLBACK (name_changed_cb), dialog, G_CONNECT_SWAPPED);

  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _("_Cancel"),
                                  "rename", _("_Rename"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "rename", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "rename");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  name_changed_cb (ADW_ALERT_DIALOG (dialog), GTK_EDITABLE (entry));
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, NULL, name_chosen_cb,
                           dex_ref (promise));
  adw_dialog_set_focus (dialog, entry);

  return DEX_FUTURE (promise);
}

/* Takes @file and @error. */
static void
settle_with_file (DexPromise *promise,
                  GFile      *file,
                  GError     *error)
{
  if (file == NULL)
    {
      if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        {
          g_error_free (error);
          cancel (promise);
          return;
        }

      dex_promise_reject (promise, error);
    }
  else if (g_file_peek_path (file) == NULL)
    {
      attune_set_error (&error, ATTUNE_ERROR_REQUEST, NULL, _("Choose a folder on this computer."));
      dex_promise_reject (promise, error);
    }
  else
    {
      dex_promise_resolve_string (promise, g_file_get_path (file));
    }

  g_clear_object (&file);
  dex_unref (promise);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  settle_with_file (user_data, file, error);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;
  GFile *file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, &error);

  settle_with_file (user_data, file, error);
}

/**
 * attune_ask_save:
 * @widget: where the person asked for it
 * @title: of the dialog
 * @file_name: what to call the file; what no file can be called is replaced
 *
 * Returns: (transfer full): a future that resolves to the path of a file to write
 */
DexFuture *
attune_ask_save (GtkWidget  *widget,
                 const char *title,
                 const char *file_name)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = g_strdelimit (g_strdup (file_name), "/:", '-');
  DexPromise *promise = dex_promise_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, saved_cb,
                        dex_ref (promise));

  return DEX_FUTURE (promise);
}

/**
 * attune_ask_open:
 * @widget: where the person asked for it
 * @title: of the dialog
 *
 * Returns: (transfer full): a future that resolves to the path of a file to read
 */
DexFuture *
attune_ask_open (GtkWidget  *widget,
                 const char *title)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  DexPromise *promise = dex_promise_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, opened_cb,
                        dex_ref (promise));

  return DEX_FUTURE (promise);
}
