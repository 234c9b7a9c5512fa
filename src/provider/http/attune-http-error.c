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
#include "attune-http-refusal.h"
#include "attune-http-retry.h"

/**
 * attune_http_error_get_service: (skip)
 * @http: the account
 *
 * Returns: (transfer none): how sentences begin: the provider where everybody knows it, else the
 *   computer's name
 */
const char *
attune_http_error_get_service (AttuneHttp *http)
{
  AttuneProfile *profile = attune_http_get_profile (http);

  if (attune_profile_get_is_local (profile))
    return _("The engine on this computer");

  if (attune_profile_get_base_url (profile) != NULL)
    return attune_profile_get_name (profile);

  return attune_http_get_host (http);
}

/**
 * attune_http_error_new: (skip)
 * @code: what kind it is
 * @detail: (nullable): the answer as it came, without the key
 * @sentence: what happened, and what to do
 * @quote: (nullable): what the server said, in one line and without the key
 *
 * Returns: (transfer full): the error
 */
GError *
attune_http_error_new (AttuneError  code,
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
                              attune_http_error_get_service (http));

  return notice != NULL ? g_strconcat (sentence, " ", notice, NULL) : g_steal_pointer (&sentence);
}

static char *
describe_forbidden (AttuneHttp              *http,
                    const AttuneHttpRefusal *refusal)
{
  if (attune_http_refusal_is (refusal, "unsupported_country_region_territory"))
    return g_strdup_printf (_("%s does not serve the country or region that you are in. "
                              "Train on this computer or with another account instead."),
                            attune_http_error_get_service (http));

  return g_strdup_printf (_("%s does not allow this with the key of this account. "
                            "Ask the owner of the organization for permission, or use another key."),
                          attune_http_error_get_service (http));
}

static char *
describe_auth (AttuneHttp *http)
{
  if (attune_http_get_key (http) == NULL)
    return g_strdup_printf (_("%s wants a key, and this account has none. "
                              "Add the key in Preferences."),
                            attune_http_error_get_service (http));

  return g_strdup_printf (_("%s did not accept the key. "
                            "Check the key of this account in Preferences, or make a new one."),
                          attune_http_error_get_service (http));
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
                            attune_http_error_get_service (http));

  if (call->act == ATTUNE_HTTP_ACT_CHAT && call->subject != NULL)
    return g_strdup_printf (_("%s does not have the model “%s” ready. A model that was tuned "
                              "just now is still being prepared: try again in a few minutes. "
                              "Otherwise it may have been deleted: choose another."),
                            attune_http_error_get_service (http), call->subject);

  return g_strdup_printf (_("%s does not have what was asked for; it may have been deleted. "
                            "Reload the list, then try again."),
                          attune_http_error_get_service (http));
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
                            attune_http_error_get_service (http));

  return g_strdup_printf (ngettext ("%s is getting more requests than it allows this account. "
                                    "Try again in %d second.",
                                    "%s is getting more requests than it allows this account. "
                                    "Try again in %d seconds.",
                                    seconds),
                          attune_http_error_get_service (http), seconds);
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
                            attune_http_error_get_service (http), call->subject);

  return g_strdup_printf (_("%s does not take a request this large. "
                            "Start a new conversation, or shorten the text."),
                          attune_http_error_get_service (http));
}

static char *
describe_redirect (AttuneHttp  *http,
                   SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autofree char *place = attune_http_quote_dup (http, soup_message_headers_get_one (headers, "Location"));

  return g_strdup_printf (_("%s sends requests on to another address, “%s”, and the key was not "
                            "sent there. If that address is right, enter it in Preferences."),
                          attune_http_error_get_service (http), place != NULL ? place : "?");
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
      return attune_http_error_describe_proxy (status);

    case SOUP_STATUS_REQUEST_TIMEOUT:
      *code = ATTUNE_ERROR_TIMEOUT;
      return g_strdup_printf (_("%s gave up waiting for the request. "
                                "Check the connection, then try again."),
                              attune_http_error_get_service (http));

    case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
      *code = ATTUNE_ERROR_REQUEST;
      return describe_too_large (http, call);

    case SOUP_STATUS_CONFLICT:
      *code = ATTUNE_ERROR_CONFLICT;
      return g_strdup_printf (_("%s cannot do this while something else is going on there. "
                                "Try again in a minute."),
                              attune_http_error_get_service (http));

    case SOUP_STATUS_NOT_IMPLEMENTED:
      *code = ATTUNE_ERROR_REQUEST;
      return g_strdup_printf (_("%s does not have what was asked for. Choose another account, or "
                                "ask whoever runs the service."),
                              attune_http_error_get_service (http));

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
                              attune_http_error_get_service (http), status);
    }

  if (says_training_closed (call, refusal))
    {
      *code = ATTUNE_ERROR_TRAINING_CLOSED;
      return describe_closed (http);
    }

  *code = ATTUNE_ERROR_REQUEST;
  return g_strdup_printf (_("%s refused the request (%u). "
                            "Change what it objects to, then try again."),
                          attune_http_error_get_service (http), status);
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
    return attune_http_error_new (code, detail, quote, NULL);

  return attune_http_error_new (code, detail, sentence, quote);
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

      sentence = g_strdup_printf (_("%s broke off its answer. Try again."), attune_http_error_get_service (http));
    }

  quote = attune_http_quote_dup (http, refusal.message);
  detail = attune_http_quote_dup_all (http, message, text);

  return attune_http_error_new (code, detail, sentence, quote);
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
                           attune_http_error_get_service (http), minutes);
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
 * attune_http_error_describe_misfit: (skip)
 * @http: the account
 *
 * Returns: (transfer full): a sentence for an answer that is not what this protocol says
 */
char *
attune_http_error_describe_misfit (AttuneHttp *http)
{
  return g_strdup_printf (_("“%s” gave an answer that cannot be understood. "
                            "Check the base URL in Preferences, or try again later."),
                          attune_http_get_host (http));
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
  g_autofree char *sentence = attune_http_error_describe_misfit (http);

  return attune_http_error_new (ATTUNE_ERROR_PROTOCOL, NULL, sentence, NULL);
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
    sentence = attune_http_error_describe_misfit (http);

  detail = attune_http_quote_dup_all (http, message, body);

  return attune_http_error_new (ATTUNE_ERROR_PROTOCOL, detail, sentence, NULL);
}
