/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <ggml-alloc.h>

#include "attune-error.h"
#include "attune-trainer-activations.h"
#include "attune-trainer-attention.h"
#include "attune-trainer-batch.h"
#include "attune-trainer-forward.h"
#include "attune-trainer-gemm.h"
#include "attune-trainer-merge.h"
#include "attune-trainer-optimizer.h"
#include "attune-trainer-products.h"
#include "attune-trainer-random.h"
#include "reference.h"
#include "tiny-model.h"
#include "trainer-test.h"

#define N_TOKENS 80
#define RANK     4

/* Every kind that training knows, with what sets it apart. */
static const TinyModel models[] = {
  { .name = "llama", .architecture = "llama", .n_layers = 2, .has_output = TRUE },
  { .name = "llama-3", .architecture = "llama", .n_layers = 2, .factors = "rope_freqs.weight" },
  { .name = "llama-linear", .architecture = "llama", .n_layers = 2, .rope_type = "linear",
    .rope_factor = 4 },
  { .name = "llama-unscaled", .architecture = "llama", .n_layers = 2, .rope_type = "none",
    .rope_factor = 4 },
  { .name = "llama-biases", .architecture = "llama", .n_layers = 2, .has_biases = TRUE },
  { .name = "mistral", .architecture = "llama", .n_layers = 2, .has_output = TRUE, .head_size = 32,
    .window = 16 },
  { .name = "qwen2", .architecture = "qwen2", .n_layers = 2, .has_biases = TRUE },
  { .name = "qwen2-yarn", .architecture = "qwen2", .n_layers = 2, .has_biases = TRUE,
    .has_output = TRUE, .rope_type = "yarn", .rope_factor = 4, .rope_context = 64 },
  { .name = "qwen3", .architecture = "qwen3", .n_layers = 2, .head_size = 96,
    .has_head_norms = TRUE },
  { .name = "gemma2", .architecture = "gemma2", .n_layers = 3, .head_size = 96, .window = 16,
    .has_post_norms = TRUE },
  { .name = "gemma3", .architecture = "gemma3", .n_layers = 7, .head_size = 96, .window = 16,
    .has_post_norms = TRUE, .has_head_norms = TRUE, .rope_type = "linear", .rope_factor = 8 },
  { .name = "gemma3-no-window", .architecture = "gemma3", .n_layers = 2, .has_post_norms = TRUE,
    .has_head_norms = TRUE },
  { .name = "phi3", .architecture = "phi3", .n_layers = 2, .is_joined = TRUE, .has_output = TRUE,
    .window = 16 },
  { .name = "phi3-long", .architecture = "phi3", .n_layers = 2, .is_joined = TRUE, .n_rope = 48,
    .rope_type = "longrope", .rope_magnitude = 1.19, .factors = "rope_factors_short.weight" },
};

/* The types that published files have; each kind that has files of its own is trained on all of
 * them. */
static const struct
{
  const char     *name;
  enum ggml_type  type;
  enum ggml_type  other_type;
} packings[] = {
  { "f16", GGML_TYPE_F16, GGML_TYPE_F32 },
  { "bf16", GGML_TYPE_BF16, GGML_TYPE_F32 },
  { "q8_0", GGML_TYPE_Q8_0, GGML_TYPE_F32 },
  { "q4_0", GGML_TYPE_Q4_0, GGML_TYPE_F32 },
  { "q4_k_m", GGML_TYPE_Q4_K, GGML_TYPE_Q6_K },
};

static const char * const published[] = {
  "llama", "qwen2", "qwen3", "gemma2", "gemma3", "phi3", NULL
};

typedef struct
{
  Fixture                 fixture;
  const TinyModel        *tiny;
  char                   *path;
  char                   *unpacked;   /* the same numbers in single precision */
  AttuneTrainerMemory    *memory;
  AttuneTrainerModel     *model;
  AttuneTrainerWorkers   *workers;
  AttuneTrainerOptimizer *optimizer;
  AttuneTrainerWindow     window;
} Kind;

