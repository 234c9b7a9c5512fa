/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-chart"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-advice.h"
#include "attune-chart-legend-button.h"
#include "attune-chart.h"
#include "attune-checkpoint.h"
#include "attune-job-chart-file.h"
#include "attune-job-chart.h"
#include "attune-measure.h"
#include "attune-measures-dialog.h"

struct _AttuneJobChart
{
  AdwBin              parent_instance;

  GtkWidget          *advice_box;
  GtkWidget          *advice_button;
  GtkLabel           *advice_label;
  AdwToggleGroup     *measure_group;
  GtkLabel           *note_label;
  AttuneChart        *loss_chart;
  AttuneChart        *accuracy_chart;
  AdwWrapBox         *loss_legend;
  AdwWrapBox         *accuracy_legend;

  char               *title;
  AttuneJobPointList *points;
  GListModel         *checkpoints;
  gsize               n_drawn;        /* of the points */
  gint64              total_steps;
  AttuneChartSeries  *series[ATTUNE_N_MEASURES];
};

enum {
  PROP_0,
  PROP_TITLE,
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

/* The checkpoint to go back to: of those that can be compared the best, else the one of the step
 * from which on things went wrong. */
static AttuneCheckpoint *
find_checkpoint (AttuneJobChart     *self,
                 const AttuneAdvice *advice)
{
  AttuneCheckpoint *best;

  if (self->checkpoints == NULL || advice->step == 0)
    return NULL;

  best = attune_checkpoint_find_best (self->checkpoints);

  return best != NULL ? best : attune_checkpoint_find_nearest (self->checkpoints, advice->step);
}

static void
update_advice (AttuneJobChart *self)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  const AttuneMeasures *measures;
  AttuneCheckpoint *checkpoint;
  AttuneAdvice advice;
  gsize n_measures;
  gboolean can_chat;
  gint64 step;

  measures = attune_job_point_list_get_measures (self->points, &n_measures);
  attune_advice_find (&advice, measures, n_measures);
  checkpoint = find_checkpoint (self, &advice);
  step = checkpoint != NULL ? attune_checkpoint_get_measures (checkpoint)->step : 0;
  can_chat = checkpoint != NULL && attune_checkpoint_get_model (checkpoint) != NULL;
  text = attune_advice_dup_text (&advice, step);

  gtk_widget_set_visible (self->advice_box, text != NULL);
  gtk_widget_set_visible (self->advice_button, can_chat);
  gtk_label_set_label (self->advice_label, text != NULL ? text : "");

  if (!can_chat)
    return;

  /* Translators: %ld is the number of a training step. */
  label = g_strdup_printf (_("Chat with Step %ld"), (long)step);
  gtk_button_set_label (GTK_BUTTON (self->advice_button), label);

  /* The target first: an action that takes one does not like to be named without. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->advice_button), "s",
                                    attune_checkpoint_get_model (checkpoint));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->advice_button), "job.chat-with");
}

static void
append_points (AttuneJobChart *self,
               gsize           from)
{
  const AttuneMeasures *measures;
  g_autofree AttuneChartPoint *points = NULL;
  gsize n_measures;

  measures = attune_job_point_list_get_measures (self->points, &n_measures);
  points = g_new (AttuneChartPoint, n_measures - from);

  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    {
      for (gsize k = from; k < n_measures; k++)
        points[k - from] = (AttuneChartPoint) { measures[k].step,
                                                attune_measure_get_value (i, &measures[k]) };

      attune_chart_series_append (self->series[i], points, n_measures - from);
    }

  self->n_drawn = n_measures;
}

static void
redraw_points (AttuneJobChart *self)
{
  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    attune_chart_series_clear (self->series[i]);

  self->n_drawn = 0;

  if (self->points != NULL)
    append_points (self, 0);
}

/* A run only ever appends; anything else is rare enough to read all again. */
static void
points_changed_cb (AttuneJobChart *self,
                   guint           position,
                   guint           removed,
                   guint           added,
                   GListModel     *points)
{
  if (removed == 0 && position == self->n_drawn)
    append_points (self, position);
  else
    redraw_points (self);

  update_advice (self);
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
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  attune_job_chart_save (ATTUNE_JOB_CHART (widget));
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
  attune_chart_add_series (is_accuracy ? self->accuracy_chart : self->loss_chart,
                           self->series[measure]);
  adw_wrap_box_append (legend, GTK_WIDGET (attune_chart_legend_button_new (self->series[measure])));
}

static void
attune_job_chart_dispose (GObject *object)
{
  AttuneJobChart *self = (AttuneJobChart *)object;

  g_clear_object (&self->points);
  g_clear_object (&self->checkpoints);
  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    g_clear_object (&self->series[i]);

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_CHART);

