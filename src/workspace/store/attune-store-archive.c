/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-archive"

#include "config.h"

#include "attune-chat-record.h"
#include "attune-store-archive.h"

/* What was imported before, or was never away. One that was deleted since then makes room. */
static gboolean
is_known (AttuneDb    *db,
          const char  *imported_id,
          gboolean    *is_known,
          GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *statement;

  *is_known = FALSE;

  if (imported_id == NULL)
    return TRUE;

  if (!attune_db_exec (db, error, "DELETE FROM conversations WHERE imported_id = ? "
                       "AND deleted_at != 0", "s", imported_id) ||
      (statement = attune_db_query (db, error, "SELECT 1 FROM conversations WHERE imported_id = ?1 "
                                    "OR (deleted_at = 0 AND id = substr (?1, length ('attune:') + 1) "
                                    "AND ?1 LIKE 'attune:%')", "s", imported_id)) == NULL)
    return FALSE;

  *is_known = attune_db_step (db, statement, &local_error);
  sqlite3_reset (statement);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

/* The places in the record become numbers of the store. */
static gboolean
insert_record (AttuneDb          *db,
               AttuneChatRecord  *record,
               GError           **error)
{
  AttuneConversationRow *row = record->row;
  g_autofree gint64 *ids = g_new0 (gint64, record->messages->len + 1);
  gint64 shown = row->leaf_id;

  if (!attune_db_insert_conversation (db, row, error))
    return FALSE;

  for (guint i = 0; i < record->messages->len; i++)
    {
      AttuneMessageRow *message = record->messages->pdata[i];

      message->parent_id = ids[message->parent_id];

      if (!attune_db_insert_message (db, row->id, message, FALSE, &ids[i + 1], error))
        return FALSE;
    }

  row->leaf_id = ids[shown];

  return attune_db_exec (db, error, "UPDATE conversations SET leaf_id = ? WHERE id = ?", "is",
                         row->leaf_id, row->id);
}

static DexFuture *
insert_chats_func (AttuneDb *db,
                   gpointer  data)
{
  GPtrArray *records = data;
  AttuneChatImportResult result = { 0 };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      AttuneChatRecord *record = records->pdata[i];
      gboolean was_known;

      if (!is_known (db, record->row->imported_id, &was_known, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      if (was_known)
        {
          result.n_known++;
          continue;
        }

      if (!insert_record (db, record, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      result.n_conversations++;
      result.n_messages += record->messages->len;
    }

  return dex_future_new_take_boxed (ATTUNE_TYPE_CHAT_IMPORT_RESULT,
                                    attune_chat_import_result_copy (&result));
}

/**
 * attune_store_insert_chats:
 * @store: a store
 * @records: (element-type AttuneChatRecord): conversations that came from a file; they have an id
 *   and an account, and are used up by this
 *
 * Stores them in one transaction. Those that are here already are passed over. Their messages are
 * not in the index before attune_store_index_more() has come to them.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneChatImportResult, of these
 */
DexFuture *
attune_store_insert_chats (AttuneStore *store,
                           GPtrArray   *records)
{
  return attune_store_write (store, insert_chats_func, g_ptr_array_ref (records),
                             (GDestroyNotify)g_ptr_array_unref);
}
