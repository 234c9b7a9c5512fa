/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Measures the trainer on models of random weights, and prints one JSON object. */

#include "config.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <llama.h>

#include "attune-trainer-gemm.h"
#include "attune-trainer-optimizer.h"
#include "attune-trainer-random.h"
#include "attune-trainer-workers.h"
#include "bench-model.h"
#include "peer.h"

#define N_TOKENS    256
#define RANK        8
#define PEAK_SIZE   768

/* As cblas.h has them, which need not be installed. */
#define ROW_MAJOR   101
#define AS_IT_IS    111

typedef void (*SgemmFunc) (int, int, int, int, int, int, float, const float *, int, const float *,
                           int, float, float *, int);

static AttuneTrainerWindow
make_window (const BenchShape *shape,
             guint             n_tokens)
{
  AttuneTrainerWindow window = { .n_tokens = n_tokens, .n_targets = n_tokens - 1 };
  guint64 state = 3;

  window.tokens = g_new (gint32, n_tokens);
  window.is_target = g_new (guint8, n_tokens);

  for (guint i = 0; i < n_tokens; i++)
    {
      window.tokens[i] = attune_trainer_random_next (&state) % MIN (shape->n_vocabulary, 256);
      window.is_target[i] = i > 0;
    }

  return window;
}

/* What one token costs in the products: forward, back to the inputs, back to what is trained. On
 * average a token looks at half of the others. */
static double
get_flops (const BenchShape *shape,
           gboolean          trains_all,
           guint             n_tokens)
{
  double n_kv = shape->n_embedding / shape->n_heads * shape->n_heads_kv;
  double n_layer = 2.0 * shape->n_embedding * (shape->n_embedding + n_kv) +
                   3.0 * shape->n_embedding * shape->n_feed;
  double n_weights = shape->n_layers * n_layer + (double)shape->n_embedding * shape->n_vocabulary;
  double attention = 2.0 * n_tokens * shape->n_embedding * shape->n_layers;

  return 2 * n_weights * (trains_all ? 3 : 2) + 3 * attention;
}

typedef struct
{
  SgemmFunc sgemm;
  double    best;      /* seconds of the fastest product */
} Peak;

static gpointer
peak_thread (gpointer user_data)
{
  Peak *self = user_data;
  gsize n = PEAK_SIZE * PEAK_SIZE;
  g_autofree float *left = g_new0 (float, n);
  g_autofree float *right = g_new0 (float, n);
  g_autofree float *result = g_new0 (float, n);
  AttuneTrainerMatrix a = { .values = left, .stride = PEAK_SIZE };
  AttuneTrainerMatrix b = { .values = right, .stride = PEAK_SIZE };

  self->best = G_MAXDOUBLE;

  for (guint i = 0; i < 40; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (self->sgemm != NULL)
        self->sgemm (ROW_MAJOR, AS_IT_IS, AS_IT_IS, PEAK_SIZE, PEAK_SIZE, PEAK_SIZE, 1, left,
                     PEAK_SIZE, right, PEAK_SIZE, 0, result, PEAK_SIZE);
      else
        attune_trainer_gemm (a, b, PEAK_SIZE, PEAK_SIZE, PEAK_SIZE, FALSE, result, PEAK_SIZE);

      self->best = MIN (self->best, (g_get_monotonic_time () - start) / 1e6);
    }

  return NULL;
}

/* Floating point operations a second of one thread. */
static double
measure_peak (SgemmFunc sgemm)
{
  Peak peak = { sgemm, 0 };

  g_thread_join (g_thread_new ("peak", peak_thread, &peak));

  return 2.0 * PEAK_SIZE * PEAK_SIZE * PEAK_SIZE / peak.best;
}

static double
measure_blas_peak (void)
{
  void *library = dlopen ("libopenblas.so.0", RTLD_NOW);
  void (*set_threads) (int);
  SgemmFunc sgemm;

  if (library == NULL)
    return 0;

  *(void **)&set_threads = dlsym (library, "openblas_set_num_threads");
  *(void **)&sgemm = dlsym (library, "cblas_sgemm");

  if (set_threads != NULL)
    set_threads (1);

  return sgemm != NULL ? measure_peak (sgemm) : 0;
}

static void
check (GError *error)
{
  if (error == NULL)
    return;

  g_printerr ("%s\n", error->message);
  exit (EXIT_FAILURE);
}

