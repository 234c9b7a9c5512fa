/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include "attune-error.h"
#include "attune-http-error.h"
#include "attune-http-exchange.h"
#include "attune-http-private.h"
#include "attune-http-retry.h"
#include "attune-json.h"
#include "attune-timeout.h"

/* Sending a file and waiting for a model to begin to speak may take so many times as long as all
 * else without anything being wrong. */
#define SLOW_FACTOR 5

/* Lists are pages of a hundred; the reasons for a refusal are a few lines. As JSON in memory a body
 * takes some ten times its size. */
#define MAX_BODY_SIZE (16 * 1024 * 1024)
#define MAX_REFUSAL_SIZE (64 * 1024)
#define READ_SIZE (64 * 1024)

/* The id or name of an organization, as a service sends it. */
#define MAX_ORGANIZATION_LENGTH 100

static guint
get_timeout (AttuneHttp           *self,
             const AttuneHttpCall *call)
{
  if (call->act == ATTUNE_HTTP_ACT_OTHER || call->act == ATTUNE_HTTP_ACT_LIST)
    return self->timeout_msec;

  return self->timeout_msec * SLOW_FACTOR;
}

/* Reads to the end, or as far as @limit and for as long as one silence when @truncate. */
static GBytes *
read_body (AttuneHttp      *self,
           AttuneHttpCall  *call,
           SoupMessage     *message,
           GInputStream    *stream,
           gsize            limit,
           gboolean         truncate,
           GError         **error)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();
  gint64 deadline = g_get_monotonic_time () + get_timeout (self, call) * 1000LL;

  for (;;)
    {
      g_autoptr(GBytes) piece = NULL;
      g_autoptr(GError) local_error = NULL;

      if ((piece = attune_http_read (self, call, stream, &local_error)) == NULL)
        {
          /* Half of a refusal is better than none. */
          if (truncate && local_error->domain == ATTUNE_ERROR)
            break;

          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }

      if (g_bytes_get_size (piece) == 0)
        break;

      g_byte_array_append (body, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));

      if (truncate && (body->len > limit || g_get_monotonic_time () > deadline))
        break;

      if (body->len > limit)
        {
          g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);

          g_propagate_error (error, attune_http_error_from_nonsense (self, message, nothing));
          return NULL;
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

/* OpenAI says with each answer for whom it was. It is shown to the person, so it must be text. */
static void
note_organization (AttuneHttp         *self,
                   SoupMessageHeaders *headers)
{
  const char *organization = soup_message_headers_get_one (headers, "openai-organization");

  if (organization != NULL && *organization != '\0' &&
      strlen (organization) <= MAX_ORGANIZATION_LENGTH && g_str_is_ascii (organization))
    g_set_str (&self->answered_organization, organization);
}

/* Sends the request once. With @body, reads the answer to its end as well. */
static gboolean
try_exchange (AttuneHttp          *self,
              AttuneHttpExchange  *exchange,
              GBytes             **body,
              GError             **error)
{
  AttuneHttpCall *call = exchange->call;
  g_autoptr(GBytes) refusal = NULL;
  guint status;

  exchange->timeout_msec = get_timeout (self, call);

  if (!attune_http_exchange_send (exchange, self, error))
    return FALSE;

  if (!attune_http_exchange_is_from_proxy (exchange))
    {
      SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);

      attune_http_limiter_note (self->limiter, headers);
      note_organization (self, headers);
    }

  status = soup_message_get_status (exchange->message);
  g_debug ("%s %s: %u", call->method, call->path, status);

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      if (body == NULL)
        return TRUE;

      *body = attune_http_read_all (self, call, exchange->message, exchange->stream, error);
      return *body != NULL;
    }

  if ((refusal = read_body (self, call, exchange->message, exchange->stream,
                            MAX_REFUSAL_SIZE, TRUE, error)) == NULL)
    return FALSE;

  if (attune_http_exchange_is_from_proxy (exchange))
    g_propagate_error (error, attune_http_error_from_proxy (self, exchange->message, refusal));
  else
    g_propagate_error (error, attune_http_error_from_answer (self, call, exchange->message,
                                                             refusal));
  return FALSE;
}

static AttuneHttpTurn
get_turn (const AttuneHttpCall *call)
{
  if (call->act == ATTUNE_HTTP_ACT_CHAT)
    return ATTUNE_HTTP_TURN_URGENT;

  return call->upload_path != NULL ? ATTUNE_HTTP_TURN_LONG : ATTUNE_HTTP_TURN_ORDINARY;
}

/* Tells the account what a failure means for its other requests, and waits before this one is sent
 * again. FALSE when it is not. */
