/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One measure: the step, and what was measured there. Never NAN. */
typedef struct
{
  double x;
  double y;
} AttuneChartPoint;

/* The range that an axis shows, and the round numbers on it. */
typedef struct
{
  double low;
  double high;
  double first_tick;
  double step;
  guint  n_ticks;
  int    n_digits;       /* after the decimal point, so that every tick reads differently */
} AttuneChartAxis;

void     attune_chart_axis_fit      (AttuneChartAxis        *axis,
                                     double                  low,
                                     double                  high,
                                     guint                   max_ticks,
                                     double                  min_step,
                                     gboolean                round_range);
double   attune_chart_axis_get_tick (const AttuneChartAxis  *axis,
                                     guint                   index);
gsize    attune_chart_decimate      (const AttuneChartPoint *points,
                                     gsize                   n_points,
                                     double                  low,
                                     double                  high,
                                     guint                   n_columns,
                                     AttuneChartPoint       *result);
void     attune_chart_smooth        (const AttuneChartPoint *points,
                                     gsize                   n_points,
                                     AttuneChartPoint       *result);
gsize    attune_chart_find_nearest  (const AttuneChartPoint *points,
                                     gsize                   n_points,
                                     double                  x);

G_END_DECLS
