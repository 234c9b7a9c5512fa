/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-completion-logprobs"

#include "config.h"

#include "attune-completion-logprobs.h"
#include "attune-json.h"

static JsonNode *
get_element (JsonArray *array,
             guint      i)
{
  return array != NULL && i < json_array_get_length (array) ? json_array_get_element (array, i)
                                                            : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_DOUBLE ||
          json_node_get_value_type (node) == G_TYPE_INT64);
}

static void
add_alternative_cb (JsonObject *object,
                    const char *token,
                    JsonNode   *node,
                    gpointer    user_data)
{
  JsonObject *alternative;

  if (!is_number (node))
    return;

  alternative = json_object_new ();
  json_object_set_string_member (alternative, "token", token);
  json_object_set_double_member (alternative, "logprob", json_node_get_double (node));
  json_array_add_object_element (user_data, alternative);
}

static JsonObject *
create_token (JsonNode *token,
              JsonNode *logprob,
              JsonNode *alternatives)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  json_object_set_string_member (object, "token", json_node_get_string (token));

  /* Of the very first token nobody can say it. */
  if (is_number (logprob))
    json_object_set_double_member (object, "logprob", json_node_get_double (logprob));

  if (alternatives != NULL && JSON_NODE_HOLDS_OBJECT (alternatives))
    json_object_foreach_member (json_node_get_object (alternatives), add_alternative_cb, array);

  json_object_set_array_member (object, "top_logprobs", array);

  return object;
}

/**
 * attune_completion_logprobs_convert:
 * @logprobs: (nullable): the `logprobs` of a completion: `tokens`, `token_logprobs` and
 *   `top_logprobs` beside each other (api section 1.11)
 *
 * Returns: (transfer full) (nullable): the same as the `logprobs.content` of a chat: an object for
 *   each token; %NULL when there are none
 */
JsonArray *
attune_completion_logprobs_convert (JsonObject *logprobs)
{
  JsonArray *tokens = attune_json_get_array (logprobs, "tokens");
  JsonArray *numbers = attune_json_get_array (logprobs, "token_logprobs");
  JsonArray *alternatives = attune_json_get_array (logprobs, "top_logprobs");
  JsonArray *content;

  if (tokens == NULL || json_array_get_length (tokens) == 0)
    return NULL;

  content = json_array_new ();

  for (guint i = 0; i < json_array_get_length (tokens); i++)
    {
      JsonNode *token = json_array_get_element (tokens, i);

      if (JSON_NODE_HOLDS_VALUE (token) && json_node_get_string (token) != NULL)
        json_array_add_object_element (content, create_token (token, get_element (numbers, i),
                                                              get_element (alternatives, i)));
    }

  return content;
}
