/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-source"

#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attune-error.h"
#include "attune-source.h"
#include "dataset-test.h"

static char *
read_all (AttuneSource *source)
{
  g_autoptr(GError) error = NULL;
  goffset length = attune_source_get_length (source);
  char *text = g_malloc0 (length + 1);

  g_assert_cmpint (attune_source_read (source, 0, text, length + 1, &error), ==, length);
  g_assert_no_error (error);

  return text;
}

static void
test_text (Fixture       *f,
           gconstpointer  data)
{
  static const struct
  {
    const char *file;
    const char *text;
  } cases[] = {
    { "a\nb\n", "a\nb\n" },
    { "", "" },
    { "\xef\xbb\xbf", "" },
    { "\xef\xbb\xbf" "a\nb\n", "a\nb\n" },
    { "a\n\xef\xbb\xbf" "b\n", "a\n\xef\xbb\xbf" "b\n" },
    { "问\n答\n", "问\n答\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneSource) source = NULL;
      g_autofree char *text = NULL;

      source = attune_source_open (dataset_test_write (f, "file.txt", cases[i].file), &error);
      g_assert_no_error (error);
      text = read_all (source);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (attune_source_get_file_size (source), ==, strlen (cases[i].file));
    }
}

static void
test_parts (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  char buffer[8];

  source = attune_source_open (dataset_test_write (f, "file.txt", "\xef\xbb\xbf" "abcdef"), &error);
  g_assert_no_error (error);

  g_assert_cmpint (attune_source_read (source, 2, buffer, 3, &error), ==, 3);
  g_assert_cmpmem (buffer, 3, "cde", 3);
  g_assert_cmpint (attune_source_read (source, 4, buffer, 8, &error), ==, 2);
  g_assert_cmpmem (buffer, 2, "ef", 2);
  g_assert_cmpint (attune_source_read (source, 6, buffer, 8, &error), ==, 0);
  g_assert_cmpint (attune_source_read (source, 99, buffer, 8, &error), ==, 0);
  g_assert_no_error (error);
}

static void
assert_refused (const char  *path,
                AttuneError  code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (attune_source_open (path, &error));
  g_assert_error (error, ATTUNE_ERROR, (int)code);
  dataset_test_assert_sentence (error, name);
}

static void
test_not_a_file (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *missing = dataset_test_build_path (f, "missing.jsonl");
  g_autofree char *fifo = dataset_test_build_path (f, "fifo.jsonl");

  assert_refused (missing, ATTUNE_ERROR_STORAGE);
  assert_refused (f->folder, ATTUNE_ERROR_STORAGE);
  assert_refused ("/dev/zero", ATTUNE_ERROR_STORAGE);

  /* Nobody writes to it: a program that opened it as a file would wait for ever. */
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fifo, ATTUNE_ERROR_STORAGE);
}

static void
test_unreadable (Fixture       *f,
                 gconstpointer  data)
{
  dataset_test_write (f, "secret.jsonl", "{}");
  g_assert_cmpint (g_chmod (f->path, 0), ==, 0);

  if (access (f->path, R_OK) == 0)
    {
      g_test_skip ("this user may read everything");
      return;
    }

  assert_refused (f->path, ATTUNE_ERROR_STORAGE);
}

static void
test_shrunk (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  char buffer[16];

  source = attune_source_open (dataset_test_write (f, "shrinks.jsonl", "first and last"), &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (f->path, 5), ==, 0);

  g_assert_cmpint (attune_source_read (source, 0, buffer, 5, &error), ==, 5);
  g_assert_cmpint (attune_source_read (source, 0, buffer, 16, &error), ==, -1);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, "shrinks.jsonl");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Source/text", test_text);
  dataset_test_add ("/Attune/Source/parts", test_parts);
  dataset_test_add ("/Attune/Source/not-a-file", test_not_a_file);
  dataset_test_add ("/Attune/Source/unreadable", test_unreadable);
  dataset_test_add ("/Attune/Source/shrunk", test_shrunk);

  return g_test_run ();
}
