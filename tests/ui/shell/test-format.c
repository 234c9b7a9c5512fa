/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include <glib.h>

#include "attune-format.h"

static void
test_count (void)
{
  g_autofree char *zero = attune_format_count (0);
  g_autofree char *large = NULL;

  g_assert_cmpstr (zero, ==, "0");

  if (setlocale (LC_NUMERIC, "en_US.UTF-8") == NULL)
    {
      g_test_skip ("no en_US.UTF-8 locale");
      return;
    }

  large = attune_format_count (G_GUINT64_CONSTANT (18446744073709551615));
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (large, ==, "18,446,744,073,709,551,615");
}

static void
test_duration (void)
{
  static const struct
  {
    gint64      seconds;
    const char *text;
  } cases[] = {
    {-5, "Less than a minute"},
    {0, "Less than a minute"},
    {59, "Less than a minute"},
    {60, "About 1 minute"},
    {89, "About 1 minute"},
    {90, "About 2 minutes"},
    {59 * 60 + 29, "About 59 minutes"},
    {59 * 60 + 30, "About 1 hour"},
    {90 * 60, "About 2 hours"},
    {47 * 3600, "About 47 hours"},
    {48 * 3600, "About 2 days"},
    {G_MAXINT64 / 2, "About 2147483647 days"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = attune_format_duration (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_percent (void)
{
  static const struct
  {
    double      share;
    const char *text;
  } cases[] = {
    {-0.5, "0%"},
    {0.0, "0%"},
    {0.42, "42%"},
    {0.29, "29%"},
    {0.999, "99%"},
    {1.0, "100%"},
    {7.0, "100%"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = attune_format_percent (cases[i].share);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Noon keeps clear of the changes to and from summer time. */
static char *
format_day (int n_days_ago)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) day = g_date_time_add_days (now, -n_days_ago);
  g_autoptr(GDateTime) noon = g_date_time_new_local (g_date_time_get_year (day),
                                                     g_date_time_get_month (day),
                                                     g_date_time_get_day_of_month (day),
                                                     12, 5, 0);

  return attune_format_date (g_date_time_to_unix (noon));
}

static void
test_date (void)
{
  g_autofree char *today = format_day (0);
  g_autofree char *yesterday = format_day (1);
  g_autofree char *long_ago = attune_format_date (1709467200);
  g_autofree char *never = attune_format_date (G_MAXINT64);

  g_assert_cmpstr (today, ==, "Today at 12:05");
  g_assert_cmpstr (yesterday, ==, "Yesterday at 12:05");
  g_assert_cmpstr (long_ago, ==, "3 March 2024");
  g_assert_cmpstr (never, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Format/count", test_count);
  g_test_add_func ("/Attune/Format/duration", test_duration);
  g_test_add_func ("/Attune/Format/percent", test_percent);
  g_test_add_func ("/Attune/Format/date", test_date);

  return g_test_run ();
}
