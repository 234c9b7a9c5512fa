/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-scan"

#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "attune-error.h"
#include "attune-preview.h"
#include "attune-scan.h"
#include "attune-test-clock.h"
#include "dataset-test.h"

#define GOOD(n) "{\"messages\":[{\"role\":\"user\",\"content\":\"q" #n "\"},{\"role\":\"assistant\",\"content\":\"答\"}]}\n"

static AttuneScan *
scan (const char   *path,
      AttuneRecipe *recipe)
{
  g_autoptr(GError) error = NULL;
  /* The lines are tested with the bytes as they are, not with what a guess makes of them. */
  AttuneScanOptions options = { .source.encoding = "UTF-8", .recipe = recipe };
  AttuneScan *self = attune_scan_file (path, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (attune_scan_get_path (self), ==, path);

  return self;
}

/* Asserts that an issue was found once on each of @lines, which end with 0. */
static void
assert_issue (AttuneScan      *self,
              AttuneIssueKind  kind,
              const guint64   *lines)
{
  AttuneReport *report = attune_scan_get_report (self);
  const guint64 *found;
  gsize n_found;

  found = attune_report_get_lines (report, kind, &n_found);
  g_assert_cmpuint (attune_report_get_count (report, kind), ==, n_found);

  for (gsize i = 0; i < n_found; i++)
    g_assert_cmpuint (found[i], ==, lines[i]);

  g_assert_cmpuint (lines[n_found], ==, 0);
}

#define assert_lines(self, kind, ...) \
  assert_issue (self, ATTUNE_ISSUE_ ## kind, (const guint64[]) { __VA_ARGS__, 0 })

static void
test_jsonl_issues (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(AttuneScan) self = NULL;
  AttuneReport *report;

  self = scan (dataset_test_write (f, "data.jsonl",
    /*  1 */ GOOD (1)
    /*  2 */ "{\"prompt\": \"\xff\"}\n"
    /*  3 */ "not json\n"
    /*  4 */ "[1, 2]\n"
    /*  5 */ "{\"text\": \"neither\"}\n"
    /*  6 */ "{\"messages\":[{\"role\":\"narrator\",\"content\":\"x\"}]}\n"
    /*  7 */ "{\"messages\":[{\"role\":\"user\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n"
    /*  8 */ "{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"weight\":2}]}\n"
    /*  9 */ "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}\n"
    /* 10 */ "{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"q\"}]}\n"
    /* 11 */ "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"\"}]}\n"
    /* 12 */ "{\"messages\":[{\"role\":\"user\",\"content\":\" \"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n"
    /* 13 */ "\n"
    /* 14 */ GOOD (1)
    /* 15 */ "{\"prompt\": \"another shape\", \"completion\": \"in one file\"}\n"
    /* 16 */ "3\n"), NULL);

  g_assert_cmpint (attune_scan_get_format (self), ==, ATTUNE_FORMAT_JSONL);
  g_assert_cmpuint (attune_scan_get_n_records (self), ==, 15);
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, 3);
  g_assert_cmpuint (attune_scan_get_size (self), >, 100);

  assert_lines (self, NOT_UTF8, 2);
  assert_lines (self, NOT_JSON, 3);
  assert_lines (self, NOT_OBJECT, 4, 16);
  assert_lines (self, UNKNOWN_SHAPE, 5);
  /* Everything that is wrong with an example is said at once, not only what was found first. */
  assert_lines (self, UNKNOWN_ROLE, 6);
  assert_lines (self, MISSING_CONTENT, 7);
  assert_lines (self, BAD_WEIGHT, 8);
  assert_lines (self, NO_ASSISTANT, 6, 9);
  assert_lines (self, LAST_NOT_ASSISTANT, 10);
  assert_lines (self, EMPTY_ANSWER, 11);
  assert_lines (self, EMPTY_QUESTION, 12);
  assert_lines (self, DUPLICATE, 14);
  assert_lines (self, MIXED_KINDS, 15);

  report = attune_scan_get_report (self);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_TOO_FEW), ==, 1);
  g_assert_cmpuint (attune_report_get_n_errors (report), ==, 14);
}

