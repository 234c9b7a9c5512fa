/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-missing-steps"

#include "config.h"

#include <math.h>

#include "attune-missing-steps.h"

/**
 * attune_missing_steps_count:
 * @measures: (array length=n_measures): what was measured, by step, each step once
 * @n_measures: how many
 * @last_step: the step at which the training ended, 0 while it goes on or when that is not known
 *
 * For services that tell each measure once, to whoever listens: how many were told to nobody, or to
 * somebody else. A training is measured at every step, or at every so-manyth, which is the least
 * distance of two; what is measured of validation may be anywhere.
 *
 * Returns: how many measures of the training are missing before the last one, or before the end
 */
gint64
attune_missing_steps_count (const AttuneMeasures *measures,
                            gsize                 n_measures,
                            gint64                last_step)
{
  gint64 distance = G_MAXINT64;
  gint64 n_there = 0;
  gint64 last = 0;

  g_return_val_if_fail (measures != NULL || n_measures == 0, 0);

  for (gsize i = 0; i < n_measures; i++)
    {
      if (!isfinite (measures[i].train_loss))
        continue;

      distance = MIN (distance, measures[i].step - last);
      last = measures[i].step;
      n_there++;
    }

  return MAX (MAX (last, last_step) / MAX (distance, 1) - n_there, 0);
}
