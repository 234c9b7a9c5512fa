/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-corrections"

#include "config.h"

#include "attune-store-corrections.h"

static gpointer
read_correction (sqlite3_stmt *statement)
{
  AttuneCorrection *correction = g_new0 (AttuneCorrection, 1);
  const char *kind = (const char *)sqlite3_column_text (statement, 1);

  correction->digest = attune_db_dup_text (statement, 0);
  correction->kind = g_strcmp0 (kind, "preference") == 0 ? ATTUNE_CORRECTION_PREFERENCE
                                                         : ATTUNE_CORRECTION_EXAMPLE;
  correction->conversation_id = attune_db_dup_text (statement, 2);
  correction->message_id = sqlite3_column_int64 (statement, 3);
  correction->model = attune_db_dup_text (statement, 4);
  correction->created_at = sqlite3_column_int64 (statement, 5);

  return correction;
}

/**
 * attune_store_save_correction:
 * @store: a store
 * @dataset_id: our name for a dataset
 * @correction: where one of its rows came from
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_save_correction (AttuneStore            *store,
                              const char             *dataset_id,
                              const AttuneCorrection *correction)
{
  const char *kind = correction->kind == ATTUNE_CORRECTION_PREFERENCE ? "preference" : "example";

  return attune_store_exec (store,
                            "INSERT INTO corrections (dataset_id, digest, kind, conversation_id, "
                            "message_id, model, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                            "ON CONFLICT DO UPDATE SET conversation_id = excluded.conversation_id, "
                            "message_id = excluded.message_id, model = excluded.model, "
                            "created_at = excluded.created_at", "ssssisi",
                            dataset_id, correction->digest, kind, correction->conversation_id,
                            correction->message_id, correction->model, correction->created_at);
}

/**
 * attune_store_list_corrections:
 * @store: a store
 * @dataset_id: our name for a dataset
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneCorrection, oldest
 *   first
 */
DexFuture *
attune_store_list_corrections (AttuneStore *store,
                               const char  *dataset_id)
{
  return attune_store_query (store, read_correction, (GDestroyNotify)attune_correction_free,
                             "SELECT digest, kind, conversation_id, message_id, model, created_at "
                             "FROM corrections WHERE dataset_id = ? ORDER BY created_at, message_id",
                             "s", dataset_id);
}