static void
set_up (Kind          *k,
        gconstpointer  data)
{
  AttuneTrainerLoraOptions options = { RANK, 2 * RANK, ATTUNE_TRAINER_MATRIX_ALL, 7, NULL };
  g_autoptr(GError) error = NULL;
  guint64 state = 5;

  fixture_set_up (&k->fixture, NULL);
  k->tiny = data;
  k->path = fixture_path (&k->fixture, "tiny.gguf");
  k->unpacked = fixture_path (&k->fixture, "unpacked.gguf");
  tiny_model_write (k->tiny, k->fixture.base, k->path, FALSE);
  tiny_model_write (k->tiny, k->fixture.base, k->unpacked, TRUE);

  k->window.tokens = g_new (gint32, N_TOKENS);
  k->window.is_target = g_new0 (guint8, N_TOKENS);
  k->window.n_tokens = N_TOKENS;

  for (guint i = 0; i < N_TOKENS; i++)
    {
      k->window.tokens[i] = attune_trainer_random_next (&state) % 256;
      k->window.is_target[i] = i > 20 && i % 3 != 0;
      k->window.n_targets += k->window.is_target[i];
    }

  k->memory = attune_trainer_memory_new (0);
  k->model = attune_trainer_model_load (k->path, ATTUNE_TRAINER_TUNE_ADAPTER, k->memory, &error);
  g_assert_no_error (error);
  g_assert_true (attune_trainer_model_add_lora (k->model, &options, k->memory, &error));
  g_assert_no_error (error);
  k->workers = attune_trainer_workers_new (k->model, k->memory, 1, 1, N_TOKENS, N_TOKENS, NULL,
                                           &error);
  g_assert_no_error (error);
  k->optimizer = attune_trainer_optimizer_new (k->model, k->workers, 1, k->memory, &error);
  g_assert_no_error (error);
}

static void
tear_down (Kind          *k,
           gconstpointer  data)
{
  attune_trainer_optimizer_free (k->optimizer);
  attune_trainer_workers_free (k->workers);
  attune_trainer_model_free (k->model);
  attune_trainer_memory_free (k->memory);
  g_free (k->window.tokens);
  g_free (k->window.is_target);
  g_free (k->path);
  g_free (k->unpacked);
  fixture_tear_down (&k->fixture, NULL);
}

static double
run (Kind                 *k,
     AttuneTrainerPurpose  purpose)
{
  const AttuneTrainerWindow *windows[] = { &k->window };
  AttuneTrainerScore score = { 0 };
  AttuneTrainerOutcome outcome;

  outcome = attune_trainer_workers_run (k->workers, purpose, windows, 1, 1.0 / k->window.n_targets,
                                        &score);
  g_assert_cmpint (outcome, ==, ATTUNE_TRAINER_COMPUTED);

  return score.loss / score.n_targets;
}

static struct ggml_tensor *
add_input (struct ggml_context *context)
{
  struct ggml_tensor *tensor = ggml_new_tensor_1d (context, GGML_TYPE_I32, N_TOKENS);

  ggml_set_input (tensor);

  return tensor;
}

static void
fill_inputs (Kind                      *k,
             const AttuneTrainerInputs *inputs)
{
  for (guint i = 0; i < N_TOKENS; i++)
    {
      ((gint32 *)inputs->tokens->data)[i] = k->window.tokens[i];
      ((gint32 *)inputs->positions->data)[i] = i;
      ((gint32 *)inputs->rows->data)[i] = i;
    }
}

/* The scores of every token after every token. */
static float *
compute_scores (Kind *k)
{
  struct ggml_init_params params = { .mem_size = 8 << 20, .no_alloc = true };
  struct ggml_context *context = ggml_init (params);
  ggml_gallocr_t memory = ggml_gallocr_new (attune_trainer_backend_get_buffer_type ());
  g_autoptr(AttuneTrainerBackend) backend = attune_trainer_backend_new (NULL);
  AttuneTrainerInputs inputs = {
    .tokens = add_input (context),
    .positions = add_input (context),
    .rows = add_input (context),
  };
  struct ggml_tensor *scores = attune_trainer_forward_build (k->model, context, &inputs);
  struct ggml_cgraph *graph = ggml_new_graph_custom (context, 4096, false);
  float *values;

  ggml_set_output (scores);
  ggml_build_forward_expand (graph, scores);
  graph = attune_trainer_attention_substitute (context, graph, inputs.positions,
                                               attune_trainer_model_get_shape (k->model));
  attune_trainer_activations_substitute (context, graph, attune_trainer_model_get_shape (k->model));
  attune_trainer_products_substitute (context, graph);
  g_assert_true (ggml_gallocr_alloc_graph (memory, graph));
  fill_inputs (k, &inputs);
  g_assert_cmpint (attune_trainer_backend_compute (backend, graph), ==, ATTUNE_TRAINER_COMPUTED);
  values = g_memdup2 (scores->data, ggml_nbytes (scores));
  ggml_gallocr_free (memory);
  ggml_free (context);

  return values;
}

