/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-report"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-report.h"

static void
test_counts (void)
{
  g_autoptr(AttuneReport) report = attune_report_new ();
  const guint64 *lines;
  gsize n_lines;

  g_assert_null (attune_report_get_lines (report, ATTUNE_ISSUE_NOT_JSON, &n_lines));
  g_assert_cmpuint (n_lines, ==, 0);

  for (guint64 i = 1; i <= ATTUNE_REPORT_MAX_LINES + 5; i++)
    attune_report_add (report, ATTUNE_ISSUE_NOT_JSON, 2 * i);

  attune_report_add (report, ATTUNE_ISSUE_DUPLICATE, 3);
  attune_report_add (report, ATTUNE_ISSUE_TOO_FEW, 0);

  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_NOT_JSON), ==,
                    ATTUNE_REPORT_MAX_LINES + 5);
  lines = attune_report_get_lines (report, ATTUNE_ISSUE_NOT_JSON, &n_lines);
  g_assert_cmpuint (n_lines, ==, ATTUNE_REPORT_MAX_LINES);
  g_assert_cmpuint (lines[0], ==, 2);
  g_assert_cmpuint (lines[n_lines - 1], ==, 2 * ATTUNE_REPORT_MAX_LINES);

  /* What concerns the whole file has no line, and a duplicate is no error. */
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_TOO_FEW), ==, 1);
  attune_report_get_lines (report, ATTUNE_ISSUE_TOO_FEW, &n_lines);
  g_assert_cmpuint (n_lines, ==, 0);
  g_assert_cmpuint (attune_report_get_n_errors (report), ==, ATTUNE_REPORT_MAX_LINES + 6);
}

static void
test_texts (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      g_autofree char *one = NULL;
      g_autofree char *many = NULL;

      one = attune_issue_dup_title (kind, 1);
      many = attune_issue_dup_title (kind, 3);

      g_assert_true (g_hash_table_add (ids, (char *)attune_issue_get_id (kind)));
      g_assert_null (strchr (one, '%'));
      g_assert_true (g_str_has_suffix (attune_issue_get_reason (kind), "."));
      g_assert_true (g_str_has_suffix (attune_issue_get_advice (kind), "."));

      /* What concerns the file as a whole is there or not. */
      if (kind != ATTUNE_ISSUE_TOO_FEW && kind != ATTUNE_ISSUE_TOO_FEW_TO_LEARN &&
          kind != ATTUNE_ISSUE_MIXED_SYSTEM)
        {
          g_assert_true (g_str_has_prefix (one, "1 "));
          g_assert_true (g_str_has_prefix (many, "3 "));
        }
    }

  g_assert_cmpstr (attune_issue_get_id (ATTUNE_ISSUE_NOT_JSON), ==, "not-json");
  g_assert_false (attune_issue_is_error (ATTUNE_ISSUE_NONE));
  g_assert_false (attune_issue_is_error (ATTUNE_ISSUE_EMPTY_QUESTION));
  g_assert_true (attune_issue_is_error (ATTUNE_ISSUE_EMPTY_ANSWER));
  g_assert_cmpint (attune_issue_get_severity (ATTUNE_ISSUE_DUPLICATE), ==, ATTUNE_SEVERITY_WARNING);
}

static void
test_title (void)
{
  g_autofree char *one = attune_issue_dup_title (ATTUNE_ISSUE_NOT_JSON, 1);
  g_autofree char *many = attune_issue_dup_title (ATTUNE_ISSUE_NOT_JSON, 3);

  g_assert_cmpstr (one, ==, "1 line is not valid JSON");
  g_assert_cmpstr (many, ==, "3 lines are not valid JSON");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Report/counts", test_counts);
  g_test_add_func ("/Attune/Report/texts", test_texts);
  g_test_add_func ("/Attune/Report/title", test_title);

  return g_test_run ();
}
