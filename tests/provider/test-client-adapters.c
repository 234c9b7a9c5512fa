/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The services that have a shape of their own, each played from its documents. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test-service.h"

static void
append_text (const AttuneChatDelta *delta,
             gpointer               user_data)
{
  g_string_append (user_data, delta->text);
}

#define STREAM "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: [DONE]\n\n"

/* Asks a model for an answer; returns what was sent. */
static JsonObject *
chat (Service    *service,
      const char *target)
{
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneChatEnd) end = NULL;

  attune_chat_request_add_turn (request, "user", "Hello");
  attune_chat_parameters_set_int (attune_chat_request_get_parameters (request), "seed", 7);
  peer_answer_as (service->peer, 200, "text/event-stream", STREAM);
  end = service_run (attune_client_chat (service->client, request, append_text, text, NULL));
  g_assert_cmpstr (text->str, ==, "Hi");

  return request_parse (service_expect (service, "POST", target));
}

static void
test_together_create (void)
{
  static const char * const settings[][2] = {
    { "n_epochs", "2" }, { "batch_size", "8" }, { "learning_rate", "2e-5" },
    { "lr_scheduler", "cosine" }, { "warmup_ratio", "0.1" }, { "packing", "false" },
    { "n_evals", "4" }, { "lora_rank", "16" }, { "lora_alpha", "32" },
    { "train_on_inputs", "true" },
  };
  g_autoptr(Service) service = service_new ("together", "/v1");
  const char *model = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference";
  g_autoptr(AttuneJobRequest) request = service_new_request (model);
  g_autoptr(AttuneJobRequest) preferences = service_new_request (model);
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(AttuneJobInfo) dpo = NULL;

  attune_job_request_set_suffix (request, "lighthouse");
  attune_job_request_set_seed (request, 7);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    service_set (request, profile, settings[i][0], settings[i][1]);

  service_answer (service, "price");
  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", "/v1/fine-tunes/estimate-price");
  service_expect_body (service, "price-body");
  service_expect (service, "POST", "/v1/fine-tunes");
  service_expect_body (service, "create-body");
  g_assert_cmpint (job->created_at, ==, 1776852000);
  g_assert_cmpint (job->trained_tokens, ==, 123456);
  g_assert_cmpint (job->n_epochs, ==, 2);
  g_assert_cmpint (job->seed, ==, 7);

  /* The name is promised from the start; there is no model before the end. */
  g_assert_null (job->fine_tuned_model);

  attune_job_request_set_method (preferences, "dpo");
  attune_job_request_set_beta (preferences, 0.2);
  service_set (preferences, profile, "training_type", "Full");
  service_refuse (service, 500, "no-metrics");
  service_refuse (service, 500, "no-metrics");
  service_refuse (service, 500, "no-metrics");
  service_answer (service, "job");
  dpo = service_run (attune_client_create_job (service->client, preferences));
  service->n_seen += 3;
  service_expect (service, "POST", "/v1/fine-tunes");
  service_expect_body (service, "create-dpo-body");

  service_refuse (service, 400, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "was not processed yet");
}

/* Nothing is created before its price is known to be below the limit, where there is one. */
static void
test_together_price (void)
{
  static const struct
  {
    const char *answer;
    guint       status;
    double      limit;
    AttuneError code;
    const char *words;
  } cases[] = {
    { "price-refused", 200, 0, ATTUNE_ERROR_QUOTA, "Add credit" },
    { "price", 200, 4.20, ATTUNE_ERROR_DATA, "$4.21, and your limit is $4.20" },
    { "price-unsaid", 200, 4.20, ATTUNE_ERROR_DATA, "cannot be kept" },
    { "no-metrics", 404, 4.20, ATTUNE_ERROR_NOT_FOUND, "" },
  };
  g_autoptr(Service) service = service_new ("together", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("Qwen/Qwen3-8B");
  g_autoptr(AttuneJobInfo) job = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      attune_job_request_set_spending_limit (request, cases[i].limit);
      service_refuse (service, cases[i].status, cases[i].answer);
      service_run_refused (attune_client_create_job (service->client, request),
                           cases[i].code, cases[i].words);
      service_expect (service, "POST", "/v1/fine-tunes/estimate-price");
      g_assert_cmpuint (peer_count (service->peer), ==, i + 1);
    }

  /* One that was tuned before has another place, in both. */
  attune_job_request_set_continues (request, TRUE);
  attune_job_request_set_spending_limit (request, 4.21);
  service_answer (service, "price");
  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", "/v1/fine-tunes/estimate-price");
  service_expect_body (service, "price-further-body");
  service_expect (service, "POST", "/v1/fine-tunes");
  service_expect_body (service, "create-further-body");
}

static double
ask_price (Service          *service,
           AttuneJobRequest *request)
{
  g_autoptr(DexFuture) future = attune_client_ask_price (service->client, request);
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);

  g_assert_no_error (error);

  return g_value_get_double (value);
}

