/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* measure-job: opens the page of a finished fine-tune with 10,000 events and 100,000 measured steps
 * several times over, and prints as JSON how long it took until the page was drawn first, and until
 * it was drawn with all of them, and what the longest turn of the main loop cost of this thread's
 * own work until all rows are there; medians in milliseconds. */

#define G_LOG_DOMAIN "measure-job"

#include "config.h"

#include <stdlib.h>

#include "attune-job-page.h"
#include "attune-workspace-test.h"
#include "measure.h"
#include "provider.h"

#define N_POINTS 100000
#define N_EVENTS 10000
#define N_ROUNDS 7

typedef struct
{
  double first[N_ROUNDS];
  double all[N_ROUNDS];
  double turn[N_ROUNDS];
} Times;

static AttuneJob *
make_job (AttuneWorkspace *workspace,
          Provider        *provider,
          const char      *folder)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("openai");
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *base_url = provider_dup_base_url (provider);
  AttuneAccount *account = NULL;
  AttuneJob *job = NULL;
  const char *id;

  attune_test_resolve (attune_test_add_account (workspace, profile, "Measured", base_url, "sk-none"),
                       account = g_value_get_object (value_));
  attune_job_request_set_model (request, "gpt-4.1-mini-2025-04-14");
  attune_test_resolve (attune_workspace_start_job (workspace,
                                                   attune_test_import (workspace, folder, 200, 0.1),
                                                   account, request),
                       job = g_value_get_object (value_));
  attune_test_wait_until (provider_get_n_jobs (provider) == 1);
  provider_train_by_itself (provider, 5, 5);
  attune_test_wait_until (attune_job_status_is_final (attune_job_get_status (job)));

  id = attune_job_get_id (job);
  attune_test_run (attune_store_exec (workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 6 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
    "INSERT INTO job_points (job_id, step, seq, train_loss, train_accuracy, valid_loss) "
    "SELECT ?, i, 1000000 + i, 0.6 + 2.2 / (1 + i * 0.001) + (i * 7919 % 13) * 0.03, "
    "0.9 - 0.5 / (1 + i * 0.001), iif (i % 20 = 0, 1.0 + 1.6 / (1 + i * 0.001), NULL) FROM n",
    "s", id));
  attune_test_run (attune_store_exec (workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
    "INSERT INTO job_events (job_id, remote_id, created_at, level, message) "
    "SELECT ?, 'more-' || i, 1700000000 + i, 'info', 'Step ' || i || ': training loss=0.50' FROM n",
    "s", id));

  return job;
}

static void
after_paint_cb (gboolean *is_painted)
{
  *is_painted = TRUE;
}

static gboolean
has_all (AttuneJob *job)
{
  return g_list_model_get_n_items (attune_job_get_points (job)) >= N_POINTS &&
         g_list_model_get_n_items (attune_job_get_events (job)) >= N_EVENTS;
}

/* The data are read from the store each time: the job forgets them with the workspace. */
static void
measure (const char *data_dir,
         const char *job_id,
         Times      *times,
         guint       i)
{
  AttuneWorkspace *workspace = attune_test_open (data_dir);
  AttuneJob *job = attune_workspace_find_job (workspace, job_id);
  GtkWidget *window = adw_window_new ();
  gboolean is_painted = FALSE;
  gint64 begin;
  double work;

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 760);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "after-paint",
                            G_CALLBACK (after_paint_cb), &is_painted);
  attune_test_wait_until (is_painted);

  begin = g_get_monotonic_time ();
  work = measure_get_work ();
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (attune_job_page_new (workspace, job)));
  times->turn[i] = measure_get_work () - work;

  for (is_painted = FALSE; !is_painted;)
    measure_turn (&times->turn[i]);

  times->first[i] = (g_get_monotonic_time () - begin) / 1e3;

  while (!has_all (job))
    measure_turn (&times->turn[i]);

  for (is_painted = FALSE; !is_painted;)
    measure_turn (&times->turn[i]);

  times->all[i] = (g_get_monotonic_time () - begin) / 1e3;
  measure_run (1500, &times->turn[i]);
  gtk_window_destroy (GTK_WINDOW (window));
  attune_test_close (workspace);
}

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double
median (double *values)
{
  qsort (values, N_ROUNDS, sizeof (double), compare);

  return values[N_ROUNDS / 2];
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = attune_test_make_dir ();
  g_autofree char *data_dir = g_build_filename (folder, "data", NULL);
  g_autoptr(AdwApplication) application = NULL;
  g_autofree char *job_id = NULL;
  AttuneWorkspace *workspace;
  Times times;

  dex_init ();

  /* It loads the style sheet of the window. */
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "io.github.attune.Attune.MeasureJob",
                              "resource-base-path", "/io/github/attune/Attune",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);

  workspace = attune_test_open (data_dir);
  job_id = g_strdup (attune_job_get_id (make_job (workspace, provider_new (), folder)));
  attune_test_close (workspace);

  for (guint i = 0; i < N_ROUNDS; i++)
    measure (data_dir, job_id, &times, i);

  g_print ("{\"first\": %.1f, \"all\": %.1f, \"longest_turn\": %.1f}\n",
           median (times.first), median (times.all), median (times.turn));

  exit (0);
}
