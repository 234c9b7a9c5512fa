/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-lora"

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <ggml-backend.h>

#include "attune-error.h"
#include "attune-trainer-lora.h"
#include "attune-trainer-random.h"

#define KEY_TYPE         "general.type"
#define KEY_NAME         "general.name"
#define KEY_ARCHITECTURE "general.architecture"
#define KEY_KIND         "adapter.type"
#define KEY_ALPHA        "adapter.lora.alpha"

#define SUFFIX_A ".lora_a"
#define SUFFIX_B ".lora_b"

struct _AttuneTrainerLora
{
  struct ggml_context   *context;
  ggml_backend_buffer_t  buffer;
  GArray                *pairs;     /* of AttuneTrainerPair */
  GHashTable            *numbers;   /* of the pairs, from 1, by their weight */
  guint                  rank;
  double                 alpha;
};

static void
add_pair (AttuneTrainerLora  *self,
          struct ggml_tensor *weight)
{
  AttuneTrainerPair pair = { .weight = weight };

  pair.a = ggml_new_tensor_2d (self->context, GGML_TYPE_F32, weight->ne[0], self->rank);
  pair.b = ggml_new_tensor_2d (self->context, GGML_TYPE_F32, self->rank, weight->ne[1]);
  ggml_format_name (pair.a, "%s" SUFFIX_A, ggml_get_name (weight));
  ggml_format_name (pair.b, "%s" SUFFIX_B, ggml_get_name (weight));
  ggml_set_param (pair.a);
  ggml_set_param (pair.b);
  g_array_append_val (self->pairs, pair);
  g_hash_table_insert (self->numbers, weight, GUINT_TO_POINTER (self->pairs->len));
}

/* One matrix at random, the other zero: at first the model is what it was. */
static void
fill (AttuneTrainerLora *self,
      guint64            seed)
{
  guint64 state = seed;

  for (guint i = 0; i < self->pairs->len; i++)
    {
      struct ggml_tensor *a = g_array_index (self->pairs, AttuneTrainerPair, i).a;
      float scale = 1.0f / sqrtf (a->ne[0]);
      float *values = a->data;

      for (gint64 j = 0; j < ggml_nelements (a); j++)
        values[j] = ((gint32)(attune_trainer_random_next (&state) >> 32) * 0x1p-31f) * scale;
    }
}

/**
 * attune_trainer_lora_new:
 * @weights: (element-type ggml_tensor): the matrices that get a pair; they must outlive the pairs
 * @rank: the smaller dimension of the small matrices
 * @alpha: what the product counts is this, divided by @rank
 * @seed: what the random numbers depend on
 * @memory: the account that the pairs are put to
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): pairs that change nothing yet, or %NULL with
 *   %ATTUNE_ERROR_ENGINE when there is not enough memory
 */
AttuneTrainerLora *
attune_trainer_lora_new (GPtrArray            *weights,
                         guint                 rank,
                         double                alpha,
                         guint64               seed,
                         AttuneTrainerMemory  *memory,
                         GError              **error)
{
  g_autoptr(AttuneTrainerLora) self = g_new0 (AttuneTrainerLora, 1);
  struct ggml_init_params params = { .no_alloc = true };

  g_return_val_if_fail (rank > 0 && rank <= ATTUNE_TRAINER_MAX_RANK, NULL);

  self->pairs = g_array_new (FALSE, FALSE, sizeof (AttuneTrainerPair));
  self->numbers = g_hash_table_new (NULL, NULL);
  self->rank = rank;
  self->alpha = alpha;
  params.mem_size = ggml_tensor_overhead () * (2 * weights->len + 1);
  self->context = ggml_init (params);

  for (guint i = 0; i < weights->len; i++)
    add_pair (self, g_ptr_array_index (weights, i));

  if ((self->buffer = attune_trainer_memory_allocate (memory, self->context, error)) == NULL)
    return NULL;

  if (!attune_trainer_memory_is_plan (memory))
    fill (self, seed);

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_lora_free:
 * @self: (transfer full): pairs
 */
void
attune_trainer_lora_free (AttuneTrainerLora *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->pairs, g_array_unref);
  g_clear_pointer (&self->buffer, ggml_backend_buffer_free);
  g_clear_pointer (&self->context, ggml_free);
  g_free (self);
}

/**
 * attune_trainer_lora_find:
 * @self: pairs
 * @weight: a matrix of the model
 *
 * Returns: (transfer none) (nullable): the pair beside it
 */
const AttuneTrainerPair *
attune_trainer_lora_find (AttuneTrainerLora  *self,
                          struct ggml_tensor *weight)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, weight));

  return number != 0 ? &g_array_index (self->pairs, AttuneTrainerPair, number - 1) : NULL;
}

/**
 * attune_trainer_lora_get_scale:
 * @self: pairs
 *
 * Returns: what the product of a pair counts
 */
