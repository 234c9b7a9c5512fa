/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "attune-test-peer.h"

#define STREAM_HEAD \
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
#define DELTA(text) \
  "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0," \
  "\"delta\":{\"content\":\"" text "\"},\"finish_reason\":null}]}\n\n"
#define FINISH(reason) \
  "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" reason "\"}]}\n\n"
#define USAGE \
  "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}}\n\n"
#define DONE "data: [DONE]\n\n"

static void
take_text (const AttuneChatDelta *delta,
           gpointer               user_data)
{
  GString *all = user_data;

  if (delta->text == NULL)
    return;

  g_assert_true (g_utf8_validate (delta->text, -1, NULL));
  g_string_append (all, delta->text);
}

static DexFuture *
ask (AttuneClient *client,
     GString      *all)
{
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("ft:a:b");

  attune_chat_request_add_turn (request, "user", "Hello");

  return attune_client_chat (client, request, take_text, all, NULL);
}

/* An answer of the server, what must come out of it, and how it must end. */
static const struct
{
  const char  *name;
  const char  *type;
  const char  *body;
  const char  *text;
  const char  *reason;
  int          completion_tokens;
  int          code;               /* of the error, or -1 */
} streams[] = {
  { "whole", "text/event-stream",
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
    DELTA ("Good ") DELTA ("day") FINISH ("stop") USAGE DONE,
    "Good day", "stop", 7, -1 },
  { "usage-with-null-before", "text/event-stream",
    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\n\n" FINISH ("length")
    USAGE DONE,
    "a", "length", 7, -1 },
  { "no-done", "text/event-stream", DELTA ("a") FINISH ("stop"), "a", "stop", -1, -1 },
  { "no-last-blank-line", "text/event-stream",
    DELTA ("a") "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}",
    "ab", "stop", -1, -1 },
  { "no-finish", "text/event-stream", DELTA ("a") DELTA ("b"), "ab", NULL, -1, -1 },
  { "cut-in-event", "text/event-stream", DELTA ("a") "data: {\"choices\":[{\"del", "a", NULL, -1,
    -1 },
  { "crlf-and-comments", "text/event-stream; charset=utf-8",
    ": ping\r\n\r\nevent: x\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\r\n\r\n"
    "data: [DONE]\r\n\r\n",
    "a", NULL, -1, -1 },
  { "no-type", "application/octet-stream", DELTA ("a") FINISH ("stop") DONE, "a", "stop", -1, -1 },
  { "escapes", "text/event-stream", DELTA ("\\u4f60\\n\\\"\\ud83c\\udfb5") DONE, "你\n\"🎵", NULL,
    -1, -1 },
  { "half-a-character", "text/event-stream", DELTA ("a\xe4\xbd") DELTA ("b") DONE, "a\uFFFD\uFFFDb",
    NULL, -1, -1 },
  { "second-choice", "text/event-stream",
    "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}},"
    "{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n" DONE,
    "a", NULL, -1, -1 },
  { "reasoning-and-nulls", "text/event-stream",
    "data: {\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":\"hm\"}}]}\n\n"
    "data: {\"choices\":null}\n\ndata: {}\n\n"
    "data: {\"choices\":[null,{\"delta\":null}],\"error\":null}\n\n" DELTA ("a") DONE,
    "a", NULL, -1, -1 },
  { "after-done", "text/event-stream", DELTA ("a") DONE DELTA ("b"), "a", NULL, -1, -1 },
  { "empty-events", "text/event-stream", "data:\n\n" DELTA ("a") "data: \n\n" DONE, "a", NULL, -1,
    -1 },
  { "not-streamed", "application/json",
    "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Good day\"},"
    "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":\"2\"}}",
    "Good day", "stop", 2, -1 },
  { "error-event", "text/event-stream",
    DELTA ("a") "data: {\"error\":{\"message\":\"Out of memory\",\"code\":500}}\n\n" DELTA ("b"),
    "a", NULL, -1, ATTUNE_ERROR_SERVER },
  { "error-text", "text/event-stream", "data: {\"error\":\"Out of memory\"}\n\n", "", NULL, -1,
    ATTUNE_ERROR_SERVER },
  { "error-quota", "text/event-stream",
    "data: {\"error\":{\"message\":\"none left\",\"code\":\"insufficient_quota\"}}\n\n", "", NULL,
    -1, ATTUNE_ERROR_QUOTA },
  { "error-rate", "text/event-stream",
    "data: {\"error\":{\"message\":\"slow\",\"code\":429}}\n\n", "", NULL, -1,
    ATTUNE_ERROR_RATE_LIMITED },
  { "error-request", "text/event-stream",
    "data: {\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\"}}\n\n", "", NULL,
    -1, ATTUNE_ERROR_REQUEST },
  { "not-json", "text/event-stream", "data: hello\n\n", "", NULL, -1, ATTUNE_ERROR_PROTOCOL },
  { "empty", "text/event-stream", "", "", NULL, -1, ATTUNE_ERROR_PROTOCOL },
  { "html", "text/html", "<html>Log in</html>", "", NULL, -1, ATTUNE_ERROR_PROTOCOL },
  { "json-but-none", "application/json", "hello", "", NULL, -1, ATTUNE_ERROR_PROTOCOL },
  { "json-error", "application/json", "{\"error\":{\"message\":\"no\"}}", "", NULL, -1,
    ATTUNE_ERROR_SERVER },
};

