/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The services that speak OpenAI's protocol, each played from its documents. */

#include "config.h"

#include <math.h>

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test-service.h"

#define JOBS "/v1/fine_tuning/jobs"

static void
set_lighthouse (AttuneJobRequest *request)
{
  attune_job_request_set_suffix (request, "lighthouse");
  attune_job_request_set_n_epochs (request, 3);
}

static void
test_openai_create (void)
{
  static const char * const tags[] = { "a", "b", NULL };
  g_autoptr(Service) service = service_new ("openai", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("gpt-4.1-mini-2025-04-14");
  g_autoptr(AttuneJobInfo) job = NULL;

  set_lighthouse (request);
  attune_job_request_set_method (request, "dpo");
  attune_job_request_set_batch_size (request, 8);
  attune_job_request_set_learning_rate_multiplier (request, 0.5);
  attune_job_request_set_beta (request, 0.2);
  attune_job_request_set_seed (request, 42);
  attune_job_request_set_metadata (request, "team", "harbour");
  attune_job_request_set_metadata (request, "a.b", "c");
  attune_job_request_set_wandb (request, "lights", "first", "harbour", tags);

  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", JOBS);
  service_expect_body (service, "create-body");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_QUEUED);
  g_assert_cmpint (job->n_epochs, ==, 3);
  g_assert_cmpint (job->seed, ==, 42);
  g_assert_cmpstr (job->nonce, ==, "n-1");
}

/* Every member that is sent, held against those of CreateFineTuningJobRequest and its parts in
 * OpenAI's OpenAPI document 2.3.0. */
static void
test_openai_names (void)
{
  static const char * const names[] = {
    "model", "training_file", "hyperparameters", "suffix", "validation_file", "integrations",
    "seed", "method", "metadata", NULL,
  };
  static const char * const required[] = { "model", "training_file" };
  static const char * const hyperparameters[] = {
    "beta", "batch_size", "learning_rate_multiplier", "n_epochs", NULL,
  };
  static const char * const providers[] = { "openai", "compatible", "local", "litellm" };

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (providers[i]);
      g_autoptr(AttuneJobRequest) request = service_new_request ("base");
      g_autoptr(JsonNode) body = NULL;
      g_autoptr(GList) members = NULL;
      JsonObject *object;
      JsonObject *settings;

      set_lighthouse (request);
      attune_job_request_set_seed (request, 1);
      attune_job_request_set_wandb (request, "p", NULL, NULL, NULL);
      attune_job_request_set_metadata (request, "team", "harbour");
      attune_job_request_set_validation_dataset (request, ATTUNE_NO_VALIDATION);
      body = attune_job_body_build (request, profile);
      object = json_node_get_object (body);
      members = json_object_get_members (object);

      for (GList *at = members; at != NULL; at = at->next)
        g_assert_true (g_strv_contains (names, at->data));

      for (guint k = 0; k < G_N_ELEMENTS (required); k++)
        g_assert_true (json_object_has_member (object, required[k]));

      settings = attune_json_get_object (object, "method");
      g_assert_cmpstr (attune_json_get_string (settings, "type", NULL), ==, "supervised");
      settings = attune_json_get_object (attune_json_get_object (settings, "supervised"),
                                         "hyperparameters");
      g_list_free (members);
      members = json_object_get_members (settings);
      g_assert_nonnull (members);

      for (GList *at = members; at != NULL; at = at->next)
        g_assert_true (g_strv_contains (hyperparameters, at->data));
    }
}

