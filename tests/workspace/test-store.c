/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-store"

#include "config.h"

#include <math.h>

#include "attune-error.h"
#include "attune-store-conversations.h"
#include "attune-store-datasets.h"
#include "attune-store-jobs.h"
#include "attune-store-schema.h"
#include "attune-workspace-test.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->path = g_build_filename (f->folder, "attune.db", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->path);
}

static AttuneStore *
open_store (Fixture *f)
{
  AttuneStore *store = attune_store_new (f->path);

  attune_test_run (attune_store_open (store));

  return store;
}

static void
close_store (AttuneStore *store)
{
  attune_test_run (attune_store_close (store));
  g_assert_finalize_object (store);
}

static void
insert_dataset (AttuneStore *store,
                const char  *id)
{
  AttuneDatasetRow row = { .id = (char *)id, .name = (char *)"name",
                           .source_name = (char *)"source" };

  attune_test_run (attune_store_insert_dataset (store, &row));
}

static guint
count_datasets (AttuneStore *store)
{
  guint n_datasets = 0;

  attune_test_resolve (attune_store_list_datasets (store),
                       n_datasets = ((GPtrArray *)g_value_get_boxed (value_))->len);

  return n_datasets;
}

static void
test_reopen (Fixture       *f,
             gconstpointer  data)
{
  AttuneStore *store = open_store (f);

  g_assert_null (attune_store_get_notice (store));
  insert_dataset (store, "one");
  close_store (store);

  store = open_store (f);
  g_assert_cmpuint (count_datasets (store), ==, 1);
  close_store (store);
  attune_test_reject (attune_store_list_datasets (store = attune_store_new (f->path)),
                      ATTUNE_ERROR_STORAGE);
  g_object_unref (store);
}

static void
exec_directly (const char *path,
               const char *sql)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static AttuneDatasetRow *
dup_dataset (AttuneStore *store)
{
  AttuneDatasetRow *row = NULL;

  attune_test_resolve (attune_store_list_datasets (store),
                       row = g_ptr_array_steal_index (g_value_get_boxed (value_), 0));

  return row;
}

/* Leaves a database as an Attune of that version did, with what @sql puts into it. */
static void
make_old (Fixture    *f,
          guint       version,
          const char *sql)
{
  g_autofree const char **migrations = g_new0 (const char *, version + 1);
  g_autoptr(GError) error = NULL;
  gboolean is_damaged;
  AttuneDb *db;

  for (guint i = 0; i < version; i++)
    migrations[i] = attune_store_migrations[i];

  db = attune_db_open (f->path, &is_damaged, &error);
  g_assert_no_error (error);
  g_assert_true (attune_db_migrate (db, migrations, &error));
  g_assert_no_error (error);
  attune_db_close (db);
  exec_directly (f->path, sql);
}

/* A fine-tune with a checkpoint, as version 1 kept them. */
#define OLD_JOB \
  "INSERT INTO jobs (id, title, account_id, account_name, dataset_id, dataset_name, model, request, " \
  "status, result_file, created_at) VALUES ('j', 't', 'local', 'n', 'd', 'n', 'm', '{}', " \
  "'succeeded', 'file-results', 1);" \
  "INSERT INTO job_checkpoints (job_id, model, step, train_loss) VALUES ('j', 'ft:m', 7, 1.5);"

static void
check_old_job (AttuneStore *store)
{
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(AttuneJobDetails) details = NULL;
  AttuneCheckpointRow *checkpoint;

  attune_test_resolve (attune_store_get_job (store, "j"), row = g_value_dup_boxed (value_));
  g_assert_cmpuint (g_strv_length (row->result_files), ==, 1);
  g_assert_cmpstr (row->result_files[0], ==, "file-results");
  g_assert_null (row->sent_request);

  attune_test_resolve (attune_store_load_job_details (store, "j", 0, 0, 0),
                       details = g_value_dup_boxed (value_));
  g_assert_cmpuint (details->checkpoints->len, ==, 1);
  checkpoint = details->checkpoints->pdata[0];
  g_assert_cmpstr (checkpoint->model, ==, "ft:m");
  g_assert_cmpint (checkpoint->measures.step, ==, 7);
  g_assert_cmpfloat (checkpoint->measures.train_loss, ==, 1.5);
  g_assert_null (checkpoint->files[0]);
}

