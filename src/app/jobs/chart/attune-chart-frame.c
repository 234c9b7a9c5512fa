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
#define BOX_PADDING   8

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

/**
 * attune_chart_frame_get_color:
 * @self: a frame
 * @series: a line
 *
 * Returns: its colour, as it is told from the background of the frame
 */
GdkRGBA
attune_chart_frame_get_color (const AttuneChartFrame *self,
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
                      MAX (width - left - MAX (number_width / 2.0,
                                                ATTUNE_CHART_MARK_RADIUS + 1), 1),
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

static void
draw_cursor_points (const AttuneChartFrame *self,
                    GtkSnapshot            *snapshot,
                    GListModel             *list,
                    double                  x)
{
  GdkRGBA ring = self->is_dark ? (GdkRGBA) { 0.12, 0.12, 0.14, 1 } : (GdkRGBA) { 1, 1, 1, 1 };
  g_autoptr(GskStroke) stroke = gsk_stroke_new (3);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(AttuneChartSeries) series = g_list_model_get_item (list, i);
      GdkRGBA color = attune_chart_frame_get_color (self, series);
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
                                   ATTUNE_CHART_MARK_RADIUS + 1.5);
      path = gsk_path_builder_to_path (builder);
      gtk_snapshot_append_stroke (snapshot, path, stroke, &ring);
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
