/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-test-clock.h"

/* What the programs that measure pages share: the work of this thread in milliseconds, so that other
 * programs do not count, and turns of the main loop, of which the longest is kept. */

static inline double
measure_get_work (void)
{
  return attune_test_get_thread_time () / 1e3;
}

static inline void
measure_turn (double *longest)
{
  double begin = measure_get_work ();

  g_main_context_iteration (NULL, TRUE);
  *longest = MAX (*longest, measure_get_work () - begin);
}

/* For so many milliseconds. */
static inline void
measure_run (guint   milliseconds,
             double *longest)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000LL;

  g_timeout_add_once (milliseconds, (GSourceOnceFunc)g_main_context_wakeup, NULL);

  while (g_get_monotonic_time () < end)
    measure_turn (longest);
}
