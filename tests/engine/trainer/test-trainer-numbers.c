/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <ggml.h>

#include "attune-trainer-batch.h"
#include "attune-trainer-gemm.h"
#include "attune-trainer-optimizer.h"
#include "attune-trainer-plan.h"
#include "attune-trainer-preference.h"
#include "attune-trainer-workers.h"
#include "peer.h"
#include "reference.h"
#include "trainer-test.h"

/* A model, and two windows of different lengths to learn from. */
typedef struct
{
  Fixture                    fixture;
  AttuneTrainerMemory       *memory;
  AttuneTrainerModel        *model;
  AttuneTrainerDataset      *dataset;
  AttuneTrainerWorkers      *workers;
  AttuneTrainerOptimizer    *optimizer;
  const AttuneTrainerWindow *windows[2];
  guint                      n_targets;
} Numbers;

static void
set_up (Numbers       *n,
        gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;
  g_autoptr(GError) error = NULL;
  guint64 bad_line;

  fixture_set_up (&n->fixture, NULL);
  path = fixture_path (&n->fixture, "data.jsonl");
  fixture_write (&n->fixture, "data.jsonl",
                 "{\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sea salty?\"},"
                 "{\"role\":\"assistant\",\"content\":\"Rivers carry salt.\"}]}\n"
                 "{\"prompt\":\"Roll, sea, \",\"completion\":\"roll\"}\n");

  tokenizer = attune_trainer_tokenizer_new (n->fixture.base, &error);
  g_assert_no_error (error);
  n->dataset = attune_trainer_dataset_new (path, tokenizer, 256, FALSE, &bad_line, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 2; i++)
    {
      n->windows[i] = attune_trainer_dataset_get_window (n->dataset, i);
      n->n_targets += n->windows[i]->n_targets;
    }

  n->memory = attune_trainer_memory_new (0);
  n->model = attune_trainer_model_load (n->fixture.base, ATTUNE_TRAINER_TUNE_ALL, n->memory,
                                        &error);
  g_assert_no_error (error);
  n->workers = attune_trainer_workers_new (n->model, n->memory, 2, 2, 64, 32, NULL, &error);
  g_assert_no_error (error);
  n->optimizer = attune_trainer_optimizer_new (n->model, n->workers, 1, n->memory, &error);
  g_assert_no_error (error);
}

static void
tear_down (Numbers       *n,
           gconstpointer  data)
{
  attune_trainer_optimizer_free (n->optimizer);
  attune_trainer_workers_free (n->workers);
  attune_trainer_model_free (n->model);
  attune_trainer_memory_free (n->memory);
  attune_trainer_dataset_free (n->dataset);
  fixture_tear_down (&n->fixture, NULL);
}

static AttuneTrainerScore
run (Numbers              *n,
     AttuneTrainerPurpose  purpose,
     guint                 n_windows)
{
  AttuneTrainerScore score = { 0 };
  AttuneTrainerOutcome outcome;

  outcome = attune_trainer_workers_run (n->workers, purpose, n->windows, n_windows,
                                        1.0 / n->n_targets, &score);
  g_assert_cmpint (outcome, ==, ATTUNE_TRAINER_COMPUTED);

  return score;
}

static double
get_loss (Numbers *n)
{
  return run (n, ATTUNE_TRAINER_EVALUATE, 2).loss / n->n_targets;
}

static void
train (Numbers *n,
       guint    n_steps)
{
  for (guint step = 1; step <= n_steps; step++)
    {
      run (n, ATTUNE_TRAINER_TRAIN, 2);
      attune_trainer_optimizer_step (n->optimizer, step, 1e-3);
    }
}

static double
gather_gradient (Numbers *n,
                 guint    parameter,
                 float   *gradient,
                 gint64   length)
{
  double square_sum = 0;

  for (gint64 i = 0; i < length; i++)
    gradient[i] = 0;

  for (guint worker = 0; worker < attune_trainer_workers_get_n_workers (n->workers); worker++)
    {
      struct ggml_tensor * const *parts = attune_trainer_workers_get_gradients (n->workers, worker);
      const float *part = parts[parameter]->data;

      for (gint64 i = 0; i < length; i++)
        gradient[i] += part[i];
    }

  for (gint64 i = 0; i < length; i++)
    square_sum += (double)gradient[i] * gradient[i];

  return sqrt (square_sum);
}

