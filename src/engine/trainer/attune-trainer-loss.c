/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-loss"

#include "config.h"

#include <math.h>

#include <ggml.h>

#include "attune-trainer-loss.h"
#include "attune-trainer-math.h"
#include "attune-trainer-products.h"
#include "attune-trainer-softmax.h"

/* libggml's cross entropy wants the whole distribution of every target, as large as the scores of
 * the whole vocabulary, and leaves a gradient where there is none. Here a target is the number of
 * a token, and a row without one (-1) neither counts nor leaves anything. */

#define LANES 16

ATTUNE_TRAINER_CLONES static double
sum_exponentials (const float *scores,
                  gint64       n,
                  float        largest)
{
  float sums[LANES] = { 0 };
  double total = 0;
  gint64 i;

  for (i = 0; i + LANES <= n; i += LANES)
    for (int lane = 0; lane < LANES; lane++)
      sums[lane] += attune_trainer_exp (scores[i + lane] - largest);

  for (; i < n; i++)
    total += attune_trainer_exp (scores[i] - largest);
  for (int lane = 0; lane < LANES; lane++)
    total += sums[lane];

  return total;
}

ATTUNE_TRAINER_CLONES static void
compute_shares (const float *restrict scores,
                gint64                n,
                float                 log_sum,
                float                 scale,
                float       *restrict shares)
{
  for (gint64 i = 0; i < n; i++)
    shares[i] = attune_trainer_exp (scores[i] - log_sum) * scale;
}

static const float *
get_row (const struct ggml_tensor *tensor,
         gint64                    row)
{
  return (const float *)((const char *)tensor->data + row * tensor->nb[1]);
}

/* Sources: scores, targets. The sum over all rows, since a mean would count the rows without
 * target. */
static void
loss_cb (struct ggml_tensor *node,
         int                 task,
         int                 n_tasks,
         void               *user_data)
{
  const struct ggml_tensor *scores = node->src[0];
  const gint32 *targets = node->src[1]->data;
  float *log_sums = user_data;
  double loss = 0;

  if (task != 0)
    return;

  for (gint64 row = 0; row < scores->ne[1]; row++)
    if (targets[row] >= 0)
      {
        const float *values = get_row (scores, row);
        float largest = attune_trainer_softmax_find_largest (values, scores->ne[0]);
        double log_sum = largest + log (sum_exponentials (values, scores->ne[0], largest));

        log_sums[row] = log_sum;
        loss += log_sum - values[targets[row]];
      }

  *(float *)node->data = loss;
}

/* Sources: the gradient of the loss, scores, targets. The way forward was gone before. */
static void
loss_back_cb (struct ggml_tensor *node,
              int                 task,
              int                 n_tasks,
              void               *user_data)
{
  const float gradient = *(const float *)node->src[0]->data;
  const struct ggml_tensor *scores = node->src[1];
  const gint32 *targets = node->src[2]->data;
  const float *log_sums = user_data;
  gint64 n = scores->ne[0];

  for (gint64 row = task; row < scores->ne[1]; row += n_tasks)
    {
      float *output = (float *)get_row (node, row);

      if (targets[row] < 0)
        {
          memset (output, 0, n * sizeof (float));
          continue;
        }

      compute_shares (get_row (scores, row), n, log_sums[row], gradient, output);
      output[targets[row]] -= gradient;
    }
}

/* Sources: scores, targets. */
static void
hits_cb (struct ggml_tensor *node,
         int                 task,
         int                 n_tasks,
         void               *user_data)
{
  const struct ggml_tensor *scores = node->src[0];
  const gint32 *targets = node->src[1]->data;
  gint32 *hits = node->data;

  for (gint64 row = task; row < scores->ne[1]; row += n_tasks)
    {
      const float *values = get_row (scores, row);
      float largest = attune_trainer_softmax_find_largest (values, scores->ne[0]);

      hits[row] = targets[row] >= 0 && values[targets[row]] >= largest;
    }
}

/**
 * attune_trainer_loss_new:
 * @context: where the operations are recorded
 * @scores: float [V, R]
 *
 * Records the loss of every row, summed up.
 *
 * Returns: (transfer none): float [1], a node that attune_trainer_loss_substitute () makes right
 */
struct ggml_tensor *
attune_trainer_loss_new (struct ggml_context *context,
                         struct ggml_tensor  *scores)
{
  struct ggml_tensor *labels = ggml_dup_tensor (context, scores);

  /* Nothing reads them; what has an address is given no memory. */
  labels->data = labels;

  return ggml_cross_entropy_loss (context, scores, labels);
}

/**
 * attune_trainer_loss_new_hits:
 * @context: where the operations are recorded
 * @scores: float [V, R]
 * @targets: int32 [R]: the token that is right, or -1
 *
 * Returns: (transfer none): int32 [R]: 1 where the right token has the highest score, else 0
 */
struct ggml_tensor *
attune_trainer_loss_new_hits (struct ggml_context *context,
                              struct ggml_tensor  *scores,
                              struct ggml_tensor  *targets)
{
  struct ggml_tensor *sources[] = { scores, targets };

  return ggml_custom_4d (context, GGML_TYPE_I32, scores->ne[1], 1, 1, 1, sources, 2,
                         hits_cb, GGML_N_TASKS_MAX, NULL);
}

/**
 * attune_trainer_loss_substitute:
 * @context: where @graph was recorded
 * @graph: a graph that has no memory yet
 * @targets: int32 [R]: the token that is right, or -1
 * @log_sums: (array): R numbers that are kept from the way forward for the way back
 *
 * Puts our cross entropy where libggml's stands for it.
 */
void
attune_trainer_loss_substitute (struct ggml_context *context,
                                struct ggml_cgraph  *graph,
                                struct ggml_tensor  *targets,
                                float               *log_sums)
{
  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      if (node->op == GGML_OP_CROSS_ENTROPY_LOSS)
        {
          node->src[1] = targets;
          attune_trainer_products_customize (context, node, loss_cb, log_sums);
        }
      else if (node->op == GGML_OP_CROSS_ENTROPY_LOSS_BACK)
        {
          node->src[2] = targets;
          attune_trainer_products_customize (context, node, loss_back_cb, log_sums);
        }
    }
}