/* Asked for its own sake, it starts nothing. */
static void
test_together_ask (void)
{
  g_autoptr(Service) service = service_new ("together", "/v1");
  g_autoptr(Service) other = service_new ("openai", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("Qwen/Qwen3-8B");

  attune_job_request_set_spending_limit (request, 1);
  service_answer (service, "price");
  g_assert_cmpfloat (ask_price (service, request), ==, 4.206);
  service_expect (service, "POST", "/v1/fine-tunes/estimate-price");
  service_answer (service, "price-unsaid");
  g_assert_cmpfloat (ask_price (service, request), ==, -1);
  service_answer (service, "price-refused");
  service_run_refused (attune_client_ask_price (service->client, request),
                       ATTUNE_ERROR_QUOTA, "Add credit");
  service_refuse (service, 404, "no-metrics");
  service_run_refused (attune_client_ask_price (service->client, request),
                       ATTUNE_ERROR_NOT_FOUND, "");
  g_assert_cmpuint (peer_count (service->peer), ==, 4);

  service_run_refused (attune_client_ask_price (other->client, request),
                       ATTUNE_ERROR_REQUEST, "own pages");
  g_assert_cmpuint (peer_count (other->peer), ==, 0);
}

/* What can be talked to and what can be trained are two lists. */
static void
test_together_models (void)
{
  static const struct { const char *id; AttuneWireAnswer can_chat, can_tune; } expected[] = {
    { "meta-llama/Llama-3.3-70B-Instruct-Turbo", ATTUNE_WIRE_YES, ATTUNE_WIRE_NO },
    { "black-forest-labs/FLUX.1-schnell", ATTUNE_WIRE_NO, ATTUNE_WIRE_NO },
    { "Qwen/Qwen3-8B", ATTUNE_WIRE_YES, ATTUNE_WIRE_YES },
    { "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference", ATTUNE_WIRE_NO, ATTUNE_WIRE_YES },
  };
  g_autoptr(Service) service = service_new ("together", "/v1");
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GPtrArray) without = NULL;

  service_answer (service, "models");
  service_answer (service, "supported");
  models = service_run (attune_client_list_models (service->client));
  service_expect (service, "GET", "/v1/models");
  service_expect (service, "GET", "/v1/fine-tunes/models/supported");
  g_assert_cmpuint (models->len, ==, G_N_ELEMENTS (expected));

  for (guint i = 0; i < models->len; i++)
    {
      const AttuneModelInfo *model = models->pdata[i];

      g_assert_cmpstr (model->id, ==, expected[i].id);
      g_assert_cmpint (model->can_chat, ==, expected[i].can_chat);
      g_assert_cmpint (model->can_tune, ==, expected[i].can_tune);
    }

  service_answer (service, "models");
  service_refuse (service, 404, "no-metrics");
  without = service_run (attune_client_list_models (service->client));
  g_assert_cmpuint (without->len, ==, 3);
  g_assert_cmpint (((AttuneModelInfo *)without->pdata[0])->can_tune, ==, ATTUNE_WIRE_UNSAID);
}

static void
test_together_files (void)
{
  g_autoptr(Service) service = service_new ("together", "/v1");
  g_autofree char *path = service_make_file ();
  g_autoptr(AttuneFileInfo) file = NULL;
  g_autoptr(GPtrArray) files = NULL;

  service_answer (service, "upload");
  file = service_run (attune_client_upload_file (service->client, path, "training.jsonl",
                                                 NULL, NULL, NULL));
  service_expect (service, "POST", "/v1/files/upload");
  service_expect_form (service,
                       "name=\"purpose\"\r\n\r\nfine-tune\r\n",
                       "name=\"file_name\"\r\n\r\ntraining.jsonl\r\n",
                       "name=\"file_type\"\r\n\r\njsonl\r\n",
                       "name=\"file\"; filename=\"training.jsonl\"\r\n", NULL);
  g_assert_cmpstr (file->id, ==, "file-29f34a5f");

  service_answer (service, "files");
  files = service_run (attune_client_list_files (service->client));
  service_expect (service, "GET", "/v1/files");
  g_assert_cmpuint (files->len, ==, 1);
  g_unlink (path);
}

static void
test_together_jobs (void)
{
  static const ServiceStatus statuses[] = {
    { "pending", ATTUNE_JOB_STATUS_QUEUED },
    { "queued", ATTUNE_JOB_STATUS_QUEUED },
    { "running", ATTUNE_JOB_STATUS_RUNNING },
    { "compressing", ATTUNE_JOB_STATUS_RUNNING },
    { "uploading", ATTUNE_JOB_STATUS_RUNNING },
    { "cancel_requested", ATTUNE_JOB_STATUS_CANCELLING },
    { "cancelled", ATTUNE_JOB_STATUS_CANCELLED },
    { "error", ATTUNE_JOB_STATUS_FAILED },
    { "completed", ATTUNE_JOB_STATUS_SUCCEEDED },
  };
  g_autoptr(Service) service = service_new ("together", "/v1");
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(AttuneJobInfo) cancelled = NULL;
  g_autoptr(AttuneJobInfo) completed = NULL;
  AttuneJobInfo *job;

  /* No metadata there: the mark is in the name of the model. */
  service_answer (service, "jobs");
  found = service_run (attune_client_list_jobs (service->client, "n-1"));
  service_expect (service, "GET", "/v1/fine-tunes");
  g_assert_cmpuint (found->len, ==, 1);
  job = found->pdata[0];
  g_assert_cmpstr (job->id, ==, "ft-d1522ffb-8f3e");
  g_assert_cmpstr (job->nonce, ==, "n-1");

  service_expect_statuses (service, "status", statuses, G_N_ELEMENTS (statuses));

  service_answer (service, "completed");
  completed = service_run (attune_client_get_job (service->client, "ft/1"));
  service_expect (service, "GET", "/v1/fine-tunes/ft%2F1");
  g_assert_true (g_str_has_prefix (completed->fine_tuned_model, "acme/Meta-Llama"));
  g_assert_cmpint (completed->finished_at, ==, 1776852300);

  service_answer (service, "job");
  cancelled = service_run (attune_client_cancel_job (service->client, "ft-1"));
  service_expect (service, "POST", "/v1/fine-tunes/ft-1/cancel");
  service_run_refused (attune_client_pause_job (service->client, "ft-1"),
                       ATTUNE_ERROR_REQUEST, "Together");
}

static void
test_together_events (void)
{
  g_autoptr(Service) service = service_new ("together", "/v1");
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  AttuneCheckpointInfo *checkpoint;
  AttuneEventInfo *event;
  guint n_measures = 0;

  service_answer (service, "events");
  service_answer (service, "metrics");
  events = service_run (attune_client_list_events (service->client, "ft-1", NULL));
  service_expect (service, "GET", "/v1/fine-tunes/ft-1/events");
  service_expect (service, "GET", "/v1/fine-tunes/ft-1/metrics");
  g_assert_cmpuint (events->len, ==, 6);

  for (guint i = 0; i < events->len; i++)
    {
      event = events->pdata[i];

      if (!event->has_measures)
        continue;

      n_measures++;
      g_assert_cmpint (event->total_steps, ==, 40);
      g_assert_cmpint (event->measures.step, ==, n_measures == 1 ? 10 : 20);
    }

  g_assert_cmpuint (n_measures, ==, 3);
  event = events->pdata[5];
  g_assert_cmpstr (event->message, ==, "Price limit is near");
  g_assert_cmpstr (event->level, ==, "warn");

  /* What has no name there has the same one at every call, and a job may have no measures yet. */
  service_answer (service, "events");
  service_refuse (service, 404, "no-metrics");
  again = service_run (attune_client_list_events (service->client, "ft-1", event->id));
  service->n_seen += 2;
  g_assert_cmpuint (again->len, ==, 3);
  g_assert_cmpstr (((AttuneEventInfo *)again->pdata[2])->id, ==, event->id);
  g_assert_cmpstr (((AttuneEventInfo *)again->pdata[1])->id, !=, event->id);

  service_answer (service, "checkpoints");
  checkpoints = service_run (attune_client_list_checkpoints (service->client, "ft-1"));
  service_expect (service, "GET", "/v1/fine-tunes/ft-1/checkpoints");
  checkpoint = checkpoints->pdata[0];
  g_assert_cmpint (checkpoint->measures.step, ==, 20);
  g_assert_cmpstr (checkpoint->id, ==, "s3://bucket/ft-d1522ffb-8f3e/step-20");
}

