/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-large-table"

#include "config.h"

#include <string.h>
#include <sys/mman.h>

#include "attune-large-table-private.h"

#define HUGE_PAGE (2 * 1024 * 1024)

/**
 * attune_large_table_new:
 * @size: in bytes, some megabytes
 *
 * Memory for a table that is read here and there. The kernel is asked for pages of two megabytes:
 * with small ones nearly every look-up must also find out where its page is, which made counting
 * varied English a quarter slower.
 *
 * Returns: (transfer full): @size zeros, aligned to a line of the processor's caches at least; free
 *   with attune_large_table_free()
 */
gpointer
attune_large_table_new (gsize size)
{
  gpointer table = g_aligned_alloc (1, size, size >= HUGE_PAGE ? HUGE_PAGE : 64);

  /* Before the first byte is written, and a wish only. */
#ifdef MADV_HUGEPAGE
  if (size >= HUGE_PAGE)
    (void)madvise (table, size, MADV_HUGEPAGE);
#endif

  return memset (table, 0, size);
}

/**
 * attune_large_table_free:
 * @table: (nullable) (transfer full): what attune_large_table_new() returned
 */
void
attune_large_table_free (gpointer table)
{
  g_aligned_free (table);
}
