/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-datasets"

#include "config.h"

#include "attune-cost.h"
#include "attune-dataset-private.h"
#include "attune-edits.h"
#include "attune-error.h"
#include "attune-token-counter.h"
#include "attune-workspace-test.h"

typedef struct
{
  char            *folder;
  char            *data_dir;
  AttuneWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->workspace = attune_test_open (f->data_dir);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_test_close (f->workspace);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
}

static void
reopen (Fixture *f)
{
  attune_test_close (f->workspace);
  f->workspace = attune_test_open (f->data_dir);
}

static GListModel *
get_datasets (Fixture *f)
{
  return attune_workspace_get_datasets (f->workspace);
}

static AttuneDataset *
get_dataset (Fixture    *f,
             const char *id)
{
  return attune_workspace_find_dataset (f->workspace, id);
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  gint64 *seen = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_assert_cmpint (done, >=, seen[0]);
  seen[0] = done;
  seen[1] = total;
}

static void
destroy_cb (gpointer user_data)
{
  gint64 *seen = user_data;

  seen[2]++;
}

static void
test_import (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = attune_test_write_examples (f->folder, 2000);
  AttuneImportOptions options = { .split = { .share = 0.1, .seed = 1 } };
  g_autoptr(AttuneDataset) dataset = NULL;
  g_autofree char *training = NULL;
  gint64 seen[3] = { 0, };
  g_autofree char *id = NULL;

  attune_test_resolve (attune_workspace_import (f->workspace, path, NULL, &options,
                                                progress_cb, seen, destroy_cb),
                       dataset = g_value_dup_object (value_));

  g_assert_cmpint (seen[2], ==, 1);
  g_assert_cmpstr (attune_dataset_get_name (dataset), ==, "colours");
  g_assert_cmpstr (attune_dataset_get_source_name (dataset), ==, "colours.jsonl");
  g_assert_cmpuint (attune_dataset_get_n_training (dataset) +
                    attune_dataset_get_n_validation (dataset),
                    ==, 2000);
  g_assert_cmpuint (attune_dataset_get_n_validation (dataset), >, 0);
  g_assert_cmpuint (attune_dataset_get_size (dataset), >, 0);
  g_assert_cmpuint (attune_dataset_get_text_bytes (dataset), >, 2000 * 30);
  g_assert_cmpuint (attune_dataset_get_text_tokens (dataset), <,
                    attune_dataset_get_text_bytes (dataset));
  g_assert_true (g_file_get_contents (attune_dataset_get_training_path (dataset), &training, NULL,
                                      NULL));
  g_assert_true (g_str_has_prefix (training, "{\"messages\":"));
  g_assert_cmpuint (attune_test_count (get_datasets (f)), ==, 1);

  id = g_strdup (attune_dataset_get_id (dataset));
  g_clear_object (&dataset);
  reopen (f);

  g_assert_cmpuint (attune_test_count (get_datasets (f)), ==, 1);
  g_assert_cmpuint (attune_dataset_get_n_training (get_dataset (f, id)),
                    >, 1700);
}

