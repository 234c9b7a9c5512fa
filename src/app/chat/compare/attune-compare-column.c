/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-compare-column"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-compare-column.h"
#include "attune-correct-dialog.h"
#include "attune-message-list.h"

struct _AttuneCompareColumn
{
  AdwBin              parent_instance;

  GtkLabel           *account_label;
  AttuneMessageList  *message_list;
  GtkLabel           *name_label;
  GtkWidget          *remove_button;
  GtkScrolledWindow  *scrolled;

  AttuneWorkspace    *workspace;
  AttuneComparison   *comparison;
  AttuneConversation *conversation;
  guint               index;          /* which of its columns this is */
  char               *name;           /* a letter while nobody shall know which model it is */
  gboolean            marks_differences;
};

enum {
  SIGNAL_LEAD,
  SIGNAL_EDIT,
  SIGNAL_REMOVE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneCompareColumn, attune_compare_column, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static const char *
get_model_title (AttuneCompareColumn *self)
{
  const char *model_id = attune_conversation_get_model (self->conversation);
  const char *account_id = attune_conversation_get_account_id (self->conversation);
  AttuneModel *model = attune_workspace_find_model (self->workspace, account_id, model_id);

  return model != NULL ? attune_model_get_title (model) : model_id;
}

/* The columns that have answered in a turn, in the order in which they stand; none while an answer
 * grows there. */
static GArray *
list_answering (AttuneCompareColumn *self,
                guint                turn)
{
  guint n_columns;
  const guint *order = attune_comparison_get_order (self->comparison, &n_columns);
  g_autoptr(GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(AttuneMessage) answer = NULL;

      answer = attune_comparison_dup_answer (self->comparison, order[i], turn);

      if (answer != NULL && attune_message_get_state (answer) == ATTUNE_MESSAGE_STREAMING)
        return g_array_new (FALSE, FALSE, sizeof (guint));

      if (answer != NULL && *attune_message_get_content (answer) != '\0')
        g_array_append_val (columns, order[i]);
    }

  return g_steal_pointer (&columns);
}

/* All answers are compared with the first; of two, each with the other. -1 for none. */
static int
find_reference (AttuneCompareColumn *self,
                guint                turn)
{
  g_autoptr(GArray) columns = list_answering (self, turn);

  if (columns->len < 2)
    return -1;

  if (g_array_index (columns, guint, 0) != self->index)
    return (int)g_array_index (columns, guint, 0);

  return columns->len == 2 ? (int)g_array_index (columns, guint, 1) : -1;
}

/* What another model said in the same turn. */
static char *
dup_compared (AttuneCompareColumn *self,
              AttuneMessage       *message)
{
  g_autoptr(AttuneMessage) other = NULL;
  int reference;
  int turn;

  if (!self->marks_differences ||
      attune_message_get_author (message) != ATTUNE_MESSAGE_ASSISTANT ||
      *attune_message_get_content (message) == '\0')
    return NULL;

  turn = attune_comparison_find_turn (self->comparison, self->index, message);
  reference = turn >= 0 ? find_reference (self, (guint)turn) : -1;
  if (reference >= 0)
    other = attune_comparison_dup_answer (self->comparison, (guint)reference, (guint)turn);

  return other != NULL ? g_strdup (attune_message_get_content (other)) : NULL;
}

static void
bind_view_cb (AttuneCompareColumn *self,
              AttuneMessageView   *view)
{
  g_autofree char *compared = dup_compared (self, attune_message_view_get_message (view));

  attune_message_view_set_is_anonymous (view, attune_comparison_get_is_blind (self->comparison));
  attune_message_view_set_model_title (view, self->name);
  attune_message_view_set_can_delete (view, FALSE);
  attune_message_view_set_compared (view, compared);
}

static void
update_views (AttuneCompareColumn *self)
{
  GListModel *model = attune_message_list_get_model (self->message_list);

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      AttuneMessageView *view = attune_message_list_get_view (self->message_list, i);

      if (view != NULL)
        bind_view_cb (self, view);
    }
}

