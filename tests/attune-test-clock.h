/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <time.h>

/* Microseconds of the processor that this program has used. Bounds that catch what would take for ever
 * are held against this clock: it does not run while other programs do. */
static inline gint64
attune_test_get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return time.tv_sec * (gint64)G_USEC_PER_SEC + time.tv_nsec / 1000;
}
