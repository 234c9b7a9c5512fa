/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <time.h>

/* With the sanitizers and without optimisation everything takes several times as long, which says
 * nothing of the code. */
#ifdef __SANITIZE_ADDRESS__
#define ATTUNE_TEST_SLOWDOWN 8
#else
#define ATTUNE_TEST_SLOWDOWN 1
#endif

static inline gint64
attune_test_read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return time.tv_sec * (gint64)G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Microseconds of the processor that this program has used. Bounds that catch what would take for ever
 * are held against this clock: it does not run while other programs do. */
static inline gint64
attune_test_get_cpu_time (void)
{
  return attune_test_read_clock (CLOCK_PROCESS_CPUTIME_ID) / ATTUNE_TEST_SLOWDOWN;
}

/* The same of this thread alone. */
static inline gint64
attune_test_get_thread_time (void)
{
  return attune_test_read_clock (CLOCK_THREAD_CPUTIME_ID);
}
