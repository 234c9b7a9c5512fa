/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mojibake"

#include "config.h"

#include <string.h>

#include "attune-mojibake-private.h"
#include "attune-plausibility.h"
#include "attune-utf8.h"

/*
 * Latin text in UTF-8 that was read as GBK: the two bytes of each letter with an accent became one
 * Chinese character, so "café" is now "caf茅". Some of these are rare characters, which stand next
 * to a Latin letter for no other reason; but 猫 (è) is a cat, and people do write "my猫". So the
 * common ones count only where there are several, inside of words, in a text that has no other
 * Chinese in it, and which are not written beside their own pronunciation.
 */

/* What costs more than a common character in every way of writing. */
#define MAX_COMMON_COST (14 * ATTUNE_PLAUSIBILITY_BIT)

/* Fewer letters for each accent are no words. */
#define MIN_LETTERS_EACH 4

typedef struct
{
  gsize    offset;      /* in the mended text */
  gsize    length;      /* of the wrong reading */
  gunichar character;
} Accent;

/* The n of “\n” is none. */
static gboolean
is_letter (const char *text,
           gsize       length,
           gssize      i)
{
  return i >= 0 && (gsize)i < length && g_ascii_isalpha (text[i]) &&
         (i == 0 || text[i - 1] != '\\');
}

static gboolean
is_lower (const char *text,
          gsize       length,
          gssize      i)
{
  return is_letter (text, length, i) && g_ascii_islower (text[i]);
}

/* Whether somebody writes @character in a common text. */
gboolean
attune_accents_is_common (gunichar character)
{
  for (guint script = 0; script < ATTUNE_N_SCRIPTS; script++)
    if (attune_plausibility_get_cost (script, character) <= MAX_COMMON_COST)
      return TRUE;

  return FALSE;
}

/* Returns the letter or sign up to U+01BF whose bytes in UTF-8 were read as @character, or 0. */
static gunichar
get_accent (gunichar character)
{
  guint code = attune_mojibake_encode (ATTUNE_WIDE_GBK, character);
  guint first = code >> 8;
  guint second = code & 0xff;

  if (first < 0xc2 || first > 0xc6 || second < 0x80 || second > 0xbf)
    return 0;

  return (first & 0x1f) << 6 | (second & 0x3f);
}

/* GB 2312 sorts its common characters by how they are spoken, so these are a range each. */
static const char *
get_pronunciation (gunichar accent)
{
  return accent <= 0xe1 ? "man" : accent <= 0xe7 ? "mang" : accent <= 0xf3 ? "mao"
         : accent == 0xf4 ? "me" : "mei";
}

static gboolean
is_beside (const char *text,
           gsize       length,
           gsize       begin,
           gsize       end,
           const char *word)
{
  gsize n = strlen (word);

  return (begin >= n && strncmp (text + begin - n, word, n) == 0) ||
         (length - end >= n && strncmp (text + end, word, n) == 0);
}

/* “Café”, “resumé”: as a character it is a plant, whose name stands in compounds only, and behind
 * Latin letters at most when these write Chinese, whose syllables do not end so. */
static gboolean
is_final_e (const char *text,
            gsize       begin,
            gunichar    accent)
{
  return accent == 0xe9 && begin > 1 && g_ascii_islower (text[begin - 2]) &&
         g_ascii_islower (text[begin - 1]) && strchr ("aeiouyngr", text[begin - 1]) == NULL;
}

