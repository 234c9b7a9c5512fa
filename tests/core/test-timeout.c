/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-timeout"

#include "config.h"

#include "attune-test.h"
#include "attune-timeout.h"

/* Longer than any of these tests looks at it. */
#define LONG_MSEC (60 * 1000)

static DexFuture *
wait_fiber (gpointer user_data)
{
  gboolean *was_run = user_data;
  g_autoptr(GError) error = NULL;

  *was_run = TRUE;
  g_assert_false (dex_await (attune_timeout_new (LONG_MSEC), &error));
  g_assert_error (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED);

  /* Whoever does not look at the error goes on. */
  g_assert_false (dex_await (attune_future_with_timeout (DEX_FUTURE (dex_promise_new ()),
                                                         LONG_MSEC), NULL));

  return dex_future_new_true ();
}

/* Criticals are fatal here: libdex has one for a timer that is dropped while it runs. */
static void
test_dropped_before (void)
{
  gboolean was_run = FALSE;

  dex_unref (dex_future_first (dex_scheduler_spawn (NULL, 0, wait_fiber, &was_run, NULL), NULL));

  while (!was_run)
    g_main_context_iteration (NULL, TRUE);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_dropped_meanwhile (void)
{
  gboolean was_run = FALSE;
  DexFuture *future = dex_future_first (dex_scheduler_spawn (NULL, 0, wait_fiber, &was_run, NULL),
                                        NULL);

  while (!was_run)
    g_main_context_iteration (NULL, TRUE);

  dex_unref (future);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_in_time (void)
{
  g_autoptr(DexFuture) late = attune_timeout_new (1);
  g_autoptr(DexFuture) in_time = NULL;
  g_autoptr(DexFuture) too_late = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) other = NULL;

  g_assert_null (attune_test_wait (late, &error));
  g_assert_error (error, DEX_ERROR, DEX_ERROR_TIMED_OUT);

  in_time = attune_future_with_timeout (dex_future_new_for_int (7), LONG_MSEC);
  g_assert_cmpint (g_value_get_int (attune_test_wait (in_time, NULL)), ==, 7);

  too_late = attune_future_with_timeout (DEX_FUTURE (dex_promise_new ()), 1);
  g_assert_null (attune_test_wait (too_late, &other));
  g_assert_error (other, DEX_ERROR, DEX_ERROR_TIMED_OUT);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Timeout/dropped-before", test_dropped_before);
  g_test_add_func ("/Attune/Timeout/dropped-meanwhile", test_dropped_meanwhile);
  g_test_add_func ("/Attune/Timeout/in-time", test_in_time);

  return g_test_run ();
}
