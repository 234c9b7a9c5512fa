/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-practice-model"

#include "config.h"

#include <math.h>

#include <ggml.h>

#include "attune-practice-model.h"
#include "attune-trainer-gguf.h"
#include "attune-trainer-random.h"

#define N_EMBEDDING   256
#define N_LAYERS      4
#define N_HEADS       8
#define N_FEED        640
#define N_CONTEXT     2048
#define N_VOCABULARY  288
#define HEAD_SIZE     (N_EMBEDDING / N_HEADS)
#define NORM_EPSILON  1e-5f
#define ROPE_BASE     10000.0f
#define SEED          20261120u
#define MAX_TENSORS   (3 + 9 * N_LAYERS)

/* Scales of the weights; see add_weights () and aim_head (). */
#define RESIDUAL_SCALE     0.35f
#define OUTPUT_SCALE       0.02f
#define EMBEDDING_CONSTANT 4.0f
#define AIM_STRENGTH       1.5f
#define AIMED_NOISE        0.25f

/* How far back each head of the first layers looks at the beginning; 0 where chance decides. A
 * model that starts from nothing otherwise spends most of its time finding out that neighbours
 * matter. */
static const guint8 distances[][N_HEADS] = {
  { 1, 2, 3, 4, 5, 6, 7, 0 },
  { 1, 4, 8, 12, 0, 0, 0, 0 },
};

enum {
  TOKEN_END_OF_TEXT = 256,
  TOKEN_TURN_START,
  TOKEN_TURN_END,
  FIRST_UNUSED_TOKEN
};

/* The kinds of token that tokenizer.ggml.token_type knows (GGUF specification). */
enum {
  TOKEN_TYPE_NORMAL  = 1,
  TOKEN_TYPE_CONTROL = 3,
  TOKEN_TYPE_UNUSED  = 5
};

static const char *const chat_template =
  "{% for message in messages %}"
  "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
  "{% endfor %}"
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

typedef struct
{
  AttuneGguf          *gguf;
  struct ggml_context *context;
  struct ggml_tensor  *tensors[MAX_TENSORS];
  guint                n_tensors;
  guint64              random;
} PracticeModel;

static guint32
next_random (PracticeModel *self)
{
  return attune_trainer_random_next (&self->random) >> 32;
}

/* The sum of four uniform numbers is near enough to a normal one; variance 1. */
static float
next_normal (PracticeModel *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < 4; i++)
    sum += next_random (self);

  return (float)(sum - G_GINT64_CONSTANT (0x200000000)) * 0x1p-32f * 1.7320508f;
}

static struct ggml_tensor *
add_tensor (PracticeModel *self,
            const char    *name,
            int            layer,
            gint64         n_columns,
            gint64         n_rows)
{
  struct ggml_tensor *tensor;

  if (n_rows == 1)
    tensor = ggml_new_tensor_1d (self->context, GGML_TYPE_F32, n_columns);
  else
    tensor = ggml_new_tensor_2d (self->context, GGML_TYPE_F32, n_columns, n_rows);

  if (layer < 0)
    ggml_format_name (tensor, "%s.weight", name);
  else
    ggml_format_name (tensor, "blk.%d.%s.weight", layer, name);

  gguf_add_tensor (self->gguf, tensor);
  self->tensors[self->n_tensors++] = tensor;

  return tensor;
}

static struct ggml_tensor *
add_normal (PracticeModel *self,
            const char    *name,
            int            layer,
            gint64         n_columns,
            gint64         n_rows,
            float          deviation)
{
  struct ggml_tensor *tensor = add_tensor (self, name, layer, n_columns, n_rows);
  float *values = ggml_get_data_f32 (tensor);

  for (gint64 i = 0; i < n_columns * n_rows; i++)
    values[i] = next_normal (self) * deviation;

  return tensor;
}

static void
add_ones (PracticeModel *self,
          const char    *name,
          int            layer)
{
  struct ggml_tensor *tensor = add_tensor (self, name, layer, N_EMBEDDING, 1);
  float *values = ggml_get_data_f32 (tensor);

  for (guint i = 0; i < N_EMBEDDING; i++)
    values[i] = 1.0f;
}

/* Makes a head look at the token @distance places back, whatever the tokens are. Query and key take
 * only the constant dimension of the embedding; the query is turned back by @distance, so that the
 * rotation of the positions brings both together at that distance and nowhere else. */