  G_OBJECT_CLASS (attune_job_chart_parent_class)->dispose (object);
}

static void
attune_job_chart_finalize (GObject *object)
{
  AttuneJobChart *self = (AttuneJobChart *)object;

  g_free (self->title);

  G_OBJECT_CLASS (attune_job_chart_parent_class)->finalize (object);
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
    case PROP_TITLE:
      g_value_set_string (value, self->title);
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
    case PROP_TITLE:
      attune_job_chart_set_title (self, g_value_get_string (value));
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
  object_class->finalize = attune_job_chart_finalize;
  object_class->get_property = attune_job_chart_get_property;
  object_class->set_property = attune_job_chart_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         NULL,
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
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, advice_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, advice_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, measure_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, note_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, loss_chart);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, accuracy_chart);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, loss_legend);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobChart, accuracy_legend);
  gtk_widget_class_install_action (widget_class, "job-chart.show-table", NULL, show_table_action);
  gtk_widget_class_install_action (widget_class, "job-chart.save", NULL, save_action);

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
 * attune_job_chart_set_points:
 * @self: a chart
 * @points: (nullable): what was measured; followed as it grows
 */
void
attune_job_chart_set_points (AttuneJobChart     *self,
                             AttuneJobPointList *points)
{
  g_return_if_fail (ATTUNE_IS_JOB_CHART (self));
  g_return_if_fail (points == NULL || ATTUNE_IS_JOB_POINT_LIST (points));

  if (self->points != NULL)
    g_signal_handlers_disconnect_by_func (self->points, points_changed_cb, self);

  g_set_object (&self->points, points);
  redraw_points (self);

  if (points == NULL)
    return;

  g_signal_connect_object (points, "items-changed", G_CALLBACK (points_changed_cb), self, G_CONNECT_SWAPPED);
  update_advice (self);
}

static void
checkpoints_changed_cb (AttuneJobChart *self)
{
  if (self->points != NULL)
    update_advice (self);
}

/**
 * attune_job_chart_set_checkpoints:
 * @self: a chart
 * @checkpoints: (nullable): a list of #AttuneCheckpoint, for advice
 */
void
attune_job_chart_set_checkpoints (AttuneJobChart *self,
                                  GListModel     *checkpoints)
{
  g_return_if_fail (ATTUNE_IS_JOB_CHART (self));
  g_return_if_fail (checkpoints == NULL || G_IS_LIST_MODEL (checkpoints));

  if (self->checkpoints != NULL)
    g_signal_handlers_disconnect_by_func (self->checkpoints, checkpoints_changed_cb, self);

  g_set_object (&self->checkpoints, checkpoints);

  if (checkpoints != NULL)
    g_signal_connect_object (checkpoints, "items-changed",
                             G_CALLBACK (checkpoints_changed_cb), self, G_CONNECT_SWAPPED);

  checkpoints_changed_cb (self);
}

/**
 * attune_job_chart_set_note:
 * @self: a chart
 * @note: (nullable): what to know of the curve, in sentences
 */
void
attune_job_chart_set_note (AttuneJobChart *self,
                           const char     *note)
{
  g_return_if_fail (ATTUNE_IS_JOB_CHART (self));

  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
}

/**
 * attune_job_chart_set_title:
 * @self: a chart
 * @title: (nullable): the name of the fine-tune, for files
 */
void
attune_job_chart_set_title (AttuneJobChart *self,
                            const char     *title)
{
  g_return_if_fail (ATTUNE_IS_JOB_CHART (self));

  if (g_set_str (&self->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * attune_job_chart_save:
 * @self: a chart
 *
 * Asks where to save what is shown, as a picture, a drawing, or values.
 */
void
attune_job_chart_save (AttuneJobChart *self)
{
  AttuneChart *chart;
  g_autofree char *title = NULL;

  g_return_if_fail (ATTUNE_IS_JOB_CHART (self));

  if (self->points == NULL)
    return;

  chart = g_strcmp0 (adw_toggle_group_get_active_name (self->measure_group), "accuracy") == 0
          ? self->accuracy_chart
          : self->loss_chart;

  /* Translators: the title of a chart: the name of a fine-tune, then what is measured, such as
   * “Loss”. */
  title = g_strdup_printf (_("%s – %s"), self->title != NULL ? self->title : _("Fine-Tune"),
                           attune_chart_get_title (chart));
  attune_job_chart_file_choose (GTK_WIDGET (self), chart, self->points, title);
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
