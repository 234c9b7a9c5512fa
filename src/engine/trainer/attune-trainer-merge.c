/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-merge"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <ggml.h>
#include <llama.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-lora.h"
#include "attune-trainer-merge.h"
#include "attune-trainer-shape.h"
#include "attune-trainer-team.h"

typedef struct
{
  AttuneGguf           *gguf;        /* the header of the base */
  struct ggml_context  *shapes;
  FILE                 *file;
  AttuneTrainerLora    *lora;
  AttuneTrainerTeam    *team;
  AttuneAtomicFile     *output;
} Merge;

/* A matrix while it is changed. */
typedef struct
{
  Merge                   *merge;
  struct ggml_tensor      *weight;
  const AttuneTrainerPair *pair;
  guint8                  *rows;     /* packed as in the file */
} Product;

/* What the base alone makes of an input, and what the pair adds: the sum of both in one row. */
static void
add_pair (const Product *self,
          gint64         row,
          float         *values)
{
  const struct ggml_tensor *a = self->pair->a;
  const float *b = (const float *)self->pair->b->data + row * self->pair->b->ne[0];
  float scale = attune_trainer_lora_get_scale (self->merge->lora);

  for (gint64 i = 0; i < a->ne[1]; i++)
    {
      const float *restrict direction = (const float *)a->data + i * a->ne[0];
      float factor = scale * b[i];

      for (gint64 j = 0; j < a->ne[0]; j++)
        values[j] += factor * direction[j];
    }
}

static void
change_row (const Product *self,
            gint64         row,
            float         *values)
{
  enum ggml_type type = self->weight->type;
  gint64 n = self->weight->ne[0];
  guint8 *packed = self->rows + row * ggml_row_size (type, n);

  if (type == GGML_TYPE_F32)
    {
      add_pair (self, row, (float *)packed);
      return;
    }

  ggml_get_type_traits (type)->to_float (packed, values, n);
  add_pair (self, row, values);
  ggml_quantize_chunk (type, values, packed, 0, 1, n, NULL);
}

static void
change_rows_cb (guint    worker,
                gpointer user_data)
{
  const Product *self = user_data;
  guint n_workers = attune_trainer_team_get_n_workers (self->merge->team);
  g_autofree float *values = g_new (float, self->weight->ne[0]);

  for (gint64 row = worker; row < self->weight->ne[1]; row += n_workers)
    change_row (self, row, values);
}

static gboolean
copy_tensor (Merge               *self,
             struct ggml_tensor  *weight,
             GError             **error)
{
  gint64 id = gguf_find_tensor (self->gguf, ggml_get_name (weight));
  gsize length = gguf_get_tensor_size (self->gguf, id);
  gsize alignment = gguf_get_alignment (self->gguf);
  g_autofree guint8 *bytes = g_malloc0 (GGML_PAD (length, alignment));
  Product product = { self, weight, NULL, bytes };

  if (fseeko (self->file, gguf_get_data_offset (self->gguf) +
                          gguf_get_tensor_offset (self->gguf, id), SEEK_SET) != 0 ||
      fread (bytes, 1, length, self->file) != length)
    {
      attune_trainer_shape_set_error (error, ggml_get_name (weight));
      return FALSE;
    }

  if ((product.pair = attune_trainer_lora_find (self->lora, weight)))
    attune_trainer_team_run (self->team, change_rows_cb, &product);

  return attune_atomic_file_write (self->output, bytes, GGML_PAD (length, alignment), error);
}

static gboolean
write_header (Merge       *self,
              const char  *name,
              GError     **error)
{
  g_autoptr(AttuneGguf) header = gguf_init_empty ();
  g_autofree guint8 *bytes = NULL;
  gsize length;

  gguf_set_kv (header, self->gguf);
  gguf_set_val_str (header, "general.name", name);

  for (struct ggml_tensor *weight = ggml_get_first_tensor (self->shapes);
       weight != NULL;
       weight = ggml_get_next_tensor (self->shapes, weight))
    gguf_add_tensor (header, weight);

  length = gguf_get_meta_size (header);
  bytes = g_malloc (length);
  gguf_get_meta_data (header, bytes);

  return attune_atomic_file_write (self->output, bytes, length, error);
}

