/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include <string.h>

#include "attune-adapter-private.h"
#include "attune-chat-body.h"
#include "attune-client-private.h"
#include "attune-client.h"
#include "attune-completion-logprobs.h"
#include "attune-error.h"
#include "attune-http-error.h"
#include "attune-json.h"
#include "attune-sse-parser.h"
#include "attune-wire-parse.h"

/* How long the connection is kept to read the end of a stream that has said it is done. */
#define DRAIN_TIMEOUT_MSEC 1000
#define DRAIN_SIZE 4096

/* An answer while it comes in. */
typedef struct
{
  AttuneOperation *operation;
  AttuneHttpCall  *call;
  SoupMessage     *message;
  AttuneChatEnd   *end;
  GError          *error;         /* the provider broke off, or talks nonsense */
  guint            has_event : 1;
  guint            has_text : 1;
  guint            is_done : 1;   /* "[DONE]" */
} Answer;

static void
clear_answer (Answer *self)
{
  g_clear_object (&self->message);
  g_clear_pointer (&self->end, attune_chat_end_free);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, clear_answer)

static const char *
get_text (JsonObject *object,
          const char *member)
{
  const char *text = attune_json_get_string (object, member, NULL);

  return text != NULL && *text != '\0' ? text : NULL;
}

static void
give (Answer                *self,
      const AttuneChatDelta *delta)
{
  gboolean has_text = delta->text != NULL || delta->reasoning != NULL || delta->tool_calls != NULL;

  /* The first half of a character is a token without a text. */
  if (!has_text && delta->logprobs == NULL)
    return;

  self->has_text |= has_text;
  self->operation->chat (delta, self->operation->user_data);
}

/* Mistral's models that think send parts: {"type": "thinking", "thinking": [{"text": …}]} beside
 * {"type": "text", "text": …}. */
static void
take_parts (Answer    *self,
            JsonArray *parts,
            gboolean   is_thinking)
{
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);
      JsonObject *part = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonArray *thinking = !is_thinking ? attune_json_get_array (part, "thinking") : NULL;
      const char *text = get_text (part, "text");
      AttuneChatDelta delta = { .text = is_thinking ? NULL : text,
                                .reasoning = is_thinking ? text : NULL };

      give (self, &delta);

      if (thinking != NULL)
        take_parts (self, thinking, TRUE);
    }
}

static void
take_delta (Answer     *self,
            JsonObject *object,
            JsonObject *logprobs)
{
  JsonArray *parts = attune_json_get_array (object, "content");
  JsonArray *tool_calls = attune_json_get_array (object, "tool_calls");
  AttuneChatDelta delta = { .text = get_text (object, "content"),
                            .reasoning = get_text (object, "reasoning_content"),
                            .logprobs = attune_json_get_array (logprobs, "content") };

  if (delta.text == NULL)
    delta.text = get_text (object, "refusal");

  /* The same thoughts go by either name, and by both at some gateways. */
  if (delta.reasoning == NULL)
    delta.reasoning = get_text (object, "reasoning");

  if (tool_calls != NULL && json_array_get_length (tool_calls) > 0)
    delta.tool_calls = tool_calls;

  give (self, &delta);

  if (parts != NULL)
    take_parts (self, parts, FALSE);
}

static void
take_completion (Answer     *self,
                 JsonObject *choice)
{
  JsonObject *object = attune_json_get_object (choice, "logprobs");
  g_autoptr(JsonArray) converted = attune_completion_logprobs_convert (object);
  AttuneChatDelta delta = { .text = get_text (choice, "text"), .logprobs = converted };

  /* llama-server tells it as in a chat, whatever it was asked. */
  if (converted == NULL)
    delta.logprobs = attune_json_get_array (object, "content");

  give (self, &delta);
}

