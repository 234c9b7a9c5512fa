/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-jobs"

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test.h"
#include "engine-fixture.h"
#include "tiny-model.h"

#define LONG_SETTINGS ",\"hyperparameters\":{\"n_epochs\":50,\"batch_size\":1}"

static JsonObject *
get_job (EngineFixture *f,
         const char    *job)
{
  g_autofree char *path = g_strconcat ("/v1/fine_tuning/jobs/", job, NULL);

  return engine_call (f, "GET", path, NULL, 200);
}

static JsonArray *
list_checkpoints (EngineFixture *f,
                  const char    *job)
{
  g_autofree char *path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/checkpoints", job);
  g_autoptr(JsonObject) list = engine_call (f, "GET", path, NULL, 200);

  return json_array_ref (attune_json_get_array (list, "data"));
}

/* The data of the metrics events of a job, oldest first. */
static GPtrArray *
list_metrics (EngineFixture *f,
              const char    *job)
{
  g_autoptr(JsonArray) events = engine_list_events (f, job);
  GPtrArray *metrics = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);

  for (guint i = json_array_get_length (events); i > 0; i--)
    {
      JsonObject *event = json_array_get_object_element (events, i - 1);

      if (g_strcmp0 (attune_json_get_string (event, "type", NULL), "metrics") == 0)
        g_ptr_array_add (metrics, json_object_ref (attune_json_get_object (event, "data")));
    }

  return metrics;
}

static char *
read_content (EngineFixture *f,
              const char    *file)
{
  g_autofree char *uri = g_strdup_printf ("http://localhost/v1/files/%s/content", file);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GBytes) body = NULL;

  g_assert_cmpuint (engine_send (f, message, &body), ==, 200);

  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
assert_metrics (EngineFixture *f,
                const char    *job,
                gint64         total_steps)
{
  g_autoptr(GPtrArray) metrics = list_metrics (f, job);

  g_assert_cmpuint (metrics->len, ==, total_steps);

  for (guint i = 0; i < metrics->len; i++)
    {
      JsonObject *data = g_ptr_array_index (metrics, i);

      g_assert_cmpint (attune_json_get_int (data, "step", 0), ==, i + 1);
      g_assert_cmpint (attune_json_get_int (data, "total_steps", 0), ==, total_steps);
      g_assert_cmpfloat (attune_json_get_double (data, "train_loss", 0), >, 0);
      g_assert_true (json_object_has_member (data, "train_mean_token_accuracy"));
    }

  g_assert_cmpfloat (attune_json_get_double (g_ptr_array_index (metrics, metrics->len - 1), "train_loss", 0), <,
                     attune_json_get_double (g_ptr_array_index (metrics, 0), "train_loss", 0));
  g_assert_true (json_object_has_member (g_ptr_array_index (metrics, metrics->len - 1), "full_valid_loss"));
}

