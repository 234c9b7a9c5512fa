/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-row-states"

#include "config.h"

#include "attune-row-states.h"

#define WORD_BITS 64

struct _AttuneRowStates
{
  guint       n_file_rows;
  guint       n_added;
  guint       n_edited;
  guint       n_out;
  GHashTable *texts;   /* row → GBytes: those that are not in the file */
  GArray     *out;     /* of guint64: a bit for each row, as far as any was ever marked out */
};

/* Returns the first row from @row up to @end that is marked out, or that is not; or @end. */
static guint
find_row (const AttuneRowStates *self,
          guint                  row,
          guint                  end,
          gboolean               is_out)
{
  while (row < end)
    {
      guint index = row / WORD_BITS;
      guint64 word = index < self->out->len ? g_array_index (self->out, guint64, index) : 0;
      guint64 found = (is_out ? word : ~word) >> row % WORD_BITS;

      if (found != 0)
        return MIN (row + (guint)__builtin_ctzll (found), end);

      /* In the last word this would go beyond what can be counted. */
      if (end - row <= WORD_BITS - row % WORD_BITS)
        return end;

      row += WORD_BITS - row % WORD_BITS;
    }

  return end;
}

/* Adds the rows from @first up to @end that are marked out, or that are not. */
static void
append_rows (const AttuneRowStates *self,
             AttuneRowSet          *rows,
             guint                  first,
             guint                  end,
             gboolean               is_out)
{
  guint row = first;

  while ((row = find_row (self, row, end, is_out)) < end)
    {
      guint stop = find_row (self, row, end, !is_out);

      attune_row_set_append (rows, row, stop);
      row = stop;
    }
}

static void
set_bits (AttuneRowStates *self,
          guint            first,
          guint            end,
          gboolean         is_out)
{
  for (guint row = first; row < end;)
    {
      guint64 *word = &g_array_index (self->out, guint64, row / WORD_BITS);
      guint n_bits = MIN (end - row, WORD_BITS - row % WORD_BITS);
      guint64 bits = (G_MAXUINT64 >> (WORD_BITS - n_bits)) << row % WORD_BITS;

      self->n_out -= __builtin_popcountll (*word & bits);
      *word = is_out ? *word | bits : *word & ~bits;
      self->n_out += __builtin_popcountll (*word & bits);
      row += n_bits;
    }
}

/* Only what was added has a text and a number behind those of the file. */
static AttuneRowSet *
list_texts (const AttuneRowStates *self,
            AttuneRowState         mask)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->texts);

  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint row = GPOINTER_TO_UINT (key);

      if ((attune_row_states_get (self, row) & mask) != 0)
        g_array_append_val (rows, row);
    }

  return attune_row_set_new_for_rows ((const guint *)rows->data, rows->len);
}

AttuneRowStates *
attune_row_states_new (guint n_file_rows)
{
  AttuneRowStates *self = g_new0 (AttuneRowStates, 1);

  self->n_file_rows = n_file_rows;
  self->texts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
  self->out = g_array_new (FALSE, TRUE, sizeof (guint64));

  return self;
}

void
attune_row_states_free (AttuneRowStates *self)
{
  g_hash_table_unref (self->texts);
  g_array_unref (self->out);
  g_free (self);
}

guint
attune_row_states_get_n_rows (const AttuneRowStates *self)
{
  return self->n_file_rows + self->n_added;
}

guint
attune_row_states_get_n_edited (const AttuneRowStates *self)
{
  return self->n_edited;
}

guint
attune_row_states_get_n_out (const AttuneRowStates *self)
{
  return self->n_out;
}

guint
attune_row_states_get_n_added (const AttuneRowStates *self)
{
  return self->n_added;
}

AttuneRowState
attune_row_states_get (const AttuneRowStates *self,
                       guint                  row)
{
  AttuneRowState state = ATTUNE_ROW_UNCHANGED;

  if (row >= attune_row_states_get_n_rows (self))
    return ATTUNE_ROW_UNCHANGED;

  if (row >= self->n_file_rows)
    state |= ATTUNE_ROW_ADDED;
  else if (g_hash_table_contains (self->texts, GUINT_TO_POINTER (row)))
    state |= ATTUNE_ROW_EDITED;

  if (find_row (self, row, row + 1, TRUE) == row)
    state |= ATTUNE_ROW_OUT;

  return state;
}

/* Returns: (transfer none) (nullable): the text of a row, or %NULL when it is that of the file */
GBytes *
attune_row_states_get_text (const AttuneRowStates *self,
                            guint                  row)
{
  return g_hash_table_lookup (self->texts, GUINT_TO_POINTER (row));
}

/* Returns: (transfer full): the rows that are in any of the states of @mask */
AttuneRowSet *
attune_row_states_list (const AttuneRowStates *self,
                        AttuneRowState         mask)
{
  g_autoptr(AttuneRowSet) texts = list_texts (self, mask & ~ATTUNE_ROW_OUT);
  g_autoptr(AttuneRowSet) out = attune_row_set_new ();

  if ((mask & ATTUNE_ROW_OUT) != 0)
    append_rows (self, out, 0, attune_row_states_get_n_rows (self), TRUE);

  return attune_row_set_new_union (texts, out);
}

/* Returns: (transfer full): those of @rows that are marked out, or those that are not */
AttuneRowSet *
attune_row_states_pick (const AttuneRowStates *self,
                        const AttuneRowSet    *rows,
                        gboolean               is_out)
{
  AttuneRowSet *picked = attune_row_set_new ();
  const AttuneRowRange *ranges;
  guint n_ranges;

  ranges = attune_row_set_get_ranges (rows, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    append_rows (self, picked, ranges[i].first, ranges[i].end, is_out);

  return picked;
}

/* Gives a row another text, or that of the file (%NULL). What was added is the person's own,
 * however often it is changed: it does not count as edited. */
void
attune_row_states_set_text (AttuneRowStates *self,
                            guint            row,
                            GBytes          *text)
{
  gboolean is_of_file = row < self->n_file_rows;

  g_assert (row < attune_row_states_get_n_rows (self));
  g_assert (text != NULL || is_of_file);

  self->n_edited -= is_of_file && attune_row_states_get_text (self, row) != NULL;
  self->n_edited += is_of_file && text != NULL;

  if (text != NULL)
    g_hash_table_insert (self->texts, GUINT_TO_POINTER (row), g_bytes_ref (text));
  else
    g_hash_table_remove (self->texts, GUINT_TO_POINTER (row));
}

void
attune_row_states_set_out (AttuneRowStates    *self,
                           const AttuneRowSet *rows,
                           gboolean            is_out)
{
  guint n_words = attune_row_set_get_end (rows) / WORD_BITS + 1;
  const AttuneRowRange *ranges;
  guint n_ranges;

  g_assert (attune_row_set_get_end (rows) <= attune_row_states_get_n_rows (self));

  if (n_words > self->out->len)
    g_array_set_size (self->out, n_words);

  ranges = attune_row_set_get_ranges (rows, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    set_bits (self, ranges[i].first, ranges[i].end, is_out);
}

/* Adds a row behind all others. */
void
attune_row_states_add (AttuneRowStates *self,
                       GBytes          *text)
{
  guint row = attune_row_states_get_n_rows (self);

  self->n_added++;
  attune_row_states_set_text (self, row, text);
}

/* Takes the last row that was added away again; it is not marked out. */
void
attune_row_states_drop_added (AttuneRowStates *self)
{
  g_assert (self->n_added > 0);

  self->n_added--;
  g_hash_table_remove (self->texts, GUINT_TO_POINTER (attune_row_states_get_n_rows (self)));
}
