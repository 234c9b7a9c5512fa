/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libdex.h>

#include "attune-error.h"
#include "attune-http-retry.h"
#include "attune-test-peer.h"

#define A_MINUTE_MSEC (60 * 1000)

static void
test_wait (void)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr(GError) error = attune_error_new (ATTUNE_ERROR_SERVER, NULL, "x");
  AttuneHttpFailure failure = {
    .error = error,
    .headers = headers,
    .status = 500,
    .timeout_msec = A_MINUTE_MSEC,
  };

  /* Half a second, then a second, each shortened by up to a quarter; then no more. */
  for (guint i = 0; i < 200; i++)
    {
      guint wait = 0;

      failure.n_retries = i % 2;
      g_assert_true (attune_http_should_retry (ATTUNE_HTTP_RETRY_IDEMPOTENT, &failure, &wait));
      g_assert_cmpuint (wait, <=, failure.n_retries == 0 ? 500 : 1000);
      g_assert_cmpuint (wait, >=, failure.n_retries == 0 ? 374 : 749);
    }

  failure.n_retries = 2;
  g_assert_false (attune_http_should_retry (ATTUNE_HTTP_RETRY_IDEMPOTENT, &failure, NULL));
}

/* Requests that failed together do not all come back together. That every one of a hundred waits is
 * in the upper half of what may be happens once in 2 to the power of 100 times. */
static void
test_jitter (void)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr(GError) error = attune_error_new (ATTUNE_ERROR_SERVER, NULL, "x");
  AttuneHttpFailure failure = {
    .error = error,
    .headers = headers,
    .status = 500,
    .timeout_msec = A_MINUTE_MSEC,
  };
  guint least = G_MAXUINT;

  for (guint i = 0; i < 100; i++)
    {
      guint wait = 0;

      g_assert_true (attune_http_should_retry (ATTUNE_HTTP_RETRY_IDEMPOTENT, &failure, &wait));
      least = MIN (least, wait);
    }

  g_assert_cmpuint (least, <=, 438);
}

/* How long the account is left alone: as long as before a retry, and never longer than 8 s, a day
 * where the service asks for it, or what anybody listens for. */
static const struct
{
  guint       status;
  AttuneError code;
  const char *retry_after;
  guint       n_retries;
  guint       timeout_msec;
  guint       most;        /* 0: it is about this one request */
} rests[] = {
  { 429, ATTUNE_ERROR_RATE_LIMITED, NULL, 0, A_MINUTE_MSEC, 500 },
  { 503, ATTUNE_ERROR_SERVER, NULL, 1, A_MINUTE_MSEC, 1000 },
  { 503, ATTUNE_ERROR_SERVER, NULL, 2, A_MINUTE_MSEC, 2000 },
  { 503, ATTUNE_ERROR_SERVER, NULL, 10, A_MINUTE_MSEC, 8000 },
  { 503, ATTUNE_ERROR_SERVER, NULL, 10, 100, 100 },
  { 429, ATTUNE_ERROR_RATE_LIMITED, "7", 0, A_MINUTE_MSEC, 7000 },
  { 500, ATTUNE_ERROR_SERVER, "7", 0, A_MINUTE_MSEC, 7000 },
  { 409, ATTUNE_ERROR_CONFLICT, "7", 0, A_MINUTE_MSEC, 7000 },
  { 429, ATTUNE_ERROR_RATE_LIMITED, "1000000", 0, A_MINUTE_MSEC, 24 * 60 * A_MINUTE_MSEC },
  { 500, ATTUNE_ERROR_SERVER, NULL, 0, A_MINUTE_MSEC, 0 },
  { 409, ATTUNE_ERROR_CONFLICT, NULL, 0, A_MINUTE_MSEC, 0 },
  { 400, ATTUNE_ERROR_REQUEST, "7", 0, A_MINUTE_MSEC, 0 },
  { 429, ATTUNE_ERROR_QUOTA, "7", 0, A_MINUTE_MSEC, 0 },
};

static void
test_back_off (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rests); i++)
    {
      g_autoptr(SoupMessageHeaders) headers = NULL;
      g_autoptr(GError) error = attune_error_new (rests[i].code, NULL, "x");
      AttuneHttpFailure failure = {
        .error = error,
        .status = rests[i].status,
        .n_retries = rests[i].n_retries,
        .timeout_msec = rests[i].timeout_msec,
      };
      guint wait;

      headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      failure.headers = headers;

      if (rests[i].retry_after != NULL)
        soup_message_headers_replace (headers, "retry-after", rests[i].retry_after);

      wait = attune_http_get_back_off (&failure);
      g_test_message ("%u, asked for %s: %u", rests[i].status, rests[i].retry_after, wait);
      g_assert_cmpuint (wait, <=, rests[i].most);

      if (rests[i].retry_after != NULL)
        g_assert_cmpuint (wait, ==, rests[i].most);
      else
        g_assert_cmpuint (wait + 1, >=, rests[i].most * 3 / 4);
    }
}

