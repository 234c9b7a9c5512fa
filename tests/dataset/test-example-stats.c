/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-stats"

#include "config.h"

#include "attune-example-stats.h"
#include "dataset-test.h"

/* What is said in an example, in bytes. */
static guint64
count_bytes (const char *line,
             gsize       length,
             gpointer    user_data)
{
  g_autoptr(AttuneExample) example = attune_example_new_from_json (0, line, length, NULL);
  guint64 n_bytes = 0;

  (*(guint *)user_data)++;

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    n_bytes += strlen (attune_example_get_turn (example, i)->content);

  return n_bytes;
}

static AttuneExampleStats *
collect (const char           *path,
         AttuneTokenCountFunc  count,
         gpointer              count_data,
         guint                 out)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExampleFile) file = attune_example_file_open (path, NULL, &error);
  g_autoptr(AttuneEdits) edits = attune_edits_open (file, &error);
  AttuneExampleStats *stats;

  if (out != G_MAXUINT)
    {
      g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (out);

      attune_edits_set_out (edits, rows, TRUE, &error);
    }

  stats = attune_example_stats_collect (file, edits, count, count_data, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return stats;
}

static void
test_figures (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneExampleStats) stats = NULL;
  guint n_calls = 0;

  dataset_test_write (f, "data.jsonl",
                      "{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"Hello\"},{\"role\":\"assistant\",\"content\":\"Hi\"}]}\n"
                      "{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"你好\"},{\"role\":\"assistant\",\"content\":\"好\"}]}\n"
                      "{\"prompt\":\"こんにちは\",\"completion\":\"世界\"}\n"
                      "broken\n"
                      "{\"prompt\":\"left out\",\"completion\":\"x\"}\n");
  stats = collect (f->path, count_bytes, &n_calls, 4);

  g_assert_cmpuint (n_calls, ==, 3);
  g_assert_cmpuint (stats->n_examples, ==, 3);
  g_assert_cmpuint (stats->n_turns, ==, 8);
  g_assert_cmpuint (stats->n_unreadable, ==, 1);
  g_assert_cmpuint (stats->n_bytes, ==, 15 + 17 + 21);
  g_assert_cmpuint (stats->n_tokens, ==, 15 + 17 + 21);
  g_assert_false (stats->is_about);
  g_assert_cmpuint (stats->n_with_system, ==, 2);
  g_assert_cmpuint (stats->system_texts->len, ==, 1);
  g_assert_cmpuint (((AttuneSystemText *)stats->system_texts->pdata[0])->n_examples, ==, 2);
  g_assert_cmpuint (g_array_index (stats->longest, AttuneLongExample, 0).row, ==, 2);
  g_assert_cmpuint (stats->n_writings[ATTUNE_WRITING_LATIN], ==, 2);
  g_assert_cmpuint (stats->n_writings[ATTUNE_WRITING_JAPANESE], ==, 1);
  g_assert_cmpuint (attune_example_stats_get_percentile (stats, 0), ==, 15);
  g_assert_cmpuint (attune_example_stats_get_percentile (stats, 50), ==, 17);
  g_assert_cmpuint (attune_example_stats_get_percentile (stats, 100), ==, 21);
  g_assert_cmpuint (attune_example_stats_count_billable (stats, 0), ==, 15 + 17 + 21);
  g_assert_cmpuint (attune_example_stats_count_billable (stats, 16), ==, 15 + 16 + 16);
}

static void
test_bins (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(AttuneExampleStats) stats = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GArray) bins = NULL;
  guint64 n_examples = 0;
  guint n_calls = 0;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "{\"prompt\":\"%.*s\",\"completion\":\"x\"}\n", i == 500 ? 90 : 1 + i % 20,
                            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

  stats = collect (dataset_test_write (f, "data.jsonl", text->str), count_bytes, &n_calls, G_MAXUINT);
  bins = attune_example_stats_make_bins (stats, 12);
  g_assert_cmpuint (bins->len, <=, 12);
  g_assert_cmpuint (bins->len, >=, 6);

  for (guint i = 0; i < bins->len; i++)
    {
      AttuneHistogramBin *bin = &g_array_index (bins, AttuneHistogramBin, i);

      g_assert_cmpuint (bin->low, ==, 2 * i);
      n_examples += bin->n_examples;
    }

  g_assert_cmpuint (n_examples, ==, 1000);
  g_assert_cmpuint (g_array_index (bins, AttuneHistogramBin, bins->len - 1).high, ==, G_MAXUINT64);
}

static void
test_estimate (void)
{
  g_assert_cmpuint (attune_token_estimate ("", 0, NULL), ==, 0);
  g_assert_cmpuint (attune_token_estimate ("four", 4, NULL), ==, 1);
  g_assert_cmpuint (attune_token_estimate ("eight by", 8, NULL), ==, 2);
  g_assert_cmpuint (attune_token_estimate ("你好", 6, NULL), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ExampleStats/figures", test_figures);
  dataset_test_add ("/Attune/ExampleStats/bins", test_bins);
  g_test_add_func ("/Attune/ExampleStats/estimate", test_estimate);

  return g_test_run ();
}