/* Who keeps the file for later must be able to rely on it. */
static gboolean
check_output (Merge   *self,
              GError **error)
{
  struct llama_model *model;

  if (!attune_atomic_file_sync (self->output, error))
    return FALSE;

  model = llama_model_load_from_file (attune_atomic_file_get_temporary_path (self->output),
                                      llama_model_default_params ());

  if (model != NULL)
    {
      llama_model_free (model);
      return TRUE;
    }

  attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                    _("The model that was put together cannot be loaded. "
                      "Save the adapter instead, and use it with its base model."));

  return FALSE;
}

static gboolean
load_lora (Merge       *self,
           const char  *adapter,
           GError     **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr(AttuneTrainerMemory) memory = attune_trainer_memory_new (0);
  double alpha;
  guint rank;

  if (!attune_trainer_lora_peek (adapter, &rank, &alpha, names, error))
    return FALSE;

  for (struct ggml_tensor *weight = ggml_get_first_tensor (self->shapes);
       weight != NULL;
       weight = ggml_get_next_tensor (self->shapes, weight))
    if (g_hash_table_contains (names, ggml_get_name (weight)))
      g_ptr_array_add (chosen, weight);

  return (self->lora = attune_trainer_lora_new (chosen, rank, alpha, 0, memory, error)) != NULL &&
         attune_trainer_lora_read (self->lora, adapter, error);
}

static gboolean
write_all (Merge       *self,
           const char  *name,
           GError     **error)
{
  if (!write_header (self, name, error))
    return FALSE;

  for (struct ggml_tensor *weight = ggml_get_first_tensor (self->shapes);
       weight != NULL;
       weight = ggml_get_next_tensor (self->shapes, weight))
    if (!copy_tensor (self, weight, error))
      return FALSE;

  return check_output (self, error) && attune_atomic_file_commit (self->output, error);
}

static void
merge_clear (Merge *self)
{
  g_clear_pointer (&self->file, fclose);
  g_clear_pointer (&self->lora, attune_trainer_lora_free);
  g_clear_pointer (&self->team, attune_trainer_team_free);
  g_clear_pointer (&self->shapes, ggml_free);
  g_clear_pointer (&self->gguf, gguf_free);
  g_clear_object (&self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

/**
 * attune_trainer_merge:
 * @base: (type filename): a model
 * @adapter: (type filename): an adapter of it
 * @path: (type filename): where to write
 * @name: what the result is called
 * @error: return location for an error
 *
 * Makes one model of two files. Every matrix is packed as it was in the base, one after the other,
 * so that memory suffices where the model itself fits in; the result has been loaded by libllama.
 * Meant for a process of its own.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when the files do not belong together, or with
 *   %ATTUNE_ERROR_STORAGE
 */
gboolean
attune_trainer_merge (const char  *base,
                      const char  *adapter,
                      const char  *path,
                      const char  *name,
                      GError     **error)
{
  g_auto(Merge) self = { 0 };

  g_return_val_if_fail (base != NULL && adapter != NULL, FALSE);
  g_return_val_if_fail (path != NULL && name != NULL, FALSE);

  if (!attune_trainer_backend_load (error) ||
      (self.gguf = attune_trainer_gguf_open (base, &self.shapes, error)) == NULL)
    return FALSE;

  if ((self.file = g_fopen (base, "rbe")) == NULL)
    {
      attune_trainer_shape_set_error (error, base);
      return FALSE;
    }

  self.team = attune_trainer_team_new (g_get_num_processors ());

  return load_lora (&self, adapter, error) &&
         (self.output = attune_atomic_file_new (path, error)) != NULL &&
         write_all (&self, name, error);
}
