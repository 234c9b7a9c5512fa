/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-job-runner-private.h"

/* How often one asks whether another runner has let go of a fine-tune, or of a file. */
#define LOCK_INTERVAL_MSEC 2000

/**
 * attune_job_runner_lock:
 * @self: a runner
 * @name: what shall be done by one runner at a time, of all programs
 * @gives_way: whether to stop waiting once the person wants something else meanwhile
 * @error: return location for an error
 *
 * Returns: a descriptor that is to be closed when it is done, or -1; without an error when the
 *   workspace is gone, or the runner gave way
 */
int
attune_job_runner_lock (AttuneJobRunner  *self,
                        const char       *name,
                        gboolean          gives_way,
                        GError          **error)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  g_autoptr(GError) local_error = NULL;
  g_autofree char *file = g_strconcat (name, ".lock", NULL);
  g_autofree char *path = NULL;
  g_autofd int fd = -1;

  if (workspace == NULL)
    return -1;

  path = g_build_filename (workspace->data_dir, "jobs", file, NULL);
  g_clear_object (&workspace);

  if ((fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) == -1)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (errno),
                        _("Attune may not write to “%s”. Check the permissions and the free space "
                          "of the disk."),
                        path);
      return -1;
    }

  while (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (gives_way && attune_job_runner_is_held_back (self))
        return -1;

      attune_job_runner_wait (self, LOCK_INTERVAL_MSEC, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return -1;
        }
    }

  return g_steal_fd (&fd);
}

/* The other program may have brought it further than we knew. */
static gboolean
read_again (AttuneJobRunner  *self,
            GError          **error)
{
  g_autoptr(AttuneJobRow) row = NULL;

  if (!(row = dex_await_boxed (attune_store_get_job (self->store, attune_job_get_id (self->job)),
                               error)))
    return FALSE;

  attune_job_apply (self->job, row);

  return TRUE;
}

/**
 * attune_job_runner_begin:
 * @self: a runner
 * @error: return location for an error
 *
 * Waits until no other program drives the fine-tune, and looks how far it is.
 *
 * Returns: whether it is ours now
 */
gboolean
attune_job_runner_begin (AttuneJobRunner  *self,
                         GError          **error)
{
  /* One program drives it; the others show what that one stores, and take over when it is gone. */
  self->lock_fd = attune_job_runner_lock (self, attune_job_get_id (self->job), FALSE, error);

  return self->lock_fd != -1 && read_again (self, error);
}