static void
test_succeeded (EngineFixture *f,
                gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (12);
  g_autofree char *validation = engine_build_examples (3);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *validation_file = engine_upload (f, validation);
  g_autofree char *settings = NULL;
  g_autofree char *job = NULL;
  g_autofree char *results = NULL;
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(JsonArray) checkpoints = NULL;
  g_auto(GStrv) lines = NULL;
  JsonObject *hyperparameters;
  JsonObject *checkpoint;
  const char *model;

  settings = g_strdup_printf (",\"validation_file\":\"%s\",\"suffix\":\"one more, please\",\"seed\":5,"
                              "\"method\":{\"type\":\"supervised\",\"supervised\":{\"hyperparameters\":"
                              "{\"n_epochs\":2,\"batch_size\":4}}},\"metadata\":{\"who\":\"me\"}",
                              validation_file);
  job = engine_create_job (f, file, settings);
  object = engine_wait_job (f, job, "succeeded");
  model = attune_json_get_string (object, "fine_tuned_model", "");
  hyperparameters = attune_json_get_object (object, "hyperparameters");

  g_assert_true (g_str_has_prefix (model, "ft:attune-practice:local:one-more--please:"));
  g_assert_cmpstr (attune_json_get_string (object, "object", NULL), ==, "fine_tuning.job");
  g_assert_cmpint (attune_json_get_int (object, "seed", -1), ==, 5);
  g_assert_cmpint (attune_json_get_int (object, "trained_tokens", 0), >, 0);
  g_assert_cmpint (attune_json_get_int (object, "finished_at", 0), >=, attune_json_get_int (object, "created_at", 1));
  g_assert_cmpint (attune_json_get_int (hyperparameters, "n_epochs", 0), ==, 2);
  g_assert_cmpint (attune_json_get_int (hyperparameters, "batch_size", 0), ==, 4);
  g_assert_cmpfloat (attune_json_get_double (hyperparameters, "learning_rate_multiplier", 0), >, 0);
  g_assert_cmpstr (attune_json_get_string (attune_json_get_object (object, "metadata"), "who", NULL), ==, "me");
  g_assert_true (json_object_get_null_member (object, "error"));
  assert_metrics (f, job, 6);

  checkpoints = list_checkpoints (f, job);
  g_assert_cmpuint (json_array_get_length (checkpoints), ==, 2);
  checkpoint = json_array_get_object_element (checkpoints, 0);
  g_assert_cmpint (attune_json_get_int (checkpoint, "step_number", 0), ==, 6);
  g_assert_cmpstr (attune_json_get_string (checkpoint, "fine_tuning_job_id", NULL), ==, job);
  g_assert_true (g_str_has_suffix (attune_json_get_string (checkpoint, "fine_tuned_model_checkpoint", ""), ":ckpt-step-6"));
  g_assert_true (json_object_has_member (attune_json_get_object (checkpoint, "metrics"), "full_valid_loss"));

  results = read_content (f, json_array_get_string_element (attune_json_get_array (object, "result_files"), 0));
  lines = g_strsplit (results, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy");
  g_assert_cmpuint (g_strv_length (lines), ==, 8);
}

static void
test_messages (EngineFixture *f,
               gconstpointer  data)
{
  static const char * const expected[] = {
    "Created fine-tuning job: ", "Validating training file: ", "Files validated", "Fine-tuning job started",
    "Step 1/2: training loss=", "Step 2/2: training loss=", "Checkpoint created at step 2",
    "New fine-tuned model created: ft:", "The job has successfully completed"
  };
  g_autofree char *examples = engine_build_examples (10);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *job = engine_create_job (f, file, ",\"hyperparameters\":{\"n_epochs\":1,\"batch_size\":5}");
  g_autoptr(JsonObject) object = engine_wait_job (f, job, "succeeded");
  g_autoptr(JsonArray) events = engine_list_events (f, job);
  g_autofree char *path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/events?limit=2", job);
  g_autofree char *next_path = NULL;
  g_autoptr(JsonObject) page = engine_call (f, "GET", path, NULL, 200);
  g_autoptr(JsonObject) next = NULL;
  guint n = G_N_ELEMENTS (expected);

  g_assert_cmpuint (json_array_get_length (events), ==, n);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *event = json_array_get_object_element (events, n - 1 - i);

      g_assert_true (g_str_has_prefix (attune_json_get_string (event, "message", ""), expected[i]));
      g_assert_cmpstr (attune_json_get_string (event, "level", NULL), ==, "info");
    }

  g_assert_true (attune_json_get_boolean (page, "has_more", FALSE));
  next_path = g_strdup_printf ("%s&after=%s", path,
                               attune_json_get_string (json_array_get_object_element (attune_json_get_array (page, "data"), 1), "id", ""));
  next = engine_call (f, "GET", next_path, NULL, 200);
  g_assert_cmpstr (attune_json_get_string (json_array_get_object_element (attune_json_get_array (next, "data"), 0), "id", ""),
                   ==,
                   attune_json_get_string (json_array_get_object_element (events, 2), "id", ""));
}

static void
assert_invalid (EngineFixture *f,
                const char    *content,
                gint64         line,
                const char    *words)
{
  g_autofree char *file = engine_upload (f, content);
  g_autofree char *job = engine_create_job (f, file, "");
  g_autoptr(JsonObject) object = engine_wait_job (f, job, "failed");
  JsonObject *error = attune_json_get_object (object, "error");

  g_test_message ("%s", attune_json_get_string (error, "message", ""));
  g_assert_cmpstr (attune_json_get_string (error, "code", NULL), ==, "invalid_training_file");
  g_assert_cmpstr (attune_json_get_string (error, "param", NULL), ==, "training_file");
  g_assert_cmpint (attune_json_get_int (error, "line", 0), ==, line);
  g_assert_nonnull (strstr (attune_json_get_string (error, "message", ""), words));
}

