/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-query"

#include "config.h"

#include <string.h>

#include "attune-text-query.h"

/* More words narrow nothing down any further. */
#define MAX_WORDS 16

/* The index knows every three characters of a text; so many of one word are enough to find it. */
#define GRAM_LENGTH 3
#define MAX_GRAMS 32

/* What words are parted by, where they are. */
#define BLANKS " \n\r\t"

/* How much of a text is shown around what was found, in characters. */
#define CHARACTERS_BEFORE 40
#define CHARACTERS_AROUND 160

struct _AttuneTextQuery
{
  GPtrArray *words;     /* in lower case */
};

static int
compare_lengths (gconstpointer a,
                 gconstpointer b)
{
  return (int)g_utf8_strlen (*(char **)b, -1) - (int)g_utf8_strlen (*(char **)a, -1);
}

/* Character by character, as the index does it: a whole folding may change their number. */
static char *
fold (const char *text)
{
  GString *folded = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (folded, g_unichar_tolower (g_utf8_get_char (p)));

  return g_string_free (folded, FALSE);
}

/* Returns where @text no longer goes on as @word does, or NULL when it does not at all. */
static const char *
match_here (const char *text,
            const char *word)
{
  while (*word != '\0')
    {
      if (*text == '\0' || g_unichar_tolower (g_utf8_get_char (text)) != g_utf8_get_char (word))
        return NULL;

      text = g_utf8_next_char (text);
      word = g_utf8_next_char (word);
    }

  return text;
}

static const char *
find_word (const char  *text,
           const char  *word,
           const char **end)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if ((*end = match_here (p, word)) != NULL)
        return p;
    }

  return NULL;
}

/**
 * attune_text_query_new: (skip)
 * @text: what a person typed, UTF-8
 *
 * Returns: (transfer full): what is looked for
 */
AttuneTextQuery *
attune_text_query_new (const char *text)
{
  AttuneTextQuery *self = g_new0 (AttuneTextQuery, 1);
  g_autofree char *folded = fold (text);
  g_auto(GStrv) words = NULL;

  g_strdelimit (folded, "\t\n\r", ' ');
  words = g_strsplit (folded, " ", -1);
  self->words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL && self->words->len < MAX_WORDS; i++)
    {
      if (*words[i] != '\0')
        g_ptr_array_add (self->words, g_strdup (words[i]));
    }

  g_ptr_array_sort (self->words, compare_lengths);

  return self;
}

/**
 * attune_text_query_is_empty: (skip)
 * @self: what is looked for
 *
 * Returns: whether it is nothing
 */
gboolean
attune_text_query_is_empty (const AttuneTextQuery *self)
{
  return self->words->len == 0;
}

/**
 * attune_text_query_get_longest: (skip)
 * @self: what is looked for
 * @n_characters: (out): its length
 *
 * Returns: (transfer none): the longest word, in lower case
 */
const char *
attune_text_query_get_longest (const AttuneTextQuery *self,
                               guint                 *n_characters)
{
  *n_characters = g_utf8_strlen (self->words->pdata[0], -1);

  return self->words->pdata[0];
}

static void
add_grams (GString    *match,
           const char *word)
{
  const char *end = word;

  for (guint i = 0; i < GRAM_LENGTH; i++)
    {
      if (*end == '\0')
        return;

      end = g_utf8_next_char (end);
    }

  for (guint i = 0; i < MAX_GRAMS; i++)
    {
      g_string_append (match, match->len > 0 ? " AND \"" : "\"");

      for (const char *p = word; p < end; p++)
        {
          if (*p == '"')
            g_string_append_c (match, '"');

          g_string_append_c (match, *p);
        }

      g_string_append_c (match, '"');

      if (*end == '\0')
        return;

      word = g_utf8_next_char (word);
      end = g_utf8_next_char (end);
    }
}

/**
 * attune_text_query_dup_match: (skip)
 * @self: what is looked for
 *
 * Returns: (transfer full) (nullable): an expression for the index that finds all texts that may
 *   match, or %NULL when no word is long enough for it
 */
char *
attune_text_query_dup_match (const AttuneTextQuery *self)
{
  g_autoptr(GString) match = g_string_new (NULL);

  for (guint i = 0; i < self->words->len; i++)
    add_grams (match, self->words->pdata[i]);

  return match->len > 0 ? g_strdup (match->str) : NULL;
}

