/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-activations"

#include "config.h"

#include <string.h>

#include <ggml.h>

#include "attune-trainer-activations.h"
#include "attune-trainer-math.h"
#include "attune-trainer-products.h"

/* libggml differentiates neither GELU nor the hyperbolic tangent, but it does SiLU. So graphs are
 * recorded with SiLU in their place, and forward as well as backward, each one that stands for
 * another function is replaced by that. A cap is known by its name, and its derivative by its
 * input. The derivative of SiLU itself, libggml computes one number at a time. */
#define CAP_NAME "output cap"

/* GELU in its usual approximation: x / 2 · (1 + tanh (a · (x + b · x³))). */
#define GELU_A 0.797884561f
#define GELU_B 0.044715f

static inline float
get_gelu (float x)
{
  return 0.5f * x * (1.0f + attune_trainer_tanh (GELU_A * (x + GELU_B * x * x * x)));
}

static inline float
get_gelu_slope (float x)
{
  float t = attune_trainer_tanh (GELU_A * (x + GELU_B * x * x * x));

  return 0.5f * (1.0f + t) +
         0.5f * x * (1.0f - t * t) * GELU_A * (1.0f + 3.0f * GELU_B * x * x);
}

static inline float
get_silu (float x)
{
  return x * attune_trainer_sigmoid (x);
}

static inline float
get_silu_slope (float x)
{
  float share = attune_trainer_sigmoid (x);

  return share * (1.0f + x * (1.0f - share));
}

ATTUNE_TRAINER_CLONES static void
compute_gated_gelu (const float *restrict gate,
                    const float *restrict input,
                    gint64                n,
                    float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    output[i] = get_gelu (gate[i]) * input[i];
}

ATTUNE_TRAINER_CLONES static void
compute_gated_silu (const float *restrict gate,
                    const float *restrict input,
                    gint64                n,
                    float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    output[i] = get_silu (gate[i]) * input[i];
}

ATTUNE_TRAINER_CLONES static void
compute_gelu_back (const float *restrict gradient,
                   const float *restrict gate,
                   const float *restrict input,
                   gint64                n,
                   float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    output[i] = gradient[i] * input[i] * get_gelu_slope (gate[i]);
}

ATTUNE_TRAINER_CLONES static void
compute_silu_back (const float *restrict gradient,
                   const float *restrict gate,
                   const float *restrict input,
                   gint64                n,
                   float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    output[i] = gradient[i] * input[i] * get_silu_slope (gate[i]);
}

ATTUNE_TRAINER_CLONES static void
compute_cap (const float *restrict input,
             gint64                n,
             float                 cap,
             float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    output[i] = cap * attune_trainer_tanh (input[i] / cap);
}

ATTUNE_TRAINER_CLONES static void
compute_cap_back (const float *restrict gradient,
                  const float *restrict input,
                  gint64                n,
                  float                 cap,
                  float       *restrict output)
{
  for (gint64 i = 0; i < n; i++)
    {
      float t = attune_trainer_tanh (input[i] / cap);

      output[i] = gradient[i] * (1.0f - t * t);
    }
}

/* The share of a task in numbers that lie one behind the other. */
static gint64
get_share (const struct ggml_tensor *node,
           int                       task,
           int                       n_tasks,
           gint64                   *start)
{
  gint64 n = ggml_nelements (node);

  *start = n * task / n_tasks;

  return n * (task + 1) / n_tasks - *start;
}

static const float *
get_source (const struct ggml_tensor *node,
            guint                     source,
            gint64                    start)
{
  return (const float *)node->src[source]->data + start;
}

static void
gated_gelu_cb (struct ggml_tensor *node,
               int                 task,
               int                 n_tasks,
               void               *user_data)
{
  gint64 start;
  gint64 n = get_share (node, task, n_tasks, &start);

  compute_gated_gelu (get_source (node, 0, start), get_source (node, 1, start), n,
                      (float *)node->data + start);
}

static void
gated_silu_cb (struct ggml_tensor *node,
               int                 task,
               int                 n_tasks,
               void               *user_data)
{
  gint64 start;
  gint64 n = get_share (node, task, n_tasks, &start);

  compute_gated_silu (get_source (node, 0, start), get_source (node, 1, start), n,
                      (float *)node->data + start);
}

/* Sources: the gradient of the output, the gate, what it lets through. */
static void
gelu_back_cb (struct ggml_tensor *node,
              int                 task,
              int                 n_tasks,
              void               *user_data)
{
  gint64 start;
  gint64 n = get_share (node, task, n_tasks, &start);

  compute_gelu_back (get_source (node, 0, start), get_source (node, 1, start),
                     get_source (node, 2, start), n, (float *)node->data + start);
}

