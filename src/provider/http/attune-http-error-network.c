/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-http-error-private.h"
#include "attune-http-private.h"
#include "attune-http-quote.h"

/* What is wrong with a certificate, in the order of what a person can do about it. */
static char *
describe_tls (AttuneHttp  *http,
              SoupMessage *message)
{
  GTlsCertificateFlags flags = 0;
  const char *host = attune_http_get_host (http);

  if (message != NULL)
    flags = soup_message_get_tls_peer_certificate_errors (message);

  if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return g_strdup_printf (_("The certificate of “%s” is not valid today, so nothing was sent. "
                              "Check the date of this computer, or tell whoever runs the service."),
                            host);

  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup_printf (_("The certificate of “%s” belongs to another name, so nothing was "
                              "sent. Check the address in Preferences."),
                            host);

  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_strdup_printf (_("Nobody whom this computer trusts vouches for the certificate of "
                              "“%s”, so nothing was sent. Add its authority to the certificates "
                              "of this computer, or check the address."),
                            host);

  /* A certificate of the service would have been looked at by now. */
  if (http->has_secure_proxy)
    return g_strdup_printf (_("No secure connection to the proxy “%s” came about, so nothing was "
                              "sent. Check the proxy of this account, and whether its address "
                              "should begin with “http://”."),
                            http->proxy_host);

  return g_strdup_printf (_("No secure connection to “%s” came about, so nothing was sent. "
                            "Check the address in Preferences, and whether it should begin with "
                            "“http://”."),
                          host);
}

static gboolean
is_proxy_error (const GError *error)
{
  return (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED));
}

static gboolean
is_broken_off (const GError *error)
{
  return (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) ||
          g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING));
}

/* Where an account has a proxy of its own, that is whom we could not reach. */
static char *
describe_absent (AttuneHttp *http)
{
  const char *proxy = attune_http_get_proxy_host (http);

  if (proxy != NULL)
    return g_strdup_printf (_("The proxy “%s” cannot be reached. Check the proxy of this account, "
                              "and the connection to the internet."),
                            proxy);

  return g_strdup_printf (_("“%s” cannot be reached. Check the connection to the internet, and "
                            "the address in Preferences."),
                          attune_http_get_host (http));
}

/* A body that is not compressed, or not cut into pieces, as its headers say. */
static gboolean
is_garbled (const GError *error,
            gboolean      in_body)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ||
      g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING))
    return TRUE;

  return (in_body &&
          (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)));
}

static char *
describe_io (AttuneHttp           *http,
             const AttuneHttpCall *call,
             const GError         *error)
{
  const char *host = attune_http_get_host (http);

  if (is_proxy_error (error))
    return attune_http_error_describe_proxy (0);

  if (attune_http_get_proxy_host (http) != NULL && !is_broken_off (error))
    return describe_absent (http);

  if (error->domain == G_RESOLVER_ERROR)
    return g_strdup_printf (_("No computer of the name “%s” was found. Check the connection to "
                              "the internet, and the address in Preferences."),
                            host);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strdup_printf (_("Nothing answers at “%s”. Check that the service is running, and "
                              "the address in Preferences."),
                            host);

  if (is_broken_off (error) && call->act == ATTUNE_HTTP_ACT_UPLOAD)
    return g_strdup_printf (_("“%s” closed the connection while the file was being sent. Check "
                              "the key and the size of the file, then try again."),
                            host);

  if (is_broken_off (error))
    return g_strdup_printf (_("“%s” closed the connection before it had answered. "
                              "Try again in a minute."),
                            host);

  return describe_absent (http);
}

/**
 * attune_http_error_describe_proxy: (skip)
 * @status: what it answered, or 0
 *
 * Returns: (transfer full): a sentence for a proxy that does not let a request through
 */
char *
attune_http_error_describe_proxy (guint status)
{
  if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    return g_strdup (_("The proxy between this computer and the internet wants a password. "
                       "Check the proxy in the network settings."));

  return g_strdup (_("The proxy between this computer and the internet does not let this "
                     "through. Check the proxy in the network settings."));
}

/**
 * attune_http_error_from_proxy: (skip)
 * @http: the account
 * @message: the answer of a proxy that did not connect to the service
 * @body: its body, as far as it was read
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_proxy (AttuneHttp  *http,
                              SoupMessage *message,
                              GBytes      *body)
{
  g_autofree char *sentence = attune_http_error_describe_proxy (soup_message_get_status (message));
  g_autofree char *detail = attune_http_quote_dup_all (http, message, body);

  return attune_http_error_new (ATTUNE_ERROR_NETWORK, detail, sentence, NULL);
}

/**
 * attune_http_error_from_io: (skip)
 * @http: the account
 * @call: the request
 * @message: (nullable): what was sent, as long as no answer had begun
 * @io_error: what the network library says
 *
 * Returns: (transfer full): the error; a cancellation and an %ATTUNE_ERROR stay what they are
 */
GError *
attune_http_error_from_io (AttuneHttp           *http,
                           const AttuneHttpCall *call,
                           SoupMessage          *message,
                           const GError         *io_error)
{
  g_autofree char *sentence = NULL;
  g_autofree char *detail = NULL;
  AttuneError code = ATTUNE_ERROR_NETWORK;

  if (io_error->domain == ATTUNE_ERROR ||
      io_error->domain == DEX_ERROR ||
      g_error_matches (io_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (io_error);

  detail = attune_http_quote_hide_key (http, io_error->message, strlen (io_error->message));

  if (attune_profile_get_is_local (attune_http_get_profile (http)))
    {
      code = ATTUNE_ERROR_ENGINE;
      sentence = g_strdup (_("The engine on this computer does not answer. Try again; if that "
                             "does not help, close Attune and open it again."));
    }
  else if (io_error->domain == G_TLS_ERROR)
    sentence = describe_tls (http, message);
  else if (is_garbled (io_error, message == NULL))
    {
      code = ATTUNE_ERROR_PROTOCOL;
      sentence = attune_http_error_describe_misfit (http);
    }
  else
    sentence = describe_io (http, call, io_error);

  return attune_http_error_new (code, detail, sentence, NULL);
}

/**
 * attune_http_error_from_absence: (skip)
 * @http: the account
 * @was_connected: whether there was a connection, though no secure one
 *
 * For a request that could not be sent in time.
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_absence (AttuneHttp *http,
                                gboolean    was_connected)
{
  g_autofree char *sentence = NULL;

  if (was_connected)
    sentence = describe_tls (http, NULL);
  else
    sentence = describe_absent (http);

  return attune_http_error_new (ATTUNE_ERROR_NETWORK, NULL, sentence, NULL);
}

/**
 * attune_http_error_from_silence: (skip)
 * @http: the account
 * @msec: how long nothing was heard, in milliseconds
 *
 * For a request that was sent.
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_silence (AttuneHttp *http,
                                guint       msec)
{
  g_autofree char *sentence = NULL;
  int seconds = (int)((msec + 999) / 1000);

  sentence = g_strdup_printf (ngettext ("%s has been silent for %d second. "
                                        "Try again in a minute.",
                                        "%s has been silent for %d seconds. "
                                        "Try again in a minute.",
                                        seconds),
                              attune_http_error_get_service (http), seconds);

  return attune_http_error_new (ATTUNE_ERROR_TIMEOUT, NULL, sentence, NULL);
}
