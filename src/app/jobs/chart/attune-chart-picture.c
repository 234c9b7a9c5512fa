/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart-picture"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-chart-layer.h"
#include "attune-chart-picture.h"
#include "attune-error.h"

#define WIDTH         960
#define HEIGHT        540
#define MARGIN        24
#define TITLE_SIZE    18
#define TEXT_SIZE     13
#define LEGEND_TOP    62
#define PLOT_TOP      84
#define TEXT_GAP      6
#define SAMPLE_WIDTH  28
#define SAMPLE_GAP    8
#define LEGEND_GAP    24

/* Dots of a PNG for each pixel of the layout, so that it is sharp in print and on fine screens. */
#define PNG_SCALE     2

static void
label_free (gpointer data)
{
  AttuneChartLabel *label = data;

  g_free (label->text);
  g_free (label);
}

static PangoLayout *
create_layout (AttuneChartPicture *self,
               const char         *text,
               float               size)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (self->widget, text);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string ("sans-serif");

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);

  return layout;
}

/* Returns the width of the text. */
static float
add_label (AttuneChartPicture *self,
           const char         *text,
           float               x,
           float               y,
           float               align,
           float               size)
{
  AttuneChartLabel *label = g_new0 (AttuneChartLabel, 1);
  g_autoptr(PangoLayout) layout = create_layout (self, text, size);
  int width;

  *label = (AttuneChartLabel) { g_strdup (text), x, y, align, size };
  g_ptr_array_add (self->labels, label);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

static void
add_axes (AttuneChartPicture     *self,
          const AttuneChartFrame *frame)
{
  GdkRGBA color = { 0, 0, 0, 0.15 };
  float bottom = frame->plot.origin.y + frame->plot.size.height;
  float right = frame->plot.origin.x + frame->plot.size.width;
  g_autoptr(GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr(GskPath) grid = NULL;

  for (guint i = 0; i < frame->y.n_ticks; i++)
    {
      double tick = attune_chart_axis_get_tick (&frame->y, i);
      g_autofree char *text = attune_chart_format_value (tick, frame->unit, frame->y.n_digits);
      float y = roundf (attune_chart_frame_to_y (frame, tick));

      gsk_path_builder_add_rect (builder, &GRAPHENE_RECT_INIT (frame->plot.origin.x, y,
                                                               frame->plot.size.width, 1));
      add_label (self, text, frame->plot.origin.x - TEXT_GAP, y, 1, TEXT_SIZE);
    }

  for (guint i = 0; i < frame->x.n_ticks; i++)
    {
      double tick = attune_chart_axis_get_tick (&frame->x, i);
      g_autofree char *text = g_strdup_printf ("%.0f", tick);
      float x = roundf (attune_chart_frame_to_x (frame, tick));

      if (x > right + 1)
        continue;

      gsk_path_builder_add_rect (builder, &GRAPHENE_RECT_INIT (x, bottom, 1, TEXT_GAP - 2));
      add_label (self, text, x, bottom + TEXT_GAP + TEXT_SIZE / 2.0f, 0.5, TEXT_SIZE);
    }

  grid = gsk_path_builder_to_path (builder);
  attune_chart_layers_add_fill (self->layers, grid, &color);
}

static void
add_series (AttuneChartPicture     *self,
            const AttuneChartFrame *frame,
            GListModel             *list)
{
  float x = MARGIN;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(AttuneChartSeries) series = g_list_model_get_item (list, i);
      gsize n_points;

      attune_chart_series_get_points (series, &n_points);

      if (!attune_chart_series_get_is_shown (series) || n_points == 0)
        continue;

      attune_chart_layers_add (self->layers, frame, series);
      attune_chart_layers_add_sample (self->layers, frame, series,
                                      &GRAPHENE_RECT_INIT (x, LEGEND_TOP - 8, SAMPLE_WIDTH, 16));
      x += SAMPLE_WIDTH + SAMPLE_GAP;
      x += add_label (self, attune_chart_series_get_title (series), x, LEGEND_TOP, 0, TEXT_SIZE);
      x += LEGEND_GAP;
    }
}

static void
draw_label (AttuneChartPicture     *self,
            GtkSnapshot            *snapshot,
            const AttuneChartLabel *label)
{
  g_autoptr(PangoLayout) layout = create_layout (self, label->text, label->size);
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (label->x - label->align * width,
                                                label->y - height / 2.0f));
  gtk_snapshot_append_layout (snapshot, layout, &self->text_color);
  gtk_snapshot_restore (snapshot);
}

