/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-http-error.h"
#include "attune-http-exchange.h"
#include "attune-http-private.h"
#include "attune-http-proxy.h"
#include "attune-http-retry.h"
#include "attune-http.h"
#include "attune-json.h"
#include "attune-timeout.h"

/* How long nothing may be heard. Sending a file and waiting for a model to begin to speak may take
 * SLOW_FACTOR times as long without anything being wrong. */
#define DEFAULT_TIMEOUT_MSEC (60 * 1000)
#define SLOW_FACTOR 5

/* Lists are pages of a hundred; the reasons for a refusal are a few lines. As JSON in memory a body
 * takes some ten times its size. */
#define MAX_BODY_SIZE (16 * 1024 * 1024)
#define MAX_REFUSAL_SIZE (64 * 1024)
#define READ_SIZE (64 * 1024)

/* More than anybody does at once, so that no request waits in a queue and seems to time out. */
#define MAX_CONNECTIONS 64

/* The id or name of an organization, as a service sends it. */
#define MAX_ORGANIZATION_LENGTH 100

G_DEFINE_FINAL_TYPE (AttuneHttp, attune_http, G_TYPE_OBJECT)

static guint
get_timeout (AttuneHttp           *self,
             const AttuneHttpCall *call)
{
  return call->act == ATTUNE_HTTP_ACT_OTHER ? self->timeout_msec
                                            : self->timeout_msec * SLOW_FACTOR;
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
    .is_untrusted = exchange->is_untrusted,
  };
  guint back_off_msec = attune_http_get_back_off (&failure);
  guint wait_msec;

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

/* A key, or an id, is printable ASCII. Anything else would end up as further headers, or not at
 * all. */
static gboolean
is_word (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isgraph (*at))
        return FALSE;
    }

  return TRUE;
}

static void
set_key (AttuneHttp *self,
         const char *key)
{
  g_autofree char *stripped = key != NULL ? g_strstrip (g_strdup (key)) : NULL;

  if (stripped == NULL || *stripped == '\0')
    return;

  if (is_word (stripped))
    self->key = g_steal_pointer (&stripped);
  else
    attune_set_error (&self->error, ATTUNE_ERROR_AUTH, NULL,
                      _("The key of this account has characters that no key has. "
                        "Copy it again, and paste it in Preferences."));
}

static void
set_base_url (AttuneHttp *self,
              const char *base_url)
{
  g_autoptr(GUri) uri = NULL;

  if (base_url == NULL)
    base_url = attune_profile_get_base_url (self->profile);

  if (self->error == NULL)
    self->base_url = attune_profile_normalize_url (self->profile,
                                                   base_url != NULL ? base_url : "",
                                                   self->key != NULL, &self->error);

  if (self->base_url == NULL)
    return;

  uri = g_uri_parse (self->base_url, SOUP_HTTP_URI_FLAGS, NULL);
  self->host = g_strdup (g_uri_get_host (uri));
}

/* Nobody on the way may read the key. Without encryption it only travels inside this computer, and
 * a proxy would take it out of there. */
static gboolean
may_use_proxy (AttuneHttp *self)
{
  return !self->is_connected && (self->key == NULL || self->base_url == NULL ||
                                 !g_str_has_prefix (self->base_url, "http://"));
}

/* With the desktop's own proxy unless the account has one, or has none. */
static void
apply_proxy (AttuneHttp *self,
             const char *proxy)
{
  g_autoptr(GProxyResolver) resolver = NULL;

  g_clear_pointer (&self->proxy_host, g_free);
  self->has_secure_proxy = FALSE;

  if (!may_use_proxy (self) || g_strcmp0 (proxy, ATTUNE_HTTP_NO_PROXY) == 0)
    {
      soup_session_set_proxy_resolver (self->session, NULL);
      return;
    }

  if (proxy != NULL)
    {
      g_autoptr(GUri) uri = g_uri_parse (proxy, G_URI_FLAGS_NONE, NULL);

      self->proxy_host = g_strdup (g_uri_get_host (uri));
      self->has_secure_proxy = g_str_equal (g_uri_get_scheme (uri), "https");
      resolver = g_simple_proxy_resolver_new (proxy, NULL);
    }
  else
    resolver = g_object_ref (g_proxy_resolver_get_default ());

  soup_session_set_proxy_resolver (self->session, resolver);
}

