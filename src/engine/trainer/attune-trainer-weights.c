/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-weights"

#include "config.h"

#include <string.h>

#include <ggml.h>

#include "attune-trainer-unpack.h"
#include "attune-trainer-weights.h"

#define LAYER_PREFIX "blk."

/* Sums that do not wait for each other; the factor is FNV-1a's. */
#define HASH_LANES 4
#define HASH_FACTOR G_GUINT64_CONSTANT (1099511628211)

/* What the graph makes use of. A file with anything else in it is of a kind that we do not know. */
static const char * const layer_names[] = {
  "attn_norm.weight", "attn_q.weight", "attn_q.bias", "attn_k.weight", "attn_k.bias",
  "attn_v.weight", "attn_v.bias", "attn_qkv.weight", "attn_qkv.bias", "attn_q_norm.weight",
  "attn_k_norm.weight", "attn_output.weight", "attn_output.bias", "post_attention_norm.weight",
  "ffn_norm.weight", "ffn_gate.weight", "ffn_gate.bias", "ffn_up.weight", "ffn_up.bias",
  "ffn_down.weight", "ffn_down.bias", "post_ffw_norm.weight", NULL
};

static const char * const names[] = {
  "token_embd.weight", "output_norm.weight", "output.weight", "output.bias", "rope_freqs.weight",
  "rope_factors_short.weight", "rope_factors_long.weight", NULL
};

typedef struct
{
  struct ggml_context       *context;
  const AttuneTrainerShape  *shape;
  int                        layer;
  GError                   **error;
} Check;

/**
 * attune_trainer_weights_find:
 * @context: where the weights of a model are
 * @layer: the number of a layer, or -1 for what belongs to none
 * @name: the name of a weight without its layer
 * @suffix: "weight" or "bias"
 *
 * Returns: (transfer none) (nullable): the weight
 */
struct ggml_tensor *
attune_trainer_weights_find (struct ggml_context *context,
                             int                  layer,
                             const char          *name,
                             const char          *suffix)
{
  char full_name[GGML_MAX_NAME];

  if (layer < 0)
    g_snprintf (full_name, sizeof full_name, "%s.%s", name, suffix);
  else
    g_snprintf (full_name, sizeof full_name, LAYER_PREFIX "%d.%s.%s", layer, name, suffix);

  return ggml_get_tensor (context, full_name);
}

static gboolean
is_known (const AttuneTrainerShape *shape,
          const char               *name)
{
  guint64 layer;
  char *end;

  if (!g_str_has_prefix (name, LAYER_PREFIX))
    return g_strv_contains (names, name);

  layer = g_ascii_strtoull (name + strlen (LAYER_PREFIX), &end, 10);

  return layer < shape->n_layers && *end == '.' && g_strv_contains (layer_names, end + 1);
}

static gboolean
check_names_and_types (const Check *self)
{
  for (struct ggml_tensor *tensor = ggml_get_first_tensor (self->context);
       tensor != NULL;
       tensor = ggml_get_next_tensor (self->context, tensor))
    {
      if (!is_known (self->shape, ggml_get_name (tensor)))
        {
          attune_trainer_shape_set_error (self->error, ggml_get_name (tensor));
          return FALSE;
        }

      if (!attune_trainer_unpack_supports (tensor->type))
        {
          attune_trainer_shape_set_error (self->error, ggml_type_name (tensor->type));
          return FALSE;
        }
    }

  return TRUE;
}

/* libggml aborts the process when shapes do not fit together, so every one is looked at first. */
static gboolean
check (const Check *self,
       const char  *name,
       const char  *suffix,
       gboolean     needed,
       gint64       n_columns,
       gint64       n_rows)
{
  struct ggml_tensor *weight;

  weight = attune_trainer_weights_find (self->context, self->layer, name, suffix);

  if (weight == NULL && !needed)
    return TRUE;

  if (weight != NULL && weight->ne[0] == n_columns && weight->ne[1] == n_rows &&
      weight->ne[2] == 1 && weight->ne[3] == 1)
    return TRUE;

  attune_trainer_shape_set_error (self->error, name);

  return FALSE;
}

static gboolean
check_matrix (const Check *self,
              const char  *name,
              gint64       n_columns,
              gint64       n_rows)
{
  return check (self, name, "weight", TRUE, n_columns, n_rows) &&
         check (self, name, "bias", FALSE, n_rows, 1);
}

