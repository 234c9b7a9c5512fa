/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rows from @first up to, but without, @end. */
typedef struct
{
  guint first;
  guint end;
} AttuneRowRange;

/**
 * AttuneRowSet:
 *
 * Rows, in order and each once, kept as ranges: all rows of a file take as much memory as one of
 * them. It is filled by whoever makes it; after that nobody changes it, and several threads may
 * read it.
 */
typedef struct _AttuneRowSet AttuneRowSet;

/* Goes from row to row; begins as { set }. */
typedef struct
{
  const AttuneRowSet *set;
  guint               range;   /* which one is being gone through … */
  guint               n_gone;  /* … and how many rows of it were told */
} AttuneRowSetIter;

AttuneRowSet         *attune_row_set_new            (void);
AttuneRowSet         *attune_row_set_new_for_row    (guint                   row);
AttuneRowSet         *attune_row_set_new_for_rows   (const guint            *rows,
                                                     gsize                   n_rows);
AttuneRowSet         *attune_row_set_new_for_ranges (GArray                 *ranges);
AttuneRowSet         *attune_row_set_new_union      (const AttuneRowSet     *a,
                                                     const AttuneRowSet     *b);
AttuneRowSet         *attune_row_set_ref            (AttuneRowSet           *self);
void                  attune_row_set_unref          (AttuneRowSet           *self);
void                  attune_row_set_append         (AttuneRowSet           *self,
                                                     guint                   first,
                                                     guint                   end);
guint                 attune_row_set_get_n_rows     (const AttuneRowSet     *self);
guint                 attune_row_set_get_first      (const AttuneRowSet     *self);
guint                 attune_row_set_get_end        (const AttuneRowSet     *self);
const AttuneRowRange *attune_row_set_get_ranges     (const AttuneRowSet     *self,
                                                     guint                  *n_ranges);
gboolean              attune_row_set_contains       (const AttuneRowSet     *self,
                                                     guint                   row);
gboolean              attune_row_set_iter_peek      (const AttuneRowSetIter *iter,
                                                     guint                  *row);
gboolean              attune_row_set_iter_next      (AttuneRowSetIter       *iter,
                                                     guint                  *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneRowSet, attune_row_set_unref)

G_END_DECLS
