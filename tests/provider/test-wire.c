/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <libdex.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = attune_json_parse_object (text, -1, &error);

  g_assert_no_error (error);

  return object;
}

static void
test_status (void)
{
  static const struct
  {
    const char      *word;
    AttuneJobStatus  status;
  } words[] = {
    { "validating_files", ATTUNE_JOB_STATUS_VALIDATING },
    { "VALIDATING", ATTUNE_JOB_STATUS_VALIDATING },
    { "JOB_STATE_VALIDATING", ATTUNE_JOB_STATUS_VALIDATING },
    { "pending", ATTUNE_JOB_STATUS_QUEUED },
    { "QUEUED", ATTUNE_JOB_STATUS_QUEUED },
    { "CREATING", ATTUNE_JOB_STATUS_QUEUED },
    { "VALIDATED", ATTUNE_JOB_STATUS_QUEUED },
    { "STARTED", ATTUNE_JOB_STATUS_RUNNING },
    { "compressing", ATTUNE_JOB_STATUS_RUNNING },
    { "JOB_STATE_WRITING_RESULTS", ATTUNE_JOB_STATUS_RUNNING },
    { "UPLOADING", ATTUNE_JOB_STATUS_RUNNING },
    { "pausing", ATTUNE_JOB_STATUS_PAUSED },
    { "PAUSED", ATTUNE_JOB_STATUS_PAUSED },
    { "SUCCESS", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "completed", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "JOB_STATE_EARLY_STOPPED", ATTUNE_JOB_STATUS_SUCCEEDED },
    { "CANCELLATION_REQUESTED", ATTUNE_JOB_STATUS_CANCELLING },
    { "canceled", ATTUNE_JOB_STATUS_CANCELLED },
    { "stopped", ATTUNE_JOB_STATUS_CANCELLED },
    { "FAILED_VALIDATION", ATTUNE_JOB_STATUS_FAILED },
    { "error", ATTUNE_JOB_STATUS_FAILED },
    { "JOB_STATE_EXPIRED", ATTUNE_JOB_STATUS_FAILED },
    { "daydreaming", ATTUNE_JOB_STATUS_UNKNOWN },
    { "", ATTUNE_JOB_STATUS_UNKNOWN },
    { NULL, ATTUNE_JOB_STATUS_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (attune_job_status_from_string (words[i].word) != words[i].status)
        g_test_fail_printf ("%s", words[i].word);
    }

  /* What the store writes it must read again. */
  for (guint i = ATTUNE_JOB_STATUS_UNKNOWN; i <= ATTUNE_JOB_STATUS_CANCELLED; i++)
    {
      const char *word = attune_job_status_to_string (i);

      g_assert_cmpint (attune_job_status_from_string (word), ==, i);
      g_assert_cmpstr (attune_job_status_get_title (i), !=, "");
    }

  g_assert_cmpstr (attune_job_status_to_string (99), ==, "unknown");
  g_assert_true (attune_job_status_is_final (ATTUNE_JOB_STATUS_FAILED));
  g_assert_false (attune_job_status_is_final (ATTUNE_JOB_STATUS_CANCELLING));
}

static void
test_deployment_status (void)
{
  static const struct
  {
    const char             *word;
    AttuneDeploymentStatus  status;
  } words[] = {
    { "validating", ATTUNE_DEPLOYMENT_STATUS_PREPARING },
    { "exporting", ATTUNE_DEPLOYMENT_STATUS_PREPARING },
    { "ACTIVE", ATTUNE_DEPLOYMENT_STATUS_READY },
    { "completed", ATTUNE_DEPLOYMENT_STATUS_READY },
    { "error", ATTUNE_DEPLOYMENT_STATUS_FAILED },
    { "dreaming", ATTUNE_DEPLOYMENT_STATUS_UNKNOWN },
    { NULL, ATTUNE_DEPLOYMENT_STATUS_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpint (attune_deployment_status_from_string (words[i].word), ==, words[i].status);

  /* What the store writes it must read again. */
  for (guint i = 0; i <= ATTUNE_DEPLOYMENT_STATUS_FAILED; i++)
    {
      const char *word = attune_deployment_status_to_string (i);

      g_assert_cmpint (attune_deployment_status_from_string (word), ==, i);
      g_assert_cmpstr (attune_deployment_status_get_title (i), !=, "");
    }

  g_assert_cmpstr (attune_deployment_status_to_string (99), ==, "unknown");
}

static void
test_job (void)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(GError) error = NULL;

  /* OpenAI's own example, made to have failed. */
  object = parse ("{\"object\":\"fine_tuning.job\",\"id\":\"ftjob-abc123\","
                  "\"model\":\"davinci-002\",\"created_at\":1692661014,\"finished_at\":1692661190,"
                  "\"estimated_finish\":0,\"fine_tuned_model\":\"ft:davinci-002:my-org:x:7q8mpxmy\","
                  "\"organization_id\":\"org-123\",\"result_files\":[\"file-abc123\"],"
                  "\"status\":\"failed\",\"validation_file\":null,\"training_file\":\"file-abc\","
                  "\"hyperparameters\":{\"n_epochs\":4,\"batch_size\":1},\"trained_tokens\":5768,"
                  "\"integrations\":[],\"seed\":0,\"method\":{\"type\":\"supervised\","
                  "\"supervised\":{\"hyperparameters\":{\"n_epochs\":3}}},"
                  "\"metadata\":{\"attune_job\":\"n1\"},"
                  "\"error\":{\"code\":\"invalid_training_file\",\"message\":\"Line 7 is no JSON\","
                  "\"param\":\"training_file\",\"line\":7}}");
  job = attune_wire_parse_job (object, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (job->id, ==, "ftjob-abc123");
  g_assert_cmpstr (job->model, ==, "davinci-002");
  g_assert_cmpstr (job->fine_tuned_model, ==, "ft:davinci-002:my-org:x:7q8mpxmy");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_FAILED);
  g_assert_cmpstr (job->status_text, ==, "failed");
  g_assert_cmpint (job->created_at, ==, 1692661014);
  g_assert_cmpint (job->finished_at, ==, 1692661190);
  g_assert_cmpint (job->estimated_finish, ==, 0);
  g_assert_cmpint (job->trained_tokens, ==, 5768);
  g_assert_cmpint (job->n_epochs, ==, 3);
  g_assert_cmpint (job->seed, ==, 0);
  g_assert_cmpstr (job->training_file, ==, "file-abc");
  g_assert_null (job->validation_file);
  g_assert_cmpstr (job->result_files[0], ==, "file-abc123");
  g_assert_null (job->result_files[1]);
  g_assert_cmpstr (job->nonce, ==, "n1");
  g_assert_cmpstr (job->error_code, ==, "invalid_training_file");
  g_assert_cmpstr (job->error_message, ==, "Line 7 is no JSON");
  g_assert_cmpint (job->error_line, ==, 7);
}

static void
test_odd_job (void)
{
  g_autoptr(JsonObject) bare = parse ("{\"id\":12}");
  g_autoptr(JsonObject) odd = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(AttuneJobInfo) other = NULL;

  job = attune_wire_parse_job (bare, NULL);
  g_assert_cmpstr (job->id, ==, "12");
  g_assert_cmpint (job->status, ==, ATTUNE_JOB_STATUS_UNKNOWN);
  g_assert_cmpint (job->trained_tokens, ==, -1);
  g_assert_cmpint (job->n_epochs, ==, -1);
  g_assert_cmpint (job->seed, ==, -1);
  g_assert_cmpint (job->error_line, ==, -1);
  g_assert_cmpint (job->created_at, ==, 0);
  g_assert_nonnull (job->result_files);
  g_assert_null (job->result_files[0]);

  odd = parse ("{\"id\":\"j\",\"status\":\"uploading\",\"created_at\":\"2026-11-20T12:00:00Z\","
               "\"finished_at\":\"2026-11-20T14:00:00.250+02:00\",\"estimated_finish\":\"soon\","
               "\"trained_tokens\":\"1024\",\"seed\":\"auto\",\"model\":null,"
               "\"hyperparameters\":{\"n_epochs\":\"auto\"},\"method\":{\"type\":\"dpo\","
               "\"dpo\":{\"hyperparameters\":{\"n_epochs\":\"2\"}}},"
               "\"result_files\":[\"a\",{\"id\":\"b\"},null,7],\"metadata\":null,"
               "\"error\":\"went wrong\",\"something_new\":{\"a\":[]}}");
  other = attune_wire_parse_job (odd, NULL);
  g_assert_cmpint (other->status, ==, ATTUNE_JOB_STATUS_RUNNING);
  g_assert_cmpint (other->created_at, ==, 1795176000);
  g_assert_cmpint (other->finished_at, ==, 1795176000);
  g_assert_cmpint (other->estimated_finish, ==, 0);
  g_assert_cmpint (other->trained_tokens, ==, 1024);
  g_assert_cmpint (other->seed, ==, -1);
  g_assert_cmpint (other->n_epochs, ==, 2);
  g_assert_cmpstr (other->result_files[0], ==, "a");
  g_assert_cmpstr (other->result_files[1], ==, "b");
  g_assert_null (other->result_files[2]);
  g_assert_cmpstr (other->error_message, ==, "went wrong");
}

static void
test_event (void)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(AttuneEventInfo) event = NULL;

  object = parse ("{\"object\":\"fine_tuning.job.event\",\"id\":\"ftevent-1\","
                  "\"created_at\":1721764800,\"level\":\"warning\",\"type\":\"metrics\","
                  "\"message\":\"Step 9/9: training loss=9.00\","
                  "\"data\":{\"step\":300,\"total_steps\":300,\"train_loss\":0.15,"
                  "\"train_mean_token_accuracy\":\"0.9\",\"valid_loss\":0.27,"
                  "\"valid_mean_token_accuracy\":null,\"full_valid_loss\":0.4,"
                  "\"full_valid_mean_token_accuracy\":\"NaN\"}}");
  event = attune_wire_parse_event (object, NULL);
  g_assert_cmpstr (event->id, ==, "ftevent-1");
  g_assert_cmpstr (event->level, ==, "warn");
  g_assert_cmpint (event->created_at, ==, 1721764800);
  g_assert_true (event->has_measures);
  g_assert_cmpint (event->measures.step, ==, 300);
  g_assert_cmpint (event->total_steps, ==, 300);
  g_assert_cmpfloat (event->measures.train_loss, ==, 0.15);
  g_assert_cmpfloat (event->measures.train_accuracy, ==, 0.9);
  g_assert_cmpfloat (event->measures.valid_loss, ==, 0.27);
  g_assert_true (isnan (event->measures.valid_accuracy));
  g_assert_cmpfloat (event->measures.full_valid_loss, ==, 0.4);
  g_assert_true (isnan (event->measures.full_valid_accuracy));
}

/* Messages of providers that send no data; a loss of -1 stands for none. */
static const struct
{
  const char *message;
  gint64      step;
  gint64      total;
  double      train;
  double      valid;
  double      full;
} messages[] = {
  { "Step 300/300: training loss=0.15, validation loss=0.27, full validation loss=0.40",
    300, 300, 0.15, 0.27, 0.40 },
  { "Step 100: training loss=1.5e-3", 100, -1, 0.0015, -1, -1 },
  { "Step 5/9: full validation loss=0.40", 5, 9, -1, -1, 0.40 },
  { "Step 5/9: training loss=nan, validation loss=0.5", 5, 9, -1, 0.5, -1 },
  { "Created fine-tuning job", 0, -1, -1, -1, -1 },
  { "Step by step: training loss=0.15", 0, -1, -1, -1, -1 },
  { "Step ", 0, -1, -1, -1, -1 },
  { "", 0, -1, -1, -1, -1 },
};

static void
assert_loss (double loss,
             double expected)
{
  if (expected < 0)
    g_assert_true (isnan (loss));
  else
    g_assert_cmpfloat (loss, ==, expected);
}

static void
test_event_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr(JsonObject) object = json_object_new ();
      g_autoptr(AttuneEventInfo) event = NULL;
      gboolean has_any = (messages[i].train >= 0 || messages[i].valid >= 0 ||
                          messages[i].full >= 0);

      json_object_set_string_member (object, "id", "e");
      json_object_set_string_member (object, "message", messages[i].message);
      json_object_set_null_member (object, "data");
      event = attune_wire_parse_event (object, NULL);
      g_assert_cmpint (event->has_measures, ==, has_any);
      g_assert_cmpint (event->measures.step, ==, messages[i].step);
      g_assert_cmpint (event->total_steps, ==, messages[i].total);
      assert_loss (event->measures.train_loss, messages[i].train);
      assert_loss (event->measures.valid_loss, messages[i].valid);
      assert_loss (event->measures.full_valid_loss, messages[i].full);
    }
}

