/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libdex.h>

#include "attune-chat-request.h"
#include "attune-error.h"
#include "attune-job-request.h"
#include "attune-json-path.h"
#include "attune-json.h"
#include "attune-profile.h"

static void
assert_json (JsonNode   *node,
             const char *expected)
{
  g_autofree char *text = attune_json_to_string (node);

  g_assert_cmpstr (text, ==, expected);
  json_node_unref (node);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

static void
test_job_automatic (void)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();

  attune_job_request_set_model (request, "m");
  attune_job_request_set_training_file (request, "f");
  attune_job_request_set_suffix (request, "");
  assert_json (attune_job_request_to_json (request), "{\"model\":\"m\",\"training_file\":\"f\"}");
}

static void
test_job_round_trip (void)
{
  static const char * const texts[] = {
    "{\"model\":\"m\",\"training_file\":\"f\"}",
    "{\"model\":\"m\",\"training_file\":\"f\",\"validation_file\":\"v\",\"suffix\":\"s\","
    "\"seed\":0,\"method\":{\"type\":\"supervised\",\"supervised\":{\"hyperparameters\":"
    "{\"n_epochs\":3,\"batch_size\":4,\"learning_rate_multiplier\":0.5}}},"
    "\"metadata\":{\"attune_job\":\"n\"}}",
    "{\"model\":\"m\",\"training_file\":\"f\",\"method\":{\"type\":\"supervised\",\"supervised\":"
    "{\"hyperparameters\":{\"batch_size\":4}}}}",
    "{\"model\":\"m\",\"attune_validation_dataset\":\"none\"}",
    "{\"model\":\"m\",\"method\":{\"type\":\"dpo\"}}",
    "{\"model\":\"m\",\"method\":{\"type\":\"dpo\",\"dpo\":{\"hyperparameters\":{\"beta\":0.25,"
    "\"lora_rank\":16,\"training_type\":\"globalstandard\",\"packing\":false}}},"
    "\"metadata\":{\"attune_job\":\"n\",\"team.name\":\"harbour\"},"
    "\"integrations\":[{\"type\":\"wandb\",\"wandb\":{\"project\":\"p\",\"name\":\"n\","
    "\"entity\":\"e\",\"tags\":[\"a\",\"b\"]}}]}",
    "{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonObject) object = attune_json_parse_object (texts[i], -1, NULL);
      g_autoptr(AttuneJobRequest) request = attune_job_request_new_from_json (object);

      assert_json (attune_job_request_to_json (request), texts[i]);
    }
}

static void
test_job_old_form (void)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(AttuneJobRequest) request = NULL;

  object = attune_json_parse_object ("{\"model\":7,\"seed\":99999999999,\"hyperparameters\":"
                                     "{\"n_epochs\":\"5\",\"batch_size\":\"auto\","
                                     "\"learning_rate_multiplier\":-3}}", -1, NULL);
  request = attune_job_request_new_from_json (object);
  g_assert_null (attune_job_request_get_model (request));
  g_assert_cmpuint (attune_job_request_get_n_epochs (request), ==, 5);
  g_assert_cmpuint (attune_job_request_get_batch_size (request), ==, 0);
  g_assert_cmpfloat (attune_job_request_get_learning_rate_multiplier (request), ==, 0);
  g_assert_cmpint (attune_job_request_get_seed (request), ==, G_MAXINT32);
}

static void
test_job_properties (void)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *model = NULL;
  guint n_notified = 0;
  guint n_epochs;

  g_signal_connect (request, "notify", G_CALLBACK (count_cb), &n_notified);
  g_object_set (request,
                "model", "m",
                "n-epochs", 3,
                "seed", (gint64)5,
                "learning-rate-multiplier", 0.5,
                NULL);
  g_assert_cmpuint (n_notified, ==, 4);
  g_object_set (request, "model", "m", "n-epochs", 3, NULL);
  g_assert_cmpuint (n_notified, ==, 4);
  g_object_get (request, "model", &model, "n-epochs", &n_epochs, NULL);
  g_assert_cmpstr (model, ==, "m");
  g_assert_cmpuint (n_epochs, ==, 3);
}

