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
join_lines (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = attune_source_open (path, &error);
  g_autoptr(GString) lines = g_string_new (NULL);
  const char *line;
  gsize length;

  g_assert_no_error (error);

  while (attune_source_read_line (source, &line, &length, NULL, &error))
    {
      g_string_append_len (lines, line, length);
      g_string_append_c (lines, '|');
    }

  g_assert_no_error (error);
  g_assert_cmpint (attune_source_get_position (source), ==, attune_source_get_size (source));

  return g_string_free_and_steal (g_steal_pointer (&lines));
}

static void
test_line_ends (Fixture       *f,
                gconstpointer  data)
{
  static const struct
  {
    const char *text;
    const char *lines;
  } cases[] = {
    { "a\nb\n", "a|b|" },
    { "a\nb", "a|b|" },
    { "a\r\nb\r\n", "a|b|" },
    { "a\rb\r", "a|b|" },
    { "a\r\n\r\nb", "a||b|" },
    { "a\n\rb\n", "a||b|" },
    { "\n\n a\n", "|| a|" },
    { "\xef\xbb\xbf" "a\nb\n", "a|b|" },
    { "a\n\xef\xbb\xbf" "b\n", "a|\xef\xbb\xbf" "b|" },
    { "问\n答\n", "问|答|" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = join_lines (dataset_test_write (f, "file.txt", cases[i].text));

      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

/* Line ends and lines that lie across every boundary of the buffer. */
static void
test_boundaries (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneSource) source = NULL;
  goffset offset = 0;
  const char *line;
  gsize length;
  guint n = 0;

  for (n = 0; text->len < 5 * 1024 * 1024; n++)
    {
      g_string_append_printf (text, "%u:", n);
      g_string_set_size (text, text->len + n % 2003);
      memset (text->str + text->len - n % 2003, 'x', n % 2003);
      g_string_append (text, n % 3 == 0 ? "\r" : n % 3 == 1 ? "\n" : "\r\n");
    }

  source = attune_source_open (dataset_test_write (f, "file.txt", text->str), &error);
  g_assert_no_error (error);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("%u:", i);

      g_assert_cmpint (attune_source_get_offset (source), ==, offset);
      g_assert_true (attune_source_read_line (source, &line, &length, NULL, &error));
      g_assert_cmpuint (length, ==, strlen (prefix) + i % 2003);
      g_assert_cmpint (strncmp (line, prefix, strlen (prefix)), ==, 0);
      offset += length + (i % 3 == 2 ? 2 : 1);
    }

  g_assert_false (attune_source_read_line (source, &line, &length, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (attune_source_get_offset (source), ==, text->len);
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
test_empty (Fixture       *f,
            gconstpointer  data)
{
  assert_refused (dataset_test_write (f, "空.jsonl", ""), ATTUNE_ERROR_DATA);
  assert_refused (dataset_test_write (f, "bom.jsonl", "\xef\xbb\xbf"), ATTUNE_ERROR_DATA);
  assert_refused (dataset_test_write (f, "blank.jsonl", "\xef\xbb\xbf \r\n\n\t"), ATTUNE_ERROR_DATA);
}

static void
test_long_line (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  const char *line;
  gsize length;

  /* A sparse file: no line end in it, and no room on the disk needed for it. */
  dataset_test_write (f, "long.jsonl", "{\"a\": \"");
  g_assert_cmpint (truncate (f->path, 3 * (goffset)ATTUNE_SOURCE_MAX_RECORD), ==, 0);

  source = attune_source_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_false (attune_source_read_line (source, &line, &length, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, "long.jsonl");
}

static void
test_shrunk (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  const char *line;
  gsize length;

  dataset_test_write (f, "shrinks.jsonl", "first\n");
  g_assert_cmpint (truncate (f->path, 8 * 1024 * 1024), ==, 0);
  source = attune_source_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (f->path, 4 * 1024 * 1024), ==, 0);

  g_assert_true (attune_source_read_line (source, &line, &length, NULL, &error));
  g_assert_false (attune_source_read_line (source, &line, &length, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, "shrinks.jsonl");
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const char *line;
  gsize length;

  dataset_test_write (f, "file.jsonl", "x");
  g_assert_cmpint (truncate (f->path, 8 * 1024 * 1024), ==, 0);
  source = attune_source_open (f->path, &error);
  g_assert_no_error (error);

  g_cancellable_cancel (cancellable);
  g_assert_false (attune_source_read_line (source, &line, &length, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Source/line-ends", test_line_ends);
  dataset_test_add ("/Attune/Source/boundaries", test_boundaries);
  dataset_test_add ("/Attune/Source/not-a-file", test_not_a_file);
  dataset_test_add ("/Attune/Source/unreadable", test_unreadable);
  dataset_test_add ("/Attune/Source/empty", test_empty);
  dataset_test_add ("/Attune/Source/long-line", test_long_line);
  dataset_test_add ("/Attune/Source/shrunk", test_shrunk);
  dataset_test_add ("/Attune/Source/cancelled", test_cancelled);

  return g_test_run ();
}
