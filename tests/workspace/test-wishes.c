/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-wishes"

#include "config.h"

#include "attune-error.h"
#include "attune-secrets.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* What a person wants of a fine-tune beside its end: that it waits, goes on, or is served. */

typedef struct
{
  char            *folder;
  char            *data_dir;
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  AttuneDataset   *dataset;
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
set_up (Fixture       *f,
        gconstpointer  profile_id)
{
  g_autoptr(AttuneProfile) profile = NULL;
  g_autofree char *base_url = NULL;

  attune_test_write_profiles ();
  profile = attune_profile_find_shipped (profile_id);
  g_assert_nonnull (profile);

  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  base_url = provider_dup_base_url (f->provider);
  open_workspace (f);
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url,
                                                "sk-test-not-a-real-key-0123456789abcdef"),
                       f->account = g_value_get_object (value_));
  f->dataset = attune_test_import (f->workspace, f->folder, 12, 0.25);
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
}

static AttuneJob *
start_job (Fixture *f)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneJob *job = NULL;

  attune_job_request_set_model (request, "base");
  attune_job_request_set_suffix (request, "colours");
  attune_test_resolve (attune_workspace_start_job (f->workspace, f->dataset, f->account, request),
                       job = g_value_get_object (value_));

  return job;
}

static void
reopen (Fixture *f)
{
  attune_test_close (f->workspace);
  open_workspace (f);
}

static AttuneJob *
get_first_job (Fixture *f)
{
  g_autoptr(AttuneJob) job = g_list_model_get_item (attune_workspace_get_jobs (f->workspace), 0);

  return job;
}

static void
wait_for_status (AttuneJob       *job,
                 AttuneJobStatus  status)
{
  attune_test_wait_until (attune_job_get_status (job) == status);
}

/* At the provider: the wish reaches it, also when it could not be reached at first. */
static void
test_pause (Fixture       *f,
            gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  provider_train_by_itself (f->provider, 1, 100000);
  wait_for_status (job, ATTUNE_JOB_STATUS_RUNNING);
  g_assert_true (attune_workspace_can_pause_job (f->workspace, job));
  g_assert_false (attune_workspace_can_resume_job (f->workspace, job));

  provider_refuse (f->provider, "POST /fine_tuning/jobs/ftjob-0/pause", 503, "{}", 2);
  attune_test_run (attune_workspace_pause_job (f->workspace, job));
  g_assert_cmpstr (attune_job_get_status_title (job), ==, "Pausing");
  g_assert_false (attune_workspace_can_pause_job (f->workspace, job));
  g_assert_true (attune_workspace_has_open_wish (f->workspace, job));
  wait_for_status (job, ATTUNE_JOB_STATUS_PAUSED);
  attune_test_wait_until (g_str_equal (attune_job_get_status_title (job), "Paused"));
  attune_test_wait_until (!attune_workspace_has_open_wish (f->workspace, job));

  reopen (f);
  job = get_first_job (f);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_PAUSED);
  g_assert_true (attune_workspace_can_resume_job (f->workspace, job));

  provider_train_by_itself (f->provider, 10, 30);
  attune_test_run (attune_workspace_resume_job (f->workspace, job));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
}

/* Before the provider has it: nothing is sent, also not after a start, until it shall go on. */
static void
test_pause_upload (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *job;

  provider_train_by_itself (f->provider, 10, 30);
  provider_refuse (f->provider, "POST /files", 0, NULL, 1);
  job = start_job (f);
  attune_test_wait_until (provider_count (f->provider, "POST /files") == 1);
  g_assert_true (attune_workspace_can_pause_job (f->workspace, job));
  attune_test_run (attune_workspace_pause_job (f->workspace, job));
  wait_for_status (job, ATTUNE_JOB_STATUS_PAUSED);
  g_assert_false (attune_workspace_has_open_wish (f->workspace, job));

  reopen (f);
  job = get_first_job (f);
  g_assert_true (attune_workspace_can_resume_job (f->workspace, job));
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_PAUSED);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 0);

  attune_test_run (attune_workspace_resume_job (f->workspace, job));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
}

/* A large file goes on where it was cut off, also over a start: what was sent is not sent again. */
static void
test_parts (Fixture       *f,
            gconstpointer  data)
{
  const char *path = attune_dataset_get_training_path (f->dataset);
  g_autofree char *text = NULL;
  gsize length;
  guint n_parts;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  n_parts = (length + 299) / 300;
  g_assert_cmpuint (n_parts, >, 3);

  provider_train_by_itself (f->provider, 10, 30);
  provider_refuse (f->provider, "POST /uploads/upload-0/parts", 0, NULL, 2);
  start_job (f);
  attune_test_wait_until (provider_count (f->provider, "POST /uploads/upload-0/parts") == n_parts);

  reopen (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpstr (provider_get_file (f->provider, 0), ==, text);

  /* Two files; of the first, two parts were lost on the way. */
  g_assert_cmpuint (provider_count (f->provider, "POST /uploads"), ==, 2);
  g_assert_cmpuint (provider_count (f->provider, "POST /uploads/upload-0/parts"), >=, n_parts + 3);
  g_assert_cmpuint (provider_count (f->provider, "POST /uploads/upload-0/parts"), <=, n_parts + 5);
  g_assert_cmpuint (provider_count (f->provider, "POST /files"), ==, 0);
}

/* Two of the same dataset at once: one sends the parts, the other waits for the file. */
static void
test_parts_once (Fixture       *f,
                 gconstpointer  data)
{
  provider_train_by_itself (f->provider, 10, 30);
  start_job (f);
  start_job (f);
  attune_test_wait_until (f->n_finished == 2);
  g_assert_cmpuint (provider_count (f->provider, "POST /uploads"), ==, 2);
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 2);
}

