/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart-frame"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-chart-frame.h"

#define TICK_LENGTH   4
#define TEXT_GAP      6
#define MARKER_RADIUS 3.5
#define BOX_PADDING   8

/* With more points than this a line is an area. */
#define MAX_POINTS_PER_PIXEL 4

/* A smooth line needs fewer points than there are pixels. */
#define TREND_COLUMN_WIDTH 8

/* With fewer points than this a trend would say nothing that the points do not. */
#define N_POINTS_FOR_TREND 12

G_DEFINE_ENUM_TYPE (AttuneChartUnit, attune_chart_unit,
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHART_UNIT_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHART_UNIT_PERCENT, "percent"))

static GdkRGBA
fade (const GdkRGBA *color,
      double         alpha)
{
  GdkRGBA faded = *color;

  faded.alpha *= alpha;
  return faded;
}

static GdkRGBA
get_series_color (const AttuneChartFrame *self,
                  AttuneChartSeries      *series)
{
  GdkRGBA color;

  adw_accent_color_to_standalone_rgba (attune_chart_series_get_color (series), self->is_dark,
                                       &color);
  return color;
}

/**
 * attune_chart_format_value:
 * @value: a measure
 * @unit: what it is measured in
 * @n_digits: digits after the decimal point
 *
 * Returns: (transfer full): the value as a person here writes it
 */
char *
attune_chart_format_value (double          value,
                           AttuneChartUnit unit,
                           int             n_digits)
{
  if (unit == ATTUNE_CHART_UNIT_PERCENT)
    /* Translators: a share in percent, such as 93.5 %. */
    return g_strdup_printf (_("%.*f %%"), MAX (n_digits - 2, 0), value * 100);

  return g_strdup_printf ("%.*f", n_digits, value);
}

static PangoLayout *
create_tick_layout (const AttuneChartFrame *self,
                    double                  tick)
{
  g_autofree char *text = attune_chart_format_value (tick, self->unit, self->y.n_digits);

  return gtk_widget_create_pango_layout (self->widget, text);
}

static PangoLayout *
create_step_layout (const AttuneChartFrame *self,
                    double                  step)
{
  g_autofree char *text = g_strdup_printf ("%.0f", step);

  return gtk_widget_create_pango_layout (self->widget, text);
}

/**
 * attune_chart_frame_fit:
 * @self: a frame whose widget, colours and unit are set
 * @width: of the whole chart, in pixels
 * @height: of the whole chart, in pixels
 * @low_x: the first step
 * @high_x: the last step
 * @low_y: the smallest value
 * @high_y: the largest value
 *
 * Chooses axes and gives the numbers beside them the room that they need.
 */
void
attune_chart_frame_fit (AttuneChartFrame *self,
                        double            width,
                        double            height,
                        double            low_x,
                        double            high_x,
                        double            low_y,
                        double            high_y)
{
  g_autoptr(PangoLayout) widest = create_step_layout (self, high_x);
  int number_width;
  int number_height;
  int label_width = 0;
  double left;
  double top;

  pango_layout_get_pixel_size (widest, &number_width, &number_height);

  /* A loss near zero is best seen from zero; a curve high above it would be squeezed flat. */
  if (low_y > 0 && low_y < high_y * 0.5)
    low_y = 0;

  attune_chart_axis_fit (&self->y, low_y, high_y,
                         (guint)CLAMP (height / (number_height * 2.5), 2, 8), 0, TRUE);

  if (self->unit == ATTUNE_CHART_UNIT_PERCENT)
    self->y.n_digits = MAX (self->y.n_digits, 2);

  for (guint i = 0; i < self->y.n_ticks; i++)
    {
      g_autoptr(PangoLayout) layout = create_tick_layout (self,
                                                          attune_chart_axis_get_tick (&self->y, i));
      int tick_width;

      pango_layout_get_pixel_size (layout, &tick_width, NULL);
      label_width = MAX (label_width, tick_width);
    }

  left = label_width + TEXT_GAP;
  top = number_height / 2.0;
  graphene_rect_init (&self->plot, left, top,
                      MAX (width - left - MAX (number_width / 2.0, MARKER_RADIUS + 1), 1),
                      MAX (height - top - number_height - TEXT_GAP, 1));

  attune_chart_axis_fit (&self->x, low_x, high_x,
                         (guint)CLAMP (self->plot.size.width / (number_width + 40.0), 2, 10),
                         1, FALSE);
}

