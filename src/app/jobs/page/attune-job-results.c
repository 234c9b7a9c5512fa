/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-results"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-job-results.h"
#include "attune-weak-ref.h"

typedef struct
{
  GtkWidget       *widget;
  AttuneWorkspace *workspace;
  AttuneJob       *job;
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->widget);
  g_object_unref (choice->workspace);
  g_object_unref (choice->job);
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

static void
save_file_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Choice) choice = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);
  DexFuture *saving;
  const char *path;

  /* Closing the dialog is no error. */
  if (file == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        attune_feedback_error (choice->widget, _("Could Not Save the Results"), error);
      return;
    }

  if ((path = g_file_peek_path (file)) == NULL)
    {
      attune_feedback_toast (choice->widget, _("Choose a folder on this computer."));
      return;
    }

  saving = attune_workspace_save_results (choice->workspace, choice->job, path);
  dex_future_disown (dex_future_finally (saving, saved_cb,
                                         attune_weak_ref_new (choice->widget),
                                         attune_weak_ref_free));
}

/**
 * attune_job_results_save:
 * @widget: where the person asked for it
 * @workspace: where the fine-tune is kept
 * @job: a fine-tune with a file of results
 *
 * Asks where to save the provider's file of results, and fetches it.
 */
void
attune_job_results_save (GtkWidget       *widget,
                         AttuneWorkspace *workspace,
                         AttuneJob       *job)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *file_name = NULL;
  Choice *choice = g_new0 (Choice, 1);

  choice->widget = g_object_ref (widget);
  choice->workspace = g_object_ref (workspace);
  choice->job = g_object_ref (job);

  /* Translators: the name of a file; %s is the name of a fine-tune. */
  file_name = g_strdup_printf (_("%s results.csv"), attune_job_get_title (job));
  g_strdelimit (file_name, "/:", '-');

  gtk_file_dialog_set_title (dialog, _("Save Results"));
  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        save_file_cb, choice);
}
