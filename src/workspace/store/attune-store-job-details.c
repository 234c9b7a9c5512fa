/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-job-details"

#include "config.h"

#include "attune-store-job-details.h"

#define MEASURE_COLUMNS \
  "step, train_loss, train_accuracy, valid_loss, valid_accuracy, full_valid_loss, full_valid_accuracy"

/* So much of what a page shows is read at once: some milliseconds on either thread. */
#define MAX_EVENTS_AT_ONCE 2000
#define MAX_POINTS_AT_ONCE 10000

G_DEFINE_BOXED_TYPE (AttuneJobDetails, attune_job_details,
                     attune_job_details_ref, attune_job_details_unref)

typedef struct
{
  char   *job_id;
  gint64  after_event;
  gint64  after_point;
  gint64  after_step;
} DetailsQuery;

static void
details_query_free (gpointer data)
{
  DetailsQuery *query = data;

  g_free (query->job_id);
  g_free (query);
}

static void
read_measures (sqlite3_stmt   *statement,
               int             column,
               AttuneMeasures *measures)
{
  measures->step = sqlite3_column_int64 (statement, column);
  measures->train_loss = attune_db_get_double (statement, column + 1);
  measures->train_accuracy = attune_db_get_double (statement, column + 2);
  measures->valid_loss = attune_db_get_double (statement, column + 3);
  measures->valid_accuracy = attune_db_get_double (statement, column + 4);
  measures->full_valid_loss = attune_db_get_double (statement, column + 5);
  measures->full_valid_accuracy = attune_db_get_double (statement, column + 6);
}

static void
event_row_free (gpointer data)
{
  AttuneEventRow *row = data;

  g_free (row->id);
  g_free (row->level);
  g_free (row->message);
  g_free (row);
}

static void
checkpoint_row_free (gpointer data)
{
  AttuneCheckpointRow *row = data;

  g_free (row->id);
  g_free (row->model);
  g_strfreev (row->files);
  g_free (row);
}

/* The newest measure of a step counts, and one that was missing before is filled in; validation is
 * often told later than training. The new number makes views ask for the point again. */
static gboolean
save_point (AttuneDb              *db,
            const char            *job_id,
            const AttuneMeasures  *measures,
            GError               **error)
{
  return attune_db_exec (db, error,
                         "INSERT INTO job_points (job_id, seq, " MEASURE_COLUMNS ") "
                         "VALUES (?1, (SELECT COALESCE (MAX (seq), 0) + 1 FROM job_points WHERE job_id = ?1), "
                         "?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                         "ON CONFLICT (job_id, step) DO UPDATE SET "
                         "seq = excluded.seq, "
                         "train_loss = COALESCE (excluded.train_loss, train_loss), "
                         "train_accuracy = COALESCE (excluded.train_accuracy, train_accuracy), "
                         "valid_loss = COALESCE (excluded.valid_loss, valid_loss), "
                         "valid_accuracy = COALESCE (excluded.valid_accuracy, valid_accuracy), "
                         "full_valid_loss = COALESCE (excluded.full_valid_loss, full_valid_loss), "
                         "full_valid_accuracy = COALESCE (excluded.full_valid_accuracy, full_valid_accuracy)",
                         "sidddddd", job_id, measures->step,
                         measures->train_loss, measures->train_accuracy,
                         measures->valid_loss, measures->valid_accuracy,
                         measures->full_valid_loss, measures->full_valid_accuracy);
}

static gboolean
save_event (AttuneDb               *db,
            const char             *job_id,
            const AttuneEventInfo  *event,
            GError                **error)
{
  if (!attune_db_exec (db, error,
                       "INSERT OR IGNORE INTO job_events (job_id, remote_id, created_at, level, message) "
                       "VALUES (?, ?, ?, ?, ?)", "ssiss",
                       job_id, event->id, event->created_at,
                       event->level != NULL ? event->level : "info",
                       event->message != NULL ? event->message : ""))
    return FALSE;

  if (attune_db_get_n_changes (db) == 0 || !event->has_measures || event->measures.step <= 0)
    return TRUE;

  return save_point (db, job_id, &event->measures, error);
}

