/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneTrainerTokenizer:
 *
 * A model's vocabulary, in the words of libllama, so that training and chatting see the same tokens.
 */
typedef struct _AttuneTrainerTokenizer AttuneTrainerTokenizer;

AttuneTrainerTokenizer *attune_trainer_tokenizer_new         (const char              *path,
                                                              GError                 **error);
void                    attune_trainer_tokenizer_free        (AttuneTrainerTokenizer  *self);
gint32                  attune_trainer_tokenizer_get_special (AttuneTrainerTokenizer  *self,
                                                              const char              *name);
void                    attune_trainer_tokenizer_append      (AttuneTrainerTokenizer  *self,
                                                              const char              *text,
                                                              GArray                  *tokens);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerTokenizer, attune_trainer_tokenizer_free)

G_END_DECLS
