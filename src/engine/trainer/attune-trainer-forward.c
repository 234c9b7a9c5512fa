/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-forward"

#include "config.h"

#include <ggml.h>

#include "attune-trainer-activations.h"
#include "attune-trainer-attention.h"
#include "attune-trainer-forward.h"

typedef struct
{
  AttuneTrainerModel        *model;
  const AttuneTrainerShape  *shape;
  struct ggml_context       *context;
  const AttuneTrainerInputs *inputs;
  struct ggml_tensor        *factors;   /* what divides the speeds of rotation, or NULL */
  int                        layer;
} Builder;

static struct ggml_tensor *
get_weight (Builder    *self,
            const char *name)
{
  return attune_trainer_model_get_weight (self->model, self->layer, name);
}

static const AttuneTrainerPair *
find_pair (Builder            *self,
           struct ggml_tensor *weight)
{
  AttuneTrainerLora *lora = attune_trainer_model_get_lora (self->model);

  return lora != NULL ? attune_trainer_lora_find (lora, weight) : NULL;
}

/* What the first matrix of a pair makes of the input, or NULL where there is no pair. */
static struct ggml_tensor *
compress (Builder            *self,
          struct ggml_tensor *weight,
          struct ggml_tensor *input)
{
  const AttuneTrainerPair *pair = find_pair (self, weight);
  float scale;

  if (pair == NULL)
    return NULL;

  scale = attune_trainer_lora_get_scale (attune_trainer_model_get_lora (self->model));

  return ggml_scale (self->context, ggml_mul_mat (self->context, pair->a, input), scale);
}

static struct ggml_tensor *
get_rows (Builder            *self,
          struct ggml_tensor *matrix,
          gint64              first,
          gint64              n)
{
  if (n == matrix->ne[1])
    return matrix;

  return ggml_view_2d (self->context, matrix, matrix->ne[0], n, matrix->nb[1],
                       first * matrix->nb[1]);
}

/* Multiplies with some rows of a matrix, with what is trained beside it and what is added to it. */
static struct ggml_tensor *
project_rows (Builder            *self,
              const char         *name,
              struct ggml_tensor *input,
              struct ggml_tensor *compressed,
              gint64              first,
              gint64              n)
{
  struct ggml_tensor *weight = get_weight (self, name);
  struct ggml_tensor *bias = attune_trainer_model_get_bias (self->model, self->layer, name);
  struct ggml_tensor *output;

  output = ggml_mul_mat (self->context, get_rows (self, weight, first, n), input);

  if (compressed != NULL)
    output = ggml_add (self->context, output,
                       ggml_mul_mat (self->context,
                                     get_rows (self, find_pair (self, weight)->b, first, n),
                                     compressed));

  if (bias != NULL && n != bias->ne[0])
    bias = ggml_view_1d (self->context, bias, n, first * bias->nb[0]);

  return bias != NULL ? ggml_add (self->context, output, bias) : output;
}

static struct ggml_tensor *
project (Builder            *self,
         const char         *name,
         struct ggml_tensor *input)
{
  struct ggml_tensor *weight = get_weight (self, name);

  return project_rows (self, name, input, compress (self, weight, input), 0, weight->ne[1]);
}

/* Several matrices in one, or each by itself: the parts have @sizes rows each. */
static void
project_parts (Builder             *self,
               const char          *joined_name,
               const char * const  *names,
               const gint64        *sizes,
               guint                n_parts,
               struct ggml_tensor  *input,
               struct ggml_tensor **outputs)
{
  struct ggml_tensor *joined = get_weight (self, joined_name);
  struct ggml_tensor *compressed;
  gint64 first = 0;

  if (joined == NULL)
    {
      for (guint i = 0; i < n_parts; i++)
        outputs[i] = project (self, names[i], input);
      return;
    }

  compressed = compress (self, joined, input);

  for (guint i = 0; i < n_parts; first += sizes[i++])
    outputs[i] = project_rows (self, joined_name, input, compressed, first, sizes[i]);
}

/* Where the model has no such norm, nothing happens. */
static struct ggml_tensor *
normalize (Builder            *self,
           const char         *name,
           struct ggml_tensor *input)
{
  struct ggml_tensor *weight = get_weight (self, name);

  if (weight == NULL)
    return input;

  return ggml_mul (self->context,
                   ggml_rms_norm (self->context, input, self->shape->norm_epsilon),
                   weight);
}

/* [n × heads, T] → rotated, [n, T, heads] */
static struct ggml_tensor *
split_and_rotate (Builder            *self,
                  struct ggml_tensor *input,
                  const char         *norm)
{
  const gint64 size = self->shape->head_size;
  const AttuneTrainerRope *rope;
  struct ggml_tensor *heads;

  rope = attune_trainer_shape_is_local (self->shape, self->layer) ? &self->shape->local_rope
                                                                  : &self->shape->rope;
  heads = ggml_reshape_3d (self->context, input, size, input->ne[0] / size, input->ne[1]);
  heads = ggml_rope_ext (self->context, normalize (self, norm, heads), self->inputs->positions,
                         self->factors, rope->n_dimensions, rope->mode, rope->n_context,
                         rope->base, rope->scale, rope->extrapolation, rope->magnitude,
                         rope->beta_fast, rope->beta_slow);

  return ggml_cont (self->context, ggml_permute (self->context, heads, 0, 2, 1, 3));
}