static void
test_no_id (void)
{
  static const char * const texts[] = { "{}", "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":{}}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonObject) object = parse (texts[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (attune_wire_parse_model (object, NULL));
      g_assert_null (attune_wire_parse_file (object, NULL));
      g_assert_null (attune_wire_parse_event (object, NULL));
      g_assert_null (attune_wire_parse_checkpoint (object, NULL));
      g_assert_null (attune_wire_parse_job (object, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *text;
    gint64      whole;
    double      real;
  } numbers[] = {
    { "{\"n\":7}", 7, 7 },
    { "{\"n\":7.9}", 7, 7.9 },
    { "{\"n\":\"7\"}", 7, 7 },
    { "{\"n\":9223372036854775807}", G_MAXINT64, 9223372036854775807.0 },
    { "{\"n\":1e300}", -1, 1e300 },
    { "{\"n\":\"1e999\"}", -1, -1 },
    { "{\"n\":\"auto\"}", -1, -1 },
    { "{\"n\":\"7 apples\"}", -1, -1 },
    { "{\"n\":\"\"}", -1, -1 },
    { "{\"n\":true}", -1, -1 },
    { "{\"n\":null}", -1, -1 },
    { "{\"n\":[7]}", -1, -1 },
    { "{}", -1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(JsonObject) object = parse (numbers[i].text);

      g_assert_cmpint (attune_wire_get_int (object, "n", -1), ==, numbers[i].whole);
      g_assert_cmpfloat (attune_wire_get_double (object, "n", -1), ==, numbers[i].real);
    }
}

static void
test_model (void)
{
  static const struct { const char *text; AttuneWireAnswer answer; } cases[] = {
    { "{\"id\":\"m\"}", ATTUNE_WIRE_UNSAID },
    { "{\"id\":\"m\",\"can_chat\":null}", ATTUNE_WIRE_UNSAID },
    { "{\"id\":\"m\",\"can_chat\":{}}", ATTUNE_WIRE_UNSAID },
    { "{\"id\":\"m\",\"can_chat\":true}", ATTUNE_WIRE_YES },
    { "{\"id\":\"m\",\"can_chat\":false}", ATTUNE_WIRE_NO },
    { "{\"id\":\"m\",\"can_chat\":\"chat\"}", ATTUNE_WIRE_YES },
    { "{\"id\":\"m\",\"can_chat\":\"image\"}", ATTUNE_WIRE_NO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) object = parse (cases[i].text);
      g_autoptr(AttuneModelInfo) model = attune_wire_parse_model (object, NULL);

      g_assert_cmpint (model->can_chat, ==, cases[i].answer);
      g_assert_cmpint (model->can_tune, ==, ATTUNE_WIRE_UNSAID);
    }
}

static void
test_context_window (void)
{
  static const struct { const char *text; guint window; } cases[] = {
    { "{\"id\":\"m\"}", 0 },
    { "{\"id\":\"m\",\"context_length\":8192}", 8192 },
    { "{\"id\":\"m\",\"context_window\":131072,\"context_length\":null}", 131072 },
    { "{\"id\":\"m\",\"max_context_length\":32768}", 32768 },
    { "{\"id\":\"m\",\"max_model_len\":4096}", 4096 },
    { "{\"id\":\"m\",\"meta\":{\"n_ctx\":2048}}", 2048 },
    { "{\"id\":\"m\",\"meta\":7,\"context_length\":\"many\"}", 0 },
    { "{\"id\":\"m\",\"context_length\":-5}", 0 },
    { "{\"id\":\"m\",\"context_length\":9000000000000}", G_MAXINT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) object = parse (cases[i].text);
      g_autoptr(AttuneModelInfo) model = attune_wire_parse_model (object, NULL);

      g_assert_cmpuint (model->context_window, ==, cases[i].window);
    }
}

static void
test_boxed (void)
{
  g_autoptr(JsonObject) object = parse ("{\"id\":\"m\"}");
  g_autoptr(AttuneModelInfo) model = attune_wire_parse_model (object, NULL);
  g_auto(GValue) value = G_VALUE_INIT;

  /* Records are shared, not copied. */
  g_value_init (&value, ATTUNE_TYPE_MODEL_INFO);
  g_value_set_boxed (&value, model);
  g_assert_true (g_value_get_boxed (&value) == model);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Wire/status", test_status);
  g_test_add_func ("/Attune/Wire/deployment-status", test_deployment_status);
  g_test_add_func ("/Attune/Wire/job", test_job);
  g_test_add_func ("/Attune/Wire/odd-job", test_odd_job);
  g_test_add_func ("/Attune/Wire/event", test_event);
  g_test_add_func ("/Attune/Wire/event-text", test_event_text);
  g_test_add_func ("/Attune/Wire/no-id", test_no_id);
  g_test_add_func ("/Attune/Wire/numbers", test_numbers);
  g_test_add_func ("/Attune/Wire/model", test_model);
  g_test_add_func ("/Attune/Wire/context-window", test_context_window);
  g_test_add_func ("/Attune/Wire/boxed", test_boxed);

  return g_test_run ();
}
