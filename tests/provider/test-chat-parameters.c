/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <libdex.h>

#include "attune-chat-body.h"
#include "attune-error.h"
#include "attune-test.h"

static void
changed_cb (AttuneChatParameters *parameters,
            guint                *n_changed)
{
  (*n_changed)++;
}

static void
test_automatic (void)
{
  g_autoptr(AttuneChatParameters) parameters = attune_chat_parameters_new ();
  g_autofree char *json = attune_chat_parameters_to_json (parameters);

  g_assert_cmpstr (json, ==, "{}");
  g_assert_true (attune_chat_parameters_get_is_automatic (parameters));
  g_assert_null (attune_chat_parameters_get_value (parameters, "temperature"));
  g_assert_null (attune_chat_parameters_get_stops (parameters)[0]);
}

static void
test_round_trip (void)
{
  static const char * const texts[] = {
    "{}",
    "{\"temperature\":0.5}",
    "{\"seed\":0,\"max_tokens\":1}",
    "{\"temperature\":0.25,\"a_new_one\":\"word\",\"another\":true,\"stop\":[\"\\n\\n###\",\" END\"],"
    "\"format\":\"json_schema\",\"schema\":\"{ not done\",\"separator\":\" ->\","
    "\"mode\":\"completion\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneChatParameters) parameters = NULL;
      g_autoptr(AttuneChatParameters) copy = NULL;
      g_autofree char *json = NULL;
      g_autofree char *copied = NULL;

      parameters = attune_chat_parameters_new_from_json (texts[i], &error);
      g_assert_no_error (error);
      json = attune_chat_parameters_to_json (parameters);
      g_assert_cmpstr (json, ==, texts[i]);
      copy = attune_chat_parameters_copy (parameters);
      copied = attune_chat_parameters_to_json (copy);
      g_assert_cmpstr (copied, ==, texts[i]);
      g_assert_true (attune_chat_parameters_equal (parameters, copy));
      attune_chat_parameters_set_int (copy, "top_k", 7);
      g_assert_false (attune_chat_parameters_equal (parameters, copy));
    }
}

/* Nothing that a file may hold does more harm than being passed over. */
static void
test_hostile (void)
{
  static const struct
  {
    const char *text;
    const char *json;     /* what is left; NULL for an error */
  } texts[] = {
    { "", "{}" },
    { "nonsense", NULL },
    { "[]", NULL },
    { "7", NULL },
    { "{\"temperature\":", NULL },
    { "{\"temperature\":null,\"top_p\":[1],\"seed\":{\"a\":1}}", "{}" },
    { "{\"temperature\":1e999}", "{}" },
    { "{\"stop\":\"x\",\"format\":7,\"schema\":[],\"separator\":{},\"mode\":\"poem\"}", "{}" },
    { "{\"stop\":[\"a\",\"\",null,7,\"a\",\"b\",[\"c\"],\"d\",\"e\",\"f\"]}",
      "{\"stop\":[\"a\",\"b\",\"d\",\"e\"]}" },
    { "{\"\":1,\"temperature\":2}", "{\"temperature\":2}" },
  };
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr(GString) many = g_string_new ("{\"a\":0");
  g_autoptr(AttuneChatParameters) parameters = NULL;
  g_autoptr(GError) deep_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(AttuneChatParameters) read = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *json = NULL;

      read = attune_chat_parameters_new_from_json (texts[i].text, &error);
      g_assert_true ((read == NULL) == (texts[i].json == NULL));

      if (read == NULL)
        {
          g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
          continue;
        }

      json = attune_chat_parameters_to_json (read);
      g_assert_cmpstr (json, ==, texts[i].json);
    }

  g_assert_null (attune_chat_parameters_new_from_json (deep, &deep_error));
  g_assert_error (deep_error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (many, ",\"b%u\":1", i);
  g_string_append (many, "}");
  parameters = attune_chat_parameters_new_from_json (many->str, NULL);
  g_assert_null (attune_chat_parameters_get_value (parameters, "b4999"));
  g_assert_nonnull (attune_chat_parameters_get_value (parameters, "b1"));
}

