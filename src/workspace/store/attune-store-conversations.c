/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-conversations"

#include "config.h"

#include "attune-store-conversations.h"

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
  row->draft = attune_db_dup_text (statement, 7);
  row->parameters = attune_db_dup_text (statement, 8);
  row->is_pinned = sqlite3_column_int (statement, 9) != 0;
  row->leaf_id = sqlite3_column_int64 (statement, 10);
  row->comparison_id = attune_db_dup_text (statement, 11);
  row->comparison_column = sqlite3_column_int (statement, 12);

  return row;
}

static gpointer
read_text (sqlite3_stmt *statement)
{
  return attune_db_dup_text (statement, 0);
}

AttuneConversationRow *
attune_conversation_row_copy (const AttuneConversationRow *row)
{
  AttuneConversationRow *copy = g_memdup2 (row, sizeof *row);

  copy->id = g_strdup (row->id);
  copy->title = g_strdup (row->title);
  copy->account_id = g_strdup (row->account_id);
  copy->model = g_strdup (row->model);
  copy->system_text = g_strdup (row->system_text);
  copy->draft = g_strdup (row->draft);
  copy->parameters = g_strdup (row->parameters);
  copy->imported_id = g_strdup (row->imported_id);
  copy->comparison_id = g_strdup (row->comparison_id);

  return copy;
}

void
attune_conversation_row_free (AttuneConversationRow *row)
{
  g_free (row->id);
  g_free (row->title);
  g_free (row->account_id);
  g_free (row->model);
  g_free (row->system_text);
  g_free (row->draft);
  g_free (row->parameters);
  g_free (row->imported_id);
  g_free (row->comparison_id);
  g_free (row);
}

/**
 * attune_store_list_conversations:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneConversationRow, the
 *   pinned ones first, then the one that changed last, without the deleted ones and without those
 *   of deleted comparisons
 */
DexFuture *
attune_store_list_conversations (AttuneStore *store)
{
  return attune_store_query (store, read_conversation, (GDestroyNotify)attune_conversation_row_free,
                             "SELECT id, title, account_id, model, system_text, created_at, updated_at, "
                             "draft, parameters, is_pinned, leaf_id, comparison_id, comparison_column "
                             "FROM conversations WHERE deleted_at = 0 AND (comparison_id IS NULL OR "
                             "comparison_id IN (SELECT id FROM comparisons WHERE deleted_at = 0)) "
                             "ORDER BY is_pinned DESC, updated_at DESC, rowid DESC", "");
}

/**
 * attune_store_save_conversation:
 * @store: a store
 * @row: what to keep; the draft and the leaf are stored on their own
 *
 * Returns: (transfer full): a future that resolves when the conversation is stored
 */
DexFuture *
attune_store_save_conversation (AttuneStore                 *store,
                                const AttuneConversationRow *row)
{
  return attune_store_exec (store,
                            "INSERT INTO conversations (id, title, account_id, model, system_text, "
                            "parameters, is_pinned, comparison_id, comparison_column, created_at, "
                            "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                            "ON CONFLICT (id) DO UPDATE SET title = excluded.title, "
                            "account_id = excluded.account_id, model = excluded.model, "
                            "system_text = excluded.system_text, parameters = excluded.parameters, "
                            "is_pinned = excluded.is_pinned, updated_at = excluded.updated_at",
                            "ssssssisiii",
                            row->id, row->title, row->account_id, row->model, row->system_text,
                            row->parameters, (gint64)row->is_pinned, row->comparison_id,
                            (gint64)row->comparison_column, row->created_at, row->updated_at);
}

/**
 * attune_db_insert_conversation:
 * @db: a connection, on the store's thread
 * @row: what to keep, all of it
 * @error: return location for an error
 *
 * Returns: whether it is stored
 */
gboolean
attune_db_insert_conversation (AttuneDb                     *db,
                               const AttuneConversationRow  *row,
                               GError                      **error)
{
  return attune_db_exec (db, error,
                         "INSERT INTO conversations (id, title, account_id, model, system_text, "
                         "draft, parameters, is_pinned, leaf_id, imported_id, comparison_id, "
                         "comparison_column, created_at, updated_at) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "sssssssiissiii",
                         row->id, row->title, row->account_id, row->model, row->system_text,
                         row->draft, row->parameters, (gint64)row->is_pinned, row->leaf_id,
                         row->imported_id, row->comparison_id, (gint64)row->comparison_column,
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
 * attune_store_set_draft:
 * @store: a store
 * @id: our name for a conversation
 * @draft: (nullable): what was typed and not sent
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_set_draft (AttuneStore *store,
                        const char  *id,
                        const char  *draft)
{
  return attune_store_exec (store, "UPDATE conversations SET draft = ? WHERE id = ?",
                            "ss", draft, id);
}

/**
 * attune_store_set_leaf:
 * @store: a store
 * @id: our name for a conversation
 * @leaf_id: the last message of the branch that is shown
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_set_leaf (AttuneStore *store,
                       const char  *id,
                       gint64       leaf_id)
{
  return attune_store_exec (store, "UPDATE conversations SET leaf_id = ? WHERE id = ?",
                            "is", leaf_id, id);
}

/**
 * attune_store_list_waiting:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of the ids of conversations in
 *   which a message waits for the network
 */
DexFuture *
attune_store_list_waiting (AttuneStore *store)
{
  return attune_store_query (store, read_text, g_free,
                             "SELECT DISTINCT conversation_id FROM messages "
                             "WHERE state = 'waiting' AND deleted_at = 0", "");
}