/* What the heads of a layer see: [n × heads, T] */
static struct ggml_tensor *
attend (Builder            *self,
        struct ggml_tensor *input)
{
  static const char * const names[] = { "attn_q", "attn_k", "attn_v" };
  const gint64 size = self->shape->head_size;
  const gint64 n_query = size * self->shape->n_heads;
  const gint64 n_kv = size * self->shape->n_heads_kv;
  const gint64 sizes[] = { n_query, n_kv, n_kv };
  struct ggml_context *context = self->context;
  struct ggml_tensor *parts[3], *query, *key, *value, *output;

  project_parts (self, "attn_qkv", names, sizes, 3, input, parts);
  query = split_and_rotate (self, parts[0], "attn_q_norm");
  key = split_and_rotate (self, parts[1], "attn_k_norm");
  value = ggml_reshape_3d (context, parts[2], size, self->shape->n_heads_kv, input->ne[1]);
  value = ggml_cont (context, ggml_permute (context, value, 1, 2, 0, 3));

  output = attune_trainer_attention_new (context, query, key, value,
                                         attune_trainer_shape_is_local (self->shape, self->layer));
  output = ggml_cont (context, ggml_permute (context, output, 0, 2, 1, 3));

  return ggml_reshape_2d (context, output, n_query, input->ne[1]);
}

static struct ggml_tensor *
feed_forward (Builder            *self,
              struct ggml_tensor *input)
{
  static const char * const names[] = { "ffn_gate", "ffn_up" };
  const gint64 sizes[] = { self->shape->n_feed, self->shape->n_feed };
  struct ggml_tensor *parts[2];

  project_parts (self, self->shape->has_joined_feed ? "ffn_up" : "", names, sizes, 2, input, parts);

  return project (self, "ffn_down", ggml_swiglu_split (self->context, parts[0], parts[1]));
}

static struct ggml_tensor *
add_layer (Builder            *self,
           struct ggml_tensor *stream)
{
  struct ggml_context *context = self->context;
  struct ggml_tensor *output = attend (self, normalize (self, "attn_norm", stream));

  /* After the last layer has looked at all tokens, only those matter that something is foretold
   * from. */
  if (self->layer + 1 == (int)self->shape->n_layers)
    {
      output = ggml_get_rows (context, output, self->inputs->rows);
      stream = ggml_get_rows (context, stream, self->inputs->rows);
    }

  output = normalize (self, "post_attention_norm", project (self, "attn_output", output));
  stream = ggml_add (context, stream, output);
  output = feed_forward (self, normalize (self, "ffn_norm", stream));

  return ggml_add (context, stream, normalize (self, "post_ffw_norm", output));
}

static struct ggml_tensor *
embed (Builder *self)
{
  struct ggml_tensor *stream;

  stream = ggml_get_rows (self->context, get_weight (self, "token_embd"), self->inputs->tokens);

  return self->shape->embedding_scale == 1 ? stream
                                           : ggml_scale (self->context, stream,
                                                         self->shape->embedding_scale);
}

/**
 * attune_trainer_forward_build:
 * @model: a model
 * @context: where the operations are recorded
 * @inputs: what goes in
 *
 * Records the forward pass: embedding, layers of grouped-query attention with rotary positions and
 * a gated feed-forward network, and the output matrix (the embedding again where there is none),
 * with the norms, biases and caps that the model has. Only operations that libggml can
 * differentiate are used, some of them in the place of others: see
 * attune_trainer_attention_substitute () and attune_trainer_activations_substitute ().
 *
 * Returns: (transfer none): the scores of every token of the vocabulary, [V, R]
 */
struct ggml_tensor *
attune_trainer_forward_build (AttuneTrainerModel        *model,
                              struct ggml_context       *context,
                              const AttuneTrainerInputs *inputs)
{
  Builder self = { model, attune_trainer_model_get_shape (model), context, inputs, NULL, -1 };
  struct ggml_tensor *stream = embed (&self);
  gboolean is_tied = get_weight (&self, "output") == NULL;

  self.factors = get_weight (&self, "rope_freqs");

  if (self.factors == NULL)
    self.factors = get_weight (&self, "rope_factors_short");

  for (self.layer = 0; self.layer < (int)self.shape->n_layers; self.layer++)
    stream = add_layer (&self, stream);

  self.layer = -1;
  stream = project (&self, is_tied ? "token_embd" : "output",
                    normalize (&self, "output_norm", stream));

  if (self.shape->output_cap != 0)
    stream = attune_trainer_activations_cap (context, stream);

  return stream;
}