static void
test_bad_files (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *empty = g_build_filename (f->folder, "empty.jsonl", NULL);
  g_autofree char *missing = g_build_filename (f->folder, "missing.jsonl", NULL);
  g_autofree char *datasets = g_build_filename (f->data_dir, "datasets", NULL);
  g_autoptr(GDir) dir = NULL;

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  attune_test_reject (attune_workspace_import (f->workspace, empty, NULL, NULL, NULL, NULL, NULL),
                      ATTUNE_ERROR_DATA);
  attune_test_reject (attune_workspace_import (f->workspace, missing, NULL, NULL, NULL, NULL, NULL),
                      ATTUNE_ERROR_STORAGE);
  g_assert_cmpuint (attune_test_count (get_datasets (f)), ==, 0);

  dir = g_dir_open (datasets, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = attune_test_write_examples (f->folder, 50000);
  g_autofree char *datasets = g_build_filename (f->data_dir, "datasets", NULL);
  gint64 seen[3] = { 0, };
  gboolean is_empty = FALSE;
  DexFuture *future;

  future = dex_future_first (attune_workspace_import (f->workspace, path, NULL, NULL,
                                                      progress_cb, seen, destroy_cb), NULL);
  attune_test_wait_until (seen[0] > 0);
  dex_clear (&future);
  attune_test_wait_until (seen[2] == 1);

  /* The thread cleans up by itself. */
  while (!is_empty)
    {
      g_autoptr(GDir) dir = g_dir_open (datasets, 0, NULL);

      is_empty = g_dir_read_name (dir) == NULL;
      g_thread_yield ();
    }

  g_assert_cmpuint (attune_test_count (get_datasets (f)), ==, 0);
}

static void
test_rename (Fixture       *f,
             gconstpointer  data)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 12, 0);

  attune_test_run (attune_workspace_rename_dataset (f->workspace, dataset,
                                                    "Robert'); DROP TABLE datasets;--"));
  g_assert_cmpstr (attune_dataset_get_name (dataset), ==, "Robert'); DROP TABLE datasets;--");
  g_assert_null (attune_dataset_get_validation_path (dataset));

  reopen (f);
  dataset = g_list_model_get_item (get_datasets (f), 0);
  g_assert_cmpstr (attune_dataset_get_name (dataset), ==, "Robert'); DROP TABLE datasets;--");
  g_object_unref (dataset);
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  AttuneDataset *imported = attune_test_import (f->workspace, f->folder, 12, 0);
  g_autoptr(AttuneDataset) dataset = g_object_ref (imported);
  g_autofree char *path = g_strdup (attune_dataset_get_training_path (dataset));

  attune_test_run (attune_workspace_delete_dataset (f->workspace, dataset));
  g_assert_cmpuint (attune_test_count (get_datasets (f)), ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  attune_test_run (attune_workspace_restore_dataset (f->workspace, dataset));
  g_assert_cmpuint (attune_test_count (get_datasets (f)), ==, 1);

  attune_test_run (attune_workspace_delete_dataset (f->workspace, dataset));
  reopen (f);
  g_assert_cmpuint (attune_test_count (get_datasets (f)), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  attune_test_reject (attune_workspace_restore_dataset (f->workspace, dataset),
                      ATTUNE_ERROR_NOT_FOUND);
}

/* A crash in the middle of an import leaves a folder that no row names. */
static void
test_orphans (Fixture       *f,
              gconstpointer  data)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 12, 0);
  g_autofree char *kept = g_strdup (attune_dataset_get_training_path (dataset));
  g_autofree char *orphan = g_build_filename (f->data_dir, "datasets", "orphan", NULL);
  g_autofree char *half = g_build_filename (orphan, "training.jsonl.part", NULL);

  g_assert_cmpint (g_mkdir (orphan, 0700), ==, 0);
  g_assert_true (g_file_set_contents (half, "{", 1, NULL));

  reopen (f);
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

/* While another program has the workspace open nothing is cleaned: it may be importing. */
static void
test_two_programs (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *orphan = g_build_filename (f->data_dir, "datasets", "being-imported", NULL);
  AttuneWorkspace *other;
  AttuneDataset *dataset;
  AttuneDataset *seen;
  g_autofree char *id = NULL;

  g_assert_cmpint (g_mkdir (orphan, 0700), ==, 0);
  other = attune_test_open (f->data_dir);
  g_assert_true (g_file_test (orphan, G_FILE_TEST_EXISTS));

  dataset = attune_test_import (f->workspace, f->folder, 12, 0);
  id = g_strdup (attune_dataset_get_id (dataset));

  attune_test_wait_until ((seen = attune_workspace_find_dataset (other, id)) != NULL);
  attune_test_run (attune_workspace_rename_dataset (other, seen,
                                                    "Elsewhere"));
  attune_test_wait_until (g_str_equal (attune_dataset_get_name (dataset), "Elsewhere"));
  attune_test_run (attune_workspace_delete_dataset (other, seen));
  attune_test_wait_until (attune_test_count (get_datasets (f)) == 0);

  attune_test_close (other);
}

/* What the person marked out or edited counts in the figures at once, and in the files before they
 * are used. */
