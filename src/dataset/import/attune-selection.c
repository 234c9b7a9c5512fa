/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-selection"

#include "config.h"

#include <math.h>

#include "attune-lottery.h"
#include "attune-remedy.h"
#include "attune-selection.h"

/* Less than one in a million is none. */
#define MIN_SHARE 1e-6

struct _AttuneSelection
{
  AttuneIndex  *index;      /* of the scan */
  AttuneScan   *scan;
  guint64       mended;     /* masks of issues */
  guint64       errors;
  guint64       duplicates;
  guint64       removed;
  guint8       *fates;      /* one for each entry */
  guint64       counts[ATTUNE_N_FATES];
  guint64       reasons[ATTUNE_N_ISSUES];   /* of those left out, one for each */
};

/* Where nobody is known there is no answer either; with the usual names there is. */
static guint64
forgive (AttuneSelection *self,
         guint64          issues)
{
  if ((issues & self->mended & attune_issue_bit (ATTUNE_ISSUE_UNKNOWN_ROLE)) != 0)
    issues &= ~(attune_issue_bit (ATTUNE_ISSUE_NO_ASSISTANT) |
                attune_issue_bit (ATTUNE_ISSUE_LAST_NOT_ASSISTANT));

  return issues & ~self->mended;
}

/* Of several reasons the first is told, so that together they are as many as what is left out. */
static AttuneFate
leave_out (AttuneSelection *self,
           guint64          reasons,
           AttuneFate       fate)
{
  self->reasons[__builtin_ctzll (reasons)]++;

  return fate;
}

static AttuneFate
judge (AttuneSelection *self,
       guint64          issues)
{
  issues = forgive (self, issues);

  if ((issues & self->errors) != 0)
    return leave_out (self, issues & self->errors, ATTUNE_FATE_UNUSABLE);

  if ((issues & self->duplicates) != 0)
    return leave_out (self, issues & self->duplicates, ATTUNE_FATE_DUPLICATE);

  if ((issues & self->removed) != 0)
    return leave_out (self, issues & self->removed, ATTUNE_FATE_REMOVED);

  return ATTUNE_FATE_TRAINING;
}

static void
set_fate (AttuneSelection *self,
          guint            position,
          AttuneFate       fate)
{
  self->counts[self->fates[position]]--;
  self->counts[fate]++;
  self->fates[position] = fate;
}

static void
judge_all (AttuneSelection *self)
{
  guint length = attune_index_get_length (self->index);

  self->fates = g_new (guint8, length);

  for (guint i = 0; i < length; i++)
    {
      self->fates[i] = judge (self, attune_index_get (self->index, i)->issues);
      self->counts[self->fates[i]]++;
    }
}

/* The first so many that are left, or so many at random. */
static void
draw_sample (AttuneSelection *self)
{
  AttuneRecipe *recipe = attune_scan_get_recipe (self->scan);
  guint64 wanted = attune_recipe_get_sample_count (recipe);
  gboolean is_random = attune_recipe_get_sample (recipe) == ATTUNE_SAMPLE_RANDOM;
  g_autoptr(AttuneLottery) lottery = attune_lottery_new (attune_recipe_get_sample_seed (recipe));
  guint length = attune_index_get_length (self->index);
  guint64 n = 0;

  if (attune_recipe_get_sample (recipe) == ATTUNE_SAMPLE_ALL ||
      wanted >= self->counts[ATTUNE_FATE_TRAINING])
    return;

  for (guint i = 0; is_random && i < length; i++)
    if (self->fates[i] == ATTUNE_FATE_TRAINING)
      attune_lottery_add (lottery, i);

  attune_lottery_draw (lottery, wanted);

  for (guint i = 0; i < length; i++)
    if (self->fates[i] == ATTUNE_FATE_TRAINING &&
        !(is_random ? attune_lottery_is_drawn (lottery, i) : n++ < wanted))
      set_fate (self, i, ATTUNE_FATE_NOT_SAMPLED);
}

static void
hold_out (AttuneSelection   *self,
          const AttuneSplit *split)
{
  g_autoptr(AttuneLottery) lottery = attune_lottery_new (split->seed);
  guint length = attune_index_get_length (self->index);
  guint64 wanted = attune_split_get_count (split, self->counts[ATTUNE_FATE_TRAINING]);

  if (wanted == 0)
    return;

  /* Examples that ask the same stay together, or the answer to a question of the validation would
   * have been learned. */
  for (guint i = 0; i < length; i++)
    if (self->fates[i] == ATTUNE_FATE_TRAINING)
      attune_lottery_add (lottery, attune_index_get (self->index, i)->question);

  attune_lottery_draw (lottery, wanted);

  for (guint i = 0; i < length; i++)
    if (self->fates[i] == ATTUNE_FATE_TRAINING &&
        attune_lottery_is_drawn (lottery, attune_index_get (self->index, i)->question))
      set_fate (self, i, ATTUNE_FATE_VALIDATION);
}

