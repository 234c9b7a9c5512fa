/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-source.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_FORMAT_UNKNOWN,
  ATTUNE_FORMAT_JSONL,    /* one JSON value a line */
  ATTUNE_FORMAT_TABLE,    /* CSV, TSV and their kin */
  ATTUNE_FORMAT_JSON,     /* a document that holds records, or JSON values one after another */
  ATTUNE_FORMAT_TEXT,     /* lines, paragraphs, or questions and answers */
} AttuneFormat;

AttuneFormat  attune_format_recognise (AttuneSource  *source,
                                       const char    *text,
                                       gsize          length,
                                       GError       **error);
const char   *attune_format_get_title (AttuneFormat   format);

G_END_DECLS
