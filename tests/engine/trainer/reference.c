/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <llama.h>

#include "reference.h"

static struct llama_context *
new_context (struct llama_model *model,
             const char         *adapter)
{
  struct llama_context_params params = llama_context_default_params ();
  struct llama_context *context;

  /* Single precision throughout, and the context that the shortest of the tests' models have. */
  params.n_ctx = 256;
  params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  params.type_k = GGML_TYPE_F32;
  params.type_v = GGML_TYPE_F32;
  params.n_threads = 1;
  params.n_threads_batch = 1;
  context = llama_init_from_model (model, params);
  g_assert_nonnull (context);

  if (adapter != NULL)
    {
      struct llama_adapter_lora *lora = llama_adapter_lora_init (model, adapter);
      float scale = 1.0f;

      g_assert_nonnull (lora);
      g_assert_cmpint (llama_set_adapters_lora (context, &lora, 1, &scale), ==, 0);
    }

  return context;
}

static void
decode (Reference                 *self,
        struct llama_context      *context,
        const AttuneTrainerWindow *window)
{
  struct llama_batch batch = llama_batch_init (window->n_tokens, 0, 1);

  batch.n_tokens = window->n_tokens;

  for (guint i = 0; i < window->n_tokens; i++)
    {
      batch.token[i] = window->tokens[i];
      batch.pos[i] = i;
      batch.n_seq_id[i] = 1;
      batch.seq_id[i][0] = 0;
      batch.logits[i] = true;
    }

  g_assert_cmpint (llama_decode (context, batch), ==, 0);

  for (guint i = 0; i < window->n_tokens; i++)
    memcpy (self->scores + (gsize)i * self->n_vocabulary, llama_get_logits_ith (context, i),
            self->n_vocabulary * sizeof (float));

  llama_batch_free (batch);
}

/* @adapter may be NULL. */
Reference *
reference_new (const char                *path,
               const char                *adapter,
               const AttuneTrainerWindow *window)
{
  struct llama_model *model = llama_model_load_from_file (path, llama_model_default_params ());
  Reference *self = g_new0 (Reference, 1);
  struct llama_context *context;

  g_assert_nonnull (model);
  context = new_context (model, adapter);
  self->n_vocabulary = llama_vocab_n_tokens (llama_model_get_vocab (model));
  self->n_tokens = window->n_tokens;
  self->scores = g_new (float, (gsize)self->n_tokens * self->n_vocabulary);
  decode (self, context, window);
  llama_free (context);
  llama_model_free (model);

  return self;
}

void
reference_free (Reference *self)
{
  g_free (self->scores);
  g_free (self);
}

AttuneTrainerScore
reference_get_score (Reference                 *self,
                     const AttuneTrainerWindow *window)
{
  AttuneTrainerScore score = { 0 };

  for (guint i = 1; i < window->n_tokens; i++)
    if (window->is_target[i])
      {
        const float *scores = self->scores + (gsize)(i - 1) * self->n_vocabulary;
        double sum = 0;
        int best = 0;

        for (int token = 0; token < self->n_vocabulary; token++)
          best = scores[token] > scores[best] ? token : best;
        for (int token = 0; token < self->n_vocabulary; token++)
          sum += exp ((double)scores[token] - scores[best]);

        score.loss += log (sum) + scores[best] - scores[window->tokens[i]];
        score.n_correct += best == window->tokens[i];
        score.n_targets++;
      }

  return score;
}
