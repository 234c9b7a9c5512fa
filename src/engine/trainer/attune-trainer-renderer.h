/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"
#include "attune-trainer-tokenizer.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerRenderer:
 *
 * Writes examples as the tokens that a model will see in a chat, and says which of them it is to
 * learn.
 */
typedef struct _AttuneTrainerRenderer AttuneTrainerRenderer;

AttuneTrainerRenderer *attune_trainer_renderer_new           (AttuneTrainerTokenizer  *tokenizer);
void                   attune_trainer_renderer_free          (AttuneTrainerRenderer   *self);
gboolean               attune_trainer_renderer_run           (AttuneTrainerRenderer   *self,
                                                              AttuneExample           *example,
                                                              AttunePart               part,
                                                              GError                 **error);
const gint32          *attune_trainer_renderer_get_tokens    (AttuneTrainerRenderer   *self,
                                                              guint                   *n_tokens);
const guint8          *attune_trainer_renderer_get_is_target (AttuneTrainerRenderer   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerRenderer, attune_trainer_renderer_free)

G_END_DECLS
