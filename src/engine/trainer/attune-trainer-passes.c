/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-passes"

#include "config.h"

#include <glib/gi18n-lib.h>

#include <ggml-alloc.h>
#include <ggml-backend.h>

#include "attune-error.h"
#include "attune-trainer-codes.h"
#include "attune-trainer-passes.h"

#define SMALLEST_BUCKET 32

/* A graph of 30 layers takes 4 MB, and is recorded in a thirtieth of the time that it computes. */
#define MAX_GRAPHS 8

struct _AttuneTrainerPasses
{
  AttuneTrainerModel    *model;
  AttuneTrainerBackend  *backend;           /* owned */
  struct ggml_context   *context;           /* of the gradients */
  ggml_backend_buffer_t  buffer;
  GPtrArray             *gradients;         /* of struct ggml_tensor; not owned */
  ggml_gallocr_t         graph_memory;
  GHashTable            *graphs;            /* of AttuneTrainerGraph, by purpose and size */
};

/* So many sizes an octave, multiples of 8, which suit the kernels. */
static guint
round_up (guint n,
          guint sizes_an_octave)
{
  guint octave = SMALLEST_BUCKET;
  guint size;

  while (octave * 2 < n)
    octave *= 2;

  size = MAX (octave / sizes_an_octave, 8);

  return MAX (SMALLEST_BUCKET, (n + size - 1) / size * size);
}

/* Tokens go through all layers: at most a tenth of them is padding in a pass of 128 or more. */
static guint
round_up_tokens (guint n_tokens)
{
  return round_up (n_tokens, 8);
}

/* Target tokens go through the last products only: at most a fifth, and fewer graphs. */
static guint
round_up_rows (guint n_rows)
{
  return round_up (n_rows, 4);
}

static gpointer
get_key (AttuneTrainerPurpose purpose,
         guint                n_tokens,
         guint                n_rows)
{
  /* Windows are far shorter than 2^20 tokens; on 32 bits, shorter than 2^15. */
  const guint bits = sizeof (gpointer) == 8 ? 30 : 15;

  return (gpointer)(((guintptr)n_tokens << (bits + 1)) | ((guintptr)n_rows << 1) |
                    (purpose == ATTUNE_TRAINER_TRAIN));
}

static gboolean
allocate_gradients (AttuneTrainerPasses  *self,
                    AttuneTrainerMemory  *memory,
                    GError              **error)
{
  struct ggml_init_params params = { .no_alloc = true };
  struct ggml_tensor * const *parameters;
  guint n_parameters;

  parameters = attune_trainer_model_get_parameters (self->model, &n_parameters);
  params.mem_size = ggml_tensor_overhead () * (n_parameters + 1);
  self->context = ggml_init (params);

  for (guint i = 0; i < n_parameters; i++)
    g_ptr_array_add (self->gradients, ggml_new_tensor (self->context, GGML_TYPE_F32, GGML_MAX_DIMS,
                                                       parameters[i]->ne));

  return (self->buffer = attune_trainer_memory_allocate (memory, self->context, error)) != NULL;
}

/* What the passes compute, and the graphs themselves. */
static gboolean
reserve_graph_memory (AttuneTrainerPasses  *self,
                      AttuneTrainerMemory  *memory,
                      AttuneTrainerGraph   *largest,
                      GError              **error)
{
  struct ggml_cgraph *graph = attune_trainer_graph_get_ggml (largest);
  guint64 graphs = (guint64)MAX_GRAPHS * attune_trainer_graph_get_size (largest);
  gsize size = 0;

  ggml_gallocr_reserve_n_size (self->graph_memory, graph, NULL, NULL, &size);

  if (!attune_trainer_memory_claim (memory, size + graphs, error))
    return FALSE;

  if (attune_trainer_memory_is_plan (memory) || ggml_gallocr_reserve (self->graph_memory, graph))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_ENGINE, ATTUNE_TRAINER_CODE_MEMORY,
                    _("There is not enough memory for this model. "
                      "Close other programs, or choose a smaller model."));

  return FALSE;
}

/**
 * attune_trainer_passes_new:
 * @model: a model, that must outlive what is returned
 * @backend: (transfer full): what computes
 * @memory: the account that everything is put to
 * @max_tokens: tokens of the windows in one pass
 * @max_targets: target tokens of those
 * @error: return location for an error
 *
 * Claims the memory of the gradients and that of the largest pass: all other passes fit into it.
 *
 * Returns: (transfer full) (nullable): the passes, or %NULL with %ATTUNE_ERROR_ENGINE when there is
 *   not enough memory
 */
