/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libdex.h>

#include "attune-chat-request.h"
#include "attune-job-request.h"
#include "attune-json.h"

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

static void
test_chat (void)
{
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");

  attune_chat_request_add_turn (request, "user", "a\n\"b\"");
  assert_json (attune_chat_request_to_json (request, "max_tokens", "seed"),
               "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\\n\\\"b\\\"\"}]}");

  /* 0 is a value of its own, not "not set". */
  attune_chat_request_set_temperature (request, 0);
  attune_chat_request_set_top_p (request, 0);
  attune_chat_request_set_seed (request, 0);
  attune_chat_request_set_max_tokens (request, 5);
  assert_json (attune_chat_request_to_json (request, "max_completion_tokens", "random_seed"),
               "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\\n\\\"b\\\"\"}],"
               "\"temperature\":0.0,\"top_p\":0.0,\"max_completion_tokens\":5,\"random_seed\":0}");
}

static void
test_chat_end (void)
{
  AttuneChatEnd end = { (char *)"stop", 3, 4 };
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
  g_test_add_func ("/Attune/Requests/chat", test_chat);
  g_test_add_func ("/Attune/Requests/chat-end", test_chat_end);

  return g_test_run ();
}
