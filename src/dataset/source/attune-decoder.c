/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-decoder"

#include "config.h"

#include <errno.h>
#include <string.h>

#include "attune-decoder.h"
#include "attune-encoding-guess.h"
#include "attune-utf8.h"

#define TEXT_LENGTH (256 * 1024)
#define REPLACEMENT "\xef\xbf\xbd"

struct _AttuneDecoder
{
  char              *encoding;
  char              *other;
  GIConv             converter;        /* from @encoding, unless that is UTF-8 */
  GIConv             other_converter;  /* from @other, unless that is UTF-8 */
  gboolean           is_strict;
  guint              width;            /* of the smallest unit of @encoding, in bytes */
  AttuneDecoderSink  sink;
  gpointer           user_data;

  GByteArray        *rest;             /* what the last block left over */
  char              *text;
  GString           *line;
  goffset            position;         /* in bytes, of what is decoded */
  goffset            bad_at;           /* of the first byte without meaning, or -1 */
  guint64            n_lines;          /* that ended so far */
  guint64            n_mended;
  gboolean           is_line_mended;   /* the current one, which counts once */
};

static GIConv
open_converter (const char *encoding)
{
  return encoding != NULL && !g_str_equal (encoding, "UTF-8") ? g_iconv_open ("UTF-8", encoding)
                                                               : (GIConv)-1;
}

static guint
get_width (const char *encoding)
{
  if (g_str_has_prefix (encoding, "UTF-16"))
    return 2;

  return g_str_has_prefix (encoding, "UTF-32") ? 4 : 1;
}

/**
 * attune_decoder_new:
 * @encoding: the name of the encoding
 * @other: (nullable): the name of the encoding of the lines that are not in @encoding; one of the
 *   two is UTF-8
 * @is_strict: whether a byte that has no meaning is an error; if not, U+FFFD stands for it
 * @sink: (scope forever): where the text goes
 * @user_data: for @sink
 *
 * Returns: (transfer full) (nullable): a decoder; %NULL when this system cannot read the encoding
 */
AttuneDecoder *
attune_decoder_new (const char        *encoding,
                    const char        *other,
                    gboolean           is_strict,
                    AttuneDecoderSink  sink,
                    gpointer           user_data)
{
  g_autoptr(AttuneDecoder) self = g_new0 (AttuneDecoder, 1);

  self->encoding = g_strdup (encoding);
  self->other = g_strdup (other);
  self->converter = open_converter (encoding);
  self->other_converter = open_converter (other);
  self->is_strict = is_strict;
  self->width = get_width (encoding);
  self->sink = sink;
  self->user_data = user_data;
  self->rest = g_byte_array_new ();
  self->text = g_malloc (TEXT_LENGTH);
  self->line = g_string_new (NULL);
  self->bad_at = -1;

  if ((self->converter == (GIConv)-1 && !g_str_equal (encoding, "UTF-8")) ||
      (self->other_converter == (GIConv)-1 && other != NULL && !g_str_equal (other, "UTF-8")))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_decoder_free:
 * @self: (transfer full): a decoder
 */
void
attune_decoder_free (AttuneDecoder *self)
{
  if (self->converter != (GIConv)-1)
    g_iconv_close (self->converter);

  if (self->other_converter != (GIConv)-1)
    g_iconv_close (self->other_converter);

  g_byte_array_unref (self->rest);
  g_string_free (self->line, TRUE);
  g_free (self->text);
  g_free (self->encoding);
  g_free (self->other);
  g_free (self);
}

static void
mend_line (AttuneDecoder *self)
{
  self->n_mended += !self->is_line_mended;
  self->is_line_mended = TRUE;
}

/* Counts the lines of what was decoded, so that a line with several bad places counts once. */
static gboolean
put_text (AttuneDecoder  *self,
          const char     *text,
          gsize           length,
          GError        **error)
{
  const char *end = text + length;

  for (const char *p = memchr (text, '\n', length);
       p != NULL;
       p = memchr (p + 1, '\n', end - p - 1))
    {
      self->n_lines++;
      self->is_line_mended = FALSE;
    }

  return length == 0 || self->sink (text, length, self->user_data, error);
}

/* Sets an error without a sentence: the caller knows the name of the file and asks where it was. */
static gboolean
handle_bad (AttuneDecoder  *self,
            goffset         at,
            GError        **error)
{
  if (self->bad_at < 0)
    self->bad_at = at;

  if (!self->is_strict)
    {
      mend_line (self);
      return put_text (self, REPLACEMENT, strlen (REPLACEMENT), error);
    }

  g_set_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE,
               "no character of %s at byte %" G_GINT64_FORMAT, self->encoding, (gint64)at);

  return FALSE;
}

