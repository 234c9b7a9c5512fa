/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-chart"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chart-legend-button.h"
#include "attune-chart.h"
#include "attune-job-chart.h"
#include "attune-measure.h"
#include "attune-measures-dialog.h"

struct _AttuneJobChart
{
  AdwBin             parent_instance;

  GtkWidget         *advice_box;
  GtkLabel          *advice_label;
  AdwToggleGroup    *measure_group;
  AttuneChart       *loss_chart;
  AttuneChart       *accuracy_chart;
  AdwWrapBox        *loss_legend;
  AdwWrapBox        *accuracy_legend;

  GListModel        *points;
  gint64             total_steps;
  AttuneChartSeries *series[ATTUNE_N_MEASURES];
};

enum {
  PROP_0,
  PROP_POINTS,
  PROP_TOTAL_STEPS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobChart, attune_job_chart, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

/* Services that measure no accuracy get no page for it. */
static void
update_measures (AttuneJobChart *self)
{
  gboolean has_accuracy = FALSE;

  for (guint i = ATTUNE_MEASURE_TRAIN_ACCURACY; i < ATTUNE_N_MEASURES; i++)
    {
      gsize n_points;

      attune_chart_series_get_points (self->series[i], &n_points);
      has_accuracy |= n_points > 0;
    }

  if (!has_accuracy)
    adw_toggle_group_set_active_name (self->measure_group, "loss");

  gtk_widget_set_visible (GTK_WIDGET (self->measure_group), has_accuracy);
}

/* The whole validation set says more than the few examples that are tried between. */
static gboolean
find_turn (AttuneJobChart   *self,
           AttuneChartPoint *best)
{
  const AttuneChartPoint *points;
  gsize n_points;

  points = attune_chart_series_get_points (self->series[ATTUNE_MEASURE_FULL_VALID_LOSS], &n_points);
  if (n_points == 0)
    points = attune_chart_series_get_points (self->series[ATTUNE_MEASURE_VALID_LOSS], &n_points);

  return attune_chart_find_turn (points, n_points, best);
}

static void
update_advice (AttuneJobChart *self)
{
  g_autofree char *advice = NULL;
  AttuneChartPoint best;
  gboolean has_turned = find_turn (self, &best);

  if (has_turned)
    {
      advice = g_strdup_printf (_("Since step %.0f the model gets better at your examples, but worse at "
                                  "the ones that were kept aside: it begins to learn by heart. The "
                                  "checkpoint nearest to that step may answer best; next time, fewer "
                                  "passes or more examples help."),
                                best.x);
      gtk_label_set_label (self->advice_label, advice);
    }

  gtk_widget_set_visible (self->advice_box, has_turned);
}

static void
show_table_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AttuneJobChart *self = ATTUNE_JOB_CHART (widget);

  if (self->points != NULL)
    adw_dialog_present (ADW_DIALOG (attune_measures_dialog_new (self->points)), widget);
}

static void
add_series (AttuneJobChart   *self,
            AttuneMeasure     measure,
            const char       *title,
            AttuneChartStyle  style,
            AdwAccentColor    color)
{
  gboolean is_accuracy = measure >= ATTUNE_MEASURE_TRAIN_ACCURACY;
  AdwWrapBox *legend = is_accuracy ? self->accuracy_legend : self->loss_legend;

  self->series[measure] = attune_chart_series_new (title, style, color);
  g_signal_connect_object (self->series[measure], "notify::has-points",
                           G_CALLBACK (update_measures), self, G_CONNECT_SWAPPED);
  if (measure == ATTUNE_MEASURE_VALID_LOSS || measure == ATTUNE_MEASURE_FULL_VALID_LOSS)
    g_signal_connect_object (self->series[measure], "changed",
                             G_CALLBACK (update_advice), self, G_CONNECT_SWAPPED);

  attune_chart_add_series (is_accuracy ? self->accuracy_chart : self->loss_chart,
                           self->series[measure]);
  adw_wrap_box_append (legend, GTK_WIDGET (attune_chart_legend_button_new (self->series[measure])));
}

static void
attune_job_chart_dispose (GObject *object)
{
  AttuneJobChart *self = (AttuneJobChart *)object;

  g_clear_object (&self->points);
  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    g_clear_object (&self->series[i]);

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_CHART);

  G_OBJECT_CLASS (attune_job_chart_parent_class)->dispose (object);
}

