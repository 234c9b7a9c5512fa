/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-write"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-engine-write.h"
#include "attune-error.h"
#include "attune-thread.h"

typedef struct
{
  int         fd;
  char       *name;
  GByteArray *bytes;
  gboolean    sync;
} WriteWork;

static void
write_work_free (gpointer data)
{
  WriteWork *self = data;

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_fd (&self->fd, NULL);
  g_free (self);
}

static DexFuture *
reject_errno (WriteWork *work)
{
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  attune_set_error_from_io (&error, io_error, work->name);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
write_thread (gpointer user_data)
{
  WriteWork *work = user_data;
  gsize done = 0;

  while (done < work->bytes->len)
    {
      gssize n = write (work->fd, work->bytes->data + done, work->bytes->len - done);

      if (n >= 0)
        done += n;
      else if (errno != EINTR)
        return reject_errno (work);
    }

  if (work->sync && fsync (work->fd) != 0)
    return reject_errno (work);

  return dex_future_new_true ();
}

/**
 * attune_engine_write:
 * @fd: where to write; the thread gets a descriptor of its own, so that closing this one does not
 *   pull the file away under it
 * @name: what the file is called, for errors
 * @bytes: (transfer full): what to write
 * @sync: whether it shall be on the disk afterwards
 *
 * Writes on a thread.
 *
 * Returns: (transfer full): resolves once it is written; rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_write (int         fd,
                     const char *name,
                     GByteArray *bytes,
                     gboolean    sync)
{
  WriteWork *work;

  dex_return_error_if_fail (name != NULL);
  dex_return_error_if_fail (bytes != NULL);

  work = g_new0 (WriteWork, 1);
  work->fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  work->name = g_strdup (name);
  work->bytes = bytes;
  work->sync = sync;

  return attune_thread_spawn ("upload", write_thread, work, write_work_free);
}
