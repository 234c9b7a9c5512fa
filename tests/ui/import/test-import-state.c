/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-import-state"

#include "config.h"

#include <string.h>

#include "attune-import-entry-list.h"
#include "attune-import-field.h"
#include "attune-import-viewer.h"
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

static AttuneImportScanner *
get_reading (Fixture *f)
{
  return attune_import_state_get_reading (f->state);
}

static AttuneImportMapping *
get_mapping (Fixture *f)
{
  return attune_import_state_get_mapping (f->state);
}

static AttuneImportValidation *
get_validation (Fixture *f)
{
  return attune_import_state_get_validation (f->state);
}

static AttuneSource *
get_source (Fixture *f)
{
  return attune_import_scanner_get_source (get_reading (f));
}

static AttuneDataset *
get_dataset (Fixture *f)
{
  return attune_import_saver_get_dataset (attune_import_state_get_saver (f->state));
}

static void
count_cb (guint *n_calls)
{
  (*n_calls)++;
}

/* What was changed is counted on a thread. */
static void
wait_for_outcome (Fixture *f)
{
  gulong handler;
  guint n_calls = 0;

  handler = g_signal_connect_swapped (f->state, "notify::outcome", G_CALLBACK (count_cb), &n_calls);

  while (n_calls == 0)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handler_disconnect (f->state, handler);
}

static void
hold_back (Fixture *f,
           guint    percent)
{
  AttuneImportSplit *split = attune_import_state_get_split (f->state);

  g_object_set (split, "percent", percent, NULL);
  attune_import_split_set_kind (split, ATTUNE_IMPORT_SPLIT_SHARE);
  wait_for_outcome (f);
}

static guint64
count (Fixture    *f,
       AttuneFate  fate)
{
  return attune_import_outcome_get_count (attune_import_state_get_outcome (f->state), fate);
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
  g_assert_false (attune_import_mapping_get_needs_person (get_mapping (f)));
  g_assert_true (attune_import_mapping_get_is_usable (get_mapping (f)));

  attune_import_state_set_name (f->state, "   ");
  g_assert_false (attune_import_state_get_can_save (f->state));
  attune_import_state_set_name (f->state, " Talks ");
  hold_back (f, 10);
  g_assert_cmpuint (count (f, ATTUNE_FATE_VALIDATION), ==, 4);
  g_assert_cmpuint (count (f, ATTUNE_FATE_TRAINING), ==, 36);
  g_assert_true (attune_import_state_get_can_save (f->state));

  attune_import_state_save (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_SAVED);
  dataset = get_dataset (f);
  g_assert_cmpstr (attune_dataset_get_name (dataset), ==, "Talks");
  g_assert_cmpuint (attune_dataset_get_n_training (dataset), ==, 36);
  g_assert_cmpuint (attune_dataset_get_n_validation (dataset), ==, 4);
  g_assert_true (attune_workspace_find_dataset (f->workspace,
                                                attune_dataset_get_id (dataset)) == dataset);
}

static AttunePreview *
wait_for_preview (AttuneImportViewer *viewer)
{
  gulong handler;
  guint n_calls = 0;

  handler = g_signal_connect_swapped (viewer, "notify::preview", G_CALLBACK (count_cb), &n_calls);

  while (n_calls == 0)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handler_disconnect (viewer, handler);
  g_assert_nonnull (attune_import_viewer_get_preview (viewer));

  return attune_import_viewer_get_preview (viewer);
}

static const char *
get_answer (AttunePreview *preview)
{
  g_assert_nonnull (preview->example);

  return attune_example_get_turn (preview->example,
                                  attune_example_get_n_turns (preview->example) - 1)->content;
}