static void
attune_http_finalize (GObject *object)
{
  AttuneHttp *self = (AttuneHttp *)object;

  g_clear_object (&self->profile);
  g_clear_object (&self->session);
  g_clear_object (&self->limiter);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->organization, g_free);
  g_clear_pointer (&self->project, g_free);
  g_clear_pointer (&self->answered_organization, g_free);
  g_clear_pointer (&self->proxy_host, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (attune_http_parent_class)->finalize (object);
}

static void
attune_http_class_init (AttuneHttpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_http_finalize;
}

static void
attune_http_init (AttuneHttp *self)
{
  self->limiter = attune_http_limiter_new ();
  self->timeout_msec = DEFAULT_TIMEOUT_MSEC;
}

/**
 * attune_http_new: (skip)
 * @profile: the provider
 * @base_url: (nullable): the address, as a person typed it, or %NULL for the profile's
 * @api_key: (nullable): the key
 * @connectable: (nullable): where to connect to instead of the address's host
 *
 * An address or key that cannot be right is no error here, but at every request.
 *
 * Returns: (transfer full): a new session
 */
AttuneHttp *
attune_http_new (AttuneProfile      *profile,
                 const char         *base_url,
                 const char         *api_key,
                 GSocketConnectable *connectable)
{
  AttuneHttp *self;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (connectable == NULL || G_IS_SOCKET_CONNECTABLE (connectable), NULL);

  self = g_object_new (ATTUNE_TYPE_HTTP, NULL);
  self->profile = g_object_ref (profile);
  set_key (self, api_key);
  set_base_url (self, base_url);

  /* No timeout here: it would count against a connection, not against a request. */
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS,
                                                 "remote-connectable", connectable,
                                                 "timeout", 0,
                                                 "user-agent", "Attune/" PACKAGE_VERSION,
                                                 NULL);

  /* A socket of this computer is not behind a proxy. */
  self->is_connected = connectable != NULL;
  apply_proxy (self, NULL);

  return self;
}

/* What an address gives access to must not be seen on the way to another computer. */
static gboolean
is_private (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr(GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  return host != NULL &&
         (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ||
          (g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && address != NULL &&
           g_inet_address_get_is_loopback (address)));
}

/**
 * attune_http_new_elsewhere: (skip)
 * @self: the session of an account
 * @url: where the provider says that something of it is, with all that it takes to get it
 * @path: (out): the path and query, to be asked for
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * A session by the same way for another host, which is not told the key.
 *
 * Returns: (transfer full): the session
 */
AttuneHttp *
attune_http_new_elsewhere (AttuneHttp  *self,
                           const char  *url,
                           char       **path,
                           GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_ENCODED, NULL);
  const char *query;
  AttuneHttp *other;

  if (uri == NULL || !is_private (uri))
    {
      g_propagate_error (error, attune_http_error_from_misfit (self));
      return NULL;
    }

  query = g_uri_get_query (uri);
  *path = g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);

  other = g_object_new (ATTUNE_TYPE_HTTP, NULL);
  other->profile = g_object_ref (self->profile);
  other->host = g_strdup (g_uri_get_host (uri));
  other->base_url = g_strdup_printf (strchr (other->host, ':') != NULL ? "%s://[%s]:%d"
                                                                       : "%s://%s:%d",
                                     g_uri_get_scheme (uri), other->host,
                                     g_uri_get_port (uri));
  other->timeout_msec = self->timeout_msec;
  other->proxy_host = g_strdup (self->proxy_host);
  other->has_secure_proxy = self->has_secure_proxy;
  other->session = soup_session_new_with_options ("timeout", 0,
                                                  "proxy-resolver",
                                                  soup_session_get_proxy_resolver (self->session),
                                                  "user-agent", "Attune/" PACKAGE_VERSION,
                                                  NULL);

  return other;
}

/**
 * attune_http_get_profile: (skip)
 * @self: a session
 *
 * Returns: (transfer none): the provider
 */
AttuneProfile *
attune_http_get_profile (AttuneHttp *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return self->profile;
}

