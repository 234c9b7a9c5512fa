/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-discovery"

#include "config.h"

#include "attune-error.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* Fine-tunes that were begun elsewhere with the same account. */

typedef struct
{
  char            *folder;
  char            *data_dir;
  char            *base_url;
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  guint            n_finished;
} Fixture;

static void
job_finished_cb (Fixture *f)
{
  f->n_finished++;
}

static void
open_workspace (Fixture *f)
{
  f->workspace = attune_workspace_new (f->data_dir);
  attune_workspace_set_haste (f->workspace, 200);
  g_signal_connect_swapped (f->workspace, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (f->workspace));
}

static void
add_account (Fixture *f)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);

  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", f->base_url,
                                                NULL),
                       f->account = g_value_get_object (value_));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  f->base_url = provider_dup_base_url (f->provider);
  open_workspace (f);
  add_account (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
  g_free (f->base_url);
}

static guint
count_jobs (Fixture *f)
{
  return attune_test_count (attune_workspace_get_jobs (f->workspace));
}

static void
discover (Fixture *f)
{
  attune_test_run (attune_workspace_discover_jobs (f->workspace));
}

/* Asked again and again, also after a start: each is there once, followed, and its end is told. */
static void
test_active (Fixture       *f,
             gconstpointer  data)
{
  AttuneJob *job;

  provider_add_file (f->provider, "{}");
  provider_add_job (f->provider, "file-0");
  provider_set_status (f->provider, 0, "running");
  discover (f);
  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, 1);

  job = attune_workspace_find_job (f->workspace, "ftjob-0");
  g_assert_nonnull (job);
  g_assert_cmpstr (attune_job_get_model (job), ==, "base");
  g_assert_true (attune_job_get_is_active (job));
  attune_test_wait_until (g_strcmp0 (attune_job_get_dataset_name (job), "questions.jsonl") == 0);

  attune_test_close (f->workspace);
  open_workspace (f);
  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, 1);

  provider_add_step (f->provider, 0, 1, 1);
  provider_succeed (f->provider, 0);
  attune_test_wait_until (f->n_finished == 1);
  job = attune_workspace_find_job (f->workspace, "ftjob-0");
  g_assert_cmpstr (attune_job_get_fine_tuned_model (job), ==, "ft:base:o:colours:0");
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
}

/* What had ended before is no news; what there is to be known of it comes when it is looked at. */
static void
test_ended (Fixture       *f,
            gconstpointer  data)
{
  GListModel *events;
  AttuneJob *job;

  provider_add_job (f->provider, "file-0");
  provider_add_step (f->provider, 0, 1, 1);
  provider_succeed (f->provider, 0);
  discover (f);

  job = attune_workspace_find_job (f->workspace, "ftjob-0");
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpstr (attune_job_get_title (job), ==, "colours");
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-0/events"), ==, 0);

  events = attune_job_get_events (job);
  attune_workspace_watch_job (f->workspace, job);
  attune_test_wait_until (attune_test_count (events) == 2);
  g_assert_cmpuint (attune_test_count (attune_job_get_points (job)), ==, 1);
  g_assert_cmpuint (f->n_finished, ==, 0);

  /* Once is enough. */
  attune_workspace_watch_job (f->workspace, NULL);
  attune_workspace_watch_job (f->workspace, job);
  discover (f);
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-0/events"), ==, 1);
}

/* Deleted here, it does not come back with the next look. */
static void
test_deleted (Fixture       *f,
              gconstpointer  data)
{
  provider_add_job (f->provider, "file-0");
  provider_succeed (f->provider, 0);
  discover (f);
  attune_test_run (attune_workspace_delete_job (f->workspace,
                                                attune_workspace_find_job (f->workspace,
                                                                           "ftjob-0")));
  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, 0);

  attune_test_close (f->workspace);
  open_workspace (f);
  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, 0);
}

