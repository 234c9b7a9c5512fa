/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chart"

#include "config.h"

#include <math.h>

#include "attune-chart.h"
#include "attune-job-chart.h"
#include "attune-job-point.h"
#include "attune-measures-dialog.h"
#include "attune-ui-test.h"

static void
add_point (GListStore *store,
           gint64      step,
           double      train_loss,
           double      valid_loss,
           double      accuracy)
{
  AttuneMeasures measures = {
    .step = step,
    .train_loss = train_loss,
    .valid_loss = valid_loss,
    .train_accuracy = accuracy,
    .valid_accuracy = NAN,
    .full_valid_loss = NAN,
    .full_valid_accuracy = NAN,
  };
  g_autoptr(AttuneJobPoint) point = attune_job_point_new (&measures);

  g_list_store_append (store, point);
}

static GtkWindow *
show (GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (adw_window_new ());

  gtk_window_set_default_size (window, 500, 400);
  adw_window_set_content (ADW_WINDOW (window), widget);
  attune_ui_test_present (window);

  return window;
}

static AttuneChart *
find_chart (AttuneJobChart *chart,
            const char     *id)
{
  return ATTUNE_CHART (attune_ui_test_find_id (GTK_WIDGET (chart), id));
}

static void
test_summary (void)
{
  g_autoptr(GListStore) store = g_list_store_new (ATTUNE_TYPE_JOB_POINT);
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  AttuneChart *chart = find_chart (job_chart, "loss_chart");
  g_autofree char *problem = NULL;

  attune_job_chart_set_points (job_chart, G_LIST_MODEL (store));
  g_assert_cmpstr (attune_chart_get_summary (chart), ==, "Nothing has been measured yet.");

  /* Drawn and told from the first point on; a measure that is missing makes no line. */
  add_point (store, 1, 5.5, NAN, NAN);
  g_assert_cmpstr (attune_chart_get_summary (chart), ==, "Training: 5.500 at step 1.");

  add_point (store, 2, 1.25, 2, NAN);
  add_point (store, 3, 1.75, 3, NAN);
  g_assert_cmpstr (attune_chart_get_summary (chart), ==,
                   "Training: began at 5.500, is 1.750 at step 3; best 1.250 at step 2. "
                   "Validation: began at 2.000, is 3.000 at step 3; best 2.000 at step 2.");

  problem = gtk_test_accessible_check_property (GTK_ACCESSIBLE (chart),
                                                GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                attune_chart_get_summary (chart));
  g_assert_null (problem);
  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Loss");

  /* Another list, read from its beginning. */
  g_list_store_remove_all (store);
  g_assert_cmpstr (attune_chart_get_summary (chart), ==, "Nothing has been measured yet.");

  gtk_window_destroy (window);
}

static void
move (AttuneChart *chart,
      const char  *where)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (chart), "chart.move-cursor", "s", where));
}

static void
check_cursor (AttuneChart *chart,
              const char  *expected)
{
  g_autofree char *text = attune_chart_dup_cursor_text (chart);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_cursor (void)
{
  g_autoptr(GListStore) store = g_list_store_new (ATTUNE_TYPE_JOB_POINT);
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  AttuneChart *chart = find_chart (job_chart, "loss_chart");

  attune_job_chart_set_points (job_chart, G_LIST_MODEL (store));
  move (chart, "left");
  check_cursor (chart, NULL);

  add_point (store, 1, 5, NAN, NAN);
  add_point (store, 2, 4, 4.5, NAN);
  add_point (store, 30, 3, NAN, NAN);

  move (chart, "left");
  check_cursor (chart, "Step 30\nTraining: 3.000\nValidation: 4.500 (step 2)");
  move (chart, "left");
  check_cursor (chart, "Step 2\nTraining: 4.000\nValidation: 4.500");
  move (chart, "left");
  move (chart, "left");
  check_cursor (chart, "Step 1\nTraining: 5.000\nValidation: 4.500 (step 2)");
  move (chart, "right");
  check_cursor (chart, "Step 2\nTraining: 4.000\nValidation: 4.500");
  move (chart, "last");
  move (chart, "right");
  check_cursor (chart, "Step 30\nTraining: 3.000\nValidation: 4.500 (step 2)");
  move (chart, "first");
  check_cursor (chart, "Step 1\nTraining: 5.000\nValidation: 4.500 (step 2)");

  gtk_window_destroy (window);
}

/* Lines that are switched off are not told of; accuracy is there only where it is measured. */
static void
test_legend (void)
{
  g_autoptr(GListStore) store = g_list_store_new (ATTUNE_TYPE_JOB_POINT);
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  AttuneChart *chart = find_chart (job_chart, "loss_chart");
  GtkWidget *group = attune_ui_test_find_id (GTK_WIDGET (job_chart), "measure_group");
  g_autoptr(AttuneChartSeries) training = NULL;

  attune_job_chart_set_points (job_chart, G_LIST_MODEL (store));
  g_assert_false (gtk_widget_get_visible (group));
  add_point (store, 1, 5, 6, NAN);
  g_assert_false (gtk_widget_get_visible (group));
  g_assert_true (attune_ui_test_shows (GTK_WIDGET (job_chart), "Training"));
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (job_chart), "Full Validation"));

  training = g_list_model_get_item (attune_chart_get_series (chart), 0);
  attune_chart_series_set_is_shown (training, FALSE);
  g_assert_cmpstr (attune_chart_get_summary (chart), ==, "Validation: 6.000 at step 1.");

  add_point (store, 2, 4, NAN, 0.5);
  g_assert_true (gtk_widget_get_visible (group));
  g_assert_cmpstr (attune_chart_get_summary (find_chart (job_chart, "accuracy_chart")), ==,
                   "Training: 50.0 % at step 2.");

  attune_ui_test_check_names (GTK_WIDGET (job_chart));
  gtk_window_destroy (window);
}

static void
drawn_cb (GdkFrameClock *clock,
          guint         *n_drawn)
{
  (*n_drawn)++;
}

/* As many points as a long run makes: drawn, and read as a table. */
static void
test_many (void)
{
  g_autoptr(GListStore) store = g_list_store_new (ATTUNE_TYPE_JOB_POINT);
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window;
  AdwDialog *dialog;
  guint n_drawn = 0;

  for (guint i = 0; i < 100000; i++)
    add_point (store, i + 1, 5 - i * 4e-5, i % 1000 == 0 ? 5 : NAN, 0.5);

  attune_job_chart_set_points (job_chart, G_LIST_MODEL (store));
  window = show (GTK_WIDGET (job_chart));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (drawn_cb), &n_drawn);
  gtk_widget_queue_draw (GTK_WIDGET (job_chart));
  while (n_drawn == 0)
    g_main_context_iteration (NULL, TRUE);

  dialog = ADW_DIALOG (attune_measures_dialog_new (G_LIST_MODEL (store)));
  adw_dialog_present (dialog, GTK_WIDGET (window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Training Loss");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "5.0000");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (dialog), "Full Validation Loss"));

  gtk_window_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add_func ("/Attune/Chart/summary", test_summary);
  g_test_add_func ("/Attune/Chart/cursor", test_cursor);
  g_test_add_func ("/Attune/Chart/legend", test_legend);
  g_test_add_func ("/Attune/Chart/many", test_many);

  return g_test_run ();
}
