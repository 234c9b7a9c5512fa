/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-issue"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-issue.h"

static void
test_texts (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      g_autofree char *one = attune_issue_dup_title (kind, 1);
      g_autofree char *many = attune_issue_dup_title (kind, 3);

      g_assert_true (g_hash_table_add (seen, g_strdup (attune_issue_get_id (kind))));
      g_assert_true (g_hash_table_add (seen, g_strdup (attune_issue_get_reason (kind))));
      g_assert_true (g_hash_table_add (seen, g_strdup (many)));
      g_assert_null (strstr (one, "%s"));
      g_assert_null (strchr (one, '$'));
      g_assert_true (g_str_has_suffix (attune_issue_get_reason (kind), "."));
      g_assert_true (g_str_has_suffix (attune_issue_get_advice (kind), "."));

      /* What concerns a file as a whole does not say how often. */
      g_assert_cmpint (g_str_has_prefix (one, "1 "), ==, !attune_issue_is_of_file (kind));
      g_assert_cmpint (g_str_has_prefix (many, "3 "), ==, !attune_issue_is_of_file (kind));
    }
}

static void
test_title (void)
{
  g_autofree char *one = attune_issue_dup_title (ATTUNE_ISSUE_NOT_JSON, 1);
  g_autofree char *many = attune_issue_dup_title (ATTUNE_ISSUE_NOT_JSON, 3);
  g_autofree char *near = attune_issue_dup_title (ATTUNE_ISSUE_NEAR_DUPLICATE, 3);

  g_assert_cmpstr (one, ==, "1 line is not valid JSON");
  g_assert_cmpstr (many, ==, "3 lines are not valid JSON");
  g_assert_cmpstr (attune_issue_get_id (ATTUNE_ISSUE_NOT_JSON), ==, "not-json");
  g_assert_cmpstr (near, ==, "3 examples are nearly the same as another (about 80% or more)");
}

static void
test_severity (void)
{
  g_assert_false (attune_issue_is_error (ATTUNE_ISSUE_NONE));
  g_assert_true (attune_issue_is_error (ATTUNE_ISSUE_EMPTY_ANSWER));
  g_assert_true (attune_issue_is_error (ATTUNE_ISSUE_SPECIAL_TOKEN));
  g_assert_cmpint (attune_issue_get_severity (ATTUNE_ISSUE_EMPTY_QUESTION), ==,
                   ATTUNE_SEVERITY_WARNING);
  g_assert_cmpint (attune_issue_get_severity (ATTUNE_ISSUE_RAGGED_ROW), ==,
                   ATTUNE_SEVERITY_WARNING);
  g_assert_cmpint (attune_issue_get_severity (ATTUNE_ISSUE_DUPLICATE), ==, ATTUNE_SEVERITY_WARNING);
  g_assert_cmpint (attune_issue_get_severity (ATTUNE_ISSUE_NO_SYSTEM), ==, ATTUNE_SEVERITY_INFO);
}

/* Who is stricter. */
static void
test_rules (void)
{
  const AttuneRules together = { .must_alternate = TRUE };
  guint64 common = attune_issue_get_errors ();
  guint64 strict = attune_issue_get_errors_for (&together);

  g_assert_cmpint (attune_issue_get_severity (ATTUNE_ISSUE_NOT_ALTERNATING), ==,
                   ATTUNE_SEVERITY_WARNING);
  g_assert_cmpint (attune_issue_get_severity_for (ATTUNE_ISSUE_NOT_ALTERNATING, &together), ==,
                   ATTUNE_SEVERITY_ERROR);
  g_assert_cmpuint (strict & ~common, ==, attune_issue_bit (ATTUNE_ISSUE_NOT_ALTERNATING) |
                                          attune_issue_bit (ATTUNE_ISSUE_TWO_SHAPES));
  g_assert_cmpuint (common & ~strict, ==, 0);

  /* With too few examples, each of them can be used all the same. */
  g_assert_false (common & attune_issue_bit (ATTUNE_ISSUE_TOO_FEW));
  g_assert_true (attune_issue_is_error (ATTUNE_ISSUE_TOO_FEW));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Issue/texts", test_texts);
  g_test_add_func ("/Attune/Issue/title", test_title);
  g_test_add_func ("/Attune/Issue/severity", test_severity);
  g_test_add_func ("/Attune/Issue/rules", test_rules);

  return g_test_run ();
}
