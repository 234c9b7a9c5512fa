/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is done with a comparison: what stands in its menu, votes, and columns that come and go. */

#define G_LOG_DOMAIN "attune-compare-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-ask.h"
#include "attune-compare-dialog.h"
#include "attune-compare-page-private.h"
#include "attune-feedback.h"
#include "attune-weak-ref.h"

typedef struct
{
  AttuneComparePage  *page;
  AttuneTableFormat   format;
  AttuneConversation *column;      /* that goes or comes back, or NULL */
  int                 winner;
} Act;

static Act *
act_new (AttuneComparePage *page,
         AttuneTableFormat  format)
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (page);
  act->format = format;

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->page);
  g_clear_object (&act->column);
  g_free (act);
}

static const char *
get_title (AttuneComparePage *self)
{
  return adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (self));
}

static DexFuture *
rename_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneComparePage *self = act->page;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;

  if (!(name = dex_await_string (attune_ask_name (GTK_WIDGET (self), _("Rename Comparison"),
                                                  get_title (self)), &error)) ||
      !dex_await (attune_comparison_set_title (self->comparison, name), &error))
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Change the Comparison"), error);

  return dex_future_new_true ();
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, rename_fiber,
                                          act_new (ATTUNE_COMPARE_PAGE (widget), 0), act_free));
}

static DexFuture *
export_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneComparePage *self = act->page;
  g_autofree char *file_name = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  file_name = g_strconcat (get_title (self), act->format == ATTUNE_TABLE_CSV ? ".csv" : ".md", NULL);

  if (!(path = dex_await_string (attune_ask_save (GTK_WIDGET (self), _("Save Comparison"), file_name),
                                 &error)) ||
      !dex_await (attune_workspace_export_comparison (self->workspace, self->comparison,
                                                      act->format,
                                                      path), &error))
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Save the Comparison"), error);
  else
    attune_feedback_toast (GTK_WIDGET (self), _("Comparison saved"));

  return dex_future_new_true ();
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneTableFormat format = g_str_equal (g_variant_get_string (parameter, NULL), "csv")
                             ? ATTUNE_TABLE_CSV : ATTUNE_TABLE_MARKDOWN;

  dex_future_disown (dex_scheduler_spawn (NULL, 0, export_fiber,
                                          act_new (ATTUNE_COMPARE_PAGE (widget),
                                                   format), act_free));
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneComparePage *self = ATTUNE_COMPARE_PAGE (widget);

  gtk_widget_activate_action (widget, "win.delete-comparison", "s",
                              attune_comparison_get_id (self->comparison));
}

/* --- The tally --- */

static GtkWidget *
create_tally_row (AttuneComparePage      *self,
                  const AttuneModelTally *tally)
{
  GtkWidget *row = adw_action_row_new ();
  AttuneModel *model = attune_workspace_find_model (self->workspace, tally->account_id,
                                                    tally->model);
  g_autofree char *text = NULL;

  /* Translators: how often a model was chosen, was not chosen, and was as good as another. */
  text = g_strdup_printf (_("%u won, %u lost, %u equally good"), tally->n_won, tally->n_lost, tally->n_tied);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 model != NULL ? attune_model_get_title (model) : tally->model);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);

  return row;
}

static void
present_tally (AttuneComparePage *self,
               GPtrArray         *tallies)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Tally of Votes"), NULL);
  GtkWidget *list = gtk_list_box_new ();

  if (tallies->len == 0)
    adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog),
                               _("Say below some answers which is better, and find the sums here."));

  for (guint i = 0; i < tallies->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         create_tally_row (self, g_ptr_array_index (tallies, i)));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_visible (list, tallies->len > 0);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), list);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
show_tally_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneComparePage *self = act->page;
  g_autoptr(GPtrArray) tallies = NULL;
  g_autoptr(GError) error = NULL;

  tallies = dex_await_boxed (attune_workspace_list_tallies (self->workspace, self->comparison,
                                                            FALSE),
                             &error);

  if (tallies != NULL)
    present_tally (self, tallies);
  else
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Count the Votes"), error);

  return dex_future_new_true ();
}