static void
check_end (DexFuture *future,
           guint      i,
           GString   *all)
{
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);
  AttuneChatEnd *end;

  g_assert_cmpstr (all->str, ==, streams[i].text);

  if (streams[i].code >= 0)
    {
      g_assert_error (error, ATTUNE_ERROR, streams[i].code);
      return;
    }

  g_assert_no_error (error);
  end = g_value_get_boxed (value);
  g_assert_cmpstr (end->finish_reason, ==, streams[i].reason);
  g_assert_cmpint (end->completion_tokens, ==, streams[i].completion_tokens);
}

static void
test_stream (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(DexFuture) future = NULL;

  peer_answer_as (peer, 200, streams[i].type, streams[i].body);
  future = ask (client, all);
  check_end (future, i, all);
  g_assert_cmpuint (peer_count (peer), ==, 1);
}

static void
test_request (void)
{
  static const struct
  {
    const char *profile;
    const char *body;
  } profiles[] = {
    { ATTUNE_PROFILE_OPENAI_ID,
      "{\"model\":\"ft:a:b\",\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
      "{\"role\":\"user\",\"content\":\"你好 \\\"x\\\"\"}],\"temperature\":0.5,\"top_p\":0.9,"
      "\"max_completion_tokens\":100,\"seed\":7,\"stream\":true,"
      "\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false},"
      "\"store\":false}" },
    { ATTUNE_PROFILE_CUSTOM_ID,
      "{\"model\":\"ft:a:b\",\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
      "{\"role\":\"user\",\"content\":\"你好 \\\"x\\\"\"}],\"temperature\":0.5,\"top_p\":0.9,"
      "\"max_tokens\":100,\"seed\":7,\"stream\":true,"
      "\"stream_options\":{\"include_usage\":true}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, profiles[i].profile);
      g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("ft:a:b");
      g_autoptr(GString) all = g_string_new (NULL);
      g_autoptr(JsonObject) body = NULL;
      g_autoptr(DexFuture) future = NULL;
      AttuneChatParameters *parameters;

      attune_chat_request_add_turn (request, "system", "Be kind.");
      attune_chat_request_add_turn (request, "user", "你好 \"x\"");
      parameters = attune_chat_request_get_parameters (request);
      attune_chat_parameters_set_double (parameters, "temperature", 0.5);
      attune_chat_parameters_set_double (parameters, "top_p", 0.9);
      attune_chat_parameters_set_int (parameters, "max_tokens", 100);
      attune_chat_parameters_set_int (parameters, "seed", 7);
      peer_answer_as (peer, 200, "text/event-stream", DELTA ("a") DONE);

      future = attune_client_chat (client, request, take_text, all, NULL);
      g_assert_nonnull (attune_test_wait (future, NULL));
      g_assert_cmpstr (peer_get (peer, 0)->method, ==, "POST");
      g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/chat/completions");
      g_assert_cmpstr (peer_get (peer, 0)->key, ==, "Bearer " TEST_KEY);
      g_assert_cmpstr (peer_get (peer, 0)->accept, ==, "text/event-stream");

      /* What is compressed comes when there is enough of it. */
      g_assert_null (peer_get (peer, 0)->encoding);
      body = request_parse (peer_get (peer, 0));
      assert_json_equal (body, profiles[i].body);
    }
}

static void
test_plain_request (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(DexFuture) future = NULL;

  /* What nobody set is the provider's to choose. */
  peer_answer_as (peer, 200, "text/event-stream", DELTA ("a") DONE);
  future = ask (client, all);
  g_assert_nonnull (attune_test_wait (future, NULL));
  body = request_parse (peer_get (peer, 0));
  assert_json_equal (body,
                     "{\"model\":\"ft:a:b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],"
                     "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
}

static AttuneChatParameters *
create_full_parameters (void)
{
  static const char text[] =
    "{\"temperature\":0.7,\"top_p\":0.9,\"max_tokens\":256,\"presence_penalty\":-0.5,"
    "\"frequency_penalty\":1.5,\"seed\":7,\"top_logprobs\":8,\"stop\":[\" END\",\"\\n\"],"
    "\"format\":\"json_schema\",\"schema\":\"{\\\"title\\\":\\\"A b\\\",\\\"type\\\":\\\"object\\\"}\","
    "\"something_else\":1,\"model\":\"evil\",\"stream\":false}";
  g_autoptr(GError) error = NULL;
  AttuneChatParameters *parameters = attune_chat_parameters_new_from_json (text, &error);

  g_assert_no_error (error);

  return parameters;
}

/* All that a person can set, as each provider has it; what it does not know is not sent, and
 * nothing that was stored can take the place of the model or the turns. */
static void
test_parameters (void)
{
  static const struct
  {
    const char *profile;
    const char *members;
  } profiles[] = {
    { ATTUNE_PROFILE_OPENAI_ID,
      "\"max_completion_tokens\":256,\"seed\":7,\"logprobs\":true,\"top_logprobs\":8,\"store\":false,"
      "\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}" },
    { ATTUNE_PROFILE_LOCAL_ID,
      "\"max_tokens\":256,\"seed\":7,\"logprobs\":true,\"top_logprobs\":8,"
      "\"stream_options\":{\"include_usage\":true}" },
    { "mistral", "\"max_tokens\":256,\"random_seed\":7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, profiles[i].profile);
      g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");
      g_autoptr(AttuneChatParameters) parameters = create_full_parameters ();
      g_autoptr(GString) all = g_string_new (NULL);
      g_autoptr(JsonObject) body = NULL;
      g_autoptr(DexFuture) future = NULL;
      g_autofree char *expected = NULL;

      attune_chat_request_add_turn (request, "user", "a");
      attune_chat_request_set_parameters (request, parameters);
      peer_answer_as (peer, 200, "text/event-stream", DELTA ("a") DONE);
      future = attune_client_chat (client, request, take_text, all, NULL);
      g_assert_nonnull (attune_test_wait (future, NULL));

      expected = g_strdup_printf (
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"temperature\":0.7,"
        "\"top_p\":0.9,\"presence_penalty\":-0.5,\"frequency_penalty\":1.5,"
        "\"stop\":[\" END\",\"\\n\"],\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
        "{\"name\":\"A_b\",\"schema\":{\"title\":\"A b\",\"type\":\"object\"}}},\"stream\":true,%s}",
        profiles[i].members);
      body = request_parse (peer_get (peer, 0));
      assert_json_equal (body, expected);
    }
}

/* What a provider would refuse is told in a sentence, and is not sent. */
static void
test_refused_parameters (void)
{
  static const struct
  {
    const char *json;
    const char *word;
  } texts[] = {
    { "{\"temperature\":2.5}", "Temperature" }, { "{\"top_p\":-1}", "Top P" },
    { "{\"max_tokens\":0}", "Maximum Tokens" }, { "{\"max_tokens\":1.5}", "Maximum Tokens" },
    { "{\"presence_penalty\":3}", "Presence Penalty" }, { "{\"seed\":\"x\"}", "Seed" },
    { "{\"frequency_penalty\":true}", "Frequency Penalty" },
    { "{\"top_logprobs\":21}", "Likelihood" },
    { "{\"format\":\"json_schema\"}", "schema" },
    { "{\"format\":\"json_schema\",\"schema\":\"[]\"}", "schema" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
      g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");
      g_autoptr(AttuneChatParameters) parameters = NULL;
      g_autoptr(GString) all = g_string_new (NULL);
      g_autoptr(DexFuture) future = NULL;
      g_autoptr(GError) error = NULL;

      parameters = attune_chat_parameters_new_from_json (texts[i].json, &error);
      g_assert_no_error (error);
      attune_chat_request_set_parameters (request, parameters);
      future = attune_client_chat (client, request, take_text, all, NULL);
      g_assert_null (attune_test_wait (future, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, texts[i].word));
      g_assert_cmpuint (peer_count (peer), ==, 0);
    }
}

static void
test_completion (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("davinci-002");
  g_autoptr(AttuneChatParameters) parameters = create_full_parameters ();
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  attune_chat_request_set_prompt (request, "18, Man, can eat a lot ->");
  attune_chat_request_set_parameters (request, parameters);
  peer_answer_as (peer, 200, "text/event-stream",
                  "data: {\"choices\":[{\"index\":0,\"text\":\" Big\",\"finish_reason\":null}]}\n\n"
                  "data: {\"choices\":[{\"index\":0,\"text\":\" man\",\"finish_reason\":\"stop\"}]}\n\n"
                  DONE);
  future = attune_client_chat (client, request, take_text, all, NULL);
  value = attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((AttuneChatEnd *)g_value_get_boxed (value))->finish_reason, ==, "stop");
  g_assert_cmpstr (all->str, ==, " Big man");
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/completions");
  body = request_parse (peer_get (peer, 0));
  assert_json_equal (body,
                     "{\"model\":\"davinci-002\",\"prompt\":\"18, Man, can eat a lot ->\","
                     "\"temperature\":0.7,\"top_p\":0.9,\"max_tokens\":256,"
                     "\"presence_penalty\":-0.5,\"frequency_penalty\":1.5,\"seed\":7,"
                     "\"logprobs\":5,\"stop\":[\" END\",\"\\n\"],\"stream\":true,"
                     "\"stream_options\":{\"include_usage\":true}}");
}

/* A server that sends an answer bit by bit, by hand. */
typedef struct
{
  GSocketListener   *listener;
  GSocketConnection *connection;
  char              *base_url;
} Tap;

static void
accept_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Tap *tap = user_data;

  tap->connection = g_socket_listener_accept_finish (G_SOCKET_LISTENER (object), result, NULL,
                                                     NULL);
}

static void
tap_open (Tap *tap)
{
  guint16 port;

  tap->listener = g_socket_listener_new ();
  tap->connection = NULL;
  port = g_socket_listener_add_any_inet_port (tap->listener, NULL, NULL);
  tap->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  g_socket_listener_accept_async (tap->listener, NULL, accept_cb, tap);
}

/* Waits for the whole request, which this server does not look at. */
static void
tap_take_request (Tap *tap)
{
  g_autoptr(GString) request = g_string_new (NULL);
  GInputStream *input;

  while (tap->connection == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_tcp_connection_set_graceful_disconnect (G_TCP_CONNECTION (tap->connection), FALSE);
  g_socket_set_option (g_socket_connection_get_socket (tap->connection), IPPROTO_TCP,
                       TCP_NODELAY, TRUE, NULL);
  input = g_io_stream_get_input_stream (G_IO_STREAM (tap->connection));

  while (!g_str_has_suffix (request->str, "}"))
    {
      char buffer[1024];
      gssize length;

      while (!g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input)))
        g_main_context_iteration (NULL, FALSE);

      length = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);
      g_assert_cmpint (length, >, 0);
      g_string_append_len (request, buffer, length);
    }
}