static gboolean
recover (AttuneHttp          *self,
         AttuneHttpExchange  *exchange,
         const GError        *failed,
         GError             **error)
{
  AttuneHttpCall *call = exchange->call;
  AttuneHttpFailure failure = {
    .error = failed,
    .n_retries = call->n_retries,
    .timeout_msec = exchange->timeout_msec,
    .status = attune_http_exchange_get_status (exchange),
    .headers = soup_message_get_response_headers (exchange->message),
    .waited_msec = attune_http_exchange_get_waited (exchange),
    .was_written = exchange->written_at > 0,
    .body_begun = exchange->sent > 0,
    .was_reused = !exchange->is_new,
    .is_insecure = exchange->is_insecure,
  };
  guint back_off_msec = attune_http_get_back_off (&failure);
  guint wait_msec;

  call->status = failure.status;

  if (back_off_msec > 0)
    attune_http_limiter_back_off (self->limiter, back_off_msec);

  attune_http_limiter_leave (self->limiter, get_turn (call), failure.status);

  if (!attune_http_should_retry (call->retry, &failure, &wait_msec))
    {
      g_propagate_error (error, g_error_copy (failed));
      return FALSE;
    }

  g_debug ("%s %s again in %u ms: %s", call->method, call->path, wait_msec, failed->message);
  call->n_retries++;

  /* Where all wait, this one waits in the queue. */
  return back_off_msec > 0 || attune_http_wait (wait_msec, error);
}

/* Sends the request until it is answered well, or trying again makes no sense. */
static gboolean
send_call (AttuneHttp      *self,
           AttuneHttpCall  *call,
           SoupMessage    **message,
           GInputStream   **stream,
           GBytes         **body,
           GError         **error)
{
  if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      return FALSE;
    }

  for (;;)
    {
      g_auto(AttuneHttpExchange) exchange = { .call = call };
      g_autoptr(GError) local_error = NULL;

      if (!attune_http_limiter_enter (self->limiter, get_turn (call), call->n_retries > 0,
                                      &local_error))
        {
          if (local_error == NULL)
            local_error = attune_http_error_from_rest (self);

          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (try_exchange (self, &exchange, body, &local_error))
        {
          attune_http_limiter_leave (self->limiter, get_turn (call),
                                     soup_message_get_status (exchange.message));
          *message = g_steal_pointer (&exchange.message);

          if (stream != NULL)
            *stream = g_steal_pointer (&exchange.stream);

          return TRUE;
        }

      if (!recover (self, &exchange, local_error, error))
        return FALSE;
    }
}

/**
 * attune_http_open: (skip)
 * @self: a session
 * @call: what to send
 * @message: (out): the answer's headers
 * @error: return location for %ATTUNE_ERROR
 *
 * Sends a request, again if need be, and leaves the body of the answer to be read.
 *
 * Returns: (transfer full): the body of an answer whose status was a success
 */
GInputStream *
attune_http_open (AttuneHttp      *self,
                  AttuneHttpCall  *call,
                  SoupMessage    **message,
                  GError         **error)
{
  GInputStream *stream = NULL;

  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return send_call (self, call, message, &stream, NULL, error) ? stream : NULL;
}

/**
 * attune_http_read: (skip)
 * @self: a session
 * @call: what was sent
 * @stream: the body of its answer
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): the next bytes, none at the end
 */
GBytes *
attune_http_read (AttuneHttp      *self,
                  AttuneHttpCall  *call,
                  GInputStream    *stream,
                  GError         **error)
{
  g_autoptr(GError) local_error = NULL;
  guint timeout_msec;
  GBytes *bytes;

  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  timeout_msec = get_timeout (self, call);
  bytes = dex_await_boxed (attune_future_with_timeout (
                             dex_input_stream_read_bytes (stream, READ_SIZE, G_PRIORITY_DEFAULT),
                             timeout_msec),
                           &local_error);

  if (bytes != NULL)
    return bytes;

  if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    g_propagate_error (error, attune_http_error_from_silence (self, timeout_msec));
  else
    g_propagate_error (error, attune_http_error_from_io (self, call, NULL, local_error));

  return NULL;
}

/**
 * attune_http_read_all: (skip)
 * @self: a session
 * @call: what was sent
 * @message: the answer's headers
 * @stream: the body of the answer
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): the whole body, of at most 16 MiB
 */
GBytes *
attune_http_read_all (AttuneHttp      *self,
                      AttuneHttpCall  *call,
                      SoupMessage     *message,
                      GInputStream    *stream,
                      GError         **error)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return read_body (self, call, message, stream, MAX_BODY_SIZE, FALSE, error);
}

/**
 * attune_http_fetch: (skip)
 * @self: a session
 * @call: what to send
 * @error: return location for %ATTUNE_ERROR
 *
 * Sends a request, again if need be, and reads its answer whole.
 *
 * Returns: (transfer full): the JSON of the answer, a null where it had no body
 */
JsonNode *
attune_http_fetch (AttuneHttp      *self,
                   AttuneHttpCall  *call,
                   GError         **error)
{
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) body = NULL;
  JsonNode *node;
  gsize length;
  const char *text;

  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  if (!send_call (self, call, &message, NULL, &body, error))
    return NULL;

  text = g_bytes_get_data (body, &length);

  if (length == 0)
    return json_node_new (JSON_NODE_NULL);

  if ((node = attune_json_parse (text, length, NULL)) == NULL)
    g_propagate_error (error, attune_http_error_from_nonsense (self, message, body));

  return node;
}

/**
 * attune_http_fetch_object: (skip)
 * @self: a session
 * @call: what to send
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): the JSON object that was answered
 */
JsonObject *
attune_http_fetch_object (AttuneHttp      *self,
                          AttuneHttpCall  *call,
                          GError         **error)
{
  g_autoptr(JsonNode) node = NULL;

  if ((node = attune_http_fetch (self, call, error)) == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_propagate_error (error, attune_http_error_from_misfit (self));
      return NULL;
    }

  return json_node_dup_object (node);
}
