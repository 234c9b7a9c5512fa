/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chart-frame.h"

G_BEGIN_DECLS

/* A piece of the drawing of a line: the same on screen, in a picture and in a file. */
typedef struct
{
  GskPath  *path;
  GdkRGBA   color;
  float     width;       /* of the stroke in pixels; 0: the path is filled */
  gboolean  is_dashed;
} AttuneChartLayer;

GPtrArray *attune_chart_layers_new            (void);
void       attune_chart_layers_add            (GPtrArray              *layers,
                                               const AttuneChartFrame *frame,
                                               AttuneChartSeries      *series);
void       attune_chart_layers_add_sample     (GPtrArray              *layers,
                                               const AttuneChartFrame *frame,
                                               AttuneChartSeries      *series,
                                               const graphene_rect_t  *area);
void       attune_chart_layers_add_fill       (GPtrArray              *layers,
                                               GskPath                *path,
                                               const GdkRGBA          *color);
void       attune_chart_layers_draw           (GPtrArray              *layers,
                                               GtkSnapshot            *snapshot);
GskStroke *attune_chart_layer_create_stroke   (const AttuneChartLayer *self);

G_END_DECLS
