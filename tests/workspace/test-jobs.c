/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-jobs"

#include "config.h"

#include <math.h>

#include "attune-edits.h"
#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-workspace-test.h"
#include "provider.h"

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
job_finished_cb (AttuneWorkspace *workspace,
                 AttuneJob       *job,
                 Fixture         *f)
{
  g_assert_false (attune_job_get_is_active (job));
  f->n_finished++;
}

static AttuneAccount *
add_account (AttuneWorkspace *workspace,
             Provider        *provider,
             const char      *name)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = provider_dup_base_url (provider);
  AttuneAccount *account = NULL;

  attune_test_resolve (attune_test_add_account (workspace, profile, name, base_url, NULL),
                       account = g_value_get_object (value_));

  return account;
}

static void
open_workspace (Fixture *f)
{
  f->workspace = attune_workspace_new (f->data_dir);
  attune_workspace_set_haste (f->workspace, 200);
  g_signal_connect (f->workspace, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (f->workspace));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  open_workspace (f);
  f->account = add_account (f->workspace, f->provider, "Server");
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
  attune_job_request_set_n_epochs (request, 2);
  attune_test_resolve (attune_workspace_start_job (f->workspace, f->dataset, f->account, request),
                       job = g_value_get_object (value_));

  return job;
}

static AttuneJob *
get_first_job (Fixture *f)
{
  g_autoptr(AttuneJob) job = g_list_model_get_item (attune_workspace_get_jobs (f->workspace), 0);

  return job;
}

static void
statuses_cb (AttuneJob  *job,
             GParamSpec *pspec,
             GString    *statuses)
{
  g_string_append_printf (statuses, "%s ",
                          attune_job_status_to_string (attune_job_get_status (job)));
}

static void
test_whole (Fixture       *f,
            gconstpointer  data)
{
  AttuneJob *job;
  GListModel *events;
  g_autoptr(AttuneJobEvent) first = NULL;
  g_autoptr(AttuneJobPoint) point = NULL;
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(GString) statuses = g_string_new (NULL);
  g_autofree char *results = g_build_filename (f->folder, "results.csv", NULL);
  g_autofree char *csv = NULL;

  provider_train_by_itself (f->provider, 3, 10);
  job = start_job (f);
  g_signal_connect (job, "notify::status", G_CALLBACK (statuses_cb), statuses);
  g_assert_true (attune_workspace_get_has_active_jobs (f->workspace));
  g_assert_cmpstr (attune_job_get_title (job), ==, "colours");
  events = attune_job_get_events (job);

  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpstr (statuses->str, ==, "uploading creating queued running succeeded ");
  g_assert_false (attune_workspace_get_has_active_jobs (f->workspace));
  g_assert_cmpfloat (attune_job_get_progress (job), ==, 1);
  g_assert_cmpint (attune_job_get_step (job), ==, 10);
  g_assert_cmpint (attune_job_get_total_steps (job), ==, 10);
  g_assert_cmpint (attune_job_get_trained_tokens (job), ==, 1234);
  g_assert_cmpstr (attune_job_get_fine_tuned_model (job), ==, "ft:base:o:colours:0");
  g_assert_cmpstr (provider_get_job_member (f->provider, 0, "training_file"), ==, "file-0");
  g_assert_cmpstr (provider_get_job_member (f->provider, 0, "validation_file"), ==, "file-1");
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);

  attune_test_wait_until (attune_test_count (events) == 11);
  first = g_list_model_get_item (events, 0);
  g_assert_cmpstr (attune_job_event_get_message (first), ==, "Created fine-tuning job");
  g_assert_cmpuint (attune_test_count (attune_job_get_points (job)), ==, 10);
  g_assert_cmpuint (attune_test_count (attune_job_get_checkpoints (job)), ==, 1);
  point = g_list_model_get_item (attune_job_get_points (job), 9);
  g_assert_cmpint (attune_job_point_get_measures (point)->step, ==, 10);
  g_assert_cmpfloat (attune_job_point_get_measures (point)->train_loss, ==, 0.5);
  g_assert_true (isnan (attune_job_point_get_measures (point)->valid_loss));

  /* The provider does not name tuned models in its list; it is there all the same, and first. */
  model = g_list_model_get_item (attune_workspace_get_models (f->workspace), 0);
  g_assert_cmpstr (attune_model_get_title (model), ==, "colours");
  g_assert_true (attune_model_get_is_tuned (model));
  g_assert_cmpstr (attune_model_get_job_id (model), ==, attune_job_get_id (job));
  g_assert_cmpuint (attune_test_count (attune_workspace_get_models (f->workspace)), ==, 4);

  attune_test_run (attune_workspace_save_results (f->workspace, job, results));
  g_assert_true (g_file_get_contents (results, &csv, NULL, NULL));
  g_assert_true (g_str_has_prefix (csv, "step,train_loss"));
}