static void
test_together_weights (void)
{
  g_autoptr(Service) service = service_new ("together", "/v1");
  g_autofree char *path = service_make_file ();
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  peer_answer_as (service->peer, 200, "application/octet-stream", "weights");
  service_run (attune_client_download_weights (service->client, "ft-1", path, NULL, NULL, NULL));
  service_expect (service, "GET", "/v1/finetune/download?ft_id=ft-1&checkpoint=merged");
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "weights");
  g_unlink (path);
}

static void
test_mistral_create (void)
{
  g_autoptr(Service) service = service_new ("mistral", "/v1");
  g_autoptr(AttuneJobRequest) request = service_new_request ("open-mistral-7b");
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneJobInfo) job = NULL;

  attune_job_request_set_suffix (request, "light");
  attune_job_request_set_n_epochs (request, 3);
  service_set (request, profile, "learning_rate", "0.0002");
  service_set (request, profile, "weight_decay", "0.1");
  service_set (request, profile, "warmup_ratio", "0.05");
  service_set (request, profile, "context_length", "8192");
  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", "/v1/fine_tuning/jobs");
  service_expect_body (service, "create-body");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_RUNNING);
  g_assert_cmpstr (job->training_file, ==, "file-1");
  g_assert_cmpstr (job->validation_file, ==, "file-2");
  g_assert_cmpint (job->n_epochs, ==, 3);

  service_refuse (service, 422, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "epochs: Input should be greater than 0");
}

static void
test_mistral_jobs (void)
{
  static const ServiceStatus statuses[] = {
    { "QUEUED", ATTUNE_JOB_STATUS_QUEUED },
    { "STARTED", ATTUNE_JOB_STATUS_RUNNING },
    { "VALIDATING", ATTUNE_JOB_STATUS_VALIDATING },
    { "VALIDATED", ATTUNE_JOB_STATUS_QUEUED },
    { "RUNNING", ATTUNE_JOB_STATUS_RUNNING },
    { "FAILED_VALIDATION", ATTUNE_JOB_STATUS_FAILED },
    { "FAILED", ATTUNE_JOB_STATUS_FAILED },
    { "SUCCESS", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "CANCELLED", ATTUNE_JOB_STATUS_CANCELLED },
    { "CANCELLATION_REQUESTED", ATTUNE_JOB_STATUS_CANCELLING },
  };
  g_autoptr(Service) service = service_new ("mistral", "/v1");
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(AttuneJobInfo) validated = NULL;
  g_autoptr(AttuneJobInfo) started = NULL;
  g_autoptr(AttuneJobInfo) succeeded = NULL;

  service_answer (service, "jobs");
  found = service_run (attune_client_list_jobs (service->client, "n-1"));
  service_expect (service, "GET", "/v1/fine_tuning/jobs?page=0&page_size=100");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (peer_count (service->peer), ==, 1);

  service_expect_statuses (service, "status", statuses, G_N_ELEMENTS (statuses));

  service_answer (service, "validated");
  validated = service_run (attune_client_get_job (service->client, "j"));
  g_assert_true (validated->needs_start);
  service->n_seen++;
  service_answer (service, "job");
  started = service_run (attune_client_start_job (service->client, "j"));
  service_expect (service, "POST", "/v1/fine_tuning/jobs/j/start");
  g_assert_false (started->needs_start);

  service_answer (service, "succeeded");
  succeeded = service_run (attune_client_get_job (service->client, "j"));
  g_assert_cmpstr (succeeded->fine_tuned_model, ==, "ft:open-mistral-7b:acme:20260529:24ba5f1e");
  g_assert_cmpint (succeeded->trained_tokens, ==, 1000);
}

/* A list goes on by the number of the page until one is not full. */
static void
test_mistral_pages (void)
{
  g_autoptr(Service) service = service_new ("mistral", "/v1");
  g_autoptr(GString) page = g_string_new ("{\"data\":[");
  g_autoptr(GPtrArray) jobs = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (page, "%s{\"id\":\"j%u\",\"status\":\"SUCCESS\"}", i > 0 ? "," : "", i);

  g_string_append (page, "],\"total\":102}");
  peer_answer (service->peer, 200, page->str);
  service_answer (service, "jobs");
  jobs = service_run (attune_client_list_jobs (service->client, NULL));
  service_expect (service, "GET", "/v1/fine_tuning/jobs?page=0&page_size=100");
  service_expect (service, "GET", "/v1/fine_tuning/jobs?page=1&page_size=100");
  g_assert_cmpuint (jobs->len, ==, 102);
}

/* Events and checkpoints are inside the job. */
static void
test_mistral_events (void)
{
  g_autoptr(Service) service = service_new ("mistral", "/v1");
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) failed = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  AttuneEventInfo *event;

  service_answer (service, "job");
  events = service_run (attune_client_list_events (service->client, "j", NULL));
  service_expect (service, "GET", "/v1/fine_tuning/jobs/j");
  g_assert_cmpuint (events->len, ==, 4);
  event = events->pdata[0];
  g_assert_cmpstr (event->message, ==, "status-updated: QUEUED");
  event = events->pdata[2];
  g_assert_cmpint (event->measures.step, ==, 10);
  g_assert_cmpfloat (event->measures.train_loss, ==, 1.1);
  g_assert_true (isnan (event->measures.valid_loss));
  event = events->pdata[3];
  g_assert_cmpint (event->measures.step, ==, 20);
  g_assert_cmpfloat (event->measures.valid_accuracy, ==, 1.7);

  checkpoints = service_run (attune_client_list_checkpoints (service->client, "j"));
  g_assert_cmpuint (checkpoints->len, ==, 2);

  service_answer (service, "failed");
  failed = service_run (attune_client_list_events (service->client, "j", NULL));
  event = failed->pdata[0];
  g_assert_cmpstr (event->message, ==, "status-updated: Line 3 is not valid");
  g_assert_cmpstr (event->level, ==, "error");
}

