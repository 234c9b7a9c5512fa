/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "attune-test-proxy.h"

struct _Proxy
{
  GSocketService  *service;
  GTlsCertificate *certificate;
  char            *refusal;
  guint16          port;

  /* Written by threads. */
  GMutex           mutex;
  GByteArray      *seen;
  GString         *asked;
  guint            n_connections;
};

static void
note_bytes (Proxy      *self,
            const char *bytes,
            gsize       length)
{
  g_mutex_lock (&self->mutex);
  g_byte_array_append (self->seen, (const guint8 *)bytes, length);
  g_mutex_unlock (&self->mutex);
}

static void
note_asked (Proxy      *self,
            const char *line)
{
  g_mutex_lock (&self->mutex);
  g_string_append_printf (self->asked, "%s%s", self->asked->len > 0 ? "\n" : "", line);
  self->n_connections++;
  g_mutex_unlock (&self->mutex);
}

static gboolean
write_all (GIOStream  *stream,
           const char *bytes,
           gsize       length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), bytes, length,
                                    NULL, NULL, NULL);
}

static gssize
read_some (GIOStream *stream,
           char      *bytes,
           gsize      length)
{
  return g_input_stream_read (g_io_stream_get_input_stream (stream), bytes, length, NULL, NULL);
}

/* Two streams, and the sockets below them. */
typedef struct
{
  Proxy     *proxy;
  GIOStream *client;
  GIOStream *server;
  GSocket   *client_socket;
  GSocket   *server_socket;
} Pair;

/* Carries bytes one way until there are no more, and then ends both. */
static void
carry_one_way (Pair     *pair,
               gboolean  from_client)
{
  char bytes[4096];
  gssize length;

  while ((length = read_some (from_client ? pair->client : pair->server,
                              bytes, sizeof bytes)) > 0)
    {
      if (from_client)
        note_bytes (pair->proxy, bytes, length);

      if (!write_all (from_client ? pair->server : pair->client, bytes, length))
        break;
    }

  g_socket_shutdown (pair->client_socket, TRUE, TRUE, NULL);
  g_socket_shutdown (pair->server_socket, TRUE, TRUE, NULL);
}

static gpointer
carry_back_thread (gpointer user_data)
{
  carry_one_way (user_data, FALSE);

  return NULL;
}

static void
carry (Pair              *pair,
       GSocketConnection *server)
{
  GThread *thread;

  pair->server = G_IO_STREAM (server);
  pair->server_socket = g_socket_connection_get_socket (server);
  thread = g_thread_new ("proxy", carry_back_thread, pair);
  carry_one_way (pair, TRUE);
  g_thread_join (thread);
}

static GSocketConnection *
connect_to (const char *host,
            guint16     port)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);

  return g_socket_client_connect_to_host (client, host, port, NULL, NULL);
}

