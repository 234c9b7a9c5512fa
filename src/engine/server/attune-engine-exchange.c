/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-exchange"

#include "config.h"

#include <poll.h>
#include <string.h>

#include "attune-engine-error.h"
#include "attune-engine-exchange.h"
#include "attune-engine-id.h"
#include "attune-weak-ref.h"

/* A long conversation, and the settings around it, are far below this. */
#define MAX_JSON_BODY (16 * 1024 * 1024)

/* Around the file in a form stand boundaries and some short fields. */
#define MAX_FORM_OVERHEAD (64 * 1024)

#define EXCHANGE_KEY "attune-engine-exchange"

struct _AttuneEngineExchange
{
  GObject                  parent_instance;

  SoupServerMessage       *message;    /* owns us; NULL once it is done */
  AttuneEngine            *engine;
  AttuneEngineRequest     *request;
  const AttuneEngineRoute *route;
  DexFuture               *pending;    /* the handler, then the sending of its answer */
  DexFuture               *hangup;     /* the client has gone away */
  gsize                    body_length;
};

G_DEFINE_FINAL_TYPE (AttuneEngineExchange, attune_engine_exchange, G_TYPE_OBJECT)

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  AttuneEngineExchange *self = user_data;

  self->body_length += g_bytes_get_size (chunk);

  /* It did not say beforehand how much comes. What is too much is read and dropped. */
  if (self->body_length > MAX_JSON_BODY)
    {
      soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
      soup_message_body_truncate (soup_server_message_get_request_body (message));
    }
}

/* Whatever was still under way for this request is dropped, and so cancelled. */
static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  AttuneEngineExchange *self = user_data;

  self->message = NULL;
  dex_clear (&self->pending);
  dex_clear (&self->hangup);
}

static gboolean
fail_too_large (GError **error,
                gint64   limit)
{
  attune_engine_set_error (error, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "request_too_large", NULL,
                           "The request is larger than %ld MB.", (long)(limit / (1024 * 1024)));

  return FALSE;
}

static gboolean
check_length (AttuneEngineExchange  *self,
              gint64                 limit,
              gint64                 overhead,
              GError               **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);

  return soup_message_headers_get_content_length (headers) <= limit + overhead ||
         fail_too_large (error, limit);
}

static gboolean
prepare_json (AttuneEngineExchange  *self,
              GError               **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *content_type = soup_message_headers_get_content_type (headers, NULL);

  if (g_strcmp0 (content_type, "application/json") != 0)
    {
      attune_engine_set_error (error, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", NULL,
                               "Send the body as “application/json”.");
      return FALSE;
    }

  if (!check_length (self, MAX_JSON_BODY, 0, error))
    return FALSE;

  g_signal_connect_object (self->message, "got-chunk", G_CALLBACK (got_chunk_cb), self,
                           G_CONNECT_DEFAULT);

  return TRUE;
}

static gboolean
prepare_upload (AttuneEngineExchange  *self,
                GError               **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  g_autoptr(GHashTable) params = NULL;
  const char *content_type = soup_message_headers_get_content_type (headers, &params);
  const char *boundary = params != NULL ? g_hash_table_lookup (params, "boundary") : NULL;
  g_autofree char *folder = NULL;
  gboolean is_part = self->route->body == ATTUNE_ENGINE_BODY_PART;
  gint64 limit = is_part ? ATTUNE_ENGINE_MAX_PART : ATTUNE_ENGINE_MAX_FILE;

  if (g_strcmp0 (content_type, "multipart/form-data") != 0 || boundary == NULL || *boundary == '\0')
    {
      attune_engine_set_error (error, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", NULL,
                               "Send the file as “multipart/form-data”.");
      return FALSE;
    }

  if (!check_length (self, limit, MAX_FORM_OVERHEAD, error))
    return FALSE;

  folder = attune_engine_files_dup_upload_folder (attune_engine_get_files (self->engine));
  attune_engine_request_take_upload (self->request,
                                     attune_engine_upload_new (folder, self->message, boundary,
                                                               is_part));

  return TRUE;
}

static gboolean
take_json (AttuneEngineExchange  *self,
           GError               **error)
{
  SoupMessageBody *body = soup_server_message_get_request_body (self->message);
  g_autoptr(GBytes) bytes = NULL;
  const char *text;
  gsize length;

  if (self->body_length > MAX_JSON_BODY)
    return fail_too_large (error, MAX_JSON_BODY);

  bytes = soup_message_body_flatten (body);
  text = g_bytes_get_data (bytes, &length);

  return attune_engine_request_parse_body (self->request, text != NULL ? text : "", length, error);
}

static DexFuture *
sent_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr(AttuneEngineExchange) self = g_weak_ref_get (user_data);
  GSocket *socket;

  /* The head promised more than came: only a closed connection tells the client so. */
  if (self != NULL && self->message != NULL && dex_future_is_rejected (completed) &&
      (socket = soup_server_message_get_socket (self->message)))
    g_socket_shutdown (socket, TRUE, TRUE, NULL);

  return NULL;
}

static DexFuture *
handled_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneEngineExchange) self = g_weak_ref_get (user_data);
  g_autoptr(AttuneEngineResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->message == NULL)
    return NULL;

  value = dex_future_get_value (completed, &error);
  response = value != NULL ? g_value_dup_object (value) : attune_engine_response_new_error (error);
  attune_engine_response_write_head (response, self->message);

  if (attune_engine_response_is_stream (response))
    return dex_future_finally (attune_engine_response_send (response, self->message),
                               sent_cb, attune_weak_ref_new (self), attune_weak_ref_free);

  soup_server_message_unpause (self->message);

  return NULL;
}