static void
test_mistral_chat (void)
{
  g_autoptr(Service) service = service_new ("mistral", "/v1");
  g_autoptr(JsonObject) body = chat (service, "/v1/chat/completions");

  g_assert_cmpint (attune_json_get_int (body, "random_seed", 0), ==, 7);
  g_assert_false (json_object_has_member (body, "seed"));
  g_assert_false (json_object_has_member (body, "stream_options"));
}

static void
test_fireworks_files (void)
{
  g_autoptr(Service) service = service_new ("fireworks", "/v1/accounts/acme");
  g_autofree char *path = service_make_file ();
  g_autoptr(AttuneFileInfo) uploaded = NULL;
  g_autoptr(AttuneFileInfo) file = NULL;
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(JsonObject) body = NULL;

  service_answer (service, "dataset");
  service_answer (service, "filled");
  uploaded = service_run (attune_client_upload_file (service->client, path, "Lights 1.jsonl",
                                                     NULL, NULL, NULL));
  body = request_parse (service_expect (service, "POST", "/v1/accounts/acme/datasets"));
  g_assert_true (g_regex_match_simple ("^d-lights-1-jsonl-[0-9a-f]{8}$",
                                       attune_json_get_string (body, "datasetId", ""), 0, 0));
  g_assert_nonnull (attune_json_get_object (attune_json_get_object (body, "dataset"),
                                            "userUploaded"));
  service_expect (service, "POST", "/v1/accounts/acme/datasets/d-1:upload");
  service_expect_form (service, "name=\"file\"; filename=\"Lights 1.jsonl\"\r\n", NULL);
  g_assert_null (strstr (g_bytes_get_data (peer_get (service->peer, 1)->body, NULL), "purpose"));
  g_assert_cmpstr (uploaded->id, ==, "accounts/acme/datasets/d-1");

  service_answer (service, "file");
  file = service_run (attune_client_get_file (service->client, uploaded->id));
  service_expect (service, "GET", "/v1/accounts/acme/datasets/d-1");
  g_assert_cmpstr (file->status, ==, "READY");
  g_assert_cmpstr (file->filename, ==, "training.jsonl");

  service_answer (service, "files");
  files = service_run (attune_client_list_files (service->client));
  service_expect (service, "GET", "/v1/accounts/acme/datasets?pageSize=100");
  g_assert_cmpuint (files->len, ==, 1);

  service_answer (service, "models");
  models = service_run (attune_client_list_models (service->client));
  service_expect (service, "GET", "/v1/accounts/acme/models?pageSize=100");
  g_assert_cmpstr (((AttuneModelInfo *)models->pdata[0])->id, ==, "accounts/acme/models/sj1");
  g_unlink (path);
}

/* A dataset whose answer is lost may be there: there are not two of it. */
static void
test_fireworks_lost (void)
{
  g_autoptr(Service) service = service_new ("fireworks", "/v1/accounts/acme");
  g_autofree char *path = service_make_file ();
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  peer_answer_reset (service->peer, "");
  future = attune_client_upload_file (service->client, path, "Lights 1.jsonl", NULL, NULL, NULL);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_cmpuint (peer_count (service->peer), ==, 1);
  g_unlink (path);
}

static void
test_fireworks_create (void)
{
  static const char * const settings[][2] = {
    { "n_epochs", "2" }, { "learning_rate", "0.0001" }, { "lora_rank", "8" },
    { "context_length", "4096" }, { "batch_size", "32768" }, { "early_stop", "true" },
    { "eval_auto_carveout", "false" },
  };
  g_autoptr(Service) service = service_new ("fireworks", "/v1/accounts/acme");
  g_autoptr(AttuneJobRequest) request = NULL;
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneJobInfo) job = NULL;

  request = service_new_request ("accounts/fireworks/models/llama-v3p1-8b-instruct");
  attune_job_request_set_training_file (request, "accounts/acme/datasets/d-1");
  attune_job_request_set_validation_file (request, "accounts/acme/datasets/d-2");
  attune_job_request_set_suffix (request, "lighthouse");

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    service_set (request, profile, settings[i][0], settings[i][1]);

  service_answer (service, "job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", "/v1/accounts/acme/supervisedFineTuningJobs");
  service_expect_body (service, "create-body");
  g_assert_cmpstr (job->id, ==, "accounts/acme/supervisedFineTuningJobs/sj1");
  g_assert_cmpint (job->created_at, ==, 1784628000);
  g_assert_cmpstr (job->training_file, ==, "accounts/acme/datasets/d-1");
  g_assert_null (job->fine_tuned_model);
  g_assert_null (job->error_message);

  service_refuse (service, 400, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "base model is not tunable");
}