static gboolean
save_checkpoint (AttuneDb                    *db,
                 const char                  *job_id,
                 const AttuneCheckpointInfo  *checkpoint,
                 GError                     **error)
{
  const AttuneMeasures *measures = &checkpoint->measures;
  g_autofree char *files = attune_db_join_lines ((const char * const *)checkpoint->result_files);

  return attune_db_exec (db, error,
                         "INSERT OR REPLACE INTO job_checkpoints (job_id, remote_id, model, files, "
                         MEASURE_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "ssssidddddd",
                         job_id, checkpoint->id, checkpoint->model, files, measures->step,
                         measures->train_loss, measures->train_accuracy,
                         measures->valid_loss, measures->valid_accuracy,
                         measures->full_valid_loss, measures->full_valid_accuracy);
}

static gboolean
load_events (AttuneDb            *db,
             const DetailsQuery  *query,
             GPtrArray           *events,
             GError             **error)
{
  sqlite3_stmt *statement;

  statement = attune_db_query (db, error,
                               "SELECT seq, remote_id, created_at, level, message FROM job_events "
                               "WHERE job_id = ? AND seq > ? ORDER BY seq LIMIT ?", "sii",
                               query->job_id, query->after_event, (gint64)MAX_EVENTS_AT_ONCE);

  while (statement != NULL && attune_db_step (db, statement, error))
    {
      AttuneEventRow *row = g_new0 (AttuneEventRow, 1);

      row->seq = sqlite3_column_int64 (statement, 0);
      row->id = attune_db_dup_text (statement, 1);
      row->created_at = sqlite3_column_int64 (statement, 2);
      row->level = attune_db_dup_text (statement, 3);
      row->message = attune_db_dup_text (statement, 4);
      g_ptr_array_add (events, row);
    }

  return *error == NULL;
}

/* Read before the points themselves: one that gets a new number meanwhile is newer than this. */
static gboolean
load_newest_point (AttuneDb            *db,
                   const DetailsQuery  *query,
                   gint64              *newest,
                   GError             **error)
{
  sqlite3_stmt *statement;

  statement = attune_db_query (db, error, "SELECT MAX (seq) FROM job_points WHERE job_id = ?",
                               "s", query->job_id);

  if (statement == NULL || !attune_db_step (db, statement, error))
    return FALSE;

  *newest = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return TRUE;
}

/* They are kept by step; by number, each of them has to be looked up. */
static sqlite3_stmt *
query_points (AttuneDb            *db,
              const DetailsQuery  *query,
              GError             **error)
{
  if (query->after_point == 0)
    return attune_db_query (db, error,
                            "SELECT seq, " MEASURE_COLUMNS " FROM job_points "
                            "WHERE job_id = ? AND step > ? ORDER BY step LIMIT ?", "sii",
                            query->job_id, query->after_step, (gint64)MAX_POINTS_AT_ONCE);

  return attune_db_query (db, error,
                          "SELECT seq, " MEASURE_COLUMNS " FROM job_points "
                          "WHERE job_id = ? AND seq > ? ORDER BY seq LIMIT ?", "sii",
                          query->job_id, query->after_point, (gint64)MAX_POINTS_AT_ONCE);
}

static gboolean
load_points (AttuneDb            *db,
             const DetailsQuery  *query,
             GArray              *points,
             GError             **error)
{
  sqlite3_stmt *statement = query_points (db, query, error);

  while (statement != NULL && attune_db_step (db, statement, error))
    {
      AttunePointRow row = { .seq = sqlite3_column_int64 (statement, 0) };

      read_measures (statement, 1, &row.measures);
      g_array_append_val (points, row);
    }

  return *error == NULL;
}

static gboolean
load_checkpoints (AttuneDb            *db,
                  const DetailsQuery  *query,
                  GPtrArray           *checkpoints,
                  GError             **error)
{
  sqlite3_stmt *statement;

  statement = attune_db_query (db, error,
                               "SELECT remote_id, model, files, " MEASURE_COLUMNS
                               " FROM job_checkpoints WHERE job_id = ? ORDER BY step, remote_id",
                               "s", query->job_id);

  while (statement != NULL && attune_db_step (db, statement, error))
    {
      AttuneCheckpointRow *row = g_new0 (AttuneCheckpointRow, 1);

      row->id = attune_db_dup_text (statement, 0);
      row->model = attune_db_dup_text (statement, 1);
      row->files = attune_db_dup_lines (statement, 2);
      read_measures (statement, 3, &row->measures);
      g_ptr_array_add (checkpoints, row);
    }

  return *error == NULL;
}

