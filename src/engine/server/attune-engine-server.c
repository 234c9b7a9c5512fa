/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-server"

#include "config.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/stat.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-engine-error.h"
#include "attune-engine-exchange.h"
#include "attune-engine-server.h"
#include "attune-error.h"

struct _AttuneEngineServer
{
  GObject       parent_instance;

  AttuneEngine *engine;
  SoupServer   *unix_server;
  SoupServer   *tcp_server;     /* NULL unless asked for */
  char         *key_digest;     /* of the key that the TCP side wants */
  char         *socket_path;
  GHashTable   *sockets;        /* of GSocket, not owned: one for each connection */
};

enum {
  PROP_0,
  PROP_N_CONNECTIONS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneEngineServer, attune_engine_server, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static const AttuneEngineRoute * const route_tables[] = {
  attune_engine_model_routes,
  attune_engine_file_routes,
  attune_engine_upload_routes,
  attune_engine_job_routes,
  attune_engine_chat_routes,
};

/* Whether @parts fit @route; what stands at its places goes to @params. */
static gboolean
match_route (const AttuneEngineRoute *route,
             char                   **parts,
             GStrvBuilder            *params)
{
  g_auto(GStrv) wanted = g_strsplit (route->path, "/", -1);
  guint i;

  for (i = 0; wanted[i] != NULL && parts[i] != NULL; i++)
    {
      g_autofree char *part = NULL;

      if (!g_str_equal (wanted[i], "{}"))
        {
          if (!g_str_equal (wanted[i], parts[i]))
            return FALSE;

          continue;
        }

      /* Ids of models hold colons, and elsewhere slashes; those come percent-encoded. */
      if ((part = g_uri_unescape_string (parts[i], NULL)) == NULL || *part == '\0')
        return FALSE;

      g_strv_builder_add (params, part);
    }

  return wanted[i] == NULL && parts[i] == NULL;
}

static void
fail_unknown (GError     **error,
              const char  *method,
              const char  *path,
              gboolean     is_known)
{
  if (is_known)
    attune_engine_set_error (error, SOUP_STATUS_METHOD_NOT_ALLOWED, "method_not_allowed", NULL,
                             "“%s” cannot be done with this address.", method);
  else
    attune_engine_set_error (error, SOUP_STATUS_NOT_FOUND, "unknown_url", NULL,
                             "There is nothing at this address (%s %s).", method, path);
}

static const AttuneEngineRoute *
find_route (const char   *method,
            const char   *path,
            char       ***params,
            char        **allow,
            GError      **error)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr(GString) methods = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (route_tables); i++)
    {
      for (const AttuneEngineRoute *route = route_tables[i]; route->method != NULL; route++)
        {
          g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

          if (!match_route (route, parts, builder))
            continue;

          if (g_str_equal (route->method, method))
            {
              *params = g_strv_builder_end (builder);
              return route;
            }

          g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", route->method);
        }
    }

  fail_unknown (error, method, path, methods->len > 0);

  if (methods->len > 0)
    *allow = g_string_free_and_steal (g_steal_pointer (&methods));

  return NULL;
}

static char *
digest_key (const char *key)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
}

/* Takes the same time wherever the two differ; digests, so that not even the length shows. */
static gboolean
is_same_digest (const char *first,
                const char *second)
{
  guint difference = 0;

  for (gsize i = 0; first[i] != '\0' && second[i] != '\0'; i++)
    difference |= (guint)(first[i] ^ second[i]);

  return difference == 0;
}

static gboolean
check_key (AttuneEngineServer  *self,
           SoupServerMessage   *message,
           GError             **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  g_autofree char *digest = NULL;

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    {
      attune_engine_set_error (error, SOUP_STATUS_UNAUTHORIZED, "missing_api_key", NULL,
                               "Send the API key in the header “Authorization: Bearer KEY”.");
      return FALSE;
    }

  digest = digest_key (authorization + 7);

  if (is_same_digest (digest, self->key_digest))
    return TRUE;

  attune_engine_set_error (error, SOUP_STATUS_UNAUTHORIZED, "invalid_api_key", NULL,
                           "The API key is wrong.");

  return FALSE;
}