static void
test_openai_lists (void)
{
  g_autoptr(Service) service = service_new ("openai", "/v1");
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  AttuneCheckpointInfo *checkpoint;
  AttuneEventInfo *event;
  AttuneFileInfo *file;
  AttuneJobInfo *job;

  service_answer (service, "files");
  files = service_run (attune_client_list_files (service->client));
  service_expect (service, "GET", "/v1/files?limit=100");
  g_assert_cmpuint (files->len, ==, 2);
  file = files->pdata[1];
  g_assert_cmpstr (file->id, ==, "file-result");
  g_assert_cmpstr (file->purpose, ==, "fine-tune-results");
  g_assert_cmpstr (file->status, ==, "processed");

  service_answer (service, "jobs");
  jobs = service_run (attune_client_list_jobs (service->client, NULL));
  service_expect (service, "GET", JOBS "?limit=100");
  job = jobs->pdata[0];
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_PAUSED);
  job = jobs->pdata[1];
  g_assert_cmpstr (job->fine_tuned_model, ==, "ft:gpt-4.1-mini-2025-04-14:acme::7p4lURel");
  g_assert_cmpint (job->trained_tokens, ==, 5768);
  g_assert_cmpstr (job->result_files[0], ==, "file-result");

  service_answer (service, "events");
  events = service_run (attune_client_list_events (service->client, "ftjob-abc123", NULL));
  service_expect (service, "GET", JOBS "/ftjob-abc123/events?limit=100");
  g_assert_cmpuint (events->len, ==, 2);
  event = events->pdata[1];
  g_assert_cmpstr (event->id, ==, "ftevent-2");
  g_assert_cmpint (event->measures.step, ==, 90);
  g_assert_cmpint (event->total_steps, ==, 100);
  g_assert_cmpfloat (event->measures.train_accuracy, ==, 0.9);

  service_answer (service, "checkpoints");
  checkpoints = service_run (attune_client_list_checkpoints (service->client, "ftjob-abc123"));
  service_expect (service, "GET", JOBS "/ftjob-abc123/checkpoints?limit=100");
  checkpoint = checkpoints->pdata[0];
  g_assert_cmpint (checkpoint->measures.step, ==, 88);
  g_assert_cmpfloat (checkpoint->measures.full_valid_loss, ==, 0.134);
  g_assert_null (checkpoint->result_files[0]);
}

static void
test_openai_acts (void)
{
  g_autoptr(Service) service = service_new ("openai", "/v1");
  g_autoptr(AttuneJobInfo) paused = NULL;
  g_autoptr(AttuneJobInfo) resumed = NULL;
  g_autoptr(AttuneJobInfo) cancelled = NULL;

  service_answer (service, "job");
  paused = service_run (attune_client_pause_job (service->client, "ftjob-abc123"));
  service_expect (service, "POST", JOBS "/ftjob-abc123/pause");
  resumed = service_run (attune_client_resume_job (service->client, "ftjob-abc123"));
  service_expect (service, "POST", JOBS "/ftjob-abc123/resume");
  cancelled = service_run (attune_client_cancel_job (service->client, "ftjob-abc123"));
  service_expect (service, "POST", JOBS "/ftjob-abc123/cancel");

  /* What it has not is not asked for. */
  service_run_refused (attune_client_start_job (service->client, "ftjob-abc123"),
                       ATTUNE_ERROR_REQUEST, "OpenAI");
  service_run_refused (attune_client_get_deployment (service->client, "m"),
                       ATTUNE_ERROR_REQUEST, "OpenAI");
  service_run_refused (attune_client_download_weights (service->client, "m", "/nowhere", NULL, NULL,
                                                       NULL),
                       ATTUNE_ERROR_REQUEST, "OpenAI");
  g_assert_cmpuint (peer_count (service->peer), ==, 3);
}

static void
test_openai_refusals (void)
{
  g_autoptr(Service) service = service_new ("openai", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("gpt-4o-mini-2024-07-18");
  g_autoptr(JsonNode) node = json_node_init_int (json_node_alloc (), 7);

  service_refuse (service, 403, "closed");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_TRAINING_CLOSED, "OpenAI");
  g_assert_cmpuint (peer_count (service->peer), ==, 1);

  /* What the profile knows to be wrong is not sent. */
  attune_job_request_set_method (request, "dpo");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_DATA, "gpt-4o-mini");
  attune_job_request_set_method (request, "supervised");
  attune_job_request_set_n_epochs (request, 51);
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_DATA, "Epochs");
  attune_job_request_set_n_epochs (request, 0);
  attune_job_request_set_beta (request, 1);
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_DATA, "Beta");
  attune_job_request_set_beta (request, 0);
  attune_job_request_set_setting (request, "lora_rank", node);
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_DATA, "lora_rank");
  attune_job_request_set_setting (request, "lora_rank", NULL);
  attune_job_request_set_suffix (request, "this-name-is-longer-than-sixty-four-characters-and-that-is-too-much");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_DATA, "64");
  g_assert_cmpuint (peer_count (service->peer), ==, 1);
}

