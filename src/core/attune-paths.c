/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-paths"

#include "config.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-paths.h"

/* Development builds keep their data apart from the person's own. */
static const char *
get_folder_name (void)
{
  return g_str_equal (PROFILE, "development") ? "attune-devel" : "attune";
}

static char *
ensure_dir (char *path)
{
  /* Whoever then writes into it gets the error and can name the file that could not be written. */
  if (g_mkdir_with_parents (path, 0700) != 0)
    g_info ("Cannot make the folder %s: %s", path, g_strerror (errno));

  return path;
}

/* A folder in the shared temporary folder is ours only if nobody else made it first. */
static gboolean
is_private_dir (const char *path)
{
  struct stat info;

  return lstat (path, &info) == 0 && S_ISDIR (info.st_mode) &&
         info.st_uid == geteuid () && (info.st_mode & 0077) == 0;
}

/**
 * attune_paths_dup_data_dir:
 *
 * Returns: (transfer full) (type filename): the folder of everything that is kept
 */
char *
attune_paths_dup_data_dir (void)
{
  return ensure_dir (g_build_filename (g_get_user_data_dir (), get_folder_name (), NULL));
}

/**
 * attune_paths_dup_engine_dir:
 *
 * Returns: (transfer full) (type filename): the folder that the engine alone writes
 */
char *
attune_paths_dup_engine_dir (void)
{
  return ensure_dir (g_build_filename (g_get_user_data_dir (), get_folder_name (), "engine", NULL));
}

/**
 * attune_paths_dup_cache_dir:
 *
 * Returns: (transfer full) (type filename): the folder of what can be made again
 */
char *
attune_paths_dup_cache_dir (void)
{
  return ensure_dir (g_build_filename (g_get_user_cache_dir (), get_folder_name (), NULL));
}

/**
 * attune_paths_dup_runtime_dir:
 *
 * Returns: (transfer full) (type filename): the folder of sockets, gone after logging out
 */
char *
attune_paths_dup_runtime_dir (void)
{
  return ensure_dir (g_build_filename (g_get_user_runtime_dir (), get_folder_name (), NULL));
}

/**
 * attune_paths_dup_engine_socket:
 *
 * The kernel takes 107 bytes for the path of a socket (unix(7)). Where the runtime folder is
 * deeper, as in a sandbox or below a long home folder, the socket goes to a private folder in the
 * temporary folder, whose name follows from the runtime folder, so that every program finds the
 * same one.
 *
 * Returns: (transfer full) (type filename): the path of the engine's socket
 */
char *
attune_paths_dup_engine_socket (void)
{
  g_autofree char *runtime_dir = attune_paths_dup_runtime_dir ();
  g_autofree char *path = g_build_filename (runtime_dir, "engine.sock", NULL);
  g_autofree char *short_dir = NULL;

  if (strlen (path) < sizeof ((struct sockaddr_un *)NULL)->sun_path)
    return g_steal_pointer (&path);

  short_dir = ensure_dir (g_strdup_printf ("%s/%s-%u-%08x", g_get_tmp_dir (), get_folder_name (),
                                           (guint)geteuid (), g_str_hash (runtime_dir)));

  if (!is_private_dir (short_dir))
    return g_steal_pointer (&path);

  return g_build_filename (short_dir, "engine.sock", NULL);
}

/**
 * attune_paths_find_program:
 * @name: the file name of a program, without a folder
 * @error: (nullable): where to put an error
 *
 * Looks beside the running program first, so that an installed Attune uses what was installed with
 * it, then in `PATH`. Fails with %ATTUNE_ERROR_ENGINE when it is in neither.
 *
 * Returns: (transfer full) (nullable) (type filename): the absolute path
 */
char *
attune_paths_find_program (const char  *name,
                           GError     **error)
{
  g_autofree char *own_path = NULL;
  g_autofree char *own_dir = NULL;
  g_autofree char *beside = NULL;
  char *path;

  g_return_val_if_fail (name != NULL && *name != '\0', NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if ((own_path = g_file_read_link ("/proc/self/exe", NULL)))
    {
      own_dir = g_path_get_dirname (own_path);
      beside = g_build_filename (own_dir, name, NULL);

      if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE) &&
          g_file_test (beside, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&beside);
    }

  if ((path = g_find_program_in_path (name)))
    return path;

  attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                    /* Translators: %s is the name of a program, such as “llama-server”. */
                    _("The program “%s” is not installed. Install it, then try again."), name);

  return NULL;
}

static char *
find_in_ranks (const char *data_dir,
               const char *folder,
               const char *name)
{
  g_autofree char *path = g_build_filename (data_dir, folder, "ranks", name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

/**
 * attune_paths_dup_ranks_dir:
 *
 * Returns: (transfer full) (type filename): where a list of tokens is put that is fetched, which is
 *   the first place that attune_paths_find_ranks() looks in
 */
char *
attune_paths_dup_ranks_dir (void)
{
  const char *own_dir = g_getenv ("ATTUNE_RANKS_DIR");

  if (own_dir != NULL)
    return g_strdup (own_dir);

  return g_build_filename (g_get_user_data_dir (), get_folder_name (), "ranks", NULL);
}

/**
 * attune_paths_find_ranks:
 * @name: the file name of a list of tokens, such as `o200k_base.tiktoken`
 * @error: (nullable): where to put an error
 *
 * Looks in `$ATTUNE_RANKS_DIR`, then in `attune/ranks` in the person's data folder, then in
 * the system's. Fails with %ATTUNE_ERROR_NOT_FOUND when it is in none.
 *
 * Returns: (transfer full) (nullable) (type filename): the path
 */
char *
attune_paths_find_ranks (const char  *name,
                         GError     **error)
{
  const char *own_dir = g_getenv ("ATTUNE_RANKS_DIR");
  g_autofree char *wanted_dir = NULL;
  char *path;

  g_return_val_if_fail (name != NULL && *name != '\0', NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (own_dir != NULL)
    {
      g_autofree char *own_path = g_build_filename (own_dir, name, NULL);

      if (g_file_test (own_path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&own_path);
    }

  if ((path = find_in_ranks (g_get_user_data_dir (), get_folder_name (), name)))
    return path;

  /* What is installed serves every profile. */
  for (const char * const *dir = g_get_system_data_dirs (); *dir != NULL; dir++)
    if ((path = find_in_ranks (*dir, "attune", name)))
      return path;

  wanted_dir = attune_paths_dup_ranks_dir ();
  attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                    /* Translators: the first %s is the name of a file, the second of a folder. */
                    _("To count tokens, the file “%s” is needed, which OpenAI publishes. "
                      "Download it with “attune-cli tokens --fetch”, or put it into the folder “%s”."),
                    name, wanted_dir);

  return NULL;
}
