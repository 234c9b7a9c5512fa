/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-row-set.h"

G_BEGIN_DECLS

/* What became of a row. */
typedef enum
{
  ATTUNE_ROW_UNCHANGED = 0,
  ATTUNE_ROW_EDITED    = 1 << 0,  /* its text is another than in the file */
  ATTUNE_ROW_OUT       = 1 << 1,  /* it is kept, but not used */
  ATTUNE_ROW_ADDED     = 1 << 2,  /* it stands behind those of the file */
} AttuneRowState;

/**
 * AttuneRowStates:
 *
 * How the rows of a file are now: which have another text, which are marked out, and which stand
 * behind those of the file. A row that is marked out takes a bit, one that is as the file has it
 * nothing. Not for several threads at once.
 */
typedef struct _AttuneRowStates AttuneRowStates;

AttuneRowStates *attune_row_states_new          (guint                  n_file_rows);
void             attune_row_states_free         (AttuneRowStates       *self);
guint            attune_row_states_get_n_rows   (const AttuneRowStates *self);
guint            attune_row_states_get_n_edited (const AttuneRowStates *self);
guint            attune_row_states_get_n_out    (const AttuneRowStates *self);
guint            attune_row_states_get_n_added  (const AttuneRowStates *self);
AttuneRowState   attune_row_states_get          (const AttuneRowStates *self,
                                                 guint                  row);
GBytes          *attune_row_states_get_text     (const AttuneRowStates *self,
                                                 guint                  row);
AttuneRowSet    *attune_row_states_list         (const AttuneRowStates *self,
                                                 AttuneRowState         mask);
AttuneRowSet    *attune_row_states_pick         (const AttuneRowStates *self,
                                                 const AttuneRowSet    *rows,
                                                 gboolean               is_out);
void             attune_row_states_set_text     (AttuneRowStates       *self,
                                                 guint                  row,
                                                 GBytes                *text);
void             attune_row_states_set_out      (AttuneRowStates       *self,
                                                 const AttuneRowSet    *rows,
                                                 gboolean               is_out);
void             attune_row_states_add          (AttuneRowStates       *self,
                                                 GBytes                *text);
void             attune_row_states_drop_added   (AttuneRowStates       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneRowStates, attune_row_states_free)

G_END_DECLS
