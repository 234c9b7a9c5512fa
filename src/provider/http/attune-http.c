/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-http-error.h"
#include "attune-http-private.h"
#include "attune-http-proxy.h"
#include "attune-http.h"

/* How long nothing may be heard. */
#define DEFAULT_TIMEOUT_MSEC (60 * 1000)

/* More than anybody does at once, so that no request waits in a queue and seems to time out. */
#define MAX_CONNECTIONS 64

enum {
  SILENT,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneHttp, attune_http, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

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

  signals[SILENT] =
    g_signal_new ("silent",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
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
 * attune_http_note_silence: (skip)
 * @self: a session
 *
 * Tells that a request is still not answered after %ATTUNE_SLOW_SECONDS.
 */
void
attune_http_note_silence (AttuneHttp *self)
{
  g_return_if_fail (ATTUNE_IS_HTTP (self));

  if (self->is_silent)
    return;

  self->is_silent = TRUE;
  g_signal_emit (self, signals[SILENT], 0);
}

/**
 * attune_http_note_answer: (skip)
 * @self: a session
 *
 * Tells that somebody is there.
 */
void
attune_http_note_answer (AttuneHttp *self)
{
  g_return_if_fail (ATTUNE_IS_HTTP (self));

  self->is_silent = FALSE;
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