/* A file of version 1 keeps what it has; its tokens were estimated. */
static void
test_older (Fixture       *f,
            gconstpointer  data)
{
  AttuneDatasetRow counted = { .id = (char *)"one", .name = (char *)"name",
                               .source_name = (char *)"source", .text_tokens = 1234,
                               .tokens_are_exact = TRUE };
  g_autoptr(AttuneDatasetRow) row = NULL;
  AttuneStore *store;

  make_old (f, 1,
            "INSERT INTO datasets (id, name, source_name, n_training, n_validation, size, text_bytes, "
            "text_tokens, created_at) VALUES ('one', 'name', 'source', 1, 0, 2, 2, 1234, 5);" OLD_JOB);

  store = open_store (f);
  g_assert_null (attune_store_get_notice (store));
  row = dup_dataset (store);
  g_assert_cmpint (row->text_tokens, ==, 1234);
  g_assert_false (row->tokens_are_exact);
  check_old_job (store);

  attune_test_run (attune_store_update_dataset (store, &counted));
  g_clear_pointer (&row, attune_dataset_row_free);
  row = dup_dataset (store);
  g_assert_true (row->tokens_are_exact);
  close_store (store);
}

static const AttuneMessageRow *
check_message (GPtrArray  *rows,
               guint       i,
               gint64      id,
               gint64      parent_id,
               const char *content)
{
  const AttuneMessageRow *row = rows->pdata[i];

  g_assert_cmpint (row->id, ==, id);
  g_assert_cmpint (row->parent_id, ==, parent_id);
  g_assert_cmpstr (row->content, ==, content);

  return row;
}

/* Chats of version 7 were lists: each becomes one branch, with its last message shown. */
static void
test_older_chats (Fixture       *f,
                  gconstpointer  data)
{
  const AttuneConversationRow *row;
  const AttuneMessageRow *last;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  AttuneStore *store;

  make_old (f, 7,
            "INSERT INTO conversations (id, title, account_id, model, created_at, updated_at) VALUES "
            "('a', 'First', 'local', 'base', 1, 30), ('b', NULL, 'local', 'base', 2, 20),"
            "('c', 'Third', 'local', 'base', 3, 10);"
            "INSERT INTO messages (conversation_id, author, content, state, model, error_text, "
            "finish_reason, created_at) VALUES "
            "('a', 'user', 'one', 'complete', NULL, NULL, NULL, 7),"
            "('c', 'user', 'other', 'complete', NULL, NULL, NULL, 7),"
            "('a', 'assistant', 'two', 'complete', 'base', NULL, 'stop', 8),"
            "('a', 'user', 'three', 'complete', NULL, NULL, NULL, 9),"
            "('a', 'assistant', 'half of fo', 'streaming', 'base', NULL, NULL, 10);");

  store = open_store (f);
  attune_test_resolve (attune_store_list_conversations (store),
                       conversations = g_value_dup_boxed (value_));
  g_assert_cmpuint (conversations->len, ==, 3);
  row = conversations->pdata[0];
  g_assert_cmpstr (row->title, ==, "First");
  g_assert_cmpint (row->leaf_id, ==, 5);
  g_assert_false (row->is_pinned);
  g_assert_null (row->draft);
  g_assert_null (row->comparison_id);
  g_assert_cmpint (((AttuneConversationRow *)conversations->pdata[1])->leaf_id, ==, 0);
  g_assert_cmpint (((AttuneConversationRow *)conversations->pdata[2])->leaf_id, ==, 2);

  attune_test_resolve (attune_store_list_messages (store, "a"),
                       messages = g_value_dup_boxed (value_));
  g_assert_cmpuint (messages->len, ==, 4);
  check_message (messages, 0, 1, 0, "one");
  check_message (messages, 1, 3, 1, "two");
  check_message (messages, 2, 4, 3, "three");
  last = check_message (messages, 3, 5, 4, "half of fo");
  g_assert_cmpint (last->facts.prompt_tokens, ==, -1);
  g_assert_true (isnan (last->facts.cost));
  g_assert_null (last->reasoning);
  close_store (store);
}

