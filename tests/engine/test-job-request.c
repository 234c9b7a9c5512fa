/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-job-request"

#include "config.h"

#include <libdex.h>

#include "attune-engine-error.h"
#include "attune-engine-job-request.h"
#include "attune-json.h"

static AttuneEngineJobRequest *
parse (const char  *settings,
       GError     **error)
{
  g_autofree char *text = g_strdup_printf ("{\"model\":\"m\",\"training_file\":\"file-1\"%s}", settings);
  g_autoptr(JsonObject) body = attune_json_parse_object (text, -1, NULL);

  g_assert_nonnull (body);

  return attune_engine_job_request_parse (body, error);
}

static void
test_defaults (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEngineJobRequest) request = NULL;

  request = parse (",\"suffix\":null,\"seed\":null,\"validation_file\":null,\"method\":null,"
                   "\"hyperparameters\":null,\"metadata\":null,\"integrations\":[]", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->model, ==, "m");
  g_assert_cmpstr (request->training_file, ==, "file-1");
  g_assert_null (request->validation_file);
  g_assert_null (request->suffix);
  g_assert_null (request->metadata);
  g_assert_cmpint (request->seed, >=, 0);
  g_assert_cmpuint (request->n_epochs, ==, 0);
  g_assert_cmpuint (request->batch_size, ==, 0);
  g_assert_cmpfloat (request->multiplier, ==, 0);
}

/* What OpenAI's document does not know is handed on to the trainer, and shown as it was asked. */
static void
test_settings (void)
{
  static const char * const bad[] = {
    "\"lora_rank\":0", "\"lora_rank\":1.5", "\"lora_rank\":\"many\"", "\"lora_alpha\":0",
    "\"warmup_ratio\":2", "\"max_grad_norm\":-1", "\"context\":4", "\"tuning\":\"some\"",
    "\"early_stopping\":1",
    "\"lora_matrices\":[]", "\"lora_matrices\":[\"attn_x\"]", "\"lora_matrices\":\"attn_q\"",
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEngineJobRequest) request = NULL;
  g_autoptr(JsonObject) hyperparameters = NULL;

  request = parse (",\"hyperparameters\":{\"lora_rank\":8,\"lora_alpha\":\"auto\",\"context\":512,"
                   "\"tuning\":\"adapter\",\"lora_matrices\":[\"attn_q\",\"attn_v\"],\"other\":1}", &error);
  g_assert_no_error (error);
  g_assert_cmpint (attune_json_get_int (request->settings, "lora_rank", 0), ==, 8);
  g_assert_cmpint (attune_json_get_int (request->settings, "context", 0), ==, 512);
  g_assert_cmpstr (attune_json_get_string (request->settings, "tuning", NULL), ==, "adapter");
  g_assert_false (json_object_has_member (request->settings, "lora_alpha"));
  g_assert_false (json_object_has_member (request->settings, "other"));
  hyperparameters = attune_engine_job_request_build_hyperparameters (request, 3, 0, 1);
  g_assert_cmpint (attune_json_get_int (hyperparameters, "lora_rank", 0), ==, 8);
  g_assert_cmpint (attune_json_get_int (hyperparameters, "n_epochs", 0), ==, 3);

  /* A word, as a person chooses it, is told to the trainer as a list. */
  g_clear_pointer (&request, attune_engine_job_request_free);
  request = parse (",\"hyperparameters\":{\"lora_matrices\":\"feed-forward\"}", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (attune_json_get_array (request->settings, "lora_matrices")),
                    ==, 3);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *settings = g_strdup_printf (",\"hyperparameters\":{%s}", bad[i]);
      g_autoptr(GError) bad_error = NULL;

      g_assert_null (parse (settings, &bad_error));
      g_assert_nonnull (bad_error);
      g_test_message ("%s", bad_error->message);
    }
}

static void
test_values (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEngineJobRequest) request = NULL;

  request = parse (",\"suffix\":\"s\",\"seed\":2147483647,\"validation_file\":\"file-2\","
                   "\"hyperparameters\":{\"n_epochs\":50,\"batch_size\":\"auto\",\"learning_rate_multiplier\":0.1},"
                   "\"metadata\":{\"k\":\"v\"}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->suffix, ==, "s");
  g_assert_cmpint (request->seed, ==, 2147483647);
  g_assert_cmpstr (request->validation_file, ==, "file-2");
  g_assert_cmpuint (request->n_epochs, ==, 50);
  g_assert_cmpuint (request->batch_size, ==, 0);
  g_assert_cmpfloat (request->multiplier, ==, 0.1);
  g_assert_cmpstr (attune_json_get_string (request->metadata, "k", NULL), ==, "v");
}

static void
test_preferences (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEngineJobRequest) request = NULL;

  request = parse (",\"method\":{\"type\":\"dpo\",\"dpo\":{\"hyperparameters\":"
                   "{\"beta\":0.3,\"n_epochs\":2}}}", &error);
  g_assert_no_error (error);
  g_assert_true (request->is_dpo);
  g_assert_cmpuint (request->n_epochs, ==, 2);
  g_assert_cmpfloat (attune_json_get_double (request->settings, "beta", 0), ==, 0.3);
}

