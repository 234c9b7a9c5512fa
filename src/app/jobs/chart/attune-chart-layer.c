/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart-layer"

#include "config.h"

#include <math.h>

#include "attune-chart-layer.h"

#define DASH_LENGTH 6
#define DASH_GAP    4

/* With more points than this a line is an area. */
#define MAX_POINTS_PER_PIXEL 4

/* A smooth line needs fewer points than there are pixels. */
#define TREND_COLUMN_WIDTH 8

/* With fewer points than this a trend would say nothing that the points do not. */
#define N_POINTS_FOR_TREND 12

static void
layer_free (gpointer data)
{
  AttuneChartLayer *layer = data;

  gsk_path_unref (layer->path);
  g_free (layer);
}

/* Takes @path; a @width of 0 fills it. */
static void
add_layer (GPtrArray     *layers,
           GskPath       *path,
           const GdkRGBA *color,
           float          width,
           gboolean       is_dashed)
{
  AttuneChartLayer *layer = g_new0 (AttuneChartLayer, 1);

  layer->path = path;
  layer->color = *color;
  layer->width = width;
  layer->is_dashed = is_dashed;
  g_ptr_array_add (layers, layer);
}

static GskPath *
build_line (const AttuneChartFrame *self,
            const AttuneChartPoint *points,
            gsize                   n_points,
            float                   column_width)
{
  g_autoptr(GskPathBuilder) builder = gsk_path_builder_new ();
  guint n_columns = (guint)MAX (self->plot.size.width / column_width, 1);
  g_autofree AttuneChartPoint *kept = g_new (AttuneChartPoint,
                                             MIN (n_points, 4 * ((gsize)n_columns + 1)));
  gsize n_kept = attune_chart_decimate (points, n_points, self->x.low, self->x.high, n_columns,
                                        kept);

  for (gsize i = 0; i < n_kept; i++)
    {
      float x = attune_chart_frame_to_x (self, kept[i].x);
      float y = attune_chart_frame_to_y (self, kept[i].y);

      if (i == 0)
        gsk_path_builder_move_to (builder, x, y);
      else
        gsk_path_builder_line_to (builder, x, y);
    }

  return gsk_path_builder_to_path (builder);
}

/* A line with many points in every column of pixels is an area: filled columns look the same as the
 * zigzag through all points, and are drawn many times faster. */
static GskPath *
build_columns (const AttuneChartFrame *self,
               const AttuneChartPoint *points,
               gsize                   n_points)
{
  g_autoptr(GskPathBuilder) builder = gsk_path_builder_new ();
  gsize i = 0;

  while (i < n_points)
    {
      float column = floorf (attune_chart_frame_to_x (self, points[i].x));
      float top = attune_chart_frame_to_y (self, points[i > 0 ? i - 1 : 0].y);
      float bottom = top;

      for (; i < n_points && floorf (attune_chart_frame_to_x (self, points[i].x)) == column; i++)
        {
          top = MIN (top, attune_chart_frame_to_y (self, points[i].y));
          bottom = MAX (bottom, attune_chart_frame_to_y (self, points[i].y));
        }

      gsk_path_builder_add_rect (builder,
                                 &GRAPHENE_RECT_INIT (column, top, 1, MAX (bottom - top, 1)));
    }

  return gsk_path_builder_to_path (builder);
}

static void
add_marker (GskPathBuilder   *builder,
            AttuneChartStyle  style,
            float             x,
            float             y)
{
  float half = ATTUNE_CHART_MARK_RADIUS;
  float radius = half + 0.5;

  switch (style)
    {
    case ATTUNE_CHART_STYLE_MARKERS:
      gsk_path_builder_move_to (builder, x, y - radius);
      gsk_path_builder_line_to (builder, x + radius, y);
      gsk_path_builder_line_to (builder, x, y + radius);
      gsk_path_builder_line_to (builder, x - radius, y);
      gsk_path_builder_close (builder);
      break;

    case ATTUNE_CHART_STYLE_SQUARES:
      gsk_path_builder_add_rect (builder,
                                 &GRAPHENE_RECT_INIT (x - half, y - half, 2 * half, 2 * half));
      break;

    case ATTUNE_CHART_STYLE_TREND:
    default:
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (x, y), half - 0.5);
    }
}

static GskPath *
build_markers (const AttuneChartFrame *self,
               AttuneChartStyle        style,
               const AttuneChartPoint *points,
               gsize                   n_points)
{
  g_autoptr(GskPathBuilder) builder = gsk_path_builder_new ();
  float last_x = -INFINITY;

  for (gsize i = 0; i < n_points; i++)
    {
      float x = attune_chart_frame_to_x (self, points[i].x);
      float y = attune_chart_frame_to_y (self, points[i].y);

      /* Marks that would touch say no more than the line does. */
      if (x - last_x < 4 * ATTUNE_CHART_MARK_RADIUS && i + 1 < n_points)
        continue;

      add_marker (builder, style, x, y);
      last_x = x;
    }

  return gsk_path_builder_to_path (builder);
}

