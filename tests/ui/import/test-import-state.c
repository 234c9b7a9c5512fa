/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-import-state"

#include "config.h"

#include <string.h>

#include "attune-import-task.h"
#include "attune-sample-file.h"

#include "attune-import-test.h"

typedef struct
{
  char              *dir;
  AttuneWorkspace   *workspace;
  AttuneImportState *state;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->dir = attune_import_test_make_dir ();
  f->workspace = attune_ui_test_open_workspace ();
  f->state = attune_import_state_new (f->workspace);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (g_steal_pointer (&f->state));
  attune_ui_test_close_workspace (f->workspace);
  attune_import_test_remove (f->dir);
  g_free (f->dir);
}

static void
test_chat (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write_chat (f->dir, "my talks.jsonl", 40);
  AttuneDataset *dataset;

  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_EMPTY);
  g_assert_false (attune_import_state_get_can_save (f->state));

  attune_import_test_open (f->state, path);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
  g_assert_cmpstr (attune_import_state_get_name (f->state), ==, "my talks");
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 40);
  g_assert_false (attune_import_state_get_needs_mapping (f->state));
  g_assert_true (attune_import_state_get_is_mapped (f->state));

  attune_import_state_set_name (f->state, "   ");
  g_assert_false (attune_import_state_get_can_save (f->state));
  attune_import_state_set_name (f->state, " Talks ");
  attune_import_state_set_validation_share (f->state, 0.1);
  g_assert_cmpuint (attune_import_state_count_validation (f->state, 0.1), ==, 4);
  g_assert_true (attune_import_state_get_can_save (f->state));

  attune_import_state_save (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_SAVED);
  dataset = attune_import_state_get_dataset (f->state);
  g_assert_cmpstr (attune_dataset_get_name (dataset), ==, "Talks");
  g_assert_cmpuint (attune_dataset_get_n_training (dataset), ==, 36);
  g_assert_cmpuint (attune_dataset_get_n_validation (dataset), ==, 4);
  g_assert_true (attune_workspace_find_dataset (f->workspace,
                                                attune_dataset_get_id (dataset)) == dataset);
}

static void
wait_for_previews (Fixture *f)
{
  gulong handler = 0;
  gboolean is_there = FALSE;

  handler = g_signal_connect_swapped (f->state, "notify::previews", G_CALLBACK (g_atomic_int_inc), &is_there);

  while (!is_there)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handler_disconnect (f->state, handler);
}

static const AttunePreview *
get_preview (Fixture *f,
             guint    index)
{
  GPtrArray *previews = attune_import_state_get_previews (f->state);

  g_assert_nonnull (previews);
  g_assert_cmpuint (index, <, previews->len);

  return g_ptr_array_index (previews, index);
}

static void
test_csv_guess_and_change (Fixture       *f,
                           gconstpointer  data)
{
  g_autofree char *path = NULL;
  AttuneScan *scan;
  AttuneRecipe *recipe;

  path = attune_import_test_write (f->dir, "shop.csv",
                                   "\xef\xbb\xbfid,Question,Answer,Remark\r\n"
                                   "1,Where?,Here.,early\r\n"
                                   "2,When?,Now.,\r\n"
                                   "3,Who?,Me.,late\r\n", -1);
  attune_import_test_open (f->state, path);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
  g_assert_true (attune_import_state_get_has_columns (f->state));
  g_assert_false (attune_import_state_get_needs_mapping (f->state));

  recipe = attune_import_state_get_recipe (f->state);
  g_assert_cmpstr (attune_recipe_get_question_field (recipe), ==, "Question");
  g_assert_cmpstr (attune_recipe_get_answer_field (recipe), ==, "Answer");
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 3);

  wait_for_previews (f);
  g_assert_cmpstr (attune_example_get_turn (get_preview (f, 1)->example, 1)->content, ==, "Now.");
  g_assert_false (attune_import_state_get_needs_reading (f->state));

  /* The second row has no remark, so it stops being an example. */
  attune_recipe_set_answer_field (recipe, "Remark");
  g_assert_true (attune_import_state_get_needs_reading (f->state));
  wait_for_previews (f);
  g_assert_cmpstr (attune_example_get_turn (get_preview (f, 0)->example, 1)->content, ==, "early");

  attune_import_state_read (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_false (attune_import_state_get_needs_reading (f->state));
  g_assert_true (attune_import_state_get_recipe (f->state) == recipe);
  scan = attune_import_state_get_scan (f->state);
  g_assert_cmpuint (attune_report_get_count (attune_scan_get_report (scan),
                                             ATTUNE_ISSUE_EMPTY_ANSWER), ==, 1);
}