/* What a server asks for, and how long is waited: -1 not at all, 0 as long as if it had said
 * nothing. */
static const struct
{
  const char *name;
  const char *value;
  int         wait;
} asks[] = {
  { "retry-after-ms", "1500.2", 1501 },
  { "retry-after-ms", "0", 0 },
  { "retry-after-ms", "120000", 120000 },
  { "retry-after-ms", "120001", -1 },
  { "retry-after", "2", 2000 },
  { "retry-after", "0.25", 250 },
  { "retry-after", "120", 120000 },
  { "retry-after", "121", -1 },
  { "retry-after", "-5", 0 },
  { "retry-after", "soon", 0 },
  { "retry-after", "1e300", -1 },
  { "retry-after", "Fri, 20 Nov 2020 12:00:00 GMT", 0 },
  { "retry-after", "Fri, 20 Nov 2099 12:00:00 GMT", -1 },
};

static void
test_retry_after (void)
{
  g_autoptr(GError) error = attune_error_new (ATTUNE_ERROR_RATE_LIMITED, NULL, "x");

  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    {
      g_autoptr(SoupMessageHeaders) headers = NULL;
      AttuneHttpFailure failure = { .error = error, .status = 429, .timeout_msec = A_MINUTE_MSEC };
      guint wait = 0;
      gboolean again;

      headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      soup_message_headers_replace (headers, asks[i].name, asks[i].value);
      failure.headers = headers;
      again = attune_http_should_retry (ATTUNE_HTTP_RETRY_IDEMPOTENT, &failure, &wait);

      if (asks[i].wait < 0)
        g_assert_false (again);
      else if (asks[i].wait > 0)
        g_assert_cmpuint (wait, ==, asks[i].wait);
      else
        g_assert_cmpuint (wait, <=, 500);
    }
}

static void
test_date (void)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) then = g_date_time_add_seconds (now, 30);
  g_autofree char *text = soup_date_time_to_string (then, SOUP_DATE_HTTP);

  soup_message_headers_replace (headers, "retry-after", text);
  g_assert_cmpint (attune_http_get_retry_after (headers), >, 25 * 1000);
  g_assert_cmpint (attune_http_get_retry_after (headers), <=, 30 * 1000);
}

static void
test_other_clock (void)
{
  static const struct
  {
    const char *date;
    gint64      wait;
  } clocks[] = {
    { "Fri, 20 Nov 2020 11:59:18 GMT", 42 * 1000 },
    { "Fri, 20 Nov 2020 12:00:00 GMT", -1 },
    { "yesterday", -1 },
  };

  /* A server whose clock, or ours, is years off still means the time that it says. */
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autoptr(SoupMessageHeaders) headers = NULL;

      headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      soup_message_headers_replace (headers, "retry-after", "Fri, 20 Nov 2020 12:00:00 GMT");
      soup_message_headers_replace (headers, "date", clocks[i].date);
      g_assert_cmpint (attune_http_get_retry_after (headers), ==, clocks[i].wait);
    }
}