/* A message that waits for us is not read from, so libsoup does not see its client go. */
static DexFuture *
hung_up_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneEngineExchange) self = g_weak_ref_get (user_data);

  if (self == NULL || self->message == NULL)
    return NULL;

  g_debug ("%s: the client has gone", attune_engine_request_get_id (self->request));
  dex_clear (&self->pending);

  /* Going on makes libsoup write to nobody, find that out, and finish the message. */
  if (soup_server_message_get_status (self->message) == 0)
    soup_server_message_set_status (self->message, SOUP_STATUS_SERVICE_UNAVAILABLE, NULL);

  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);

  return NULL;
}

static void
watch_hangup (AttuneEngineExchange *self)
{
  GSocket *socket = soup_server_message_get_socket (self->message);
  int fd;

  if (socket == NULL)
    return;

  fd = g_socket_get_fd (socket);
  self->hangup = dex_future_then (dex_fd_watch (fd, POLLRDHUP | POLLHUP | POLLERR),
                                  hung_up_cb, attune_weak_ref_new (self), attune_weak_ref_free);
}

static void
attune_engine_exchange_dispose (GObject *object)
{
  AttuneEngineExchange *self = (AttuneEngineExchange *)object;

  self->message = NULL;
  dex_clear (&self->pending);
  dex_clear (&self->hangup);
  g_clear_object (&self->request);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (attune_engine_exchange_parent_class)->dispose (object);
}

static void
attune_engine_exchange_class_init (AttuneEngineExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = attune_engine_exchange_dispose;
}

static void
attune_engine_exchange_init (AttuneEngineExchange *self)
{
}

/**
 * attune_engine_exchange_attach:
 * @message: a message whose headers have come
 * @engine: who is asked
 * @request: what is asked
 * @route: who answers
 *
 * Returns: (transfer none): the exchange, which belongs to @message
 */
AttuneEngineExchange *
attune_engine_exchange_attach (SoupServerMessage       *message,
                               AttuneEngine            *engine,
                               AttuneEngineRequest     *request,
                               const AttuneEngineRoute *route)
{
  AttuneEngineExchange *self;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);
  g_return_val_if_fail (ATTUNE_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (request), NULL);
  g_return_val_if_fail (route != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_EXCHANGE, NULL);
  self->message = message;
  self->engine = g_object_ref (engine);
  self->request = g_object_ref (request);
  self->route = route;

  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "x-request-id", attune_engine_request_get_id (request));
  g_signal_connect_object (message, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_DEFAULT);
  g_object_set_data_full (G_OBJECT (message), EXCHANGE_KEY, self, g_object_unref);

  return self;
}

/**
 * attune_engine_exchange_get:
 * @message: a message
 *
 * Returns: (transfer none) (nullable): its exchange; %NULL when it was refused
 */
AttuneEngineExchange *
attune_engine_exchange_get (SoupServerMessage *message)
{
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  return g_object_get_data (G_OBJECT (message), EXCHANGE_KEY);
}

/**
 * attune_engine_exchange_prepare:
 * @self: an exchange whose body has not come
 * @error: (nullable): where to put an error
 *
 * Makes ready for the body that the route wants.
 *
 * Returns: %FALSE with a 413 or 415 error when what is announced is not that
 */
gboolean
attune_engine_exchange_prepare (AttuneEngineExchange  *self,
                                GError               **error)
{
  SoupMessageBody *body;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_EXCHANGE (self), FALSE);

  switch (self->route->body)
    {
    case ATTUNE_ENGINE_BODY_JSON:
      return prepare_json (self, error);

    case ATTUNE_ENGINE_BODY_UPLOAD:
    case ATTUNE_ENGINE_BODY_PART:
      return prepare_upload (self, error);

    case ATTUNE_ENGINE_BODY_NONE:
    default:
      body = soup_server_message_get_request_body (self->message);
      soup_message_body_set_accumulate (body, FALSE);
      return TRUE;
    }
}

/**
 * attune_engine_exchange_run:
 * @self: an exchange whose body has come wholly
 *
 * Answers it, now or later.
 */
void
attune_engine_exchange_run (AttuneEngineExchange *self)
{
  g_autoptr(GError) error = NULL;
  DexFuture *future;

  g_return_if_fail (ATTUNE_IS_ENGINE_EXCHANGE (self));

  if (self->route->body == ATTUNE_ENGINE_BODY_JSON && !take_json (self, &error))
    {
      attune_engine_exchange_refuse (self->message, error);
      return;
    }

  soup_server_message_pause (self->message);
  future = self->route->handler (self->engine, self->request);

  /* What changes something is done to its end, even if nobody waits to hear of it. */
  if (!self->route->is_query)
    dex_future_disown (dex_ref (future));

  self->pending = dex_future_finally (future, handled_cb,
                                      attune_weak_ref_new (self), attune_weak_ref_free);
  watch_hangup (self);
}

/**
 * attune_engine_exchange_refuse:
 * @message: a message
 * @error: why it gets nothing else
 *
 * Answers @message with @error.
 */
void
attune_engine_exchange_refuse (SoupServerMessage *message,
                               const GError      *error)
{
  g_autoptr(AttuneEngineResponse) response = attune_engine_response_new_error (error);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (soup_message_headers_get_one (headers, "x-request-id") == NULL)
    {
      g_autofree char *id = attune_engine_id_new ("req_", 24);

      soup_message_headers_replace (headers, "x-request-id", id);
    }

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  attune_engine_response_write_head (response, message);
}