static void
test_stops (void)
{
  g_autoptr(AttuneChatParameters) parameters = attune_chat_parameters_new ();
  guint n_changed = 0;
  static const struct
  {
    const char *stops[6];
    const char *word;       /* of the sentence; NULL where they can be used */
  } sets[] = {
    { { NULL }, NULL },
    { { "a", " b", "\n", "d", NULL }, NULL },
    { { "a", "b", "c", "d", "e", NULL }, "4" },
    { { "a", "", NULL }, "empty" },
    { { "a", "b", "a", NULL }, "“a”" },
  };

  g_signal_connect (parameters, "changed", G_CALLBACK (changed_cb), &n_changed);

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean is_set = attune_chat_parameters_set_stops (parameters, sets[i].stops, &error);

      g_assert_true (is_set == (sets[i].word == NULL));

      if (is_set)
        {
          g_assert_true (g_strv_equal (sets[i].stops,
                                       attune_chat_parameters_get_stops (parameters)));
          continue;
        }

      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, sets[i].word));
      g_assert_cmpstr (attune_chat_parameters_get_stops (parameters)[3], ==, "d");
    }

  g_assert_cmpuint (n_changed, ==, 1);
  attune_chat_parameters_set_stops (parameters, NULL, NULL);
  g_assert_cmpuint (n_changed, ==, 2);
}

static void
test_changes (void)
{
  g_autoptr(AttuneChatParameters) parameters = attune_chat_parameters_new ();
  g_autoptr(AttuneChatParameters) empty = attune_chat_parameters_new ();
  guint n_changed = 0;

  g_signal_connect (parameters, "changed", G_CALLBACK (changed_cb), &n_changed);
  attune_chat_parameters_set_double (parameters, "temperature", 0.5);
  attune_chat_parameters_set_double (parameters, "temperature", 0.5);
  g_assert_cmpuint (n_changed, ==, 1);
  g_object_set (parameters, "format", ATTUNE_CHAT_FORMAT_JSON_OBJECT, "separator", " ->", NULL);
  g_object_set (parameters, "format", ATTUNE_CHAT_FORMAT_JSON_OBJECT, "separator", " ->", NULL);
  g_assert_cmpuint (n_changed, ==, 3);
  attune_chat_parameters_set_value (parameters, "temperature", NULL);
  attune_chat_parameters_set_value (parameters, "temperature", NULL);
  g_assert_cmpuint (n_changed, ==, 4);

  /* However much is different, it is said once. */
  attune_chat_parameters_assign (parameters, empty);
  attune_chat_parameters_assign (parameters, empty);
  g_assert_cmpuint (n_changed, ==, 5);
  g_assert_true (attune_chat_parameters_get_is_automatic (parameters));
}

static void
test_schema (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (attune_chat_body_check_schema ("{\"type\":\"object\"}", &error));
  g_assert_no_error (error);
  g_assert_false (attune_chat_body_check_schema (NULL, NULL));
  g_assert_false (attune_chat_body_check_schema ("{\"type\":", &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
}

/* The ranges of OpenAI's protocol, to the edge and beyond it; of its seeds those that every service
 * takes. */
static void
test_bounds (void)
{
  static const struct
  {
    const char *name;
    gint64      least;
    gint64      most;     /* or -1 when there is none */
  } ranges[] = {
    { "temperature", 0, 2 },
    { "top_p", 0, 1 },
    { "presence_penalty", -2, 2 },
    { "frequency_penalty", -2, 2 },
    { "top_logprobs", 0, 20 },
    { "max_tokens", 1, -1 },
    { "seed", 0, G_MAXINT32 },
  };
  g_autoptr(AttuneProfile) openai = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");
      AttuneChatParameters *parameters = attune_chat_request_get_parameters (request);

      g_test_message ("%s", ranges[i].name);
      attune_chat_parameters_set_int (parameters, ranges[i].name, ranges[i].least);
      g_assert_true (attune_chat_body_check (request, openai, NULL));
      attune_chat_parameters_set_int (parameters, ranges[i].name, ranges[i].least - 1);
      g_assert_false (attune_chat_body_check (request, openai, NULL));

      if (ranges[i].most < 0)
        continue;

      attune_chat_parameters_set_int (parameters, ranges[i].name, ranges[i].most);
      g_assert_true (attune_chat_body_check (request, openai, NULL));
      attune_chat_parameters_set_int (parameters, ranges[i].name, ranges[i].most + 1);
      g_assert_false (attune_chat_body_check (request, openai, NULL));
    }
}

/* What a schema is called: letters, digits, “_” and “-”, at most 64 of them. */
static void
test_schema_name (void)
{
  static const struct
  {
    const char *title;
    const char *name;
  } schemas[] = {
    { "A b-c_1", "A_b-c_1" },
    { "灯塔", "answer" },
    { "", "answer" },
    { "0123456789012345678901234567890123456789012345678901234567890123456789",
      "0123456789012345678901234567890123456789012345678901234567890123" },
  };
  g_autoptr(AttuneProfile) openai = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");
      AttuneChatParameters *parameters = attune_chat_request_get_parameters (request);
      g_autofree char *schema = g_strdup_printf ("{\"title\":\"%s\"}", schemas[i].title);
      g_autoptr(JsonNode) body = NULL;
      JsonObject *format;

      attune_chat_parameters_set_format (parameters, ATTUNE_CHAT_FORMAT_JSON_SCHEMA);
      attune_chat_parameters_set_schema (parameters, schema);
      body = attune_chat_body_build (request, openai);
      format = json_object_get_object_member (json_node_get_object (body), "response_format");
      format = json_object_get_object_member (format, "json_schema");
      g_assert_cmpstr (json_object_get_string_member (format, "name"), ==, schemas[i].name);
    }
}