static double
get_difference (const float *ours,
                Reference   *reference)
{
  double largest = 0;
  double difference = 0;

  for (gsize i = 0; i < (gsize)reference->n_tokens * reference->n_vocabulary; i++)
    {
      g_assert_true (isfinite (ours[i]));
      largest = MAX (largest, fabs (reference->scores[i]));
      difference = MAX (difference, fabs (ours[i] - reference->scores[i]));
    }

  return difference / largest;
}

/* Exact against the same numbers in single precision; libllama itself rounds what it multiplies
 * with packed weights to eight bits. */
static void
test_scores (Kind          *k,
             gconstpointer  data)
{
  g_autoptr(Reference) exact = reference_new (k->unpacked, NULL, &k->window);
  g_autofree float *ours = compute_scores (k);
  double difference = get_difference (ours, exact);

  g_test_message ("%s: largest difference of scores %.2e", k->tiny->name, difference);
  g_assert_cmpfloat (difference, <, 1e-3);

  if (k->tiny->type != GGML_TYPE_F32)
    {
      g_autoptr(Reference) packed = reference_new (k->path, NULL, &k->window);
      double noise = get_difference (packed->scores, exact);

      difference = get_difference (ours, packed);
      g_test_message ("%s: packed, %.2e; libllama's own rounding, %.2e", k->tiny->name, difference, noise);
      g_assert_cmpfloat (difference, <, 1.1 * noise + 1e-3);
      g_assert_cmpfloat (noise, <, 0.15);
    }
}

/* Second matrices that are zero let no gradient through to the first. */
static void
train (Kind  *k,
       guint  n_steps)
{
  for (guint step = 1; step <= n_steps; step++)
    {
      run (k, ATTUNE_TRAINER_TRAIN);
      attune_trainer_optimizer_step (k->optimizer, step, 1e-2);
    }
}

static double
get_norm (const struct ggml_tensor *tensor)
{
  const float *values = tensor->data;
  double sum = 0;

  for (gint64 i = 0; i < ggml_nelements (tensor); i++)
    sum += (double)values[i] * values[i];

  return sqrt (sum);
}

static double
get_central_difference (Kind                     *k,
                        struct ggml_tensor       *weight,
                        const struct ggml_tensor *gradient,
                        double                    norm,
                        double                    distance)
{
  g_autofree float *original = g_memdup2 (weight->data, ggml_nbytes (weight));
  double losses[2];

  for (guint side = 0; side < 2; side++)
    {
      double factor = (side == 0 ? distance : -distance) / norm;

      for (gint64 i = 0; i < ggml_nelements (weight); i++)
        ((float *)weight->data)[i] = original[i] + factor * ((const float *)gradient->data)[i];

      losses[side] = run (k, ATTUNE_TRAINER_EVALUATE);
    }

  memcpy (weight->data, original, ggml_nbytes (weight));

  return (losses[0] - losses[1]) / (2 * distance);
}

static void
test_gradients (Kind          *k,
                gconstpointer  data)
{
  struct ggml_tensor * const *parameters;
  struct ggml_tensor * const *gradients;
  double worst = 0;
  guint n_parameters;

  train (k, 3);
  run (k, ATTUNE_TRAINER_TRAIN);
  parameters = attune_trainer_model_get_parameters (k->model, &n_parameters);
  gradients = attune_trainer_workers_get_gradients (k->workers, 0);
  g_assert_cmpuint (n_parameters, ==, 2 * k->tiny->n_layers * (k->tiny->is_joined ? 4 : 7));

  for (guint i = 0; i < n_parameters; i++)
    {
      double norm = get_norm (gradients[i]);
      double measured;

      g_assert_cmpfloat (norm, >, 0);
      measured = get_central_difference (k, parameters[i], gradients[i], norm, 0.001 / norm);
      worst = MAX (worst, fabs (measured / norm - 1));

      if (fabs (measured / norm - 1) > 0.01)
        g_test_message ("%s: %g, by central differences %g", ggml_get_name (parameters[i]), norm,
                        measured);
    }

  g_test_message ("%s: largest relative difference of %u gradients: %g", k->tiny->name, n_parameters,
                  worst);
  g_assert_cmpfloat (worst, <, 0.02);
}

