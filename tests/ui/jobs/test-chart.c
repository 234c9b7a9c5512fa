/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chart"

#include "config.h"

#include <math.h>

#include <glib/gstdio.h>

#include "attune-chart-picture.h"
#include "attune-chart-svg.h"
#include "attune-chart.h"
#include "attune-checkpoint.h"
#include "attune-job-chart-file.h"
#include "attune-job-chart.h"
#include "attune-measures-csv.h"
#include "attune-measures-dialog.h"
#include "attune-test.h"
#include "attune-ui-test.h"

static void
add_point (AttuneJobPointList *list,
           gint64              step,
           double              train_loss,
           double              valid_loss,
           double              accuracy)
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

  attune_job_point_list_add (list, &measures, 1);
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
  g_autoptr(AttuneJobPointList) list = attune_job_point_list_new ();
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  AttuneChart *chart = find_chart (job_chart, "loss_chart");
  g_autofree char *problem = NULL;

  attune_job_chart_set_points (job_chart, list);
  g_assert_cmpstr (attune_chart_get_summary (chart), ==, "Nothing has been measured yet.");

  /* Drawn and told from the first point on; a measure that is missing makes no line. */
  add_point (list, 1, 5.5, NAN, NAN);
  g_assert_cmpstr (attune_chart_get_summary (chart), ==, "Training: 5.500 at step 1.");

  add_point (list, 2, 1.25, 2, NAN);
  add_point (list, 3, 1.75, 3, NAN);
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
  attune_job_point_list_clear (list);
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
  g_autoptr(AttuneJobPointList) list = attune_job_point_list_new ();
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  AttuneChart *chart = find_chart (job_chart, "loss_chart");

  attune_job_chart_set_points (job_chart, list);
  move (chart, "left");
  check_cursor (chart, NULL);

  add_point (list, 1, 5, NAN, NAN);
  add_point (list, 2, 4, 4.5, NAN);
  add_point (list, 30, 3, NAN, NAN);

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
  g_autoptr(AttuneJobPointList) list = attune_job_point_list_new ();
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  AttuneChart *chart = find_chart (job_chart, "loss_chart");
  GtkWidget *group = attune_ui_test_find_id (GTK_WIDGET (job_chart), "measure_group");
  g_autoptr(AttuneChartSeries) training = NULL;

  attune_job_chart_set_points (job_chart, list);
  g_assert_false (gtk_widget_get_visible (group));
  add_point (list, 1, 5, 6, NAN);
  g_assert_false (gtk_widget_get_visible (group));
  g_assert_true (attune_ui_test_shows (GTK_WIDGET (job_chart), "Training"));
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (job_chart), "Full Validation"));

  training = g_list_model_get_item (attune_chart_get_series (chart), 0);
  attune_chart_series_set_is_shown (training, FALSE);
  g_assert_cmpstr (attune_chart_get_summary (chart), ==, "Validation: 6.000 at step 1.");

  add_point (list, 2, 4, NAN, 0.5);
  g_assert_true (gtk_widget_get_visible (group));
  g_assert_cmpstr (attune_chart_get_summary (find_chart (job_chart, "accuracy_chart")), ==,
                   "Training: 50.0 % at step 2.");

  attune_ui_test_check_names (GTK_WIDGET (job_chart));
  gtk_window_destroy (window);
}

/* What a frame costs: the picture is built, as it is for every frame, and drawn without a graphics
 * card. */
static gint64
draw (GtkWidget   *chart,
      GskRenderer *renderer,
      gint64      *drawing)
{
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  gint64 begin = g_get_monotonic_time ();
  gint64 building;

  GTK_WIDGET_GET_CLASS (chart)->snapshot (chart, snapshot);
  building = g_get_monotonic_time () - begin;
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  *drawing = g_get_monotonic_time () - begin - building;

  return building;
}

