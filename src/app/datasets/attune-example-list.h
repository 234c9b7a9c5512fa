/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-example-item.h"
#include "attune-example-query.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_LIST (attune_example_list_get_type ())

/**
 * AttuneExampleList:
 *
 * The examples of a file with a person's changes as a #GListModel of #AttuneExampleItem, made one
 * at a time when a view asks. A view asks for the rows on screen and some around them, so a file of
 * a million examples costs as much to show as one of a hundred.
 *
 * The text is read on the main thread, when its row is bound: one pread of a line, a kilobyte or
 * two and never more than 64 KiB, that the reading of the whole file has just brought into memory
 * (microseconds). Reading it on another thread would show empty rows that fill while the person
 * scrolls. The price is a pause on a disk that has gone to sleep or a network folder that has gone
 * away. Searching, sorting and every change run on threads; the newest search wins.
 *
 * Properties (read-only): `searching` (boolean), `problem` (string, why the search is none),
 * `can-undo`, `can-redo` (boolean).
 *
 * Signals: `edited`, after rows were changed; `replaced`, when other rows than before are shown, with
 * a boolean whether a person asked for that. An item stays at its position then and becomes that of
 * another row, which it tells by `changed`: only at the end of the list do items come or go.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleList, attune_example_list, ATTUNE, EXAMPLE_LIST, GObject)

AttuneExampleList        *attune_example_list_new        (AttuneExampleFile        *file,
                                                          AttuneEdits              *edits);
AttuneExampleFile        *attune_example_list_get_file   (AttuneExampleList        *self);
AttuneEdits              *attune_example_list_get_edits  (AttuneExampleList        *self);
const AttuneExampleQuery *attune_example_list_get_query  (AttuneExampleList        *self);
void                      attune_example_list_set_query  (AttuneExampleList        *self,
                                                          const AttuneExampleQuery *query);
void                      attune_example_list_set_issues (AttuneExampleList        *self,
                                                          const guint64            *masks,
                                                          guint                     n_masks);
guint64                   attune_example_list_get_n_issues (AttuneExampleList      *self,
                                                          AttuneIssueKind           kind);
guint64                   attune_example_list_get_issues (AttuneExampleList        *self,
                                                          guint                     row);
guint                     attune_example_list_get_row    (AttuneExampleList        *self,
                                                          guint                     position);
gboolean                  attune_example_list_find       (AttuneExampleList        *self,
                                                          guint                     row,
                                                          guint                    *position);
gboolean                  attune_example_list_get_is_changing (AttuneExampleList   *self);
gboolean                  attune_example_list_get_searching (AttuneExampleList     *self);
gboolean                  attune_example_list_is_outdated (AttuneExampleList       *self);
const char               *attune_example_list_get_problem (AttuneExampleList       *self);

/* Changes: each resolves to TRUE when it is on the disk and shown. */
DexFuture                *attune_example_list_replace    (AttuneExampleList        *self,
                                                          guint                     row,
                                                          GBytes                   *json) G_GNUC_WARN_UNUSED_RESULT;
DexFuture                *attune_example_list_set_out    (AttuneExampleList        *self,
                                                          AttuneRowSet             *rows,
                                                          gboolean                  is_out) G_GNUC_WARN_UNUSED_RESULT;
DexFuture                *attune_example_list_undo       (AttuneExampleList        *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture                *attune_example_list_redo       (AttuneExampleList        *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
