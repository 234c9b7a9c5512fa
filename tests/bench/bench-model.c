/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gguf.h>

#include "attune-trainer-random.h"
#include "bench-model.h"

/* The practice model's, and that of SmolLM2-135M. */
static const BenchShape shapes[] = {
  { "nano", 256, 4, 8, 8, 640, 288, FALSE },
  { "135m", 576, 30, 9, 3, 1536, 49152, TRUE },
};

typedef struct
{
  const BenchShape    *shape;
  struct gguf_context *gguf;
  struct ggml_context *context;
  FILE                *file;
  enum ggml_type       type;
  guint64              random;
} Writer;

static void
set_uint (Writer     *self,
          const char *name,
          guint       value)
{
  g_autofree char *key = g_strdup_printf ("llama.%s", name);

  gguf_set_val_u32 (self->gguf, key, value);
}

static void
add (Writer *self,
     gint64  n_columns,
     gint64  n_rows,
     char   *name)
{
  struct ggml_tensor *tensor = ggml_new_tensor_2d (self->context,
                                                   n_rows == 1 ? GGML_TYPE_F32 : self->type,
                                                   n_columns, n_rows);

  ggml_set_name (tensor, name);
  gguf_add_tensor (self->gguf, tensor);
  g_free (name);
}

static void
add_tensors (Writer *self)
{
  const BenchShape *shape = self->shape;
  guint n_kv = shape->n_embedding / shape->n_heads * shape->n_heads_kv;

  add (self, shape->n_embedding, shape->n_vocabulary, g_strdup ("token_embd.weight"));
  add (self, shape->n_embedding, 1, g_strdup ("output_norm.weight"));

  if (!shape->is_tied)
    add (self, shape->n_embedding, shape->n_vocabulary, g_strdup ("output.weight"));

  for (guint i = 0; i < shape->n_layers; i++)
    {
      add (self, shape->n_embedding, 1, g_strdup_printf ("blk.%u.attn_norm.weight", i));
      add (self, shape->n_embedding, shape->n_embedding,
           g_strdup_printf ("blk.%u.attn_q.weight", i));
      add (self, shape->n_embedding, n_kv, g_strdup_printf ("blk.%u.attn_k.weight", i));
      add (self, shape->n_embedding, n_kv, g_strdup_printf ("blk.%u.attn_v.weight", i));
      add (self, shape->n_embedding, shape->n_embedding,
           g_strdup_printf ("blk.%u.attn_output.weight", i));
      add (self, shape->n_embedding, 1, g_strdup_printf ("blk.%u.ffn_norm.weight", i));
      add (self, shape->n_embedding, shape->n_feed, g_strdup_printf ("blk.%u.ffn_gate.weight", i));
      add (self, shape->n_embedding, shape->n_feed, g_strdup_printf ("blk.%u.ffn_up.weight", i));
      add (self, shape->n_feed, shape->n_embedding, g_strdup_printf ("blk.%u.ffn_down.weight", i));
    }
}

static void
write_row (Writer             *self,
           struct ggml_tensor *tensor)
{
  gint64 n = tensor->ne[0];
  g_autofree float *values = g_new (float, n);
  g_autofree void *packed = g_malloc (ggml_row_size (tensor->type, n));

  for (gint64 i = 0; i < n; i++)
    values[i] = ggml_n_dims (tensor) == 1 ? 1.0f :
                (gint32)(attune_trainer_random_next (&self->random) >> 32) * 0x1p-31f *
                1.7f / sqrtf (n);

  if (tensor->type == GGML_TYPE_F32)
    memcpy (packed, values, n * sizeof (float));
  else
    ggml_quantize_chunk (tensor->type, values, packed, 0, 1, n, NULL);

  g_assert_cmpuint (fwrite (packed, 1, ggml_row_size (tensor->type, n), self->file), >, 0);
}

/* Random weights of a size that training does not drown in. */
void
bench_model_write (const BenchShape *shape,
                   enum ggml_type    type,
                   const char       *path)
{
  struct ggml_init_params params = { .mem_size = 16 << 20, .no_alloc = true };
  Writer self = { .shape = shape, .type = type, .random = 1 };

  self.gguf = gguf_init_empty ();
  self.context = ggml_init (params);
  gguf_set_val_str (self.gguf, "general.architecture", "llama");
  gguf_set_val_str (self.gguf, "tokenizer.ggml.model", "none");
  gguf_set_val_f32 (self.gguf, "llama.attention.layer_norm_rms_epsilon", 1e-5f);
  set_uint (&self, "vocab_size", shape->n_vocabulary);
  set_uint (&self, "context_length", 2048);
  set_uint (&self, "embedding_length", shape->n_embedding);
  set_uint (&self, "block_count", shape->n_layers);
  set_uint (&self, "feed_forward_length", shape->n_feed);
  set_uint (&self, "attention.head_count", shape->n_heads);
  set_uint (&self, "attention.head_count_kv", shape->n_heads_kv);
  add_tensors (&self);
  g_assert_true (gguf_write_to_file (self.gguf, path, true));
  g_assert_nonnull (self.file = fopen (path, "ab"));

  for (struct ggml_tensor *tensor = ggml_get_first_tensor (self.context);
       tensor != NULL;
       tensor = ggml_get_next_tensor (self.context, tensor))
    {
      for (gint64 row = 0; row < tensor->ne[1]; row++)
        write_row (&self, tensor);

      while (ftell (self.file) % gguf_get_alignment (self.gguf) != 0)
        fputc (0, self.file);
    }

  fclose (self.file);
  ggml_free (self.context);
  gguf_free (self.gguf);
}

/* NULL when there is none of that name. */
const BenchShape *
bench_shape_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (g_str_equal (shapes[i].name, name))
      return &shapes[i];

  return NULL;
}