static void
test_compatible (void)
{
  g_autoptr(Service) service = service_new ("compatible", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("base");
  g_autoptr(AttuneJobInfo) created = NULL;
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  g_autoptr(GPtrArray) files = NULL;
  AttuneJobInfo *job;

  service_answer (service, "job");
  created = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", JOBS);
  service_expect_body (service, "create-body");
  g_assert_cmpint (created->status, ==, ATTUNE_JOB_STATUS_RUNNING);

  service_answer (service, "jobs");
  jobs = service_run (attune_client_list_jobs (service->client, NULL));
  job = jobs->pdata[0];
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_UNKNOWN);
  g_assert_cmpstr (job->status_text, ==, "thinking hard");
  found = service_run (attune_client_list_jobs (service->client, "n-1"));
  g_assert_cmpuint (found->len, ==, 1);

  service_answer (service, "events");
  events = service_run (attune_client_list_events (service->client, "j1", NULL));
  g_assert_cmpuint (events->len, ==, 0);
  service_answer (service, "checkpoints");
  checkpoints = service_run (attune_client_list_checkpoints (service->client, "j1"));
  g_assert_cmpuint (checkpoints->len, ==, 0);
  service_answer (service, "files");
  files = service_run (attune_client_list_files (service->client));
  g_assert_cmpuint (files->len, ==, 1);

  service_refuse (service, 400, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "model is not one of ours");
}

static void
test_nebius (void)
{
  static const ServiceStatus statuses[] = {
    { "validating_files", ATTUNE_JOB_STATUS_VALIDATING },
    { "queued", ATTUNE_JOB_STATUS_QUEUED },
    { "running", ATTUNE_JOB_STATUS_RUNNING },
    { "succeeded", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "failed", ATTUNE_JOB_STATUS_FAILED },
    { "cancelled", ATTUNE_JOB_STATUS_CANCELLED },
  };
  g_autoptr(Service) service = service_new ("nebius", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("meta-llama/Llama-3.1-8B-Instruct");
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneFileInfo) file = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(GPtrArray) jobs = NULL;

  service_answer (service, "upload");
  file = service_run (attune_client_get_file (service->client, "file-1"));
  service_expect (service, "GET", "/v1/files/file-1");
  g_assert_null (file->status);
  g_assert_cmpuint (file->bytes, ==, 657543);

  attune_job_request_set_suffix (request, "demo-run");
  service_set (request, profile, "batch_size", "8");
  service_set (request, profile, "learning_rate", "2e-5");
  service_set (request, profile, "n_epochs", "5");
  service_set (request, profile, "warmup_ratio", "0.03");
  service_set (request, profile, "weight_decay", "0");
  service_set (request, profile, "lora", "true");
  service_set (request, profile, "packing", "true");
  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", JOBS);
  service_expect_body (service, "create-body");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_RUNNING);
  g_assert_cmpint (job->n_epochs, ==, 5);

  service_answer (service, "jobs");
  jobs = service_run (attune_client_list_jobs (service->client, "n-1"));
  service_expect (service, "GET", JOBS "?limit=100&metadata%5Battune_job%5D=n-1");
  g_assert_cmpuint (jobs->len, ==, 1);

  service_expect_statuses (service, "status", statuses, G_N_ELEMENTS (statuses));

  service_refuse (service, 422, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "Model is not available for fine-tuning");
}

/* Its events are words; the curve is made of the checkpoints. */
static void
test_nebius_curve (void)
{
  g_autoptr(Service) service = service_new ("nebius", "/v1");
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  AttuneCheckpointInfo *checkpoint;
  AttuneEventInfo *event;

  service_answer (service, "events");
  service_answer (service, "checkpoints");
  events = service_run (attune_client_list_events (service->client, "job-1", NULL));
  service_expect (service, "GET", JOBS "/job-1/events?limit=100");
  service_expect (service, "GET", JOBS "/job-1/checkpoints?limit=100");
  g_assert_cmpuint (events->len, ==, 5);
  event = events->pdata[0];
  g_assert_cmpstr (event->message, ==, "Job is submitted");
  g_assert_false (event->has_measures);
  event = events->pdata[2];
  g_assert_cmpstr (event->id, ==, "measures:ftckpt-1");
  g_assert_true (event->has_measures);
  g_assert_cmpint (event->measures.step, ==, 10);
  g_assert_cmpfloat (event->measures.train_loss, ==, 3.363983);
  g_assert_cmpfloat (event->measures.valid_loss, ==, 3.284986);
  g_assert_true (isnan (event->measures.train_accuracy));
  g_assert_cmpstr (event->message, ==, "Step 10: training loss=3.3640, validation loss=3.2850");
  event = events->pdata[4];
  g_assert_cmpstr (event->message, ==, "Training completed successfully");

  checkpoints = service_run (attune_client_list_checkpoints (service->client, "job-1"));
  checkpoint = checkpoints->pdata[0];
  g_assert_null (checkpoint->model);
  g_assert_cmpstr (checkpoint->result_files[1], ==, "file-config");
}

