/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-preference"

#include "config.h"

#include <math.h>

#include "attune-trainer-preference.h"

struct _AttuneTrainerPreference
{
  AttuneTrainerDataset *dataset;
  AttuneTrainerWorkers *workers;
  double                beta;
  double               *references;   /* how much likelier each better answer was beforehand */
};

/* A step, both answers of each example one after the other. */
typedef struct
{
  const AttuneTrainerWindow **windows;
  AttuneTrainerScore         *scores;
  double                     *scales;
  guint                       n_windows;
} Batch;

static void
batch_clear (Batch *self)
{
  g_clear_pointer (&self->windows, g_free);
  g_clear_pointer (&self->scores, g_free);
  g_clear_pointer (&self->scales, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static void
batch_init (Batch                   *self,
            AttuneTrainerPreference *preference,
            const guint             *examples,
            guint                    n_examples)
{
  self->n_windows = 2 * n_examples;
  self->windows = g_new (const AttuneTrainerWindow *, self->n_windows);
  self->scores = g_new0 (AttuneTrainerScore, self->n_windows);
  self->scales = g_new0 (double, self->n_windows);

  for (guint i = 0; i < n_examples; i++)
    {
      self->windows[2 * i] = attune_trainer_dataset_get_window (preference->dataset, examples[i]);
      self->windows[2 * i + 1] = attune_trainer_dataset_get_rejected (preference->dataset,
                                                                      examples[i]);
    }
}

/* The logarithm of how many times likelier the better answer is: a loss is minus the logarithm of
 * a probability. */
static double
get_lead (const Batch *self,
          guint        example)
{
  return self->scores[2 * example + 1].loss - self->scores[2 * example].loss;
}

/* The loss of an example is log (1 + exp (-margin)); its gradient pushes the two answers apart,
 * with less and less force. */
static void
judge (AttuneTrainerPreference *self,
       Batch                   *batch,
       const guint             *examples,
       guint                    n_examples,
       AttuneTrainerScore      *score)
{
  for (guint i = 0; i < n_examples; i++)
    {
      double margin = self->beta * (get_lead (batch, i) - self->references[examples[i]]);
      double force = self->beta / (1 + exp (margin)) / n_examples;

      batch->scales[2 * i] = force;
      batch->scales[2 * i + 1] = -force;
      score->loss += margin > 0 ? log1p (exp (-margin)) : log1p (exp (margin)) - margin;
      score->n_correct += margin > 0;
      score->n_targets++;
    }
}

static AttuneTrainerOutcome
measure_references (AttuneTrainerPreference *self,
                    AttuneTrainerReferences *kept)
{
  guint n_examples = attune_trainer_dataset_get_n_windows (self->dataset);

  for (guint i = attune_trainer_references_restore (kept, self->references, n_examples);
       i < n_examples;
       i++)
    {
      g_auto(Batch) batch = { 0 };
      AttuneTrainerOutcome outcome;

      batch_init (&batch, self, &i, 1);
      outcome = attune_trainer_workers_run_each (self->workers, ATTUNE_TRAINER_EVALUATE,
                                                 batch.windows, batch.n_windows, NULL,
                                                 batch.scores);

      if (outcome != ATTUNE_TRAINER_COMPUTED)
        {
          attune_trainer_references_keep (kept, self->references, i);
          return outcome;
        }

      self->references[i] = get_lead (&batch, 0);
      attune_trainer_references_note (kept, self->references, i + 1, n_examples);
    }

  return ATTUNE_TRAINER_COMPUTED;
}

/**
 * attune_trainer_preference_new:
 * @dataset: pairs, which must outlive what is returned
 * @workers: who compute, with the model as it is before the training; the same holds for them
 * @beta: how firmly the model is held to what it was
 * @kept: where it is kept how likely the untrained model holds the answers
 * @outcome: (out): how measuring the model ended
 *
 * Returns: (transfer full) (nullable): %NULL when it was stopped
 */
AttuneTrainerPreference *
attune_trainer_preference_new (AttuneTrainerDataset    *dataset,
                               AttuneTrainerWorkers    *workers,
                               double                   beta,
                               AttuneTrainerReferences *kept,
                               AttuneTrainerOutcome    *outcome)
{
  g_autoptr(AttuneTrainerPreference) self = g_new0 (AttuneTrainerPreference, 1);

  self->dataset = dataset;
  self->workers = workers;
  self->beta = beta;
  self->references = g_new0 (double, attune_trainer_dataset_get_n_windows (dataset));
  *outcome = measure_references (self, kept);

  return *outcome == ATTUNE_TRAINER_COMPUTED ? g_steal_pointer (&self) : NULL;
}

/**
 * attune_trainer_preference_free:
 * @self: (transfer full): a preference
 */
void
attune_trainer_preference_free (AttuneTrainerPreference *self)
{
  g_clear_pointer (&self->references, g_free);
  g_free (self);
}

/**
 * attune_trainer_preference_run:
 * @self: a preference
 * @purpose: whether gradients are wanted
 * @examples: (array length=n_examples): the numbers of examples
 * @n_examples: how many
 * @score: (inout): each example counts as one target, correct where the better answer gained
 *
 * What an example counts in the gradients is known only after both its answers were seen, so they
 * go through the model twice.
 *
 * Returns: how it ended
 */
AttuneTrainerOutcome
attune_trainer_preference_run (AttuneTrainerPreference *self,
                               AttuneTrainerPurpose     purpose,
                               const guint             *examples,
                               guint                    n_examples,
                               AttuneTrainerScore      *score)
{
  g_auto(Batch) batch = { 0 };
  AttuneTrainerOutcome outcome;

  batch_init (&batch, self, examples, n_examples);
  outcome = attune_trainer_workers_run_each (self->workers,
                                             purpose == ATTUNE_TRAINER_TRAIN ?
                                             ATTUNE_TRAINER_WEIGH : purpose,
                                             batch.windows, batch.n_windows, NULL, batch.scores);

  if (outcome != ATTUNE_TRAINER_COMPUTED)
    return outcome;

  judge (self, &batch, examples, n_examples, score);

  if (purpose == ATTUNE_TRAINER_EVALUATE)
    return outcome;

  return attune_trainer_workers_run_each (self->workers, ATTUNE_TRAINER_TRAIN, batch.windows,
                                          batch.n_windows, batch.scales, batch.scores);
}