static void
silu_back_cb (struct ggml_tensor *node,
              int                 task,
              int                 n_tasks,
              void               *user_data)
{
  gint64 start;
  gint64 n = get_share (node, task, n_tasks, &start);

  compute_silu_back (get_source (node, 0, start), get_source (node, 1, start),
                     get_source (node, 2, start), n, (float *)node->data + start);
}

static void
cap_cb (struct ggml_tensor *node,
        int                 task,
        int                 n_tasks,
        void               *user_data)
{
  const float *cap = user_data;
  gint64 start;
  gint64 n = get_share (node, task, n_tasks, &start);

  compute_cap (get_source (node, 0, start), n, *cap, (float *)node->data + start);
}

static void
cap_back_cb (struct ggml_tensor *node,
             int                 task,
             int                 n_tasks,
             void               *user_data)
{
  const float *cap = user_data;
  gint64 start;
  gint64 n = get_share (node, task, n_tasks, &start);

  compute_cap_back (get_source (node, 0, start), get_source (node, 1, start), n, *cap,
                    (float *)node->data + start);
}

/**
 * attune_trainer_activations_cap:
 * @context: where the operations are recorded
 * @input: the scores of the vocabulary
 *
 * Records a hyperbolic tangent, scaled as the shape says.
 *
 * Returns: (transfer none): a node that attune_trainer_activations_substitute () makes right
 */
struct ggml_tensor *
attune_trainer_activations_cap (struct ggml_context *context,
                                struct ggml_tensor  *input)
{
  return ggml_set_name (ggml_silu (context, input), CAP_NAME);
}

static gboolean
is_silu (const struct ggml_tensor *node)
{
  return node->op == GGML_OP_UNARY && ggml_get_unary_op (node) == GGML_UNARY_OP_SILU;
}

/* What another node does on its way, this one need not. It becomes a name for its first source. */
static void
pass_through (struct ggml_tensor *node)
{
  struct ggml_tensor *source = node->src[0];

  memset (node->src + 1, 0, sizeof node->src - sizeof node->src[0]);
  node->op = GGML_OP_VIEW;
  node->view_src = source->view_src != NULL ? source->view_src : source;
  node->view_offs = source->view_offs;
}

/* libggml multiplies the gradient with what the gate lets through before it goes back to the gate,
 * and computes the gate's function anew before it multiplies that with the gradient. Each is one
 * step here. */
static void
substitute_gate_back (struct ggml_context      *context,
                      struct ggml_tensor       *node,
                      const AttuneTrainerShape *shape)
{
  node->src[2] = node->src[0]->src[1];
  pass_through (node->src[0]);
  attune_trainer_products_customize (context, node, shape->uses_gelu ? gelu_back_cb : silu_back_cb,
                                     NULL);
}

static void
substitute_gated (struct ggml_context      *context,
                  struct ggml_tensor       *node,
                  const AttuneTrainerShape *shape)
{
  if (node->op == GGML_OP_MUL)
    pass_through (node->src[0]);

  attune_trainer_products_customize (context, node,
                                     shape->uses_gelu ? gated_gelu_cb : gated_silu_cb, NULL);
}

static void
substitute (struct ggml_context       *context,
            struct ggml_tensor        *node,
            const AttuneTrainerShape  *shape,
            struct ggml_tensor       **capped)
{
  float *cap = (float *)&shape->output_cap;

  if (is_silu (node) && g_str_equal (ggml_get_name (node), CAP_NAME))
    {
      *capped = node->src[0];
      attune_trainer_products_customize (context, node, cap_cb, cap);
    }
  else if (node->op == GGML_OP_SILU_BACK && node->src[1] == *capped)
    attune_trainer_products_customize (context, node, cap_back_cb, cap);
  else if (node->op == GGML_OP_SILU_BACK)
    substitute_gate_back (context, node, shape);
  else if (node->op == GGML_OP_GLU || (node->op == GGML_OP_MUL && is_silu (node->src[0])))
    substitute_gated (context, node, shape);
}

/**
 * attune_trainer_activations_substitute:
 * @context: where @graph was recorded
 * @graph: a graph that has no memory yet
 * @shape: what the model is like; must outlive the graph
 *
 * Puts the functions of the model where SiLU stands for them.
 */
void
attune_trainer_activations_substitute (struct ggml_context      *context,
                                       struct ggml_cgraph       *graph,
                                       const AttuneTrainerShape *shape)
{
  struct ggml_tensor *capped = NULL;

  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    substitute (context, ggml_graph_node (graph, i), shape, &capped);
}
