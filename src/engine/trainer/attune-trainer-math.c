/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-math"

#include "config.h"

#include "attune-trainer-math.h"

/**
 * attune_trainer_multiply_and_sum:
 * @first: (array length=n): numbers
 * @second: (array length=n): as many
 * @n: how many
 *
 * Returns: the sum of their products
 */
ATTUNE_TRAINER_CLONES float
attune_trainer_multiply_and_sum (const float *first,
                                 const float *second,
                                 gint64       n)
{
  float sums[ATTUNE_TRAINER_LANES] = { 0 };
  float total = 0;
  gint64 i;

  for (i = 0; i + ATTUNE_TRAINER_LANES <= n; i += ATTUNE_TRAINER_LANES)
    for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
      sums[lane] += first[i + lane] * second[i + lane];

  for (; i < n; i++)
    total += first[i] * second[i];
  for (int lane = 0; lane < ATTUNE_TRAINER_LANES; lane++)
    total += sums[lane];

  return total;
}
