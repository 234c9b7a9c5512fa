/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-tokenizer.h"

G_BEGIN_DECLS

/* What every example of a chat adds to the tokens of its messages: the beginning of the answer. */
#define ATTUNE_TOKENS_PER_EXAMPLE 3

/**
 * AttuneTokenCounter:
 *
 * Counts the tokens of texts. It remembers the counts of words that it met, in about three
 * megabytes, and belongs to one thread at a time.
 */
typedef struct _AttuneTokenCounter AttuneTokenCounter;

AttuneTokenCounter *attune_token_counter_new           (AttuneTokenizer    *tokenizer);
void                attune_token_counter_free          (AttuneTokenCounter *self);
AttuneTokenizer    *attune_token_counter_get_tokenizer (AttuneTokenCounter *self);
gsize               attune_token_counter_count         (AttuneTokenCounter *self,
                                                        const char         *text,
                                                        gsize               length);
gsize               attune_token_counter_count_message (AttuneTokenCounter *self,
                                                        const char         *role,
                                                        const char         *content,
                                                        gssize              length,
                                                        const char         *name);
gsize               attune_token_counter_encode        (AttuneTokenCounter *self,
                                                        const char         *text,
                                                        gsize               length,
                                                        GArray             *tokens);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTokenCounter, attune_token_counter_free)

G_END_DECLS