/* `method` counts where both are given: it is the newer place. */
static void
test_method (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEngineJobRequest) request = NULL;

  request = parse (",\"hyperparameters\":{\"n_epochs\":9},\"method\":{\"type\":\"supervised\","
                   "\"supervised\":{\"hyperparameters\":{\"n_epochs\":3.0,\"batch_size\":256,"
                   "\"learning_rate_multiplier\":2}}}", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (request->n_epochs, ==, 3);
  g_assert_cmpuint (request->batch_size, ==, 256);
  g_assert_cmpfloat (request->multiplier, ==, 2);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *settings;
    const char *param;
  } cases[] = {
    { ",\"model\":null", "model" },
    { ",\"model\":7", "model" },
    { ",\"training_file\":\"\"", "training_file" },
    { ",\"validation_file\":[]", "validation_file" },
    { ",\"suffix\":\"\"", "suffix" },
    { ",\"suffix\":\"1234567890123456789012345678901234567890123456789012345678901234x\"", "suffix" },
    { ",\"seed\":-1", "seed" },
    { ",\"seed\":2147483648", "seed" },
    { ",\"seed\":1.5", "seed" },
    { ",\"seed\":\"1\"", "seed" },
    { ",\"hyperparameters\":3", "hyperparameters" },
    { ",\"hyperparameters\":{\"n_epochs\":0}", "hyperparameters.n_epochs" },
    { ",\"hyperparameters\":{\"n_epochs\":51}", "hyperparameters.n_epochs" },
    { ",\"hyperparameters\":{\"n_epochs\":\"many\"}", "hyperparameters.n_epochs" },
    { ",\"hyperparameters\":{\"n_epochs\":2.5}", "hyperparameters.n_epochs" },
    { ",\"hyperparameters\":{\"batch_size\":257}", "hyperparameters.batch_size" },
    { ",\"hyperparameters\":{\"batch_size\":true}", "hyperparameters.batch_size" },
    { ",\"hyperparameters\":{\"learning_rate_multiplier\":0}", "hyperparameters.learning_rate_multiplier" },
    { ",\"hyperparameters\":{\"learning_rate_multiplier\":-1}", "hyperparameters.learning_rate_multiplier" },
    { ",\"method\":{\"type\":\"reinforcement\"}", "method.type" },
    { ",\"method\":{\"type\":\"dpo\",\"dpo\":{\"hyperparameters\":{\"beta\":0}}}",
      "method.dpo.hyperparameters.beta" },
    { ",\"method\":{\"supervised\":{}}", "method.type" },
    { ",\"method\":\"supervised\"", "method" },
    { ",\"method\":{\"type\":\"supervised\",\"supervised\":{\"hyperparameters\":{\"n_epochs\":99}}}",
      "method.supervised.hyperparameters.n_epochs" },
    { ",\"metadata\":[]", "metadata" },
    { ",\"metadata\":{\"k\":1}", "metadata" },
    { ",\"metadata\":{\"12345678901234567890123456789012345678901234567890123456789012345\":\"v\"}", "metadata" },
    { ",\"integrations\":[{\"type\":\"wandb\"}]", "integrations" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneEngineJobRequest) request = parse (cases[i].settings, &error);
      g_autoptr(JsonNode) node = NULL;
      JsonObject *object;

      g_test_message ("%s", cases[i].settings);
      g_assert_null (request);
      g_assert_error (error, ATTUNE_ENGINE_ERROR, 400);
      node = attune_engine_error_to_json (error);
      object = attune_json_get_object (json_node_get_object (node), "error");
      g_assert_cmpstr (attune_json_get_string (object, "param", NULL), ==, cases[i].param);
      g_assert_cmpstr (attune_json_get_string (object, "type", NULL), ==, "invalid_request_error");
    }
}

static void
test_metadata_limits (void)
{
  g_autoptr(GString) pairs = g_string_new (NULL);
  g_autofree char *settings = NULL;
  g_autofree char *too_many = NULL;
  g_autofree char *value = g_strnfill (512, 'v');
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneEngineJobRequest) request = NULL;

  for (guint i = 0; i < 16; i++)
    g_string_append_printf (pairs, "%s\"k%u\":\"%s\"", i > 0 ? "," : "", i, value);

  settings = g_strdup_printf (",\"metadata\":{%s}", pairs->str);
  request = parse (settings, &error);
  g_assert_no_error (error);
  g_assert_nonnull (request);

  too_many = g_strdup_printf (",\"metadata\":{%s,\"one\":\"more\"}", pairs->str);
  g_assert_null (parse (too_many, &error));
  g_assert_error (error, ATTUNE_ENGINE_ERROR, 400);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/EngineJobRequest/defaults", test_defaults);
  g_test_add_func ("/Attune/EngineJobRequest/values", test_values);
  g_test_add_func ("/Attune/EngineJobRequest/method", test_method);
  g_test_add_func ("/Attune/EngineJobRequest/preferences", test_preferences);
  g_test_add_func ("/Attune/EngineJobRequest/refused", test_refused);
  g_test_add_func ("/Attune/EngineJobRequest/metadata-limits", test_metadata_limits);

  g_test_add_func ("/Attune/EngineJobRequest/settings", test_settings);

  return g_test_run ();
}
