/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-large-memory"

#include "config.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "attune-large-memory.h"

/* Larger than what is allocated all the time, smaller than the records that this is about. */
#define THRESHOLD (1024 * 1024)

static gpointer
set_up (gpointer data)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, THRESHOLD);
#endif

  return NULL;
}

/**
 * attune_large_memory_set_up:
 *
 * Has the memory of large records go back to the system as soon as it is freed. The C library
 * otherwise keeps blocks of up to 32 MB for later once it has seen such a one, in each thread and
 * in pieces between which nothing fits (mallopt(3), M_MMAP_THRESHOLD): six records of 15 MB behind
 * each other took 175 instead of 85 MB. May be called on any thread, any number of times.
 */
void
attune_large_memory_set_up (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, set_up, NULL);
}
