/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-token-encoding.h"

G_BEGIN_DECLS

/**
 * AttuneTokenizer:
 *
 * The tokens of one encoding and how text becomes them. Immutable and shared between threads; an
 * #AttuneTokenCounter, one for each thread, does the work with it.
 */
typedef struct _AttuneTokenizer AttuneTokenizer;

AttuneTokenizer     *attune_tokenizer_load         (AttuneTokenEncoding   encoding,
                                                    GError              **error);
AttuneTokenizer     *attune_tokenizer_ref          (AttuneTokenizer      *self);
void                 attune_tokenizer_unref        (AttuneTokenizer      *self);
AttuneTokenEncoding  attune_tokenizer_get_encoding (AttuneTokenizer      *self);
guint                attune_tokenizer_get_n_tokens (AttuneTokenizer      *self);
const guint8        *attune_tokenizer_get_token    (AttuneTokenizer      *self,
                                                    guint32               token,
                                                    gsize                *length);
gsize                attune_tokenizer_find_cut     (AttuneTokenizer      *self,
                                                    const char           *text,
                                                    gsize                 length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTokenizer, attune_tokenizer_unref)

G_END_DECLS