static void
test_fireworks_jobs (void)
{
  static const ServiceStatus statuses[] = {
    { "JOB_STATE_CREATING", ATTUNE_JOB_STATUS_QUEUED },
    { "JOB_STATE_CREATING_INPUT_DATASET", ATTUNE_JOB_STATUS_VALIDATING },
    { "JOB_STATE_PENDING", ATTUNE_JOB_STATUS_QUEUED },
    { "JOB_STATE_VALIDATING", ATTUNE_JOB_STATUS_VALIDATING },
    { "JOB_STATE_RUNNING", ATTUNE_JOB_STATUS_RUNNING },
    { "JOB_STATE_RE_QUEUEING", ATTUNE_JOB_STATUS_QUEUED },
    { "JOB_STATE_WRITING_RESULTS", ATTUNE_JOB_STATUS_RUNNING },
    { "JOB_STATE_COMPLETED", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "JOB_STATE_EARLY_STOPPED", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "JOB_STATE_FAILED", ATTUNE_JOB_STATUS_FAILED },
    { "JOB_STATE_CANCELLING", ATTUNE_JOB_STATUS_CANCELLING },
    { "JOB_STATE_CANCELLED", ATTUNE_JOB_STATUS_CANCELLED },
    { "JOB_STATE_PAUSED", ATTUNE_JOB_STATUS_PAUSED },
    { "JOB_STATE_EXPIRED", ATTUNE_JOB_STATUS_FAILED },
    { "JOB_STATE_UNSPECIFIED", ATTUNE_JOB_STATUS_UNKNOWN },
  };
  const char *id = "accounts/acme/supervisedFineTuningJobs/sj1";
  g_autoptr(Service) service = service_new ("fireworks", "/v1/accounts/acme");
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(AttuneJobInfo) cancelled = NULL;
  g_autoptr(AttuneJobInfo) completed = NULL;
  g_autoptr(AttuneJobInfo) failed = NULL;
  AttuneEventInfo *event;

  service_answer (service, "page-1");
  service_answer (service, "page-2");
  service_answer (service, "no-dpo-jobs");
  found = service_run (attune_client_list_jobs (service->client, "n-1"));
  service_expect (service, "GET", "/v1/accounts/acme/supervisedFineTuningJobs?pageSize=100");
  service_expect (service, "GET",
                  "/v1/accounts/acme/supervisedFineTuningJobs?pageSize=100&pageToken=t%2F2");
  service_expect (service, "GET", "/v1/accounts/acme/dpoJobs?pageSize=100");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((AttuneJobInfo *)found->pdata[0])->id, ==, id);

  service_expect_statuses (service, "state", statuses, G_N_ELEMENTS (statuses));

  service_answer (service, "job");
  events = service_run (attune_client_list_events (service->client, id, NULL));
  service_expect (service, "GET", "/v1/accounts/acme/supervisedFineTuningJobs/sj1");
  event = events->pdata[0];
  g_assert_cmpstr (event->id, ==, "progress:40");
  g_assert_nonnull (strstr (event->message, "40"));

  /* It answers an act with nothing, and is asked how things stand. */
  service_answer (service, "nothing");
  service_answer (service, "job");
  cancelled = service_run (attune_client_cancel_job (service->client, id));
  service_expect (service, "POST", "/v1/accounts/acme/supervisedFineTuningJobs/sj1:cancel");
  service_expect (service, "GET", "/v1/accounts/acme/supervisedFineTuningJobs/sj1");

  service_answer (service, "completed");
  completed = service_run (attune_client_get_job (service->client, id));
  g_assert_cmpstr (completed->fine_tuned_model, ==, "accounts/acme/models/sj1");
  g_assert_null (completed->error_message);
  service_answer (service, "failed");
  failed = service_run (attune_client_get_job (service->client, id));
  g_assert_cmpstr (failed->error_message, ==, "The dataset has no messages");
  service->n_seen += 2;

  json_object_unref (chat (service, "/inference/v1/chat/completions"));
}

static void
assert_loss (GPtrArray  *events,
             guint       i,
             const char *id,
             double      train_loss,
             double      valid_loss)
{
  AttuneEventInfo *event = events->pdata[i];

  g_assert_cmpstr (event->id, ==, id);
  g_assert_true (event->has_measures);
  g_assert_true (isnan (train_loss) ? isnan (event->measures.train_loss)
                                    : event->measures.train_loss == train_loss);
  g_assert_true (isnan (valid_loss) ? isnan (event->measures.valid_loss)
                                    : event->measures.valid_loss == valid_loss);
}

/* Training from preferences is a collection of its own, with its settings in other places. */
static void
test_fireworks_preferences (void)
{
  const char *id = "accounts/acme/dpoJobs/dj1";
  g_autoptr(Service) service = service_new ("fireworks", "/v1/accounts/acme");
  g_autoptr(AttuneJobRequest) request = NULL;
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(AttuneJobInfo) again = NULL;
  g_autoptr(AttuneJobInfo) cancelled = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(JsonNode) further = NULL;
  JsonObject *config;

  g_assert_true (attune_profile_can (profile, ATTUNE_ABILITY_DPO));
  request = service_new_request ("accounts/fireworks/models/llama-v3p1-8b-instruct");
  attune_job_request_set_training_file (request, "accounts/acme/datasets/d-1");
  attune_job_request_set_validation_file (request, "accounts/acme/datasets/d-2");
  attune_job_request_set_suffix (request, "lighthouse");
  attune_job_request_set_method (request, "dpo");
  service_set (request, profile, "n_epochs", "1");
  service_set (request, profile, "lora_rank", "8");
  service_set (request, profile, "beta", "0.1");
  service_answer (service, "dpo-job");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", "/v1/accounts/acme/dpoJobs");
  service_expect_body (service, "create-dpo-body");
  g_assert_cmpstr (job->id, ==, id);

  /* A model that was tuned before is named elsewhere. */
  attune_job_request_set_continues (request, TRUE);
  further = attune_client_build_job (service->client, request);
  config = attune_json_get_object (json_node_get_object (further), "trainingConfig");
  g_assert_false (json_object_has_member (config, "baseModel"));
  g_assert_cmpstr (attune_json_get_string (config, "warmStartFrom", NULL), ==,
                   "accounts/fireworks/models/llama-v3p1-8b-instruct");
  g_assert_cmpstr (job->model, ==, "accounts/fireworks/models/llama-v3p1-8b-instruct");
  g_assert_cmpint (job->n_epochs, ==, 1);

  service_answer (service, "dpo-job");
  again = service_run (attune_client_get_job (service->client, id));
  service_expect (service, "GET", "/v1/accounts/acme/dpoJobs/dj1");

  service_answer (service, "nothing");
  service_answer (service, "dpo-job");
  cancelled = service_run (attune_client_cancel_job (service->client, id));
  service_expect (service, "POST", "/v1/accounts/acme/dpoJobs/dj1:cancel");
  service_expect (service, "GET", "/v1/accounts/acme/dpoJobs/dj1");

  /* Newest first, from both. */
  service_answer (service, "page-2");
  service_answer (service, "dpo-page");
  found = service_run (attune_client_list_jobs (service->client, NULL));
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((AttuneJobInfo *)found->pdata[0])->id, ==, id);
}

