/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-model.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerOptimizer:
 *
 * AdamW with gradient clipping, on all threads of the backend.
 */
typedef struct _AttuneTrainerOptimizer AttuneTrainerOptimizer;

AttuneTrainerOptimizer *attune_trainer_optimizer_new         (AttuneTrainerModel       *model,
                                                              AttuneTrainerBackend     *backend,
                                                              GError                  **error);
void                    attune_trainer_optimizer_free        (AttuneTrainerOptimizer   *self);
AttuneTrainerOutcome    attune_trainer_optimizer_step        (AttuneTrainerOptimizer   *self,
                                                              guint                     step,
                                                              double                    learning_rate);
struct ggml_tensor    **attune_trainer_optimizer_get_tensors (AttuneTrainerOptimizer   *self,
                                                              guint                    *n_tensors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerOptimizer, attune_trainer_optimizer_free)

G_END_DECLS