/**
 * attune_text_query_matches: (skip)
 * @self: what is looked for
 * @text: a text
 *
 * Returns: whether all words are in it
 */
gboolean
attune_text_query_matches (const AttuneTextQuery *self,
                           const char            *text)
{
  const char *end;

  for (guint i = 0; i < self->words->len; i++)
    {
      if (find_word (text, self->words->pdata[i], &end) == NULL)
        return FALSE;
    }

  return self->words->len > 0;
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const AttuneTextRange *first = a;
  const AttuneTextRange *second = b;

  return (first->start > second->start) - (first->start < second->start);
}

static const char *
go_back (const char *text,
         const char *p,
         guint       n_characters)
{
  while (n_characters-- > 0 && p > text)
    p = g_utf8_prev_char (p);

  return p;
}

static const char *
go_on (const char *p,
       guint       n_characters)
{
  while (n_characters-- > 0 && *p != '\0')
    p = g_utf8_next_char (p);

  return p;
}

/**
 * attune_text_query_list_ranges: (skip)
 * @self: what is looked for
 * @text: a text
 *
 * Returns: (transfer full) (element-type AttuneTextRange): where the words are in it, in bytes, in
 *   order, with what overlaps joined
 */
GArray *
attune_text_query_list_ranges (const AttuneTextQuery *self,
                               const char            *text)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (AttuneTextRange));
  guint n_joined = 0;

  for (guint i = 0; i < self->words->len; i++)
    {
      const char *from = text;
      const char *start;
      const char *end;

      while ((start = find_word (from, self->words->pdata[i], &end)) != NULL)
        {
          AttuneTextRange range = { start - text, end - text };

          g_array_append_val (ranges, range);
          from = end;
        }
    }

  g_array_sort (ranges, compare_ranges);

  for (guint i = 0; i < ranges->len; i++)
    {
      AttuneTextRange range = g_array_index (ranges, AttuneTextRange, i);
      AttuneTextRange *last = n_joined > 0
                              ? &g_array_index (ranges, AttuneTextRange, n_joined - 1)
                              : NULL;

      if (last != NULL && range.start <= last->end)
        last->end = MAX (last->end, range.end);
      else
        g_array_index (ranges, AttuneTextRange, n_joined++) = range;
    }

  g_array_set_size (ranges, n_joined);

  return ranges;
}

/* Where the next word begins, if @start is within one and it ends before what was found. */
static const char *
skip_cut_word (const char *text,
               const char *start,
               const char *found)
{
  const char *space;

  if (start == text || strchr (BLANKS, start[-1]) != NULL)
    return start;

  space = strpbrk (start, BLANKS);

  return space != NULL && space < found ? space + 1 : start;
}

/**
 * attune_text_query_dup_snippet: (skip)
 * @self: what is looked for
 * @text: a text that matches
 * @ranges: (out) (transfer full) (element-type AttuneTextRange): where the words are in the
 *   snippet, in bytes, in order
 *
 * Returns: (transfer full): what stands around the first word, on one line
 */
char *
attune_text_query_dup_snippet (const AttuneTextQuery  *self,
                               const char             *text,
                               GArray                **ranges)
{
  const char *first = NULL;
  const char *start;
  const char *end;
  g_autofree char *middle = NULL;
  guint n_before;

  for (guint i = 0; i < self->words->len; i++)
    {
      const char *found = find_word (text, self->words->pdata[i], &end);

      if (found != NULL && (first == NULL || found < first))
        first = found;
    }

  if (first == NULL)
    first = text;

  start = skip_cut_word (text, go_back (text, first, CHARACTERS_BEFORE), first);
  end = go_on (start, CHARACTERS_AROUND);
  middle = g_strndup (start, end - start);
  g_strdelimit (middle, BLANKS, ' ');

  *ranges = attune_text_query_list_ranges (self, middle);
  n_before = start > text ? strlen ("…") : 0;

  for (guint i = 0; i < (*ranges)->len; i++)
    {
      g_array_index (*ranges, AttuneTextRange, i).start += n_before;
      g_array_index (*ranges, AttuneTextRange, i).end += n_before;
    }

  return g_strconcat (n_before > 0 ? "…" : "", middle, *end != '\0' ? "…" : "", NULL);
}

/**
 * attune_text_query_free: (skip)
 * @self: (transfer full): what was looked for
 */
void
attune_text_query_free (AttuneTextQuery *self)
{
  g_ptr_array_unref (self->words);
  g_free (self);
}