/* Some of the tokens, of which the first is no target. */
static AttuneTrainerWindow
get_part (Kind  *k,
          guint  first,
          guint  n_tokens)
{
  AttuneTrainerWindow part = { k->window.tokens + first, k->window.is_target + first, n_tokens, 0 };

  g_assert_false (part.is_target[0]);

  for (guint i = 0; i < n_tokens; i++)
    part.n_targets += part.is_target[i];

  return part;
}

static double
get_relative_difference (const struct ggml_tensor *first,
                         const struct ggml_tensor *second)
{
  const float *a = first->data;
  const float *b = second->data;
  double sum = 0;

  for (gint64 i = 0; i < ggml_nelements (first); i++)
    sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);

  return sqrt (sum) / get_norm (first);
}

/* Windows that go through the model at once see nothing of each other, whatever each counts. */
static void
test_together (Kind          *k,
               gconstpointer  data)
{
  AttuneTrainerWindow parts[] = {
    get_part (k, 0, N_TOKENS), get_part (k, 21, 40), get_part (k, 30, 25),
  };
  const AttuneTrainerWindow *windows[] = { &parts[0], &parts[1], &parts[2] };
  const double scales[] = { 0.02, -0.01, 0.03 };
  AttuneTrainerScore apart[3] = { 0 };
  AttuneTrainerScore scores[3];
  g_autoptr(AttuneTrainerWorkers) together = NULL;
  g_autoptr(AttuneTrainerBatch) batch = NULL;
  g_autoptr(GError) error = NULL;
  struct ggml_tensor * const *gradients[2];
  guint room = attune_trainer_batch_choose_room (3, 1, N_TOKENS);
  guint n_parameters;

  /* There is room for all of them, which is what this is about. */
  batch = attune_trainer_batch_new (windows, 3, NULL, 1, room, room);
  g_assert_cmpuint (attune_trainer_batch_get_n_passes (batch), ==, 1);
  together = attune_trainer_workers_new (k->model, k->memory, 1, 3, N_TOKENS, N_TOKENS, NULL,
                                         &error);
  g_assert_no_error (error);
  train (k, 3);

  for (guint i = 0; i < 3; i++)
    attune_trainer_workers_run_each (k->workers, ATTUNE_TRAINER_TRAIN, &windows[i], 1, &scales[i],
                                     &apart[i]);

  attune_trainer_workers_run_each (together, ATTUNE_TRAINER_TRAIN, windows, 3, scales, scores);
  attune_trainer_model_get_parameters (k->model, &n_parameters);
  gradients[0] = attune_trainer_workers_get_gradients (k->workers, 0);
  gradients[1] = attune_trainer_workers_get_gradients (together, 0);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat_with_epsilon (scores[i].loss, apart[i].loss, 1e-6 * apart[i].loss);
      g_assert_cmpuint (scores[i].n_targets, ==, parts[i].n_targets);
      g_assert_cmpuint (scores[i].n_correct, ==, apart[i].n_correct);
    }

  for (guint i = 0; i < n_parameters; i++)
    g_assert_cmpfloat (get_relative_difference (gradients[0][i], gradients[1][i]), <, 1e-4);
}

/* The loss with the adapter as it is now, as libllama finds it on a base. */
static double
get_reference_loss (Kind       *k,
                    const char *base)
{
  g_autofree char *adapter = fixture_path (&k->fixture, "adapter.gguf");
  g_autoptr(Reference) reference = NULL;
  g_autoptr(GError) error = NULL;
  double loss;

  attune_trainer_model_write (k->model, adapter, "tuned", &error);
  g_assert_no_error (error);
  reference = reference_new (base, adapter, &k->window);
  loss = reference_get_score (reference, &k->window).loss / k->window.n_targets;
  g_test_message ("%s: loss %.5f, by libllama %.5f", k->tiny->name,
                  run (k, ATTUNE_TRAINER_EVALUATE), loss);

  return loss;
}

