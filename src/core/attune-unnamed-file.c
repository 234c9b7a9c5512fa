/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-unnamed-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-paths.h"
#include "attune-unnamed-file.h"

/* Not every file system can make a file without a name; there it loses its name at once. */
static int
open_in (const char *folder)
{
  g_autofree char *path = NULL;
  int fd = open (folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT && errno != EINVAL))
    return fd;

  path = g_build_filename (folder, "attune-XXXXXX", NULL);

  if ((fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600)) >= 0)
    g_unlink (path);

  return fd;
}

/**
 * attune_unnamed_file_open:
 * @error: (nullable): where to put an error
 *
 * Makes a file that nobody else can see, for what is too large for memory: in the cache folder, or
 * else in the temporary one, which often lies in memory. It is gone when it is closed, also when
 * the program dies.
 *
 * Returns: a file descriptor for reading and writing, or -1 with %ATTUNE_ERROR_STORAGE
 */
int
attune_unnamed_file_open (GError **error)
{
  g_autofree char *cache_dir = attune_paths_dup_cache_dir ();
  int fd = open_in (cache_dir);
  int saved_errno = errno;

  if (fd < 0)
    fd = open_in (g_get_tmp_dir ());

  if (fd < 0)
    attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (saved_errno),
                      /* Translators: %s is the path of a folder. */
                      _("No working file could be made in “%s”. Make sure that you may write in "
                        "this folder, then try again."), cache_dir);

  return fd;
}
