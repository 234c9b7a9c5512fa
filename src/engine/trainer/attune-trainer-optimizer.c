/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-optimizer"

#include "config.h"

#include <math.h>

#include <ggml-alloc.h>
#include <ggml-backend.h>

#include "attune-trainer-optimizer.h"

/* The usual constants, except that the second moment forgets faster: a job here has hundreds of
 * steps, not hundreds of thousands. */
#define FIRST_DECAY     0.9f
#define SECOND_DECAY    0.99f
#define EPSILON         1e-8f
#define WEIGHT_DECAY    0.01f
#define MAX_NORM        1.0

/* What one thread works on at a time. Sums are made for each piece and then added up in order, so
 * that they are the same for any number of threads. */
#define PIECE_LENGTH    32768
#define LANES           16

typedef struct
{
  float       *weights;
  const float *gradients;
  float       *first_moments;
  float       *second_moments;
  guint        length;
  float        weight_decay;
  double       square_sum;     /* of the gradients */
} Piece;

struct _AttuneTrainerOptimizer
{
  AttuneTrainerBackend  *backend;
  struct ggml_context   *context;
  ggml_backend_buffer_t  buffer;
  ggml_gallocr_t         memory;
  struct ggml_cgraph    *graph;
  GPtrArray             *moments;   /* of struct ggml_tensor: first and second of each parameter */
  GArray                *pieces;    /* of Piece */
  guint                  step;
  float                  learning_rate;
};

static void
sum_squares (Piece *piece)
{
  double sums[LANES] = { 0 };
  double total = 0;
  guint i;

  for (i = 0; i + LANES <= piece->length; i += LANES)
    for (guint lane = 0; lane < LANES; lane++)
      sums[lane] += (double)piece->gradients[i + lane] * piece->gradients[i + lane];

  for (; i < piece->length; i++)
    total += (double)piece->gradients[i] * piece->gradients[i];

  for (guint lane = 0; lane < LANES; lane++)
    total += sums[lane];

  piece->square_sum = total;
}

static void
norm_cb (struct ggml_tensor *node,
         int                 task,
         int                 n_tasks,
         void               *user_data)
{
  AttuneTrainerOptimizer *self = user_data;

  for (guint i = task; i < self->pieces->len; i += n_tasks)
    sum_squares (&g_array_index (self->pieces, Piece, i));
}

/* AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", algorithm 2). */
static void
update_piece (AttuneTrainerOptimizer *self,
              const Piece            *piece,
              float                   gradient_scale)
{
  const float first_scale = 1.0f / (1.0f - powf (FIRST_DECAY, self->step));
  const float second_scale = 1.0f / (1.0f - powf (SECOND_DECAY, self->step));
  const float rate = self->learning_rate;
  const float keep = 1.0f - rate * piece->weight_decay;
  float *restrict weights = piece->weights;
  float *restrict first = piece->first_moments;
  float *restrict second = piece->second_moments;
  const float *restrict gradients = piece->gradients;

  for (guint i = 0; i < piece->length; i++)
    {
      float gradient = gradients[i] * gradient_scale;

      first[i] = FIRST_DECAY * first[i] + (1.0f - FIRST_DECAY) * gradient;
      second[i] = SECOND_DECAY * second[i] + (1.0f - SECOND_DECAY) * gradient * gradient;
      weights[i] = keep * weights[i] -
                   rate * first[i] * first_scale / (sqrtf (second[i] * second_scale) + EPSILON);
    }
}

static void
update_cb (struct ggml_tensor *node,
           int                 task,
           int                 n_tasks,
           void               *user_data)
{
  AttuneTrainerOptimizer *self = user_data;
  double square_sum = 0;
  double norm;

  for (guint i = 0; i < self->pieces->len; i++)
    square_sum += g_array_index (self->pieces, Piece, i).square_sum;

  norm = sqrt (square_sum);

  for (guint i = task; i < self->pieces->len; i += n_tasks)
    update_piece (self, &g_array_index (self->pieces, Piece, i),
                  norm > MAX_NORM ? MAX_NORM / norm : 1.0);
}

static struct ggml_tensor *
add_moment (AttuneTrainerOptimizer *self,
            struct ggml_tensor     *weight,
            const char             *suffix)
{
  struct ggml_tensor *moment = ggml_new_tensor (self->context, GGML_TYPE_F32, GGML_MAX_DIMS,
                                                weight->ne);

  ggml_format_name (moment, "%s.%s", ggml_get_name (weight), suffix);
  g_ptr_array_add (self->moments, moment);

  return moment;
}

static void
add_pieces (AttuneTrainerOptimizer       *self,
            const AttuneTrainerParameter *parameter,
            struct ggml_tensor           *first,
            struct ggml_tensor           *second)
{
  gint64 n = ggml_nelements (parameter->weight);