/* Once where the loss is still large, also on packed weights: later, what libllama rounds away of
 * the inputs is as large as what is left of the loss. */
static void
test_adapter (Kind          *k,
              gconstpointer  data)
{
  double before = run (k, ATTUNE_TRAINER_EVALUATE);
  double ours, theirs;

  train (k, 2);
  ours = run (k, ATTUNE_TRAINER_EVALUATE);
  theirs = get_reference_loss (k, k->unpacked);
  g_assert_cmpfloat (ours, <, before - 0.3);
  g_assert_cmpfloat_with_epsilon (ours, theirs, 1e-4 * theirs);

  if (k->tiny->type != GGML_TYPE_F32)
    {
      theirs = get_reference_loss (k, k->path);
      g_assert_cmpfloat_with_epsilon (ours, theirs, 0.02 * theirs);
    }

  train (k, 6);
  ours = run (k, ATTUNE_TRAINER_EVALUATE);
  theirs = get_reference_loss (k, k->unpacked);
  g_assert_cmpfloat_with_epsilon (ours, theirs, 1e-3 * theirs);
}

/* How much of what was learned may be lost where the sum is rounded again. */
static double
get_rounding (enum ggml_type type)
{
  switch ((int)type)
    {
    case GGML_TYPE_F32:
      return 1e-5;

    case GGML_TYPE_Q4_0:
    case GGML_TYPE_Q4_K:
      return 0.25;

    default:
      return 0.03;
    }
}

/* One file says the same as two. */
static void
test_merge (Kind          *k,
            gconstpointer  data)
{
  g_autofree char *adapter = fixture_path (&k->fixture, "adapter.gguf");
  g_autofree char *merged = fixture_path (&k->fixture, "merged.gguf");
  g_autoptr(Reference) apart = NULL;
  g_autoptr(Reference) together = NULL;
  g_autoptr(Reference) untuned = NULL;
  g_autoptr(GError) error = NULL;
  double difference, learned;

  train (k, 8);
  g_assert_true (attune_trainer_model_write (k->model, adapter, "tuned", &error));
  attune_trainer_merge (k->path, adapter, merged, "merged", &error);
  g_assert_no_error (error);

  untuned = reference_new (k->path, NULL, &k->window);
  apart = reference_new (k->path, adapter, &k->window);
  together = reference_new (merged, NULL, &k->window);
  difference = get_difference (together->scores, apart);
  learned = get_difference (together->scores, untuned);
  g_test_message ("%s: merged, %.2e; by training, %.2e", k->tiny->name, difference, learned);
  g_assert_cmpfloat (learned, >, 0.1);
  g_assert_cmpfloat (difference, <, get_rounding (k->tiny->type) * learned);
}

static void
test_go_on (Kind          *k,
            gconstpointer  data)
{
  g_autofree char *adapter = fixture_path (&k->fixture, "adapter.gguf");
  AttuneTrainerLoraOptions options = { .adapter = adapter };
  g_autoptr(AttuneTrainerModel) again = NULL;
  g_autoptr(GError) error = NULL;
  struct ggml_tensor * const *first;
  struct ggml_tensor * const *second;
  guint n_first, n_second;

  train (k, 2);
  g_assert_true (attune_trainer_model_write (k->model, adapter, "tuned", &error));
  again = attune_trainer_model_load (k->path, ATTUNE_TRAINER_TUNE_ADAPTER, k->memory, &error);
  g_assert_true (attune_trainer_model_add_lora (again, &options, k->memory, &error));
  g_assert_no_error (error);

  first = attune_trainer_model_get_parameters (k->model, &n_first);
  second = attune_trainer_model_get_parameters (again, &n_second);
  g_assert_cmpuint (n_first, ==, n_second);

  for (guint i = 0; i < n_first; i++)
    g_assert_cmpmem (first[i]->data, ggml_nbytes (first[i]),
                     second[i]->data, ggml_nbytes (second[i]));
}