/* Whoever reads the details at the same time as somebody else, and while more of them come, has
 * each event and each point once. */
static void
test_read_at_once (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *job;
  DexFuture *first;
  DexFuture *second;

  provider_train_by_itself (f->provider, 3, 10);
  job = start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  attune_test_run (attune_store_exec (f->workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
    "INSERT INTO job_events (job_id, remote_id, created_at, level, message) "
    "SELECT ?, 'more-' || i, i, 'info', 'More' FROM n", "s", attune_job_get_id (job)));
  attune_test_run (attune_store_exec (f->workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) "
    "INSERT INTO job_points (job_id, step, seq, train_loss) "
    "SELECT ?, i, 1000 + i, 1.0 FROM n", "s", attune_job_get_id (job)));

  first = attune_job_load_details (job);
  second = attune_job_load_details (job);
  attune_test_run (attune_store_exec (f->workspace->store,
    "INSERT INTO job_events (job_id, remote_id, created_at, level, message) "
    "VALUES (?, 'last', 1, 'info', 'Last')", "s", attune_job_get_id (job)));
  attune_test_run (first);
  attune_test_run (second);
  attune_test_run (attune_job_load_details (job));
  g_assert_cmpuint (attune_test_count (attune_job_get_events (job)), ==, 11 + 3000 + 1);
  g_assert_cmpuint (attune_test_count (attune_job_get_points (job)), ==, 12000);
}

/* What is sent is what the person left in the dataset. */
static void
test_edited (Fixture       *f,
             gconstpointer  data)
{
  static const char json[] = "{\"messages\":[{\"role\":\"user\",\"content\":\"Written anew\"},"
                             "{\"role\":\"assistant\",\"content\":\"Yes\"}]}";
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneExample) gone = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_training = attune_dataset_get_n_training (f->dataset);
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (1);

  file = attune_example_file_open (attune_dataset_get_training_path (f->dataset), NULL, &error);
  g_assert_no_error (error);
  edits = attune_edits_open (file, &error);
  gone = attune_example_file_read (file, 1, &error);
  attune_edits_replace (edits, 0, json, strlen (json), &error);
  attune_edits_set_out (edits, rows, TRUE, &error);
  g_assert_no_error (error);

  provider_train_by_itself (f->provider, 3, 10);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_nonnull (strstr (provider_get_file (f->provider, 0), json));
  g_assert_null (strstr (provider_get_file (f->provider, 0), gone->json));
  g_assert_cmpuint (attune_dataset_get_n_training (f->dataset), ==, n_training - 1);
}

static void
start_checked_with (Fixture    *f,
                    const char *validation_dataset)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();

  attune_job_request_set_model (request, "base");
  attune_job_request_set_validation_dataset (request, validation_dataset);
  attune_test_run (attune_workspace_start_job (f->workspace, f->dataset, f->account, request));
}