/* A file that a newer Attune made is left as it is. */
static void
test_newer (Fixture       *f,
            gconstpointer  data)
{
  AttuneStore *store = open_store (f);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before;
  gsize n_after;

  insert_dataset (store, "one");
  close_store (store);
  exec_directly (f->path, "PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (f->path, &before, &n_before, NULL));

  store = attune_store_new (f->path);
  attune_test_reject (attune_store_open (store), ATTUNE_ERROR_STORAGE);
  g_object_unref (store);
  g_assert_true (g_file_get_contents (f->path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

/* One transaction for all steps: a step that fails leaves the version before. */
static void
test_migrations (Fixture       *f,
                 gconstpointer  data)
{
  static const char * const first[] = { "CREATE TABLE a (x);", NULL };
  static const char * const broken[] = { "CREATE TABLE a (x);", "CREATE TABLE b (x);",
                                         "NONSENSE;", NULL };
  static const char * const mended[] = { "CREATE TABLE a (x);", "CREATE TABLE b (x);",
                                         "ALTER TABLE a ADD COLUMN y;", NULL };
  g_autoptr(GError) error = NULL;
  gboolean is_damaged;
  AttuneDb *db = attune_db_open (f->path, &is_damaged, &error);

  g_assert_no_error (error);
  g_assert_true (attune_db_migrate (db, first, &error));
  g_assert_true (attune_db_exec (db, &error, "INSERT INTO a VALUES (?)", "i", (gint64)7));
  g_assert_false (attune_db_migrate (db, broken, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (attune_db_exec (db, NULL, "SELECT * FROM b", ""));
  g_assert_true (attune_db_migrate (db, mended, &error));
  g_assert_no_error (error);
  g_assert_true (attune_db_exec (db, &error, "UPDATE a SET y = x WHERE x = ?", "i", (gint64)7));
  g_assert_cmpint (attune_db_get_n_changes (db), ==, 1);
  g_assert_true (attune_db_migrate (db, mended, &error));
  attune_db_close (db);
}

static guint
count_broken (Fixture *f)
{
  g_autoptr(GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;
  guint n_broken = 0;

  while ((name = g_dir_read_name (dir)))
    n_broken += strstr (name, ".broken-") != NULL;

  return n_broken;
}

static void
test_not_a_database (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *text = g_strnfill (9000, 'x');
  AttuneStore *store;

  g_assert_true (g_file_set_contents (f->path, text, -1, NULL));
  store = open_store (f);
  g_assert_nonnull (attune_store_get_notice (store));
  g_assert_nonnull (strstr (attune_store_get_notice (store), "attune.db.broken-"));
  g_assert_cmpuint (count_broken (f), ==, 1);
  insert_dataset (store, "one");
  close_store (store);

  store = open_store (f);
  g_assert_null (attune_store_get_notice (store));
  g_assert_cmpuint (count_datasets (store), ==, 1);
  close_store (store);
}

static sqlite3 *
lock (Fixture *f)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (f->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);

  return handle;
}

static gboolean
unlock_cb (gpointer handle)
{
  sqlite3_close (handle);

  return G_SOURCE_REMOVE;
}

/* Another program writes: that is waited for, but not for ever, and not taken for a broken disk. */
static void
test_locked (Fixture       *f,
             gconstpointer  data)
{
  AttuneDatasetRow row = { .id = (char *)"late", .name = (char *)"name",
                           .source_name = (char *)"source" };
  AttuneStore *store = open_store (f);
  sqlite3 *other = lock (f);

  g_timeout_add (200, unlock_cb, other);
  insert_dataset (store, "one");
  g_assert_cmpuint (count_datasets (store), ==, 1);

  other = lock (f);
  attune_test_reject (attune_store_insert_dataset (store, &row), ATTUNE_ERROR_TIMEOUT);
  unlock_cb (other);
  insert_dataset (store, "two");
  g_assert_cmpuint (count_datasets (store), ==, 2);
  close_store (store);
}

/* The header is whole, the pages behind it are not. */
static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  AttuneStore *store = open_store (f);
  g_autofree char *contents = NULL;
  gsize length;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = g_strdup_printf ("dataset-%u", i);

      insert_dataset (store, id);
    }

  close_store (store);
  g_assert_true (g_file_get_contents (f->path, &contents, &length, NULL));
  memset (contents + 4096, 0xa5, length - 4096);
  g_assert_true (g_file_set_contents (f->path, contents, length, NULL));

  store = open_store (f);
  g_assert_nonnull (attune_store_get_notice (store));
  g_assert_cmpuint (count_broken (f), ==, 1);
  g_assert_cmpuint (count_datasets (store), ==, 0);
  close_store (store);
}

/* The database is new and knows no dataset; their examples are there nevertheless. */
static void
assert_examples_kept (Fixture *f)
{
  g_autoptr(GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;
  guint n_kept = 0;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (f->folder, name, "one", "training.jsonl", NULL);

      n_kept += g_str_has_prefix (name, "datasets.broken-") &&
                g_file_test (path, G_FILE_TEST_EXISTS);
    }

  g_assert_cmpuint (n_kept, ==, 1);
}

static void
test_notice (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (f->folder, "datasets", "one", NULL);
  g_autofree char *path = g_build_filename (folder, "training.jsonl", NULL);
  AttuneWorkspace *workspace;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "{}\n", -1, NULL));
  g_assert_true (g_file_set_contents (f->path, "This is no database at all, just some words.", -1,
                                      NULL));
  workspace = attune_test_open (f->folder);
  g_assert_nonnull (attune_workspace_get_notice (workspace));
  attune_test_close (workspace);

  /* A second start cleans up just as the first. */
  workspace = attune_test_open (f->folder);
  attune_test_close (workspace);
  assert_examples_kept (f);
}

/* The database is lost, the examples are not. */
static void
test_missing (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (f->folder, "datasets", "one", NULL);
  g_autofree char *path = g_build_filename (folder, "training.jsonl", NULL);
  AttuneWorkspace *workspace;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  workspace = attune_test_open (f->folder);
  g_assert_nonnull (attune_workspace_get_notice (workspace));
  attune_test_close (workspace);
  assert_examples_kept (f);

  workspace = attune_test_open (f->folder);
  g_assert_null (attune_workspace_get_notice (workspace));
  attune_test_close (workspace);
  assert_examples_kept (f);
}

static DexFuture *
fill_disk_func (AttuneDb *db,
                gpointer  data)
{
  g_autoptr(GError) error = NULL;

  /* SQLite answers as on a full disk when a database may not grow. */
  if (!attune_db_exec (db, &error, "PRAGMA max_page_count = 1", ""))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
test_full_disk (Fixture       *f,
                gconstpointer  data)
{
  AttuneStore *store = open_store (f);
  g_autofree char *name = g_strnfill (100000, 'n');
  AttuneDatasetRow row = { .id = (char *)"big", .name = name, .source_name = (char *)"s" };
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  insert_dataset (store, "small");
  attune_test_run (attune_store_run (store, fill_disk_func, NULL, NULL));
  future = attune_store_insert_dataset (store, &row);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "no room left"));
  g_assert_cmpuint (count_datasets (store), ==, 1);
  close_store (store);
}

static void
test_read_only (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *file = g_build_filename (f->folder, "file", NULL);
  g_autofree char *inside = g_build_filename (file, "data", NULL);
  AttuneWorkspace *workspace = attune_workspace_new (inside);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  attune_test_reject (attune_workspace_open (workspace), ATTUNE_ERROR_STORAGE);
  g_object_unref (workspace);
}

static DexFuture *
failing_func (AttuneDb *db,
              gpointer  data)
{
  g_autoptr(GError) error = NULL;

  attune_db_exec (db, &error, "DELETE FROM datasets", "");
  g_assert_no_error (error);

  return dex_future_new_for_error (attune_error_new (ATTUNE_ERROR_FAILED, NULL, "Undo this."));
}

static void
test_rollback (Fixture       *f,
               gconstpointer  data)
{
  AttuneStore *store = open_store (f);

  insert_dataset (store, "one");
  attune_test_reject (attune_store_write (store, failing_func, NULL, NULL), ATTUNE_ERROR_FAILED);
  g_assert_cmpuint (count_datasets (store), ==, 1);
  close_store (store);
}

/* Messages go with their conversation, and nothing else does. */
static void
test_purge (Fixture       *f,
            gconstpointer  data)
{
  AttuneStore *store = open_store (f);
  AttuneConversationRow conversation = { .id = (char *)"c", .account_id = (char *)"a",
                                         .model = (char *)"m" };
  AttuneMessageRow message = { .content = (char *)"text", .state = ATTUNE_MESSAGE_STREAMING };

  attune_test_run (attune_store_save_conversation (store, &conversation));
  attune_test_run (attune_store_insert_message (store, "c", &message));
  attune_test_reject (attune_store_insert_message (store, "unknown", &message),
                      ATTUNE_ERROR_STORAGE);
  attune_test_run (attune_store_purge (store));
  attune_test_resolve (attune_store_list_messages (store, "c"),
                       {
                         GPtrArray *rows = g_value_get_boxed (value_);
                         AttuneMessageRow *row;

                         g_assert_cmpuint (rows->len, ==, 1);
                         row = rows->pdata[0];
                         g_assert_cmpint (row->state, ==, ATTUNE_MESSAGE_BROKEN);
                       });
  attune_test_run (attune_store_set_conversation_deleted (store, "c", 1));
  attune_test_run (attune_store_purge (store));
  attune_test_resolve (attune_store_list_messages (store, "c"),
                       g_assert_cmpuint (((GPtrArray *)g_value_get_boxed (value_))->len, ==, 0));
  close_store (store);
}

static AttuneJobDetails *
load_points (AttuneStore *store,
             gint64       after_point,
             gint64       after_step)
{
  AttuneJobDetails *details = NULL;

  attune_test_resolve (attune_store_load_job_details (store, "j", 0, after_point, after_step),
                       details = g_value_dup_boxed (value_));

  return details;
}

static const AttunePointRow *
get_point (AttuneJobDetails *details,
           guint             i)
{
  return &g_array_index (details->points, AttunePointRow, i);
}

/* All points come by step, in pieces, whatever the order in which they were stored; and what
 * changes between two pieces comes afterwards, as new. */
static void
test_points (Fixture       *f,
             gconstpointer  data)
{
  AttuneStore *store = open_store (f);
  g_autoptr(AttuneJobDetails) first = NULL;
  g_autoptr(AttuneJobDetails) second = NULL;
  g_autoptr(AttuneJobDetails) later = NULL;
  guint n_first;

  attune_test_run (attune_store_exec (store,
    "INSERT INTO jobs (id, title, account_id, account_name, dataset_id, dataset_name, model, "
    "request, status, created_at) VALUES ('j', 't', 'local', 'n', 'd', 'n', 'm', '{}', "
    "'running', 1)", ""));
  attune_test_run (attune_store_exec (store,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000) "
    "INSERT INTO job_points (job_id, step, seq, train_loss) "
    "SELECT 'j', i, iif (i % 2, i, 30000 - i), i FROM n", ""));

  first = load_points (store, 0, 0);
  n_first = first->points->len;
  g_assert_true (first->has_more);
  g_assert_cmpint (first->newest_point, ==, 29998);
  g_assert_cmpint (get_point (first, n_first - 1)->measures.step, ==, n_first);

  attune_test_run (attune_store_exec (store,
    "UPDATE job_points SET seq = 30000, valid_loss = 0.5 WHERE step = 7", ""));

  second = load_points (store, 0, n_first);
  g_assert_false (second->has_more);
  g_assert_cmpuint (n_first + second->points->len, ==, 15000);

  for (guint i = 0; i < 15000; i++)
    {
      const AttunePointRow *point = i < n_first ? get_point (first, i)
                                                : get_point (second, i - n_first);

      g_assert_cmpint (point->measures.step, ==, i + 1);
      g_assert_cmpfloat (point->measures.train_loss, ==, i + 1);
    }

  later = load_points (store, first->newest_point, 0);
  g_assert_cmpuint (later->points->len, ==, 1);
  g_assert_cmpint (get_point (later, 0)->measures.step, ==, 7);
  g_assert_cmpfloat (get_point (later, 0)->measures.valid_loss, ==, 0.5);
  close_store (store);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Store/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("reopen", test_reopen);
  ADD ("older", test_older);
  ADD ("older-chats", test_older_chats);
  ADD ("newer", test_newer);
  ADD ("migrations", test_migrations);
  ADD ("not-a-database", test_not_a_database);
  ADD ("damaged", test_damaged);
  ADD ("locked", test_locked);
  ADD ("notice", test_notice);
  ADD ("missing", test_missing);
  ADD ("full-disk", test_full_disk);
  ADD ("read-only", test_read_only);
  ADD ("rollback", test_rollback);
  ADD ("purge", test_purge);
  ADD ("points", test_points);

  return g_test_run ();
}
