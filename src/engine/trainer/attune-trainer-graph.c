/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-graph"

#include "config.h"

#include <string.h>

#include <ggml.h>

#include "attune-trainer-activations.h"
#include "attune-trainer-attention.h"
#include "attune-trainer-forward.h"
#include "attune-trainer-graph.h"
#include "attune-trainer-loss.h"
#include "attune-trainer-products.h"

/* A layer takes up to 100 operations forward and 300 backward. What replaces one of libggml's
 * takes a place of its own in the context. */
#define NODES_PER_LAYER  512
#define NODES_BESIDE     512

struct _AttuneTrainerGraph
{
  struct ggml_context *context;
  struct ggml_cgraph  *graph;
  AttuneTrainerInputs  inputs;
  struct ggml_tensor  *targets;      /* int32 [R]: the tokens to be foretold, -1 where none is */
  struct ggml_tensor  *loss_scale;   /* float [1]: the gradient that backward starts from */
  struct ggml_tensor  *loss;         /* float [1]: summed over all targets */
  struct ggml_tensor  *hits;         /* int32 [R]: whether the target was held the likeliest */
  float               *log_sums;     /* [R]: what the loss keeps for the way back */
  guint                n_tokens;
  guint                n_rows;
};

static struct ggml_tensor *
add_input (AttuneTrainerGraph *self,
           enum ggml_type      type,
           gint64              n_columns,
           gint64              n_rows,
           const char         *name)
{
  struct ggml_tensor *tensor = ggml_new_tensor_2d (self->context, type, n_columns, n_rows);

  ggml_set_input (tensor);
  ggml_set_name (tensor, name);

  return tensor;
}

static void
add_inputs (AttuneTrainerGraph *self)
{
  self->inputs.tokens = add_input (self, GGML_TYPE_I32, self->n_tokens, 1, "tokens");
  self->inputs.positions = add_input (self, GGML_TYPE_I32, self->n_tokens, 1, "positions");
  self->inputs.rows = add_input (self, GGML_TYPE_I32, self->n_rows, 1, "rows");
  self->targets = add_input (self, GGML_TYPE_I32, self->n_rows, 1, "targets");
  self->loss_scale = add_input (self, GGML_TYPE_F32, 1, 1, "loss_scale");
}

/* libggml asks, for every node of the forward pass, where its gradient is to be summed up. For the
 * loss that is where the backward pass starts from. */
static void
add_backward (AttuneTrainerGraph         *self,
              AttuneTrainerModel         *model,
              struct ggml_tensor * const *gradients)
{
  int n_nodes = ggml_graph_n_nodes (self->graph);
  g_autofree struct ggml_tensor **sums = g_new0 (struct ggml_tensor *, n_nodes);
  struct ggml_tensor * const *parameters;
  guint n_parameters;

  parameters = attune_trainer_model_get_parameters (model, &n_parameters);

  for (int i = 0; i < n_nodes; i++)
    {
      struct ggml_tensor *node = ggml_graph_node (self->graph, i);

      if (node == self->loss)
        sums[i] = self->loss_scale;

      for (guint j = 0; j < n_parameters; j++)
        if (node == parameters[j])
          sums[i] = gradients[j];
    }

  ggml_build_backward_expand (self->context, self->graph, sums);
}

static void
build (AttuneTrainerGraph         *self,
       AttuneTrainerModel         *model,
       struct ggml_tensor * const *gradients,
       gsize                       n_nodes)
{
  const AttuneTrainerShape *shape = attune_trainer_model_get_shape (model);
  struct ggml_tensor *scores;

  add_inputs (self);
  scores = attune_trainer_forward_build (model, self->context, &self->inputs);
  self->loss = attune_trainer_loss_new (self->context, scores);
  self->hits = attune_trainer_loss_new_hits (self->context, scores, self->targets);
  ggml_set_loss (self->loss);
  ggml_set_output (self->loss);
  ggml_set_output (self->hits);

  self->graph = ggml_new_graph_custom (self->context, n_nodes, gradients != NULL);
  ggml_build_forward_expand (self->graph, self->loss);

  if (gradients != NULL)
    add_backward (self, model, gradients);

  self->graph = attune_trainer_attention_substitute (self->context, self->graph, shape);
  ggml_build_forward_expand (self->graph, self->hits);
  attune_trainer_loss_substitute (self->context, self->graph, self->targets, self->log_sums);
  attune_trainer_activations_substitute (self->context, self->graph, shape);
  attune_trainer_products_substitute (self->context, self->graph);
}

/**
 * attune_trainer_graph_new:
 * @model: a model
 * @gradients: (nullable): where the gradients of the model's parameters are summed up, in the same
 *   order; %NULL for a forward pass only
 * @n_tokens: how many tokens fit into a window
 * @n_rows: how many target tokens fit into a window
 *
 * Records one pass. The tensors have no memory yet. A graph for training and one for evaluation
 * share nothing but the weights: a forward pass that is part of both gives wrong gradients.
 *
 * Returns: (transfer full): the graph
 */
