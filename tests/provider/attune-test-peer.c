/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sys/socket.h>

#include <gio/gunixsocketaddress.h>

#include "attune-json.h"
#include "attune-test-peer.h"

typedef enum
{
  ANSWER_PLAIN,
  ANSWER_RAW,
  ANSWER_RESET,
  ANSWER_NEVER,
} AnswerKind;

typedef struct
{
  AnswerKind  kind;
  guint       status;
  char       *type;
  char       *body;
  GPtrArray  *headers;     /* name, value, name, value … */
  gboolean    is_used;
} Answer;

struct _Peer
{
  SoupServer *server;
  char       *socket_path;
  GPtrArray  *requests;
  GQueue      answers;
  GPtrArray  *held;        /* messages that never get an answer */
  GPtrArray  *watches;
  GHashTable *ports;       /* of the clients: one for each connection */
  GChecksum  *checksum;
  guint64     body_size;
  guint       n_closed;
  gboolean    hashes;
};

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_free (answer->type);
  g_free (answer->body);
  g_ptr_array_unref (answer->headers);
  g_free (answer);
}

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->method);
  g_free (request->target);
  g_free (request->key);
  g_free (request->api_key);
  g_free (request->organization);
  g_free (request->project);
  g_free (request->type);
  g_free (request->accept);
  g_free (request->encoding);
  g_free (request->range);
  g_free (request->if_range);
  g_bytes_unref (request->body);
  g_free (request);
}

static void
note_request (Peer              *self,
              SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  GUri *uri = soup_server_message_get_uri (message);
  Request *request = g_new0 (Request, 1);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->target = g_uri_get_query (uri) != NULL
                    ? g_strconcat (g_uri_get_path (uri), "?", g_uri_get_query (uri), NULL)
                    : g_strdup (g_uri_get_path (uri));
  request->key = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->api_key = g_strdup (soup_message_headers_get_one (headers, "api-key"));
  request->organization = g_strdup (soup_message_headers_get_one (headers, "OpenAI-Organization"));
  request->project = g_strdup (soup_message_headers_get_one (headers, "OpenAI-Project"));
  request->type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  request->accept = g_strdup (soup_message_headers_get_one (headers, "Accept"));
  request->encoding = g_strdup (soup_message_headers_get_one (headers, "Accept-Encoding"));
  request->range = g_strdup (soup_message_headers_get_one (headers, "Range"));
  request->if_range = g_strdup (soup_message_headers_get_one (headers, "If-Range"));
  request->body = self->hashes
                  ? g_bytes_new (NULL, 0)
                  : soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_ptr_array_add (self->requests, request);

  if (G_IS_INET_SOCKET_ADDRESS (address))
    {
      guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));

      g_hash_table_add (self->ports, GUINT_TO_POINTER (port));
    }
}

static void
give_bytes (SoupServerMessage *message,
            const Answer      *answer)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);
  GSocket *socket = soup_server_message_get_socket (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream),
                             answer->body, strlen (answer->body), NULL, NULL, NULL);

  if (answer->kind == ANSWER_RESET && socket != NULL)
    {
      struct linger none = { .l_onoff = 1, .l_linger = 0 };

      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }

  g_io_stream_close (stream, NULL, NULL);
}

/* A paused message does not look at its connection, so that its end has to be watched for. */
static gboolean
readable_cb (GSocket      *socket,
             GIOCondition  condition,
             gpointer      user_data)
{
  Peer *self = user_data;
  char byte;

  if (recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0)
    return G_SOURCE_CONTINUE;

  self->n_closed++;

  return G_SOURCE_REMOVE;
}

static void
hold_message (Peer              *self,
              SoupServerMessage *message)
{
  GSource *source = g_socket_create_source (soup_server_message_get_socket (message),
                                            G_IO_IN | G_IO_HUP, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (source, NULL);
  g_ptr_array_add (self->watches, source);
  soup_server_message_pause (message);
  g_ptr_array_add (self->held, g_object_ref (message));
}

static void
drop_source (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
handle_request (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  Peer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  Answer *answer = g_queue_peek_head (&self->answers);

  note_request (self, message);
  g_assert_nonnull (answer);

  if (answer->is_used && self->answers.length > 1)
    {
      free_answer (g_queue_pop_head (&self->answers));
      answer = g_queue_peek_head (&self->answers);
    }

  answer->is_used = TRUE;

  switch (answer->kind)
    {
    case ANSWER_PLAIN:
      soup_server_message_set_status (message, answer->status, NULL);
      soup_server_message_set_response (message, answer->type, SOUP_MEMORY_COPY,
                                        answer->body, strlen (answer->body));

      for (guint i = 0; i < answer->headers->len; i += 2)
        soup_message_headers_replace (headers, answer->headers->pdata[i],
                                      answer->headers->pdata[i + 1]);
      break;

    case ANSWER_RAW:
    case ANSWER_RESET:
      give_bytes (message, answer);
      break;

    case ANSWER_NEVER:
      hold_message (self, message);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              Peer              *self)
{
  gsize size;
  const void *bytes = g_bytes_get_data (chunk, &size);

  g_checksum_update (self->checksum, bytes, size);
  self->body_size += size;
}

static void
got_headers_cb (SoupServerMessage *message,
                Peer              *self)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_clear_pointer (&self->checksum, g_checksum_free);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->body_size = 0;
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
}

static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    Peer              *self)
{
  if (self->hashes)
    g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
}

static Answer *
add_answer (Peer       *self,
            AnswerKind  kind,
            const char *body)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->kind = kind;
  answer->body = g_strdup (body);
  answer->headers = g_ptr_array_new_with_free_func (g_free);
  g_queue_push_tail (&self->answers, answer);

  return answer;
}

