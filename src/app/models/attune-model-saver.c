/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-saver"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-model-saver.h"
#include "attune-progress-dialog.h"

/* From the choice of a file until it is there; then the dialog has it. */
typedef struct
{
  GtkWidget       *widget;
  AttuneWorkspace *workspace;
  AttuneModel     *model;
  AttuneModelForm  form;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->widget);
  g_object_unref (saving->workspace);
  g_object_unref (saving->model);
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
      /* Translators: %s is the name of a file. */
      g_autofree char *text = g_strdup_printf (_("Saved, with its model card “%s”"), name);

      attune_feedback_toast (saving->widget, text);
    }
  else
    {
      attune_feedback_alert (saving->widget, _("Could Not Save the Model"), error);
    }
}

static void
save (Saving     *saving,
      const char *path)
{
  gboolean is_adapter = saving->form == ATTUNE_MODEL_FORM_ADAPTER;
  AdwDialog *dialog;
  DexFuture *saved;

  dialog = attune_progress_dialog_present (saving->widget,
                                           is_adapter ? _("Saving Adapter") : _("Saving Model"), NULL,
                                           is_adapter ? _("Checking that it can be loaded")
                                                      : _("Putting the model together"));
  saved = attune_workspace_save_model (saving->workspace, saving->model, saving->form, path,
                                       attune_progress_dialog_show, g_object_ref (dialog),
                                       g_object_unref);
  attune_progress_dialog_follow (dialog, saved, saved_cb, saving, saving_free);
}

static void
file_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  Saving *saving = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  if (file != NULL && g_file_peek_path (file) != NULL)
    {
      save (saving, g_file_peek_path (file));
      return;
    }

  if (file != NULL)
    attune_feedback_toast (saving->widget, _("Choose a folder on this computer."));
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    attune_feedback_error (saving->widget, _("Could Not Save the Model"), error);

  saving_free (saving);
}

/* What people call the model, as far as a file can be called so. */
static char *
make_name (AttuneModel     *model,
           AttuneModelForm  form)
{
  g_autofree char *title = g_strdup (attune_model_get_title (model));

  g_strdelimit (title, "/\\:*?\"<>|\n\r\t", '-');

  return g_strconcat (*title == '.' ? "model" : title,
                      form == ATTUNE_MODEL_FORM_ADAPTER ? "-adapter.gguf" : ".gguf", NULL);
}

/**
 * attune_model_saver_ask:
 * @widget: where the person asked for it
 * @workspace: where models are kept
 * @model: one that attune_workspace_can_save_model()
 * @form: what of it
 *
 * Asks for a file, and writes the model there with a card beside it; a dialog shows how far it is,
 * and stops it.
 */
void
attune_model_saver_ask (GtkWidget       *widget,
                        AttuneWorkspace *workspace,
                        AttuneModel     *model,
                        AttuneModelForm  form)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = NULL;
  Saving *saving;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_MODEL (model));

  name = make_name (model, form);
  saving = g_new0 (Saving, 1);
  saving->widget = g_object_ref (widget);
  saving->workspace = g_object_ref (workspace);
  saving->model = g_object_ref (model);
  saving->form = form;

  gtk_file_dialog_set_title (dialog, form == ATTUNE_MODEL_FORM_ADAPTER ? _("Save Adapter")
                                                                       : _("Save Model"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, file_chosen_cb,
                        saving);
}
