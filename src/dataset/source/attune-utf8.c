/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-utf8"

#include "config.h"

#include <string.h>

#include "attune-utf8.h"

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)
#define LOW_BITS G_GUINT64_CONSTANT (0x0101010101010101)
#define REPLACEMENT "\xef\xbf\xbd"

/* The second byte of a sequence has a narrower range after some first bytes, which keeps out
 * overlong forms, surrogates and what lies above U+10FFFF (Unicode 16, table 3-7). */
static gboolean
is_second_byte (guint8 first,
                guint8 second)
{
  guint8 low = 0x80;
  guint8 high = 0xbf;

  switch (first)
    {
    case 0xe0: low = 0xa0; break;
    case 0xed: high = 0x9f; break;
    case 0xf0: low = 0x90; break;
    case 0xf4: high = 0x8f; break;
    default: break;
    }

  return second >= low && second <= high;
}

static guint
get_expected_length (guint8 first)
{
  if (first < 0x80)
    return 1;

  if (first < 0xc2 || first > 0xf4)
    return 0;

  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Returns how many bytes from the first on belong together, at most the expected number. */
static guint
count_matching (const guint8 *bytes,
                gsize         length,
                guint         expected)
{
  guint n = 1;

  while (n < expected && n < length)
    {
      if (n == 1 ? !is_second_byte (bytes[0], bytes[1]) : (bytes[n] & 0xc0) != 0x80)
        break;

      n++;
    }

  return n;
}

/**
 * attune_utf8_get_sequence:
 * @bytes: (array length=length): where a character begins
 * @length: how many bytes there are, at least one
 * @bad_length: (out) (optional): when it is ill-formed, how many bytes one replacement character
 *   stands for (Unicode 16, section 3.9, "maximal subparts")
 *
 * Returns: the number of bytes of the character, 1 to 4, or 0 when it is ill-formed or cut off
 */
guint
attune_utf8_get_sequence (const char *bytes,
                          gsize       length,
                          guint      *bad_length)
{
  guint expected = get_expected_length ((guint8)bytes[0]);
  guint n = expected == 0 ? 1 : count_matching ((const guint8 *)bytes, length, expected);

  if (n == expected)
    return n;

  if (bad_length != NULL)
    *bad_length = n;

  return 0;
}

/* Eight bytes at a time; text is mostly ASCII or mostly not, so the branch is foreseen well. */
static gsize
skip_ascii (const char *bytes,
            gsize       length,
            gsize      *n_nul)
{
  gsize i = 0;

  while (i + 8 <= length)
    {
      guint64 word;

      memcpy (&word, bytes + i, 8);

      if (word & HIGH_BITS || (word - LOW_BITS) & HIGH_BITS)
        break;

      i += 8;
    }

  for (; i < length && (guint8)bytes[i] < 0x80; i++)
    *n_nul += bytes[i] == 0;

  return i;
}

static gboolean
is_continuation (char byte)
{
  return ((guint8)byte & 0xc0) == 0x80;
}

/* Returns how many bytes from the first on are characters of three bytes, except those whose second
 * byte is special: nearly all that Chinese, Japanese and Korean texts consist of. */
static gsize
skip_threes (const char *bytes,
             gsize       length)
{
  gsize i = 0;

  while (i + 3 <= length && ((guint8)bytes[i] & 0xf0) == 0xe0 && bytes[i] != '\xe0' &&
         bytes[i] != '\xed' &&
         is_continuation (bytes[i + 1]) && is_continuation (bytes[i + 2]))
    i += 3;

  return i;
}

/**
 * attune_utf8_scan:
 * @bytes: (array length=length): some text, perhaps UTF-8
 * @length: how many bytes
 * @stats: (out): what is in it
 */
void
attune_utf8_scan (const char      *bytes,
                  gsize            length,
                  AttuneUtf8Stats *stats)
{
  gsize i = 0;

  *stats = (AttuneUtf8Stats) { 0 };

  while ((i += skip_ascii (bytes + i, length - i, &stats->n_nul)) < length)
    {
      while (i < length && (guint8)bytes[i] >= 0x80)
        {
          gsize n_threes = skip_threes (bytes + i, length - i);
          guint bad = 1;
          guint n;

          stats->n_sequences += n_threes / 3;
          stats->n_long += n_threes / 3;
          stats->n_bytes += n_threes;
          i += n_threes;

          if (i == length || (guint8)bytes[i] < 0x80)
            break;

          n = attune_utf8_get_sequence (bytes + i, length - i, &bad);
          stats->n_sequences += n > 0;
          stats->n_long += n > 2;
          stats->n_bad += n == 0;
          stats->n_bytes += n > 0 ? n : bad;
          i += n > 0 ? n : bad;
        }
    }
}

/**
 * attune_utf8_is_damaged:
 * @stats: what is in a line that is not well formed
 *
 * Text of another encoding has well-formed parts by chance only: of two bytes now and then, of
 * three hardly ever.
 *
 * Returns: whether the line is UTF-8 nevertheless, in which something is missing
 */
gboolean
attune_utf8_is_damaged (const AttuneUtf8Stats *stats)
{
  return stats->n_long >= stats->n_bad || stats->n_sequences >= 3 * stats->n_bad;
}

/**
 * attune_utf8_get_incomplete:
 * @bytes: (array length=length): a piece of a text
 * @length: how many bytes
 *
 * Returns: how many bytes at the end, 0 to 3, are the beginning of a character that the next piece
 *   may complete
 */
gsize
attune_utf8_get_incomplete (const char *bytes,
                            gsize       length)
{
  for (gsize n = 1; n <= MIN (length, 3); n++)
    {
      guint8 byte = (guint8)bytes[length - n];
      guint expected;

      if ((byte & 0xc0) == 0x80)
        continue;

      expected = get_expected_length (byte);

      return expected > n &&
             count_matching ((const guint8 *)bytes + length - n, n, expected) == n ? n : 0;
    }

  return 0;
}

/**
 * attune_utf8_is_ascii:
 * @bytes: (array length=length): some text
 * @length: how many bytes
 *
 * Returns: whether no byte has its highest bit set
 */
gboolean
attune_utf8_is_ascii (const char *bytes,
                      gsize       length)
{
  guint64 bits = 0;
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      guint64 word;

      memcpy (&word, bytes + i, 8);
      bits |= word;
    }

  for (; i < length; i++)
    bits |= (guint64)(guint8)bytes[i];

  return (bits & HIGH_BITS) == 0;
}

/**
 * attune_utf8_append_mended:
 * @text: where it goes
 * @bytes: (array length=length): UTF-8 with errors
 * @length: how many bytes
 *
 * Copies what is well formed, and puts U+FFFD for each part that is not.
 */
void
attune_utf8_append_mended (GString    *text,
                           const char *bytes,
                           gsize       length)
{
  gsize begin = 0;
  gsize i = 0;

  while (i < length)
    {
      guint bad = 1;
      guint n = attune_utf8_get_sequence (bytes + i, length - i, &bad);

      if (n > 0)
        {
          i += n;
          continue;
        }

      g_string_append_len (text, bytes + begin, i - begin);
      g_string_append (text, REPLACEMENT);
      i += bad;
      begin = i;
    }

  g_string_append_len (text, bytes + begin, length - begin);
}
