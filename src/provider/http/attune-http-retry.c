/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <math.h>

#include "attune-error.h"
#include "attune-http-retry.h"
#include "attune-http.h"
#include "attune-timeout.h"

/* OpenAI's own clients (python 3.3.1, node 7.5.0): half a second, doubled each time, at most eight,
 * shortened at random by up to a quarter. */
#define FIRST_WAIT_MSEC 500
#define MAX_WAIT_MSEC 8000
#define MAX_JITTER 0.25

#define MAX_STALE_MSEC 2000

/* What the server asks for beyond this is for a person to decide. */
#define MAX_RETRY_AFTER_MSEC (120 * 1000)

/* Of what a service asks for, whatever it was thinking of. */
#define MAX_BACK_OFF_MSEC (24 * 60 * 60 * 1000)

static double
parse_number (const char *text)
{
  char *end;
  double value;

  if (text == NULL)
    return NAN;

  value = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && isfinite (value) ? value : NAN;
}

static gboolean
is_transient_status (guint status)
{
  return (status == SOUP_STATUS_REQUEST_TIMEOUT ||
          status == SOUP_STATUS_CONFLICT ||
          status == 429 ||
          status >= 500);
}

static gboolean
is_capacity_status (guint status)
{
  return status == 429 || status == SOUP_STATUS_SERVICE_UNAVAILABLE;
}

/* A server closes an idle connection just when we use it again: it has read nothing. When it took
 * longer than a way there and back, it may well have. */
static gboolean
is_stale (const AttuneHttpFailure *failure)
{
  return (failure->was_reused && failure->status == 0 &&
          failure->waited_msec < MAX_STALE_MSEC &&
          !g_error_matches (failure->error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT));
}

/* Nobody answered, or in pieces. */
static gboolean
may_repeat_unanswered (AttuneHttpRetry          retry,
                       const AttuneHttpFailure *failure)
{
  /* A certificate does not get better, nor does a server that speaks no TLS, or a file that
   * changed. */
  if (failure->is_insecure)
    return FALSE;

  if (!g_error_matches (failure->error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK) &&
      !g_error_matches (failure->error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE) &&
      !g_error_matches (failure->error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT))
    return FALSE;

  switch (retry)
    {
    case ATTUNE_HTTP_RETRY_IDEMPOTENT:
      return TRUE;

    case ATTUNE_HTTP_RETRY_ANSWERED:
      return !failure->was_written || is_stale (failure);

    case ATTUNE_HTTP_RETRY_UPLOAD:
      return !failure->body_begun;

    case ATTUNE_HTTP_RETRY_NEVER:
    default:
      return FALSE;
    }
}

static gboolean
may_repeat_answered (AttuneHttpRetry          retry,
                     const AttuneHttpFailure *failure)
{
  const char *advice = soup_message_headers_get_one (failure->headers, "x-should-retry");

  /* No credit is also a 429, and does not pass by waiting. */
  if (g_error_matches (failure->error, ATTUNE_ERROR, ATTUNE_ERROR_QUOTA))
    return FALSE;

  if (g_strcmp0 (advice, "false") == 0)
    return FALSE;

  /* Whatever a server advises, a file that it may have taken is not sent twice. */
  if (retry == ATTUNE_HTTP_RETRY_UPLOAD)
    return is_capacity_status (failure->status);

  return g_strcmp0 (advice, "true") == 0 || is_transient_status (failure->status);
}

/* A date is one on the clock of the server, which says in the same answer what time it is there.
 * Our own clock may be wrong, or be set while we wait. */
static double
parse_date (SoupMessageHeaders *headers,
            const char         *text)
{
  const char *date = soup_message_headers_get_one (headers, "date");
  g_autoptr(GDateTime) until = soup_date_time_new_from_http_string (text);
  g_autoptr(GDateTime) now = NULL;

  if (until == NULL)
    return NAN;

  if (date != NULL)
    now = soup_date_time_new_from_http_string (date);

  if (now == NULL)
    now = g_date_time_new_now_utc ();

  return g_date_time_difference (until, now) / 1000.0;
}