static void
test_csv_issues (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(AttuneScan) self = NULL;

  self = scan (dataset_test_write (f, "data.csv",
                                   "问题,回答,id\n"   /* 1 */
                                   "q1,\"a\n1\",1\n"  /* 2, 3 */
                                   "q2\n"             /* 4 */
                                   "q3,\xff,3\n"      /* 5 */
                                   "q4,,4\n"          /* 6 */
                                   ",a5,5\n"          /* 7 */
                                   "q1,\"a\n1\",6\n"  /* 8, 9 */
                                   "q7,a7,7\n"),      /* 10 */
               NULL);

  g_assert_cmpint (attune_scan_get_format (self), ==, ATTUNE_FORMAT_TABLE);
  g_assert_cmpuint (attune_scan_get_n_records (self), ==, 7);
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, 4);
  g_assert_cmpstr (attune_scan_get_columns (self)[1], ==, "回答");
  g_assert_cmpstr (attune_recipe_get_question_field (attune_scan_get_recipe (self)), ==, "问题");

  assert_lines (self, RAGGED_ROW, 4);
  assert_lines (self, NOT_UTF8, 5);
  assert_lines (self, EMPTY_ANSWER, 4, 6);
  assert_lines (self, EMPTY_QUESTION, 7);
  assert_lines (self, DUPLICATE, 8);
}

/* A text has no question, so none is missing; among prompts an empty one is. */
static void
test_texts (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(AttuneScan) texts = NULL;
  g_autoptr(AttuneScan) prompts = NULL;

  texts = scan (dataset_test_write (f, "texts.jsonl",
                                    "{\"text\": \"Pip lives in a lighthouse.\"}\n"
                                    "{\"text\": \"She counts the boats.\"}\n"
                                    "{\"text\": \"\"}\n"),
                NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (texts), ==, 2);
  assert_lines (texts, EMPTY_ANSWER, 3);
  assert_lines (texts, EMPTY_QUESTION, 0);
  g_assert_cmpuint (attune_index_find_issue (attune_scan_get_index (texts),
                                             attune_issue_bit (ATTUNE_ISSUE_EMPTY_QUESTION), 0),
                    ==, 3);

  prompts = scan (dataset_test_write (f, "prompts.jsonl",
                                      "{\"prompt\": \"\", \"completion\": \"Pip lives in a lighthouse.\"}\n"
                                      "{\"prompt\": \"Who?\", \"completion\": \"Pip.\"}\n"),
                  NULL);
  assert_lines (prompts, EMPTY_QUESTION, 1);
}

/* What nobody named is told of, can be seen, and is not used. */
static void
test_extra_cells (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneScan) self = NULL;
  g_autoptr(AttunePreview) preview = NULL;
  g_autoptr(GError) error = NULL;

  self = scan (dataset_test_write (f, "data.csv", "question,answer\nq1,a1,lost\nq2,a2,lost\nq3,a3\n"),
               NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, 3);
  g_assert_cmpstr (attune_scan_get_columns (self)[2], ==, "Column 3");
  assert_lines (self, EXTRA_CELLS, 2, 3);

  preview = attune_preview_read_entry (self, 0, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (preview->text, ==, "q1,a1,lost");
  g_assert_true (preview->issues & attune_issue_bit (ATTUNE_ISSUE_EXTRA_CELLS));
  g_assert_cmpstr (attune_example_get_turn (preview->example, 1)->content, ==, "a1");
}

static void
test_enough (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneScan) nine = NULL;
  g_autoptr(AttuneScan) ten = NULL;
  const char *text = GOOD (0) GOOD (1) GOOD (2) GOOD (3) GOOD (4)
                     GOOD (5) GOOD (6) GOOD (7) GOOD (8) GOOD (9);

  /* The tenth is there twice: on import nine are left. */
  nine = scan (dataset_test_write (f, "data.jsonl",
                                   GOOD (2) GOOD (1) GOOD (2) GOOD (3) GOOD (4)
                                   GOOD (5) GOOD (6) GOOD (7) GOOD (8) GOOD (9)), NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (nine), ==, 10);
  g_assert_cmpuint (attune_report_get_n_errors (attune_scan_get_report (nine)), ==, 1);

  ten = scan (dataset_test_write (f, "data.jsonl", text), NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (ten), ==, 10);
  g_assert_cmpuint (attune_report_get_n_errors (attune_scan_get_report (ten)), ==, 0);
}

