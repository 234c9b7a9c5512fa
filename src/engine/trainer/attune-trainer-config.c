/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-config"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-trainer-config.h"

#define DEFAULT_CONTEXT     1024
#define MAX_CONTEXT         (1 << 18)
#define MAX_THREADS         256
#define MAX_EPOCHS          1000
#define MAX_BATCH           4096
#define MAX_ALPHA           1e6
#define MAX_GRAD_NORM       1e6

/* What a multiplier of 1 means, for a model whose weights are all trained from scratch. */
#define BASE_LEARNING_RATE  2e-3

/* The rate rises over the first steps, then falls along a cosine to a tenth. */
#define WARM_UP_SHARE       0.05
#define FINAL_SHARE         0.1
#define DEFAULT_GRAD_NORM   1

/* With the example that is under way, less than a minute of work is lost. */
#define DEFAULT_SAVE_SECONDS 30
#define MAX_SAVE_SECONDS    3600

/* A preference is to be learned without forgetting how to speak. */
#define DEFAULT_BETA        0.1
#define MAX_BETA            1e3
#define PREFERENCE_SHARE    0.2

/* The practice model starts from nothing. It knows fifty short examples by heart after about twelve
 * epochs of small batches, twenty leave a margin; large files teach as much in fewer. Very small
 * ones are repeated more often and in smaller batches: the number of steps counts as well. The
 * epochs stand in data/providers/local.json too, for the estimate beforehand. */
#define WANTED_TOKENS        400000
#define MIN_AUTOMATIC_EPOCHS 3
#define MAX_AUTOMATIC_EPOCHS 20
#define MAX_REPETITIONS      50
#define MIN_WINDOWS          280
#define MIN_STEPS            280
#define MIN_AUTOMATIC_BATCH  2
#define SMALL_BATCH          4

/* Beyond so many steps, larger batches are steadier and keep more processors busy. */
#define WANTED_STEPS         1000
#define MAX_AUTOMATIC_BATCH  16

/* An adapter is trained on a model that can speak already: less often, in larger batches. Larger
 * models take smaller steps; this rate is the one for a thousand million weights. */
#define ADAPTER_CONTEXT      2048
#define ADAPTER_RATE         4e-4
#define ADAPTER_WEIGHTS      1e9
#define ADAPTER_EXPONENT     0.35
#define MIN_ADAPTER_RATE     1e-4
#define MAX_ADAPTER_RATE     1e-3
#define ADAPTER_WINDOWS      500
#define MAX_ADAPTER_EPOCHS   10
#define ADAPTER_STEPS        100
#define SMALL_RANK           8
#define LARGE_RANK           16
#define LARGE_RANK_EXAMPLES  1000

static const struct
{
  const char            *name;
  AttuneTrainerMatrices  matrix;
} matrix_names[] = {
  { "attn_q", ATTUNE_TRAINER_MATRIX_QUERY },
  { "attn_k", ATTUNE_TRAINER_MATRIX_KEY },
  { "attn_v", ATTUNE_TRAINER_MATRIX_VALUE },
  { "attn_output", ATTUNE_TRAINER_MATRIX_OUTPUT },
  { "ffn_gate", ATTUNE_TRAINER_MATRIX_GATE },
  { "ffn_up", ATTUNE_TRAINER_MATRIX_UP },
  { "ffn_down", ATTUNE_TRAINER_MATRIX_DOWN },
};

static gboolean
fail_range (const char  *member,
            GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_REQUEST, member,
                    /* Translators: the name of a setting. */
                    _("The setting “%s” is out of its range. Choose a number nearer to the usual ones."),
                    member);

  return FALSE;
}

static gboolean
read_number (JsonObject  *object,
             const char  *member,
             gint64       maximum,
             guint64     *value,
             GError     **error)
{
  gint64 number = attune_json_get_int (object, member, 0);

  *value = number;

  if (number >= 0 && number <= maximum)
    return TRUE;

  return fail_range (member, error);
}

