/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-gunzip"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "attune-gunzip.h"

#define BLOCK_LENGTH (256 * 1024)

/* The packed file, of which a piece is in memory. */
typedef struct
{
  int       fd;
  char     *bytes;
  gsize     begin;      /* what of the piece is still to be unpacked … */
  gsize     end;        /* … and where the piece ends */
  goffset   position;   /* in the file, of what comes behind the piece */
  gboolean  is_at_end;  /* there is nothing behind it */
} Input;

static void
input_clear (Input *self)
{
  g_free (self->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Input, input_clear)

/* Goes on until there are @wanted bytes, or no more. */
static gboolean
fill (Input   *self,
      gsize    wanted,
      GError **error)
{
  memmove (self->bytes, self->bytes + self->begin, self->end - self->begin);
  self->end -= self->begin;
  self->begin = 0;

  while (self->end < wanted && !self->is_at_end)
    {
      gssize n = pread (self->fd, self->bytes + self->end, BLOCK_LENGTH - self->end,
                        self->position);

      if (n < 0 && errno == EINTR)
        continue;

      if (n < 0)
        {
          g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno),
                               g_strerror (errno));
          return FALSE;
        }

      self->end += n;
      self->position += n;
      self->is_at_end = n == 0;
    }

  return TRUE;
}

/* Several files may be joined into one; zeros and other things behind the last are left alone. */
static gboolean
has_another (Input   *self,
             GError **error)
{
  static const char signature[] = { '\x1f', '\x8b', '\x08' };

  return fill (self, sizeof signature, error) && self->end >= sizeof signature &&
         memcmp (self->bytes, signature, sizeof signature) == 0;
}

static AttunePackingExtent
get_extent (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return ATTUNE_PACKING_CUT_OFF;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ? ATTUNE_PACKING_DAMAGED
                                                                      : ATTUNE_PACKING_WHOLE;
}

/* The next bytes of what is unpacked, with where they were packed. */
static GConverterResult
unpack_next (Input       *self,
             GConverter  *converter,
             char        *block,
             gsize       *length,
             GError     **error)
{
  GConverterResult result;
  gsize n_read = 0;

  *length = 0;

  if (self->begin == self->end && !fill (self, 1, error))
    return G_CONVERTER_ERROR;

  result = g_converter_convert (converter, self->bytes + self->begin, self->end - self->begin,
                                block, BLOCK_LENGTH,
                                self->is_at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                                &n_read, length, error);
  self->begin += n_read;

  return result;
}

/**
 * attune_gunzip_read:
 * @fd: a file that is packed with gzip (RFC 1952), from whose beginning it is read
 * @func: (scope call): what takes it, block by block
 * @user_data: for @func
 * @extent: (out): when it fails, whether the file ends too early, or is damaged; else not set
 * @cancellable: (nullable): to stop
 * @error: (nullable): where to put an error
 *
 * libarchive leaves the checksum that stands behind the data unread; zlib, by #GZlibDecompressor,
 * does not, so that no changed byte goes unnoticed. Fails with the reason in technical words, and
 * as @func does.
 *
 * Returns: whether it came to the end, or @func had enough
 */
gboolean
attune_gunzip_read (int                      fd,
                    AttunePackingBlockFunc   func,
                    gpointer                 user_data,
                    AttunePackingExtent     *extent,
                    GCancellable            *cancellable,
                    GError                 **error)
{
  g_autoptr(GZlibDecompressor) decompressor = NULL;
  g_auto(Input) input = { .fd = fd, .bytes = g_malloc (BLOCK_LENGTH) };
  g_autofree char *block = g_malloc (BLOCK_LENGTH);
  g_autoptr(GError) local_error = NULL;
  GConverterResult result;
  gsize length;

  decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

  while ((result = unpack_next (&input, G_CONVERTER (decompressor), block, &length,
                                &local_error)) != G_CONVERTER_ERROR)
    {
      goffset done = input.position - (goffset)(input.end - input.begin);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      if (length > 0 && !func (block, length, done, user_data, &local_error))
        break;

      if (result == G_CONVERTER_FINISHED)
        {
          if (!has_another (&input, &local_error))
            break;

          g_converter_reset (G_CONVERTER (decompressor));
        }
    }

  if (local_error == NULL)
    return TRUE;

  if (result == G_CONVERTER_ERROR)
    *extent = get_extent (local_error);

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}