static GskRenderNode *
create_node (AttuneChartPicture *self)
{
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  GdkRGBA white = { 1, 1, 1, 1 };

  gtk_snapshot_scale (snapshot, PNG_SCALE, PNG_SCALE);
  gtk_snapshot_append_color (snapshot, &white,
                             &GRAPHENE_RECT_INIT (0, 0, self->width, self->height));
  attune_chart_layers_draw (self->layers, snapshot);

  for (guint i = 0; i < self->labels->len; i++)
    draw_label (self, snapshot, self->labels->pdata[i]);

  return gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
}

/**
 * attune_chart_picture_new:
 * @chart: a chart
 * @title: what stands above it
 *
 * Returns: (transfer full) (nullable): the lines that are shown, as a picture; %NULL when there is
 *   nothing to draw. @chart must outlive it
 */
AttuneChartPicture *
attune_chart_picture_new (AttuneChart *chart,
                          const char  *title)
{
  AttuneChartPicture *self;
  AttuneChartFrame frame = { .text_color = { 0, 0, 0, 0.85 } };

  g_return_val_if_fail (ATTUNE_IS_CHART (chart), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  if (!attune_chart_fit_frame (chart, &frame, WIDTH - 2 * MARGIN, HEIGHT - PLOT_TOP - MARGIN))
    return NULL;

  frame.plot.origin.x += MARGIN;
  frame.plot.origin.y += PLOT_TOP;

  self = g_new0 (AttuneChartPicture, 1);
  self->width = WIDTH;
  self->height = HEIGHT;
  self->title = g_strdup (title);
  self->description = g_strdup (attune_chart_get_summary (chart));
  self->widget = GTK_WIDGET (chart);
  self->text_color = frame.text_color;
  self->layers = attune_chart_layers_new ();
  self->labels = g_ptr_array_new_with_free_func (label_free);

  add_label (self, title, MARGIN, MARGIN + TITLE_SIZE / 2.0f, 0, TITLE_SIZE);
  add_axes (self, &frame);
  add_series (self, &frame, attune_chart_get_series (chart));

  return self;
}

/**
 * attune_chart_picture_free:
 * @self: (transfer full): a picture
 */
void
attune_chart_picture_free (AttuneChartPicture *self)
{
  g_free (self->title);
  g_free (self->description);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

/**
 * attune_chart_picture_to_png:
 * @self: a picture
 * @error: return location for an error
 *
 * Returns: (transfer full): a PNG file, or %NULL with %ATTUNE_ERROR_FAILED
 */
GBytes *
attune_chart_picture_to_png (AttuneChartPicture  *self,
                             GError             **error)
{
  g_autoptr(GskRenderer) renderer = NULL;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  renderer = gsk_cairo_renderer_new ();

  if (!gsk_renderer_realize_for_display (renderer, gtk_widget_get_display (self->widget),
                                         &local_error))
    {
      attune_set_error (error, ATTUNE_ERROR_FAILED, local_error->message,
                        _("The chart could not be drawn. Save it as SVG instead."));
      return NULL;
    }

  node = create_node (self);
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, self->width * PNG_SCALE,
                                                              self->height * PNG_SCALE));
  gsk_renderer_unrealize (renderer);

  return gdk_texture_save_to_png_bytes (texture);
}
