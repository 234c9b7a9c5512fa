/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "attune-test-fetch.h"

#define TEXT "IQ== 0\nIg== 1\nIw== 2\n"
#define IDLE_MSEC 100    /* of a peer that is silent on purpose */

static void
set_up (FetchFixture  *f,
        gconstpointer  data)
{
  fetch_begin (f, "ranks/list.tiktoken", TEXT, FALSE);
}

static void
tear_down (FetchFixture  *f,
           gconstpointer  data)
{
  fetch_end (f);
}

static void
test_served (FetchFixture  *f,
             gconstpointer  data)
{
  peer_answer_as (f->peer, 200, "application/octet-stream", TEXT);
  fetch_assert_works (f);
  g_assert_cmpuint (f->n_freed, ==, 1);

  /* Nothing of the person goes along. */
  g_assert_cmpstr (peer_get (f->peer, 0)->method, ==, "GET");
  g_assert_cmpstr (peer_get (f->peer, 0)->target, ==, "/v1/files/ranks/list.tiktoken");
  g_assert_null (peer_get (f->peer, 0)->key);
  g_assert_cmpuint (g_bytes_get_size (peer_get (f->peer, 0)->body), ==, 0);
}

/* Two windows, or a window and a command. */
static void
test_twice_at_once (FetchFixture  *f,
                    gconstpointer  data)
{
  g_autoptr(DexFuture) both = NULL;
  g_autoptr(GError) error = NULL;

  peer_answer_as (f->peer, 200, "application/octet-stream", TEXT);
  both = dex_future_all (fetch_start (f), fetch_start (f), NULL);
  attune_test_wait (both, &error);
  g_assert_no_error (error);
  fetch_assert_there (f);
}

static void
test_other_content (FetchFixture  *f,
                    gconstpointer  data)
{
  g_autofree char *other = g_strdup (TEXT);
  g_autofree char *longer = g_strconcat (TEXT, "more", NULL);

  other[0] = 'J';
  peer_answer_as (f->peer, 200, "application/octet-stream", other);
  fetch_assert_fails (f, ATTUNE_ERROR_PROTOCOL, "is not the file “list.tiktoken”");
  peer_answer_as (f->peer, 200, "application/octet-stream", longer);
  fetch_assert_fails (f, ATTUNE_ERROR_PROTOCOL, "is not the file “list.tiktoken”");
  peer_answer_as (f->peer, 200, "text/html", "<p>Log in</p>");
  fetch_assert_fails (f, ATTUNE_ERROR_PROTOCOL, "log in");
  peer_answer_raw (f->peer, "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Log in</p>");
  fetch_assert_fails (f, ATTUNE_ERROR_PROTOCOL, "log in");
}

/* What is there already stays when the next download fails. */
static void
test_keeps_what_is_there (FetchFixture  *f,
                          gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (f->path);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (f->path, TEXT, -1, NULL);
  peer_answer_as (f->peer, 200, "application/octet-stream", "something else");
  future = fetch_start (f);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
  fetch_assert_there (f);
}

static void
test_broken_off (FetchFixture  *f,
                 gconstpointer  data)
{
  peer_answer_raw (f->peer, "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\nIQ== 0");
  fetch_assert_fails (f, ATTUNE_ERROR_NETWORK, "broke off");
  peer_answer_raw (f->peer, "HTTP/1.0 200 OK\r\n\r\nIQ== 0");
  fetch_assert_fails (f, ATTUNE_ERROR_NETWORK, "broke off");
  peer_answer_reset (f->peer, "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\nIQ== 0");
  fetch_assert_fails (f, ATTUNE_ERROR_NETWORK, "broke off");
}

static void
test_refused (FetchFixture  *f,
              gconstpointer  data)
{
  peer_answer_as (f->peer, 404, "text/html", "<p>Not here</p>");
  fetch_assert_fails (f, ATTUNE_ERROR_NOT_FOUND, "does not have the file");
  peer_answer_as (f->peer, 401, "text/html", "<p>Log in</p>");
  fetch_assert_fails (f, ATTUNE_ERROR_FORBIDDEN, "want you to log in");
  peer_answer_as (f->peer, 403, "text/html", "<p>Agree</p>");
  fetch_assert_fails (f, ATTUNE_ERROR_FORBIDDEN, "agree to its terms");
  peer_answer_as (f->peer, 451, "text/html", "<p>Not there</p>");
  fetch_assert_fails (f, ATTUNE_ERROR_FORBIDDEN, "not serve your country");
  peer_answer_as (f->peer, 503, "text/html", TEXT);
  fetch_assert_fails (f, ATTUNE_ERROR_SERVER, "(HTTP 503)");
}

static void
test_silent (FetchFixture  *f,
             gconstpointer  data)
{
  f->idle_msec = IDLE_MSEC;
  peer_answer_never (f->peer);
  fetch_assert_fails (f, ATTUNE_ERROR_TIMEOUT, "does not answer any more");
}

