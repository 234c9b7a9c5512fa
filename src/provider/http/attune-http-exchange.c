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
#include "attune-json.h"
#include "attune-soup-send.h"
#include "attune-timeout.h"
#include "attune-upload-body.h"

/* Longer than the five seconds of OpenAI's own clients: names are slow on some networks. */
#define CONNECT_TIMEOUT_MSEC (10 * 1000)

/* Progress is told about this often in all, but not more often than each piece of this size. */
#define PROGRESS_STEPS 200
#define PROGRESS_MIN_STEP (64 * 1024)

static void
postpone_timer (AttuneHttpExchange *exchange)
{
  exchange->heard_at = g_get_monotonic_time ();
  dex_timeout_postpone_until (DEX_TIMEOUT (exchange->timer),
                              exchange->heard_at + exchange->timeout_msec * 1000LL);
}

/* While a large file goes out, there is a sign of life many times a second: only then the rest of
 * the time is waited for. */
static void
silence_cb (gpointer user_data)
{
  AttuneHttpExchange *exchange = user_data;
  gint64 until = exchange->heard_at + ATTUNE_SLOW_SECONDS * G_USEC_PER_SEC;
  gint64 now = g_get_monotonic_time ();

  exchange->silence_id = 0;

  if (until > now)
    exchange->silence_id = g_timeout_add_once ((until - now) / 1000 + 1, silence_cb, exchange);
  else
    attune_http_note_silence (exchange->http);
}

static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  AttuneHttpExchange *exchange)
{
  exchange->is_new = TRUE;

  if (event == G_SOCKET_CLIENT_CONNECTED)
    exchange->is_connected = TRUE;
}

static void
starting_cb (SoupMessage        *message,
             AttuneHttpExchange *exchange)
{
  exchange->is_started = TRUE;
  postpone_timer (exchange);
}

static void
wrote_headers_cb (SoupMessage        *message,
                  AttuneHttpExchange *exchange)
{
  exchange->written_at = g_get_monotonic_time ();
}

static void
wrote_body_data_cb (SoupMessage        *message,
                    guint               size,
                    AttuneHttpExchange *exchange)
{
  AttuneHttpCall *call = exchange->call;
  gint64 step = MAX (exchange->file_size / PROGRESS_STEPS, PROGRESS_MIN_STEP);
  gint64 done;

  exchange->sent += size;
  postpone_timer (exchange);

  if (call->progress == NULL)
    return;

  done = CLAMP (exchange->sent - exchange->file_offset, 0, exchange->file_size);

  if (done >= call->progress_done + step ||
      (done == exchange->file_size && call->progress_done < done))
    {
      call->progress_done = done;
      call->progress (done, exchange->file_size, call->progress_data);
    }
}

/* A form to open on a thread, which may outlive the fiber whose call it was. */
typedef struct
{
  char              *path;
  AttuneUploadForm   form;
  char             **fields;
} Upload;

static Upload *
new_upload (const AttuneHttpCall *call)
{
  static const char * const purpose[] = { "purpose", "fine-tune", NULL };
  static const AttuneUploadForm whole_file = { .field = "file", .fields = purpose };
  const AttuneUploadForm *form = call->upload_form != NULL ? call->upload_form : &whole_file;
  Upload *upload = g_new0 (Upload, 1);

  upload->path = g_strdup (call->upload_path);
  upload->fields = g_strdupv ((char **)form->fields);
  upload->form = *form;
  upload->form.field = g_strdup (form->field);
  upload->form.filename = g_strdup (form->filename != NULL ? form->filename : call->upload_name);
  upload->form.type = g_strdup (form->type);
  upload->form.mark = form->mark;
  upload->form.fields = (const char * const *)upload->fields;

  return upload;
}

static void
free_upload (gpointer data)
{
  Upload *upload = data;

  g_free (upload->path);
  g_strfreev (upload->fields);
  g_free ((char *)upload->form.field);
  g_free ((char *)upload->form.filename);
  g_free ((char *)upload->form.type);
  g_free (upload);
}