/* Seconds of the fastest step. */
static double
measure_steps (AttuneTrainerWorkers   *workers,
               AttuneTrainerOptimizer *optimizer,
               AttuneTrainerWindow    *window,
               guint                   n_windows,
               guint                   n_steps)
{
  g_autofree const AttuneTrainerWindow **windows = g_new (const AttuneTrainerWindow *, n_windows);
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < n_windows; i++)
    windows[i] = window;

  for (guint step = 1; step <= n_steps; step++)
    {
      gint64 start = g_get_monotonic_time ();
      AttuneTrainerScore score = { 0 };

      attune_trainer_workers_run (workers, ATTUNE_TRAINER_TRAIN, windows, n_windows,
                                  1.0 / (n_windows * window->n_targets), &score);
      attune_trainer_optimizer_step (optimizer, step, 1e-4);

      /* The first one records the graph. */
      if (step > 1)
        best = MIN (best, (g_get_monotonic_time () - start) / 1e6);
    }

  return best;
}

static long
get_peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss;
}

static void
print_result (double tokens_per_second,
              double flops_per_token)
{
  printf ("{\"tokens_per_second\":%g,\"peak_kb\":%ld,\"flops\":%g}\n", tokens_per_second,
          get_peak_memory (), flops_per_token * tokens_per_second);
}

static void
train (const BenchShape *shape,
       gboolean          trains_all,
       const char       *path,
       guint             n_threads,
       guint             n_steps,
       guint             n_tokens,
       guint             n_windows)
{
  AttuneTrainerLoraOptions options = { RANK, 2 * RANK, ATTUNE_TRAINER_MATRIX_ALL, 1, NULL };
  g_autoptr(AttuneTrainerMemory) memory = attune_trainer_memory_new (0);
  g_autoptr(AttuneTrainerModel) model = NULL;
  g_autoptr(AttuneTrainerWorkers) workers = NULL;
  g_autoptr(AttuneTrainerOptimizer) optimizer = NULL;
  g_autoptr(GError) error = NULL;
  AttuneTrainerWindow window = make_window (shape, n_tokens);
  double best;

  model = attune_trainer_model_load (path, trains_all ? ATTUNE_TRAINER_TUNE_ALL
                                                      : ATTUNE_TRAINER_TUNE_ADAPTER,
                                     memory, &error);
  check (error);

  if (!trains_all)
    attune_trainer_model_add_lora (model, &options, memory, &error);

  check (error);
  workers = attune_trainer_workers_new (model, memory, n_threads, n_windows, window.n_tokens,
                                        window.n_targets, NULL, &error);
  check (error);
  optimizer = attune_trainer_optimizer_new (model, workers, 1, memory, &error);
  check (error);
  best = measure_steps (workers, optimizer, &window, n_windows, n_steps);
  print_result (n_windows * n_tokens / best, get_flops (shape, trains_all, n_tokens));
}

static void
train_peer (const BenchShape *shape,
            const char       *path,
            guint             n_threads,
            guint             n_steps)
{
  AttuneTrainerWindow window = make_window (shape, N_TOKENS + 1);
  g_autofree gint32 *tokens = g_new (gint32, n_steps * window.n_tokens);
  g_autoptr(Peer) peer = NULL;

  for (guint i = 0; i < n_steps * window.n_tokens; i++)
    tokens[i] = window.tokens[i % window.n_tokens];

  peer = peer_train (path, tokens, N_TOKENS, n_steps, n_threads, 1e-4);
  print_result (N_TOKENS / peer->seconds, get_flops (shape, TRUE, N_TOKENS));
}

static void
ignore_log_cb (enum ggml_log_level  level,
               const char          *text,
               void                *user_data)
{
}

/* attune-bench-train write SHAPE f32|q8_0 PATH
 * attune-bench-train all|adapter|peer SHAPE PATH THREADS STEPS [TOKENS [EXAMPLES]]
 * attune-bench-train peak */
int
main (int   argc,
      char *argv[])
{
  const BenchShape *shape = argc > 2 ? bench_shape_find (argv[2]) : NULL;
  const char *act = argc > 1 ? argv[1] : "";
  g_autoptr(GError) error = NULL;

  attune_trainer_gemm_init ();
  attune_trainer_backend_load (&error);
  check (error);
  llama_log_set (ignore_log_cb, NULL);

  if (g_str_equal (act, "peak"))
    printf ("{\"ours\":%g,\"blas\":%g}\n", measure_peak (NULL), measure_blas_peak ());
  else if (g_str_equal (act, "write") && shape != NULL && argc == 5)
    bench_model_write (shape, g_str_equal (argv[3], "q8_0") ? GGML_TYPE_Q8_0 : GGML_TYPE_F32,
                       argv[4]);
  else if (g_str_equal (act, "peer") && shape != NULL && argc == 6)
    train_peer (shape, argv[3], atoi (argv[4]), atoi (argv[5]));
  else if (shape != NULL && argc >= 6 && argc <= 8)
    train (shape, g_str_equal (act, "all"), argv[3], atoi (argv[4]), atoi (argv[5]),
           argc > 6 ? atoi (argv[6]) : N_TOKENS, atoi (argv[argc > 7 ? 7 : 4]));
  else
    return EXIT_FAILURE;

  return EXIT_SUCCESS;
}