float
attune_trainer_lora_get_scale (AttuneTrainerLora *self)
{
  return self->alpha / self->rank;
}

/**
 * attune_trainer_lora_add_parameters:
 * @self: pairs
 * @parameters: (element-type ggml_tensor): where both matrices of every pair are added
 */
void
attune_trainer_lora_add_parameters (AttuneTrainerLora *self,
                                    GPtrArray         *parameters)
{
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const AttuneTrainerPair *pair = &g_array_index (self->pairs, AttuneTrainerPair, i);

      g_ptr_array_add (parameters, pair->a);
      g_ptr_array_add (parameters, pair->b);
    }
}

/**
 * attune_trainer_lora_write:
 * @self: pairs
 * @architecture: the kind of model that they belong to
 * @path: where to write
 * @name: what the result is called
 * @error: return location for an error
 *
 * Writes the pairs as an adapter that libllama loads beside the model.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be written
 */
gboolean
attune_trainer_lora_write (AttuneTrainerLora  *self,
                           const char         *architecture,
                           const char         *path,
                           const char         *name,
                           GError            **error)
{
  g_autoptr(AttuneGguf) gguf = gguf_init_empty ();
  g_autoptr(GPtrArray) tensors = g_ptr_array_new ();

  gguf_set_val_str (gguf, KEY_TYPE, "adapter");
  gguf_set_val_str (gguf, KEY_ARCHITECTURE, architecture);
  gguf_set_val_str (gguf, KEY_NAME, name);
  gguf_set_val_str (gguf, KEY_KIND, "lora");
  gguf_set_val_f32 (gguf, KEY_ALPHA, self->alpha);
  attune_trainer_lora_add_parameters (self, tensors);

  for (guint i = 0; i < tensors->len; i++)
    gguf_add_tensor (gguf, g_ptr_array_index (tensors, i));

  return attune_trainer_gguf_write (gguf, (struct ggml_tensor **)tensors->pdata, tensors->len,
                                    path, error);
}

static void
set_adapter_error (GError     **error,
                   const char  *path)
{
  attune_set_error (error, ATTUNE_ERROR_ENGINE, path,
                    _("The tuned model to go on from is damaged, or it belongs to another base model. "
                      "Choose another model."));
}

/**
 * attune_trainer_lora_read:
 * @self: pairs, which are overwritten
 * @path: an adapter with the same pairs
 * @error: return location for an error
 *
 * Goes on from an adapter.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when it has other pairs, or is damaged
 */
gboolean
attune_trainer_lora_read (AttuneTrainerLora  *self,
                          const char         *path,
                          GError            **error)
{
  g_autoptr(AttuneGguf) gguf = attune_trainer_gguf_open (path, NULL, error);
  g_autoptr(GPtrArray) tensors = g_ptr_array_new ();
  gboolean complete;
  FILE *file;

  if (gguf == NULL)
    return FALSE;

  attune_trainer_lora_add_parameters (self, tensors);
  file = g_fopen (path, "rbe");
  complete = file != NULL && gguf_get_n_tensors (gguf) == tensors->len;

  for (guint i = 0; complete && i < tensors->len; i++)
    complete = attune_trainer_gguf_read_tensor (gguf, file, g_ptr_array_index (tensors, i));

  if (file != NULL)
    fclose (file);
  if (!complete)
    set_adapter_error (error, path);

  return complete;
}

/**
 * attune_trainer_lora_peek:
 * @path: an adapter
 * @rank: (out): its rank
 * @alpha: (out): its alpha
 * @names: (element-type utf8): a set, to which the names of the matrices with a pair are added
 * @error: return location for an error
 *
 * Looks what pairs an adapter has, without reading them.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when it is none that training knows
 */
gboolean
attune_trainer_lora_peek (const char  *path,
                          guint       *rank,
                          double      *alpha,
                          GHashTable  *names,
                          GError     **error)
{
  g_autoptr(AttuneGguf) gguf = attune_trainer_gguf_open (path, NULL, error);

  if (gguf == NULL)
    return FALSE;

  *rank = 0;
  *alpha = attune_trainer_gguf_get_double (gguf, KEY_ALPHA, 0);

  for (gint64 i = 0; i < gguf_get_n_tensors (gguf); i++)
    {
      const char *name = gguf_get_tensor_name (gguf, i);
      const gint64 *ne = gguf_get_tensor_ne (gguf, i);

      if (!g_str_has_suffix (name, SUFFIX_A))
        continue;

      if (ne[1] <= 0 || ne[1] > ATTUNE_TRAINER_MAX_RANK || (*rank != 0 && *rank != ne[1]))
        {
          set_adapter_error (error, name);
          return FALSE;
        }

      *rank = ne[1];
      g_hash_table_add (names, g_strndup (name, strlen (name) - strlen (SUFFIX_A)));
    }

  if (*rank != 0 && *alpha > 0)
    return TRUE;

  set_adapter_error (error, path);

  return FALSE;
}