static gboolean
read_double (JsonObject  *object,
             const char  *member,
             double       fallback,
             double       maximum,
             double      *value,
             GError     **error)
{
  *value = attune_json_get_double (object, member, fallback);

  return (isfinite (*value) && *value >= 0 && *value <= maximum) || fail_range (member, error);
}

static gboolean
read_matrices (AttuneTrainerConfig  *self,
               JsonObject           *object,
               GError              **error)
{
  JsonArray *names = attune_json_get_array (object, "lora_matrices");

  self->lora_matrices = names == NULL ? ATTUNE_TRAINER_MATRIX_ALL : 0;

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);
      AttuneTrainerMatrices before = self->lora_matrices;

      for (guint j = 0; j < G_N_ELEMENTS (matrix_names); j++)
        if (g_strcmp0 (name, matrix_names[j].name) == 0)
          self->lora_matrices |= matrix_names[j].matrix;

      if (self->lora_matrices == before)
        return fail_range ("lora_matrices", error);
    }

  return self->lora_matrices != 0 || fail_range ("lora_matrices", error);
}

static gboolean
read_tuning (AttuneTrainerConfig  *self,
             JsonObject           *object,
             GError              **error)
{
  const char *tuning = attune_json_get_string (object, "tuning", "auto");
  guint64 rank;

  if (g_str_equal (tuning, "all"))
    self->tuning = ATTUNE_TRAINER_TUNE_ALL;
  else if (g_str_equal (tuning, "adapter"))
    self->tuning = ATTUNE_TRAINER_TUNE_ADAPTER;
  else if (!g_str_equal (tuning, "auto"))
    return fail_range ("tuning", error);

  if (!read_number (object, "lora_rank", ATTUNE_TRAINER_MAX_RANK, &rank, error) ||
      !read_double (object, "lora_alpha", 0, MAX_ALPHA, &self->lora_alpha, error) ||
      !read_double (object, "warmup_ratio", WARM_UP_SHARE, 1, &self->warmup_ratio, error) ||
      !read_double (object, "max_grad_norm", 0, MAX_GRAD_NORM, &self->max_grad_norm, error) ||
      !read_matrices (self, object, error))
    return FALSE;

  self->lora_rank = rank;
  self->adapter = g_strdup (attune_json_get_string (object, "adapter", NULL));

  if (self->max_grad_norm == 0)
    self->max_grad_norm = DEFAULT_GRAD_NORM;

  /* Who names a rank, or has an adapter already, wants an adapter. */
  if (self->tuning == ATTUNE_TRAINER_TUNE_AUTOMATIC &&
      (self->lora_rank != 0 || self->adapter != NULL))
    self->tuning = ATTUNE_TRAINER_TUNE_ADAPTER;

  return TRUE;
}

static gboolean
read_method (AttuneTrainerConfig  *self,
             JsonObject           *object,
             GError              **error)
{
  const char *method = attune_json_get_string (object, "method", "supervised");

  self->has_pairs = g_str_equal (method, "dpo");

  if (!self->has_pairs && !g_str_equal (method, "supervised"))
    return fail_range ("method", error);

  if (!read_double (object, "beta", 0, MAX_BETA, &self->beta, error))
    return FALSE;

  if (self->beta == 0)
    self->beta = DEFAULT_BETA;

  return TRUE;
}

