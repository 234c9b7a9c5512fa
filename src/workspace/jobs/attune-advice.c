/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-advice"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-advice.h"

/* See attune_advice_find(). */
#define N_TURNED         3
#define TURN_SHARE       0.05
#define N_MISSING        5
#define N_WINDOW         5
#define DIVERGED_FACTOR  2.0
#define N_FOR_PROGRESS   30
#define PROGRESS_SHARE   0.01
#define LEARNED_LOSS     0.1

typedef struct
{
  gint64 step;
  double loss;
} Loss;

static GArray *
collect (const AttuneMeasures *measures,
         gsize                 n_measures,
         gsize                 offset)
{
  GArray *losses = g_array_new (FALSE, FALSE, sizeof (Loss));

  for (gsize i = 0; i < n_measures; i++)
    {
      Loss loss = { measures[i].step, G_STRUCT_MEMBER (double, &measures[i], offset) };

      if (isfinite (loss.loss))
        g_array_append_val (losses, loss);
    }

  return losses;
}

static double
get_mean (const Loss *losses,
          gsize       n_losses)
{
  double sum = 0;

  for (gsize i = 0; i < n_losses; i++)
    sum += losses[i].loss;

  return sum / n_losses;
}

static gboolean
has_turned (const GArray *array,
            gint64       *step)
{
  const Loss *losses = (const Loss *)(gconstpointer)array->data;
  gsize lowest = 0;

  if (array->len < N_TURNED + 1)
    return FALSE;

  for (gsize i = 1; i < array->len; i++)
    {
      if (losses[i].loss < losses[lowest].loss)
        lowest = i;
    }

  if (lowest + N_TURNED >= array->len)
    return FALSE;

  for (gsize i = array->len - N_TURNED; i < array->len; i++)
    {
      if (losses[i].loss < losses[lowest].loss * (1 + TURN_SHARE))
        return FALSE;
    }

  *step = losses[lowest].step;

  return TRUE;
}

/* A loss that is no number comes as a measure that is missing. */
static gboolean
has_vanished (const AttuneMeasures *measures,
              gsize                 n_measures,
              gint64               *step)
{
  if (n_measures < 2 * N_MISSING)
    return FALSE;

  for (gsize i = 0; i < 2 * N_MISSING; i++)
    {
      gboolean is_there = isfinite (measures[n_measures - 1 - i].train_loss);

      if (is_there != (i >= N_MISSING))
        return FALSE;
    }

  *step = measures[n_measures - 1 - N_MISSING].step;

  return TRUE;
}

static gboolean
has_run_away (const GArray *array,
              gint64       *step)
{
  const Loss *losses = (const Loss *)(gconstpointer)array->data;
  double first;
  double newest;
  double lowest = INFINITY;
  double sum;

  if (array->len < 3 * N_WINDOW)
    return FALSE;

  first = get_mean (losses, N_WINDOW);
  newest = get_mean (&losses[array->len - N_WINDOW], N_WINDOW);
  sum = first * N_WINDOW;

  for (gsize i = N_WINDOW; i < array->len; i++)
    {
      if (sum / N_WINDOW < lowest)
        {
          lowest = sum / N_WINDOW;
          *step = losses[i - 1].step;
        }

      sum += losses[i].loss - losses[i - N_WINDOW].loss;
    }

  return newest > first && newest > lowest * DIVERGED_FACTOR;
}

static gboolean
has_stood_still (const GArray *array)
{
  const Loss *losses = (const Loss *)(gconstpointer)array->data;
  gsize third = array->len / 3;
  double first;
  double newest;

  if (array->len < N_FOR_PROGRESS)
    return FALSE;

  first = get_mean (losses, third);
  newest = get_mean (&losses[array->len - third], third);

  return first > LEARNED_LOSS && newest > first * (1 - PROGRESS_SHARE);
}

