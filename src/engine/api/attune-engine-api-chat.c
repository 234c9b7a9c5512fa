/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-api-chat"

#include "config.h"

#include <math.h>

#include "attune-engine-api.h"
#include "attune-engine-error.h"
#include "attune-json.h"

/* What OpenAI takes when a plain completion does not say (api section 1.11). */
#define DEFAULT_COMPLETION_TOKENS 16

#define MAX_STOPS 4

typedef struct
{
  AttuneEngine *engine;
  const char   *path;
  char         *model;
  JsonObject   *body;
} ChatCall;

static void
chat_call_free (gpointer data)
{
  ChatCall *self = data;

  g_clear_object (&self->engine);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->body, json_object_unref);
  g_free (self);
}

static gboolean
fail (GError     **error,
      const char  *param,
      const char  *rule)
{
  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, param, "“%s” %s.", param, rule);

  return FALSE;
}

static gboolean
is_given (JsonObject *body,
          const char *member)
{
  return json_object_has_member (body, member) && !json_object_get_null_member (body, member);
}

static gboolean
check_number (JsonObject  *body,
              const char  *member,
              double       minimum,
              double       maximum,
              GError     **error)
{
  double value;

  if (!is_given (body, member))
    return TRUE;

  value = attune_json_get_double (body, member, NAN);

  if (value >= minimum && value <= maximum)
    return TRUE;

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, member,
                           "“%s” must be a number from %g to %g.", member, minimum, maximum);

  return FALSE;
}

static gboolean
check_stop (JsonObject  *body,
            GError     **error)
{
  JsonArray *stops;

  if (!is_given (body, "stop") || attune_json_get_string (body, "stop", NULL) != NULL)
    return TRUE;

  stops = attune_json_get_array (body, "stop");

  return (stops != NULL && json_array_get_length (stops) <= MAX_STOPS) ||
         fail (error, "stop", "must be a text, or a list of at most 4 texts");
}

/* The ranges of api section 1.10; llama-server itself takes anything. */
static gboolean
check_sampling (JsonObject  *body,
                GError     **error)
{
  return check_number (body, "temperature", 0, 2, error) &&
         check_number (body, "top_p", 0, 1, error) &&
         check_number (body, "frequency_penalty", -2, 2, error) &&
         check_number (body, "presence_penalty", -2, 2, error) &&
         check_number (body, "max_tokens", 1, G_MAXINT32, error) &&
         check_number (body, "max_completion_tokens", 1, G_MAXINT32, error) &&
         check_number (body, "n", 1, 128, error) &&
         check_stop (body, error);
}

static gboolean
check_messages (JsonObject  *body,
                GError     **error)
{
  JsonArray *messages = attune_json_get_array (body, "messages");

  if (messages == NULL || json_array_get_length (messages) == 0)
    return fail (error, "messages", "must be a list of at least one message");

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonNode *node = json_array_get_element (messages, i);

      if (!JSON_NODE_HOLDS_OBJECT (node) ||
          attune_json_get_string (json_node_get_object (node), "role", NULL) == NULL)
        return fail (error, "messages", "must hold objects with a “role”");
    }

  return TRUE;
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  ChatCall *call = user_data;
  AttuneEngineModels *models = attune_engine_get_models (call->engine);
  g_autoptr(AttuneEngineModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_engine_models_prepare (models), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!(model = attune_engine_models_lookup (models, call->model)))
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_NOT_FOUND, "model_not_found", "model",
                                                              "There is no model “%s”.", call->model));

  if (!dex_await (attune_engine_models_check_base (models, model->id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_inference_ask (attune_engine_get_inference (call->engine),
                                      model, call->path, call->body);
}

static DexFuture *
ask (AttuneEngine *engine,
     JsonObject   *body,
     const char   *path)
{
  g_autoptr(GError) error = NULL;
  const char *model = attune_json_get_string (body, "model", NULL);
  ChatCall *call;

  if (model == NULL)
    fail (&error, "model", "is missing");

  if (error != NULL || !check_sampling (body, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  call = g_new0 (ChatCall, 1);
  call->engine = g_object_ref (engine);
  call->path = path;
  call->model = g_strdup (model);
  call->body = json_object_ref (body);

  return dex_scheduler_spawn (NULL, 0, ask_fiber, call, chat_call_free);
}

static DexFuture *
chat (AttuneEngine        *engine,
      AttuneEngineRequest *request)
{
  JsonObject *body = attune_engine_request_get_body (request);
  g_autoptr(GError) error = NULL;

  if (!check_messages (body, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return ask (engine, body, "/v1/chat/completions");
}

static DexFuture *
complete (AttuneEngine        *engine,
          AttuneEngineRequest *request)
{
  JsonObject *body = attune_engine_request_get_body (request);
  g_autoptr(GError) error = NULL;

  if (!is_given (body, "prompt"))
    {
      fail (&error, "prompt", "is missing");
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!is_given (body, "max_tokens"))
    json_object_set_int_member (body, "max_tokens", DEFAULT_COMPLETION_TOKENS);

  return ask (engine, body, "/v1/completions");
}

const AttuneEngineRoute attune_engine_chat_routes[] = {
  { "POST", "/v1/chat/completions", ATTUNE_ENGINE_BODY_JSON, chat,     TRUE },
  { "POST", "/v1/completions",      ATTUNE_ENGINE_BODY_JSON, complete, TRUE },
  { NULL }
};