/* Checked with another dataset, whose examples are then sent, or with nothing. */
static void
test_validation (Fixture       *f,
                 gconstpointer  data)
{
  AttuneDataset *other = attune_test_import (f->workspace, f->folder, 5, 0);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (attune_dataset_get_training_path (other), &text, NULL, NULL));
  provider_train_by_itself (f->provider, 10, 3);
  start_checked_with (f, attune_dataset_get_id (other));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpstr (provider_get_job_member (f->provider, 0, "validation_file"), ==, "file-1");
  g_assert_cmpstr (provider_get_file (f->provider, 1), ==, text);

  start_checked_with (f, ATTUNE_NO_VALIDATION);
  attune_test_wait_until (f->n_finished == 2);
  g_assert_null (provider_get_job_member (f->provider, 1, "validation_file"));
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
}

static void
test_upload_once (Fixture       *f,
                  gconstpointer  data)
{
  provider_train_by_itself (f->provider, 10, 3);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  start_job (f);
  attune_test_wait_until (f->n_finished == 2);
  g_assert_cmpuint (provider_count (f->provider, "POST /files"), ==, 2);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 2);
  g_assert_cmpstr (provider_get_job_member (f->provider, 1, "training_file"), ==, "file-0");

  /* Deleted at the provider meanwhile: it is sent again. */
  provider_forget_files (f->provider);
  start_job (f);
  attune_test_wait_until (f->n_finished == 3);
  g_assert_cmpuint (provider_count (f->provider, "POST /files"), ==, 4);
  g_assert_cmpstr (provider_get_job_member (f->provider, 2, "training_file"), ==, "file-2");
}

/* The file arrived, its answer did not: it is found in the list, and not sent again. */
static void
test_lost_file (Fixture       *f,
                gconstpointer  data)
{
  provider_train_by_itself (f->provider, 10, 3);
  provider_lose_answers (f->provider, "POST /files", 1);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpuint (provider_count (f->provider, "POST /files"), ==, 2);
  g_assert_cmpstr (provider_get_job_member (f->provider, 0, "training_file"), ==, "file-0");
}

/* At a provider that does not list its files it is sent again, which is better than not at all. */
static void
test_unlisted_file (Fixture       *f,
                    gconstpointer  data)
{
  provider_train_by_itself (f->provider, 10, 3);
  provider_refuse (f->provider, "GET /files", 404, "{}", G_MAXUINT);
  provider_lose_answers (f->provider, "POST /files", 1);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpuint (provider_count (f->provider, "POST /files"), ==, 3);
  g_assert_cmpstr (provider_get_job_member (f->provider, 0, "training_file"), ==, "file-1");
}

/* A file that the provider found wanting, and one whose time is over, are sent anew. */
static void
test_spoilt_files (Fixture       *f,
                   gconstpointer  data)
{
  provider_train_by_itself (f->provider, 10, 3);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  provider_set_file_status (f->provider, 0, "error", 0);
  provider_set_file_status (f->provider, 1, "processed", 1700000000);
  start_job (f);
  attune_test_wait_until (f->n_finished == 2);
  g_assert_cmpuint (provider_count (f->provider, "POST /files"), ==, 4);
  g_assert_cmpstr (provider_get_job_member (f->provider, 1, "training_file"), ==, "file-2");
  g_assert_cmpstr (provider_get_job_member (f->provider, 1, "validation_file"), ==, "file-3");
}

static DexFuture *
begin_job (AttuneWorkspace *workspace,
           AttuneDataset   *dataset,
           AttuneAccount   *account)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();

  attune_job_request_set_model (request, "base");

  return attune_workspace_start_job (workspace, dataset, account, request);
}

/* Three fine-tunes of the same dataset at once, in two programs: each file is sent once. */
static void
test_one_sender (Fixture       *f,
                 gconstpointer  data)
{
  AttuneWorkspace *other = attune_workspace_new (f->data_dir);
  AttuneDataset *dataset;
  AttuneAccount *account;

  attune_workspace_set_haste (other, 200);
  g_signal_connect (other, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (other));
  dataset = attune_workspace_find_dataset (other, attune_dataset_get_id (f->dataset));
  account = attune_workspace_find_account (other, attune_account_get_id (f->account));

  provider_train_by_itself (f->provider, 10, 3);
  attune_test_run (dex_future_all (begin_job (f->workspace, f->dataset, f->account),
                                   begin_job (f->workspace, f->dataset, f->account),
                                   begin_job (other, dataset, account),
                                   NULL));
  attune_test_wait_until (f->n_finished == 3);
  g_assert_cmpuint (provider_count (f->provider, "POST /files"), ==, 2);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 3);
  attune_test_close (other);
}