/* RFC 1928 without authentication; the greeting is there already. */
static void
serve_socks (Proxy *self,
             Pair  *pair)
{
  GIOStream *client = pair->client;
  static const char ready[] = { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
  g_autoptr(GSocketConnection) server = NULL;
  g_autofree char *host = NULL;
  g_autofree char *line = NULL;
  guint8 request[300];
  guint16 port;
  gssize length;

  write_all (client, "\5\0", 2);
  length = read_some (client, (char *)request, sizeof request);
  g_assert_cmpint (length, >, 8);

  if (request[3] == 1)
    host = g_strdup_printf ("%u.%u.%u.%u", request[4], request[5], request[6], request[7]);
  else
    host = g_strndup ((char *)request + 5, request[4]);

  port = request[length - 2] << 8 | request[length - 1];
  line = g_strdup_printf ("SOCKS5 %s:%u", host, port);
  note_asked (self, line);

  if ((server = connect_to (host, port)) == NULL)
    return;

  write_all (client, ready, sizeof ready);
  carry (pair, server);
}

static void
serve_http (Proxy      *self,
            Pair       *pair,
            const char *head,
            gsize       length)
{
  GIOStream *client = pair->client;
  static const char ready[] = "HTTP/1.1 200 Connection established\r\n\r\n";
  g_autoptr(GSocketConnection) server = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autofree char *line = g_strndup (head, strcspn (head, "\r\n"));
  g_auto(GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *address = NULL;
  gboolean is_connect = g_str_has_prefix (line, "CONNECT ");

  note_asked (self, line);

  if (self->refusal != NULL)
    {
      write_all (client, self->refusal, strlen (self->refusal));
      return;
    }

  address = is_connect ? g_strconcat ("https://", words[1], NULL) : g_strdup (words[1]);
  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || (server = connect_to (g_uri_get_host (uri), g_uri_get_port (uri))) == NULL)
    return;

  if (is_connect)
    write_all (client, ready, strlen (ready));
  else
    write_all (G_IO_STREAM (server), head, length);

  carry (pair, server);
}

static void
serve (Proxy *self,
       Pair  *pair)
{
  g_autoptr(GString) head = g_string_new (NULL);
  char bytes[4096];
  gssize length;

  while ((length = read_some (pair->client, bytes, sizeof bytes)) > 0)
    {
      note_bytes (self, bytes, length);

      if (head->len == 0 && bytes[0] == 5)
        {
          serve_socks (self, pair);
          break;
        }

      g_string_append_len (head, bytes, length);

      if (strstr (head->str, "\r\n\r\n") != NULL)
        {
          serve_http (self, pair, head->str, head->len);
          break;
        }
    }
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source_object,
        Proxy                  *self)
{
  g_autoptr(GIOStream) stream = NULL;
  Pair pair = {
    .proxy = self,
    .client_socket = g_socket_connection_get_socket (connection),
  };

  if (self->certificate != NULL)
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  else
    stream = G_IO_STREAM (g_object_ref (connection));

  pair.client = stream;
  serve (self, &pair);
  g_io_stream_close (stream, NULL, NULL);

  return TRUE;
}

Proxy *
proxy_new (GTlsCertificate *certificate)
{
  Proxy *self = g_new0 (Proxy, 1);

  g_set_object (&self->certificate, certificate);
  g_mutex_init (&self->mutex);
  self->seen = g_byte_array_new ();
  self->asked = g_string_new (NULL);
  self->service = g_threaded_socket_service_new (8);
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_assert_cmpuint (self->port, !=, 0);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

void
proxy_free (Proxy *self)
{
  GObject *service = G_OBJECT (self->service);

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));

  /* The threads end when the client of the test has gone; each holds the service. */
  while (g_atomic_int_get (&service->ref_count) > 1)
    g_main_context_iteration (NULL, FALSE);

  g_object_unref (self->service);
  g_mutex_clear (&self->mutex);
  g_byte_array_unref (self->seen);
  g_string_free (self->asked, TRUE);
  g_clear_object (&self->certificate);
  g_free (self->refusal);
  g_free (self);
}

guint
proxy_get_port (Proxy *self)
{
  return self->port;
}

void
proxy_refuse (Proxy      *self,
              const char *answer)
{
  self->refusal = g_strdup (answer);
}

char *
proxy_dup_asked (Proxy *self)
{
  char *asked;

  g_mutex_lock (&self->mutex);
  asked = g_strdup (self->asked->str);
  g_mutex_unlock (&self->mutex);

  return asked;
}

gboolean
proxy_has_seen (Proxy      *self,
                const char *text)
{
  gboolean is_there;

  g_mutex_lock (&self->mutex);
  is_there = memmem (self->seen->data, self->seen->len, text, strlen (text)) != NULL;
  g_mutex_unlock (&self->mutex);

  return is_there;
}

guint
proxy_count (Proxy *self)
{
  guint count;

  g_mutex_lock (&self->mutex);
  count = self->n_connections;
  g_mutex_unlock (&self->mutex);

  return count;
}
