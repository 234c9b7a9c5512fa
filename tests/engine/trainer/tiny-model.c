/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <gguf.h>

#include "attune-trainer-random.h"
#include "tiny-model.h"

#define CONTEXT_SIZE (64 * 1024 * 1024)

typedef struct
{
  const TinyModel     *model;
  struct gguf_context *gguf;
  struct ggml_context *context;
  guint64              random;
  guint                n_matrices;
  gboolean             unpacked;
} Writer;

static guint
get_head_size (const TinyModel *model)
{
  return model->head_size != 0 ? model->head_size : TINY_EMBEDDING / TINY_HEADS;
}

static float
next_number (Writer *self)
{
  float sum = 0;

  for (guint i = 0; i < 4; i++)
    sum += (gint32)(attune_trainer_random_next (&self->random) >> 32) * 0x1p-31f;

  return sum * 0.866f;
}

static void
set_uint (Writer     *self,
          const char *name,
          guint       value)
{
  g_autofree char *key = g_strdup_printf ("%s.%s", self->model->architecture, name);

  if (value != 0)
    gguf_set_val_u32 (self->gguf, key, value);
}

static void
set_float (Writer     *self,
           const char *name,
           double      value)
{
  g_autofree char *key = g_strdup_printf ("%s.%s", self->model->architecture, name);

  if (value != 0)
    gguf_set_val_f32 (self->gguf, key, value);
}

static void
add (Writer         *self,
     const char     *name,
     int             layer,
     gint64          n_columns,
     gint64          n_rows,
     enum ggml_type  type,
     const float    *values)
{
  struct ggml_tensor *tensor = ggml_new_tensor_2d (self->context, type, n_columns, n_rows);

  if (layer < 0)
    ggml_set_name (tensor, name);
  else
    ggml_format_name (tensor, "blk.%d.%s", layer, name);

  if (type == GGML_TYPE_F32)
    memcpy (tensor->data, values, ggml_nbytes (tensor));
  else
    ggml_quantize_chunk (type, values, tensor->data, 0, n_rows, n_columns, NULL);

  gguf_add_tensor (self->gguf, tensor);
}

static void
add_vector (Writer     *self,
            const char *name,
            int         layer,
            gint64      n,
            float       mean,
            float       deviation)
{
  g_autofree float *values = g_new (float, n);

  for (gint64 i = 0; i < n; i++)
    values[i] = mean + deviation * next_number (self);

  add (self, name, layer, n, 1, GGML_TYPE_F32, values);
}

/* What a published file has where the rows of a matrix are no whole blocks, as with SmolLM2 135M
 * and Qwen2.5 0.5B: llama-quantize takes the next larger type with shorter ones. */
static enum ggml_type
get_fitting_type (enum ggml_type type,
                  gint64         n_columns)
{
  if (n_columns % ggml_blck_size (type) == 0)
    return type;

  return type == GGML_TYPE_Q4_K ? GGML_TYPE_Q5_0 : GGML_TYPE_Q8_0;
}

/* The twin in single precision has the numbers that the packed one stands for. */
static void
add_matrix (Writer     *self,
            const char *name,
            int         layer,
            gint64      n_columns,
            gint64      n_rows,
            float       deviation)
{
  g_autofree float *values = g_new (float, n_columns * n_rows);
  enum ggml_type type = self->model->type;

  if (self->model->other_type != GGML_TYPE_F32 && self->n_matrices++ % 2 == 0)
    type = self->model->other_type;

  type = get_fitting_type (type, n_columns);

  for (gint64 i = 0; i < n_columns * n_rows; i++)
    values[i] = deviation * next_number (self);

  if (self->unpacked && type != GGML_TYPE_F32)
    {
      g_autofree guint8 *packed = g_malloc (ggml_row_size (type, n_columns) * n_rows);

      ggml_quantize_chunk (type, values, packed, 0, n_rows, n_columns, NULL);
      ggml_get_type_traits (type)->to_float (packed, values, n_columns * n_rows);
      type = GGML_TYPE_F32;
    }

  add (self, name, layer, n_columns, n_rows, type, values);
}

static void
add_projection (Writer     *self,
                const char *name,
                int         layer,
                gint64      n_columns,
                gint64      n_rows,
                gboolean    has_bias)
{
  g_autofree char *weight = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias = g_strconcat (name, ".bias", NULL);

  /* Large enough for sharp attention and caps that bite. */
  add_matrix (self, weight, layer, n_columns, n_rows, 1.5f / sqrtf (n_columns));

  if (has_bias)
    add_vector (self, bias, layer, n_rows, 0.0f, 0.3f);
}