static AttuneJobDetails *
details_new (void)
{
  AttuneJobDetails *details = g_atomic_rc_box_new0 (AttuneJobDetails);

  details->events = g_ptr_array_new_with_free_func (event_row_free);
  details->points = g_array_new (FALSE, FALSE, sizeof (AttunePointRow));
  details->checkpoints = g_ptr_array_new_with_free_func (checkpoint_row_free);

  return details;
}

static DexFuture *
load_details_func (AttuneDb *db,
                   gpointer  data)
{
  DetailsQuery *query = data;
  g_autoptr(AttuneJobDetails) details = details_new ();
  g_autoptr(GError) error = NULL;

  if (!load_events (db, query, details->events, &error) ||
      !load_newest_point (db, query, &details->newest_point, &error) ||
      !load_points (db, query, details->points, &error) ||
      !load_checkpoints (db, query, details->checkpoints, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  details->has_more = details->events->len == MAX_EVENTS_AT_ONCE ||
                      details->points->len == MAX_POINTS_AT_ONCE;

  return dex_future_new_take_boxed (ATTUNE_TYPE_JOB_DETAILS, g_steal_pointer (&details));
}

AttuneJobDetails *
attune_job_details_ref (AttuneJobDetails *details)
{
  return g_atomic_rc_box_acquire (details);
}

static void
details_clear (gpointer data)
{
  AttuneJobDetails *details = data;

  g_ptr_array_unref (details->events);
  g_array_unref (details->points);
  g_ptr_array_unref (details->checkpoints);
}

void
attune_job_details_unref (AttuneJobDetails *details)
{
  g_atomic_rc_box_release_full (details, details_clear);
}

/**
 * attune_store_save_events: (skip)
 * @db: the database, in a transaction
 * @job_id: our name for a fine-tune
 * @events: (nullable) (element-type AttuneEventInfo): what the provider told
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * An event that is stored already changes nothing: a provider may tell it twice.
 *
 * Returns: whether they are stored
 */
gboolean
attune_store_save_events (AttuneDb    *db,
                          const char  *job_id,
                          GPtrArray   *events,
                          GError     **error)
{
  for (guint i = 0; events != NULL && i < events->len; i++)
    if (!save_event (db, job_id, events->pdata[i], error))
      return FALSE;

  return TRUE;
}

/**
 * attune_store_save_checkpoints: (skip)
 * @db: the database, in a transaction
 * @job_id: our name for a fine-tune
 * @checkpoints: (nullable) (element-type AttuneCheckpointInfo): all that there are now
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * Providers keep only the last few, and one that is gone can neither be talked to nor downloaded.
 *
 * Returns: whether they are stored
 */
gboolean
attune_store_save_checkpoints (AttuneDb    *db,
                               const char  *job_id,
                               GPtrArray   *checkpoints,
                               GError     **error)
{
  if (checkpoints == NULL)
    return TRUE;

  if (!attune_db_exec (db, error, "DELETE FROM job_checkpoints WHERE job_id = ?", "s", job_id))
    return FALSE;

  for (guint i = 0; i < checkpoints->len; i++)
    if (!save_checkpoint (db, job_id, checkpoints->pdata[i], error))
      return FALSE;

  return TRUE;
}

/**
 * attune_store_load_job_details:
 * @store: a store
 * @job_id: our name for a fine-tune
 * @after_event: the number of the event that the caller has last, 0 for none
 * @after_point: the newest number of a point that the caller knows of, 0 for none: then all points
 *   are read, by step
 * @after_step: the step of the last point that was read so, 0 for none
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobDetails with what is new, at
 *   most a few thousand of each; `has_more` says whether to ask again
 */
DexFuture *
attune_store_load_job_details (AttuneStore *store,
                               const char  *job_id,
                               gint64       after_event,
                               gint64       after_point,
                               gint64       after_step)
{
  DetailsQuery *query = g_new0 (DetailsQuery, 1);

  query->job_id = g_strdup (job_id);
  query->after_event = after_event;
  query->after_point = after_point;
  query->after_step = after_step;

  return attune_store_run (store, load_details_func, query, details_query_free);
}
