/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <yyjson.h>

#include "attune-report.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_READER (attune_reader_get_type ())

typedef enum
{
  ATTUNE_FORMAT_UNKNOWN,
  ATTUNE_FORMAT_JSONL,
  ATTUNE_FORMAT_CSV,
} AttuneFormat;

/* One record of a file, valid until the reader moves on. A record that cannot be read does not stop
 * the reader: it comes with its @problem, as it stands in the file, and nothing but @text is set. */
typedef struct
{
  guint64      line;          /* where it begins, from 1 */
  goffset      offset;        /* in bytes from the start of the decoded text */
  const char  *text;          /* as it stands in the file, not terminated; UTF-8 unless that is the problem */
  gsize        length;
  AttuneIssueKind problem;    /* NOT_UTF8, NOT_JSON, RAGGED_ROW; else NONE */
  yyjson_val  *root;          /* JSONL: the parsed value; else NULL */
  const char * const *columns; /* CSV: the header, NULL-terminated; else NULL */
  const char * const *cells;   /* CSV: one string a column, NULL-terminated; else NULL */
} AttuneRecord;

/**
 * AttuneReader:
 *
 * Pulls records out of a file one at a time, in constant memory. One subclass per format.
 * Synchronous: run it on a thread.
 */
G_DECLARE_DERIVABLE_TYPE (AttuneReader, attune_reader, ATTUNE, READER, GObject)

struct _AttuneReaderClass
{
  GObjectClass parent_class;

  AttuneFormat format;

  gboolean (*next) (AttuneReader  *self,
                    AttuneRecord  *record,
                    GCancellable  *cancellable,
                    GError       **error);
};

AttuneReader       *attune_reader_open        (const char    *path,
                                               AttuneFormat   format,
                                               GError       **error);
AttuneFormat        attune_reader_get_format  (AttuneReader  *self);
const char * const *attune_reader_get_columns (AttuneReader  *self);
goffset             attune_reader_get_position (AttuneReader *self);
goffset             attune_reader_get_size    (AttuneReader  *self);
gboolean            attune_reader_next        (AttuneReader  *self,
                                               AttuneRecord  *record,
                                               GCancellable  *cancellable,
                                               GError       **error);

G_END_DECLS