static void
test_csv_guess_and_change (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(AttuneImportViewer) viewer = attune_import_viewer_new ();
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
  g_assert_nonnull (attune_import_state_get_glance (f->state));
  g_assert_false (attune_import_mapping_get_needs_person (get_mapping (f)));

  recipe = attune_import_state_get_recipe (f->state);
  g_assert_cmpstr (attune_recipe_get_question_field (recipe), ==, "Question");
  g_assert_cmpstr (attune_recipe_get_answer_field (recipe), ==, "Answer");
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 3);
  g_assert_false (attune_import_mapping_get_needs_reading (get_mapping (f)));

  attune_import_viewer_set_scan (viewer, attune_import_state_get_scan (f->state));
  attune_import_viewer_set_recipe (viewer, recipe);
  g_assert_cmpuint (attune_import_viewer_get_n_entries (viewer), ==, 3);
  attune_import_viewer_set_position (viewer, 1);
  g_assert_cmpstr (get_answer (wait_for_preview (viewer)), ==, "Now.");

  /* The second row has no remark, so it stops being an example. */
  attune_recipe_set_answer_field (recipe, "Remark");
  g_assert_true (attune_import_mapping_get_needs_reading (get_mapping (f)));
  g_assert_false (attune_import_state_get_can_save (f->state));
  attune_import_viewer_set_position (viewer, 0);
  g_assert_cmpstr (get_answer (wait_for_preview (viewer)), ==, "early");

  attune_import_state_read (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_false (attune_import_mapping_get_needs_reading (get_mapping (f)));
  g_assert_true (attune_import_state_get_recipe (f->state) == recipe);
  scan = attune_import_state_get_scan (f->state);
  g_assert_cmpuint (attune_report_get_count (attune_scan_get_report (scan),
                                             ATTUNE_ISSUE_EMPTY_ANSWER), ==, 1);
  attune_import_viewer_set_scan (viewer, scan);
  attune_import_viewer_set_position (viewer, 0);
  g_assert_cmpuint (attune_import_viewer_find_problem (viewer), ==, 1);
}

/* What is said about a file reads it again, and wins over what was found out. */
static void
test_choices (Fixture       *f,
              gconstpointer  data)
{
  static const char text[] = "Frage;Antwort\nWo liegt K\xf6ln?;Am Rhein.\nWo liegt Bonn?;Auch dort.\n";
  AttuneImportChoices *choices;
  g_autofree char *path = attune_import_test_write (f->dir, "staedte.csv", text, -1);
  const AttuneReaderOptions *options;

  attune_import_test_open (f->state, path);
  choices = attune_import_input_get_choices (attune_import_state_get_input (f->state));
  options = attune_reader_get_options (attune_import_scanner_get_reader (get_reading (f)));
  g_assert_cmpint (options->format, ==, ATTUNE_FORMAT_TABLE);
  g_assert_cmpint (options->delimiter, ==, ';');

  attune_import_choices_set_encoding (choices, "WINDOWS-1251");
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_cmpstr (attune_source_get_encoding (get_source (f)), ==, "WINDOWS-1251");
  g_assert_cmpint (attune_source_get_encoding_origin (get_source (f)), ==, ATTUNE_ENCODING_CHOSEN);

  attune_import_choices_set_header (choices, ATTUNE_HEADER_ABSENT);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_cmpuint (attune_scan_get_n_records (attune_import_state_get_scan (f->state)), ==, 3);

  /* What was said about one format means nothing to another. */
  attune_import_choices_set_format (choices, ATTUNE_FORMAT_TEXT);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_cmpint (attune_scan_get_format (attune_import_state_get_scan (f->state)), ==,
                   ATTUNE_FORMAT_TEXT);
}

