/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-optimizer"

#include "config.h"

#include <math.h>

#include <ggml-backend.h>

#include "attune-trainer-optimizer.h"

/* The usual constants, except that the second moment forgets faster: a job here has hundreds of
 * steps, not hundreds of thousands. */
#define FIRST_DECAY     0.9f
#define SECOND_DECAY    0.99f
#define EPSILON         1e-8f
#define WEIGHT_DECAY    0.01f

/* What a worker takes at a time. Sums are made for each piece and then added up in order, so that
 * they are the same whoever made them. */
#define PIECE_LENGTH    32768
#define LANES           16

typedef struct
{
  guint   parameter;
  gint64  start;
  guint   length;
  float  *weights;
  float  *first_moments;
  float  *second_moments;
  float   weight_decay;
  double  square_sum;     /* of the gradients */
} Piece;

struct _AttuneTrainerOptimizer
{
  AttuneTrainerWorkers  *workers;
  struct ggml_context   *context;
  ggml_backend_buffer_t  buffer;
  GPtrArray             *moments;        /* of struct ggml_tensor: two of each parameter */
  GArray                *pieces;         /* of Piece */
  guint                  step;
  float                  learning_rate;
  float                  gradient_scale;
  double                 max_norm;
};

static float *
get_gradients (AttuneTrainerOptimizer *self,
               guint                   worker,
               const Piece            *piece)
{
  struct ggml_tensor * const *gradients;

  gradients = attune_trainer_workers_get_gradients (self->workers, worker);

  return (float *)gradients[piece->parameter]->data + piece->start;
}

static double
sum_squares (const float *gradients,
             guint        length)
{
  double sums[LANES] = { 0 };
  double total = 0;
  guint i;

  for (i = 0; i + LANES <= length; i += LANES)
    for (guint lane = 0; lane < LANES; lane++)
      sums[lane] += (double)gradients[i + lane] * gradients[i + lane];

  for (; i < length; i++)
    total += (double)gradients[i] * gradients[i];

  for (guint lane = 0; lane < LANES; lane++)
    total += sums[lane];

  return total;
}

/* Adds up what the workers found, into the gradients of the first, and leaves zeros elsewhere. */
static void
gather_piece (AttuneTrainerOptimizer *self,
              Piece                  *piece)
{
  guint n_workers = attune_trainer_workers_get_n_workers (self->workers);
  float *restrict total = get_gradients (self, 0, piece);

  for (guint worker = 1; worker < n_workers; worker++)
    {
      float *restrict part = get_gradients (self, worker, piece);

      for (guint i = 0; i < piece->length; i++)
        {
          total[i] += part[i];
          part[i] = 0.0f;
        }
    }

  piece->square_sum = sum_squares (total, piece->length);
}

static void
gather_cb (guint    worker,
           gpointer user_data)
{
  AttuneTrainerOptimizer *self = user_data;
  guint n_workers = attune_trainer_workers_get_n_workers (self->workers);

  for (guint i = worker; i < self->pieces->len; i += n_workers)
    gather_piece (self, &g_array_index (self->pieces, Piece, i));
}

/* AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", algorithm 2). */
static void
update_piece (AttuneTrainerOptimizer *self,
              const Piece            *piece)
{
  const float first_scale = 1.0f / (1.0f - powf (FIRST_DECAY, self->step));
  const float second_scale = 1.0f / (1.0f - powf (SECOND_DECAY, self->step));
  const float gradient_scale = self->gradient_scale;
  const float rate = self->learning_rate;
  const float keep = 1.0f - rate * piece->weight_decay;
  float *restrict weights = piece->weights;
  float *restrict first = piece->first_moments;
  float *restrict second = piece->second_moments;
  float *restrict gradients = get_gradients (self, 0, piece);

  for (guint i = 0; i < piece->length; i++)
    {
      float gradient = gradients[i] * gradient_scale;

      gradients[i] = 0.0f;
      first[i] = FIRST_DECAY * first[i] + (1.0f - FIRST_DECAY) * gradient;
      second[i] = SECOND_DECAY * second[i] + (1.0f - SECOND_DECAY) * gradient * gradient;
      weights[i] = keep * weights[i] -
                   rate * first[i] * first_scale / (sqrtf (second[i] * second_scale) + EPSILON);
    }
}

static void
update_cb (guint    worker,
           gpointer user_data)
{
  AttuneTrainerOptimizer *self = user_data;
  guint n_workers = attune_trainer_workers_get_n_workers (self->workers);

  for (guint i = worker; i < self->pieces->len; i += n_workers)
    update_piece (self, &g_array_index (self->pieces, Piece, i));
}