/* As many points as a long run makes: drawn, looked along, and read as a table. */
static void
test_many (void)
{
  g_autoptr(AttuneJobPointList) list = attune_job_point_list_new ();
  g_autofree AttuneMeasures *measures = g_new (AttuneMeasures, 100000);
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  GtkWidget *chart = GTK_WIDGET (find_chart (job_chart, "loss_chart"));
  g_autoptr(GskRenderer) renderer = gsk_cairo_renderer_new ();
  AdwDialog *dialog;
  gint64 begin;
  gint64 adding;
  gint64 building;
  gint64 drawing;

  gsk_renderer_realize_for_display (renderer, gtk_widget_get_display (chart), NULL);
  attune_job_chart_set_points (job_chart, list);

  for (guint i = 0; i < 100000; i++)
    measures[i] = (AttuneMeasures) {
      .step = i + 1, .train_loss = 5 - i * 4e-5 + i % 7 * 0.1, .train_accuracy = 0.5,
      .valid_loss = i % 1000 == 0 ? 5 : NAN, .valid_accuracy = NAN,
      .full_valid_loss = NAN, .full_valid_accuracy = NAN,
    };

  begin = g_get_monotonic_time ();
  attune_job_point_list_add (list, measures, 99999);
  adding = g_get_monotonic_time () - begin;
  building = draw (chart, renderer, &drawing);
  g_test_message ("100,000 points: added in %.1f ms, picture built in %.1f ms, drawn in %.1f ms",
                  adding / 1e3, building / 1e3, drawing / 1e3);

  begin = g_get_monotonic_time ();
  attune_job_point_list_add (list, &measures[99999], 1);
  adding = g_get_monotonic_time () - begin;
  building = draw (chart, renderer, &drawing);
  g_test_message ("one more: added in %.2f ms, picture built in %.1f ms, drawn in %.1f ms",
                  adding / 1e3, building / 1e3, drawing / 1e3);

  move (ATTUNE_CHART (chart), "left");
  building = draw (chart, renderer, &drawing);
  g_test_message ("looked along: picture built in %.2f ms, drawn in %.1f ms",
                  building / 1e3, drawing / 1e3);
  gsk_renderer_unrealize (renderer);

  dialog = ADW_DIALOG (attune_measures_dialog_new (list));
  adw_dialog_present (dialog, GTK_WIDGET (window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Training Loss");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "5.0000");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (dialog), "Full Validation Loss"));

  gtk_window_destroy (window);
}

static void
test_advice (void)
{
  g_autoptr(AttuneJobPointList) list = attune_job_point_list_new ();
  g_autoptr(GListStore) checkpoints = g_list_store_new (ATTUNE_TYPE_CHECKPOINT);
  AttuneMeasures measures = { .step = 20, .valid_loss = 4, .full_valid_loss = NAN };
  g_autoptr(AttuneCheckpoint) checkpoint = attune_checkpoint_new ("c", "ft:a:ckpt-step-20",
                                                                  NULL, &measures);
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  GtkWidget *box = attune_ui_test_find_id (GTK_WIDGET (job_chart), "advice_box");
  GtkWidget *button = attune_ui_test_find_id (GTK_WIDGET (job_chart), "advice_button");
  GVariant *target;

  attune_job_chart_set_points (job_chart, list);
  attune_job_chart_set_checkpoints (job_chart, G_LIST_MODEL (checkpoints));
  add_point (list, 10, 5, 5, NAN);
  add_point (list, 20, 4, 4, NAN);
  add_point (list, 30, 3, 4.3, NAN);
  add_point (list, 40, 2, 4.4, NAN);
  g_assert_false (gtk_widget_get_visible (box));
  add_point (list, 50, 1, 4.5, NAN);
  g_assert_true (gtk_widget_get_visible (box));
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_true (attune_ui_test_shows (box, "Since step 20 the model gets better"));

  g_list_store_append (checkpoints, checkpoint);
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Chat with Step 20");
  target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, "ft:a:ckpt-step-20");

  /* It comes down again. */
  add_point (list, 60, 1, 3, NAN);
  g_assert_false (gtk_widget_get_visible (box));

  gtk_window_destroy (window);
}

static void
test_csv (void)
{
  AttuneMeasures measures[] = {
    { 1, 2.5, 0.25, NAN, NAN, NAN, NAN },
    { 2, NAN, 0.5, 1.125, NAN, NAN, NAN },
  };
  g_autofree char *csv = attune_measures_csv_write (measures, G_N_ELEMENTS (measures));
  g_autofree char *none = attune_measures_csv_write (NULL, 0);

  g_assert_cmpstr (csv, ==,
                   "step,train_loss,valid_loss,train_mean_token_accuracy\n"
                   "1,2.5,,0.25\n"
                   "2,,1.125,0.5\n");
  g_assert_cmpstr (none, ==, "step\n");
}

static char *
save (AttuneChart        *chart,
      AttuneJobPointList *list,
      const char         *folder,
      const char         *name,
      gsize              *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(DexFuture) saving = attune_job_chart_file_save (chart, list, "a <b> & \001c – Loss", path);
  g_autoptr(GError) error = NULL;
  char *content = NULL;

  attune_test_wait (saving, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &content, length, &error);
  g_assert_no_error (error);
  g_remove (path);

  return content;
}

static void
count_element_cb (GMarkupParseContext  *context,
                  const char           *element,
                  const char          **names,
                  const char          **values,
                  gpointer              user_data,
                  GError              **error)
{
  guint *n_paths = user_data;

  *n_paths += g_str_equal (element, "path");
}

/* The grid, the thin line and its trend, the dashed line and its marks, and samples of both. */
static void
test_files (void)
{
  static const GMarkupParser parser = { .start_element = count_element_cb };
  g_autoptr(AttuneJobPointList) list = attune_job_point_list_new ();
  AttuneJobChart *job_chart = attune_job_chart_new ();
  GtkWindow *window = show (GTK_WIDGET (job_chart));
  AttuneChart *chart = find_chart (job_chart, "loss_chart");
  g_autoptr(GMarkupParseContext) context = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "empty.png", NULL);
  g_autofree char *svg = NULL;
  g_autofree char *csv = NULL;
  g_autoptr(DexFuture) empty = NULL;
  guint n_paths = 0;
  gsize length;
  char *png;

  attune_job_chart_set_points (job_chart, list);
  empty = attune_job_chart_file_save (chart, list, "t", path);
  g_assert_null (attune_test_wait (empty, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  for (guint i = 1; i <= 300; i++)
    add_point (list, i, 5 - i * 0.01, i % 100 == 0 ? 4 : NAN, NAN);

  svg = save (chart, list, folder, "c.SVG", &length);
  context = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &n_paths, NULL);
  g_assert_true (g_markup_parse_context_parse (context, svg, length, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_paths, ==, 8);
  g_assert_nonnull (strstr (svg, "<title>a &lt;b&gt; &amp; c – Loss</title>"));
  g_assert_nonnull (strstr (svg, "stroke-dasharray=\"6 4\""));
  g_assert_nonnull (strstr (svg, "<desc>Training: began at 4.990"));

  png = save (chart, list, folder, "c.png", &length);
  bytes = g_bytes_new_take (png, length);
  texture = gdk_texture_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 1920);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 1080);

  csv = save (chart, list, folder, "c.csv", &length);
  g_assert_true (g_str_has_prefix (csv, "step,train_loss,valid_loss\n1,4.99"));

  /* Lines that are switched off are not in the picture. */
  {
    GListModel *lines = attune_chart_get_series (chart);
    g_autoptr(AttuneChartSeries) training = g_list_model_get_item (lines, 0);
    g_autofree char *less = NULL;

    attune_chart_series_set_is_shown (training, FALSE);
    less = save (chart, list, folder, "d.svg", &length);
    g_assert_null (strstr (less, "Training"));
  }

  g_assert_cmpint (g_rmdir (folder), ==, 0);
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
  g_test_add_func ("/Attune/Chart/advice", test_advice);
  g_test_add_func ("/Attune/Chart/csv", test_csv);
  g_test_add_func ("/Attune/Chart/files", test_files);
  g_test_add_func ("/Attune/Chart/many", test_many);

  return g_test_run ();
}
