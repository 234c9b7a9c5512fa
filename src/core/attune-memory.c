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

static guint64
read_number_in (const char *folder,
                const char *name,
                const char *prefix)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return read_number (path, prefix);
}

/* What a control group still allows; files in the page cache count as used, but give way. */
static guint64
get_allowed (const char *folder)
{
  guint64 limit = read_number_in (folder, "memory.max", "");
  guint64 used = read_number_in (folder, "memory.current", "");
  guint64 cached = read_number_in (folder, "memory.stat", "\ninactive_file");

  if (limit == G_MAXUINT64 || used == G_MAXUINT64)
    return G_MAXUINT64;

  used -= cached != G_MAXUINT64 ? MIN (cached, used) : 0;

  return limit > used ? limit - used : 0;
}

/* The control group of this process below @root, in the one hierarchy that systemd makes. */
static char *
dup_group (const char *root)
{
  g_autofree char *path = g_build_filename (root, "proc", "self", "cgroup", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("/");

  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "0::/"))
      return g_strdup (lines[i] + strlen ("0::"));

  return g_strdup ("/");
}

/**
 * attune_memory_get_available:
 *
 * What can be had without swapping. A control group (a container, a service with MemoryMax=) may
 * allow less than the computer has, and so may every one around it.
 *
 * Returns: bytes; %G_MAXUINT64 when the system does not tell
 */
guint64
attune_memory_get_available (void)
{
  return attune_memory_get_available_in ("/");
}

/**
 * attune_memory_get_available_in:
 * @root: (type filename): where /proc and /sys are
 *
 * The same for a system that is described below @root.
 *
 * Returns: bytes; %G_MAXUINT64 when the system does not tell
 */
guint64
attune_memory_get_available_in (const char *root)
{
  g_autofree char *meminfo = NULL;
  g_autofree char *group = NULL;
  guint64 available;

  g_return_val_if_fail (root != NULL, G_MAXUINT64);

  meminfo = g_build_filename (root, "proc", "meminfo", NULL);
  group = dup_group (root);
  available = read_number (meminfo, "MemAvailable:");

  if (available != G_MAXUINT64)
    available *= 1024;

  for (;;)
    {
      g_autofree char *folder = g_build_filename (root, "sys", "fs", "cgroup", group, NULL);
      g_autofree char *around = g_path_get_dirname (group);

      available = MIN (available, get_allowed (folder));

      if (g_str_equal (around, group))
        return available;

      g_set_str (&group, around);
    }
}