static void
test_guess_jsonl (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneScan) mapped = NULL;
  g_autoptr(AttuneScan) completion = NULL;
  g_autoptr(AttuneScan) later = NULL;

  mapped = scan (dataset_test_write (f, "data.jsonl",
                                     "{\"Question\": \"q\", \"Answer\": \"a\"}\n{\"Question\": \"r\", \"x\": 1}\n"),
                 NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (mapped), ==, 1);
  g_assert_cmpuint (attune_survey_get_fields (attune_scan_get_recognition (mapped)->survey)->len,
                    ==, 3);
  g_assert_cmpstr (attune_recipe_get_answer_field (attune_scan_get_recipe (mapped)), ==, "Answer");

  completion = scan (dataset_test_write (f, "data.jsonl", "{\"prompt\": \"p\", \"completion\": \"c\"}\n"), NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (completion), ==, 1);
  g_assert_null (attune_recipe_get_answer_field (attune_scan_get_recipe (completion)));
  g_assert_cmpint (attune_scan_get_kind (completion), ==, ATTUNE_EXAMPLE_COMPLETION);

  /* The first lines do not say what the file is. */
  later = scan (dataset_test_write (f, "data.jsonl", "{\"question\": 1, \"answer\": 2}\nx\n" GOOD (1)), NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (later), ==, 1);
}

static void
test_given_recipe (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  g_autoptr(AttuneScan) self = NULL;

  attune_recipe_set_question_field (recipe, "x");
  attune_recipe_set_answer_field (recipe, "y");
  self = scan (dataset_test_write (f, "data.csv", "x,y,answer,question\n1,2,3,4\n"), recipe);

  /* A copy: the person goes on choosing, and what the scan says stays true. */
  attune_recipe_set_answer_field (recipe, "answer");
  g_assert_cmpstr (attune_recipe_get_answer_field (attune_scan_get_recipe (self)), ==, "y");
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, 1);
}

typedef struct
{
  GCancellable *cancellable;
  gint64        last;
  gint64        total;
  guint         n_calls;
} Progress;

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpint (done, >=, progress->last);
  g_assert_cmpint (done, <=, total);
  progress->last = done;
  progress->total = total;
  progress->n_calls++;

  if (progress->cancellable != NULL && done > total / 2)
    g_cancellable_cancel (progress->cancellable);
}

static void
write_large (Fixture *f,
             gsize    length)
{
  g_autoptr(GString) text = g_string_sized_new (length + 2000);
  g_autofree char *filler = g_strnfill (1500, 'x');

  for (guint i = 0; text->len < length; i++)
    g_string_append_printf (text, "{\"prompt\": \"问 %u\", \"completion\": \"%s\"}\n", i, filler);

  dataset_test_write (f, "large.jsonl", text->str);
}

