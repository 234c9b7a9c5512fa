/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AttuneBlock:
 *
 * A piece of the text of a source that holds whole records, in memory of its own that is used again
 * for the next. A reader cuts them off one after another; parsers can then work on several at once.
 */
typedef struct
{
  char     *text;
  gsize     length;
  gsize     capacity;
  goffset   offset;        /* of @text in the text of the source */
  guint64   n_skipped;     /* line ends in what follows @text and was left out */
  gboolean  is_too_large;  /* @text is only the beginning of one record that is too large to be read */
} AttuneBlock;

void  attune_block_clear   (AttuneBlock *self);
void  attune_block_append  (AttuneBlock *self,
                            const char  *text,
                            gsize        length);
char *attune_block_reserve (AttuneBlock *self,
                            gsize        length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneBlock, attune_block_clear)

G_END_DECLS