/* The one who sends is cancelled: the one who waits for it sends in its place. */
static void
test_next_sender (Fixture       *f,
                  gconstpointer  data)
{
  AttuneJob *job;

  provider_train_by_itself (f->provider, 10, 3);
  provider_refuse (f->provider, "POST /files", 0, NULL, 1);
  job = start_job (f);
  attune_test_wait_until (provider_count (f->provider, "POST /files") == 1);
  start_job (f);
  attune_test_run (attune_workspace_cancel_job (f->workspace, job));
  attune_test_wait_until (f->n_finished == 2);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CANCELLED);
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
}

typedef struct
{
  const char *name;
  gboolean    hides_nonces;
  gint64      clock_offset;
} Loss;

/* Whatever the provider forgets, and however late or early it thinks that it is. */
static const Loss losses[] = {
  { "nonce", FALSE, 0 },
  { "no-nonce", TRUE, 0 },
  { "slow-clock", TRUE, -365 * 24 * 60 * 60 },
  { "fast-clock", TRUE, 365 * 24 * 60 * 60 },
};

/* The request arrived, its answer did not: it is looked up, never sent again. */
static void
test_lost_answer (Fixture       *f,
                  gconstpointer  data)
{
  const Loss *loss = data;

  if (loss->hides_nonces)
    provider_hide_nonces (f->provider);

  provider_set_clock (f->provider, loss->clock_offset);
  provider_train_by_itself (f->provider, 10, 3);
  provider_lose_answers (f->provider, "POST /fine_tuning/jobs", 1);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs"), ==, 1);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
}

/* The same once more, at a provider that gives no mark back: the first is not taken for the second,
 * whether the request of the second arrived or not. */
static void
test_twin (Fixture       *f,
           gconstpointer  data)
{
  gboolean was_done = GPOINTER_TO_INT (data);
  AttuneJob *job;

  provider_hide_nonces (f->provider);
  provider_train_by_itself (f->provider, 10, 3);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);

  if (was_done)
    provider_lose_answers (f->provider, "POST /fine_tuning/jobs", 1);
  else
    provider_refuse (f->provider, "POST /fine_tuning/jobs", PROVIDER_RESET, NULL, 1);

  job = start_job (f);
  attune_test_wait_until (f->n_finished == 2);
  g_assert_cmpstr (attune_job_get_remote_id (job), ==, "ftjob-1");
  g_assert_null (attune_job_get_error_text (job));
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 2);
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs"), ==, was_done ? 2 : 3);
}

/* Just then somebody else begins one with the same file, and other settings. */
static void
add_rival_cb (Provider   *provider,
              const char *request,
              gpointer    user_data)
{
  if (g_str_equal (request, "POST /fine_tuning/jobs") && provider_get_n_jobs (provider) == 0)
    provider_add_job_with_epochs (provider, "file-0", 7);
}

static void
test_rival (Fixture       *f,
            gconstpointer  data)
{
  AttuneJob *job;

  provider_hide_nonces (f->provider);
  provider_train_by_itself (f->provider, 10, 3);
  provider_set_before (f->provider, add_rival_cb, NULL);
  provider_refuse (f->provider, "POST /fine_tuning/jobs", PROVIDER_RESET, NULL, 1);
  job = start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpstr (attune_job_get_remote_id (job), ==, "ftjob-1");
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs"), ==, 2);
}

