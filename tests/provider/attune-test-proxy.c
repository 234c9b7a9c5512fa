/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <poll.h>
#include <string.h>

#include <gio/gio.h>

#include "attune-test-proxy.h"

struct _Proxy
{
  GSocketService *service;
  char           *refusal;
  guint16         port;

  /* Written by threads. */
  GMutex          mutex;
  GByteArray     *seen;
  GString        *asked;
  guint           n_connections;
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
write_all (GSocketConnection *connection,
           const char        *bytes,
           gsize              length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                    bytes, length, NULL, NULL, NULL);
}

static gssize
read_some (GSocketConnection *connection,
           char              *bytes,
           gsize              length)
{
  return g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                              bytes, length, NULL, NULL);
}

static int
get_fd (GSocketConnection *connection)
{
  return g_socket_get_fd (g_socket_connection_get_socket (connection));
}

/* Carries bytes both ways until one side has no more. */
static void
carry (Proxy             *self,
       GSocketConnection *client,
       GSocketConnection *server)
{
  struct pollfd fds[2] = {
    { .fd = get_fd (client), .events = POLLIN },
    { .fd = get_fd (server), .events = POLLIN },
  };

  while (poll (fds, 2, -1) > 0)
    {
      for (guint i = 0; i < 2; i++)
        {
          char bytes[4096];
          gssize length;

          if (fds[i].revents == 0)
            continue;

          if ((length = read_some (i == 0 ? client : server, bytes, sizeof bytes)) <= 0)
            return;

          if (i == 0)
            note_bytes (self, bytes, length);

          if (!write_all (i == 0 ? server : client, bytes, length))
            return;
        }
    }
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
serve_socks (Proxy             *self,
             GSocketConnection *client)
{
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
  carry (self, client, server);
}

static void
serve_http (Proxy             *self,
            GSocketConnection *client,
            const char        *head,
            gsize              length)
{
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
    write_all (server, head, length);

  carry (self, client, server);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source_object,
        Proxy                  *self)
{
  g_autoptr(GString) head = g_string_new (NULL);
  char bytes[4096];
  gssize length;

  while ((length = read_some (connection, bytes, sizeof bytes)) > 0)
    {
      note_bytes (self, bytes, length);

      if (head->len == 0 && bytes[0] == 5)
        {
          serve_socks (self, connection);
          break;
        }

      g_string_append_len (head, bytes, length);

      if (strstr (head->str, "\r\n\r\n") != NULL)
        {
          serve_http (self, connection, head->str, head->len);
          break;
        }
    }

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

Proxy *
proxy_new (void)
{
  Proxy *self = g_new0 (Proxy, 1);

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