static void
add_moment (AttuneTrainerOptimizer *self,
            struct ggml_tensor     *weight,
            const char             *suffix)
{
  struct ggml_tensor *moment = ggml_new_tensor (self->context, GGML_TYPE_F32, GGML_MAX_DIMS,
                                                weight->ne);

  ggml_format_name (moment, "%s.%s", ggml_get_name (weight), suffix);
  g_ptr_array_add (self->moments, moment);
}

static void
add_pieces (AttuneTrainerOptimizer *self,
            guint                   parameter,
            struct ggml_tensor     *weight)
{
  struct ggml_tensor *first = g_ptr_array_index (self->moments, 2 * parameter);
  struct ggml_tensor *second = g_ptr_array_index (self->moments, 2 * parameter + 1);
  gint64 n = ggml_nelements (weight);

  for (gint64 start = 0; start < n; start += PIECE_LENGTH)
    {
      Piece piece = { parameter, start, MIN (PIECE_LENGTH, n - start) };

      piece.weights = (float *)weight->data + start;
      piece.first_moments = (float *)first->data + start;
      piece.second_moments = (float *)second->data + start;
      piece.weight_decay = ggml_n_dims (weight) > 1 ? WEIGHT_DECAY : 0.0f;
      g_array_append_val (self->pieces, piece);
    }
}

/**
 * attune_trainer_optimizer_new:
 * @model: a model, that must outlive what is returned
 * @workers: who sum up the gradients and do the work, the same holds for them
 * @max_norm: longer gradients are scaled down to this length
 * @memory: the account that the moments are put to
 * @error: return location for an error
 *
 * Claims eight bytes for every number that training changes.
 *
 * Returns: (transfer full) (nullable): the optimizer, or %NULL with %ATTUNE_ERROR_ENGINE when there
 *   is not enough memory
 */
AttuneTrainerOptimizer *
attune_trainer_optimizer_new (AttuneTrainerModel    *model,
                              AttuneTrainerWorkers  *workers,
                              double                 max_norm,
                              AttuneTrainerMemory   *memory,
                              GError               **error)
{
  g_autoptr(AttuneTrainerOptimizer) self = g_new0 (AttuneTrainerOptimizer, 1);
  struct ggml_init_params params = { .no_alloc = true };
  struct ggml_tensor * const *parameters;
  guint n_parameters;

  parameters = attune_trainer_model_get_parameters (model, &n_parameters);
  self->workers = workers;
  self->max_norm = max_norm;
  self->moments = g_ptr_array_new ();
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  params.mem_size = ggml_tensor_overhead () * (2 * n_parameters + 1);
  self->context = ggml_init (params);

  for (guint i = 0; i < n_parameters; i++)
    {
      add_moment (self, parameters[i], "first");
      add_moment (self, parameters[i], "second");
    }

  if ((self->buffer = attune_trainer_memory_allocate (memory, self->context, error)) == NULL)
    return NULL;

  for (guint i = 0; i < n_parameters; i++)
    add_pieces (self, i, parameters[i]);

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_optimizer_free:
 * @self: (transfer full): an optimizer
 */
void
attune_trainer_optimizer_free (AttuneTrainerOptimizer *self)
{
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
 * Changes the weights by the gradients that the workers summed up, after scaling these down if they
 * are too long, and sets the gradients to zero. It takes milliseconds, and is
 * never stopped half-way.
 */
void
attune_trainer_optimizer_step (AttuneTrainerOptimizer *self,
                               guint                   step,
                               double                  learning_rate)
{
  AttuneTrainerTeam *team = attune_trainer_workers_get_team (self->workers);
  double square_sum = 0;
  double norm;

  attune_trainer_team_run (team, gather_cb, self);

  for (guint i = 0; i < self->pieces->len; i++)
    square_sum += g_array_index (self->pieces, Piece, i).square_sum;

  norm = sqrt (square_sum);
  self->gradient_scale = norm > self->max_norm ? self->max_norm / norm : 1.0;
  self->step = step;
  self->learning_rate = learning_rate;

  attune_trainer_team_run (team, update_cb, self);
}

/**
 * attune_trainer_optimizer_get_tensors:
 * @self: an optimizer
 * @n_tensors: (out): how many
 *
 * Returns: (transfer none) (array length=n_tensors): what must be saved to go on later
 */
struct ggml_tensor * const *
attune_trainer_optimizer_get_tensors (AttuneTrainerOptimizer *self,
                                      guint                  *n_tensors)
{
  *n_tensors = self->moments->len;

  return (struct ggml_tensor * const *)self->moments->pdata;
}