/**
 * attune_advice_find:
 * @self: (out caller-allocates): the advice
 * @measures: (array length=n_measures): what was measured, by step, NAN where something was not
 * @n_measures: how many
 *
 * Reads the curves of a run, the most serious thing first:
 *
 * - It has diverged when the newest 5 steps have no training loss although the 5 before had one
 *   (services leave out a loss that is no number), or when the mean of the newest 5 losses is above
 *   that of the first 5 and more than twice the lowest mean of 5 in a row.
 * - It learns by heart when the newest 3 validation losses are all at least 5 % above the lowest.
 *   The loss over the whole validation set counts where it was measured at least 4 times, else the
 *   one of the few examples that are tried between. With fewer than 4 there is no advice: noise
 *   would be taken for a turn.
 * - It does not learn when there are at least 30 training losses and the mean of the newest third
 *   is not even 1 % below that of the first, unless that was below 0.1: then all was known.
 */
void
attune_advice_find (AttuneAdvice         *self,
                    const AttuneMeasures *measures,
                    gsize                 n_measures)
{
  g_autoptr(GArray) train = NULL;
  g_autoptr(GArray) valid = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (measures != NULL || n_measures == 0);

  train = collect (measures, n_measures, G_STRUCT_OFFSET (AttuneMeasures, train_loss));
  valid = collect (measures, n_measures, G_STRUCT_OFFSET (AttuneMeasures, full_valid_loss));

  if (valid->len < N_TURNED + 1)
    {
      g_array_unref (valid);
      valid = collect (measures, n_measures, G_STRUCT_OFFSET (AttuneMeasures, valid_loss));
    }

  self->step = 0;

  if (has_vanished (measures, n_measures, &self->step) || has_run_away (train, &self->step))
    self->kind = ATTUNE_ADVICE_DIVERGED;
  else if (has_turned (valid, &self->step))
    self->kind = ATTUNE_ADVICE_BY_HEART;
  else if (has_stood_still (train))
    self->kind = ATTUNE_ADVICE_NOT_LEARNING;
  else
    self->kind = ATTUNE_ADVICE_NONE;

  if (self->kind == ATTUNE_ADVICE_NONE || self->kind == ATTUNE_ADVICE_NOT_LEARNING)
    self->step = 0;
}

/**
 * attune_advice_dup_text:
 * @self: an advice
 * @checkpoint_step: the step of the best checkpoint, 0 when there is none
 *
 * Returns: (transfer full) (nullable): what it means and what to do, in two or three sentences;
 *   %NULL when there is nothing to say
 */
char *
attune_advice_dup_text (const AttuneAdvice *self,
                        gint64              checkpoint_step)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->kind)
    {
    case ATTUNE_ADVICE_BY_HEART:
      if (checkpoint_step > 0)
        return g_strdup_printf (
          /* Translators: two numbers of training steps. */
          _("Since step %1$ld the model gets better at your examples, but worse at "
            "those that were kept aside: it begins to learn by heart. The checkpoint of step "
            "%2$ld should answer best. Next time, fewer passes or more examples "
            "help."),
          (long)self->step, (long)checkpoint_step);

      return g_strdup_printf (
        _("Since step %ld the model gets better at your examples, but worse at "
          "those that were kept aside: it begins to learn by heart. Next time, fewer passes or more "
          "examples help."),
        (long)self->step);

    case ATTUNE_ADVICE_NOT_LEARNING:
      return g_strdup (
        _("The model has hardly learned anything from your examples so far. Look whether the answers "
          "follow from the questions; a higher learning rate multiplier or more passes may help."));

    case ATTUNE_ADVICE_DIVERGED:
      if (checkpoint_step > 0)
        return g_strdup_printf (
          /* Translators: two numbers of training steps. */
          _("After step %1$ld the training went out of control: the model unlearns. "
            "The checkpoint of step %2$ld should answer best. Train again with a "
            "smaller learning rate multiplier."),
          (long)self->step, (long)checkpoint_step);

      return g_strdup_printf (
        _("After step %ld the training went out of control: the model unlearns. "
          "Train again with a smaller learning rate multiplier."),
        (long)self->step);

    case ATTUNE_ADVICE_NONE:
    default:
      return NULL;
    }
}
