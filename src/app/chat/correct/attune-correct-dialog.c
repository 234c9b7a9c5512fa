/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-correct-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-correct-dialog.h"
#include "attune-feedback.h"
#include "attune-weak-ref.h"

struct _AttuneCorrectDialog
{
  AdwDialog           parent_instance;

  GtkTextBuffer      *buffer;
  AdwComboRow        *dataset_row;
  AdwComboRow        *kind_row;
  GtkWidget          *none_row;
  GtkWidget          *text_view;

  AttuneWorkspace    *workspace;
  AttuneConversation *conversation;
  AttuneMessage      *answer;
  gboolean            is_adding;
};

G_DEFINE_FINAL_TYPE (AttuneCorrectDialog, attune_correct_dialog, ADW_TYPE_DIALOG)

static char *
dup_text (AttuneCorrectDialog *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
}

static void
update_actions (AttuneCorrectDialog *self)
{
  g_autofree char *text = dup_text (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "correct.add",
                                 *text != '\0' && !self->is_adding &&
                                 adw_combo_row_get_selected_item (self->dataset_row) != NULL);
}

static DexFuture *
added_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneCorrectDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  AttuneDataset *dataset;

  if (self == NULL || self->buffer == NULL)
    return dex_future_new_true ();

  self->is_adding = FALSE;

  if (dex_future_get_value (completed, &error) == NULL)
    {
      attune_feedback_alert (GTK_WIDGET (self), _("Could Not Add the Answer"), error);
      update_actions (self);
      return dex_future_new_true ();
    }

  dataset = adw_combo_row_get_selected_item (self->dataset_row);
  attune_feedback_action (GTK_WIDGET (self), _("Answer added to the dataset"), _("_Show"),
                          "win.show-dataset",
                          g_variant_new_string (attune_dataset_get_id (dataset)));
  adw_dialog_close (ADW_DIALOG (self));

  return dex_future_new_true ();
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  AttuneCorrectDialog *self = ATTUNE_CORRECT_DIALOG (widget);
  g_autofree char *text = dup_text (self);
  AttuneDataset *dataset = adw_combo_row_get_selected_item (self->dataset_row);
  AttuneCorrectionKind kind = adw_combo_row_get_selected (self->kind_row) == 1
                              ? ATTUNE_CORRECTION_PREFERENCE : ATTUNE_CORRECTION_EXAMPLE;
  DexFuture *future;

  self->is_adding = TRUE;
  update_actions (self);
  future = attune_workspace_correct (self->workspace, self->conversation, self->answer, text,
                                     dataset,
                                     kind);
  dex_future_disown (dex_future_finally (future, added_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
attune_correct_dialog_dispose (GObject *object)
{
  AttuneCorrectDialog *self = (AttuneCorrectDialog *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_CORRECT_DIALOG);
  g_clear_object (&self->answer);
  g_clear_object (&self->conversation);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_correct_dialog_parent_class)->dispose (object);
}

static void
attune_correct_dialog_class_init (AttuneCorrectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_correct_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/attune/Attune/ui/"
                                               "attune-correct-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneCorrectDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, AttuneCorrectDialog, dataset_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneCorrectDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneCorrectDialog, none_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneCorrectDialog, text_view);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_install_action (widget_class, "correct.add", NULL, add_action);
}

static void
attune_correct_dialog_init (AttuneCorrectDialog *self)
{
  const char * const kinds[] = { _("Example"), _("Preference Pair"), NULL };
  g_autoptr(GtkStringList) list = gtk_string_list_new (kinds);

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (list));
}

/* That which the model was tuned on is the likeliest to be meant. */
static void
choose_dataset (AttuneCorrectDialog *self)
{
  GListModel *jobs = attune_workspace_get_jobs (self->workspace);
  GListModel *datasets = attune_workspace_get_datasets (self->workspace);
  const char *model = attune_message_get_model (self->answer);
  const char *id = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (jobs) && id == NULL; i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);

      if (model != NULL && g_strcmp0 (attune_job_get_fine_tuned_model (job), model) == 0)
        id = attune_job_get_dataset_id (job);
    }

  for (guint i = 0; i < g_list_model_get_n_items (datasets) && id != NULL; i++)
    {
      g_autoptr(AttuneDataset) dataset = g_list_model_get_item (datasets, i);

      if (g_str_equal (attune_dataset_get_id (dataset), id))
        adw_combo_row_set_selected (self->dataset_row, i);
    }
}

static void
fill (AttuneCorrectDialog *self)
{
  GListModel *datasets = attune_workspace_get_datasets (self->workspace);
  g_autoptr(GtkExpression) name = gtk_property_expression_new (ATTUNE_TYPE_DATASET, NULL, "name");
  const char *content = attune_message_get_content (self->answer);
  gboolean has_datasets = g_list_model_get_n_items (datasets) > 0;

  adw_combo_row_set_expression (self->dataset_row, name);
  adw_combo_row_set_model (self->dataset_row, datasets);
  gtk_widget_set_visible (GTK_WIDGET (self->dataset_row), has_datasets);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), has_datasets);
  gtk_widget_set_visible (self->none_row, !has_datasets);
  gtk_text_buffer_set_text (self->buffer, content != NULL ? content : "", -1);
  choose_dataset (self);
  update_actions (self);
}

/**
 * attune_correct_dialog_new:
 * @workspace: where datasets are
 * @conversation: where the answer was given
 * @answer: the answer
 *
 * Returns: (transfer floating): a dialog
 */
AttuneCorrectDialog *
attune_correct_dialog_new (AttuneWorkspace    *workspace,
                           AttuneConversation *conversation,
                           AttuneMessage      *answer)
{
  AttuneCorrectDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (answer), NULL);

  self = g_object_new (ATTUNE_TYPE_CORRECT_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);
  self->conversation = g_object_ref (conversation);
  self->answer = g_object_ref (answer);
  fill (self);

  return self;
}