/* The request failed and is certainly not there: it is sent again, after a look. */
static void
test_create_again (Fixture       *f,
                   gconstpointer  data)
{
  guint status = GPOINTER_TO_UINT (data);

  provider_train_by_itself (f->provider, 10, 3);
  provider_refuse (f->provider, "POST /fine_tuning/jobs", status, "{}", 2);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs"), ==, 3);
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs"), >=, 2);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
  g_assert_cmpint (attune_job_get_status (get_first_job (f)), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_null (attune_job_get_error_text (get_first_job (f)));
}

/* Nobody tells whether it arrived: it is not sent again. The person hears why, and may cancel. */
static void
test_unlisted_job (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *job;

  provider_refuse (f->provider, "GET /fine_tuning/jobs", 404, "{}", G_MAXUINT);
  provider_lose_answers (f->provider, "POST /fine_tuning/jobs", 1);
  job = start_job (f);
  attune_test_wait_until (attune_job_get_error_text (job) != NULL);
  g_assert_nonnull (strstr (attune_job_get_error_text (job), "cancel it here"));
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CREATING);

  attune_test_run (attune_workspace_cancel_job (f->workspace, job));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CANCELLED);
  g_assert_nonnull (strstr (attune_job_get_error_text (job), "cancel it there"));
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs"), ==, 1);
}

/* One that was turned away is certainly not there, whether or not somebody tells. */
static void
test_turned_away (Fixture       *f,
                  gconstpointer  data)
{
  provider_train_by_itself (f->provider, 10, 3);
  provider_refuse (f->provider, "GET /fine_tuning/jobs", 404, "{}", G_MAXUINT);
  provider_refuse (f->provider, "POST /fine_tuning/jobs", 429, "{}", 2);
  start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (get_first_job (f)), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs"), ==, 3);
}

/* What a provider refuses for good ends there and says why. */
static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  AttuneJob *job;

  provider_refuse (f->provider, "POST /fine_tuning/jobs", 403,
                   "{\"error\":{\"message\":\"no\",\"code\":\"training_not_available\"}}", 1);
  job = start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_FAILED);
  g_assert_nonnull (attune_job_get_error_text (job));
  g_assert_nonnull (strstr (attune_job_get_error_detail (job), "training_not_available"));
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs"), ==, 1);
}

static void
test_failed (Fixture       *f,
             gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);
  provider_fail (f->provider, 0, "invalid_training_file", "Line 3 has no answer.");
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_FAILED);
  g_assert_cmpstr (attune_job_get_error_text (job), ==, "Line 3 has no answer.");
  g_assert_cmpstr (attune_job_get_error_detail (job), ==, "invalid_training_file");
}

static void
test_offline (Fixture       *f,
              gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  provider_stop (f->provider);
  attune_test_wait_until (attune_job_get_is_stale (job));
  g_assert_true (attune_job_get_is_active (job));
  g_assert_nonnull (attune_account_get_problem (f->account));
  g_assert_null (attune_job_get_error_text (job));

  provider_resume (f->provider);
  provider_train_by_itself (f->provider, 10, 3);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_false (attune_job_get_is_stale (job));
  g_assert_null (attune_account_get_problem (f->account));
}

/* The key is revoked while it runs: the fine-tune is only out of sight, and comes back. */
static void
test_unauthorized (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *job = start_job (f);
  g_autofree char *base_url = NULL;

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  provider_set_key (f->provider, "another");
  attune_test_wait_until (attune_job_get_error_text (job) != NULL);
  g_assert_true (attune_job_get_is_stale (job));
  g_assert_true (attune_job_get_is_active (job));
  g_assert_nonnull (attune_account_get_problem (f->account));

  provider_set_key (f->provider, NULL);
  provider_train_by_itself (f->provider, 10, 3);
  base_url = provider_dup_base_url (f->provider);
  attune_test_run (attune_test_update_account (f->workspace, f->account, "Renamed", base_url,
                                               NULL));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_null (attune_job_get_error_text (job));
}