static void
update_name (AttuneCompareColumn *self)
{
  gboolean is_blind = attune_comparison_get_is_blind (self->comparison);
  const char *account_id = attune_conversation_get_account_id (self->conversation);
  AttuneAccount *account = attune_workspace_find_account (self->workspace, account_id);
  const char *account_name = account != NULL ? attune_account_get_name (account)
                                             : _("Account removed");

  g_free (self->name);
  self->name = attune_comparison_dup_label (self->comparison, self->index, get_model_title (self));
  gtk_label_set_text (self->name_label, self->name);
  gtk_label_set_text (self->account_label, is_blind ? "" : account_name);
  gtk_widget_set_visible (GTK_WIDGET (self->account_label), !is_blind);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->name, -1);
}

/* What fails is told by the message itself, here as in a chat. */
static DexFuture *
done_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    g_debug ("Not answered: %s", error->message);

  return dex_future_new_true ();
}

/* Takes @future. */
static void
follow (DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, done_cb, NULL, NULL));
}

static void
retry_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AttuneCompareColumn *self = ATTUNE_COMPARE_COLUMN (widget);

  follow (attune_conversation_retry (self->conversation));
}

static void
continue_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  AttuneCompareColumn *self = ATTUNE_COMPARE_COLUMN (widget);

  follow (attune_conversation_continue (self->conversation));
}

static void
regenerate_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AttuneCompareColumn *self = ATTUNE_COMPARE_COLUMN (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr(AttuneMessage) message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    follow (attune_conversation_regenerate (self->conversation, message));
}

static void
edit_message_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneCompareColumn *self = ATTUNE_COMPARE_COLUMN (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr(AttuneMessage) message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    g_signal_emit (self, signals[SIGNAL_EDIT], 0, message);
}

static void
correct_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AttuneCompareColumn *self = ATTUNE_COMPARE_COLUMN (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr(AttuneMessage) message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    adw_dialog_present (ADW_DIALOG (attune_correct_dialog_new (self->workspace, self->conversation,
                                                               message)),
                        widget);
}

static void
show_sibling_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneCompareColumn *self = ATTUNE_COMPARE_COLUMN (widget);
  g_autoptr(AttuneMessage) message = NULL;
  gint64 id;
  guint32 index;

  g_variant_get (parameter, "(xu)", &id, &index);
  message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    follow (attune_conversation_show_sibling (self->conversation, message, index));
}

/* To correct an answer would show which dataset its model was tuned on. */
static void
update_actions (AttuneCompareColumn *self)
{
  static const char * const names[] = {
    "chat.continue", "chat.edit-message", "chat.regenerate", "chat.retry", "chat.show-sibling",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i],
                                   !attune_conversation_get_is_answering (self->conversation));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chat.correct",
                                 !attune_comparison_get_is_blind (self->comparison));
}

static void
lead_cb (AttuneCompareColumn *self)
{
  g_signal_emit (self, signals[SIGNAL_LEAD], 0);
}