/* A provider's file may narrow a setting, take one away and bring one of its own. */
static void
test_profile (void)
{
  static const char json[] =
    "{\"id\":\"x\",\"name\":\"X\",\"chat\":{\"settings\":{\"temperature\":{\"maximum\":1},\"seed\":null,"
    "\"top_k\":{\"title\":\"Top K\",\"kind\":\"integer\",\"minimum\":1,\"path\":\"k\"},\"odd\":7},"
    "\"completion-models\":[\"old\"]},\"paths\":{\"completions\":null}}";
  g_autoptr(AttuneProfile) profile = attune_profile_new_from_json (json, -1, NULL);
  g_autoptr(AttuneProfile) openai = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");
  AttuneChatParameters *parameters = attune_chat_request_get_parameters (request);
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (attune_profile_get_chat_settings (profile)->len, ==, 7);
  attune_chat_parameters_set_double (parameters, "temperature", 1.5);
  g_assert_false (attune_chat_body_check (request, profile, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_true (attune_chat_body_check (request, openai, NULL));

  attune_chat_parameters_set_double (parameters, "temperature", 1);
  attune_chat_parameters_set_int (parameters, "top_k", 40);
  attune_chat_parameters_set_int (parameters, "seed", 1);
  g_assert_true (attune_chat_body_check (request, profile, NULL));
  body = attune_chat_body_build (request, profile);
  g_assert_true (json_object_has_member (json_node_get_object (body), "k"));
  g_assert_false (json_object_has_member (json_node_get_object (body), "seed"));

  g_assert_true (attune_profile_completes (profile, "old"));
  g_assert_true (attune_profile_completes (openai, "ft:davinci-002:acme::x"));
  g_assert_false (attune_profile_completes (openai, "ft:davinci-0025:acme::x"));
  g_assert_false (attune_profile_completes (openai, "gpt-4.1-2025-04-14"));
  g_assert_false (attune_profile_can (profile, ATTUNE_ABILITY_COMPLETION));
  g_assert_true (attune_profile_can (openai, ATTUNE_ABILITY_COMPLETION));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/ChatParameters/automatic", test_automatic);
  g_test_add_func ("/Attune/ChatParameters/round-trip", test_round_trip);
  g_test_add_func ("/Attune/ChatParameters/hostile", test_hostile);
  g_test_add_func ("/Attune/ChatParameters/stops", test_stops);
  g_test_add_func ("/Attune/ChatParameters/changes", test_changes);
  g_test_add_func ("/Attune/ChatParameters/schema", test_schema);
  g_test_add_func ("/Attune/ChatParameters/bounds", test_bounds);
  g_test_add_func ("/Attune/ChatParameters/schema-name", test_schema_name);
  g_test_add_func ("/Attune/ChatParameters/profile", test_profile);

  return g_test_run ();
}
