/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-body"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-body.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"

/* The one setting that is two members on the wire, and another for a completion, which knows fewer
 * alternatives (api section 1.10 and 1.11). */
#define LOGPROBS_SETTING "top_logprobs"
#define MAX_COMPLETION_LOGPROBS 5

/* What a schema is called where it has no title that will do; protocols demand a name. */
#define SCHEMA_NAME "answer"
#define MAX_SCHEMA_NAME 64

static JsonObject *
parse_schema (const char  *schema,
              GError     **error)
{
  JsonObject *object = attune_json_parse_object (schema != NULL ? schema : "", -1, NULL);

  if (object == NULL)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("The schema is not a JSON object. Correct it, or choose another answer format."));

  return object;
}

/* The schema's title as protocols take it: letters, digits, “_” and “-”. */
static char *
dup_schema_name (JsonObject *schema)
{
  g_autofree char *name = g_strndup (attune_json_get_string (schema, "title", ""), MAX_SCHEMA_NAME);

  g_strcanon (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-", '_');

  /* Of a title in another script, nothing but the underscores is left. */
  for (const char *at = name; *at != '\0'; at++)
    if (g_ascii_isalnum (*at))
      return g_steal_pointer (&name);

  return g_strdup (SCHEMA_NAME);
}

static void
add_format (JsonObject           *body,
            AttuneChatParameters *parameters)
{
  AttuneChatFormat format = attune_chat_parameters_get_format (parameters);
  g_autoptr(GEnumClass) klass = g_type_class_ref (ATTUNE_TYPE_CHAT_FORMAT);
  g_autoptr(JsonObject) schema = NULL;
  JsonObject *object;

  if (format == ATTUNE_CHAT_FORMAT_AUTOMATIC)
    return;

  object = json_object_new ();
  json_object_set_string_member (object, "type", g_enum_get_value (klass, format)->value_nick);

  if (format == ATTUNE_CHAT_FORMAT_JSON_SCHEMA &&
      (schema = parse_schema (attune_chat_parameters_get_schema (parameters), NULL)) != NULL)
    {
      g_autofree char *name = dup_schema_name (schema);
      JsonObject *inner = json_object_new ();

      json_object_set_string_member (inner, "name", name);
      json_object_set_object_member (inner, "schema", g_steal_pointer (&schema));
      json_object_set_object_member (object, "json_schema", inner);
    }

  json_object_set_object_member (body, "response_format", object);
}

static void
add_stops (JsonObject           *body,
           AttuneChatParameters *parameters)
{
  const char * const *stops = attune_chat_parameters_get_stops (parameters);
  JsonArray *array;

  if (stops[0] == NULL)
    return;

  array = json_array_new ();
  for (guint i = 0; stops[i] != NULL; i++)
    json_array_add_string_element (array, stops[i]);
  json_object_set_array_member (body, "stop", array);
}

static void
add_logprobs (JsonObject *body,
              JsonNode   *value,
              gboolean    is_completion)
{
  if (is_completion)
    {
      json_object_set_int_member (body, "logprobs",
                                  MIN (json_node_get_int (value), MAX_COMPLETION_LOGPROBS));
      return;
    }

  json_object_set_boolean_member (body, "logprobs", TRUE);
  json_object_set_member (body, LOGPROBS_SETTING, json_node_copy (value));
}

/* The member that carries a setting, where the provider's file does not name the place. */
static const char *
get_member (const AttuneSetting *setting,
            AttuneProfile       *profile,
            gboolean             is_completion)
{
  if (setting->path != NULL)
    return setting->path;

  /* The older call never learned the newer name. */
  if (g_str_equal (setting->name, "max_tokens"))
    return is_completion ? "max_tokens" : attune_profile_get_max_tokens_field (profile);

  if (g_str_equal (setting->name, "seed"))
    return attune_profile_get_seed_field (profile);

  return setting->name;
}

static void
add_settings (JsonObject           *body,
              AttuneChatParameters *parameters,
              AttuneProfile        *profile,
              gboolean              is_completion)
{
  GPtrArray *settings = attune_profile_get_chat_settings (profile);

  for (guint i = 0; i < settings->len; i++)
    {
      const AttuneSetting *setting = settings->pdata[i];
      JsonNode *value = attune_chat_parameters_get_value (parameters, setting->name);

      if (value == NULL)
        continue;

      if (g_str_equal (setting->name, LOGPROBS_SETTING))
        add_logprobs (body, value, is_completion);
      else
        json_object_set_member (body, get_member (setting, profile, is_completion),
                                json_node_copy (value));
    }
}

/**
 * attune_chat_body_check_schema:
 * @schema: (nullable): what a person typed
 * @error: return location for %ATTUNE_ERROR_DATA, a sentence
 *
 * Returns: whether it is a JSON object, as every schema is
 */
gboolean
attune_chat_body_check_schema (const char  *schema,
                               GError     **error)
{
  g_autoptr(JsonObject) object = parse_schema (schema, error);

  return object != NULL;
}

/**
 * attune_chat_body_check:
 * @request: what was said, and how to answer
 * @profile: of the provider that is asked
 * @error: return location for %ATTUNE_ERROR_DATA, a sentence on the first thing that is wrong
 *
 * Returns: whether the provider can be asked so
 */
gboolean
attune_chat_body_check (AttuneChatRequest  *request,
                        AttuneProfile      *profile,
                        GError            **error)
{
  AttuneChatParameters *parameters = attune_chat_request_get_parameters (request);
  GPtrArray *settings = attune_profile_get_chat_settings (profile);

  for (guint i = 0; i < settings->len; i++)
    {
      const AttuneSetting *setting = settings->pdata[i];
      JsonNode *value = attune_chat_parameters_get_value (parameters, setting->name);

      if (value != NULL && !attune_setting_check (setting, value, error))
        return FALSE;
    }

  return attune_chat_parameters_get_format (parameters) != ATTUNE_CHAT_FORMAT_JSON_SCHEMA ||
         attune_chat_request_get_prompt (request) != NULL ||
         attune_chat_body_check_schema (attune_chat_parameters_get_schema (parameters), error);
}

/**
 * attune_chat_body_build:
 * @request: what was said, and how to answer; attune_chat_body_check() has passed it
 * @profile: of the provider that is asked
 *
 * Writes only what was set and what the provider knows, streamed, with its usage at the end, and
 * with what the provider wants besides.
 *
 * Returns: (transfer full): the body of the call
 */
JsonNode *
attune_chat_body_build (AttuneChatRequest *request,
                        AttuneProfile     *profile)
{
  AttuneChatParameters *parameters = attune_chat_request_get_parameters (request);
  gboolean is_completion = attune_chat_request_get_prompt (request) != NULL;
  JsonObject *defaults = attune_profile_get_chat_defaults (profile);
  JsonNode *node = attune_chat_request_to_json (request);
  JsonObject *body = json_node_get_object (node);

  add_settings (body, parameters, profile, is_completion);
  add_stops (body, parameters);
  if (!is_completion)
    add_format (body, parameters);

  json_object_set_boolean_member (body, "stream", TRUE);

  if (attune_profile_get_has_stream_options (profile))
    {
      JsonObject *options = json_object_new ();

      json_object_set_boolean_member (options, "include_usage", TRUE);
      json_object_set_object_member (body, "stream_options", options);
    }

  /* The older call refuses members that only the newer one has. */
  if (defaults != NULL && !is_completion)
    attune_json_merge (body, defaults);

  return node;
}
