/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-message-private.h"
#include "attune-workspace-private.h"

/* One of the branches is wanted, or not wanted any more. */
typedef struct
{
  AttuneConversation *conversation;
  AttuneMessage      *message;
  gint64              message_id;
} Step;

static Step *
step_new (AttuneConversation *conversation,
          AttuneMessage      *message,
          gint64              message_id)
{
  Step *step = g_new0 (Step, 1);

  step->conversation = g_object_ref (conversation);
  step->message = message != NULL ? g_object_ref (message) : NULL;
  step->message_id = message_id;

  return step;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_object (&step->message);
  g_object_unref (step->conversation);
  g_free (step);
}

/**
 * attune_conversation_show_leaf:
 * @self: a conversation
 * @leaf_id: the last message that is to be seen, or 0 for none
 *
 * Shows the branch that ends with it. What branches have in common stays where it is.
 */
void
attune_conversation_show_leaf (AttuneConversation *self,
                               gint64              leaf_id)
{
  g_autoptr(GPtrArray) path = attune_message_tree_list_path (self->tree, leaf_id);

  self->row->leaf_id = leaf_id;
  attune_list_store_assign (self->messages, path);
}

/**
 * attune_conversation_dup_last:
 * @self: a conversation
 *
 * Returns: (transfer full) (nullable): the last message that is to be seen
 */
AttuneMessage *
attune_conversation_dup_last (AttuneConversation *self)
{
  guint n_messages = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  return n_messages > 0 ? g_list_model_get_item (G_LIST_MODEL (self->messages), n_messages - 1)
                        : NULL;
}

/**
 * attune_conversation_add_message:
 * @self: a conversation
 * @message: a new message
 * @error: return location for an error
 *
 * Stores a message, then shows it with what leads to it. To be called in a fiber.
 *
 * Returns: whether it is stored
 */
gboolean
attune_conversation_add_message (AttuneConversation  *self,
                                 AttuneMessage       *message,
                                 GError             **error)
{
  g_autoptr(AttuneMessageRow) row = attune_message_dup_row (message);
  g_autoptr(GError) local_error = NULL;
  gint64 id;

  id = dex_await_int64 (attune_store_insert_message (self->store, self->row->id, row),
                        &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  attune_message_set_id (message, id);
  attune_message_tree_add (self->tree, message);
  attune_conversation_show_leaf (self, id);
  attune_conversation_touch (self, g_get_real_time () / G_USEC_PER_SEC);

  return TRUE;
}

/**
 * attune_conversation_drop_message:
 * @self: a conversation
 * @message: a message that nothing follows, and of which nothing would be missed
 * @error: return location for an error
 *
 * Takes it away for good. To be called in a fiber.
 *
 * Returns: whether it is gone
 */
gboolean
attune_conversation_drop_message (AttuneConversation  *self,
                                  AttuneMessage       *message,
                                  GError             **error)
{
  gint64 id = attune_message_get_id (message);

  if (!dex_await (attune_store_delete_message (self->store, id), error))
    return FALSE;

  attune_message_tree_remove (self->tree, message);
  attune_conversation_show_leaf (self, attune_message_get_parent_id (message));

  return TRUE;
}

static DexFuture *
reject_missing (void)
{
  return dex_future_new_for_error (
    attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("This message is no longer in the chat. Open the chat again.")));
}

static DexFuture *
reject_busy (void)
{
  return dex_future_new_for_error (
    attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                      _("An answer is coming. Wait for the end, or stop it.")));
}

