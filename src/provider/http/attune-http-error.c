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
#include "attune-http-quote.h"
#include "attune-http-refusal.h"
#include "attune-http-retry.h"

/* How sentences begin: the provider where everybody knows it, else the computer's name. */
static const char *
get_service (AttuneHttp *http)
{
  AttuneProfile *profile = attune_http_get_profile (http);

  if (attune_profile_get_is_local (profile))
    return _("The engine on this computer");

  if (attune_profile_get_base_url (profile) != NULL)
    return attune_profile_get_name (profile);

  return attune_http_get_host (http);
}

static GError *
new_error (AttuneError  code,
           const char  *detail,
           const char  *sentence,
           const char  *quote)
{
  g_autoptr(GString) inner = NULL;

  if (quote == NULL)
    return attune_error_new (code, detail, "%s", sentence);

  /* What it quotes itself stands inside our quotation marks. */
  inner = g_string_new (quote);
  g_string_replace (inner, "“", "‘", 0);
  g_string_replace (inner, "”", "’", 0);

  return attune_error_new (code, detail,
                           /* Translators: the first %s is one or two sentences on what went wrong
                            * and what to do, the second is what the server said, in its words. */
                           _("%s It said: “%s”"),
                           sentence, inner->str);
}

/* The service says so itself. */
static gboolean
says_training_closed (const AttuneHttpCall    *call,
                      const AttuneHttpRefusal *refusal)
{
  return (call->act == ATTUNE_HTTP_ACT_CREATE_JOB &&
          attune_http_refusal_is (refusal, "training_not_available"));
}

/* A forbidden create means "closed" at a provider that is closing, unless the refusal itself is
 * about the country or about what this one key may do. */
static gboolean
is_training_closed (AttuneHttp              *http,
                    const AttuneHttpCall    *call,
                    const AttuneHttpRefusal *refusal)
{
  if (says_training_closed (call, refusal))
    return TRUE;

  return (call->act == ATTUNE_HTTP_ACT_CREATE_JOB &&
          attune_profile_get_is_closing (attune_http_get_profile (http)) &&
          !attune_http_refusal_is (refusal, "unsupported_country_region_territory") &&
          (refusal->message == NULL ||
           (strstr (refusal->message, "scope") == NULL &&
            strstr (refusal->message, "insufficient permissions") == NULL)));
}

static char *
describe_closed (AttuneHttp *http)
{
  const char *notice = attune_profile_get_notice (attune_http_get_profile (http));
  g_autofree char *sentence = NULL;

  sentence = g_strdup_printf (_("%s does not let this organization start a fine-tune. "
                                "Train on this computer or with another account instead."),
                              get_service (http));

  return notice != NULL ? g_strconcat (sentence, " ", notice, NULL) : g_steal_pointer (&sentence);
}

static char *
describe_forbidden (AttuneHttp              *http,
                    const AttuneHttpRefusal *refusal)
{
  if (attune_http_refusal_is (refusal, "unsupported_country_region_territory"))
    return g_strdup_printf (_("%s does not serve the country or region that you are in. "
                              "Train on this computer or with another account instead."),
                            get_service (http));

  return g_strdup_printf (_("%s does not allow this with the key of this account. "
                            "Ask the owner of the organization for permission, or use another key."),
                          get_service (http));
}

static char *
describe_auth (AttuneHttp *http)
{
  if (attune_http_get_key (http) == NULL)
    return g_strdup_printf (_("%s wants a key, and this account has none. "
                              "Add the key in Preferences."),
                            get_service (http));

  return g_strdup_printf (_("%s did not accept the key. "
                            "Check the key of this account in Preferences, or make a new one."),
                          get_service (http));
}