/* What the provider refuses is told, and the fine-tune goes on. */
static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  AttuneJob *job = start_job (f);
  guint n_questions;

  provider_train_by_itself (f->provider, 1, 100000);
  wait_for_status (job, ATTUNE_JOB_STATUS_RUNNING);
  provider_refuse (f->provider, "POST /fine_tuning/jobs/ftjob-0/pause", 400,
                   "{\"error\":{\"message\":\"Not now\"}}", 1);
  attune_test_run (attune_workspace_pause_job (f->workspace, job));
  attune_test_wait_until (attune_job_get_error_text (job) != NULL);
  n_questions = provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-0");
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_RUNNING);
  attune_test_wait_until (attune_workspace_can_pause_job (f->workspace, job));

  /* It can be read until the provider is asked again. */
  attune_test_wait_until (attune_job_get_error_text (job) == NULL);
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-0"), >, n_questions);
}

/* A word for a state that nobody has told us is shown, and asked about again. */
static void
test_unknown_word (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  wait_for_status (job, ATTUNE_JOB_STATUS_QUEUED);
  provider_set_status (f->provider, 0, "pondering");
  attune_test_wait_until (g_str_equal (attune_job_get_status_title (job), "pondering"));
  provider_succeed (f->provider, 0);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpstr (attune_job_get_status_title (job), !=, "pondering");
}

static AttuneJob *
finish_job (Fixture *f)
{
  AttuneJob *job;

  provider_train_by_itself (f->provider, 10, 3);
  job = start_job (f);
  attune_test_wait_until (f->n_finished == 1);

  return job;
}

/* Asked once, followed to the end also over a start; then the model has its name there. */
static void
test_deploy (Fixture       *f,
             gconstpointer  data)
{
  AttuneJob *job = finish_job (f);
  g_autoptr(AttuneModel) model = NULL;

  g_assert_cmpint (attune_workspace_get_deploy_kind (f->workspace, job), ==, ATTUNE_DEPLOY_API);
  g_assert_null (attune_workspace_get_chat_model (f->workspace, job));

  provider_set_deployment (f->provider, "validating");
  attune_test_run (attune_workspace_deploy_job (f->workspace, job));
  attune_test_wait_until (provider_count (f->provider, "GET /v0/models/base-LoRa:colours") > 0);
  g_assert_cmpint (attune_job_get_deployment_status (job), ==, ATTUNE_DEPLOYMENT_STATUS_PREPARING);

  reopen (f);
  job = get_first_job (f);
  provider_set_deployment (f->provider, "active");
  attune_test_wait_until (attune_job_get_deployment_status (job) ==
                          ATTUNE_DEPLOYMENT_STATUS_READY);
  g_assert_cmpstr (attune_workspace_get_chat_model (f->workspace, job), ==, "base-LoRa:colours");
  g_assert_cmpint (attune_workspace_get_deploy_kind (f->workspace, job), ==, ATTUNE_DEPLOY_NONE);
  g_assert_cmpuint (provider_count (f->provider, "POST /v0/models"), ==, 1);

  attune_test_wait_until ((model = attune_workspace_find_model (f->workspace,
                                                                attune_job_get_account_id (job),
                                                                "base-LoRa:colours")) != NULL);
  g_object_ref (model);
  g_assert_true (attune_model_get_is_tuned (model));
}

/* A refusal is told and can be tried again; what the service says of a failure is kept. */
static void
test_deploy_fails (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *job = finish_job (f);

  provider_refuse (f->provider, "POST /v0/models", 400, "{\"detail\":\"No such base\"}", 1);
  attune_test_run (attune_workspace_deploy_job (f->workspace, job));
  attune_test_wait_until (attune_job_get_deployment_status (job) ==
                          ATTUNE_DEPLOYMENT_STATUS_FAILED);
  g_assert_nonnull (attune_job_get_deployment_error (job));

  provider_set_deployment (f->provider, "error");
  attune_test_run (attune_workspace_deploy_job (f->workspace, job));
  attune_test_wait_until (g_strcmp0 (attune_job_get_deployment_error (job),
                                     "The adapter is too large.") == 0);
  g_assert_cmpuint (provider_count (f->provider, "POST /v0/models"), ==, 2);

  /* Deployed by hand, it is as good. */
  attune_test_reject (attune_workspace_name_deployment (f->workspace, job, " "), ATTUNE_ERROR_DATA);
  attune_test_run (attune_workspace_name_deployment (f->workspace, job, " mine "));
  g_assert_cmpstr (attune_workspace_get_chat_model (f->workspace, job), ==, "mine");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  attune_secrets_keep_for_this_run ();
  g_test_add ("/Attune/Wishes/pause", Fixture, "pausable", set_up, test_pause, tear_down);
  g_test_add ("/Attune/Wishes/pause-upload", Fixture, "pausable", set_up, test_pause_upload, tear_down);
  g_test_add ("/Attune/Wishes/parts", Fixture, "parted", set_up, test_parts, tear_down);
  g_test_add ("/Attune/Wishes/parts-once", Fixture, "parted", set_up, test_parts_once, tear_down);
  g_test_add ("/Attune/Wishes/refused", Fixture, "pausable", set_up, test_refused, tear_down);
  g_test_add ("/Attune/Wishes/unknown-word", Fixture, "pausable", set_up, test_unknown_word, tear_down);
  g_test_add ("/Attune/Wishes/deploy", Fixture, "nebius", set_up, test_deploy, tear_down);
  g_test_add ("/Attune/Wishes/deploy-fails", Fixture, "nebius", set_up, test_deploy_fails, tear_down);

  return g_test_run ();
}