static void
test_invalid_files (EngineFixture *f,
                    gconstpointer  data)
{
  g_autofree char *good = engine_build_examples (12);
  g_autofree char *nine = engine_build_examples (9);
  g_autofree char *not_json = g_strconcat (good, "{\"messages\":\n", good, NULL);
  g_autofree char *no_answer = g_strconcat (good, "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n", NULL);
  g_autofree char *bad_role = g_strconcat ("{\"messages\":[{\"role\":\"boss\",\"content\":\"a\"}]}\n", good, NULL);
  g_autofree char *not_utf8 = g_strconcat (good, good, "{\"prompt\":\"\xff\",\"completion\":\"a\"}\n", NULL);

  assert_invalid (f, not_json, 13, "Line 13");
  assert_invalid (f, no_answer, 13, "Line 13");
  assert_invalid (f, bad_role, 1, "Line 1");
  assert_invalid (f, not_utf8, 25, "Line 25");
  assert_invalid (f, nine, 0, "9 examples");
  assert_invalid (f, "question,answer\na,b\nc,d\n", 1, "Line 1");
}

static void
test_invalid_validation (EngineFixture *f,
                         gconstpointer  data)
{
  g_autofree char *good = engine_build_examples (12);
  g_autofree char *file = engine_upload (f, good);
  g_autofree char *validation = engine_upload (f, "{\"messages\":[{\"role\":\"user\",\"content\":\"1\"},{\"role\":\"assistant\",\"content\":\"2\"}]}\n{}\n");
  g_autofree char *settings = g_strdup_printf (",\"validation_file\":\"%s\"", validation);
  g_autofree char *job = engine_create_job (f, file, settings);
  g_autoptr(JsonObject) object = engine_wait_job (f, job, "failed");
  JsonObject *error = attune_json_get_object (object, "error");

  g_assert_cmpstr (attune_json_get_string (error, "code", NULL), ==, "invalid_validation_file");
  g_assert_cmpstr (attune_json_get_string (error, "param", NULL), ==, "validation_file");
  g_assert_cmpint (attune_json_get_int (error, "line", 0), ==, 2);
}

static void
test_wrong_purpose (EngineFixture *f,
                    gconstpointer  data)
{
  g_autoptr(JsonObject) file = engine_upload_as (f, "a.jsonl", "evals", "{}", 200);
  g_autofree char *body = NULL;

  body = g_strdup_printf ("{\"model\":\"attune-practice\",\"training_file\":\"%s\"}",
                          attune_json_get_string (file, "id", NULL));
  engine_call_error (f, "POST", "/v1/fine_tuning/jobs", body, 400, "training_file");
}

/* What the state of @job is once @action has been asked of it. */
static char *
ask_of_job (EngineFixture *f,
            const char    *job,
            const char    *action)
{
  g_autofree char *path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/%s", job, action);
  g_autoptr(JsonObject) object = engine_call (f, "POST", path, NULL, 200);

  return g_strdup (attune_json_get_string (object, "status", NULL));
}

static void
cancel (EngineFixture *f,
        const char    *job)
{
  g_autofree char *status = ask_of_job (f, job, "cancel");

  g_assert_cmpstr (status, ==, "cancelled");
}

static void
pause_job (EngineFixture *f,
           const char    *job)
{
  g_autofree char *status = ask_of_job (f, job, "pause");

  g_assert_cmpstr (status, ==, "paused");
}

static void
resume_job (EngineFixture *f,
            const char    *job)
{
  g_autofree char *status = ask_of_job (f, job, "resume");

  g_assert_nonnull (status);
  g_assert_cmpstr (status, !=, "paused");
}

