/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-norms"

#include "config.h"

#include <math.h>

#include <ggml.h>

#include "attune-trainer-math.h"
#include "attune-trainer-norms.h"
#include "attune-trainer-products.h"

/* libggml divides by the root mean square one number at a time, in double precision. */

ATTUNE_TRAINER_CLONES static void
scale (const float *restrict input,
       gint64                n,
       float                 factor,
       float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    output[i] = input[i] * factor;
}

ATTUNE_TRAINER_CLONES static void
add_and_scale (const float *restrict gradient,
               const float *restrict input,
               gint64                n,
               float                 share,
               float                 factor,
               float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    output[i] = (gradient[i] + input[i] * share) * factor;
}

static float *
get_row (const struct ggml_tensor *tensor,
         gint64                    row)
{
  gint64 i = row % tensor->ne[1];
  gint64 j = row / tensor->ne[1];

  return (float *)((char *)tensor->data + i * tensor->nb[1] + j % tensor->ne[2] * tensor->nb[2] +
                   j / tensor->ne[2] * tensor->nb[3]);
}

/* Source: the input. */
static void
norm_cb (struct ggml_tensor *node,
         int                 task,
         int                 n_tasks,
         void               *user_data)
{
  const float *epsilon = user_data;
  gint64 n = node->ne[0];

  for (gint64 row = task; row < ggml_nrows (node); row += n_tasks)
    {
      const float *input = get_row (node->src[0], row);

      float mean = attune_trainer_multiply_and_sum (input, input, n) / n + *epsilon;

      scale (input, n, 1.0f / sqrtf (mean), get_row (node, row));
    }
}

/* Sources: the gradient of the output, the input. */
static void
norm_back_cb (struct ggml_tensor *node,
              int                 task,
              int                 n_tasks,
              void               *user_data)
{
  const float *epsilon = user_data;
  gint64 n = node->ne[0];

  for (gint64 row = task; row < ggml_nrows (node); row += n_tasks)
    {
      const float *gradient = get_row (node->src[0], row);
      const float *input = get_row (node->src[1], row);
      float mean = attune_trainer_multiply_and_sum (input, input, n) / n + *epsilon;
      float share = -attune_trainer_multiply_and_sum (gradient, input, n) / (n * mean);

      add_and_scale (gradient, input, n, share, 1.0f / sqrtf (mean), get_row (node, row));
    }
}

/**
 * attune_trainer_norms_substitute:
 * @context: where @graph was recorded
 * @graph: a graph that has no memory yet
 * @shape: what the model is like; must outlive the graph
 *
 * Has norms by the root mean square computed by vectors, forward and backward.
 */
void
attune_trainer_norms_substitute (struct ggml_context      *context,
                                 struct ggml_cgraph       *graph,
                                 const AttuneTrainerShape *shape)
{
  float *epsilon = (float *)&shape->norm_epsilon;

  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      if (node->op == GGML_OP_RMS_NORM)
        attune_trainer_products_customize (context, node, norm_cb, epsilon);
      else if (node->op == GGML_OP_RMS_NORM_BACK)
        attune_trainer_products_customize (context, node, norm_back_cb, epsilon);
    }
}
