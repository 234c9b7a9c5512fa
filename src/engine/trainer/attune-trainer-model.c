/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-model"

#include "config.h"

#include <glib/gstdio.h>

#include <ggml-backend.h>

#include "attune-trainer-model.h"
#include "attune-trainer-weights.h"

/* A model of fewer weights than this is tuned as a whole: the practice model, and what is made of
 * it. */
#define ALL_WEIGHTS_LIMIT 16000000

struct _AttuneTrainerModel
{
  AttuneGguf            *gguf;        /* the header of the file that it came from */
  struct ggml_context   *context;
  ggml_backend_buffer_t  buffer;
  AttuneTrainerShape     shape;
  AttuneTrainerLora     *lora;        /* NULL when all weights are trained */
  GPtrArray             *weights;     /* of struct ggml_tensor, as in the file; not owned */
  GPtrArray             *parameters;  /* what training changes; not owned */
  gboolean               is_frozen;
};

static const struct
{
  const char            *name;
  AttuneTrainerMatrices  matrices;
} matrix_names[] = {
  { "attn_q", ATTUNE_TRAINER_MATRIX_QUERY },
  { "attn_k", ATTUNE_TRAINER_MATRIX_KEY },
  { "attn_v", ATTUNE_TRAINER_MATRIX_VALUE },
  { "attn_qkv", ATTUNE_TRAINER_MATRIX_QUERY | ATTUNE_TRAINER_MATRIX_KEY |
                ATTUNE_TRAINER_MATRIX_VALUE },
  { "attn_output", ATTUNE_TRAINER_MATRIX_OUTPUT },
  { "ffn_gate", ATTUNE_TRAINER_MATRIX_GATE },
  { "ffn_up", ATTUNE_TRAINER_MATRIX_UP },
  { "ffn_down", ATTUNE_TRAINER_MATRIX_DOWN },
};

static void
choose_tuning (AttuneTrainerModel  *self,
               struct ggml_context *shapes,
               AttuneTrainerTuning  tuning)
{
  guint64 n_weights = 0;

  for (struct ggml_tensor *tensor = ggml_get_first_tensor (shapes);
       tensor != NULL;
       tensor = ggml_get_next_tensor (shapes, tensor))
    n_weights += ggml_nelements (tensor);

  self->is_frozen = tuning == ATTUNE_TRAINER_TUNE_ADAPTER ||
                    (tuning == ATTUNE_TRAINER_TUNE_AUTOMATIC && n_weights > ALL_WEIGHTS_LIMIT);
}

/* What is trained needs the rounding of single precision. What is not stays as small as it is,
 * except the few numbers that are no matrix. */
static void
copy_shapes (AttuneTrainerModel  *self,
             struct ggml_context *shapes)
{
  for (struct ggml_tensor *tensor = ggml_get_first_tensor (shapes);
       tensor != NULL;
       tensor = ggml_get_next_tensor (shapes, tensor))
    {
      gboolean stays = self->is_frozen && ggml_n_dims (tensor) > 1;
      struct ggml_tensor *weight = ggml_new_tensor (self->context,
                                                    stays ? tensor->type : GGML_TYPE_F32,
                                                    GGML_MAX_DIMS, tensor->ne);

      ggml_set_name (weight, ggml_get_name (tensor));
      g_ptr_array_add (self->weights, weight);
    }
}

static gboolean
read_shape (AttuneTrainerModel   *self,
            struct ggml_context  *shapes,
            GError              **error)
{
  struct ggml_tensor *embedding = attune_trainer_weights_find (shapes, -1, "token_embd", "weight");

  if (!attune_trainer_shape_read (&self->shape, self->gguf, error))
    return FALSE;

  self->shape.n_vocabulary = embedding != NULL ? embedding->ne[1] : 0;

  return attune_trainer_weights_check (shapes, &self->shape, error);
}

static gboolean
is_factor (struct ggml_tensor *weight)
{
  return g_str_has_prefix (ggml_get_name (weight), "rope_f");
}