static void
test_unknown_columns (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *path = NULL;
  AttuneRecipe *recipe;

  path = attune_import_test_write (f->dir, "odd.csv", "alpha,beta,gamma\na,b,c\nd,e,f\n", -1);
  attune_import_test_open (f->state, path);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
  g_assert_true (attune_import_state_get_needs_mapping (f->state));
  g_assert_false (attune_import_state_get_is_mapped (f->state));
  g_assert_false (attune_import_state_get_can_save (f->state));

  recipe = attune_import_state_get_recipe (f->state);
  attune_recipe_set_question_field (recipe, "gamma");
  g_assert_false (attune_import_state_get_is_mapped (f->state));
  attune_recipe_set_answer_field (recipe, "alpha");
  g_assert_true (attune_import_state_get_is_mapped (f->state));

  attune_import_state_read (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 2);
  g_assert_true (attune_import_state_get_can_save (f->state));
}

static void
assert_fails (Fixture    *f,
              const char *path)
{
  attune_import_test_open (f->state, path);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_FAILED);
  g_assert_nonnull (attune_import_state_get_problem (f->state));
  g_assert_cmpuint (strlen (attune_import_state_get_problem (f->state)), >, 20);
  g_assert_null (attune_import_state_get_scan (f->state));
  g_assert_false (attune_import_state_get_can_save (f->state));
}

static void
test_bad_files (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *empty = attune_import_test_write (f->dir, "empty.csv", "", 0);
  g_autofree char *binary = attune_import_test_write (f->dir, "picture.jsonl", "\x89PNG\0\1\2\3\0\0\0\0", 12);
  g_autofree char *missing = g_build_filename (f->dir, "missing.jsonl", NULL);
  g_autofree char *good = attune_import_test_write_chat (f->dir, "good.jsonl", 12);
  g_autoptr(GFile) remote = g_file_new_for_uri ("http://localhost/file.jsonl");

  assert_fails (f, empty);
  assert_fails (f, binary);
  assert_fails (f, missing);
  assert_fails (f, f->dir);

  attune_import_state_set_file (f->state, remote);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_FAILED);

  /* A bad file leaves nothing that spoils the next. */
  attune_import_test_open (f->state, good);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
  g_assert_true (attune_import_state_get_can_save (f->state));
}

static void
test_nothing_usable (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write (f->dir, "talk.jsonl", "one\ntwo\nthree\n", -1);

  attune_import_test_open (f->state, path);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 0);
  g_assert_false (attune_import_state_get_can_save (f->state));
  g_assert_false (attune_import_state_get_needs_mapping (f->state));
}

static void
test_duplicates (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr(GString) text = g_string_new ("question,answer\n");

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "q%u,a%u\n", i % 15, i % 15);

  path = attune_import_test_write (f->dir, "twice.csv", text->str, text->len);
  attune_import_test_open (f->state, path);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 15);
  attune_import_state_set_remove_duplicates (f->state, FALSE);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 20);

  attune_import_state_save (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_SAVED);
  g_assert_cmpuint (attune_dataset_get_n_training (attune_import_state_get_dataset (f->state)), ==,
                    20);
}

static void
test_cancel_reading (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write_large (f->dir, 40 * 1000 * 1000);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  double fraction = 0;

  attune_import_state_set_file (f->state, file);

  /* In the middle, as the progress says. */
  while (fraction <= 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (f->state, "fraction", &fraction, NULL);
    }

  g_assert_true (attune_import_state_stop (f->state));
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_EMPTY);
  g_assert_null (attune_import_state_get_scan (f->state));
  g_assert_false (attune_import_state_stop (f->state));

  /* Late news of the thread must not wake it up again. */
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_EMPTY);
}

static gboolean
is_empty_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

static void
test_cancel_saving (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write_large (f->dir, 40 * 1000 * 1000);
  g_autofree char *data_dir = attune_import_test_make_dir ();
  g_autofree char *datasets_dir = g_build_filename (data_dir, "datasets", NULL);
  g_autoptr(AttuneWorkspace) workspace = attune_workspace_new (data_dir);
  g_autoptr(DexFuture) opened = attune_workspace_open (workspace);
  g_autoptr(DexFuture) closed = NULL;
  AttuneImportState *state = attune_import_state_new (workspace);
  g_autoptr(GError) error = NULL;
  double fraction = 0;

  attune_test_wait (opened, &error);
  g_assert_no_error (error);

  attune_import_test_open (state, path);
  attune_import_state_save (state);
  g_assert_cmpint (attune_import_state_get_phase (state), ==, ATTUNE_IMPORT_SAVING);

  while (fraction <= 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (state, "fraction", &fraction, NULL);
    }

  g_assert_true (attune_import_state_stop (state));
  g_assert_cmpint (attune_import_state_get_phase (state), ==, ATTUNE_IMPORT_READ);
  g_assert_cmpuint (g_list_model_get_n_items (attune_workspace_get_datasets (workspace)), ==, 0);

  /* What the thread had begun to write goes away with it, and closing waits for the thread. */
  closed = attune_workspace_close (workspace);
  attune_test_wait (closed, &error);
  g_assert_no_error (error);
  g_assert_true (is_empty_folder (datasets_dir));

  g_object_unref (state);
  attune_import_test_remove (data_dir);
}

