/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart"

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-chart-layer.h"
#include "attune-chart.h"

#define MIN_WIDTH      160
#define NATURAL_WIDTH  480
#define MIN_HEIGHT     210
#define NATURAL_HEIGHT 260

struct _AttuneChart
{
  GtkWidget         parent_instance;

  char             *title;
  char             *summary;
  GListStore       *series;            /* AttuneChartSeries */
  AttuneChartUnit   unit;
  gboolean          higher_is_better;
  double            last_step;
  double            cursor;            /* a step, NAN when nobody looks */
  AttuneChartFrame  frame;             /* of the last picture */
  GPtrArray        *layers;            /* AttuneChartLayer: its lines, NULL after a change */
};

enum {
  PROP_0,
  PROP_TITLE,
  PROP_UNIT,
  PROP_HIGHER_IS_BETTER,
  PROP_LAST_STEP,
  PROP_SUMMARY,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneChart, attune_chart, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];

/* The next shown line with points from @index on, which then stands behind it; NULL at the end. */
static AttuneChartSeries *
next_series (AttuneChart             *self,
             guint                   *index,
             const AttuneChartPoint **points,
             gsize                   *n_points)
{
  while (*index < g_list_model_get_n_items (G_LIST_MODEL (self->series)))
    {
      g_autoptr(AttuneChartSeries) series = g_list_model_get_item (G_LIST_MODEL (self->series),
                                                                   (*index)++);

      *points = attune_chart_series_get_points (series, n_points);

      /* The store keeps it. */
      if (attune_chart_series_get_is_shown (series) && *n_points > 0)
        return series;
    }

  return NULL;
}

static gboolean
find_range (AttuneChart      *self,
            AttuneChartPoint *low,
            AttuneChartPoint *high)
{
  const AttuneChartPoint *points;
  AttuneChartSeries *series;
  gsize n_points;
  guint index = 0;

  *low = (AttuneChartPoint) { INFINITY, INFINITY };
  *high = (AttuneChartPoint) { -INFINITY, -INFINITY };

  while ((series = next_series (self, &index, &points, &n_points)) != NULL)
    {
      AttuneChartPoint lowest;
      AttuneChartPoint highest;

      attune_chart_series_get_extremes (series, &lowest, &highest);
      low->x = MIN (low->x, points[0].x);
      high->x = MAX (high->x, points[n_points - 1].x);
      low->y = MIN (low->y, lowest.y);
      high->y = MAX (high->y, highest.y);
    }

  return low->x <= high->x;
}

/* The line with the most points decides at which steps the cross-hair may stand. */
static double
find_nearest_step (AttuneChart *self,
                   double       x)
{
  const AttuneChartPoint *points;
  double nearest = NAN;
  gsize n_points;
  guint index = 0;

  while (next_series (self, &index, &points, &n_points) != NULL)
    {
      double candidate = points[attune_chart_find_nearest (points, n_points, x)].x;

      if (isnan (nearest) || fabs (candidate - x) < fabs (nearest - x))
        nearest = candidate;
    }

  return nearest;
}

/* The next step after (or before) @x at which anything was measured; @x itself at the end. */
static double
find_neighbour_step (AttuneChart *self,
                     double       x,
                     int          direction)
{
  const AttuneChartPoint *points;
  double neighbour = NAN;
  gsize n_points;
  guint index = 0;

  while (next_series (self, &index, &points, &n_points) != NULL)
    {
      gsize i = attune_chart_find_nearest (points, n_points, x);

      while (direction > 0 && points[i].x <= x && i + 1 < n_points)
        i++;
      while (direction < 0 && points[i].x >= x && i > 0)
        i--;

      if ((points[i].x - x) * direction > 0 &&
          (isnan (neighbour) || fabs (points[i].x - x) < fabs (neighbour - x)))
        neighbour = points[i].x;
    }

  return isnan (neighbour) ? x : neighbour;
}

