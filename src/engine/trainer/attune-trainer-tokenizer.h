/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerTokenizer:
 *
 * A model's vocabulary and chat format, in the words of libllama, so that training and chatting see
 * the same tokens.
 */
typedef struct _AttuneTrainerTokenizer AttuneTrainerTokenizer;

AttuneTrainerTokenizer *attune_trainer_tokenizer_new          (const char              *path,
                                                               GError                 **error);
void                    attune_trainer_tokenizer_free         (AttuneTrainerTokenizer  *self);
gboolean                attune_trainer_tokenizer_is_end       (AttuneTrainerTokenizer  *self,
                                                               gint32                   token);
gboolean                attune_trainer_tokenizer_has_special  (AttuneTrainerTokenizer  *self,
                                                               const char              *text);
void                    attune_trainer_tokenizer_append       (AttuneTrainerTokenizer  *self,
                                                               const char              *text,
                                                               gsize                    length,
                                                               gboolean                 with_special,
                                                               GArray                  *tokens);
void                    attune_trainer_tokenizer_append_start (AttuneTrainerTokenizer  *self,
                                                               GArray                  *tokens);
void                    attune_trainer_tokenizer_append_end   (AttuneTrainerTokenizer  *self,
                                                               GArray                  *tokens);
char                   *attune_trainer_tokenizer_dup_chat     (AttuneTrainerTokenizer  *self,
                                                               AttuneTurn * const      *turns,
                                                               guint                    n_turns,
                                                               gboolean                 with_answer_start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerTokenizer, attune_trainer_tokenizer_free)

G_END_DECLS
