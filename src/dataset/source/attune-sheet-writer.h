/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-spool.h"

G_BEGIN_DECLS

/**
 * AttuneSheetWriter:
 *
 * Writes the cells of a sheet as CSV (RFC 4180), a row at a time. Empty rows before the first and
 * behind the last are left out, and every row is at least as wide as the first. A cell that is
 * merged with those below it stands in each of these rows.
 */
typedef struct _AttuneSheetWriter AttuneSheetWriter;

AttuneSheetWriter *attune_sheet_writer_new        (AttuneSpool        *spool,
                                                   goffset             head);
void               attune_sheet_writer_free       (AttuneSheetWriter  *self);
void               attune_sheet_writer_put_text   (AttuneSheetWriter  *self,
                                                   guint               column,
                                                   const char         *text);
void               attune_sheet_writer_put_number (AttuneSheetWriter  *self,
                                                   guint               column,
                                                   double              number);
void               attune_sheet_writer_repeat     (AttuneSheetWriter  *self,
                                                   guint               n_rows);
guint64            attune_sheet_writer_get_n_filled (AttuneSheetWriter *self);
gboolean           attune_sheet_writer_end_row    (AttuneSheetWriter  *self,
                                                   guint               n_times,
                                                   GError            **error);
gboolean           attune_sheet_writer_is_head    (AttuneSheetWriter  *self);
gboolean           attune_sheet_writer_finish     (AttuneSheetWriter  *self,
                                                   GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneSheetWriter, attune_sheet_writer_free)

G_END_DECLS
