/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <ggml-backend.h>

#include "attune-error.h"
#include "attune-trainer-gguf.h"
#include "attune-trainer-model.h"

/* No published model comes near; a broken header must not become an allocation. */
#define MAX_LAYERS     1024
#define MAX_DIMENSION  (1 << 24)

struct _AttuneTrainerModel
{
  AttuneGguf            *gguf;        /* the header of the file that it came from */
  struct ggml_context   *context;
  ggml_backend_buffer_t  buffer;
  AttuneTrainerShape     shape;
  GPtrArray             *weights;     /* of struct ggml_tensor, as in the file; not owned */
  GPtrArray             *parameters;  /* those of the weights that training changes; not owned */
};

static void
set_format_error (GError     **error,
                  const char  *detail)
{
  attune_set_error (error, ATTUNE_ERROR_ENGINE, detail,
                    _("This model cannot be trained on this computer: its file is damaged, or its "
                      "kind is not supported. Choose another model."));
}

static guint
read_dimension (AttuneGguf *gguf,
                const char *name,
                guint       fallback)
{
  g_autofree char *key = g_strdup_printf ("llama.%s", name);
  guint64 value = attune_trainer_gguf_get_uint (gguf, key, fallback);

  return value <= MAX_DIMENSION ? value : 0;
}

static gboolean
read_shape (AttuneTrainerModel  *self,
            GError             **error)
{
  AttuneTrainerShape *shape = &self->shape;
  const char *architecture = attune_trainer_gguf_get_string (self->gguf, "general.architecture");

  if (g_strcmp0 (architecture, "llama") != 0)
    {
      set_format_error (error, architecture);
      return FALSE;
    }

  shape->n_embedding = read_dimension (self->gguf, "embedding_length", 0);
  shape->n_layers = read_dimension (self->gguf, "block_count", 0);
  shape->n_heads = read_dimension (self->gguf, "attention.head_count", 0);
  shape->n_heads_kv = read_dimension (self->gguf, "attention.head_count_kv", shape->n_heads);
  shape->n_feed = read_dimension (self->gguf, "feed_forward_length", 0);
  shape->n_context = read_dimension (self->gguf, "context_length", 0);
  shape->norm_epsilon = attune_trainer_gguf_get_double (self->gguf,
                                                        "llama.attention.layer_norm_rms_epsilon",
                                                        1e-5);
  shape->rope_base = attune_trainer_gguf_get_double (self->gguf, "llama.rope.freq_base", 10000);

  if (shape->n_embedding == 0 || shape->n_layers == 0 || shape->n_layers > MAX_LAYERS ||
      shape->n_heads == 0 || shape->n_heads_kv == 0 ||
      shape->n_feed == 0 || shape->n_context == 0 ||
      shape->n_embedding % shape->n_heads != 0 || shape->n_heads % shape->n_heads_kv != 0)
    {
      set_format_error (error, "shape");
      return FALSE;
    }

  shape->n_rope = read_dimension (self->gguf, "rope.dimension_count",
                                  shape->n_embedding / shape->n_heads);

  return TRUE;
}

static gboolean
check_weight (AttuneTrainerModel  *self,
              int                  layer,
              const char          *name,
              gint64               n_columns,
              gint64               n_rows,
              GError             **error)
{
  struct ggml_tensor *weight = attune_trainer_model_get_weight (self, layer, name);

  if (weight != NULL && weight->ne[0] == n_columns && weight->ne[1] == n_rows &&
      weight->ne[2] == 1 && weight->ne[3] == 1)
    return TRUE;

  set_format_error (error, name);

  return FALSE;
}

