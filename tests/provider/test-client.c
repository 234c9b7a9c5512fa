/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib/gstdio.h>

#include "attune-test-peer.h"

/* A job as OpenAI's reference shows it. */
#define JOB(id, status) \
  "{\"object\":\"fine_tuning.job\",\"id\":\"" id "\",\"model\":\"gpt-4.1-mini-2025-04-14\"," \
  "\"created_at\":1721764800,\"fine_tuned_model\":null,\"organization_id\":\"org-123\"," \
  "\"result_files\":[],\"status\":\"" status "\",\"validation_file\":null," \
  "\"training_file\":\"file-abc\",\"metadata\":{\"attune_job\":\"nonce-" id "\"}}"

static void
assert_request (Request    *request,
                const char *method,
                const char *target)
{
  g_assert_cmpstr (request->method, ==, method);
  g_assert_cmpstr (request->target, ==, target);
  g_assert_cmpstr (request->key, ==, "Bearer " TEST_KEY);
}

/* Waits for @future, which must succeed; returns what it holds, valid while @future is. */
static gpointer
expect_boxed (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);

  g_assert_no_error (error);

  return g_value_get_boxed (value);
}

static void
test_models (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  AttuneModelInfo *model;
  GPtrArray *models;

  peer_answer (peer, 200,
               "{\"object\":\"list\",\"data\":["
               "{\"id\":\"ft:gpt-4.1:acme::1\",\"object\":\"model\",\"created\":1686935002,"
               "\"owned_by\":\"acme\",\"shutdown_date\":\"2027-01-14\"},"
               "null, 7, {\"object\":\"model\"},"
               "{\"id\":\"meta/llama\"}]}");

  future = attune_client_list_models (client);
  models = expect_boxed (future);

  assert_request (peer_get (peer, 0), "GET", "/v1/models");
  g_assert_cmpstr (peer_get (peer, 0)->accept, ==, "application/json");
  g_assert_nonnull (strstr (peer_get (peer, 0)->encoding, "gzip"));
  g_assert_cmpuint (models->len, ==, 2);
  model = g_ptr_array_index (models, 0);
  g_assert_cmpstr (model->id, ==, "ft:gpt-4.1:acme::1");
  g_assert_cmpstr (model->owned_by, ==, "acme");
  g_assert_cmpstr (model->shutdown_date, ==, "2027-01-14");
  g_assert_cmpint (model->created_at, ==, 1686935002);
  model = g_ptr_array_index (models, 1);
  g_assert_cmpstr (model->id, ==, "meta/llama");
  g_assert_null (model->shutdown_date);
}

static void
test_lists_of_other_shapes (void)
{
  static const struct
  {
    const char *body;
    guint       length;
  } shapes[] = {
    { "[{\"id\":\"a\"},{\"id\":\"b\"}]", 2 },
    { "{\"data\":[]}", 0 },
    { "{\"object\":\"list\",\"data\":null}", 0 },
    { "{\"data\":[{\"id\":\"a\"},{\"id\":\"a\"},{\"id\":\"a\"}]}", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
      g_autoptr(DexFuture) future = NULL;
      GPtrArray *models;

      peer_answer (peer, 200, shapes[i].body);
      future = attune_client_list_models (client);
      models = expect_boxed (future);
      g_assert_cmpuint (models->len, ==, shapes[i].length);
    }
}

static void
test_create_job (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(DexFuture) future = NULL;
  AttuneJobInfo *job;

  peer_answer (peer, 200, JOB ("ftjob-1", "validating_files"));
  attune_job_request_set_model (request, "gpt-4.1-mini-2025-04-14");
  attune_job_request_set_training_file (request, "file-abc");
  attune_job_request_set_validation_file (request, "file-def");
  attune_job_request_set_suffix (request, "lighthouse");
  attune_job_request_set_nonce (request, "3f2c");
  attune_job_request_set_n_epochs (request, 3);
  attune_job_request_set_batch_size (request, 8);
  attune_job_request_set_learning_rate_multiplier (request, 0.5);
  attune_job_request_set_seed (request, 42);

  future = attune_client_create_job (client, request);
  job = expect_boxed (future);

  assert_request (peer_get (peer, 0), "POST", "/v1/fine_tuning/jobs");
  g_assert_cmpstr (peer_get (peer, 0)->type, ==, "application/json");
  body = request_parse (peer_get (peer, 0));
  assert_json_equal (body,
                     "{\"model\":\"gpt-4.1-mini-2025-04-14\",\"training_file\":\"file-abc\","
                     "\"validation_file\":\"file-def\",\"suffix\":\"lighthouse\",\"seed\":42,"
                     "\"method\":{\"type\":\"supervised\",\"supervised\":{\"hyperparameters\":"
                     "{\"n_epochs\":3,\"batch_size\":8,\"learning_rate_multiplier\":0.5}}},"
                     "\"metadata\":{\"attune_job\":\"3f2c\"}}");
  g_assert_cmpstr (job->id, ==, "ftjob-1");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_VALIDATING);
  g_assert_cmpstr (job->status_text, ==, "validating_files");
  g_assert_cmpstr (job->nonce, ==, "nonce-ftjob-1");
}

