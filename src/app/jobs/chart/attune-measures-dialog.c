/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-measures-dialog"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-job-point.h"
#include "attune-measure.h"
#include "attune-measures-dialog.h"

#define N_DIGITS 4

struct _AttuneMeasuresDialog
{
  AdwDialog       parent_instance;

  GtkColumnView  *measures_table;
  GtkNoSelection *selection;
};

G_DEFINE_FINAL_TYPE (AttuneMeasuresDialog, attune_measures_dialog, ADW_TYPE_DIALOG)

static const AttuneMeasures *
get_measures (GtkColumnViewCell *cell)
{
  return attune_job_point_get_measures (gtk_column_view_cell_get_item (cell));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkColumnViewCell        *cell,
          gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_column_view_cell_set_child (cell, label);
  gtk_column_view_cell_set_focusable (cell, FALSE);
}

static void
bind_step_cb (GtkSignalListItemFactory *factory,
              GtkColumnViewCell        *cell,
              gpointer                  user_data)
{
  GtkLabel *label = GTK_LABEL (gtk_column_view_cell_get_child (cell));
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, get_measures (cell)->step);

  gtk_label_set_label (label, text);
}

static void
bind_measure_cb (GtkSignalListItemFactory *factory,
                 GtkColumnViewCell        *cell,
                 gpointer                  user_data)
{
  AttuneMeasure measure = GPOINTER_TO_UINT (user_data);
  GtkLabel *label = GTK_LABEL (gtk_column_view_cell_get_child (cell));
  double value = attune_measure_get_value (measure, get_measures (cell));
  g_autofree char *text = NULL;

  if (isfinite (value))
    text = attune_chart_format_value (value, attune_measure_get_unit (measure), N_DIGITS);

  gtk_label_set_label (label, text != NULL ? text : "–");
}

static void
append_column (AttuneMeasuresDialog *self,
               const char           *title,
               GCallback             bind,
               gpointer              user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", bind, user_data);

  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->measures_table, column);
}

static void
attune_measures_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_MEASURES_DIALOG);

  G_OBJECT_CLASS (attune_measures_dialog_parent_class)->dispose (object);
}

static void
attune_measures_dialog_class_init (AttuneMeasuresDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_measures_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-measures-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneMeasuresDialog, measures_table);
  gtk_widget_class_bind_template_child (widget_class, AttuneMeasuresDialog, selection);
}

static void
attune_measures_dialog_init (AttuneMeasuresDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_measures_dialog_new:
 * @points: what was measured; rows appear as it grows
 *
 * Returns: (transfer floating): the dialog; measures that no point has get no column
 */
AttuneMeasuresDialog *
attune_measures_dialog_new (AttuneJobPointList *points)
{
  AttuneMeasuresDialog *self;
  const AttuneMeasures *measures;
  gsize n_measures;

  g_return_val_if_fail (ATTUNE_IS_JOB_POINT_LIST (points), NULL);

  measures = attune_job_point_list_get_measures (points, &n_measures);

  self = g_object_new (ATTUNE_TYPE_MEASURES_DIALOG, NULL);
  append_column (self, _("Step"), G_CALLBACK (bind_step_cb), NULL);

  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    {
      if (attune_measure_is_there (i, measures, n_measures))
        append_column (self, attune_measure_get_title (i), G_CALLBACK (bind_measure_cb),
                       GUINT_TO_POINTER (i));
    }

  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (points));

  return self;
}
