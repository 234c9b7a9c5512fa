/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-jobs"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-store-jobs.h"

#define JOB_COLUMNS \
  "id, remote_id, title, account_id, account_name, dataset_id, dataset_name, model, request, status, " \
  "fine_tuned_model, result_files, step, total_steps, trained_tokens, error_text, error_detail, " \
  "cancel_requested, announced, created_at, creating_at, started_at, finished_at, is_foreign, " \
  "wish, status_text, deployment, deployment_status, deployment_model, deployment_error, " \
  "sent_request, twins"

G_DEFINE_BOXED_TYPE (AttuneJobRow, attune_job_row, attune_job_row_copy, attune_job_row_free)
typedef struct
{
  AttuneJobRow *row;
  GPtrArray    *events;
  GPtrArray    *checkpoints;
} Update;

static const char * const wishes[] = {
  [ATTUNE_JOB_WISH_NONE] = "",
  [ATTUNE_JOB_WISH_PAUSE] = "pause",
  [ATTUNE_JOB_WISH_RESUME] = "resume",
  [ATTUNE_JOB_WISH_DEPLOY] = "deploy",
};

static AttuneJobWish
read_wish (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    if (g_strcmp0 (text, wishes[i]) == 0)
      return (AttuneJobWish)i;

  return ATTUNE_JOB_WISH_NONE;
}

static gpointer
read_job (sqlite3_stmt *statement)
{
  AttuneJobRow *row = g_new0 (AttuneJobRow, 1);

  row->id = attune_db_dup_text (statement, 0);
  row->remote_id = attune_db_dup_text (statement, 1);
  row->title = attune_db_dup_text (statement, 2);
  row->account_id = attune_db_dup_text (statement, 3);
  row->account_name = attune_db_dup_text (statement, 4);
  row->dataset_id = attune_db_dup_text (statement, 5);
  row->dataset_name = attune_db_dup_text (statement, 6);
  row->model = attune_db_dup_text (statement, 7);
  row->request = attune_db_dup_text (statement, 8);
  row->status = attune_job_status_from_string ((const char *)sqlite3_column_text (statement, 9));
  row->fine_tuned_model = attune_db_dup_text (statement, 10);
  row->result_files = attune_db_dup_lines (statement, 11);
  row->step = sqlite3_column_int64 (statement, 12);
  row->total_steps = sqlite3_column_int64 (statement, 13);
  row->trained_tokens = sqlite3_column_int64 (statement, 14);
  row->error_text = attune_db_dup_text (statement, 15);
  row->error_detail = attune_db_dup_text (statement, 16);
  row->cancel_requested = sqlite3_column_int (statement, 17);
  row->announced = sqlite3_column_int (statement, 18);
  row->created_at = sqlite3_column_int64 (statement, 19);
  row->creating_at = sqlite3_column_int64 (statement, 20);
  row->started_at = sqlite3_column_int64 (statement, 21);
  row->finished_at = sqlite3_column_int64 (statement, 22);
  row->is_foreign = sqlite3_column_int (statement, 23);
  row->wish = read_wish ((const char *)sqlite3_column_text (statement, 24));
  row->status_text = attune_db_dup_text (statement, 25);
  row->deployment = attune_db_dup_text (statement, 26);
  row->deployment_status =
    attune_deployment_status_from_string ((const char *)sqlite3_column_text (statement, 27));
  row->deployment_model = attune_db_dup_text (statement, 28);
  row->deployment_error = attune_db_dup_text (statement, 29);
  row->sent_request = attune_db_dup_text (statement, 30);
  row->twins = attune_db_dup_text (statement, 31);

  return row;
}

static gpointer
read_text (sqlite3_stmt *statement)
{
  return attune_db_dup_text (statement, 0);
}

static void
update_free (gpointer data)
{
  Update *update = data;

  attune_job_row_free (update->row);
  g_clear_pointer (&update->events, g_ptr_array_unref);
  g_clear_pointer (&update->checkpoints, g_ptr_array_unref);
  g_free (update);
}

