/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-file"

#include "config.h"

#include <unistd.h>

#include "attune-error.h"
#include "attune-example-file.h"
#include "attune-import.h"
#include "dataset-test.h"

static void
test_round_trip (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new ("question,answer\n");
  g_autofree char *path = dataset_test_build_path (f, "training.jsonl");
  AttuneImportOptions options = { 0 };
  AttuneImportResult result;
  AttuneExampleFile *file;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "问题 %u,回答 %u\n", i, i);

  attune_import_file (dataset_test_write (f, "data.csv", text->str), &options, path, NULL, &result,
                      NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  file = attune_example_file_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attune_example_file_get_n_examples (file), ==, 1000);

  /* In any order. */
  for (guint i = 0; i < 1000; i++)
    {
      guint index = i * 617 % 1000;
      g_autofree char *question = g_strdup_printf ("问题 %u", index);
      g_autofree char *answer = g_strdup_printf ("回答 %u", index);
      g_autoptr(AttuneExample) example = attune_example_file_read (file, index, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (example->line, ==, index + 1);
      g_assert_cmpstr (attune_example_get_turn (example, 0)->content, ==, question);
      g_assert_cmpstr (attune_example_get_turn (example, 1)->content, ==, answer);
    }

  g_assert_finalize_object (file);
}

static void
test_open_errors (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *missing = dataset_test_build_path (f, "missing");

  g_assert_null (attune_example_file_open (missing, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_null (attune_example_file_open (dataset_test_write (f, "empty", ""), NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);

  dataset_test_write (f, "large", "x");
  g_assert_cmpint (truncate (f->path, 8 * 1024 * 1024), ==, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (attune_example_file_open (f->path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_changed (Fixture       *f,
              gconstpointer  data)
{
  static const char *line = "{\"prompt\":\"q\",\"completion\":\"a\"}\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autofree char *text = g_strconcat (line, "{\"prompt\":\"q\",\"completion\":\" \"}\n", line, NULL);

  file = attune_example_file_open (dataset_test_write (f, "data.jsonl", text), NULL, &error);
  g_assert_no_error (error);

  g_assert_null (attune_example_file_read (file, 1, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);

  g_assert_cmpint (truncate (f->path, 2 * strlen (line) + 5), ==, 0);
  g_assert_null (attune_example_file_read (file, 2, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, "data.jsonl");
}

/* A million rows: opened at once, every one where it belongs, a long one read in part. */
static void
test_million (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);
  g_autofree char *text = NULL;
  guint n = 1000000;
  FILE *stream;
  gint64 begin;
  gsize length;

  f->path = dataset_test_build_path (f, "million.jsonl");
  stream = fopen (f->path, "w");

  for (guint i = 0; i < n; i++)
    fprintf (stream, "{\"prompt\":\"%u\",\"completion\":\"%.*s\"}\n", i, (int)(i % 97), "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

  g_assert_cmpint (fclose (stream), ==, 0);
  begin = g_get_monotonic_time ();
  file = attune_example_file_open (f->path, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("1,000,000 rows opened in %.0f ms", (g_get_monotonic_time () - begin) / 1000.0);
  g_assert_cmpuint (attune_example_file_get_n_examples (file), ==, n);

  for (guint i = 0; i < 1000; i++)
    {
      guint index = g_rand_int_range (rand, 0, n);
      guint64 offset = attune_example_file_get_offset (file, index);
      g_autofree char *line = attune_example_file_read_text (file, index, G_MAXSIZE, &length,
                                                             &error);
      g_autofree char *expected = g_strdup_printf ("{\"prompt\":\"%u\",", index);

      g_assert_true (g_str_has_prefix (line, expected));
      g_assert_cmpuint (length + 1, ==, attune_example_file_get_length (file, index));
      g_assert_cmpuint (attune_example_file_find (file, offset), ==, index);
      g_assert_cmpuint (attune_example_file_find (file, offset + length), ==, index);
    }

  text = attune_example_file_read_text (file, n - 1, 5, &length, &error);
  g_assert_cmpstr (text, ==, "{\"pro");
}

/* Such a row is neither read nor does it keep the others from being read. */
static void
test_huge_row (Fixture       *f,
               gconstpointer  data)
{
  static const char *line = "{\"prompt\":\"q\",\"completion\":\"a\"}\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneExample) example = NULL;
  FILE *stream;

  dataset_test_write (f, "data.jsonl", line);
  stream = fopen (f->path, "a");
  g_assert_cmpint (fseek (stream, ATTUNE_EXAMPLE_MAX_SIZE + 1024L, SEEK_SET), ==, 0);
  fprintf (stream, "\n%s", line);
  g_assert_cmpint (fclose (stream), ==, 0);

  file = attune_example_file_open (f->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attune_example_file_get_n_examples (file), ==, 3);
  g_assert_null (attune_example_file_read (file, 1, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);
  example = attune_example_file_read (file, 2, &error);
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ExampleFile/round-trip", test_round_trip);
  dataset_test_add ("/Attune/ExampleFile/open-errors", test_open_errors);
  dataset_test_add ("/Attune/ExampleFile/changed", test_changed);
  dataset_test_add ("/Attune/ExampleFile/million", test_million);
  dataset_test_add ("/Attune/ExampleFile/huge-row", test_huge_row);

  return g_test_run ();
}