/* A thin line of every point, and above it a thick one of what it means. */
static void
add_trend (const AttuneChartFrame *self,
           GPtrArray              *layers,
           AttuneChartSeries      *series,
           const AttuneChartPoint *points,
           gsize                   n_points,
           float                   width)
{
  const AttuneChartPoint *smooth = attune_chart_series_get_trend (series);
  GdkRGBA color = attune_chart_frame_get_color (self, series);
  GdkRGBA faint = color;

  faint.alpha *= self->is_high_contrast ? 0.6 : 0.35;

  if (n_points > MAX_POINTS_PER_PIXEL * self->plot.size.width)
    add_layer (layers, build_columns (self, points, n_points), &faint, 0, FALSE);
  else
    add_layer (layers, build_line (self, points, n_points, 1), &faint, 1, FALSE);

  add_layer (layers, build_line (self, smooth, n_points, TREND_COLUMN_WIDTH), &color,
             width + 0.5, FALSE);
}

/**
 * attune_chart_layers_new:
 *
 * Returns: (transfer full) (element-type AttuneChartLayer): nothing to draw yet
 */
GPtrArray *
attune_chart_layers_new (void)
{
  return g_ptr_array_new_with_free_func (layer_free);
}

/**
 * attune_chart_layers_add_fill:
 * @layers: (element-type AttuneChartLayer): layers
 * @path: what to fill
 * @color: with what
 */
void
attune_chart_layers_add_fill (GPtrArray     *layers,
                              GskPath       *path,
                              const GdkRGBA *color)
{
  add_layer (layers, gsk_path_ref (path), color, 0, FALSE);
}

/**
 * attune_chart_layers_add:
 * @layers: (element-type AttuneChartLayer): layers
 * @frame: where the line is drawn
 * @series: a line
 *
 * Adds what a line is drawn with, lowest first. From the first point on: one point is a dot, not an
 * empty chart.
 */
void
attune_chart_layers_add (GPtrArray              *layers,
                         const AttuneChartFrame *frame,
                         AttuneChartSeries      *series)
{
  AttuneChartStyle style = attune_chart_series_get_style (series);
  GdkRGBA color = attune_chart_frame_get_color (frame, series);
  float width = frame->is_high_contrast ? 3 : 2;
  const AttuneChartPoint *points;
  gsize n_points;

  points = attune_chart_series_get_points (series, &n_points);

  if (n_points == 0)
    return;

  if (style == ATTUNE_CHART_STYLE_TREND && n_points >= N_POINTS_FOR_TREND)
    {
      add_trend (frame, layers, series, points, n_points, width);
      return;
    }

  add_layer (layers, build_line (frame, points, n_points, 1), &color, width,
             style == ATTUNE_CHART_STYLE_MARKERS);
  add_layer (layers, build_markers (frame, style, points, n_points), &color, 0, FALSE);
}

/**
 * attune_chart_layers_add_sample:
 * @layers: (element-type AttuneChartLayer): layers
 * @frame: a frame whose colours are set
 * @series: a line
 * @area: where
 *
 * Adds a short piece of the line, for a legend.
 */
void
attune_chart_layers_add_sample (GPtrArray              *layers,
                                const AttuneChartFrame *frame,
                                AttuneChartSeries      *series,
                                const graphene_rect_t  *area)
{
  g_autoptr(GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr(GskPathBuilder) marker_builder = gsk_path_builder_new ();
  GdkRGBA color = attune_chart_frame_get_color (frame, series);
  AttuneChartStyle style = attune_chart_series_get_style (series);
  float middle = area->origin.y + area->size.height / 2;

  gsk_path_builder_move_to (builder, area->origin.x + 1, middle);
  gsk_path_builder_line_to (builder, area->origin.x + area->size.width - 1, middle);
  add_layer (layers, gsk_path_builder_to_path (builder), &color, 2,
             style == ATTUNE_CHART_STYLE_MARKERS);

  if (style != ATTUNE_CHART_STYLE_TREND)
    {
      add_marker (marker_builder, style, area->origin.x + area->size.width / 2, middle);
      add_layer (layers, gsk_path_builder_to_path (marker_builder), &color, 0, FALSE);
    }
}

/**
 * attune_chart_layer_create_stroke:
 * @self: a layer with a width
 *
 * Returns: (transfer full): how its path is drawn
 */
GskStroke *
attune_chart_layer_create_stroke (const AttuneChartLayer *self)
{
  static const float dash[] = { DASH_LENGTH, DASH_GAP };
  GskStroke *stroke = gsk_stroke_new (self->width);

  /* Round joins would take more than half of the time of a picture with many points. */
  gsk_stroke_set_line_join (stroke, GSK_LINE_JOIN_BEVEL);
  gsk_stroke_set_line_cap (stroke, self->is_dashed ? GSK_LINE_CAP_BUTT : GSK_LINE_CAP_ROUND);
  if (self->is_dashed)
    gsk_stroke_set_dash (stroke, dash, G_N_ELEMENTS (dash));

  return stroke;
}

/**
 * attune_chart_layers_draw:
 * @layers: (element-type AttuneChartLayer): layers
 * @snapshot: where to draw
 */
void
attune_chart_layers_draw (GPtrArray   *layers,
                          GtkSnapshot *snapshot)
{
  for (guint i = 0; i < layers->len; i++)
    {
      const AttuneChartLayer *layer = layers->pdata[i];

      if (layer->width > 0)
        {
          g_autoptr(GskStroke) stroke = attune_chart_layer_create_stroke (layer);

          gtk_snapshot_append_stroke (snapshot, layer->path, stroke, &layer->color);
        }
      else
        gtk_snapshot_append_fill (snapshot, layer->path, GSK_FILL_RULE_WINDING, &layer->color);
    }
}
