/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Which words of two texts differ: the shortest way from one to the other, found from both ends at
 * once (Eugene W. Myers, “An O(ND) Difference Algorithm and Its Variations”, 1986), which takes
 * memory in proportion to the number of words. */

#define G_LOG_DOMAIN "attune-text-diff"

#include "config.h"

#include <string.h>

#include "attune-text-diff.h"

/* How long the way is looked for, in words looked at: what is not found until then has too little
 * in common for its parts to be told apart, and differs as a whole. Some milliseconds. */
#define MAX_STEPS 1000000

#define ZERO_WIDTH_JOINER 0x200d

typedef struct
{
  const char *text;
  guint       length;      /* in bytes */
  guint       number;      /* the same for the same word */
} Word;

/* One of both texts. */
typedef struct
{
  GArray *words;           /* Word */
  guint8 *is_common;       /* for each word, whether it stands in the other text too */
} Side;

typedef struct
{
  Side   sides[2];
  int   *furthest[2];      /* from the start and from the end, for each diagonal */
  guint  n_steps;
} Comparison;

/* A part of both texts. */
typedef struct
{
  guint starts[2];
  guint lengths[2];
} Part;

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

/* Signs are words of one character. */
static GArray *
split (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
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
        g_array_index (words, Word, words->len - 1).length += length;
      else
        g_array_append_val (words, ((Word) { c, length, 0 }));

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
  const Word *first = a;
  const Word *second = b;

  if (first->length != second->length)
    return first->length < second->length ? -1 : 1;

  return memcmp (first->text, second->text, first->length);
}

/* By sorting: a table of hashes could be made slow by who chooses the words. */
static void
number_words (GArray *first,
              GArray *second)
{
  GArray * const sides[] = { first, second };
  g_autoptr(GPtrArray) sorted = g_ptr_array_sized_new (first->len + second->len);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    for (guint j = 0; j < sides[i]->len; j++)
      g_ptr_array_add (sorted, &g_array_index (sides[i], Word, j));

  g_ptr_array_sort_values (sorted, compare_words);

  for (guint i = 1; i < sorted->len; i++)
    {
      const Word *previous = sorted->pdata[i - 1];
      Word *word = sorted->pdata[i];

      word->number = previous->number + (compare_words (previous, word) != 0 ? 1 : 0);
    }
}

static guint
get_number (const Comparison *self,
            guint             side,
            guint             i)
{
  return g_array_index (self->sides[side].words, Word, i).number;
}

static gboolean
is_same (const Comparison *self,
         guint             first,
         guint             second)
{
  return get_number (self, 0, first) == get_number (self, 1, second);
}

static void
mark_common (Comparison *self,
             guint       first,
             guint       second)
{
  self->sides[0].is_common[first] = TRUE;
  self->sides[1].is_common[second] = TRUE;
}

/* What both parts begin and end with. */
static void
trim (Comparison *self,
      Part       *part)
{
  while (part->lengths[0] > 0 && part->lengths[1] > 0 &&
         is_same (self, part->starts[0], part->starts[1]))
    {
      mark_common (self, part->starts[0]++, part->starts[1]++);
      part->lengths[0]--;
      part->lengths[1]--;
    }

  while (part->lengths[0] > 0 && part->lengths[1] > 0 &&
         is_same (self, part->starts[0] + part->lengths[0] - 1,
                  part->starts[1] + part->lengths[1] - 1))
    {
      part->lengths[0]--;
      part->lengths[1]--;
      mark_common (self, part->starts[0] + part->lengths[0], part->starts[1] + part->lengths[1]);
    }
}

/* How far words are the same from the @x-th and the @y-th on, counted from the end if @is_back. */
static int
follow (Comparison *self,
        const Part *part,
        gboolean    is_back,
        int         x,
        int         y)
{
  int n = (int)part->lengths[0];
  int m = (int)part->lengths[1];

  while (x < n && y < m &&
         (is_back ? is_same (self, part->starts[0] + n - 1 - x, part->starts[1] + m - 1 - y)
                  : is_same (self, part->starts[0] + x, part->starts[1] + y)))
    {
      self->n_steps++;
      x++;
      y++;
    }

  return x;
}

/* Where the ways from both ends meet, in @part: what is left and what is right of it can be
 * compared by themselves. Both parts have words, of which neither the first nor the last are the
 * same. */
static gboolean
find_middle (Comparison *self,
             const Part *part,
             guint      *x_out,
             guint      *y_out)
{
  const int n = (int)part->lengths[0];
  const int m = (int)part->lengths[1];
  const int delta = n - m;
  const int max = (n + m + 1) / 2;
  int first[2] = { 0, 0 };       /* diagonals that have left the texts are not followed */
  int last[2] = { 0, 0 };

  for (guint side = 0; side < 2; side++)
    {
      for (int i = 0; i < 2 * max + 2; i++)
        self->furthest[side][i] = -1;
      self->furthest[side][max + 1] = 0;
    }

  for (int d = 0; d < max && self->n_steps < MAX_STEPS; d++)
    for (guint side = 0; side < 2; side++)
      for (int k = first[side] - d; k <= d - last[side]; k += 2)
        {
          int *ways = self->furthest[side] + max;
          const int *others = self->furthest[1 - side] + max;
          int x = k == -d || (k != d && ways[k - 1] < ways[k + 1]) ? ways[k + 1] : ways[k - 1] + 1;
          int opposite = delta - k;

          self->n_steps++;
          x = ways[k] = follow (self, part, side == 1, x, x - k);

          if (x > n)
            {
              last[side] += 2;
            }
          else if (x - k > m)
            {
              first[side] += 2;
            }
          else if ((delta % 2 != 0) == (side == 0) && opposite >= -max && opposite <= max &&
                   others[opposite] >= 0 && x + others[opposite] >= n)
            {
              *x_out = (guint)(side == 0 ? x : n - x);
              *y_out = (guint)(side == 0 ? x - k : m - (x - k));
              return TRUE;
            }
        }

  return FALSE;
}

