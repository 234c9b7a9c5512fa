/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneEncodingFound:
 * @encoding: (nullable): the name of the encoding of the text; %NULL before anything was looked at
 * @other: (nullable): the encoding of the lines that are not in @encoding, in a file that was put
 *   together from several
 * @bom_length: how many bytes of a byte order mark come before the text
 * @is_damaged: whether some bytes of a text in UTF-8 are not
 *
 * What attune_encoding_guess_finish() found.
 */
typedef struct
{
  const char *encoding;
  const char *other;
  guint       bom_length;
  gboolean    is_damaged;
} AttuneEncodingFound;

/**
 * AttuneEncodingGuess:
 *
 * Finds out in which encoding a text is, from all of it. Memory does not grow with the text.
 */
typedef struct _AttuneEncodingGuess AttuneEncodingGuess;

AttuneEncodingGuess *attune_encoding_guess_new       (void);
void                 attune_encoding_guess_free      (AttuneEncodingGuess *self);
void                 attune_encoding_guess_feed      (AttuneEncodingGuess *self,
                                                      const char          *bytes,
                                                      gsize                length);
void                 attune_encoding_guess_finish    (AttuneEncodingGuess *self,
                                                      AttuneEncodingFound *found);
const char          *attune_encoding_guess_find_bom  (const char          *bytes,
                                                      gsize                length,
                                                      guint               *bom_length);

gsize                attune_encoding_guess_find_line (const char          *bytes,
                                                      gsize                length,
                                                      gboolean             is_last);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEncodingGuess, attune_encoding_guess_free)

G_END_DECLS
