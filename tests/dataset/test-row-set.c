/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-row-set"

#include "config.h"

#include "attune-row-states.h"

#define N_ROWS 300

static char *
dup_text (const AttuneRowSet *set)
{
  const AttuneRowRange *ranges;
  GString *text = g_string_new (NULL);
  guint n_ranges;

  ranges = attune_row_set_get_ranges (set, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    g_string_append_printf (text, "%s%u-%u", i > 0 ? " " : "", ranges[i].first, ranges[i].end);

  return g_string_free_and_steal (text);
}

static void
assert_set (const AttuneRowSet *set,
            guint               n_rows,
            const char         *expected)
{
  g_autofree char *text = dup_text (set);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (attune_row_set_get_n_rows (set), ==, n_rows);
}

static void
test_ranges (void)
{
  static const guint rows[] = { 9, 4, 3, 3, 5, 0, 10 };
  static const guint in_order[] = { 0, 3, 4, 5, 9, 10 };
  g_autoptr(AttuneRowSet) empty = attune_row_set_new ();
  g_autoptr(AttuneRowSet) set = attune_row_set_new_for_rows (rows, G_N_ELEMENTS (rows));
  g_autoptr(AttuneRowSet) other = attune_row_set_new ();
  g_autoptr(AttuneRowSet) both = NULL;
  AttuneRowSetIter iter = { set };
  guint row;

  assert_set (empty, 0, "");
  g_assert_cmpuint (attune_row_set_get_end (empty), ==, 0);
  assert_set (set, 6, "0-1 3-6 9-11");
  g_assert_cmpuint (attune_row_set_get_first (set), ==, 0);
  g_assert_cmpuint (attune_row_set_get_end (set), ==, 11);

  for (guint i = 0; i < G_N_ELEMENTS (in_order); i++)
    {
      g_assert_true (attune_row_set_iter_peek (&iter, &row));
      g_assert_cmpuint (row, ==, in_order[i]);
      g_assert_true (attune_row_set_iter_next (&iter, &row));
      g_assert_cmpuint (row, ==, in_order[i]);
      g_assert_true (attune_row_set_contains (set, row));
    }

  g_assert_false (attune_row_set_iter_next (&iter, &row));
  g_assert_false (attune_row_set_contains (set, 1));
  g_assert_false (attune_row_set_contains (set, 6));
  g_assert_false (attune_row_set_contains (set, 11));

  attune_row_set_append (other, 2, 4);
  attune_row_set_append (other, 3, 3);
  attune_row_set_append (other, 7, 8);
  attune_row_set_append (other, 8, 9);
  assert_set (other, 4, "2-4 7-9");
  both = attune_row_set_new_union (set, other);
  assert_set (both, 9, "0-1 2-6 7-11");
}

/* A bit for each row, kept in words: what is set and found in them beside one that does it row by
 * row, over ranges that begin and end everywhere. The seed is fixed. */
static void
test_states (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (12);
  g_autoptr(AttuneRowStates) states = attune_row_states_new (N_ROWS);
  gboolean is_out[N_ROWS] = { FALSE };

  for (guint i = 0; i < 2000; i++)
    {
      guint first = g_rand_int_range (random, 0, N_ROWS);
      guint end = g_rand_int_range (random, first, N_ROWS + 1);
      gboolean out = g_rand_boolean (random);
      g_autoptr(AttuneRowSet) rows = attune_row_set_new ();
      g_autoptr(AttuneRowSet) picked = NULL;
      g_autoptr(AttuneRowSet) all = NULL;
      guint n_out = 0;

      attune_row_set_append (rows, first, end);
      picked = attune_row_states_pick (states, rows, !out);

      for (guint row = 0; row < N_ROWS; row++)
        g_assert_cmpint (attune_row_set_contains (picked, row), ==,
                         row >= first && row < end && is_out[row] == !out);

      attune_row_states_set_out (states, rows, out);
      all = attune_row_states_list (states, ATTUNE_ROW_OUT);

      for (guint row = 0; row < N_ROWS; row++)
        {
          if (row >= first && row < end)
            is_out[row] = out;

          n_out += is_out[row];
          g_assert_cmpint (attune_row_states_get (states, row), ==,
                           is_out[row] ? ATTUNE_ROW_OUT : ATTUNE_ROW_UNCHANGED);
          g_assert_cmpint (attune_row_set_contains (all, row), ==, is_out[row]);
        }

      g_assert_cmpuint (attune_row_states_get_n_out (states), ==, n_out);
      g_assert_cmpuint (attune_row_set_get_n_rows (all), ==, n_out);
    }
}

/* Rows with another text, those added, and those marked out, listed together in order. */
static void
test_texts (void)
{
  g_autoptr(AttuneRowStates) states = attune_row_states_new (N_ROWS);
  g_autoptr(GBytes) text = g_bytes_new_static ("{}", 2);
  g_autoptr(AttuneRowSet) out = attune_row_set_new ();
  g_autoptr(AttuneRowSet) all = NULL;
  g_autoptr(AttuneRowSet) edited = NULL;
  g_autoptr(AttuneRowSet) added = NULL;

  attune_row_set_append (out, 64, 129);
  attune_row_states_set_text (states, 128, text);
  attune_row_states_set_text (states, 2, text);
  attune_row_states_set_text (states, 3, text);
  attune_row_states_set_text (states, 3, NULL);
  attune_row_states_set_out (states, out, TRUE);
  attune_row_states_add (states, text);
  attune_row_states_add (states, text);
  attune_row_states_drop_added (states);

  g_assert_cmpuint (attune_row_states_get_n_rows (states), ==, N_ROWS + 1);
  g_assert_cmpuint (attune_row_states_get_n_edited (states), ==, 2);
  g_assert_cmpuint (attune_row_states_get_n_added (states), ==, 1);
  g_assert_cmpuint (attune_row_states_get (states, 128), ==, ATTUNE_ROW_EDITED | ATTUNE_ROW_OUT);
  g_assert_cmpuint (attune_row_states_get (states, N_ROWS), ==, ATTUNE_ROW_ADDED);
  g_assert_cmpuint (attune_row_states_get (states, N_ROWS + 1), ==, ATTUNE_ROW_UNCHANGED);
  g_assert_true (attune_row_states_get_text (states, N_ROWS) == text);
  g_assert_null (attune_row_states_get_text (states, 3));

  all = attune_row_states_list (states, ATTUNE_ROW_EDITED | ATTUNE_ROW_OUT | ATTUNE_ROW_ADDED);
  assert_set (all, 67, "2-3 64-129 300-301");
  edited = attune_row_states_list (states, ATTUNE_ROW_EDITED);
  assert_set (edited, 2, "2-3 128-129");
  added = attune_row_states_list (states, ATTUNE_ROW_ADDED);
  assert_set (added, 1, "300-301");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Attune/RowSet/ranges", test_ranges);
  g_test_add_func ("/Attune/RowStates/out", test_states);
  g_test_add_func ("/Attune/RowStates/texts", test_texts);

  return g_test_run ();
}