static void
set_cursor (AttuneChart *self,
            double       cursor)
{
  if (cursor == self->cursor || (isnan (cursor) && isnan (self->cursor)))
    return;

  self->cursor = cursor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
append_summary (AttuneChart            *self,
                GString                *summary,
                AttuneChartSeries      *series,
                const AttuneChartPoint *points,
                gsize                   n_points)
{
  AttuneChartPoint lowest;
  AttuneChartPoint highest;
  const AttuneChartPoint *best = self->higher_is_better ? &highest : &lowest;
  g_autofree char *first_text = NULL;
  g_autofree char *last_text = NULL;
  g_autofree char *best_text = NULL;

  attune_chart_series_get_extremes (series, &lowest, &highest);
  first_text = attune_chart_format_value (points[0].y, self->unit, 3);
  last_text = attune_chart_format_value (points[n_points - 1].y, self->unit, 3);
  best_text = attune_chart_format_value (best->y, self->unit, 3);

  if (summary->len > 0)
    g_string_append_c (summary, ' ');

  if (n_points == 1)
    g_string_append_printf (summary,
                            /* Translators: the name of a line ("Training"), its only value, the step. */
                            _("%s: %s at step %.0f."),
                            attune_chart_series_get_title (series), first_text, points[0].x);
  else
    g_string_append_printf (summary,
                            /* Translators: the name of a line ("Training"), its first value, its last
                             * value and step, its best value and step. */
                            _("%s: began at %s, is %s at step %.0f; best %s at step %.0f."),
                            attune_chart_series_get_title (series), first_text,
                            last_text, points[n_points - 1].x, best_text, best->x);
}

static void
update_summary (AttuneChart *self)
{
  g_autoptr(GString) summary = g_string_new (NULL);
  const AttuneChartPoint *points;
  AttuneChartSeries *series;
  gsize n_points;
  guint index = 0;

  while ((series = next_series (self, &index, &points, &n_points)) != NULL)
    append_summary (self, summary, series, points, n_points);

  if (summary->len == 0)
    g_string_append (summary, _("Nothing has been measured yet."));

  if (!g_set_str (&self->summary, summary->str))
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->summary,
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
series_changed_cb (AttuneChart *self)
{
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  update_summary (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (AttuneChart *self,
           double       x,
           double       y)
{
  if (self->frame.plot.size.width > 0)
    set_cursor (self, find_nearest_step (self, attune_chart_frame_from_x (&self->frame, x)));
}

static void
leave_cb (AttuneChart *self)
{
  if (!gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    set_cursor (self, NAN);
}

static void
focus_leave_cb (AttuneChart *self)
{
  set_cursor (self, NAN);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Puts the cross-hair where a key says, and tells a screen reader what is there. */
static void
move_cursor (AttuneChart *self,
             double       step)
{
  g_autofree char *text = NULL;

  set_cursor (self, step);

  if ((text = attune_chart_dup_cursor_text (self)) != NULL)
    {
      g_strdelimit (text, "\n", ',');
      gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
}

static void
move_cursor_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  AttuneChart *self = ATTUNE_CHART (widget);
  const char *where = g_variant_get_string (parameter, NULL);
  AttuneChartPoint low;
  AttuneChartPoint high;

  if (!find_range (self, &low, &high))
    return;

  if (g_str_equal (where, "first"))
    move_cursor (self, find_nearest_step (self, low.x));
  else if (g_str_equal (where, "last") || isnan (self->cursor))
    move_cursor (self, find_nearest_step (self, high.x));
  else if (g_str_equal (where, "left"))
    move_cursor (self, find_neighbour_step (self, self->cursor, -1));
  else if (g_str_equal (where, "right"))
    move_cursor (self, find_neighbour_step (self, self->cursor, 1));
  else if (g_str_equal (where, "far-left"))
    move_cursor (self, find_nearest_step (self, self->cursor - (high.x - low.x) / 10));
  else
    move_cursor (self, find_nearest_step (self, self->cursor + (high.x - low.x) / 10));
}

static void
draw_focus (AttuneChart *self,
            GtkSnapshot *snapshot)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();
  g_autoptr(GdkRGBA) color = adw_style_manager_get_accent_color_rgba (style_manager);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  GdkRGBA colors[4];
  GskRoundedRect outline;

  color->alpha = adw_style_manager_get_high_contrast (style_manager) ? 1 : 0.5;
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    colors[i] = *color;

  /* Outside of the widget, as the theme's own focus rings are. */
  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (-4, -4, width + 8, height + 8),
                                   8);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 2, 2, 2, 2 }, colors);
}

/* The lines stay the same while a person only looks along them. */
static void
update_layers (AttuneChart            *self,
               const AttuneChartFrame *frame)
{
  const AttuneChartPoint *points;
  AttuneChartSeries *series;
  gsize n_points;
  guint index = 0;

  if (self->layers != NULL && memcmp (&self->frame, frame, sizeof *frame) == 0)
    return;

  self->frame = *frame;
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  self->layers = attune_chart_layers_new ();

  while ((series = next_series (self, &index, &points, &n_points)) != NULL)
    attune_chart_layers_add (self->layers, &self->frame, series);
}

static void
attune_chart_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  AttuneChart *self = ATTUNE_CHART (widget);
  AdwStyleManager *style_manager = adw_style_manager_get_default ();
  g_autofree char *text = NULL;
  AttuneChartFrame frame;

  /* Padding included, for it is compared. */
  memset (&frame, 0, sizeof frame);
  frame.is_dark = adw_style_manager_get_dark (style_manager);
  frame.is_high_contrast = adw_style_manager_get_high_contrast (style_manager);
  gtk_widget_get_color (widget, &frame.text_color);

  if (!attune_chart_fit_frame (self, &frame, gtk_widget_get_width (widget),
                               gtk_widget_get_height (widget)))
    return;

  update_layers (self, &frame);
  attune_chart_frame_draw_axes (&self->frame, snapshot);
  attune_chart_layers_draw (self->layers, snapshot);

  if ((text = attune_chart_dup_cursor_text (self)) != NULL)
    attune_chart_frame_draw_cursor (&self->frame, snapshot, G_LIST_MODEL (self->series),
                                    self->cursor, text);
  if (gtk_widget_has_visible_focus (widget))
    draw_focus (self, snapshot);
}

static void
attune_chart_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
attune_chart_dispose (GObject *object)
{
  AttuneChart *self = (AttuneChart *)object;

  g_clear_object (&self->series);

  G_OBJECT_CLASS (attune_chart_parent_class)->dispose (object);
}

static void
attune_chart_finalize (GObject *object)
{
  AttuneChart *self = (AttuneChart *)object;

  g_free (self->title);
  g_free (self->summary);
  g_clear_pointer (&self->layers, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_chart_parent_class)->finalize (object);
}

static void
attune_chart_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  AttuneChart *self = ATTUNE_CHART (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_UNIT:
      g_value_set_enum (value, self->unit);
      break;

    case PROP_HIGHER_IS_BETTER:
      g_value_set_boolean (value, self->higher_is_better);
      break;

    case PROP_LAST_STEP:
      g_value_set_double (value, self->last_step);
      break;

    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chart_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  AttuneChart *self = ATTUNE_CHART (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      attune_chart_set_title (self, g_value_get_string (value));
      break;

    case PROP_UNIT:
      attune_chart_set_unit (self, g_value_get_enum (value));
      break;

    case PROP_HIGHER_IS_BETTER:
      attune_chart_set_higher_is_better (self, g_value_get_boolean (value));
      break;

    case PROP_LAST_STEP:
      attune_chart_set_last_step (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
add_cursor_key (GtkWidgetClass *widget_class,
                guint           keyval,
                const char     *where)
{
  gtk_widget_class_add_binding_action (widget_class, keyval, 0, "chart.move-cursor", "s", where);
}

static void
attune_chart_class_init (AttuneChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_chart_dispose;
  object_class->finalize = attune_chart_finalize;
  object_class->get_property = attune_chart_get_property;
  object_class->set_property = attune_chart_set_property;
  widget_class->snapshot = attune_chart_snapshot;
  widget_class->measure = attune_chart_measure;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_UNIT] =
    g_param_spec_enum ("unit", NULL, NULL,
                       ATTUNE_TYPE_CHART_UNIT, ATTUNE_CHART_UNIT_NUMBER,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_HIGHER_IS_BETTER] =
    g_param_spec_boolean ("higher-is-better", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_LAST_STEP] =
    g_param_spec_double ("last-step", NULL, NULL,
                         0, G_MAXDOUBLE, 0,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SUMMARY] =
    g_param_spec_string ("summary", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "chart.move-cursor", "s", move_cursor_action);

  add_cursor_key (widget_class, GDK_KEY_Left, "left");
  add_cursor_key (widget_class, GDK_KEY_KP_Left, "left");
  add_cursor_key (widget_class, GDK_KEY_Right, "right");
  add_cursor_key (widget_class, GDK_KEY_KP_Right, "right");
  add_cursor_key (widget_class, GDK_KEY_Page_Up, "far-left");
  add_cursor_key (widget_class, GDK_KEY_Page_Down, "far-right");
  add_cursor_key (widget_class, GDK_KEY_Home, "first");
  add_cursor_key (widget_class, GDK_KEY_End, "last");

  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
attune_chart_init (AttuneChart *self)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->series = g_list_store_new (ATTUNE_TYPE_CHART_SERIES);
  self->cursor = NAN;

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");

  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);

  /* The colours of the lines are ours, so no change of style redraws them for us. */
  g_signal_connect_object (style_manager, "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style_manager, "notify::high-contrast",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);

  update_summary (self);
}

/**
 * attune_chart_new:
 *
 * Returns: (transfer floating): a chart without lines
 */
AttuneChart *
attune_chart_new (void)
{
  return g_object_new (ATTUNE_TYPE_CHART, NULL);
}

/**
 * attune_chart_add_series:
 * @self: a chart
 * @series: a line; later ones are drawn above earlier ones
 */
void
attune_chart_add_series (AttuneChart       *self,
                         AttuneChartSeries *series)
{
  g_return_if_fail (ATTUNE_IS_CHART (self));
  g_return_if_fail (ATTUNE_IS_CHART_SERIES (series));

  g_signal_connect_object (series, "changed", G_CALLBACK (series_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (series, "notify::is-shown", G_CALLBACK (series_changed_cb), self, G_CONNECT_SWAPPED);
  g_list_store_append (self->series, series);
  series_changed_cb (self);
}

/**
 * attune_chart_get_series:
 * @self: a chart
 *
 * Returns: (transfer none): its lines, #AttuneChartSeries
 */
GListModel *
attune_chart_get_series (AttuneChart *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART (self), NULL);

  return G_LIST_MODEL (self->series);
}

/**
 * attune_chart_set_title:
 * @self: a chart
 * @title: (nullable): what it measures, translated
 */
void
attune_chart_set_title (AttuneChart *self,
                        const char  *title)
{
  g_return_if_fail (ATTUNE_IS_CHART (self));

  if (!g_set_str (&self->title, title))
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "",
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * attune_chart_set_unit:
 * @self: a chart
 * @unit: what its values are measured in
 */
void
attune_chart_set_unit (AttuneChart     *self,
                       AttuneChartUnit  unit)
{
  g_return_if_fail (ATTUNE_IS_CHART (self));

  if (self->unit == unit)
    return;

  self->unit = unit;
  series_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNIT]);
}

/**
 * attune_chart_set_higher_is_better:
 * @self: a chart
 * @higher_is_better: whether the best value is the largest
 */
void
attune_chart_set_higher_is_better (AttuneChart *self,
                                   gboolean     higher_is_better)
{
  g_return_if_fail (ATTUNE_IS_CHART (self));

  higher_is_better = !!higher_is_better;

  if (self->higher_is_better == higher_is_better)
    return;

  self->higher_is_better = higher_is_better;
  series_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIGHER_IS_BETTER]);
}

/**
 * attune_chart_set_last_step:
 * @self: a chart
 * @last_step: the step at which the run ends, so that the axis holds all of it; 0 when not known
 */
void
attune_chart_set_last_step (AttuneChart *self,
                            double       last_step)
{
  g_return_if_fail (ATTUNE_IS_CHART (self));
  g_return_if_fail (isfinite (last_step) && last_step >= 0);

  if (self->last_step == last_step)
    return;

  self->last_step = last_step;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_STEP]);
}