static void
add_all_parameters (AttuneTrainerModel *self)
{
  for (guint i = 0; i < self->weights->len; i++)
    {
      struct ggml_tensor *weight = g_ptr_array_index (self->weights, i);

      /* How positions turn is part of the shape. */
      if (is_factor (weight))
        continue;

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
    attune_trainer_shape_set_error (error, path);

  return complete;
}

/**
 * attune_trainer_model_load:
 * @path: a GGUF file
 * @tuning: what of it is to be changed
 * @memory: the account that the weights are put to
 * @error: return location for an error
 *
 * Loads a model: in single precision if all weights are to be trained, else with its matrices
 * packed as they are in the file; attune_trainer_model_add_lora () gives it something to train
 * then.
 *
 * Returns: (transfer full) (nullable): the model, or %NULL with %ATTUNE_ERROR_ENGINE
 */
AttuneTrainerModel *
attune_trainer_model_load (const char           *path,
                           AttuneTrainerTuning   tuning,
                           AttuneTrainerMemory  *memory,
                           GError              **error)
{
  g_autoptr(AttuneTrainerModel) self = g_new0 (AttuneTrainerModel, 1);
  struct ggml_init_params params = { .no_alloc = true };
  struct ggml_context *shapes = NULL;
  gboolean is_known;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (memory != NULL, NULL);

  self->weights = g_ptr_array_new ();
  self->parameters = g_ptr_array_new ();

  if ((self->gguf = attune_trainer_gguf_open (path, &shapes, error)) == NULL)
    return NULL;

  params.mem_size = ggml_tensor_overhead () * (gguf_get_n_tensors (self->gguf) + 1);
  self->context = ggml_init (params);

  if ((is_known = read_shape (self, shapes, error)))
    {
      choose_tuning (self, shapes, tuning);
      copy_shapes (self, shapes);
    }

  ggml_free (shapes);

  if (!is_known)
    return NULL;

  if (!self->is_frozen)
    add_all_parameters (self);

  if ((self->buffer = attune_trainer_memory_allocate (memory, self->context, error)) == NULL)
    return NULL;

  if (!attune_trainer_memory_is_plan (memory) && !read_weights (self, path, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
add_matrices (AttuneTrainerModel    *self,
              int                    layer,
              AttuneTrainerMatrices  matrices,
              GHashTable            *names,
              GPtrArray             *chosen)
{
  for (guint i = 0; i < G_N_ELEMENTS (matrix_names); i++)
    {
      struct ggml_tensor *weight = attune_trainer_model_get_weight (self, layer,
                                                                    matrix_names[i].name);

      if (weight != NULL &&
          (names != NULL ? g_hash_table_contains (names, ggml_get_name (weight))
                         : (matrix_names[i].matrices & matrices) != 0))
        g_ptr_array_add (chosen, weight);
    }
}

/**
 * attune_trainer_model_add_lora:
 * @self: a model whose weights are frozen
 * @options: what the pairs are to be like
 * @memory: the account that the pairs are put to
 * @error: return location for an error
 *
 * Puts pairs of small matrices beside the model's own, which are what training changes then.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when there is not enough memory, or the adapter to go
 *   on from does not fit
 */
gboolean
attune_trainer_model_add_lora (AttuneTrainerModel              *self,
                               const AttuneTrainerLoraOptions  *options,
                               AttuneTrainerMemory             *memory,
                               GError                         **error)
{
  g_autoptr(GHashTable) names = NULL;
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  guint rank = options->rank;
  double alpha = options->alpha;

  g_return_val_if_fail (self->is_frozen && self->lora == NULL, FALSE);

  if (options->adapter != NULL)
    {
      names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      if (!attune_trainer_lora_peek (options->adapter, &rank, &alpha, names, error))
        return FALSE;
    }

  for (guint layer = 0; layer < self->shape.n_layers; layer++)
    add_matrices (self, layer, options->matrices, names, chosen);

  self->lora = attune_trainer_lora_new (chosen, rank, alpha, options->seed, memory, error);

  if (self->lora == NULL ||
      (options->adapter != NULL && !attune_trainer_memory_is_plan (memory) &&
       !attune_trainer_lora_read (self->lora, options->adapter, error)))
    return FALSE;

  attune_trainer_lora_add_parameters (self->lora, self->parameters);

  return TRUE;
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
  g_clear_pointer (&self->lora, attune_trainer_lora_free);
  g_clear_pointer (&self->buffer, ggml_backend_buffer_free);
  g_clear_pointer (&self->context, ggml_free);
  g_clear_pointer (&self->gguf, gguf_free);
  g_free (self);
}

/**
 * attune_trainer_model_get_shape:
 * @self: a model
 *
 * Returns: (transfer none): what it is like
 */
const AttuneTrainerShape *
attune_trainer_model_get_shape (AttuneTrainerModel *self)
{
  return &self->shape;
}

/**
 * attune_trainer_model_is_frozen:
 * @self: a model
 *
 * Returns: whether its own weights stay as they are
 */
gboolean
attune_trainer_model_is_frozen (AttuneTrainerModel *self)
{
  return self->is_frozen;
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
  return attune_trainer_weights_find (self->context, layer, name, "weight");
}

/**
 * attune_trainer_model_get_bias:
 * @self: a model
 * @layer: the number of a layer, or -1 for what belongs to none
 * @name: the name of a matrix
 *
 * Returns: (transfer none) (nullable): what is added to its product
 */
struct ggml_tensor *
attune_trainer_model_get_bias (AttuneTrainerModel *self,
                               int                 layer,
                               const char         *name)
{
  return attune_trainer_weights_find (self->context, layer, name, "bias");
}

/**
 * attune_trainer_model_get_lora:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): the pairs beside its matrices
 */
AttuneTrainerLora *
attune_trainer_model_get_lora (AttuneTrainerModel *self)
{
  return self->lora;
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

static guint64
count (GPtrArray *tensors)
{
  guint64 n = 0;

  for (guint i = 0; i < tensors->len; i++)
    n += ggml_nelements (g_ptr_array_index (tensors, i));

  return n;
}

/**
 * attune_trainer_model_count_weights:
 * @self: a model
 *
 * Returns: how many numbers it has, without pairs beside it
 */
guint64
attune_trainer_model_count_weights (AttuneTrainerModel *self)
{
  return count (self->weights);
}

/**
 * attune_trainer_model_hash_weights:
 * @self: a model
 *
 * Returns: a number that tells its weights from others, without pairs beside them
 */
guint64
attune_trainer_model_hash_weights (AttuneTrainerModel *self)
{
  return attune_trainer_weights_hash (self->weights);
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
  return count (self->parameters);
}

/**
 * attune_trainer_model_write:
 * @self: a model
 * @path: where to write
 * @name: what the model is called
 * @error: return location for an error
 *
 * Writes what has become of the model as a GGUF file for llama-server: an adapter if its own
 * weights are frozen, else all of it, with the header of the file it came from, its own name, and
 * the weights in single precision.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be written
 */
gboolean
attune_trainer_model_write (AttuneTrainerModel  *self,
                            const char          *path,
                            const char          *name,
                            GError             **error)
{
  g_autoptr(AttuneGguf) gguf = NULL;

  g_return_val_if_fail (path != NULL && name != NULL, FALSE);

  if (self->lora != NULL)
    return attune_trainer_lora_write (self->lora, self->shape.architecture, path, name, error);

  gguf = gguf_init_empty ();
  gguf_set_kv (gguf, self->gguf);
  gguf_set_val_str (gguf, "general.name", name);
  gguf_set_val_u32 (gguf, "general.file_type", 0);

  for (guint i = 0; i < self->weights->len; i++)
    gguf_add_tensor (gguf, g_ptr_array_index (self->weights, i));

  return attune_trainer_gguf_write (gguf, (struct ggml_tensor **)self->weights->pdata,
                                    self->weights->len, path, error);
}
