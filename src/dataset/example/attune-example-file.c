/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-example-file.h"
#include "attune-large-memory.h"

/* What is read at a time to find the ends of lines; it stays in the second-level cache. */
#define BLOCK_SIZE (512 * 1024)

struct _AttuneExampleFile
{
  GObject          parent_instance;

  char            *path;
  char            *display_name;
  int              fd;
  AttuneFileStamp  stamp;
  GArray          *offsets;   /* of guint64: where each example begins; last, where the file ends */
};

G_DEFINE_FINAL_TYPE (AttuneExampleFile, attune_example_file, G_TYPE_OBJECT)

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

/* Every line of the block begins an example; @offset is where the block lies in the file. */
static void
index_block (AttuneExampleFile *self,
             const char        *block,
             gsize              length,
             guint64            offset)
{
  const char *begin = block;
  const char *end = block + length;

  while ((begin = memchr (begin, '\n', end - begin)))
    {
      guint64 next = offset + (++begin - block);

      g_array_append_val (self->offsets, next);
    }
}

/* Whether one block more, even if it is nothing but line ends, can be counted. */
static gboolean
check_n_examples (AttuneExampleFile  *self,
                  GError            **error)
{
  if (self->offsets->len < G_MAXUINT - 2 * BLOCK_SIZE)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” has more than four thousand million examples. Import fewer."),
                    self->display_name);

  return FALSE;
}

static gboolean
index_examples (AttuneExampleFile   *self,
                AttuneProgressFunc   progress,
                gpointer             user_data,
                GCancellable        *cancellable,
                GError             **error)
{
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  guint64 offset = 0;

  g_array_append_val (self->offsets, offset);

  while (offset < self->stamp.size)
    {
      gsize length = MIN (BLOCK_SIZE, self->stamp.size - offset);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !check_n_examples (self, error) ||
          !read_at (self, offset, block, length, error))
        return FALSE;

      index_block (self, block, length, offset);
      offset += length;

      if (progress != NULL)
        progress (offset, self->stamp.size, user_data);
    }

  /* The last line may lack its end. */
  if (g_array_index (self->offsets, guint64, self->offsets->len - 1) != offset)
    g_array_append_val (self->offsets, offset);

  return TRUE;
}

static gboolean
open_file (AttuneExampleFile  *self,
           GError            **error)
{
  struct stat info;

  /* Without O_NONBLOCK a named pipe would keep us waiting for somebody who writes. */
  self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (self->fd < 0 || fstat (self->fd, &info) != 0)
    return fail_with_errno (self, errno, error);

  if (S_ISDIR (info.st_mode))
    return fail_with_errno (self, EISDIR, error);

  if (!S_ISREG (info.st_mode))
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not an ordinary file. Choose another file."),
                        self->display_name);
      return FALSE;
    }

  attune_file_stamp_take (&self->stamp, &info);

  if (self->stamp.size > 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is empty. Choose a file that has examples in it."),
                    self->display_name);

  return FALSE;
}

static void
attune_example_file_finalize (GObject *object)
{
  AttuneExampleFile *self = (AttuneExampleFile *)object;

  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->offsets, g_array_unref);

  G_OBJECT_CLASS (attune_example_file_parent_class)->finalize (object);
}

static void
attune_example_file_class_init (AttuneExampleFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_example_file_finalize;

  attune_large_memory_set_up ();
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
 * As attune_example_file_open_full(), without telling how far it is.
 *
 * Returns: (transfer full) (nullable): the file
 */
AttuneExampleFile *
attune_example_file_open (const char    *path,
                          GCancellable  *cancellable,
                          GError       **error)
{
  return attune_example_file_open_full (path, NULL, NULL, cancellable, error);
}

/**
 * attune_example_file_open_full:
 * @path: (type filename): a file that attune_import_file() wrote
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads the file once to find where its examples are. Fails with %ATTUNE_ERROR_STORAGE when it
 * cannot be read, and with %ATTUNE_ERROR_DATA when there is nothing in it. Blocks: call it on a
 * thread.
 *
 * Returns: (transfer full) (nullable): the file
 */
AttuneExampleFile *
attune_example_file_open_full (const char          *path,
                               AttuneProgressFunc   progress,
                               gpointer             user_data,
                               GCancellable        *cancellable,
                               GError             **error)
{
  g_autoptr(AttuneExampleFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_EXAMPLE_FILE, NULL);
  self->path = g_strdup (path);
  self->display_name = g_filename_display_basename (path);

  if (!open_file (self, error) ||
      !index_examples (self, progress, user_data, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_example_file_get_path:
 * @self: a file
 *
 * Returns: (transfer none) (type filename): where it was opened
 */
const char *
attune_example_file_get_path (AttuneExampleFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), NULL);

  return self->path;
}

/**
 * attune_example_file_get_stamp:
 * @self: a file
 *
 * Returns: (transfer none): which file it is, as it was when it was opened
 */
const AttuneFileStamp *
attune_example_file_get_stamp (AttuneExampleFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), NULL);

  return &self->stamp;
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
 * attune_example_file_get_offset:
 * @self: a file
 * @index: which example, from 0; the number of examples for the end of the last one
 *
 * Returns: where its line begins, in bytes
 */
guint64
attune_example_file_get_offset (AttuneExampleFile *self,
                                guint              index)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), 0);
  g_return_val_if_fail (index < self->offsets->len, 0);

  return g_array_index (self->offsets, guint64, index);
}

