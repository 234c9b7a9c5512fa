/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-stages"

#include "config.h"

#include <libdex.h>

#include "attune-stages.h"

typedef struct
{
  gint64 done;
  gint64 total;
  guint  n_calls;
} Told;

static void
tell (gint64   done,
      gint64   total,
      gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpint (done, >=, told->done);
  told->done = done;
  told->total = total;
  told->n_calls++;
}

/* Each gets an equal part, in the measure of the first. */
static void
test_parts (void)
{
  Told told = { 0 };
  AttuneStages stages = ATTUNE_STAGES_INIT (tell, &told);

  attune_stages_begin (&stages, 3);
  attune_stages_report (300, 600, &stages);
  g_assert_cmpint (told.done, ==, 100);
  g_assert_cmpint (told.total, ==, 600);
  attune_stages_report (600, 600, &stages);
  g_assert_cmpint (told.done, ==, 200);

  attune_stages_begin (&stages, 2);
  attune_stages_report (0, 5, &stages);
  g_assert_cmpint (told.done, ==, 200);
  attune_stages_report (5, 5, &stages);
  g_assert_cmpint (told.done, ==, 400);

  attune_stages_begin (&stages, 1);
  attune_stages_report (1, 4, &stages);
  g_assert_cmpint (told.done, ==, 450);
  g_assert_cmpint (told.total, ==, 600);
  attune_stages_finish (&stages);
  g_assert_cmpint (told.done, ==, 600);
}

/* One that is done at once leaves its part to the others, and one that is given up gives it
 * back. */
static void
test_nothing_to_do (void)
{
  Told told = { 0 };
  AttuneStages stages = ATTUNE_STAGES_INIT (tell, &told);

  attune_stages_begin (&stages, 2);
  attune_stages_report (1000, 1000, &stages);
  g_assert_cmpuint (told.n_calls, ==, 0);

  attune_stages_begin (&stages, 1);
  attune_stages_report (500, 1000, &stages);
  g_assert_cmpint (told.done, ==, 500);

  attune_stages_begin (&stages, 1);
  attune_stages_report (0, 1000, &stages);
  g_assert_cmpint (told.done, ==, 500);
  attune_stages_report (500, 1000, &stages);
  g_assert_cmpint (told.done, ==, 750);
}

/* Whatever is reported, nobody is told nonsense. */
static void
test_odd_reports (void)
{
  Told told = { 0 };
  AttuneStages stages = ATTUNE_STAGES_INIT (tell, &told);
  AttuneStages silent = ATTUNE_STAGES_INIT (NULL, NULL);

  attune_stages_begin (&stages, 2);
  attune_stages_report (5, -1, &stages);
  attune_stages_report (0, 0, &stages);
  g_assert_cmpuint (told.n_calls, ==, 0);
  attune_stages_report (10, 100, &stages);
  attune_stages_report (5, 100, &stages);
  attune_stages_report (500, 100, &stages);
  g_assert_cmpint (told.done, ==, 50);

  attune_stages_begin (&silent, 1);
  attune_stages_report (10, 100, &silent);
  attune_stages_finish (&silent);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Stages/parts", test_parts);
  g_test_add_func ("/Attune/Stages/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/Attune/Stages/odd-reports", test_odd_reports);

  return g_test_run ();
}
