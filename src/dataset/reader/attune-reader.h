/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-parser.h"
#include "attune-reader-options.h"
#include "attune-source.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_READER (attune_reader_get_type ())

/* The longest line or record. The longest text that any model learns from at once is 1,000,000
 * tokens, about 4 MB; the largest image that OpenAI takes is 10 MB, written as 13.4 MB of base64
 * (larger ones stand in a record as an address). What is longer is far more likely a file that is
 * no dataset at all, and a record is in memory several times: as it stands, parsed, and written. */
#define ATTUNE_MAX_RECORD (16 * 1024 * 1024)

/* The most values of JSON in a record, names included, which take 16 bytes each and more as turns:
 * a conversation of 50,000 turns has so many, and each turn is four tokens at least. */
#define ATTUNE_MAX_VALUES (256 * 1024)

/* Where records end, as far as a reader has looked; positions count from the start of the piece. */
typedef struct
{
  gssize   first;        /* behind the first record that ends in the piece; -1 when none does */
  gssize   last;         /* behind the last one */
  gboolean is_finished;  /* no record begins behind @last, whatever follows */
} AttuneRecordEnds;

/**
 * AttuneReader:
 *
 * Finds the records of a file. One subclass per format, which knows two things: where a record
 * ends, looked for once and in order; and what is in it, which its parsers find out, on many
 * threads if wanted. Never holds more than a block.
 */
G_DECLARE_DERIVABLE_TYPE (AttuneReader, attune_reader, ATTUNE, READER, GObject)

struct _AttuneReaderClass
{
  GObjectClass parent_class;

  AttuneFormat format;

  /* Goes on looking for the ends of records, in the next @length bytes. */
  void           (*find_ends)  (AttuneReader     *self,
                                const char       *piece,
                                gsize             length,
                                AttuneRecordEnds *ends);

  /* The record at the start of @text has no end within the size that records may have, or before
   * the end of the file. Returns where it ends nevertheless, and goes back to the state behind it;
   * @length when it does not. May be NULL. */
  gsize          (*give_up)    (AttuneReader     *self,
                                const char       *text,
                                gsize             length);

  /* Whether what follows the last end in the file is only a part of a record. May be NULL. */
  gboolean       (*is_cut_off) (AttuneReader     *self,
                                const char       *text,
                                gsize             length);
  AttuneParser * (*new_parser) (AttuneReader     *self);
};

AttuneReader       *attune_reader_open         (AttuneSource               *source,
                                                const AttuneReaderOptions  *options,
                                                GError                    **error);
AttuneReader       *attune_reader_open_full    (AttuneSource               *source,
                                                const AttuneReaderOptions  *options,
                                                GCancellable               *cancellable,
                                                GError                    **error);
AttuneSource       *attune_reader_get_source   (AttuneReader               *self);
AttuneFormat        attune_reader_get_format   (AttuneReader               *self);
const AttuneReaderOptions *attune_reader_get_options (AttuneReader         *self);
const char * const *attune_reader_get_columns  (AttuneReader               *self);
guint64             attune_reader_get_first_line (AttuneReader             *self);
goffset             attune_reader_get_position (AttuneReader               *self);
gboolean            attune_reader_is_truncated (AttuneReader               *self);
gboolean            attune_reader_next_block   (AttuneReader               *self,
                                                AttuneBlock                *block,
                                                GCancellable               *cancellable,
                                                GError                    **error);
AttuneParser       *attune_reader_new_parser   (AttuneReader               *self);
gboolean            attune_reader_next         (AttuneReader               *self,
                                                AttuneRecord               *record,
                                                GCancellable               *cancellable,
                                                GError                    **error);
gboolean            attune_reader_read_block   (AttuneReader               *self,
                                                goffset                     offset,
                                                gsize                       length,
                                                AttuneBlock                *block,
                                                GError                    **error);

G_END_DECLS
