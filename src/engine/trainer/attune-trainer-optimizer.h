/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-model.h"
#include "attune-trainer-workers.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerOptimizer:
 *
 * AdamW with gradient clipping, on all workers.
 */
typedef struct _AttuneTrainerOptimizer AttuneTrainerOptimizer;

AttuneTrainerOptimizer     *attune_trainer_optimizer_new         (AttuneTrainerModel      *model,
                                                                  AttuneTrainerWorkers    *workers,
                                                                  double                   max_norm,
                                                                  AttuneTrainerMemory     *memory,
                                                                  GError                 **error);
void                        attune_trainer_optimizer_free        (AttuneTrainerOptimizer  *self);
void                        attune_trainer_optimizer_step        (AttuneTrainerOptimizer  *self,
                                                                  guint                    step,
                                                                  double                   learning_rate);
struct ggml_tensor * const *attune_trainer_optimizer_get_tensors (AttuneTrainerOptimizer  *self,
                                                                  guint                   *n_tensors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerOptimizer, attune_trainer_optimizer_free)

G_END_DECLS
