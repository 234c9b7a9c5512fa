/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-state"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <ggml.h>

#include "attune-error.h"
#include "attune-trainer-gguf.h"
#include "attune-trainer-state.h"

#define KEY_FINGERPRINT "attune.fingerprint"
#define KEY_BASE        "attune.base"
#define KEY_STEP        "attune.step"
#define KEY_SETTLED     "attune.settled"
#define KEY_TOKENS      "attune.tokens"
#define KEY_BEST_STEP   "attune.best_step"
#define KEY_BEST_LOSS   "attune.best_loss"
#define KEY_RECORDS     "attune.records"
#define KEY_WORKERS     "attune.workers"

/* What is done of a batch, by purpose. */
static const char * const part_keys[] = { "attune.measured", "attune.weighed", "attune.part" };

G_STATIC_ASSERT (G_N_ELEMENTS (part_keys) == ATTUNE_TRAINER_N_PURPOSES);

#define DOUBLES_PER_RECORD (sizeof (AttuneTrainerRecord) / sizeof (double))

/**
 * attune_trainer_state_new:
 * @fingerprint: a number that tells this job's data and settings from any other's
 * @base: a number that tells the weights of its base model from any others
 *
 * Returns: (transfer full): the state of a job that has not begun
 */
AttuneTrainerState *
attune_trainer_state_new (guint64 fingerprint,
                          guint64 base)
{
  AttuneTrainerState *self = g_new0 (AttuneTrainerState, 1);

  self->fingerprint = fingerprint;
  self->base = base;
  self->is_settled = TRUE;
  self->records = g_array_new (FALSE, FALSE, sizeof (AttuneTrainerRecord));

  return self;
}

/**
 * attune_trainer_state_free:
 * @self: (transfer full): a state
 */
void
attune_trainer_state_free (AttuneTrainerState *self)
{
  g_clear_pointer (&self->records, g_array_unref);
  g_free (self);
}

static GPtrArray *
list_tensors (AttuneTrainerModel     *model,
              AttuneTrainerOptimizer *optimizer)
{
  GPtrArray *tensors = g_ptr_array_new ();
  struct ggml_tensor * const *parameters;
  struct ggml_tensor * const *moments;
  guint n_parameters, n_moments;

  parameters = attune_trainer_model_get_parameters (model, &n_parameters);
  moments = attune_trainer_optimizer_get_tensors (optimizer, &n_moments);

  for (guint i = 0; i < n_parameters; i++)
    g_ptr_array_add (tensors, parameters[i]);
  for (guint i = 0; i < n_moments; i++)
    g_ptr_array_add (tensors, moments[i]);

  return tensors;
}

/* In the midst of a step, what has been summed up of it belongs to the state. */
static void
list_gradients (AttuneTrainerModel   *model,
                AttuneTrainerWorkers *workers,
                GPtrArray            *tensors)
{
  guint n_gradients;

  attune_trainer_model_get_parameters (model, &n_gradients);

  for (guint i = 0; i < attune_trainer_workers_get_n_workers (workers); i++)
    {
      struct ggml_tensor * const *gradients = attune_trainer_workers_get_gradients (workers, i);

      for (guint j = 0; j < n_gradients; j++)
        {
          ggml_format_name (gradients[j], "gradient.%u.%u", i, j);
          g_ptr_array_add (tensors, gradients[j]);
        }
    }
}

static void
add_parts (AttuneGguf           *gguf,
           AttuneTrainerModel   *model,
           AttuneTrainerWorkers *workers,
           GPtrArray            *tensors)
{
  for (guint purpose = 0; purpose < ATTUNE_TRAINER_N_PURPOSES; purpose++)
    {
      guint n_numbers;
      const double *numbers = attune_trainer_workers_get_part (workers, purpose, &n_numbers);

      if (n_numbers == 0)
        continue;

      gguf_set_arr_data (gguf, part_keys[purpose], GGUF_TYPE_FLOAT64, numbers, n_numbers);

      if (purpose == ATTUNE_TRAINER_TRAIN)
        list_gradients (model, workers, tensors);
    }

  gguf_set_val_u32 (gguf, KEY_WORKERS, attune_trainer_workers_get_n_workers (workers));
}

/* Another number of workers would sum up in another order: it begins the step anew. */
static gboolean
can_read_part (AttuneGguf           *gguf,
               AttuneTrainerWorkers *workers,
               AttuneTrainerPurpose  purpose)
{
  gint64 part = gguf_find_key (gguf, part_keys[purpose]);

  return part >= 0 && gguf_get_kv_type (gguf, part) == GGUF_TYPE_ARRAY &&
         gguf_get_arr_type (gguf, part) == GGUF_TYPE_FLOAT64 &&
         (purpose != ATTUNE_TRAINER_TRAIN ||
          attune_trainer_gguf_get_uint (gguf, KEY_WORKERS, 0) ==
          attune_trainer_workers_get_n_workers (workers));
}

static void
read_parts (AttuneGguf           *gguf,
            AttuneTrainerModel   *model,
            AttuneTrainerWorkers *workers,
            GPtrArray            *tensors)
{
  for (guint purpose = 0; purpose < ATTUNE_TRAINER_N_PURPOSES; purpose++)
    {
      gint64 part = gguf_find_key (gguf, part_keys[purpose]);

      if (!can_read_part (gguf, workers, purpose))
        continue;

      attune_trainer_workers_set_part (workers, purpose, gguf_get_arr_data (gguf, part),
                                       gguf_get_arr_n (gguf, part));

      if (purpose == ATTUNE_TRAINER_TRAIN)
        list_gradients (model, workers, tensors);
    }
}