/**
 * attune_chart_get_title:
 * @self: a chart
 *
 * Returns: (transfer none) (nullable): what it measures
 */
const char *
attune_chart_get_title (AttuneChart *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART (self), NULL);

  return self->title;
}

/**
 * attune_chart_fit_frame:
 * @self: a chart
 * @frame: (inout): a frame whose colours are set
 * @width: in pixels
 * @height: in pixels
 *
 * Fits the axes of a picture to the lines that are shown.
 *
 * Returns: %FALSE when there is nothing to draw
 */
gboolean
attune_chart_fit_frame (AttuneChart      *self,
                        AttuneChartFrame *frame,
                        double            width,
                        double            height)
{
  AttuneChartPoint low;
  AttuneChartPoint high;

  g_return_val_if_fail (ATTUNE_IS_CHART (self), FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  if (!find_range (self, &low, &high))
    return FALSE;

  frame->widget = GTK_WIDGET (self);
  frame->unit = self->unit;
  attune_chart_frame_fit (frame, width, height, low.x, MAX (high.x, self->last_step),
                          low.y, high.y);

  return TRUE;
}

/**
 * attune_chart_get_summary:
 * @self: a chart
 *
 * Returns: (transfer none): where each line began, where it is, and its best value, in words
 */
const char *
attune_chart_get_summary (AttuneChart *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART (self), NULL);

  return self->summary;
}

