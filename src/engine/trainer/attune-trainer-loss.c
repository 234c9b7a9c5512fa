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

ATTUNE_TRAINER_CLONES static double
sum_exponentials (const float *scores,
                  gint64       n,
                  float        largest)
{
  float sums[ATTUNE_TRAINER_LANES] = { 0 };
  double total = 0;
  gint64 i;

  for (i = 0; i + ATTUNE_TRAINER_LANES <= n; i += ATTUNE_TRAINER_LANES)
    for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
      sums[lane] += attune_trainer_exp (scores[i + lane] - largest);

  for (; i < n; i++)
    total += attune_trainer_exp (scores[i] - largest);
  for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
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
 * target; that of an example is the sum over its own. */
static void
loss_cb (struct ggml_tensor *node,
         int                 task,
         int                 n_tasks,
         void               *user_data)
{
  const struct ggml_tensor *scores = node->src[0];
  const gint32 *targets = node->src[1]->data;
  AttuneTrainerLossRow *rows = user_data;
  double loss = 0;

  if (task != 0)
    return;

  for (gint64 row = 0; row < scores->ne[1]; row++)
    if (targets[row] >= 0)
      {
        const float *values = get_row (scores, row);
        float largest = attune_trainer_softmax_find_largest (values, scores->ne[0]);
        double log_sum = largest + log (sum_exponentials (values, scores->ne[0], largest));

        rows[row].log_sum = log_sum;
        rows[row].loss = log_sum - values[targets[row]];
        rows[row].is_hit = values[targets[row]] >= largest;
        loss += rows[row].loss;
      }

  *(float *)node->data = loss;
}

/* Sources: the gradient of the loss, scores, targets. The way forward was gone before. What a loss
 * counts is said row by row, since the rows of several examples may. */
static void
loss_back_cb (struct ggml_tensor *node,
              int                 task,
              int                 n_tasks,
              void               *user_data)
{
  const struct ggml_tensor *scores = node->src[1];
  const gint32 *targets = node->src[2]->data;
  const AttuneTrainerLossRow *rows = user_data;
  gint64 n = scores->ne[0];

  for (gint64 row = task; row < scores->ne[1]; row += n_tasks)
    {
      float *output = (float *)get_row (node, row);

      if (targets[row] < 0)
        {
          memset (output, 0, n * sizeof (float));
          continue;
        }

      compute_shares (get_row (scores, row), n, rows[row].log_sum, rows[row].scale, output);
      output[targets[row]] -= rows[row].scale;
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
 * attune_trainer_loss_substitute:
 * @context: where @graph was recorded
 * @graph: a graph that has no memory yet
 * @targets: int32 [R]: the token that is right, or -1
 * @rows: (array): R of them, what each counts and then what came of it
 *
 * Puts our cross entropy where libggml's stands for it.
 */
void
attune_trainer_loss_substitute (struct ggml_context  *context,
                                struct ggml_cgraph   *graph,
                                struct ggml_tensor   *targets,
                                AttuneTrainerLossRow *rows)
{
  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      if (node->op == GGML_OP_CROSS_ENTROPY_LOSS)
        {
          node->src[1] = targets;
          attune_trainer_products_customize (context, node, loss_cb, rows);
        }
      else if (node->op == GGML_OP_CROSS_ENTROPY_LOSS_BACK)
        {
          node->src[2] = targets;
          attune_trainer_products_customize (context, node, loss_back_cb, rows);
        }
    }
}
