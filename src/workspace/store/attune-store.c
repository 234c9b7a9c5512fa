/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store"

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-store-schema.h"
#include "attune-store.h"
#include "attune-thread-pool.h"

struct _AttuneStore
{
  GObject        parent_instance;

  char          *path;
  char          *notice;
  DexThreadPool *pool;

  /* Touched on the worker thread only, through @connection, which outlives the store there. */
  struct _Connection *connection;
};

G_DEFINE_FINAL_TYPE (AttuneStore, attune_store, G_TYPE_OBJECT)

typedef struct _Connection
{
  AttuneDb *db;
  gint64    data_version;
} Connection;

/* What travels to the worker thread. */
typedef struct
{
  Connection      *connection;
  AttuneStoreFunc  func;
  gpointer         data;
  GDestroyNotify   destroy;
  gboolean         is_write;
} Work;

typedef struct
{
  AttuneStoreRead  read;
  GDestroyNotify   free_record;
  const char      *sql;
  GArray          *values;
} Statement;

typedef struct
{
  Connection *connection;
  char       *path;
} Opening;

static void
connection_free (Connection *connection)
{
  g_clear_pointer (&connection->db, attune_db_close);
  g_free (connection);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->destroy != NULL)
    work->destroy (work->data);

  g_free (work);
}

static void
statement_free (gpointer data)
{
  Statement *statement = data;

  g_clear_pointer (&statement->values, g_array_unref);
  g_free (statement);
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening);
}

/* A future that the store's own function made is settled when it comes back: nothing is awaited on
 * the worker thread. */
static gboolean
is_rejected (DexFuture *future)
{
  return dex_future_get_status (future) == DEX_FUTURE_STATUS_REJECTED;
}

static DexFuture *
run_in_transaction (AttuneDb        *db,
                    AttuneStoreFunc  func,
                    gpointer         data)
{
  g_autoptr(DexFuture) result = NULL;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error, "BEGIN IMMEDIATE", ""))
    return dex_future_new_for_error (g_steal_pointer (&error));

  result = func (db, data);

  if (is_rejected (result))
    {
      attune_db_exec (db, NULL, "ROLLBACK", "");
      return g_steal_pointer (&result);
    }

  if (!attune_db_exec (db, &error, "COMMIT", ""))
    {
      attune_db_exec (db, NULL, "ROLLBACK", "");
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return g_steal_pointer (&result);
}

static DexFuture *
attune_store_work_thread (gpointer data)
{
  Work *work = data;

  if (work->connection->db == NULL)
    return dex_future_new_for_error (attune_error_new (ATTUNE_ERROR_STORAGE, NULL,
                                                       _("Attune’s database is closed. Start "
                                                         "Attune again.")));

  if (work->is_write)
    return run_in_transaction (work->connection->db, work->func, work->data);

  return work->func (work->connection->db, work->data);
}

static DexFuture *
submit (AttuneStore     *self,
        gboolean         is_write,
        AttuneStoreFunc  func,
        gpointer         data,
        GDestroyNotify   destroy)
{
  Work *work = g_new0 (Work, 1);

  work->connection = self->connection;
  work->func = func;
  work->data = data;
  work->destroy = destroy;
  work->is_write = is_write;

  return attune_thread_pool_submit (self->pool, "attune-store", attune_store_work_thread,
                                    work, work_free);
}

static gboolean
move_one_aside (const char  *from,
                const char  *to,
                GError     **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (errno),
                    _("Attune’s database is damaged, and “%s” cannot be moved aside. Check the "
                      "permissions of its folder."),
                    from);

  return FALSE;
}

/* What a new database does not know is cleaned away, so the files of the datasets must not stay
 * where it would look for them. Returns their new place in @kept, or NULL where there were none. */
static gboolean
move_datasets_aside (const char  *path,
                     const char  *date,
                     char       **kept,
                     GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *datasets = g_build_filename (folder, "datasets", NULL);
  g_autofree char *target = g_strdup_printf ("%s.broken-%s", datasets, date);
  g_autoptr(GDir) dir = g_dir_open (datasets, 0, NULL);

  if (dir == NULL || g_dir_read_name (dir) == NULL)
    return TRUE;

  if (!move_one_aside (datasets, target, error))
    return FALSE;

  *kept = g_steal_pointer (&target);
  return TRUE;
}

/* The damaged database keeps its WAL beside it: it may hold what somebody will want to rescue. The
 * datasets go first, so that a crash in between loses nothing. */