/* What is paused stays so, lets others go first, and goes on where it was. */
static void
test_pause (EngineFixture *f,
            gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (10);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *running = engine_create_job (f, file, ",\"hyperparameters\":{\"n_epochs\":20,\"batch_size\":1}");
  g_autofree char *waiting = engine_create_job (f, file, ",\"hyperparameters\":{\"n_epochs\":1,\"batch_size\":5}");
  g_autofree char *resume_path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/resume", waiting);
  g_autoptr(JsonObject) paused = NULL;
  g_autoptr(JsonObject) next = NULL;
  g_autoptr(JsonObject) done = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;

  engine_wait_event (f, running, "Step 3/200");
  pause_job (f, running);
  pause_job (f, running);
  engine_wait_event (f, running, "The job was paused");
  g_assert_cmpint (engine_find_child (f, running), ==, 0);
  before = list_metrics (f, running);
  g_assert_cmpuint (before->len, <, 200);

  next = engine_wait_job (f, waiting, "succeeded");
  engine_call_error (f, "POST", resume_path, NULL, 400, NULL);

  /* Whoever ends the engine takes nobody's wish away. */
  engine_kill (f);
  engine_start (f, NULL);
  paused = get_job (f, running);
  g_assert_cmpstr (attune_json_get_string (paused, "status", NULL), ==, "paused");
  g_assert_true (json_object_get_null_member (paused, "estimated_finish"));
  after = list_metrics (f, running);
  g_assert_cmpuint (after->len, ==, before->len);

  resume_job (f, running);
  done = engine_wait_job (f, running, "succeeded");
  engine_wait_event (f, running, "The job was resumed");
  g_clear_pointer (&after, g_ptr_array_unref);
  after = list_metrics (f, running);
  g_assert_cmpuint (after->len, ==, 200);
}

static void
test_pause_waiting (EngineFixture *f,
                    gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (10);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *running = engine_create_job (f, file, LONG_SETTINGS);
  g_autofree char *waiting = engine_create_job (f, file, LONG_SETTINGS);
  g_autofree char *inputs = g_build_filename (f->state_folder, "jobs", waiting, "training.jsonl", NULL);

  pause_job (f, waiting);
  cancel (f, running);
  resume_job (f, waiting);
  engine_wait_event (f, waiting, "Step 2/500");
  pause_job (f, waiting);
  g_assert_true (g_file_test (inputs, G_FILE_TEST_EXISTS));
  cancel (f, waiting);
  g_assert_false (g_file_test (inputs, G_FILE_TEST_EXISTS));
}