static gboolean
check_layer (AttuneTrainerModel  *self,
             int                  layer,
             GError             **error)
{
  const AttuneTrainerShape *shape = &self->shape;
  gint64 n_embedding = shape->n_embedding;
  gint64 n_kv = n_embedding / shape->n_heads * shape->n_heads_kv;

  return check_weight (self, layer, "attn_norm", n_embedding, 1, error) &&
         check_weight (self, layer, "attn_q", n_embedding, n_embedding, error) &&
         check_weight (self, layer, "attn_k", n_embedding, n_kv, error) &&
         check_weight (self, layer, "attn_v", n_embedding, n_kv, error) &&
         check_weight (self, layer, "attn_output", n_embedding, n_embedding, error) &&
         check_weight (self, layer, "ffn_norm", n_embedding, 1, error) &&
         check_weight (self, layer, "ffn_gate", n_embedding, shape->n_feed, error) &&
         check_weight (self, layer, "ffn_up", n_embedding, shape->n_feed, error) &&
         check_weight (self, layer, "ffn_down", shape->n_feed, n_embedding, error);
}

/* libggml aborts the process when shapes do not fit together, so every one is looked at first. */
static gboolean
check_weights (AttuneTrainerModel  *self,
               GError             **error)
{
  struct ggml_tensor *embedding = attune_trainer_model_get_weight (self, -1, "token_embd");

  self->shape.n_vocabulary = embedding != NULL ? embedding->ne[1] : 0;

  if (!check_weight (self, -1, "token_embd", self->shape.n_embedding, self->shape.n_vocabulary,
                     error) ||
      !check_weight (self, -1, "output_norm", self->shape.n_embedding, 1, error))
    return FALSE;

  if (attune_trainer_model_get_weight (self, -1, "output") != NULL &&
      !check_weight (self, -1, "output", self->shape.n_embedding, self->shape.n_vocabulary, error))
    return FALSE;

  for (guint layer = 0; layer < self->shape.n_layers; layer++)
    if (!check_layer (self, layer, error))
      return FALSE;

  return TRUE;
}

/* Training needs the rounding of single precision, so weights of any other type become that. */
static gboolean
copy_shapes (AttuneTrainerModel   *self,
             struct ggml_context  *shapes,
             GError              **error)
{
  for (struct ggml_tensor *tensor = ggml_get_first_tensor (shapes);
       tensor != NULL;
       tensor = ggml_get_next_tensor (shapes, tensor))
    {
      struct ggml_tensor *weight = ggml_new_tensor (self->context, GGML_TYPE_F32, GGML_MAX_DIMS,
                                                    tensor->ne);

      if (tensor->type != GGML_TYPE_F32 &&
          ggml_get_type_traits (tensor->type)->to_float == NULL)
        {
          set_format_error (error, ggml_type_name (tensor->type));
          return FALSE;
        }

      ggml_set_name (weight, ggml_get_name (tensor));
      g_ptr_array_add (self->weights, weight);
    }

  return TRUE;
}

/* All of them, as long as there is no other way to tune a model. */
static void
add_parameters (AttuneTrainerModel *self)
{
  for (guint i = 0; i < self->weights->len; i++)
    {
      struct ggml_tensor *weight = g_ptr_array_index (self->weights, i);

      ggml_set_param (weight);
      g_ptr_array_add (self->parameters, weight);
    }
}

static gboolean
read_weights (AttuneTrainerModel  *self,
              const char          *path,
              GError             **error)
{
  FILE *file = g_fopen (path, "rbe");
  gboolean complete = file != NULL;

  for (guint i = 0; complete && i < self->weights->len; i++)
    complete = attune_trainer_gguf_read_tensor (self->gguf, file,
                                                g_ptr_array_index (self->weights, i));

  if (file != NULL)
    fclose (file);
  if (!complete)
    set_format_error (error, path);

  return complete;
}

/**
 * attune_trainer_model_load:
 * @path: a GGUF file of the llama architecture
 * @memory: the account that the weights are put to
 * @error: return location for an error
 *
 * Loads a model, in single precision.
 *
 * Returns: (transfer full) (nullable): the model, or %NULL with %ATTUNE_ERROR_ENGINE
 */
