/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-figures"

#include "config.h"

#include <stdio.h>

#include "attune-engine-figures.h"
#include "attune-json.h"
#include "attune-trainer-config.h"
#include "attune-trainer-gemm.h"
#include "attune-trainer-plan.h"

/* Products of this size show what a processor can do, in some milliseconds. */
#define PROBE_SIZE   384
#define N_PROBES     8

/* What training reaches of that, as measured by tests/bench. */
#define USUAL_SHARE  0.6

/* Products for each number of the model and each token: forward, and back to the inputs; where all
 * weights are trained, to those as well. */
#define ADAPTER_PRODUCTS 2
#define ALL_PRODUCTS     3

/* Like an adapter of which nothing was said. */
#define USUAL_RANK   16

/* Examples in a step. */
#define USUAL_BATCH  8

/* Floating point operations a second, of one thread. */
static double
probe_processor (void)
{
  gsize n = PROBE_SIZE * PROBE_SIZE;
  g_autofree float *left = g_new0 (float, n);
  g_autofree float *right = g_new0 (float, n);
  g_autofree float *result = g_new0 (float, n);
  AttuneTrainerMatrix a = { .values = left, .stride = PROBE_SIZE };
  AttuneTrainerMatrix b = { .values = right, .stride = PROBE_SIZE };
  gint64 best = G_MAXINT64;

  attune_trainer_gemm_init ();

  for (guint i = 0; i < N_PROBES; i++)
    {
      gint64 start = g_get_monotonic_time ();

      attune_trainer_gemm (a, b, PROBE_SIZE, PROBE_SIZE, PROBE_SIZE, FALSE, result, PROBE_SIZE);
      best = MIN (best, MAX (g_get_monotonic_time () - start, 1));
    }

  return 2.0 * PROBE_SIZE * PROBE_SIZE * PROBE_SIZE * G_USEC_PER_SEC / best;
}

/* Floating point operations a second that training reaches, on all threads. */
static double
guess_speed (void)
{
  return USUAL_SHARE * probe_processor () * g_get_num_processors ();
}

static void
add_speed (JsonObject         *object,
           AttuneTrainerModel *model)
{
  guint n_products = attune_trainer_model_is_frozen (model) ? ADAPTER_PRODUCTS : ALL_PRODUCTS;
  double n_operations = 2.0 * n_products * attune_trainer_model_count_weights (model);

  json_object_set_double_member (object, "operations_per_token", n_operations);
  json_object_set_double_member (object, "tokens_per_second", guess_speed () / n_operations);
}

/* 0 when it cannot be said. */
static guint64
get_memory (const char *path,
            guint       n_tokens,
            guint       n_workers,
            guint       n_windows)
{
  AttuneTrainerPlan plan = {
    .base = path,
    .tuning = ATTUNE_TRAINER_TUNE_AUTOMATIC,
    .lora = { USUAL_RANK, 2 * USUAL_RANK, ATTUNE_TRAINER_MATRIX_ALL, 0, NULL },
    .n_workers = n_workers,
    .max_tokens = n_tokens,
    .max_targets = n_tokens,
    .n_windows = n_windows,
  };
  guint64 bytes = 0;

  return attune_trainer_plan_get_memory (&plan, &bytes, NULL) ? bytes : 0;
}

/* Tokens in the longest example, bytes that training takes at least, and for each further
 * processor, with room for several short examples in a pass. */
static void
add_memory (JsonObject         *object,
            const char         *path,
            AttuneTrainerModel *model)
{
  static const guint sizes[] = { 128, 256, 512, 1024, 2048 };
  guint n_context = attune_trainer_shape_get_n_context (attune_trainer_model_get_shape (model));
  JsonArray *memory = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes) && (i == 0 || sizes[i] <= n_context); i++)
    {
      guint64 least = get_memory (path, sizes[i], 1, 1);
      guint64 two = get_memory (path, sizes[i], 2, USUAL_BATCH);
      JsonArray *entry = json_array_new ();

      json_array_add_int_element (entry, sizes[i]);
      json_array_add_int_element (entry, least);
      json_array_add_int_element (entry, two - least);
      json_array_add_array_element (memory, entry);
    }

  json_object_set_array_member (object, "memory", memory);
}

/* How the epochs of an adapter are chosen; those of a small model stand in the provider's file. */
static void
add_automatic (JsonObject *object)
{
  JsonObject *automatic = json_object_new ();
  guint n_windows, minimum, maximum;

  attune_trainer_config_get_adapter_rule (&n_windows, &minimum, &maximum);
  json_object_set_int_member (automatic, "examples", n_windows);
  json_object_set_int_member (automatic, "minimum", minimum);
  json_object_set_int_member (automatic, "maximum", maximum);
  json_object_set_object_member (object, "automatic", automatic);
}

/**
 * attune_engine_figures_add:
 * @object: the description of a model
 * @path: (type filename): its file, which can be trained
 *
 * Adds what training the model takes on this computer, before anybody has tried. Reads no weights.
 */
void
attune_engine_figures_add (JsonObject *object,
                           const char *path)
{
  g_autoptr(AttuneTrainerMemory) memory = attune_trainer_memory_new_plan (0);
  g_autoptr(AttuneTrainerModel) model = NULL;

  if (!(model = attune_trainer_model_load (path, ATTUNE_TRAINER_TUNE_AUTOMATIC, memory, NULL)))
    return;

  json_object_set_boolean_member (object, "adapter", attune_trainer_model_is_frozen (model));
  add_speed (object, model);
  add_memory (object, path, model);

  if (attune_trainer_model_is_frozen (model))
    add_automatic (object);
}

/**
 * attune_engine_figures_print_speed:
 *
 * Writes to standard output how fast this computer trains, as a JSON object with the member
 * “operations_per_second”; divided by a model's “operations_per_token” it is the tokens a second.
 * Meant for a process of its own.
 */
void
attune_engine_figures_print_speed (void)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_double_member (object, "operations_per_second", guess_speed ());
  text = attune_json_object_to_string (object);
  printf ("%s\n", text);
}
