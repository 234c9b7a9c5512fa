/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-free-space"

#include "config.h"

#include <sys/statvfs.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-free-space.h"

/**
 * attune_check_free_space:
 * @path: (type filename): a file that shall be written
 * @size: about how long it will be, in bytes
 * @error: (nullable): where to put an error
 *
 * Spares the person the wait for a write that cannot succeed. The disk may still fill up
 * meanwhile, and then the writing fails.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when there is not enough room
 */
gboolean
attune_check_free_space (const char  *path,
                         guint64      size,
                         GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *needed = g_format_size (size);
  g_autofree char *available = NULL;
  struct statvfs info;

  if (statvfs (folder, &info) != 0 || (guint64)info.f_bavail * info.f_frsize >= size)
    return TRUE;

  available = g_format_size ((guint64)info.f_bavail * info.f_frsize);
  attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                    /* Translators: both %s are sizes, such as “1.2 GB”. */
                    _("This needs about %1$s, and the disk has only %2$s left. Free some space, "
                      "then try again."),
                    needed, available);

  return FALSE;
}
