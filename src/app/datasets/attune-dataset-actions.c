/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-actions"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-feedback.h"

#include "attune-dataset-actions.h"

/* One act on a dataset, from the question to the person until the outcome is told. */
typedef struct
{
  GWeakRef         widget;
  AttuneWorkspace *workspace;
  AttuneDataset   *dataset;
  GtkEditable     *name_row;
  GFile           *source;
  GFile           *target;
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
  g_clear_object (&act->source);
  g_clear_object (&act->target);
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

/* On a thread. A file that exists is replaced as a whole or not at all. */
static DexFuture *
copy_thread (gpointer user_data)
{
  Act *act = user_data;
  g_autoptr(GFileInputStream) input = NULL;
  g_autoptr(GFileOutputStream) output = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *source = g_file_get_basename (act->source);
  g_autofree char *target = g_file_get_basename (act->target);

  if (!(input = g_file_read (act->source, NULL, &io_error)))
    {
      attune_set_error_from_io (&error, io_error, source);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  output = g_file_replace (act->target, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &io_error);

  if (output != NULL &&
      g_output_stream_splice (G_OUTPUT_STREAM (output), G_INPUT_STREAM (input),
                              G_OUTPUT_STREAM_SPLICE_NONE, NULL, &io_error) >= 0 &&
      g_output_stream_close (G_OUTPUT_STREAM (output), NULL, &io_error))
    return dex_future_new_true ();

  if (output != NULL)
    {
      g_autoptr(GCancellable) cancelled = g_cancellable_new ();

      /* Closed while cancelled, the stream leaves what was there before. */
      g_cancellable_cancel (cancelled);
      g_output_stream_close (G_OUTPUT_STREAM (output), cancelled, NULL);
    }

  attune_set_error_from_io (&error, io_error, target);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
exported_cb (DexFuture *completed,
             gpointer   user_data)
{
  Act *act = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&act->widget);
  g_autoptr(GError) error = NULL;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    {
      tell_error (act, _("Could Not Export the Dataset"), error);
      return NULL;
    }

  if (widget == NULL)
    return NULL;

  base = g_file_get_basename (act->target);
  name = g_filename_display_name (base);
  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("Exported to “%s”"), name);
  attune_feedback_toast (widget, text);

  return NULL;
}

static void
target_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;

  act->target = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  if (act->target == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
          !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
        tell_error (act, _("Could Not Open the File Chooser"), error);

      act_free (act);
      return;
    }

  /* Owned by the block that ends it, which the thread cannot outlive. */
  dex_future_disown (dex_future_finally (dex_thread_spawn ("attune-export", copy_thread, act, NULL),
                                         exported_cb, act, act_free));
}

/* Asks where, and copies the JSONL file of the training or the validation part there. */
void
attune_dataset_actions_export (GtkWidget     *widget,
                               AttuneDataset *dataset,
                               gboolean       validation)
{
  g_autoptr(GtkFileDialog) chooser = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;
  const char *path;
  Act *act;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  path = validation ? attune_dataset_get_validation_path (dataset)
                    : attune_dataset_get_training_path (dataset);
  g_return_if_fail (path != NULL);

  act = act_new (widget, NULL, dataset);
  act->source = g_file_new_for_path (path);

  plain = g_strdelimit (g_strdup (attune_dataset_get_name (dataset)), "/\n", '-');
  name = g_strdup_printf (validation ? "%s-validation.jsonl" : "%s.jsonl", plain);

  chooser = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (chooser, _("Export Dataset"));
  gtk_file_dialog_set_initial_name (chooser, name);
  gtk_file_dialog_save (chooser, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        target_chosen_cb, act);
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
