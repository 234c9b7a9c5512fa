/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "attune-http-duration.h"
#include "attune-http.h"
#include "attune-test-peer.h"

#define N_STORM 20
#define REFUSAL "{\"error\":{\"message\":\"Slow\",\"code\":\"rate_limit_exceeded\"}}"

static AttuneHttp *
new_http (Peer *peer)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *base_url = peer_dup_base_url (peer);

  return attune_http_new (profile, base_url, TEST_KEY, NULL);
}

typedef struct
{
  AttuneHttp    *http;
  const char    *path;
  AttuneHttpAct  act;
} Fetch;

static void
free_fetch (gpointer data)
{
  Fetch *fetch = data;

  g_object_unref (fetch->http);
  g_free (fetch);
}

static DexFuture *
fetch_fiber (gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = fetch->path,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
    .act = fetch->act,
  };

  if ((node = attune_http_fetch (fetch->http, &call, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
fetch (AttuneHttp    *http,
       const char    *path,
       AttuneHttpAct  act)
{
  Fetch *self = g_new0 (Fetch, 1);

  self->http = g_object_ref (http);
  self->path = path;
  self->act = act;

  return dex_scheduler_spawn (NULL, 0, fetch_fiber, self, free_fetch);
}

static void
fetch_well (AttuneHttp *http)
{
  g_autoptr(DexFuture) future = fetch (http, "/models", ATTUNE_HTTP_ACT_OTHER);
  g_autoptr(GError) error = NULL;

  attune_test_wait (future, &error);
  g_assert_no_error (error);
}

static void
count_cb (AttuneHttpLimiter *limiter,
          GParamSpec        *pspec,
          guint             *n_notified)
{
  g_assert_true (g_main_context_is_owner (NULL) || g_main_context_acquire (NULL));
  (*n_notified)++;
}

static void
wait_for_hold (AttuneHttp *http)
{
  while (attune_http_limiter_get_waiting_until (attune_http_get_limiter (http)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_description (AttuneHttp *http,
                    const char *wanted)
{
  g_autofree char *text = attune_http_limiter_describe (attune_http_get_limiter (http));

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    gint64      msec;
  } durations[] = {
    { "12ms", 12 },
    { "1s", 1000 },
    { "6m0s", 360000 },
    { "1h2m3.5s", 3723500 },
    { "8.64s", 8640 },
    { "0s", 0 },
    { "1us", 1 },
    { "250µs", 1 },
    { "999999999999999999999999999h", 24 * 60 * 60 * 1000 },
    { NULL, -1 },
    { "", -1 },
    { "0", -1 },
    { "-1", -1 },
    { "30", -1 },
    { "1s30", -1 },
    { "-1s", -1 },
    { "s", -1 },
    { "1e3s", -1 },
    { "0x10s", -1 },
    { "inf", -1 },
    { "1 s", -1 },
    { "soon", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_test_message ("%s", durations[i].text);
      g_assert_cmpint (attune_http_parse_duration (durations[i].text), ==, durations[i].msec);
    }
}

static void
test_nothing_left (gconstpointer data)
{
  const char *what = data;
  g_autofree char *remaining = g_strconcat ("x-ratelimit-remaining-", what, NULL);
  g_autofree char *reset = g_strconcat ("x-ratelimit-reset-", what, NULL);
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  AttuneHttpLimiter *limiter = attune_http_get_limiter (http);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  guint n_notified = 0;
  gint64 now;

  g_signal_connect (limiter, "notify::waiting-until", G_CALLBACK (count_cb), &n_notified);
  peer_answer (peer, 200, "{}");
  peer_add_header (peer, remaining, "0");
  peer_add_header (peer, reset, "200ms");
  peer_answer (peer, 200, "{}");
  fetch_well (http);
  g_assert_cmpuint (n_notified, ==, 0);

  now = g_get_monotonic_time ();
  future = fetch (http, "/models", ATTUNE_HTTP_ACT_OTHER);
  wait_for_hold (http);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpint (attune_http_limiter_get_waiting_until (limiter), >, now);
  g_assert_cmpint (attune_http_limiter_get_waiting_until (limiter), <=, now + 201 * 1000);
  g_assert_cmpint (attune_http_limiter_get_wait_reason (limiter), ==, ATTUNE_HTTP_WAIT_LIMIT);
  assert_description (http, "Waiting 1 second until the service allows more requests");
  g_assert_cmpuint (peer_count (peer), ==, 1);

  now = attune_http_limiter_get_waiting_until (limiter);
  attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time (), >=, now);
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_cmpint (attune_http_limiter_get_waiting_until (limiter), ==, 0);
  g_assert_cmpint (attune_http_limiter_get_wait_reason (limiter), ==, ATTUNE_HTTP_WAIT_NONE);
  assert_description (http, NULL);
  g_assert_cmpuint (peer_count (peer), ==, 2);
}

/* What holds nothing back. */
static void
test_unknown (void)
{
  static const struct
  {
    const char *remaining;
    const char *reset;
  } limits[] = {
    { "0", "-1" },
    { "0", "0" },
    { "0", "3600" },
    { "0", "0s" },
    { "-1", "1h" },
    { "none", "1h" },
    { "5", "1h" },
    { "", "1h" },
  };
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      peer_answer (peer, 200, "{}");
      peer_add_header (peer, "x-ratelimit-remaining-requests", limits[i].remaining);
      peer_add_header (peer, "x-ratelimit-reset-requests", limits[i].reset);
      fetch_well (http);
      g_assert_cmpuint (peer_count (peer), ==, i + 1);
    }

  g_assert_cmpint (attune_http_limiter_get_waiting_until (attune_http_get_limiter (http)), ==, 0);
}

static void
test_few_left (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  g_autoptr(DexFuture) first = NULL;
  g_autoptr(DexFuture) second = NULL;
  g_autoptr(DexFuture) third = NULL;

  /* Two are left: of three that come at once, the third waits. */
  peer_answer (peer, 200, "{}");
  peer_add_header (peer, "x-ratelimit-remaining-requests", "2");
  peer_add_header (peer, "x-ratelimit-reset-requests", "300ms");
  peer_answer_never (peer);
  fetch_well (http);
  first = dex_future_first (fetch (http, "/a", ATTUNE_HTTP_ACT_OTHER), NULL);
  second = dex_future_first (fetch (http, "/b", ATTUNE_HTTP_ACT_OTHER), NULL);
  third = dex_future_first (fetch (http, "/c", ATTUNE_HTTP_ACT_OTHER), NULL);
  wait_for_hold (http);

  while (peer_count (peer) < 3)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (attune_http_limiter_get_waiting_until (attune_http_get_limiter (http)), >, 0);

  while (peer_count (peer) < 4)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (peer_get (peer, 3)->target, ==, "/v1/c");
}

static void
test_asked_to_wait (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  AttuneHttpLimiter *limiter = attune_http_get_limiter (http);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  peer_answer (peer, 500, "{}");
  peer_add_header (peer, "retry-after-ms", "150");
  peer_answer (peer, 200, "{}");
  future = fetch (http, "/models", ATTUNE_HTTP_ACT_OTHER);
  wait_for_hold (http);
  g_assert_cmpint (attune_http_limiter_get_wait_reason (limiter), ==, ATTUNE_HTTP_WAIT_REFUSED);
  assert_description (http, "Waiting 1 second, as the service asked");
  attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 150 * 1000);
  g_assert_cmpuint (peer_count (peer), ==, 2);
}

/* Longer than anybody waits for: nothing is sent before the time is over, and whoever would send
 * something hears so at once, also those who were waiting already. */
static void
test_asked_to_rest (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  AttuneHttpLimiter *limiter = attune_http_get_limiter (http);
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  peer_answer (peer, 429, REFUSAL);
  peer_add_header (peer, "retry-after", "600");
  attune_http_limiter_back_off (limiter, 200);

  /* Of these one is sent, and its answer is for all. */
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (futures, fetch (http, "/models", ATTUNE_HTTP_ACT_OTHER));

  for (guint i = 0; i < futures->len; i++)
    {
      g_autoptr(GError) error = NULL;

      attune_test_wait (futures->pdata[i], &error);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_RATE_LIMITED);
      g_assert_nonnull (strstr (error->message, i == 0 ? "600 seconds" : "10 minutes"));

      /* And one that comes later. */
      if (futures->len == 3)
        g_ptr_array_add (futures, fetch (http, "/chat", ATTUNE_HTTP_ACT_CHAT));
    }

  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_assert_cmpint (attune_http_limiter_get_wait_reason (limiter), ==, ATTUNE_HTTP_WAIT_REFUSED);
  assert_description (http, "Waiting 10 minutes, as the service asked");
}

static void
test_storm (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  /* The first twenty are refused, and a probe; then all is well. Nobody comes before the time, and
   * while the probe is refused the others do not come at all. */
  for (guint i = 0; i < N_STORM + 1; i++)
    {
      peer_answer (peer, 429, REFUSAL);
      peer_add_header (peer, "retry-after-ms", "50");
    }

  peer_answer (peer, 200, "{}");

  for (guint i = 0; i < N_STORM; i++)
    g_ptr_array_add (futures, fetch (http, "/models", ATTUNE_HTTP_ACT_OTHER));

  for (guint i = 0; i < futures->len; i++)
    {
      g_autoptr(GError) error = NULL;

      attune_test_wait (futures->pdata[i], &error);
      g_assert_no_error (error);
    }

  g_assert_cmpuint (peer_count (peer), ==, 2 * N_STORM + 1);
}

static void
test_endless_storm (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  peer_answer (peer, 429, REFUSAL);
  peer_add_header (peer, "retry-after-ms", "2");

  for (guint i = 0; i < N_STORM; i++)
    g_ptr_array_add (futures, fetch (http, "/models", ATTUNE_HTTP_ACT_OTHER));

  for (guint i = 0; i < futures->len; i++)
    {
      g_autoptr(GError) error = NULL;

      attune_test_wait (futures->pdata[i], &error);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_RATE_LIMITED);
    }

  g_assert_cmpuint (peer_count (peer), ==, 3 * N_STORM);
}

static void
test_no_credit (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  /* No credit for a model is no reason to hold back a list. */
  peer_answer (peer, 429, "{\"error\":{\"message\":\"x\",\"code\":\"insufficient_quota\"}}");
  peer_add_header (peer, "retry-after", "100");
  peer_answer (peer, 200, "{}");
  future = fetch (http, "/chat", ATTUNE_HTTP_ACT_CHAT);
  attune_test_wait (future, &error);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_QUOTA);
  fetch_well (http);
}

