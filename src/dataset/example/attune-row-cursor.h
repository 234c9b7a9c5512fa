/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-edits.h"

G_BEGIN_DECLS

/**
 * AttuneRowCursor:
 *
 * Goes through all rows of a file with its changes, in order, reading the file in large pieces.
 */
typedef struct _AttuneRowCursor AttuneRowCursor;

/* A row as it is now. */
typedef struct
{
  guint           index;    /* from 0 */
  AttuneRowState  state;
  const char     *text;     /* its line without the end, until the next call; NULL when too long */
  gsize           length;
  guint64         end;      /* where it ends in the file, for progress */
} AttuneRow;

AttuneRowCursor *attune_row_cursor_new  (AttuneExampleFile *file,
                                         AttuneEdits       *edits);
gboolean         attune_row_cursor_next (AttuneRowCursor   *self,
                                         AttuneRow         *row,
                                         GError           **error);
void             attune_row_cursor_free (AttuneRowCursor   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneRowCursor, attune_row_cursor_free)

G_END_DECLS