static void
test_progress (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneScan) self = NULL;
  Progress progress = { 0 };

  write_large (f, 8 * 1024 * 1024);
  self = attune_scan_file (f->path, NULL, progress_cb, &progress, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpint (progress.last, ==, progress.total);
  g_assert_cmpuint (progress.total, ==, attune_scan_get_size (self));
  g_assert_cmpuint (progress.n_calls, >=, 8);
  g_assert_cmpuint (progress.n_calls, <, 20);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Progress progress = { .cancellable = cancellable };

  write_large (f, 8 * 1024 * 1024);
  g_assert_null (attune_scan_file (f->path, NULL, progress_cb, &progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (progress.last, <, progress.total);
}

static void
test_errors (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (attune_scan_file (f->folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_null (attune_scan_file (dataset_test_write (f, "data.csv", ",,\n"),
                                   NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
}

/* The memory that a scan needs does not depend on the size of the file. */
static void
test_memory (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneScan) self = NULL;
  gsize memory;

  write_large (f, 50 * 1024 * 1024);
  memory = dataset_test_get_memory ();
  self = scan (f->path, NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (self), >, 30000);
  g_assert_cmpuint (attune_report_get_n_errors (attune_scan_get_report (self)), ==, 0);

  dataset_test_assert_growth (memory, 8 * 1024 * 1024);
}

/* Asserts that a line that was made to do harm is an issue, or nothing, and does none to its
 * neighbours. */
static void
assert_harmless (Fixture         *f,
                 const char      *line,
                 gsize            length,
                 AttuneIssueKind  expected)
{
  g_autoptr(GString) text = g_string_new (GOOD (1));
  g_autoptr(AttuneScan) self = NULL;
  gint64 begin = attune_test_get_cpu_time ();

  g_string_append_len (text, line, length);
  g_string_append (text, "\n" GOOD (2));
  self = scan (dataset_test_write_bytes (f, "data.jsonl", text->str, text->len), NULL);
  g_assert_cmpuint (attune_scan_get_n_records (self), ==, 3);
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, expected == ATTUNE_ISSUE_NONE ? 3 : 2);
  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 20 * G_USEC_PER_SEC);

  if (expected != ATTUNE_ISSUE_NONE)
    g_assert_cmpuint (attune_report_get_count (attune_scan_get_report (self), expected), ==, 1);
}

#define assert_harmless_text(f, line, expected) \
  assert_harmless (f, line, sizeof (line) - 1, ATTUNE_ISSUE_ ## expected)

static void
test_hostile_lines (Fixture       *f,
                    gconstpointer  data)
{
  assert_harmless_text (f, "{\"prompt\":\"a\0b\",\"completion\":\"c\"}", ZERO_BYTE);
  assert_harmless_text (f, "\0\0\0\0\0\0\0\0", ZERO_BYTE);
  assert_harmless_text (f, "{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"},{\"role\":\"assistant\",\"content\":\"a\"}]}", HALF_CHARACTER);
  assert_harmless_text (f, "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\\u0000b\"}],"
                           "\"n\":-1e999999,\"m\":123456789012345678901234567890123456789012345678901234567890}", NONE);
  assert_harmless_text (f, "{\"prompt\":\"a\",\"completion\":NaN}", NOT_A_NUMBER);
  assert_harmless_text (f, "{\"id\":1,\"id\":{\"id\":[]},\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"id\":2}", NONE);
}

/* A recursion on it would need more stack than a thread has. */
static void
test_deep_nesting (Fixture       *f,
                   gconstpointer  data)
{
  static const char before[] = "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"deep\":";
  g_autoptr(GString) text = g_string_new (before);

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");

  assert_harmless (f, text->str, text->len, ATTUNE_ISSUE_NOT_JSON);
  g_string_append_c (text, '1');

  for (guint i = 100000; i > 0; i--)
    g_string_append_c (text, i % 2 == 0 ? '}' : ']');

  g_string_append_c (text, '}');
  assert_harmless (f, text->str, text->len, ATTUNE_ISSUE_NONE);
}

/* Too long for a record, and far too long for the memory that a scan may need. */
static void
test_long_line (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autoptr(AttuneScan) self = NULL;
  gsize memory;
  FILE *file;

  dataset_test_write (f, "data.jsonl", "");
  file = g_fopen (f->path, "w");
  fputs (GOOD (1) "{\"prompt\":\"", file);

  for (guint i = 0; i < 200; i++)
    fputs (filler, file);

  fputs ("\",\"completion\":\"a\"}\n" GOOD (2), file);
  g_assert_cmpint (fclose (file), ==, 0);

  memory = dataset_test_get_memory ();
  self = scan (f->path, NULL);
  g_assert_cmpuint (attune_scan_get_n_records (self), ==, 3);
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, 2);
  assert_lines (self, TOO_LARGE, 2);
  g_assert_cmpuint (attune_index_get (attune_scan_get_index (self), 2)->line, ==, 3);
  dataset_test_assert_growth (memory, 150 * 1024 * 1024);
}

static void
shrink_cb (gint64   done,
           gint64   total,
           gpointer user_data)
{
  g_assert_cmpint (truncate (user_data, 1000), ==, 0);
}

static void
test_shrinks (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  write_large (f, 8 * 1024 * 1024);
  g_assert_null (attune_scan_file (f->path, NULL, shrink_cb, f->path, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, "large.jsonl");
}

/* Where the beginning is UTF-8 and a line in the middle is not, all is read again, from the
 * beginning, without the progress going back. */
static void
test_survey (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneScan) self = NULL;
  g_autoptr(GError) error = NULL;
  Progress progress = { 0 };

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (text, "{\"prompt\":\"%s %u\",\"completion\":\"回答是中文的句子，大家都看得懂\"}\n",
                            i == 30000 ? "\xce\xca\xcc\xe2\xd4\xda\xd5\xe2\xc0\xef" : "问题在这里", i);

  self = attune_scan_file (dataset_test_write (f, "data.jsonl", text->str), NULL, progress_cb,
                           &progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (progress.last, ==, progress.total);
  g_assert_cmpuint (attune_scan_get_n_records (self), ==, 60000);
  g_assert_cmpuint (attune_scan_get_n_examples (self), >=, 59999);
  g_assert_cmpuint (attune_index_get_length (attune_scan_get_index (self)), ==, 60000);
}

/* What came before the end is kept, and it is said that there was more. */
static void
test_truncated (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttuneScan) self = NULL;
  g_autoptr(AttuneScan) whole = NULL;
  g_autoptr(GString) text = g_string_new ("[");

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "%s{\"question\":\"q%u\",\"answer\":\"a%u\"}", i > 0 ? "," : "", i, i);

  g_string_append (text, ",{\"question\":\"cut o");
  self = scan (dataset_test_write (f, "data.json", text->str), NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, 20);
  g_assert_cmpuint (attune_report_get_count (attune_scan_get_report (self),
                                             ATTUNE_ISSUE_TRUNCATED), ==, 1);

  g_string_append (text, "ff\",\"answer\":\"x\"}]");
  whole = scan (dataset_test_write (f, "data.json", text->str), NULL);
  g_assert_cmpuint (attune_scan_get_n_examples (whole), ==, 21);
  g_assert_cmpuint (attune_report_get_count (attune_scan_get_report (whole),
                                             ATTUNE_ISSUE_TRUNCATED), ==, 0);
}

/* Each row of columns is a record: reported by its number, shown again, and with what is its. */
static void
test_columns (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneScan) self = NULL;
  g_autoptr(AttunePreview) preview = NULL;
  g_autoptr(GError) error = NULL;

  self = scan (dataset_test_write (f, "data.json",
                                   "{\"question\": [\"a\", \"b\", \"c\", \"d\"],\n"
                                   " \"answer\": [1.10, \"\", \"x\", \"y\"],\n"
                                   " \"note\": [null, null, null]}"), NULL);
  g_assert_cmpint (attune_scan_get_format (self), ==, ATTUNE_FORMAT_JSON);
  g_assert_cmpuint (attune_scan_get_n_records (self), ==, 4);
  g_assert_cmpuint (attune_scan_get_n_examples (self), ==, 3);
  assert_lines (self, EMPTY_ANSWER, 2);
  assert_lines (self, RAGGED_ROW, 4);

  preview = attune_preview_read_entry (self, 0, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (preview->line, ==, 1);
  g_assert_cmpstr (attune_example_get_turn (preview->example, 1)->content, ==, "1.10");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Scan/jsonl-issues", test_jsonl_issues);
  dataset_test_add ("/Attune/Scan/columns", test_columns);
  dataset_test_add ("/Attune/Scan/csv-issues", test_csv_issues);
  dataset_test_add ("/Attune/Scan/texts", test_texts);
  dataset_test_add ("/Attune/Scan/extra-cells", test_extra_cells);
  dataset_test_add ("/Attune/Scan/enough", test_enough);
  dataset_test_add ("/Attune/Scan/guess-jsonl", test_guess_jsonl);
  dataset_test_add ("/Attune/Scan/given-recipe", test_given_recipe);
  dataset_test_add ("/Attune/Scan/progress", test_progress);
  dataset_test_add ("/Attune/Scan/cancelled", test_cancelled);
  dataset_test_add ("/Attune/Scan/errors", test_errors);
  dataset_test_add ("/Attune/Scan/memory", test_memory);

  dataset_test_add ("/Attune/Scan/hostile-lines", test_hostile_lines);
  dataset_test_add ("/Attune/Scan/deep-nesting", test_deep_nesting);
  dataset_test_add ("/Attune/Scan/long-line", test_long_line);
  dataset_test_add ("/Attune/Scan/shrinks", test_shrinks);
  dataset_test_add ("/Attune/Scan/survey", test_survey);
  dataset_test_add ("/Attune/Scan/truncated", test_truncated);

  return g_test_run ();
}