/**
 * attune_split_get_count:
 * @self: a split
 * @n: how many examples there are
 *
 * Returns: how many of them are to be held out
 */
guint64
attune_split_get_count (const AttuneSplit *self,
                        guint64            n)
{
  guint64 wanted = self->count;

  if (wanted == 0 && self->share >= MIN_SHARE)
    wanted = llround (n * MIN (self->share, ATTUNE_MAX_VALIDATION_SHARE));

  return MIN (wanted, (guint64)(n * ATTUNE_MAX_VALIDATION_SHARE));
}

/**
 * attune_selection_new:
 * @scan: what was found in a file
 * @remedies: a mask; what they can mend in an example counts as mended
 * @split: what is held out
 *
 * Exact when @scan was made with @remedies; else what will be, as far as one can know beforehand.
 *
 * Returns: (transfer full): the selection
 */
AttuneSelection *
attune_selection_new (AttuneScan        *scan,
                      guint64            remedies,
                      const AttuneSplit *split)
{
  AttuneSelection *self = g_new0 (AttuneSelection, 1);
  guint64 errors = attune_issue_get_errors_for (attune_scan_get_rules (scan));
  guint64 removed = attune_remedies_get_removed_issues (remedies, attune_scan_get_rules (scan));

  /* What was applied already left what it could not mend; what drops an example mends nothing. */
  guint64 mending = remedies & ~attune_scan_get_remedies (scan) &
                    ~attune_remedy_bit (ATTUNE_REMEDY_DROP_UNANSWERED);

  self->scan = g_object_ref (scan);
  self->index = attune_scan_get_index (scan);
  /* Whether an answer is left where a message without content goes cannot be known. */
  self->mended = attune_remedies_get_issues (mending) &
                 ~attune_issue_bit (ATTUNE_ISSUE_MISSING_CONTENT);
  self->errors = errors;
  self->duplicates = removed & (attune_issue_bit (ATTUNE_ISSUE_DUPLICATE) |
                                attune_issue_bit (ATTUNE_ISSUE_NEAR_DUPLICATE));
  self->removed = removed & ~self->duplicates & ~errors;
  judge_all (self);
  draw_sample (self);
  hold_out (self, split);

  return self;
}

/**
 * attune_selection_free:
 * @self: (transfer full): a selection
 */
void
attune_selection_free (AttuneSelection *self)
{
  g_clear_pointer (&self->fates, g_free);
  g_clear_object (&self->scan);
  g_free (self);
}

/**
 * attune_selection_get_fate:
 * @self: a selection
 * @position: which entry of the scan's index, from 0
 *
 * Returns: what becomes of it
 */
AttuneFate
attune_selection_get_fate (AttuneSelection *self,
                           guint            position)
{
  return self->fates[position];
}

/**
 * attune_selection_count:
 * @self: a selection
 * @fate: what becomes of an entry
 *
 * Returns: how many entries it becomes of
 */
guint64
attune_selection_count (AttuneSelection *self,
                        AttuneFate       fate)
{
  g_return_val_if_fail (fate < ATTUNE_N_FATES, 0);

  return self->counts[fate];
}

/**
 * attune_selection_count_reason:
 * @self: a selection
 * @kind: a kind of issue
 *
 * Of an entry with several issues that keep it out, the first in the order of #AttuneIssueKind is
 * the reason; so all reasons together are as many as what is unusable, a duplicate or removed.
 *
 * Returns: how many entries are left out because of it
 */
guint64
attune_selection_count_reason (AttuneSelection *self,
                               AttuneIssueKind  kind)
{
  g_return_val_if_fail (kind >= 0 && kind < ATTUNE_N_ISSUES, 0);

  return self->reasons[kind];
}

/**
 * attune_selection_collect_stats:
 * @self: a selection
 *
 * Returns: (transfer full): the tokens of the examples to train on, as far as the scan counted
 *   them; a row is a position in its index
 */
AttuneExampleStats *
attune_selection_collect_stats (AttuneSelection *self)
{
  AttuneExampleStats *stats = attune_example_stats_new (self->counts[ATTUNE_FATE_TRAINING]);

  for (guint i = 0; i < attune_index_get_length (self->index); i++)
    if (self->fates[i] == ATTUNE_FATE_TRAINING)
      attune_example_stats_add (stats, i, attune_index_get (self->index, i)->n_tokens);

  attune_example_stats_finish (stats);

  return stats;
}