static gboolean
read_numbers (AttuneTrainerConfig  *self,
              JsonObject           *object,
              GError              **error)
{
  guint64 n_epochs, batch_size, threads, context;
  double save_seconds;

  if (!read_number (object, "n_epochs", MAX_EPOCHS, &n_epochs, error) ||
      !read_number (object, "batch_size", MAX_BATCH, &batch_size, error) ||
      !read_number (object, "threads", MAX_THREADS, &threads, error) ||
      !read_number (object, "context", MAX_CONTEXT, &context, error) ||
      !read_number (object, "seed", G_MAXINT64, &self->seed, error) ||
      !read_number (object, "memory_limit", G_MAXINT64, &self->memory_limit, error) ||
      !read_double (object, "save_interval", DEFAULT_SAVE_SECONDS, MAX_SAVE_SECONDS, &save_seconds,
                    error))
    return FALSE;

  self->save_interval = save_seconds * G_USEC_PER_SEC;

  self->n_epochs = n_epochs;
  self->batch_size = batch_size;
  self->threads = threads != 0 ? threads : CLAMP (g_get_num_processors (), 1, MAX_THREADS);
  self->context = context != 0 ? MAX (context, 8) : 0;
  self->learning_rate_multiplier = attune_json_get_double (object, "learning_rate_multiplier", 0);

  if (isfinite (self->learning_rate_multiplier) && self->learning_rate_multiplier >= 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_REQUEST, "learning_rate_multiplier",
                    _("The learning rate multiplier must be a positive number."));

  return FALSE;
}

/**
 * attune_trainer_config_load:
 * @path: a JSON file
 * @error: return location for an error
 *
 * Reads what a job is to do.
 *
 * Returns: (transfer full) (nullable): the configuration, or %NULL with %ATTUNE_ERROR_REQUEST when
 *   something is missing or out of range, or with %ATTUNE_ERROR_STORAGE
 */
