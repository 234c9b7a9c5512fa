/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-chart-file"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-atomic-file.h"
#include "attune-chart-picture.h"
#include "attune-chart-svg.h"
#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-job-chart-file.h"
#include "attune-measures-csv.h"
#include "attune-thread.h"
#include "attune-weak-ref.h"

typedef struct
{
  char           *path;
  GBytes         *bytes;       /* of a picture, or NULL … */
  AttuneMeasures *measures;    /* … and then these become text on the thread */
  gsize           n_measures;
} Work;

/* What a person chose while the chart may grow on. */
typedef struct
{
  GtkWidget          *widget;
  AttuneChart        *chart;
  AttuneJobPointList *points;
  char               *title;
} Choice;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_free (work->measures);
  g_free (work);
}

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->widget);
  g_object_unref (choice->chart);
  g_object_unref (choice->points);
  g_free (choice->title);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static DexFuture *
write_thread (gpointer user_data)
{
  Work *work = user_data;
  g_autoptr(GError) error = NULL;

  if (work->bytes == NULL)
    {
      char *csv = attune_measures_csv_write (work->measures, work->n_measures);

      work->bytes = g_bytes_new_take (csv, strlen (csv));
    }

  if (!attune_atomic_file_replace (work->path, g_bytes_get_data (work->bytes, NULL),
                                   g_bytes_get_size (work->bytes), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static gboolean
has_extension (const char *path,
               const char *extension)
{
  g_autofree char *lower = g_utf8_strdown (path, -1);

  return g_str_has_suffix (lower, extension);
}

/* Only this thread may draw. */
static GBytes *
draw (AttuneChart  *chart,
      const char   *title,
      const char   *path,
      GError      **error)
{
  g_autoptr(AttuneChartPicture) picture = attune_chart_picture_new (chart, title);
  char *svg;

  if (picture == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_FAILED, NULL,
                        _("There is nothing to draw. Show a line of the chart first."));
      return NULL;
    }

  if (!has_extension (path, ".svg"))
    return attune_chart_picture_to_png (picture, error);

  svg = attune_chart_svg_write (picture);

  return g_bytes_new_take (svg, strlen (svg));
}

/**
 * attune_job_chart_file_save:
 * @chart: a chart
 * @points: what was measured, all of it
 * @title: what stands above a picture
 * @path: where; its ending says what is written: `.csv` the values, `.svg` a drawing, anything else
 *   a PNG
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the file is there, whole, or
 *   rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_job_chart_file_save (AttuneChart        *chart,
                            AttuneJobPointList *points,
                            const char         *title,
                            const char         *path)
{
  g_autoptr(Work) work = NULL;
  g_autoptr(GError) error = NULL;

  dex_return_error_if_fail (ATTUNE_IS_CHART (chart));
  dex_return_error_if_fail (ATTUNE_IS_JOB_POINT_LIST (points));
  dex_return_error_if_fail (title != NULL);
  dex_return_error_if_fail (path != NULL);

  work = g_new0 (Work, 1);
  work->path = g_strdup (path);

  if (has_extension (path, ".csv"))
    {
      const AttuneMeasures *measures;

      measures = attune_job_point_list_get_measures (points, &work->n_measures);
      work->measures = g_memdup2 (measures, work->n_measures * sizeof *measures);
    }
  else if (!(work->bytes = draw (chart, title, path, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_thread_spawn ("[attune-save-chart]", write_thread, g_steal_pointer (&work), work_free);
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (widget == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) != NULL)
    attune_feedback_toast (widget, _("Chart saved"));
  else
    attune_feedback_error (widget, _("Could Not Save the Chart"), error);

  return dex_future_new_true ();
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Choice) choice = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);
  DexFuture *saving;

  /* Closing the dialog is no error. */
  if (file == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        attune_feedback_error (choice->widget, _("Could Not Save the Chart"), error);
      return;
    }

  if (g_file_peek_path (file) == NULL)
    {
      attune_feedback_toast (choice->widget, _("Choose a folder on this computer."));
      return;
    }

  saving = attune_job_chart_file_save (choice->chart, choice->points, choice->title,
                                       g_file_peek_path (file));
  dex_future_disown (dex_future_finally (saving, saved_cb,
                                         attune_weak_ref_new (choice->widget),
                                         attune_weak_ref_free));
}

static void
add_filter (GListStore *filters,
            const char *name,
            const char *suffix)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  g_list_store_append (filters, filter);
}

/**
 * attune_job_chart_file_choose:
 * @widget: where the person asked for it
 * @chart: the chart that is shown
 * @points: what was measured, all of it
 * @title: what stands above a picture, and in the name of the file
 *
 * Asks where to save the chart and as what, and saves it.
 */
void
attune_job_chart_file_choose (GtkWidget          *widget,
                              AttuneChart        *chart,
                              AttuneJobPointList *points,
                              const char         *title)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr(GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autofree char *name = g_strconcat (title, ".png", NULL);
  Choice *choice = g_new0 (Choice, 1);

  choice->widget = g_object_ref (widget);
  choice->chart = g_object_ref (chart);
  choice->points = g_object_ref (points);
  choice->title = g_strdup (title);

  add_filter (filters, _("Picture (PNG)"), "png");
  add_filter (filters, _("Drawing (SVG)"), "svg");
  add_filter (filters, _("Values (CSV)"), "csv");
  g_strdelimit (name, "/:", '-');

  gtk_file_dialog_set_title (dialog, _("Save Chart As"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        chosen_cb, choice);
}