static void
test_edits (Fixture       *f,
            gconstpointer  data)
{
  static const char json[] = "{\"prompt\":\"A much longer question\",\"completion\":\"And an answer\"}";
  g_autofree char *path = attune_test_write_examples (f->folder, 100);
  AttuneImportOptions options = { .split = { .share = 0.1, .seed = 1 } };
  g_autoptr(AttuneDataset) dataset = NULL;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *log_path = NULL;
  g_autofree char *id = NULL;
  guint64 n_training;
  guint64 n_validation;
  guint64 text_bytes;
  guint n_told = 0;
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (3);

  attune_test_resolve (attune_workspace_import (f->workspace, path, NULL, &options, NULL, NULL,
                                                NULL),
                       dataset = g_value_dup_object (value_));
  id = g_strdup (attune_dataset_get_id (dataset));
  n_training = attune_dataset_get_n_training (dataset);
  n_validation = attune_dataset_get_n_validation (dataset);
  text_bytes = attune_dataset_get_text_bytes (dataset);
  g_signal_connect_swapped (dataset, "files-changed", G_CALLBACK (g_atomic_int_inc), &n_told);

  /* Without changes there is nothing to do. */
  attune_test_run (attune_workspace_apply_edits (f->workspace, dataset));
  g_assert_cmpuint (n_told, ==, 0);

  file = attune_example_file_open (attune_dataset_get_training_path (dataset), NULL, &error);
  edits = attune_edits_open (file, &error);
  attune_edits_replace (edits, 0, json, strlen (json), &error);
  attune_edits_set_out (edits, rows, TRUE, &error);
  g_assert_no_error (error);

  attune_test_run (attune_workspace_measure_dataset (f->workspace, dataset));
  g_assert_cmpuint (attune_dataset_get_n_training (dataset), ==, n_training - 1);
  g_assert_cmpuint (attune_dataset_get_n_validation (dataset), ==, n_validation);
  g_assert_cmpuint (attune_dataset_get_text_bytes (dataset), !=, text_bytes);
  g_assert_cmpuint (n_told, ==, 0);
  log_path = attune_edits_dup_path (attune_dataset_get_training_path (dataset));
  g_assert_true (g_file_test (log_path, G_FILE_TEST_EXISTS));

  attune_test_run (attune_workspace_apply_edits (f->workspace, dataset));
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_false (g_file_test (log_path, G_FILE_TEST_EXISTS));
  g_clear_object (&dataset);
  reopen (f);

  dataset = g_object_ref (get_dataset (f, id));
  g_assert_cmpuint (attune_dataset_get_n_training (dataset), ==, n_training - 1);
  g_clear_object (&file);
  file = attune_example_file_open (attune_dataset_get_training_path (dataset), NULL, &error);
  g_assert_cmpuint (attune_example_file_get_n_examples (file), ==, n_training - 1);
}

/* “Which colour is 7?” and “Number 7 is blue.”, by OpenAI's rule for chats. */
static guint64
count_tokens (guint first,
              guint n_examples)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneTokenizer) tokenizer = attune_tokenizer_load (ATTUNE_TOKEN_ENCODING_O200K_BASE,
                                                                &error);
  g_autoptr(AttuneTokenCounter) counter = NULL;
  guint64 n_tokens = 0;

  g_assert_no_error (error);
  counter = attune_token_counter_new (tokenizer);

  for (guint i = first; i < first + n_examples; i++)
    {
      g_autofree char *question = g_strdup_printf ("Which colour is %u?", i);
      g_autofree char *answer = g_strdup_printf ("Number %u is blue.", i);

      n_tokens += attune_token_counter_count_message (counter, "user", question, -1, NULL) +
                  attune_token_counter_count_message (counter, "assistant", answer, -1, NULL) +
                  ATTUNE_TOKENS_PER_EXAMPLE;
    }

  return n_tokens;
}

static void
mark_out_first (AttuneDataset *dataset,
                guint          n_rows)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;

  file = attune_example_file_open (attune_dataset_get_training_path (dataset), NULL, &error);
  edits = attune_edits_open (file, &error);
  g_assert_no_error (error);

  for (guint row = 0; row < n_rows; row++)
    {
      g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (row);

      g_assert_true (attune_edits_set_out (edits, rows, TRUE, &error));
    }
}

