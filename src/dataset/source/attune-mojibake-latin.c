/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mojibake"

#include "config.h"

#include "attune-mojibake-private.h"
#include "attune-utf8.h"

/*
 * UTF-8 that was read as Windows-1252 or Latin-1: every byte became a character of its own, so "é"
 * (C3 A9) is now "Ã©". A letter such as Ã with a sign right behind it hardly occurs in any
 * language; the cases in which it does, mostly a quote behind a word in capitals, are told apart
 * below.
 */

/* Windows-1252 from 0x80 on, with its five holes as C1 controls, which is how most programs read
 * them (WHATWG Encoding Standard, index windows-1252). */
static const gunichar windows_1252[32] = {
  0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
  0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
  0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static gboolean
is_hole (gunichar character)
{
  return character >= 0x80 && character < 0xa0 && windows_1252[character - 0x80] == character;
}

/* Returns the byte that was read as @character, or 0. */
static guint8
get_byte (gunichar            character,
          AttuneMojibakeKind *kind)
{
  if (character < 0x80)
    return 0;

  if (character <= 0xff)
    {
      if (character < 0xa0 && !is_hole (character))
        *kind |= ATTUNE_MOJIBAKE_LATIN_1;

      return (guint8)character;
    }

  for (guint i = 0; i < G_N_ELEMENTS (windows_1252); i++)
    {
      if (windows_1252[i] == character)
        {
          *kind |= ATTUNE_MOJIBAKE_WINDOWS_1252;
          return (guint8)(0x80 + i);
        }
    }

  return 0;
}

/* Finds out whether a broken character begins at @text. */
gboolean
attune_mojibake_find_latin (const char            *text,
                            gsize                  length,
                            AttuneBrokenCharacter *broken)
{
  char bytes[4];
  guint n_wanted = 1;

  *broken = (AttuneBrokenCharacter) { 0 };

  while (broken->n_units < n_wanted && broken->length < length)
    {
      const char *p = text + broken->length;
      guint n = attune_utf8_get_sequence (p, length - broken->length, NULL);
      gunichar unit = n > 0 ? g_utf8_get_char (p) : 0;
      guint8 byte = get_byte (unit, &broken->kind);

      if (broken->n_units == 0 ? byte < 0xc2 || byte > 0xf4 : (byte & 0xc0) != 0x80)
        return FALSE;

      if (broken->n_units == 0)
        n_wanted = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;

      bytes[broken->n_units] = (char)byte;
      broken->units[broken->n_units++] = unit;
      broken->length += n;
    }

  /* No program reads one byte of a kind this way and the next that way. */
  if (broken->n_units != n_wanted || attune_utf8_get_sequence (bytes, n_wanted, NULL) != n_wanted ||
      broken->kind == (ATTUNE_MOJIBAKE_WINDOWS_1252 | ATTUNE_MOJIBAKE_LATIN_1))
    return FALSE;

  broken->character = g_utf8_get_char (bytes);

  if (broken->kind == ATTUNE_MOJIBAKE_NONE)
    broken->kind = ATTUNE_MOJIBAKE_WINDOWS_1252;

  return TRUE;
}

/* What may stand right behind the last letter of a word. */
static gboolean
is_closer (gunichar character)
{
  switch (character)
    {
    case 0x00a0: case 0x00ab: case 0x00ad: case 0x00b7: case 0x00bb: case 0x2013: case 0x2014:
    case 0x2018: case 0x2019: case 0x201c: case 0x201d: case 0x2026: case 0x2039: case 0x203a:
      return TRUE;
    default:
      return FALSE;
    }
}

/* What may stand right behind a name in capitals. */
static gboolean
is_mark (gunichar character)
{
  switch (character)
    {
    case 0x00a7: case 0x00a9: case 0x00ae: case 0x00b0: case 0x2020: case 0x2021: case 0x2022:
    case 0x2122:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Where texts have characters of three bytes: the blocks that are in use, without rare signs. */
static gboolean
is_common_wide (gunichar c)
{
  return (c >= 0x0900 && c < 0x1200) || (c >= 0x1e00 && c < 0x2000) ||
         (c >= 0x2010 && c < 0x2060) || (c >= 0x20a0 && c < 0x20c1) ||
         (c >= 0x2100 && c < 0x2300) || (c >= 0x2460 && c < 0x27c0) ||
         (c >= 0x3000 && c < 0x3100) || (c >= 0x3130 && c < 0x3190) ||
         (c >= 0x4e00 && c < 0xa000) ||
         (c >= 0xac00 && c < 0xd7a4) || (c >= 0xfe00 && c < 0xfe10) || c == 0xfeff || c == 0x200b ||
         c == 0x200d || (c >= 0xff00 && c < 0xfff0);
}

/* Also the controls and the few signs that are one byte of a character broken twice. */
static gboolean
is_common_narrow (gunichar c)
{
  return (c >= 0x0080 && c < 0x0180) || c == 0x0192 || (c >= 0x01a0 && c < 0x01b1) ||
         (c >= 0x0218 && c < 0x021c) || c == 0x02c6 || c == 0x02dc || (c >= 0x0300 && c < 0x0370) ||
         (c >= 0x0386 && c < 0x0460) || c == 0x0490 || c == 0x0491 || (c >= 0x05d0 && c < 0x05eb) ||
         (c >= 0x0600 && c < 0x0700);
}

/* Whether a text is likely to have the character at all. */
static gboolean
is_common (const AttuneBrokenCharacter *broken)
{
  switch (broken->n_units)
    {
    case 2:
      return is_common_narrow (broken->character);
    case 3:
      return is_common_wide (broken->character);
    default:
      return g_unichar_isdefined (broken->character);
    }
}

/* Whether two bytes that may be one letter cannot be what they look like: @before and @after are
 * the characters around, 0 at the ends. */
static gboolean
is_certain_pair (const AttuneBrokenCharacter *broken,
                 gunichar                     before,
                 gunichar                     after,
                 gboolean                     has_neighbour)
{
  gunichar second = broken->units[1];
  gboolean is_in_word = g_unichar_islower (before) || g_unichar_islower (after);
  gboolean is_latin_1 = broken->character < 0x100;

  if (has_neighbour || (second >= 0x80 && second < 0xa0))
    return TRUE;

  /* Words of other alphabets have more than one letter. */
  if (!is_latin_1)
    return broken->character < 0x180 && is_in_word;

  if (is_closer (second))
    return is_in_word || g_unichar_isdigit (before) ||
           (broken->units[0] == 0xc2 && (before == 0 || g_unichar_isspace (before))) ||
           (before == ' ' && after == ' ');

  return is_in_word || !g_unichar_isupper (before) || !is_mark (second);
}

static gboolean
is_certain (const AttuneBrokenCharacter *broken,
            gunichar                     before,
            gunichar                     after,
            gboolean                     has_neighbour)
{
  if (broken->n_units == 2)
    return is_certain_pair (broken, before, after, has_neighbour);

  /* In French, » and then a blank that does not break may follow an é. */
  return broken->n_units == 4 || has_neighbour ||
         !(is_closer (broken->units[1]) && is_closer (broken->units[2]));
}

static gunichar
get_char_at (const char *text,
             gsize       length,
             gsize       position)
{
  if (position >= length ||
      attune_utf8_get_sequence (text + position, length - position, NULL) == 0)
    return 0;

  return g_utf8_get_char (text + position);
}

/* Whether a byte of a broken character was lost right before @position, so that this cannot be
 * mended: programs write the replacement character for one that Windows-1252 does not have. */
static gboolean
has_lost_byte (const char *text,
               gsize       position)
{
  AttuneMojibakeKind kind = ATTUNE_MOJIBAKE_NONE;
  const char *p = text + position;
  guint n_units = 0;
  guint8 byte = 0;

  do
    {
      if (!(p = g_utf8_find_prev_char (text, p)))
        return FALSE;

      byte = get_byte (g_utf8_get_char (p), &kind);
    }
  while (++n_units < 3 && (byte & 0xc0) == 0x80);

  return byte >= 0xc2 && byte <= 0xf4 && n_units < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4);
}

/* Copies @text and mends it on the way: all that looks broken, or only what certainly is. Returns
 * how many of the broken characters were certain; none where some cannot be mended. */
static gsize
mend (const char         *text,
      gsize               length,
      GString            *mended,
      AttuneMojibakeKind *kind)
{
  gsize n_certain = 0;
  gunichar before = 0;
  gboolean was_broken = FALSE;

  for (gsize i = 0; i < length;)
    {
      AttuneBrokenCharacter broken;
      AttuneBrokenCharacter next;
      gboolean has_neighbour;
      guint n;

      if (attune_mojibake_find_latin (text + i, length - i, &broken) && is_common (&broken))
        {
          gsize end = i + broken.length;

          has_neighbour = was_broken ||
                          attune_mojibake_find_latin (text + end, length - end, &next);
          n_certain += is_certain (&broken, before, get_char_at (text, length, end), has_neighbour);
          *kind |= broken.kind;
          g_string_append_unichar (mended, broken.character);
          before = broken.character;
          was_broken = TRUE;
          i = end;
          continue;
        }

      n = attune_utf8_get_sequence (text + i, length - i, NULL);
      before = n > 0 ? g_utf8_get_char (text + i) : 0;

      if (before == 0xfffd && has_lost_byte (text, i))
        return 0;

      was_broken = FALSE;
      g_string_append_len (mended, text + i, MAX (n, 1));
      i += MAX (n, 1);
    }

  return n_certain;
}

/* Returns NULL unless something in @text is certainly broken. Then all that looks broken is mended,
 * since a text that was read wrong in one place was read wrong in all. */
GString *
attune_mojibake_repair_latin (const char         *text,
                              gsize               length,
                              AttuneMojibakeKind *kind)
{
  GString *mended = g_string_sized_new (length);
  AttuneMojibakeKind found = ATTUNE_MOJIBAKE_NONE;

  if (mend (text, length, mended, &found) == 0)
    {
      g_string_free (mended, TRUE);
      return NULL;
    }

  *kind |= found;

  return mended;
}
