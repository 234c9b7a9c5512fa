/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-block.h"
#include "attune-record.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PARSER (attune_parser_get_type ())

/**
 * AttuneParser:
 *
 * Takes the records out of a block, one at a time. One subclass per format, made by the reader of
 * the file; each thread has its own.
 */
G_DECLARE_DERIVABLE_TYPE (AttuneParser, attune_parser, ATTUNE, PARSER, GObject)

struct _AttuneParserClass
{
  GObjectClass parent_class;

  /* Whether a record is never longer than a line, so that no line ends in it. */
  gboolean has_lines;

  /* Looks at a whole block before the first record of it; may be NULL. */
  void  (*begin) (AttuneParser      *self,
                  const AttuneBlock *block);

  /* Sets everything of @record but its line; @text to @end is what is left of the block. Returns
   * how many bytes to go on by, 0 at the end. */
  gsize (*parse) (AttuneParser *self,
                  const char   *text,
                  const char   *end,
                  AttuneRecord *record);
};

void     attune_parser_begin       (AttuneParser      *self,
                                    const AttuneBlock *block);
gboolean attune_parser_next        (AttuneParser      *self,
                                    AttuneRecord      *record);
guint64  attune_parser_get_n_lines (AttuneParser      *self);

G_END_DECLS