/* Converts as much as there is of @bytes, and returns in @done how much that was: the rest is the
 * beginning of a character. */
static gboolean
convert_block (AttuneDecoder  *self,
               const char     *bytes,
               gsize           length,
               gboolean        is_last,
               gsize          *done,
               GError        **error)
{
  char *in = (char *)bytes;
  gsize in_left = length;

  while (in_left > 0)
    {
      char *out = self->text;
      gsize out_left = TEXT_LENGTH;
      gsize result = g_iconv (self->converter, &in, &in_left, &out, &out_left);
      int number = errno;

      if (!put_text (self, self->text, out - self->text, error))
        return FALSE;

      if (result != (gsize)-1 || number == E2BIG)
        continue;

      if (number == EINVAL && !is_last)
        break;

      if (!handle_bad (self, self->position + (in - bytes), error))
        return FALSE;

      g_iconv (self->converter, NULL, NULL, NULL, NULL);
      in += MIN (self->width, in_left);
      in_left -= MIN (self->width, in_left);
    }

  /* Vietnamese Windows-1258 holds a letter back to see whether an accent follows. */
  if (is_last)
    {
      char *out = self->text;
      gsize out_left = TEXT_LENGTH;

      g_iconv (self->converter, NULL, NULL, &out, &out_left);

      if (!put_text (self, self->text, out - self->text, error))
        return FALSE;
    }

  *done = length - in_left;

  return TRUE;
}

/* Appends to self->line what can be converted. Returns how many bytes that took: all of them, or
 * those before the first that has no meaning. */
static gsize
convert_line (AttuneDecoder *self,
              GIConv         converter,
              const char    *line,
              gsize          length)
{
  char *in = (char *)line;
  gsize in_left = length;
  gsize result;

  g_iconv (converter, NULL, NULL, NULL, NULL);

  do
    {
      char *out = self->text;
      gsize out_left = TEXT_LENGTH;

      result = g_iconv (converter, &in, &in_left, &out, &out_left);

      if (result != (gsize)-1)
        g_iconv (converter, NULL, NULL, &out, &out_left);

      g_string_append_len (self->line, self->text, out - self->text);
    }
  while (result == (gsize)-1 && errno == E2BIG);

  return length - in_left;
}

/* Decodes a line into self->line, with U+FFFD where nothing fits. Returns whether all fitted. */
static gboolean
convert_whole_line (AttuneDecoder *self,
                    GIConv         converter,
                    const char    *line,
                    gsize          length)
{
  gsize done = convert_line (self, converter, line, length);
  gboolean is_whole = done == length;

  while (done < length)
    {
      g_string_append (self->line, REPLACEMENT);
      done++;
      done += convert_line (self, converter, line + done, length - done);
    }

  return is_whole;
}

/* A line of a text in UTF-8 that is not UTF-8: most of it may still be, or it is in the other
 * encoding. */
static void
mend_utf8_line (AttuneDecoder         *self,
                const char            *line,
                gsize                  length,
                const AttuneUtf8Stats *stats)
{
  if (self->other_converter != (GIConv)-1 && !attune_utf8_is_damaged (stats))
    {
      convert_whole_line (self, self->other_converter, line, length);
      return;
    }

  attune_utf8_append_mended (self->line, line, length);
}

