/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-histogram"

#include "config.h"

#include <math.h>

#include "attune-histogram.h"

#define N_EXACT 64
#define BITS_EXACT 6
#define N_STEPS 32
#define BITS_STEPS 5

/* The last few of many may be so long that nothing of the others would be seen beside them. */
#define PERCENT_SHOWN 99.0

static guint
get_bin (guint32 value)
{
  guint exponent;

  if (value < N_EXACT)
    return value;

  exponent = 31 - __builtin_clz (value);

  return N_EXACT + (exponent - BITS_EXACT) * N_STEPS + (value >> (exponent - BITS_STEPS)) - N_STEPS;
}

/* The smallest value of a bin. */
static guint64
get_first_value (guint bin)
{
  guint step = bin - N_EXACT;

  if (bin < N_EXACT)
    return bin;

  return (guint64)(N_STEPS + step % N_STEPS) << (step / N_STEPS + BITS_EXACT - BITS_STEPS);
}

static guint32
get_middle (const AttuneHistogram *self,
            guint                  bin)
{
  guint64 first = get_first_value (bin);
  guint64 middle = first + (get_first_value (bin + 1) - first - 1) / 2;

  return CLAMP (middle, self->min, self->max);
}

/**
 * attune_histogram_add:
 * @self: a histogram
 * @value: one more number
 */
void
attune_histogram_add (AttuneHistogram *self,
                      guint32          value)
{
  self->bins[get_bin (value)]++;
  self->min = self->n_values == 0 ? value : MIN (self->min, value);
  self->max = MAX (self->max, value);
  self->total += value;
  self->n_values++;
}

/**
 * attune_histogram_get_mean:
 * @self: a histogram
 *
 * Returns: the mean of all numbers, rounded; 0 when there are none
 */
guint64
attune_histogram_get_mean (const AttuneHistogram *self)
{
  return self->n_values > 0 ? (self->total + self->n_values / 2) / self->n_values : 0;
}

/**
 * attune_histogram_get_percentile:
 * @self: a histogram
 * @percent: 0 to 100; 50 for the median
 *
 * Returns: the number that so many percent of all do not exceed, exact up to 63, else at most 3
 *   percent off; 0 when there are none
 */
guint32
attune_histogram_get_percentile (const AttuneHistogram *self,
                                 double                 percent)
{
  guint64 rank = MAX (1, ceil (self->n_values * percent / 100.0));
  guint64 n_seen = 0;

  if (self->n_values == 0)
    return 0;

  for (guint bin = 0; bin < ATTUNE_HISTOGRAM_BINS; bin++)
    {
      n_seen += self->bins[bin];

      if (n_seen >= rank)
        return get_middle (self, bin);
    }

  return self->max;
}

/**
 * attune_histogram_get_bars:
 * @self: a histogram
 * @bars: (out caller-allocates) (array length=n_bars): how many numbers fall into each bar
 * @n_bars: how many bars of the same width there shall be
 *
 * For a chart from 0 up to what 99 percent do not exceed; the rest is in the last bar.
 *
 * Returns: the width of a bar, 1 at least
 */
guint32
attune_histogram_get_bars (const AttuneHistogram *self,
                           guint64               *bars,
                           guint                  n_bars)
{
  guint32 end = attune_histogram_get_percentile (self, PERCENT_SHOWN);
  guint32 width;

  g_return_val_if_fail (n_bars > 0, 1);

  width = end / n_bars + 1;

  for (guint i = 0; i < n_bars; i++)
    bars[i] = 0;

  for (guint bin = 0; bin < ATTUNE_HISTOGRAM_BINS; bin++)
    if (self->bins[bin] > 0)
      bars[MIN (get_middle (self, bin) / width, n_bars - 1)] += self->bins[bin];

  return width;
}
