/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-results"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-job-results.h"
#include "attune-weak-ref.h"

#define SUFFIX ".csv"

typedef struct
{
  GtkWidget       *widget;
  AttuneWorkspace *workspace;
  AttuneJob       *job;
  char            *file_name;     /* of the first in a folder that is chosen; NULL: a file is */
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->widget);
  g_object_unref (choice->workspace);
  g_object_unref (choice->job);
  g_free (choice->file_name);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (widget == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) != NULL)
    attune_feedback_toast (widget, _("Results saved"));
  else
    attune_feedback_error (widget, _("Could Not Save the Results"), error);

  return dex_future_new_true ();
}

/* The folder is the person's, and so is what is in it: nothing is written over. */
static char *
make_free_path (GFile      *folder,
                const char *file_name)
{
  g_autofree char *stem = g_strndup (file_name, strlen (file_name) - strlen (SUFFIX));
  char *path = g_build_filename (g_file_peek_path (folder), file_name, NULL);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s%c%s (%u)" SUFFIX, g_file_peek_path (folder), G_DIR_SEPARATOR,
                              stem, i);
    }

  return path;
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Choice) choice = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = NULL;
  g_autofree char *path = NULL;
  DexFuture *saving;

  if (choice->file_name != NULL)
    file = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (object), result, &error);
  else
    file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  /* Closing the dialog is no error. */
  if (file == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        attune_feedback_error (choice->widget, _("Could Not Save the Results"), error);
      return;
    }

  if (g_file_peek_path (file) == NULL)
    {
      attune_feedback_toast (choice->widget, _("Choose a folder on this computer."));
      return;
    }

  path = choice->file_name != NULL ? make_free_path (file, choice->file_name)
                                   : g_strdup (g_file_peek_path (file));
  saving = attune_workspace_save_results (choice->workspace, choice->job, path);
  dex_future_disown (dex_future_finally (saving, saved_cb,
                                         attune_weak_ref_new (choice->widget),
                                         attune_weak_ref_free));
}

/**
 * attune_job_results_save:
 * @widget: where the person asked for it
 * @workspace: where the fine-tune is kept
 * @job: a fine-tune with files of results
 *
 * Asks where to save the provider's files of results, and fetches them: a file for one, a folder
 * for several.
 */
void
attune_job_results_save (GtkWidget       *widget,
                         AttuneWorkspace *workspace,
                         AttuneJob       *job)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *file_name = NULL;
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  Choice *choice = g_new0 (Choice, 1);

  choice->widget = g_object_ref (widget);
  choice->workspace = g_object_ref (workspace);
  choice->job = g_object_ref (job);

  /* Translators: the name of a file; %s is the name of a fine-tune. */
  file_name = g_strdup_printf (_("%s results.csv"), attune_job_get_title (job));

  if (!g_str_has_suffix (file_name, SUFFIX))
    g_set_str (&file_name, "results" SUFFIX);

  g_strdelimit (file_name, "/:", '-');

  gtk_file_dialog_set_title (dialog, _("Save Results"));

  if (g_strv_length ((char **)attune_job_get_result_files (job)) > 1)
    {
      choice->file_name = g_steal_pointer (&file_name);
      gtk_file_dialog_select_folder (dialog, window, NULL, chosen_cb, choice);
      return;
    }

  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_save (dialog, window, NULL, chosen_cb, choice);
}