/* The fields of nested records, and how a recipe that goes through an array calls its members. */
static void
test_fields (Fixture       *f,
             gconstpointer  data)
{
  static const char * const answer[] = { "{each.text}", NULL };
  g_autoptr(GString) text = g_string_new ("{\"data\":[");
  g_autoptr(GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = NULL;
  GListModel *fields;
  AttuneRecipe *recipe;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "%s{\"title\":\"t%u\",\"replies\":[{\"text\":\"r%u\"},{\"text\":\"s%u\"}]}",
                            i > 0 ? "," : "", i, i, i);

  g_string_append (text, "]}");
  path = attune_import_test_write (f->dir, "nested.json", text->str, text->len);
  attune_import_test_open (f->state, path);
  g_assert_true (attune_import_mapping_get_needs_person (get_mapping (f)));
  g_assert_false (attune_import_mapping_get_is_usable (get_mapping (f)));

  fields = attune_import_glance_get_fields (attune_import_state_get_glance (f->state));

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (fields, i);
      const char *scope = attune_import_field_get_scope (field);

      g_hash_table_add (paths, g_strdup_printf ("%s %s", scope != NULL ? scope : "-", attune_import_field_get_path (field)));
    }

  g_assert_true (g_hash_table_contains (paths, "- title"));
  g_assert_true (g_hash_table_contains (paths, "- replies"));
  g_assert_true (g_hash_table_contains (paths, "replies text"));

  /* One record, two examples. */
  recipe = attune_import_state_get_recipe (f->state);
  attune_recipe_set_each (recipe, "replies");
  attune_recipe_set_question_field (recipe, "title");
  attune_recipe_set_template (recipe, ATTUNE_RECIPE_ANSWER, answer);
  g_assert_true (attune_import_mapping_get_is_usable (get_mapping (f)));
  attune_import_state_read (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 40);
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
  g_assert_true (attune_import_mapping_get_needs_person (get_mapping (f)));
  g_assert_false (attune_import_mapping_get_is_usable (get_mapping (f)));
  g_assert_false (attune_import_state_get_can_save (f->state));

  recipe = attune_import_state_get_recipe (f->state);
  attune_recipe_set_question_field (recipe, "gamma");
  g_assert_false (attune_import_mapping_get_is_usable (get_mapping (f)));
  attune_recipe_set_answer_field (recipe, "alpha");
  g_assert_true (attune_import_mapping_get_is_usable (get_mapping (f)));

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
  g_assert_nonnull (attune_import_scanner_get_problem (get_reading (f)));
  g_assert_cmpuint (strlen (attune_import_scanner_get_problem (get_reading (f))), >, 20);
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
  g_assert_false (attune_import_mapping_get_needs_person (get_mapping (f)));
}

static void
test_duplicates (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr(GString) text = g_string_new ("question,answer\n");
  AttuneImportRemedies *remedies = attune_import_state_get_remedies (f->state);

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "q%u,a%u\n", i % 15, i % 15);

  path = attune_import_test_write (f->dir, "twice.csv", text->str, text->len);
  attune_import_test_open (f->state, path);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 15);
  g_assert_cmpuint (count (f, ATTUNE_FATE_DUPLICATE), ==, 5);
  g_assert_cmpuint (attune_import_outcome_get_affected (attune_import_state_get_outcome (f->state),
                                                        ATTUNE_REMEDY_REMOVE_DUPLICATES), ==, 5);

  attune_import_remedies_set (remedies, ATTUNE_REMEDY_REMOVE_DUPLICATES, FALSE);
  wait_for_outcome (f);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 20);

  attune_import_remedies_undo (remedies);
  g_assert_false (attune_import_remedies_get_can_undo (remedies));
  wait_for_outcome (f);
  g_assert_cmpuint (attune_import_state_get_n_examples (f->state), ==, 15);

  attune_import_remedies_redo (remedies);
  wait_for_outcome (f);

  attune_import_state_save (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_SAVED);
  g_assert_cmpuint (attune_dataset_get_n_training (get_dataset (f)), ==,
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
      g_object_get (get_reading (f), "fraction", &fraction, NULL);
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
      g_object_get (attune_import_state_get_saver (state), "fraction", &fraction, NULL);
    }

  g_assert_true (attune_import_state_stop (state));
  g_assert_cmpint (attune_import_state_get_phase (state), ==, ATTUNE_IMPORT_READ);
  g_assert_cmpuint (g_list_model_get_n_items (attune_workspace_get_datasets (workspace)), ==, 0);

  /* What the thread had begun to write goes away with it, and the end of the workspace waits for
   * it. */
  closed = attune_workspace_close (workspace);
  attune_test_wait (closed, &error);
  g_assert_no_error (error);
  dex_clear (&closed);
  dex_clear (&opened);
  g_object_unref (state);
  g_assert_finalize_object (g_steal_pointer (&workspace));
  g_assert_true (is_empty_folder (datasets_dir));

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
  path = g_strdup (attune_import_input_get_path (attune_import_state_get_input (f->state)));
  dir = g_path_get_dirname (path);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_object (&f->state);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  f->state = attune_import_state_new (f->workspace);
}