static void
test_person_first (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  peer_answer (peer, 200, "{}");
  peer_add_header (peer, "x-ratelimit-remaining-requests", "0");
  peer_add_header (peer, "x-ratelimit-reset-requests", "100ms");
  peer_answer (peer, 200, "{}");
  fetch_well (http);
  g_ptr_array_add (futures, fetch (http, "/a", ATTUNE_HTTP_ACT_OTHER));
  g_ptr_array_add (futures, fetch (http, "/b", ATTUNE_HTTP_ACT_OTHER));
  g_ptr_array_add (futures, fetch (http, "/chat", ATTUNE_HTTP_ACT_CHAT));

  for (guint i = 0; i < futures->len; i++)
    attune_test_wait (futures->pdata[i], NULL);

  g_assert_cmpuint (peer_count (peer), ==, 4);
  g_assert_cmpstr (peer_get (peer, 1)->target, ==, "/v1/chat");
}

static void
test_cancel (void)
{
  g_autoptr(Peer) peer = peer_new ();
  AttuneHttp *http = new_http (peer);
  AttuneHttpLimiter *limiter = attune_http_get_limiter (http);
  DexFuture *future;

  /* However far away: two minutes at most; and whoever goes away leaves nothing behind. */
  peer_answer (peer, 200, "{}");
  peer_add_header (peer, "x-ratelimit-remaining-tokens", "0");
  peer_add_header (peer, "x-ratelimit-reset-tokens", "99h0m0s");
  fetch_well (http);
  future = dex_future_first (fetch (http, "/models", ATTUNE_HTTP_ACT_OTHER), NULL);
  wait_for_hold (http);
  g_assert_cmpint (attune_http_limiter_get_waiting_until (limiter), <=,
                   g_get_monotonic_time () + 120 * G_USEC_PER_SEC);
  dex_clear (&future);

  while (attune_http_limiter_get_waiting_until (limiter) != 0)
    g_main_context_iteration (NULL, TRUE);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_assert_finalize_object (http);
}

