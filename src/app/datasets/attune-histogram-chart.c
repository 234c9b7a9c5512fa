/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-histogram-chart"

#include "config.h"

#include <math.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "attune-example-stats.h"
#include "attune-format.h"

#include "attune-histogram-chart.h"

#define HEIGHT        180
#define MIN_WIDTH     200
#define NATURAL_WIDTH 480
#define TEXT_GAP      6
#define COLUMN_GAP    2
#define RADIUS        3

/* Fewer columns than labels would have room for are all named; of more, every second or third. */
#define LABEL_GAP     12

struct _AttuneHistogramChart
{
  GtkWidget  parent_instance;

  GArray    *bins;        /* of AttuneHistogramBin */
  guint64    highest;     /* the count of the highest column */
  int        hovered;     /* a column, or -1 */
};

G_DEFINE_FINAL_TYPE (AttuneHistogramChart, attune_histogram_chart, GTK_TYPE_WIDGET)

static AttuneHistogramBin *
get_bin (AttuneHistogramChart *self,
         guint            index)
{
  return &g_array_index (self->bins, AttuneHistogramBin, index);
}

static PangoLayout *
create_layout (AttuneHistogramChart *self,
               guint64          number)
{
  g_autofree char *text = attune_format_count (number);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

static void
draw_layout (GtkSnapshot   *snapshot,
             PangoLayout   *layout,
             const GdkRGBA *color,
             double         x,
             double         y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (x), round (y)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static int
get_text_height (AttuneHistogramChart *self)
{
  g_autoptr(PangoLayout) layout = create_layout (self, 0);
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

static void
draw_columns (AttuneHistogramChart *self,
              GtkSnapshot     *snapshot,
              double           width,
              double           top,
              double           bottom)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GdkRGBA *accent = adw_style_manager_get_accent_color_rgba (style);
  double step = width / self->bins->len;

  for (guint i = 0; i < self->bins->len; i++)
    {
      double height = (bottom - top) * get_bin (self, i)->n_examples / self->highest;
      graphene_rect_t area;
      GskRoundedRect column;

      if (get_bin (self, i)->n_examples == 0)
        continue;

      /* One example among a million is still seen. */
      height = MAX (height, 1.5);
      area = GRAPHENE_RECT_INIT (i * step, bottom - height, MAX (step - COLUMN_GAP, 1), height);
      gsk_rounded_rect_init (&column, &area,
                             &GRAPHENE_SIZE_INIT (MIN (RADIUS, height), MIN (RADIUS, height)),
                             &GRAPHENE_SIZE_INIT (MIN (RADIUS, height), MIN (RADIUS, height)),
                             &GRAPHENE_SIZE_INIT (0, 0), &GRAPHENE_SIZE_INIT (0, 0));

      accent->alpha = self->hovered < 0 || self->hovered == (int)i ? 1 : 0.55;
      gtk_snapshot_push_rounded_clip (snapshot, &column);
      gtk_snapshot_append_color (snapshot, accent, &area);
      gtk_snapshot_pop (snapshot);
    }

  gdk_rgba_free (accent);
}

/* Where each column begins, as far as there is room; the last number that fits ends the row. */
static void
draw_labels (AttuneHistogramChart *self,
             GtkSnapshot     *snapshot,
             const GdkRGBA   *color,
             double           width,
             double           y)
{
  double step = width / self->bins->len;
  double free_from = 0;

  for (guint i = 0; i < self->bins->len; i++)
    {
      g_autoptr(PangoLayout) layout = create_layout (self, get_bin (self, i)->low);
      int text_width;

      pango_layout_get_pixel_size (layout, &text_width, NULL);

      if (i * step < free_from || i * step + text_width > width)
        continue;

      draw_layout (snapshot, layout, color, i * step, y);
      free_from = i * step + text_width + LABEL_GAP;
    }
}

static void
attune_histogram_chart_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  AttuneHistogramChart *self = ATTUNE_HISTOGRAM_CHART (widget);
  double width = gtk_widget_get_width (widget);
  double text_height = get_text_height (self);
  double top = text_height + TEXT_GAP;
  double bottom = gtk_widget_get_height (widget) - text_height - TEXT_GAP;
  g_autoptr(PangoLayout) highest = NULL;
  GdkRGBA color;
  GdkRGBA line;

  if (self->bins == NULL || self->bins->len == 0 || bottom <= top)
    return;

  gtk_widget_get_color (widget, &color);
  line = color;
  line.alpha *= 0.15;
  color.alpha *= 0.65;

  highest = create_layout (self, self->highest);
  draw_layout (snapshot, highest, &color, 0, 0);
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, round (top), width, 1));
  gtk_snapshot_append_color (snapshot, &line,
                             &GRAPHENE_RECT_INIT (0, round ((top + bottom) / 2), width, 1));
  draw_columns (self, snapshot, width, top, bottom);
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, round (bottom), width, 1));
  draw_labels (self, snapshot, &color, width, bottom + TEXT_GAP);
}

