/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-conversations"

#include "config.h"

#include "attune-store-conversations.h"

typedef struct
{
  char             *conversation_id;
  AttuneMessageRow *row;
} Insertion;

static const char *
get_nick (GType type,
          int   value)
{
  g_autoptr(GEnumClass) enum_class = g_type_class_ref (type);

  return g_enum_get_value (enum_class, value)->value_nick;
}

/* A word that this version does not know is the first of the enumeration. */
static int
parse_nick (GType       type,
            const char *nick)
{
  g_autoptr(GEnumClass) enum_class = g_type_class_ref (type);
  GEnumValue *value = g_enum_get_value_by_nick (enum_class, nick);

  return value != NULL ? value->value : 0;
}

static gpointer
read_conversation (sqlite3_stmt *statement)
{
  AttuneConversationRow *row = g_new0 (AttuneConversationRow, 1);

  row->id = attune_db_dup_text (statement, 0);
  row->title = attune_db_dup_text (statement, 1);
  row->account_id = attune_db_dup_text (statement, 2);
  row->model = attune_db_dup_text (statement, 3);
  row->system_text = attune_db_dup_text (statement, 4);
  row->created_at = sqlite3_column_int64 (statement, 5);
  row->updated_at = sqlite3_column_int64 (statement, 6);

  return row;
}

static gpointer
read_message (sqlite3_stmt *statement)
{
  AttuneMessageRow *row = g_new0 (AttuneMessageRow, 1);

  row->id = sqlite3_column_int64 (statement, 0);
  row->author = parse_nick (ATTUNE_TYPE_MESSAGE_AUTHOR,
                            (const char *)sqlite3_column_text (statement, 1));
  row->content = attune_db_dup_text (statement, 2);
  row->state = parse_nick (ATTUNE_TYPE_MESSAGE_STATE,
                           (const char *)sqlite3_column_text (statement, 3));
  row->model = attune_db_dup_text (statement, 4);
  row->error_text = attune_db_dup_text (statement, 5);
  row->finish_reason = attune_db_dup_text (statement, 6);

  return row;
}

static void
insertion_free (gpointer data)
{
  Insertion *insertion = data;

  attune_message_row_free (insertion->row);
  g_free (insertion->conversation_id);
  g_free (insertion);
}