static void
test_sample (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GListModel) samples = attune_sample_file_list ();
  g_autofree char *path = NULL;
  g_autofree char *dir = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (samples), >, 0);

  for (guint i = 0; i < g_list_model_get_n_items (samples); i++)
    {
      g_autoptr(AttuneSampleFile) sample = g_list_model_get_item (samples, i);
      g_autoptr(GFile) file = attune_sample_file_get_file (sample);

      attune_import_state_set_file (f->state, file);

      while (attune_import_state_get_phase (f->state) == ATTUNE_IMPORT_READING)
        g_main_context_iteration (NULL, TRUE);

      g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
      g_assert_cmpstr (attune_import_state_get_name (f->state), ==,
                       attune_sample_file_get_title (sample));
      g_assert_cmpuint (attune_import_state_get_n_examples (f->state), >=, ATTUNE_MIN_EXAMPLES);
    }

  /* The copy that was taken out goes away with the state. */
  path = g_strdup (attune_import_state_get_path (f->state));
  dir = g_path_get_dirname (path);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_object (&f->state);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  f->state = attune_import_state_new (f->workspace);
}

static void
test_lines (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const guint64 wanted[] = { 1, 3, 3, 5000, 9999, 10000 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  const GValue *value;
  GPtrArray *texts;

  for (guint i = 1; i < 10000; i++)
    g_string_append_printf (text, "this is line %u, long enough to leave the first block of the file\r\n", i);

  /* Not UTF-8, longer than a row can show, and without an end. */
  g_string_append (text, "last \xff");

  for (guint i = 0; i < 1000; i++)
    g_string_append_c (text, 'x');

  path = attune_import_test_write (f->dir, "lines.txt", text->str, text->len);
  future = attune_import_task_lines (path, wanted, G_N_ELEMENTS (wanted), cancellable);
  value = attune_test_wait (future, &error);
  g_assert_no_error (error);

  texts = g_value_get_boxed (value);
  g_assert_cmpuint (texts->len, ==, G_N_ELEMENTS (wanted));
  g_assert_true (g_str_has_prefix (texts->pdata[0], "this is line 1,"));
  g_assert_true (g_str_has_prefix (texts->pdata[1], "this is line 3,"));
  g_assert_cmpstr (texts->pdata[1], ==, texts->pdata[2]);
  g_assert_true (g_str_has_prefix (texts->pdata[3], "this is line 5000,"));
  g_assert_true (g_str_has_suffix (texts->pdata[4], "of the file"));
  g_assert_true (g_str_has_prefix (texts->pdata[5], "last \xef\xbf\xbd"));
  g_assert_true (g_utf8_validate (texts->pdata[5], -1, NULL));
  g_assert_cmpuint (strlen (texts->pdata[5]), <, 500);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/Import/State/chat", Fixture, NULL, set_up, test_chat, tear_down);
  g_test_add ("/Attune/Import/State/csv", Fixture, NULL, set_up, test_csv_guess_and_change, tear_down);
  g_test_add ("/Attune/Import/State/unknown-columns", Fixture, NULL, set_up, test_unknown_columns, tear_down);
  g_test_add ("/Attune/Import/State/bad-files", Fixture, NULL, set_up, test_bad_files, tear_down);
  g_test_add ("/Attune/Import/State/nothing-usable", Fixture, NULL, set_up, test_nothing_usable, tear_down);
  g_test_add ("/Attune/Import/State/duplicates", Fixture, NULL, set_up, test_duplicates, tear_down);
  g_test_add ("/Attune/Import/State/cancel-reading", Fixture, NULL, set_up, test_cancel_reading, tear_down);
  g_test_add ("/Attune/Import/State/cancel-saving", Fixture, NULL, set_up, test_cancel_saving, tear_down);
  g_test_add ("/Attune/Import/State/sample", Fixture, NULL, set_up, test_sample, tear_down);
  g_test_add ("/Attune/Import/State/lines", Fixture, NULL, set_up, test_lines, tear_down);

  return g_test_run ();
}
