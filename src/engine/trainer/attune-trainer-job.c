/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-job"

#include "config.h"

#include <errno.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-trainer-gemm.h"
#include "attune-trainer-job.h"
#include "attune-trainer-plan.h"
#include "attune-trainer-watch.h"

#define VALIDATIONS_A_JOB 50

static guint64
hash_bytes (guint64     hash,
            const void *bytes,
            gsize       length)
{
  const guint8 *byte = bytes;

  /* FNV-1a: it only has to notice that something is different. */
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ byte[i]) * G_GUINT64_CONSTANT (1099511628211);

  return hash;
}

/* Everything that the losses depend on, except the base model's weights: where those are others, a
 * job is not begun anew. */
static guint64
get_fingerprint (AttuneTrainerJob *self)
{
  AttuneTrainerConfig *config = self->config;
  guint64 numbers[] = {
    attune_trainer_dataset_get_hash (self->training),
    self->validation != NULL ? attune_trainer_dataset_get_hash (self->validation) : 0,
    attune_trainer_model_count_trained (self->model),
    attune_trainer_model_count_weights (self->model),
    config->n_epochs, config->batch_size, config->seed, config->context,
    config->lora_rank, config->lora_matrices, config->has_pairs, config->stops_early,
  };
  double rates[] = {
    config->learning_rate_multiplier, config->lora_alpha, config->warmup_ratio,
    config->max_grad_norm, config->has_pairs ? config->beta : 0,
  };
  guint64 hash = hash_bytes (G_GUINT64_CONSTANT (14695981039346656037), numbers, sizeof numbers);

  return hash_bytes (hash, rates, sizeof rates);
}

static void
note_memory_error (AttuneTrainerJob *self,
                   const GError     *error)
{
  if (g_strcmp0 (attune_error_get_detail (error), ATTUNE_TRAINER_CODE_MEMORY) == 0)
    self->error_code = ATTUNE_TRAINER_CODE_MEMORY;
}

static AttuneTrainerDataset *
load_dataset (AttuneTrainerJob        *self,
              const char              *path,
              AttuneTrainerTokenizer  *tokenizer,
              const char              *code,
              GError                 **error)
{
  guint64 bad_line = 0;
  AttuneTrainerDataset *dataset;

  dataset = attune_trainer_dataset_new (path, tokenizer, self->config->context,
                                        self->config->has_pairs, &bad_line, error);

  if (dataset == NULL)
    {
      self->error_code = g_error_matches (*error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE) ?
                         ATTUNE_TRAINER_CODE_BASE_MODEL : code;
      self->error_line = bad_line;
    }

  return dataset;
}

static gboolean
load_data (AttuneTrainerJob  *self,
           GError           **error)
{
  g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;
  const AttuneTrainerShape *shape = attune_trainer_model_get_shape (self->model);

  attune_trainer_config_choose_context (self->config, attune_trainer_model_is_frozen (self->model),
                                        attune_trainer_shape_get_n_context (shape));
  self->error_code = ATTUNE_TRAINER_CODE_BASE_MODEL;

  if ((tokenizer = attune_trainer_tokenizer_new (self->config->base, error)) == NULL)
    return FALSE;

  self->training = load_dataset (self, self->config->training, tokenizer,
                                 ATTUNE_TRAINER_CODE_TRAINING, error);

  if (self->training != NULL && self->config->validation != NULL)
    self->validation = load_dataset (self, self->config->validation, tokenizer,
                                     ATTUNE_TRAINER_CODE_VALIDATION, error);

  return self->training != NULL && (self->validation != NULL || self->config->validation == NULL);
}

static void
plan (AttuneTrainerJob *self)
{
  guint n_examples = attune_trainer_dataset_get_n_windows (self->training);

  if (attune_trainer_model_is_frozen (self->model))
    attune_trainer_config_choose_adapter (self->config, n_examples,
                                          attune_trainer_model_count_weights (self->model));
  else
    attune_trainer_config_choose_automatic (self->config, n_examples,
                                            attune_trainer_dataset_get_n_tokens (self->training));

  self->config->batch_size = MIN (self->config->batch_size, n_examples);
  self->steps_per_epoch = (n_examples + self->config->batch_size - 1) / self->config->batch_size;
  self->total_steps = self->steps_per_epoch * self->config->n_epochs;
  self->validation_interval = MAX (1, self->total_steps / VALIDATIONS_A_JOB);
}

static AttuneTrainerLoraOptions
get_lora_options (AttuneTrainerJob *self)
{
  const AttuneTrainerConfig *config = self->config;

  return (AttuneTrainerLoraOptions) {
    config->lora_rank, config->lora_alpha, config->lora_matrices, config->seed, config->adapter,
  };
}

static gboolean
add_adapter (AttuneTrainerJob  *self,
             GError           **error)
{
  AttuneTrainerLoraOptions options = get_lora_options (self);

  if (!attune_trainer_model_is_frozen (self->model))
    return TRUE;

  self->error_code = ATTUNE_TRAINER_CODE_BASE_MODEL;

  if (attune_trainer_model_add_lora (self->model, &options, self->memory, error))
    return TRUE;

  note_memory_error (self, *error);

  return FALSE;
}

