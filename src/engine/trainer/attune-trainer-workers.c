/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-workers"

#include "config.h"

#include "attune-trainer-batch.h"
#include "attune-trainer-workers.h"

struct _AttuneTrainerWorkers
{
  AttuneTrainerTeam *team;
  GPtrArray         *passes;   /* of AttuneTrainerPasses, one for each worker */
  GArray            *parts[ATTUNE_TRAINER_N_PURPOSES]; /* of AttuneTrainerPart: what is done */
  guint              max_tokens;   /* in one pass */
  guint              max_targets;

  AttuneTrainerKeepFunc  keep;      /* may be NULL */
  gpointer               keep_data;
  gint64                 keep_time;   /* monotonic: from then on it is called between two passes */
  gint64                 latest_time; /* no pass shall end after that before it is called */
};

G_STATIC_ASSERT (sizeof (AttuneTrainerPart) == ATTUNE_TRAINER_PART_SIZE * sizeof (double));

/* A batch on its way. */
typedef struct
{
  AttuneTrainerWorkers *self;
  AttuneTrainerPurpose  purpose;
  AttuneTrainerBatch   *batch;
} Run;

/**
 * attune_trainer_workers_new:
 * @model: a model, that must outlive what is returned
 * @memory: the account that everything is put to
 * @n_threads: how many threads there are to use
 * @max_windows: windows in a batch, as far as there is to be room for short ones beside each other
 * @max_tokens: tokens in the longest window
 * @max_targets: target tokens in the window that has most
 * @should_stop: (nullable): asked between two operations, by every worker, whether to stop
 * @error: return location for an error
 *
 * Sets up as many workers as there are threads, but no more than a batch keeps busy.
 *
 * Returns: (transfer full) (nullable): the workers, or %NULL with %ATTUNE_ERROR_ENGINE when there
 *   is not enough memory
 */
AttuneTrainerWorkers *
attune_trainer_workers_new (AttuneTrainerModel     *model,
                            AttuneTrainerMemory    *memory,
                            guint                   n_threads,
                            guint                   max_windows,
                            guint                   max_tokens,
                            guint                   max_targets,
                            AttuneTrainerStopFunc   should_stop,
                            GError                **error)
{
  g_autoptr(AttuneTrainerWorkers) self = g_new0 (AttuneTrainerWorkers, 1);
  guint n_workers = CLAMP (n_threads, 1, MAX (max_windows, 1));

  self->passes = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_trainer_passes_free);

  for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
    self->parts[i] = g_array_new (FALSE, TRUE, sizeof (AttuneTrainerPart));

  self->max_tokens = attune_trainer_batch_choose_room (max_windows, n_workers, max_tokens);
  self->max_targets = attune_trainer_batch_choose_room (max_windows, n_workers, max_targets);
  self->max_targets = MIN (self->max_targets, self->max_tokens);

  for (guint i = 0; i < n_workers; i++)
    {
      AttuneTrainerBackend *backend;
      AttuneTrainerPasses *passes;

      backend = attune_trainer_backend_new (should_stop);
      passes = attune_trainer_passes_new (model, backend, memory, self->max_tokens,
                                          self->max_targets, error);

      if (passes == NULL)
        return NULL;

      g_ptr_array_add (self->passes, passes);
    }

  self->team = attune_trainer_team_new (n_workers);

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_workers_free:
 * @self: (transfer full): the workers
 */
void
attune_trainer_workers_free (AttuneTrainerWorkers *self)
{
  g_clear_pointer (&self->team, attune_trainer_team_free);
  g_clear_pointer (&self->passes, g_ptr_array_unref);

  for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
    g_clear_pointer (&self->parts[i], g_array_unref);

  g_free (self);
}

/**
 * attune_trainer_workers_get_n_workers:
 * @self: the workers
 *
 * Returns: how many there are
 */
guint
attune_trainer_workers_get_n_workers (AttuneTrainerWorkers *self)
{
  return self->passes->len;
}