/**
 * attune_chart_dup_cursor_text:
 * @self: a chart
 *
 * Returns: (transfer full) (nullable): the values under the cross-hair, a line each; %NULL when
 *   there is no cross-hair
 */
char *
attune_chart_dup_cursor_text (AttuneChart *self)
{
  g_autoptr(GString) text = NULL;
  const AttuneChartPoint *points;
  AttuneChartSeries *series;
  gsize n_points;
  guint index = 0;

  g_return_val_if_fail (ATTUNE_IS_CHART (self), NULL);

  if (isnan (self->cursor))
    return NULL;

  text = g_string_new (NULL);
  /* Translators: the heading of a small box with the values at one training step. */
  g_string_append_printf (text, _("Step %.0f"), self->cursor);

  while ((series = next_series (self, &index, &points, &n_points)) != NULL)
    {
      gsize nearest = attune_chart_find_nearest (points, n_points, self->cursor);
      const AttuneChartPoint *point = &points[nearest];
      g_autofree char *value = attune_chart_format_value (point->y, self->unit, 3);

      g_string_append_c (text, '\n');
      if (point->x == self->cursor)
        /* Translators: the name of a line ("Training") and its value at this step. */
        g_string_append_printf (text, _("%s: %s"), attune_chart_series_get_title (series), value);
      else
        /* Translators: the name of a line ("Validation"), its value, and at which other step. */
        g_string_append_printf (text, _("%s: %s (step %.0f)"),
                                attune_chart_series_get_title (series), value, point->x);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}