static char *
describe_not_found (AttuneHttp              *http,
                    const AttuneHttpCall    *call,
                    const AttuneHttpRefusal *refusal)
{
  gboolean is_own_address = attune_profile_get_base_url (attune_http_get_profile (http)) == NULL;

  /* A 404 that no service of this kind wrote comes from some other web server; and nobody deletes a
   * list, so that it is the address that the person typed. */
  if (refusal->message == NULL || (call->act == ATTUNE_HTTP_ACT_LIST && is_own_address))
    return g_strdup_printf (_("%s has no such service at this address. "
                              "Check the base URL in Preferences; most end in “/v1”."),
                            get_service (http));

  if (call->act == ATTUNE_HTTP_ACT_CHAT && call->subject != NULL)
    return g_strdup_printf (_("%s does not have the model “%s” ready. A model that was tuned "
                              "just now is still being prepared: try again in a few minutes. "
                              "Otherwise it may have been deleted: choose another."),
                            get_service (http), call->subject);

  return g_strdup_printf (_("%s does not have what was asked for; it may have been deleted. "
                            "Reload the list, then try again."),
                          get_service (http));
}

static char *
describe_rate_limit (AttuneHttp  *http,
                     SoupMessage *message)
{
  gint64 msec = attune_http_get_retry_after (soup_message_get_response_headers (message));
  int seconds = (int)((msec + 999) / 1000);

  if (msec < 0)
    return g_strdup_printf (_("%s is getting more requests than it allows this account. "
                              "Try again in a minute."),
                            get_service (http));

  return g_strdup_printf (ngettext ("%s is getting more requests than it allows this account. "
                                    "Try again in %d second.",
                                    "%s is getting more requests than it allows this account. "
                                    "Try again in %d seconds.",
                                    seconds),
                          get_service (http), seconds);
}

static char *
describe_quota (AttuneHttp *http)
{
  return g_strdup_printf (_("The credit of this account at %s is used up. "
                            "Add credit or raise its limit there, then try again."),
                          attune_http_get_host (http));
}

static char *
describe_too_large (AttuneHttp           *http,
                    const AttuneHttpCall *call)
{
  if (call->act == ATTUNE_HTTP_ACT_UPLOAD && call->subject != NULL)
    return g_strdup_printf (_("%s does not take a file as large as “%s”. "
                              "Use fewer examples, then try again."),
                            get_service (http), call->subject);

  return g_strdup_printf (_("%s does not take a request this large. "
                            "Start a new conversation, or shorten the text."),
                          get_service (http));
}

static char *
describe_redirect (AttuneHttp  *http,
                   SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autofree char *place = attune_http_quote_dup (http, soup_message_headers_get_one (headers, "Location"));

  return g_strdup_printf (_("%s sends requests on to another address, “%s”, and the key was not "
                            "sent there. If that address is right, enter it in Preferences."),
                          get_service (http), place != NULL ? place : "?");
}

/* With the status that it answered, or 0. */
static char *
describe_proxy (guint status)
{
  if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    return g_strdup (_("The proxy between this computer and the internet wants a password. "
                       "Check the proxy in the network settings."));

  return g_strdup (_("The proxy between this computer and the internet does not let this "
                     "through. Check the proxy in the network settings."));
}