static void
test_cancel (EngineFixture *f,
             gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (40);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *running = engine_create_job (f, file, LONG_SETTINGS);
  g_autofree char *waiting = engine_create_job (f, file, LONG_SETTINGS);
  g_autoptr(JsonObject) now = NULL;
  g_autoptr(JsonObject) queued = NULL;
  g_autofree char *list_path = NULL;
  g_autoptr(JsonObject) list = NULL;
  gint64 begin;
  pid_t trainer;

  engine_wait_event (f, running, "Step 1/");
  now = get_job (f, running);
  g_assert_cmpstr (attune_json_get_string (now, "status", NULL), ==, "running");
  queued = engine_wait_job (f, waiting, "queued");
  trainer = engine_find_child (f, "train");
  g_assert_cmpint (trainer, >, 0);

  /* It leaves the processor to others. */
  g_assert_cmpint (getpriority (PRIO_PROCESS, trainer), >, getpriority (PRIO_PROCESS, 0));

  cancel (f, waiting);
  begin = g_get_monotonic_time ();
  cancel (f, running);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
  g_test_message ("cancelled in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - begin) / 1000);
  engine_wait_gone (trainer);

  /* Once more does no harm; both are still there after a restart. */
  cancel (f, running);
  engine_stop (f);
  engine_start (f, NULL);
  cancel (f, running);
  cancel (f, waiting);

  list = engine_call (f, "GET", "/v1/fine_tuning/jobs?limit=1", NULL, 200);
  g_assert_true (attune_json_get_boolean (list, "has_more", FALSE));
  g_assert_cmpstr (attune_json_get_string (json_array_get_object_element (attune_json_get_array (list, "data"), 0), "id", NULL),
                   ==, waiting);
}

/* A model and examples with which a pass takes seconds, even on a fast computer. */
static char *
prepare_slow_jobs (EngineFixture *f)
{
  const TinyModel slow = { .architecture = "llama", .n_layers = 48, .n_context = 2048,
                           .type = GGML_TYPE_Q8_0 };
  g_autofree char *practice = g_build_filename (f->state_folder, "models", "attune-practice-1.gguf",
                                                NULL);
  g_autofree char *path = g_build_filename (f->state_folder, "models", "slow.gguf", NULL);
  g_autoptr(JsonObject) models = engine_call (f, "GET", "/v1/models", NULL, 200);
  g_autofree char *word = g_strnfill (1900, 'o');
  g_autoptr(GString) examples = g_string_new (NULL);

  tiny_model_write (&slow, practice, path, FALSE);

  for (guint i = 0; i < 10; i++)
    g_string_append_printf (examples, "{\"prompt\":\"Say %u\",\"completion\":\"%s\"}\n", i, word);

  return engine_upload (f, examples->str);
}

static char *
create_slow_job (EngineFixture *f,
                 const char    *file)
{
  g_autoptr(JsonObject) job = NULL;
  g_autofree char *body = NULL;

  body = g_strdup_printf ("{\"model\":\"slow\",\"training_file\":\"%s\",\"hyperparameters\":"
                          "{\"batch_size\":10,\"tuning\":\"adapter\"}}", file);
  job = engine_call (f, "POST", "/v1/fine_tuning/jobs", body, 200);

  return g_strdup (attune_json_get_string (job, "id", NULL));
}

static gint64
get_milliseconds (void         (*ask) (EngineFixture *f,
                                       const char    *job),
                  EngineFixture *f,
                  const char    *job)
{
  gint64 begin = g_get_monotonic_time ();

  ask (f, job);

  return (g_get_monotonic_time () - begin) / 1000;
}

/* At once, in the midst of a pass. */
static void
test_stopped_in_pass (EngineFixture *f,
                      gconstpointer  data)
{
  g_autofree char *file = prepare_slow_jobs (f);
  g_autofree char *first = create_slow_job (f, file);
  g_autofree char *second = NULL;
  g_autoptr(GPtrArray) metrics = NULL;
  gint64 pausing, cancelling;

  engine_wait_event (f, first, "Fine-tuning job started");
  pausing = get_milliseconds (pause_job, f, first);
  g_assert_cmpint (engine_find_child (f, first), ==, 0);

  second = create_slow_job (f, file);
  engine_wait_event (f, second, "Fine-tuning job started");
  cancelling = get_milliseconds (cancel, f, second);
  metrics = list_metrics (f, second);

  g_test_message ("paused in %" G_GINT64_FORMAT " ms, cancelled in %" G_GINT64_FORMAT " ms",
                  pausing, cancelling);
  g_assert_cmpuint (metrics->len, ==, 0);
  g_assert_cmpint (pausing, <, 2000);
  g_assert_cmpint (cancelling, <, 2000);
}

static void
assert_n_jobs (EngineFixture *f,
               const char    *query,
               guint          n)
{
  g_autofree char *path = g_strconcat ("/v1/fine_tuning/jobs?", query, NULL);
  g_autoptr(JsonObject) list = engine_call (f, "GET", path, NULL, 200);

  g_assert_cmpuint (json_array_get_length (attune_json_get_array (list, "data")), ==, n);
}

static void
test_filter (EngineFixture *f,
             gconstpointer  data)
{
  /* Too small to be trained on: these jobs fail, which is fast. */
  g_autofree char *file = engine_upload (f, "{}\n");
  g_autofree char *first = engine_create_job (f, file, ",\"metadata\":{\"a\":\"1\",\"b\":\"x y\"}");
  g_autofree char *second = engine_create_job (f, file, ",\"metadata\":{\"a\":\"2\"}");
  g_autofree char *third = engine_create_job (f, file, "");
  g_autofree char *after = g_strconcat ("after=", second, NULL);
  g_autofree char *cancel_path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/cancel", third);
  g_autoptr(JsonObject) failed = engine_wait_job (f, third, "failed");

  assert_n_jobs (f, "", 3);
  assert_n_jobs (f, "metadata[a]=1", 1);
  assert_n_jobs (f, "metadata%5Ba%5D=1&metadata%5Bb%5D=x%20y", 1);
  assert_n_jobs (f, "metadata[a]=1&metadata[b]=z", 0);
  assert_n_jobs (f, "metadata[none]=1", 0);
  assert_n_jobs (f, "metadata=null", 1);
  assert_n_jobs (f, after, 1);
  assert_n_jobs (f, "limit=2", 2);
  engine_call_error (f, "GET", "/v1/fine_tuning/jobs?limit=0", NULL, 400, "limit");
  engine_call_error (f, "GET", "/v1/fine_tuning/jobs?after=ftjob-none", NULL, 400, "after");
  engine_call_error (f, "POST", cancel_path, NULL, 400, NULL);
}

static char *
train_and_list_losses (EngineFixture *f,
                       const char    *file,
                       const char    *seed)
{
  g_autofree char *settings = g_strdup_printf (",\"seed\":%s,\"hyperparameters\":{\"n_epochs\":2,\"batch_size\":3}", seed);
  g_autofree char *job = engine_create_job (f, file, settings);
  g_autoptr(JsonObject) object = engine_wait_job (f, job, "succeeded");
  g_autoptr(GPtrArray) metrics = list_metrics (f, job);
  g_autoptr(GString) losses = g_string_new (NULL);

  g_assert_cmpuint (metrics->len, >, 2);

  for (guint i = 0; i < metrics->len; i++)
    g_string_append_printf (losses, "%.17g ", attune_json_get_double (g_ptr_array_index (metrics, i), "train_loss", 0));

  return g_string_free_and_steal (g_steal_pointer (&losses));
}

static void
test_seed (EngineFixture *f,
           gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (12);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *first = train_and_list_losses (f, file, "11");
  g_autofree char *again = train_and_list_losses (f, file, "11");
  g_autofree char *other = train_and_list_losses (f, file, "12");

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
}

/* What was tuned can be tuned further; it keeps the name of its base, and may go meanwhile. */
static void
test_tuned_further (EngineFixture *f,
                    gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (10);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *first = engine_create_job (f, file, ",\"hyperparameters\":{\"n_epochs\":2}");
  g_autoptr(JsonObject) first_object = engine_wait_job (f, first, "succeeded");
  const char *model = attune_json_get_string (first_object, "fine_tuned_model", "");
  g_autofree char *body = NULL;
  g_autofree char *model_path = g_strconcat ("/v1/models/", model, NULL);
  g_autoptr(JsonObject) created = NULL;
  g_autoptr(JsonObject) deleted = NULL;
  g_autoptr(JsonObject) second_object = NULL;
  g_autoptr(GPtrArray) first_metrics = list_metrics (f, first);
  g_autoptr(GPtrArray) second_metrics = NULL;

  body = g_strdup_printf ("{\"model\":\"%s\",\"training_file\":\"%s\",\"hyperparameters\":{\"n_epochs\":1}}",
                          model, file);
  created = engine_call (f, "POST", "/v1/fine_tuning/jobs", body, 200);
  deleted = engine_call (f, "DELETE", model_path, NULL, 200);
  second_object = engine_wait_job (f, attune_json_get_string (created, "id", ""), "succeeded");
  second_metrics = list_metrics (f, attune_json_get_string (created, "id", ""));

  g_assert_true (g_str_has_prefix (attune_json_get_string (second_object, "fine_tuned_model", ""),
                                   "ft:attune-practice:local::"));
  g_assert_cmpfloat (attune_json_get_double (g_ptr_array_index (second_metrics, 0), "train_loss", 9), <,
                     attune_json_get_double (g_ptr_array_index (first_metrics, 0), "train_loss", 0) / 2);
}

/* The file may go while it is being trained on; the job keeps what it needs. */
static void
test_deleted_file (EngineFixture *f,
                   gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (10);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *path = g_strconcat ("/v1/files/", file, NULL);
  g_autofree char *job = engine_create_job (f, file, ",\"hyperparameters\":{\"n_epochs\":1}");
  g_autoptr(JsonObject) deleted = engine_call (f, "DELETE", path, NULL, 200);
  g_autoptr(JsonObject) object = engine_wait_job (f, job, "succeeded");
  g_autofree char *copy = g_build_filename (f->state_folder, "jobs", job, "training.jsonl", NULL);

  engine_stop (f);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

/* One example is longer than the model reads, one has an answer that is not to be learned. */
static void
test_losses (EngineFixture *f,
             gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (12);
  g_autofree char *words = g_strnfill (20000, 'x');
  g_autofree char *all = g_strdup_printf (
    "%s{\"messages\":[{\"role\":\"user\",\"content\":\"Long?\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}\n"
    "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"Gone\"}]}\n",
    examples, words, words);
  g_autofree char *file = engine_upload (f, all);
  g_autofree char *job = engine_create_job (f, file, LONG_SETTINGS);

  engine_wait_event (f, job, "Examples cut at their end, since the model cannot read them whole: 2");
  engine_wait_event (f, job, "Examples left out, since they have nothing to learn: 1");
}

static void
test_trainer_crashes (EngineFixture *f,
                      gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (40);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *job = engine_create_job (f, file, LONG_SETTINGS);
  g_autoptr(JsonObject) object = NULL;
  JsonObject *error;

  engine_wait_event (f, job, "Fine-tuning job started");
  kill (engine_find_child (f, "train"), SIGSEGV);
  object = engine_wait_job (f, job, "failed");
  error = attune_json_get_object (object, "error");
  g_assert_cmpstr (attune_json_get_string (error, "code", NULL), ==, "trainer_died");
  g_assert_nonnull (strstr (attune_json_get_string (error, "message", ""), "crashed"));
}

static void
assert_held_by (EngineFixture *f,
                const char    *job,
                const char    *expected)
{
  g_autoptr(JsonObject) object = engine_wait_job (f, job, expected != NULL ? "paused" : "running");

  g_assert_cmpstr (attune_json_get_string (object, "held_by", NULL), ==, expected);
}

static void
resume (EngineFixture *f,
        const char    *job)
{
  g_autofree char *path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/resume", job);

  json_object_unref (engine_call (f, "POST", path, "{}", 200));
}

/* What the kernel does when memory runs out: said, and nothing is lost, over the end of the engine
 * as well. */
static void
test_trainer_killed (EngineFixture *f,
                     gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (12);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *job = engine_create_job (f, file, LONG_SETTINGS);

  /* The state of an epoch's end is on the disk before the next one begins. */
  engine_wait_event (f, job, "Step 13/");
  kill (engine_find_child (f, "train"), SIGKILL);
  engine_wait_event (f, job, "Training was ended by the system, most likely because memory ran out.");
  assert_held_by (f, job, "insufficient_memory");

  engine_stop (f);
  engine_start (f, NULL);
  assert_held_by (f, job, "insufficient_memory");
  resume (f, job);
  engine_wait_event (f, job, "Training goes on after step");
  assert_held_by (f, job, NULL);
  cancel (f, job);
}

/* Overwritten in its place, which no second name of it helps against. */
static void
overwrite (const char *path,
           GBytes     *content)
{
  FILE *file = g_fopen (path, "r+");
  gsize size;
  gconstpointer bytes = g_bytes_get_data (content, &size);

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *content;
  gsize size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, size);
}

/* The last weights are others, in a file that loads. */
static GBytes *
change (GBytes *content)
{
  gsize size = g_bytes_get_size (content);
  guint8 *bytes = g_memdup2 (g_bytes_get_data (content, NULL), size);

  memset (bytes + size - 64, 0, 64);

  return g_bytes_new_take (bytes, size);
}

/* A job whose base is no longer the same, or no model any more, waits until it is again. That the
 * file is gone from the folder of models does no harm: the job has a second name of it. */
static void
test_base_changes (EngineFixture *f,
                   gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (12);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *job = engine_create_job (f, file, LONG_SETTINGS);
  g_autofree char *base = g_build_filename (f->state_folder, "jobs", job, "base.gguf", NULL);
  g_autofree char *model = g_build_filename (f->state_folder, "models", "attune-practice-1.gguf", NULL);
  g_autoptr(GBytes) content = NULL;
  g_autoptr(GBytes) changed = NULL;
  g_autoptr(GBytes) garbage = g_bytes_new_static ("not a model", 11);
  GBytes *contents[2];

  engine_wait_event (f, job, "Step 13/");
  content = read_file (model);
  changed = change (content);
  contents[0] = changed;
  contents[1] = garbage;

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      overwrite (base, contents[i]);
      engine_kill (f);
      engine_start (f, NULL);
      assert_held_by (f, job, "invalid_base_model");
      overwrite (base, content);
      resume (f, job);
      assert_held_by (f, job, NULL);
      engine_wait_event (f, job, "Training goes on after step");
    }

  g_assert_cmpint (g_unlink (model), ==, 0);
  engine_kill (f);
  engine_start (f, NULL);
  assert_held_by (f, job, NULL);
  cancel (f, job);
}

