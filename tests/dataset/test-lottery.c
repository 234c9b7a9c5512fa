/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-lottery"

#include "config.h"

#include "attune-lottery.h"

static AttuneLottery *
new_lottery (guint32 seed,
             guint64 n_groups,
             guint   group_size)
{
  AttuneLottery *lottery = attune_lottery_new (seed);

  for (guint64 i = 0; i < n_groups * group_size; i++)
    attune_lottery_add (lottery, i / group_size);

  return lottery;
}

static guint64
count_drawn (AttuneLottery *lottery,
             guint64        n_groups,
             guint          group_size)
{
  guint64 n = 0;

  for (guint64 i = 0; i < n_groups; i++)
    n += attune_lottery_is_drawn (lottery, i) ? group_size : 0;

  return n;
}

/* Without groups the number is exact, whatever it is. */
static void
test_exact (void)
{
  static const guint64 wanted[] = { 0, 1, 99, 500, 999, 1000, 5000 };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr(AttuneLottery) lottery = new_lottery (7, 1000, 1);

      g_assert_cmpuint (attune_lottery_get_size (lottery), ==, 1000);
      g_assert_cmpuint (attune_lottery_draw (lottery, wanted[i]), ==, MIN (wanted[i], 1000));
      g_assert_cmpuint (count_drawn (lottery, 1000, 1), ==, MIN (wanted[i], 1000));
    }
}

/* Groups stay whole, and the number is the nearest that they allow. */
static void
test_groups (void)
{
  static const struct
  {
    guint64 wanted;
    guint64 drawn;
  } cases[] = { { 0, 0 }, { 3, 0 }, { 4, 7 }, { 7, 7 }, { 10, 7 }, { 11, 14 }, { 350, 350 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneLottery) lottery = new_lottery (7, 100, 7);

      g_assert_cmpuint (attune_lottery_draw (lottery, cases[i].wanted), ==, cases[i].drawn);
      g_assert_cmpuint (count_drawn (lottery, 100, 7), ==, cases[i].drawn);
    }
}

/* The same seed draws the same ones in whatever order they are added, and another seed others. */
static void
test_seed (void)
{
  g_autoptr(AttuneLottery) one = attune_lottery_new (1);
  g_autoptr(AttuneLottery) again = attune_lottery_new (1);
  g_autoptr(AttuneLottery) other = attune_lottery_new (2);
  guint n_same = 0;

  for (guint i = 0; i < 1000; i++)
    {
      attune_lottery_add (one, i);
      attune_lottery_add (again, 999 - i);
      attune_lottery_add (other, i);
    }

  attune_lottery_draw (one, 500);
  attune_lottery_draw (again, 500);
  attune_lottery_draw (other, 500);

  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpint (attune_lottery_is_drawn (one, i), ==, attune_lottery_is_drawn (again, i));
      n_same += attune_lottery_is_drawn (one, i) == attune_lottery_is_drawn (other, i);
    }

  g_assert_cmpuint (n_same, >, 400);
  g_assert_cmpuint (n_same, <, 600);
}

/* One group, and none at all. */
static void
test_corners (void)
{
  g_autoptr(AttuneLottery) one = new_lottery (1, 1, 100);
  g_autoptr(AttuneLottery) none = attune_lottery_new (1);

  g_assert_cmpuint (attune_lottery_draw (one, 10), ==, 0);
  g_assert_false (attune_lottery_is_drawn (one, 0));
  g_assert_cmpuint (attune_lottery_draw (none, 10), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Lottery/exact", test_exact);
  g_test_add_func ("/Attune/Lottery/groups", test_groups);
  g_test_add_func ("/Attune/Lottery/seed", test_seed);
  g_test_add_func ("/Attune/Lottery/corners", test_corners);

  return g_test_run ();
}
