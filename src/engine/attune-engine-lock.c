/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-lock"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include <gio/gio.h>

#include "attune-engine-lock.h"
#include "attune-error.h"

/**
 * attune_engine_lock_open:
 * @path: (type filename): a file whose only use is to be locked
 * @error: (nullable): where to put an error
 *
 * Returns: a descriptor to close, which is when the lock ends, in every copy of it; -1 with
 *   %ATTUNE_ERROR_STORAGE when that failed
 */
int
attune_engine_lock_open (const char  *path,
                         GError     **error)
{
  g_autoptr(GError) io_error = NULL;
  g_autofree char *name = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, -1);

  if ((fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) >= 0)
    return fd;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  name = g_filename_display_name (path);
  attune_set_error_from_io (error, io_error, name);

  return -1;
}

/**
 * attune_engine_lock_try:
 * @fd: what attune_engine_lock_open() returned
 *
 * Takes the lock if nobody has it. The kernel gives it back when the last process that has @fd is
 * gone, in whatever way it goes.
 *
 * Returns: whether the lock is ours
 */
gboolean
attune_engine_lock_try (int fd)
{
  int result;

  do
    result = flock (fd, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);

  return result == 0;
}