/* Returns the sentence for a status, and its @code. */
static char *
describe_status (AttuneHttp              *http,
                 const AttuneHttpCall    *call,
                 SoupMessage             *message,
                 const AttuneHttpRefusal *refusal,
                 AttuneError             *code)
{
  guint status = soup_message_get_status (message);

  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      *code = ATTUNE_ERROR_AUTH;
      return describe_auth (http);

    case SOUP_STATUS_PAYMENT_REQUIRED:
      *code = ATTUNE_ERROR_QUOTA;
      return describe_quota (http);

    case SOUP_STATUS_FORBIDDEN:
      if (is_training_closed (http, call, refusal))
        {
          *code = ATTUNE_ERROR_TRAINING_CLOSED;
          return describe_closed (http);
        }

      *code = ATTUNE_ERROR_FORBIDDEN;
      return describe_forbidden (http, refusal);

    case SOUP_STATUS_NOT_FOUND:
      *code = ATTUNE_ERROR_NOT_FOUND;
      return describe_not_found (http, call, refusal);

    case SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED:
      *code = ATTUNE_ERROR_NETWORK;
      return describe_proxy (status);

    case SOUP_STATUS_REQUEST_TIMEOUT:
      *code = ATTUNE_ERROR_TIMEOUT;
      return g_strdup_printf (_("%s gave up waiting for the request. "
                                "Check the connection, then try again."),
                              get_service (http));

    case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
      *code = ATTUNE_ERROR_REQUEST;
      return describe_too_large (http, call);

    case SOUP_STATUS_CONFLICT:
      *code = ATTUNE_ERROR_CONFLICT;
      return g_strdup_printf (_("%s cannot do this while something else is going on there. "
                                "Try again in a minute."),
                              get_service (http));

    case SOUP_STATUS_NOT_IMPLEMENTED:
      *code = ATTUNE_ERROR_REQUEST;
      return g_strdup_printf (_("%s does not have what was asked for. Choose another account, or "
                                "ask whoever runs the service."),
                              get_service (http));

    case 429:
      if (attune_http_refusal_is (refusal, "insufficient_quota"))
        {
          *code = ATTUNE_ERROR_QUOTA;
          return describe_quota (http);
        }

      *code = ATTUNE_ERROR_RATE_LIMITED;
      return describe_rate_limit (http, message);

    default:
      break;
    }

  if (SOUP_STATUS_IS_REDIRECTION (status))
    {
      *code = ATTUNE_ERROR_REQUEST;
      return describe_redirect (http, message);
    }

  if (status >= 500)
    {
      *code = ATTUNE_ERROR_SERVER;
      return g_strdup_printf (_("%s has a problem of its own (%u). "
                                "Try again in a few minutes."),
                              get_service (http), status);
    }

  if (says_training_closed (call, refusal))
    {
      *code = ATTUNE_ERROR_TRAINING_CLOSED;
      return describe_closed (http);
    }

  *code = ATTUNE_ERROR_REQUEST;
  return g_strdup_printf (_("%s refused the request (%u). "
                            "Change what it objects to, then try again."),
                          get_service (http), status);
}

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
describe_misfit (AttuneHttp *http)
{
  return g_strdup_printf (_("“%s” gave an answer that cannot be understood. "
                            "Check the base URL in Preferences, or try again later."),
                          attune_http_get_host (http));
}

static char *
describe_io (AttuneHttp           *http,
             const AttuneHttpCall *call,
             const GError         *error)
{
  const char *host = attune_http_get_host (http);

  if (is_proxy_error (error))
    return describe_proxy (0);

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
 * attune_http_error_from_answer: (skip)
 * @http: the account
 * @call: the request
 * @message: the answer, with a status that is no success
 * @body: its body, as far as it was read
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_answer (AttuneHttp           *http,
                               const AttuneHttpCall *call,
                               SoupMessage          *message,
                               GBytes               *body)
{
  g_auto(AttuneHttpRefusal) refusal = { 0 };
  g_autofree char *sentence = NULL;
  g_autofree char *quote = NULL;
  g_autofree char *detail = NULL;
  AttuneError code;

  attune_http_refusal_parse (&refusal, body);
  sentence = describe_status (http, call, message, &refusal, &code);
  quote = attune_http_quote_dup (http, refusal.message);
  detail = attune_http_quote_dup_all (http, message, body);

  /* Our own engine says itself what happened and what to do, such as which program to install, or
   * which file is gone; advice that fits any server would only stand in the way. */
  if ((code == ATTUNE_ERROR_SERVER ||
       soup_message_get_status (message) == SOUP_STATUS_UNPROCESSABLE_ENTITY) &&
      quote != NULL && attune_profile_get_is_local (attune_http_get_profile (http)))
    return new_error (code, detail, quote, NULL);

  return new_error (code, detail, sentence, quote);
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
  g_autofree char *sentence = describe_proxy (soup_message_get_status (message));
  g_autofree char *detail = attune_http_quote_dup_all (http, message, body);

  return new_error (ATTUNE_ERROR_NETWORK, detail, sentence, NULL);
}

/**
 * attune_http_error_from_event: (skip)
 * @http: the account
 * @call: the request
 * @message: the answer, whose status was a success
 * @event: an event of the stream that has a member `error`
 * @text: the event as it came
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_event (AttuneHttp           *http,
                              const AttuneHttpCall *call,
                              SoupMessage          *message,
                              JsonObject           *event,
                              GBytes               *text)
{
  g_auto(AttuneHttpRefusal) refusal = { 0 };
  g_autofree char *sentence = NULL;
  g_autofree char *quote = NULL;
  g_autofree char *detail = NULL;
  AttuneError code = ATTUNE_ERROR_SERVER;

  attune_http_refusal_read (&refusal, event);

  if (attune_http_refusal_is (&refusal, "insufficient_quota"))
    {
      code = ATTUNE_ERROR_QUOTA;
      sentence = describe_quota (http);
    }
  else if (attune_http_refusal_is (&refusal, "rate_limit_exceeded") || attune_http_refusal_is (&refusal, "429"))
    {
      code = ATTUNE_ERROR_RATE_LIMITED;
      sentence = describe_rate_limit (http, message);
    }
  else
    {
      if (attune_http_refusal_is (&refusal, "invalid_request_error"))
        code = ATTUNE_ERROR_REQUEST;

      sentence = g_strdup_printf (_("%s broke off its answer. Try again."), get_service (http));
    }

  quote = attune_http_quote_dup (http, refusal.message);
  detail = attune_http_quote_dup_all (http, message, text);

  return new_error (code, detail, sentence, quote);
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
      sentence = describe_misfit (http);
    }
  else
    sentence = describe_io (http, call, io_error);

  return new_error (code, detail, sentence, NULL);
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

  return new_error (ATTUNE_ERROR_NETWORK, NULL, sentence, NULL);
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
                              get_service (http), seconds);

  return new_error (ATTUNE_ERROR_TIMEOUT, NULL, sentence, NULL);
}

/**
 * attune_http_error_from_rest: (skip)
 * @http: the account
 *
 * For what was not sent since the service asked for a rest that nobody waits for.
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_rest (AttuneHttp *http)
{
  gint64 rest = attune_http_limiter_get_rest (attune_http_get_limiter (http));
  int minutes = (int)(rest / G_TIME_SPAN_MINUTE) + 1;

  return attune_error_new (ATTUNE_ERROR_RATE_LIMITED, NULL,
                           /* Translators: %1$s is a service, %2$d a number of minutes. */
                           ngettext ("%1$s asked not to be asked anything for %2$d minute, so "
                                     "nothing was sent. Try again then.",
                                     "%1$s asked not to be asked anything for %2$d minutes, so "
                                     "nothing was sent. Try again then.",
                                     minutes),
                           get_service (http), minutes);
}