/* A provider without events, and one whose checkpoints are no JSON: the status is enough. */
static void
test_status_only (Fixture       *f,
                  gconstpointer  data)
{
  AttuneJob *job;

  provider_train_by_itself (f->provider, 10, 3);
  provider_refuse (f->provider, "GET /fine_tuning/jobs/ftjob-0/events", 404, "{}", 1000);
  provider_refuse (f->provider, "GET /fine_tuning/jobs/ftjob-0/checkpoints", 200, "<html>", 1000);
  job = start_job (f);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpuint (attune_test_count (attune_job_get_events (job)), ==, 0);
}

static void
test_gone (Fixture       *f,
           gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  provider_forget_jobs (f->provider);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_FAILED);
  g_assert_nonnull (attune_job_get_error_text (job));
}

static void
test_cancel_remote (Fixture       *f,
                    gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  attune_test_run (attune_workspace_cancel_job (f->workspace, job));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CANCELLED);
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs/ftjob-0/cancel"), ==, 1);
}

static void
test_cancel_upload (Fixture       *f,
                    gconstpointer  data)
{
  AttuneJob *job;

  provider_refuse (f->provider, "POST /files", 0, NULL, 1);
  job = start_job (f);
  attune_test_wait_until (provider_count (f->provider, "POST /files") == 1);
  attune_test_run (attune_workspace_cancel_job (f->workspace, job));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CANCELLED);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 0);
}

/* Offline while it is cancelled: the wish is kept until the provider has heard it. */
static void
test_cancel_offline (Fixture       *f,
                     gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  provider_stop (f->provider);
  attune_test_run (attune_workspace_cancel_job (f->workspace, job));
  attune_test_wait_until (attune_job_get_is_stale (job));
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CANCELLING);
  provider_resume (f->provider);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CANCELLED);
}

/* It ends while nobody watches: told once, at the next start. */
static void
test_announced_once (Fixture       *f,
                     gconstpointer  data)
{
  AttuneJob *job = start_job (f);

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  attune_test_close (f->workspace);
  provider_succeed (f->provider, 0);

  /* A command that lists the fine-tunes sees the end, but has nobody to tell. */
  f->workspace = attune_test_open (f->data_dir);
  attune_test_wait_until (!attune_job_get_is_active (get_first_job (f)));
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  attune_test_close (f->workspace);

  open_workspace (f);
  attune_test_wait_until (f->n_finished == 1);
  attune_test_close (f->workspace);

  open_workspace (f);
  g_assert_false (attune_workspace_get_has_active_jobs (f->workspace));
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_cmpuint (f->n_finished, ==, 1);
  g_assert_cmpint (attune_job_get_status (get_first_job (f)), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneJob) job = g_object_ref (start_job (f));

  attune_test_reject (attune_workspace_delete_job (f->workspace, job), ATTUNE_ERROR_FAILED);
  attune_test_reject (attune_workspace_remove_account (f->workspace, f->account),
                      ATTUNE_ERROR_FAILED);
  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);
  provider_succeed (f->provider, 0);
  attune_test_wait_until (f->n_finished == 1);

  attune_test_run (attune_workspace_delete_job (f->workspace, job));
  g_assert_cmpuint (attune_test_count (attune_workspace_get_jobs (f->workspace)), ==, 0);
  attune_test_run (attune_workspace_restore_job (f->workspace, job));
  g_assert_cmpuint (attune_test_count (attune_workspace_get_jobs (f->workspace)), ==, 1);
  attune_test_run (attune_workspace_delete_job (f->workspace, job));
  attune_test_close (f->workspace);

  open_workspace (f);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_jobs (f->workspace)), ==, 0);
  attune_test_reject (attune_workspace_restore_job (f->workspace, job), ATTUNE_ERROR_NOT_FOUND);
}

