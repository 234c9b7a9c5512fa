/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-utf8-repair"

#include "config.h"

#include <string.h>

#include "attune-utf8-repair-private.h"

#define REPLACEMENT "\xef\xbf\xbd"   /* U+FFFD */

/* What the second byte of a character may be: the ranges leave out overlong forms, surrogates and
 * what is beyond Unicode (Unicode, table 3-7). */
static gboolean
is_second (guint8 first,
           guint8 second)
{
  guint8 low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  guint8 high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

  return second >= low && second <= high;
}

/* Returns how many of the bytes at @p are a character or the longest beginning of one that there
 * is, at least 1; @is_whole tells which. */
static gsize
measure (const guint8 *p,
         gsize         length,
         gboolean     *is_whole)
{
  gsize wanted = *p < 0x80 ? 1 : *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf5 ? 4 : 0;
  gsize n = 1;

  while (n < wanted && n < length && (n == 1 ? is_second (p[0], p[1]) : (p[n] & 0xc0) == 0x80))
    n++;

  *is_whole = n == wanted;

  return n;
}

static inline gboolean
is_ascii (const guint8 *p)
{
  guint64 bytes;

  memcpy (&bytes, p, sizeof bytes);

  return (bytes & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

/* Whether the three bytes at @p are a character of three bytes. */
static inline gboolean
is_three (const guint8 *p)
{
  return (p[0] & 0xf0) == 0xe0 && is_second (p[0], p[1]) && (p[2] & 0xc0) == 0x80;
}

/**
 * attune_utf8_measure_valid:
 * @text: (array length=length): any bytes
 * @length: how many
 *
 * Says the same as g_utf8_validate_len(), but in half the time for Chinese, where that took a fifth
 * of all the time of counting; and NUL is a character.
 *
 * Returns: how many bytes at the beginning are UTF-8; @length when all are
 */
gsize
attune_utf8_measure_valid (const guint8 *text,
                           gsize         length)
{
  const guint8 *p = text;
  const guint8 *end = text + length;

  while (p < end)
    {
      gboolean is_whole;
      gsize n;

      while (end - p >= 8 && is_ascii (p))
        p += 8;

      while (end - p >= 3 && is_three (p))
        p += 3;

      if (p == end)
        break;

      n = measure (p, end - p, &is_whole);

      if (!is_whole)
        break;

      p += n;
    }

  return p - text;
}

/**
 * attune_utf8_repair:
 * @buffer: receives the text, in place of what was in it
 * @text: (array length=length): any bytes
 * @length: how many
 *
 * Puts U+FFFD in the place of what is not UTF-8, one for each longest beginning of a character, as
 * Unicode recommends (section 3.9) and as Python's `errors="replace"` and Rust's lossy conversion
 * do. g_utf8_make_valid() puts one for each byte.
 */
void
attune_utf8_repair (GString      *buffer,
                    const guint8 *text,
                    gsize         length)
{
  g_string_truncate (buffer, 0);

  while (length > 0)
    {
      gsize n_valid = attune_utf8_measure_valid (text, length);
      gboolean is_whole;

      g_string_append_len (buffer, (const char *)text, n_valid);
      text += n_valid;
      length -= n_valid;

      if (length > 0)
        {
          gsize n = measure (text, length, &is_whole);

          g_string_append (buffer, REPLACEMENT);
          text += n;
          length -= n;
        }
    }
}