AttuneTrainerModel *
attune_trainer_model_load (const char           *path,
                           AttuneTrainerMemory  *memory,
                           GError              **error)
{
  g_autoptr(AttuneTrainerModel) self = g_new0 (AttuneTrainerModel, 1);
  struct ggml_init_params params = { .no_alloc = true };
  struct ggml_context *shapes = NULL;
  gboolean loaded;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (memory != NULL, NULL);

  self->weights = g_ptr_array_new ();
  self->parameters = g_ptr_array_new ();

  if ((self->gguf = attune_trainer_gguf_open (path, &shapes, error)) == NULL)
    return NULL;

  params.mem_size = ggml_tensor_overhead () * (gguf_get_n_tensors (self->gguf) + 1);
  self->context = ggml_init (params);
  loaded = read_shape (self, error) &&
           copy_shapes (self, shapes, error) &&
           check_weights (self, error);
  ggml_free (shapes);

  if (!loaded)
    return NULL;

  add_parameters (self);

  if ((self->buffer = attune_trainer_memory_allocate (memory, self->context, error)) == NULL ||
      !read_weights (self, path, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_model_free:
 * @self: (transfer full): a model
 */
void
attune_trainer_model_free (AttuneTrainerModel *self)
{
  g_clear_pointer (&self->parameters, g_ptr_array_unref);
  g_clear_pointer (&self->weights, g_ptr_array_unref);
  g_clear_pointer (&self->buffer, ggml_backend_buffer_free);
  g_clear_pointer (&self->context, ggml_free);
  g_clear_pointer (&self->gguf, gguf_free);
  g_free (self);
}

/**
 * attune_trainer_model_get_shape:
 * @self: a model
 *
 * Returns: (transfer none): its dimensions
 */
const AttuneTrainerShape *
attune_trainer_model_get_shape (AttuneTrainerModel *self)
{
  return &self->shape;
}

/**
 * attune_trainer_model_get_weight:
 * @self: a model
 * @layer: the number of a layer, or -1 for what belongs to none
 * @name: the name of a weight without its layer and without ".weight"
 *
 * Returns: (transfer none) (nullable): the weight
 */
struct ggml_tensor *
attune_trainer_model_get_weight (AttuneTrainerModel *self,
                                 int                 layer,
                                 const char         *name)
{
  char full_name[GGML_MAX_NAME];

  if (layer < 0)
    g_snprintf (full_name, sizeof full_name, "%s.weight", name);
  else
    g_snprintf (full_name, sizeof full_name, "blk.%d.%s.weight", layer, name);

  return ggml_get_tensor (self->context, full_name);
}

/**
 * attune_trainer_model_get_parameters:
 * @self: a model
 * @n_parameters: (out): how many
 *
 * Returns: (transfer none) (array length=n_parameters): what training changes
 */
struct ggml_tensor * const *
attune_trainer_model_get_parameters (AttuneTrainerModel *self,
                                     guint              *n_parameters)
{
  *n_parameters = self->parameters->len;

  return (struct ggml_tensor * const *)self->parameters->pdata;
}

/**
 * attune_trainer_model_count_trained:
 * @self: a model
 *
 * Returns: how many numbers training changes
 */
guint64
attune_trainer_model_count_trained (AttuneTrainerModel *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->parameters->len; i++)
    n += ggml_nelements (g_ptr_array_index (self->parameters, i));

  return n;
}

/**
 * attune_trainer_model_write:
 * @self: a model
 * @path: where to write
 * @name: what the model is called
 * @error: return location for an error
 *
 * Writes the model as it is now as a GGUF file that llama-server can chat with: the header of the
 * file it came from, its own name, and the weights in single precision.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be written
 */
gboolean
attune_trainer_model_write (AttuneTrainerModel  *self,
                            const char          *path,
                            const char          *name,
                            GError             **error)
{
  g_autoptr(AttuneGguf) gguf = gguf_init_empty ();

  g_return_val_if_fail (path != NULL && name != NULL, FALSE);

  gguf_set_kv (gguf, self->gguf);
  gguf_set_val_str (gguf, "general.name", name);
  gguf_set_val_u32 (gguf, "general.file_type", 0);

  for (guint i = 0; i < self->weights->len; i++)
    gguf_add_tensor (gguf, g_ptr_array_index (self->weights, i));

  return attune_trainer_gguf_write (gguf, (struct ggml_tensor **)self->weights->pdata,
                                    self->weights->len, path, error);
}
