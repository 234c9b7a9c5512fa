/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-memory"

#include "config.h"

#include <glib/gstdio.h>

#include "attune-memory.h"

#define GROUP "sys/fs/cgroup/app.slice/app-attune.scope"

static void
write_file (const char *root,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* What is free, and what each control group around a process leaves of it. */
static void
test_groups (void)
{
  g_autofree char *root = g_build_filename (g_get_user_cache_dir (), "root", NULL);

  g_assert_cmpuint (attune_memory_get_available_in (root), ==, G_MAXUINT64);

  write_file (root, "proc/meminfo", "MemTotal:       8000000 kB\nMemAvailable:    4000000 kB\n");
  g_assert_cmpuint (attune_memory_get_available_in (root), ==, 4096000000);

  write_file (root, "proc/self/cgroup", "4:memory:/old\n0::/app.slice/app-attune.scope\n");
  write_file (root, GROUP "/memory.max", "max\n");
  write_file (root, GROUP "/memory.current", "500\n");
  g_assert_cmpuint (attune_memory_get_available_in (root), ==, 4096000000);

  write_file (root, GROUP "/memory.max", "2000\n");
  g_assert_cmpuint (attune_memory_get_available_in (root), ==, 1500);

  write_file (root, GROUP "/memory.stat", "anon 100\ninactive_file 300\n");
  g_assert_cmpuint (attune_memory_get_available_in (root), ==, 1800);

  /* One around it is as strict. */
  write_file (root, "sys/fs/cgroup/app.slice/memory.max", "1000\n");
  write_file (root, "sys/fs/cgroup/app.slice/memory.current", "700\n");
  g_assert_cmpuint (attune_memory_get_available_in (root), ==, 300);

  write_file (root, "sys/fs/cgroup/memory.max", "1000\n");
  write_file (root, "sys/fs/cgroup/memory.current", "1200\n");
  g_assert_cmpuint (attune_memory_get_available_in (root), ==, 0);
}

static void
test_this_computer (void)
{
  g_assert_cmpuint (attune_memory_get_available (), >, 0);
  g_assert_cmpuint (attune_memory_get_available (), <, G_MAXUINT64);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Memory/groups", test_groups);
  g_test_add_func ("/Attune/Memory/this-computer", test_this_computer);

  return g_test_run ();
}
