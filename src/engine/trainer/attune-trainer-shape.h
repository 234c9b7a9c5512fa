/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-gguf.h"

G_BEGIN_DECLS

/* How positions turn the dimensions of a head (ggml_rope_ext ()). */
typedef struct
{
  int   mode;              /* which dimensions turn together */
  guint n_dimensions;      /* of a head that turn */
  guint n_context;         /* tokens that the model was first trained for */
  float base;
  float scale;
  float extrapolation;     /* 1 for YaRN, else 0 */
  float magnitude;
  float beta_fast;
  float beta_slow;
} AttuneTrainerRope;

/* How tokens look at each other. */
typedef struct
{
  float scale;             /* of the scores */
  float cap;               /* of the scores, by a hyperbolic tangent; 0 for none */
  guint window;            /* how many tokens one looks at, itself and those before it */
} AttuneTrainerAttention;

/**
 * AttuneTrainerShape:
 *
 * Everything that tells one kind of transformer from another, read from a GGUF header. The graph is
 * built from this and from which weights there are; nothing else knows of kinds.
 */
typedef struct
{
  const char        *architecture;      /* static */
  guint              n_vocabulary;
  guint              n_embedding;
  guint              n_layers;
  guint              n_heads;
  guint              n_heads_kv;
  guint              head_size;
  guint              n_feed;
  guint              n_context;
  float              norm_epsilon;
  float              embedding_scale;
  float              output_cap;        /* of what comes out, as for attention */
  guint              window_period;     /* every so many layers, one is not local; 0 for no local layers */
  AttuneTrainerAttention attention;
  AttuneTrainerAttention local_attention;
  AttuneTrainerRope  rope;
  AttuneTrainerRope  local_rope;
  gboolean           uses_gelu;         /* rather than SiLU */
  gboolean           has_joined_feed;   /* gate and up are one matrix, gate first */
} AttuneTrainerShape;

gboolean attune_trainer_shape_read           (AttuneTrainerShape        *self,
                                              AttuneGguf                *gguf,
                                              GError                   **error);
gboolean attune_trainer_shape_is_local       (const AttuneTrainerShape  *self,
                                              guint                      layer);
guint    attune_trainer_shape_get_n_context  (const AttuneTrainerShape  *self);
void     attune_trainer_shape_set_error      (GError                   **error,
                                              const char                *detail);

G_END_DECLS
