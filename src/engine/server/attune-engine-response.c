/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-response"

#include "config.h"

#include <string.h>

#include "attune-engine-error.h"
#include "attune-engine-response.h"
#include "attune-json.h"

/* Read and written in pieces of at most this size; a piece that is smaller goes out at once. */
#define PIECE_SIZE (64 * 1024)

#define EVENT_STREAM "text/event-stream"

struct _AttuneEngineResponse
{
  GObject                     parent_instance;

  guint                       status;
  JsonNode                   *node;
  GInputStream               *stream;
  AttuneEngineResponseFilter  filter;         /* NULL when its pieces are sent as they come */
  char                       *content_type;
  gint64                      length;         /* -1 when not known */
  gpointer                    guard;
  GDestroyNotify              guard_destroy;
};

typedef struct
{
  AttuneEngineResponse *self;
  SoupServerMessage    *message;
  DexPromise           *written;   /* resolved when a piece has gone out */
} SendWork;

G_DEFINE_FINAL_TYPE (AttuneEngineResponse, attune_engine_response, G_TYPE_OBJECT)

static void
send_work_free (gpointer data)
{
  SendWork *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->message);
  dex_clear (&self->written);
  g_free (self);
}

static void
wrote_chunk_cb (SoupServerMessage *message,
                gpointer           user_data)
{
  SendWork *work = user_data;

  if (dex_future_is_pending (DEX_FUTURE (work->written)))
    dex_promise_resolve_boolean (work->written, TRUE);
}

/* In a fiber: hands one piece to the client and waits until it has taken it. */
static void
write_piece (SendWork *work,
             GBytes   *bytes)
{
  SoupMessageBody *body = soup_server_message_get_response_body (work->message);

  dex_clear (&work->written);
  work->written = dex_promise_new ();
  soup_message_body_append_bytes (body, bytes);
  soup_server_message_unpause (work->message);
  dex_await (DEX_FUTURE (dex_ref (work->written)), NULL);
}

/* The status line is gone already, so this is the only way to say it (api section 1.10). */
static void
write_error_event (SendWork     *work,
                   const GError *error)
{
  g_autoptr(JsonNode) node = attune_engine_error_to_json (error);
  g_autofree char *json = attune_json_to_string (node);
  char *event = g_strdup_printf ("data: %s\n\n", json);
  g_autoptr(GBytes) bytes = g_bytes_new_take (event, strlen (event));

  write_piece (work, bytes);
}

static DexFuture *
send_fiber (gpointer user_data)
{
  SendWork *work = user_data;
  AttuneEngineResponse *self = work->self;
  g_autoptr(GError) error = NULL;
  gulong handler;

  handler = g_signal_connect (work->message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), work);

  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GBytes) filtered = NULL;

      bytes = dex_await_boxed (dex_input_stream_read_bytes (self->stream, PIECE_SIZE,
                                                            G_PRIORITY_DEFAULT),
                               &error);

      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        break;

      filtered = self->filter != NULL ? self->filter (bytes) : g_bytes_ref (bytes);
      write_piece (work, filtered);
    }

  g_signal_handler_disconnect (work->message, handler);

  if (error != NULL && g_str_has_prefix (self->content_type, EVENT_STREAM))
    write_error_event (work, error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  soup_message_body_complete (soup_server_message_get_response_body (work->message));
  soup_server_message_unpause (work->message);

  return dex_future_new_true ();
}

static void
attune_engine_response_dispose (GObject *object)
{
  AttuneEngineResponse *self = (AttuneEngineResponse *)object;

  g_clear_object (&self->stream);

  if (self->guard_destroy != NULL)
    self->guard_destroy (self->guard);

  self->guard = NULL;
  self->guard_destroy = NULL;

  G_OBJECT_CLASS (attune_engine_response_parent_class)->dispose (object);
}

static void
attune_engine_response_finalize (GObject *object)
{
  AttuneEngineResponse *self = (AttuneEngineResponse *)object;

  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->content_type, g_free);

  G_OBJECT_CLASS (attune_engine_response_parent_class)->finalize (object);
}

static void
attune_engine_response_class_init (AttuneEngineResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_engine_response_dispose;
  object_class->finalize = attune_engine_response_finalize;
}

static void
attune_engine_response_init (AttuneEngineResponse *self)
{
  self->status = SOUP_STATUS_OK;
  self->length = -1;
}

/**
 * attune_engine_response_new_json:
 * @object: (transfer full): the answer
 *
 * Returns: (transfer full): a response with the status 200
 */
AttuneEngineResponse *
attune_engine_response_new_json (JsonObject *object)
{
  AttuneEngineResponse *self;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_RESPONSE, NULL);
  self->node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (self->node, object);

  return self;
}

static void
set_id (JsonObject *object,
        const char *member,
        JsonArray  *data,
        guint       index)
{
  const char *id = NULL;

  if (json_array_get_length (data) > 0)
    id = attune_json_get_string (json_array_get_object_element (data, index), "id", NULL);

  json_object_set_string_member (object, member, id);
}