static void
tap_write (Tap        *tap,
           const char *bytes,
           gsize       length)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (tap->connection)),
                             bytes, length, NULL, NULL, NULL);
}

static void
tap_close (Tap *tap)
{
  g_socket_listener_close (tap->listener);
  g_clear_object (&tap->listener);
  g_clear_object (&tap->connection);
  g_clear_pointer (&tap->base_url, g_free);
}

static AttuneClient *
tap_new_client (Tap *tap)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);

  return attune_client_new (profile, tap->base_url, TEST_KEY, NULL);
}

static char *
make_chunk (const char *bytes,
            gsize       length)
{
  return g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n%.*s\r\n", length, (int)length, bytes);
}

static void
test_byte_by_byte (void)
{
  static const char body[] = DELTA ("你好") DELTA ("，🎵") FINISH ("stop") DONE;
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  AttuneChatEnd *end;
  Tap tap;

  tap_open (&tap);
  client = tap_new_client (&tap);
  future = ask (client, all);
  tap_take_request (&tap);
  tap_write (&tap, STREAM_HEAD, strlen (STREAM_HEAD));

  for (gsize i = 0; i < strlen (body); i++)
    {
      g_autofree char *chunk = make_chunk (body + i, 1);

      tap_write (&tap, chunk, strlen (chunk));

      while (g_main_context_iteration (NULL, FALSE))
        ;

      /* A piece is passed on as soon as its event is complete, not when the next comes. */
      if (i == strlen (DELTA ("你好")) - 1)
        while (all->len == 0)
          g_main_context_iteration (NULL, TRUE);
    }

  tap_write (&tap, "0\r\n\r\n", 5);
  end = g_value_get_boxed (attune_test_wait (future, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (all->str, ==, "你好，🎵");
  g_assert_cmpstr (end->finish_reason, ==, "stop");
  tap_close (&tap);
}

static void
test_disconnect (gconstpointer data)
{
  gboolean after_text = GPOINTER_TO_INT (data);
  g_autofree char *chunk = make_chunk (DELTA ("Good"), strlen (DELTA ("Good")));
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;
  Tap tap;

  tap_open (&tap);
  client = tap_new_client (&tap);
  future = ask (client, all);
  tap_take_request (&tap);
  tap_write (&tap, STREAM_HEAD, strlen (STREAM_HEAD));

  if (after_text)
    tap_write (&tap, chunk, strlen (chunk));

  g_io_stream_close (G_IO_STREAM (tap.connection), NULL, NULL);
  value = attune_test_wait (future, &error);

  if (after_text)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (all->str, ==, "Good");
      g_assert_null (((AttuneChatEnd *)g_value_get_boxed (value))->finish_reason);
    }
  else
    g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);

  tap_close (&tap);
}

