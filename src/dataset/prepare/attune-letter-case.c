/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-letter-case"

#include "config.h"

#include "attune-letter-case.h"

/* What this file calls uppercase, lowercase and a character is what Python calls so: the rules
 * built on it were written in it, and two readers of one file should agree. g_utf8_strdown()
 * depends on the person's language: a dataset must not. */

#define CAPITAL_I_WITH_DOT  0x0130
#define COMBINING_DOT_ABOVE 0x0307
#define CAPITAL_SIGMA       0x03a3
#define FINAL_SIGMA         0x03c2
#define SMALL_SIGMA         0x03c3

/* What begins with these bytes is U+3000 to U+9FFF, so mostly Chinese or Japanese, always three
 * bytes and never a letter with a case: to look each of them up would take half of the time. */
#define FIRST_CJK_BYTE  0xe3
#define LAST_CJK_BYTE   0xe9
#define CJK_CHAR_LENGTH 3

typedef struct
{
  gunichar first;
  gunichar last;
} Range;

/* Modifier letters that are lowercase by their property Other_Lowercase, not by their category
 * (Unicode 16, PropList.txt). In order. */
static const Range other_lowercase[] = {
  { 0x02b0, 0x02b8 }, { 0x02c0, 0x02c1 },
  { 0x02e0, 0x02e4 }, { 0x037a, 0x037a }, { 0x10fc, 0x10fc }, { 0x1d2c, 0x1d6a },
  { 0x1d78, 0x1d78 }, { 0x1d9b, 0x1dbf }, { 0x2071, 0x2071 }, { 0x207f, 0x207f },
  { 0x2090, 0x209c }, { 0x2c7c, 0x2c7d }, { 0xa69c, 0xa69d }, { 0xa770, 0xa770 },
  { 0xa7f2, 0xa7f4 }, { 0xa7f8, 0xa7f9 }, { 0xab5c, 0xab5f }, { 0xab69, 0xab69 },
  { 0x10780, 0x10780 }, { 0x10783, 0x10785 }, { 0x10787, 0x107b0 }, { 0x107b2, 0x107ba },
  { 0x1e030, 0x1e06d },
};

/* The only other letters of that kind. */
#define FEMININE_ORDINAL  0x00aa
#define MASCULINE_ORDINAL 0x00ba

/* Capitals that are not letters but numbers and symbols: Roman numerals, letters in circles. */
#define FIRST_ROMAN   0x2160
#define LAST_ROMAN    0x216f
#define ROMAN_STEP    16
#define FIRST_CIRCLED 0x24b6
#define LAST_CIRCLED  0x24cf
#define CIRCLED_STEP  26

/* Reads one character and goes on, never beyond @end, whatever the bytes are. */
static gunichar
read_char (const char **text,
           const char  *end)
{
  gunichar c = g_utf8_get_char (*text);

  *text += MIN (g_utf8_skip[*(const guchar *)*text], end - *text);

  return c;
}

static gboolean
is_other_lowercase (gunichar c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (other_lowercase) && other_lowercase[i].first <= c; i++)
    if (c <= other_lowercase[i].last)
      return TRUE;

  return FALSE;
}

static gboolean
is_lower (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_LOWERCASE_LETTER ||
         (type == G_UNICODE_MODIFIER_LETTER && is_other_lowercase (c)) ||
         c == FEMININE_ORDINAL || c == MASCULINE_ORDINAL;
}

/* Unicode's property Cased. */
static gboolean
is_cased (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_UPPERCASE_LETTER || type == G_UNICODE_TITLECASE_LETTER || is_lower (c) ||
         (c >= FIRST_ROMAN && c <= LAST_ROMAN + ROMAN_STEP) ||
         (c >= FIRST_CIRCLED && c <= LAST_CIRCLED + CIRCLED_STEP);
}

/* Unicode's property Case_Ignorable: marks, modifiers, and what may stand inside of a word. */
static gboolean
is_case_ignorable (gunichar c)
{
  switch ((int)g_unichar_type (c))
    {
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_FORMAT:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_MODIFIER_SYMBOL:
      return TRUE;

    default:
      return c == '\'' || c == '.' || c == ':' || c == 0x00b7 || c == 0x0387 || c == 0x055f ||
             c == 0x05f4 || c == 0x2018 || c == 0x2019 || c == 0x2024 || c == 0x2027 ||
             c == 0xfe13 || c == 0xfe52 || c == 0xfe55 || c == 0xff07 || c == 0xff0e || c == 0xff1a;
    }
}

