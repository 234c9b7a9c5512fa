/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart-series"

#include "config.h"

#include <math.h>

#include "attune-chart-series.h"

struct _AttuneChartSeries
{
  GObject            parent_instance;

  char              *title;
  AttuneChartStyle   style;
  AdwAccentColor     color;
  gboolean           is_shown;

  GArray            *points;       /* AttuneChartPoint */
  GArray            *trend;        /* AttuneChartPoint, empty until asked for */
  AttuneChartPoint   lowest;
  AttuneChartPoint   highest;
};

enum {
  PROP_0,
  PROP_TITLE,
  PROP_STYLE,
  PROP_COLOR,
  PROP_IS_SHOWN,
  PROP_HAS_POINTS,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_ENUM_TYPE (AttuneChartStyle, attune_chart_style,
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHART_STYLE_TREND, "trend"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHART_STYLE_MARKERS, "markers"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHART_STYLE_SQUARES, "squares"))

G_DEFINE_FINAL_TYPE (AttuneChartSeries, attune_chart_series, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
announce_points (AttuneChartSeries *self,
                 guint              n_before)
{
  g_array_set_size (self->trend, 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  if ((n_before > 0) != (self->points->len > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_POINTS]);
}

static void
attune_chart_series_finalize (GObject *object)
{
  AttuneChartSeries *self = (AttuneChartSeries *)object;

  g_free (self->title);
  g_array_unref (self->points);
  g_array_unref (self->trend);

  G_OBJECT_CLASS (attune_chart_series_parent_class)->finalize (object);
}

static void
attune_chart_series_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneChartSeries *self = ATTUNE_CHART_SERIES (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_STYLE:
      g_value_set_enum (value, self->style);
      break;

    case PROP_COLOR:
      g_value_set_enum (value, self->color);
      break;

    case PROP_IS_SHOWN:
      g_value_set_boolean (value, self->is_shown);
      break;

    case PROP_HAS_POINTS:
      g_value_set_boolean (value, self->points->len > 0);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chart_series_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneChartSeries *self = ATTUNE_CHART_SERIES (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;

    case PROP_STYLE:
      self->style = g_value_get_enum (value);
      break;

    case PROP_COLOR:
      self->color = g_value_get_enum (value);
      break;

    case PROP_IS_SHOWN:
      attune_chart_series_set_is_shown (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chart_series_class_init (AttuneChartSeriesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_chart_series_finalize;
  object_class->get_property = attune_chart_series_get_property;
  object_class->set_property = attune_chart_series_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_STYLE] =
    g_param_spec_enum ("style", NULL, NULL,
                       ATTUNE_TYPE_CHART_STYLE, ATTUNE_CHART_STYLE_TREND,
                       (G_PARAM_READWRITE |
                        G_PARAM_CONSTRUCT_ONLY |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_COLOR] =
    g_param_spec_enum ("color", NULL, NULL,
                       ADW_TYPE_ACCENT_COLOR, ADW_ACCENT_COLOR_BLUE,
                       (G_PARAM_READWRITE |
                        G_PARAM_CONSTRUCT_ONLY |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_SHOWN] =
    g_param_spec_boolean ("is-shown", NULL, NULL,
                          TRUE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_HAS_POINTS] =
    g_param_spec_boolean ("has-points", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_chart_series_init (AttuneChartSeries *self)
{
  self->is_shown = TRUE;
  self->points = g_array_new (FALSE, FALSE, sizeof (AttuneChartPoint));
  self->trend = g_array_new (FALSE, FALSE, sizeof (AttuneChartPoint));
}

/**
 * attune_chart_series_new:
 * @title: what the line is called, translated
 * @style: how it is drawn
 * @color: its colour of the palette
 *
 * Returns: (transfer full): a line without points
 */
AttuneChartSeries *
attune_chart_series_new (const char       *title,
                         AttuneChartStyle  style,
                         AdwAccentColor    color)
{
  g_return_val_if_fail (title != NULL, NULL);

  return g_object_new (ATTUNE_TYPE_CHART_SERIES,
                       "title", title,
                       "style", style,
                       "color", color,
                       NULL);
}

/**
 * attune_chart_series_append:
 * @self: a line
 * @points: (array length=n_points): its next points, by step, behind those that it has; those that
 *   are no numbers are left out
 * @n_points: how many
 */
void
attune_chart_series_append (AttuneChartSeries      *self,
                            const AttuneChartPoint *points,
                            gsize                   n_points)
{
  guint n_before;

  g_return_if_fail (ATTUNE_IS_CHART_SERIES (self));
  g_return_if_fail (points != NULL || n_points == 0);

  n_before = self->points->len;

  for (gsize i = 0; i < n_points; i++)
    {
      /* Providers have been seen to send "nan" for a step that diverged. */
      if (!isfinite (points[i].x) || !isfinite (points[i].y))
        continue;

      if (self->points->len == 0 || points[i].y < self->lowest.y)
        self->lowest = points[i];
      if (self->points->len == 0 || points[i].y > self->highest.y)
        self->highest = points[i];
      g_array_append_val (self->points, points[i]);
    }

  if (self->points->len > n_before)
    announce_points (self, n_before);
}

/**
 * attune_chart_series_clear:
 * @self: a line that shall have no points
 */
void
attune_chart_series_clear (AttuneChartSeries *self)
{
  guint n_before;

  g_return_if_fail (ATTUNE_IS_CHART_SERIES (self));

  n_before = self->points->len;
  g_array_set_size (self->points, 0);

  if (n_before > 0)
    announce_points (self, n_before);
}

/**
 * attune_chart_series_get_title:
 * @self: a line
 *
 * Returns: (transfer none): what it is called
 */
const char *
attune_chart_series_get_title (AttuneChartSeries *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART_SERIES (self), NULL);

  return self->title;
}

/**
 * attune_chart_series_get_style:
 * @self: a line
 *
 * Returns: how it is drawn
 */
AttuneChartStyle
attune_chart_series_get_style (AttuneChartSeries *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART_SERIES (self), ATTUNE_CHART_STYLE_TREND);

  return self->style;
}

/**
 * attune_chart_series_get_color:
 * @self: a line
 *
 * Returns: its colour of the palette
 */
AdwAccentColor
attune_chart_series_get_color (AttuneChartSeries *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART_SERIES (self), ADW_ACCENT_COLOR_BLUE);

  return self->color;
}

/**
 * attune_chart_series_get_is_shown:
 * @self: a line
 *
 * Returns: whether the person wants to see it
 */
gboolean
attune_chart_series_get_is_shown (AttuneChartSeries *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART_SERIES (self), FALSE);

  return self->is_shown;
}

/**
 * attune_chart_series_set_is_shown:
 * @self: a line
 * @is_shown: whether to draw it
 */
void
attune_chart_series_set_is_shown (AttuneChartSeries *self,
                                  gboolean           is_shown)
{
  g_return_if_fail (ATTUNE_IS_CHART_SERIES (self));

  is_shown = !!is_shown;

  if (self->is_shown == is_shown)
    return;

  self->is_shown = is_shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SHOWN]);
}

/**
 * attune_chart_series_get_points:
 * @self: a line
 * @n_points: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_points): the points, until the next change
 */
const AttuneChartPoint *
attune_chart_series_get_points (AttuneChartSeries *self,
                                gsize             *n_points)
{
  g_return_val_if_fail (ATTUNE_IS_CHART_SERIES (self), NULL);

  *n_points = self->points->len;
  return (const AttuneChartPoint *)(gpointer)self->points->data;
}

/**
 * attune_chart_series_get_trend:
 * @self: a line
 *
 * Returns: (transfer none): the smoothed line, as many points as there are measures
 */
const AttuneChartPoint *
attune_chart_series_get_trend (AttuneChartSeries *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHART_SERIES (self), NULL);

  if (self->trend->len != self->points->len)
    {
      g_array_set_size (self->trend, self->points->len);
      attune_chart_smooth ((const AttuneChartPoint *)(gpointer)self->points->data,
                           self->points->len,
                           (AttuneChartPoint *)(gpointer)self->trend->data);
    }

  return (const AttuneChartPoint *)(gpointer)self->trend->data;
}

/**
 * attune_chart_series_get_extremes:
 * @self: a line with points
 * @lowest: (out): the first point with the smallest value
 * @highest: (out): the first point with the largest value
 */
void
attune_chart_series_get_extremes (AttuneChartSeries *self,
                                  AttuneChartPoint  *lowest,
                                  AttuneChartPoint  *highest)
{
  g_return_if_fail (ATTUNE_IS_CHART_SERIES (self));
  g_return_if_fail (self->points->len > 0);

  *lowest = self->lowest;
  *highest = self->highest;
}
