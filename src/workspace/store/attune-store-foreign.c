/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-foreign"

#include "config.h"

#include "attune-store-foreign.h"

typedef struct
{
  char      *account_id;
  GPtrArray *rows;
} Adoption;

typedef struct
{
  char *account_id;
  char *file_ids;
  char *dataset_id;
} Claim;

static gpointer
read_text (sqlite3_stmt *statement)
{
  return attune_db_dup_text (statement, 0);
}

static void
adoption_free (gpointer data)
{
  Adoption *adoption = data;

  g_free (adoption->account_id);
  g_ptr_array_unref (adoption->rows);
  g_free (adoption);
}

static void
claim_free (gpointer data)
{
  Claim *claim = data;

  g_free (claim->account_id);
  g_free (claim->file_ids);
  g_free (claim->dataset_id);
  g_free (claim);
}

/* While the answer to a create request of ours is missing, what is new there may be ours. */
static gboolean
has_unanswered (AttuneDb    *db,
                const char  *account_id,
                gboolean    *is_waiting,
                GError     **error)
{
  sqlite3_stmt *statement;

  statement = attune_db_query (db, error,
                               "SELECT 1 FROM jobs WHERE account_id = ? AND creating_at != 0 "
                               "AND remote_id IS NULL "
                               "AND status NOT IN ('succeeded', 'failed', 'cancelled') LIMIT 1",
                               "s", account_id);

  if (statement == NULL)
    return FALSE;

  *is_waiting = attune_db_step (db, statement, error);
  sqlite3_reset (statement);

  return TRUE;
}

/* One that was followed with an account that was removed since, and added again. */
static gboolean
take_back_job (AttuneDb            *db,
               const AttuneJobRow  *row,
               GError             **error)
{
  return attune_db_exec (db, error,
                         "UPDATE OR IGNORE jobs SET account_id = ?1, account_name = ?2 "
                         "WHERE remote_id = ?3 AND account_id NOT IN (SELECT id FROM accounts)",
                         "sss", row->account_id, row->account_name, row->remote_id);
}

static gboolean
adopt_job (AttuneDb            *db,
           const AttuneJobRow  *row,
           GError             **error)
{
  g_autofree char *result_files = NULL;

  result_files = attune_db_join_lines ((const char * const *)row->result_files);

  return attune_db_exec (db, error,
                         "INSERT OR IGNORE INTO jobs (id, remote_id, title, account_id, account_name, "
                         "dataset_id, dataset_name, model, request, status, fine_tuned_model, "
                         "result_files, trained_tokens, announced, created_at, finished_at, is_foreign) "
                         "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 1 "
                         "WHERE NOT EXISTS (SELECT 1 FROM forgotten_jobs "
                         "                  WHERE account_id = ?4 AND remote_id = ?2)",
                         "ssssssssssssiiii",
                         row->id, row->remote_id, row->title, row->account_id, row->account_name,
                         row->dataset_id, row->dataset_name, row->model, row->request,
                         attune_job_status_to_string (row->status), row->fine_tuned_model,
                         result_files, row->trained_tokens, (gint64)row->announced,
                         row->created_at, row->finished_at);
}

static DexFuture *
adopt_jobs_func (AttuneDb *db,
                 gpointer  data)
{
  Adoption *adoption = data;
  g_autoptr(GError) error = NULL;
  gboolean is_waiting;
  int n_new = 0;

  if (!has_unanswered (db, adoption->account_id, &is_waiting, &error) || error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Providers list the newest first; the list here goes by the order of storing within a second. */
  for (guint i = is_waiting ? 0 : adoption->rows->len; i > 0; i--)
    {
      const AttuneJobRow *row = adoption->rows->pdata[i - 1];

      if (!take_back_job (db, row, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      n_new += attune_db_get_n_changes (db);

      if (!adopt_job (db, row, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      n_new += attune_db_get_n_changes (db);
    }

  return dex_future_new_for_int (n_new);
}

static DexFuture *
claim_rescue_func (AttuneDb *db,
                   gpointer  data)
{
  Claim *claim = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *dataset_id = NULL;
  sqlite3_stmt *statement;

  if (!attune_db_exec (db, &error,
                       "INSERT OR IGNORE INTO rescued_files (account_id, file_ids, dataset_id) "
                       "VALUES (?, ?, ?)", "sss",
                       claim->account_id, claim->file_ids, claim->dataset_id) ||
      !(statement = attune_db_query (db, &error,
                                     "SELECT dataset_id FROM rescued_files "
                                     "WHERE account_id = ? AND file_ids = ?", "ss",
                                     claim->account_id, claim->file_ids)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (attune_db_step (db, statement, &error))
    dataset_id = attune_db_dup_text (statement, 0);

  sqlite3_reset (statement);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&dataset_id));
}

/**
 * attune_store_adopt_jobs:
 * @store: a store
 * @account_id: whose they are
 * @rows: (element-type AttuneJobRow): what the provider lists, newest first
 *
 * Keeps those that are not known yet and were not deleted by the person; those that an account had
 * which is gone belong to this one from now on. Keeps nothing as long as one of them may be a
 * fine-tune of ours whose create request was not answered.
 *
 * Returns: (transfer full): a future that resolves to an int, how many are new here
 */
DexFuture *
attune_store_adopt_jobs (AttuneStore *store,
                         const char  *account_id,
                         GPtrArray   *rows)
{
  Adoption *adoption = g_new0 (Adoption, 1);

  adoption->account_id = g_strdup (account_id);
  adoption->rows = g_ptr_array_ref (rows);

  return attune_store_write (store, adopt_jobs_func, adoption, adoption_free);
}

/**
 * attune_store_list_remote_ids:
 * @store: a store
 * @account_id: an account
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of the provider's names of every
 *   fine-tune of the account that is known here, also of those that the person deleted
 */
DexFuture *
attune_store_list_remote_ids (AttuneStore *store,
                              const char  *account_id)
{
  return attune_store_query (store, read_text, g_free,
                             "SELECT remote_id FROM jobs "
                             "WHERE account_id = ?1 AND remote_id IS NOT NULL "
                             "UNION SELECT remote_id FROM forgotten_jobs WHERE account_id = ?1",
                             "s", account_id);
}

/**
 * attune_store_name_job:
 * @store: a store
 * @id: our name for a fine-tune
 * @dataset_id: the dataset that it was trained on, or an empty string
 * @dataset_name: what that is called
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_name_job (AttuneStore *store,
                       const char  *id,
                       const char  *dataset_id,
                       const char  *dataset_name)
{
  return attune_store_exec (store,
                            "UPDATE jobs SET dataset_id = ?, dataset_name = ? WHERE id = ?",
                            "sss", dataset_id, dataset_name, id);
}

/**
 * attune_store_claim_rescue:
 * @store: a store
 * @account_id: where the files are
 * @file_ids: the provider's names for them
 * @dataset_id: what their dataset shall be called, unless it has a name already
 *
 * Returns: (transfer full): a future that resolves to a string, the id of the dataset that is or
 *   will be made of these files
 */
DexFuture *
attune_store_claim_rescue (AttuneStore *store,
                           const char  *account_id,
                           const char  *file_ids,
                           const char  *dataset_id)
{
  Claim *claim = g_new0 (Claim, 1);

  claim->account_id = g_strdup (account_id);
  claim->file_ids = g_strdup (file_ids);
  claim->dataset_id = g_strdup (dataset_id);

  return attune_store_write (store, claim_rescue_func, claim, claim_free);
}
