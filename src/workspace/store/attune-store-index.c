/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-index"

#include "config.h"

#include "attune-store-search.h"

/* Some tens of milliseconds, for which everybody else waits. */
#define MESSAGES_AT_ONCE 200

/* The trigger puts them into the index. In the order of their numbers: else the index would write
 * each of them by itself. */
static DexFuture *
index_more_func (AttuneDb *db,
                 gpointer  data)
{
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error,
                       "UPDATE messages SET is_indexed = 1 WHERE id IN (SELECT id FROM messages "
                       "WHERE is_indexed = 0 ORDER BY id LIMIT ?)", "i", (gint64)MESSAGES_AT_ONCE))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int (attune_db_get_n_changes (db));
}

/**
 * attune_store_index_more:
 * @store: a store
 *
 * Puts some of the messages into the index of texts that were stored without. They are found before
 * as well, only more slowly.
 *
 * Returns: (transfer full): a future that resolves to how many; 0 when all of them are there
 */
DexFuture *
attune_store_index_more (AttuneStore *store)
{
  return attune_store_write (store, index_more_func, NULL, NULL);
}