static AttuneTrainerPlan
make_plan (AttuneTrainerJob *self)
{
  AttuneTrainerPlan plan = {
    .base = self->config->base,
    .tuning = self->config->tuning,
    .lora = get_lora_options (self),
    .n_windows = self->config->batch_size * (self->config->has_pairs ? 2 : 1),
    .max_tokens = attune_trainer_dataset_get_max_tokens (self->training),
    .max_targets = attune_trainer_dataset_get_max_targets (self->training),
  };

  if (self->validation != NULL)
    {
      plan.max_tokens = MAX (plan.max_tokens,
                             attune_trainer_dataset_get_max_tokens (self->validation));
      plan.max_targets = MAX (plan.max_targets,
                              attune_trainer_dataset_get_max_targets (self->validation));
    }

  plan.n_workers = CLAMP (self->config->threads, 1, plan.n_windows);
  attune_trainer_plan_fit (&plan, attune_trainer_memory_get_limit (self->memory));

  return plan;
}

static gboolean
claim_memory (AttuneTrainerJob  *self,
              GError           **error)
{
  AttuneTrainerPlan plan = make_plan (self);

  self->error_code = ATTUNE_TRAINER_CODE_MEMORY;
  self->config->threads = plan.n_workers;
  self->workers = attune_trainer_workers_new (self->model, self->memory, plan.n_workers,
                                              plan.n_windows, plan.max_tokens, plan.max_targets,
                                              attune_trainer_watch_should_stop, error);

  return self->workers != NULL &&
         (self->optimizer = attune_trainer_optimizer_new (self->model, self->workers,
                                                          self->config->max_grad_norm,
                                                          self->memory, error)) != NULL;
}

static gboolean
load_model (AttuneTrainerJob  *self,
            GError           **error)
{
  self->error_code = ATTUNE_TRAINER_CODE_INTERNAL;

  if (!attune_trainer_backend_load (error))
    return FALSE;

  self->error_code = ATTUNE_TRAINER_CODE_BASE_MODEL;
  self->memory = attune_trainer_memory_new (self->config->memory_limit);
  self->model = attune_trainer_model_load (self->config->base,
                                           self->config->tuning, self->memory, error);

  if (self->model == NULL)
    note_memory_error (self, *error);

  return self->model != NULL;
}

static gboolean
make_output_dir (AttuneTrainerJob  *self,
                 GError           **error)
{
  g_autoptr(GError) io_error = NULL;
  int number;

  if (g_mkdir_with_parents (self->config->output_dir, 0700) == 0)
    return TRUE;

  number = errno;
  self->error_code = ATTUNE_TRAINER_CODE_STORAGE;
  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  attune_set_error_from_io (error, io_error, self->config->output_dir);

  return FALSE;
}

/**
 * attune_trainer_job_prepare:
 * @self: a job, all zeros
 * @config_path: a file that says what to do
 * @error: return location for an error
 *
 * Loads everything, claims all memory, and goes back to the saved state if there is one that fits.
 *
 * Returns: %FALSE with an #AttuneError, and the code for the error line in @self
 */
gboolean
attune_trainer_job_prepare (AttuneTrainerJob  *self,
                            const char        *config_path,
                            GError           **error)
{
  self->error_code = ATTUNE_TRAINER_CODE_CONFIG;

  if ((self->config = attune_trainer_config_load (config_path, error)) == NULL)
    return FALSE;

  attune_trainer_gemm_init ();
  attune_trainer_gemm_set_stop (attune_trainer_watch_should_stop);

  if (!make_output_dir (self, error) || !load_model (self, error) || !load_data (self, error))
    return FALSE;

  plan (self);

  if (!add_adapter (self, error) || !claim_memory (self, error))
    return FALSE;

  self->fingerprint = get_fingerprint (self);
  self->base = attune_trainer_model_hash_weights (self->model);

  return attune_trainer_job_measure_references (self, error) &&
         attune_trainer_job_restore_state (self, error);
}

/**
 * attune_trainer_job_check_outcome:
 * @self: a job
 * @outcome: how some passes ended
 * @error: return location for an error
 *
 * Returns: %FALSE when they were stopped, and then with an #AttuneError when nobody wanted that
 */
gboolean
attune_trainer_job_check_outcome (AttuneTrainerJob      *self,
                                  AttuneTrainerOutcome   outcome,
                                  GError               **error)
{
  if (outcome == ATTUNE_TRAINER_COMPUTED)
    return TRUE;

  if (outcome == ATTUNE_TRAINER_BROKEN)
    {
      self->error_code = ATTUNE_TRAINER_CODE_INTERNAL;
      attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                        _("The machine learning library could not compute a step. "
                          "Start the job again; if that does not help, choose another model."));
    }

  return FALSE;
}

/**
 * attune_trainer_job_clear:
 * @self: a job
 *
 * Frees everything in it.
 */
void
attune_trainer_job_clear (AttuneTrainerJob *self)
{
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->state_path, g_free);
  g_clear_pointer (&self->state, attune_trainer_state_free);
  g_clear_pointer (&self->optimizer, attune_trainer_optimizer_free);
  g_clear_pointer (&self->preference, attune_trainer_preference_free);
  g_clear_pointer (&self->validation_preference, attune_trainer_preference_free);
  g_clear_pointer (&self->workers, attune_trainer_workers_free);
  g_clear_pointer (&self->validation, attune_trainer_dataset_free);
  g_clear_pointer (&self->training, attune_trainer_dataset_free);
  g_clear_pointer (&self->model, attune_trainer_model_free);
  g_clear_pointer (&self->memory, attune_trainer_memory_free);
  g_clear_pointer (&self->config, attune_trainer_config_free);
}