static void
begin_answer_cb (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            "IQ== 0", 6);
}

/* Some of it comes, and then no more. */
static void
test_stalls (FetchFixture  *f,
             gconstpointer  data)
{
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  GSList *uris;

  f->idle_msec = IDLE_MSEC;
  soup_server_add_handler (server, NULL, begin_answer_cb, NULL, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (server);
  g_free (f->url);
  f->url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  fetch_assert_fails (f, ATTUNE_ERROR_TIMEOUT, "does not answer any more");
  g_assert_cmpint (f->done, ==, 6);
  soup_server_disconnect (server);
}

static void
test_nobody_there (FetchFixture  *f,
                   gconstpointer  data)
{
  Peer *gone = peer_new ();
  g_autofree char *base_url = peer_dup_base_url (gone);

  peer_free (gone);
  g_free (f->url);
  f->url = g_strconcat (base_url, "/list.tiktoken", NULL);
  fetch_assert_fails (f, ATTUNE_ERROR_NETWORK, "cannot be reached");

  g_free (f->url);
  f->url = g_strdup ("ftp:list");
  fetch_assert_fails (f, ATTUNE_ERROR_REQUEST, "no web address");
}

static void
test_not_trusted (FetchFixture  *f,
                  gconstpointer  data)
{
  g_autoptr(Peer) peer = peer_new_tls ("self-signed.pem");
  g_autofree char *base_url = peer_dup_base_url (peer);

  peer_answer_as (peer, 200, "application/octet-stream", TEXT);
  g_free (f->url);
  f->url = g_strconcat (base_url, "/list.tiktoken", NULL);
  fetch_assert_fails (f, ATTUNE_ERROR_NETWORK, "is not safe");
  g_assert_cmpuint (peer_count (peer), ==, 0);
}

/* The folder cannot be made where a file has its name. */
static void
test_no_place (FetchFixture  *f,
               gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (f->path);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  g_file_set_contents (folder, "", -1, NULL);
  peer_answer_as (f->peer, 200, "application/octet-stream", TEXT);
  future = fetch_start (f);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_cmpint (g_unlink (folder), ==, 0);
}

/* The thread that has the file to itself takes it away when it hears of the end. */
static void
wait_empty (FetchFixture *f)
{
  g_autofree char *folder = g_path_get_dirname (f->path);

  while (g_rmdir (folder) != 0 && errno == ENOTEMPTY)
    g_thread_yield ();
}

static void
test_cancelled (FetchFixture  *f,
                gconstpointer  data)
{
  DexFuture *future;

  peer_answer_never (f->peer);
  future = dex_future_first (fetch_start (f), NULL);

  while (peer_count (f->peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  dex_clear (&future);

  while (peer_count_closed (f->peer) == 0 || f->n_freed == 0)
    g_main_context_iteration (NULL, TRUE);

  wait_empty (f);
}

/* Before anything of it was sent. */
static void
test_cancelled_at_once (FetchFixture  *f,
                        gconstpointer  data)
{
  DexFuture *future;

  peer_answer_never (f->peer);
  future = dex_future_first (fetch_start (f), NULL);
  dex_clear (&future);

  while (f->n_freed == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (peer_count (f->peer), ==, 0);
  wait_empty (f);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/Fetch/served", FetchFixture, NULL, set_up, test_served, tear_down);
  g_test_add ("/Attune/Fetch/twice-at-once", FetchFixture, NULL, set_up, test_twice_at_once, tear_down);
  g_test_add ("/Attune/Fetch/other-content", FetchFixture, NULL, set_up, test_other_content, tear_down);
  g_test_add ("/Attune/Fetch/keeps-what-is-there", FetchFixture, NULL, set_up, test_keeps_what_is_there, tear_down);
  g_test_add ("/Attune/Fetch/broken-off", FetchFixture, NULL, set_up, test_broken_off, tear_down);
  g_test_add ("/Attune/Fetch/refused", FetchFixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/Attune/Fetch/silent", FetchFixture, NULL, set_up, test_silent, tear_down);
  g_test_add ("/Attune/Fetch/stalls", FetchFixture, NULL, set_up, test_stalls, tear_down);
  g_test_add ("/Attune/Fetch/nobody-there", FetchFixture, NULL, set_up, test_nobody_there, tear_down);
  g_test_add ("/Attune/Fetch/not-trusted", FetchFixture, NULL, set_up, test_not_trusted, tear_down);
  g_test_add ("/Attune/Fetch/no-place", FetchFixture, NULL, set_up, test_no_place, tear_down);
  g_test_add ("/Attune/Fetch/cancelled", FetchFixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/Attune/Fetch/cancelled-at-once", FetchFixture, NULL, set_up, test_cancelled_at_once, tear_down);

  return g_test_run ();
}