static Peer *
new_peer (void)
{
  Peer *self = g_new0 (Peer, 1);

  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  self->requests = g_ptr_array_new_with_free_func (free_request);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->ports = g_hash_table_new (NULL, NULL);
  self->watches = g_ptr_array_new_with_free_func (drop_source);
  soup_server_add_handler (self->server, NULL, handle_request, self, NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), self);

  return self;
}

Peer *
peer_new (void)
{
  Peer *self = new_peer ();
  g_autoptr(GError) error = NULL;

  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  return self;
}

Peer *
peer_new_unix (const char *path)
{
  Peer *self = new_peer ();
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(GError) error = NULL;

  soup_server_listen (self->server, address, 0, &error);
  g_assert_no_error (error);
  self->socket_path = g_strdup (path);

  return self;
}

Peer *
peer_new_tls (const char *certificate)
{
  Peer *self = new_peer ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "provider", "tls", certificate, NULL);
  g_autofree char *key = g_test_build_filename (G_TEST_DIST, "provider", "tls", "key.pem", NULL);
  g_autoptr(GTlsCertificate) tls = NULL;
  g_autoptr(GError) error = NULL;

  tls = g_tls_certificate_new_from_files (path, key, &error);
  g_assert_no_error (error);
  soup_server_set_tls_certificate (self->server, tls);
  soup_server_listen_local (self->server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, &error);
  g_assert_no_error (error);

  return self;
}

void
peer_free (Peer *self)
{
  g_ptr_array_unref (self->watches);
  g_hash_table_unref (self->ports);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->held);
  g_queue_clear_full (&self->answers, free_answer);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_free (self->socket_path);
  g_free (self);
}

SoupServer *
peer_get_server (Peer *self)
{
  return self->server;
}

char *
peer_dup_base_url (Peer *self)
{
  GSList *uris = soup_server_get_uris (self->server);
  char *base_url = g_strdup_printf ("%s://127.0.0.1:%d/v1", g_uri_get_scheme (uris->data),
                                    g_uri_get_port (uris->data));

  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  return base_url;
}

void
peer_answer_as (Peer       *self,
                guint       status,
                const char *type,
                const char *body)
{
  Answer *answer = add_answer (self, ANSWER_PLAIN, body);

  answer->status = status;
  answer->type = g_strdup (type);
}

void
peer_answer (Peer       *self,
             guint       status,
             const char *body)
{
  peer_answer_as (self, status, "application/json", body);
}

void
peer_add_header (Peer       *self,
                 const char *name,
                 const char *value)
{
  Answer *answer = g_queue_peek_tail (&self->answers);

  g_ptr_array_add (answer->headers, g_strdup (name));
  g_ptr_array_add (answer->headers, g_strdup (value));
}

void
peer_answer_raw (Peer       *self,
                 const char *bytes)
{
  add_answer (self, ANSWER_RAW, bytes);
}

void
peer_answer_reset (Peer       *self,
                   const char *bytes)
{
  add_answer (self, ANSWER_RESET, bytes);
}

void
peer_answer_never (Peer *self)
{
  add_answer (self, ANSWER_NEVER, "");
}

guint
peer_count (Peer *self)
{
  return self->requests->len;
}

Request *
peer_get (Peer  *self,
          guint  i)
{
  g_assert_cmpuint (i, <, self->requests->len);

  return g_ptr_array_index (self->requests, i);
}

guint
peer_count_connections (Peer *self)
{
  return g_hash_table_size (self->ports);
}

guint
peer_count_closed (Peer *self)
{
  return self->n_closed;
}

void
peer_hash_bodies (Peer *self)
{
  self->hashes = TRUE;
}

guint64
peer_get_body_size (Peer *self)
{
  return self->body_size;
}

char *
peer_dup_body_hash (Peer *self)
{
  return g_strdup (g_checksum_get_string (self->checksum));
}

AttuneClient *
peer_new_client (Peer       *self,
                 const char *profile_id)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (profile_id);
  g_autoptr(GSocketAddress) address = NULL;
  g_autofree char *base_url = NULL;

  if (self->socket_path != NULL)
    {
      address = g_unix_socket_address_new (self->socket_path);
      return attune_client_new (profile, NULL, NULL, G_SOCKET_CONNECTABLE (address));
    }

  base_url = peer_dup_base_url (self);

  return attune_client_new (profile, base_url, TEST_KEY, NULL);
}

JsonObject *
request_parse (Request *self)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  object = attune_json_parse_object (g_bytes_get_data (self->body, NULL),
                                     g_bytes_get_size (self->body), &error);
  g_assert_no_error (error);

  return object;
}

void
assert_json_equal (JsonObject *object,
                   const char *expected)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(JsonNode) other = json_from_string (expected, NULL);

  json_node_set_object (node, object);
  g_assert_nonnull (other);

  if (!json_node_equal (node, other))
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_assert_cmpstr (text, ==, expected);
    }
}