static gboolean
move_aside (const char  *path,
            const char  *date,
            char       **kept,
            GError     **error)
{
  static const char * const suffixes[] = { "", "-wal", "-shm" };
  g_autofree char *target = g_strdup_printf ("%s.broken-%s", path, date);
  g_autofree char *datasets = NULL;

  if (!move_datasets_aside (path, date, &datasets, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (target, suffixes[i], NULL);

      if (!move_one_aside (from, to, error))
        return FALSE;
    }

  *kept = g_steal_pointer (&target);
  return TRUE;
}

static AttuneDb *
open_or_replace (const char  *path,
                 char       **notice,
                 GError     **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *kept = NULL;
  g_autoptr(GError) local_error = NULL;
  gboolean is_damaged;
  AttuneDb *db;

  /* Lost, or left out of a restored backup. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !move_datasets_aside (path, date, &kept, error))
    return NULL;

  if (kept != NULL)
    *notice = g_strdup_printf (_("Attune’s database is missing, so a new one was begun. The "
                                 "examples of your datasets were kept in “%s”."),
                               kept);

  if ((db = attune_db_open (path, &is_damaged, &local_error)))
    return db;

  if (!is_damaged)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (!move_aside (path, date, &kept, error))
    return NULL;

  *notice = g_strdup_printf (_("Attune’s database was damaged, so a new one was begun. "
                               "The damaged file was kept as “%s”, with the "
                               "examples of your datasets beside it."),
                             kept);

  return attune_db_open (path, &is_damaged, error);
}

/* Resolves to what the person has to be told, or to an empty string. */
static DexFuture *
attune_store_open_thread (gpointer data)
{
  Opening *opening = data;
  g_autoptr(AttuneDb) db = NULL;
  g_autofree char *notice = NULL;
  g_autoptr(GError) error = NULL;

  if (!(db = open_or_replace (opening->path, &notice, &error)) ||
      !attune_db_migrate (db, attune_store_migrations, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  opening->connection->db = g_steal_pointer (&db);

  return dex_future_new_for_string (notice != NULL ? notice : "");
}

static DexFuture *
attune_store_opened_cb (DexFuture *completed,
                        gpointer   user_data)
{
  AttuneStore *self = user_data;
  const char *notice = g_value_get_string (dex_future_get_value (completed, NULL));

  if (notice != NULL && *notice != '\0')
    g_set_str (&self->notice, notice);

  return dex_future_new_true ();
}

static DexFuture *
attune_store_close_thread (gpointer data)
{
  Connection *connection = data;

  g_clear_pointer (&connection->db, attune_db_close);

  return dex_future_new_true ();
}

static DexFuture *
query_func (AttuneDb *db,
            gpointer  data)
{
  Statement *statement = data;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (statement->free_record);
  g_autoptr(GError) error = NULL;
  sqlite3_stmt *stmt;

  stmt = attune_db_query_values (db, &error, statement->sql,
                                 (AttuneDbValue *)(void *)statement->values->data,
                                 statement->values->len);

  while (stmt != NULL && attune_db_step (db, stmt, &error))
    g_ptr_array_add (records, statement->read (stmt));

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&records));
}

static DexFuture *
exec_func (AttuneDb *db,
           gpointer  data)
{
  Statement *statement = data;
  g_autoptr(GError) error = NULL;
  sqlite3_stmt *stmt;

  stmt = attune_db_query_values (db, &error, statement->sql,
                                 (AttuneDbValue *)(void *)statement->values->data,
                                 statement->values->len);

  while (stmt != NULL && attune_db_step (db, stmt, &error))
    continue;

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int (attune_db_get_n_changes (db));
}

static DexFuture *
has_foreign_changes_func (AttuneDb *db,
                          gpointer  data)
{
  Connection *connection = data;
  g_autoptr(GError) error = NULL;
  sqlite3_stmt *statement;
  gint64 data_version;
  gboolean has_changed;

  if (!(statement = attune_db_query (db, &error, "PRAGMA data_version", "")) ||
      !attune_db_step (db, statement, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  data_version = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  has_changed = data_version != connection->data_version;
  connection->data_version = data_version;

  return dex_future_new_for_boolean (has_changed);
}

static void
attune_store_dispose (GObject *object)
{
  AttuneStore *self = (AttuneStore *)object;

  if (self->pool != NULL)
    {
      /* The last work closes the connection; letting go of the pool waits for the thread. */
      dex_future_disown (dex_thread_pool_submit (self->pool, "attune-store-close",
                                                 attune_store_close_thread,
                                                 self->connection,
                                                 (GDestroyNotify)connection_free));
      self->connection = NULL;
      dex_clear (&self->pool);
    }

  G_OBJECT_CLASS (attune_store_parent_class)->dispose (object);
}

static void
attune_store_finalize (GObject *object)
{
  AttuneStore *self = (AttuneStore *)object;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->notice, g_free);

  G_OBJECT_CLASS (attune_store_parent_class)->finalize (object);
}

static void
attune_store_class_init (AttuneStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_store_dispose;
  object_class->finalize = attune_store_finalize;
}

static void
attune_store_init (AttuneStore *self)
{
  self->pool = dex_thread_pool_new (1);
  self->connection = g_new0 (Connection, 1);
}

/**
 * attune_store_new:
 * @path: the database file
 *
 * Returns: (transfer full): a store that is not open yet
 */
AttuneStore *
attune_store_new (const char *path)
{
  AttuneStore *self = g_object_new (ATTUNE_TYPE_STORE, NULL);

  self->path = g_strdup (path);

  return self;
}

/**
 * attune_store_open:
 * @self: a store
 *
 * Opens the file, and brings it to the newest version. A damaged one is moved aside and a new one
 * begun; attune_store_get_notice() tells of it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_store_open (AttuneStore *self)
{
  Opening *opening;
  DexFuture *future;

  dex_return_error_if_fail (ATTUNE_IS_STORE (self));

  opening = g_new0 (Opening, 1);
  opening->connection = self->connection;
  opening->path = g_strdup (self->path);

  future = attune_thread_pool_submit (self->pool, "attune-store-open", attune_store_open_thread,
                                      opening, opening_free);

  return dex_future_then (future, attune_store_opened_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_store_close:
 * @self: a store
 *
 * Closes the file after the work that was handed over before.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_store_close (AttuneStore *self)
{
  dex_return_error_if_fail (ATTUNE_IS_STORE (self));

  return attune_thread_pool_submit (self->pool, "attune-store-close", attune_store_close_thread,
                                    self->connection, NULL);
}

/**
 * attune_store_get_notice:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): a sentence on what happened when the file was opened
 */
const char *
attune_store_get_notice (AttuneStore *self)
{
  g_return_val_if_fail (ATTUNE_IS_STORE (self), NULL);

  return self->notice;
}

/**
 * attune_store_run:
 * @self: a store
 * @func: what to do, on the worker thread
 * @data: for @func
 * @destroy: frees @data, on the worker thread
 *
 * Returns: (transfer full): a future that settles as the one of @func does
 */
DexFuture *
attune_store_run (AttuneStore     *self,
                  AttuneStoreFunc  func,
                  gpointer         data,
                  GDestroyNotify   destroy)
{
  dex_return_error_if_fail (ATTUNE_IS_STORE (self));
  dex_return_error_if_fail (func != NULL);

  return submit (self, FALSE, func, data, destroy);
}

/**
 * attune_store_write:
 * @self: a store
 * @func: what to do, on the worker thread
 * @data: for @func
 * @destroy: frees @data, on the worker thread
 *
 * Like attune_store_run(), in one transaction, which is undone if the future of @func is rejected.
 *
 * Returns: (transfer full): a future that settles as the one of @func does
 */
DexFuture *
attune_store_write (AttuneStore     *self,
                    AttuneStoreFunc  func,
                    gpointer         data,
                    GDestroyNotify   destroy)
{
  dex_return_error_if_fail (ATTUNE_IS_STORE (self));
  dex_return_error_if_fail (func != NULL);

  return submit (self, TRUE, func, data, destroy);
}

/**
 * attune_store_query:
 * @self: a store
 * @read: makes a record of a row
 * @free_record: frees a record
 * @sql: a literal
 * @types: one letter for each value, see #AttuneDbValue
 * @...: the values
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of records
 */
DexFuture *
attune_store_query (AttuneStore     *self,
                    AttuneStoreRead  read,
                    GDestroyNotify   free_record,
                    const char      *sql,
                    const char      *types,
                    ...)
{
  Statement *statement;
  va_list arguments;

  dex_return_error_if_fail (ATTUNE_IS_STORE (self));

  statement = g_new0 (Statement, 1);
  statement->read = read;
  statement->free_record = free_record;
  statement->sql = sql;
  va_start (arguments, types);
  statement->values = attune_db_values_newv (types, arguments);
  va_end (arguments);

  return submit (self, FALSE, query_func, statement, statement_free);
}

/**
 * attune_store_exec:
 * @self: a store
 * @sql: a literal
 * @types: one letter for each value, see #AttuneDbValue
 * @...: the values
 *
 * Returns: (transfer full): a future that resolves to an int, how many rows changed
 */
DexFuture *
attune_store_exec (AttuneStore *self,
                   const char  *sql,
                   const char  *types,
                   ...)
{
  Statement *statement;
  va_list arguments;

  dex_return_error_if_fail (ATTUNE_IS_STORE (self));

  statement = g_new0 (Statement, 1);
  statement->sql = sql;
  va_start (arguments, types);
  statement->values = attune_db_values_newv (types, arguments);
  va_end (arguments);

  return submit (self, TRUE, exec_func, statement, statement_free);
}

/**
 * attune_store_has_foreign_changes:
 * @self: a store
 *
 * Asks whether another process has changed the file since the last time. SQLite's data_version
 * moves for commits of other connections only.
 *
 * Returns: (transfer full): a future that resolves to a boolean
 */
DexFuture *
attune_store_has_foreign_changes (AttuneStore *self)
{
  dex_return_error_if_fail (ATTUNE_IS_STORE (self));

  return submit (self, FALSE, has_foreign_changes_func, self->connection, NULL);
}