/**
 * attune_engine_response_new_list:
 * @data: (transfer full): the objects of this page
 * @has_more: whether there are more behind them
 * @has_ids: whether this kind of list names its first and last id (api sections 1.2 and 1.5)
 *
 * Returns: (transfer full): a response with OpenAI's list envelope
 */
AttuneEngineResponse *
attune_engine_response_new_list (JsonArray *data,
                                 gboolean   has_more,
                                 gboolean   has_ids)
{
  JsonObject *object;

  g_return_val_if_fail (data != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "object", "list");

  if (has_ids)
    {
      set_id (object, "first_id", data, 0);
      set_id (object, "last_id", data, json_array_get_length (data) - 1);
    }

  json_object_set_array_member (object, "data", data);
  json_object_set_boolean_member (object, "has_more", has_more);

  return attune_engine_response_new_json (object);
}

/**
 * attune_engine_response_new_deleted:
 * @object: what was deleted, such as "file"
 * @id: its id
 *
 * Returns: (transfer full): a response that says so
 */
AttuneEngineResponse *
attune_engine_response_new_deleted (const char *object,
                                    const char *id)
{
  JsonObject *answer = json_object_new ();

  json_object_set_string_member (answer, "id", id);
  json_object_set_string_member (answer, "object", object);
  json_object_set_boolean_member (answer, "deleted", TRUE);

  return attune_engine_response_new_json (answer);
}

/**
 * attune_engine_response_new_error:
 * @error: what went wrong
 *
 * Returns: (transfer full): a response with the status and the error object for @error
 */
AttuneEngineResponse *
attune_engine_response_new_error (const GError *error)
{
  AttuneEngineResponse *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_RESPONSE, NULL);
  self->status = attune_engine_error_get_status (error);
  self->node = attune_engine_error_to_json (error);

  return self;
}

/**
 * attune_engine_response_new_stream:
 * @stream: (transfer full): where the answer comes from
 * @content_type: (nullable): what it is
 * @length: how many bytes it has; -1 when not known
 *
 * Returns: (transfer full): a response with the status 200 that is sent as it comes
 */
AttuneEngineResponse *
attune_engine_response_new_stream (GInputStream *stream,
                                   const char   *content_type,
                                   gint64        length)
{
  AttuneEngineResponse *self;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_RESPONSE, NULL);
  self->stream = stream;
  self->content_type = g_strdup (content_type != NULL ? content_type : "application/octet-stream");
  self->length = length;

  return self;
}

/**
 * attune_engine_response_set_filter:
 * @self: a response that is a stream
 * @filter: makes of each piece that comes the one that is sent
 */
void
attune_engine_response_set_filter (AttuneEngineResponse       *self,
                                   AttuneEngineResponseFilter  filter)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_RESPONSE (self));

  self->filter = filter;
}

/**
 * attune_engine_response_set_guard:
 * @self: a response
 * @guard: (transfer full): what must live as long as @self
 * @destroy: frees it
 */
void
attune_engine_response_set_guard (AttuneEngineResponse *self,
                                  gpointer              guard,
                                  GDestroyNotify        destroy)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_RESPONSE (self));
  g_return_if_fail (self->guard_destroy == NULL);

  self->guard = guard;
  self->guard_destroy = destroy;
}

/**
 * attune_engine_response_is_stream:
 * @self: a response
 *
 * Returns: whether it has to be sent by attune_engine_response_send()
 */
gboolean
attune_engine_response_is_stream (AttuneEngineResponse *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_RESPONSE (self), FALSE);

  return self->stream != NULL;
}

/**
 * attune_engine_response_write_head:
 * @self: a response
 * @message: the request that it answers
 *
 * Puts status, headers and, unless it is a stream, the body into @message.
 */
void
attune_engine_response_write_head (AttuneEngineResponse *self,
                                   SoupServerMessage    *message)
{
  SoupMessageHeaders *headers;

  g_return_if_fail (ATTUNE_IS_ENGINE_RESPONSE (self));
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  headers = soup_server_message_get_response_headers (message);
  soup_server_message_set_status (message, self->status, NULL);

  if (self->stream == NULL)
    {
      char *json = attune_json_to_string (self->node);

      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                        json, strlen (json));
      return;
    }

  soup_message_headers_replace (headers, "Content-Type", self->content_type);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);

  if (self->length >= 0)
    {
      soup_message_headers_set_content_length (headers, self->length);
    }
  else
    {
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      soup_message_headers_replace (headers, "Cache-Control", "no-cache");
    }
}

/**
 * attune_engine_response_send:
 * @self: a response that is a stream
 * @message: the request that it answers, paused
 *
 * Sends it piece by piece, as fast as the client takes it and no faster.
 *
 * Returns: (transfer full): resolves once all is handed over; rejects when the stream broke, and
 *   the connection must be closed then
 */
DexFuture *
attune_engine_response_send (AttuneEngineResponse *self,
                             SoupServerMessage    *message)
{
  SendWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_RESPONSE (self));
  dex_return_error_if_fail (self->stream != NULL);
  dex_return_error_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  work = g_new0 (SendWork, 1);
  work->self = g_object_ref (self);
  work->message = g_object_ref (message);

  return dex_scheduler_spawn (NULL, 0, send_fiber, work, send_work_free);
}