static void
test_stopped_and_resumed (EngineFixture *f,
                          gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (12);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *job = engine_create_job (f, file, LONG_SETTINGS);
  pid_t trainer;

  engine_wait_event (f, job, "Step 2/");
  trainer = engine_find_child (f, "train");
  engine_stop (f);
  engine_wait_gone (trainer);

  engine_start (f, NULL);
  engine_wait_event (f, job, "Training goes on after step");
  cancel (f, job);
}

static void
test_killed_and_resumed (EngineFixture *f,
                         gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (12);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *job = engine_create_job (f, file, LONG_SETTINGS);
  g_autoptr(GPtrArray) metrics = NULL;
  pid_t trainer;

  engine_wait_event (f, job, "Checkpoint created at step 12");
  trainer = engine_find_child (f, "train");
  g_assert_cmpint (trainer, >, 0);
  engine_kill (f);
  engine_wait_gone (trainer);

  engine_start (f, NULL);
  engine_wait_event (f, job, "Training goes on after step");
  engine_wait_event (f, job, "Checkpoint created at step 36");
  cancel (f, job);

  /* Each step is told of once, though some were done twice. One may have been done and kept without
   * anybody being there to hear of it. */
  metrics = list_metrics (f, job);

  for (guint i = 1; i < metrics->len; i++)
    g_assert_cmpint (attune_json_get_int (g_ptr_array_index (metrics, i), "step", 0), >,
                     attune_json_get_int (g_ptr_array_index (metrics, i - 1), "step", 0));
}