static gboolean
decode_line (AttuneDecoder  *self,
             const char     *line,
             gsize           length,
             GError        **error)
{
  gboolean is_utf8_main = self->converter == (GIConv)-1;
  AttuneUtf8Stats stats;

  if (attune_utf8_is_ascii (line, length))
    return put_text (self, line, length, error);

  attune_utf8_scan (line, length, &stats);

  if (stats.n_bad == 0 && (is_utf8_main || stats.n_long >= 2 || stats.n_sequences >= 4))
    {
      if (!is_utf8_main)
        mend_line (self);

      return put_text (self, line, length, error);
    }

  g_string_truncate (self->line, 0);

  if (is_utf8_main)
    {
      if (self->bad_at < 0)
        self->bad_at = self->position;

      mend_line (self);
      mend_utf8_line (self, line, length, &stats);
    }
  else if (!convert_whole_line (self, self->converter, line, length))
    {
      mend_line (self);
    }

  return put_text (self, self->line->str, self->line->len, error);
}

static gboolean
decode_lines (AttuneDecoder  *self,
              const char     *bytes,
              gsize           length,
              gboolean        is_last,
              gsize          *done,
              GError        **error)
{
  goffset begin = self->position;
  gsize n;

  *done = 0;

  while (*done < length &&
         (n = attune_encoding_guess_find_line (bytes + *done, length - *done, is_last)) > 0)
    {
      self->position = begin + *done;

      if (!decode_line (self, bytes + *done, n, error))
        return FALSE;

      *done += n;
    }

  self->position = begin;

  return TRUE;
}

static gboolean
decode (AttuneDecoder  *self,
        const char     *bytes,
        gsize           length,
        gboolean        is_last,
        gsize          *done,
        GError        **error)
{
  gboolean by_line = self->converter == (GIConv)-1 || self->other != NULL;

  if (!(by_line ? decode_lines (self, bytes, length, is_last, done, error)
                : convert_block (self, bytes, length, is_last, done, error)))
    return FALSE;

  self->position += *done;

  return TRUE;
}

/**
 * attune_decoder_feed:
 * @self: a decoder
 * @bytes: (array length=length): the next bytes
 * @length: how many bytes
 * @error: (nullable): where to put an error
 *
 * Decodes what is whole and keeps the rest for the next call. Fails with an error of the sink, or,
 * if strict, with %G_CONVERT_ERROR_ILLEGAL_SEQUENCE; attune_decoder_get_bad_at() then says where.
 *
 * Returns: whether to go on
 */
gboolean
attune_decoder_feed (AttuneDecoder  *self,
                     const char     *bytes,
                     gsize           length,
                     GError        **error)
{
  gsize done;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->rest->len == 0)
    {
      if (!decode (self, bytes, length, FALSE, &done, error))
        return FALSE;

      g_byte_array_append (self->rest, (const guint8 *)bytes + done, length - done);

      return TRUE;
    }

  g_byte_array_append (self->rest, (const guint8 *)bytes, length);

  if (!decode (self, (const char *)self->rest->data, self->rest->len, FALSE, &done, error))
    return FALSE;

  g_byte_array_remove_range (self->rest, 0, done);

  return TRUE;
}

/**
 * attune_decoder_finish:
 * @self: a decoder
 * @error: (nullable): where to put an error
 *
 * Decodes what is left when nothing more comes. Fails as attune_decoder_feed() does.
 *
 * Returns: whether all is decoded
 */
gboolean
attune_decoder_finish (AttuneDecoder  *self,
                       GError        **error)
{
  gsize done;

  g_return_val_if_fail (self != NULL, FALSE);

  return decode (self, (const char *)self->rest->data, self->rest->len, TRUE, &done, error);
}

/**
 * attune_decoder_get_n_mended:
 * @self: a decoder
 *
 * Returns: how many lines were in another encoding than the rest, or had bytes without meaning
 */
guint64
attune_decoder_get_n_mended (AttuneDecoder *self)
{
  return self->n_mended;
}

/**
 * attune_decoder_get_bad_at:
 * @self: a decoder
 *
 * Returns: the offset of the first byte that had no meaning, or -1
 */
goffset
attune_decoder_get_bad_at (AttuneDecoder *self)
{
  return self->bad_at;
}

/**
 * attune_decoder_get_bad_line:
 * @self: a decoder that stopped at a byte without meaning
 *
 * Returns: the number of the line in which that is, from 1
 */
guint64
attune_decoder_get_bad_line (AttuneDecoder *self)
{
  return self->n_lines + 1;
}