static void
add_layer (Writer *self,
           int     layer)
{
  const TinyModel *model = self->model;
  guint size = get_head_size (model);
  guint n_query = size * TINY_HEADS;
  guint n_kv = size * TINY_HEADS_KV;

  add_vector (self, "attn_norm.weight", layer, TINY_EMBEDDING, 1.0f, 0.2f);

  if (model->is_joined)
    add_projection (self, "attn_qkv", layer, TINY_EMBEDDING, n_query + 2 * n_kv, model->has_biases);
  else
    {
      add_projection (self, "attn_q", layer, TINY_EMBEDDING, n_query, model->has_biases);
      add_projection (self, "attn_k", layer, TINY_EMBEDDING, n_kv, model->has_biases);
      add_projection (self, "attn_v", layer, TINY_EMBEDDING, n_kv, model->has_biases);
    }

  if (model->has_head_norms)
    {
      add_vector (self, "attn_q_norm.weight", layer, size, 1.0f, 0.2f);
      add_vector (self, "attn_k_norm.weight", layer, size, 1.0f, 0.2f);
    }

  add_projection (self, "attn_output", layer, n_query, TINY_EMBEDDING, FALSE);
  add_vector (self, "ffn_norm.weight", layer, TINY_EMBEDDING, 1.0f, 0.2f);

  if (!model->is_joined)
    add_projection (self, "ffn_gate", layer, TINY_EMBEDDING, TINY_FEED, FALSE);

  add_projection (self, "ffn_up", layer, TINY_EMBEDDING, TINY_FEED * (model->is_joined ? 2 : 1), FALSE);
  add_projection (self, "ffn_down", layer, TINY_FEED, TINY_EMBEDDING, FALSE);

  if (model->has_post_norms)
    {
      add_vector (self, "post_attention_norm.weight", layer, TINY_EMBEDDING, 1.0f, 0.2f);
      add_vector (self, "post_ffw_norm.weight", layer, TINY_EMBEDDING, 1.0f, 0.2f);
    }
}

static void
add_header (Writer *self)
{
  const TinyModel *model = self->model;
  g_autofree char *type_key = g_strdup_printf ("%s.rope.scaling.type", model->architecture);

  gguf_set_val_str (self->gguf, "general.architecture", model->architecture);
  set_uint (self, "context_length", model->n_context != 0 ? model->n_context : TINY_CONTEXT);
  set_uint (self, "embedding_length", TINY_EMBEDDING);
  set_uint (self, "block_count", model->n_layers);
  set_uint (self, "feed_forward_length", TINY_FEED);
  set_uint (self, "attention.head_count", TINY_HEADS);
  set_uint (self, "attention.head_count_kv", TINY_HEADS_KV);
  set_uint (self, "attention.key_length", model->head_size);
  set_uint (self, "attention.value_length", model->head_size);
  set_uint (self, "attention.sliding_window", model->window);
  set_uint (self, "attention.sliding_window_pattern", model->window_period);
  set_uint (self, "rope.dimension_count", model->n_rope != 0 ? model->n_rope : get_head_size (model));
  set_uint (self, "rope.scaling.original_context_length", model->rope_context);
  set_float (self, "attention.layer_norm_rms_epsilon", 1e-6);
  set_float (self, "rope.freq_base", 20000);
  set_float (self, "rope.scaling.factor", model->rope_factor);
  set_float (self, "rope.scaling.attn_factor", model->rope_magnitude);

  if (model->rope_type != NULL)
    gguf_set_val_str (self->gguf, type_key, model->rope_type);
  if (model->extra_key != NULL)
    set_uint (self, model->extra_key, model->extra_value);
}

static void
add_weights (Writer *self)
{
  const TinyModel *model = self->model;
  guint size = get_head_size (model);

  add_matrix (self, "token_embd.weight", -1, TINY_EMBEDDING, TINY_VOCABULARY, 0.5f);
  add_vector (self, "output_norm.weight", -1, TINY_EMBEDDING, 1.0f, 0.2f);

  if (model->has_output)
    add_matrix (self, "output.weight", -1, TINY_EMBEDDING, TINY_VOCABULARY, 0.2f);
  if (model->factors != NULL)
    add_vector (self, model->factors, -1, (model->n_rope != 0 ? model->n_rope : size) / 2,
                2.0f, 0.5f);
  if (model->extra_tensor != NULL)
    add_vector (self, model->extra_tensor, -1, TINY_EMBEDDING, 1.0f, 0.2f);

  for (guint layer = 0; layer < model->n_layers; layer++)
    add_layer (self, layer);
}

void
tiny_model_write (const TinyModel *self,
                  const char      *practice,
                  const char      *path,
                  gboolean         unpacked)
{
  struct ggml_init_params context_params = { .mem_size = CONTEXT_SIZE };
  struct gguf_init_params params = { .no_alloc = true };
  struct gguf_context *vocabulary = gguf_init_from_file (practice, params);
  Writer writer = { .model = self, .random = 20261130, .unpacked = unpacked };

  g_assert_nonnull (vocabulary);
  writer.gguf = gguf_init_empty ();
  writer.context = ggml_init (context_params);
  gguf_set_kv (writer.gguf, vocabulary);
  add_header (&writer);
  add_weights (&writer);
  g_assert_true (gguf_write_to_file (writer.gguf, path, false));
  ggml_free (writer.context);
  gguf_free (writer.gguf);
  gguf_free (vocabulary);
}