/* The measures are in a file at another host, which is not told the key. */
static void
test_fireworks_metrics (void)
{
  static const char lines[] =
    "{\"step\":1,\"timestamp\":1784318345.9,\"data\":{\"train/loss\":2.5}}\n"
    "no JSON\n"
    "{\"step\":2,\"data\":{\"eval/loss\":1.75}}\n"
    "{\"step\":2,\"loss\":1.5}\n";
  const char *id = "accounts/acme/supervisedFineTuningJobs/sj1";
  g_autoptr(Service) service = service_new ("fireworks", "/v1/accounts/acme");
  g_autoptr(Peer) storage = peer_new ();
  g_autofree char *storage_url = peer_dup_base_url (storage);
  g_autofree char *job = NULL;
  g_autofree char *endpoint = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(GPtrArray) preferences = NULL;
  g_autoptr(GPtrArray) unsafe = NULL;

  peer_answer_as (storage, 200, "application/x-ndjson", lines);
  job = g_strdup_printf ("{\"name\":\"accounts/acme/supervisedFineTuningJobs/sj1\","
                         "\"state\":\"JOB_STATE_RUNNING\",\"jobProgress\":{\"percent\":40},"
                         "\"metricsFileSignedUrl\":\"%s/metrics.jsonl?signature=a%%2Fb\"}",
                         storage_url);
  peer_answer (service->peer, 200, job);
  events = service_run (attune_client_list_events (service->client, id, NULL));
  g_assert_cmpuint (events->len, ==, 4);
  assert_loss (events, 1, "measures:1", 2.5, NAN);
  assert_loss (events, 2, "measures:2:eval", NAN, 1.75);
  assert_loss (events, 3, "measures:2", 1.5, NAN);
  g_assert_cmpuint (peer_count (storage), ==, 1);
  g_assert_true (g_str_has_suffix (peer_get (storage, 0)->target, "/metrics.jsonl?signature=a%2Fb"));
  g_assert_null (peer_get (storage, 0)->key);

  /* It has not come further. */
  known = service_run (attune_client_list_events (service->client, id, NULL));
  g_assert_cmpuint (known->len, ==, 1);
  g_assert_cmpuint (peer_count (storage), ==, 1);

  /* Of training from preferences the place is asked for. */
  service_answer (service, "dpo-job");
  endpoint = g_strdup_printf ("{\"signedUrl\":\"%s/dpo.jsonl\"}", storage_url);
  peer_answer (service->peer, 200, endpoint);
  preferences = service_run (attune_client_list_events (service->client,
                                                        "accounts/acme/dpoJobs/dj1", NULL));
  g_assert_cmpstr (peer_get (service->peer, peer_count (service->peer) - 1)->target, ==,
                   "/v1/accounts/acme/dpoJobs/dj1:getMetricsFileEndpoint");
  g_assert_cmpuint (preferences->len, ==, 3);

  /* What everybody on the way could read is not fetched, and the job is followed all the same. */
  peer_answer (service->peer, 200,
               "{\"name\":\"sj2\",\"state\":\"JOB_STATE_RUNNING\","
               "\"metricsFileSignedUrl\":\"http://example.com/metrics.jsonl\"}");
  unsafe = service_run (attune_client_list_events (service->client, "sj2", NULL));
  g_assert_cmpuint (unsafe->len, ==, 0);
}

static void
test_localai_create (void)
{
  g_autoptr(Service) service = service_new ("localai", "/v1");
  g_autofree char *path = service_make_file ();
  g_autoptr(AttuneJobRequest) request = service_new_request ("Qwen/Qwen2.5-0.5B");
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autoptr(AttuneFileInfo) file = NULL;
  g_autoptr(AttuneFileInfo) known = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;

  service_answer (service, "upload");
  file = service_run (attune_client_upload_file (service->client, path, "training.jsonl",
                                                 NULL, NULL, NULL));
  service_expect (service, "POST", "/api/fine-tuning/datasets");
  service_expect_form (service, "name=\"file\"; filename=\"training.jsonl\"\r\n", NULL);
  g_assert_cmpstr (file->id, ==, "/data/training.jsonl");

  /* It cannot be asked about a file, so what it took is believed to be there. */
  known = service_run (attune_client_get_file (service->client, file->id));
  g_assert_cmpstr (known->id, ==, file->id);

  attune_job_request_set_training_file (request, file->id);
  attune_job_request_set_validation_file (request, NULL);
  attune_job_request_set_n_epochs (request, 2);
  attune_job_request_set_batch_size (request, 4);
  attune_job_request_set_seed (request, 7);
  service_set (request, profile, "learning_rate", "0.0002");
  service_set (request, profile, "lora_rank", "16");
  service_set (request, profile, "lora_alpha", "32");
  service_answer (service, "created");
  job = service_run (attune_client_create_job (service->client, request));
  service_expect (service, "POST", "/api/fine-tuning/jobs");
  service_expect_body (service, "create-body");
  g_assert_cmpstr (job->id, ==, "7f3c");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_QUEUED);
  g_assert_null (job->error_message);

  service_refuse (service, 400, "error");
  service_run_refused (attune_client_create_job (service->client, request),
                       ATTUNE_ERROR_REQUEST, "dataset_source is required");
  g_unlink (path);
}

static void
test_localai_jobs (void)
{
  static const ServiceStatus statuses[] = {
    { "queued", ATTUNE_JOB_STATUS_QUEUED },
    { "loading_model", ATTUNE_JOB_STATUS_VALIDATING },
    { "loading_dataset", ATTUNE_JOB_STATUS_VALIDATING },
    { "training", ATTUNE_JOB_STATUS_RUNNING },
    { "saving", ATTUNE_JOB_STATUS_RUNNING },
    { "completed", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "failed", ATTUNE_JOB_STATUS_FAILED },
    { "stopped", ATTUNE_JOB_STATUS_CANCELLED },
  };
  g_autoptr(Service) service = service_new ("localai", "");
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  g_autoptr(AttuneJobInfo) stopped = NULL;
  g_autoptr(AttuneJobInfo) failed = NULL;
  AttuneCheckpointInfo *checkpoint;

  service_answer (service, "jobs");
  found = service_run (attune_client_list_jobs (service->client, "n-1"));
  service_expect (service, "GET", "/api/fine-tuning/jobs");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (((AttuneJobInfo *)found->pdata[0])->n_epochs, ==, 2);
  g_assert_cmpstr (((AttuneJobInfo *)found->pdata[0])->training_file, ==, "/data/training.jsonl");

  service_expect_statuses (service, "status", statuses, G_N_ELEMENTS (statuses));

  service_answer (service, "stopped");
  service_answer (service, "job");
  stopped = service_run (attune_client_cancel_job (service->client, "7f3c"));
  service_expect (service, "POST", "/api/fine-tuning/jobs/7f3c/stop");
  service_expect (service, "GET", "/api/fine-tuning/jobs/7f3c");

  service_answer (service, "failed");
  failed = service_run (attune_client_get_job (service->client, "7f3c"));
  g_assert_cmpstr (failed->error_message, ==, "CUDA out of memory");

  service_answer (service, "checkpoints");
  checkpoints = service_run (attune_client_list_checkpoints (service->client, "7f3c"));
  checkpoint = checkpoints->pdata[1];
  g_assert_cmpint (checkpoint->measures.step, ==, 20);
  g_assert_cmpfloat (checkpoint->measures.train_loss, ==, 1.1);
}

