/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chart-math"

#include "config.h"

#include <math.h>

#include "attune-chart-math.h"

static void
check_ticks (double      low,
             double      high,
             guint       max_ticks,
             double      min_step,
             gboolean    round_range,
             const char *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);
  AttuneChartAxis axis;

  attune_chart_axis_fit (&axis, low, high, max_ticks, min_step, round_range);

  for (guint i = 0; i < axis.n_ticks; i++)
    g_string_append_printf (text, "%.*f ", axis.n_digits, attune_chart_axis_get_tick (&axis, i));

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_ticks (void)
{
  check_ticks (0, 5.7, 6, 0, TRUE, "0 2 4 6 ");
  check_ticks (0, 1, 6, 0, TRUE, "0.0 0.2 0.4 0.6 0.8 1.0 ");
  check_ticks (5.61, 5.72, 5, 0, TRUE, "5.60 5.65 5.70 5.75 ");
  check_ticks (0.00012, 0.00031, 5, 0, TRUE, "0.00010 0.00015 0.00020 0.00025 0.00030 0.00035 ");
  check_ticks (-1.5, 1.5, 5, 0, TRUE, "-2 -1 0 1 2 ");

  /* Steps are whole numbers, and the axis ends where the run does. */
  check_ticks (1, 260, 8, 1, FALSE, "50 100 150 200 250 ");
  check_ticks (1, 3, 8, 1, FALSE, "1 2 3 ");
  check_ticks (1, 1, 8, 1, FALSE, "0 1 2 ");
}

static void
test_single_value (void)
{
  AttuneChartAxis axis;

  attune_chart_axis_fit (&axis, 2.5, 2.5, 5, 0, TRUE);
  g_assert_cmpfloat (axis.low, <, 2.5);
  g_assert_cmpfloat (axis.high, >, 2.5);

  attune_chart_axis_fit (&axis, 0, 0, 5, 0, TRUE);
  g_assert_cmpfloat (axis.low, <, 0);
  g_assert_cmpfloat (axis.high, >, 0);
}

/* Whatever is thrown at it: few ticks, all inside, the range inside the axis. */
static void
test_ticks_of_many_ranges (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 10000; i++)
    {
      double low = g_rand_double_range (rand, -10, 10) * pow (10, g_rand_int_range (rand, -6, 7));
      double high = low + g_rand_double (rand) * pow (10, g_rand_int_range (rand, -6, 7));
      AttuneChartAxis axis;

      attune_chart_axis_fit (&axis, low, high, 6, 0, TRUE);
      g_assert_cmpuint (axis.n_ticks, >=, 2);
      g_assert_cmpuint (axis.n_ticks, <=, 8);
      g_assert_cmpfloat (axis.low, <=, low + axis.step * 1e-6);
      g_assert_cmpfloat (axis.high, >=, high - axis.step * 1e-6);
      g_assert_cmpfloat (attune_chart_axis_get_tick (&axis, axis.n_ticks - 1), <=,
                         axis.high + axis.step * 1e-6);
    }
}

static AttuneChartPoint *
make_points (gsize n_points)
{
  AttuneChartPoint *points = g_new (AttuneChartPoint, n_points);
  g_autoptr(GRand) rand = g_rand_new_with_seed (5);

  for (gsize i = 0; i < n_points; i++)
    points[i] = (AttuneChartPoint) { i + 1, g_rand_double (rand) };

  return points;
}

static void
test_decimate (void)
{
  const gsize n_points = 100000;
  const guint n_columns = 700;
  g_autofree AttuneChartPoint *points = make_points (n_points);
  g_autofree AttuneChartPoint *result = g_new (AttuneChartPoint, 4 * (n_columns + 1));
  gboolean has_peak = FALSE;
  gboolean has_dip = FALSE;
  gsize n_result;

  /* One point that sticks out must not get lost between pixels. */
  points[54321].y = 99;
  points[12345].y = -99;

  n_result = attune_chart_decimate (points, n_points, 1, n_points, n_columns, result);

  g_assert_cmpuint (n_result, <=, 4 * (n_columns + 1));
  g_assert_cmpuint (n_result, >, n_columns);
  g_assert_cmpfloat (result[0].x, ==, 1);
  g_assert_cmpfloat (result[n_result - 1].x, ==, n_points);

  for (gsize i = 0; i < n_result; i++)
    {
      has_peak |= result[i].y == 99;
      has_dip |= result[i].y == -99;
      if (i > 0)
        g_assert_cmpfloat (result[i].x, >, result[i - 1].x);
    }

  g_assert_true (has_peak);
  g_assert_true (has_dip);
}

static void
test_decimate_few (void)
{
  g_autofree AttuneChartPoint *points = make_points (7);
  AttuneChartPoint result[7];

  g_assert_cmpuint (attune_chart_decimate (points, 7, 1, 7, 300, result), ==, 7);
  g_assert_cmpmem (result, sizeof result, points, sizeof result);
  g_assert_cmpuint (attune_chart_decimate (NULL, 0, 0, 1, 300, result), ==, 0);
}

static void
test_smooth (void)
{
  AttuneChartPoint flat[50];
  AttuneChartPoint result[50];
  g_autofree AttuneChartPoint *noise = make_points (5000);
  g_autofree AttuneChartPoint *trend = g_new (AttuneChartPoint, 5000);

  for (guint i = 0; i < G_N_ELEMENTS (flat); i++)
    flat[i] = (AttuneChartPoint) { i, 3 };

  attune_chart_smooth (flat, G_N_ELEMENTS (flat), result);
  for (guint i = 0; i < G_N_ELEMENTS (flat); i++)
    {
      g_assert_cmpfloat (result[i].x, ==, i);
      g_assert_cmpfloat_with_epsilon (result[i].y, 3, 1e-9);
    }

  /* Noise between 0 and 1 around a half comes near a half. */
  attune_chart_smooth (noise, 5000, trend);
  for (guint i = 0; i < 5000; i++)
    g_assert_cmpfloat_with_epsilon (trend[i].y, 0.5, 0.1);
}

static void
test_nearest (void)
{
  const AttuneChartPoint points[] = { { 10, 0 }, { 20, 0 }, { 40, 0 } };

  g_assert_cmpuint (attune_chart_find_nearest (points, 3, -5), ==, 0);
  g_assert_cmpuint (attune_chart_find_nearest (points, 3, 14), ==, 0);
  g_assert_cmpuint (attune_chart_find_nearest (points, 3, 16), ==, 1);
  g_assert_cmpuint (attune_chart_find_nearest (points, 3, 29), ==, 1);
  g_assert_cmpuint (attune_chart_find_nearest (points, 3, 31), ==, 2);
  g_assert_cmpuint (attune_chart_find_nearest (points, 3, 1000), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/ChartMath/ticks", test_ticks);
  g_test_add_func ("/Attune/ChartMath/single-value", test_single_value);
  g_test_add_func ("/Attune/ChartMath/many-ranges", test_ticks_of_many_ranges);
  g_test_add_func ("/Attune/ChartMath/decimate", test_decimate);
  g_test_add_func ("/Attune/ChartMath/decimate-few", test_decimate_few);
  g_test_add_func ("/Attune/ChartMath/smooth", test_smooth);
  g_test_add_func ("/Attune/ChartMath/nearest", test_nearest);

  return g_test_run ();
}
