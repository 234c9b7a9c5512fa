/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-row-set"

#include "config.h"

#include "attune-row-set.h"

struct _AttuneRowSet
{
  GArray *ranges;   /* of AttuneRowRange, in order, none touching the next */
  guint   n_rows;
};

static int
compare_ranges (const void *a,
                const void *b)
{
  guint first = ((const AttuneRowRange *)a)->first;
  guint second = ((const AttuneRowRange *)b)->first;

  return (first > second) - (first < second);
}

static const AttuneRowRange *
get_range (const AttuneRowSet *self,
           guint               index)
{
  return &g_array_index (self->ranges, AttuneRowRange, index);
}

static void
row_set_clear (gpointer data)
{
  AttuneRowSet *self = data;

  g_array_unref (self->ranges);
}

/**
 * attune_row_set_new:
 *
 * Returns: (transfer full): a set without rows
 */
AttuneRowSet *
attune_row_set_new (void)
{
  AttuneRowSet *self = g_atomic_rc_box_new0 (AttuneRowSet);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (AttuneRowRange));

  return self;
}

/**
 * attune_row_set_new_for_row:
 * @row: a row, from 0
 *
 * Returns: (transfer full): a set with this row
 */
AttuneRowSet *
attune_row_set_new_for_row (guint row)
{
  AttuneRowSet *self = attune_row_set_new ();

  attune_row_set_append (self, row, row + 1);

  return self;
}

/**
 * attune_row_set_new_for_rows:
 * @rows: (array length=n_rows): rows, from 0, in any order
 * @n_rows: how many
 *
 * Returns: (transfer full): a set with these rows
 */
AttuneRowSet *
attune_row_set_new_for_rows (const guint *rows,
                             gsize        n_rows)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (AttuneRowRange));

  g_return_val_if_fail (rows != NULL || n_rows == 0, attune_row_set_new ());

  for (gsize i = 0; i < n_rows; i++)
    {
      AttuneRowRange range = { rows[i], rows[i] + 1 };
      AttuneRowRange *last = NULL;

      if (ranges->len > 0)
        last = &g_array_index (ranges, AttuneRowRange, ranges->len - 1);

      if (last != NULL && last->end == range.first)
        last->end = range.end;
      else
        g_array_append_val (ranges, range);
    }

  return attune_row_set_new_for_ranges (ranges);
}

/**
 * attune_row_set_new_for_ranges:
 * @ranges: (element-type AttuneRowRange): ranges, in any order; is sorted
 *
 * Returns: (transfer full): a set with their rows
 */
AttuneRowSet *
attune_row_set_new_for_ranges (GArray *ranges)
{
  AttuneRowSet *self = attune_row_set_new ();

  g_return_val_if_fail (ranges != NULL, self);

  g_array_sort (ranges, compare_ranges);

  for (guint i = 0; i < ranges->len; i++)
    {
      const AttuneRowRange *range = &g_array_index (ranges, AttuneRowRange, i);

      attune_row_set_append (self, range->first, range->end);
    }

  return self;
}

/**
 * attune_row_set_new_union:
 * @a: a set
 * @b: another one
 *
 * Returns: (transfer full): a set with the rows of both
 */
AttuneRowSet *
attune_row_set_new_union (const AttuneRowSet *a,
                          const AttuneRowSet *b)
{
  AttuneRowSet *self = attune_row_set_new ();
  guint i = 0;
  guint j = 0;

  g_return_val_if_fail (a != NULL, self);
  g_return_val_if_fail (b != NULL, self);

  while (i < a->ranges->len || j < b->ranges->len)
    {
      gboolean is_of_a = j == b->ranges->len ||
                         (i < a->ranges->len && get_range (a, i)->first < get_range (b, j)->first);
      const AttuneRowRange *range = is_of_a ? get_range (a, i++) : get_range (b, j++);

      attune_row_set_append (self, range->first, range->end);
    }

  return self;
}

/**
 * attune_row_set_ref:
 * @self: a set
 *
 * Returns: (transfer full): @self
 */
