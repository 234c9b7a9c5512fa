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

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-source.h"

#define MIN_BUFFER_SIZE (512 * 1024)

/* Where the next byte of one kind is. Every byte of the buffer is looked at once for each kind,
 * however many lines are taken out of it. */
typedef struct
{
  char  byte;
  gsize position;   /* everything from the start of the text up to here is another byte */
} Mark;

struct _AttuneSource
{
  GObject       parent_instance;

  char         *display_name;
  int           fd;               /* owned by the stream at the bottom of @stream */
  GInputStream *stream;           /* of decoded text */
  goffset       size;             /* of the file, when it was opened */
  goffset       n_read;           /* bytes of the file, as it is on the disk */

  char         *buffer;
  gsize         capacity;
  gsize         start;            /* the text not yet taken is buffer[start] to buffer[end] */
  gsize         end;
  gboolean      is_complete;      /* nothing comes after it */
  goffset       offset;           /* of buffer[start] in the decoded text */

  Mark          line_feed;
  Mark          carriage_return;
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

  self->size = info.st_size;
  self->fd = fd;
  self->stream = g_unix_input_stream_new (g_steal_fd (&fd), TRUE);

  return TRUE;
}

static void
make_room (AttuneSource *self)
{
  gsize length = self->end - self->start;

  if (self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, length);
      self->line_feed.position -= MIN (self->line_feed.position, self->start);
      self->carriage_return.position -= MIN (self->carriage_return.position, self->start);
      self->start = 0;
      self->end = length;
    }

  if (length > self->capacity / 2)
    {
      self->capacity *= 2;
      self->buffer = g_realloc (self->buffer, self->capacity);
    }
}

/* Returns the position of the next @mark, or the end of the buffer when there is none in it. */
static gsize
find_mark (AttuneSource *self,
           Mark         *mark)
{
  const char *found;

  if (mark->position < self->start)
    mark->position = self->start;

  if (mark->position < self->end && self->buffer[mark->position] != mark->byte)
    {
      found = memchr (self->buffer + mark->position, mark->byte, self->end - mark->position);
      mark->position = found != NULL ? (gsize)(found - self->buffer) : self->end;
    }

  return mark->position;
}

/* UTF-8 text needs no byte order mark; Windows programs write one all the same. */
static gboolean
skip_byte_order_mark (AttuneSource  *self,
                      GError       **error)
{
  const char *text;
  gsize length;

  do
    text = attune_source_peek (self, &length);
  while (length < 3 && attune_source_fill (self, NULL, error));

  text = attune_source_peek (self, &length);

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    attune_source_take (self, 3);

  self->offset = 0;

  return attune_source_is_complete (self) || length >= 3;
}

static gboolean
has_text (AttuneSource  *self,
          GError       **error)
{
  const char *text;
  gsize length;
  gsize n_blank = 0;

  for (;;)
    {
      text = attune_source_peek (self, &length);

      while (n_blank < length && g_ascii_isspace (text[n_blank]))
        n_blank++;

      if (n_blank < length)
        return TRUE;

      if (length > MIN_BUFFER_SIZE || !attune_source_fill (self, NULL, error))
        return length > MIN_BUFFER_SIZE;
    }
}

static void
attune_source_dispose (GObject *object)
{
  AttuneSource *self = (AttuneSource *)object;

  g_clear_object (&self->stream);

  G_OBJECT_CLASS (attune_source_parent_class)->dispose (object);
}

static void
attune_source_finalize (GObject *object)
{
  AttuneSource *self = (AttuneSource *)object;

  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->buffer, g_free);

  G_OBJECT_CLASS (attune_source_parent_class)->finalize (object);
}

static void
attune_source_class_init (AttuneSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_source_dispose;
  object_class->finalize = attune_source_finalize;
}

static void
attune_source_init (AttuneSource *self)
{
  self->fd = -1;
  self->capacity = 2 * MIN_BUFFER_SIZE;
  self->buffer = g_malloc (self->capacity);
  self->line_feed.byte = '\n';
  self->carriage_return.byte = '\r';
}

/**
 * attune_source_open:
 * @path: (type filename): a file that the person chose
 * @error: (nullable): where to put an error
 *
 * Opens a file and skips the byte order mark that it may have. Fails with %ATTUNE_ERROR_STORAGE
 * when it cannot be opened or is a folder, a pipe or a device, and with %ATTUNE_ERROR_DATA when
 * there is no text in it.
 *
 * Returns: (transfer full) (nullable): the source
 */
AttuneSource *
attune_source_open (const char  *path,
                    GError     **error)
{
  g_autoptr(AttuneSource) self = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_SOURCE, NULL);
  self->display_name = g_filename_display_basename (path);

  if (!open_regular_file (self, path, error))
    return NULL;

  if (skip_byte_order_mark (self, &local_error) && has_text (self, &local_error))
    return g_steal_pointer (&self);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: %s is the name of a file. */
                      _("“%s” is empty. Choose a file that has examples in it."),
                      self->display_name);

  return NULL;
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
 * attune_source_get_size:
 * @self: a source
 *
 * Returns: the size of the file in bytes, as it is on the disk
 */