static void
test_nebius_deploy (void)
{
  g_autoptr(Service) service = service_new ("nebius", "/v1");
  g_autoptr(AttuneDeploymentInfo) deployed = NULL;
  g_autoptr(AttuneDeploymentInfo) active = NULL;
  g_autoptr(AttuneDeploymentInfo) broken = NULL;

  service_answer (service, "checkpoints");
  service_answer (service, "deployed");
  deployed = service_run (attune_client_deploy_model (service->client,
                                                      "ftjob-49b4625687fe42d1a981c9f9bbdfd569",
                                                      NULL, "meta-llama/Llama-3.1-8B-Instruct",
                                                      "lighthouse"));
  service->n_seen++;
  service_expect (service, "POST", "/v0/models");
  service_expect_body (service, "deploy-body");
  g_assert_cmpint (deployed->status, ==, ATTUNE_DEPLOYMENT_STATUS_PREPARING);
  g_assert_cmpstr (deployed->id, ==,
                   "meta-llama/Meta-Llama-3.1-8B-Instruct-LoRa:lighthouse-AbCd");

  service_answer (service, "active");
  active = service_run (attune_client_get_deployment (service->client, deployed->id));
  service_expect (service, "GET", "/v0/models/meta-llama%2FMeta-Llama-3.1-8B-Instruct-LoRa%3A"
                                  "lighthouse-AbCd");
  g_assert_cmpint (active->status, ==, ATTUNE_DEPLOYMENT_STATUS_READY);
  g_assert_cmpstr (active->model, ==, deployed->id);
  g_assert_null (active->reason);

  service_answer (service, "broken");
  broken = service_run (attune_client_get_deployment (service->client, deployed->id));
  g_assert_cmpint (broken->status, ==, ATTUNE_DEPLOYMENT_STATUS_FAILED);
  g_assert_cmpstr (broken->reason, ==, "The rank of the adapter is above 64.");
}

static void
test_crusoe (void)
{
  static const char * const settings[][2] = {
    { "batch_size", "32" }, { "learning_rate", "0.0001" }, { "lr_scheduler", "cosine" },
    { "lora_variant", "rslora" }, { "lora_rank", "16" }, { "lora_alpha", "32" },
    { "lora_dropout", "0.05" }, { "early_stopping_patience", "2" }, { "warmup_ratio", "0.1" },
    { "weight_decay", "0.01" }, { "checkpoint_steps", "20" }, { "eval_steps_per_epoch", "2" },
    { "overlong_row_behavior", "drop" },
  };
  g_autoptr(Service) service = service_new ("crusoe", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("meta-llama/Llama-3.1-8B-Instruct");
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;

  set_lighthouse (request);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    service_set (request, profile, settings[i][0], settings[i][1]);

  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", JOBS);
  service_expect_body (service, "create-body");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_RUNNING);

  service_answer (service, "checkpoints");
  checkpoints = service_run (attune_client_list_checkpoints (service->client, "job-1"));
  g_assert_cmpstr (((AttuneCheckpointInfo *)checkpoints->pdata[0])->result_files[0], ==,
                   "file-adapter");

  service_refuse (service, 400, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "Batch size is not supported");

  /* Only these sizes are allowed there. */
  attune_job_request_set_batch_size (request, 33);
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_DATA, "16, 32, 64");
}