/**
 * attune_trainer_workers_get_team:
 * @self: the workers
 *
 * Returns: (transfer none): their threads, for other work
 */
AttuneTrainerTeam *
attune_trainer_workers_get_team (AttuneTrainerWorkers *self)
{
  return self->team;
}

/**
 * attune_trainer_workers_get_gradients:
 * @self: the workers
 * @worker: the number of one
 *
 * Returns: (transfer none): the gradients from this worker's share of the batches so far. Whoever
 *   uses them up sets them to zero again.
 */
struct ggml_tensor * const *
attune_trainer_workers_get_gradients (AttuneTrainerWorkers *self,
                                      guint                 worker)
{
  return attune_trainer_passes_get_gradients (g_ptr_array_index (self->passes, worker));
}

/**
 * attune_trainer_workers_set_keep:
 * @self: the workers
 * @keep: (nullable): saves what has been done
 * @user_data: for @keep
 *
 * A batch may take hours. From the time of attune_trainer_workers_set_keep_time () on, @keep is
 * called between two of its passes, when attune_trainer_workers_get_part () and the gradients say
 * how far it is.
 */
void
attune_trainer_workers_set_keep (AttuneTrainerWorkers  *self,
                                 AttuneTrainerKeepFunc  keep,
                                 gpointer               user_data)
{
  self->keep = keep;
  self->keep_data = user_data;
}

/**
 * attune_trainer_workers_set_keep_time:
 * @self: the workers, while they rest
 * @time: monotonic, microseconds: when to keep what has been done
 * @latest: the same: earlier than @time if the next pass would end after that
 */
void
attune_trainer_workers_set_keep_time (AttuneTrainerWorkers *self,
                                      gint64                time,
                                      gint64                latest)
{
  self->keep_time = time;
  self->latest_time = latest;
}

/**
 * attune_trainer_workers_get_part:
 * @self: the workers
 * @purpose: of which batch
 * @n_numbers: (out): how many; 0 when there is none
 *
 * Returns: (transfer none) (array length=n_numbers): what is done of that batch
 */
const double *
attune_trainer_workers_get_part (AttuneTrainerWorkers *self,
                                 AttuneTrainerPurpose  purpose,
                                 guint                *n_numbers)
{
  *n_numbers = self->parts[purpose]->len * ATTUNE_TRAINER_PART_SIZE;

  return (const double *)self->parts[purpose]->data;
}

/**
 * attune_trainer_workers_set_part:
 * @self: workers that have not begun
 * @purpose: of which batch
 * @numbers: (array length=n_numbers): what attune_trainer_workers_get_part () said
 * @n_numbers: how many
 *
 * The next batch for @purpose goes on from there, if it is the same; the gradients are set to what
 * they were by whoever calls.
 */
void
attune_trainer_workers_set_part (AttuneTrainerWorkers *self,
                                 AttuneTrainerPurpose  purpose,
                                 const double         *numbers,
                                 guint                 n_numbers)
{
  g_array_set_size (self->parts[purpose], 0);
  g_array_append_vals (self->parts[purpose], numbers, n_numbers / ATTUNE_TRAINER_PART_SIZE);
}

/* The passes of a batch are in order of length, so that none takes longer than the last one did. */
static gboolean
is_keep_due (gint64   last_pass,
             gpointer user_data)
{
  AttuneTrainerWorkers *self = ((const Run *)user_data)->self;
  gint64 now = g_get_monotonic_time ();

  return self->keep != NULL && (now >= self->keep_time || now + last_pass > self->latest_time);
}

static void
run_share_cb (guint    worker,
              gpointer user_data)
{
  Run *run = user_data;

  attune_trainer_batch_run (run->batch, run->purpose, worker,
                            g_ptr_array_index (run->self->passes, worker), is_keep_due, run);
}

/* What was weighed is needed until it is trained. Of a pass that was stopped, the gradients have a
 * part; what was only looked at holds. */
