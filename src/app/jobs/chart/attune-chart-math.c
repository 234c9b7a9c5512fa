/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart-math"

#include "config.h"

#include <math.h>

#include "attune-chart-math.h"

/* The next of 1, 2, 5, 10, 20, 50, … that is not below @step. */
static double
round_step_up (double step)
{
  double magnitude = pow (10, floor (log10 (step)));
  double fraction = step / magnitude;

  /* A hair of tolerance, or 0.2 computed as 0.20000000000000004 would become 0.5. */
  if (fraction <= 1 + 1e-9)
    return magnitude;
  if (fraction <= 2 + 1e-9)
    return 2 * magnitude;
  if (fraction <= 5 + 1e-9)
    return 5 * magnitude;

  return 10 * magnitude;
}

/**
 * attune_chart_axis_fit:
 * @axis: (out): what to fill
 * @low: the smallest value to be shown
 * @high: the largest value to be shown
 * @max_ticks: how many numbers have room along the axis, at least 2
 * @min_step: the smallest sensible distance between two ticks (1 for steps), or 0
 * @round_range: whether the range grows to the next ticks, so that the line does not touch the edge
 *
 * Finds the ticks a person would have chosen: multiples of 1, 2 or 5 times a power of ten.
 */
void
attune_chart_axis_fit (AttuneChartAxis *axis,
                       double           low,
                       double           high,
                       guint            max_ticks,
                       double           min_step,
                       gboolean         round_range)
{
  double step;

  g_return_if_fail (axis != NULL);
  g_return_if_fail (isfinite (low) && isfinite (high) && low <= high);
  g_return_if_fail (max_ticks >= 2);

  /* A single value gets a range around it. */
  if (high - low <= fabs (high) * 1e-12)
    {
      double around = MAX (fabs (high) * 0.1, MAX (min_step, 1e-6));

      low -= around;
      high += around;
    }

  step = round_step_up (MAX ((high - low) / (max_ticks - 1), min_step));

  if (round_range)
    {
      low = floor (low / step + 1e-9) * step;
      high = ceil (high / step - 1e-9) * step;
    }

  axis->low = low;
  axis->high = high;
  axis->step = step;
  axis->first_tick = ceil (low / step - 1e-9) * step;
  axis->n_ticks = (guint)floor ((high - axis->first_tick) / step + 1e-9) + 1;
  axis->n_digits = CLAMP ((int)-floor (log10 (step) + 1e-9), 0, 9);
}

/**
 * attune_chart_axis_get_tick:
 * @axis: an axis
 * @index: which tick, from 0
 *
 * Returns: the value at the tick
 */
double
attune_chart_axis_get_tick (const AttuneChartAxis *axis,
                            guint                  index)
{
  double tick = axis->first_tick + index * axis->step;

  /* Sums of fractions miss zero by a little, and would be written as "-0.0". */
  return fabs (tick) < axis->step * 1e-9 ? 0 : tick;
}

static gsize
append_point (AttuneChartPoint       *result,
              gsize                   n_result,
              const AttuneChartPoint *point)
{
  if (n_result > 0 && result[n_result - 1].x == point->x && result[n_result - 1].y == point->y)
    return n_result;

  result[n_result] = *point;
  return n_result + 1;
}

/**
 * attune_chart_decimate:
 * @points: (array length=n_points): measures, by step
 * @n_points: how many
 * @low: the step at the left edge
 * @high: the step at the right edge
 * @n_columns: pixels between the two
 * @result: (out caller-allocates): room for MIN (@n_points, 4 × (@n_columns + 1)) points
 *
 * Leaves of each column of pixels the first, lowest, highest and last point: the line through
 * these covers the same pixels as the line through all of them, whatever their number.
 *
 * Returns: the number of points in @result
 */
gsize
attune_chart_decimate (const AttuneChartPoint *points,
                       gsize                   n_points,
                       double                  low,
                       double                  high,
                       guint                   n_columns,
                       AttuneChartPoint       *result)
{
  double scale = high > low ? n_columns / (high - low) : 0;
  gsize n_result = 0;
  gsize start = 0;

  g_return_val_if_fail (n_points == 0 || points != NULL, 0);

  if (n_points <= 4 * (gsize)n_columns)
    {
      for (gsize i = 0; i < n_points; i++)
        result[i] = points[i];
      return n_points;
    }

  while (start < n_points)
    {
      double column = CLAMP (floor ((points[start].x - low) * scale), 0, n_columns);
      gsize lowest = start;
      gsize highest = start;
      gsize end;

      for (end = start + 1; end < n_points; end++)
        {
          if (CLAMP (floor ((points[end].x - low) * scale), 0, n_columns) != column)
            break;

          if (points[end].y < points[lowest].y)
            lowest = end;
          if (points[end].y > points[highest].y)
            highest = end;
        }

      n_result = append_point (result, n_result, &points[start]);
      n_result = append_point (result, n_result, &points[MIN (lowest, highest)]);
      n_result = append_point (result, n_result, &points[MAX (lowest, highest)]);
      n_result = append_point (result, n_result, &points[end - 1]);
      start = end;
    }

  return n_result;
}

/**
 * attune_chart_smooth:
 * @points: (array length=n_points): measures, by step
 * @n_points: how many
 * @result: (out caller-allocates): room for as many
 *
 * The mean of each point and its neighbours, a twenty-fifth of the curve on either side: what a
 * person sees who squints at a noisy line.
 */
void
attune_chart_smooth (const AttuneChartPoint *points,
                     gsize                   n_points,
                     AttuneChartPoint       *result)
{
  gsize reach = MAX (n_points / 25, 2);
  gsize first = 0;
  gsize last = 0;
  double sum = 0;

  /* The window slides over [first, last), so the sum costs the same whatever its width. */
  for (gsize i = 0; i < n_points; i++)
    {
      gsize end = MIN (i + reach + 1, n_points);
      gsize start = i > reach ? i - reach : 0;

      while (last < end)
        sum += points[last++].y;
      while (first < start)
        sum -= points[first++].y;

      result[i].x = points[i].x;
      result[i].y = sum / (last - first);
    }
}

/**
 * attune_chart_find_nearest:
 * @points: (array length=n_points): measures, by step
 * @n_points: how many, at least 1
 * @x: a step
 *
 * Returns: the index of the point whose step is nearest to @x
 */
gsize
attune_chart_find_nearest (const AttuneChartPoint *points,
                           gsize                   n_points,
                           double                  x)
{
  gsize low = 0;
  gsize high = n_points;

  g_return_val_if_fail (n_points > 0, 0);

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (points[middle].x < x)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == n_points)
    return n_points - 1;
  if (low > 0 && x - points[low - 1].x < points[low].x - x)
    return low - 1;

  return low;
}