/**
 * attune_http_error_from_size: (skip)
 * @http: the account
 * @filename: a file's name
 * @size: its length, in bytes
 * @limit: what the provider takes at most
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_size (AttuneHttp *http,
                             const char *filename,
                             gint64      size,
                             gint64      limit)
{
  g_autofree char *has = g_format_size (size);
  g_autofree char *most = g_format_size (limit);

  return attune_error_new (ATTUNE_ERROR_DATA, NULL,
                           /* Translators: a file's name, its size, a provider, the greatest size
                            * there. */
                           _("“%s” has %s, and %s takes at most %s a file. "
                             "Use fewer examples, then try again."),
                           filename, has, attune_profile_get_name (attune_http_get_profile (http)),
                           most);
}

/**
 * attune_http_error_from_misfit: (skip)
 * @http: the account
 *
 * For JSON that is not what this protocol says.
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_misfit (AttuneHttp *http)
{
  g_autofree char *sentence = describe_misfit (http);

  return new_error (ATTUNE_ERROR_PROTOCOL, NULL, sentence, NULL);
}

/**
 * attune_http_error_from_nonsense: (skip)
 * @http: the account
 * @message: the answer, whose status was a success
 * @body: its body
 *
 * For a body that is not what this protocol says, such as the page of a login or of a hotel.
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_from_nonsense (AttuneHttp  *http,
                                 SoupMessage *message,
                                 GBytes      *body)
{
  g_autofree char *sentence = NULL;
  g_autofree char *detail = NULL;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if (g_strcmp0 (type, "text/html") == 0)
    sentence = g_strdup_printf (_("“%s” answered with a web page instead of data. Check the base "
                                  "URL in Preferences, and whether this network wants you to log "
                                  "in first."),
                                attune_http_get_host (http));
  else
    sentence = describe_misfit (http);

  detail = attune_http_quote_dup_all (http, message, body);

  return new_error (ATTUNE_ERROR_PROTOCOL, detail, sentence, NULL);
}