static void
test_silence (void)
{
  g_autofree char *chunk = make_chunk (DELTA ("Good"), strlen (DELTA ("Good")));
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  Tap tap;

  /* The server stays, but says no more. */
  tap_open (&tap);
  client = tap_new_client (&tap);
  attune_client_set_timeout (client, 20);
  future = ask (client, all);
  tap_take_request (&tap);
  tap_write (&tap, STREAM_HEAD, strlen (STREAM_HEAD));
  tap_write (&tap, chunk, strlen (chunk));
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT);
  g_assert_cmpstr (all->str, ==, "Good");
  tap_close (&tap);
}

static void
count_cb (gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_cancel (void)
{
  g_autofree char *chunk = make_chunk (DELTA ("Good"), strlen (DELTA ("Good")));
  g_autoptr(GString) all = g_string_new (NULL);
  AttuneClient *client;
  GInputStream *input;
  DexFuture *future;
  char byte;
  Tap tap;

  tap_open (&tap);
  client = tap_new_client (&tap);
  future = dex_future_first (ask (client, all), NULL);
  tap_take_request (&tap);
  tap_write (&tap, STREAM_HEAD, strlen (STREAM_HEAD));
  tap_write (&tap, chunk, strlen (chunk));

  while (all->len == 0)
    g_main_context_iteration (NULL, TRUE);

  /* "Stop": the server must see the connection close, so that it does not go on for nobody. */
  dex_clear (&future);
  input = g_io_stream_get_input_stream (G_IO_STREAM (tap.connection));

  while (!g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input)))
    g_main_context_iteration (NULL, FALSE);

  g_assert_cmpint (g_input_stream_read (input, &byte, 1, NULL, NULL), <=, 0);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  tap_close (&tap);
  g_assert_finalize_object (client);
}