/* The way is halved each time, so this goes no deeper than some steps. */
static void
compare (Comparison *self,
         Part        part)
{
  guint x;
  guint y;

  trim (self, &part);

  if (part.lengths[0] == 0 || part.lengths[1] == 0 || !find_middle (self, &part, &x, &y))
    return;

  compare (self, (Part) { { part.starts[0], part.starts[1] }, { x, y } });
  compare (self, (Part) { { part.starts[0] + x, part.starts[1] + y },
                          { part.lengths[0] - x, part.lengths[1] - y } });
}

static guint
count (const Side *side,
       guint       from,
       gboolean    is_common)
{
  guint i = from;

  while (i < side->words->len && side->is_common[i] == is_common)
    i++;

  return i - from;
}

/* Both sides have the same common words, one after the other; a run of them ends where either has
 * another word. */
static guint
count_common (const Comparison *self,
              const guint       at[2])
{
  return MIN (count (&self->sides[0], at[0], TRUE), count (&self->sides[1], at[1], TRUE));
}

static guint
count_different (const Comparison *self,
                 const guint       at[2])
{
  return MAX (count (&self->sides[0], at[0], FALSE), count (&self->sides[1], at[1], FALSE));
}

/* A few words in common between many that differ, such as “the”, are there by chance. */
static void
drop_chance (Comparison *self)
{
  guint at[2] = { 0, 0 };
  guint before = 0;

  while (at[0] < self->sides[0].words->len || at[1] < self->sides[1].words->len)
    {
      guint length;
      guint after[2];

      before += count_different (self, at);
      at[0] += count (&self->sides[0], at[0], FALSE);
      at[1] += count (&self->sides[1], at[1], FALSE);
      length = count_common (self, at);
      after[0] = at[0] + length;
      after[1] = at[1] + length;

      if (length < before && length < count_different (self, after))
        {
          for (guint side = 0; side < 2; side++)
            memset (self->sides[side].is_common + at[side], FALSE, length);
          before += length;
        }
      else
        {
          before = 0;
        }

      at[0] = after[0];
      at[1] = after[1];
    }
}

/* What differs one after the other is one part, with the blanks in it. */
static GArray *
list_ranges (const Side *side,
             const char *text)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (AttuneDiffRange));

  for (guint i = 0; i < side->words->len; i++)
    {
      const Word *word = &g_array_index (side->words, Word, i);
      AttuneDiffRange range = { (guint)(word->text - text),
                                (guint)(word->text - text) + word->length };

      if (side->is_common[i])
        continue;

      if (i > 0 && !side->is_common[i - 1])
        g_array_index (ranges, AttuneDiffRange, ranges->len - 1).end = range.end;
      else
        g_array_append_val (ranges, range);
    }

  return ranges;
}

static void
init_side (Side   *side,
           GArray *words)
{
  side->words = words;
  side->is_common = g_new0 (guint8, words->len + 1);
}

static void
run (Comparison *self)
{
  Part whole = { { 0, 0 }, { self->sides[0].words->len, self->sides[1].words->len } };
  gsize n_diagonals = whole.lengths[0] + whole.lengths[1] + 4;

  number_words (self->sides[0].words, self->sides[1].words);
  self->furthest[0] = g_new (int, n_diagonals);
  self->furthest[1] = g_new (int, n_diagonals);
  compare (self, whole);
  drop_chance (self);
  g_free (self->furthest[0]);
  g_free (self->furthest[1]);
}

/**
 * attune_text_diff:
 * @text: a text, valid UTF-8
 * @other: another
 *
 * Compares two texts word by word; those in scripts without blanks, such as Chinese, character by
 * character. Takes some milliseconds at most, whatever the texts are: where they have little in
 * common in much text, all of it differs. With the two texts the other way round it finds the
 * counterpart: what is common to both is the same then.
 *
 * Returns: (transfer full) (element-type AttuneDiffRange): what @text says and @other does not, in
 *   order; nothing when one of them is longer than %ATTUNE_TEXT_DIFF_MAX_WORDS
 */
GArray *
attune_text_diff (const char *text,
                  const char *other)
{
  Comparison comparison = { 0 };
  guint side;
  GArray *ranges;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (other != NULL, NULL);

  /* Of several ways that are as short one is taken, and it is the same for both. */
  side = strcmp (text, other) <= 0 ? 0 : 1;
  init_side (&comparison.sides[side], split (text));
  init_side (&comparison.sides[1 - side], split (other));

  if (comparison.sides[0].words->len > ATTUNE_TEXT_DIFF_MAX_WORDS ||
      comparison.sides[1].words->len > ATTUNE_TEXT_DIFF_MAX_WORDS)
    {
      ranges = g_array_new (FALSE, FALSE, sizeof (AttuneDiffRange));
    }
  else
    {
      run (&comparison);
      ranges = list_ranges (&comparison.sides[side], text);
    }

  for (guint i = 0; i < 2; i++)
    {
      g_array_unref (comparison.sides[i].words);
      g_free (comparison.sides[i].is_common);
    }

  return ranges;
}
