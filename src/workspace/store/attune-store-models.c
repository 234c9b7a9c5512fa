/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-models"

#include "config.h"

#include "attune-store-models.h"

typedef struct
{
  char      *account_id;
  GPtrArray *models;
} Replacement;

static gpointer
read_model (sqlite3_stmt *statement)
{
  AttuneModelRow *row = g_new0 (AttuneModelRow, 1);

  row->account_id = attune_db_dup_text (statement, 0);
  row->id = attune_db_dup_text (statement, 1);
  row->owned_by = attune_db_dup_text (statement, 2);
  row->shutdown_date = attune_db_dup_text (statement, 3);
  row->created_at = sqlite3_column_int64 (statement, 4);
  row->job_id = attune_db_dup_text (statement, 5);
  row->job_title = attune_db_dup_text (statement, 6);
  row->base_model = attune_db_dup_text (statement, 7);
  row->can_chat = sqlite3_column_int (statement, 8);
  row->can_tune = sqlite3_column_int (statement, 9);
  row->details = attune_db_dup_text (statement, 10);
  row->context_window = (guint)sqlite3_column_int (statement, 11);

  return row;
}

static void
replacement_free (gpointer data)
{
  Replacement *replacement = data;

  g_ptr_array_unref (replacement->models);
  g_free (replacement->account_id);
  g_free (replacement);
}

static void
deletion_free (gpointer data)
{
  g_strfreev (data);
}

static DexFuture *
delete_model_func (AttuneDb *db,
                   gpointer  data)
{
  char **names = data;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error, "DELETE FROM models WHERE account_id = ? AND id = ?",
                       "ss", names[0], names[1]) ||
      !attune_db_exec (db, &error,
                       "UPDATE jobs SET model_gone = 1 WHERE account_id = ? AND fine_tuned_model = ?",
                       "ss", names[0], names[1]))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
replace_models_func (AttuneDb *db,
                     gpointer  data)
{
  Replacement *replacement = data;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error, "DELETE FROM models WHERE account_id = ?", "s",
                       replacement->account_id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < replacement->models->len; i++)
    {
      AttuneModelInfo *model = replacement->models->pdata[i];

      if (!attune_db_exec (db, &error,
                           "INSERT OR REPLACE INTO models (account_id, id, owned_by, shutdown_date, "
                           "details, created_at, can_chat, can_tune, context_window) "
                           "SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM accounts WHERE id = ?", "ssssiiiis",
                           model->id, model->owned_by, model->shutdown_date, model->details,
                           model->created_at, (gint64)model->can_chat, (gint64)model->can_tune,
                           (gint64)model->context_window,
                           replacement->account_id))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

void
attune_model_row_free (AttuneModelRow *row)
{
  g_free (row->account_id);
  g_free (row->id);
  g_free (row->owned_by);
  g_free (row->shutdown_date);
  g_free (row->job_id);
  g_free (row->job_title);
  g_free (row->base_model);
  g_free (row->details);
  g_free (row);
}

/**
 * attune_store_list_models:
 * @store: a store
 *
 * What the accounts offered when they were asked last, and what our fine-tunes made: not every
 * provider names tuned models in its list. The engine on this computer does.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneModelRow
 */
DexFuture *
attune_store_list_models (AttuneStore *store)
{
  return attune_store_query (store, read_model, (GDestroyNotify)attune_model_row_free,
                             "SELECT m.account_id, m.id, m.owned_by, m.shutdown_date, m.created_at, "
                             "j.id, j.title, j.model, m.can_chat, m.can_tune, m.details, m.context_window "
                             "FROM models m LEFT JOIN jobs j "
                             "ON j.account_id = m.account_id AND m.id IN (j.fine_tuned_model, j.deployment_model) "
                             "GROUP BY m.account_id, m.id "
                             "UNION ALL "
                             "SELECT j.account_id, COALESCE (j.deployment_model, j.fine_tuned_model), NULL, NULL, j.finished_at, "
                             "j.id, j.title, j.model, 0, 0, NULL, 0 FROM jobs j "
                             "JOIN accounts a ON a.id = j.account_id AND a.profile != 'local' "
                             "WHERE j.status = 'succeeded' "
                             "AND COALESCE (j.deployment_model, j.fine_tuned_model) IS NOT NULL "
                             "AND j.deleted_at = 0 AND NOT j.model_gone AND NOT EXISTS ("
                             "  SELECT 1 FROM models m"
                             "  WHERE m.account_id = j.account_id"
                             "  AND m.id = COALESCE (j.deployment_model, j.fine_tuned_model)) "
                             "ORDER BY 5 DESC, 2", "");
}

/**
 * attune_store_replace_models:
 * @store: a store
 * @account_id: an account
 * @models: (element-type AttuneModelInfo): all that it offers
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_store_replace_models (AttuneStore *store,
                             const char  *account_id,
                             GPtrArray   *models)
{
  Replacement *replacement = g_new0 (Replacement, 1);

  replacement->account_id = g_strdup (account_id);
  replacement->models = g_ptr_array_ref (models);

  return attune_store_write (store, replace_models_func, replacement, replacement_free);
}

/**
 * attune_store_delete_model:
 * @store: a store
 * @account_id: an account
 * @id: the model
 *
 * Returns: (transfer full): a future that resolves when it is gone
 */
DexFuture *
attune_store_delete_model (AttuneStore *store,
                           const char  *account_id,
                           const char  *id)
{
  const char *names[] = { account_id, id, NULL };

  return attune_store_write (store, delete_model_func, g_strdupv ((char **)names), deletion_free);
}
