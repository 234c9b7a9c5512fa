/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-json-columns.h"
#include "attune-reader.h"

G_BEGIN_DECLS

/* One JSON value a line; blank lines are passed over. */
AttuneReader *attune_reader_jsonl_new     (AttuneSource               *source);

/* Rows of cells, as spreadsheets write them. */
AttuneReader *attune_reader_table_new     (AttuneSource               *source,
                                           const AttuneReaderOptions  *options,
                                           GError                    **error);

/* The records of a JSON document, or several documents one behind the other. */
AttuneReader *attune_reader_json_new      (AttuneSource               *source,
                                           const AttuneReaderOptions  *options,
                                           GError                    **error);

/* The rows of a JSON object whose members are columns. */
AttuneReader *attune_reader_columns_new   (AttuneSource               *source,
                                           const AttuneJsonColumns    *columns,
                                           const char                 *path,
                                           GError                    **error);

/* Lines, paragraphs, or questions and answers. */
AttuneReader *attune_reader_text_new      (AttuneSource               *source,
                                           const AttuneReaderOptions  *options,
                                           GError                    **error);

/* For the subclasses. */
void          attune_reader_set_source    (AttuneReader               *self,
                                           AttuneSource               *source);
void          attune_reader_set_options   (AttuneReader               *self,
                                           const AttuneReaderOptions  *options);
void          attune_reader_set_begin     (AttuneReader               *self,
                                           goffset                     offset,
                                           guint64                     line);
void          attune_reader_set_needs_end (AttuneReader               *self);
void          attune_reader_take_columns  (AttuneReader               *self,
                                           char                      **columns);

G_END_DECLS