AttuneTrainerGraph *
attune_trainer_graph_new (AttuneTrainerModel         *model,
                          struct ggml_tensor * const *gradients,
                          guint                       n_tokens,
                          guint                       n_rows)
{
  AttuneTrainerGraph *self = g_new0 (AttuneTrainerGraph, 1);
  const AttuneTrainerShape *shape = attune_trainer_model_get_shape (model);
  struct ggml_init_params params = { .no_alloc = true };
  gsize n_nodes = NODES_BESIDE + (gsize)NODES_PER_LAYER * shape->n_layers;

  self->n_tokens = n_tokens;
  self->n_rows = n_rows;
  self->log_sums = g_new0 (float, n_rows);

  params.mem_size = ggml_tensor_overhead () * 2 * n_nodes +
                    ggml_graph_overhead_custom (n_nodes, true) +
                    ggml_graph_overhead_custom (n_nodes, false);
  self->context = ggml_init (params);
  build (self, model, gradients, n_nodes);

  return self;
}

/**
 * attune_trainer_graph_free:
 * @self: (transfer full): a graph
 */
void
attune_trainer_graph_free (AttuneTrainerGraph *self)
{
  g_clear_pointer (&self->context, ggml_free);
  g_clear_pointer (&self->log_sums, g_free);
  g_free (self);
}

/**
 * attune_trainer_graph_get_ggml:
 * @self: a graph
 *
 * Returns: (transfer none): what libggml calls a graph
 */
struct ggml_cgraph *
attune_trainer_graph_get_ggml (AttuneTrainerGraph *self)
{
  return self->graph;
}

static void
fill_positions (AttuneTrainerGraph *self)
{
  gint32 *positions = self->inputs.positions->data;

  for (guint i = 0; i < self->n_tokens; i++)
    positions[i] = i;
}

/* The token at position i is foretold from what stands before it, that is by row i - 1. */
static void
fill_targets (AttuneTrainerGraph        *self,
              const AttuneTrainerWindow *window)
{
  gint32 *rows = self->inputs.rows->data;
  gint32 *targets = self->targets->data;
  guint n = 0;

  for (guint i = 1; i < window->n_tokens; i++)
    if (window->is_target[i])
      {
        rows[n] = i - 1;
        targets[n] = window->tokens[i];
        n++;
      }

  g_assert (n == window->n_targets);

  for (; n < self->n_rows; n++)
    {
      rows[n] = 0;
      targets[n] = -1;
    }
}

/* All memory of a graph is reused while it computes, that of the inputs too: they are written anew
 * for every pass. */
static void
fill (AttuneTrainerGraph        *self,
      const AttuneTrainerWindow *window,
      double                     gradient_scale)
{
  ggml_set_zero (self->inputs.tokens);
  memcpy (self->inputs.tokens->data, window->tokens, window->n_tokens * sizeof (gint32));
  fill_positions (self);
  fill_targets (self, window);

  /* NULL in a graph for evaluation, where nothing uses it. */
  if (self->loss_scale->data != NULL)
    *(float *)self->loss_scale->data = gradient_scale;
}

static void
add_score (AttuneTrainerGraph        *self,
           const AttuneTrainerWindow *window,
           AttuneTrainerScore        *score)
{
  const gint32 *hits = self->hits->data;

  for (guint i = 0; i < window->n_targets; i++)
    score->n_correct += hits[i];

  score->n_targets += window->n_targets;
  score->loss += *(const float *)self->loss->data;
}

/**
 * attune_trainer_graph_run:
 * @self: a graph whose tensors have memory
 * @backend: what computes
 * @window: no larger than the graph
 * @gradient_scale: what a target token's loss counts in the gradients, usually one divided by the
 *   number of target tokens of the whole step
 * @score: (inout): what the pass showed is added here, if it was completed
 *
 * Runs one window through the model.
 *
 * Returns: how it ended; if it was stopped, the gradients are of no use
 */
AttuneTrainerOutcome
attune_trainer_graph_run (AttuneTrainerGraph        *self,
                          AttuneTrainerBackend      *backend,
                          const AttuneTrainerWindow *window,
                          double                     gradient_scale,
                          AttuneTrainerScore        *score)
{
  AttuneTrainerOutcome outcome;

  g_return_val_if_fail (window->n_tokens <= self->n_tokens, ATTUNE_TRAINER_BROKEN);
  g_return_val_if_fail (window->n_targets <= self->n_rows, ATTUNE_TRAINER_BROKEN);

  fill (self, window, gradient_scale);
  outcome = attune_trainer_backend_compute (backend, self->graph);

  if (outcome == ATTUNE_TRAINER_COMPUTED)
    add_score (self, window, score);

  return outcome;
}
