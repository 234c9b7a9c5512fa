/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

struct ggml_cgraph;
struct ggml_context;
struct ggml_tensor;

/* A row of scores that a token is foretold by. */
typedef struct
{
  float    scale;     /* what its loss counts in the gradients */
  float    loss;      /* in nats */
  float    log_sum;   /* of e to the power of the scores, kept for the way back */
  gboolean is_hit;    /* the model held the right token to be the likeliest */
} AttuneTrainerLossRow;

struct ggml_tensor *attune_trainer_loss_new        (struct ggml_context  *context,
                                                    struct ggml_tensor   *scores);
void                attune_trainer_loss_substitute (struct ggml_context  *context,
                                                    struct ggml_cgraph   *graph,
                                                    struct ggml_tensor   *targets,
                                                    AttuneTrainerLossRow *rows);

G_END_DECLS