static void
test_get_and_cancel_job (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) get = NULL;
  g_autoptr(DexFuture) cancel = NULL;
  AttuneJobInfo *job;

  peer_answer (peer, 200, JOB ("ftjob-1", "running"));
  peer_answer (peer, 200, JOB ("ftjob-1", "cancelled"));

  get = attune_client_get_job (client, "ftjob-1");
  job = expect_boxed (get);
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_RUNNING);
  assert_request (peer_get (peer, 0), "GET", "/v1/fine_tuning/jobs/ftjob-1");

  cancel = attune_client_cancel_job (client, "ftjob-1");
  job = expect_boxed (cancel);
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_CANCELLED);
  assert_request (peer_get (peer, 1), "POST", "/v1/fine_tuning/jobs/ftjob-1/cancel");
  g_assert_cmpuint (g_bytes_get_size (peer_get (peer, 1)->body), ==, 0);
}

static void
test_list_jobs (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  GPtrArray *jobs;

  peer_answer (peer, 200, "{\"object\":\"list\",\"has_more\":true,\"data\":["
               JOB ("j4", "running") "," JOB ("j3", "failed") "]}");
  peer_answer (peer, 200, "{\"object\":\"list\",\"has_more\":true,\"data\":["
               JOB ("j3", "failed") "," JOB ("j/2", "queued") "]}");
  peer_answer (peer, 200, "{\"object\":\"list\",\"has_more\":false,\"data\":["
               JOB ("j1", "succeeded") "]}");

  future = attune_client_list_jobs (client, NULL);
  jobs = expect_boxed (future);

  g_assert_cmpuint (peer_count (peer), ==, 3);
  assert_request (peer_get (peer, 0), "GET", "/v1/fine_tuning/jobs?limit=100");
  assert_request (peer_get (peer, 1), "GET", "/v1/fine_tuning/jobs?limit=100&after=j3");
  assert_request (peer_get (peer, 2), "GET", "/v1/fine_tuning/jobs?limit=100&after=j%2F2");
  g_assert_cmpuint (jobs->len, ==, 4);
  g_assert_cmpstr (((AttuneJobInfo *)jobs->pdata[0])->id, ==, "j4");
  g_assert_cmpstr (((AttuneJobInfo *)jobs->pdata[3])->id, ==, "j1");
}

static void
test_find_job (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  GPtrArray *jobs;

  /* The provider does not know the filter. */
  peer_answer (peer, 200, "{\"data\":[" JOB ("j2", "running") "," JOB ("j1", "failed") "]}");

  future = attune_client_list_jobs (client, "nonce-j1");
  jobs = expect_boxed (future);

  assert_request (peer_get (peer, 0), "GET",
                  "/v1/fine_tuning/jobs?limit=100&metadata%5Battune_job%5D=nonce-j1");
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpstr (((AttuneJobInfo *)jobs->pdata[0])->id, ==, "j1");
}

