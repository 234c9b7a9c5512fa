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
#include "attune-trainer-norms.h"
#include "attune-trainer-products.h"

/* A layer takes up to 100 operations forward and 300 backward. What replaces one of libggml's
 * takes a place of its own in the context. */
#define NODES_PER_LAYER  512
#define NODES_BESIDE     512

struct _AttuneTrainerGraph
{
  struct ggml_context  *context;
  struct ggml_cgraph   *graph;
  AttuneTrainerInputs   inputs;
  struct ggml_tensor   *targets;     /* int32 [R]: the tokens to be foretold, -1 where none is */
  struct ggml_tensor   *loss_seed;   /* float [1]: where backward starts; nothing reads it */
  struct ggml_tensor   *loss;        /* float [1]: summed over all targets */
  AttuneTrainerLossRow *rows;        /* [R]: what each loss counts, and then what came of it */
  guint                 n_tokens;
  guint                 n_rows;
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
  self->loss_seed = add_input (self, GGML_TYPE_F32, 1, 1, "loss_seed");
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
        sums[i] = self->loss_seed;

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
  ggml_set_loss (self->loss);
  ggml_set_output (self->loss);

  self->graph = ggml_new_graph_custom (self->context, n_nodes, gradients != NULL);
  ggml_build_forward_expand (self->graph, self->loss);

  if (gradients != NULL)
    add_backward (self, model, gradients);

  self->graph = attune_trainer_attention_substitute (self->context, self->graph,
                                                     self->inputs.positions, shape);
  attune_trainer_loss_substitute (self->context, self->graph, self->targets, self->rows);
  attune_trainer_activations_substitute (self->context, self->graph, shape);
  attune_trainer_norms_substitute (self->context, self->graph, shape);
  attune_trainer_products_substitute (self->context, self->graph);
}

/**
 * attune_trainer_graph_new:
 * @model: a model
 * @gradients: (nullable): where the gradients of the model's parameters are summed up, in the same
 *   order; %NULL for a forward pass only
 * @n_tokens: how many tokens fit into a pass
 * @n_rows: how many target tokens fit into a pass
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
  self->rows = g_new0 (AttuneTrainerLossRow, n_rows);

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
  g_clear_pointer (&self->rows, g_free);
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

/**
 * attune_trainer_graph_get_size:
 * @self: a graph
 *
 * Returns: bytes that it takes itself, without what it computes
 */
gsize
attune_trainer_graph_get_size (AttuneTrainerGraph *self)
{
  return ggml_used_mem (self->context) + self->n_rows * sizeof *self->rows;
}

/* The windows stand one behind the other. A position tells attention where a window begins: what is
 * left over behind the last one is a window of its own, of which nothing is wanted. */
static void
fill_tokens (AttuneTrainerGraph         *self,
             AttuneTrainerItem * const  *items,
             guint                       n_items)
{
  gint32 *tokens = self->inputs.tokens->data;
  gint32 *positions = self->inputs.positions->data;
  guint n = 0;

  for (guint i = 0; i < n_items; i++)
    for (guint j = 0; j < items[i]->window->n_tokens; j++, n++)
      {
        tokens[n] = items[i]->window->tokens[j];
        positions[n] = j;
      }

  for (guint i = 0; n < self->n_tokens; i++, n++)
    {
      tokens[n] = 0;
      positions[n] = i;
    }
}

/* The token at position i is foretold from what stands before it, that is by row i - 1. */
static guint
fill_targets (AttuneTrainerGraph      *self,
              const AttuneTrainerItem *item,
              guint                    first_token,
              guint                    n)
{
  const AttuneTrainerWindow *window = item->window;
  gint32 *rows = self->inputs.rows->data;
  gint32 *targets = self->targets->data;

  for (guint i = 1; i < window->n_tokens; i++)
    if (window->is_target[i])
      {
        rows[n] = first_token + i - 1;
        targets[n] = window->tokens[i];
        self->rows[n].scale = item->gradient_scale;
        n++;
      }

  return n;
}

/* All memory of a graph is reused while it computes, that of the inputs too: they are written anew
 * for every pass. */
static void
fill (AttuneTrainerGraph         *self,
      AttuneTrainerItem * const  *items,
      guint                       n_items)
{
  gint32 *rows = self->inputs.rows->data;
  gint32 *targets = self->targets->data;
  guint first_token = 0;
  guint n = 0;

  fill_tokens (self, items, n_items);

  for (guint i = 0; i < n_items; first_token += items[i++]->window->n_tokens)
    n = fill_targets (self, items[i], first_token, n);

  for (; n < self->n_rows; n++)
    {
      rows[n] = 0;
      targets[n] = -1;
    }
}

static void
add_scores (AttuneTrainerGraph         *self,
            AttuneTrainerItem * const  *items,
            guint                       n_items)
{
  const AttuneTrainerLossRow *row = self->rows;

  for (guint i = 0; i < n_items; i++)
    {
      AttuneTrainerScore *score = &items[i]->score;

      score->n_targets += items[i]->window->n_targets;

      for (guint j = 0; j < items[i]->window->n_targets; j++, row++)
        {
          score->loss += row->loss;
          score->n_correct += row->is_hit;
        }
    }
}

/**
 * attune_trainer_graph_run:
 * @self: a graph whose tensors have memory
 * @backend: what computes
 * @items: (array length=n_items): together no larger than the graph
 * @n_items: how many
 *
 * Runs some windows through the model at once: each sees only itself, but all need the same
 * weights.
 *
 * Returns: how it ended; if it was stopped, the gradients are of no use, and nothing was added to
 *   the scores
 */
AttuneTrainerOutcome
attune_trainer_graph_run (AttuneTrainerGraph         *self,
                          AttuneTrainerBackend       *backend,
                          AttuneTrainerItem * const  *items,
                          guint                       n_items)
{
  AttuneTrainerOutcome outcome;

  fill (self, items, n_items);
  outcome = attune_trainer_backend_compute (backend, self->graph);

  if (outcome == ATTUNE_TRAINER_COMPUTED)
    add_scores (self, items, n_items);

  return outcome;
}