static void
test_localai_progress (void)
{
  g_autoptr(Service) service = service_new ("localai", "");
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) silent = NULL;
  AttuneEventInfo *event;

  service_answer (service, "job");
  peer_answer_as (service->peer, 200, "text/event-stream",
                  "data: {\"job_id\":\"7f3c\",\"current_step\":0,\"total_steps\":40,\"loss\":0,"
                  "\"status\":\"loading_model\",\"message\":\"Loading model\"}\n\n"
                  "data: {\"job_id\":\"7f3c\",\"current_step\":10,\"total_steps\":40,\"loss\":1.5,"
                  "\"eval_loss\":0,\"status\":\"training\"}\n\n"
                  "data: no JSON\n\n"
                  "data: {\"job_id\":\"7f3c\",\"current_step\":10,\"total_steps\":40,\"loss\":0,"
                  "\"eval_loss\":1.6,\"status\":\"training\"}\n\n");
  events = service_run (attune_client_list_events (service->client, "7f3c", NULL));
  service_expect (service, "GET", "/api/fine-tuning/jobs/7f3c");
  service_expect (service, "GET", "/api/fine-tuning/jobs/7f3c/progress");
  g_assert_cmpuint (events->len, ==, 3);
  event = events->pdata[0];
  g_assert_cmpstr (event->message, ==, "Loading model");
  event = events->pdata[1];
  g_assert_cmpint (event->measures.step, ==, 10);
  g_assert_cmpint (event->total_steps, ==, 40);
  g_assert_cmpfloat (event->measures.train_loss, ==, 1.5);
  g_assert_true (isnan (event->measures.valid_loss));
  event = events->pdata[2];
  g_assert_cmpfloat_with_epsilon (event->measures.valid_loss, 1.6, 1e-9);

  /* Of what has ended nothing more is told. */
  service_answer (service, "completed");
  none = service_run (attune_client_list_events (service->client, "7f3c", event->id));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (peer_count (service->peer), ==, 3);

  service_answer (service, "job");
  service_refuse (service, 400, "error");
  service_run_refused (attune_client_list_events (service->client, "7f3c", NULL),
                       ATTUNE_ERROR_REQUEST, "dataset_source");

  /* Between two steps it says nothing at all, and that is no failure. */
  service_answer (service, "job");
  peer_answer_never (service->peer);
  silent = service_run (attune_client_list_events (service->client, "7f3c", NULL));
  g_assert_cmpuint (silent->len, ==, 0);
}

/* A stream of progress that goes on as long as a training runs. */
typedef struct
{
  SoupServerMessage *message;      /* who listens now */
  guint              n_listeners;  /* in all */
  guint              n_gone;
} Progress;

static void
listener_gone_cb (SoupServerMessage *message,
                  Progress          *progress)
{
  progress->n_gone++;
  g_clear_object (&progress->message);
}

static void
progress_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  Progress *progress = user_data;

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  g_signal_connect (message, "disconnected", G_CALLBACK (listener_gone_cb), progress);
  g_set_object (&progress->message, message);
  progress->n_listeners++;
}

static void
say_step (Progress *progress,
          guint     step)
{
  g_autofree char *text = g_strdup_printf ("data: {\"current_step\":%u,\"total_steps\":40,"
                                           "\"loss\":1.5,\"status\":\"training\"}\n\n", step);

  while (progress->message == NULL)
    g_main_context_iteration (NULL, TRUE);

  soup_message_body_append (soup_server_message_get_response_body (progress->message),
                            SOUP_MEMORY_COPY, text, strlen (text));
  soup_server_message_unpause (progress->message);
}

/* The steps of the events, such as "1 2 ". */
static char *
describe_steps (GPtrArray *events)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    g_string_append_printf (text, "%d ",
                            (int)((AttuneEventInfo *)events->pdata[i])->measures.step);

  return g_string_free_and_steal (text);
}

/* What events there are after one that is known; asked for until there are some. */
static char *
look (Service    *service,
      const char *known)
{
  for (;;)
    {
      g_autoptr(GPtrArray) events = NULL;

      events = service_run (attune_client_list_events (service->client, "7f3c", known));

      if (events->len > 0)
        return describe_steps (events);
    }
}

/* Between two looks nothing is missed: one listens all the time. */
static void
test_localai_listening (void)
{
  g_autoptr(Service) service = service_new ("localai", "");
  g_autoptr(DexFuture) first = NULL;
  g_autoptr(GPtrArray) rest = NULL;
  g_autofree char *second = NULL;
  g_autofree char *again = NULL;
  g_autofree char *last = NULL;
  g_autoptr(GError) error = NULL;
  Progress progress = { 0 };
  const GValue *value;

  soup_server_add_handler (peer_get_server (service->peer), "/api/fine-tuning/jobs/7f3c/progress",
                           progress_cb, &progress, NULL);
  service_answer (service, "job");
  first = attune_client_list_events (service->client, "7f3c", NULL);
  say_step (&progress, 1);
  value = attune_test_wait (first, &error);
  g_assert_no_error (error);
  second = describe_steps (g_value_get_boxed (value));
  g_assert_cmpstr (second, ==, "1 ");
  g_clear_pointer (&second, g_free);

  say_step (&progress, 2);
  say_step (&progress, 3);
  second = look (service, "measures:1");
  g_assert_true (g_str_has_prefix ("2 3 ", second));

  /* What may not have been kept is told again. */
  say_step (&progress, 4);

  do
    {
      g_free (again);
      again = look (service, "measures:1");
    }
  while (!g_str_has_suffix (again, "4 "));

  g_assert_cmpstr (again, ==, "2 3 4 ");
  g_assert_cmpuint (progress.n_listeners, ==, 1);

  /* The last words of one that has ended count as well. */
  say_step (&progress, 5);
  soup_message_body_complete (soup_server_message_get_response_body (progress.message));
  soup_server_message_unpause (progress.message);
  service_answer (service, "completed");
  last = look (service, "measures:4");
  g_assert_cmpstr (last, ==, "5 ");
  rest = service_run (attune_client_list_events (service->client, "7f3c", "measures:5"));
  g_assert_cmpuint (rest->len, ==, 0);
  g_assert_cmpuint (progress.n_listeners, ==, 1);
  g_clear_object (&progress.message);
}