static gboolean
check_attention (const Check *self)
{
  const AttuneTrainerShape *shape = self->shape;
  gint64 n_query = (gint64)shape->head_size * shape->n_heads;
  gint64 n_kv = (gint64)shape->head_size * shape->n_heads_kv;

  if (!check (self, "attn_norm", "weight", TRUE, shape->n_embedding, 1) ||
      !check (self, "attn_q_norm", "weight", FALSE, shape->head_size, 1) ||
      !check (self, "attn_k_norm", "weight", FALSE, shape->head_size, 1) ||
      !check (self, "post_attention_norm", "weight", FALSE, shape->n_embedding, 1) ||
      !check_matrix (self, "attn_output", n_query, shape->n_embedding))
    return FALSE;

  if (attune_trainer_weights_find (self->context, self->layer, "attn_qkv", "weight") != NULL)
    return check_matrix (self, "attn_qkv", shape->n_embedding, n_query + 2 * n_kv);

  return check_matrix (self, "attn_q", shape->n_embedding, n_query) &&
         check_matrix (self, "attn_k", shape->n_embedding, n_kv) &&
         check_matrix (self, "attn_v", shape->n_embedding, n_kv);
}

static gboolean
check_feed_forward (const Check *self)
{
  const AttuneTrainerShape *shape = self->shape;
  gint64 n_up = (gint64)shape->n_feed * (shape->has_joined_feed ? 2 : 1);

  return check (self, "ffn_norm", "weight", TRUE, shape->n_embedding, 1) &&
         check (self, "post_ffw_norm", "weight", FALSE, shape->n_embedding, 1) &&
         (shape->has_joined_feed ||
          check_matrix (self, "ffn_gate", shape->n_embedding, shape->n_feed)) &&
         check_matrix (self, "ffn_up", shape->n_embedding, n_up) &&
         check_matrix (self, "ffn_down", shape->n_feed, shape->n_embedding);
}

/**
 * attune_trainer_weights_check:
 * @context: where the weights of a model are, with or without their data
 * @shape: what they should be like
 * @error: return location for an error
 *
 * Looks whether all weights are there, nothing beside them, and everything of the right size.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE
 */
gboolean
attune_trainer_weights_check (struct ggml_context       *context,
                              const AttuneTrainerShape  *shape,
                              GError                   **error)
{
  Check self = { context, shape, -1, error };
  gint64 n_turning = shape->rope.n_dimensions / 2;

  if (!check_names_and_types (&self) ||
      !check (&self, "token_embd", "weight", TRUE, shape->n_embedding, shape->n_vocabulary) ||
      !check (&self, "output_norm", "weight", TRUE, shape->n_embedding, 1) ||
      !check (&self, "output", "weight", FALSE, shape->n_embedding, shape->n_vocabulary) ||
      !check (&self, "output", "bias", FALSE, shape->n_vocabulary, 1) ||
      !check (&self, "rope_freqs", "weight", FALSE, n_turning, 1) ||
      !check (&self, "rope_factors_short", "weight", FALSE, n_turning, 1))
    return FALSE;

  for (self.layer = 0; self.layer < (int)shape->n_layers; self.layer++)
    if (!check_attention (&self) || !check_feed_forward (&self))
      return FALSE;

  return TRUE;
}

/**
 * attune_trainer_weights_hash:
 * @weights: (element-type ggml_tensor): tensors that have been read
 *
 * As fast as memory, and good enough to notice that a file has changed; nobody is to be kept from
 * forging one.
 *
 * Returns: a number that depends on every bit of them
 */
guint64
attune_trainer_weights_hash (GPtrArray *weights)
{
  guint64 lanes[HASH_LANES] = { 0 };
  guint64 hash = 0;

  for (guint i = 0; i < weights->len; i++)
    {
      const struct ggml_tensor *weight = g_ptr_array_index (weights, i);
      const guint8 *bytes = weight->data;
      gsize n_bytes = ggml_nbytes (weight);

      for (gsize offset = 0; offset < n_bytes; offset += sizeof lanes)
        {
          guint64 words[HASH_LANES] = { 0 };

          memcpy (words, bytes + offset, MIN (sizeof words, n_bytes - offset));

          for (guint lane = 0; lane < HASH_LANES; lane++)
            lanes[lane] = (lanes[lane] ^ words[lane] ^ (words[lane] >> 32)) * HASH_FACTOR;
        }
    }

  for (guint lane = 0; lane < HASH_LANES; lane++)
    hash = (hash ^ lanes[lane] ^ (lanes[lane] >> 32)) * HASH_FACTOR;

  return hash;
}
