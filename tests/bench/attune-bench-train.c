/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Measures the trainer on models of random weights, and prints one JSON object. */

#include "config.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <gguf.h>

#include "attune-trainer-gemm.h"
#include "attune-trainer-optimizer.h"
#include "attune-trainer-random.h"
#include "attune-trainer-workers.h"

#define N_TOKENS    256
#define RANK        8
#define PEAK_SIZE   768

/* As cblas.h has them, which need not be installed. */
#define ROW_MAJOR   101
#define AS_IT_IS    111

typedef void (*SgemmFunc) (int, int, int, int, int, int, float, const float *, int, const float *,
                           int, float, float *, int);

typedef struct
{
  const char *name;
  guint       n_embedding;
  guint       n_layers;
  guint       n_heads;
  guint       n_heads_kv;
  guint       n_feed;
  guint       n_vocabulary;
  gboolean    is_tied;
} BenchShape;

/* The practice model's, and that of SmolLM2-135M. */
static const BenchShape shapes[] = {
  { "nano", 256, 4, 8, 8, 640, 288, FALSE },
  { "135m", 576, 30, 9, 3, 1536, 49152, TRUE },
};

typedef struct
{
  const BenchShape    *shape;
  struct gguf_context *gguf;
  struct ggml_context *context;
  FILE                *file;
  enum ggml_type       type;
  guint64              random;
} Writer;

static void
set_uint (Writer     *self,
          const char *name,
          guint       value)
{
  g_autofree char *key = g_strdup_printf ("llama.%s", name);

  gguf_set_val_u32 (self->gguf, key, value);
}

static void
add (Writer *self,
     gint64  n_columns,
     gint64  n_rows,
     char   *name)
{
  struct ggml_tensor *tensor = ggml_new_tensor_2d (self->context,
                                                   n_rows == 1 ? GGML_TYPE_F32 : self->type,
                                                   n_columns, n_rows);

  ggml_set_name (tensor, name);
  gguf_add_tensor (self->gguf, tensor);
  g_free (name);
}

static void
add_tensors (Writer *self)
{
  const BenchShape *shape = self->shape;
  guint n_kv = shape->n_embedding / shape->n_heads * shape->n_heads_kv;

  add (self, shape->n_embedding, shape->n_vocabulary, g_strdup ("token_embd.weight"));
  add (self, shape->n_embedding, 1, g_strdup ("output_norm.weight"));

  if (!shape->is_tied)
    add (self, shape->n_embedding, shape->n_vocabulary, g_strdup ("output.weight"));

  for (guint i = 0; i < shape->n_layers; i++)
    {
      add (self, shape->n_embedding, 1, g_strdup_printf ("blk.%u.attn_norm.weight", i));
      add (self, shape->n_embedding, shape->n_embedding,
           g_strdup_printf ("blk.%u.attn_q.weight", i));
      add (self, shape->n_embedding, n_kv, g_strdup_printf ("blk.%u.attn_k.weight", i));
      add (self, shape->n_embedding, n_kv, g_strdup_printf ("blk.%u.attn_v.weight", i));
      add (self, shape->n_embedding, shape->n_embedding,
           g_strdup_printf ("blk.%u.attn_output.weight", i));
      add (self, shape->n_embedding, 1, g_strdup_printf ("blk.%u.ffn_norm.weight", i));
      add (self, shape->n_embedding, shape->n_feed, g_strdup_printf ("blk.%u.ffn_gate.weight", i));
      add (self, shape->n_embedding, shape->n_feed, g_strdup_printf ("blk.%u.ffn_up.weight", i));
      add (self, shape->n_feed, shape->n_embedding, g_strdup_printf ("blk.%u.ffn_down.weight", i));
    }
}

static void
write_row (Writer             *self,
           struct ggml_tensor *tensor)
{
  gint64 n = tensor->ne[0];
  g_autofree float *values = g_new (float, n);
  g_autofree void *packed = g_malloc (ggml_row_size (tensor->type, n));

  for (gint64 i = 0; i < n; i++)
    values[i] = ggml_n_dims (tensor) == 1 ? 1.0f :
                (gint32)(attune_trainer_random_next (&self->random) >> 32) * 0x1p-31f *
                1.7f / sqrtf (n);

  if (tensor->type == GGML_TYPE_F32)
    memcpy (packed, values, n * sizeof (float));
  else
    ggml_quantize_chunk (tensor->type, values, packed, 0, 1, n, NULL);

  g_assert_cmpuint (fwrite (packed, 1, ggml_row_size (tensor->type, n), self->file), >, 0);
}

