/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-search-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-search-dialog.h"
#include "attune-feedback.h"
#include "attune-format.h"
#include "attune-weak-ref.h"

struct _AttuneChatSearchDialog
{
  AdwDialog         parent_instance;

  GtkListView      *hit_list;
  GtkWidget        *partial_label;
  GtkSearchEntry   *chat_search_entry;
  GtkStack         *stack;

  AttuneWorkspace  *workspace;
  GListStore       *hits;          /* AttuneSearchHit */
  DexFuture        *search;
};

G_DEFINE_FINAL_TYPE (AttuneChatSearchDialog, attune_chat_search_dialog, ADW_TYPE_DIALOG)

static void
show_result (AttuneChatSearchDialog *self,
             AttuneSearchResult     *result)
{
  g_list_store_splice (self->hits, 0, g_list_model_get_n_items (G_LIST_MODEL (self->hits)),
                       result->hits->pdata, result->hits->len);
  gtk_widget_set_visible (self->partial_label, result->is_partial && result->hits->len > 0);
  gtk_stack_set_visible_child_name (self->stack, result->hits->len > 0 ? "hits" : "none");
}

static DexFuture *
found_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneChatSearchDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (self == NULL || self->stack == NULL)
    return dex_future_new_true ();

  if (value != NULL)
    show_result (self, g_value_get_boxed (value));
  else
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Search"), error);

  return dex_future_new_true ();
}

/* What was typed before is no longer looked for. */
static void
search_changed_cb (AttuneChatSearchDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->chat_search_entry));
  g_autofree char *query = g_strstrip (g_strdup (text));

  dex_clear (&self->search);

  if (*query == '\0')
    {
      g_list_store_remove_all (self->hits);
      gtk_widget_set_visible (self->partial_label, FALSE);
      gtk_stack_set_visible_child_name (self->stack, "start");
      return;
    }

  self->search = dex_future_finally (attune_workspace_search_conversations (self->workspace, query),
                                     found_cb, attune_weak_ref_new (self), attune_weak_ref_free);
}

static void
activate_cb (AttuneChatSearchDialog *self,
             guint                   position)
{
  g_autoptr(AttuneSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), position);

  if (hit == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "(sx)",
                              attune_search_hit_get_conversation_id (hit),
                              attune_search_hit_get_message_id (hit));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
activate_first_cb (AttuneChatSearchDialog *self)
{
  activate_cb (self, 0);
}

static void
stop_search_cb (AttuneChatSearchDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *snippet = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dimmed");
  gtk_label_set_xalign (GTK_LABEL (snippet), 0);
  gtk_label_set_wrap (GTK_LABEL (snippet), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (snippet), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), snippet);
  gtk_list_item_set_child (item, box);
}

static PangoAttrList *
create_marks (AttuneSearchHit *hit)
{
  PangoAttrList *marks = pango_attr_list_new ();
  guint n_ranges;
  const AttuneTextRange *ranges = attune_search_hit_get_ranges (hit, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    {
      PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

      bold->start_index = ranges[i].start;
      bold->end_index = ranges[i].end;
      pango_attr_list_insert (marks, bold);
    }

  return marks;
}

static void
bind_cb (AttuneChatSearchDialog *self,
         GtkListItem            *item)
{
  AttuneSearchHit *hit = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkLabel *title_label = GTK_LABEL (gtk_widget_get_first_child (box));
  GtkLabel *snippet_label = GTK_LABEL (gtk_widget_get_last_child (box));
  AttuneConversation *conversation;
  g_autoptr(PangoAttrList) marks = create_marks (hit);
  g_autofree char *date = attune_format_date (attune_search_hit_get_date (hit));
  g_autofree char *heading = NULL;
  const char *title;

  conversation = attune_workspace_find_conversation (self->workspace,
                                                     attune_search_hit_get_conversation_id (hit));
  title = conversation != NULL ? attune_conversation_get_title (conversation) : NULL;

  /* Translators: the title of a chat, and a date. */
  heading = g_strdup_printf (_("%s · %s"), title != NULL ? title : _("New Chat"), date);
  gtk_label_set_text (title_label, heading);
  gtk_label_set_text (snippet_label, attune_search_hit_get_snippet (hit));
  gtk_label_set_attributes (snippet_label, marks);
  gtk_list_item_set_accessible_label (item, attune_search_hit_get_snippet (hit));
}

static void
attune_chat_search_dialog_dispose (GObject *object)
{
  AttuneChatSearchDialog *self = (AttuneChatSearchDialog *)object;

  dex_clear (&self->search);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_CHAT_SEARCH_DIALOG);
  g_clear_object (&self->hits);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_chat_search_dialog_parent_class)->dispose (object);
}

static void
attune_chat_search_dialog_class_init (AttuneChatSearchDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_chat_search_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/attune/Attune/ui/"
                                               "attune-chat-search-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneChatSearchDialog, hit_list);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatSearchDialog, partial_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatSearchDialog, chat_search_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatSearchDialog, stack);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
attune_chat_search_dialog_init (AttuneChatSearchDialog *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->hits = g_list_store_new (ATTUNE_TYPE_SEARCH_HIT);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->hits)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->hit_list, factory);
  gtk_list_view_set_model (self->hit_list, GTK_SELECTION_MODEL (selection));
}

/**
 * attune_chat_search_dialog_new:
 * @workspace: where chats are
 *
 * Returns: (transfer floating): a dialog
 */
AttuneChatSearchDialog *
attune_chat_search_dialog_new (AttuneWorkspace *workspace)
{
  AttuneChatSearchDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_CHAT_SEARCH_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);

  return self;
}