static void
test_list_in_circles (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  GPtrArray *jobs;

  /* A server that does not know cursors sends this page for ever. */
  peer_answer (peer, 200, "{\"has_more\":true,\"data\":[" JOB ("j1", "running") "]}");

  future = attune_client_list_jobs (client, NULL);
  jobs = expect_boxed (future);
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpuint (peer_count (peer), ==, 2);
}

#define EVENT(id, text) \
  "{\"object\":\"fine_tuning.job.event\",\"id\":\"" id "\",\"created_at\":1721764800," \
  "\"level\":\"info\",\"message\":\"" text "\"}"

static void
test_events (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) all = NULL;
  g_autoptr(DexFuture) newer = NULL;
  g_autoptr(DexFuture) none = NULL;
  AttuneEventInfo *event;
  GPtrArray *events;

  peer_answer (peer, 200, "{\"has_more\":true,\"data\":["
               EVENT ("e5", "five") "," EVENT ("e4", "Step 2/4: training loss=1.50") "]}");
  peer_answer (peer, 200, "{\"has_more\":true,\"data\":["
               EVENT ("e4", "again") "," EVENT ("e3", "three") "]}");
  peer_answer (peer, 200, "{\"has_more\":false,\"data\":["
               EVENT ("e2", "two") "," EVENT ("e1", "one") "]}");
  peer_answer (peer, 200, "{\"has_more\":true,\"data\":["
               EVENT ("e7", "seven") "," EVENT ("e6", "six") "]}");
  peer_answer (peer, 200, "{\"has_more\":true,\"data\":["
               EVENT ("e5", "five") "," EVENT ("e4", "four") "]}");
  peer_answer (peer, 200, "{\"has_more\":true,\"data\":[" EVENT ("e7", "seven") "]}");

  all = attune_client_list_events (client, "ftjob-1", NULL);
  events = expect_boxed (all);
  g_assert_cmpuint (events->len, ==, 5);

  for (guint i = 0; i < events->len; i++)
    {
      g_autofree char *id = g_strdup_printf ("e%u", i + 1);

      g_assert_cmpstr (((AttuneEventInfo *)events->pdata[i])->id, ==, id);
    }

  event = g_ptr_array_index (events, 3);
  g_assert_true (event->has_measures);
  g_assert_cmpfloat (event->measures.train_loss, ==, 1.5);
  assert_request (peer_get (peer, 0), "GET", "/v1/fine_tuning/jobs/ftjob-1/events?limit=100");
  assert_request (peer_get (peer, 1), "GET",
                  "/v1/fine_tuning/jobs/ftjob-1/events?limit=100&after=e4");

  newer = attune_client_list_events (client, "ftjob-1", "e5");
  events = expect_boxed (newer);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpstr (((AttuneEventInfo *)events->pdata[0])->id, ==, "e6");
  g_assert_cmpstr (((AttuneEventInfo *)events->pdata[1])->id, ==, "e7");
  g_assert_cmpuint (peer_count (peer), ==, 5);

  none = attune_client_list_events (client, "ftjob-1", "e7");
  events = expect_boxed (none);
  g_assert_cmpuint (events->len, ==, 0);
  g_assert_cmpuint (peer_count (peer), ==, 6);
}

static void
test_events_leave_no_gap (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  /* The second page cannot be had: half a list must not pass for a whole one. */
  peer_answer (peer, 200, "{\"has_more\":true,\"data\":[" EVENT ("e9", "nine") "]}");
  peer_answer (peer, 400, "{\"error\":{\"message\":\"no\"}}");

  future = attune_client_list_events (client, "ftjob-1", "e1");
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
}

