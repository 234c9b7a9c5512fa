/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-datasets"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-store-datasets.h"

static gpointer
read_dataset (sqlite3_stmt *statement)
{
  AttuneDatasetRow *row = g_new0 (AttuneDatasetRow, 1);

  row->id = attune_db_dup_text (statement, 0);
  row->name = attune_db_dup_text (statement, 1);
  row->source_name = attune_db_dup_text (statement, 2);
  row->n_training = sqlite3_column_int64 (statement, 3);
  row->n_validation = sqlite3_column_int64 (statement, 4);
  row->size = sqlite3_column_int64 (statement, 5);
  row->text_bytes = sqlite3_column_int64 (statement, 6);
  row->text_tokens = sqlite3_column_int64 (statement, 7);
  row->created_at = sqlite3_column_int64 (statement, 8);
  row->tokens_are_exact = sqlite3_column_int (statement, 9) != 0;

  return row;
}

/* What the person deleted goes for good, except a dataset whose files an unsent fine-tune still
 * needs. An answer that was streaming when every Attune was gone will not go on. */
static DexFuture *
purge_func (AttuneDb *db,
            gpointer  data)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const char *broken_text = data;
  g_autoptr(GError) error = NULL;
  sqlite3_stmt *statement;

  if (!attune_db_exec (db, &error,
                       "DELETE FROM datasets WHERE deleted_at != 0 AND NOT EXISTS ("
                       "  SELECT 1 FROM jobs WHERE remote_id IS NULL AND finished_at = 0 AND datasets.id IN ("
                       "    dataset_id, CASE WHEN json_valid (request)"
                       "    THEN json_extract (request, '$.attune_validation_dataset') END))",
                       "") ||
      !attune_db_exec (db, &error,
                       "INSERT OR IGNORE INTO forgotten_jobs (account_id, remote_id) "
                       "SELECT account_id, remote_id FROM jobs "
                       "WHERE deleted_at != 0 AND remote_id IS NOT NULL "
                       "AND account_id IN (SELECT id FROM accounts)", "") ||
      !attune_db_exec (db, &error, "DELETE FROM jobs WHERE deleted_at != 0", "") ||
      !attune_db_exec (db, &error, "DELETE FROM conversations WHERE deleted_at != 0", "") ||
      !attune_db_exec (db, &error, "DELETE FROM comparisons WHERE deleted_at != 0", "") ||
      !attune_db_exec (db, &error, "DELETE FROM messages WHERE deleted_at != 0", "") ||
      !attune_db_exec (db, &error,
                       "UPDATE messages SET state = 'broken', error_text = ? "
                       "WHERE state = 'streaming'", "s", broken_text) ||
      !(statement = attune_db_query (db, &error,
                                     "SELECT id FROM datasets UNION ALL SELECT id FROM jobs", "")))
    return dex_future_new_for_error (g_steal_pointer (&error));

  while (attune_db_step (db, statement, &error))
    g_ptr_array_add (ids, attune_db_dup_text (statement, 0));

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&ids));
}

void
attune_dataset_row_free (AttuneDatasetRow *row)
{
  g_free (row->id);
  g_free (row->name);
  g_free (row->source_name);
  g_free (row);
}

/**
 * attune_store_list_datasets:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneDatasetRow, newest
 *   first, without the deleted ones
 */
DexFuture *
attune_store_list_datasets (AttuneStore *store)
{
  return attune_store_query (store, read_dataset, (GDestroyNotify)attune_dataset_row_free,
                             "SELECT id, name, source_name, n_training, n_validation, size, "
                             "text_bytes, text_tokens, created_at, tokens_are_exact FROM datasets "
                             "WHERE deleted_at = 0 ORDER BY created_at DESC, rowid DESC", "");
}

/**
 * attune_store_insert_dataset:
 * @store: a store
 * @row: what to keep
 *
 * Returns: (transfer full): a future that resolves when the dataset is stored
 */
DexFuture *
attune_store_insert_dataset (AttuneStore            *store,
                             const AttuneDatasetRow *row)
{
  return attune_store_exec (store,
                            "INSERT INTO datasets (id, name, source_name, n_training, n_validation, "
                            "size, text_bytes, text_tokens, created_at, tokens_are_exact) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "sssiiiiiii",
                            row->id, row->name, row->source_name, row->n_training,
                            row->n_validation, row->size, row->text_bytes, row->text_tokens,
                            row->created_at, (gint64)row->tokens_are_exact);
}

/**
 * attune_store_update_dataset:
 * @store: a store
 * @row: the figures of a dataset that is stored already; its names do not count
 *
 * Returns: (transfer full): a future that resolves when the figures are stored
 */
DexFuture *
attune_store_update_dataset (AttuneStore            *store,
                             const AttuneDatasetRow *row)
{
  return attune_store_exec (store,
                            "UPDATE datasets SET n_training = ?, n_validation = ?, size = ?, "
                            "text_bytes = ?, text_tokens = ?, tokens_are_exact = ? WHERE id = ?",
                            "iiiiiis",
                            row->n_training, row->n_validation, row->size, row->text_bytes,
                            row->text_tokens, (gint64)row->tokens_are_exact, row->id);
}

/**
 * attune_store_rename_dataset:
 * @store: a store
 * @id: the dataset
 * @name: its new name
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_rename_dataset (AttuneStore *store,
                             const char  *id,
                             const char  *name)
{
  return attune_store_exec (store, "UPDATE datasets SET name = ? WHERE id = ?", "ss", name, id);
}

/**
 * attune_store_set_dataset_deleted:
 * @store: a store
 * @id: the dataset
 * @deleted_at: when, or 0 to bring it back
 *
 * Returns: (transfer full): a future that resolves to how many rows changed: 0 when it is gone
 */
DexFuture *
attune_store_set_dataset_deleted (AttuneStore *store,
                                  const char  *id,
                                  gint64       deleted_at)
{
  return attune_store_exec (store, "UPDATE datasets SET deleted_at = ? WHERE id = ?",
                            "is", deleted_at, id);
}

/**
 * attune_store_purge:
 * @store: a store
 *
 * Forgets what was deleted. To be called only while no other process has the store open.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray with the ids of the datasets
 *   that are still known: every other folder can go
 */
DexFuture *
attune_store_purge (AttuneStore *store)
{
  return attune_store_write (store, purge_func,
                             g_strdup (_("Attune was closed before the answer was complete. "
                                         "Ask again to get the rest.")),
                             g_free);
}
