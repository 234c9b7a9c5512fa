/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-references"

#include "config.h"

#include <string.h>

#include "attune-trainer-gguf.h"
#include "attune-trainer-references.h"

#define KEY_FINGERPRINT "attune.fingerprint"
#define KEY_BASE        "attune.base"
#define KEY_REFERENCES  "attune.references"

struct _AttuneTrainerReferences
{
  char    *path;
  guint64  fingerprint;
  guint64  base;
  gint64   interval;    /* microseconds */
  gint64   last_time;   /* when the file was written, monotonic */
};

/**
 * attune_trainer_references_new:
 * @path: (type filename): where the file is, or will be
 * @fingerprint: a number that tells this job's data and settings from any other's
 * @base: a number that tells the weights of its base model from any others
 * @interval: how often to write, microseconds
 *
 * Returns: (transfer full): the file
 */
AttuneTrainerReferences *
attune_trainer_references_new (const char *path,
                               guint64     fingerprint,
                               guint64     base,
                               gint64      interval)
{
  AttuneTrainerReferences *self = g_new0 (AttuneTrainerReferences, 1);

  self->path = g_strdup (path);
  self->fingerprint = fingerprint;
  self->base = base;
  self->interval = interval;
  self->last_time = g_get_monotonic_time ();

  return self;
}

/**
 * attune_trainer_references_free:
 * @self: (transfer full): the file
 */
void
attune_trainer_references_free (AttuneTrainerReferences *self)
{
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

/**
 * attune_trainer_references_restore:
 * @self: the file
 * @values: (out caller-allocates) (array length=n_values): where its values go
 * @n_values: how many there will be
 *
 * Returns: how many of them are there, from the first on; 0 where the file belongs to another job
 */
guint
attune_trainer_references_restore (AttuneTrainerReferences *self,
                                   double                  *values,
                                   guint                    n_values)
{
  g_autoptr(AttuneGguf) gguf = NULL;
  gint64 key;
  guint n;

  if (!g_file_test (self->path, G_FILE_TEST_EXISTS) ||
      (gguf = attune_trainer_gguf_open (self->path, NULL, NULL)) == NULL ||
      attune_trainer_gguf_get_uint (gguf, KEY_FINGERPRINT, 0) != self->fingerprint ||
      attune_trainer_gguf_get_uint (gguf, KEY_BASE, 0) != self->base ||
      (key = gguf_find_key (gguf, KEY_REFERENCES)) < 0 ||
      gguf_get_kv_type (gguf, key) != GGUF_TYPE_ARRAY ||
      gguf_get_arr_type (gguf, key) != GGUF_TYPE_FLOAT64)
    return 0;

  n = MIN (gguf_get_arr_n (gguf, key), n_values);

  if (n > 0)
    memcpy (values, gguf_get_arr_data (gguf, key), n * sizeof *values);

  return n;
}

/**
 * attune_trainer_references_keep:
 * @self: the file
 * @values: (array length=n_values): what was measured so far
 * @n_values: how many
 *
 * Writes the file. Where that fails, they will be measured again.
 */
void
attune_trainer_references_keep (AttuneTrainerReferences *self,
                                const double            *values,
                                guint                    n_values)
{
  g_autoptr(AttuneGguf) gguf = gguf_init_empty ();
  g_autoptr(GError) error = NULL;

  gguf_set_val_u64 (gguf, KEY_FINGERPRINT, self->fingerprint);
  gguf_set_val_u64 (gguf, KEY_BASE, self->base);
  gguf_set_arr_data (gguf, KEY_REFERENCES, GGUF_TYPE_FLOAT64, values, n_values);

  if (!attune_trainer_gguf_write (gguf, NULL, 0, self->path, &error))
    g_info ("What was measured is not kept: %s", error->message);

  self->last_time = g_get_monotonic_time ();
}

/**
 * attune_trainer_references_note:
 * @self: the file
 * @values: (array length=n_values): what was measured so far
 * @n_values: how many
 * @n_total: how many there will be
 *
 * Writes the file when it is time to, or when they are all there.
 */
void
attune_trainer_references_note (AttuneTrainerReferences *self,
                                const double            *values,
                                guint                    n_values,
                                guint                    n_total)
{
  if (n_values == n_total || g_get_monotonic_time () - self->last_time >= self->interval)
    attune_trainer_references_keep (self, values, n_values);
}
