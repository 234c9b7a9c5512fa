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
#include "attune-text-words-private.h"

/* How long the way is looked for, in words looked at: what is not found until then has too little
 * in common for its parts to be told apart, and differs as a whole. Some milliseconds. */
#define MAX_STEPS 1000000

/* How much two texts must have in common for it to say something in what they differ: twice the
 * words in both, of the words of both together, which is the ratio of Ratcliff and Obershelp
 * (“Pattern Matching: The Gestalt Approach”, 1988) over words. Below two fifths most of both would
 * be marked; delta, which marks words within lines of a diff, takes lines for different ones there
 * as well. */
#define MIN_SIMILARITY 0.4

/* One of both texts. */
typedef struct
{
  GArray *words;           /* AttuneTextWord */
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

static guint
get_number (const Comparison *self,
            guint             side,
            guint             i)
{
  return g_array_index (self->sides[side].words, AttuneTextWord, i).number;
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
      const AttuneTextWord *word = &g_array_index (side->words, AttuneTextWord, i);
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

/* 1 for the same words, 0 for none in common; nothing is like nothing. */
static double
get_similarity (const Comparison *self)
{
  guint n_words = self->sides[0].words->len + self->sides[1].words->len;
  guint n_common = 0;

  for (guint i = 0; i < self->sides[0].words->len; i++)
    n_common += self->sides[0].is_common[i];

  return n_words > 0 ? 2.0 * n_common / n_words : 1;
}

static AttuneTextLikeness
run (Comparison *self)
{
  Part whole = { { 0, 0 }, { self->sides[0].words->len, self->sides[1].words->len } };
  gsize n_diagonals = whole.lengths[0] + whole.lengths[1] + 4;

  attune_text_words_number (self->sides[0].words, self->sides[1].words);
  self->furthest[0] = g_new (int, n_diagonals);
  self->furthest[1] = g_new (int, n_diagonals);
  compare (self, whole);
  drop_chance (self);
  g_free (self->furthest[0]);
  g_free (self->furthest[1]);

  return get_similarity (self) >= MIN_SIMILARITY ? ATTUNE_TEXT_ALIKE : ATTUNE_TEXT_UNLIKE;
}

/**
 * attune_text_diff:
 * @text: a text, valid UTF-8
 * @other: another
 * @likeness: (out) (optional): whether they could be compared: neither is longer than
 *   %ATTUNE_TEXT_DIFF_MAX_WORDS, and two fifths of their words are common to both
 *
 * Compares two texts word by word; those in scripts without blanks, such as Chinese, character by
 * character. Takes some milliseconds at most, whatever the texts are. With the two texts the other
 * way round it finds the counterpart: what is common to both is the same then.
 *
 * Returns: (transfer full) (element-type AttuneDiffRange): what @text says and @other does not, in
 *   order; nothing when they could not be compared
 */
GArray *
attune_text_diff (const char         *text,
                  const char         *other,
                  AttuneTextLikeness *likeness)
{
  AttuneTextLikeness found = ATTUNE_TEXT_TOO_LONG;
  Comparison comparison = { 0 };
  guint side;
  GArray *ranges;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (other != NULL, NULL);

  /* Of several ways that are as short one is taken, and it is the same for both. */
  side = strcmp (text, other) <= 0 ? 0 : 1;
  init_side (&comparison.sides[side], attune_text_words_split (text));
  init_side (&comparison.sides[1 - side], attune_text_words_split (other));

  if (comparison.sides[0].words->len <= ATTUNE_TEXT_DIFF_MAX_WORDS &&
      comparison.sides[1].words->len <= ATTUNE_TEXT_DIFF_MAX_WORDS)
    found = run (&comparison);

  ranges = found == ATTUNE_TEXT_ALIKE ? list_ranges (&comparison.sides[side], text)
                                      : g_array_new (FALSE, FALSE, sizeof (AttuneDiffRange));
  if (likeness != NULL)
    *likeness = found;

  for (guint i = 0; i < 2; i++)
    {
      g_array_unref (comparison.sides[i].words);
      g_free (comparison.sides[i].is_common);
    }

  return ranges;
}