/* Who needs the account no longer listens no longer. */
/* What nobody has listened to while it ran is kept for whoever listens afterwards. */
static void
test_localai_caught_up (void)
{
  g_autoptr(Service) service = service_new ("localai", "");
  g_autoptr(GPtrArray) none = NULL;
  g_autofree char *all = NULL;

  service_answer (service, "completed");
  peer_answer_as (service->peer, 200, "text/event-stream",
                  "data: {\"current_step\":1,\"total_steps\":2,\"loss\":1.5}\n\n"
                  "data: {\"current_step\":2,\"total_steps\":2,\"loss\":1.4}\n\n"
                  "data: {\"current_step\":2,\"status\":\"completed\",\"message\":\"Done\"}\n\n");
  all = look (service, NULL);
  g_assert_true (g_str_has_prefix (all, "1 2 "));

  /* Once only. */
  service_answer (service, "completed");
  none = service_run (attune_client_list_events (service->client, "7f3c", "message:completed:Done"));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (peer_count (service->peer), ==, 3);
}

static void
test_localai_leaving (void)
{
  Service *service = service_new ("localai", "");
  g_autoptr(DexFuture) first = NULL;
  Progress progress = { 0 };

  soup_server_add_handler (peer_get_server (service->peer), "/api/fine-tuning/jobs/7f3c/progress",
                           progress_cb, &progress, NULL);
  service_answer (service, "job");
  first = attune_client_list_events (service->client, "7f3c", NULL);
  say_step (&progress, 1);
  attune_test_wait (first, NULL);
  g_assert_cmpuint (progress.n_gone, ==, 0);
  g_clear_object (&service->client);

  /* A server notices when it writes. */
  while (progress.n_gone == 0)
    {
      if (progress.message != NULL)
        say_step (&progress, 2);

      g_main_context_iteration (NULL, TRUE);
    }

  service_free (service);
}

static void
test_localai_deploy (void)
{
  g_autoptr(Service) service = service_new ("localai", "");
  g_autoptr(AttuneDeploymentInfo) exporting = NULL;
  g_autoptr(AttuneDeploymentInfo) waiting = NULL;
  g_autoptr(AttuneDeploymentInfo) ready = NULL;
  g_autoptr(AttuneDeploymentInfo) broken = NULL;

  service_answer (service, "checkpoints");
  service_refuse (service, 202, "exporting");
  exporting = service_run (attune_client_deploy_model (service->client, "7f3c", NULL,
                                                       "Qwen/Qwen2.5-0.5B", "lighthouse"));
  service_expect (service, "GET", "/api/fine-tuning/jobs/7f3c/checkpoints");
  service_expect (service, "POST", "/api/fine-tuning/jobs/7f3c/export");
  service_expect_body (service, "export-body");
  g_assert_cmpint (exporting->status, ==, ATTUNE_DEPLOYMENT_STATUS_PREPARING);
  g_assert_cmpstr (exporting->id, ==, "7f3c");

  service_answer (service, "exporting-job");
  waiting = service_run (attune_client_get_deployment (service->client, exporting->id));
  service_expect (service, "GET", "/api/fine-tuning/jobs/7f3c");
  g_assert_cmpint (waiting->status, ==, ATTUNE_DEPLOYMENT_STATUS_PREPARING);
  service_answer (service, "exported-job");
  ready = service_run (attune_client_get_deployment (service->client, exporting->id));
  g_assert_cmpint (ready->status, ==, ATTUNE_DEPLOYMENT_STATUS_READY);
  g_assert_cmpstr (ready->model, ==, "lighthouse");
  service_answer (service, "broken-job");
  broken = service_run (attune_client_get_deployment (service->client, exporting->id));
  g_assert_cmpint (broken->status, ==, ATTUNE_DEPLOYMENT_STATUS_FAILED);
  g_assert_cmpstr (broken->reason, ==, "No space left on the disk");
  service->n_seen += 2;

  json_object_unref (chat (service, "/v1/chat/completions"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Adapters/together/create", test_together_create);
  g_test_add_func ("/Attune/Adapters/together/price", test_together_price);
  g_test_add_func ("/Attune/Adapters/together/ask", test_together_ask);
  g_test_add_func ("/Attune/Adapters/together/models", test_together_models);
  g_test_add_func ("/Attune/Adapters/together/files", test_together_files);
  g_test_add_func ("/Attune/Adapters/together/jobs", test_together_jobs);
  g_test_add_func ("/Attune/Adapters/together/events", test_together_events);
  g_test_add_func ("/Attune/Adapters/together/weights", test_together_weights);
  g_test_add_func ("/Attune/Adapters/mistral/create", test_mistral_create);
  g_test_add_func ("/Attune/Adapters/mistral/jobs", test_mistral_jobs);
  g_test_add_func ("/Attune/Adapters/mistral/pages", test_mistral_pages);
  g_test_add_func ("/Attune/Adapters/mistral/events", test_mistral_events);
  g_test_add_func ("/Attune/Adapters/mistral/chat", test_mistral_chat);
  g_test_add_func ("/Attune/Adapters/fireworks/files", test_fireworks_files);
  g_test_add_func ("/Attune/Adapters/fireworks/lost", test_fireworks_lost);
  g_test_add_func ("/Attune/Adapters/fireworks/create", test_fireworks_create);
  g_test_add_func ("/Attune/Adapters/fireworks/jobs", test_fireworks_jobs);
  g_test_add_func ("/Attune/Adapters/fireworks/preferences", test_fireworks_preferences);
  g_test_add_func ("/Attune/Adapters/fireworks/metrics", test_fireworks_metrics);
  g_test_add_func ("/Attune/Adapters/localai/create", test_localai_create);
  g_test_add_func ("/Attune/Adapters/localai/jobs", test_localai_jobs);
  g_test_add_func ("/Attune/Adapters/localai/progress", test_localai_progress);
  g_test_add_func ("/Attune/Adapters/localai/listening", test_localai_listening);
  g_test_add_func ("/Attune/Adapters/localai/caught-up", test_localai_caught_up);
  g_test_add_func ("/Attune/Adapters/localai/leaving", test_localai_leaving);
  g_test_add_func ("/Attune/Adapters/localai/deploy", test_localai_deploy);

  return g_test_run ();
}
