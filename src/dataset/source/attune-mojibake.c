/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mojibake"

#include "config.h"

#include <string.h>

#include "attune-mojibake-private.h"
#include "attune-plausibility.h"

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)
#define ROUNDS_MAX 2

/* What the second character of a wrong reading as Windows-1252 or Latin-1 begins with in UTF-8. */
static gboolean
may_follow (guint8 byte)
{
  return byte == 0xc2 || byte == 0xc5 || byte == 0xc6 || byte == 0xcb || byte == 0xe2;
}

/* Looks at characters of two bytes. Returns how many bytes were fine, up to the first suspect. */
static gsize
skip_narrow (const guint8 *text,
             gsize         length)
{
  gsize i = 0;

  while (i + 1 < length && text[i] >= 0xc2 && text[i] < 0xe0)
    {
      AttuneBrokenCharacter broken;

      if (text[i] == 0xc3 && i + 3 < length && may_follow (text[i + 2]) &&
          attune_mojibake_find_latin ((const char *)text + i, length - i, &broken))
        break;

      i += 2;
    }

  return i;
}

/* Looks at characters of three bytes, which most of a Chinese text is made of: a bit of a table
 * that stays in the nearest cache tells whether one is suspect. In a row of it are those that
 * differ in the last byte. */
static gsize
skip_wide (const guint8  *text,
           gsize          length,
           const guint64 *suspects)
{
  gsize i = 0;

  while (i + 2 < length && (text[i] & 0xf0) == 0xe0)
    {
      guint row = (text[i] & 0x0fu) << 6 | (text[i + 1] & 0x3fu);

      if (G_UNLIKELY (suspects[row] >> (text[i + 2] & 0x3fu) & 1) &&
          attune_mojibake_find_wide ((const char *)text + i, length - i))
        break;

      i += 3;
    }

  return i;
}

static gsize
skip_ascii (const guint8 *text,
            gsize         length)
{
  gsize i = 0;

  for (; i + 32 <= length; i += 32)
    {
      guint64 words[4];

      memcpy (words, text + i, 32);

      if ((words[0] | words[1] | words[2] | words[3]) & HIGH_BITS)
        break;
    }

  while (i < length && text[i] < 0x80)
    i++;

  return i;
}

/**
 * attune_mojibake_is_suspect:
 * @text: (array length=length): some UTF-8
 * @length: how many bytes
 *
 * A quick look, for the millions of texts that are fine: about as fast as memory is read.
 *
 * Returns: whether it is worth to call attune_mojibake_repair()
 */
gboolean
attune_mojibake_is_suspect (const char *text,
                            gsize       length)
{
  const guint8 *bytes = (const guint8 *)text;
  const guint64 *suspects = attune_mojibake_get_suspects ();
  gsize i = 0;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  while ((i += skip_ascii (bytes + i, length - i)) < length)
    {
      gsize n;

      if (bytes[i] >= 0xf0 || bytes[i] < 0xc2)
        n = 1;
      else if (bytes[i] >= 0xe0 && attune_mojibake_find_accent (text, length, i))
        n = 0;
      else if (bytes[i] >= 0xe0)
        n = i + 2 < length ? skip_wide (bytes + i, length - i, suspects) : length - i;
      else
        n = i + 1 < length ? skip_narrow (bytes + i, length - i) : length - i;

      if (n == 0)
        return TRUE;

      i += n;
    }

  return FALSE;
}

/* How all of a text was read wrong. */
typedef struct
{
  GString    *text;      /* what it was before; NULL: it was not */
  guint64     cost;
  AttuneWide  wide;
  guint       n_rounds;
} Whole;

static void
consider (Whole      *best,
          GString    *text,
          AttuneWide  wide,
          guint       n_rounds)
{
  guint64 cost = attune_plausibility_measure_text (text->str, text->len);

  if (cost >= best->cost)
    {
      g_string_free (text, TRUE);
      return;
    }

  if (best->text != NULL)
    g_string_free (best->text, TRUE);

  *best = (Whole) { text, cost, wide, n_rounds };
}

/* What was read wrong as a whole is undone as a whole. After the first of two rounds a text is no
 * better yet, so both are taken before it is looked at. */