  for (gint64 start = 0; start < n; start += PIECE_LENGTH)
    {
      Piece piece = { .length = MIN (PIECE_LENGTH, n - start) };

      piece.weights = (float *)parameter->weight->data + start;
      piece.gradients = (const float *)parameter->gradient->data + start;
      piece.first_moments = (float *)first->data + start;
      piece.second_moments = (float *)second->data + start;
      piece.weight_decay = ggml_n_dims (parameter->weight) > 1 ? WEIGHT_DECAY : 0.0f;
      g_array_append_val (self->pieces, piece);
    }
}

/* libggml's own threads do the work, as two operations that compute nothing it knows of. */
static void
build_graph (AttuneTrainerOptimizer *self,
             struct ggml_tensor     *argument)
{
  struct ggml_tensor *norm, *update;

  norm = ggml_custom_4d (self->context, GGML_TYPE_F32, 1, 1, 1, 1, &argument, 1,
                         norm_cb, GGML_N_TASKS_MAX, self);
  update = ggml_custom_4d (self->context, GGML_TYPE_F32, 1, 1, 1, 1, &norm, 1,
                           update_cb, GGML_N_TASKS_MAX, self);
  self->graph = ggml_new_graph (self->context);
  ggml_build_forward_expand (self->graph, update);
}

/**
 * attune_trainer_optimizer_new:
 * @model: a model, that must outlive what is returned
 * @backend: what computes, the same holds for it
 * @error: return location for an error
 *
 * Claims eight bytes for every number that training changes.
 *
 * Returns: (transfer full) (nullable): the optimizer, or %NULL with %ATTUNE_ERROR_ENGINE when there
 *   is not enough memory
 */
AttuneTrainerOptimizer *
attune_trainer_optimizer_new (AttuneTrainerModel    *model,
                              AttuneTrainerBackend  *backend,
                              GError               **error)
{
  g_autoptr(AttuneTrainerOptimizer) self = g_new0 (AttuneTrainerOptimizer, 1);
  struct ggml_init_params params = { .no_alloc = true };
  const AttuneTrainerParameter *parameters;
  guint n_parameters;

  parameters = attune_trainer_model_get_parameters (model, &n_parameters);
  self->backend = backend;
  self->moments = g_ptr_array_new ();
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  params.mem_size = ggml_tensor_overhead () * (2 * n_parameters + 3) + ggml_graph_overhead ();
  self->context = ggml_init (params);

  for (guint i = 0; i < n_parameters; i++)
    {
      add_moment (self, parameters[i].weight, "first");
      add_moment (self, parameters[i].weight, "second");
    }

  if ((self->buffer = attune_trainer_backend_allocate (backend, self->context, error)) == NULL)
    return NULL;

  for (guint i = 0; i < n_parameters; i++)
    add_pieces (self, &parameters[i], g_ptr_array_index (self->moments, 2 * i),
                g_ptr_array_index (self->moments, 2 * i + 1));

  build_graph (self, parameters[0].weight);
  self->memory = ggml_gallocr_new (ggml_backend_buffer_get_type (self->buffer));

  if (!ggml_gallocr_alloc_graph (self->memory, self->graph))
    g_critical ("No memory for a graph of two numbers");

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_optimizer_free:
 * @self: (transfer full): an optimizer
 */
void
attune_trainer_optimizer_free (AttuneTrainerOptimizer *self)
{
  g_clear_pointer (&self->memory, ggml_gallocr_free);
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->moments, g_ptr_array_unref);
  g_clear_pointer (&self->buffer, ggml_backend_buffer_free);
  g_clear_pointer (&self->context, ggml_free);
  g_free (self);
}

/**
 * attune_trainer_optimizer_step:
 * @self: an optimizer
 * @step: the number of the step, from 1
 * @learning_rate: how far the weights go
 *
 * Changes the weights by the gradients that were summed up, after scaling these down to a length of
 * one if they are longer. It takes milliseconds, and is never stopped half-way.
 *
 * Returns: how it ended
 */
AttuneTrainerOutcome
attune_trainer_optimizer_step (AttuneTrainerOptimizer *self,
                               guint                   step,
                               double                  learning_rate)
{
  self->step = step;
  self->learning_rate = learning_rate;

  return attune_trainer_backend_compute (self->backend, self->graph, FALSE);
}

/**
 * attune_trainer_optimizer_get_tensors:
 * @self: an optimizer
 * @n_tensors: (out): how many
 *
 * Returns: (transfer none) (array length=n_tensors): what must be saved to go on later
 */
struct ggml_tensor **
attune_trainer_optimizer_get_tensors (AttuneTrainerOptimizer *self,
                                      guint                  *n_tensors)
{
  *n_tensors = self->moments->len;

  return (struct ggml_tensor **)self->moments->pdata;
}
