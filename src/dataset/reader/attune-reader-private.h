/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-reader.h"
#include "attune-source.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_READER_JSONL (attune_reader_jsonl_get_type ())
#define ATTUNE_TYPE_READER_CSV   (attune_reader_csv_get_type ())

/* One JSON value a line; blank lines are passed over. */
G_DECLARE_FINAL_TYPE (AttuneReaderJsonl, attune_reader_jsonl, ATTUNE, READER_JSONL, AttuneReader)

/* RFC 4180 as spreadsheets write it: a header row, then rows whose cells may be quoted. */
G_DECLARE_FINAL_TYPE (AttuneReaderCsv, attune_reader_csv, ATTUNE, READER_CSV, AttuneReader)

AttuneReader *attune_reader_jsonl_new    (AttuneSource  *source);
AttuneReader *attune_reader_csv_new      (AttuneSource  *source,
                                          GError       **error);
gboolean      attune_reader_csv_sniff    (AttuneSource  *source);

/* For the subclasses. */
AttuneSource *attune_reader_get_source   (AttuneReader  *self);
void          attune_reader_set_source   (AttuneReader  *self,
                                          AttuneSource  *source);
void          attune_reader_take_columns (AttuneReader  *self,
                                          char         **columns);

G_END_DECLS
