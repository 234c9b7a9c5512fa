/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <ggml-opt.h>
#include <llama.h>

#include "peer.h"

/* Its callbacks have no place for data of ours. */
static Peer *current;
static gint64 last_time;
static double last_sum;

static void
step_cb (bool               train,
         ggml_opt_context_t context,
         ggml_opt_dataset_t dataset,
         ggml_opt_result_t  result,
         int64_t            n_done,
         int64_t            n_all,
         int64_t            start)
{
  gint64 now = g_get_monotonic_time ();
  double mean, loss;

  /* It tells the mean of all steps so far. */
  ggml_opt_result_loss (result, &mean, NULL);
  loss = mean * n_done - last_sum;
  last_sum = mean * n_done;
  g_array_append_val (current->losses, loss);

  if (n_done > 1)
    current->seconds = MIN (current->seconds, (now - last_time) / 1e6);

  last_time = now;
}

static ggml_opt_dataset_t
create_dataset (const gint32 *tokens,
                guint         n_tokens,
                guint         n_windows)
{
  ggml_opt_dataset_t dataset = ggml_opt_dataset_init (GGML_TYPE_I32, GGML_TYPE_I32, n_tokens,
                                                      n_tokens, n_windows, 1);
  gint32 *data = ggml_opt_dataset_data (dataset)->data;
  gint32 *labels = ggml_opt_dataset_labels (dataset)->data;

  for (guint i = 0; i < n_windows; i++)
    {
      const gint32 *window = tokens + (gsize)i * (n_tokens + 1);

      memcpy (data + (gsize)i * n_tokens, window, n_tokens * sizeof (gint32));
      memcpy (labels + (gsize)i * n_tokens, window + 1, n_tokens * sizeof (gint32));
    }

  return dataset;
}

static struct llama_context *
create_context (struct llama_model *model,
                guint               n_tokens,
                guint               n_threads)
{
  struct llama_context_params params = llama_context_default_params ();

  params.n_ctx = n_tokens;
  params.n_batch = n_tokens;
  params.n_ubatch = n_tokens;
  params.n_threads = n_threads;
  params.n_threads_batch = n_threads;
  params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  params.type_k = GGML_TYPE_F32;
  params.type_v = GGML_TYPE_F32;

  return llama_init_from_model (model, params);
}

/* Each window has one token more than @n_tokens, which must be a multiple of 256, and is a step. */
Peer *
peer_train (const char   *path,
            const gint32 *tokens,
            guint         n_tokens,
            guint         n_windows,
            guint         n_threads,
            double        learning_rate)
{
  struct ggml_opt_optimizer_params optimizer = ggml_opt_get_default_optimizer_params (NULL);
  struct llama_model_params model_params = llama_model_default_params ();
  struct llama_opt_params params = { 0 };
  ggml_opt_dataset_t dataset = create_dataset (tokens, n_tokens, n_windows);
  ggml_opt_result_t result = ggml_opt_result_init ();
  Peer *self = g_new0 (Peer, 1);
  struct llama_context *context;
  struct llama_model *model;

  self->losses = g_array_new (FALSE, FALSE, sizeof (double));
  self->seconds = G_MAXDOUBLE;
  current = self;
  last_sum = 0;

  /* What our own optimizer has. */
  optimizer.adamw.alpha = learning_rate;
  optimizer.adamw.beta2 = 0.99f;
  optimizer.adamw.wd = 0.01f;
  model_params.load_mode = LLAMA_LOAD_MODE_NONE;
  model_params.use_extra_bufts = false;
  g_assert_nonnull (model = llama_model_load_from_file (path, model_params));
  g_assert_nonnull (context = create_context (model, n_tokens, n_threads));
  params.param_filter = llama_opt_param_filter_all;
  params.get_opt_pars = ggml_opt_get_constant_optimizer_params;
  params.get_opt_pars_ud = &optimizer;
  params.optimizer_type = GGML_OPT_OPTIMIZER_TYPE_ADAMW;
  llama_opt_init (context, model, params);
  llama_opt_epoch (context, dataset, result, NULL, n_windows, step_cb, NULL);

  ggml_opt_result_free (result);
  ggml_opt_dataset_free (dataset);
  llama_free (context);
  llama_model_free (model);

  return self;
}

void
peer_free (Peer *self)
{
  g_array_unref (self->losses);
  g_free (self);
}
