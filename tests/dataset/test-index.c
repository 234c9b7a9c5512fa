/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-index"

#include "config.h"

#include "attune-index.h"
#include "dataset-test.h"

/* More than fits into the megabyte that is held in memory. */
#define N_ENTRIES 100000

#define SECRET (attune_issue_bit (ATTUNE_ISSUE_SECRET))
#define EMAIL (attune_issue_bit (ATTUNE_ISSUE_EMAIL))

static AttuneEntry
make_entry (guint i)
{
  return (AttuneEntry) {
    .line = i + 1,
    .offset = (goffset)i * 100000,
    .length = i % 977,
    .item = i % 3,
    .facts = {
      .issues = (i % 1000 == 999 ? SECRET : 0) | (i % 5000 == 1 ? EMAIL : 0),
      .question = (guint64)i << 32 | i,
      .n_tokens = i % 50,
    },
  };
}

static void
test_entries (void)
{
  g_autoptr(AttuneIndex) index = attune_index_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (attune_index_get_length (index), ==, 0);
  g_assert_cmpuint (attune_index_find_issue (index, SECRET, 0), ==, 0);

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      AttuneEntry entry = make_entry (i);

      g_assert_true (attune_index_add (index, &entry, &error));
    }

  g_assert_no_error (error);
  g_assert_cmpuint (attune_index_get_length (index), ==, N_ENTRIES);

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const AttuneIndexEntry *kept = attune_index_get (index, i);
      AttuneEntry entry = make_entry (i);

      g_assert_cmpuint (kept->issues, ==, entry.facts.issues);
      g_assert_cmpuint (kept->question, ==, entry.facts.question);
      g_assert_cmpint (kept->offset, ==, entry.offset);
      g_assert_cmpuint (kept->length, ==, entry.length);
      g_assert_cmpuint (kept->line, ==, entry.line);
      g_assert_cmpuint (kept->item, ==, entry.item);
      g_assert_cmpuint (kept->n_tokens, ==, entry.facts.n_tokens);
    }
}

static void
test_find (void)
{
  g_autoptr(AttuneIndex) index = attune_index_new ();
  guint n_found = 0;

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      AttuneEntry entry = make_entry (i);

      attune_index_add (index, &entry, NULL);
    }

  for (guint i = attune_index_find_issue (index, SECRET, 0); i < N_ENTRIES;
       i = attune_index_find_issue (index, SECRET, i + 1))
    g_assert_cmpuint (i, ==, n_found++ * 1000 + 999);

  g_assert_cmpuint (n_found, ==, N_ENTRIES / 1000);
  g_assert_cmpuint (attune_index_find_issue (index, EMAIL | SECRET, 2), ==, 999);
  g_assert_cmpuint (attune_index_find_issue (index, EMAIL, 95002), ==, N_ENTRIES);
  g_assert_cmpuint (attune_index_find_issue (index, SECRET, N_ENTRIES + 5), ==, N_ENTRIES);
  g_assert_cmpuint (attune_index_count_without (index, 0), ==, N_ENTRIES);
  g_assert_cmpuint (attune_index_count_without (index, SECRET), ==, N_ENTRIES - 100);
  g_assert_cmpuint (attune_index_count_without (index, SECRET | EMAIL), ==, N_ENTRIES - 120);
}

/* Lines beyond what is kept do not come round to small ones. */
static void
test_large_numbers (void)
{
  g_autoptr(AttuneIndex) index = attune_index_new ();
  AttuneEntry entry = {
    .line = G_GUINT64_CONSTANT (5000000000),
    .offset = G_GINT64_CONSTANT (1) << 40,
  };

  attune_index_add (index, &entry, NULL);
  g_assert_cmpuint (attune_index_get (index, 0)->line, ==, G_MAXUINT32);
  g_assert_cmpint (attune_index_get (index, 0)->offset, ==, entry.offset);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Index/entries", test_entries);
  g_test_add_func ("/Attune/Index/find", test_find);
  g_test_add_func ("/Attune/Index/large-numbers", test_large_numbers);

  return g_test_run ();
}
