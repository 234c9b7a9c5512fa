/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "attune-http-private.h"
#include "attune-http-proxy.h"
#include "attune-test-peer.h"
#include "attune-test-proxy.h"

static DexFuture *
fetch_fiber (gpointer user_data)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = "/models",
    .retry = ATTUNE_HTTP_RETRY_NEVER,
  };

  if ((node = attune_http_fetch (user_data, &call, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static GError *
fetch (AttuneHttp *http)
{
  g_autoptr(DexFuture) future = NULL;
  GError *error = NULL;

  future = dex_scheduler_spawn (NULL, 0, fetch_fiber, g_object_ref (http), g_object_unref);
  attune_test_wait (future, &error);

  return error;
}

static char *
build_certificate_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "provider", "tls", name, NULL);
}

static GTlsDatabase *
load_database (void)
{
  g_autofree char *path = build_certificate_path ("self-signed.pem");
  g_autoptr(GError) error = NULL;
  GTlsDatabase *database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);

  return database;
}

static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *path = build_certificate_path ("self-signed.pem");
  g_autofree char *key = build_certificate_path ("key.pem");
  g_autoptr(GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_files (path, key, &error);

  g_assert_no_error (error);

  return certificate;
}

/* An account at @peer that trusts its certificate, behind a proxy. */
static AttuneHttp *
new_http (Peer       *peer,
          const char *key,
          const char *proxy)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = peer_dup_base_url (peer);
  AttuneHttp *http = attune_http_new (profile, base_url, key, NULL);

  if (g_str_has_prefix (base_url, "https"))
    {
      g_autoptr(GTlsDatabase) database = load_database ();

      soup_session_set_tls_database (http->session, database);
    }

  attune_http_set_proxy (http, proxy);

  return http;
}