static void
test_azure (void)
{
  static const ServiceStatus statuses[] = {
    { "pending", ATTUNE_JOB_STATUS_QUEUED },
    { "running", ATTUNE_JOB_STATUS_RUNNING },
    { "pausing", ATTUNE_JOB_STATUS_PAUSED },
    { "paused", ATTUNE_JOB_STATUS_PAUSED },
    { "resuming", ATTUNE_JOB_STATUS_RUNNING },
    { "cancelled", ATTUNE_JOB_STATUS_CANCELLED },
  };
  g_autoptr(Service) service = service_new ("azure", "/openai/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("gpt-4.1-2025-04-14");
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(AttuneJobInfo) succeeded = NULL;
  g_autoptr(AttuneJobInfo) paused = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  Request *sent;

  attune_job_request_set_suffix (request, "light-house");
  attune_job_request_set_n_epochs (request, 3);
  attune_job_request_set_batch_size (request, 1);
  attune_job_request_set_learning_rate_multiplier (request, 0.1);
  attune_job_request_set_seed (request, 105);
  service_set (request, profile, "training_type", "globalstandard");
  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  sent = service_expect (service, "POST", "/openai/v1/fine_tuning/jobs");
  service_expect_body (service, "create-body");
  g_assert_null (sent->key);
  g_assert_cmpstr (sent->api_key, ==, TEST_KEY);
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_QUEUED);

  service_expect_statuses (service, "status", statuses, G_N_ELEMENTS (statuses));
  service_answer (service, "succeeded");
  succeeded = service_run (attune_client_get_job (service->client, "job-1"));
  service->n_seen++;
  g_assert_cmpstr (succeeded->fine_tuned_model, ==,
                   "gpt-4.1-2025-04-14.ft-0f4191f0c59a4256b7a797a3d9eed219");

  service_answer (service, "job");
  paused = service_run (attune_client_pause_job (service->client, "job-1"));
  service_expect (service, "POST", "/openai/v1/fine_tuning/jobs/job-1/pause");

  service_answer (service, "checkpoints");
  checkpoints = service_run (attune_client_list_checkpoints (service->client, "job-1"));
  g_assert_cmpstr (((AttuneCheckpointInfo *)checkpoints->pdata[0])->model, ==,
                   "gpt-4.1-2025-04-14.ft-372c72db22c34e6f9ccb62c26ee0fbd9");

  service_refuse (service, 400, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "does not support fine-tuning");
}

/* Its documents want a mark before the first byte, and another type than everybody's. */
static void
test_azure_upload (void)
{
  g_autoptr(Service) service = service_new ("azure", "/openai/v1");
  g_autofree char *path = service_make_file ();
  g_autoptr(AttuneFileInfo) file = NULL;

  service_answer (service, "file");
  file = service_run (attune_client_upload_file (service->client, path, "training.jsonl",
                                                 NULL, NULL, NULL));
  service_expect (service, "POST", "/openai/v1/files");
  service_expect_form (service,
                       "name=\"purpose\"\r\n\r\nfine-tune\r\n",
                       "Content-Type: application/json\r\n\r\n\xEF\xBB\xBF{\"messages\":[]}\n", NULL);
  g_assert_cmpstr (file->status, ==, "pending");

  /* One is enough, whatever the file begins with. */
  g_assert_true (g_file_set_contents (path, "\xEF\xBB\xBF{\"messages\":[1]}\n", -1, NULL));
  service_answer (service, "file");
  g_clear_pointer (&file, attune_file_info_unref);
  file = service_run (attune_client_upload_file (service->client, path, "training.jsonl",
                                                 NULL, NULL, NULL));
  service_expect (service, "POST", "/openai/v1/files");
  service_expect_form (service,
                       "Content-Type: application/json\r\n\r\n\xEF\xBB\xBF{\"messages\":[1]}\n", NULL);
  g_unlink (path);
}

/* Nobody else wants one, so that of a file is left out; and a mark alone is no file. */
static void
test_mark (void)
{
  g_autoptr(Service) service = service_new ("nebius", "/v1");
  g_autofree char *path = service_make_file ();
  g_autoptr(AttuneFileInfo) file = NULL;

  g_assert_true (g_file_set_contents (path, "\xEF\xBB\xBF{\"messages\":[1]}\n", -1, NULL));
  service_answer (service, "upload");
  file = service_run (attune_client_upload_file (service->client, path, "training.jsonl",
                                                 NULL, NULL, NULL));
  service_expect (service, "POST", "/v1/files");
  service_expect_form (service,
                       "Content-Type: application/octet-stream\r\n\r\n{\"messages\":[1]}\n", NULL);
  g_assert_true (g_file_set_contents (path, "\xEF\xBB\xBF", -1, NULL));
  service_run_refused (attune_client_upload_file (service->client, path, "training.jsonl",
                                                  NULL, NULL, NULL),
                       ATTUNE_ERROR_DATA, "is empty");
  g_unlink (path);
}

