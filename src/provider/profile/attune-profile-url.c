/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "attune-error.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = NULL;

  /* RFC 6761, section 6.3: every name below "localhost" is this computer. */
  if (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"))
    return TRUE;

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* People leave the scheme out. A server of one's own rarely has a certificate. */
static char *
add_scheme (const char *text)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *guess = NULL;
  const char *host;

  if (strstr (text, "://") != NULL)
    return g_strdup (text);

  guess = g_strconcat ("http://", text, NULL);
  uri = g_uri_parse (guess, SOUP_HTTP_URI_FLAGS, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host != NULL && is_loopback (host))
    return g_steal_pointer (&guess);

  return g_strconcat ("https://", text, NULL);
}

static gboolean
is_base_url (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  const char *scheme = g_uri_get_scheme (uri);

  return ((g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) &&
          host != NULL && *host != '\0' && strpbrk (host, " \t") == NULL &&
          g_uri_get_query (uri) == NULL &&
          g_uri_get_fragment (uri) == NULL);
}

static char *
strip_slashes (char *text)
{
  for (gsize length = strlen (text); length > 0 && text[length - 1] == '/'; length--)
    text[length - 1] = '\0';

  return text;
}

/* What a person types where only a part of the address differs: a resource's name, an account's. */
static char *
fill_template (AttuneProfile *self,
               const char    *text)
{
  const char *template = attune_profile_get_template (self);
  g_autoptr(GString) address = NULL;

  if (template == NULL)
    return NULL;

  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_')
      return NULL;

  address = g_string_new (template);
  g_string_replace (address, "{}", text, 1);

  return g_string_free_and_steal (g_steal_pointer (&address));
}

/* Where the paths of a profile begin with the "/v1" that others have in the base URL, it must not
 * be there twice. */
static void
strip_prefix (AttuneProfile *self,
              char          *path)
{
  const char *models = attune_profile_get_path (self, "models");
  g_autofree char *prefix = NULL;

  if (models == NULL || !g_str_has_suffix (models, "/models"))
    return;

  prefix = g_strndup (models, strlen (models) - strlen ("/models"));

  if (*prefix == '/' && g_str_has_suffix (path, prefix))
    path[strlen (path) - strlen (prefix)] = '\0';
}

/* The path without the slash at its end, and without the name of a call, which people paste too. */
static char *
normalize_path (AttuneProfile *self,
                const char    *path)
{
  static const char * const calls[] = { "/chat/completions", "/models", "/completions" };
  g_autofree char *result = strip_slashes (g_strdup (path));

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      if (g_str_has_suffix (result, calls[i]))
        {
          result[strlen (result) - strlen (calls[i])] = '\0';
          break;
        }
    }

  strip_prefix (self, result);

  if (*result == '\0' && attune_profile_get_base_path (self) != NULL)
    return g_strdup (attune_profile_get_base_path (self));

  return g_steal_pointer (&result);
}

/**
 * attune_profile_normalize_url:
 * @self: a profile
 * @text: an address as a person typed or pasted it
 * @with_key: whether a key will travel to it
 * @error: return location for %ATTUNE_ERROR_DATA
 *
 * Takes away blanks, slashes at the end and the name of a call (`/chat/completions`), adds a
 * missing scheme (`http` for this computer, else `https`), and a missing path when the profile has
 * a `base-path`. Where the profile has a template for the address, a mere name is put into it.
 * Refuses what is no address of a web service, a password in the address, and an unencrypted
 * address to another computer when a key is to travel to it.
 *
 * Returns: (transfer full): the base URL, without a slash at its end
 */
char *
attune_profile_normalize_url (AttuneProfile  *self,
                              const char     *text,
                              gboolean        with_key,
                              GError        **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *full = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GUri) result = NULL;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));

  if (*stripped == '\0')
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("There is no address. Type the base URL of the service, such as "
                          "“https://api.example.com/v1”."));
      return NULL;
    }

  if ((full = fill_template (self, stripped)) == NULL)
    full = add_scheme (stripped);

  uri = g_uri_parse (full, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || !is_base_url (uri))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("“%s” is not the address of a web service. Type one such as "
                          "“https://api.example.com/v1”."),
                        stripped);
      return NULL;
    }

  if (g_uri_get_userinfo (uri) != NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("The address has a name or password before “@”, where everybody could "
                          "read it. Take it out, and put the key in its own field."));
      return NULL;
    }

  if (with_key && g_str_equal (g_uri_get_scheme (uri), "http") &&
      !is_loopback (g_uri_get_host (uri)))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("The key would travel to “%s” without encryption, where others could "
                          "read it. Use an address that begins with “https://”."),
                        g_uri_get_host (uri));
      return NULL;
    }

  path = normalize_path (self, g_uri_get_path (uri));
  result = g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                        g_uri_get_port (uri), path, NULL, NULL);

  /* An empty path is written as a slash. */
  return strip_slashes (g_uri_to_string (result));
}

/**
 * attune_profile_join_path: (skip)
 * @base: what comes before it, perhaps empty
 * @path: a path of a call; each "../" in front takes one part off @base
 *
 * Returns: (transfer full): both
 */
char *
attune_profile_join_path (const char *base,
                          const char *path)
{
  g_autoptr(GString) result = g_string_new (base);

  while (g_str_has_prefix (path, ATTUNE_PROFILE_ABOVE))
    {
      const char *last = strrchr (result->str, '/');

      g_string_truncate (result, last != NULL ? last - result->str : 0);
      path += strlen (ATTUNE_PROFILE_ABOVE);
    }

  if (*path != '/')
    g_string_append_c (result, '/');

  g_string_append (result, path);

  return g_string_free_and_steal (g_steal_pointer (&result));
}

/**
 * attune_profile_dup_call_url:
 * @self: a profile
 * @base_url: (nullable): of an account; %NULL for the profile's
 * @call: the name of a call that is about nothing in particular, such as "chat"
 *
 * Returns: (transfer full) (nullable): the address of the call; %NULL when the provider has no such
 *   call, or @base_url is no address
 */
char *
attune_profile_dup_call_url (AttuneProfile *self,
                             const char    *base_url,
                             const char    *call)
{
  const char *path;
  const char *host;
  g_autofree char *normal = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *joined = NULL;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);
  g_return_val_if_fail (call != NULL, NULL);

  if (base_url == NULL)
    base_url = attune_profile_get_base_url (self);

  path = attune_profile_get_path (self, call);

  if (path == NULL || base_url == NULL ||
      (normal = attune_profile_normalize_url (self, base_url, FALSE, NULL)) == NULL)
    return NULL;

  host = strstr (normal, "://") + strlen ("://");
  host += strcspn (host, "/");
  origin = g_strndup (normal, host - normal);
  joined = attune_profile_join_path (host, path);

  return g_strconcat (origin, joined, NULL);
}

/**
 * attune_profile_is_loopback_url:
 * @url: an address
 *
 * Returns: whether it is on this computer, so that it is there without a network
 */
gboolean
attune_profile_is_loopback_url (const char *url)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, FALSE);

  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && is_loopback (g_uri_get_host (uri));
}
