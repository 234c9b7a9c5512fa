/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "attune-http-private.h"
#include "attune-test-peer.h"

/* A server that speaks HTTP/2 where its client does, answers in pieces where asked for a stream
 * (over HTTP/1.1; libsoup's server cannot over the other), and never where asked for that. */
typedef struct
{
  SoupServer        *server;
  SoupServerMessage *message;      /* the one under way */
  GPtrArray         *versions;     /* of HTTP, one for each request */
  guint              n_pieces;     /* that are still to be sent */
  guint              source_id;
} Fixture;

#define PIECE_MSEC 30

static gboolean
send_piece_cb (gpointer user_data)
{
  Fixture *f = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (f->message);

  if (f->n_pieces > 0)
    soup_message_body_append (body, SOUP_MEMORY_STATIC, "x", 1);
  else
    soup_message_body_complete (body);

  soup_server_message_unpause (f->message);

  if (f->n_pieces-- > 0)
    return G_SOURCE_CONTINUE;

  f->source_id = 0;

  return G_SOURCE_REMOVE;
}

static void
handle_request (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  Fixture *f = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  g_ptr_array_add (f->versions,
                   GUINT_TO_POINTER (soup_server_message_get_http_version (message)));

  if (g_str_has_suffix (path, "/never"))
    {
      soup_server_message_pause (message);
      return;
    }

  if (!g_str_has_suffix (path, "/stream"))
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
      return;
    }

  f->message = message;
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  f->source_id = g_timeout_add (PIECE_MSEC, send_piece_cb, f);
}

static char *
build_certificate_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "provider", "tls", name, NULL);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  gboolean is_secure = GPOINTER_TO_INT (data);
  g_autofree char *path = build_certificate_path ("self-signed.pem");
  g_autofree char *key = build_certificate_path ("key.pem");
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_files (path, key, NULL);
  g_autoptr(GError) error = NULL;

  f->server = soup_server_new ("tls-certificate", certificate, NULL);
  f->versions = g_ptr_array_new ();
  soup_server_add_handler (f->server, NULL, handle_request, f, NULL);
  soup_server_listen_local (f->server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY |
                            (is_secure ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_handle_id (&f->source_id, g_source_remove);
  soup_server_disconnect (f->server);
  g_object_unref (f->server);
  g_ptr_array_unref (f->versions);
}

static AttuneHttp *
new_http (Fixture *f)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  GSList *uris = soup_server_get_uris (f->server);
  g_autofree char *base_url = g_strdup_printf ("%s://127.0.0.1:%d/v1",
                                               g_uri_get_scheme (uris->data),
                                               g_uri_get_port (uris->data));
  g_autofree char *path = build_certificate_path ("self-signed.pem");
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (path, NULL);
  AttuneHttp *http = attune_http_new (profile, base_url, TEST_KEY, NULL);

  soup_session_set_tls_database (http->session, database);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  return http;
}

/* A request to send in a fiber. */
typedef struct
{
  AttuneHttp      *http;
  const char      *method;
  const char      *path;
  const char      *upload_path;
  AttuneHttpRetry  retry;
  AttuneHttpAct    act;
} Act;

static void
free_act (gpointer data)
{
  Act *act = data;

  g_object_unref (act->http);
  g_free (act);
}

/* Resolves to the length of the answer. */
static DexFuture *
act_fiber (gpointer user_data)
{
  Act *act = user_data;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  guint length = 0;
  AttuneHttpCall call = {
    .method = act->method,
    .path = act->path,
    .upload_path = act->upload_path,
    .upload_name = "rows.jsonl",
    .retry = act->retry,
    .act = act->act,
  };

  if ((stream = attune_http_open (act->http, &call, &message, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (;;)
    {
      g_autoptr(GBytes) piece = attune_http_read (act->http, &call, stream, &error);

      if (piece == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      if (g_bytes_get_size (piece) == 0)
        return dex_future_new_for_uint (length);

      length += g_bytes_get_size (piece);
    }
}

static guint
act (AttuneHttp  *http,
     const Act   *what,
     GError     **error)
{
  Act *copy = g_memdup2 (what, sizeof *what);
  g_autoptr(DexFuture) future = NULL;
  const GValue *value;

  copy->http = g_object_ref (http);
  future = dex_scheduler_spawn (NULL, 0, act_fiber, copy, free_act);
  value = attune_test_wait (future, error);

  return value != NULL ? g_value_get_uint (value) : 0;
}

/* Over an encrypted connection, HTTP/2 for everything but files. */
static void
test_http_2 (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "rows.jsonl", NULL);
  const Act acts[] = {
    { .method = "GET", .path = "/models", .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT },
    { .method = "POST", .path = "/fine_tuning/jobs", .retry = ATTUNE_HTTP_RETRY_NEVER },
    { .method = "POST", .path = "/chat/completions", .retry = ATTUNE_HTTP_RETRY_ANSWERED,
      .act = ATTUNE_HTTP_ACT_CHAT },
    { .method = "POST", .path = "/files", .upload_path = path, .retry = ATTUNE_HTTP_RETRY_UPLOAD,
      .act = ATTUNE_HTTP_ACT_UPLOAD },
  };

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (g_file_set_contents (path, "{}\n", -1, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr(GError) error = NULL;
      SoupHTTPVersion version;
      guint length;

      length = act (http, &acts[i], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (length, ==, 2);
      version = acts[i].upload_path != NULL ? SOUP_HTTP_1_1 : SOUP_HTTP_2_0;
      g_assert_cmpint (GPOINTER_TO_UINT (f->versions->pdata[i]), ==, version);
    }

  g_assert_cmpuint (f->versions->len, ==, G_N_ELEMENTS (acts));
}

/* However long a stream takes, only silence ends it. */
static void
test_slow_stream (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  const Act stream = {
    .method = "POST", .path = "/stream", .retry = ATTUNE_HTTP_RETRY_ANSWERED,
    .act = ATTUNE_HTTP_ACT_CHAT,
  };
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  /* Nothing for a model may last five times as long as for others: 500 ms. */
  attune_http_set_timeout (http, 100);
  f->n_pieces = 30;
  g_assert_cmpuint (act (http, &stream, &error), ==, 30);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, 800 * 1000);
}

/* A stream that falls silent in the middle, and a server that never says anything. */
static void
test_silent_stream (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  const Act first = { .method = "GET", .path = "/models", .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT };
  const Act stream = {
    .method = "POST", .path = data != NULL ? "/never" : "/stream", .retry = ATTUNE_HTTP_RETRY_ANSWERED,
    .act = ATTUNE_HTTP_ACT_CHAT,
  };
  g_autoptr(GError) error = NULL;

  /* On a busy machine a connection takes longer than the silence that is waited for. */
  act (http, &first, &error);
  g_assert_no_error (error);

  attune_http_set_timeout (http, 4);
  f->n_pieces = 1000;
  act (http, &stream, &error);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT);
  g_assert_cmpuint (f->versions->len, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  /* The server of libsoup speaks it only when it is told to. */
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/HttpStream/http-2", Fixture, GINT_TO_POINTER (TRUE),
              set_up, test_http_2, tear_down);
  g_test_add ("/Attune/HttpStream/slow", Fixture, GINT_TO_POINTER (FALSE),
              set_up, test_slow_stream, tear_down);
  g_test_add ("/Attune/HttpStream/silent", Fixture, GINT_TO_POINTER (FALSE),
              set_up, test_silent_stream, tear_down);
  g_test_add ("/Attune/HttpStream/silent-http-2", Fixture, GINT_TO_POINTER (TRUE),
              set_up, test_silent_stream, tear_down);

  return g_test_run ();
}
