/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text"

#include "config.h"

#include <string.h>

#include "attune-text.h"

/* Set in every byte that is not ASCII. */
#define NOT_ASCII G_GUINT64_CONSTANT (0x8080808080808080)

/* Below this a loop is faster than the call of memchr(). */
#define SHORT_LENGTH 16

static const char *
skip_ascii (const char *text,
            const char *end)
{
  guint64 words[4];

  for (; end - text >= (gssize)sizeof words; text += sizeof words)
    {
      memcpy (words, text, sizeof words);

      if (((words[0] | words[1] | words[2] | words[3]) & NOT_ASCII) != 0)
        break;
    }

  while (text < end && (guint8)*text < 0x80)
    text++;

  return text;
}

/* Two characters of three bytes each, in the order in which they lie in memory: the bits that tell
 * their bytes from others, and what these bits are. */
#define THREE_BYTES_MASK G_GUINT64_CONSTANT (0xc0c0f0c0c0f0)
#define THREE_BYTES G_GUINT64_CONSTANT (0x8080e08080e0)

/* Passes over Chinese, Japanese and Korean, nearly all of which is written in three bytes, two
 * characters at a time: at 5 GB/s where the general rule does 1. Behind E0 and ED not every
 * continuation is allowed, so these are left to the general rule. */
static const char *
skip_three_bytes (const char *text,
                  const char *end)
{
  const guint exceptions = 1 << 0x0 | 1 << 0xd;

  for (; end - text >= 8; text += 6)
    {
      guint64 word;

      memcpy (&word, text, sizeof word);

      if ((GUINT64_FROM_LE (word) & THREE_BYTES_MASK) != THREE_BYTES ||
          ((1 << (text[0] & 0xf) | 1 << (text[3] & 0xf)) & exceptions) != 0)
        break;
    }

  return text;
}

/* Returns how long the character at @text is, 0 when it is none. RFC 3629, section 4. */
static gsize
get_character_length (const char *text,
                      const char *end)
{
  guint8 lead = text[0];
  gsize length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  guint8 low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  guint8 high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

  if (length == 0 || lead > 0xf4 || (gssize)length > end - text)
    return 0;

  if (length > 1 && ((guint8)text[1] < low || (guint8)text[1] > high))
    return 0;

  for (gsize i = 2; i < length; i++)
    if ((text[i] & 0xc0) != 0x80)
      return 0;

  return length;
}

/**
 * attune_text_is_utf8:
 * @text: (array length=length): any bytes
 * @length: how many
 *
 * As g_utf8_validate_len(), which takes a NUL for an error as well, but at the speed at which files
 * are read.
 *
 * Returns: whether it is UTF-8 without a NUL
 */
gboolean
attune_text_is_utf8 (const char *text,
                     gsize       length)
{
  const char *end = text + length;

  if (length > 0 && memchr (text, '\0', length) != NULL)
    return FALSE;

  while ((text = skip_three_bytes (skip_ascii (text, end), end)) < end)
    {
      gsize n = get_character_length (text, end);

      if (n == 0)
        return FALSE;

      text += n;
    }

  return TRUE;
}

/**
 * attune_text_skip_blank:
 * @text: where to begin
 * @end: where the text ends
 *
 * Passes over spaces, blank lines, and the byte order mark that stands in the middle of a file when
 * several were joined.
 *
 * Returns: what follows, or @end
 */
const char *
attune_text_skip_blank (const char *text,
                        const char *end)
{
  for (;;)
    {
      while (text < end && g_ascii_isspace (*text))
        text++;

      if (end - text < 3 || memcmp (text, "\xef\xbb\xbf", 3) != 0)
        return text;

      text += 3;
    }
}

/* A carriage return ends a line unless a line feed follows, or another one and then a line feed, as
 * a broken conversion writes it. */
static gboolean
is_lone_return (const char *text,
                const char *end)
{
  if (end - text > 1 && text[1] == '\n')
    return FALSE;

  return end - text < 3 || text[1] != '\r' || text[2] != '\n';
}

/**
 * attune_text_count_lines:
 * @text: (array length=length): a piece of a text
 * @length: how many bytes
 * @end: where the text ends, at or behind the end of the piece
 *
 * Returns: how many lines end in the piece: with LF, CR, CR LF, or CR CR LF
 */
guint64
attune_text_count_lines (const char *text,
                         gsize       length,
                         const char *end)
{
  const char *stop = text + length;
  const char *position = text;
  guint64 n_lines = 0;

  if (length == 0)
    return 0;

  /* Between two records there is mostly nothing else. */
  if (length == 1)
    return *text == '\n' || (*text == '\r' && is_lone_return (text, end));

  while ((position = memchr (position, '\n', stop - position)))
    {
      position++;
      n_lines++;
    }

  position = text;

  while ((position = memchr (position, '\r', stop - position)))
    {
      n_lines += is_lone_return (position, end);
      position++;
    }

  return n_lines;
}

/**
 * attune_text_get_line_end:
 * @text: a LF or CR
 * @end: where the text ends
 *
 * Returns: how many bytes end the line here: 1, 2 for CR LF, 3 for CR CR LF
 */
gsize
attune_text_get_line_end (const char *text,
                          const char *end)
{
  if (*text == '\n' || is_lone_return (text, end))
    return 1;

  return text[1] == '\n' ? 2 : 3;
}

static const char *
strip_returns (const char *text,
               const char *end)
{
  while (end > text && end[-1] == '\r')
    end--;

  return end;
}

static gssize
find_first (const char *text,
            gsize       length)
{
  const char *line_feed = memchr (text, '\n', length);
  const char *end = strip_returns (text, line_feed != NULL ? line_feed : text + length);
  const char *carriage_return = memchr (text, '\r', end - text);

  if (carriage_return != NULL)
    return carriage_return + 1 - text;

  return line_feed != NULL ? line_feed + 1 - text : -1;
}

/* The last line feed will do as a place to cut; only files without any need the carriage returns,
 * of which those at the very end may still be followed by a line feed. */
static gssize
find_last (const char *text,
           gsize       length)
{
  const char *last = memrchr (text, '\n', length);

  if (last == NULL)
    last = memrchr (text, '\r', strip_returns (text, text + length) - text);

  return last != NULL ? last + 1 - text : -1;
}

static gboolean
has_line_end (const char *text,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\n' || text[i] == '\r')
      return TRUE;

  return FALSE;
}

/**
 * attune_text_find_line_ends:
 * @text: (array length=length): a piece of a text
 * @length: how many bytes
 * @first: (inout): if less than 0, set to what follows the first line that ends in the piece
 * @last: (inout): set to what follows the last one, or left as it is
 *
 * Finds places to cut between lines. A carriage return at the very end of the piece does not count,
 * since a line feed may follow.
 */
void
attune_text_find_line_ends (const char *text,
                            gsize       length,
                            gssize     *first,
                            gssize     *last)
{
  gssize position;

  if (length < SHORT_LENGTH && !has_line_end (text, length))
    return;

  position = find_last (text, length);

  if (position >= 0)
    *last = position;

  if (*first < 0)
    *first = find_first (text, length);
}
