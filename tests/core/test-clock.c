/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-clock"

#include "config.h"

#include "attune-clock.h"
#include "attune-test.h"

static void
test_real (void)
{
  g_autoptr(AttuneClock) clock = attune_clock_new ();
  g_autoptr(DexFuture) wait = NULL;
  g_autoptr(GError) error = NULL;
  gint64 before = g_get_monotonic_time ();

  g_assert_cmpint (attune_clock_get_time (clock), >=, before);
  g_assert_cmpint (attune_clock_get_time (clock), <=, g_get_monotonic_time ());

  attune_clock_set_speed (clock, 1000);
  g_assert_cmpint (attune_clock_get_time (clock), >=, before * 1000);

  /* Five seconds, in five thousandths of one. */
  wait = attune_clock_wait (clock, 5000);
  g_assert_null (attune_test_wait (wait, &error));
  g_assert_error (error, DEX_ERROR, DEX_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 5000);
}

static void
test_held (void)
{
  g_autoptr(AttuneClock) clock = attune_clock_new ();
  g_autoptr(DexFuture) soon = NULL;
  g_autoptr(DexFuture) later = NULL;
  gint64 start;

  attune_clock_hold (clock);
  start = attune_clock_get_time (clock);
  later = attune_clock_wait (clock, 60000);
  soon = attune_clock_wait (clock, 10000);
  g_assert_cmpuint (attune_clock_count_waits (clock), ==, 2);

  attune_clock_advance (clock, 9999);
  g_assert_true (dex_future_is_pending (soon));
  attune_clock_advance (clock, 1);
  g_assert_true (dex_future_is_rejected (soon));
  g_assert_true (dex_future_is_pending (later));
  g_assert_cmpint (attune_clock_get_time (clock) - start, ==, 10000 * 1000);
  g_assert_cmpuint (attune_clock_count_waits (clock), ==, 1);

  attune_clock_advance (clock, 50000);
  g_assert_true (dex_future_is_rejected (later));
  g_assert_cmpuint (attune_clock_count_waits (clock), ==, 0);
}

/* What is not waited for any more does not count. */
static void
test_dropped (void)
{
  g_autoptr(AttuneClock) clock = attune_clock_new ();
  g_autoptr(DexPromise) other = dex_promise_new ();
  g_autoptr(DexFuture) first = NULL;

  attune_clock_hold (clock);
  first = dex_future_first (attune_clock_wait (clock, 1000), dex_ref (other), NULL);
  g_assert_cmpuint (attune_clock_count_waits (clock), ==, 1);
  dex_promise_resolve_boolean (other, TRUE);
  attune_test_wait (first, NULL);
  g_assert_cmpuint (attune_clock_count_waits (clock), ==, 0);
  attune_clock_advance (clock, 1000);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/Attune/Clock/real", test_real);
  g_test_add_func ("/Attune/Clock/held", test_held);
  g_test_add_func ("/Attune/Clock/dropped", test_dropped);

  return g_test_run ();
}
