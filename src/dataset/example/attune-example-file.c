/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-example-file.h"
#include "attune-source.h"

#define PIECE_LENGTH (1024 * 1024)

struct _AttuneExampleFile
{
  GObject  parent_instance;

  char    *display_name;
  int      fd;
  GArray  *offsets;   /* of guint64: where each example begins, and where the last one ends */
};

G_DEFINE_FINAL_TYPE (AttuneExampleFile, attune_example_file, G_TYPE_OBJECT)

static gboolean
index_examples (AttuneExampleFile  *self,
                AttuneSource       *source,
                GCancellable       *cancellable,
                GError            **error)
{
  g_autofree char *piece = g_malloc (PIECE_LENGTH);
  guint64 begin = 0;
  guint64 offset = 0;
  gssize length;

  while (!g_cancellable_set_error_if_cancelled (cancellable, error) &&
         (length = attune_source_read (source, offset, piece, PIECE_LENGTH, error)) > 0)
    {
      const char *end = piece;

      while ((end = memchr (end, '\n', piece + length - end)))
        {
          end++;
          g_array_append_val (self->offsets, begin);
          begin = offset + (end - piece);
        }

      offset += length;
    }

  if (begin < offset)
    g_array_append_val (self->offsets, begin);

  g_array_append_val (self->offsets, offset);

  return offset == (guint64)attune_source_get_length (source);
}

static gboolean
check_not_empty (AttuneSource  *source,
                 GError       **error)
{
  if (attune_source_get_length (source) > 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is empty. Import the dataset again."),
                    attune_source_get_display_name (source));

  return FALSE;
}

static gboolean
fail_with_errno (AttuneExampleFile  *self,
                 int                 number,
                 GError            **error)
{
  g_autoptr(GError) io_error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  attune_set_error_from_io (error, io_error, self->display_name);

  return FALSE;
}

static gboolean
read_at (AttuneExampleFile  *self,
         guint64             offset,
         char               *text,
         gsize               length,
         GError            **error)
{
  while (length > 0)
    {
      gssize n_read = pread (self->fd, text, length, offset);

      if (n_read < 0 && errno == EINTR)
        continue;

      if (n_read < 0)
        return fail_with_errno (self, errno, error);

      if (n_read == 0)
        {
          attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                            /* Translators: %s is the name of a file. */
                            _("“%s” became shorter after it was opened. Open the dataset again."),
                            self->display_name);
          return FALSE;
        }

      text += n_read;
      offset += n_read;
      length -= n_read;
    }

  return TRUE;
}

static void
attune_example_file_finalize (GObject *object)
{
  AttuneExampleFile *self = (AttuneExampleFile *)object;

  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->offsets, g_array_unref);

  G_OBJECT_CLASS (attune_example_file_parent_class)->finalize (object);
}

static void
attune_example_file_class_init (AttuneExampleFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_example_file_finalize;
}

static void
attune_example_file_init (AttuneExampleFile *self)
{
  self->fd = -1;
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint64));
}

/**
 * attune_example_file_open:
 * @path: (type filename): a file that attune_import_file() wrote
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads the file once to find where its examples are. Fails as attune_source_open() does, and with
 * %ATTUNE_ERROR_DATA when the file is empty.
 * Blocks: call it on a thread.
 *
 * Returns: (transfer full) (nullable): the file
 */
AttuneExampleFile *
attune_example_file_open (const char    *path,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(AttuneExampleFile) self = NULL;
  g_autoptr(AttuneSource) source = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_EXAMPLE_FILE, NULL);
  self->display_name = g_filename_display_basename (path);

  if (!(source = attune_source_open (path, error)) ||
      !check_not_empty (source, error) ||
      !index_examples (self, source, cancellable, error))
    return NULL;

  self->fd = open (path, O_RDONLY | O_CLOEXEC);

  if (self->fd < 0)
    {
      fail_with_errno (self, errno, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * attune_example_file_get_n_examples:
 * @self: a file
 *
 * Returns: how many examples are in it
 */
guint
attune_example_file_get_n_examples (AttuneExampleFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), 0);

  return self->offsets->len - 1;
}

/**
 * attune_example_file_read:
 * @self: a file
 * @index: which example, from 0
 * @error: (nullable): where to put an error
 *
 * Reads one example from the disk; may be called on several threads at once. Fails with
 * %ATTUNE_ERROR_STORAGE when the file cannot be read, and with %ATTUNE_ERROR_DATA when somebody
 * changed it so that the line is no example.
 *
 * Returns: (transfer full) (nullable): the example, its line that of the file
 */
AttuneExample *
attune_example_file_read (AttuneExampleFile  *self,
                          guint               index,
                          GError            **error)
{
  g_autofree char *text = NULL;
  guint64 offset;
  gsize length;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), NULL);
  g_return_val_if_fail (index < attune_example_file_get_n_examples (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  offset = g_array_index (self->offsets, guint64, index);
  length = g_array_index (self->offsets, guint64, index + 1) - offset;
  text = g_malloc (length);

  if (!read_at (self, offset, text, length, error))
    return NULL;

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;

  return attune_example_new_from_json (index + 1, text, length, error);
}