/**
 * attune_chart_frame_to_x:
 * @self: a frame
 * @x: a step
 *
 * Returns: where the step is, in pixels from the left
 */
float
attune_chart_frame_to_x (const AttuneChartFrame *self,
                         double                  x)
{
  double share = (x - self->x.low) / (self->x.high - self->x.low);

  return self->plot.origin.x + share * self->plot.size.width;
}

/**
 * attune_chart_frame_to_y:
 * @self: a frame
 * @y: a value
 *
 * Returns: where the value is, in pixels from the top
 */
float
attune_chart_frame_to_y (const AttuneChartFrame *self,
                         double                  y)
{
  double share = (self->y.high - y) / (self->y.high - self->y.low);

  return self->plot.origin.y + share * self->plot.size.height;
}

/**
 * attune_chart_frame_from_x:
 * @self: a frame
 * @pixel: a place, in pixels from the left
 *
 * Returns: the step there
 */
double
attune_chart_frame_from_x (const AttuneChartFrame *self,
                           double                  pixel)
{
  double share = (pixel - self->plot.origin.x) / self->plot.size.width;

  return self->x.low + share * (self->x.high - self->x.low);
}

static void
draw_text (GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           double         x,
           double         y,
           const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floor (x), floor (y)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/**
 * attune_chart_frame_draw_axes:
 * @self: a frame
 * @snapshot: where to draw
 *
 * Draws the grid, the ticks and their numbers.
 */
void
attune_chart_frame_draw_axes (const AttuneChartFrame *self,
                              GtkSnapshot            *snapshot)
{
  GdkRGBA grid_color = fade (&self->text_color, self->is_high_contrast ? 0.5 : 0.12);
  GdkRGBA number_color = fade (&self->text_color, self->is_high_contrast ? 1 : 0.7);
  float right = self->plot.origin.x + self->plot.size.width;
  float bottom = self->plot.origin.y + self->plot.size.height;

  for (guint i = 0; i < self->y.n_ticks; i++)
    {
      double tick = attune_chart_axis_get_tick (&self->y, i);
      g_autoptr(PangoLayout) layout = create_tick_layout (self, tick);
      float y = roundf (attune_chart_frame_to_y (self, tick));
      int width;
      int height;

      pango_layout_get_pixel_size (layout, &width, &height);
      gtk_snapshot_append_color (snapshot, &grid_color,
                                 &GRAPHENE_RECT_INIT (self->plot.origin.x, y,
                                                      self->plot.size.width, 1));
      draw_text (snapshot, layout, self->plot.origin.x - TEXT_GAP - width, y - height / 2.0,
                 &number_color);
    }

  for (guint i = 0; i < self->x.n_ticks; i++)
    {
      double tick = attune_chart_axis_get_tick (&self->x, i);
      g_autoptr(PangoLayout) layout = create_step_layout (self, tick);
      float x = roundf (attune_chart_frame_to_x (self, tick));
      int width;

      if (x > right + 1)
        continue;

      pango_layout_get_pixel_size (layout, &width, NULL);
      gtk_snapshot_append_color (snapshot, &grid_color,
                                 &GRAPHENE_RECT_INIT (x, bottom, 1, TICK_LENGTH));
      draw_text (snapshot, layout, x - width / 2.0, bottom + TEXT_GAP, &number_color);
    }
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
  float radius = MARKER_RADIUS + 0.5;

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
                                 &GRAPHENE_RECT_INIT (x - MARKER_RADIUS, y - MARKER_RADIUS,
                                                      2 * MARKER_RADIUS, 2 * MARKER_RADIUS));
      break;

    case ATTUNE_CHART_STYLE_TREND:
    default:
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (x, y), MARKER_RADIUS - 0.5);
    }
}