static void
write_model (const BenchShape *shape,
             enum ggml_type    type,
             const char       *path)
{
  struct ggml_init_params params = { .mem_size = 16 << 20, .no_alloc = true };
  Writer self = { .shape = shape, .type = type, .random = 1 };

  self.gguf = gguf_init_empty ();
  self.context = ggml_init (params);
  gguf_set_val_str (self.gguf, "general.architecture", "llama");
  set_uint (&self, "context_length", 2048);
  set_uint (&self, "embedding_length", shape->n_embedding);
  set_uint (&self, "block_count", shape->n_layers);
  set_uint (&self, "feed_forward_length", shape->n_feed);
  set_uint (&self, "attention.head_count", shape->n_heads);
  set_uint (&self, "attention.head_count_kv", shape->n_heads_kv);
  add_tensors (&self);
  g_assert_true (gguf_write_to_file (self.gguf, path, true));
  g_assert_nonnull (self.file = fopen (path, "ab"));

  for (struct ggml_tensor *tensor = ggml_get_first_tensor (self.context);
       tensor != NULL;
       tensor = ggml_get_next_tensor (self.context, tensor))
    {
      for (gint64 row = 0; row < tensor->ne[1]; row++)
        write_row (&self, tensor);

      while (ftell (self.file) % gguf_get_alignment (self.gguf) != 0)
        fputc (0, self.file);
    }

  fclose (self.file);
  ggml_free (self.context);
  gguf_free (self.gguf);
}

static AttuneTrainerWindow
make_window (const BenchShape *shape)
{
  AttuneTrainerWindow window = { .n_tokens = N_TOKENS, .n_targets = N_TOKENS - 1 };
  guint64 state = 3;

  window.tokens = g_new (gint32, N_TOKENS);
  window.is_target = g_new (guint8, N_TOKENS);

  for (guint i = 0; i < N_TOKENS; i++)
    {
      window.tokens[i] = attune_trainer_random_next (&state) % MIN (shape->n_vocabulary, 256);
      window.is_target[i] = i > 0;
    }

  return window;
}

/* What one token costs in the products: forward, back to the inputs, back to what is trained. */
static double
get_flops (const BenchShape *shape,
           gboolean          trains_all)
{
  double n_kv = shape->n_embedding / shape->n_heads * shape->n_heads_kv;
  double n_layer = 2.0 * shape->n_embedding * (shape->n_embedding + n_kv) +
                   3.0 * shape->n_embedding * shape->n_feed;
  double n_weights = shape->n_layers * n_layer + (double)shape->n_embedding * shape->n_vocabulary;
  double attention = 2.0 * 2 * N_TOKENS * shape->n_embedding * shape->n_layers;

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

/* attune-bench-train write SHAPE TYPE PATH
 * attune-bench-train train SHAPE all|adapter PATH THREADS STEPS
 * attune-bench-train peak */
int
main (int   argc,
      char *argv[])
{
  AttuneTrainerLoraOptions options = { RANK, 2 * RANK, ATTUNE_TRAINER_MATRIX_ALL, 1, NULL };
  const BenchShape *shape = &shapes[argc > 2 && g_str_equal (argv[2], "135m")];
  g_autoptr(AttuneTrainerMemory) memory = NULL;
  g_autoptr(AttuneTrainerModel) model = NULL;
  g_autoptr(AttuneTrainerWorkers) workers = NULL;
  g_autoptr(AttuneTrainerOptimizer) optimizer = NULL;
  g_autoptr(GError) error = NULL;
  AttuneTrainerWindow window;
  gboolean trains_all;
  guint n_threads;
  double best;

  attune_trainer_gemm_init ();

  if (argc == 2 && g_str_equal (argv[1], "peak"))
    {
      printf ("{\"ours\":%g,\"blas\":%g}\n", measure_peak (NULL), measure_blas_peak ());
      return EXIT_SUCCESS;
    }

  attune_trainer_backend_load (&error);
  check (error);

  if (argc == 5 && g_str_equal (argv[1], "write"))
    {
      write_model (shape, g_str_equal (argv[3], "q8_0") ? GGML_TYPE_Q8_0 : GGML_TYPE_F32, argv[4]);
      return EXIT_SUCCESS;
    }

  g_assert (argc == 7 && g_str_equal (argv[1], "train"));
  trains_all = g_str_equal (argv[3], "all");
  n_threads = atoi (argv[5]);
  memory = attune_trainer_memory_new (0);
  model = attune_trainer_model_load (argv[4], trains_all ? ATTUNE_TRAINER_TUNE_ALL
                                                         : ATTUNE_TRAINER_TUNE_ADAPTER,
                                     memory, &error);
  check (error);

  if (!trains_all)
    attune_trainer_model_add_lora (model, &options, memory, &error);

  check (error);
  window = make_window (shape);
  workers = attune_trainer_workers_new (model, memory, n_threads, n_threads, N_TOKENS, N_TOKENS,
                                        NULL, &error);
  check (error);
  optimizer = attune_trainer_optimizer_new (model, workers, 1, memory, &error);
  check (error);
  best = measure_steps (workers, optimizer, &window, n_threads, atoi (argv[6]));

  printf ("{\"tokens_per_second\":%g,\"peak_kb\":%ld,\"flops\":%g}\n", n_threads * N_TOKENS / best,
          get_peak_memory (), get_flops (shape, trains_all) * n_threads * N_TOKENS / best);

  return EXIT_SUCCESS;
}