static void
test_checkpoints (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  AttuneCheckpointInfo *checkpoint;
  GPtrArray *checkpoints;

  peer_answer (peer, 200,
               "{\"object\":\"list\",\"has_more\":false,\"first_id\":\"c2\",\"last_id\":\"c2\","
               "\"data\":[{\"object\":\"fine_tuning.job.checkpoint\",\"id\":\"c2\","
               "\"created_at\":1721764867,\"fine_tuned_model_checkpoint\":\"ft:x:ckpt-step-96\","
               "\"fine_tuning_job_id\":\"j\",\"step_number\":96,\"metrics\":{\"step\":96,"
               "\"train_loss\":\"0.25\",\"full_valid_loss\":0.5}}]}");

  future = attune_client_list_checkpoints (client, "j");
  checkpoints = expect_boxed (future);

  assert_request (peer_get (peer, 0), "GET", "/v1/fine_tuning/jobs/j/checkpoints?limit=100");
  g_assert_cmpuint (checkpoints->len, ==, 1);
  checkpoint = g_ptr_array_index (checkpoints, 0);
  g_assert_cmpstr (checkpoint->model, ==, "ft:x:ckpt-step-96");
  g_assert_cmpint (checkpoint->measures.step, ==, 96);
  g_assert_cmpfloat (checkpoint->measures.train_loss, ==, 0.25);
  g_assert_cmpfloat (checkpoint->measures.full_valid_loss, ==, 0.5);
  g_assert_true (isnan (checkpoint->measures.valid_loss));
}