goffset
attune_source_get_size (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), 0);

  return self->size;
}

/**
 * attune_source_get_position:
 * @self: a source
 *
 * Returns: how many bytes of the file, as it is on the disk, have been taken
 */
goffset
attune_source_get_position (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), 0);

  /* Exact for plain text; a decoder keeps a little back, which does not matter for progress. */
  return CLAMP (self->n_read - (goffset)(self->end - self->start), 0, self->size);
}

/**
 * attune_source_get_offset:
 * @self: a source
 *
 * Returns: how many bytes of decoded text have been taken
 */
goffset
attune_source_get_offset (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), 0);

  return self->offset;
}

/**
 * attune_source_fill:
 * @self: a source
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads more of the file into the buffer, which moves what attune_source_peek() returned. Fails
 * with %ATTUNE_ERROR_DATA when the buffer holds more than a record can have, and with
 * %ATTUNE_ERROR_STORAGE when the file cannot be read or has become shorter.
 *
 * Returns: %TRUE when there is more than before; %FALSE without an error at the end
 */
gboolean
attune_source_fill (AttuneSource  *self,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(GError) io_error = NULL;
  gssize n_read;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), FALSE);

  if (self->is_complete)
    return FALSE;

  if (self->end - self->start > ATTUNE_SOURCE_MAX_RECORD)
    {
      g_autofree char *limit = g_format_size_full (ATTUNE_SOURCE_MAX_RECORD,
                                                   G_FORMAT_SIZE_IEC_UNITS);

      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file, then a size such as “64 MiB”. */
                        _("“%s” has an example that is larger than %s. "
                          "Check that each line of the file holds one example."),
                        self->display_name, limit);
      return FALSE;
    }

  make_room (self);
  n_read = g_input_stream_read (self->stream, self->buffer + self->end,
                                self->capacity - self->end, cancellable, &io_error);

  if (n_read < 0)
    {
      attune_set_error_from_io (error, io_error, self->display_name);
      return FALSE;
    }

  self->n_read = lseek (self->fd, 0, SEEK_CUR);

  if (n_read == 0 && self->n_read < self->size)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” became shorter while it was being read. "
                          "Wait until no other program is writing it, then try again."),
                        self->display_name);
      return FALSE;
    }

  self->end += n_read;
  self->is_complete = n_read == 0;

  return !self->is_complete;
}

/**
 * attune_source_is_complete:
 * @self: a source
 *
 * Returns: %TRUE when everything up to the end of the file is in the buffer
 */
gboolean
attune_source_is_complete (AttuneSource *self)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), FALSE);

  return self->is_complete;
}

/**
 * attune_source_peek:
 * @self: a source
 * @length: (out): how many bytes there are
 *
 * Returns: (transfer none) (array length=length): what is in the buffer and not yet taken; valid
 *   until the next attune_source_fill()
 */
const char *
attune_source_peek (AttuneSource *self,
                    gsize        *length)
{
  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), NULL);

  *length = self->end - self->start;

  return self->buffer + self->start;
}

/**
 * attune_source_take:
 * @self: a source
 * @length: a number of bytes, at most what attune_source_peek() said
 *
 * Goes on behind these bytes. They stay where they are until the next attune_source_fill().
 */
void
attune_source_take (AttuneSource *self,
                    gsize         length)
{
  g_return_if_fail (ATTUNE_IS_SOURCE (self));
  g_return_if_fail (length <= self->end - self->start);

  self->start += length;
  self->offset += length;
}

/**
 * attune_source_read_line:
 * @self: a source
 * @line: (out) (transfer none) (array length=length): the line without its end
 * @length: (out): its length in bytes
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Takes one line, which ends with a line feed, a carriage return, or both; the last one needs no
 * end. It is valid until the next call.
 *
 * Returns: %FALSE at the end of the file, or with an error of attune_source_fill()
 */
gboolean
attune_source_read_line (AttuneSource  *self,
                         const char   **line,
                         gsize         *length,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  gsize line_end;
  gsize next;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (self), FALSE);

  for (;;)
    {
      line_end = MIN (find_mark (self, &self->line_feed), find_mark (self, &self->carriage_return));

      /* A carriage return in the last place may belong to a line feed that is not there yet. */
      if (line_end + 1 < self->end ||
          (line_end < self->end && self->buffer[line_end] == '\n') ||
          self->is_complete)
        break;

      if (!attune_source_fill (self, cancellable, &local_error) && local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  if (self->start == self->end)
    return FALSE;

  next = MIN (line_end + 1, self->end);

  if (next < self->end && self->buffer[line_end] == '\r' && self->buffer[next] == '\n')
    next++;

  *line = self->buffer + self->start;
  *length = line_end - self->start;
  attune_source_take (self, next - self->start);

  return TRUE;
}