static void
attune_job_chart_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneJobChart *self = ATTUNE_JOB_CHART (object);

  switch (prop_id)
    {
    case PROP_POINTS:
      g_value_set_object (value, self->points);
      break;

    case PROP_TOTAL_STEPS:
      g_value_set_int64 (value, self->total_steps);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_chart_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  AttuneJobChart *self = ATTUNE_JOB_CHART (object);

  switch (prop_id)
    {
    case PROP_POINTS:
      attune_job_chart_set_points (self, g_value_get_object (value));
      break;

    case PROP_TOTAL_STEPS:
      attune_job_chart_set_total_steps (self, g_value_get_int64 (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_chart_class_init (AttuneJobChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_chart_dispose;
  object_class->get_property = attune_job_chart_get_property;
  object_class->set_property = attune_job_chart_set_property;

  properties[PROP_POINTS] =
    g_param_spec_object ("points", NULL, NULL,
                         G_TYPE_LIST_MODEL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_TOTAL_STEPS] =
    g_param_spec_int64 ("total-steps", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READWRITE |
                         G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-chart.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, advice_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, advice_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, measure_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, loss_chart);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, accuracy_chart);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, loss_legend);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, accuracy_legend);
  gtk_widget_class_install_action (widget_class, "job-chart.show-table", NULL, show_table_action);

  g_type_ensure (ATTUNE_TYPE_CHART);
}

static void
attune_job_chart_init (AttuneJobChart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  add_series (self, ATTUNE_MEASURE_TRAIN_LOSS, _("Training"),
              ATTUNE_CHART_STYLE_TREND, ADW_ACCENT_COLOR_BLUE);
  add_series (self, ATTUNE_MEASURE_VALID_LOSS, _("Validation"),
              ATTUNE_CHART_STYLE_MARKERS, ADW_ACCENT_COLOR_ORANGE);
  add_series (self, ATTUNE_MEASURE_FULL_VALID_LOSS, _("Full Validation"),
              ATTUNE_CHART_STYLE_SQUARES, ADW_ACCENT_COLOR_PURPLE);
  add_series (self, ATTUNE_MEASURE_TRAIN_ACCURACY, _("Training"),
              ATTUNE_CHART_STYLE_TREND, ADW_ACCENT_COLOR_BLUE);
  add_series (self, ATTUNE_MEASURE_VALID_ACCURACY, _("Validation"),
              ATTUNE_CHART_STYLE_MARKERS, ADW_ACCENT_COLOR_ORANGE);
  add_series (self, ATTUNE_MEASURE_FULL_VALID_ACCURACY, _("Full Validation"),
              ATTUNE_CHART_STYLE_SQUARES, ADW_ACCENT_COLOR_PURPLE);
  update_measures (self);
}

/**
 * attune_job_chart_new:
 *
 * Returns: (transfer floating): a chart without points
 */
AttuneJobChart *
attune_job_chart_new (void)
{
  return g_object_new (ATTUNE_TYPE_JOB_CHART, NULL);
}

/**
 * attune_job_chart_get_points:
 * @self: a chart
 *
 * Returns: (transfer none) (nullable): the measures it shows
 */
GListModel *
attune_job_chart_get_points (AttuneJobChart *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_CHART (self), NULL);

  return self->points;
}

/**
 * attune_job_chart_set_points:
 * @self: a chart
 * @points: (nullable): #AttuneJobPoint, by step; followed as it grows
 */
void
attune_job_chart_set_points (AttuneJobChart *self,
                             GListModel     *points)
{
  g_return_if_fail (ATTUNE_IS_JOB_CHART (self));
  g_return_if_fail (points == NULL || G_IS_LIST_MODEL (points));

  if (!g_set_object (&self->points, points))
    return;

  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    attune_chart_series_set_model (self->series[i], points, attune_measure_get_step,
                                   attune_measure_get_func (i));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POINTS]);
}

/**
 * attune_job_chart_set_total_steps:
 * @self: a chart
 * @total_steps: the step at which the run ends, 0 when not known
 */
void
attune_job_chart_set_total_steps (AttuneJobChart *self,
                                  gint64          total_steps)
{
  g_return_if_fail (ATTUNE_IS_JOB_CHART (self));
  g_return_if_fail (total_steps >= 0);

  if (self->total_steps == total_steps)
    return;

  self->total_steps = total_steps;
  attune_chart_set_last_step (self->loss_chart, total_steps);
  attune_chart_set_last_step (self->accuracy_chart, total_steps);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL_STEPS]);
}