AttuneRowSet *
attune_row_set_ref (AttuneRowSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_row_set_unref:
 * @self: (transfer full): a set
 */
void
attune_row_set_unref (AttuneRowSet *self)
{
  g_atomic_rc_box_release_full (self, row_set_clear);
}

/**
 * attune_row_set_append:
 * @self: a set that nobody else has yet
 * @first: the first row of a range, not before that of the last range
 * @end: the row behind its last one
 *
 * Adds rows. Those that are in the set already stay there.
 */
void
attune_row_set_append (AttuneRowSet *self,
                       guint         first,
                       guint         end)
{
  AttuneRowRange range = { first, end };
  AttuneRowRange *last = NULL;

  g_return_if_fail (self != NULL);

  if (self->ranges->len > 0)
    last = &g_array_index (self->ranges, AttuneRowRange, self->ranges->len - 1);

  g_return_if_fail (last == NULL || first >= last->first);

  if (first >= end)
    return;

  if (last == NULL || first > last->end)
    {
      g_array_append_val (self->ranges, range);
      self->n_rows += end - first;
    }
  else if (end > last->end)
    {
      self->n_rows += end - last->end;
      last->end = end;
    }
}

/**
 * attune_row_set_get_n_rows:
 * @self: a set
 *
 * Returns: how many rows are in it
 */
guint
attune_row_set_get_n_rows (const AttuneRowSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

/**
 * attune_row_set_get_first:
 * @self: a set that is not empty
 *
 * Returns: its first row
 */
guint
attune_row_set_get_first (const AttuneRowSet *self)
{
  g_return_val_if_fail (self != NULL && self->n_rows > 0, 0);

  return get_range (self, 0)->first;
}

/**
 * attune_row_set_get_end:
 * @self: a set
 *
 * Returns: the row behind its last one; 0 when it is empty
 */
guint
attune_row_set_get_end (const AttuneRowSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows > 0 ? get_range (self, self->ranges->len - 1)->end : 0;
}

/**
 * attune_row_set_get_ranges:
 * @self: a set
 * @n_ranges: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_ranges): its ranges, in order, none touching the next
 */
const AttuneRowRange *
attune_row_set_get_ranges (const AttuneRowSet *self,
                           guint              *n_ranges)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_ranges != NULL, NULL);

  *n_ranges = self->ranges->len;

  return (const AttuneRowRange *)self->ranges->data;
}

/**
 * attune_row_set_contains:
 * @self: a set
 * @row: a row, from 0
 *
 * Returns: whether it is in the set
 */
gboolean
attune_row_set_contains (const AttuneRowSet *self,
                         guint               row)
{
  guint begin = 0;
  guint end;

  g_return_val_if_fail (self != NULL, FALSE);

  end = self->ranges->len;

  while (begin < end)
    {
      guint middle = begin + (end - begin) / 2;

      if (get_range (self, middle)->end <= row)
        begin = middle + 1;
      else
        end = middle;
    }

  return begin < self->ranges->len && get_range (self, begin)->first <= row;
}

/**
 * attune_row_set_iter_peek:
 * @iter: where it is
 * @row: (out): the row that comes next
 *
 * Returns: %FALSE behind the last row
 */
gboolean
attune_row_set_iter_peek (const AttuneRowSetIter *iter,
                          guint                  *row)
{
  g_return_val_if_fail (iter != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  if (iter->range >= iter->set->ranges->len)
    return FALSE;

  *row = get_range (iter->set, iter->range)->first + iter->n_gone;

  return TRUE;
}

/**
 * attune_row_set_iter_next:
 * @iter: where it is
 * @row: (out): the row that comes next
 *
 * Goes on by one row.
 *
 * Returns: %FALSE behind the last row
 */
gboolean
attune_row_set_iter_next (AttuneRowSetIter *iter,
                          guint            *row)
{
  if (!attune_row_set_iter_peek (iter, row))
    return FALSE;

  iter->n_gone++;

  if (*row + 1 == get_range (iter->set, iter->range)->end)
    {
      iter->range++;
      iter->n_gone = 0;
    }

  return TRUE;
}