static gboolean
begin_exchange (AttuneEngineServer  *self,
                SoupServerMessage   *message,
                GHashTable          *query,
                gboolean             is_remote,
                GError             **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  g_autoptr(AttuneEngineRequest) request = NULL;
  g_autofree char *allow = NULL;
  const AttuneEngineRoute *route;
  char **params = NULL;

  route = find_route (soup_server_message_get_method (message), path, &params, &allow, error);

  if (allow != NULL)
    soup_message_headers_replace (headers, "Allow", allow);

  if (route == NULL)
    return FALSE;

  if (route->is_local && is_remote)
    {
      attune_engine_set_error (error, SOUP_STATUS_FORBIDDEN, "only_local", NULL,
                               "This can only be asked from the computer that the engine runs on.");
      return FALSE;
    }

  request = attune_engine_request_new (params, query);

  return attune_engine_exchange_prepare (attune_engine_exchange_attach (message, self->engine,
                                                                        request, route),
                                         error);
}

/* The headers have come, the body has not: whatever can be refused is refused here. */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  AttuneEngineServer *self = user_data;
  g_autoptr(GError) error = NULL;

  if ((server != self->tcp_server || check_key (self, message, &error)) &&
      begin_exchange (self, message, query, server == self->tcp_server, &error))
    return;

  attune_engine_exchange_refuse (message, error);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  attune_engine_exchange_run (attune_engine_exchange_get (message));
}

static void
connection_closed_cb (gpointer  user_data,
                      GObject  *socket)
{
  AttuneEngineServer *self = user_data;

  g_hash_table_remove (self->sockets, socket);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CONNECTIONS]);
}

/* libsoup tells of requests, not of connections; those live as long as their socket does. */
static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           user_data)
{
  AttuneEngineServer *self = user_data;
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket == NULL || !g_hash_table_add (self->sockets, socket))
    return;

  /* A streamed answer is many small pieces, each of which shall arrive at once. */
  if (server == self->tcp_server)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);

  g_object_weak_ref (G_OBJECT (socket), connection_closed_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CONNECTIONS]);
}

static void
forget_sockets (AttuneEngineServer *self)
{
  GHashTableIter iter;
  gpointer socket;

  g_hash_table_iter_init (&iter, self->sockets);

  while (g_hash_table_iter_next (&iter, &socket, NULL))
    {
      g_object_weak_unref (socket, connection_closed_cb, self);
      g_hash_table_iter_remove (&iter);
    }
}

static SoupServer *
new_server (AttuneEngineServer *self)
{
  SoupServer *server = soup_server_new ("server-header", "attune-engine/" PACKAGE_VERSION,
                                        "raw-paths", TRUE,
                                        NULL);

  soup_server_add_early_handler (server, NULL, early_cb, self, NULL);
  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  g_signal_connect (server, "request-started", G_CALLBACK (request_started_cb), self);

  return server;
}

/* The file of a socket takes its mode from the umask at the moment when it is bound: nobody else
 * can connect, not even between this call and the next. */
static gboolean
bind_private (GSocket         *socket,
              GSocketAddress  *address,
              GError         **error)
{
  mode_t old_mask = umask (0177);
  gboolean ok = g_socket_bind (socket, address, FALSE, error);

  umask (old_mask);

  return ok;
}