static void
show_tally_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  AttuneComparePage *self = ATTUNE_COMPARE_PAGE (widget);

  /* The sums would tell which model is which. */
  if (attune_comparison_get_is_blind (self->comparison))
    {
      attune_feedback_toast (widget, _("Show which model is which first"));
      return;
    }

  dex_future_disown (dex_scheduler_spawn (NULL, 0, show_tally_fiber, act_new (self, 0), act_free));
}

/* --- Votes --- */

static void
tell_winner (Act *act)
{
  AttuneComparePage *self = act->page;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->columns->len; i++)
    {
      AttuneCompareColumn *column = g_ptr_array_index (self->columns, i);

      if ((int)attune_compare_column_get_index (column) == act->winner)
        text = g_strdup_printf (_("You chose “%s”"), attune_compare_column_get_name (column));
    }

  attune_feedback_toast (GTK_WIDGET (self),
                         text != NULL ? text : _("The names of the models are shown now"));
}

/* Who has judged blindly may know now. */
static DexFuture *
vote_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneComparison *comparison = act->page->comparison;
  guint turn = attune_comparison_get_n_turns (comparison) - 1;
  gboolean was_blind = attune_comparison_get_is_blind (comparison);
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_comparison_vote (comparison, turn, act->winner), &error) ||
      (was_blind && !dex_await (attune_comparison_set_blind (comparison, FALSE), &error)))
    attune_feedback_error (GTK_WIDGET (act->page), _("Could Not Keep the Vote"), error);
  else if (was_blind)
    tell_winner (act);

  return dex_future_new_true ();
}

/**
 * attune_compare_page_vote:
 * @self: a page
 * @winner: the column whose last answer is better, or %ATTUNE_COMPARISON_TIE
 *
 * Keeps the vote, and shows which model is which if that was hidden.
 */
void
attune_compare_page_vote (AttuneComparePage *self,
                          int                winner)
{
  Act *act = act_new (self, 0);

  act->winner = winner;
  attune_compare_page_follow (self, dex_scheduler_spawn (NULL, 0, vote_fiber, act, act_free),
                              _("Could Not Keep the Vote"));
}

/* --- Columns --- */

static void
add_model_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AttuneComparePage *self = ATTUNE_COMPARE_PAGE (widget);

  AttuneCompareDialog *dialog;

  dialog = attune_compare_dialog_new_to_add (self->workspace, self->comparison);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static DexFuture *
restore_column_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneComparePage *self = act->page;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_workspace_restore_column (self->workspace, self->comparison, act->column),
                  &error))
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Bring the Model Back"), error);

  return dex_future_new_true ();
}

static Act *
act_copy (Act *act)
{
  Act *copy = act_new (act->page, act->format);

  copy->column = g_object_ref (act->column);

  return copy;
}

static void
undo_remove_cb (Act *act)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, restore_column_fiber, act_copy (act), act_free));
}

static DexFuture *
remove_column_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneComparePage *self = act->page;
  g_autoptr(GError) error = NULL;

  if (dex_await (attune_workspace_remove_column (self->workspace, self->comparison, act->column),
                 &error))
    attune_feedback_undo (GTK_WIDGET (self), _("Model removed from the comparison"),
                          G_CALLBACK (undo_remove_cb), act_copy (act), act_free);
  else
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Remove the Model"), error);

  return dex_future_new_true ();
}

/**
 * attune_compare_page_remove_column:
 * @self: a page
 * @column: one of its columns
 *
 * Takes a model out of the comparison, and offers to bring it back.
 */
void
attune_compare_page_remove_column (AttuneComparePage   *self,
                                   AttuneCompareColumn *column)
{
  Act *act = act_new (self, 0);

  act->column = g_object_ref (attune_compare_column_get_conversation (column));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, remove_column_fiber, act, act_free));
}

/**
 * attune_compare_page_install_actions:
 * @widget_class: the class of the page
 */
void
attune_compare_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "compare.add-model", NULL, add_model_action);
  gtk_widget_class_install_action (widget_class, "compare.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "compare.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "compare.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "compare.show-tally", NULL, show_tally_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search-chats", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "compare.rename", NULL);
}
