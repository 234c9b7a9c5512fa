/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-gguf"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <ggml.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-trainer-gguf.h"

static gboolean
write_padding (AttuneAtomicFile  *file,
               gsize              length,
               GError           **error)
{
  static const guint8 zeros[64];

  g_assert (length <= sizeof zeros);

  return length == 0 || attune_atomic_file_write (file, zeros, length, error);
}

/* gguf_write_to_file () neither syncs nor notices a disk that fills up in its last fclose (), so
 * only the header comes from libggml. The tensors must be given in the order they were added. */
static gboolean
write_tensors (AttuneAtomicFile            *file,
               AttuneGguf                  *gguf,
               struct ggml_tensor * const  *tensors,
               guint                        n_tensors,
               GError                     **error)
{
  gsize alignment = gguf_get_alignment (gguf);
  gsize position = 0;

  for (guint i = 0; i < n_tensors; i++)
    {
      gsize length = ggml_nbytes (tensors[i]);

      g_assert (gguf_get_tensor_offset (gguf, i) == position);

      if (!attune_atomic_file_write (file, tensors[i]->data, length, error) ||
          !write_padding (file, GGML_PAD (length, alignment) - length, error))
        return FALSE;

      position += GGML_PAD (length, alignment);
    }

  return TRUE;
}

/**
 * attune_trainer_gguf_open:
 * @path: a GGUF file
 * @context: (out) (optional): where to put a context with the tensors' shapes, without their data
 * @error: return location for an error
 *
 * Reads the header of a GGUF file.
 *
 * Returns: (transfer full) (nullable): the header, or %NULL with %ATTUNE_ERROR_ENGINE
 */
AttuneGguf *
attune_trainer_gguf_open (const char           *path,
                          struct ggml_context **context,
                          GError              **error)
{
  struct gguf_init_params params = { .no_alloc = true, .ctx = context };
  AttuneGguf *gguf;

  g_return_val_if_fail (path != NULL, NULL);

  if ((gguf = gguf_init_from_file (path, params)) == NULL)
    attune_set_error (error, ATTUNE_ERROR_ENGINE, path,
                      _("The model file cannot be read, or it is not in the GGUF format. "
                        "Choose another model, or make this one anew."));

  return gguf;
}

/**
 * attune_trainer_gguf_write:
 * @gguf: a header to which every one of @tensors has been added
 * @tensors: (array length=n_tensors): the tensors with their data, in the order they were added
 * @n_tensors: how many
 * @path: where to write
 * @error: return location for an error
 *
 * Writes a GGUF file that is there whole or not at all.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the disk is full or the folder cannot be written
 */
gboolean
attune_trainer_gguf_write (AttuneGguf                  *gguf,
                           struct ggml_tensor * const  *tensors,
                           guint                        n_tensors,
                           const char                  *path,
                           GError                     **error)
{
  g_autoptr(AttuneAtomicFile) file = NULL;
  g_autofree guint8 *header = NULL;
  gsize header_length;

  g_return_val_if_fail (gguf != NULL, FALSE);
  g_return_val_if_fail (gguf_get_n_tensors (gguf) == n_tensors, FALSE);

  header_length = gguf_get_meta_size (gguf);
  header = g_malloc (header_length);
  gguf_get_meta_data (gguf, header);

  return (file = attune_atomic_file_new (path, error)) &&
         attune_atomic_file_write (file, header, header_length, error) &&
         write_tensors (file, gguf, tensors, n_tensors, error) &&
         attune_atomic_file_commit (file, error);
}

/**
 * attune_trainer_gguf_read_tensor:
 * @gguf: a header
 * @file: the file that it was read from
 * @tensor: a tensor with memory, of the type that it has in the file or in single precision
 *
 * Reads the tensor of that name, and unpacks it if need be.
 *
 * Returns: %FALSE when there is no such tensor of that shape, or the file is too short
 */
gboolean
attune_trainer_gguf_read_tensor (AttuneGguf         *gguf,
                                 FILE               *file,
                                 struct ggml_tensor *tensor)
{
  gint64 id = gguf_find_tensor (gguf, ggml_get_name (tensor));
  g_autofree guint8 *bytes = NULL;
  enum ggml_type type;
  gsize length;
  goffset offset;

  if (id < 0 ||
      memcmp (gguf_get_tensor_ne (gguf, id), tensor->ne, sizeof tensor->ne) != 0)
    return FALSE;

  length = gguf_get_tensor_size (gguf, id);
  type = gguf_get_tensor_type (gguf, id);
  offset = gguf_get_data_offset (gguf) + gguf_get_tensor_offset (gguf, id);

  if (fseeko (file, offset, SEEK_SET) != 0)
    return FALSE;

  if (type == tensor->type)
    return fread (tensor->data, 1, length, file) == length;

  bytes = g_malloc (length);

  if (tensor->type != GGML_TYPE_F32 || ggml_get_type_traits (type)->to_float == NULL ||
      fread (bytes, 1, length, file) != length)
    return FALSE;

  ggml_get_type_traits (type)->to_float (bytes, tensor->data, ggml_nelements (tensor));

  return TRUE;
}

/**
 * attune_trainer_gguf_get_uint:
 * @gguf: a GGUF header
 * @key: the name of a value
 * @fallback: what to return when it is missing or of another type
 *
 * Returns: an unsigned number of the header; libggml itself aborts on a wrong type
 */
guint64
attune_trainer_gguf_get_uint (AttuneGguf *gguf,
                              const char *key,
                              guint64     fallback)
{
  gint64 id = gguf_find_key (gguf, key);

  if (id < 0)
    return fallback;
  if (gguf_get_kv_type (gguf, id) == GGUF_TYPE_UINT32)
    return gguf_get_val_u32 (gguf, id);
  if (gguf_get_kv_type (gguf, id) == GGUF_TYPE_UINT64)
    return gguf_get_val_u64 (gguf, id);

  return fallback;
}

/**
 * attune_trainer_gguf_get_double:
 * @gguf: a GGUF header
 * @key: the name of a value
 * @fallback: what to return when it is missing or of another type
 *
 * Returns: a floating point number of the header
 */
double
attune_trainer_gguf_get_double (AttuneGguf *gguf,
                                const char *key,
                                double      fallback)
{
  gint64 id = gguf_find_key (gguf, key);

  if (id < 0)
    return fallback;
  if (gguf_get_kv_type (gguf, id) == GGUF_TYPE_FLOAT32)
    return gguf_get_val_f32 (gguf, id);
  if (gguf_get_kv_type (gguf, id) == GGUF_TYPE_FLOAT64)
    return gguf_get_val_f64 (gguf, id);

  return fallback;
}

/**
 * attune_trainer_gguf_get_string:
 * @gguf: a GGUF header
 * @key: the name of a value
 *
 * Returns: (nullable): a text of the header, owned by it
 */
const char *
attune_trainer_gguf_get_string (AttuneGguf *gguf,
                                const char *key)
{
  gint64 id = gguf_find_key (gguf, key);

  if (id < 0 || gguf_get_kv_type (gguf, id) != GGUF_TYPE_STRING)
    return NULL;

  return gguf_get_val_str (gguf, id);
}