static void
test_lost_probe (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneHttp) http = new_http (peer);
  g_autoptr(DexFuture) second = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *first;

  /* The one that goes first after a refusal is not answered, and then not wanted any more: the next
   * one goes. */
  peer_answer (peer, 429, REFUSAL);
  peer_add_header (peer, "retry-after-ms", "20");
  peer_answer_never (peer);
  peer_answer (peer, 200, "{}");
  first = dex_future_first (fetch (http, "/first", ATTUNE_HTTP_ACT_OTHER), NULL);
  wait_for_hold (http);
  second = fetch (http, "/second", ATTUNE_HTTP_ACT_OTHER);

  while (peer_count (peer) < 2)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (dex_future_is_pending (second));
  dex_clear (&first);
  attune_test_wait (second, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (peer_get (peer, 2)->target, ==, "/v1/second");
}

static DexFuture *
enter_fiber (gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!attune_http_limiter_enter (user_data, ATTUNE_HTTP_TURN_ORDINARY, FALSE, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
enter_long_fiber (gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!attune_http_limiter_enter (user_data, ATTUNE_HTTP_TURN_LONG, FALSE, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
enter (AttuneHttpLimiter *limiter,
       DexFiberFunc       fiber)
{
  return dex_future_first (dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (limiter),
                                                g_object_unref),
                           NULL);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* After a refusal: one, then two more for each that is served. A file on its way does not count. */
static void
test_window (void)
{
  AttuneHttpLimiter *limiter = attune_http_limiter_new ();
  g_autoptr(DexFuture) file = NULL;
  GPtrArray *others = g_ptr_array_new_with_free_func (dex_unref);
  static const guint n_admitted[] = { 1, 3, 7 };

  attune_http_limiter_back_off (limiter, 0);
  file = enter (limiter, enter_long_fiber);
  iterate ();
  g_assert_true (dex_future_is_resolved (file));

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (others, enter (limiter, enter_fiber));

  for (guint i = 0, done = 0; i < G_N_ELEMENTS (n_admitted); i++)
    {
      guint n = 0;

      iterate ();

      for (guint k = 0; k < others->len; k++)
        n += dex_future_is_resolved (others->pdata[k]);

      g_assert_cmpuint (n, ==, n_admitted[i]);

      for (; done < n; done++)
        {
          /* A failure brings nobody forward. */
          attune_http_limiter_leave (limiter, ATTUNE_HTTP_TURN_ORDINARY, done == i ? 200 : 500);
          iterate ();
        }
    }

  g_ptr_array_unref (others);
  iterate ();
  g_assert_finalize_object (limiter);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/HttpLimiter/durations", test_durations);
  g_test_add_data_func ("/Attune/HttpLimiter/no-requests-left", "requests", test_nothing_left);
  g_test_add_data_func ("/Attune/HttpLimiter/no-tokens-left", "tokens", test_nothing_left);
  g_test_add_func ("/Attune/HttpLimiter/unknown", test_unknown);
  g_test_add_func ("/Attune/HttpLimiter/few-left", test_few_left);
  g_test_add_func ("/Attune/HttpLimiter/asked-to-wait", test_asked_to_wait);
  g_test_add_func ("/Attune/HttpLimiter/asked-to-rest", test_asked_to_rest);
  g_test_add_func ("/Attune/HttpLimiter/storm", test_storm);
  g_test_add_func ("/Attune/HttpLimiter/endless-storm", test_endless_storm);
  g_test_add_func ("/Attune/HttpLimiter/no-credit", test_no_credit);
  g_test_add_func ("/Attune/HttpLimiter/person-first", test_person_first);
  g_test_add_func ("/Attune/HttpLimiter/cancel", test_cancel);
  g_test_add_func ("/Attune/HttpLimiter/lost-probe", test_lost_probe);
  g_test_add_func ("/Attune/HttpLimiter/window", test_window);

  return g_test_run ();
}
