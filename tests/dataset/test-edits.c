/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-edits"

#include "config.h"

#include <malloc.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attune-edits-write.h"
#include "attune-error.h"
#include "dataset-test.h"

#define LINE(n) "{\"prompt\":\"q" n "\",\"completion\":\"a" n "\"}\n"
#define FILE_TEXT LINE ("0") LINE ("1") LINE ("2") LINE ("3") LINE ("4")

#define N_MANY 1000000

static const char new_json[] = "{\"prompt\":\"new\",\"completion\":\"\\u65b0\\n\"}";
static const char other_json[] = "{\"prompt\":\"other\",\"completion\":\"x\",\"note\":1}";

typedef struct
{
  AttuneExampleFile *file;
  AttuneEdits       *edits;
} Opened;

static void
opened_clear (Opened *opened)
{
  g_clear_object (&opened->edits);
  g_clear_object (&opened->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opened, opened_clear)

static void
open_edits (Opened     *opened,
            const char *path)
{
  g_autoptr(GError) error = NULL;

  opened->file = attune_example_file_open (path, NULL, &error);
  g_assert_no_error (error);
  opened->edits = attune_edits_open (opened->file, &error);
  g_assert_no_error (error);
}

static void
replace (AttuneEdits *edits,
         guint        row,
         const char  *json)
{
  g_autoptr(GError) error = NULL;

  attune_edits_replace (edits, row, json, strlen (json), &error);
  g_assert_no_error (error);
}

static void
mark_out (AttuneEdits *edits,
          guint        row,
          gboolean     is_out)
{
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (row);
  g_autoptr(GError) error = NULL;

  attune_edits_set_out (edits, rows, is_out, &error);
  g_assert_no_error (error);
}

static guint
add (AttuneEdits *edits,
     const char  *json)
{
  g_autoptr(GError) error = NULL;
  guint row = 0;

  attune_edits_add (edits, json, strlen (json), &row, &error);
  g_assert_no_error (error);

  return row;
}

static void
undo (AttuneEdits *edits,
      guint        row)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRowSet) rows = attune_edits_undo (edits, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (attune_row_set_get_first (rows), ==, row);
}

static void
redo (AttuneEdits *edits,
      guint        row)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRowSet) rows = attune_edits_redo (edits, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (attune_row_set_get_first (rows), ==, row);
}

