/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-text.h"

G_BEGIN_DECLS

/* Four times as many as any spreadsheet has columns. */
#define ATTUNE_TABLE_MAX_CELLS 65536

/**
 * AttuneTableRow:
 *
 * One row of a table, in memory that is used again for the next. A cell without doubled quotation
 * marks is not copied, but lies where it stands in the file.
 */
typedef struct
{
  char      delimiter;
  char      quote;      /* '\0': quotation marks mean nothing */
  char      escape;     /* takes the meaning of a quotation mark in a quoted cell away; '\0': none */
  GArray   *cells;      /* of AttuneText */
  char     *copies;     /* of cells with doubled quotation marks */
  gsize     n_copied;
  gsize     capacity;
  gsize     length;     /* of the row in the file, with its end */
  guint     n_quoted;   /* cells in quotation marks */
  gboolean  is_odd;     /* a quotation mark is never closed, or text follows a closing one */
} AttuneTableRow;

void     attune_table_row_init     (AttuneTableRow       *self,
                                    char                  delimiter,
                                    char                  quote,
                                    char                  escape);
void     attune_table_row_clear    (AttuneTableRow       *self);
void     attune_table_row_parse    (AttuneTableRow       *self,
                                    const char           *text,
                                    const char           *end);
guint    attune_table_row_count    (const AttuneTableRow *self,
                                    guint                 least);
gboolean attune_table_row_is_empty (const AttuneTableRow *self,
                                    guint                 first);

static inline const AttuneText *
attune_table_row_get_cell (const AttuneTableRow *self,
                           guint                 index)
{
  return &g_array_index (self->cells, AttuneText, index);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneTableRow, attune_table_row_clear)

G_END_DECLS