static void
stroke_line (GtkSnapshot   *snapshot,
             GskPath       *path,
             const GdkRGBA *color,
             float          width,
             gboolean       is_dashed)
{
  static const float dash[] = { 6, 4 };
  GskStroke *stroke = gsk_stroke_new (width);

  /* Round joins would take more than half of the time of a picture with many points. */
  gsk_stroke_set_line_join (stroke, GSK_LINE_JOIN_BEVEL);
  gsk_stroke_set_line_cap (stroke, is_dashed ? GSK_LINE_CAP_BUTT : GSK_LINE_CAP_ROUND);
  if (is_dashed)
    gsk_stroke_set_dash (stroke, dash, G_N_ELEMENTS (dash));

  gtk_snapshot_append_stroke (snapshot, path, stroke, color);
  gsk_stroke_free (stroke);
}

static void
draw_markers (const AttuneChartFrame *self,
              GtkSnapshot            *snapshot,
              AttuneChartStyle        style,
              const AttuneChartPoint *points,
              gsize                   n_points,
              const GdkRGBA          *color)
{
  g_autoptr(GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr(GskPath) path = NULL;
  float last_x = -INFINITY;

  for (gsize i = 0; i < n_points; i++)
    {
      float x = attune_chart_frame_to_x (self, points[i].x);
      float y = attune_chart_frame_to_y (self, points[i].y);

      /* Marks that would touch say no more than the line does. */
      if (x - last_x < 4 * MARKER_RADIUS && i + 1 < n_points)
        continue;

      add_marker (builder, style, x, y);
      last_x = x;
    }

  path = gsk_path_builder_to_path (builder);
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, color);
}

/**
 * attune_chart_frame_draw_series:
 * @self: a frame
 * @snapshot: where to draw
 * @series: a line that is shown
 *
 * Draws from the first point on: one point is a dot, not an empty chart.
 */
void
attune_chart_frame_draw_series (const AttuneChartFrame *self,
                                GtkSnapshot            *snapshot,
                                AttuneChartSeries      *series)
{
  AttuneChartStyle style = attune_chart_series_get_style (series);
  GdkRGBA color = get_series_color (self, series);
  float width = self->is_high_contrast ? 3 : 2;
  const AttuneChartPoint *points;
  g_autoptr(GskPath) line = NULL;
  gsize n_points;

  points = attune_chart_series_get_points (series, &n_points);

  if (n_points == 0)
    return;

  if (style == ATTUNE_CHART_STYLE_TREND && n_points >= N_POINTS_FOR_TREND)
    {
      const AttuneChartPoint *smooth = attune_chart_series_get_trend (series);
      g_autoptr(GskPath) trend = build_line (self, smooth, n_points, TREND_COLUMN_WIDTH);
      GdkRGBA faint = fade (&color, self->is_high_contrast ? 0.6 : 0.35);

      if (n_points > MAX_POINTS_PER_PIXEL * self->plot.size.width)
        {
          line = build_columns (self, points, n_points);
          gtk_snapshot_append_fill (snapshot, line, GSK_FILL_RULE_WINDING, &faint);
        }
      else
        {
          line = build_line (self, points, n_points, 1);
          stroke_line (snapshot, line, &faint, 1, FALSE);
        }

      stroke_line (snapshot, trend, &color, width + 0.5, FALSE);
      return;
    }

  line = build_line (self, points, n_points, 1);
  stroke_line (snapshot, line, &color, width, style == ATTUNE_CHART_STYLE_MARKERS);
  draw_markers (self, snapshot, style, points, n_points, &color);
}

static void
draw_cursor_points (const AttuneChartFrame *self,
                    GtkSnapshot            *snapshot,
                    GListModel             *list,
                    double                  x)
{
  GdkRGBA ring = self->is_dark ? (GdkRGBA) { 0.12, 0.12, 0.14, 1 } : (GdkRGBA) { 1, 1, 1, 1 };

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(AttuneChartSeries) series = g_list_model_get_item (list, i);
      GdkRGBA color = get_series_color (self, series);
      const AttuneChartPoint *points;
      const AttuneChartPoint *point;
      g_autoptr(GskPathBuilder) builder = NULL;
      g_autoptr(GskPath) path = NULL;
      gsize n_points;

      points = attune_chart_series_get_points (series, &n_points);

      if (!attune_chart_series_get_is_shown (series) || n_points == 0)
        continue;

      point = &points[attune_chart_find_nearest (points, n_points, x)];
      builder = gsk_path_builder_new ();
      gsk_path_builder_add_circle (builder,
                                   &GRAPHENE_POINT_INIT (attune_chart_frame_to_x (self, point->x),
                                                         attune_chart_frame_to_y (self, point->y)),
                                   MARKER_RADIUS + 1.5);
      path = gsk_path_builder_to_path (builder);
      stroke_line (snapshot, path, &ring, 3, FALSE);
      gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &color);
    }
}

