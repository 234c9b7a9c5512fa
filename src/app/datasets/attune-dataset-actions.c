/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-actions"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "attune-feedback.h"

#include "attune-dataset-actions.h"
#include "attune-export-dialog.h"

/* One act on a dataset, from the question to the person until the outcome is told. */
typedef struct
{
  GWeakRef         widget;
  AttuneWorkspace *workspace;
  AttuneDataset   *dataset;
  GtkEditable     *name_row;
} Act;

static Act *
act_new (GtkWidget       *widget,
         AttuneWorkspace *workspace,
         AttuneDataset   *dataset)
{
  Act *act = g_new0 (Act, 1);

  g_weak_ref_init (&act->widget, widget);
  g_set_object (&act->workspace, workspace);
  g_set_object (&act->dataset, dataset);

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_weak_ref_clear (&act->widget);
  g_clear_object (&act->workspace);
  g_clear_object (&act->dataset);
  g_clear_object (&act->name_row);
  g_free (act);
}

static void
tell_error (Act          *act,
            const char   *what,
            const GError *error)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&act->widget);

  if (widget != NULL)
    attune_feedback_error (widget, what, error);
}

static DexFuture *
renamed_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    tell_error (user_data, _("Could Not Rename the Dataset"), error);

  return NULL;
}

static void
rename_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);
  Act *act = user_data;
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (act->name_row)));

  if (!g_str_equal (response, "rename"))
    {
      act_free (act);
      return;
    }

  /* A name that was confirmed is to be kept, whatever happens to the page. */
  dex_future_disown (dex_future_finally (attune_workspace_rename_dataset (act->workspace,
                                                                          act->dataset, name),
                                         renamed_cb, act, act_free));
}

static void
rename_text_cb (GtkEditable    *editable,
                AdwAlertDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  adw_alert_dialog_set_response_enabled (dialog, "rename", name[0] != '\0');
}

void
attune_dataset_actions_rename (GtkWidget       *widget,
                               AttuneWorkspace *workspace,
                               AttuneDataset   *dataset)
{
  AdwAlertDialog *dialog;
  GtkWidget *list;
  GtkWidget *row;
  Act *act;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  act = act_new (widget, workspace, dataset);
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Rename Dataset"), NULL));
  list = gtk_list_box_new ();
  row = adw_entry_row_new ();
  act->name_row = GTK_EDITABLE (g_object_ref (row));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (row), attune_dataset_get_name (dataset));
  g_signal_connect (row, "changed", G_CALLBACK (rename_text_cb), dialog);

  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_add_responses (dialog,
                                  "cancel", _("_Cancel"),
                                  "rename", _("_Rename"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "rename");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, widget, NULL, rename_chosen_cb, act);
  adw_dialog_set_focus (ADW_DIALOG (dialog), row);
}

static DexFuture *
restored_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    tell_error (user_data, _("Could Not Bring the Dataset Back"), error);

  return NULL;
}

static void
undo_cb (gpointer user_data)
{
  Act *act = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&act->widget);
  Act *undo = act_new (widget, act->workspace, act->dataset);

  dex_future_disown (dex_future_finally (attune_workspace_restore_dataset (act->workspace,
                                                                           act->dataset),
                                         restored_cb, undo, act_free));
}

static DexFuture *
deleted_cb (DexFuture *completed,
            gpointer   user_data)
{
  Act *act = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&act->widget);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    {
      tell_error (act, _("Could Not Delete the Dataset"), error);
      return NULL;
    }

  if (widget == NULL)
    return NULL;

  /* Translators: %s is the name of a dataset. */
  text = g_strdup_printf (_("“%s” deleted"), attune_dataset_get_name (act->dataset));
  attune_feedback_undo (widget, text, G_CALLBACK (undo_cb),
                        act_new (widget, act->workspace, act->dataset), act_free);

  return NULL;
}

void
attune_dataset_actions_delete (GtkWidget       *widget,
                               AttuneWorkspace *workspace,
                               AttuneDataset   *dataset)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  dex_future_disown (dex_future_finally (attune_workspace_delete_dataset (workspace, dataset),
                                         deleted_cb,
                                         act_new (widget, workspace, dataset),
                                         act_free));
}

/* Asks in which format and where, and writes the training or the validation part there. */
void
attune_dataset_actions_export (GtkWidget     *widget,
                               AttuneDataset *dataset,
                               gboolean       validation)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  adw_dialog_present (ADW_DIALOG (attune_export_dialog_new (dataset, validation)), widget);
}

static void
folder_opened_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (object), result,
                                                        &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    tell_error (act, _("Could Not Show the File"), error);

  act_free (act);
}

void
attune_dataset_actions_show_file (GtkWidget     *widget,
                                  AttuneDataset *dataset)
{
  g_autoptr(GtkFileLauncher) launcher = NULL;
  g_autoptr(GFile) file = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  file = g_file_new_for_path (attune_dataset_get_training_path (dataset));
  launcher = gtk_file_launcher_new (file);
  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (widget)),
                                            NULL, folder_opened_cb,
                                            act_new (widget, NULL, dataset));
}