/* The loss a little further along the gradient, and a little back, tells its length. */
static double
get_central_difference (Numbers            *n,
                        struct ggml_tensor *weight,
                        const float        *gradient,
                        double              norm,
                        double              distance)
{
  gint64 length = ggml_nelements (weight);
  g_autofree float *original = g_memdup2 (weight->data, ggml_nbytes (weight));
  double losses[2];

  for (guint side = 0; side < 2; side++)
    {
      double factor = (side == 0 ? distance : -distance) / norm;

      for (gint64 i = 0; i < length; i++)
        ((float *)weight->data)[i] = original[i] + factor * gradient[i];

      losses[side] = get_loss (n);
    }

  memcpy (weight->data, original, ggml_nbytes (weight));

  return (losses[0] - losses[1]) / (2 * distance);
}

static void
test_gradients (Numbers       *n,
                gconstpointer  data)
{
  struct ggml_tensor * const *parameters;
  double worst = 0;
  guint n_parameters;

  /* At the very beginning the output matrix lets hardly any gradient through. */
  train (n, 3);
  run (n, ATTUNE_TRAINER_TRAIN, 2);
  parameters = attune_trainer_model_get_parameters (n->model, &n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    {
      gint64 length = ggml_nelements (parameters[i]);
      g_autofree float *gradient = g_new (float, length);
      double norm = gather_gradient (n, i, gradient, length);
      double measured;

      g_assert_cmpfloat (norm, >, 0);
      /* So far that the loss changes by half a thousandth: further on, the sharp heads bend it. */
      measured = get_central_difference (n, parameters[i], gradient, norm, 0.0005 / norm);
      g_test_message ("%s: %g, by central differences %g",
                      ggml_get_name (parameters[i]), norm, measured);
      worst = MAX (worst, fabs (measured / norm - 1));
    }

  g_test_message ("largest relative difference of %u parameters: %g", n_parameters, worst);
  g_assert_cmpfloat (worst, <, 0.02);
}

static void
test_same_as_libllama (Numbers       *n,
                       gconstpointer  data)
{
  g_autofree char *path = fixture_path (&n->fixture, "tuned.gguf");
  g_autoptr(GError) error = NULL;

  /* Once as it is made, and once half-way, when some of the answers are right. */
  for (guint round = 0; round < 2; round++)
    {
      AttuneTrainerScore ours = run (n, ATTUNE_TRAINER_EVALUATE, 1);
      g_autoptr(Reference) reference = NULL;
      AttuneTrainerScore theirs;

      attune_trainer_model_write (n->model, path, "tuned", &error);
      g_assert_no_error (error);
      reference = reference_new (path, NULL, n->windows[0]);
      theirs = reference_get_score (reference, n->windows[0]);

      g_test_message ("loss %.6f, by libllama %.6f, %u of %u right", ours.loss / ours.n_targets,
                      theirs.loss / theirs.n_targets, (guint)ours.n_correct, (guint)ours.n_targets);
      g_assert_cmpuint (ours.n_targets, ==, theirs.n_targets);
      g_assert_cmpfloat_with_epsilon (ours.loss / ours.n_targets,
                                      theirs.loss / theirs.n_targets, 1e-3);
      g_assert_cmpuint (ours.n_correct, ==, theirs.n_correct);

      train (n, 12);
    }

  g_assert_cmpuint (run (n, ATTUNE_TRAINER_EVALUATE, 1).n_correct, >, 3);
}

/* One worker or two, training or evaluation: the same loss. */
static void
test_same_in_any_share (Numbers       *n,
                        gconstpointer  data)
{
  g_autoptr(AttuneTrainerWorkers) alone = NULL;
  g_autoptr(GError) error = NULL;
  AttuneTrainerScore score = { 0 };
  double loss = get_loss (n);

  alone = attune_trainer_workers_new (n->model, n->memory, 1, 2, 64, 32, NULL, &error);
  g_assert_no_error (error);
  attune_trainer_workers_run (alone, ATTUNE_TRAINER_EVALUATE, n->windows, 2, 0, &score);

  g_assert_cmpfloat (score.loss / n->n_targets, ==, loss);
  g_assert_cmpfloat (run (n, ATTUNE_TRAINER_TRAIN, 2).loss / n->n_targets, ==, loss);
}

static guint
count_passes (guint n_windows,
              guint n_tokens,
              guint n_workers)
{
  AttuneTrainerWindow window = { .n_tokens = n_tokens, .n_targets = n_tokens - 1 };
  g_autofree const AttuneTrainerWindow **windows = g_new (const AttuneTrainerWindow *, n_windows);
  g_autoptr(AttuneTrainerBatch) batch = NULL;
  guint room = attune_trainer_batch_choose_room (n_windows, n_workers, n_tokens);

  for (guint i = 0; i < n_windows; i++)
    windows[i] = &window;

  batch = attune_trainer_batch_new (windows, n_windows, NULL, n_workers, room, room);

  return attune_trainer_batch_get_n_passes (batch);
}

/* Short windows go together, but never so that a worker has nothing to do. */
static void
test_dealing (void)
{
  g_assert_cmpuint (attune_trainer_batch_choose_room (1, 1, 40), ==, 40);
  g_assert_cmpuint (attune_trainer_batch_choose_room (4, 2, 40), ==, 80);
  g_assert_cmpuint (attune_trainer_batch_choose_room (99, 2, 40), ==, 256);
  g_assert_cmpuint (attune_trainer_batch_choose_room (99, 2, 2048), ==, 2048);

  g_assert_cmpuint (count_passes (8, 64, 1), ==, 2);
  g_assert_cmpuint (count_passes (8, 64, 2), ==, 2);
  g_assert_cmpuint (count_passes (4, 64, 2), ==, 2);
  g_assert_cmpuint (count_passes (6, 100, 2), ==, 4);
  g_assert_cmpuint (count_passes (6, 300, 2), ==, 6);
}

static gboolean
always_stop (void)
{
  return TRUE;
}

static void
test_stop (Numbers       *n,
           gconstpointer  data)
{
  g_autoptr(AttuneTrainerWorkers) workers = NULL;
  AttuneTrainerScore score = { 0 };
  AttuneTrainerOutcome outcome;

  workers = attune_trainer_workers_new (n->model, n->memory, 2, 2, 64, 32, always_stop, NULL);
  outcome = attune_trainer_workers_run (workers, ATTUNE_TRAINER_TRAIN, n->windows, 2, 1, &score);
  g_assert_cmpint (outcome, ==, ATTUNE_TRAINER_STOPPED);
}

static float
get_value (AttuneTrainerMatrix matrix,
           int                 row,
           int                 column)
{
  return matrix.is_transposed ? matrix.values[column * matrix.stride + row]
                              : matrix.values[row * matrix.stride + column];
}

static void
check_gemm (int      n_rows,
            int      n_columns,
            int      depth,
            gboolean left_is_transposed,
            gboolean right_is_transposed,
            gboolean add)
{
  g_autofree float *left_values = g_new (float, (n_rows + 3) * (depth + 3));
  g_autofree float *right_values = g_new (float, (n_columns + 3) * (depth + 3));
  g_autofree float *result = g_new (float, n_rows * (n_columns + 3));
  AttuneTrainerMatrix left = { left_values, (left_is_transposed ? n_rows : depth) + 3,
                               left_is_transposed };
  AttuneTrainerMatrix right = { right_values, (right_is_transposed ? depth : n_columns) + 3,
                                right_is_transposed };

  for (int i = 0; i < (n_rows + 3) * (depth + 3); i++)
    left_values[i] = g_test_rand_double_range (-1, 1);
  for (int i = 0; i < (n_columns + 3) * (depth + 3); i++)
    right_values[i] = g_test_rand_double_range (-1, 1);
  for (int i = 0; i < n_rows * (n_columns + 3); i++)
    result[i] = 1;

  attune_trainer_gemm (left, right, n_rows, n_columns, depth, add, result, n_columns + 3);

  for (int row = 0; row < n_rows; row++)
    {
      for (int column = 0; column < n_columns; column++)
        {
          double expected = add;

          for (int d = 0; d < depth; d++)
            expected += (double)get_value (left, row, d) * get_value (right, d, column);

          g_assert_cmpfloat_with_epsilon (result[row * (n_columns + 3) + column], expected, 1e-4);
        }

      /* What lies between the rows belongs to somebody else. */
      for (int i = 0; i < 3; i++)
        g_assert_cmpfloat (result[row * (n_columns + 3) + n_columns + i], ==, 1);
    }
}

static void
test_gemm (void)
{
  static const int sizes[][3] = {
    { 1, 1, 1 }, { 8, 32, 16 }, { 7, 33, 5 }, { 97, 40, 300 }, { 5, 300, 17 }, { 100, 65, 257 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint flags = 0; flags < 8; flags++)
      check_gemm (sizes[i][0], sizes[i][1], sizes[i][2],
                  (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
}

/* It was asked so often, and said yes from the third time on. */
static guint n_asked;

static gboolean
stop_soon (void)
{
  return ++n_asked > 2;
}

/* Within a product: of a large model, one alone may take a minute. */
static void
test_gemm_stops (void)
{
  const int depth = 16 * 256;
  g_autofree float *ones = g_new (float, depth);
  AttuneTrainerMatrix left = { ones, depth, FALSE };
  AttuneTrainerMatrix right = { ones, 1, FALSE };
  float result = 0;

  for (int i = 0; i < depth; i++)
    ones[i] = 1;

  attune_trainer_gemm (left, right, 1, 1, depth, FALSE, &result, 1);
  g_assert_cmpfloat (result, ==, depth);

  attune_trainer_gemm_set_stop (stop_soon);
  attune_trainer_gemm (left, right, 1, 1, depth, FALSE, &result, 1);
  attune_trainer_gemm_set_stop (NULL);
  g_assert_cmpuint (n_asked, ==, 3);
  g_assert_cmpfloat (result, ==, 2 * 256);
}

#define PAIR(question, better, worse) \
  "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"" question "\"}]}," \
  "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"" better "\"}]," \
  "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"" worse "\"}]}\n"

static double
get_preference_loss (AttuneTrainerPreference *preference)
{
  static const guint examples[] = { 0, 1 };
  AttuneTrainerScore score = { 0 };

  attune_trainer_preference_run (preference, ATTUNE_TRAINER_EVALUATE, examples, 2, &score);
  g_assert_cmpint (score.n_targets, ==, 2);

  return score.loss / 2;
}

/* Along the gradient, the loss changes by its length; and training makes it less. */
static void
test_preference (Numbers       *n,
                 gconstpointer  data)
{
  static const guint examples[] = { 0, 1 };
  g_autofree char *path = fixture_path (&n->fixture, "pairs.jsonl");
  g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;
  g_autoptr(AttuneTrainerDataset) pairs = NULL;
  g_autoptr(AttuneTrainerPreference) preference = NULL;
  g_autofree char *kept_path = fixture_path (&n->fixture, "references.gguf");
  g_autoptr(AttuneTrainerReferences) kept = NULL;
  g_autoptr(GError) error = NULL;
  struct ggml_tensor * const *parameters;
  AttuneTrainerScore score = { 0 };
  AttuneTrainerOutcome outcome;
  guint64 bad_line;
  guint n_parameters;

  fixture_write (&n->fixture, "pairs.jsonl",
                 PAIR ("Hi?", "Hello.", "Go.") PAIR ("Tea?", "Yes!", "No, no."));
  tokenizer = attune_trainer_tokenizer_new (n->fixture.base, &error);
  g_assert_no_error (error);
  pairs = attune_trainer_dataset_new (path, tokenizer, 64, TRUE, &bad_line, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attune_trainer_dataset_get_n_windows (pairs), ==, 2);
  kept = attune_trainer_references_new (kept_path, 1, 2, G_MAXINT64);
  preference = attune_trainer_preference_new (pairs, n->workers, 0.5, kept, &outcome);
  g_assert_cmpfloat_with_epsilon (get_preference_loss (preference), log (2), 1e-6);

  parameters = attune_trainer_model_get_parameters (n->model, &n_parameters);
  attune_trainer_preference_run (preference, ATTUNE_TRAINER_TRAIN, examples, 2, &score);

  for (guint i = 0; i < n_parameters; i += 5)
    {
      struct ggml_tensor *gradient = attune_trainer_workers_get_gradients (n->workers, 0)[i];
      struct ggml_tensor *other = attune_trainer_workers_get_gradients (n->workers, 1)[i];
      g_autofree float *original = g_memdup2 (parameters[i]->data, ggml_nbytes (parameters[i]));
      double square = 0;
      double losses[2];

      for (gint64 j = 0; j < ggml_nelements (gradient); j++)
        {
          ((float *)gradient->data)[j] += ((const float *)other->data)[j];
          ((float *)other->data)[j] = 0;
          square += pow (((const float *)gradient->data)[j], 2);
        }

      for (guint side = 0; side < 2; side++)
        {
          double factor = (side == 0 ? 1e-3 : -1e-3) / square;

          for (gint64 j = 0; j < ggml_nelements (gradient); j++)
            ((float *)parameters[i]->data)[j] = original[j] +
                                                factor * ((const float *)gradient->data)[j];

          losses[side] = get_preference_loss (preference);
        }

      memcpy (parameters[i]->data, original, ggml_nbytes (parameters[i]));
      g_test_message ("%s: %g", ggml_get_name (parameters[i]), (losses[0] - losses[1]) / 2e-3);
      g_assert_cmpfloat_with_epsilon ((losses[0] - losses[1]) / 2e-3, 1, 0.03);
    }

  for (guint step = 1; step <= 8; step++)
    {
      attune_trainer_optimizer_step (n->optimizer, step, 1e-3);
      attune_trainer_preference_run (preference, ATTUNE_TRAINER_TRAIN, examples, 2, &score);
    }

  g_assert_cmpfloat (get_preference_loss (preference), <, 0.3);
}

static guint64
get_memory (Numbers *n,
            guint    n_tokens)
{
  AttuneTrainerPlan plan = {
    .base = n->fixture.base, .tuning = ATTUNE_TRAINER_TUNE_ALL, .n_workers = 1,
    .max_tokens = n_tokens, .max_targets = 64
  };
  g_autoptr(GError) error = NULL;
  guint64 bytes;

  g_assert_true (attune_trainer_plan_get_memory (&plan, &bytes, &error));
  g_assert_no_error (error);

  return bytes;
}

/* Twice the tokens take no more than twice the memory: nothing is kept for every pair of tokens. */
static void
test_long_windows (Numbers       *n,
                   gconstpointer  data)
{
  guint64 first = get_memory (n, 1024);
  guint64 second = get_memory (n, 2048);
  guint64 third = get_memory (n, 4096);

  g_test_message ("%.1f, %.1f, %.1f MB", first / 1e6, second / 1e6, third / 1e6);
  g_assert_cmpuint (second, >, first);
  g_assert_cmpuint (third - second, <=, 2 * (second - first) * 101 / 100);
}

#define PEER_TOKENS  256
#define PEER_WINDOWS 12
#define PEER_RATE    1e-3

/* libllama's own trainer leaves the embedding as it is, and where every batch is a step it goes on
 * summing up the gradients. For a comparison ours does the same. */
static void
step_as_libllama (Numbers *n,
                  guint    step,
                  double   rate)
{
  struct ggml_tensor *embedding = attune_trainer_model_get_weight (n->model, -1, "token_embd");
  struct ggml_tensor * const *gradients = attune_trainer_workers_get_gradients (n->workers, 0);
  g_autofree void *kept = g_memdup2 (embedding->data, ggml_nbytes (embedding));
  g_autoptr(GPtrArray) sums = g_ptr_array_new_with_free_func (g_free);
  guint n_parameters;

  attune_trainer_model_get_parameters (n->model, &n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    g_ptr_array_add (sums, g_memdup2 (gradients[i]->data, ggml_nbytes (gradients[i])));

  attune_trainer_optimizer_step (n->optimizer, step, rate);
  memcpy (embedding->data, kept, ggml_nbytes (embedding));

  for (guint i = 0; i < n_parameters; i++)
    memcpy (gradients[i]->data, g_ptr_array_index (sums, i), ggml_nbytes (gradients[i]));
}

/* The same windows, one after the other, by libllama's own trainer and by ours: the same curve. */
static void
test_same_curve (Numbers       *n,
                 gconstpointer  data)
{
  g_autoptr(Peer) peer = NULL;
  g_autoptr(GError) error = NULL;
  gint32 tokens[PEER_WINDOWS * (PEER_TOKENS + 1)];
  guint8 is_target[PEER_TOKENS + 1];
  double first = 0, last = 0, worst = 0;

  memset (is_target, TRUE, sizeof is_target);
  is_target[0] = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    tokens[i] = 'a' + (i * i + 3 * i) % 7;

  peer = peer_train (n->fixture.base, tokens, PEER_TOKENS, PEER_WINDOWS, 2, PEER_RATE);
  g_assert_cmpuint (peer->losses->len, ==, PEER_WINDOWS);

  /* One worker, windows of that size, and gradients of any length. */
  attune_trainer_optimizer_free (n->optimizer);
  attune_trainer_workers_free (n->workers);
  n->workers = attune_trainer_workers_new (n->model, n->memory, 1, 1, PEER_TOKENS + 1, PEER_TOKENS,
                                           NULL, &error);
  g_assert_no_error (error);
  n->optimizer = attune_trainer_optimizer_new (n->model, n->workers, G_MAXDOUBLE, n->memory,
                                               &error);
  g_assert_no_error (error);

  for (guint i = 0; i < PEER_WINDOWS; i++)
    {
      AttuneTrainerWindow window = {
        tokens + i * (PEER_TOKENS + 1), is_target, PEER_TOKENS + 1, PEER_TOKENS
      };
      const AttuneTrainerWindow *windows[] = { &window };
      double theirs = g_array_index (peer->losses, double, i);
      AttuneTrainerScore score = { 0 };

      attune_trainer_workers_run (n->workers, ATTUNE_TRAINER_TRAIN, windows, 1, 1.0 / PEER_TOKENS,
                                  &score);
      step_as_libllama (n, i + 1, PEER_RATE);
      last = score.loss / PEER_TOKENS;
      first = i == 0 ? last : first;
      worst = MAX (worst, fabs (last / theirs - 1));
      g_test_message ("step %u: %.5f, by libllama %.5f", i + 1, last, theirs);
    }

  g_assert_cmpfloat (last, <, first - 2);
  g_assert_cmpfloat (worst, <, 2e-3);
}

/* Windows of many lengths take no more memory than they need, and however many graphs were recorded
 * in between (here 40, more than are kept), the same window shows the same. */
static void
test_many_lengths (Numbers       *n,
                   gconstpointer  data)
{
  g_autoptr(AttuneTrainerWorkers) workers = NULL;
  g_autofree gint32 *tokens = g_new0 (gint32, 256);
  g_autofree guint8 *is_target = g_new0 (guint8, 256);
  AttuneTrainerWindow window = { tokens, is_target, 0, 1 };
  const AttuneTrainerWindow *windows[] = { &window };
  g_autoptr(GError) error = NULL;
  double losses[2];

  g_assert_cmpuint (get_memory (n, 200), <, get_memory (n, 224));
  is_target[1] = 1;
  workers = attune_trainer_workers_new (n->model, n->memory, 1, 1, 256, 64, NULL, &error);
  g_assert_no_error (error);

  for (guint round = 0; round < 2; round++)
    for (window.n_tokens = 256; window.n_tokens >= 32; window.n_tokens -= 8)
      {
        AttuneTrainerScore seen = { 0 };
        AttuneTrainerScore learned = { 0 };

        attune_trainer_workers_run (workers, ATTUNE_TRAINER_EVALUATE, windows, 1, 0, &seen);
        attune_trainer_workers_run (workers, ATTUNE_TRAINER_TRAIN, windows, 1, 1, &learned);
        g_assert_cmpfloat (seen.loss, ==, learned.loss);
        losses[round] = seen.loss;
      }

  g_assert_cmpfloat (losses[0], >, 0);
  g_assert_cmpfloat (losses[0], ==, losses[1]);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  attune_trainer_gemm_init ();
  attune_trainer_backend_load (&error);
  g_assert_no_error (error);
  llama_log_set (ignore_log_cb, NULL);

  g_test_add_func ("/Attune/TrainerNumbers/gemm", test_gemm);
  g_test_add_func ("/Attune/TrainerNumbers/gemm-stops", test_gemm_stops);
  g_test_add_func ("/Attune/TrainerNumbers/dealing", test_dealing);
  g_test_add ("/Attune/TrainerNumbers/gradients", Numbers, NULL, set_up, test_gradients, tear_down);
  g_test_add ("/Attune/TrainerNumbers/same-as-libllama", Numbers, NULL,
              set_up, test_same_as_libllama, tear_down);
  g_test_add ("/Attune/TrainerNumbers/same-in-any-share", Numbers, NULL,
              set_up, test_same_in_any_share, tear_down);
  g_test_add ("/Attune/TrainerNumbers/preference", Numbers, NULL,
              set_up, test_preference, tear_down);
  g_test_add ("/Attune/TrainerNumbers/long-windows", Numbers, NULL,
              set_up, test_long_windows, tear_down);
  g_test_add ("/Attune/TrainerNumbers/many-lengths", Numbers, NULL,
              set_up, test_many_lengths, tear_down);
  g_test_add ("/Attune/TrainerNumbers/same-curve", Numbers, NULL,
              set_up, test_same_curve, tear_down);
  g_test_add ("/Attune/TrainerNumbers/stop", Numbers, NULL, set_up, test_stop, tear_down);

  return g_test_run ();
}
