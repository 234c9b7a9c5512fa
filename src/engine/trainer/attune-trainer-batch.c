/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-batch"

#include "config.h"

#include "attune-trainer-batch.h"

/* A pass fetches every weight, however few tokens go through the model with it. At so many, that no
 * longer matters; to keep what lies between the ways forward and back for more of them takes
 * memory. */
#define ENOUGH_TOKENS 256

/* A window, first of all. */
typedef struct
{
  AttuneTrainerItem     item;
  guint                 number;    /* in the batch, as it was given */
  guint                 pass;      /* that it is a part of */
  gboolean              is_done;
  AttuneTrainerOutcome  outcome;
} Task;

/* What is dealt to one pass so far. */
typedef struct
{
  guint n_tokens;
  guint n_targets;
} Pass;

struct _AttuneTrainerBatch
{
  GArray *tasks;       /* of Task, in order of length, the longest first */
  guint   n_workers;
  guint   n_passes;
};

/**
 * attune_trainer_batch_choose_room:
 * @n_windows: in a batch
 * @n_workers: who share them
 * @largest: tokens, or target tokens, in the largest window
 *
 * Returns: for how many a pass is to have room: those of the largest window, or of several short
 *   ones
 */
guint
attune_trainer_batch_choose_room (guint n_windows,
                                  guint n_workers,
                                  guint largest)
{
  guint64 share = (guint64)largest * ((n_windows + n_workers - 1) / n_workers);

  return MAX (largest, MIN (share, ENOUGH_TOKENS));
}

static int
compare_tasks (gconstpointer a,
               gconstpointer b)
{
  const Task *first = a;
  const Task *second = b;

  return (second->item.window->n_tokens > first->item.window->n_tokens) -
         (second->item.window->n_tokens < first->item.window->n_tokens);
}

/* The one that has least, of those with room for a window; or the first of a new round, so that
 * each worker has as many passes as the others. */
static Pass *
choose_pass (GArray                    *passes,
             const AttuneTrainerWindow *window,
             guint                      n_workers,
             guint                      max_tokens,
             guint                      max_targets)
{
  guint n = passes->len;
  Pass *best = NULL;

  for (guint i = 0; i < n; i++)
    {
      Pass *pass = &g_array_index (passes, Pass, i);

      if (pass->n_tokens + window->n_tokens <= max_tokens &&
          pass->n_targets + window->n_targets <= max_targets &&
          (best == NULL || pass->n_tokens < best->n_tokens))
        best = pass;
    }

  if (best != NULL)
    return best;

  g_array_set_size (passes, n + n_workers);

  return &g_array_index (passes, Pass, n);
}

/* Nothing but the batch decides which windows go together, and so the sums of the gradients come
 * out the same each time. */
static void
deal (AttuneTrainerBatch *self,
      guint               max_tokens,
      guint               max_targets)
{
  g_autoptr(GArray) passes = g_array_new (FALSE, TRUE, sizeof (Pass));

  g_array_sort (self->tasks, compare_tasks);

  for (guint i = 0; i < self->tasks->len; i++)
    {
      Task *task = &g_array_index (self->tasks, Task, i);
      Pass *pass = choose_pass (passes, task->item.window, self->n_workers, max_tokens,
                                max_targets);

      pass->n_tokens += task->item.window->n_tokens;
      pass->n_targets += task->item.window->n_targets;
      task->pass = pass - (Pass *)passes->data;
    }

  self->n_passes = passes->len;
}

/**
 * attune_trainer_batch_new:
 * @windows: (array length=n_windows): the windows, which must outlive what is returned
 * @n_windows: how many
 * @gradient_scales: (nullable) (array length=n_windows): what each counts in the gradients, see
 *   AttuneTrainerItem; may be less than 0
 * @n_workers: who share them
 * @max_tokens: what one pass has room for; each window fits
 * @max_targets: the same of target tokens
 *
 * Puts windows together that go through the model at once.
 *
 * Returns: (transfer full): a batch of which nothing is done
 */
AttuneTrainerBatch *
attune_trainer_batch_new (const AttuneTrainerWindow * const *windows,
                          guint                              n_windows,
                          const double                      *gradient_scales,
                          guint                              n_workers,
                          guint                              max_tokens,
                          guint                              max_targets)
{
  AttuneTrainerBatch *self = g_new0 (AttuneTrainerBatch, 1);

  self->n_workers = n_workers;
  self->tasks = g_array_new (FALSE, TRUE, sizeof (Task));
  g_array_set_size (self->tasks, n_windows);

  for (guint i = 0; i < n_windows; i++)
    {
      Task *task = &g_array_index (self->tasks, Task, i);

      task->item.window = windows[i];
      task->item.gradient_scale = gradient_scales != NULL ? gradient_scales[i] : 0;
      task->number = i;
    }

  deal (self, max_tokens, max_targets);

  return self;
}

/**
 * attune_trainer_batch_free:
 * @self: (transfer full): a batch
 */
void
attune_trainer_batch_free (AttuneTrainerBatch *self)
{
  g_clear_pointer (&self->tasks, g_array_unref);
  g_free (self);
}

/**
 * attune_trainer_batch_get_n_passes:
 * @self: a batch
 *
 * Returns: how many passes it takes; in some there may be no window
 */
