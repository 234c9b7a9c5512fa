/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-source"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-large-memory.h"
#include "attune-source-private.h"

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
  attune_file_stamp_take (&self->stamp, &info);
  self->length = info.st_size;
  self->file_fd = g_steal_fd (&fd);
  self->fd = self->file_fd;

  return TRUE;
}

static void
attune_source_finalize (GObject *object)
{
  AttuneSource *self = (AttuneSource *)object;

  g_clear_object (&self->spool);
  g_clear_fd (&self->file_fd, NULL);
  g_clear_pointer (&self->sheets, g_strfreev);
  g_clear_pointer (&self->member, g_free);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->display_name, g_free);

  G_OBJECT_CLASS (attune_source_parent_class)->finalize (object);
}

static void
attune_source_class_init (AttuneSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_source_finalize;

  attune_large_memory_set_up ();
}

static void
attune_source_init (AttuneSource *self)
{
  self->file_fd = -1;
  self->fd = -1;
}

/**
 * attune_source_open:
 * @path: (type filename): a file that the person chose
 * @error: (nullable): where to put an error
 *
 * Opens a file in the way that suits it: attune_source_open_full() without options. It may take a
 * while when the file is packed or not in UTF-8.
 *
 * Returns: (transfer full) (nullable): the source
 */
AttuneSource *
attune_source_open (const char  *path,
                    GError     **error)
{
  return attune_source_open_full (path, NULL, NULL, NULL, NULL, error);
}

/**
 * attune_source_open_full:
 * @path: (type filename): a file that the person chose
 * @options: (nullable): how to open it
 * @progress: (nullable) (scope call): told now and then how many bytes of the file are done
 * @user_data: for @progress
 * @cancellable: (nullable): to stop
 * @error: (nullable): where to put an error
 *
 * Finds out by its content, not by its name, whether the file is packed, a spreadsheet, or text in
 * some encoding. A plain file in UTF-8 is read where it is; of everything else the text is made
 * once, in a file without a name in the person's cache folder, so that memory does not grow with
 * it. Spreadsheets become CSV.
 *
 * Fails with %ATTUNE_ERROR_STORAGE when the file cannot be opened, is a folder, a pipe or a
 * device, or when the disk is full; with %ATTUNE_ERROR_DATA when it is damaged, protected with a
 * password, holds nothing or too much to choose from, or is not in the encoding that was chosen;
 * and with %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the source
 */
AttuneSource *
attune_source_open_full (const char                 *path,
                         const AttuneSourceOptions  *options,
                         AttuneProgressFunc          progress,
                         gpointer                    user_data,
                         GCancellable               *cancellable,
                         GError                    **error)
{
  static const AttuneSourceOptions defaults = { 0 };
  g_autoptr(AttuneSource) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_SOURCE, NULL);
  self->display_name = g_filename_display_basename (path);

  if (!open_regular_file (self, path, error) ||
      !attune_source_load (self, options != NULL ? options
                           : &defaults, progress, user_data, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_source_new_for_spool:
 * @original: a source
 * @spool: (transfer none): what was made of its text, in UTF-8
 *
 * For the readers: a text that was made of another one, which need not stay.
 *
 * Returns: (transfer full): a source that is called as @original is
 */
AttuneSource *
attune_source_new_for_spool (AttuneSource *original,
                             AttuneSpool  *spool)
{
  AttuneSource *self = g_object_new (ATTUNE_TYPE_SOURCE, NULL);

  self->display_name = g_strdup (original->display_name);
  self->file_size = original->file_size;
  self->spool = g_object_ref (spool);
  self->fd = attune_spool_get_fd (spool);
  self->length = attune_spool_get_length (spool);
  self->is_head = original->is_head;
  self->is_cut_off = original->is_cut_off;
  self->encoding = original->encoding;
  self->other_encoding = original->other_encoding;
  self->encoding_origin = original->encoding_origin;
  self->n_mended = original->n_mended;
  self->stamp = original->stamp;
  self->packing = original->packing;
  self->member = g_strdup (original->member);

  return self;
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
 * attune_source_get_stamp:
 * @self: a source
 *
 * Returns: (transfer none): which file it was when it was opened
 */
const AttuneFileStamp *
attune_source_get_stamp (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return &self->stamp;
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

  return self->length;
}

/**
 * attune_source_is_head:
 * @self: a source
 *
 * Returns: whether there is more text than can be read, because only the beginning was asked
 *   for
 */
gboolean
attune_source_is_head (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), FALSE);

  return self->is_head;
}

/**
 * attune_source_is_cut_off:
 * @self: a source
 *
 * Returns: whether the file is packed and ends too early, so that there is less text than there
 *   should be
 */
gboolean
attune_source_is_cut_off (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), FALSE);

  return self->is_cut_off;
}

/**
 * attune_source_get_encoding:
 * @self: a source
 *
 * Returns: (transfer none): the name of the encoding of the file, see attune_encoding_find()
 */
const char *
attune_source_get_encoding (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return self->encoding;
}

/**
 * attune_source_get_other_encoding:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): the encoding of the lines that are not in the first, in a
 *   file that was put together from several
 */
const char *
attune_source_get_other_encoding (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return self->other_encoding;
}

/**
 * attune_source_get_encoding_origin:
 * @self: a source
 *
 * Returns: how the encoding is known
 */
AttuneEncodingOrigin
attune_source_get_encoding_origin (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), ATTUNE_ENCODING_GUESSED);

  return self->encoding_origin;
}

/**
 * attune_source_get_n_filled:
 * @self: a source
 *
 * Returns: how many cells of a spreadsheet have the value of one above them, with which they are
 *   merged
 */
guint64
attune_source_get_n_filled (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), 0);

  return self->n_filled;
}

/**
 * attune_source_get_n_mended:
 * @self: a source
 *
 * Returns: how many lines were in another encoding than the rest, or had bytes without meaning, for
 *   which U+FFFD stands
 */
guint64
attune_source_get_n_mended (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), 0);

  return self->n_mended;
}

/**
 * attune_source_get_packing:
 * @self: a source
 *
 * Returns: how the file is packed
 */
AttunePacking
attune_source_get_packing (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), ATTUNE_PACKING_NONE);

  return self->packing;
}

/**
 * attune_source_get_members:
 * @self: a source
 *
 * Returns: (transfer none) (nullable) (element-type AttuneArchiveMember): the files inside a ZIP
 *   file that may be data
 */
GPtrArray *
attune_source_get_members (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return self->members;
}

/**
 * attune_source_get_member:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): the name of the file inside a ZIP file that is read
 */
const char *
attune_source_get_member (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return self->member;
}

/**
 * attune_source_get_spreadsheet:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): what kind of spreadsheet it is made of, in the person's
 *   language; %NULL for any other file
 */
const char *
attune_source_get_spreadsheet (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return self->spreadsheet;
}

/**
 * attune_source_get_sheets:
 * @self: a source
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the names of the sheets of a
 *   spreadsheet
 */
const char *const *
attune_source_get_sheets (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return (const char *const *)self->sheets;
}

/**
 * attune_source_get_sheet:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): the name of the sheet that is read
 */
const char *
attune_source_get_sheet (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  return self->sheets != NULL ? self->sheets[self->sheet] : NULL;
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