static void
test_delete (void)
{
  static const struct
  {
    const char *model;
    const char *target;
  } models[] = {
    { "ft:a:b", "/v1/models/ft%3Aa%3Ab" },
    { "meta/llama", "/v1/models/meta%2Fllama" },
    { "a b?c#d%20é", "/v1/models/a%20b%3Fc%23d%2520%C3%A9" },
  };
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) file = NULL;
  g_autoptr(DexFuture) refused = NULL;
  g_autoptr(GError) error = NULL;

  peer_answer (peer, 200, "{\"id\":\"x\",\"object\":\"model\",\"deleted\":true}");
  peer_answer (peer, 200, "{\"id\":\"x\",\"object\":\"model\"}");
  peer_answer (peer, 204, "");
  peer_answer (peer, 200, "{\"id\":\"file-1\",\"object\":\"file\",\"deleted\":true}");
  peer_answer (peer, 200, "{\"id\":\"file-1\",\"object\":\"file\",\"deleted\":false}");

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr(DexFuture) future = attune_client_delete_model (client, models[i].model);

      g_assert_nonnull (attune_test_wait (future, &error));
      g_assert_no_error (error);
      assert_request (peer_get (peer, i), "DELETE", models[i].target);
    }

  file = attune_client_delete_file (client, "file-1");
  g_assert_nonnull (attune_test_wait (file, &error));
  assert_request (peer_get (peer, 3), "DELETE", "/v1/files/file-1");

  refused = attune_client_delete_file (client, "file-1");
  g_assert_null (attune_test_wait (refused, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
}

static void
test_delete_that_was_done (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) again = NULL;
  g_autoptr(DexFuture) missing = NULL;
  g_autoptr(GError) error = NULL;

  /* The answer to the first is lost, and the second finds nothing: it is gone, as wanted. */
  peer_answer (peer, 500, "{}");
  peer_add_header (peer, "retry-after-ms", "1");
  peer_answer (peer, 404, "{\"error\":{\"message\":\"no such file\"}}");

  again = attune_client_delete_file (client, "file-1");
  g_assert_nonnull (attune_test_wait (again, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (peer_count (peer), ==, 2);

  missing = attune_client_delete_file (client, "file-1");
  g_assert_null (attune_test_wait (missing, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND);
}

typedef DexFuture *(*Act) (AttuneClient *client,
                           const char   *job_id);

/* Neither can be done twice. Where the answer to the first is lost, the second is refused, and how
 * the job stands is looked up; a first one that is refused is refused. */
static void
test_act_that_was_done (void)
{
  static const struct
  {
    Act             act;
    const char     *status;
    AttuneJobStatus expected;
  } acts[] = {
    { attune_client_cancel_job, "cancelled", ATTUNE_JOB_STATUS_CANCELLED },
    { attune_client_pause_job, "paused", ATTUNE_JOB_STATUS_PAUSED },
    { attune_client_resume_job, "running", ATTUNE_JOB_STATUS_RUNNING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
      g_autoptr(DexFuture) done = NULL;
      g_autoptr(DexFuture) refused = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *job = g_strdup_printf ("{\"id\":\"ftjob-1\",\"status\":\"%s\"}",
                                              acts[i].status);
      const AttuneJobInfo *info;

      peer_answer_reset (peer, "");
      peer_answer (peer, 400, "{\"error\":{\"message\":\"Not in this state\"}}");
      peer_answer (peer, 200, job);
      done = acts[i].act (client, "ftjob-1");
      info = g_value_get_boxed (attune_test_wait (done, &error));
      g_assert_no_error (error);
      g_assert_cmpint (info->status, ==, acts[i].expected);
      g_assert_cmpuint (peer_count (peer), ==, 3);
      g_assert_cmpstr (peer_get (peer, 2)->method, ==, "GET");

      peer_answer (peer, 400, "{\"error\":{\"message\":\"Not in this state\"}}");
      refused = acts[i].act (client, "ftjob-1");
      g_assert_null (attune_test_wait (refused, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
      g_assert_cmpuint (peer_count (peer), ==, 4);
    }
}

static void
test_unix_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "engine.sock", NULL);
  g_autoptr(Peer) peer = peer_new_unix (path);
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_LOCAL_ID);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(DexFuture) gone = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *models;

  g_assert_true (attune_profile_get_is_local (attune_client_get_profile (client)));
  peer_answer (peer, 200, "{\"data\":[{\"id\":\"attune-practice\"}]}");

  future = attune_client_list_models (client);
  models = expect_boxed (future);
  g_assert_cmpuint (models->len, ==, 1);
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/models");
  g_assert_null (peer_get (peer, 0)->key);

  g_clear_pointer (&peer, peer_free);
  g_unlink (path);
  attune_client_set_timeout (client, 20);
  gone = attune_client_list_models (client);
  g_assert_null (attune_test_wait (gone, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE);
  g_rmdir (folder);
}

static void
test_add_model (void)
{
  static const char expected[] = "{\"path\":\"/here/mine.gguf\"}";
  g_autofree char *folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "engine.sock", NULL);
  g_autoptr(Peer) peer = peer_new_unix (path);
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_LOCAL_ID);
  g_autoptr(AttuneClient) other = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(DexFuture) refused = NULL;
  g_autoptr(GError) error = NULL;
  AttuneModelInfo *info;

  peer_answer (peer, 200, "{\"id\":\"mine\",\"owned_by\":\"attune\",\"attune\":{\"chat\":true}}");
  future = attune_client_add_model (client, "/here/mine.gguf");
  info = expect_boxed (future);
  g_assert_cmpstr (peer_get (peer, 0)->method, ==, "POST");
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/models");
  g_assert_cmpmem (g_bytes_get_data (peer_get (peer, 0)->body, NULL),
                   g_bytes_get_size (peer_get (peer, 0)->body),
                   expected, strlen (expected));
  g_assert_cmpstr (info->id, ==, "mine");
  g_assert_cmpstr (info->details, ==, "{\"chat\":true}");

  /* No service takes one. */
  refused = attune_client_add_model (other, "/here/mine.gguf");
  g_assert_null (attune_test_wait (refused, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_no_key (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = peer_dup_base_url (peer);
  g_autoptr(AttuneClient) client = attune_client_new (profile, base_url, NULL, NULL);
  g_autoptr(DexFuture) future = NULL;
  GPtrArray *models;

  /* A server of one's own may want none. */
  peer_answer (peer, 200, "{\"data\":[]}");
  future = attune_client_list_models (client);
  models = expect_boxed (future);
  g_assert_cmpuint (models->len, ==, 0);
  g_assert_null (peer_get (peer, 0)->key);
}

static void
test_bad_settings (void)
{
  static const struct
  {
    const char  *base_url;
    const char  *key;
    AttuneError  code;
  } settings[] = {
    { "http://api.example.com/v1", "k-123456", ATTUNE_ERROR_DATA },
    { "not an address", "k-123456", ATTUNE_ERROR_DATA },
    { NULL, "k-123456", ATTUNE_ERROR_DATA },
    { "http://127.0.0.1:1/v1", "k-12\n3456", ATTUNE_ERROR_AUTH },
    { "http://127.0.0.1:1/v1", "ключ", ATTUNE_ERROR_AUTH },
  };
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr(AttuneClient) client = attune_client_new (profile, settings[i].base_url,
                                                          settings[i].key, NULL);
      g_autoptr(DexFuture) future = attune_client_list_models (client);
      g_autoptr(GError) error = NULL;

      g_assert_null (attune_test_wait (future, &error));
      g_assert_error (error, ATTUNE_ERROR, settings[i].code);
      g_assert_null (strstr (error->message, "123456"));
    }
}

static void
test_cancel (void)
{
  g_autoptr(Peer) peer = peer_new ();
  AttuneClient *client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  DexFuture *future;

  peer_answer_never (peer);

  /* A fiber is discarded by the futures that await it, so await it. */
  future = dex_future_first (attune_client_list_models (client), NULL);

  while (peer_count (peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  dex_clear (&future);

  /* A lost cancel hangs here. */
  while (peer_count_closed (peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_assert_finalize_object (client);
}

static void
test_cancel_while_waiting (void)
{
  g_autoptr(Peer) peer = peer_new ();
  AttuneClient *client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  DexFuture *future;

  /* Nobody waits a minute to try again for an answer that nobody wants. */
  peer_answer (peer, 503, "{}");
  peer_add_header (peer, "retry-after", "60");
  future = dex_future_first (attune_client_list_models (client), NULL);

  while (peer_count (peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);

  dex_clear (&future);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_assert_finalize_object (client);
}

static void
test_many_at_once (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  /* Chats that are not answered must not keep other requests waiting. */
  peer_answer_never (peer);

  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (futures, dex_future_first (attune_client_list_models (client), NULL));

  while (peer_count (peer) < 12)
    g_main_context_iteration (NULL, TRUE);
}

/* It is shown: what is no name leaves the last one. */
static void
assert_organization (AttuneClient *client,
                     Peer         *peer,
                     const char   *name)
{
  g_autoptr(DexFuture) future = NULL;

  peer_answer (peer, 200, "{\"data\":[]}");
  peer_add_header (peer, "openai-organization", name);
  future = attune_client_list_models (client);
  g_assert_nonnull (attune_test_wait (future, NULL));
  g_assert_cmpstr (attune_client_get_organization (client), ==, "lighthouse-keepers");
}

/* For whom a request is, where the profile knows how to say it; and for whom the answer was. */
static void
test_scope (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneClient) other = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *long_name = g_strnfill (101, 'x');
  g_autoptr(DexFuture) first = NULL;
  g_autoptr(DexFuture) second = NULL;

  peer_answer (peer, 200, "{\"data\":[]}");
  peer_add_header (peer, "openai-organization", "lighthouse-keepers");
  attune_client_set_scope (client, "org-abc", "proj_def");
  attune_client_set_scope (other, "org-abc", "proj_def");
  g_assert_null (attune_client_get_organization (client));

  first = attune_client_list_models (client);
  g_assert_nonnull (attune_test_wait (first, NULL));
  g_assert_cmpstr (peer_get (peer, 0)->organization, ==, "org-abc");
  g_assert_cmpstr (peer_get (peer, 0)->project, ==, "proj_def");
  g_assert_cmpstr (attune_client_get_organization (client), ==, "lighthouse-keepers");

  second = attune_client_list_models (other);
  g_assert_nonnull (attune_test_wait (second, NULL));
  g_assert_null (peer_get (peer, 1)->organization);
  g_assert_null (peer_get (peer, 1)->project);
  assert_organization (client, peer, "");
  assert_organization (client, peer, "W\303\244rter");
  assert_organization (client, peer, "l\333ft");
  assert_organization (client, peer, long_name);
}

/* Nothing that a person types becomes a header of its own. */
static void
test_scope_injection (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;

  peer_answer (peer, 200, "{\"data\":[]}");
  attune_client_set_scope (client, "org\r\nAuthorization: Bearer other", "two words");
  future = attune_client_list_models (client);
  g_assert_nonnull (attune_test_wait (future, NULL));
  g_assert_null (peer_get (peer, 0)->organization);
  g_assert_null (peer_get (peer, 0)->project);
  g_assert_cmpstr (peer_get (peer, 0)->key, ==, "Bearer " TEST_KEY);
}

/* One page, even where the service has more. */
static void
test_peek (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) jobs = NULL;
  g_autoptr(DexFuture) files = NULL;
  const GValue *value;

  peer_answer (peer, 200, "{\"data\":[{\"id\":\"one\",\"status\":\"running\"}],\"has_more\":true}");
  jobs = attune_client_peek_jobs (client);
  value = attune_test_wait (jobs, NULL);
  g_assert_nonnull (value);
  g_assert_cmpuint (((GPtrArray *)g_value_get_boxed (value))->len, ==, 1);

  files = attune_client_peek_files (client);
  value = attune_test_wait (files, NULL);
  g_assert_nonnull (value);
  g_assert_cmpuint (((GPtrArray *)g_value_get_boxed (value))->len, ==, 1);
  g_assert_cmpuint (peer_count (peer), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Client/models", test_models);
  g_test_add_func ("/Attune/Client/lists-of-other-shapes", test_lists_of_other_shapes);
  g_test_add_func ("/Attune/Client/create-job", test_create_job);
  g_test_add_func ("/Attune/Client/get-and-cancel-job", test_get_and_cancel_job);
  g_test_add_func ("/Attune/Client/list-jobs", test_list_jobs);
  g_test_add_func ("/Attune/Client/find-job", test_find_job);
  g_test_add_func ("/Attune/Client/list-in-circles", test_list_in_circles);
  g_test_add_func ("/Attune/Client/events", test_events);
  g_test_add_func ("/Attune/Client/events-leave-no-gap", test_events_leave_no_gap);
  g_test_add_func ("/Attune/Client/checkpoints", test_checkpoints);
  g_test_add_func ("/Attune/Client/delete", test_delete);
  g_test_add_func ("/Attune/Client/delete-that-was-done", test_delete_that_was_done);
  g_test_add_func ("/Attune/Client/act-that-was-done", test_act_that_was_done);
  g_test_add_func ("/Attune/Client/unix-socket", test_unix_socket);
  g_test_add_func ("/Attune/Client/add-model", test_add_model);
  g_test_add_func ("/Attune/Client/no-key", test_no_key);
  g_test_add_func ("/Attune/Client/bad-settings", test_bad_settings);
  g_test_add_func ("/Attune/Client/cancel", test_cancel);
  g_test_add_func ("/Attune/Client/cancel-while-waiting", test_cancel_while_waiting);
  g_test_add_func ("/Attune/Client/many-at-once", test_many_at_once);
  g_test_add_func ("/Attune/Client/scope", test_scope);
  g_test_add_func ("/Attune/Client/scope-injection", test_scope_injection);
  g_test_add_func ("/Attune/Client/peek", test_peek);

  return g_test_run ();
}
