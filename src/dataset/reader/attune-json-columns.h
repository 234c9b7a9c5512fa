/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-source.h"

G_BEGIN_DECLS

/* What the path of an object ends with whose members are columns. In names a “*” is escaped. */
#define ATTUNE_JSON_COLUMNS ".*[]"

/**
 * AttuneJsonColumns:
 *
 * An object each of whose members holds one field of every record, in the same order: lists, or, as
 * pandas writes them, objects whose names are those of the rows.
 */
typedef struct
{
  GArray   *columns;      /* of AttuneJsonColumn */
  guint64   n_rows;       /* in the longest column */
  gboolean  is_complete;  /* nothing is cut off */
  gboolean  is_last;      /* nothing follows the object */
  gboolean  is_likely;    /* this is what the object is, rather than lists that stand side by side */
} AttuneJsonColumns;

AttuneJsonColumns *attune_json_columns_new       (AttuneSource             *source,
                                                  goffset                   offset,
                                                  GError                  **error);
void               attune_json_columns_free      (AttuneJsonColumns        *self);
AttuneSource      *attune_json_columns_open_text (const AttuneJsonColumns  *self,
                                                  AttuneSource             *source,
                                                  const char               *path,
                                                  GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneJsonColumns, attune_json_columns_free)

G_END_DECLS
