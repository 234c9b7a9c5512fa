/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-reader-options.h"

G_BEGIN_DECLS

/* How a table is written. */
typedef struct
{
  char      delimiter;
  char      quote;       /* '\0': none */
  char      escape;      /* of a quotation mark, besides a second one; '\0': none */
  gboolean  has_header;
  gsize     begin;       /* of the first row: a line that names the delimiter may precede it */
  guint     n_columns;   /* that most of the first rows have */
} AttuneTableDialect;

gboolean attune_table_dialect_sniff (const AttuneReaderOptions *known,
                                     const char                *text,
                                     gsize                      length,
                                     gboolean                   is_complete,
                                     AttuneTableDialect        *dialect);

G_END_DECLS