static void
aim_head (struct ggml_tensor *query,
          struct ggml_tensor *key,
          guint               head,
          guint               distance)
{
  float *queries = ggml_get_data_f32 (query);
  float *keys = ggml_get_data_f32 (key);

  for (guint i = 0; i < HEAD_SIZE; i++)
    {
      gsize row = (gsize)head * HEAD_SIZE + i;
      float angle = distance * powf (ROPE_BASE, -(float)(i / 2 * 2) / HEAD_SIZE);

      for (guint column = 0; column < N_EMBEDDING; column++)
        {
          queries[row * N_EMBEDDING + column] *= AIMED_NOISE;
          keys[row * N_EMBEDDING + column] *= AIMED_NOISE;
        }

      queries[row * N_EMBEDDING] = AIM_STRENGTH * (i % 2 == 0 ? cosf (angle) : -sinf (angle));
      keys[row * N_EMBEDDING] = i % 2 == 0 ? AIM_STRENGTH : 0.0f;
    }
}

static void
aim_heads (struct ggml_tensor *query,
           struct ggml_tensor *key,
           int                 layer)
{
  for (guint head = 0; head < N_HEADS; head++)
    if (layer < (int)G_N_ELEMENTS (distances) && distances[layer][head] != 0)
      aim_head (query, key, head, distances[layer][head]);
}

static void
add_attention (PracticeModel *self,
               int            layer)
{
  const float scale = 1.0f / sqrtf (N_EMBEDDING);
  struct ggml_tensor *query, *key;

  query = add_normal (self, "attn_q", layer, N_EMBEDDING, N_EMBEDDING, scale);
  key = add_normal (self, "attn_k", layer, N_EMBEDDING, N_EMBEDDING, scale);
  add_normal (self, "attn_v", layer, N_EMBEDDING, N_EMBEDDING, scale);
  add_normal (self, "attn_output", layer, N_EMBEDDING, N_EMBEDDING, scale * RESIDUAL_SCALE);
  aim_heads (query, key, layer);
}

/* Every matrix keeps the variance of what goes through it; the two that write to the residual
 * stream are scaled down by the number of writers, so that its variance does not grow with depth.
 * The output matrix begins near zero: at first every token is as likely as any other. */
static void
add_weights (PracticeModel *self)
{
  struct ggml_tensor *embedding;

  embedding = add_normal (self, "token_embd", -1, N_EMBEDDING, N_VOCABULARY, 1.0f);
  add_ones (self, "output_norm", -1);
  add_normal (self, "output", -1, N_EMBEDDING, N_VOCABULARY, OUTPUT_SCALE);

  for (guint token = 0; token < N_VOCABULARY; token++)
    ggml_get_data_f32 (embedding)[token * N_EMBEDDING] = EMBEDDING_CONSTANT;

  for (int layer = 0; layer < N_LAYERS; layer++)
    {
      add_ones (self, "attn_norm", layer);
      add_attention (self, layer);
      add_ones (self, "ffn_norm", layer);
      add_normal (self, "ffn_gate", layer, N_EMBEDDING, N_FEED, 1.0f / sqrtf (N_EMBEDDING));
      add_normal (self, "ffn_up", layer, N_EMBEDDING, N_FEED, 1.0f / sqrtf (N_EMBEDDING));
      add_normal (self, "ffn_down", layer, N_FEED, N_EMBEDDING, RESIDUAL_SCALE / sqrtf (N_FEED));
    }
}

/* The printable stand-ins for the 256 bytes that byte-level vocabularies use: printable Latin-1
 * stands for itself, the other bytes for the code points from U+0100 on, in order. */