/* Only what is shown is read, whatever there is. */
static void
test_entries (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneImportEntryList) list = NULL;
  g_autoptr(AttuneImportEntry) entry = NULL;
  g_autofree char *path = NULL;

  for (guint i = 1; i <= 6000; i++)
    g_string_append_printf (text,
                            i % 2 ? "broken %u\n" : "{\"prompt\":\"p%u\",\"completion\":\"c\"}\n", i);

  path = attune_import_test_write (f->dir, "half.jsonl", text->str, text->len);
  attune_import_test_open (f->state, path);

  list = attune_import_entry_list_new (attune_import_state_get_scan (f->state),
                                       attune_issue_bit (ATTUNE_ISSUE_NOT_JSON));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3000);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 3000));

  entry = g_list_model_get_item (G_LIST_MODEL (list), 2500);
  g_assert_cmpuint (attune_import_entry_get_line (entry), ==, 5001);
  g_assert_null (attune_import_entry_get_preview (entry));
  attune_import_entry_list_load (list, entry);

  while (attune_import_entry_get_preview (entry) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (attune_import_entry_get_preview (entry)->text, ==, "broken 5001");
}

static void
write_second (Fixture    *f,
              const char *last_answer)
{
  g_autofree char *text = g_strdup_printf ("question,answer\nq3,other\nnew one,n\nanother new one,%s\n",
                                           last_answer);
  g_autofree char *path = attune_import_test_write (f->dir, "second.csv", text, -1);
}

/* Opens a file, and chooses a second one to validate it. */
static void
open_both (Fixture *f)
{
  g_autoptr(GString) text = g_string_new ("question,answer\n");
  g_autofree char *path = NULL;
  g_autofree char *second_path = g_build_filename (f->dir, "second.csv", NULL);
  g_autoptr(GFile) second = g_file_new_for_path (second_path);

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "q%u,a%u\n", i, i);

  path = attune_import_test_write (f->dir, "first.csv", text->str, text->len);
  write_second (f, "m");
  attune_import_test_open (f->state, path);
  attune_import_split_set_kind (attune_import_state_get_split (f->state), ATTUNE_IMPORT_SPLIT_FILE);
  g_assert_false (attune_import_state_get_can_save (f->state));

  attune_import_state_set_validation_file (f->state, second);
  g_assert_cmpstr (attune_import_validation_get_name (get_validation (f)), ==, "second.csv");

  while (attune_import_validation_get_scan (get_validation (f)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (attune_import_state_get_can_save (f->state));
}

/* A second file is read with the recipe of the first, and held against its questions. */
static void
test_second_file (Fixture       *f,
                  gconstpointer  data)
{
  AttuneReport *report;

  open_both (f);
  report = attune_scan_get_report (attune_import_validation_get_scan (get_validation (f)));
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_LEAKAGE), ==, 1);

  attune_import_state_save (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_SAVED);
  g_assert_cmpuint (attune_dataset_get_n_training (get_dataset (f)), ==,
                    20);
  g_assert_cmpuint (attune_dataset_get_n_validation (get_dataset (f)),
                    ==, 2);
}

static void
save_failed_cb (AttuneImportSaver  *saver,
                const GError       *error,
                char              **message)
{
  *message = g_strdup (error->message);
}

