/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-outage"

#include "config.h"

#include "attune-workspace-test.h"
#include "provider.h"

/* A provider that is gone for an hour, on a clock that runs a thousand times as fast as ours. */

#define HASTE 1000
#define OUTAGE_USEC (G_TIME_SPAN_HOUR / HASTE)

/* Requests have a pace of their own, which no clock moves: half a second before the second try. */
#define HURRY_MSEC 5
#define PATIENCE_MSEC 60000

/* A minute at most between two attempts, a quarter less by chance, and three tries each; the first
 * come sooner. */
#define MAX_REQUESTS (3 * (60 * 4 / 3 + 8))

typedef struct
{
  char            *folder;
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  AttuneClient    *client;
  AttuneJob       *job;
  guint            n_finished;
} Fixture;

static void
job_finished_cb (Fixture *f)
{
  f->n_finished++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *data_dir = NULL;
  g_autofree char *base_url = NULL;

  f->folder = attune_test_make_dir ();
  f->provider = provider_new ();
  data_dir = g_build_filename (f->folder, "data", NULL);
  base_url = provider_dup_base_url (f->provider);
  f->workspace = attune_workspace_new (data_dir);
  attune_workspace_set_haste (f->workspace, HASTE);
  g_signal_connect_swapped (f->workspace, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (f->workspace));
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url, NULL),
                       f->account = g_value_get_object (value_));
  attune_test_resolve (attune_workspace_connect (f->workspace, f->account),
                       f->client = g_value_dup_object (value_));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->client);
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
}

static void
start_job (Fixture *f)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 12, 0.25);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();

  attune_job_request_set_model (request, "base");
  attune_test_resolve (attune_workspace_start_job (f->workspace, dataset, f->account, request),
                       f->job = g_value_get_object (value_));
}

static void
passed_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
}

static void
let_an_hour_pass (void)
{
  gboolean has_passed = FALSE;

  g_timeout_add_once (OUTAGE_USEC / 1000, passed_cb, &has_passed);
  attune_test_wait_until (has_passed);
}

/* What was asked of it last was done, and nobody heard of it. */
static void
test_gone (Fixture       *f,
           gconstpointer  request)
{
  provider_train_by_itself (f->provider, 3, 30);
  provider_lose_answers (f->provider, request, 1);
  start_job (f);
  attune_test_wait_until (provider_count (f->provider, request) == 1);
  provider_stop (f->provider);
  attune_client_set_timeout (f->client, HURRY_MSEC);
  let_an_hour_pass ();

  g_assert_true (attune_job_get_is_active (f->job));
  g_assert_true (attune_job_get_is_stale (f->job));
  g_assert_null (attune_job_get_error_text (f->job));
  g_assert_nonnull (attune_account_get_problem (f->account));

  attune_client_set_timeout (f->client, PATIENCE_MSEC);
  provider_resume (f->provider);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (f->job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_false (attune_job_get_is_stale (f->job));
  g_assert_null (attune_account_get_problem (f->account));
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
  attune_test_wait_until (attune_test_count (attune_job_get_events (f->job)) > 0);
  g_assert_cmpuint (attune_test_count (attune_job_get_events (f->job)), ==, 31);
  g_assert_cmpuint (attune_test_count (attune_job_get_points (f->job)), ==, 30);
}

/* One that is there, and hangs up each time, is not asked more often than that. */
static void
test_patience (Fixture       *f,
               gconstpointer  data)
{
  guint n_requests;

  provider_refuse (f->provider, "GET /fine_tuning/jobs/ftjob-0", PROVIDER_RESET, NULL, G_MAXUINT);
  start_job (f);
  attune_test_wait_until (provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-0") == 1);
  attune_client_set_timeout (f->client, HURRY_MSEC);
  let_an_hour_pass ();
  n_requests = provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-0");
  g_test_message ("%u requests in an hour", n_requests);
  g_assert_cmpuint (n_requests, >, 3);
  g_assert_cmpuint (n_requests, <=, MAX_REQUESTS);
  g_assert_true (attune_job_get_is_active (f->job));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/Outage/upload", Fixture, "POST /files", set_up, test_gone, tear_down);
  g_test_add ("/Attune/Outage/create", Fixture, "POST /fine_tuning/jobs", set_up, test_gone,
              tear_down);
  g_test_add ("/Attune/Outage/follow", Fixture, "GET /fine_tuning/jobs/ftjob-0/events", set_up,
              test_gone, tear_down);
  g_test_add ("/Attune/Outage/patience", Fixture, NULL, set_up, test_patience, tear_down);

  return g_test_run ();
}
