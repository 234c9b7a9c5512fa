/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-reader.h"

G_BEGIN_DECLS

/* One JSON value a line; blank lines are passed over. */
AttuneReader *attune_reader_jsonl_new    (AttuneSource               *source);

/* RFC 4180 as spreadsheets write it: a header row, then rows whose cells may be quoted. */
AttuneReader *attune_reader_csv_new      (AttuneSource               *source,
                                          GError                    **error);
gboolean      attune_reader_csv_sniff    (const char                 *text,
                                          gsize                       length,
                                          gboolean                    is_complete);

/* For the subclasses. */
void          attune_reader_set_source   (AttuneReader               *self,
                                          AttuneSource               *source);
void          attune_reader_set_begin    (AttuneReader               *self,
                                          goffset                     offset,
                                          guint64                     line);
void          attune_reader_take_columns (AttuneReader               *self,
                                          char                      **columns);

G_END_DECLS
