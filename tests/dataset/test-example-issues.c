/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-issues"

#include "config.h"

#include "attune-example-issues.h"
#include "attune-issue.h"
#include "attune-text-scan.h"
#include "dataset-test.h"

/* Blank lines, a blank at the beginning and bad lines do not shift what belongs to which row. */
static const char prompts[] =
  "{\"prompt\":\"What is a lighthouse for?\",\"completion\":\"It shows ships the way.\"}\n"
  "\n"
  "  {\"prompt\":\"Whom can I ask about the ferry?\",\"completion\":\"Write to ann@harbour.org.\"}\n"
  "broken\n"
  "{\"prompt\":\"\",\"completion\":\"Nobody asked anything at all here.\"}\n"
  "{\"prompt\":\"What is a lighthouse for?\",\"completion\":\"It shows ships the way.\"}\n";

static AttuneExampleFile *
open_file (Fixture    *f,
           const char *text)
{
  g_autoptr(GError) error = NULL;
  AttuneExampleFile *file;

  dataset_test_write (f, "data.jsonl", text);
  file = attune_example_file_open (f->path, NULL, &error);
  g_assert_no_error (error);

  return file;
}

static guint64
get_row (GArray *issues,
         guint   row)
{
  g_assert_cmpuint (row, <, issues->len);

  return g_array_index (issues, guint64, row);
}

/* The row that has an e-mail address. */
static guint
find_email (GArray *issues)
{
  for (guint row = 0; row < issues->len; row++)
    if ((get_row (issues, row) & attune_issue_bit (ATTUNE_ISSUE_EMAIL)) != 0)
      return row;

  return G_MAXUINT;
}

static void
test_scan (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(AttuneExampleFile) file = open_file (f, prompts);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) issues = attune_example_issues_scan (file, NULL, &error);
  guint n_rows = attune_example_file_get_n_examples (file);

  g_assert_no_error (error);
  g_assert_cmpuint (issues->len, ==, n_rows);
  g_assert_cmphex (get_row (issues, 0), ==, 0);
  g_assert_cmphex (get_row (issues, n_rows - 1), ==, attune_issue_bit (ATTUNE_ISSUE_DUPLICATE));
  g_assert_cmphex (get_row (issues, n_rows - 2), ==,
                   attune_issue_bit (ATTUNE_ISSUE_EMPTY_QUESTION));
  g_assert_cmphex (get_row (issues, n_rows - 3), ==, attune_issue_bit (ATTUNE_ISSUE_NOT_JSON));
  g_assert_cmpuint (find_email (issues), ==, n_rows - 4);

  g_cancellable_cancel (cancellable);
  g_assert_null (attune_example_issues_scan (file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_overlay (Fixture       *f,
              gconstpointer  data)
{
  static const char mended[] = "{\"prompt\":\"Whom can I ask?\",\"completion\":\"The harbour master.\"}";
  static const char added[] = "{\"prompt\":\"And who else?\",\"completion\":\"bob@harbour.org\"}";
  g_autoptr(AttuneExampleFile) file = open_file (f, prompts);
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEdits) edits = attune_edits_open (file, &error);
  g_autoptr(GArray) issues = attune_example_issues_scan (file, NULL, &error);
  g_autoptr(GArray) now = NULL;
  guint email = find_email (issues);
  guint last;

  g_assert_true (attune_edits_replace (edits, email, mended, strlen (mended), &error));
  g_assert_true (attune_edits_add (edits, added, strlen (added), &last, &error));
  g_assert_no_error (error);

  now = attune_example_issues_overlay (issues, file, edits);
  g_assert_cmphex (get_row (now, email), ==, 0);
  g_assert_cmpuint (find_email (now), ==, last);
  g_assert_cmphex (get_row (now, last - 1), ==, attune_issue_bit (ATTUNE_ISSUE_DUPLICATE));

  /* The file's own stay as they were, for when the change is undone. */
  g_assert_cmpuint (find_email (issues), ==, email);
}

/* Texts have no questions, neither as they came nor as they are changed. */
static void
test_texts (Fixture       *f,
            gconstpointer  data)
{
  static const char texts[] =
    "{\"prompt\":\"\",\"completion\":\"Pip lives in a lighthouse.\"}\n"
    "{\"prompt\":\"\",\"completion\":\"Every morning she counts the boats.\"}\n";
  static const char mended[] = "{\"prompt\":\"\",\"completion\":\"Pip counts the boats.\"}";
  g_autoptr(AttuneExampleFile) file = open_file (f, texts);
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEdits) edits = attune_edits_open (file, &error);
  g_autoptr(GArray) issues = attune_example_issues_scan (file, NULL, &error);
  g_autoptr(GArray) now = NULL;

  g_assert_no_error (error);
  g_assert_cmphex (get_row (issues, 0), ==, 0);
  g_assert_cmphex (get_row (issues, 1), ==, 0);

  g_assert_true (attune_edits_replace (edits, 1, mended, strlen (mended), &error));
  g_assert_no_error (error);
  now = attune_example_issues_overlay (issues, file, edits);
  g_assert_cmphex (get_row (now, 1), ==, 0);
}

static void
test_place (Fixture       *f,
            gconstpointer  data)
{
  static const char json[] = "{\"prompt\":\"\",\"completion\":\"Write to ann@harbour.org.\"}";
  g_autoptr(AttuneExample) example = attune_example_new_from_json (0, json, strlen (json), NULL);
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));
  const AttunePlace *place;

  attune_example_issues_place (example, attune_issue_bit (ATTUNE_ISSUE_EMAIL), places);
  g_assert_cmpuint (places->len, ==, 1);
  place = &g_array_index (places, AttunePlace, 0);
  g_assert_cmpuint (place->turn, ==, 1);
  g_assert_cmpuint (place->start, ==, strlen ("Write to "));
  g_assert_cmpuint (place->length, ==, strlen ("ann@harbour.org"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ExampleIssues/scan", test_scan);
  dataset_test_add ("/Attune/ExampleIssues/overlay", test_overlay);
  dataset_test_add ("/Attune/ExampleIssues/texts", test_texts);
  dataset_test_add ("/Attune/ExampleIssues/place", test_place);

  return g_test_run ();
}