static void
clear_parts (AttuneTrainerWorkers *self,
             AttuneTrainerPurpose  purpose,
             AttuneTrainerOutcome  outcome)
{
  gboolean is_computed = outcome == ATTUNE_TRAINER_COMPUTED;

  if (purpose == ATTUNE_TRAINER_TRAIN || (purpose == ATTUNE_TRAINER_EVALUATE && is_computed))
    g_array_set_size (self->parts[purpose], 0);

  if (purpose == ATTUNE_TRAINER_TRAIN && is_computed)
    g_array_set_size (self->parts[ATTUNE_TRAINER_WEIGH], 0);
}

/* Workers pause all at once when what they have done is to be kept. */
static AttuneTrainerOutcome
run_batch (Run *run)
{
  AttuneTrainerWorkers *self = run->self;
  GArray *parts = self->parts[run->purpose];
  AttuneTrainerOutcome outcome;

  attune_trainer_batch_restore (run->batch, parts);

  for (;;)
    {
      attune_trainer_team_run (self->team, run_share_cb, run);
      attune_trainer_batch_save (run->batch, parts);

      if (attune_trainer_batch_is_over (run->batch, &outcome))
        break;

      self->keep (self->keep_data);
    }

  clear_parts (self, run->purpose, outcome);

  return outcome;
}

/**
 * attune_trainer_workers_run_each:
 * @self: the workers
 * @purpose: whether gradients are wanted
 * @windows: (array length=n_windows): the batch
 * @n_windows: how many
 * @gradient_scales: (nullable) (array length=n_windows): what each counts in the gradients, see
 *   AttuneTrainerItem; may be less than 0
 * @scores: (out) (array length=n_windows): what each pass showed
 *
 * Runs a batch, and waits for all of it.
 *
 * Returns: how it ended; if it was stopped, the gradients are of no use
 */
AttuneTrainerOutcome
attune_trainer_workers_run_each (AttuneTrainerWorkers              *self,
                                 AttuneTrainerPurpose               purpose,
                                 const AttuneTrainerWindow * const *windows,
                                 guint                              n_windows,
                                 const double                      *gradient_scales,
                                 AttuneTrainerScore                *scores)
{
  g_autoptr(AttuneTrainerBatch) batch = NULL;
  Run run = { self, purpose, NULL };
  AttuneTrainerOutcome outcome;

  batch = attune_trainer_batch_new (windows, n_windows, gradient_scales, self->passes->len,
                                    self->max_tokens, self->max_targets);
  run.batch = batch;
  outcome = run_batch (&run);

  if (outcome == ATTUNE_TRAINER_COMPUTED)
    attune_trainer_batch_get_scores (batch, scores);

  return outcome;
}

/**
 * attune_trainer_workers_run:
 * @self: the workers
 * @purpose: whether gradients are wanted
 * @windows: (array length=n_windows): the batch
 * @n_windows: how many
 * @gradient_scale: what each counts in the gradients
 * @score: (inout): what the passes showed is added here
 *
 * The same where all windows count as much, and only their sum is wanted.
 *
 * Returns: how it ended
 */
AttuneTrainerOutcome
attune_trainer_workers_run (AttuneTrainerWorkers              *self,
                            AttuneTrainerPurpose               purpose,
                            const AttuneTrainerWindow * const *windows,
                            guint                              n_windows,
                            double                             gradient_scale,
                            AttuneTrainerScore                *score)
{
  g_autofree double *scales = g_new (double, n_windows);
  g_autofree AttuneTrainerScore *scores = g_new0 (AttuneTrainerScore, n_windows);
  AttuneTrainerOutcome outcome;

  for (guint i = 0; i < n_windows; i++)
    scales[i] = gradient_scale;

  outcome = attune_trainer_workers_run_each (self, purpose, windows, n_windows, scales, scores);

  for (guint i = 0; outcome == ATTUNE_TRAINER_COMPUTED && i < n_windows; i++)
    {
      score->loss += scores[i].loss;
      score->n_targets += scores[i].n_targets;
      score->n_correct += scores[i].n_correct;
    }

  return outcome;
}