/* What a model would learn from: the file with its changes. */
static char *
dup_effective (Fixture     *f,
               AttuneEdits *edits)
{
  g_autofree char *path = dataset_test_build_path (f, "effective");
  g_autoptr(GError) error = NULL;
  AttuneEditsResult result;
  char *text;

  attune_edits_write (edits, path, &result, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpuint (result.size, ==, strlen (text));
  g_assert_cmpuint (result.n_examples, ==, attune_edits_get_n_used (edits));
  g_remove (path);

  return text;
}

static void
assert_effective (Fixture     *f,
                  AttuneEdits *edits,
                  const char  *expected)
{
  g_autofree char *text = dup_effective (f, edits);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_operations (Fixture       *f,
                 gconstpointer  data)
{
  g_auto(Opened) opened = { 0 };
  g_autofree char *replaced = g_strconcat (LINE ("0"), new_json, "\n", LINE ("2") LINE ("3") LINE ("4"), NULL);
  g_autofree char *all = g_strconcat (LINE ("0"), new_json, "\n", LINE ("2") LINE ("4"), other_json, "\n", NULL);
  g_autofree char *without_pair = g_strconcat (new_json, "\n", LINE ("2") LINE ("4"), NULL);
  guint pair[] = { 3, 0 };
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_rows (pair, 2);
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExample) example = NULL;
  AttuneEdits *edits;

  open_edits (&opened, dataset_test_write (f, "data.jsonl", FILE_TEXT));
  edits = opened.edits;
  g_assert_false (attune_edits_can_undo (edits));
  g_assert_false (attune_edits_can_redo (edits));
  assert_effective (f, edits, FILE_TEXT);

  replace (edits, 1, new_json);
  assert_effective (f, edits, replaced);
  g_assert_cmpuint (attune_edits_get_state (edits, 1), ==, ATTUNE_ROW_EDITED);
  example = attune_edits_read (edits, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (example->json, ==, new_json);
  g_assert_cmpuint (example->line, ==, 2);

  g_assert_true (attune_edits_set_out (edits, rows, TRUE, &error));
  g_assert_cmpuint (attune_edits_get_n_out (edits), ==, 2);
  assert_effective (f, edits, without_pair);

  g_assert_cmpuint (add (edits, other_json), ==, 5);
  g_assert_cmpuint (attune_edits_get_n_rows (edits), ==, 6);
  g_assert_cmpuint (attune_edits_get_n_used (edits), ==, 4);
  g_assert_cmpuint (attune_edits_get_state (edits, 5), ==, ATTUNE_ROW_ADDED);

  mark_out (edits, 0, FALSE);
  assert_effective (f, edits, all);

  /* What changes nothing is nothing to undo. */
  mark_out (edits, 0, FALSE);
  undo (edits, 0);
  undo (edits, 5);
  g_assert_cmpuint (attune_edits_get_n_rows (edits), ==, 5);
  undo (edits, 0);
  assert_effective (f, edits, replaced);
  undo (edits, 1);
  assert_effective (f, edits, FILE_TEXT);
  g_assert_false (attune_edits_can_undo (edits));

  redo (edits, 1);
  redo (edits, 0);
  redo (edits, 5);
  redo (edits, 0);
  assert_effective (f, edits, all);
  g_assert_false (attune_edits_can_redo (edits));

  /* A new change ends what could be done again. */
  undo (edits, 0);
  mark_out (edits, 4, TRUE);
  g_assert_false (attune_edits_can_redo (edits));
}

/* All of it is there again after a restart, also what was undone. */
static void
test_persistence (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  dataset_test_write (f, "data.jsonl", FILE_TEXT);

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    replace (opened.edits, 0, new_json);
    replace (opened.edits, 0, other_json);
    mark_out (opened.edits, 2, TRUE);
    add (opened.edits, new_json);
    replace (opened.edits, 5, other_json);
    undo (opened.edits, 5);
    before = dup_effective (f, opened.edits);
  }

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    g_assert_null (attune_edits_get_notice (opened.edits));
    after = dup_effective (f, opened.edits);
    g_assert_cmpstr (after, ==, before);
    g_assert_true (attune_edits_can_redo (opened.edits));
    redo (opened.edits, 5);
    g_assert_cmpuint (attune_edits_get_state (opened.edits, 5), ==, ATTUNE_ROW_ADDED);
    undo (opened.edits, 5);
    undo (opened.edits, 5);
    undo (opened.edits, 2);
    undo (opened.edits, 0);
    undo (opened.edits, 0);
    assert_effective (f, opened.edits, FILE_TEXT);
  }
}

/* Killed while a line was being written, at every byte of it: the changes before it hold. */
static void
test_torn_log (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *log_path = NULL;
  g_autofree char *log = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  dataset_test_write (f, "data.jsonl", FILE_TEXT);
  log_path = attune_edits_dup_path (f->path);

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    replace (opened.edits, 0, new_json);
    mark_out (opened.edits, 1, TRUE);
    mark_out (opened.edits, 2, TRUE);
  }

  g_assert_true (g_file_get_contents (log_path, &log, &length, NULL));

  for (gsize cut = 0; cut <= length; cut++)
    {
      g_auto(Opened) opened = { 0 };
      guint n_lines = 0;

      for (gsize i = 0; i < cut; i++)
        n_lines += log[i] == '\n';

      g_assert_true (g_file_set_contents (log_path, log, cut, NULL));
      open_edits (&opened, f->path);
      g_assert_null (attune_edits_get_notice (opened.edits));
      g_assert_cmpuint (attune_edits_get_n_edited (opened.edits), ==, n_lines >= 2);
      g_assert_cmpuint (attune_edits_get_n_out (opened.edits), ==, n_lines > 2 ? n_lines - 2 : 0);

      /* And it goes on from there. */
      mark_out (opened.edits, 4, TRUE);
      opened_clear (&opened);
      open_edits (&opened, f->path);
      g_assert_cmpuint (attune_edits_get_state (opened.edits, 4), ==, ATTUNE_ROW_OUT);
      g_assert_cmpuint (attune_edits_get_n_edited (opened.edits), ==, n_lines >= 2);
    }

  g_assert_no_error (error);
}