static DexFuture *
insert_message_func (AttuneDb *db,
                     gpointer  data)
{
  Insertion *insertion = data;
  AttuneMessageRow *row = insertion->row;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(GError) error = NULL;
  gint64 id;

  if (!attune_db_exec (db, &error,
                       "INSERT INTO messages (conversation_id, author, content, state, model, "
                       "error_text, finish_reason, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       "sssssssi",
                       insertion->conversation_id,
                       get_nick (ATTUNE_TYPE_MESSAGE_AUTHOR, row->author), row->content,
                       get_nick (ATTUNE_TYPE_MESSAGE_STATE, row->state), row->model,
                       row->error_text, row->finish_reason, now))
    return dex_future_new_for_error (g_steal_pointer (&error));

  id = attune_db_get_insert_id (db);

  if (!attune_db_exec (db, &error, "UPDATE conversations SET updated_at = ? WHERE id = ?",
                       "is", now, insertion->conversation_id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int64 (id);
}

void
attune_conversation_row_free (AttuneConversationRow *row)
{
  g_free (row->id);
  g_free (row->title);
  g_free (row->account_id);
  g_free (row->model);
  g_free (row->system_text);
  g_free (row);
}

void
attune_message_row_free (AttuneMessageRow *row)
{
  g_free (row->content);
  g_free (row->model);
  g_free (row->error_text);
  g_free (row->finish_reason);
  g_free (row);
}

/**
 * attune_store_list_conversations:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneConversationRow, the
 *   one that changed last first, without the deleted ones
 */
DexFuture *
attune_store_list_conversations (AttuneStore *store)
{
  return attune_store_query (store, read_conversation, (GDestroyNotify)attune_conversation_row_free,
                             "SELECT id, title, account_id, model, system_text, created_at, updated_at "
                             "FROM conversations WHERE deleted_at = 0 "
                             "ORDER BY updated_at DESC, rowid DESC", "");
}

/**
 * attune_store_save_conversation:
 * @store: a store
 * @row: what to keep
 *
 * Returns: (transfer full): a future that resolves when the conversation is stored
 */
DexFuture *
attune_store_save_conversation (AttuneStore                 *store,
                                const AttuneConversationRow *row)
{
  return attune_store_exec (store,
                            "INSERT INTO conversations (id, title, account_id, model, system_text, "
                            "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                            "ON CONFLICT (id) DO UPDATE SET title = excluded.title, "
                            "account_id = excluded.account_id, model = excluded.model, "
                            "system_text = excluded.system_text, updated_at = excluded.updated_at",
                            "sssssii",
                            row->id, row->title, row->account_id, row->model, row->system_text,
                            row->created_at, row->updated_at);
}

/**
 * attune_store_set_conversation_deleted:
 * @store: a store
 * @id: our name for a conversation
 * @deleted_at: when, or 0 to bring it back
 *
 * Returns: (transfer full): a future that resolves to how many rows changed: 0 when it is gone
 */
DexFuture *
attune_store_set_conversation_deleted (AttuneStore *store,
                                       const char  *id,
                                       gint64       deleted_at)
{
  return attune_store_exec (store, "UPDATE conversations SET deleted_at = ? WHERE id = ?",
                            "is", deleted_at, id);
}

/**
 * attune_store_list_messages:
 * @store: a store
 * @conversation_id: our name for a conversation
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneMessageRow, oldest
 *   first
 */
DexFuture *
attune_store_list_messages (AttuneStore *store,
                            const char  *conversation_id)
{
  return attune_store_query (store, read_message, (GDestroyNotify)attune_message_row_free,
                             "SELECT id, author, content, state, model, error_text, finish_reason "
                             "FROM messages WHERE conversation_id = ? ORDER BY id",
                             "s", conversation_id);
}

/**
 * attune_store_insert_message:
 * @store: a store
 * @conversation_id: our name for a conversation
 * @row: what to keep
 *
 * Returns: (transfer full): a future that resolves to an int64, the id of the message
 */
DexFuture *
attune_store_insert_message (AttuneStore            *store,
                             const char             *conversation_id,
                             const AttuneMessageRow *row)
{
  Insertion *insertion = g_new0 (Insertion, 1);

  insertion->conversation_id = g_strdup (conversation_id);
  insertion->row = g_new0 (AttuneMessageRow, 1);
  insertion->row->author = row->author;
  insertion->row->state = row->state;
  insertion->row->content = g_strdup (row->content);
  insertion->row->model = g_strdup (row->model);
  insertion->row->error_text = g_strdup (row->error_text);
  insertion->row->finish_reason = g_strdup (row->finish_reason);

  return attune_store_write (store, insert_message_func, insertion, insertion_free);
}

/**
 * attune_store_update_message:
 * @store: a store
 * @row: what is new
 *
 * Returns: (transfer full): a future that resolves when the message is stored
 */
DexFuture *
attune_store_update_message (AttuneStore            *store,
                             const AttuneMessageRow *row)
{
  return attune_store_exec (store,
                            "UPDATE messages SET content = ?, state = ?, error_text = ?, "
                            "finish_reason = ? WHERE id = ?", "ssssi",
                            row->content, get_nick (ATTUNE_TYPE_MESSAGE_STATE, row->state),
                            row->error_text, row->finish_reason, row->id);
}

/**
 * attune_store_delete_message:
 * @store: a store
 * @id: a message
 *
 * Returns: (transfer full): a future that resolves when it is gone
 */
DexFuture *
attune_store_delete_message (AttuneStore *store,
                             gint64       id)
{
  return attune_store_exec (store, "DELETE FROM messages WHERE id = ?", "i", id);
}
