/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-chart-math.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHART_SERIES (attune_chart_series_get_type ())

/* How a line is told from the others without its colour. */
typedef enum
{
  ATTUNE_CHART_STYLE_TREND,    /* thin line of every point, thick line of their trend */
  ATTUNE_CHART_STYLE_MARKERS,  /* dashed line with a diamond at every point */
  ATTUNE_CHART_STYLE_SQUARES,  /* line with a square at every point */
} AttuneChartStyle;

#define ATTUNE_TYPE_CHART_STYLE (attune_chart_style_get_type ())
GType attune_chart_style_get_type (void);

/**
 * AttuneChartSeries:
 *
 * One line of a chart, which grows at its end. Properties: `title` (construct-only), `style` (construct-only), `color` (construct-only,
 * AdwAccentColor), `is-shown` (boolean), `has-points` (boolean, read-only).
 *
 * Signals: `changed`, when the points are others.
 */
G_DECLARE_FINAL_TYPE (AttuneChartSeries, attune_chart_series, ATTUNE, CHART_SERIES, GObject)

AttuneChartSeries      *attune_chart_series_new          (const char            *title,
                                                          AttuneChartStyle       style,
                                                          AdwAccentColor         color);
void                    attune_chart_series_append       (AttuneChartSeries      *self,
                                                          const AttuneChartPoint *points,
                                                          gsize                   n_points);
void                    attune_chart_series_clear        (AttuneChartSeries      *self);
const char             *attune_chart_series_get_title    (AttuneChartSeries     *self);
AttuneChartStyle        attune_chart_series_get_style    (AttuneChartSeries     *self);
AdwAccentColor          attune_chart_series_get_color    (AttuneChartSeries     *self);
gboolean                attune_chart_series_get_is_shown (AttuneChartSeries     *self);
void                    attune_chart_series_set_is_shown (AttuneChartSeries     *self,
                                                          gboolean               is_shown);
const AttuneChartPoint *attune_chart_series_get_points   (AttuneChartSeries     *self,
                                                          gsize                 *n_points);
const AttuneChartPoint *attune_chart_series_get_trend    (AttuneChartSeries     *self);
void                    attune_chart_series_get_extremes (AttuneChartSeries     *self,
                                                          AttuneChartPoint      *lowest,
                                                          AttuneChartPoint      *highest);

G_END_DECLS