static void
test_damaged_log (Fixture       *f,
                  gconstpointer  data)
{
  static const char * const lines[] = {
    "not json", "{\"op\":\"out\",\"rows\":[99]}", "{\"op\":\"replace\",\"rows\":[0]}", "{\"op\":\"fly\"}",
    "{\"op\":\"out\",\"rows\":[-1]}", "{\"op\":\"out\",\"rows\":[[3,2]]}", "{\"op\":\"out\",\"rows\":[[2]]}",
    "{\"op\":\"out\",\"rows\":[[2,4294967294]]}", "{\"op\":\"out\",\"rows\":[4294967295]}", "{\"op\":\"out\",\"rows\":[[2,3,4]]}",
    "{\"op\":\"redo\"}", "{\"op\":\"out\",\"rows\":[]}", "{\"op\":\"add\",\"text\":1}", "[]",
  };
  g_autofree char *log_path = NULL;
  g_autofree char *log = NULL;

  dataset_test_write (f, "data.jsonl", FILE_TEXT);
  log_path = attune_edits_dup_path (f->path);

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    mark_out (opened.edits, 1, TRUE);
  }

  g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto(Opened) opened = { 0 };
      g_autofree char *text = g_strconcat (log, lines[i], "\n{\"op\":\"out\",\"rows\":[2]}\n", NULL);
      g_autofree char *name = g_strdup_printf ("data.edits-%" G_GSIZE_FORMAT ".jsonl", i + 1);
      g_autofree char *aside = dataset_test_build_path (f, name);
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (log_path, text, -1, NULL));
      open_edits (&opened, f->path);
      g_assert_cmpuint (attune_edits_get_n_out (opened.edits), ==, 1);
      g_assert_nonnull (strstr (attune_edits_get_notice (opened.edits), name));
      g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, text);

      mark_out (opened.edits, 3, TRUE);
      opened_clear (&opened);
      open_edits (&opened, f->path);
      g_assert_null (attune_edits_get_notice (opened.edits));
      g_assert_cmpuint (attune_edits_get_n_out (opened.edits), ==, 2);
    }
}

static void
test_wrong_file (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *list = NULL;

  dataset_test_write (f, "data.jsonl", FILE_TEXT);

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    mark_out (opened.edits, 1, TRUE);
  }

  dataset_test_write (f, "data.jsonl", LINE ("7") LINE ("8"));

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    g_assert_cmpuint (attune_edits_get_n_out (opened.edits), ==, 0);
    g_assert_nonnull (strstr (attune_edits_get_notice (opened.edits), "data.edits-1.jsonl"));
  }

  list = dataset_test_list (f);
  g_assert_cmpstr (list, ==, "data.edits-1.jsonl data.jsonl");
}

