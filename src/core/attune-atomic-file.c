/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-atomic-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"

/* Lines of a dataset come one by one; the disk likes them in larger pieces. */
#define BUFFER_SIZE (256 * 1024)

struct _AttuneAtomicFile
{
  GObject        parent_instance;

  char          *path;
  char          *temporary_path;   /* NULL while it has no name, and once renamed */
  GOutputStream *stream;           /* NULL once synced */
  int            fd;               /* owned by the stream below @stream */
};

G_DEFINE_FINAL_TYPE (AttuneAtomicFile, attune_atomic_file, G_TYPE_OBJECT)

static gboolean
fail_with_io (AttuneAtomicFile  *self,
              const GError      *io_error,
              GError           **error)
{
  g_autofree char *name = g_filename_display_basename (self->path);

  attune_set_error_from_io (error, io_error, name);

  return FALSE;
}

static gboolean
fail_with_errno (AttuneAtomicFile  *self,
                 int                number,
                 GError           **error)
{
  g_autoptr(GError) io_error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));

  return fail_with_io (self, io_error, error);
}

/* The file itself is safe by now; this makes its new name survive a power cut as well. */
static gboolean
sync_folder (AttuneAtomicFile  *self,
             GError           **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofd int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  /* EINVAL: file systems that keep names safe by themselves refuse it (fsync(2)). */
  if (fd >= 0 && fsync (fd) != 0 && errno != EINVAL)
    return fail_with_errno (self, errno, error);

  return TRUE;
}

static char *
dup_descriptor_path (int fd)
{
  return g_strdup_printf ("/proc/self/fd/%d", fd);
}

/* Without a name, so that nothing is left behind if the program is killed. Not every file system
 * has such files, and to get a name later they need /proc. */
static int
open_unnamed (const char *folder)
{
  g_autofd int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  g_autofree char *descriptor = dup_descriptor_path (fd);

  return fd >= 0 && access (descriptor, F_OK) == 0 ? g_steal_fd (&fd) : -1;
}

/* Nothing can take the place of a file but another that has a name. */
static gboolean
give_name (AttuneAtomicFile  *self,
           GError           **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (".attune-", random, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *descriptor = dup_descriptor_path (self->fd);

  if (linkat (AT_FDCWD, descriptor, AT_FDCWD, path, AT_SYMLINK_FOLLOW) != 0)
    return fail_with_errno (self, errno, error);

  self->temporary_path = g_steal_pointer (&path);

  return TRUE;
}

static void
attune_atomic_file_dispose (GObject *object)
{
  AttuneAtomicFile *self = (AttuneAtomicFile *)object;

  if (self->temporary_path != NULL)
    g_unlink (self->temporary_path);

  g_clear_pointer (&self->temporary_path, g_free);
  g_clear_object (&self->stream);

  G_OBJECT_CLASS (attune_atomic_file_parent_class)->dispose (object);
}

static void
attune_atomic_file_finalize (GObject *object)
{
  AttuneAtomicFile *self = (AttuneAtomicFile *)object;

  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (attune_atomic_file_parent_class)->finalize (object);
}

static void
attune_atomic_file_class_init (AttuneAtomicFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_atomic_file_dispose;
  object_class->finalize = attune_atomic_file_finalize;
}

static void
attune_atomic_file_init (AttuneAtomicFile *self)
{
  self->fd = -1;
}

/**
 * attune_atomic_file_new:
 * @path: (type filename): where the file shall be; its folder must exist
 * @error: (nullable): where to put an error
 *
 * Begins a file that only its owner can read. Nothing is seen at @path before
 * attune_atomic_file_commit(); without it, the last unref takes every trace away, and so does the
 * end of the program, whatever ends it, where the file system knows files without a name.
 * All functions here block: call them on a thread.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with %ATTUNE_ERROR_STORAGE
 */
AttuneAtomicFile *
attune_atomic_file_new (const char  *path,
                        GError     **error)
{
  g_autoptr(AttuneAtomicFile) self = NULL;
  g_autoptr(GOutputStream) stream = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ATOMIC_FILE, NULL);
  self->path = g_strdup (path);

  folder = g_path_get_dirname (path);
  self->fd = open_unnamed (folder);

  if (self->fd < 0)
    {
      g_autofree char *template = g_build_filename (folder, ".attune-XXXXXX", NULL);

      if ((self->fd = g_mkstemp_full (template, O_RDWR | O_CLOEXEC, 0600)) < 0)
        {
          fail_with_errno (self, errno, error);
          return NULL;
        }

      self->temporary_path = g_steal_pointer (&template);
    }

  stream = g_unix_output_stream_new (self->fd, TRUE);
  self->stream = g_buffered_output_stream_new_sized (stream, BUFFER_SIZE);

  return g_steal_pointer (&self);
}