AttuneTrainerPasses *
attune_trainer_passes_new (AttuneTrainerModel    *model,
                           AttuneTrainerBackend  *backend,
                           AttuneTrainerMemory   *memory,
                           guint                  max_tokens,
                           guint                  max_targets,
                           GError               **error)
{
  g_autoptr(AttuneTrainerPasses) self = g_new0 (AttuneTrainerPasses, 1);
  g_autoptr(AttuneTrainerGraph) largest = NULL;

  self->model = model;
  self->backend = backend;
  self->gradients = g_ptr_array_new ();
  self->graph_memory = ggml_gallocr_new (attune_trainer_backend_get_buffer_type ());
  self->graphs = g_hash_table_new_full (NULL, NULL, NULL,
                                        (GDestroyNotify)attune_trainer_graph_free);

  if (!allocate_gradients (self, memory, error))
    return NULL;

  largest = attune_trainer_graph_new (model, attune_trainer_passes_get_gradients (self),
                                      round_up_tokens (max_tokens),
                                      round_up_rows (max_targets));

  return reserve_graph_memory (self, memory, largest, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * attune_trainer_passes_free:
 * @self: (transfer full): the passes
 */
void
attune_trainer_passes_free (AttuneTrainerPasses *self)
{
  g_clear_pointer (&self->graphs, g_hash_table_unref);
  g_clear_pointer (&self->graph_memory, ggml_gallocr_free);
  g_clear_pointer (&self->gradients, g_ptr_array_unref);
  g_clear_pointer (&self->buffer, ggml_backend_buffer_free);
  g_clear_pointer (&self->context, ggml_free);
  g_clear_pointer (&self->backend, attune_trainer_backend_free);
  g_free (self);
}

/**
 * attune_trainer_passes_get_gradients:
 * @self: the passes
 *
 * Returns: (transfer none): where the gradients of the model's parameters are summed up, in the
 *   same order. Whoever uses them up sets them to zero again.
 */
struct ggml_tensor * const *
attune_trainer_passes_get_gradients (AttuneTrainerPasses *self)
{
  return (struct ggml_tensor * const *)self->gradients->pdata;
}

/* Any of them: which will be needed next is not known. */
static void
remove_one_graph (AttuneTrainerPasses *self)
{
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->graphs);

  if (g_hash_table_iter_next (&iter, NULL, NULL))
    g_hash_table_iter_remove (&iter);
}

/* A graph keeps its addresses in the shared memory. Should that grow, because a smaller window
 * needs more for once, it is elsewhere afterwards and no older graph is valid any more. */
static AttuneTrainerGraph *
add_graph (AttuneTrainerPasses  *self,
           AttuneTrainerPurpose  purpose,
           guint                 n_tokens,
           guint                 n_rows)
{
  g_autoptr(AttuneTrainerGraph) graph = NULL;
  gsize size = ggml_gallocr_get_buffer_size (self->graph_memory, 0);
  gboolean allocated;

  if (g_hash_table_size (self->graphs) >= MAX_GRAPHS)
    remove_one_graph (self);

  graph = attune_trainer_graph_new (self->model,
                                    purpose == ATTUNE_TRAINER_TRAIN ?
                                    attune_trainer_passes_get_gradients (self) : NULL,
                                    n_tokens, n_rows);
  allocated = ggml_gallocr_alloc_graph (self->graph_memory, attune_trainer_graph_get_ggml (graph));

  if (ggml_gallocr_get_buffer_size (self->graph_memory, 0) != size)
    g_hash_table_remove_all (self->graphs);

  if (!allocated)
    return NULL;

  g_hash_table_insert (self->graphs, get_key (purpose, n_tokens, n_rows), graph);

  return g_steal_pointer (&graph);
}

/**
 * attune_trainer_passes_run:
 * @self: the passes
 * @purpose: whether gradients are wanted
 * @items: (array length=n_items): windows, together no larger than was said at the beginning
 * @n_items: how many
 *
 * See attune_trainer_graph_run ().
 *
 * Returns: how it ended
 */
AttuneTrainerOutcome
attune_trainer_passes_run (AttuneTrainerPasses       *self,
                           AttuneTrainerPurpose       purpose,
                           AttuneTrainerItem * const *items,
                           guint                      n_items)
{
  AttuneTrainerGraph *graph;
  guint n_tokens = 0;
  guint n_rows = 0;

  for (guint i = 0; i < n_items; i++)
    {
      n_tokens += items[i]->window->n_tokens;
      n_rows += items[i]->window->n_targets;
    }

  n_tokens = round_up_tokens (n_tokens);
  n_rows = round_up_rows (n_rows);
  graph = g_hash_table_lookup (self->graphs, get_key (purpose, n_tokens, n_rows));

  if (graph == NULL && (graph = add_graph (self, purpose, n_tokens, n_rows)) == NULL)
    return ATTUNE_TRAINER_BROKEN;

  return attune_trainer_graph_run (graph, self->backend, items, n_items);
}
