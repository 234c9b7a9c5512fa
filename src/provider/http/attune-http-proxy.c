/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-http-proxy.h"

/* The kinds of proxy that a person may name, what GIO calls them, and where they listen when the
 * address does not say: the ports of the schemes, and that of RFC 1928. */
static const struct
{
  const char *typed;
  const char *scheme;
  int         port;
} kinds[] = {
  { "http", "http", 80 },
  { "https", "https", 443 },
  { "socks5", "socks5", 1080 },
  { "socks5h", "socks5", 1080 },
};

static gboolean
is_nothing_but_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  const char *path = g_uri_get_path (uri);

  return (host != NULL && *host != '\0' && strpbrk (host, " \t") == NULL &&
          (*path == '\0' || g_str_equal (path, "/")) &&
          g_uri_get_query (uri) == NULL &&
          g_uri_get_fragment (uri) == NULL);
}

static char *
build_address (GUri *uri)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GUri) result = NULL;
      int port = g_uri_get_port (uri);

      if (!g_str_equal (g_uri_get_scheme (uri), kinds[i].typed))
        continue;

      result = g_uri_build (G_URI_FLAGS_NONE, kinds[i].scheme, NULL, g_uri_get_host (uri),
                            port > 0 ? port : kinds[i].port, "", NULL, NULL);

      return g_uri_to_string (result);
    }

  return NULL;
}

/**
 * attune_http_normalize_proxy:
 * @text: the address of a proxy as a person typed or pasted it, or %ATTUNE_HTTP_NO_PROXY
 * @error: return location for %ATTUNE_ERROR_DATA
 *
 * Takes away blanks and slashes at the end, adds a missing scheme (`http`) and the scheme's port.
 * Knows `http`, `https` (the way to the proxy is encrypted too) and `socks5`. Refuses a name or
 * password in the address: it would be kept where everybody could read it.
 *
 * Returns: (transfer full): the address, as attune_http_set_proxy() takes it
 */
char *
attune_http_normalize_proxy (const char  *text,
                             GError     **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *full = NULL;
  g_autoptr(GUri) uri = NULL;
  char *address = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));

  if (g_str_equal (stripped, ATTUNE_HTTP_NO_PROXY))
    return g_steal_pointer (&stripped);

  if (strstr (stripped, "://") != NULL)
    full = g_strdup (stripped);
  else
    full = g_strconcat ("http://", stripped, NULL);

  uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);

  if (uri != NULL && g_uri_get_userinfo (uri) != NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("The address of the proxy has a name or password before “@”, where "
                          "everybody could read it. Take it out, or set up this proxy in the "
                          "network settings of the system instead."));
      return NULL;
    }

  if (uri != NULL && is_nothing_but_host (uri))
    address = build_address (uri);

  if (address == NULL)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("“%s” is not the address of a proxy. Type one such as "
                        "“http://proxy.example.com:8080” or “socks5://localhost:1080”."),
                      stripped);

  return address;
}
