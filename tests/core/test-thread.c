/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "attune-test.h"
#include "attune-thread.h"

/* What the thread and the test tell each other. */
typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean is_running;
  gboolean may_end;
  gboolean is_freed;
  gboolean was_freed_while_running;
} Shared;

static void
set_flag (Shared   *shared,
          gboolean *flag)
{
  g_mutex_lock (&shared->mutex);
  *flag = TRUE;
  g_cond_broadcast (&shared->cond);
  g_mutex_unlock (&shared->mutex);
}

static void
wait_for_flag (Shared   *shared,
               gboolean *flag)
{
  g_mutex_lock (&shared->mutex);
  while (!*flag)
    g_cond_wait (&shared->cond, &shared->mutex);
  g_mutex_unlock (&shared->mutex);
}

static DexFuture *
run_thread (gpointer user_data)
{
  Shared *shared = user_data;

  set_flag (shared, &shared->is_running);
  wait_for_flag (shared, &shared->may_end);
  shared->was_freed_while_running = shared->is_freed;

  return dex_future_new_for_int (42);
}

static void
free_shared (gpointer user_data)
{
  Shared *shared = user_data;

  set_flag (shared, &shared->is_freed);
}

static void
test_result (void)
{
  Shared shared = { .may_end = TRUE };
  g_autoptr(DexFuture) future = attune_thread_spawn ("test", run_thread, &shared, free_shared);
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int (value), ==, 42);
  wait_for_flag (&shared, &shared.is_freed);
}

static void
test_dropped (void)
{
  Shared shared = { 0 };
  DexFuture *future = dex_future_first (attune_thread_spawn ("test", run_thread, &shared, free_shared),
                                        NULL);

  wait_for_flag (&shared, &shared.is_running);
  dex_clear (&future);

  while (g_main_context_iteration (NULL, FALSE))
    continue;

  set_flag (&shared, &shared.may_end);
  wait_for_flag (&shared, &shared.is_freed);
  g_assert_false (shared.was_freed_while_running);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Thread/result", test_result);
  g_test_add_func ("/Attune/Thread/dropped", test_dropped);

  return g_test_run ();
}