/* What training does not know is refused by its name, not trained wrongly. */
static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  static const TinyModel refused[] = {
    { .name = "mamba", .architecture = "mamba", .n_layers = 1 },
    { .name = "expert_count", .architecture = "llama", .n_layers = 1, .extra_key = "expert_count",
      .extra_value = 8 },
    { .name = "blk.0.attn_sub_norm.weight", .architecture = "llama", .n_layers = 1,
      .extra_tensor = "blk.0.attn_sub_norm.weight" },
    { .name = "blk.1.attn_norm.weight", .architecture = "llama", .n_layers = 1,
      .extra_tensor = "blk.1.attn_norm.weight" },
    { .name = "shape", .architecture = "llama", .n_layers = 1, .extra_key = "attention.head_count_kv",
      .extra_value = 3 },
    { .name = "attn_k", .architecture = "llama", .n_layers = 1, .extra_key = "attention.head_count_kv",
      .extra_value = 4 },
    { .name = "rope", .architecture = "llama", .n_layers = 1, .n_rope = 32 },
    { .name = "su", .architecture = "qwen2", .n_layers = 1, .rope_type = "su" },
    { .name = "yarn_log_multiplier", .architecture = "qwen2", .n_layers = 1,
      .extra_key = "rope.scaling.yarn_log_multiplier", .extra_value = 1 },
    { .name = "shape", .architecture = "phi3", .n_layers = 1, .is_joined = TRUE, .head_size = 96,
      .extra_key = "attention.key_length", .extra_value = 64 },
    { .name = "ffn_up", .architecture = "phi3", .n_layers = 1 },
    { .name = "attn_output", .architecture = "gemma2", .n_layers = 1, .head_size = 96,
      .extra_key = "attention.head_count", .extra_value = 2 },
  };
  g_autofree char *path = fixture_path (f, "tiny.gguf");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(AttuneTrainerMemory) memory = attune_trainer_memory_new (0);
      g_autoptr(AttuneTrainerModel) model = NULL;
      g_autoptr(GError) error = NULL;

      tiny_model_write (&refused[i], f->base, path, FALSE);
      model = attune_trainer_model_load (path, ATTUNE_TRAINER_TUNE_ADAPTER, memory, &error);
      g_assert_null (model);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, refused[i].name));
    }
}

static void
add (const TinyModel *model,
     const char      *name,
     void           (*test) (Kind *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/Attune/TrainerKinds/%s/%s", model->name, name);

  g_test_add (path, Kind, model, set_up, test, tear_down);
}

static void
add_tests (const TinyModel *model)
{
  add (model, "scores", test_scores);
  add (model, "gradients", test_gradients);
  add (model, "together", test_together);
  add (model, "adapter", test_adapter);

  if (g_str_equal (model->architecture, "llama") || model->is_joined)
    add (model, "merge", test_merge);
}

static void
packed_free (gpointer data)
{
  TinyModel *packed = data;

  g_free ((char *)packed->name);
  g_free (packed);
}

/* @copies: where to keep what the tests need as long as they run */
static void
add_packed (GPtrArray       *copies,
            const TinyModel *model)
{
  for (guint i = 0; i < G_N_ELEMENTS (packings); i++)
    {
      TinyModel *copy = g_memdup2 (model, sizeof *model);

      g_ptr_array_add (copies, copy);
      copy->name = g_strdup_printf ("%s-%s", model->name, packings[i].name);
      copy->type = packings[i].type;
      copy->other_type = packings[i].other_type;
      add_tests (copy);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func (packed_free);
  g_autoptr(GError) error = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  attune_trainer_gemm_init ();
  attune_trainer_backend_load (&error);
  g_assert_no_error (error);
  llama_log_set (ignore_log_cb, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      add_tests (&models[i]);

      if (g_strv_contains (published, models[i].name))
        add_packed (copies, &models[i]);
    }

  g_test_add ("/Attune/TrainerKinds/go-on", Kind, &models[0], set_up, test_go_on, tear_down);
  g_test_add ("/Attune/TrainerKinds/refused", Fixture, NULL,
              fixture_set_up, test_refused, fixture_tear_down);

  return g_test_run ();
}
