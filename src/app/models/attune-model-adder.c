/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-adder"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-model-adder.h"
#include "attune-weak-ref.h"

#define SUFFIX "gguf"

typedef struct
{
  GtkWidget       *widget;
  AttuneWorkspace *workspace;
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->widget);
  g_object_unref (choice->workspace);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

/**
 * attune_model_adder_tell:
 * @widget: any widget in the window
 * @model: a model that has come to this computer
 *
 * Says so, and what can be done with it: one that cannot be trained can be talked to all the same.
 */
void
attune_model_adder_tell (GtkWidget   *widget,
                         AttuneModel *model)
{
  const AttuneModelDetails *details = attune_model_get_details (model);
  g_autofree char *text = NULL;

  if (details != NULL && details->obstacle != NULL)
    {
      /* Translators: %s is the name of a model. */
      text = g_strdup_printf (_("“%s” is there to chat with"), attune_model_get_title (model));
      attune_feedback_toast (widget, text);
      return;
    }

  /* Translators: %s is the name of a model. */
  text = g_strdup_printf (_("“%s” is there"), attune_model_get_title (model));
  attune_feedback_action (widget, text, _("_Fine-Tune"), "win.new-fine-tune",
                          g_variant_new_string (""));
}

static DexFuture *
added_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (widget == NULL)
    return dex_future_new_true ();

  if ((value = dex_future_get_value (completed, &error)) != NULL)
    attune_model_adder_tell (widget, g_value_get_object (value));
  else
    attune_feedback_alert (widget, _("Could Not Add the Model"), error);

  return dex_future_new_true ();
}

static void
open_file_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Choice) choice = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, &error);

  /* Closing the dialog is no error. */
  if (file != NULL)
    attune_model_adder_add (choice->widget, choice->workspace, file);
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    attune_feedback_error (choice->widget, _("Could Not Add the Model"), error);
}

/**
 * attune_model_adder_knows:
 * @file: a file
 *
 * Returns: whether it is a model by its name, and nothing that could be imported
 */
gboolean
attune_model_adder_knows (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, "." SUFFIX);
}

/**
 * attune_model_adder_add:
 * @widget: where the person asked for it
 * @workspace: where models are kept
 * @file: a file that should be a model
 *
 * Adds a model to this computer, and says how that went.
 */
void
attune_model_adder_add (GtkWidget       *widget,
                        AttuneWorkspace *workspace,
                        GFile           *file)
{
  const char *path;
  DexFuture *adding;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (G_IS_FILE (file));

  if ((path = g_file_peek_path (file)) == NULL)
    {
      attune_feedback_toast (widget, _("Choose a file on this computer."));
      return;
    }

  adding = attune_workspace_add_model (workspace, path);
  dex_future_disown (dex_future_finally (adding, added_cb,
                                         attune_weak_ref_new (widget),
                                         attune_weak_ref_free));
}

/**
 * attune_model_adder_ask:
 * @widget: where the person asked for it
 * @workspace: where models are kept
 *
 * Asks which model is to be added to this computer.
 */
void
attune_model_adder_ask (GtkWidget       *widget,
                        AttuneWorkspace *workspace)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr(GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->widget = g_object_ref (widget);
  choice->workspace = g_object_ref (workspace);

  gtk_file_filter_set_name (filter, _("Models (GGUF)"));
  gtk_file_filter_add_suffix (filter, SUFFIX);
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _("Add Model"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        open_file_cb, choice);
}