/* A program that opened a file before it was replaced leaves the changes to the new one alone. */
static void
test_stale_reader (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(AttuneExampleFile) old = NULL;
  g_auto(Opened) opened = { 0 };
  g_autoptr(GError) error = NULL;

  old = attune_example_file_open (dataset_test_write (f, "data.jsonl", LINE ("1")), NULL, &error);
  dataset_test_write (f, "data.jsonl", FILE_TEXT);
  open_edits (&opened, f->path);
  mark_out (opened.edits, 1, TRUE);

  g_assert_null (attune_edits_open (old, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  mark_out (opened.edits, 2, TRUE);
}

/* Nothing is written in silence without changes that somebody made. */
static void
test_apply_wrong_file (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  AttuneEditsResult result;

  dataset_test_write (f, "data.jsonl", FILE_TEXT);

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    mark_out (opened.edits, 1, TRUE);
  }

  dataset_test_write (f, "data.jsonl", LINE ("7") LINE ("8"));
  g_assert_false (attune_edits_apply (f->path, &result, NULL, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "data.edits-1.jsonl"));
  g_clear_error (&error);
  g_assert_true (attune_edits_apply (f->path, &result, NULL, NULL, NULL, &error));
  g_assert_cmpuint (result.n_examples, ==, 2);
}

static void
test_bad_text (Fixture       *f,
               gconstpointer  data)
{
  static const char *bad[] = { "", "{}", "not json", "{\"prompt\":\"q\",\"completion\":\" \"}",
                               "{\"prompt\":\"q\",\n\"completion\":\"a\"}" };
  g_auto(Opened) opened = { 0 };
  g_autofree char *log_path = NULL;

  open_edits (&opened, dataset_test_write (f, "data.jsonl", FILE_TEXT));
  log_path = attune_edits_dup_path (f->path);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (attune_edits_replace (opened.edits, 0, bad[i], strlen (bad[i]), &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
    }

  g_assert_false (g_file_test (log_path, G_FILE_TEST_EXISTS));
  assert_effective (f, opened.edits, FILE_TEXT);
}

/* Two programs: the second change does not go on top of one that it does not know. */
static void
test_two_writers (Fixture       *f,
                  gconstpointer  data)
{
  g_auto(Opened) first = { 0 };
  g_auto(Opened) second = { 0 };
  g_auto(Opened) third = { 0 };
  g_autoptr(GError) error = NULL;
  AttuneEditsResult result;
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (1);

  open_edits (&first, dataset_test_write (f, "data.jsonl", FILE_TEXT));
  open_edits (&second, f->path);
  mark_out (first.edits, 0, TRUE);
  g_assert_false (attune_edits_set_out (second.edits, rows, TRUE, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_cmpuint (attune_edits_get_n_out (second.edits), ==, 0);
  g_clear_error (&error);

  /* The file is another one by now. */
  g_assert_true (attune_edits_apply (f->path, &result, NULL, NULL, NULL, &error));
  g_assert_false (attune_edits_set_out (first.edits, rows, TRUE, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);

  open_edits (&third, f->path);
  g_assert_null (attune_edits_get_notice (third.edits));
  g_assert_cmpuint (attune_edits_get_n_rows (third.edits), ==, 4);
}

static void
test_apply (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;
  g_autofree char *expected = g_strconcat (LINE ("0"), new_json, "\n", LINE ("3"), "{\"prompt\":\"q4\",\"completion\":\"a4\"}\n",
                                           other_json, "\n", NULL);
  AttuneEditsResult result;

  /* The last line lacks its end. */
  dataset_test_write_bytes (f, "data.jsonl", FILE_TEXT, strlen (FILE_TEXT) - 1);

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    replace (opened.edits, 1, new_json);
    mark_out (opened.edits, 2, TRUE);
    add (opened.edits, other_json);
  }

  g_assert_true (attune_edits_apply (f->path, &result, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (result.n_examples, ==, 5);
  g_assert_cmpuint (result.size, ==, strlen (expected));
  list = dataset_test_list (f);
  g_assert_cmpstr (list, ==, "data.jsonl");

  /* Once more changes nothing. */
  g_assert_true (attune_edits_apply (f->path, &result, NULL, NULL, NULL, &error));
  g_assert_cmpuint (result.n_examples, ==, 5);
}

static void
test_apply_nothing_left (Fixture       *f,
                         gconstpointer  data)
{
  g_auto(Opened) opened = { 0 };
  g_autoptr(AttuneRowSet) rows = attune_row_set_new ();
  g_autoptr(GError) error = NULL;
  AttuneEditsResult result;

  open_edits (&opened, dataset_test_write (f, "data.jsonl", FILE_TEXT));
  attune_row_set_append (rows, 0, 5);
  g_assert_true (attune_edits_set_out (opened.edits, rows, TRUE, &error));
  g_assert_false (attune_edits_apply (f->path, &result, NULL, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, "data.jsonl");
}

/* Ends the process at the given call of the progress function. */
static void
die_cb (gint64   done,
        gint64   total,
        gpointer user_data)
{
  int *n = user_data;

  if ((*n)-- == 0)
    _exit (0);
}

/* A process that is killed while it writes leaves the old file and its changes. The moment between
 * the new file and the end of the log is made by hand. */
static void
test_apply_killed (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *log_path = NULL;
  g_autofree char *log = NULL;
  g_autofree char *written = NULL;
  g_autoptr(GError) error = NULL;
  AttuneEditsResult result;
  AttuneFileStamp stamp;
  gsize length;

  dataset_test_write (f, "data.jsonl", FILE_TEXT);
  log_path = attune_edits_dup_path (f->path);

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    replace (opened.edits, 1, new_json);
    mark_out (opened.edits, 3, TRUE);
  }

  for (int n = 0; n < 3; n++)
    {
      g_auto(Opened) opened = { 0 };
      pid_t child = fork ();
      int status;

      if (child == 0)
        {
          int countdown = n;

          attune_edits_apply (f->path, &result, die_cb, &countdown, NULL, NULL);
          _exit (1);
        }

      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
      open_edits (&opened, f->path);
      g_assert_null (attune_edits_get_notice (opened.edits));
      g_assert_cmpuint (attune_edits_get_n_used (opened.edits), ==, 4);
      g_assert_cmpuint (attune_edits_get_n_edited (opened.edits), ==, 1);
    }

  g_assert_true (g_file_get_contents (log_path, &log, &length, NULL));
  g_assert_true (attune_edits_apply (f->path, &result, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  /* As if the log had not gone yet. */
  g_assert_true (attune_file_stamp_read (&stamp, f->path));
  written = g_strdup_printf ("%s{\"op\":\"written\",\"size\":%" G_GUINT64_FORMAT ",\"mtime\":%" G_GINT64_FORMAT "}\n",
                             log, stamp.size, stamp.mtime);
  g_assert_true (g_file_set_contents (log_path, written, -1, NULL));

  {
    g_auto(Opened) opened = { 0 };

    open_edits (&opened, f->path);
    g_assert_null (attune_edits_get_notice (opened.edits));
    g_assert_cmpuint (attune_edits_get_n_rows (opened.edits), ==, 4);
    g_assert_cmpuint (attune_edits_get_n_edited (opened.edits), ==, 0);
    g_assert_false (g_file_test (log_path, G_FILE_TEST_EXISTS));
  }
}

static void
test_apply_cancelled (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_auto(Opened) opened = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *list = NULL;
  AttuneEditsResult result;

  open_edits (&opened, dataset_test_write (f, "data.jsonl", FILE_TEXT));
  mark_out (opened.edits, 1, TRUE);
  path = dataset_test_build_path (f, "out.jsonl");
  g_cancellable_cancel (cancellable);
  g_assert_false (attune_edits_write (opened.edits, path, &result, NULL, NULL, cancellable,
                                      &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  list = dataset_test_list (f);
  g_assert_cmpstr (list, ==, "data.edits.jsonl data.jsonl");
}

/* Bytes that are allocated now. */
static gsize
get_allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* That no more than @limit bytes were allocated since there were @before. The address sanitizer
 * allocates in its own way: then nothing can be said. */
static void
assert_kept (const char *when,
             gsize       before,
             gsize       limit)
{
  gsize now = get_allocated ();
  gsize kept = now > before ? now - before : 0;

  g_test_message ("%s: %" G_GSIZE_FORMAT " bytes kept", when, kept);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (kept, <=, limit);
#endif
}

static void
write_many (Fixture *f)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_MANY; i++)
    g_string_append (text, LINE ("0"));

  dataset_test_write (f, "data.jsonl", text->str);
}

static gsize
get_log_size (Fixture *f)
{
  g_autofree char *path = attune_edits_dup_path (f->path);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);

  return info.st_size;
}

/* Marks every row out whose number divides by @stride, takes it back, makes it again and opens the
 * file again; each within @limit bytes of memory. */
static void
mark_many (Fixture *f,
           guint    stride,
           gsize    limit)
{
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneRowSet) rows = attune_row_set_new ();
  g_autoptr(GError) error = NULL;
  AttuneEdits *edits;
  gsize before;

  for (guint row = 0; row < N_MANY; row += stride)
    attune_row_set_append (rows, row, row + 1);

  file = attune_example_file_open (f->path, NULL, &error);
  g_assert_no_error (error);
  before = get_allocated ();
  edits = attune_edits_open (file, &error);
  g_assert_true (attune_edits_set_out (edits, rows, TRUE, &error));
  assert_kept ("marked out", before, limit);
  undo (edits, 0);
  g_assert_cmpuint (attune_edits_get_n_out (edits), ==, 0);
  assert_kept ("undone", before, limit);
  redo (edits, 0);
  assert_kept ("redone", before, limit);
  g_object_unref (edits);

  edits = attune_edits_open (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attune_edits_get_n_out (edits), ==, N_MANY / stride);
  g_assert_cmpuint (attune_edits_get_state (edits, N_MANY - stride), ==, ATTUNE_ROW_OUT);
  assert_kept ("opened again", before, limit);
  undo (edits, 0);
  g_object_unref (edits);
}

/* A whole dataset marked out at once is a short line of the log, and a bit for each row in memory.
 * Every second row is the worst that there is. */
static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *log_path = NULL;

  write_many (f);
  mark_many (f, 1, N_MANY / 8 + 32 * 1024);
  g_assert_cmpuint (get_log_size (f), <, 256);

  log_path = attune_edits_dup_path (f->path);
  g_assert_cmpint (g_unlink (log_path), ==, 0);
  mark_many (f, 2, 5 * N_MANY);
}

/* What an earlier version wrote, which told each row, in the order in which they were shown. */
static void
test_single_rows (Fixture       *f,
                  gconstpointer  data)
{
  g_auto(Opened) opened = { 0 };
  g_autofree char *log_path = NULL;
  g_autofree char *log = NULL;
  AttuneFileStamp stamp;

  dataset_test_write (f, "data.jsonl", FILE_TEXT);
  log_path = attune_edits_dup_path (f->path);
  g_assert_true (attune_file_stamp_read (&stamp, f->path));
  log = g_strdup_printf ("{\"attune-edits\":1,\"size\":%" G_GUINT64_FORMAT ",\"mtime\":%" G_GINT64_FORMAT "}\n"
                         "{\"op\":\"out\",\"rows\":[4,0,1,3]}\n"
                         "{\"op\":\"in\",\"rows\":[3]}\n"
                         "{\"op\":\"replace\",\"rows\":[2],\"text\":\"{\\\"prompt\\\":\\\"p\\\",\\\"completion\\\":\\\"c\\\"}\"}\n"
                         "{\"op\":\"undo\"}\n",
                         stamp.size, stamp.mtime);
  g_assert_true (g_file_set_contents (log_path, log, -1, NULL));

  open_edits (&opened, f->path);
  g_assert_null (attune_edits_get_notice (opened.edits));
  assert_effective (f, opened.edits, LINE ("2") LINE ("3"));
  redo (opened.edits, 2);
  undo (opened.edits, 2);
  undo (opened.edits, 3);
  assert_effective (f, opened.edits, LINE ("2"));
  undo (opened.edits, 0);
  assert_effective (f, opened.edits, FILE_TEXT);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Edits/operations", test_operations);
  dataset_test_add ("/Attune/Edits/persistence", test_persistence);
  dataset_test_add ("/Attune/Edits/torn-log", test_torn_log);
  dataset_test_add ("/Attune/Edits/damaged-log", test_damaged_log);
  dataset_test_add ("/Attune/Edits/single-rows", test_single_rows);
  dataset_test_add ("/Attune/Edits/many", test_many);
  dataset_test_add ("/Attune/Edits/wrong-file", test_wrong_file);
  dataset_test_add ("/Attune/Edits/stale-reader", test_stale_reader);
  dataset_test_add ("/Attune/Edits/apply-wrong-file", test_apply_wrong_file);
  dataset_test_add ("/Attune/Edits/bad-text", test_bad_text);
  dataset_test_add ("/Attune/Edits/two-writers", test_two_writers);
  dataset_test_add ("/Attune/Edits/apply", test_apply);
  dataset_test_add ("/Attune/Edits/apply-nothing-left", test_apply_nothing_left);
  dataset_test_add ("/Attune/Edits/apply-killed", test_apply_killed);
  dataset_test_add ("/Attune/Edits/apply-cancelled", test_apply_cancelled);

  return g_test_run ();
}
