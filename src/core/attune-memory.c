/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-memory"

#include "config.h"

#include <string.h>

#include "attune-memory.h"

/* The number behind @prefix in a file of the kernel; %G_MAXUINT64 when there is none, as where
 * memory.max says "max". */
static guint64
read_number (const char *path,
             const char *prefix)
{
  g_autofree char *text = NULL;
  const char *start;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (start = strstr (text, prefix)) == NULL)
    return G_MAXUINT64;

  start += strlen (prefix);
  start += strspn (start, " ");

  return g_ascii_isdigit (*start) ? g_ascii_strtoull (start, NULL, 10) : G_MAXUINT64;
}

/**
 * attune_memory_get_available:
 *
 * What can be had without swapping. A control group (a container, a service with MemoryMax=) may
 * allow less than the computer has.
 *
 * Returns: bytes; %G_MAXUINT64 when the system does not tell
 */
guint64
attune_memory_get_available (void)
{
  guint64 available = read_number ("/proc/meminfo", "MemAvailable:");
  guint64 limit = read_number ("/sys/fs/cgroup/memory.max", "");
  guint64 used = read_number ("/sys/fs/cgroup/memory.current", "");
  guint64 cached = read_number ("/sys/fs/cgroup/memory.stat", "\ninactive_file");

  if (available != G_MAXUINT64)
    available *= 1024;

  /* Files in the page cache count as used, but give way. */
  if (limit != G_MAXUINT64 && used != G_MAXUINT64)
    {
      used -= cached != G_MAXUINT64 ? MIN (cached, used) : 0;
      available = MIN (available, limit > used ? limit - used : 0);
    }

  return available;
}