/* Two programs: one drives, both show, one of them tells. */
static void
test_two_programs (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *job = start_job (f);
  AttuneWorkspace *other;
  AttuneJob *seen;

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  other = attune_workspace_new (f->data_dir);
  attune_workspace_set_haste (other, 200);
  g_signal_connect (other, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (other));
  seen = attune_workspace_find_job (other, attune_job_get_id (job));
  g_assert_nonnull (seen);

  provider_train_by_itself (f->provider, 1, 20);
  attune_test_wait_until (!attune_job_get_is_active (job) && !attune_job_get_is_active (seen));
  attune_test_wait_until (f->n_finished == 1);
  attune_test_wait_until (attune_test_count (attune_job_get_points (seen)) == 20);
  attune_test_close (other);
  g_assert_cmpuint (f->n_finished, ==, 1);
  g_assert_cmpuint (provider_count (f->provider, "GET /fine_tuning/jobs/ftjob-0/checkpoints"), <=,
                    21);
}

/* The one that drives goes away: the other takes over. */
static void
test_take_over (Fixture       *f,
                gconstpointer  data)
{
  AttuneJob *job = start_job (f);
  AttuneWorkspace *other;

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  other = attune_workspace_new (f->data_dir);
  attune_workspace_set_haste (other, 200);
  g_signal_connect (other, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (other));

  attune_test_close (f->workspace);
  f->workspace = other;
  provider_succeed (f->provider, 0);
  attune_test_wait_until (f->n_finished == 1);
}

static void
test_bad_requests (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *suffix = g_strnfill (200, 'x');

  attune_test_reject (attune_workspace_start_job (f->workspace, f->dataset, f->account, request),
                      ATTUNE_ERROR_REQUEST);
  attune_job_request_set_model (request, "base");
  attune_job_request_set_suffix (request, suffix);
  attune_test_reject (attune_workspace_start_job (f->workspace, f->dataset, f->account, request),
                      ATTUNE_ERROR_DATA);
  attune_job_request_set_suffix (request, NULL);
  g_assert_cmpint (g_remove (attune_dataset_get_training_path (f->dataset)), ==, 0);
  attune_test_reject (attune_workspace_start_job (f->workspace, f->dataset, f->account, request),
                      ATTUNE_ERROR_STORAGE);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_jobs (f->workspace)), ==, 0);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Jobs/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("whole", test_whole);
  ADD ("read-at-once", test_read_at_once);
  ADD ("edited", test_edited);
  ADD ("validation", test_validation);
  ADD ("upload-once", test_upload_once);
  ADD ("lost-file", test_lost_file);
  ADD ("unlisted-file", test_unlisted_file);
  ADD ("spoilt-files", test_spoilt_files);
  ADD ("one-sender", test_one_sender);
  ADD ("next-sender", test_next_sender);

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autofree char *name = g_strconcat ("/Attune/Jobs/lost-answer/", losses[i].name, NULL);

      g_test_add (name, Fixture, &losses[i], set_up, test_lost_answer, tear_down);
    }

  g_test_add ("/Attune/Jobs/twin/done", Fixture, GINT_TO_POINTER (TRUE),
              set_up, test_twin, tear_down);
  g_test_add ("/Attune/Jobs/twin/lost", Fixture, GINT_TO_POINTER (FALSE),
              set_up, test_twin, tear_down);
  ADD ("rival", test_rival);
  g_test_add ("/Attune/Jobs/create-again/overloaded", Fixture, GUINT_TO_POINTER (503),
              set_up, test_create_again, tear_down);
  g_test_add ("/Attune/Jobs/create-again/conflict", Fixture, GUINT_TO_POINTER (409),
              set_up, test_create_again, tear_down);
  ADD ("unlisted-job", test_unlisted_job);
  ADD ("turned-away", test_turned_away);
  ADD ("refused", test_refused);
  ADD ("failed", test_failed);
  ADD ("offline", test_offline);
  ADD ("unauthorized", test_unauthorized);
  ADD ("status-only", test_status_only);
  ADD ("gone", test_gone);
  ADD ("cancel/remote", test_cancel_remote);
  ADD ("cancel/upload", test_cancel_upload);
  ADD ("cancel/offline", test_cancel_offline);
  ADD ("announced-once", test_announced_once);
  ADD ("delete", test_delete);
  ADD ("two-programs", test_two_programs);
  ADD ("take-over", test_take_over);
  ADD ("bad-requests", test_bad_requests);

  return g_test_run ();
}