/**
 * attune_http_get_key: (skip)
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the key, to be taken out of what is shown
 */
const char *
attune_http_get_key (AttuneHttp *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return self->key;
}

/**
 * attune_http_get_host: (skip)
 * @self: a session
 *
 * Returns: (transfer none): the name of the computer that requests go to, for sentences
 */
const char *
attune_http_get_host (AttuneHttp *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return self->host;
}

/**
 * attune_http_get_proxy_host: (skip)
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the name of the proxy that this account has of its own, for
 *   sentences
 */
const char *
attune_http_get_proxy_host (AttuneHttp *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return self->proxy_host;
}

/**
 * attune_http_set_proxy: (skip)
 * @self: a session that has sent nothing yet
 * @proxy: (nullable): the address of a proxy, as a person typed it; %ATTUNE_HTTP_NO_PROXY for none;
 *   %NULL or an empty text for that of the desktop, which is what a new session has
 *
 * An address that cannot be right is no error here, but at every request; whoever wants to tell it
 * earlier asks attune_http_normalize_proxy(). The engine on this computer, and an unencrypted
 * service on it that takes a key, are never behind a proxy.
 */
void
attune_http_set_proxy (AttuneHttp *self,
                       const char *proxy)
{
  g_autofree char *address = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (ATTUNE_IS_HTTP (self));

  if (proxy != NULL && *proxy != '\0' &&
      (address = attune_http_normalize_proxy (proxy, &error)) == NULL)
    {
      if (self->error == NULL)
        self->error = g_steal_pointer (&error);

      return;
    }

  apply_proxy (self, address);
}

/**
 * attune_http_set_scope: (skip)
 * @self: a session that has sent nothing yet
 * @organization: (nullable): the id of the organization that requests are for
 * @project: (nullable): the id of a project of it
 *
 * Sent where the profile has headers for them. What cannot be an id is not sent: it would end up as
 * further headers.
 */
void
attune_http_set_scope (AttuneHttp *self,
                       const char *organization,
                       const char *project)
{
  g_return_if_fail (ATTUNE_IS_HTTP (self));

  if (organization != NULL && *organization != '\0' && is_word (organization) &&
      attune_profile_get_organization_header (self->profile) != NULL)
    g_set_str (&self->organization, organization);

  if (project != NULL && *project != '\0' && is_word (project) &&
      attune_profile_get_project_header (self->profile) != NULL)
    g_set_str (&self->project, project);
}

/**
 * attune_http_get_project: (skip)
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the id of the project that requests are for
 */
const char *
attune_http_get_project (AttuneHttp *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return self->project;
}

/**
 * attune_http_get_answered_organization: (skip)
 * @self: a session
 *
 * Returns: (transfer none) (nullable): for whom the service said its last answers were
 */
const char *
attune_http_get_answered_organization (AttuneHttp *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return self->answered_organization;
}

/**
 * attune_http_get_limiter: (skip)
 * @self: a session
 *
 * Returns: (transfer none): what makes requests of this account wait; its property
 *   #AttuneHttpLimiter:waiting-until is what can be shown
 */
AttuneHttpLimiter *
attune_http_get_limiter (AttuneHttp *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP (self), NULL);

  return self->limiter;
}

/**
 * attune_http_set_timeout: (skip)
 * @self: a session
 * @msec: how long nothing may be heard, in milliseconds; five times that long while a file is
 *   sent, a job created, or a model asked
 */
void
attune_http_set_timeout (AttuneHttp *self,
                         guint       msec)
{
  g_return_if_fail (ATTUNE_IS_HTTP (self));

  self->timeout_msec = msec;
}

/**
 * attune_http_wait: (skip)
 * @msec: how long, in milliseconds
 * @error: return location for the error that ends the fiber
 *
 * Awaits: call it in a fiber only.
 *
 * Returns: %TRUE after that time, %FALSE when the fiber is to end instead
 */
gboolean
attune_http_wait (guint    msec,
                  GError **error)
{
  g_autoptr(GError) local_error = NULL;

  /* A timeout always ends with an error; any other one means that nobody wants the answer. */
  dex_await (attune_timeout_new (msec), &local_error);

  if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
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