static char *
dup_byte_token (guint  byte,
                guint *n_shifted)
{
  gunichar character = byte;
  char text[7] = { 0 };

  if (!((byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174))
    character = 256 + (*n_shifted)++;

  g_unichar_to_utf8 (character, text);

  return g_strdup (text);
}

/* No text in UTF-8 has the others. llama.cpp says nothing for a token that is unused, and never
 * takes one where an answer must have a form: as ordinary ones they would fit into a string of
 * JSON, which its reader of the answer then refuses. */
static gboolean
is_byte_of_text (guint byte)
{
  return byte < 0xc0 || (byte > 0xc1 && byte < 0xf5);
}

static gint32
get_token_type (guint token)
{
  if (token < TOKEN_END_OF_TEXT)
    return is_byte_of_text (token) ? TOKEN_TYPE_NORMAL : TOKEN_TYPE_UNUSED;

  return token < FIRST_UNUSED_TOKEN ? TOKEN_TYPE_CONTROL : TOKEN_TYPE_UNUSED;
}

static void
add_vocabulary (PracticeModel *self)
{
  g_auto(GStrv) tokens = g_new0 (char *, N_VOCABULARY + 1);
  gint32 types[N_VOCABULARY];
  guint n_shifted = 0;

  for (guint i = 0; i < TOKEN_END_OF_TEXT; i++)
    tokens[i] = dup_byte_token (i, &n_shifted);

  tokens[TOKEN_END_OF_TEXT] = g_strdup ("<|endoftext|>");
  tokens[TOKEN_TURN_START] = g_strdup ("<|im_start|>");
  tokens[TOKEN_TURN_END] = g_strdup ("<|im_end|>");

  for (guint i = FIRST_UNUSED_TOKEN; i < N_VOCABULARY; i++)
    tokens[i] = g_strdup_printf ("<|unused_%u|>", i);

  for (guint i = 0; i < N_VOCABULARY; i++)
    types[i] = get_token_type (i);

  gguf_set_val_str (self->gguf, "tokenizer.ggml.model", "gpt2");
  gguf_set_val_str (self->gguf, "tokenizer.ggml.pre", "default");
  gguf_set_arr_str (self->gguf, "tokenizer.ggml.tokens", (const char **)tokens, N_VOCABULARY);
  gguf_set_arr_data (self->gguf, "tokenizer.ggml.token_type", GGUF_TYPE_INT32, types, N_VOCABULARY);
  gguf_set_arr_str (self->gguf, "tokenizer.ggml.merges", (const char **)tokens, 0);
  gguf_set_val_u32 (self->gguf, "tokenizer.ggml.bos_token_id", TOKEN_END_OF_TEXT);
  gguf_set_val_u32 (self->gguf, "tokenizer.ggml.eos_token_id", TOKEN_TURN_END);
  gguf_set_val_bool (self->gguf, "tokenizer.ggml.add_bos_token", false);
  gguf_set_val_str (self->gguf, "tokenizer.chat_template", chat_template);
}

static void
add_shape (PracticeModel *self)
{
  gguf_set_val_str (self->gguf, "general.architecture", "llama");
  gguf_set_val_str (self->gguf, "general.name", ATTUNE_PRACTICE_MODEL_NAME);
  gguf_set_val_str (self->gguf, "general.license", "CC0-1.0");
  gguf_set_val_u32 (self->gguf, "general.file_type", 0);
  gguf_set_val_u32 (self->gguf, "llama.context_length", N_CONTEXT);
  gguf_set_val_u32 (self->gguf, "llama.embedding_length", N_EMBEDDING);
  gguf_set_val_u32 (self->gguf, "llama.block_count", N_LAYERS);
  gguf_set_val_u32 (self->gguf, "llama.feed_forward_length", N_FEED);
  gguf_set_val_u32 (self->gguf, "llama.attention.head_count", N_HEADS);
  gguf_set_val_u32 (self->gguf, "llama.attention.head_count_kv", N_HEADS);
  gguf_set_val_u32 (self->gguf, "llama.rope.dimension_count", HEAD_SIZE);
  gguf_set_val_f32 (self->gguf, "llama.rope.freq_base", ROPE_BASE);
  gguf_set_val_f32 (self->gguf, "llama.attention.layer_norm_rms_epsilon", NORM_EPSILON);
}

static gsize
get_context_size (void)
{
  const gsize n_layer = N_EMBEDDING * (4 * N_EMBEDDING + 3 * N_FEED + 2);
  const gsize n_values = N_LAYERS * n_layer + N_EMBEDDING * (2 * N_VOCABULARY + 1);

  return n_values * sizeof (float) + MAX_TENSORS * (ggml_tensor_overhead () + 64);
}

/**
 * attune_practice_model_write:
 * @path: where to write
 * @error: return location for an error
 *
 * Writes the model that every installation has: a small language model of the llama architecture
 * (about three million parameters) that reads bytes, knows nothing yet, and learns fast. The file
 * is the same, byte for byte, each time.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be written
 */
gboolean
attune_practice_model_write (const char  *path,
                             GError     **error)
{
  struct ggml_init_params params = { .mem_size = get_context_size () };
  g_autoptr(AttuneGguf) gguf = gguf_init_empty ();
  PracticeModel model = { .gguf = gguf, .random = SEED };
  gboolean written;

  g_return_val_if_fail (path != NULL, FALSE);

  model.context = ggml_init (params);
  add_shape (&model);
  add_vocabulary (&model);
  add_weights (&model);
  written = attune_trainer_gguf_write (gguf, model.tensors, model.n_tensors, path, error);
  ggml_free (model.context);

  return written;
}
