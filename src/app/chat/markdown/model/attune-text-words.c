/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-words"

#include "config.h"

#include <string.h>

#include "attune-text-words-private.h"

#define ZERO_WIDTH_JOINER 0x200d

/* Scripts that put no blanks between words are compared by character. */
static gboolean
has_no_blanks (gunichar character)
{
  switch ((int)g_unichar_get_script (character))
    {
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_MYANMAR:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_YI:
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
is_letter (gunichar character)
{
  return (g_unichar_isalnum (character) || character == '_') && !has_no_blanks (character);
}

/* Whether @character goes on with the word before it. */
static gboolean
is_joined (gunichar character,
           gunichar previous)
{
  return g_unichar_ismark (character) || character == ZERO_WIDTH_JOINER ||
         previous == ZERO_WIDTH_JOINER || (is_letter (character) && is_letter (previous));
}

/**
 * attune_text_words_split:
 * @text: a text, valid UTF-8
 *
 * Signs are words of one character, and so are the characters of scripts without blanks.
 *
 * Returns: (transfer full) (element-type AttuneTextWord): its words, which point into it
 */
GArray *
attune_text_words_split (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (AttuneTextWord));
  gunichar previous = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      guint length = (guint)(g_utf8_next_char (c) - c);

      if (g_unichar_isspace (character))
        {
          previous = 0;
          continue;
        }

      if (previous != 0 && is_joined (character, previous))
        g_array_index (words, AttuneTextWord, words->len - 1).length += length;
      else
        g_array_append_val (words, ((AttuneTextWord) { c, length, 0 }));

      /* A mark does not end a word. */
      if (!g_unichar_ismark (character) || previous == 0)
        previous = character;
    }

  return words;
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  const AttuneTextWord *first = a;
  const AttuneTextWord *second = b;

  if (first->length != second->length)
    return first->length < second->length ? -1 : 1;

  return memcmp (first->text, second->text, first->length);
}

/**
 * attune_text_words_number:
 * @first: (element-type AttuneTextWord): the words of a text
 * @second: (element-type AttuneTextWord): those of another
 *
 * Gives each word a number, the same to the same word in both. By sorting: a table of hashes could
 * be made slow by who chooses the words.
 */
void
attune_text_words_number (GArray *first,
                          GArray *second)
{
  GArray * const sides[] = { first, second };
  g_autoptr(GPtrArray) sorted = g_ptr_array_sized_new (first->len + second->len);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    for (guint j = 0; j < sides[i]->len; j++)
      g_ptr_array_add (sorted, &g_array_index (sides[i], AttuneTextWord, j));

  g_ptr_array_sort_values (sorted, compare_words);

  for (guint i = 1; i < sorted->len; i++)
    {
      const AttuneTextWord *previous = sorted->pdata[i - 1];
      AttuneTextWord *word = sorted->pdata[i];

      word->number = previous->number + (compare_words (previous, word) != 0 ? 1 : 0);
    }
}