static void
draw_box (const AttuneChartFrame *self,
          GtkSnapshot            *snapshot,
          float                   x,
          const char             *text)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (self->widget, text);
  GdkRGBA background = self->is_dark
                       ? (GdkRGBA) { 0.21, 0.21, 0.23, 0.97 }
                       : (GdkRGBA) { 1, 1, 1, 0.97 };
  GdkRGBA border = fade (&self->text_color, self->is_high_contrast ? 1 : 0.2);
  GdkRGBA borders[4] = { border, border, border, border };
  GskRoundedRect outline;
  float right = self->plot.origin.x + self->plot.size.width;
  float left;
  int width;
  int height;

  pango_layout_set_line_spacing (layout, 1.2);
  pango_layout_get_pixel_size (layout, &width, &height);
  width += 2 * BOX_PADDING;
  height += 2 * BOX_PADDING;

  /* Right of the cross-hair, or left of it where there is no room; inside the chart in any case. */
  left = x + 12;
  if (left + width > right)
    left = x - 12 - width;
  left = roundf (CLAMP (left, 0, MAX (right - width, 0)));

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (left, self->plot.origin.y, width, height),
                                   8);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &(GdkRGBA) { 0, 0, 0, 0.2 }, 0, 1, 0, 4);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &background, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, borders);
  draw_text (snapshot, layout, left + BOX_PADDING, self->plot.origin.y + BOX_PADDING,
             &self->text_color);
}

/**
 * attune_chart_frame_draw_cursor:
 * @self: a frame
 * @snapshot: where to draw
 * @series: the lines, #AttuneChartSeries
 * @x: the step that is looked at
 * @text: the values there, a line each
 *
 * Draws the cross-hair, the points that it meets, and the box with their values.
 */
void
attune_chart_frame_draw_cursor (const AttuneChartFrame *self,
                                GtkSnapshot            *snapshot,
                                GListModel             *series,
                                double                  x,
                                const char             *text)
{
  GdkRGBA color = fade (&self->text_color, self->is_high_contrast ? 1 : 0.5);
  float pixel = roundf (attune_chart_frame_to_x (self, x));

  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (pixel, self->plot.origin.y, 1,
                                                  self->plot.size.height));
  draw_cursor_points (self, snapshot, series, x);
  draw_box (self, snapshot, pixel, text);
}

/**
 * attune_chart_frame_draw_sample:
 * @self: a frame whose colours are set
 * @snapshot: where to draw
 * @series: a line
 * @width: in pixels
 * @height: in pixels
 *
 * Draws a short piece of the line, for the legend.
 */
void
attune_chart_frame_draw_sample (const AttuneChartFrame *self,
                                GtkSnapshot            *snapshot,
                                AttuneChartSeries      *series,
                                double                  width,
                                double                  height)
{
  g_autoptr(GskPathBuilder) builder = gsk_path_builder_new ();
  GdkRGBA color = get_series_color (self, series);
  AttuneChartStyle style = attune_chart_series_get_style (series);
  g_autoptr(GskPath) line = NULL;

  gsk_path_builder_move_to (builder, 1, height / 2);
  gsk_path_builder_line_to (builder, width - 1, height / 2);
  line = gsk_path_builder_to_path (builder);
  stroke_line (snapshot, line, &color, 2, style == ATTUNE_CHART_STYLE_MARKERS);

  if (style != ATTUNE_CHART_STYLE_TREND)
    {
      g_autoptr(GskPathBuilder) marker_builder = gsk_path_builder_new ();
      g_autoptr(GskPath) marker = NULL;

      add_marker (marker_builder, style, width / 2, height / 2);
      marker = gsk_path_builder_to_path (marker_builder);
      gtk_snapshot_append_fill (snapshot, marker, GSK_FILL_RULE_WINDING, &color);
    }
}