static void
save_state (const char *state,
            gpointer    user_data)
{
  char **states = user_data;

  if (state != NULL)
    g_set_str (&states[0], state);
  else
    g_set_str (&states[1], "dropped");
}

/* What is larger than the provider takes at once goes in parts, by the sizes of its profile. */
static void
test_parts (void)
{
  static const char json[] =
    "{\"id\":\"x\",\"name\":\"X\",\"training\":{\"max-file-size\":10,"
    "\"parts\":{\"size\":10,\"total\":100}}}";
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneProfile) profile = attune_profile_new_from_json (json, -1, NULL);
  g_autofree char *base_url = peer_dup_base_url (peer);
  g_autoptr(AttuneClient) client = attune_client_new (profile, base_url, NULL, NULL);
  g_autofree char *path = service_make_file ();
  g_autoptr(AttuneFileInfo) file = NULL;
  char *states[2] = { NULL, NULL };

  peer_answer (peer, 200, "{\"id\":\"upload_1\",\"object\":\"upload\",\"status\":\"pending\"}");
  peer_answer (peer, 200, "{\"id\":\"part_1\",\"object\":\"upload.part\"}");
  peer_answer (peer, 200, "{\"id\":\"part_2\",\"object\":\"upload.part\"}");
  peer_answer (peer, 200, "{\"id\":\"upload_1\",\"status\":\"completed\","
                          "\"file\":{\"id\":\"file-1\",\"bytes\":16}}");
  file = service_run (attune_client_resume_upload (client, path, "training.jsonl", NULL,
                                                   save_state, NULL, states, NULL));
  g_assert_cmpstr (file->id, ==, "file-1");
  g_assert_cmpuint (peer_count (peer), ==, 4);
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/uploads");
  g_assert_cmpstr (peer_get (peer, 3)->target, ==, "/v1/uploads/upload_1/complete");
  g_assert_nonnull (strstr (states[0], "upload_1"));
  g_assert_cmpstr (states[1], ==, "dropped");

  peer_answer (peer, 200, "{\"id\":\"upload_1\",\"status\":\"cancelled\"}");
  service_run (attune_client_cancel_upload (client, states[0]));
  g_assert_cmpstr (peer_get (peer, 4)->target, ==, "/v1/uploads/upload_1/cancel");
  g_free (states[0]);
  g_free (states[1]);
  g_unlink (path);
}

/* A person's own: calls beside the base URL, words, a list of another name, an adapter that this
 * version does not know. */
static void
test_own (void)
{
  static const char json[] =
    "{\"id\":\"x\",\"name\":\"X\",\"adapter\":\"poem\",\"paging\":\"none\","
    "\"paths\":{\"jobs\":\"../../tune/jobs\",\"job\":\"../jobs/{name}\",\"cancel\":null,"
    "\"models\":\"models/all\",\"events\":\"../../../../../e/{id}\"},"
    "\"entries\":{\"jobs\":\"work\"},\"status\":{\"Cooking\":\"running\"},"
    "\"answers\":{\"job\":{\"status\":\"state.word\"}}}";
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneProfile) profile = attune_profile_new_from_json (json, -1, NULL);
  g_autofree char *peer_url = peer_dup_base_url (peer);
  g_autofree char *base_url = g_strconcat (peer_url, "/a/b/", NULL);
  g_autoptr(AttuneClient) client = attune_client_new (profile, base_url, NULL, NULL);
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;

  peer_answer (peer, 200, "{\"work\":[{\"id\":\"p/1\",\"state\":{\"word\":\"COOKING\"}}]}");
  jobs = service_run (attune_client_list_jobs (client, NULL));
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpint (((AttuneJobInfo *)jobs->pdata[0])->status, ==, ATTUNE_JOB_STATUS_RUNNING);
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/tune/jobs");

  peer_answer (peer, 200, "{\"id\":\"p/1\",\"state\":7}");
  job = service_run (attune_client_get_job (client, "p/1"));
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_UNKNOWN);
  g_assert_cmpstr (peer_get (peer, 1)->target, ==, "/v1/a/jobs/1");

  peer_answer (peer, 200, "[]");
  models = service_run (attune_client_list_models (client));
  events = service_run (attune_client_list_events (client, "p/1", NULL));
  g_assert_cmpstr (peer_get (peer, 2)->target, ==, "/v1/a/b/models/all");
  g_assert_cmpstr (peer_get (peer, 3)->target, ==, "/e/p%2F1");

  service_run_refused (attune_client_cancel_job (client, "p/1"), ATTUNE_ERROR_REQUEST, "X");
  g_assert_cmpuint (peer_count (peer), ==, 4);
}