static void
take_choice (Answer     *self,
             JsonObject *choice)
{
  JsonObject *delta = attune_json_get_object (choice, "delta");
  const char *reason = attune_json_get_string (choice, "finish_reason", NULL);

  /* A server that does not stream sends the message whole. */
  if (delta == NULL)
    delta = attune_json_get_object (choice, "message");

  /* What a completion says has no message around it. */
  if (delta == NULL)
    take_completion (self, choice);
  else
    take_delta (self, delta, attune_json_get_object (choice, "logprobs"));

  if (reason != NULL)
    g_set_str (&self->end->finish_reason, reason);
}

static void
take_usage (AttuneChatEnd *end,
            JsonObject    *usage)
{
  JsonObject *prompt = attune_json_get_object (usage, "prompt_tokens_details");
  JsonObject *completion = attune_json_get_object (usage, "completion_tokens_details");

  end->prompt_tokens = attune_wire_get_int (usage, "prompt_tokens", end->prompt_tokens);
  end->completion_tokens = attune_wire_get_int (usage, "completion_tokens",
                                                end->completion_tokens);

  if (prompt != NULL)
    end->cached_tokens = attune_wire_get_int (prompt, "cached_tokens", end->cached_tokens);

  if (completion != NULL)
    end->reasoning_tokens = attune_wire_get_int (completion, "reasoning_tokens",
                                                 end->reasoning_tokens);
}

static void
take_chunk (Answer     *self,
            JsonObject *chunk,
            GBytes     *text)
{
  JsonArray *choices = attune_json_get_array (chunk, "choices");
  JsonObject *usage = attune_json_get_object (chunk, "usage");
  guint length = choices != NULL ? json_array_get_length (choices) : 0;

  if (json_object_has_member (chunk, "error") && !json_object_get_null_member (chunk, "error"))
    {
      self->error = attune_http_error_from_event (self->operation->http, self->call,
                                                  self->message, chunk, text);
      return;
    }

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (choices, i);

      /* We ask for one answer; further ones would run into it. */
      if (JSON_NODE_HOLDS_OBJECT (node) &&
          attune_json_get_int (json_node_get_object (node), "index", 0) == 0)
        take_choice (self, json_node_get_object (node));
    }

  if (usage != NULL)
    take_usage (self->end, usage);
}

static void
take_text (Answer *self,
           GBytes *text)
{
  g_autoptr(JsonObject) chunk = NULL;
  g_autofree char *valid = NULL;
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  /* JSON is UTF-8. A server that cuts a character in two must not cost the rest of the answer. */
  if (length > 0 && !g_utf8_validate_len (data, length, NULL))
    {
      valid = g_utf8_make_valid (data, length);
      data = valid;
      length = strlen (valid);
    }

  if ((chunk = attune_json_parse_object (data, length, NULL)) != NULL)
    take_chunk (self, chunk, text);
  else
    self->error = attune_http_error_from_nonsense (self->operation->http, self->message, text);
}

static void
event_cb (const char *data,
          gsize       length,
          gpointer    user_data)
{
  Answer *self = user_data;

  if (self->is_done || self->error != NULL || length == 0)
    return;

  self->has_event = TRUE;

  if (g_str_equal (data, "[DONE]"))
    self->is_done = TRUE;
  else
    {
      g_autoptr(GBytes) text = g_bytes_new_static (data, length);

      take_text (self, text);
    }
}

/* Reads what is left of the stream, so that the connection can serve the next question. */
static void
drain (GInputStream *stream)
{
  dex_future_disown (dex_future_with_timeout_msec (dex_input_stream_read_bytes (stream,
                                                                                DRAIN_SIZE,
                                                                                G_PRIORITY_LOW),
                                                   DRAIN_TIMEOUT_MSEC));
}

/* A connection that breaks after words have come is an answer that ends without a reason. */
static gboolean
is_broken_answer (Answer       *self,
                  const GError *error)
{
  return (self->has_text &&
          (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK) ||
           g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE)));
}