static DexFuture *
attune_conversation_show_fiber (gpointer user_data)
{
  Step *step = user_data;
  AttuneConversation *self = step->conversation;
  g_autoptr(GError) error = NULL;
  gint64 leaf_id;

  if (!attune_conversation_ensure_loaded (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (attune_message_tree_find (self->tree, step->message_id) == NULL)
    return reject_missing ();

  leaf_id = attune_message_tree_find_leaf (self->tree, step->message_id);

  if (!dex_await (attune_store_set_leaf (self->store, self->row->id, leaf_id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_conversation_show_leaf (self, leaf_id);

  return dex_future_new_true ();
}

static gboolean
is_shown (AttuneConversation *self,
          gint64              message_id)
{
  GListModel *messages = G_LIST_MODEL (self->messages);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);

      if (attune_message_get_id (message) == message_id)
        return TRUE;
    }

  return FALSE;
}

/* What is shown instead of a branch that goes: the newest one beside it, or what it followed. */
static gint64
find_leaf_beside (AttuneConversation *self,
                  AttuneMessage      *message)
{
  gint64 parent_id = attune_message_get_parent_id (message);
  GPtrArray *siblings = attune_message_tree_get_children (self->tree, parent_id);

  for (guint i = siblings != NULL ? siblings->len : 0; i > 0; i--)
    {
      gint64 id = attune_message_get_id (siblings->pdata[i - 1]);

      /* By number: one that was deleted and brought back is another object. */
      if (id != attune_message_get_id (message))
        return attune_message_tree_find_leaf (self->tree, id);
    }

  return parent_id;
}

static DexFuture *
attune_conversation_delete_fiber (gpointer user_data)
{
  Step *step = user_data;
  AttuneConversation *self = step->conversation;
  gint64 leaf_id = self->row->leaf_id;
  g_autoptr(GError) error = NULL;
  int n_changed;

  if (is_shown (self, step->message_id))
    leaf_id = find_leaf_beside (self, step->message);

  n_changed = dex_await_int (attune_store_delete_branch (self->store, step->message_id,
                                                         g_get_real_time (), leaf_id), &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (n_changed == 0)
    return reject_missing ();

  self->row->leaf_id = leaf_id;

  return attune_conversation_load (self);
}

static DexFuture *
attune_conversation_restore_fiber (gpointer user_data)
{
  Step *step = user_data;
  AttuneConversation *self = step->conversation;
  g_autoptr(GError) error = NULL;
  int n_changed;

  n_changed = dex_await_int (attune_store_restore_branch (self->store, step->message_id), &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (n_changed == 0)
    return reject_missing ();

  /* All of it is read again: what was brought back is more than this one message. */
  if (!dex_await (attune_conversation_load (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_conversation_show_message (self, step->message_id);
}

/**
 * attune_conversation_show_message:
 * @self: a conversation
 * @message_id: the id of one of its messages, in whichever branch
 *
 * Shows the newest branch that goes through it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown, or rejects
 *   with %ATTUNE_ERROR_NOT_FOUND
 */
DexFuture *
attune_conversation_show_message (AttuneConversation *self,
                                  gint64              message_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  if (self->is_answering)
    return reject_busy ();

  return dex_scheduler_spawn (NULL, 0, attune_conversation_show_fiber,
                              step_new (self, NULL, message_id), step_free);
}

/**
 * attune_conversation_show_sibling:
 * @self: a conversation
 * @message: one of its messages
 * @index: which of those that follow the same message shall be shown instead, from 0
 *
 * Returns: (transfer full): a future like that of attune_conversation_show_message()
 */
DexFuture *
attune_conversation_show_sibling (AttuneConversation *self,
                                  AttuneMessage      *message,
                                  guint               index)
{
  GPtrArray *siblings;

  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (ATTUNE_IS_MESSAGE (message));

  siblings = attune_message_tree_get_children (self->tree, attune_message_get_parent_id (message));

  if (siblings == NULL || index >= siblings->len)
    return reject_missing ();

  return attune_conversation_show_message (self, attune_message_get_id (siblings->pdata[index]));
}

/**
 * attune_conversation_delete_message:
 * @self: a conversation
 * @message: one of its messages
 *
 * Takes a message away with everything that follows it; it goes for good at the next start.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_conversation_delete_message (AttuneConversation *self,
                                    AttuneMessage      *message)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (ATTUNE_IS_MESSAGE (message));

  if (self->is_answering)
    return reject_busy ();

  return dex_scheduler_spawn (NULL, 0, attune_conversation_delete_fiber,
                              step_new (self, message, attune_message_get_id (message)),
                              step_free);
}

/**
 * attune_conversation_restore_message:
 * @self: a conversation
 * @message: a message that was deleted since the start
 *
 * Brings it back with what went with it, and shows it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good
 */
DexFuture *
attune_conversation_restore_message (AttuneConversation *self,
                                     AttuneMessage      *message)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (ATTUNE_IS_MESSAGE (message));

  if (self->is_answering)
    return reject_busy ();

  return dex_scheduler_spawn (NULL, 0, attune_conversation_restore_fiber,
                              step_new (self, message, attune_message_get_id (message)),
                              step_free);
}
