/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is asked, and what is done with messages. */

#define G_LOG_DOMAIN "attune-chat-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-page-private.h"
#include "attune-correct-dialog.h"
#include "attune-feedback.h"
#include "attune-weak-ref.h"

/* --- Asking --- */

/* An answer that failed says so in its own place; anything else happened before there was one. */
static gboolean
is_said_in_place (AttuneChatPage *self)
{
  GListModel *messages = attune_conversation_get_messages (self->conversation);
  guint n_messages = g_list_model_get_n_items (messages);
  g_autoptr(AttuneMessage) last = n_messages > 0 ? g_list_model_get_item (messages, n_messages - 1)
                                                 : NULL;

  return last != NULL && attune_message_get_state (last) == ATTUNE_MESSAGE_BROKEN;
}

static DexFuture *
answered_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneChatPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->stack == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) == NULL && !is_said_in_place (self))
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Send the Message"), error);

  return dex_future_new_true ();
}

/* Takes @future, of an answer that comes at the end of the chat. */
static void
follow_answer (AttuneChatPage *self,
               DexFuture      *future)
{
  attune_message_list_scroll_to_end (self->message_list);
  dex_future_disown (dex_future_finally (future, answered_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
send_cb (AttuneChatPage *self,
         const char     *text)
{
  g_autoptr(AttuneMessage) edited = g_steal_pointer (&self->edited);

  if (edited != NULL)
    follow_answer (self, attune_conversation_edit (self->conversation, edited, text));
  else
    follow_answer (self, attune_conversation_send (self->conversation, text));

  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
retry_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);

  follow_answer (self, attune_conversation_retry (self->conversation));
}

static void
continue_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);

  follow_answer (self, attune_conversation_continue (self->conversation));
}

static void
regenerate_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr(AttuneMessage) message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    follow_answer (self, attune_conversation_regenerate (self->conversation, message));
}

/* --- Editing --- */

static void
edit (AttuneChatPage *self,
      AttuneMessage  *message)
{
  if (attune_conversation_get_is_answering (self->conversation))
    return;

  g_set_object (&self->edited, message);
  attune_composer_begin_edit (self->composer, attune_message_get_content (message));
}

static AttuneMessage *
find_last (AttuneChatPage      *self,
           AttuneMessageAuthor  author)
{
  GListModel *messages = attune_conversation_get_messages (self->conversation);

  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i - 1);

      if (attune_message_get_author (message) == author)
        return g_steal_pointer (&message);
    }

  return NULL;
}

static void
edit_last_cb (AttuneChatPage *self)
{
  g_autoptr(AttuneMessage) message = find_last (self, ATTUNE_MESSAGE_USER);

  if (message != NULL)
    edit (self, message);
}

static void
edit_cancelled_cb (AttuneChatPage *self)
{
  g_clear_object (&self->edited);
}

static void
edit_message_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr(AttuneMessage) message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    edit (self, message);
}

/* --- Branches --- */

static void
show_sibling_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);
  g_autoptr(AttuneMessage) message = NULL;
  gint64 id;
  guint32 index;

  g_variant_get (parameter, "(xu)", &id, &index);
  message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    attune_chat_page_follow_change (self, attune_conversation_show_sibling (self->conversation,
                                                                            message, index));
}

typedef struct
{
  GWeakRef            page;
  AttuneConversation *conversation;
  AttuneMessage      *message;
} Deleted;

static void
deleted_free (gpointer data)
{
  Deleted *deleted = data;

  g_weak_ref_clear (&deleted->page);
  g_object_unref (deleted->conversation);
  g_object_unref (deleted->message);
  g_free (deleted);
}

static void
undo_delete_cb (Deleted *deleted)
{
  g_autoptr(AttuneChatPage) self = g_weak_ref_get (&deleted->page);
  DexFuture *future = attune_conversation_restore_message (deleted->conversation, deleted->message);

  if (self != NULL)
    attune_chat_page_follow_change (self, future);
  else
    dex_future_disown (future);
}

static DexFuture *
deleted_cb (DexFuture *completed,
            gpointer   user_data)
{
  Deleted *deleted = user_data;
  g_autoptr(AttuneChatPage) self = g_weak_ref_get (&deleted->page);
  g_autoptr(GError) error = NULL;
  Deleted *undo;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) == NULL)
    {
      attune_feedback_error (GTK_WIDGET (self), _("Could Not Delete the Message"), error);
      return dex_future_new_true ();
    }

  undo = g_new0 (Deleted, 1);
  g_weak_ref_init (&undo->page, self);
  undo->conversation = g_object_ref (deleted->conversation);
  undo->message = g_object_ref (deleted->message);
  attune_feedback_undo (GTK_WIDGET (self), _("Message and what followed it deleted"),
                        G_CALLBACK (undo_delete_cb), undo, deleted_free);

  return dex_future_new_true ();
}

static void
delete_message_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr(AttuneMessage) message = attune_message_list_dup_message (self->message_list, id);
  Deleted *deleted;

  if (message == NULL)
    return;

  deleted = g_new0 (Deleted, 1);
  g_weak_ref_init (&deleted->page, self);
  deleted->conversation = g_object_ref (self->conversation);
  deleted->message = g_object_ref (message);
  dex_future_disown (dex_future_finally (attune_conversation_delete_message (self->conversation,
                                                                             message),
                                         deleted_cb, deleted, deleted_free));
}

/* --- Correcting --- */

static void
correct_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr(AttuneMessage) message = attune_message_list_dup_message (self->message_list, id);

  if (message != NULL)
    adw_dialog_present (ADW_DIALOG (attune_correct_dialog_new (self->workspace, self->conversation,
                                                               message)),
                        widget);
}

/**
 * attune_chat_page_install_message_actions:
 * @widget_class: the class of the page
 */
void
attune_chat_page_install_message_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chat.continue", NULL, continue_action);
  gtk_widget_class_install_action (widget_class, "chat.correct", "x", correct_action);
  gtk_widget_class_install_action (widget_class, "chat.delete-message", "x", delete_message_action);
  gtk_widget_class_install_action (widget_class, "chat.edit-message", "x", edit_message_action);
  gtk_widget_class_install_action (widget_class, "chat.regenerate", "x", regenerate_action);
  gtk_widget_class_install_action (widget_class, "chat.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "chat.show-sibling", "(xu)", show_sibling_action);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_last_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cancelled_cb);
}

/**
 * attune_chat_page_update_message_actions:
 * @self: a page
 *
 * While an answer comes nothing else can be asked, and the branch stays.
 */
void
attune_chat_page_update_message_actions (AttuneChatPage *self)
{
  static const char * const names[] = {
    "chat.continue", "chat.delete-message", "chat.edit-message", "chat.regenerate", "chat.retry",
    "chat.show-sibling",
  };
  gboolean is_answering = attune_conversation_get_is_answering (self->conversation);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], !is_answering);
}