/* What was looked at is what is imported, or nothing; the same file chosen again is. */
static void
test_second_file_changed (Fixture       *f,
                          gconstpointer  data)
{
  AttuneImportSaver *saver = attune_import_state_get_saver (f->state);
  g_autofree char *message = NULL;

  open_both (f);
  write_second (f, "another");
  g_signal_connect (saver, "failed", G_CALLBACK (save_failed_cb), &message);
  attune_import_state_save (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_nonnull (strstr (message, "“second.csv” is no longer the file that you looked at"));
  g_assert_null (attune_import_saver_get_dataset (saver));

  open_both (f);
  attune_import_state_save (f->state);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_SAVED);
  g_assert_cmpuint (attune_dataset_get_n_validation (get_dataset (f)), ==, 2);
}

static int
find_title (AttuneImportTarget *target,
            const char         *title)
{
  const char * const *titles = attune_import_target_get_titles (target);

  for (int i = 0; titles[i] != NULL; i++)
    if (g_str_equal (titles[i], title))
      return i;

  return -1;
}

/* The rules are those of the provider of which there is an account, until another one is chosen. */
static void
test_target (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new ("io.github.attune.Attune");
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneImportTarget) target = NULL;
  g_autoptr(AttuneImportTarget) later = NULL;
  g_autoptr(DexFuture) added = NULL;
  g_autoptr(GError) error = NULL;
  AttuneImportInput *input = attune_import_state_get_input (f->state);
  AttuneImportTarget *first = attune_import_input_get_target (input);
  AttuneRules rules;
  guint n_changes = 0;

  g_settings_reset (settings, "import-target");
  attune_import_target_fill_rules (first, &rules);
  g_assert_cmpstr (attune_import_target_get_titles (first)[attune_import_target_get_selected (first)], ==, "This Computer");
  g_assert_cmpint (rules.max_tokens, ==, 0);
  g_assert_cmpint (rules.min_examples, ==, 1);

  added = attune_test_add_account (f->workspace, profile, "Work", NULL, NULL);
  g_assert_nonnull (attune_test_wait (added, &error));
  g_assert_no_error (error);

  target = attune_import_target_new (f->workspace);
  g_signal_connect_swapped (target, "changed", G_CALLBACK (count_cb), &n_changes);
  attune_import_target_fill_rules (target, &rules);
  g_assert_cmpint (attune_import_target_get_selected (target), ==, find_title (target, "OpenAI"));
  g_assert_cmpint (rules.max_tokens, ==, 65536);
  g_assert_cmpint (rules.min_examples, ==, 10);
  g_assert_false (rules.wants_preference);

  attune_import_target_set_allows_preference (target, TRUE);
  g_assert_cmpint (find_title (target, "Nebius Token Factory, Preference Training"), ==, -1);
  g_assert_cmpint (n_changes, ==, 0);
  attune_import_target_select (target, find_title (target, "OpenAI, Preference Training"));
  attune_import_target_fill_rules (target, &rules);
  g_assert_true (rules.wants_preference);
  attune_import_target_select (target, 0);
  g_assert_cmpint (n_changes, ==, 2);

  later = attune_import_target_new (f->workspace);
  g_assert_cmpint (attune_import_target_get_selected (later), ==, 0);

  /* A provider that is gone is no choice any more. */
  g_settings_set_string (settings, "import-target", "no-such-provider");
  g_clear_object (&later);
  later = attune_import_target_new (f->workspace);
  g_assert_cmpint (attune_import_target_get_selected (later), ==, find_title (later, "OpenAI"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();

  /* Settings outlive the folders of the test that was the first to ask for them. */
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
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
  g_test_add ("/Attune/Import/State/entries", Fixture, NULL, set_up, test_entries, tear_down);
  g_test_add ("/Attune/Import/State/choices", Fixture, NULL, set_up, test_choices, tear_down);
  g_test_add ("/Attune/Import/State/fields", Fixture, NULL, set_up, test_fields, tear_down);
  g_test_add ("/Attune/Import/State/target", Fixture, NULL, set_up, test_target, tear_down);
  g_test_add ("/Attune/Import/State/second-file", Fixture, NULL, set_up, test_second_file, tear_down);
  g_test_add ("/Attune/Import/State/second-file-changed", Fixture, NULL, set_up, test_second_file_changed, tear_down);

  return g_test_run ();
}
