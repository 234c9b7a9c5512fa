/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <yyjson.h>

#include "attune-issue.h"
#include "attune-text.h"

G_BEGIN_DECLS

/* Numbers stay as they are written, 1.10 and 12345678901234567890 alike: they become texts, and lines
 * are written back as they are. attune_json_number_get() says what they are. */
#define ATTUNE_READ_FLAGS YYJSON_READ_NUMBER_AS_RAW

/* One record of a file, valid until the parser moves on. A record that cannot be read does not stop
 * anything: it comes with its @problem, as it stands in the file, and nothing but @text is set. */
typedef struct
{
  guint64          line;       /* where it begins, from 1 */
  goffset          offset;     /* in bytes from the start of the text of the source */
  const char      *text;       /* as it stands in the file; UTF-8 unless that is the problem */
  gsize            length;
  AttuneIssueKind  problem;    /* why it cannot be used, a kind up to TOO_LARGE; else NONE */
  AttuneIssueKind  note;       /* what is odd though it can be used: EXTRA_CELLS, for a row with more
                                * cells than the header; RAGGED_ROW, for one with fewer, a quotation
                                * mark that is never closed, or text behind a closing one; else NONE */
  yyjson_val      *root;       /* of JSON: the parsed value; else NULL */
  const char * const *columns; /* of a table: the header, NULL-terminated; else NULL */
  const AttuneText *cells;     /* of a table: one text a column; else NULL */
  guint            n_cells;    /* as many as there are columns; what a short row lacks is empty */
  guint            n_extra;    /* cells that a long row has beyond, behind the others in @cells */
} AttuneRecord;

/* Why a text that attune_text_is_utf8() refuses cannot be read. */
static inline AttuneIssueKind
attune_record_get_text_problem (const AttuneRecord *record)
{
  return memchr (record->text, '\0', record->length) != NULL ? ATTUNE_ISSUE_ZERO_BYTE
                                                             : ATTUNE_ISSUE_NOT_UTF8;
}

G_END_DECLS
