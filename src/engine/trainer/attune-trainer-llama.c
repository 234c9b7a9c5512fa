/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-llama"

#include "config.h"

#include <math.h>

#include <ggml.h>

#include "attune-trainer-llama.h"

/* Fixed by the architecture: neighbouring dimensions are rotated together, without scaling. */
#define ROPE_MODE       GGML_ROPE_TYPE_NORMAL
#define ROPE_BETA_FAST  32.0f
#define ROPE_BETA_SLOW  1.0f

typedef struct
{
  AttuneTrainerModel        *model;
  const AttuneTrainerShape  *shape;
  struct ggml_context       *context;
  const AttuneTrainerInputs *inputs;
  int                        layer;
} Builder;

static struct ggml_tensor *
project (Builder            *self,
         const char         *name,
         struct ggml_tensor *input)
{
  return ggml_mul_mat (self->context,
                       attune_trainer_model_get_weight (self->model, self->layer, name),
                       input);
}

static struct ggml_tensor *
normalize (Builder            *self,
           const char         *name,
           struct ggml_tensor *input)
{
  return ggml_mul (self->context,
                   ggml_rms_norm (self->context, input, self->shape->norm_epsilon),
                   attune_trainer_model_get_weight (self->model, self->layer, name));
}

/* [n × heads, T] → rotated, [n, T, heads] */
static struct ggml_tensor *
split_and_rotate (Builder            *self,
                  struct ggml_tensor *input,
                  guint               n_heads)
{
  struct ggml_tensor *heads;

  heads = ggml_reshape_3d (self->context, input, input->ne[0] / n_heads, n_heads, input->ne[1]);
  heads = ggml_rope_ext (self->context, heads, self->inputs->positions, NULL, self->shape->n_rope,
                         ROPE_MODE, 0, self->shape->rope_base, 1.0f, 0.0f, 1.0f,
                         ROPE_BETA_FAST, ROPE_BETA_SLOW);

  return ggml_cont (self->context, ggml_permute (self->context, heads, 0, 2, 1, 3));
}

static struct ggml_tensor *
attend (Builder            *self,
        struct ggml_tensor *input)
{
  const guint n_heads = self->shape->n_heads;
  const guint n_heads_kv = self->shape->n_heads_kv;
  const gint64 head_size = self->shape->n_embedding / n_heads;
  const gint64 n_tokens = input->ne[1];
  struct ggml_context *context = self->context;
  struct ggml_tensor *query, *key, *value, *scores, *output;

  query = split_and_rotate (self, project (self, "attn_q", input), n_heads);
  key = split_and_rotate (self, project (self, "attn_k", input), n_heads_kv);
  value = project (self, "attn_v", input);
  value = ggml_reshape_3d (context, value, head_size, n_heads_kv, n_tokens);
  value = ggml_cont (context, ggml_permute (context, value, 1, 2, 0, 3));

  scores = ggml_soft_max_ext (context, ggml_mul_mat (context, key, query), self->inputs->mask,
                              1.0f / sqrtf (head_size), 0.0f);
  output = ggml_permute (context, ggml_mul_mat (context, value, scores), 0, 2, 1, 3);
  output = ggml_reshape_2d (context, ggml_cont (context, output), head_size * n_heads, n_tokens);

  return project (self, "attn_output", output);
}

static struct ggml_tensor *
feed_forward (Builder            *self,
              struct ggml_tensor *input)
{
  struct ggml_tensor *gate = project (self, "ffn_gate", input);
  struct ggml_tensor *up = project (self, "ffn_up", input);

  return project (self, "ffn_down", ggml_swiglu_split (self->context, gate, up));
}

/**
 * attune_trainer_llama_build:
 * @model: a model of the llama architecture
 * @context: where the operations are recorded
 * @inputs: what goes in
 *
 * Records the forward pass: embedding, layers of grouped-query attention with rotary positions and
 * a gated feed-forward network, and the output matrix (the embedding again where there is none).
 * Only operations that libggml can differentiate are used, and the rows that do not matter are
 * dropped before the output matrix, which is the largest one.
 *
 * Returns: (transfer none): the scores of every token of the vocabulary, [V, R]
 */
struct ggml_tensor *
attune_trainer_llama_build (AttuneTrainerModel        *model,
                            struct ggml_context       *context,
                            const AttuneTrainerInputs *inputs)
{
  Builder self = { model, attune_trainer_model_get_shape (model), context, inputs, -1 };
  struct ggml_tensor *embedding = attune_trainer_model_get_weight (model, -1, "token_embd");
  struct ggml_tensor *output = attune_trainer_model_get_weight (model, -1, "output");
  struct ggml_tensor *stream = ggml_get_rows (context, embedding, inputs->tokens);

  for (self.layer = 0; self.layer < (int)self.shape->n_layers; self.layer++)
    {
      struct ggml_tensor *input = normalize (&self, "attn_norm", stream);

      stream = ggml_add (context, stream, attend (&self, input));
      input = normalize (&self, "ffn_norm", stream);
      stream = ggml_add (context, stream, feed_forward (&self, input));
    }

  self.layer = -1;
  stream = normalize (&self, "output_norm", ggml_get_rows (context, stream, inputs->rows));

  /* A row of weight 0 must leave no gradient; the loss function alone would not see to that. */
  stream = ggml_mul (context, stream, inputs->weights);

  return ggml_mul_mat (context, output != NULL ? output : embedding, stream);
}
