/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* show-chart [POINTS [WIDTH [FILE]]]: a window with the chart of a made-up run, for looking at it;
 * with FILE the chart is saved there instead. */

#define G_LOG_DOMAIN "show-chart"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "attune-chart.h"
#include "attune-job-chart-file.h"
#include "attune-job-chart.h"
#include "attune-test.h"
#include "attune-ui-test.h"

static AttuneJobPointList *
make_points (guint n_points)
{
  AttuneJobPointList *list = attune_job_point_list_new ();
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < n_points; i++)
    {
      double done = (double)i / MAX (n_points, 100);
      double loss = 1.1 + 4.2 * exp (-done * 6) + g_rand_double_range (rand, -0.25, 0.25);
      gboolean is_validated = i % MAX (n_points / 12, 1) == 0;
      gboolean is_epoch = (i + 1) % MAX (n_points / 3, 1) == 0;
      AttuneMeasures measures = {
        .step = i + 1,
        .train_loss = loss,
        .train_accuracy = 1 / (0.9 + loss / 3),
        .valid_loss = is_validated ? loss + 0.3 + done * 0.4 : NAN,
        .valid_accuracy = is_validated ? 1 / (1.0 + loss / 3) : NAN,
        .full_valid_loss = is_epoch ? loss + 0.5 : NAN,
        .full_valid_accuracy = NAN,
      };

      attune_job_point_list_add (list, &measures, 1);
    }

  return list;
}

static int
save (GtkWidget          *widget,
      AttuneJobPointList *points,
      const char         *path)
{
  AttuneChart *chart = ATTUNE_CHART (attune_ui_test_find_id (widget, "loss_chart"));
  g_autoptr(DexFuture) saving = attune_job_chart_file_save (chart, points, "helper – Loss", path);
  g_autoptr(GError) error = NULL;

  if (attune_test_wait (saving, &error) == NULL)
    g_printerr ("%s\n", error->message);

  return error != NULL;
}

int
main (int   argc,
      char *argv[])
{
  guint n_points = argc > 1 ? (guint)atoi (argv[1]) : 300;
  int width = argc > 2 ? atoi (argv[2]) : 720;
  g_autoptr(AttuneJobPointList) points = NULL;
  AttuneJobChart *chart;
  GtkWidget *window;

  dex_init ();
  adw_init ();

  points = make_points (n_points);
  chart = attune_job_chart_new ();
  attune_job_chart_set_total_steps (chart, n_points + n_points / 4);
  attune_job_chart_set_points (chart, points);
  gtk_widget_set_margin_start (GTK_WIDGET (chart), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (chart), 18);
  gtk_widget_set_margin_bottom (GTK_WIDGET (chart), 18);

  window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), width, 460);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (chart));
  gtk_window_present (GTK_WINDOW (window));

  if (argc > 3)
    return save (GTK_WIDGET (chart), points, argv[3]);

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