/**
 * attune_http_get_retry_after: (skip)
 * @headers: the headers of an answer
 *
 * Reads `retry-after-ms`, then `retry-after` as seconds or as a date by the server's own clock.
 *
 * Returns: the wait that the server asks for, in milliseconds, or -1 when it asks for none
 */
gint64
attune_http_get_retry_after (SoupMessageHeaders *headers)
{
  const char *text;
  double msec = parse_number (soup_message_headers_get_one (headers, "retry-after-ms"));

  if (isnan (msec) &&
      (text = soup_message_headers_get_one (headers, "retry-after")) != NULL)
    {
      msec = parse_number (text) * 1000;

      if (isnan (msec))
        msec = parse_date (headers, text);
    }

  if (isnan (msec) || msec <= 0)
    return -1;

  return (gint64)MIN (ceil (msec), G_MAXINT32);
}

/* Whoever does not listen for long does not want to wait for long either. */
static guint
get_own_wait (const AttuneHttpFailure *failure)
{
  guint wait = MIN (MIN (FIRST_WAIT_MSEC << failure->n_retries, MAX_WAIT_MSEC),
                    failure->timeout_msec);

  return wait * (1 - MAX_JITTER * g_random_double ());
}

/**
 * attune_http_get_back_off: (skip)
 * @failure: how a request went wrong
 *
 * A service that has too much to do, or that says when to come back, means everything that the
 * account sends, whether or not this one request is sent again.
 *
 * Returns: how long nothing is to be sent with this account, in milliseconds; 0 when the failure is
 *   about this one request
 */
guint
attune_http_get_back_off (const AttuneHttpFailure *failure)
{
  gint64 asked;

  if (!is_transient_status (failure->status) ||
      g_error_matches (failure->error, ATTUNE_ERROR, ATTUNE_ERROR_QUOTA))
    return 0;

  if ((asked = attune_http_get_retry_after (failure->headers)) > 0)
    return MIN (asked, MAX_BACK_OFF_MSEC);

  return is_capacity_status (failure->status) ? get_own_wait (failure) : 0;
}

/**
 * attune_http_should_retry: (skip)
 * @retry: what may be sent a second time
 * @failure: how it went wrong
 * @wait_msec: (out): how long to wait first, in milliseconds
 *
 * The one place that decides about a second attempt, by the rules of OpenAI's own clients: two
 * retries; after connection errors, timeouts, 408, 409, 429 and 5xx; `x-should-retry` overrules;
 * the server's own wait if it asks for one of at most two minutes. Narrowed by @retry, because
 * nothing in the protocol keeps a second create from making a second job.
 *
 * Returns: whether to send it again
 */
gboolean
attune_http_should_retry (AttuneHttpRetry          retry,
                          const AttuneHttpFailure *failure,
                          guint                   *wait_msec)
{
  gboolean again;
  gint64 asked = -1;

  if (retry == ATTUNE_HTTP_RETRY_NEVER ||
      failure->n_retries >= ATTUNE_HTTP_MAX_RETRIES)
    return FALSE;

  if (failure->status >= 400)
    {
      again = may_repeat_answered (retry, failure);
      asked = attune_http_get_retry_after (failure->headers);
    }
  else
    again = may_repeat_unanswered (retry, failure);

  if (!again || asked > MAX_RETRY_AFTER_MSEC)
    return FALSE;

  if (asked > 0)
    *wait_msec = asked;
  else if (is_stale (failure))
    *wait_msec = 0;
  else
    *wait_msec = get_own_wait (failure);

  return TRUE;
}

/**
 * attune_http_wait: (skip)
 * @msec: how long, in milliseconds
 * @error: return location for the error that ends the fiber
 *
 * Awaits: call it in a fiber only.
 *
 * Returns: %TRUE after that time, %FALSE when the fiber is to end instead
 */
gboolean
attune_http_wait (guint    msec,
                  GError **error)
{
  g_autoptr(GError) local_error = NULL;

  /* A timeout always ends with an error; any other one means that nobody wants the answer. */
  dex_await (attune_timeout_new (msec), &local_error);

  if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