static void
test_both_headers (void)
{
  static const struct
  {
    const char *msec;
    const char *seconds;
    gint64      wait;
  } pairs[] = {
    { "250", "9", 250 },
    { "0", "9", -1 },        /* present, so the other one does not count */
    { "soon", "9", 9000 },
    { "inf", "9", 9000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr(SoupMessageHeaders) headers = NULL;

      headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      soup_message_headers_replace (headers, "retry-after-ms", pairs[i].msec);
      soup_message_headers_replace (headers, "retry-after", pairs[i].seconds);
      g_assert_cmpint (attune_http_get_retry_after (headers), ==, pairs[i].wait);
    }
}

/* Every status of the protocol, with what the server advises. */
static const struct
{
  guint       status;
  AttuneError code;
  const char *advice;
  gboolean    again[4];      /* never, upload, answered, idempotent */
} statuses[] = {
  { 400, ATTUNE_ERROR_REQUEST, NULL, { FALSE, FALSE, FALSE, FALSE } },
  { 401, ATTUNE_ERROR_AUTH, NULL, { FALSE, FALSE, FALSE, FALSE } },
  { 403, ATTUNE_ERROR_FORBIDDEN, NULL, { FALSE, FALSE, FALSE, FALSE } },
  { 404, ATTUNE_ERROR_NOT_FOUND, NULL, { FALSE, FALSE, FALSE, FALSE } },
  { 408, ATTUNE_ERROR_TIMEOUT, NULL, { FALSE, FALSE, TRUE, TRUE } },
  { 409, ATTUNE_ERROR_CONFLICT, NULL, { FALSE, FALSE, TRUE, TRUE } },
  { 413, ATTUNE_ERROR_REQUEST, NULL, { FALSE, FALSE, FALSE, FALSE } },
  { 422, ATTUNE_ERROR_REQUEST, NULL, { FALSE, FALSE, FALSE, FALSE } },
  { 429, ATTUNE_ERROR_RATE_LIMITED, NULL, { FALSE, TRUE, TRUE, TRUE } },
  { 429, ATTUNE_ERROR_QUOTA, NULL, { FALSE, FALSE, FALSE, FALSE } },
  { 500, ATTUNE_ERROR_SERVER, NULL, { FALSE, FALSE, TRUE, TRUE } },
  { 501, ATTUNE_ERROR_REQUEST, NULL, { FALSE, FALSE, TRUE, TRUE } },
  { 502, ATTUNE_ERROR_SERVER, NULL, { FALSE, FALSE, TRUE, TRUE } },
  { 503, ATTUNE_ERROR_SERVER, NULL, { FALSE, TRUE, TRUE, TRUE } },
  { 504, ATTUNE_ERROR_SERVER, NULL, { FALSE, FALSE, TRUE, TRUE } },
  { 529, ATTUNE_ERROR_SERVER, NULL, { FALSE, FALSE, TRUE, TRUE } },
  { 402, ATTUNE_ERROR_QUOTA, "true", { FALSE, FALSE, FALSE, FALSE } },
  { 302, ATTUNE_ERROR_REQUEST, "true", { FALSE, FALSE, FALSE, FALSE } },
  { 400, ATTUNE_ERROR_REQUEST, "true", { FALSE, FALSE, TRUE, TRUE } },
  { 400, ATTUNE_ERROR_REQUEST, "maybe", { FALSE, FALSE, FALSE, FALSE } },
  { 429, ATTUNE_ERROR_RATE_LIMITED, "false", { FALSE, FALSE, FALSE, FALSE } },
  { 429, ATTUNE_ERROR_QUOTA, "true", { FALSE, FALSE, FALSE, FALSE } },
  { 500, ATTUNE_ERROR_SERVER, "false", { FALSE, FALSE, FALSE, FALSE } },
  { 500, ATTUNE_ERROR_SERVER, "true", { FALSE, FALSE, TRUE, TRUE } },
  { 503, ATTUNE_ERROR_SERVER, "maybe", { FALSE, TRUE, TRUE, TRUE } },
};

static void
test_statuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(SoupMessageHeaders) headers = NULL;
      g_autoptr(GError) error = attune_error_new (statuses[i].code, NULL, "x");

      headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

      if (statuses[i].advice != NULL)
        soup_message_headers_replace (headers, "x-should-retry", statuses[i].advice);

      for (guint k = ATTUNE_HTTP_RETRY_NEVER; k <= ATTUNE_HTTP_RETRY_IDEMPOTENT; k++)
        {
          AttuneHttpFailure failure = {
            .error = error,
            .headers = headers,
            .status = statuses[i].status,
            .timeout_msec = A_MINUTE_MSEC,
            .was_written = TRUE,
            .body_begun = TRUE,
          };
          guint wait;

          g_test_message ("%u, advice %s, kind %u", statuses[i].status, statuses[i].advice, k);
          g_assert_cmpint (attune_http_should_retry (k, &failure, &wait), ==,
                           statuses[i].again[k]);
        }
    }
}

