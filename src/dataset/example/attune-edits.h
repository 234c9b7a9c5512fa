/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-file.h"
#include "attune-row-states.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EDITS (attune_edits_get_type ())

/**
 * AttuneEdits:
 *
 * What a person changed in a file of examples, laid over the file: rows replaced, marked out, added
 * at the end; each change can be undone and done again. Rows are numbered from 0, the added ones
 * after those of the file, and keep their numbers until the changes are written into the file.
 *
 * Every change is on the disk before a function returns, as a line of a log beside the file
 * (“training.edits.jsonl” for “training.jsonl”). Whoever is killed loses nothing: a last line that
 * is not complete does not count. The log is bound to the size and time of its file, and is never
 * laid over another one. Memory is in proportion to the changes, not to the rows; rows that follow
 * each other and are marked out together are one change.
 *
 * May be used on several threads at once. All functions that change something block.
 */
G_DECLARE_FINAL_TYPE (AttuneEdits, attune_edits, ATTUNE, EDITS, GObject)

AttuneEdits    *attune_edits_open         (AttuneExampleFile  *file,
                                           GError            **error);
char           *attune_edits_dup_path     (const char         *path);
const char     *attune_edits_get_notice   (AttuneEdits        *self);
gboolean        attune_edits_check        (AttuneEdits        *self,
                                           GError            **error);
guint           attune_edits_get_n_rows   (AttuneEdits        *self);
guint           attune_edits_get_n_edited (AttuneEdits        *self);
guint           attune_edits_get_n_out    (AttuneEdits        *self);
guint           attune_edits_get_n_added  (AttuneEdits        *self);
guint           attune_edits_get_n_used   (AttuneEdits        *self);
AttuneRowState  attune_edits_get_state    (AttuneEdits        *self,
                                           guint               row);
GBytes         *attune_edits_dup_text     (AttuneEdits        *self,
                                           guint               row);
AttuneRowSet   *attune_edits_list_rows    (AttuneEdits        *self,
                                           AttuneRowState      mask);
AttuneExample  *attune_edits_read         (AttuneEdits        *self,
                                           guint               row,
                                           GError            **error);
gboolean        attune_edits_replace      (AttuneEdits        *self,
                                           guint               row,
                                           const char         *json,
                                           gsize               length,
                                           GError            **error);
gboolean        attune_edits_set_out      (AttuneEdits        *self,
                                           AttuneRowSet       *rows,
                                           gboolean            is_out,
                                           GError            **error);
gboolean        attune_edits_add          (AttuneEdits        *self,
                                           const char         *json,
                                           gsize               length,
                                           guint              *row,
                                           GError            **error);
gboolean        attune_edits_can_undo     (AttuneEdits        *self);
gboolean        attune_edits_can_redo     (AttuneEdits        *self);
AttuneRowSet   *attune_edits_undo         (AttuneEdits        *self,
                                           GError            **error);
AttuneRowSet   *attune_edits_redo         (AttuneEdits        *self,
                                           GError            **error);

G_END_DECLS
