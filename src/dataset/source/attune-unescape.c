/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-unescape"

#include "config.h"

#include <string.h>

#include "attune-unescape.h"

/* A backslash, a "u" and four digits. */
#define ESCAPE_LENGTH 6

/* A literal or a set begins within so many bytes, or it is no code. */
#define MAX_LOOK_BACK 256

/* Reads "u" and four digits. */
static gboolean
read_digits (const char *text,
             gsize       length,
             gunichar   *unit)
{
  gunichar value = 0;

  if (length < ESCAPE_LENGTH - 1 || text[0] != 'u')
    return FALSE;

  for (guint i = 1; i < ESCAPE_LENGTH - 1; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;

      value = value << 4 | (gunichar)g_ascii_xdigit_value (text[i]);
    }

  *unit = value;

  return TRUE;
}

static gboolean
read_escape (const char *text,
             gsize       length,
             gunichar   *unit)
{
  return length > 0 && text[0] == '\\' && read_digits (text + 1, length - 1, unit);
}

/**
 * attune_text_read_escape:
 * @text: (array length=length): some text
 * @length: how many bytes
 * @character: (out): what is meant
 *
 * Reads one character that is written as "\u" and four digits. Half a pair of surrogates is no
 * character, and a NUL is none that a text can have. What is a backslash itself may begin the next:
 * "\u005cu0041" is an A that was escaped twice.
 *
 * Returns: how many bytes at @text stand for it; 0 when none do
 */
gsize
attune_text_read_escape (const char *text,
                         gsize       length,
                         gunichar   *character)
{
  gsize skipped = 0;
  gunichar low;

  if (!read_escape (text, length, character))
    return 0;

  /* The backslash that is left out is as long as the one that would be there. */
  while (*character == '\\' &&
         read_digits (text + skipped + ESCAPE_LENGTH, length - skipped - ESCAPE_LENGTH, character))
    skipped += ESCAPE_LENGTH - 1;

  text += skipped;
  length -= skipped;

  if (*character == 0)
    return 0;

  if (*character < 0xd800 || *character > 0xdfff)
    return skipped + ESCAPE_LENGTH;

  if (*character > 0xdbff || !read_escape (text + ESCAPE_LENGTH, length - ESCAPE_LENGTH, &low) ||
      low < 0xdc00 || low > 0xdfff)
    return 0;

  *character = 0x10000 + ((*character - 0xd800) << 10) + (low - 0xdc00);

  return skipped + 2 * ESCAPE_LENGTH;
}

/* A backslash before a backslash takes its meaning away: in "\\u0041" nothing is escaped. */
static const char *
find_backslash (const char *text,
                const char *end)
{
  const char *p = memchr (text, '\\', end - text);

  while (p != NULL && p + 1 < end && p[1] == '\\')
    p = memchr (p + 2, '\\', end - p - 2);

  return p;
}

/**
 * attune_text_is_quoted:
 * @text: some text
 * @at: where a code begins
 *
 * Codes that are meant stand in a literal of a program or in a set of a regular expression:
 * "\u00e9", [\u4e00-\u9fa5]. In a text that was escaped they stand in the open.
 *
 * Returns: whether a quotation mark or bracket before it, in the same line, is still open
 */
gboolean
attune_text_is_quoted (const char *text,
                       gsize       at)
{
  gsize first = at > MAX_LOOK_BACK ? at - MAX_LOOK_BACK : 0;
  gboolean is_double = FALSE;
  gboolean is_grave = FALSE;
  gboolean is_set = FALSE;

  for (gsize i = first; i < at; i++)
    if (text[i] == '\n')
      is_double = is_grave = is_set = FALSE;
    else if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
      is_double = !is_double;
    else if (text[i] == '`')
      is_grave = !is_grave;
    else if (text[i] == '[' || text[i] == ']')
      is_set = text[i] == '[';

  return is_double || is_grave || is_set || (at > 0 && text[at - 1] == '\'');
}

/**
 * attune_text_has_escapes:
 * @text: (array length=length): some text
 * @length: how many bytes
 *
 * Returns: whether there are characters in it that are written as "\u" and four digits
 */
gboolean
attune_text_has_escapes (const char *text,
                         gsize       length)
{
  const char *end = text + length;
  gunichar character;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length == 0)
    return FALSE;

  for (const char *p = find_backslash (text, end); p != NULL; p = find_backslash (p + 1, end))
    {
      if (attune_text_read_escape (p, end - p, &character) > 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * attune_text_unescape:
 * @text: (array length=length): some text
 * @length: how many bytes
 * @out_length: (out) (optional): the length of what is returned
 *
 * Turns what is written as "\u" and four digits, as in JSON, into the characters themselves. Two
 * surrogates become one character; one alone stays as it is.
 *
 * Returns: (transfer full) (nullable): the text with its characters, followed by a NUL; %NULL when
 *   there are no escapes
 */
char *
attune_text_unescape (const char *text,
                      gsize       length,
                      gsize      *out_length)
{
  const char *end = text + length;
  const char *begin = text;
  GString *plain;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (!attune_text_has_escapes (text, length))
    return NULL;

  plain = g_string_sized_new (length);

  for (const char *p = find_backslash (text, end); p != NULL; p = find_backslash (p, end))
    {
      gunichar character;
      gsize n = attune_text_read_escape (p, end - p, &character);

      if (n > 0)
        {
          g_string_append_len (plain, begin, p - begin);
          g_string_append_unichar (plain, character);
          begin = p + n;
        }

      p += MAX (n, 1);
    }

  g_string_append_len (plain, begin, end - begin);

  if (out_length != NULL)
    *out_length = plain->len;

  return g_string_free (plain, FALSE);
}