/* One of our own whose answer is on its way, or got lost, is never taken for a foreign one. */
static void
test_own (Fixture       *f,
          gconstpointer  data)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 12, 0);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();

  provider_hide_nonces (f->provider);
  provider_lose_answers (f->provider, "POST /fine_tuning/jobs", 1);
  provider_train_by_itself (f->provider, 10, 3);
  attune_job_request_set_model (request, "base");
  attune_test_run (attune_workspace_start_job (f->workspace, dataset, f->account, request));

  while (f->n_finished == 0)
    {
      discover (f);
      g_assert_cmpuint (count_jobs (f), ==, 1);
    }

  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, 1);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
}

/* The account was removed and is added again: what belonged to it belongs to it again. */
static void
test_account_again (Fixture       *f,
                    gconstpointer  data)
{
  AttuneJob *job;

  provider_add_job (f->provider, "file-0");
  provider_succeed (f->provider, 0);
  discover (f);
  attune_test_run (attune_workspace_remove_account (f->workspace, f->account));
  g_assert_cmpuint (count_jobs (f), ==, 1);

  add_account (f);
  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, 1);
  job = attune_workspace_find_job (f->workspace, "ftjob-0");
  g_assert_cmpstr (attune_job_get_account_id (job), ==, attune_account_get_id (f->account));
}

/* One account that cannot be asked changes nothing for the others. */
static void
test_unreachable (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(Provider) other = provider_new ();
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = provider_dup_base_url (other);

  provider_stop (other);
  attune_test_run (attune_test_add_account (f->workspace, profile, "Away", base_url, NULL));
  provider_add_job (f->provider, "file-0");
  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, 1);
}

/* Many at one account share one question, and each still comes to its end. */
static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  const guint n_jobs = 20;
  guint n_lists;

  for (guint i = 0; i < n_jobs; i++)
    {
      provider_add_job (f->provider, "file-0");
      provider_set_status (f->provider, i, "running");
    }

  discover (f);
  g_assert_cmpuint (count_jobs (f), ==, n_jobs);

  /* Once all are followed, nobody asks for one of them any more. */
  n_lists = provider_count (f->provider, "GET /fine_tuning/jobs");
  attune_test_wait_until (provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-7/events") >= 3);
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-7"), <=, 1);
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs"), >, n_lists);
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs") - n_lists, <, n_jobs);

  for (guint i = 0; i < n_jobs; i++)
    provider_succeed (f->provider, i);

  attune_test_wait_until (f->n_finished == n_jobs);
}

/* Nobody has to live with an old list when the network has changed. */
static void
test_new_network (Fixture       *f,
                  gconstpointer  data)
{
  guint n_lists;

  for (guint i = 0; i < 10; i++)
    {
      provider_add_job (f->provider, "file-0");
      provider_set_status (f->provider, i, "running");
    }

  /* In the world's own time, in which a list is good for a third of a minute. */
  attune_workspace_set_haste (f->workspace, 1);
  discover (f);

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *events = g_strdup_printf ("GET /fine_tuning/jobs/ftjob-%u/events", i);

      attune_test_wait_until (provider_count (f->provider, events) > 0);
    }

  n_lists = provider_count (f->provider, "GET /fine_tuning/jobs");
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  attune_test_wait_until (provider_count (f->provider, "GET /fine_tuning/jobs") > n_lists);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/Discovery/active", Fixture, NULL, set_up, test_active, tear_down);
  g_test_add ("/Attune/Discovery/ended", Fixture, NULL, set_up, test_ended, tear_down);
  g_test_add ("/Attune/Discovery/deleted", Fixture, NULL, set_up, test_deleted, tear_down);
  g_test_add ("/Attune/Discovery/own", Fixture, NULL, set_up, test_own, tear_down);
  g_test_add ("/Attune/Discovery/account-again", Fixture, NULL, set_up, test_account_again,
              tear_down);
  g_test_add ("/Attune/Discovery/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/Attune/Discovery/new-network", Fixture, NULL, set_up, test_new_network, tear_down);
  g_test_add ("/Attune/Discovery/unreachable", Fixture, NULL, set_up, test_unreachable, tear_down);

  return g_test_run ();
}
