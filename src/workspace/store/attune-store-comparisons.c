/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-comparisons"

#include "config.h"

#include "attune-store-comparisons.h"

typedef struct
{
  AttuneComparisonRow *row;
  GPtrArray           *columns;
} Insertion;

static gpointer
read_comparison (sqlite3_stmt *statement)
{
  AttuneComparisonRow *row = g_new0 (AttuneComparisonRow, 1);

  row->id = attune_db_dup_text (statement, 0);
  row->title = attune_db_dup_text (statement, 1);
  row->is_blind = sqlite3_column_int (statement, 2) != 0;
  row->seed = sqlite3_column_int64 (statement, 3);
  row->created_at = sqlite3_column_int64 (statement, 4);
  row->updated_at = sqlite3_column_int64 (statement, 5);

  return row;
}

static gpointer
read_vote (sqlite3_stmt *statement)
{
  AttuneVoteRow *row = g_new0 (AttuneVoteRow, 1);

  row->comparison_id = attune_db_dup_text (statement, 0);
  row->answers = attune_db_dup_text (statement, 1);
  row->number = sqlite3_column_int (statement, 2);
  row->account_id = attune_db_dup_text (statement, 3);
  row->model = attune_db_dup_text (statement, 4);
  row->outcome = attune_db_dup_text (statement, 5);
  row->is_blind = sqlite3_column_int (statement, 6) != 0;

  return row;
}

static gpointer
read_tally (sqlite3_stmt *statement)
{
  AttuneModelTally *tally;

  tally = attune_model_tally_new ((const char *)sqlite3_column_text (statement, 0),
                                  (const char *)sqlite3_column_text (statement, 1));
  tally->n_won = sqlite3_column_int (statement, 2);
  tally->n_lost = sqlite3_column_int (statement, 3);
  tally->n_tied = sqlite3_column_int (statement, 4);

  return tally;
}

static void
insertion_free (gpointer data)
{
  Insertion *insertion = data;

  attune_comparison_row_free (insertion->row);
  g_ptr_array_unref (insertion->columns);
  g_free (insertion);
}

