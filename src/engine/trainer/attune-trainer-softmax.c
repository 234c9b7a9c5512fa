/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-softmax"

#include "config.h"

#include <math.h>

#include "attune-trainer-math.h"
#include "attune-trainer-softmax.h"

/**
 * attune_trainer_softmax_find_largest:
 * @values: (array length=n): numbers
 * @n: how many, at least one
 *
 * Returns: the largest of them
 */
ATTUNE_TRAINER_CLONES float
attune_trainer_softmax_find_largest (const float *values,
                                     gint64       n)
{
  float largest[ATTUNE_TRAINER_LANES];
  float result;
  gint64 i;

  for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
    largest[lane] = -INFINITY;

  for (i = 0; i + ATTUNE_TRAINER_LANES <= n; i += ATTUNE_TRAINER_LANES)
    for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
      largest[lane] = largest[lane] > values[i + lane] ? largest[lane] : values[i + lane];

  result = i < n ? values[i] : largest[0];

  for (; i < n; i++)
    result = result > values[i] ? result : values[i];
  for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
    result = result > largest[lane] ? result : largest[lane];

  return result;
}

/* To e to their power, and their sum. */
ATTUNE_TRAINER_CLONES static float
exponentiate (float  *values,
              gint64  n,
              float   largest)
{
  float sums[ATTUNE_TRAINER_LANES] = { 0 };
  float total = 0;
  gint64 i;

  for (i = 0; i + ATTUNE_TRAINER_LANES <= n; i += ATTUNE_TRAINER_LANES)
    for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
      {
        values[i + lane] = attune_trainer_exp (values[i + lane] - largest);
        sums[lane] += values[i + lane];
      }

  for (; i < n; i++)
    {
      values[i] = attune_trainer_exp (values[i] - largest);
      total += values[i];
    }

  for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
    total += sums[lane];

  return total;
}

ATTUNE_TRAINER_CLONES static void
scale (float  *values,
       gint64  n,
       float   factor)
{
  for (gint64 i = 0; i < n; i++)
    values[i] *= factor;
}

ATTUNE_TRAINER_CLONES static void
subtract_and_multiply (const float *restrict shares,
                       gint64                n,
                       float                 mean,
                       float       *restrict gradients)
{
  for (gint64 i = 0; i < n; i++)
    gradients[i] = shares[i] * (gradients[i] - mean);
}

/**
 * attune_trainer_softmax:
 * @values: (inout) (array length=n): scores, and then their shares of one
 * @n: how many, at least one
 *
 * Replaces scores by e to their power, divided by the sum of those.
 */
void
attune_trainer_softmax (float  *values,
                        gint64  n)
{
  float sum = exponentiate (values, n, attune_trainer_softmax_find_largest (values, n));

  scale (values, n, 1.0f / sum);
}

/**
 * attune_trainer_softmax_back:
 * @shares: (array length=n): what attune_trainer_softmax () made of some scores
 * @n: how many
 * @gradients: (inout) (array length=n): those of the shares, and then those of the scores
 *
 * The way back through attune_trainer_softmax ().
 */
void
attune_trainer_softmax_back (const float *shares,
                             gint64       n,
                             float       *gradients)
{
  float mean = attune_trainer_multiply_and_sum (shares, gradients, n);

  subtract_and_multiply (shares, n, mean, gradients);
}