static void
test_normalize (void)
{
  static const struct
  {
    const char *typed;
    const char *address;       /* or NULL when it is refused … */
    const char *words;         /* … with these */
  } proxies[] = {
    { "direct://", "direct://", NULL },
    { " http://proxy.example.com:8080/ ", "http://proxy.example.com:8080", NULL },
    { "proxy.example.com:3128", "http://proxy.example.com:3128", NULL },
    { "proxy", "http://proxy:80", NULL },
    { "HTTPS://Proxy.example.com", "https://Proxy.example.com:443", NULL },
    { "socks5://127.0.0.1", "socks5://127.0.0.1:1080", NULL },
    { "socks5h://[::1]:9050", "socks5://[::1]:9050", NULL },
    { "http://anna:secret@proxy:80", NULL, "name or password" },
    { "anna@proxy:80", NULL, "name or password" },
    { "ftp://proxy:21", NULL, "“ftp://proxy:21” is not the address of a proxy" },
    { "http://proxy:80/path", NULL, "is not the address" },
    { "http://proxy:80?x=1", NULL, "is not the address" },
    { "http://", NULL, "is not the address" },
    { "http://two words:80", NULL, "is not the address" },
    { "http://proxy:99999", NULL, "is not the address" },
    { "", NULL, "socks5://localhost:1080" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *address = attune_http_normalize_proxy (proxies[i].typed, &error);

      g_assert_cmpstr (address, ==, proxies[i].address);

      if (proxies[i].words != NULL)
        {
          g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
          g_assert_nonnull (strstr (error->message, proxies[i].words));
          g_assert_null (strstr (error->message, "secret"));
        }
      else
        g_assert_no_error (error);
    }
}

/* Through every kind of proxy to an encrypted service: it is asked for a connection, and sees
 * nothing of what goes through. */
static void
test_tunnel (gconstpointer data)
{
  g_autoptr(Peer) peer = peer_new_tls ("self-signed.pem");
  g_autoptr(GTlsCertificate) certificate = g_str_equal (data, "https") ? load_certificate () : NULL;
  g_autoptr(Proxy) proxy = proxy_new (certificate);
  g_autofree char *address = g_strdup_printf ("%s://127.0.0.1:%u", (const char *)data,
                                              proxy_get_port (proxy));
  g_autoptr(AttuneHttp) http = new_http (peer, TEST_KEY, address);
  g_autofree char *asked = NULL;
  g_autofree char *place = NULL;
  g_autofree char *base_url = peer_dup_base_url (peer);
  g_autoptr(GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GError) error = NULL;

  peer_answer (peer, 200, "{\"data\":[]}");
  error = fetch (http);
  g_assert_no_error (error);
  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_assert_cmpstr (peer_get (peer, 0)->key, ==, "Bearer " TEST_KEY);

  asked = proxy_dup_asked (proxy);
  place = g_strdup_printf ("%s 127.0.0.1:%d", g_str_equal (data, "socks5") ? "SOCKS5" : "CONNECT",
                           g_uri_get_port (uri));
  g_assert_true (g_str_has_prefix (asked, place));
  g_assert_false (proxy_has_seen (proxy, "Secret"));
  g_assert_false (proxy_has_seen (proxy, "/models"));
  g_clear_object (&http);
}

/* The library asks the system whether a proxy can be trusted, so this is a process with a system of
 * its own. */
static void
test_encrypted_tunnel (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr(GTlsDatabase) database = load_database ();

      g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
      test_tunnel ("https");
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_whole_address (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(Proxy) proxy = proxy_new (NULL);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", proxy_get_port (proxy));
  g_autoptr(AttuneHttp) http = new_http (peer, NULL, address);
  g_autofree char *base_url = peer_dup_base_url (peer);
  g_autofree char *line = g_strdup_printf ("GET %s/models HTTP/1.1", base_url);
  g_autofree char *asked = NULL;
  g_autoptr(GError) error = NULL;

  /* Nothing that has to be kept secret: the proxy may read it. */
  peer_answer (peer, 200, "{\"data\":[]}");
  error = fetch (http);
  g_assert_no_error (error);
  asked = proxy_dup_asked (proxy);
  g_assert_cmpstr (asked, ==, line);
  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_clear_object (&http);
}

static void
test_key_stays_inside (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(Proxy) proxy = proxy_new (NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", proxy_get_port (proxy));
  g_autoptr(AttuneHttp) http = new_http (peer, TEST_KEY, address);
  g_autoptr(GError) error = NULL;

  /* A service on this computer, without encryption, with a key. */
  peer_answer (peer, 200, "{\"data\":[]}");
  error = fetch (http);
  g_assert_no_error (error);
  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_assert_cmpuint (proxy_count (proxy), ==, 0);
  g_clear_object (&http);
}

/* What stands in for the desktop here: libproxy reads the environment as well. Which one is used is
 * chosen once in a process, so this is one of its own. */
static void
test_desktop_in_subprocess (void)
{
  g_autoptr(Peer) peer = peer_new_tls ("self-signed.pem");
  g_autoptr(Proxy) proxy = proxy_new (NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", proxy_get_port (proxy));
  g_autoptr(AttuneHttp) http = NULL;
  g_autoptr(AttuneHttp) direct = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) direct_error = NULL;

  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_setenv ("https_proxy", address, TRUE);
  g_unsetenv ("no_proxy");

  if (strstr (G_OBJECT_TYPE_NAME (g_proxy_resolver_get_default ()), "ibproxy") == NULL)
    return;

  peer_answer (peer, 200, "{\"data\":[]}");
  http = new_http (peer, TEST_KEY, NULL);
  error = fetch (http);
  g_assert_no_error (error);
  g_assert_cmpuint (proxy_count (proxy), ==, 1);

  direct = new_http (peer, TEST_KEY, ATTUNE_HTTP_NO_PROXY);
  direct_error = fetch (direct);
  g_assert_no_error (direct_error);
  g_assert_cmpuint (proxy_count (proxy), ==, 1);
  g_assert_cmpuint (peer_count (peer), ==, 2);
  g_clear_object (&http);
  g_clear_object (&direct);
}

static void
test_desktop (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneHttp) http = NULL;

  if (g_test_subprocess ())
    {
      test_desktop_in_subprocess ();
      return;
    }

  http = attune_http_new (profile, NULL, TEST_KEY, NULL);
  g_assert_true (soup_session_get_proxy_resolver (http->session) ==
                 g_proxy_resolver_get_default ());
  attune_http_set_proxy (http, ATTUNE_HTTP_NO_PROXY);
  g_assert_null (soup_session_get_proxy_resolver (http->session));
  attune_http_set_proxy (http, "");
  g_assert_true (soup_session_get_proxy_resolver (http->session) ==
                 g_proxy_resolver_get_default ());

  /* libproxy keeps some bytes for ever, which a sanitizer counts against us. */
#ifndef __SANITIZE_ADDRESS__
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
#endif
}

/* A proxy that does not do what it is asked. */
static void
test_refused (void)
{
  static const struct
  {
    const char  *answer;
    AttuneError  code;
    const char  *words;
  } refusals[] = {
    { "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
      "Content-Length: 0\r\n\r\n", ATTUNE_ERROR_NETWORK, "proxy" },
    { "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", ATTUNE_ERROR_NETWORK, "proxy" },
    { "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", ATTUNE_ERROR_NETWORK, "proxy" },
    { "", ATTUNE_ERROR_NETWORK, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr(Peer) peer = peer_new_tls ("self-signed.pem");
      g_autoptr(Proxy) proxy = proxy_new (NULL);
      g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", proxy_get_port (proxy));
      g_autoptr(AttuneHttp) http = new_http (peer, TEST_KEY, address);
      g_autoptr(GError) error = NULL;

      proxy_refuse (proxy, refusals[i].answer);
      peer_answer (peer, 200, "{\"data\":[]}");
      error = fetch (http);
      g_test_message ("%s", error->message);
      g_assert_error (error, ATTUNE_ERROR, refusals[i].code);
      g_assert_nonnull (strstr (error->message, refusals[i].words));
      g_assert_cmpuint (peer_count (peer), ==, 0);
      g_assert_false (proxy_has_seen (proxy, "Secret"));
      g_clear_object (&http);
    }
}

static void
test_absent (void)
{
  g_autoptr(Peer) peer = peer_new_tls ("self-signed.pem");
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
  g_autoptr(AttuneHttp) http = new_http (peer, TEST_KEY, address);
  g_autoptr(AttuneHttp) wrong = new_http (peer, TEST_KEY, "gopher://proxy");
  g_autoptr(AttuneHttp) secure = NULL;
  g_autofree char *secure_address = NULL;
  g_autoptr(GError) secure_error = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) wrong_error = NULL;

  /* A port that was free a moment ago. */
  g_socket_listener_close (listener);
  error = fetch (http);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "The proxy “127.0.0.1” cannot be reached"));

  /* The way to a proxy may be encrypted too; this one is nobody that we trust. */
  secure_address = peer_dup_base_url (peer);
  *strstr (secure_address, "/v1") = '\0';
  secure = new_http (peer, TEST_KEY, secure_address);
  secure_error = fetch (secure);
  g_test_message ("%s", secure_error->message);
  g_assert_error (secure_error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_nonnull (strstr (secure_error->message, "proxy"));

  /* An address that cannot be right is told at every request. */
  wrong_error = fetch (wrong);
  g_assert_error (wrong_error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_cmpuint (peer_count (peer), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/HttpProxy/normalize", test_normalize);
  g_test_add_data_func ("/Attune/HttpProxy/connect", "http", test_tunnel);
  g_test_add_data_func ("/Attune/HttpProxy/socks5", "socks5", test_tunnel);
  g_test_add_func ("/Attune/HttpProxy/encrypted", test_encrypted_tunnel);
  g_test_add_func ("/Attune/HttpProxy/whole-address", test_whole_address);
  g_test_add_func ("/Attune/HttpProxy/key-stays-inside", test_key_stays_inside);
  g_test_add_func ("/Attune/HttpProxy/desktop", test_desktop);
  g_test_add_func ("/Attune/HttpProxy/refused", test_refused);
  g_test_add_func ("/Attune/HttpProxy/absent", test_absent);

  return g_test_run ();
}
