/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-source"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-source.h"

/* The size of a UTF-8 byte order mark, which Windows programs write though UTF-8 needs none. */
#define BOM_LENGTH 3

struct _AttuneSource
{
  GObject  parent_instance;

  char    *display_name;
  int      fd;
  goffset  file_size;     /* when it was opened */
  goffset  begin;         /* of the text in the file: behind the byte order mark */
};

G_DEFINE_FINAL_TYPE (AttuneSource, attune_source, G_TYPE_OBJECT)

static gboolean
fail_with_io (AttuneSource  *self,
              GIOErrorEnum   code,
              const char    *text,
              GError       **error)
{
  g_autoptr(GError) io_error = g_error_new_literal (G_IO_ERROR, code, text);

  attune_set_error_from_io (error, io_error, self->display_name);

  return FALSE;
}

/* Opening does not wait for a writer at the other end of a pipe, and the check is made on what was
 * opened, not on what had that name a moment before. */
static gboolean
open_regular_file (AttuneSource  *self,
                   const char    *path,
                   GError       **error)
{
  g_autofd int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat info;

  if (fd < 0 && errno == ENXIO)
    return fail_with_io (self, G_IO_ERROR_NOT_REGULAR_FILE, g_strerror (ENXIO), error);

  if (fd < 0 || fstat (fd, &info) != 0)
    return fail_with_io (self, g_io_error_from_errno (errno), g_strerror (errno), error);

  if (S_ISDIR (info.st_mode))
    return fail_with_io (self, G_IO_ERROR_IS_DIRECTORY, g_strerror (EISDIR), error);

  if (!S_ISREG (info.st_mode))
    return fail_with_io (self, G_IO_ERROR_NOT_REGULAR_FILE, "not a regular file", error);

  posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  self->file_size = info.st_size;
  self->fd = g_steal_fd (&fd);

  return TRUE;
}

static gboolean
skip_byte_order_mark (AttuneSource  *self,
                      GError       **error)
{
  char text[BOM_LENGTH];
  gssize n_read = attune_source_read (self, 0, text, sizeof text, error);

  if (n_read == BOM_LENGTH && memcmp (text, "\xef\xbb\xbf", BOM_LENGTH) == 0)
    self->begin = BOM_LENGTH;

  return n_read >= 0;
}

static void
attune_source_finalize (GObject *object)
{
  AttuneSource *self = (AttuneSource *)object;

  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->display_name, g_free);

  G_OBJECT_CLASS (attune_source_parent_class)->finalize (object);
}

static void
attune_source_class_init (AttuneSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_source_finalize;
}

static void
attune_source_init (AttuneSource *self)
{
  self->fd = -1;
}

/**
 * attune_source_open:
 * @path: (type filename): a file that the person chose
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_STORAGE when the file cannot be opened or is a folder, a pipe or a
 * device.
 *
 * Returns: (transfer full) (nullable): the source
 */
AttuneSource *
attune_source_open (const char  *path,
                    GError     **error)
{
  g_autoptr(AttuneSource) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_SOURCE, NULL);
  self->display_name = g_filename_display_basename (path);

  if (!open_regular_file (self, path, error) || !skip_byte_order_mark (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_source_get_display_name:
 * @self: a source
 *
 * Returns: (transfer none): the name of the file, for sentences
 */
const char *
attune_source_get_display_name (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return self->display_name;
}

/**
 * attune_source_get_file_size:
 * @self: a source
 *
 * Returns: the size of the file in bytes, as it is on the disk
 */
goffset
attune_source_get_file_size (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), 0);

  return self->file_size;
}

/**
 * attune_source_get_length:
 * @self: a source
 *
 * Returns: how many bytes of text there are
 */
goffset
attune_source_get_length (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), 0);

  return self->file_size - self->begin;
}

/**
 * attune_source_read:
 * @self: a source
 * @offset: where to begin, in bytes of text
 * @buffer: (out caller-allocates) (array length=length): where it goes
 * @length: how many bytes are wanted
 * @error: (nullable): where to put an error
 *
 * Reads a part of the text; may be called on several threads at once. Fails with
 * %ATTUNE_ERROR_STORAGE when the file cannot be read, or became shorter since it was opened.
 *
 * Returns: how many bytes were read: @length, or fewer at the end of the text; -1 with an error
 */
gssize
attune_source_read (AttuneSource  *self,
                    goffset        offset,
                    char          *buffer,
                    gsize          length,
                    GError       **error)
{
  goffset left;
  gsize n_read = 0;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), -1);
  g_return_val_if_fail (offset >= 0, -1);
  g_return_val_if_fail (buffer != NULL || length == 0, -1);

  left = attune_source_get_length (self) - offset;
  length = MIN (length, (gsize)MAX (left, 0));

  while (n_read < length)
    {
      gssize n = pread (self->fd, buffer + n_read, length - n_read, self->begin + offset + n_read);

      if (n < 0 && errno == EINTR)
        continue;

      if (n < 0)
        {
          fail_with_io (self, g_io_error_from_errno (errno), g_strerror (errno), error);
          return -1;
        }

      if (n == 0)
        {
          attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                            /* Translators: %s is the name of a file. */
                            _("“%s” became shorter while it was being read. "
                              "Wait until no other program is writing it, then try again."),
                            self->display_name);
          return -1;
        }

      n_read += n;
    }

  return n_read;
}