/* Counted by the import and after a change alike; estimated where the list of tokens is missing. */
static void
test_tokens (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *ranks_dir = g_strdup (g_getenv ("ATTUNE_RANKS_DIR"));
  AttuneDataset *dataset;
  guint64 n_tokens;

  if (ranks_dir == NULL)
    {
      g_test_skip ("ATTUNE_RANKS_DIR is not set");
      return;
    }

  dataset = attune_test_import (f->workspace, f->folder, 40, 0);
  g_assert_true (attune_dataset_get_tokens_are_exact (dataset));
  n_tokens = attune_dataset_get_text_tokens (dataset);
  g_assert_cmpuint (n_tokens, ==, count_tokens (0, 40));

  mark_out_first (dataset, 1);
  attune_test_run (attune_workspace_measure_dataset (f->workspace, dataset));
  g_assert_true (attune_dataset_get_tokens_are_exact (dataset));
  g_assert_cmpuint (attune_dataset_get_text_tokens (dataset), ==, count_tokens (1, 39));

  g_setenv ("ATTUNE_RANKS_DIR", f->folder, TRUE);
  mark_out_first (dataset, 2);
  attune_test_run (attune_workspace_measure_dataset (f->workspace, dataset));
  g_assert_false (attune_dataset_get_tokens_are_exact (dataset));
  g_assert_cmpuint (attune_dataset_get_text_tokens (dataset), >, 0);

  dataset = attune_test_import (f->workspace, f->folder, 40, 0);
  g_assert_false (attune_dataset_get_tokens_are_exact (dataset));
  g_setenv ("ATTUNE_RANKS_DIR", ranks_dir, TRUE);
}

static void
test_costs (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  AttuneTokenFigures figures = { .n_examples = 500, .n_bytes = 4000, .n_tokens = 28000,
                                 .is_exact = TRUE };
  g_autoptr(GPtrArray) before = attune_workspace_list_costs (f->workspace, &figures);
  g_autoptr(GPtrArray) after = NULL;
  AttuneCost *cost;

  for (guint i = 0; i < before->len; i++)
    {
      cost = before->pdata[i];
      g_assert_true (cost->is_local);
      g_assert_cmpstr (cost->cost, ==, "free");
    }

  attune_test_run (attune_test_add_account (f->workspace, profile, "Work", NULL, NULL));
  after = attune_workspace_list_costs (f->workspace, &figures);
  g_assert_cmpuint (after->len, ==, before->len + attune_profile_get_models (profile)->len);
  cost = after->pdata[before->len];
  g_assert_false (cost->is_local);
  g_assert_cmpstr (cost->title, ==, "Work · GPT-4.1 mini");
  g_assert_cmpstr (cost->cost, ==, "about $0.42");
  g_assert_true (g_str_has_prefix (cost->details, "3 epochs · 28"));
  g_assert_true (g_str_has_suffix (cost->details, "prices of December 2025"));
  g_assert_null (strstr (cost->details, "about"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/Datasets/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/Attune/Datasets/bad-files", Fixture, NULL, set_up, test_bad_files, tear_down);
  g_test_add ("/Attune/Datasets/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/Attune/Datasets/rename", Fixture, NULL, set_up, test_rename, tear_down);
  g_test_add ("/Attune/Datasets/delete", Fixture, NULL, set_up, test_delete, tear_down);
  g_test_add ("/Attune/Datasets/orphans", Fixture, NULL, set_up, test_orphans, tear_down);
  g_test_add ("/Attune/Datasets/two-programs", Fixture, NULL, set_up, test_two_programs, tear_down);
  g_test_add ("/Attune/Datasets/tokens", Fixture, NULL, set_up, test_tokens, tear_down);
  g_test_add ("/Attune/Datasets/costs", Fixture, NULL, set_up, test_costs, tear_down);
  g_test_add ("/Attune/Datasets/edits", Fixture, NULL, set_up, test_edits, tear_down);

  return g_test_run ();
}