/* What a person set by name, and what a provider knows of it. */
static void
test_job_settings (void)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autoptr(JsonNode) three = json_node_init_int (json_node_alloc (), 3);
  g_auto(GStrv) names = NULL;
  guint n_notified = 0;

  g_signal_connect (request, "notify::n-epochs", G_CALLBACK (count_cb), &n_notified);
  attune_job_request_set_setting (request, "n_epochs", three);
  attune_job_request_set_setting (request, "n_epochs", three);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (attune_job_request_get_n_epochs (request), ==, 3);
  attune_job_request_set_n_epochs (request, 4);
  g_assert_cmpint (json_node_get_int (attune_job_request_get_setting (request, "n_epochs")), ==, 4);
  attune_job_request_set_setting (request, "lora_rank", three);
  names = attune_job_request_list_settings (request);
  g_assert_cmpstr (names[0], ==, "n_epochs");
  g_assert_cmpstr (names[1], ==, "lora_rank");
  g_assert_null (names[2]);
  attune_job_request_set_n_epochs (request, 0);
  g_assert_null (attune_job_request_get_setting (request, "n_epochs"));
  g_assert_cmpuint (n_notified, ==, 3);

  attune_job_request_set_method (request, NULL);
  g_assert_cmpstr (attune_job_request_get_method (request), ==, "supervised");
  attune_job_request_set_metadata (request, "a", "b");
  attune_job_request_set_metadata (request, "a", NULL);
  g_assert_null (attune_job_request_get_metadata (request));
}

static const char setting_json[] =
  "{\"create\":{\"settings\":["
  "{\"name\":\"count\",\"title\":\"Count\",\"kind\":\"integer\",\"minimum\":1,\"maximum\":50},"
  "{\"name\":\"many\",\"title\":\"Many\",\"kind\":\"integer\",\"minimum\":1},"
  "{\"name\":\"rate\",\"title\":\"Rate\",\"above\":0},"
  "{\"name\":\"beta\",\"title\":\"Beta\",\"above\":0,\"maximum\":2,\"methods\":[\"dpo\"]},"
  "{\"name\":\"share\",\"title\":\"Share\",\"minimum\":0,\"maximum\":1,\"default\":0.5},"
  "{\"name\":\"free\",\"title\":\"Free\"},"
  "{\"name\":\"switch\",\"title\":\"Switch\",\"kind\":\"boolean\"},"
  "{\"name\":\"size\",\"title\":\"Size\",\"kind\":\"choice\",\"choices\":[16,32,"
  "{\"value\":\"all\",\"title\":\"Everything\"},null,true,[]]},"
  "{\"name\":\"\"},{\"name\":\"odd\",\"kind\":\"poem\"},7]},\"id\":\"x\",\"name\":\"X\"}";

static void
test_setting_parse (void)
{
  /* NULL where the text cannot be used, "" for automatic. */
  static const struct
  {
    const char *name;
    const char *text;
    const char *json;
  } texts[] = {
    { "count", "3", "3" }, { "count", "auto", "" }, { "count", "", "" }, { "count", "0", NULL },
    { "count", "51", NULL }, { "count", "2.5", NULL }, { "count", "3x", NULL },
    { "count", "many", NULL }, { "count", "inf", NULL }, { "count", "nan", NULL },
    { "many", "100000", "100000" }, { "many", "0", NULL }, { "many", "1e300", NULL },
    { "rate", "2e-5", "2.0000000000000002e-05" }, { "rate", "0", NULL }, { "rate", "-1", NULL },
    { "beta", "2", "2.0" }, { "beta", "2.1", NULL }, { "beta", "0", NULL },
    { "share", "0", "0.0" }, { "share", "1", "1.0" }, { "share", "1.5", NULL },
    { "free", "7", "7.0" }, { "free", "-7", NULL },
    { "switch", "true", "true" }, { "switch", "false", "false" }, { "switch", "yes", NULL },
    { "size", "16", "16" }, { "size", "all", "\"all\"" }, { "size", "17", NULL },
    { "size", "Everything", NULL },
  };
  g_autoptr(AttuneProfile) profile = attune_profile_new_from_json (setting_json, -1, NULL);

  g_assert_cmpuint (attune_profile_get_settings (profile)->len, ==, 8);
  g_assert_null (attune_profile_find_setting (profile, "odd"));

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AttuneSetting *setting = attune_profile_find_setting (profile, texts[i].name);
      g_autoptr(JsonNode) value = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *json = NULL;

      if (!attune_setting_parse (setting, texts[i].text, &value, &error))
        {
          g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
          g_assert_nonnull (strstr (error->message, setting->title));
          g_assert_null (texts[i].json);
          continue;
        }

      json = value != NULL ? attune_json_to_string (value) : g_strdup ("");
      g_assert_cmpstr (json, ==, texts[i].json);
      g_assert_true (value == NULL || attune_setting_check (setting, value, &error));
    }
}

