/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The messages of a conversation, read from the store. */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include "attune-conversation-private.h"
#include "attune-message-private.h"

/* Takes over what is stored, in the same objects, so that views keep their place. */
static void
build_tree (AttuneConversation *self,
            GPtrArray          *rows)
{
  AttuneMessageTree *tree = attune_message_tree_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneMessageRow *row = rows->pdata[i];
      AttuneMessage *old = attune_message_tree_find (self->tree, row->id);
      g_autoptr(AttuneMessage) message = NULL;

      if (old != NULL)
        {
          message = g_object_ref (old);
          attune_message_apply (message, row);
        }
      else
        {
          message = attune_message_new (row);
        }

      attune_message_tree_add (tree, message);
    }

  attune_message_tree_free (self->tree);
  self->tree = tree;
}

static DexFuture *
attune_conversation_load_fiber (gpointer user_data)
{
  AttuneConversation *self = user_data;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;
  gint64 leaf_id;

  if (!(rows = dex_await_boxed (attune_store_list_messages (self->store, self->row->id), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* While an answer comes, the list is ahead of the store. */
  if (self->is_answering && self->is_loaded)
    return dex_future_new_true ();

  build_tree (self, rows);
  leaf_id = self->row->leaf_id;

  if (attune_message_tree_find (self->tree, leaf_id) == NULL)
    leaf_id = attune_message_tree_find_leaf (self->tree, 0);

  attune_conversation_show_leaf (self, leaf_id);
  self->is_loaded = TRUE;

  return dex_future_new_true ();
}

/**
 * attune_conversation_load:
 * @self: a conversation
 *
 * Reads the messages from the store.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_conversation_load (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return dex_scheduler_spawn (NULL, 0, attune_conversation_load_fiber,
                              g_object_ref (self), g_object_unref);
}

/**
 * attune_conversation_refresh:
 * @self: a conversation
 *
 * Takes over messages that another program wrote, if anybody looks at them.
 */
void
attune_conversation_refresh (AttuneConversation *self)
{
  g_return_if_fail (ATTUNE_IS_CONVERSATION (self));

  if (self->is_loaded && !self->is_answering)
    dex_future_disown (attune_conversation_load (self));
}

/**
 * attune_conversation_ensure_loaded:
 * @self: a conversation
 * @error: return location for an error
 *
 * To be called in a fiber.
 *
 * Returns: whether its messages are here
 */
gboolean
attune_conversation_ensure_loaded (AttuneConversation  *self,
                                   GError             **error)
{
  return self->is_loaded || dex_await (attune_conversation_load (self), error);
}
