/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-backend.h"
#include "attune-trainer-dataset.h"
#include "attune-trainer-model.h"

G_BEGIN_DECLS

/* What a pass over one or more windows showed. */
typedef struct
{
  double  loss;       /* summed over the target tokens, in nats */
  guint64 n_targets;
  guint64 n_correct;  /* targets that the model held to be the likeliest token */
} AttuneTrainerScore;

/* A window on its way through the model, and what came of it. */
typedef struct
{
  const AttuneTrainerWindow *window;
  double                     gradient_scale; /* what a target token's loss counts in the gradients,
                                              * usually one divided by the targets of the step */
  AttuneTrainerScore         score;
} AttuneTrainerItem;

/**
 * AttuneTrainerGraph:
 *
 * The recorded operations of one pass over windows that have a certain size together.
 */
typedef struct _AttuneTrainerGraph AttuneTrainerGraph;

AttuneTrainerGraph   *attune_trainer_graph_new       (AttuneTrainerModel         *model,
                                                      struct ggml_tensor * const *gradients,
                                                      guint                       n_tokens,
                                                      guint                       n_rows);
void                  attune_trainer_graph_free      (AttuneTrainerGraph         *self);
gsize                attune_trainer_graph_get_size (AttuneTrainerGraph *self);
struct ggml_cgraph   *attune_trainer_graph_get_ggml  (AttuneTrainerGraph         *self);
AttuneTrainerOutcome  attune_trainer_graph_run       (AttuneTrainerGraph         *self,
                                                      AttuneTrainerBackend       *backend,
                                                      AttuneTrainerItem * const  *items,
                                                      guint                       n_items);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerGraph, attune_trainer_graph_free)

G_END_DECLS