static DexFuture *
open_upload_fiber (gpointer user_data)
{
  Upload *upload = user_data;
  g_autoptr(GError) error = NULL;
  AttuneUploadBody *body;

  if ((body = attune_upload_body_open (upload->path, &upload->form, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (body);
}

/* A part of a file is never too large; whoever sends parts has looked at the whole. */
static gboolean
check_file_size (AttuneHttp        *self,
                 AttuneHttpCall    *call,
                 AttuneUploadBody  *body,
                 GError           **error)
{
  gint64 limit = attune_profile_get_max_file_size (self->profile);
  gint64 size = attune_upload_body_get_file_size (body);

  if (size <= limit || (call->upload_form != NULL && call->upload_form->length > 0))
    return TRUE;

  g_propagate_error (error, attune_http_error_from_size (self, call->upload_name, size, limit));
  return FALSE;
}

static gboolean
attach_upload (AttuneHttp          *self,
               AttuneHttpExchange  *exchange,
               GError             **error)
{
  AttuneHttpCall *call = exchange->call;
  g_autoptr(AttuneUploadBody) body = NULL;

  body = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                open_upload_fiber, new_upload (call),
                                                free_upload),
                           error);

  if (body == NULL || !check_file_size (self, call, body, error))
    return FALSE;

  exchange->file_offset = attune_upload_body_get_file_offset (body);
  exchange->file_size = attune_upload_body_get_file_size (body);
  soup_message_set_request_body (exchange->message,
                                 attune_upload_body_get_content_type (body),
                                 G_INPUT_STREAM (body),
                                 attune_upload_body_get_length (body));

  /* One stream of bytes for minutes gains nothing from being cut into frames. */
  soup_message_set_force_http1 (exchange->message, TRUE);

  return TRUE;
}

static char *
build_url (AttuneHttp           *self,
           const AttuneHttpCall *call)
{
  const char *name = attune_profile_get_project_query (self->profile);
  g_autofree char *project = NULL;

  if (self->project == NULL || name == NULL)
    return g_strconcat (self->base_url, call->path, NULL);

  project = g_uri_escape_string (self->project, NULL, FALSE);

  return g_strconcat (self->base_url, call->path, strchr (call->path, '?') != NULL ? "&" : "?",
                      name, "=", project, NULL);
}

static gboolean
build_message (AttuneHttp          *self,
               AttuneHttpExchange  *exchange,
               GError             **error)
{
  AttuneHttpCall *call = exchange->call;
  g_autofree char *url = build_url (self, call);
  SoupMessageHeaders *headers;

  exchange->message = soup_message_new (call->method, url);
  headers = soup_message_get_request_headers (exchange->message);

  /* To another host the key must not go, and a POST would arrive there as a GET. */
  soup_message_add_flags (exchange->message, SOUP_MESSAGE_NO_REDIRECT);

  /* What is sent once must not meet a connection that the server is just closing. */
  if (call->retry == ATTUNE_HTTP_RETRY_NEVER || call->retry == ATTUNE_HTTP_RETRY_UPLOAD)
    soup_message_add_flags (exchange->message, SOUP_MESSAGE_NEW_CONNECTION);

  if (self->key != NULL)
    {
      g_autofree char *value = g_strconcat (attune_profile_get_key_prefix (self->profile),
                                            self->key, NULL);

      soup_message_headers_replace (headers, attune_profile_get_key_header (self->profile), value);
    }

  if (self->organization != NULL)
    soup_message_headers_replace (headers, attune_profile_get_organization_header (self->profile),
                                  self->organization);

  if (self->project != NULL)
    soup_message_headers_replace (headers, attune_profile_get_project_header (self->profile),
                                  self->project);

  if (call->act == ATTUNE_HTTP_ACT_CHAT)
    {
      /* Without this every question would begin with a new connection and its handshakes. */
      soup_message_add_flags (exchange->message, SOUP_MESSAGE_IDEMPOTENT);
      soup_message_headers_replace (headers, "Accept", "text/event-stream");

      /* A compressor on the way would hold words back until it has enough of them. */
      soup_message_disable_feature (exchange->message, SOUP_TYPE_CONTENT_DECODER);
    }
  else
    soup_message_headers_replace (headers, "Accept", "application/json");

  if (call->json != NULL)
    {
      char *text = attune_json_to_string (call->json);
      g_autoptr(GBytes) bytes = g_bytes_new_take (text, strlen (text));

      soup_message_set_request_body_from_bytes (exchange->message, "application/json", bytes);
    }

  return call->upload_path == NULL || attach_upload (self, exchange, error);
}

/**
 * attune_http_exchange_send: (skip)
 * @self: an exchange with its call and timeout set
 * @http: the account
 * @error: return location for %ATTUNE_ERROR
 *
 * Sends the request once. Ends when the headers of the answer are there, whatever its status.
 * Awaits: call it in a fiber only.
 *
 * Returns: whether there is an answer
 */
gboolean
attune_http_exchange_send (AttuneHttpExchange  *self,
                           AttuneHttp          *http,
                           GError             **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!build_message (http, self, error))
    return FALSE;

  self->http = http;
  self->heard_at = g_get_monotonic_time ();
  self->silence_id = g_timeout_add_seconds_once (ATTUNE_SLOW_SECONDS, silence_cb, self);
  self->timer = dex_timeout_new_msec (MIN (CONNECT_TIMEOUT_MSEC, self->timeout_msec));
  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (self->message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);

  self->stream =
    dex_await_object (dex_future_first (attune_soup_send (http->session, self->message, NULL),
                                        dex_ref (self->timer),
                                        NULL),
                      &local_error);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_handle_id (&self->silence_id, g_source_remove);

  if (self->stream != NULL)
    {
      attune_http_note_answer (http);
      return TRUE;
    }

  /* Somebody is there and does not answer a handshake: most likely no TLS is spoken there. */
  self->is_insecure = (g_error_matches (local_error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) ||
                       (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT) &&
                        self->is_connected && !self->is_started));

  if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    g_propagate_error (error,
                       self->is_started
                       ? attune_http_error_from_silence (http, self->timeout_msec)
                       : attune_http_error_from_absence (http, self->is_connected));
  else
    g_propagate_error (error, attune_http_error_from_io (http, self->call, self->message,
                                                         local_error));

  return FALSE;
}