static void
refuse_text (const AttuneChatDelta *delta,
             gpointer               user_data)
{
  g_assert_not_reached ();
}

static void
test_destroy (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");
  g_autoptr(DexFuture) future = NULL;
  guint count = 0;

  peer_answer (peer, 400, "{}");
  future = attune_client_chat (client, request, refuse_text, &count, count_cb);
  g_assert_null (attune_test_wait (future, NULL));

  while (count == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (count, ==, 1);
}

static void
test_connection_is_kept (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(GString) all = g_string_new (NULL);

  /* A second question does not wait for the handshakes of a new connection. */
  peer_answer_as (peer, 200, "text/event-stream", DELTA ("a") DONE);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(DexFuture) future = ask (client, all);

      g_assert_nonnull (attune_test_wait (future, NULL));

      for (guint k = 0; k < 50; k++)
        g_main_context_iteration (NULL, FALSE);
    }

  g_assert_cmpuint (peer_count_connections (peer), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autofree char *path = g_strconcat ("/Attune/ClientChat/stream/", streams[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_stream);
    }

  g_test_add_func ("/Attune/ClientChat/request", test_request);
  g_test_add_func ("/Attune/ClientChat/plain-request", test_plain_request);
  g_test_add_func ("/Attune/ClientChat/parameters", test_parameters);
  g_test_add_func ("/Attune/ClientChat/refused-parameters", test_refused_parameters);
  g_test_add_func ("/Attune/ClientChat/completion", test_completion);
  g_test_add_func ("/Attune/ClientChat/byte-by-byte", test_byte_by_byte);
  g_test_add_data_func ("/Attune/ClientChat/disconnect-after-text", GINT_TO_POINTER (TRUE),
                        test_disconnect);
  g_test_add_data_func ("/Attune/ClientChat/disconnect-before-text", GINT_TO_POINTER (FALSE),
                        test_disconnect);
  g_test_add_func ("/Attune/ClientChat/silence", test_silence);
  g_test_add_func ("/Attune/ClientChat/cancel", test_cancel);
  g_test_add_func ("/Attune/ClientChat/destroy", test_destroy);
  g_test_add_func ("/Attune/ClientChat/connection-is-kept", test_connection_is_kept);

  return g_test_run ();
}