static void
remove_cb (AttuneCompareColumn *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
attune_compare_column_dispose (GObject *object)
{
  AttuneCompareColumn *self = (AttuneCompareColumn *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_COMPARE_COLUMN);
  g_clear_object (&self->conversation);
  g_clear_object (&self->comparison);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (attune_compare_column_parent_class)->dispose (object);
}

static void
attune_compare_column_class_init (AttuneCompareColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_compare_column_dispose;

  signals[SIGNAL_LEAD] =
    g_signal_new ("lead",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);

  signals[SIGNAL_EDIT] =
    g_signal_new ("edit",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, ATTUNE_TYPE_MESSAGE);

  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (ATTUNE_TYPE_MESSAGE_LIST);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/attune/Attune/ui/"
                                               "attune-compare-column.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareColumn, account_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareColumn, message_list);
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareColumn, name_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareColumn, remove_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareColumn, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, bind_view_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_install_action (widget_class, "chat.continue", NULL, continue_action);
  gtk_widget_class_install_action (widget_class, "chat.correct", "x", correct_action);
  gtk_widget_class_install_action (widget_class, "chat.edit-message", "x", edit_message_action);
  gtk_widget_class_install_action (widget_class, "chat.regenerate", "x", regenerate_action);
  gtk_widget_class_install_action (widget_class, "chat.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "chat.show-sibling", "(xu)", show_sibling_action);
}

static void
attune_compare_column_init (AttuneCompareColumn *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (motion, "enter", G_CALLBACK (lead_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "enter", G_CALLBACK (lead_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/**
 * attune_compare_column_new:
 * @workspace: where models and accounts are
 * @comparison: who is compared
 * @index: which of its columns to show, from 0
 *
 * Returns: (transfer floating): a column
 */
AttuneCompareColumn *
attune_compare_column_new (AttuneWorkspace  *workspace,
                           AttuneComparison *comparison,
                           guint             index)
{
  AttuneCompareColumn *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (comparison), NULL);

  self = g_object_new (ATTUNE_TYPE_COMPARE_COLUMN, NULL);
  self->workspace = g_object_ref (workspace);
  self->comparison = g_object_ref (comparison);
  self->index = index;
  self->conversation = g_list_model_get_item (attune_comparison_get_columns (comparison), index);
  update_name (self);
  update_actions (self);
  attune_message_list_set_model (self->message_list,
                                 attune_conversation_get_messages (self->conversation));
  g_signal_connect_object (self->conversation, "notify::is-answering", G_CALLBACK (update_actions),
                           self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * attune_compare_column_get_conversation:
 * @self: a column
 *
 * Returns: (transfer none): what it shows
 */
AttuneConversation *
attune_compare_column_get_conversation (AttuneCompareColumn *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARE_COLUMN (self), NULL);

  return self->conversation;
}

/**
 * attune_compare_column_get_adjustment:
 * @self: a column
 *
 * Returns: (transfer none): how far it is scrolled
 */
GtkAdjustment *
attune_compare_column_get_adjustment (AttuneCompareColumn *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARE_COLUMN (self), NULL);

  return gtk_scrolled_window_get_vadjustment (self->scrolled);
}

/**
 * attune_compare_column_get_index:
 * @self: a column
 *
 * Returns: which column of the comparison it is, from 0
 */
guint
attune_compare_column_get_index (AttuneCompareColumn *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARE_COLUMN (self), 0);

  return self->index;
}

/**
 * attune_compare_column_mark_differences:
 * @self: a column
 * @marks_differences: whether it is marked in what answers differ from those beside them
 *
 * Marks what differs, of all answers that have come to their end by now.
 */
void
attune_compare_column_mark_differences (AttuneCompareColumn *self,
                                        gboolean             marks_differences)
{
  g_return_if_fail (ATTUNE_IS_COMPARE_COLUMN (self));

  self->marks_differences = !!marks_differences;
  update_views (self);
}

/**
 * attune_compare_column_set_can_remove:
 * @self: a column
 * @can_remove: whether it can be taken out of the comparison
 */
void
attune_compare_column_set_can_remove (AttuneCompareColumn *self,
                                      gboolean             can_remove)
{
  g_return_if_fail (ATTUNE_IS_COMPARE_COLUMN (self));

  gtk_widget_set_visible (self->remove_button, can_remove);
}

/**
 * attune_compare_column_get_name:
 * @self: a column
 *
 * Returns: (transfer none): what people call the model, or the letter that stands for that
 */
const char *
attune_compare_column_get_name (AttuneCompareColumn *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARE_COLUMN (self), NULL);

  return self->name;
}

/**
 * attune_compare_column_scroll_to_end:
 * @self: a column
 */
void
attune_compare_column_scroll_to_end (AttuneCompareColumn *self)
{
  g_return_if_fail (ATTUNE_IS_COMPARE_COLUMN (self));

  attune_message_list_scroll_to_end (self->message_list);
}