/**
 * attune_atomic_file_write:
 * @self: a file not yet committed
 * @bytes: (array length=length): what to append
 * @length: how many bytes
 * @error: (nullable): where to put an error
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the disk is full or fails
 */
gboolean
attune_atomic_file_write (AttuneAtomicFile  *self,
                          const void        *bytes,
                          gsize              length,
                          GError           **error)
{
  g_autoptr(GError) io_error = NULL;

  g_return_val_if_fail (ATTUNE_IS_ATOMIC_FILE (self), FALSE);
  g_return_val_if_fail (self->stream != NULL, FALSE);

  if (!g_output_stream_write_all (self->stream, bytes, length, NULL, NULL, &io_error))
    return fail_with_io (self, io_error, error);

  return TRUE;
}

/**
 * attune_atomic_file_sync:
 * @self: a file not yet committed
 * @error: (nullable): where to put an error
 *
 * Brings everything written to the disk, after which nothing more can be written and the commit
 * is a mere rename. Whoever must make several files appear together syncs all of them first.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the disk is full or fails
 */
gboolean
attune_atomic_file_sync (AttuneAtomicFile  *self,
                         GError           **error)
{
  g_autoptr(GError) io_error = NULL;

  g_return_val_if_fail (ATTUNE_IS_ATOMIC_FILE (self), FALSE);

  if (self->stream == NULL)
    return TRUE;

  if (!g_output_stream_flush (self->stream, NULL, &io_error))
    return fail_with_io (self, io_error, error);

  if (fsync (self->fd) != 0)
    return fail_with_errno (self, errno, error);

  if (self->temporary_path == NULL && !give_name (self, error))
    return FALSE;

  if (!g_output_stream_close (self->stream, NULL, &io_error))
    return fail_with_io (self, io_error, error);

  g_clear_object (&self->stream);
  self->fd = -1;

  return TRUE;
}

/**
 * attune_atomic_file_get_temporary_path:
 * @self: a file
 *
 * For those who must know, before it takes its place, what the finished file will be.
 *
 * Returns: (transfer none) (nullable) (type filename): where the file is between its sync and its
 *   commit
 */
const char *
attune_atomic_file_get_temporary_path (AttuneAtomicFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_ATOMIC_FILE (self), NULL);

  return self->temporary_path;
}

/**
 * attune_atomic_file_commit:
 * @self: a file not yet committed
 * @error: (nullable): where to put an error
 *
 * Makes the file appear at its path, whole and on the disk, in place of what was there.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when that failed
 */
gboolean
attune_atomic_file_commit (AttuneAtomicFile  *self,
                           GError           **error)
{
  g_return_val_if_fail (ATTUNE_IS_ATOMIC_FILE (self), FALSE);
  g_return_val_if_fail (self->stream != NULL || self->temporary_path != NULL, FALSE);

  if (!attune_atomic_file_sync (self, error))
    return FALSE;

  if (g_rename (self->temporary_path, self->path) != 0)
    return fail_with_errno (self, errno, error);

  g_clear_pointer (&self->temporary_path, g_free);

  return sync_folder (self, error);
}

/**
 * attune_atomic_file_commit_both:
 * @first: a file not yet committed
 * @second: (nullable): another one, or none
 * @error: (nullable): where to put an error
 *
 * Makes two files appear, or neither: both are on the disk before the first appears. What can still
 * go wrong is the renaming of @first, and then @second is taken back.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when that failed
 */
gboolean
attune_atomic_file_commit_both (AttuneAtomicFile  *first,
                                AttuneAtomicFile  *second,
                                GError           **error)
{
  g_return_val_if_fail (ATTUNE_IS_ATOMIC_FILE (first), FALSE);

  if (!attune_atomic_file_sync (first, error) ||
      (second != NULL && !attune_atomic_file_commit (second, error)))
    return FALSE;

  if (attune_atomic_file_commit (first, error))
    return TRUE;

  if (second != NULL)
    g_unlink (second->path);

  return FALSE;
}

/**
 * attune_atomic_file_replace:
 * @path: (type filename): where the file shall be
 * @bytes: (array length=length): its whole content
 * @length: how many bytes
 * @error: (nullable): where to put an error
 *
 * Writes a file in one go.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when that failed; what was at @path is left then
 */
gboolean
attune_atomic_file_replace (const char  *path,
                            const void  *bytes,
                            gsize        length,
                            GError     **error)
{
  g_autoptr(AttuneAtomicFile) file = attune_atomic_file_new (path, error);

  return file != NULL &&
         attune_atomic_file_write (file, bytes, length, error) &&
         attune_atomic_file_commit (file, error);
}
