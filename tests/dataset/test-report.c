/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-report"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-distinct.h"
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
test_statistics (void)
{
  g_autoptr(AttuneReport) report = attune_report_new ();
  const AttuneHistogram *tokens;
  const AttuneHistogram *turns;
  guint64 issues = attune_issue_bit (ATTUNE_ISSUE_EMAIL) |
                   attune_issue_bit (ATTUNE_ISSUE_NO_SYSTEM);
  gboolean is_exact = FALSE;

  for (guint i = 1; i <= 1000; i++)
    {
      const AttuneFacts facts = {
        .issues = i % 10 == 0 ? issues : 0,
        .question = i % 100,
        .system = i % 4,
        .n_turns = 3,
        .n_tokens = i,
        .languages = i % 2 == 0 ? 1u << ATTUNE_LANGUAGE_ENGLISH : 1u << ATTUNE_LANGUAGE_JAPANESE,
        .roles = 1u << ATTUNE_ROLE_USER | 1u << ATTUNE_ROLE_ASSISTANT,
      };

      attune_report_add_facts (report, i, &facts);
    }

  tokens = attune_report_get_histogram (report, ATTUNE_REPORT_TOKENS);
  turns = attune_report_get_histogram (report, ATTUNE_REPORT_TURNS);
  g_assert_cmpuint (attune_report_get_n_examples (report), ==, 1000);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_EMAIL), ==, 100);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_NO_SYSTEM), ==, 100);
  g_assert_cmpuint (tokens->total, ==, 500500);
  g_assert_cmpuint (tokens->min, ==, 1);
  g_assert_cmpuint (tokens->max, ==, 1000);
  g_assert_cmpuint (attune_histogram_get_mean (tokens), ==, 501);
  g_assert_cmpuint (attune_histogram_get_percentile (tokens, 5), ==, 50);
  g_assert_cmpfloat_with_epsilon (attune_histogram_get_percentile (tokens, 50), 500, 500 * 0.03);
  g_assert_cmpfloat_with_epsilon (attune_histogram_get_percentile (tokens, 95), 950, 950 * 0.03);
  g_assert_cmpuint (attune_histogram_get_percentile (tokens, 100), <=, 1000);
  g_assert_cmpuint (attune_histogram_get_percentile (turns, 50), ==, 3);
  g_assert_cmpuint (attune_report_get_language_count (report, ATTUNE_LANGUAGE_ENGLISH), ==, 500);
  g_assert_cmpuint (attune_report_get_language_count (report, ATTUNE_LANGUAGE_KOREAN), ==, 0);
  g_assert_cmpuint (attune_report_get_role_count (report, ATTUNE_ROLE_USER), ==, 1000);
  g_assert_cmpuint (attune_report_get_role_count (report, ATTUNE_ROLE_SYSTEM), ==, 0);
  g_assert_cmpuint (attune_report_get_n_questions (report, &is_exact), ==, 100);
  g_assert_true (is_exact);
  g_assert_cmpuint (attune_report_get_n_system_texts (report, NULL), ==, 3);
}

/* A record that gave no example is counted, and not measured. */
static void
test_problem (void)
{
  g_autoptr(AttuneReport) report = attune_report_new ();
  const AttuneFacts facts = { .issues = attune_issue_bit (ATTUNE_ISSUE_NOT_JSON) };
  const AttuneHistogram *turns;

  attune_report_add_facts (report, 5, &facts);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_NOT_JSON), ==, 1);
  g_assert_cmpuint (attune_report_get_n_examples (report), ==, 0);
  turns = attune_report_get_histogram (report, ATTUNE_REPORT_TURNS);
  g_assert_cmpuint (attune_histogram_get_percentile (turns, 50), ==, 0);
  g_assert_cmpuint (attune_report_get_n_errors (report), ==, 1);
}

static void
assert_finish (const AttuneRules *rules,
               guint64            n_usable,
               guint              n_too_few,
               guint              n_too_few_to_learn)
{
  g_autoptr(AttuneReport) report = attune_report_new ();

  attune_report_finish (report, rules, n_usable);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_TOO_FEW), ==, n_too_few);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_TOO_FEW_TO_LEARN), ==,
                    n_too_few_to_learn);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_MIXED_SYSTEM), ==, 0);
}

static void
test_finish (void)
{
  const AttuneRules fireworks = { .min_examples = 3 };
  g_autoptr(AttuneReport) report = attune_report_new ();

  assert_finish (NULL, 9, 1, 0);
  assert_finish (NULL, 10, 0, 1);
  assert_finish (NULL, 49, 0, 1);
  assert_finish (NULL, 50, 0, 0);
  assert_finish (&fireworks, 2, 1, 0);
  assert_finish (&fireworks, 3, 0, 1);

  for (guint64 i = 1; i <= 2; i++)
    attune_report_add_facts (report, i, &(AttuneFacts) { .n_turns = 1, .system = i });

  attune_report_finish (report, NULL, 2);
  g_assert_cmpuint (attune_report_get_count (report, ATTUNE_ISSUE_MIXED_SYSTEM), ==, 1);
}

/* Every number finds itself again, three in a hundred off at most, up to the largest there is. */
static void
test_histogram (void)
{
  for (guint64 value = 0; value <= G_MAXUINT32; value = value * 5 / 4 + 1)
    {
      AttuneHistogram histogram = { 0 };
      guint32 low;

      attune_histogram_add (&histogram, value);
      g_assert_cmpuint (attune_histogram_get_percentile (&histogram, 50), ==, value);
      attune_histogram_add (&histogram, 0);
      attune_histogram_add (&histogram, G_MAXUINT32);
      low = attune_histogram_get_percentile (&histogram, 60);
      g_assert_cmpfloat_with_epsilon (low, value, value < 64 ? 0.1 : value * 0.03);
    }
}

static void
test_bars (void)
{
  AttuneHistogram histogram = { 0 };
  guint64 bars[10];
  guint64 n_all = 0;
  guint32 width;

  for (guint i = 0; i < 1000; i++)
    attune_histogram_add (&histogram, i % 50);

  attune_histogram_add (&histogram, G_MAXUINT32);
  width = attune_histogram_get_bars (&histogram, bars, G_N_ELEMENTS (bars));
  g_assert_cmpuint (width, ==, 5);

  for (gsize i = 0; i < G_N_ELEMENTS (bars); i++)
    n_all += bars[i];

  g_assert_cmpuint (n_all, ==, 1001);
  g_assert_cmpuint (bars[0], ==, 100);
  g_assert_cmpuint (bars[9], ==, 101);
}

/* Beyond some thousand it is about right, and says so. */
static void
test_distinct (void)
{
  g_autoptr(AttuneDistinct) distinct = attune_distinct_new ();
  gboolean is_exact = TRUE;

  for (guint round = 0; round < 2; round++)
    for (guint64 i = 0; i < 100 * 1000; i++)
      attune_distinct_add (distinct, i * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  g_assert_cmpfloat_with_epsilon (attune_distinct_get_count (distinct, &is_exact), 100 * 1000,
                                  3000);
  g_assert_false (is_exact);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Report/counts", test_counts);
  g_test_add_func ("/Attune/Report/statistics", test_statistics);
  g_test_add_func ("/Attune/Report/problem", test_problem);
  g_test_add_func ("/Attune/Report/finish", test_finish);
  g_test_add_func ("/Attune/Report/histogram", test_histogram);
  g_test_add_func ("/Attune/Report/bars", test_bars);
  g_test_add_func ("/Attune/Report/distinct", test_distinct);

  return g_test_run ();
}
