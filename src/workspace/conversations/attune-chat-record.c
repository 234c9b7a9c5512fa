/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-record"

#include "config.h"

#include "attune-chat-record.h"

/**
 * attune_chat_record_new: (skip)
 *
 * Returns: (transfer full): a conversation of which nothing is known
 */
AttuneChatRecord *
attune_chat_record_new (void)
{
  AttuneChatRecord *self = g_new0 (AttuneChatRecord, 1);

  self->row = g_new0 (AttuneConversationRow, 1);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_message_row_free);

  return self;
}

/**
 * attune_chat_record_free: (skip)
 * @self: (transfer full): a conversation
 */
void
attune_chat_record_free (AttuneChatRecord *self)
{
  attune_conversation_row_free (self->row);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

/**
 * attune_chat_record_list_path: (skip)
 * @self: a conversation
 *
 * Returns: (transfer full) (element-type AttuneMessageRow): the branch that is shown, oldest first;
 *   the messages are those of @self
 */
GPtrArray *
attune_chat_record_list_path (AttuneChatRecord *self)
{
  GPtrArray *path = g_ptr_array_new ();
  gint64 id = self->row->leaf_id;

  /* Each follows an older one, so that once backwards through them is enough. */
  for (guint i = self->messages->len; i > 0; i--)
    {
      AttuneMessageRow *message = self->messages->pdata[i - 1];

      if (message->id != id)
        continue;

      g_ptr_array_insert (path, 0, message);
      id = message->parent_id;
    }

  return path;
}
