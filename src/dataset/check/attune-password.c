/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-password"

#include "config.h"

#include <string.h>

#include "attune-password.h"

/* Shorter ones are words and examples. */
#define MIN_LENGTH 6
#define MIN_NAMED_LENGTH 8
#define MAX_LENGTH 128

/* Of how many kinds the characters of a text are. */
typedef struct
{
  gsize n_lower;
  gsize n_upper;
  gsize n_digits;
  gsize n_joints;    /* “_” and “.”, as in names of variables */
  gsize n_others;
} Census;

/* What a program puts in place of a value, or does with it. */
static inline gboolean
is_code (char byte)
{
  return strchr ("(){}[]<>$%;,\\", byte) != NULL;
}

static inline gboolean
is_password_byte (char byte)
{
  return g_ascii_isgraph (byte) && byte != '"' && byte != '\'' && byte != '`' && !is_code (byte);
}

static Census
count (const char *text,
       gsize       length)
{
  Census census = { 0 };

  for (gsize i = 0; i < length; i++)
    if (g_ascii_islower (text[i]))
      census.n_lower++;
    else if (g_ascii_isupper (text[i]))
      census.n_upper++;
    else if (g_ascii_isdigit (text[i]))
      census.n_digits++;
    else if (text[i] == '_' || text[i] == '.')
      census.n_joints++;
    else
      census.n_others++;

  return census;
}

/* Letters and digits, neither a word nor a number, nor code as request.form_1 is. Where the place
 * is less certain, it must look like nothing else. */
static gboolean
is_password (const char *text,
             gsize       length,
             gboolean    is_certain)
{
  Census census = count (text, length);

  if (census.n_lower + census.n_upper == 0 || census.n_digits == 0)
    return FALSE;

  if (census.n_others > 0 || (census.n_lower > 0 && census.n_upper > 0 && census.n_joints == 0))
    return TRUE;

  return is_certain && census.n_joints == 0;
}

/* Whether a name that ends at @last is that of a password. */
static gboolean
is_password_name (const char *text,
                  gsize       last)
{
  static const char * const names[] = { "password", "passwd", "pwd" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (last + 1 >= length &&
          g_ascii_strncasecmp (text + last + 1 - length, names[i], length) == 0)
        return last + 1 == length || !g_ascii_isalpha (text[last - length]) || length > 3;
    }

  return FALSE;
}

static gsize
skip_quote_and_spaces (const char *text,
                       gsize       length,
                       gsize       i)
{
  while (i < length && (text[i] == ' ' || text[i] == '"' || text[i] == '\''))
    i++;

  return i;
}

/**
 * attune_password_match:
 * @text: (array length=length): a text
 * @length: its length in bytes
 * @start: (inout): where the “d” of “password” may stand; then, where a password begins
 * @end: (out): where it ends
 *
 * Returns: %TRUE when a password stands behind its name, as in `password=Hunter2x`
 */
gboolean
attune_password_match (const char *text,
                       gsize       length,
                       gsize      *start,
                       gsize      *end)
{
  gboolean is_certain;
  gsize first;
  gsize i;

  if (!is_password_name (text, *start))
    return FALSE;

  i = skip_quote_and_spaces (text, length, *start + 1);

  if (i >= length || (text[i] != '=' && text[i] != ':'))
    return FALSE;

  first = skip_quote_and_spaces (text, length, i + 1);

  /* Behind a space there may be a word or a variable, but not between quotation marks. */
  is_certain = first == i + 1 || text[first - 1] != ' ';

  for (i = first; i < length && i - first < MAX_LENGTH && is_password_byte (text[i]); i++)
    ;

  *start = first;
  *end = i;

  return i - first >= MIN_NAMED_LENGTH &&
         (i == length || strchr ("({[<", text[i]) == NULL) &&
         is_password (text + first, i - first, is_certain);
}

/**
 * attune_password_match_url:
 * @text: (array length=length): a text
 * @length: its length in bytes
 * @start: (inout): where an “@” stands; then, where a password begins
 * @end: (out): where it ends
 *
 * Returns: %TRUE when a password stands before it, as in `postgres://name:Hunter2x@host`
 */
gboolean
attune_password_match_url (const char *text,
                           gsize       length,
                           gsize      *start,
                           gsize      *end)
{
  gsize at = *start;
  gsize first = at;
  const char *colon;

  while (first > 0 && at - first < MAX_LENGTH && is_password_byte (text[first - 1]) &&
         text[first - 1] != '/' && text[first - 1] != '@')
    first--;

  if (first < 4 || memcmp (text + first - 3, "://", 3) != 0 || !g_ascii_isalpha (text[first - 4]) ||
      at + 1 == length || !(colon = memchr (text + first, ':', at - first)))
    return FALSE;

  *start = colon + 1 - text;
  *end = at;

  return at - *start >= MIN_LENGTH && is_password (text + *start, at - *start, TRUE);
}