static DexFuture *
insert_comparison_func (AttuneDb *db,
                        gpointer  data)
{
  Insertion *insertion = data;
  AttuneComparisonRow *row = insertion->row;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error,
                       "INSERT INTO comparisons (id, title, is_blind, seed, created_at, updated_at) "
                       "VALUES (?, ?, ?, ?, ?, ?)", "ssiiii",
                       row->id, row->title, (gint64)row->is_blind, row->seed, row->created_at,
                       row->updated_at))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < insertion->columns->len; i++)
    {
      if (!attune_db_insert_conversation (db, insertion->columns->pdata[i], &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

static DexFuture *
save_votes_func (AttuneDb *db,
                 gpointer  data)
{
  GPtrArray *votes = data;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < votes->len; i++)
    {
      AttuneVoteRow *row = votes->pdata[i];

      if (!attune_db_exec (db, &error,
                           "INSERT INTO comparison_votes (comparison_id, answers, "
                           "comparison_column, account_id, model, outcome, is_blind, created_at) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                           "outcome = excluded.outcome, is_blind = excluded.is_blind, "
                           "created_at = excluded.created_at", "ssisssii",
                           row->comparison_id, row->answers, (gint64)row->number,
                           row->account_id, row->model, row->outcome, (gint64)row->is_blind, now))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

AttuneComparisonRow *
attune_comparison_row_copy (const AttuneComparisonRow *row)
{
  AttuneComparisonRow *copy = g_memdup2 (row, sizeof *row);

  copy->id = g_strdup (row->id);
  copy->title = g_strdup (row->title);

  return copy;
}

void
attune_comparison_row_free (AttuneComparisonRow *row)
{
  g_free (row->id);
  g_free (row->title);
  g_free (row);
}

AttuneVoteRow *
attune_vote_row_copy (const AttuneVoteRow *row)
{
  AttuneVoteRow *copy = g_memdup2 (row, sizeof *row);

  copy->comparison_id = g_strdup (row->comparison_id);
  copy->answers = g_strdup (row->answers);
  copy->account_id = g_strdup (row->account_id);
  copy->model = g_strdup (row->model);
  copy->outcome = g_strdup (row->outcome);

  return copy;
}

void
attune_vote_row_free (AttuneVoteRow *row)
{
  g_free (row->comparison_id);
  g_free (row->answers);
  g_free (row->account_id);
  g_free (row->model);
  g_free (row->outcome);
  g_free (row);
}

/**
 * attune_store_list_comparisons:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneComparisonRow, the one
 *   that changed last first, without the deleted ones
 */
DexFuture *
attune_store_list_comparisons (AttuneStore *store)
{
  return attune_store_query (store, read_comparison, (GDestroyNotify)attune_comparison_row_free,
                             "SELECT id, title, is_blind, seed, created_at, updated_at "
                             "FROM comparisons WHERE deleted_at = 0 "
                             "ORDER BY updated_at DESC, rowid DESC", "");
}

/**
 * attune_store_insert_comparison:
 * @store: a store
 * @row: what to keep
 * @columns: (element-type AttuneConversationRow): its columns
 *
 * Returns: (transfer full): a future that resolves when all of it is stored
 */
DexFuture *
attune_store_insert_comparison (AttuneStore               *store,
                                const AttuneComparisonRow *row,
                                GPtrArray                 *columns)
{
  Insertion *insertion = g_new0 (Insertion, 1);

  insertion->row = attune_comparison_row_copy (row);
  insertion->columns = g_ptr_array_ref (columns);

  return attune_store_write (store, insert_comparison_func, insertion, insertion_free);
}

/**
 * attune_store_save_comparison:
 * @store: a store
 * @row: what is new
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_save_comparison (AttuneStore               *store,
                              const AttuneComparisonRow *row)
{
  return attune_store_exec (store, "UPDATE comparisons SET title = ?, is_blind = ?, seed = ?, "
                            "updated_at = ? WHERE id = ?", "siiis",
                            row->title, (gint64)row->is_blind, row->seed, row->updated_at, row->id);
}

/**
 * attune_store_set_comparison_deleted:
 * @store: a store
 * @id: our name for a comparison
 * @deleted_at: when, or 0 to bring it back
 *
 * Returns: (transfer full): a future that resolves to how many rows changed: 0 when it is gone
 */
DexFuture *
attune_store_set_comparison_deleted (AttuneStore *store,
                                     const char  *id,
                                     gint64       deleted_at)
{
  return attune_store_exec (store, "UPDATE comparisons SET deleted_at = ? WHERE id = ?",
                            "is", deleted_at, id);
}

/**
 * attune_store_list_votes:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneVoteRow
 */
DexFuture *
attune_store_list_votes (AttuneStore *store)
{
  return attune_store_query (store, read_vote, (GDestroyNotify)attune_vote_row_free,
                             "SELECT comparison_id, answers, comparison_column, account_id, model, outcome, "
                             "is_blind FROM comparison_votes", "");
}

/**
 * attune_store_save_votes:
 * @store: a store
 * @votes: (element-type AttuneVoteRow): what answers beside each other were given
 *
 * Returns: (transfer full): a future that resolves when all of them are stored, instead of what the
 *   same answers were given before
 */
DexFuture *
attune_store_save_votes (AttuneStore *store,
                         GPtrArray   *votes)
{
  return attune_store_write (store, save_votes_func, g_ptr_array_ref (votes),
                             (GDestroyNotify)g_ptr_array_unref);
}

/**
 * attune_store_list_tallies:
 * @store: a store
 * @comparison_id: (nullable): whose votes are counted, or %NULL for all
 * @is_blind: whether to count only those of blind comparisons
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneModelTally, the one
 *   that won most often first
 */
DexFuture *
attune_store_list_tallies (AttuneStore *store,
                           const char  *comparison_id,
                           gboolean     is_blind)
{
  return attune_store_query (store, read_tally, (GDestroyNotify)attune_model_tally_free,
                             "SELECT account_id, model, sum (outcome = 'won') AS n_won, "
                             "sum (outcome = 'lost'), sum (outcome = 'tied') "
                             "FROM comparison_votes WHERE comparison_id = coalesce (?, comparison_id) "
                             "AND is_blind >= ? GROUP BY account_id, model "
                             "ORDER BY n_won DESC, model, account_id", "si",
                             comparison_id, (gint64)is_blind);
}