/* As it is after the change, with what another process may have added. */
static DexFuture *
select_job (AttuneDb   *db,
            const char *id)
{
  g_autoptr(GError) error = NULL;
  sqlite3_stmt *statement;
  AttuneJobRow *row;

  if ((statement = attune_db_query (db, &error,
                                    "SELECT " JOB_COLUMNS " FROM jobs WHERE id = ?", "s", id)) &&
      attune_db_step (db, statement, &error))
    {
      row = read_job (statement);
      sqlite3_reset (statement);
      return dex_future_new_take_boxed (ATTUNE_TYPE_JOB_ROW, row);
    }

  if (error == NULL)
    attune_set_error (&error, ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("This fine-tune is not there any more."));

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
get_job_func (AttuneDb *db,
              gpointer  data)
{
  return select_job (db, data);
}

/* A cancellation that another process asked for meanwhile stays visible until the end. */
static gboolean
save_job (AttuneDb            *db,
          const AttuneJobRow  *row,
          GError             **error)
{
  g_autofree char *result_files = NULL;

  result_files = attune_db_join_lines ((const char * const *)row->result_files);

  return attune_db_exec (db, error,
                         "UPDATE jobs SET remote_id = ?, request = ?, sent_request = ?, "
                         "status = CASE WHEN cancel_requested AND NOT ? THEN 'cancelling' ELSE ? END, "
                         "fine_tuned_model = ?, result_files = ?, step = ?, total_steps = ?, "
                         "trained_tokens = ?, error_text = ?, error_detail = ?, creating_at = ?, "
                         "started_at = ?, finished_at = ?, status_text = ?, twins = ? WHERE id = ?",
                         "sssisssiiissiiisss",
                         row->remote_id, row->request, row->sent_request,
                         (gint64)attune_job_status_is_final (row->status),
                         attune_job_status_to_string (row->status),
                         row->fine_tuned_model, result_files, row->step, row->total_steps,
                         row->trained_tokens, row->error_text, row->error_detail, row->creating_at,
                         row->started_at, row->finished_at, row->status_text, row->twins,
                         row->id);
}

static DexFuture *
update_job_func (AttuneDb *db,
                 gpointer  data)
{
  Update *update = data;
  const char *id = update->row->id;
  g_autoptr(GError) error = NULL;

  if (!save_job (db, update->row, &error) ||
      !attune_store_save_events (db, id, update->events, &error) ||
      !attune_store_save_checkpoints (db, id, update->checkpoints, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return select_job (db, id);
}

static DexFuture *
request_cancel_func (AttuneDb *db,
                     gpointer  data)
{
  const char *id = data;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error,
                       "UPDATE jobs SET cancel_requested = 1, status = 'cancelling' "
                       "WHERE id = ? AND status NOT IN ('succeeded', 'failed', 'cancelled')", "s", id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return select_job (db, id);
}

static DexFuture *
set_wish_func (AttuneDb *db,
               gpointer  data)
{
  const AttuneJobRow *row = data;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error,
                       "UPDATE jobs SET wish = ?1 WHERE id = ?2 AND CASE ?1 "
                       "WHEN 'deploy' THEN status = 'succeeded' "
                       "WHEN '' THEN 1 "
                       "ELSE status NOT IN ('succeeded', 'failed', 'cancelled') END", "ss",
                       wishes[row->wish], row->id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return select_job (db, row->id);
}

static DexFuture *
set_deployment_func (AttuneDb *db,
                     gpointer  data)
{
  const AttuneJobRow *row = data;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error,
                       "UPDATE jobs SET deployment = ?, deployment_status = ?, "
                       "deployment_model = ?, deployment_error = ?, wish = '' WHERE id = ?",
                       "sssss",
                       row->deployment,
                       row->deployment_status != ATTUNE_DEPLOYMENT_STATUS_UNKNOWN
                       ? attune_deployment_status_to_string (row->deployment_status) : "",
                       row->deployment_model, row->deployment_error, row->id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return select_job (db, row->id);
}

static DexFuture *
take_first_text_cb (DexFuture *completed,
                    gpointer   user_data)
{
  GPtrArray *texts = g_value_get_boxed (dex_future_get_value (completed, NULL));

  return dex_future_new_for_string (texts->len > 0 ? texts->pdata[0] : "");
}

AttuneJobRow *
attune_job_row_copy (const AttuneJobRow *row)
{
  AttuneJobRow *copy = g_memdup2 (row, sizeof *row);

  copy->id = g_strdup (row->id);
  copy->remote_id = g_strdup (row->remote_id);
  copy->title = g_strdup (row->title);
  copy->account_id = g_strdup (row->account_id);
  copy->account_name = g_strdup (row->account_name);
  copy->dataset_id = g_strdup (row->dataset_id);
  copy->dataset_name = g_strdup (row->dataset_name);
  copy->model = g_strdup (row->model);
  copy->request = g_strdup (row->request);
  copy->fine_tuned_model = g_strdup (row->fine_tuned_model);
  copy->sent_request = g_strdup (row->sent_request);
  copy->result_files = g_strdupv (row->result_files);
  copy->error_text = g_strdup (row->error_text);
  copy->error_detail = g_strdup (row->error_detail);
  copy->status_text = g_strdup (row->status_text);
  copy->deployment = g_strdup (row->deployment);
  copy->deployment_model = g_strdup (row->deployment_model);
  copy->deployment_error = g_strdup (row->deployment_error);
  copy->twins = g_strdup (row->twins);

  return copy;
}

void
attune_job_row_free (AttuneJobRow *row)
{
  g_free (row->id);
  g_free (row->remote_id);
  g_free (row->title);
  g_free (row->account_id);
  g_free (row->account_name);
  g_free (row->dataset_id);
  g_free (row->dataset_name);
  g_free (row->model);
  g_free (row->request);
  g_free (row->fine_tuned_model);
  g_free (row->sent_request);
  g_strfreev (row->result_files);
  g_free (row->error_text);
  g_free (row->error_detail);
  g_free (row->status_text);
  g_free (row->deployment);
  g_free (row->deployment_model);
  g_free (row->deployment_error);
  g_free (row->twins);
  g_free (row);
}

/**
 * attune_store_list_jobs:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneJobRow, newest first,
 *   without the deleted ones
 */
DexFuture *
attune_store_list_jobs (AttuneStore *store)
{
  return attune_store_query (store, read_job, (GDestroyNotify)attune_job_row_free,
                             "SELECT " JOB_COLUMNS " FROM jobs WHERE deleted_at = 0 "
                             "ORDER BY created_at DESC, rowid DESC", "");
}

/**
 * attune_store_get_job:
 * @store: a store
 * @id: our name for it
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobRow, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND
 */
DexFuture *
attune_store_get_job (AttuneStore *store,
                      const char  *id)
{
  return attune_store_run (store, get_job_func, g_strdup (id), g_free);
}

/**
 * attune_store_insert_job:
 * @store: a store
 * @row: what to keep
 *
 * Returns: (transfer full): a future that resolves when the fine-tune is stored
 */
DexFuture *
attune_store_insert_job (AttuneStore        *store,
                         const AttuneJobRow *row)
{
  return attune_store_exec (store,
                            "INSERT INTO jobs (id, title, account_id, account_name, dataset_id, "
                            "dataset_name, model, request, status, created_at) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "sssssssssi",
                            row->id, row->title, row->account_id, row->account_name,
                            row->dataset_id, row->dataset_name, row->model, row->request,
                            attune_job_status_to_string (row->status), row->created_at);
}

/**
 * attune_store_update_job:
 * @store: a store
 * @row: what is new; whether a cancellation was asked for is left as the store has it
 * @events: (nullable) (element-type AttuneEventInfo): what the provider told; known ones are
 *   skipped
 * @checkpoints: (nullable) (element-type AttuneCheckpointInfo): those that there are
 *
 * Stores one step of a fine-tune as a whole.
 *
 * Returns: (transfer full): a future that resolves to the #AttuneJobRow as it is now
 */
DexFuture *
attune_store_update_job (AttuneStore        *store,
                         const AttuneJobRow *row,
                         GPtrArray          *events,
                         GPtrArray          *checkpoints)
{
  Update *update = g_new0 (Update, 1);

  update->row = attune_job_row_copy (row);
  update->events = events != NULL ? g_ptr_array_ref (events) : NULL;
  update->checkpoints = checkpoints != NULL ? g_ptr_array_ref (checkpoints) : NULL;

  return attune_store_write (store, update_job_func, update, update_free);
}

/**
 * attune_store_request_cancel:
 * @store: a store
 * @id: our name for a fine-tune
 *
 * Marks the fine-tune for whoever drives it, unless it has ended.
 *
 * Returns: (transfer full): a future that resolves to the #AttuneJobRow as it is now
 */
DexFuture *
attune_store_request_cancel (AttuneStore *store,
                             const char  *id)
{
  return attune_store_write (store, request_cancel_func, g_strdup (id), g_free);
}

/**
 * attune_store_drop_cancel:
 * @store: a store
 * @id: our name for a fine-tune whose provider refuses to cancel it
 *
 * Returns: (transfer full): a future that resolves when the mark is gone
 */
DexFuture *
attune_store_drop_cancel (AttuneStore *store,
                          const char  *id)
{
  return attune_store_exec (store, "UPDATE jobs SET cancel_requested = 0 WHERE id = ?", "s", id);
}

/**
 * attune_store_set_wish:
 * @store: a store
 * @id: our name for a fine-tune
 * @wish: what the person wants of it, or %ATTUNE_JOB_WISH_NONE once the provider has heard it
 *
 * Returns: (transfer full): a future that resolves to the #AttuneJobRow as it is now; without the
 *   wish where it makes no sense any more
 */
DexFuture *
attune_store_set_wish (AttuneStore   *store,
                       const char    *id,
                       AttuneJobWish  wish)
{
  AttuneJobRow *row = g_new0 (AttuneJobRow, 1);

  row->id = g_strdup (id);
  row->wish = wish;

  return attune_store_write (store, set_wish_func, row, (GDestroyNotify)attune_job_row_free);
}

/**
 * attune_store_set_deployment:
 * @store: a store
 * @row: a fine-tune; only what it says of the deployment is stored
 *
 * From then on it is not wished for any more.
 *
 * Returns: (transfer full): a future that resolves to the #AttuneJobRow as it is now
 */
DexFuture *
attune_store_set_deployment (AttuneStore        *store,
                             const AttuneJobRow *row)
{
  return attune_store_write (store, set_deployment_func, attune_job_row_copy (row),
                             (GDestroyNotify)attune_job_row_free);
}

/**
 * attune_store_claim_announcement:
 * @store: a store
 * @id: our name for a fine-tune that has ended
 *
 * Returns: (transfer full): a future that resolves to an int, 1 for the one who shall tell the
 *   person, 0 for everybody later
 */
DexFuture *
attune_store_claim_announcement (AttuneStore *store,
                                 const char  *id)
{
  return attune_store_exec (store, "UPDATE jobs SET announced = 1 WHERE id = ? AND announced = 0",
                            "s", id);
}

/**
 * attune_store_set_job_deleted:
 * @store: a store
 * @id: our name for a fine-tune
 * @deleted_at: when, or 0 to bring it back
 *
 * Returns: (transfer full): a future that resolves to how many rows changed: 0 when it is gone
 */
DexFuture *
attune_store_set_job_deleted (AttuneStore *store,
                              const char  *id,
                              gint64       deleted_at)
{
  return attune_store_exec (store, "UPDATE jobs SET deleted_at = ? WHERE id = ?",
                            "is", deleted_at, id);
}

/**
 * attune_store_find_newest_event:
 * @store: a store
 * @job_id: our name for a fine-tune
 *
 * Returns: (transfer full): a future that resolves to the provider's id of the event that was
 *   stored last, or to an empty string
 */
DexFuture *
attune_store_find_newest_event (AttuneStore *store,
                                const char  *job_id)
{
  return dex_future_then (attune_store_query (store, read_text, g_free,
                                              "SELECT remote_id FROM job_events WHERE job_id = ? "
                                              "ORDER BY seq DESC LIMIT 1", "s", job_id),
                          take_first_text_cb, NULL, NULL);
}