/**
 * attune_http_exchange_get_waited: (skip)
 * @self: an exchange
 *
 * Returns: how long ago its request was written, in milliseconds; 0 when it was not
 */
guint
attune_http_exchange_get_waited (AttuneHttpExchange *self)
{
  return self->written_at > 0 ? (g_get_monotonic_time () - self->written_at) / 1000 : 0;
}

/**
 * attune_http_exchange_is_from_proxy: (skip)
 * @self: an exchange with an answer
 *
 * Returns: whether the answer is that of a proxy which did not connect to the service: the request
 *   itself was never sent
 */
gboolean
attune_http_exchange_is_from_proxy (AttuneHttpExchange *self)
{
  return self->written_at == 0;
}

/**
 * attune_http_exchange_get_status: (skip)
 * @self: an exchange
 *
 * Returns: the status that the service answered, 0 when it did not
 */
guint
attune_http_exchange_get_status (AttuneHttpExchange *self)
{
  return self->written_at > 0 ? soup_message_get_status (self->message) : 0;
}

/**
 * attune_http_exchange_clear: (skip)
 * @self: an exchange
 */
void
attune_http_exchange_clear (AttuneHttpExchange *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);

  g_clear_handle_id (&self->silence_id, g_source_remove);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  dex_clear (&self->timer);
}