AttuneTrainerConfig *
attune_trainer_config_load (const char  *path,
                            GError     **error)
{
  g_autoptr(AttuneTrainerConfig) self = g_new0 (AttuneTrainerConfig, 1);
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_get_contents (path, &text, &length, &io_error))
    {
      attune_set_error_from_io (error, io_error, path);
      return NULL;
    }

  if ((object = attune_json_parse_object (text, length, error)) == NULL)
    return NULL;

  self->base = g_strdup (attune_json_get_string (object, "base", NULL));
  self->name = g_strdup (attune_json_get_string (object, "name", "tuned"));
  self->training = g_strdup (attune_json_get_string (object, "training", NULL));
  self->validation = g_strdup (attune_json_get_string (object, "validation", NULL));
  self->output_dir = g_strdup (attune_json_get_string (object, "output_dir", NULL));
  self->stops_early = attune_json_get_boolean (object, "early_stopping", FALSE);
  self->resume = attune_json_get_boolean (object, "resume", FALSE);

  if (self->base == NULL || self->training == NULL || self->output_dir == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, path,
                        _("The job does not name its base model, its training file or its folder."));
      return NULL;
    }

  if (!read_numbers (self, object, error) || !read_tuning (self, object, error) ||
      !read_method (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_config_free:
 * @self: (transfer full): a configuration
 */
void
attune_trainer_config_free (AttuneTrainerConfig *self)
{
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->training, g_free);
  g_clear_pointer (&self->validation, g_free);
  g_clear_pointer (&self->output_dir, g_free);
  g_clear_pointer (&self->adapter, g_free);
  g_free (self);
}

/**
 * attune_trainer_config_choose_automatic:
 * @self: a configuration
 * @n_examples: examples in the training file
 * @n_tokens: tokens in all of them
 *
 * Fills in what was left to the trainer.
 */
void
attune_trainer_config_choose_automatic (AttuneTrainerConfig *self,
                                        guint                n_examples,
                                        guint64              n_tokens)
{
  guint64 n_windows;

  if (self->n_epochs == 0)
    self->n_epochs = MAX (CLAMP (WANTED_TOKENS / MAX (n_tokens, 1),
                                 MIN_AUTOMATIC_EPOCHS, MAX_AUTOMATIC_EPOCHS),
                          MIN (MIN_WINDOWS / MAX (n_examples, 1), MAX_REPETITIONS));

  n_windows = (guint64)n_examples * self->n_epochs;

  if (self->batch_size == 0)
    self->batch_size = MAX (CLAMP (n_windows / MIN_STEPS, MIN_AUTOMATIC_BATCH, SMALL_BATCH),
                            MIN (n_windows / WANTED_STEPS, MAX_AUTOMATIC_BATCH));

  if (self->learning_rate_multiplier == 0)
    self->learning_rate_multiplier = 1;

  self->base_rate = BASE_LEARNING_RATE;
}

/**
 * attune_trainer_config_choose_context:
 * @self: a configuration
 * @has_adapter: whether an adapter is trained, rather than all weights
 * @limit: tokens that the model can take
 *
 * Fills in how long an example may be, if that was left to the trainer.
 */
void
attune_trainer_config_choose_context (AttuneTrainerConfig *self,
                                      gboolean             has_adapter,
                                      guint                limit)
{
  if (self->context == 0)
    self->context = has_adapter ? ADAPTER_CONTEXT : DEFAULT_CONTEXT;

  self->context = MIN (self->context, limit);
}

/**
 * attune_trainer_config_choose_adapter:
 * @self: a configuration
 * @n_examples: examples in the training file
 * @n_weights: numbers in the base model
 *
 * Fills in what was left to the trainer, for an adapter.
 */
void
attune_trainer_config_choose_adapter (AttuneTrainerConfig *self,
                                      guint                n_examples,
                                      guint64              n_weights)
{
  guint64 n_windows;

  if (self->n_epochs == 0)
    self->n_epochs = CLAMP (ADAPTER_WINDOWS / MAX (n_examples, 1),
                            MIN_AUTOMATIC_EPOCHS, MAX_ADAPTER_EPOCHS);

  n_windows = (guint64)n_examples * self->n_epochs;

  if (self->batch_size == 0)
    self->batch_size = CLAMP (n_windows / ADAPTER_STEPS, MIN_AUTOMATIC_BATCH, MAX_AUTOMATIC_BATCH);

  if (self->learning_rate_multiplier == 0)
    self->learning_rate_multiplier = 1;

  if (self->lora_rank == 0)
    self->lora_rank = n_examples < LARGE_RANK_EXAMPLES ? SMALL_RANK : LARGE_RANK;

  if (self->lora_alpha == 0)
    self->lora_alpha = 2 * self->lora_rank;

  self->base_rate = CLAMP (ADAPTER_RATE * pow (ADAPTER_WEIGHTS / MAX (n_weights, 1),
                                               ADAPTER_EXPONENT),
                           MIN_ADAPTER_RATE, MAX_ADAPTER_RATE);
}

/**
 * attune_trainer_config_get_adapter_rule:
 * @n_windows: (out): examples that an adapter is to see in all
 * @minimum: (out): epochs at least
 * @maximum: (out): epochs at most
 *
 * How often an adapter sees every example, unless somebody says otherwise.
 */
void
attune_trainer_config_get_adapter_rule (guint *n_windows,
                                        guint *minimum,
                                        guint *maximum)
{
  *n_windows = ADAPTER_WINDOWS;
  *minimum = MIN_AUTOMATIC_EPOCHS;
  *maximum = MAX_ADAPTER_EPOCHS;
}

/**
 * attune_trainer_config_get_learning_rate:
 * @self: a configuration
 * @step: the number of a step, from 1
 * @total_steps: how many there are
 *
 * Returns: how far that step goes
 */
double
attune_trainer_config_get_learning_rate (AttuneTrainerConfig *self,
                                         guint                step,
                                         guint                total_steps)
{
  double rate = self->base_rate * self->learning_rate_multiplier *
                (self->has_pairs ? PREFERENCE_SHARE : 1);
  guint warm_up = MAX (1, total_steps * self->warmup_ratio);
  double progress;

  if (step <= warm_up)
    return rate * step / warm_up;

  progress = (double)(step - warm_up) / MAX (1, (double)total_steps - warm_up);

  return rate * (FINAL_SHARE + (1 - FINAL_SHARE) * 0.5 * (1 + cos (G_PI * progress)));
}