/* A sigma at the end of a word has a form of its own (Unicode, Final_Sigma). @before and @after are
 * where it begins and ends, within @text and @end. */
static gboolean
is_final_sigma (const char *text,
                const char *before,
                const char *after,
                const char *end)
{
  gunichar c = 0;

  while (before > text)
    {
      before = g_utf8_find_prev_char (text, before);
      c = before != NULL ? g_utf8_get_char (before) : 0;

      if (before == NULL || !is_case_ignorable (c))
        break;
    }

  if (c == 0 || is_case_ignorable (c) || !is_cased (c))
    return FALSE;

  while (after < end)
    {
      c = read_char (&after, end);

      if (!is_case_ignorable (c))
        return !is_cased (c);
    }

  return TRUE;
}

static gunichar
to_lower (gunichar c)
{
  if (c >= FIRST_ROMAN && c <= LAST_ROMAN)
    return c + ROMAN_STEP;

  if (c >= FIRST_CIRCLED && c <= LAST_CIRCLED)
    return c + CIRCLED_STEP;

  return g_unichar_tolower (c);
}

/**
 * attune_letter_case_count:
 * @text: (array length=length): UTF-8, with a NUL behind it
 * @length: in bytes
 * @n_upper: (inout): the uppercase letters are added to it
 * @n_lower: (inout): the lowercase letters are added to it
 *
 * Counts letters by case. Letters that have none, such as Chinese ones, count for neither.
 */
void
attune_letter_case_count (const char *text,
                          gsize       length,
                          guint64    *n_upper,
                          guint64    *n_lower)
{
  const char *end = text + length;

  while (text < end)
    {
      gunichar c;

      if ((guchar)*text < 0x80)
        {
          *n_upper += g_ascii_isupper (*text);
          *n_lower += g_ascii_islower (*text);
          text++;
          continue;
        }

      if ((guchar)*text >= FIRST_CJK_BYTE && (guchar)*text <= LAST_CJK_BYTE)
        {
          text += CJK_CHAR_LENGTH;
          continue;
        }

      c = read_char (&text, end);

      if (g_unichar_type (c) == G_UNICODE_UPPERCASE_LETTER)
        ++*n_upper;
      else if (is_lower (c))
        ++*n_lower;
    }
}

static void
append_lower (GString    *lower,
              const char *text,
              const char *position,
              const char *end)
{
  const char *after = position;
  gunichar c = read_char (&after, end);

  if (c == CAPITAL_SIGMA)
    g_string_append_unichar (lower, is_final_sigma (text, position, after, end) ? FINAL_SIGMA
                                                                                : SMALL_SIGMA);
  else if (c == CAPITAL_I_WITH_DOT)
    g_string_append_unichar (g_string_append_c (lower, 'i'), COMBINING_DOT_ABOVE);
  else if (to_lower (c) != c)
    g_string_append_unichar (lower, to_lower (c));
  else
    g_string_append_len (lower, position, after - position);
}

/**
 * attune_letter_case_lower:
 * @text: UTF-8
 *
 * Makes every letter lowercase, the same in every language.
 */
void
attune_letter_case_lower (GString *text)
{
  g_autoptr(GString) lower = g_string_sized_new (text->len);
  const char *end = text->str + text->len;

  for (const char *p = text->str; p < end; p += MIN (g_utf8_skip[*(const guchar *)p], end - p))
    {
      if ((guchar)*p < 0x80)
        g_string_append_c (lower, g_ascii_tolower (*p));
      else
        append_lower (lower, text->str, p, end);
    }

  g_string_truncate (text, 0);
  g_string_append_len (text, lower->str, lower->len);
}

/**
 * attune_text_count_chars:
 * @text: (array length=length): UTF-8
 * @length: in bytes
 *
 * Returns: how many Unicode characters it has; unlike g_utf8_strlen() it does not stop at a NUL
 */
gsize
attune_text_count_chars (const char *text,
                         gsize       length)
{
  gsize n_chars = 0;

  for (gsize i = 0; i < length; i++)
    n_chars += (text[i] & 0xc0) != 0x80;

  return n_chars;
}

/**
 * attune_text_skip_chars:
 * @text: (array length=length): UTF-8
 * @length: in bytes
 * @n_chars: how many Unicode characters to skip
 *
 * Returns: how many bytes these characters have, at most @length
 */
gsize
attune_text_skip_chars (const char *text,
                        gsize       length,
                        gsize       n_chars)
{
  gsize offset = 0;

  for (; n_chars > 0 && offset < length; n_chars--)
    offset += g_utf8_skip[(guchar)text[offset]];

  return MIN (offset, length);
}