/**
 * attune_trainer_state_save:
 * @self: a state
 * @model: the model as it is now
 * @optimizer: the optimizer as it is now
 * @workers: who train, as far as they are
 * @path: where to write
 * @error: return location for an error
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file cannot be written; an older one is still
 *   there then
 */
gboolean
attune_trainer_state_save (AttuneTrainerState      *self,
                           AttuneTrainerModel      *model,
                           AttuneTrainerOptimizer  *optimizer,
                           AttuneTrainerWorkers    *workers,
                           const char              *path,
                           GError                 **error)
{
  g_autoptr(GPtrArray) tensors = list_tensors (model, optimizer);
  g_autoptr(AttuneGguf) gguf = gguf_init_empty ();

  gguf_set_val_u64 (gguf, KEY_FINGERPRINT, self->fingerprint);
  gguf_set_val_u64 (gguf, KEY_BASE, self->base);
  gguf_set_val_u32 (gguf, KEY_STEP, self->step);
  gguf_set_val_u32 (gguf, KEY_SETTLED, self->is_settled);
  gguf_set_val_u64 (gguf, KEY_TOKENS, self->tokens);
  gguf_set_val_u32 (gguf, KEY_BEST_STEP, self->best_step);
  gguf_set_val_f64 (gguf, KEY_BEST_LOSS, self->best_loss);
  gguf_set_arr_data (gguf, KEY_RECORDS, GGUF_TYPE_FLOAT64, self->records->data,
                     self->records->len * DOUBLES_PER_RECORD);
  add_parts (gguf, model, workers, tensors);

  for (guint i = 0; i < tensors->len; i++)
    gguf_add_tensor (gguf, g_ptr_array_index (tensors, i));

  return attune_trainer_gguf_write (gguf, (struct ggml_tensor **)tensors->pdata, tensors->len,
                                    path, error);
}

static gboolean
read_header (AttuneTrainerState *self,
             AttuneGguf         *gguf)
{
  gint64 records = gguf_find_key (gguf, KEY_RECORDS);
  guint64 step = attune_trainer_gguf_get_uint (gguf, KEY_STEP, 0);

  if (attune_trainer_gguf_get_uint (gguf, KEY_FINGERPRINT, 0) != self->fingerprint ||
      records < 0 || gguf_get_kv_type (gguf, records) != GGUF_TYPE_ARRAY ||
      gguf_get_arr_type (gguf, records) != GGUF_TYPE_FLOAT64 ||
      gguf_get_arr_n (gguf, records) != step * DOUBLES_PER_RECORD)
    return FALSE;

  self->step = step;
  self->is_settled = attune_trainer_gguf_get_uint (gguf, KEY_SETTLED, TRUE) != 0;
  self->tokens = attune_trainer_gguf_get_uint (gguf, KEY_TOKENS, 0);
  self->best_step = attune_trainer_gguf_get_uint (gguf, KEY_BEST_STEP, 0);
  self->best_loss = attune_trainer_gguf_get_double (gguf, KEY_BEST_LOSS, 0);
  g_array_set_size (self->records, 0);
  g_array_append_vals (self->records, gguf_get_arr_data (gguf, records), step);

  return TRUE;
}

static gboolean
read_tensors (AttuneGguf *gguf,
              GPtrArray  *tensors,
              const char *path)
{
  FILE *file = g_fopen (path, "rbe");
  gboolean complete = file != NULL;

  for (guint i = 0; complete && i < tensors->len; i++)
    complete = attune_trainer_gguf_read_tensor (gguf, file, g_ptr_array_index (tensors, i));

  if (file != NULL)
    fclose (file);

  return complete;
}

/**
 * attune_trainer_state_restore:
 * @self: a state that has not begun
 * @model: a model, whose weights are overwritten
 * @optimizer: an optimizer, whose moments are overwritten
 * @workers: workers that have not begun
 * @path: a saved state
 * @error: return location for an error
 *
 * Goes back to where a job was. A file that belongs to other data or settings leaves everything as
 * it is, and is no error: the job begins anew.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when the file fits, but cannot be read to its end, or
 *   with %ATTUNE_ERROR_ENGINE when the base model is no longer the same
 */
gboolean
attune_trainer_state_restore (AttuneTrainerState      *self,
                              AttuneTrainerModel      *model,
                              AttuneTrainerOptimizer  *optimizer,
                              AttuneTrainerWorkers    *workers,
                              const char              *path,
                              GError                 **error)
{
  g_autoptr(AttuneGguf) gguf = NULL;
  g_autoptr(GPtrArray) tensors = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) ||
      (gguf = attune_trainer_gguf_open (path, NULL, NULL)) == NULL ||
      !read_header (self, gguf))
    return TRUE;

  if (attune_trainer_gguf_get_uint (gguf, KEY_BASE, self->base) != self->base)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, path,
                        _("The file of the base model is not what it was when this training began. "
                          "Put the old file back, then resume, or start again with the new one."));
      return FALSE;
    }

  tensors = list_tensors (model, optimizer);
  read_parts (gguf, model, workers, tensors);

  if (read_tensors (gguf, tensors, path))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_STORAGE, path,
                    _("The saved state of this job is damaged. Start the job again."));

  return FALSE;
}
