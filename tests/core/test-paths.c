/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-paths"

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "attune-error.h"
#include "attune-paths.h"

static void
assert_private_dir (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_true (S_ISDIR (info.st_mode));
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
}

static void
test_dirs (void)
{
  g_autofree char *data = attune_paths_dup_data_dir ();
  g_autofree char *engine = attune_paths_dup_engine_dir ();
  g_autofree char *runtime = attune_paths_dup_runtime_dir ();

  g_assert_true (g_str_has_prefix (data, g_get_user_data_dir ()));
  g_assert_true (g_str_has_prefix (engine, data));
  g_assert_true (g_str_has_prefix (runtime, g_get_user_runtime_dir ()));

  assert_private_dir (data);
  assert_private_dir (engine);
  assert_private_dir (runtime);
}

static void
test_engine_socket (void)
{
  g_autofree char *path = attune_paths_dup_engine_socket ();
  g_autofree char *again = attune_paths_dup_engine_socket ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpstr (path, ==, again);
  g_assert_cmpuint (strlen (path), <, sizeof ((struct sockaddr_un *)NULL)->sun_path);
  assert_private_dir (folder);
}

/* The folders that the test isolates are named after the test: this name makes them too deep. */
static void
test_engine_socket_deep (void)
{
  g_autofree char *path = attune_paths_dup_engine_socket ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpuint (strlen (g_get_user_runtime_dir ()), >,
                    sizeof ((struct sockaddr_un *)NULL)->sun_path);
  g_assert_cmpuint (strlen (path), <, sizeof ((struct sockaddr_un *)NULL)->sun_path);
  assert_private_dir (folder);

  /* A folder that others may enter is not taken. */
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_clear_pointer (&path, g_free);
  path = attune_paths_dup_engine_socket ();
  g_assert_true (g_str_has_prefix (path, g_get_user_runtime_dir ()));

  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_find_program (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *name = g_path_get_basename (self);
  g_autofree char *beside = NULL;
  g_autofree char *in_path = NULL;

  beside = attune_paths_find_program (name, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (beside, ==, self);

  in_path = attune_paths_find_program ("sh", &error);
  g_assert_no_error (error);
  g_assert_true (g_path_is_absolute (in_path));

  g_assert_null (attune_paths_find_program ("attune-no-such-program", &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE);
  g_assert_nonnull (strstr (error->message, "“attune-no-such-program”"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Paths/dirs", test_dirs);
  g_test_add_func ("/Attune/Paths/engine-socket", test_engine_socket);
  g_test_add_func ("/Attune/Paths/engine-socket-below-a-folder-whose-name-is-so-long-that-no-socket-"
                   "can-be-bound-inside-of-it", test_engine_socket_deep);
  g_test_add_func ("/Attune/Paths/find-program", test_find_program);

  return g_test_run ();
}
