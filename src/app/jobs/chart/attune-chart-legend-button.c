/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart-legend-button"

#include "config.h"

#include "attune-chart-layer.h"
#include "attune-chart-legend-button.h"

#define SAMPLE_WIDTH  28
#define SAMPLE_HEIGHT 16

/* The piece of line inside the button: a widget of its own, because it draws itself. */
#define ATTUNE_TYPE_CHART_SAMPLE (attune_chart_sample_get_type ())
G_DECLARE_FINAL_TYPE (AttuneChartSample, attune_chart_sample, ATTUNE, CHART_SAMPLE, GtkWidget)

struct _AttuneChartSample
{
  GtkWidget          parent_instance;

  AttuneChartSeries *series;
};

struct _AttuneChartLegendButton
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (AttuneChartSample, attune_chart_sample, GTK_TYPE_WIDGET)
G_DEFINE_FINAL_TYPE (AttuneChartLegendButton, attune_chart_legend_button, ADW_TYPE_BIN)

static void
attune_chart_sample_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  AttuneChartSample *self = ATTUNE_CHART_SAMPLE (widget);
  AdwStyleManager *style_manager = adw_style_manager_get_default ();
  AttuneChartFrame frame = { .widget = widget };
  g_autoptr(GPtrArray) layers = attune_chart_layers_new ();

  frame.is_dark = adw_style_manager_get_dark (style_manager);
  attune_chart_layers_add_sample (layers, &frame, self->series,
                                  &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                       gtk_widget_get_height (widget)));
  attune_chart_layers_draw (layers, snapshot);
}

static void
attune_chart_sample_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? SAMPLE_WIDTH : SAMPLE_HEIGHT;
}

static void
attune_chart_sample_dispose (GObject *object)
{
  AttuneChartSample *self = (AttuneChartSample *)object;

  g_clear_object (&self->series);

  G_OBJECT_CLASS (attune_chart_sample_parent_class)->dispose (object);
}

static void
attune_chart_sample_class_init (AttuneChartSampleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = attune_chart_sample_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = attune_chart_sample_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = attune_chart_sample_measure;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
attune_chart_sample_init (AttuneChartSample *self)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();

  g_signal_connect_object (style_manager, "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
attune_chart_legend_button_class_init (AttuneChartLegendButtonClass *klass)
{
}

static void
attune_chart_legend_button_init (AttuneChartLegendButton *self)
{
}

/**
 * attune_chart_legend_button_new:
 * @series: a line
 *
 * Returns: (transfer floating): a button that shows and hides the line
 */
AttuneChartLegendButton *
attune_chart_legend_button_new (AttuneChartSeries *series)
{
  AttuneChartLegendButton *self;
  AttuneChartSample *sample;
  GtkWidget *button;
  GtkWidget *box;

  g_return_val_if_fail (ATTUNE_IS_CHART_SERIES (series), NULL);

  sample = g_object_new (ATTUNE_TYPE_CHART_SAMPLE, "valign", GTK_ALIGN_CENTER, NULL);
  g_set_object (&sample->series, series);

  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (sample));
  gtk_box_append (GTK_BOX (box), gtk_label_new (attune_chart_series_get_title (series)));

  button = gtk_check_button_new ();
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  attune_chart_series_get_title (series),
                                  -1);

  self = g_object_new (ATTUNE_TYPE_CHART_LEGEND_BUTTON, "child", button, NULL);
  g_object_bind_property (series, "is-shown", button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (series, "has-points", self, "visible", G_BINDING_SYNC_CREATE);

  return self;
}