/* Failures without an answer. */
static const struct
{
  AttuneError code;
  gboolean    was_written;
  gboolean    body_begun;
  gboolean    was_reused;
  gboolean    is_insecure;
  gboolean    again[4];      /* never, upload, answered, idempotent */
} failures[] = {
  { ATTUNE_ERROR_NETWORK, FALSE, FALSE, FALSE, FALSE, { FALSE, TRUE, TRUE, TRUE } },
  { ATTUNE_ERROR_NETWORK, TRUE, FALSE, FALSE, FALSE, { FALSE, TRUE, FALSE, TRUE } },
  { ATTUNE_ERROR_NETWORK, TRUE, TRUE, FALSE, FALSE, { FALSE, FALSE, FALSE, TRUE } },
  { ATTUNE_ERROR_NETWORK, TRUE, TRUE, TRUE, FALSE, { FALSE, FALSE, TRUE, TRUE } },
  { ATTUNE_ERROR_NETWORK, FALSE, FALSE, FALSE, TRUE, { FALSE, FALSE, FALSE, FALSE } },
  { ATTUNE_ERROR_ENGINE, FALSE, FALSE, FALSE, FALSE, { FALSE, TRUE, TRUE, TRUE } },
  { ATTUNE_ERROR_TIMEOUT, TRUE, TRUE, FALSE, FALSE, { FALSE, FALSE, FALSE, TRUE } },
  { ATTUNE_ERROR_TIMEOUT, TRUE, TRUE, TRUE, FALSE, { FALSE, FALSE, FALSE, TRUE } },
  { ATTUNE_ERROR_DATA, FALSE, FALSE, FALSE, FALSE, { FALSE, FALSE, FALSE, FALSE } },
  { ATTUNE_ERROR_STORAGE, FALSE, FALSE, FALSE, FALSE, { FALSE, FALSE, FALSE, FALSE } },
};

static void
test_unanswered (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GError) error = attune_error_new (failures[i].code, NULL, "x");

      for (guint k = ATTUNE_HTTP_RETRY_NEVER; k <= ATTUNE_HTTP_RETRY_IDEMPOTENT; k++)
        {
          AttuneHttpFailure failure = {
            .error = error,
            .timeout_msec = A_MINUTE_MSEC,
            .was_written = failures[i].was_written,
            .body_begun = failures[i].body_begun,
            .was_reused = failures[i].was_reused,
            .is_insecure = failures[i].is_insecure,
          };
          guint wait;

          g_assert_cmpint (attune_http_should_retry (k, &failure, &wait), ==,
                           failures[i].again[k]);
        }
    }
}

static void
test_stale (void)
{
  g_autoptr(GError) error = attune_error_new (ATTUNE_ERROR_NETWORK, NULL, "x");
  AttuneHttpFailure failure = {
    .error = error,
    .timeout_msec = A_MINUTE_MSEC,
    .was_written = TRUE,
    .was_reused = TRUE,
    .waited_msec = 150,
  };
  guint wait = 1;

  /* A connection that had been closed already, and one that breaks while a model thinks. */
  g_assert_true (attune_http_should_retry (ATTUNE_HTTP_RETRY_ANSWERED, &failure, &wait));
  g_assert_cmpuint (wait, ==, 0);
  failure.waited_msec = 5000;
  g_assert_false (attune_http_should_retry (ATTUNE_HTTP_RETRY_ANSWERED, &failure, &wait));
}

static void
test_cancelled (void)
{
  g_autoptr(GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  AttuneHttpFailure failure = { .error = error, .timeout_msec = A_MINUTE_MSEC };

  g_assert_false (attune_http_should_retry (ATTUNE_HTTP_RETRY_IDEMPOTENT, &failure, NULL));
}

/* A request whose answer is not wanted any more before it is sent, and that would have waited. */
static void
test_dropped_wait (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);

  attune_http_limiter_back_off (attune_client_get_limiter (client), 60 * 1000);
  dex_unref (dex_future_first (attune_client_list_models (client), NULL));

  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_cmpuint (peer_count (peer), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/HttpRetry/wait", test_wait);
  g_test_add_func ("/Attune/HttpRetry/jitter", test_jitter);
  g_test_add_func ("/Attune/HttpRetry/back-off", test_back_off);
  g_test_add_func ("/Attune/HttpRetry/retry-after", test_retry_after);
  g_test_add_func ("/Attune/HttpRetry/date", test_date);
  g_test_add_func ("/Attune/HttpRetry/other-clock", test_other_clock);
  g_test_add_func ("/Attune/HttpRetry/both-headers", test_both_headers);
  g_test_add_func ("/Attune/HttpRetry/statuses", test_statuses);
  g_test_add_func ("/Attune/HttpRetry/unanswered", test_unanswered);
  g_test_add_func ("/Attune/HttpRetry/stale", test_stale);
  g_test_add_func ("/Attune/HttpRetry/cancelled", test_cancelled);
  g_test_add_func ("/Attune/HttpRetry/dropped-wait", test_dropped_wait);

  return g_test_run ();
}