/**
 * attune_example_file_get_length:
 * @self: a file
 * @index: which example, from 0
 *
 * Returns: the length of its line with its end, in bytes
 */
guint64
attune_example_file_get_length (AttuneExampleFile *self,
                                guint              index)
{
  return attune_example_file_get_offset (self, index + 1) -
         attune_example_file_get_offset (self, index);
}

/**
 * attune_example_file_find:
 * @self: a file
 * @offset: a place in it, in bytes
 *
 * Returns: which example is there, from 0
 */
guint
attune_example_file_find (AttuneExampleFile *self,
                          guint64            offset)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), 0);

  for (high = attune_example_file_get_n_examples (self); high - low > 1; )
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->offsets, guint64, middle) <= offset)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/**
 * attune_example_file_read_bytes:
 * @self: a file
 * @offset: where to begin, in bytes
 * @bytes: (out caller-allocates) (array length=length): what is there
 * @length: how many bytes; they must be within the file as it was when it was opened
 * @error: (nullable): where to put an error
 *
 * Reads a piece of the file, for those who go through all of it.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be read
 */
gboolean
attune_example_file_read_bytes (AttuneExampleFile  *self,
                                guint64             offset,
                                char               *bytes,
                                gsize               length,
                                GError            **error)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return read_at (self, offset, bytes, length, error);
}

/**
 * attune_example_file_read_text:
 * @self: a file
 * @index: which example, from 0
 * @max_length: the most that is wanted, in bytes; the rest of a longer line is left out
 * @length: (out): how much it is
 * @error: (nullable): where to put an error
 *
 * Reads one line as it stands, without its end.
 *
 * Returns: (transfer full) (nullable): the line, ended by a NUL, or %NULL with
 *   %ATTUNE_ERROR_STORAGE
 */
char *
attune_example_file_read_text (AttuneExampleFile  *self,
                               guint               index,
                               gsize               max_length,
                               gsize              *length,
                               GError            **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), NULL);
  g_return_val_if_fail (index < attune_example_file_get_n_examples (self), NULL);
  g_return_val_if_fail (length != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  *length = MIN (attune_example_file_get_length (self, index), max_length);
  text = g_malloc (*length + 1);

  if (!read_at (self, attune_example_file_get_offset (self, index), text, *length, error))
    return NULL;

  while (*length > 0 && g_ascii_isspace (text[*length - 1]))
    (*length)--;

  text[*length] = '\0';

  return g_steal_pointer (&text);
}

/**
 * attune_example_file_read:
 * @self: a file
 * @index: which example, from 0
 * @error: (nullable): where to put an error
 *
 * Reads one example from the disk. Fails with %ATTUNE_ERROR_STORAGE when the file cannot be read,
 * and with %ATTUNE_ERROR_DATA when it is longer than %ATTUNE_EXAMPLE_MAX_SIZE, or when somebody
 * changed the file so that the line is no example.
 *
 * Returns: (transfer full) (nullable): the example, its line that of the file
 */
AttuneExample *
attune_example_file_read (AttuneExampleFile  *self,
                          guint               index,
                          GError            **error)
{
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (self), NULL);
  g_return_val_if_fail (index < attune_example_file_get_n_examples (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (attune_example_file_get_length (self, index) > ATTUNE_EXAMPLE_MAX_SIZE)
    {
      g_autofree char *size = g_format_size (attune_example_file_get_length (self, index));

      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: the first %s is a size, such as “200 MB”. */
                        _("This example has %s, more than any model can read. Mark it out, or make "
                          "it shorter in the original file."),
                        size);
      return NULL;
    }

  if (!(text = attune_example_file_read_text (self, index, G_MAXSIZE, &length, error)))
    return NULL;

  return attune_example_new_from_json ((guint64)index + 1, text, length, error);
}