static GString *
repair_whole (const char         *text,
              gsize               length,
              AttuneMojibakeKind *kind,
              guint              *n_rounds)
{
  Whole best = { NULL };
  guint64 cost;

  /* A single character that could be another is no reason. */
  if (!attune_mojibake_is_suspect (text, length))
    return NULL;

  best.cost = cost = attune_plausibility_measure_text (text, length);

  for (guint wide = 0; wide < ATTUNE_N_WIDE; wide++)
    {
      GString *once = attune_mojibake_encode_wide (wide, text, length);
      GString *twice = once != NULL ? attune_mojibake_encode_wide (wide, once->str, once->len)
                                    : NULL;

      if (once != NULL)
        consider (&best, once, wide, 1);

      if (twice != NULL)
        consider (&best, twice, wide, 2);
    }

  if (best.text == NULL || !attune_mojibake_is_gain (cost, best.cost))
    {
      if (best.text != NULL)
        g_string_free (best.text, TRUE);

      return NULL;
    }

  *kind |= best.wide == ATTUNE_WIDE_GBK ? ATTUNE_MOJIBAKE_GBK : ATTUNE_MOJIBAKE_SHIFT_JIS;
  *n_rounds += best.n_rounds;

  return best.text;
}

/* Of two readings that both mend something, the more plausible one. */
static GString *
repair_parts (const char         *text,
              gsize               length,
              AttuneMojibakeKind *kind)
{
  GString *gbk = attune_mojibake_repair_wide (ATTUNE_WIDE_GBK, text, length);
  GString *sjis = attune_mojibake_repair_wide (ATTUNE_WIDE_SHIFT_JIS, text, length);

  if (gbk != NULL && sjis != NULL)
    {
      gboolean is_gbk = attune_plausibility_measure_text (gbk->str, gbk->len) <=
                        attune_plausibility_measure_text (sjis->str, sjis->len);

      g_string_free (is_gbk ? g_steal_pointer (&sjis) : g_steal_pointer (&gbk), TRUE);
    }

  *kind |= gbk != NULL ? ATTUNE_MOJIBAKE_GBK : sjis != NULL ? ATTUNE_MOJIBAKE_SHIFT_JIS : 0;

  return gbk != NULL ? gbk : sjis;
}

/* Returns NULL when nothing can be undone; else adds to @n_rounds how often it was read wrong. */
static GString *
repair_once (const char         *text,
             gsize               length,
             AttuneMojibakeKind *kind,
             guint              *n_rounds)
{
  GString *mended = attune_mojibake_repair_latin (text, length, kind);

  if (mended == NULL && (mended = repair_whole (text, length, kind, n_rounds)))
    return mended;

  if (mended == NULL)
    mended = repair_parts (text, length, kind);

  *n_rounds += mended != NULL;

  return mended;
}

/**
 * attune_mojibake_repair:
 * @text: (array length=length): some UTF-8
 * @length: how many bytes
 * @out_length: (out) (optional): the length of what is returned
 * @kind: (out) (optional): what had happened to it
 *
 * Undoes that UTF-8 was read as Windows-1252, Latin-1, GBK or Shift-JIS and saved again, once or
 * twice, in the whole of @text or in a part of it. Nothing is guessed: what is mended gives @text
 * again when it is read wrong in the same way, and what could be meant as it is stays. Where bytes
 * were lost, so that a part of what is broken would stay, all of it stays.
 *
 * Returns: (transfer full) (nullable): the mended text, followed by a NUL; %NULL when nothing in
 *   @text is certainly broken
 */
char *
attune_mojibake_repair (const char         *text,
                        gsize               length,
                        gsize              *out_length,
                        AttuneMojibakeKind *kind)
{
  AttuneMojibakeKind found = ATTUNE_MOJIBAKE_NONE;
  GString *mended = NULL;
  guint n_rounds = 0;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  while (n_rounds < ROUNDS_MAX)
    {
      const char *current = mended != NULL ? mended->str : text;
      gsize current_length = mended != NULL ? mended->len : length;
      GString *next = repair_once (current, current_length, &found, &n_rounds);

      if (next == NULL)
        break;

      if (mended != NULL)
        g_string_free (mended, TRUE);

      mended = next;
    }

  if (n_rounds > 1)
    found |= ATTUNE_MOJIBAKE_TWICE;

  if (kind != NULL)
    *kind = found;

  if (mended == NULL)
    return NULL;

  if (out_length != NULL)
    *out_length = mended->len;

  return g_string_free (mended, FALSE);
}