static void
attune_engine_server_dispose (GObject *object)
{
  AttuneEngineServer *self = (AttuneEngineServer *)object;

  attune_engine_server_close (self);
  forget_sockets (self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (attune_engine_server_parent_class)->dispose (object);
}

static void
attune_engine_server_finalize (GObject *object)
{
  AttuneEngineServer *self = (AttuneEngineServer *)object;

  g_clear_pointer (&self->key_digest, g_free);
  g_clear_pointer (&self->sockets, g_hash_table_unref);

  G_OBJECT_CLASS (attune_engine_server_parent_class)->finalize (object);
}

static void
attune_engine_server_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneEngineServer *self = ATTUNE_ENGINE_SERVER (object);

  switch (prop_id)
    {
    case PROP_N_CONNECTIONS:
      g_value_set_uint (value, attune_engine_server_get_n_connections (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_engine_server_class_init (AttuneEngineServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_engine_server_dispose;
  object_class->finalize = attune_engine_server_finalize;
  object_class->get_property = attune_engine_server_get_property;

  properties[PROP_N_CONNECTIONS] =
    g_param_spec_uint ("n-connections", NULL, NULL,
                       0, G_MAXUINT, 0,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_engine_server_init (AttuneEngineServer *self)
{
  self->sockets = g_hash_table_new (NULL, NULL);
}

/**
 * attune_engine_server_new:
 * @engine: who answers
 *
 * Returns: (transfer full): a server that does not listen yet
 */
AttuneEngineServer *
attune_engine_server_new (AttuneEngine *engine)
{
  AttuneEngineServer *self;

  g_return_val_if_fail (ATTUNE_IS_ENGINE (engine), NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_SERVER, NULL);
  self->engine = g_object_ref (engine);

  return self;
}

/**
 * attune_engine_server_listen_unix:
 * @self: a server
 * @path: (type filename): where the socket shall be; what stands there is replaced
 * @error: (nullable): where to put an error
 *
 * Takes connections of the same person: the socket has the mode 0600 from the first moment on.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when that failed
 */
gboolean
attune_engine_server_listen_unix (AttuneEngineServer  *self,
                                  const char          *path,
                                  GError             **error)
{
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_SERVER (self), FALSE);
  g_return_val_if_fail (self->unix_server == NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  address = g_unix_socket_address_new (path);
  g_unlink (path);

  if (!(socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_DEFAULT, &local_error)) ||
      !bind_private (socket, address, &local_error) ||
      !g_socket_listen (socket, &local_error))
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, local_error->message,
                        _("The engine cannot listen on “%s”: %s"), path, local_error->message);
      return FALSE;
    }

  self->unix_server = new_server (self);

  if (!soup_server_listen_socket (self->unix_server, socket, 0, error))
    return FALSE;

  self->socket_path = g_strdup (path);

  return TRUE;
}

/**
 * attune_engine_server_listen_tcp:
 * @self: a server
 * @address: HOST:PORT, with a number as the host; port 0 takes any
 * @api_key: what every request must bring
 * @error: (nullable): where to put an error
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when that failed
 */
gboolean
attune_engine_server_listen_tcp (AttuneEngineServer  *self,
                                 const char          *address,
                                 const char          *api_key,
                                 GError             **error)
{
  g_autoptr(GSocketConnectable) connectable = NULL;
  g_autoptr(GSocketAddress) socket_address = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_SERVER (self), FALSE);
  g_return_val_if_fail (self->tcp_server == NULL, FALSE);
  g_return_val_if_fail (address != NULL, FALSE);
  g_return_val_if_fail (api_key != NULL && *api_key != '\0', FALSE);

  if ((connectable = g_network_address_parse (address, 0, &local_error)))
    {
      const char *host = g_network_address_get_hostname (G_NETWORK_ADDRESS (connectable));
      guint port = g_network_address_get_port (G_NETWORK_ADDRESS (connectable));

      socket_address = g_inet_socket_address_new_from_string (host, port);
    }

  if (socket_address == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                        _("“%s” is not an address to listen on. Write it like 127.0.0.1:8080."), address);
      return FALSE;
    }

  self->key_digest = digest_key (api_key);
  self->tcp_server = new_server (self);

  if (soup_server_listen (self->tcp_server, socket_address, 0, &local_error))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_ENGINE, local_error->message,
                    _("The engine cannot listen on “%s”: %s"), address, local_error->message);

  return FALSE;
}

/**
 * attune_engine_server_get_port:
 * @self: a server that listens on TCP
 *
 * Returns: the port
 */
guint
attune_engine_server_get_port (AttuneEngineServer *self)
{
  GSList *uris;
  guint port;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_SERVER (self), 0);
  g_return_val_if_fail (self->tcp_server != NULL, 0);

  uris = soup_server_get_uris (self->tcp_server);
  port = uris != NULL ? g_uri_get_port (uris->data) : 0;
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  return port;
}

/**
 * attune_engine_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many clients are connected, whether they ask for something or not
 */
guint
attune_engine_server_get_n_connections (AttuneEngineServer *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_SERVER (self), 0);

  return g_hash_table_size (self->sockets);
}

/**
 * attune_engine_server_close:
 * @self: a server
 *
 * Ends all connections, takes no more, and removes the socket.
 */
void
attune_engine_server_close (AttuneEngineServer *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_SERVER (self));

  /* First the name goes, so that nobody finds a socket on which nobody listens. */
  if (self->socket_path != NULL)
    g_unlink (self->socket_path);

  g_clear_pointer (&self->socket_path, g_free);

  if (self->unix_server != NULL)
    soup_server_disconnect (self->unix_server);

  if (self->tcp_server != NULL)
    soup_server_disconnect (self->tcp_server);

  g_clear_object (&self->unix_server);
  g_clear_object (&self->tcp_server);
}