static void
count_accent (AttuneAccents *self,
              const char    *text,
              gsize          length,
              gsize          begin,
              gsize          end,
              gunichar       character,
              gunichar       accent)
{
  if (accent < 0xc0 || accent == 0xd7 || accent == 0xf7 ||
      (!is_letter (text, length, (gssize)begin - 1) && !is_letter (text, length, end)))
    return;

  if (!attune_accents_is_common (character) || is_final_e (text, begin, accent))
    {
      self->n_strong++;
      return;
    }

  if (accent > 0xff || is_beside (text, length, begin, end, get_pronunciation (accent)) ||
      (!is_lower (text, length, (gssize)begin - 1) && !is_lower (text, length, end)))
    return;

  self->n_weak++;
  self->n_inside += is_lower (text, length, (gssize)begin - 1) && is_lower (text, length, end);
  self->has_several = self->has_several || (self->first_weak != 0 && self->first_weak != accent);
  self->first_weak = accent;
}

void
attune_accents_clear (AttuneAccents *self)
{
  g_clear_pointer (&self->accents, g_array_unref);
}

/* Looks at what stays as it is from @begin to @end of @text, and is to be found at @offset of what
 * is mended otherwise. */
void
attune_accents_add (AttuneAccents *self,
                    const char    *text,
                    gsize          length,
                    gsize          begin,
                    gsize          end,
                    gsize          offset)
{
  for (gsize i = begin; i < end && !self->is_blocked;)
    {
      guint bad = 1;
      guint n = attune_utf8_get_sequence (text + i, length - i, &bad);
      gunichar character = n > 1 ? g_utf8_get_char (text + i) : 0;
      Accent accent = { .offset = offset + i - begin, .length = n };

      if (character != 0)
        accent.character = get_accent (character);

      if (accent.character != 0)
        {
          if (self->accents == NULL)
            self->accents = g_array_new (FALSE, FALSE, sizeof (Accent));

          g_array_append_val (self->accents, accent);
          count_accent (self, text, length, i, i + n, character, accent.character);
        }
      else if (character != 0 && character != 0xfffd)
        {
          /* What was read wrong, but lost a byte as well, is a rare character. */
          self->is_blocked = character < 0x2e80 || attune_accents_is_common (character);
        }

      i += MAX (n, bad);
    }
}

static gboolean
is_certain (const AttuneAccents *self,
            const GString       *text)
{
  gsize n_letters = 0;

  if (self->is_blocked || self->accents == NULL)
    return FALSE;

  if (self->n_strong > 0)
    return TRUE;

  if (self->n_weak < 2 || self->n_inside == 0 || !self->has_several)
    return FALSE;

  for (gsize i = 0; i < text->len; i++)
    n_letters += g_ascii_isalpha (text->str[i]);

  return n_letters >= self->n_weak * MIN_LETTERS_EACH;
}

/* Returns @text, or what becomes of it; NULL when there is no doubt left that it was meant so. */
GString *
attune_accents_mend (const AttuneAccents *self,
                     const GString       *text)
{
  GString *mended;
  gsize done = 0;

  if (!is_certain (self, text))
    return NULL;

  mended = g_string_sized_new (text->len);

  for (guint i = 0; i < self->accents->len; i++)
    {
      const Accent *accent = &g_array_index (self->accents, Accent, i);

      g_string_append_len (mended, text->str + done, accent->offset - done);
      g_string_append_unichar (mended, accent->character);
      done = accent->offset + accent->length;
    }

  g_string_append_len (mended, text->str + done, text->len - done);

  return mended;
}

/* Returns whether what is at @i of @text, where Chinese begins, may be letters with an accent: a
 * quick look for texts that are fine, where Chinese mostly follows no Latin letter. */
gboolean
attune_mojibake_find_accent (const char *text,
                             gsize       length,
                             gsize       i)
{
  gboolean is_beside_letter = is_letter (text, length, (gssize)i - 1);
  gsize end = i;

  while (end < length && (guint8)text[end] >= 0x80)
    {
      guint n = attune_utf8_get_sequence (text + end, length - end, NULL);

      /* More of them in a row are no word. */
      if (n < 2 || end - i > 9 || (!is_beside_letter && !is_letter (text, length, end + n)) ||
          get_accent (g_utf8_get_char (text + end)) == 0)
        return FALSE;

      end += n;
    }

  return end > i;
}