static void
test_setting_words (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_new_from_json (setting_json, -1, NULL);
  AttuneSetting *size = attune_profile_find_setting (profile, "size");
  AttuneSetting *beta = attune_profile_find_setting (profile, "beta");
  AttuneSetting *share = attune_profile_find_setting (profile, "share");
  g_autoptr(JsonNode) all = json_node_init_string (json_node_alloc (), "all");
  g_autofree char *title = attune_setting_format (size, all);
  g_autofree char *half = attune_setting_format (share, share->fallback);

  g_assert_cmpuint (size->choices->len, ==, 3);
  g_assert_cmpstr (title, ==, "Everything");
  g_assert_cmpstr (half, ==, "0.5");
  g_assert_true (attune_setting_is_for (beta, "dpo"));
  g_assert_false (attune_setting_is_for (beta, "supervised"));
  g_assert_true (attune_setting_is_for (size, "supervised"));
}

static void
test_paths (void)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);
  static const char * const paths[] = { "a", "b.c.d", "b.c.e", "f[].g", "f[].h", "i[]" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      attune_json_path_set (object, paths[i], json_node_init_int (json_node_alloc (), i));
      g_assert_cmpint (json_node_get_int (attune_json_path_get (object, paths[i])), ==, i);
    }

  g_assert_null (attune_json_path_get (object, "a.b"));
  g_assert_null (attune_json_path_get (object, "x"));
  g_assert_null (attune_json_path_get (object, "b[]"));
  g_assert_null (attune_json_path_get (object, ""));
  assert_json (g_steal_pointer (&node),
               "{\"a\":0,\"b\":{\"c\":{\"d\":1,\"e\":2}},\"f\":[{\"g\":3,\"h\":4}],\"i\":[5]}");
}

static void
test_chat (void)
{
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");

  attune_chat_request_add_turn (request, "user", "a\n\"b\"");
  assert_json (attune_chat_request_to_json (request),
               "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\\n\\\"b\\\"\"}]}");

  /* A text to go on with stands instead of turns. */
  attune_chat_request_set_prompt (request, "Once");
  assert_json (attune_chat_request_to_json (request), "{\"model\":\"m\",\"prompt\":\"Once\"}");
}

static void
test_chat_end (void)
{
  AttuneChatEnd end = { (char *)"stop", 3, 4, -1, -1 };
  g_autoptr(AttuneChatEnd) copy = g_boxed_copy (ATTUNE_TYPE_CHAT_END, &end);

  g_assert_cmpstr (copy->finish_reason, ==, "stop");
  g_assert_true (copy->finish_reason != end.finish_reason);
  g_assert_cmpint (copy->completion_tokens, ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Requests/job-automatic", test_job_automatic);
  g_test_add_func ("/Attune/Requests/job-round-trip", test_job_round_trip);
  g_test_add_func ("/Attune/Requests/job-old-form", test_job_old_form);
  g_test_add_func ("/Attune/Requests/job-properties", test_job_properties);
  g_test_add_func ("/Attune/Requests/job-settings", test_job_settings);
  g_test_add_func ("/Attune/Requests/setting-parse", test_setting_parse);
  g_test_add_func ("/Attune/Requests/setting-words", test_setting_words);
  g_test_add_func ("/Attune/Requests/paths", test_paths);
  g_test_add_func ("/Attune/Requests/chat", test_chat);
  g_test_add_func ("/Attune/Requests/chat-end", test_chat_end);

  return g_test_run ();
}
