/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-graph.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_TRAINER_EVALUATE,  /* forward only */
  ATTUNE_TRAINER_WEIGH,     /* forward only, to see what a window counts in the training to come */
  ATTUNE_TRAINER_TRAIN,     /* forward and backward: adds to the gradients */
  ATTUNE_TRAINER_N_PURPOSES,
} AttuneTrainerPurpose;

/**
 * AttuneTrainerPasses:
 *
 * Runs windows of any size through a model, some at a time: finds the smallest graph that fits,
 * records it on first use, and keeps the gradients and the memory that all graphs share.
 */
typedef struct _AttuneTrainerPasses AttuneTrainerPasses;

AttuneTrainerPasses        *attune_trainer_passes_new           (AttuneTrainerModel         *model,
                                                                 AttuneTrainerBackend       *backend,
                                                                 AttuneTrainerMemory        *memory,
                                                                 guint                       max_tokens,
                                                                 guint                       max_targets,
                                                                 GError                    **error);
void                        attune_trainer_passes_free          (AttuneTrainerPasses        *self);
struct ggml_tensor * const *attune_trainer_passes_get_gradients (AttuneTrainerPasses        *self);
AttuneTrainerOutcome        attune_trainer_passes_run           (AttuneTrainerPasses        *self,
                                                                 AttuneTrainerPurpose        purpose,
                                                                 AttuneTrainerItem * const  *items,
                                                                 guint                       n_items);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerPasses, attune_trainer_passes_free)

G_END_DECLS