guint
attune_trainer_batch_get_n_passes (AttuneTrainerBatch *self)
{
  return self->n_passes;
}

/**
 * attune_trainer_batch_restore:
 * @self: a batch that has not begun
 * @parts: of AttuneTrainerPart: what attune_trainer_batch_save () said of the same batch, or none
 *
 * Goes on from there. It does not matter if the windows were dealt to other passes then.
 */
void
attune_trainer_batch_restore (AttuneTrainerBatch *self,
                              GArray             *parts)
{
  for (guint i = 0; i < MIN (parts->len, self->tasks->len); i++)
    {
      const AttuneTrainerPart *part = &g_array_index (parts, AttuneTrainerPart, i);
      Task *task = &g_array_index (self->tasks, Task, i);

      task->is_done = part->is_done != 0;
      task->item.score = (AttuneTrainerScore) {
        .loss = part->loss, .n_targets = part->n_targets, .n_correct = part->n_correct,
      };
    }
}

/**
 * attune_trainer_batch_save:
 * @self: a batch that nobody runs
 * @parts: of AttuneTrainerPart: what is done of it is written there
 */
void
attune_trainer_batch_save (AttuneTrainerBatch *self,
                           GArray             *parts)
{
  g_array_set_size (parts, self->tasks->len);

  for (guint i = 0; i < parts->len; i++)
    {
      const Task *task = &g_array_index (self->tasks, Task, i);

      g_array_index (parts, AttuneTrainerPart, i) = (AttuneTrainerPart) {
        task->is_done, task->item.score.loss, task->item.score.n_targets,
        task->item.score.n_correct,
      };
    }
}

/* There and back again: of the passes in order of length, 0 1 1 0 0 1 …, so that the shares are of
 * about the same size. */
static gboolean
has_pass (AttuneTrainerBatch *self,
          guint               worker,
          guint               pass)
{
  guint place = pass % self->n_workers;

  return worker == (pass / self->n_workers % 2 == 0 ? place : self->n_workers - 1 - place);
}

/* What is still to be done in a pass. Of each task, the item is what it begins with. */
static GPtrArray *
list_tasks (AttuneTrainerBatch *self,
            guint               pass)
{
  GPtrArray *tasks = g_ptr_array_new ();

  for (guint i = 0; i < self->tasks->len; i++)
    {
      Task *task = &g_array_index (self->tasks, Task, i);

      if (task->pass == pass && !task->is_done)
        g_ptr_array_add (tasks, task);
    }

  return tasks;
}

/**
 * attune_trainer_batch_run:
 * @self: a batch
 * @purpose: whether gradients are wanted
 * @worker: who runs, from 0
 * @passes: the worker's own
 * @should_pause: asked after each pass
 * @user_data: for @should_pause
 *
 * Runs what is left of a worker's share, until that is done or a pass fails, or until it is to
 * pause. All workers may do so at the same time.
 */
void
attune_trainer_batch_run (AttuneTrainerBatch     *self,
                          AttuneTrainerPurpose    purpose,
                          guint                   worker,
                          AttuneTrainerPasses    *passes,
                          AttuneTrainerPauseFunc  should_pause,
                          gpointer                user_data)
{
  for (guint i = 0; i < self->n_passes; i++)
    {
      g_autoptr(GPtrArray) tasks = NULL;
      AttuneTrainerOutcome outcome;
      gint64 start = g_get_monotonic_time ();

      if (!has_pass (self, worker, i) || (tasks = list_tasks (self, i))->len == 0)
        continue;

      outcome = attune_trainer_passes_run (passes, purpose, (AttuneTrainerItem **)tasks->pdata,
                                           tasks->len);

      for (guint j = 0; j < tasks->len; j++)
        {
          Task *task = g_ptr_array_index (tasks, j);

          task->outcome = outcome;
          task->is_done = outcome == ATTUNE_TRAINER_COMPUTED;
        }

      if (outcome != ATTUNE_TRAINER_COMPUTED ||
          should_pause (g_get_monotonic_time () - start, user_data))
        return;
    }
}

/**
 * attune_trainer_batch_is_over:
 * @self: a batch that nobody runs
 * @outcome: (out): how it ended, or how it stands
 *
 * Returns: whether all is done, or something failed
 */
gboolean
attune_trainer_batch_is_over (AttuneTrainerBatch   *self,
                              AttuneTrainerOutcome *outcome)
{
  gboolean is_done = TRUE;

  *outcome = ATTUNE_TRAINER_COMPUTED;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const Task *task = &g_array_index (self->tasks, Task, i);

      if (task->outcome != ATTUNE_TRAINER_COMPUTED)
        *outcome = task->outcome;

      is_done = is_done && task->is_done;
    }

  return is_done || *outcome != ATTUNE_TRAINER_COMPUTED;
}

/**
 * attune_trainer_batch_get_scores:
 * @self: a batch that is done
 * @scores: (out caller-allocates): what each window showed, in the order in which they were given
 */
void
attune_trainer_batch_get_scores (AttuneTrainerBatch *self,
                                 AttuneTrainerScore *scores)
{
  for (guint i = 0; i < self->tasks->len; i++)
    {
      const Task *task = &g_array_index (self->tasks, Task, i);

      scores[task->number] = task->item.score;
    }
}
