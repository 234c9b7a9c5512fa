/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-model-files"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-job-model-files.h"
#include "attune-progress-dialog.h"
#include "attune-workspace-model-files.h"

/* From the choice of a folder until the files are there; then the dialog has it. */
typedef struct
{
  GtkWidget        *widget;       /* the page */
  AttuneWorkspace  *workspace;
  AttuneJob        *job;
  AttuneCheckpoint *checkpoint;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->widget);
  g_object_unref (saving->workspace);
  g_object_unref (saving->job);
  g_clear_object (&saving->checkpoint);
  g_free (saving);
}

static void
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  Saving *saving = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (value != NULL)
    {
      g_autofree char *name = g_filename_display_basename (g_value_get_string (value));
      /* Translators: %s is the name of a folder. */
      g_autofree char *text = g_strdup_printf (_("Saved in “%s”"), name);

      attune_feedback_toast (saving->widget, text);
    }
  else
    {
      attune_feedback_error (saving->widget, _("Could Not Save the Model Files"), error);
    }
}

static void
present_progress (Saving     *saving,
                  const char *folder)
{
  AdwDialog *dialog = attune_progress_dialog_present (saving->widget, _("Saving Model Files"), NULL,
                                                      _("Asking for the files"));
  DexFuture *saved;

  saved = attune_workspace_save_model_files (saving->workspace, saving->job, saving->checkpoint,
                                             folder, attune_progress_dialog_show,
                                             g_object_ref (dialog), g_object_unref);
  attune_progress_dialog_follow (dialog, saved, saved_cb, saving, saving_free);
}

static void
folder_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Saving *saving = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) folder = NULL;

  folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (object), result, &error);

  if (folder != NULL && g_file_peek_path (folder) != NULL)
    {
      present_progress (saving, g_file_peek_path (folder));
      return;
    }

  if (folder != NULL)
    attune_feedback_toast (saving->widget, _("Choose a folder on this computer."));
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    attune_feedback_error (saving->widget, _("Could Not Save the Model Files"), error);

  saving_free (saving);
}

/**
 * attune_job_model_files_save:
 * @widget: where the person asked for it
 * @workspace: where the fine-tune is kept
 * @job: a fine-tune that attune_workspace_has_model_files()
 * @checkpoint: (nullable): which state of the model, or %NULL for the last one
 *
 * Asks for a folder, and fetches the files of the model into a new one there; a dialog shows how
 * far it is, and stops it.
 */
void
attune_job_model_files_save (GtkWidget        *widget,
                             AttuneWorkspace  *workspace,
                             AttuneJob        *job,
                             AttuneCheckpoint *checkpoint)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->workspace = g_object_ref (workspace);
  saving->job = g_object_ref (job);
  g_set_object (&saving->checkpoint, checkpoint);

  gtk_file_dialog_set_title (dialog, _("Save Model Files"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                                 folder_chosen_cb, saving);
}