static void
attune_histogram_chart_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : MIN_WIDTH;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : NATURAL_WIDTH;
}

static int
find_column (AttuneHistogramChart *self,
             double           x)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));

  if (self->bins == NULL || self->bins->len == 0 || x < 0 || x >= width)
    return -1;

  return (int)(x / width * self->bins->len);
}

static void
set_hovered (AttuneHistogramChart *self,
             int              hovered)
{
  if (self->hovered == hovered)
    return;

  self->hovered = hovered;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (AttuneHistogramChart *self,
           double           x)
{
  set_hovered (self, find_column (self, x));
}

static void
leave_cb (AttuneHistogramChart *self)
{
  set_hovered (self, -1);
}

static gboolean
attune_histogram_chart_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard_tooltip,
                                GtkTooltip *tooltip)
{
  AttuneHistogramChart *self = ATTUNE_HISTOGRAM_CHART (widget);
  int column = find_column (self, x);
  g_autofree char *title = NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (column < 0)
    return FALSE;

  title = attune_histogram_bin_dup_title (get_bin (self, column));
  count = attune_format_count (get_bin (self, column)->n_examples);
  /* Translators: first such as “100 to 199 tokens”, then a number. */
  text = g_strdup_printf (ngettext ("%1$s: %2$s example", "%1$s: %2$s examples",
                                    get_bin (self, column)->n_examples),
                          title, count);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
attune_histogram_chart_finalize (GObject *object)
{
  AttuneHistogramChart *self = (AttuneHistogramChart *)object;

  g_clear_pointer (&self->bins, g_array_unref);

  G_OBJECT_CLASS (attune_histogram_chart_parent_class)->finalize (object);
}

static void
attune_histogram_chart_class_init (AttuneHistogramChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = attune_histogram_chart_finalize;
  widget_class->snapshot = attune_histogram_chart_snapshot;
  widget_class->measure = attune_histogram_chart_measure;
  widget_class->query_tooltip = attune_histogram_chart_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
attune_histogram_chart_init (AttuneHistogramChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->hovered = -1;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

void
attune_histogram_chart_set_bins (AttuneHistogramChart *self,
                                 GArray               *bins)
{
  g_return_if_fail (ATTUNE_IS_HISTOGRAM_CHART (self));
  g_return_if_fail (bins != NULL);

  g_array_ref (bins);
  g_clear_pointer (&self->bins, g_array_unref);
  self->bins = bins;
  self->highest = 1;
  self->hovered = -1;

  for (guint i = 0; i < bins->len; i++)
    self->highest = MAX (self->highest, get_bin (self, i)->n_examples);

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

char *
attune_histogram_bin_dup_title (gconstpointer bin)
{
  const AttuneHistogramBin *self = bin;
  g_autofree char *low = attune_format_count (self->low);
  g_autofree char *high = NULL;

  if (self->high == G_MAXUINT64)
    /* Translators: %s is a number. */
    return g_strdup_printf (_("%s tokens and more"), low);

  if (self->high == self->low + 1)
    /* Translators: %s is a number. */
    return g_strdup_printf (ngettext ("%s token", "%s tokens", self->low), low);

  high = attune_format_count (self->high - 1);

  /* Translators: both are numbers, such as “100 to 199 tokens”. */
  return g_strdup_printf (_("%1$s to %2$s tokens"), low, high);
}