static gboolean
read_events (Answer        *self,
             GInputStream  *stream,
             GError       **error)
{
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (event_cb, self);

  while (!self->is_done)
    {
      g_autoptr(GBytes) piece = NULL;
      g_autoptr(GError) local_error = NULL;

      piece = attune_http_read (self->operation->http, self->call, stream, &local_error);

      if (piece == NULL && is_broken_answer (self, local_error))
        return TRUE;

      if (piece == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (g_bytes_get_size (piece) == 0)
        break;

      if (!attune_sse_parser_feed (parser, g_bytes_get_data (piece, NULL),
                                   g_bytes_get_size (piece), error))
        return FALSE;

      if (self->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->error));
          return FALSE;
        }
    }

  if (self->is_done)
    {
      drain (stream);
      return TRUE;
    }

  /* Some servers leave out the blank line after the last event. If the stream was cut inside it,
   * what came before still counts. */
  attune_sse_parser_feed (parser, "\n\n", 2, NULL);

  if (self->has_text || self->end->finish_reason != NULL)
    g_clear_error (&self->error);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }

  return TRUE;
}

/* A server that does not know how to stream answers with one object. */
static gboolean
read_object (Answer        *self,
             GInputStream  *stream,
             GError       **error)
{
  g_autoptr(GBytes) body = NULL;

  if ((body = attune_http_read_all (self->operation->http, self->call, self->message, stream,
                                    error)) == NULL)
    return FALSE;

  self->has_event = TRUE;
  take_text (self, body);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }

  return TRUE;
}

static DexFuture *
chat_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_auto(Answer) answer = { .operation = operation };
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = operation->extra,
    .json = operation->json,
    .subject = operation->id,
    .retry = ATTUNE_HTTP_RETRY_ANSWERED,
    .act = ATTUNE_HTTP_ACT_CHAT,
  };
  const char *type;
  gboolean is_read;

  answer.call = &call;
  answer.end = g_new0 (AttuneChatEnd, 1);
  answer.end->prompt_tokens = -1;
  answer.end->completion_tokens = -1;
  answer.end->cached_tokens = -1;
  answer.end->reasoning_tokens = -1;

  if ((stream = attune_http_open (operation->http, &call, &answer.message, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  type = soup_message_headers_get_content_type (
           soup_message_get_response_headers (answer.message), NULL);

  if (g_strcmp0 (type, "application/json") == 0)
    is_read = read_object (&answer, stream, &error);
  else
    is_read = read_events (&answer, stream, &error);

  if (!is_read)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!answer.has_event)
    {
      g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);

      error = attune_http_error_from_nonsense (operation->http, answer.message, nothing);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_boxed (ATTUNE_TYPE_CHAT_END, g_steal_pointer (&answer.end));
}

/**
 * attune_client_chat:
 * @self: a client
 * @request: what was said so far; copied
 * @func: called on the main thread with each piece of the answer, as it comes
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data when the answer has ended
 *
 * Asks a model, or lets it go on with a text, and streams its answer. There is no limit on how long
 * it takes, only on silence. An answer whose connection broke after words had come resolves without
 * a finish reason. What the provider would refuse, see attune_chat_body_check(), is not sent.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneChatEnd, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_chat (AttuneClient      *self,
                    AttuneChatRequest *request,
                    AttuneChatFunc     func,
                    gpointer           user_data,
                    GDestroyNotify     destroy)
{
  AttuneProfile *profile = attune_client_get_profile (self);
  g_autofree char *model = NULL;
  g_autoptr(GError) error = NULL;
  AttuneOperation *operation;
  gboolean is_completion;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (ATTUNE_IS_CHAT_REQUEST (request));
  dex_return_error_if_fail (func != NULL);

  if (!attune_chat_body_check (request, profile, &error))
    {
      if (destroy != NULL)
        destroy (user_data);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  is_completion = attune_chat_request_get_prompt (request) != NULL;
  g_object_get (request, "model", &model, NULL);
  operation = attune_operation_new (self, model, NULL);
  operation->extra = attune_adapter_dup_path (operation->adapter, is_completion ? "completions" : "chat",
                                              NULL);
  operation->json = attune_chat_body_build (request, profile);
  operation->chat = func;
  operation->user_data = user_data;
  operation->destroy = destroy;

  return attune_operation_spawn (operation, chat_fiber);
}