/* The trainer must not get to save anything: it goes together with the engine. */
static void
kill_both (EngineFixture *f,
           const char    *job)
{
  pid_t trainer;

  while ((trainer = engine_find_child (f, "train")) == 0)
    {
      g_autoptr(JsonObject) object = get_job (f, job);

      g_assert_cmpstr (attune_json_get_string (object, "status", NULL), !=, "failed");
    }

  kill (trainer, SIGSTOP);
  engine_kill (f);
  kill (trainer, SIGKILL);
  engine_wait_gone (trainer);
}

static void
test_killed_twice (EngineFixture *f,
                   gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (300);
  g_autofree char *file = engine_upload (f, examples);
  g_autofree char *job = engine_create_job (f, file, LONG_SETTINGS);
  g_autoptr(JsonObject) object = NULL;
  JsonObject *error;

  kill_both (f, job);
  engine_start (f, NULL);
  kill_both (f, job);
  engine_start (f, NULL);
  object = engine_wait_job (f, job, "failed");
  error = attune_json_get_object (object, "error");
  g_assert_cmpstr (attune_json_get_string (error, "code", NULL), ==, "interrupted");
}

#define ADD(name, test) \
  g_test_add ("/Attune/EngineJobs/" name, EngineFixture, NULL, engine_set_up, test, engine_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("succeeded", test_succeeded);
  ADD ("messages", test_messages);
  ADD ("invalid-files", test_invalid_files);
  ADD ("invalid-validation", test_invalid_validation);
  ADD ("wrong-purpose", test_wrong_purpose);
  ADD ("cancel", test_cancel);
  ADD ("stopped-in-pass", test_stopped_in_pass);
  ADD ("pause", test_pause);
  ADD ("pause-waiting", test_pause_waiting);
  ADD ("filter", test_filter);
  ADD ("seed", test_seed);
  ADD ("tuned-further", test_tuned_further);
  ADD ("deleted-file", test_deleted_file);
  ADD ("trainer-crashes", test_trainer_crashes);
  ADD ("losses", test_losses);
  ADD ("trainer-killed", test_trainer_killed);
  ADD ("base-changes", test_base_changes);
  ADD ("stopped-and-resumed", test_stopped_and_resumed);
  ADD ("killed-and-resumed", test_killed_and_resumed);
  ADD ("killed-twice", test_killed_twice);

  return g_test_run ();
}