static void
test_litellm (void)
{
  g_autoptr(Service) service = service_new ("litellm", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("gpt-4.1-mini-2025-04-14");
  g_autofree char *path = service_make_file ();
  g_autoptr(AttuneFileInfo) file = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(AttuneJobInfo) again = NULL;
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;

  /* Which service the account is for is in the query of every call, and in the body of one. */
  attune_client_set_scope (service->client, NULL, "azure");
  service_answer (service, "file");
  file = service_run (attune_client_upload_file (service->client, path, "training.jsonl",
                                                 NULL, NULL, NULL));
  service_expect (service, "POST", "/v1/files?custom_llm_provider=azure");
  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", JOBS "?custom_llm_provider=azure");
  service_expect_body (service, "create-body");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_VALIDATING);
  again = service_run (attune_client_get_job (service->client, job->id));
  service_expect (service, "GET", JOBS "/ftjob-abc123?custom_llm_provider=azure");
  service_answer (service, "jobs");
  jobs = service_run (attune_client_list_jobs (service->client, NULL));
  service_expect (service, "GET", JOBS "?limit=100&custom_llm_provider=azure");
  g_assert_cmpuint (jobs->len, ==, 1);

  /* It has no such lists, and is not asked for them. */
  events = service_run (attune_client_list_events (service->client, "job-1", NULL));
  checkpoints = service_run (attune_client_list_checkpoints (service->client, "job-1"));
  g_assert_cmpuint (events->len + checkpoints->len, ==, 0);
  g_assert_cmpuint (peer_count (service->peer), ==, 4);

  service_refuse (service, 400, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "custom_llm_provider is needed");
  g_unlink (path);
}

/* A proxy that knows by itself is not told. */
static void
test_litellm_alone (void)
{
  g_autoptr(Service) service = service_new ("litellm", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("gpt-4.1-mini-2025-04-14");
  g_autoptr(AttuneJobInfo) job = NULL;

  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", JOBS);
  service_expect_body (service, "create-body-alone");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Services/openai/create", test_openai_create);
  g_test_add_func ("/Attune/Services/openai/names", test_openai_names);
  g_test_add_func ("/Attune/Services/openai/lists", test_openai_lists);
  g_test_add_func ("/Attune/Services/openai/acts", test_openai_acts);
  g_test_add_func ("/Attune/Services/openai/refusals", test_openai_refusals);
  g_test_add_func ("/Attune/Services/compatible", test_compatible);
  g_test_add_func ("/Attune/Services/nebius/jobs", test_nebius);
  g_test_add_func ("/Attune/Services/nebius/curve", test_nebius_curve);
  g_test_add_func ("/Attune/Services/nebius/deploy", test_nebius_deploy);
  g_test_add_func ("/Attune/Services/crusoe", test_crusoe);
  g_test_add_func ("/Attune/Services/azure/jobs", test_azure);
  g_test_add_func ("/Attune/Services/azure/upload", test_azure_upload);
  g_test_add_func ("/Attune/Services/mark", test_mark);
  g_test_add_func ("/Attune/Services/parts", test_parts);
  g_test_add_func ("/Attune/Services/litellm/service", test_litellm);
  g_test_add_func ("/Attune/Services/litellm/alone", test_litellm_alone);
  g_test_add_func ("/Attune/Services/own", test_own);

  return g_test_run ();
}
