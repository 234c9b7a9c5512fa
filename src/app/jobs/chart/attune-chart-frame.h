/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chart-series.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_CHART_UNIT_NUMBER,
  ATTUNE_CHART_UNIT_PERCENT,
} AttuneChartUnit;

#define ATTUNE_TYPE_CHART_UNIT (attune_chart_unit_get_type ())
GType attune_chart_unit_get_type (void);

/* Where and how a chart is drawn: made anew for every picture, owned by whoever draws. */
typedef struct
{
  GtkWidget       *widget;           /* for fonts and text direction */
  GdkRGBA          text_color;
  graphene_rect_t  plot;             /* the area between the axes */
  AttuneChartAxis  x;
  AttuneChartAxis  y;
  AttuneChartUnit  unit;
  gboolean         is_dark;
  gboolean         is_high_contrast;
} AttuneChartFrame;

/* Of the marks on a line, in pixels. */
#define ATTUNE_CHART_MARK_RADIUS 3.5

GdkRGBA attune_chart_frame_get_color  (const AttuneChartFrame *self,
                                       AttuneChartSeries      *series);
char *attune_chart_format_value       (double                  value,
                                       AttuneChartUnit         unit,
                                       int                     n_digits);
void  attune_chart_frame_fit          (AttuneChartFrame       *self,
                                       double                  width,
                                       double                  height,
                                       double                  low_x,
                                       double                  high_x,
                                       double                  low_y,
                                       double                  high_y);
float attune_chart_frame_to_x         (const AttuneChartFrame *self,
                                       double                  x);
float attune_chart_frame_to_y         (const AttuneChartFrame *self,
                                       double                  y);
double attune_chart_frame_from_x      (const AttuneChartFrame *self,
                                       double                  pixel);
void  attune_chart_frame_draw_axes    (const AttuneChartFrame *self,
                                       GtkSnapshot            *snapshot);
void  attune_chart_frame_draw_cursor  (const AttuneChartFrame *self,
                                       GtkSnapshot            *snapshot,
                                       GListModel             *series,
                                       double                  x,
                                       const char             *text);

G_END_DECLS
