/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "attune-http-error.h"
#include "attune-test-peer.h"

typedef enum
{
  ACT_LIST,
  ACT_CREATE,
  ACT_CHAT,
  ACT_UPLOAD,
} Act;

static void
ignore_text (const AttuneChatDelta *delta,
             gpointer               user_data)
{
}

/* Does one thing with @client, which must fail; returns how. */
static GError *
fail (AttuneClient *client,
      Act           act)
{
  g_autoptr(AttuneJobRequest) job = attune_job_request_new ();
  g_autoptr(AttuneChatRequest) chat = attune_chat_request_new ("ft:gpt-4.1:acme::1");
  g_autoptr(DexFuture) future = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;

  switch (act)
    {
    case ACT_LIST:
      future = attune_client_list_models (client);
      break;

    case ACT_CREATE:
      attune_job_request_set_model (job, "m");
      attune_job_request_set_training_file (job, "f");
      future = attune_client_create_job (client, job);
      break;

    case ACT_CHAT:
      attune_chat_request_add_turn (chat, "user", "Hello");
      future = attune_client_chat (client, chat, ignore_text, NULL, NULL);
      break;

    case ACT_UPLOAD:
      path = g_build_filename (g_get_user_cache_dir (), "rows.jsonl", NULL);
      g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
      g_assert_true (g_file_set_contents (path, "{}\n", -1, NULL));
      future = attune_client_upload_file (client, path, NULL, NULL, NULL, NULL);
      break;

    default:
      g_assert_not_reached ();
    }

  g_assert_null (attune_test_wait (future, &error));
  g_assert_nonnull (error);

  return error;
}

/* An answer, and the error it must become. Each word must be in the message, or not if it begins
 * with "!". */
static const struct
{
  const char  *name;
  Act          act;
  const char  *profile;
  guint        status;
  const char  *type;
  const char  *body;
  AttuneError  code;
  const char  *words[5];
  guint        n_sent;
} answers[] = {
  { "wrong-key", ACT_LIST, "openai", 401, "application/json",
    "{\"error\":{\"message\":\"Incorrect API key provided: " TEST_KEY ".\","
    "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}",
    ATTUNE_ERROR_AUTH, { "OpenAI did not accept the key", "Preferences", "Incorrect API key" }, 1 },
  { "forbidden", ACT_LIST, "openai", 403, "application/json",
    "{\"error\":{\"message\":\"You have insufficient permissions for this operation.\"}}",
    ATTUNE_ERROR_FORBIDDEN, { "does not allow", "owner", "insufficient permissions" }, 1 },
  { "forbidden-list", ACT_LIST, "openai", 403, "application/json",
    "{\"error\":{\"message\":\"No.\"}}",
    ATTUNE_ERROR_FORBIDDEN, { "does not allow", "!does not let this organization", "!2027" }, 1 },
  { "no-money", ACT_CHAT, "together", 402, "application/json",
    "{\"error\":{\"message\":\"Payment required\"}}",
    ATTUNE_ERROR_QUOTA, { "credit", "!Change what" }, 1 },
  { "country", ACT_CREATE, "openai", 403, "application/json",
    "{\"error\":{\"message\":\"Country, region, or territory not supported\","
    "\"code\":\"unsupported_country_region_territory\"}}",
    ATTUNE_ERROR_FORBIDDEN, { "country or region" }, 1 },
  { "closed", ACT_CREATE, "openai", 403, "application/json",
    "{\"error\":{\"message\":\"Fine-tuning is not available for your organization\","
    "\"type\":\"invalid_request_error\",\"code\":\"training_not_available\"}}",
    ATTUNE_ERROR_TRAINING_CLOSED,
    { "does not let this organization", "May 7, 2026", "January 6, 2027", "this computer" }, 1 },
  { "closed-without-code", ACT_CREATE, "openai", 403, "application/json",
    "{\"error\":{\"message\":\"Your organization cannot do this.\"}}",
    ATTUNE_ERROR_TRAINING_CLOSED, { "January 14, 2027", "cannot do this" }, 1 },
  { "scope-on-create", ACT_CREATE, "openai", 403, "application/json",
    "{\"error\":{\"message\":\"Missing scopes: api.fine_tuning.jobs.write\"}}",
    ATTUNE_ERROR_FORBIDDEN, { "another key", "!2027" }, 1 },
  { "closed-elsewhere", ACT_CREATE, "compatible", 403, "application/json",
    "{\"error\":{\"message\":\"no\",\"code\":\"training_not_available\"}}",
    ATTUNE_ERROR_TRAINING_CLOSED, { "127.0.0.1 does not let", "!2027" }, 1 },
  { "forbidden-elsewhere", ACT_CREATE, "compatible", 403, "application/json",
    "{\"error\":{\"message\":\"no\"}}", ATTUNE_ERROR_FORBIDDEN, { "!2027" }, 1 },
  { "no-such-file", ACT_LIST, "openai", 404, "application/json",
    "{\"error\":{\"message\":\"No such File object: file-1\"}}",
    ATTUNE_ERROR_NOT_FOUND, { "may have been deleted", "No such File" }, 1 },
  { "no-such-page", ACT_LIST, "compatible", 404, "text/html", "<html><h1>404</h1></html>",
    ATTUNE_ERROR_NOT_FOUND, { "base URL", "!<h1>" }, 1 },
  { "no-such-list", ACT_LIST, "compatible", 404, "application/json", "{\"detail\":\"Not “here”\"}",
    ATTUNE_ERROR_NOT_FOUND, { "base URL", "/v1", "“Not ‘here’”", "!deleted" }, 1 },
  { "model-not-ready", ACT_CHAT, "openai", 404, "application/json",
    "{\"error\":{\"message\":\"The model does not exist\",\"code\":\"model_not_found\"}}",
    ATTUNE_ERROR_NOT_FOUND, { "still being prepared", "ft:gpt-4.1:acme::1" }, 1 },
  { "quota", ACT_LIST, "openai", 429, "application/json",
    "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\","
    "\"code\":\"insufficient_quota\"}}",
    ATTUNE_ERROR_QUOTA, { "credit", "exceeded your current quota" }, 1 },
  { "too-large", ACT_UPLOAD, "openai", 413, "application/json",
    "{\"error\":{\"message\":\"too big\"}}",
    ATTUNE_ERROR_REQUEST, { "as large as “rows.jsonl”" }, 1 },
  { "bad-parameter", ACT_CREATE, "openai", 400, "application/json",
    "{\"error\":{\"message\":\"Invalid file format.\",\"type\":\"invalid_request_error\","
    "\"param\":\"training_file\",\"code\":\"invalid_file\"}}",
    ATTUNE_ERROR_REQUEST, { "refused", "400", "Invalid file format." }, 1 },
  { "detail-text", ACT_LIST, "compatible", 422, "application/json",
    "{\"detail\":\"Not like this\"}", ATTUNE_ERROR_REQUEST, { "422", "Not like this" }, 1 },
  { "detail-list", ACT_LIST, "compatible", 422, "application/json",
    "{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"field required\",\"type\":\"missing\"},"
    "{\"loc\":[],\"msg\":\"and more\"}, 7]}",
    ATTUNE_ERROR_REQUEST, { "model: field required; and more" }, 1 },
  { "message", ACT_LIST, "compatible", 400, "application/json",
    "{\"message\":\"Plain words\"}", ATTUNE_ERROR_REQUEST, { "Plain words" }, 1 },
  { "error-text", ACT_LIST, "compatible", 400, "application/json",
    "{\"error\":\"Only words\"}", ATTUNE_ERROR_REQUEST, { "Only words" }, 1 },
  { "error-in-array", ACT_LIST, "compatible", 400, "application/json",
    "[{\"error\":{\"code\":400,\"message\":\"In a list\"}}]",
    ATTUNE_ERROR_REQUEST, { "In a list" }, 1 },
  { "empty-body", ACT_LIST, "compatible", 400, "application/json", "",
    ATTUNE_ERROR_REQUEST, { "refused the request (400)" }, 1 },
  { "strange-types", ACT_LIST, "compatible", 400, "application/json",
    "{\"error\":{\"message\":{\"a\":1},\"code\":[],\"type\":null}}",
    ATTUNE_ERROR_REQUEST, { "refused the request (400)" }, 1 },
  { "markup", ACT_LIST, "compatible", 400, "application/json",
    "{\"error\":{\"message\":\"<b>%s\\n\\n%n</b>\"}}",
    ATTUNE_ERROR_REQUEST, { "“<b>%s %n</b>”" }, 1 },
  { "request-timeout", ACT_CREATE, "openai", 408, "application/json", "{}",
    ATTUNE_ERROR_TIMEOUT, { "gave up waiting" }, 1 },
  { "server", ACT_CREATE, "openai", 500, "application/json",
    "{\"error\":{\"message\":\"The server had an error\"}}",
    ATTUNE_ERROR_SERVER, { "problem of its own (500)", "few minutes" }, 1 },
  { "gateway", ACT_CREATE, "openai", 502, "text/html", "<html>Bad Gateway</html>",
    ATTUNE_ERROR_SERVER, { "502", "!html" }, 1 },
  { "engine", ACT_CHAT, "local", 503, "application/json",
    "{\"error\":{\"message\":\"Install the package “llama.cpp”, then try again.\","
    "\"type\":\"server_error\",\"param\":null,\"code\":\"llama_server_missing\"}}",
    ATTUNE_ERROR_SERVER, { "Install the package", "!It said", "!503", "!few minutes" }, 3 },
  { "engine-base", ACT_CHAT, "local", 422, "application/json",
    "{\"error\":{\"message\":\"The file of the base model was overwritten.\","
    "\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"base_model_changed\"}}",
    ATTUNE_ERROR_REQUEST, { "was overwritten", "!refused", "!422", "!objects" }, 1 },
  { "engine-without-words", ACT_CHAT, "local", 500, "application/json", "{}",
    ATTUNE_ERROR_SERVER, { "The engine on this computer", "500" }, 3 },
  { "html-instead", ACT_LIST, "compatible", 200, "text/html", "<html>Log in</html>",
    ATTUNE_ERROR_PROTOCOL, { "web page", "!html" }, 1 },
  { "text-instead", ACT_LIST, "compatible", 200, "text/plain", "hello",
    ATTUNE_ERROR_PROTOCOL, { "cannot be understood" }, 1 },
  { "no-list", ACT_LIST, "compatible", 200, "application/json", "{\"ok\":true}",
    ATTUNE_ERROR_PROTOCOL, { "cannot be understood" }, 1 },
  { "no-object", ACT_CREATE, "compatible", 200, "application/json", "[]",
    ATTUNE_ERROR_PROTOCOL, { "cannot be understood" }, 1 },
  { "no-id", ACT_CREATE, "compatible", 200, "application/json", "{\"object\":\"job\"}",
    ATTUNE_ERROR_PROTOCOL, { "has no name" }, 1 },
};

static void
assert_words (const char         *text,
              const char * const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean wanted = words[i][0] != '!';
      const char *word = wanted ? words[i] : words[i] + 1;

      if ((strstr (text, word) != NULL) != wanted)
        g_test_fail_printf ("“%s” in: %s", words[i], text);
    }
}

static void
assert_no_key (const GError *error)
{
  const char *detail = attune_error_get_detail (error);

  g_assert_null (strstr (error->message, "Secret"));
  g_assert_true (detail == NULL || strstr (detail, "Secret") == NULL);
}

static void
test_answer (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, answers[i].profile);
  g_autoptr(GError) error = NULL;
  const char *detail;

  peer_answer_as (peer, answers[i].status, answers[i].type, answers[i].body);
  peer_add_header (peer, "x-request-id", "req_0123456789abcdef");
  error = fail (client, answers[i].act);

  g_assert_error (error, ATTUNE_ERROR, answers[i].code);
  assert_words (error->message, answers[i].words);
  assert_no_key (error);
  g_assert_cmpuint (peer_count (peer), ==, answers[i].n_sent);
  g_assert_true (g_str_has_suffix (error->message, ".") ||
                 g_str_has_suffix (error->message, "”"));

  /* What came back whole is one click away, where an answer came back at all. */
  detail = attune_error_get_detail (error);

  if (answers[i].status >= 400)
    {
      g_assert_nonnull (strstr (detail, "x-request-id: req_0123456789abcdef"));
      g_assert_true (g_str_has_prefix (detail, "HTTP "));
    }
}

static void
test_key_in_answer (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = peer_dup_base_url (peer);
  g_autoptr(AttuneClient) client = attune_client_new (profile, base_url, "plainsecretword", NULL);
  g_autoptr(GError) error = NULL;

  /* A key that looks like any word, so that only its owner can know it. */
  peer_answer (peer, 400, "{\"error\":{\"message\":\"bad: plainsecretword!\"}}");
  error = fail (client, ACT_LIST);
  g_assert_nonnull (strstr (error->message, "bad: …!"));
  g_assert_null (strstr (attune_error_get_detail (error), "plainsecretword"));
}

static void
test_long_answer (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *words = g_strnfill (300 * 1024, 'x');
  g_autofree char *body = g_strdup_printf ("{\"error\":{\"message\":\"%s\"}}", words);
  g_autoptr(GError) error = NULL;

  peer_answer (peer, 400, body);
  error = fail (client, ACT_LIST);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
  g_assert_cmpuint (strlen (error->message), <, 1000);
  g_assert_cmpuint (strlen (attune_error_get_detail (error)), <, 5000);
}

static void
test_rate_limit (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(GError) error = NULL;

  /* Longer than anybody would wait: not tried again, but told. */
  peer_answer (peer, 429, "{\"error\":{\"message\":\"Slow\",\"code\":\"rate_limit_exceeded\"}}");
  peer_add_header (peer, "retry-after", "150.2");
  error = fail (client, ACT_LIST);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_RATE_LIMITED);
  g_assert_nonnull (strstr (error->message, "151 seconds"));
  g_assert_cmpuint (peer_count (peer), ==, 1);
}

/* What is sent how often when the server fails each time. */
static const struct
{
  Act         act;
  guint       status;
  const char *advice;
  guint       n_sent;
} repeats[] = {
  { ACT_LIST, 408, NULL, 3 },
  { ACT_LIST, 409, NULL, 3 },
  { ACT_LIST, 429, NULL, 3 },
  { ACT_LIST, 500, NULL, 3 },
  { ACT_LIST, 503, NULL, 3 },
  { ACT_LIST, 529, NULL, 3 },
  { ACT_LIST, 400, NULL, 1 },
  { ACT_LIST, 422, NULL, 1 },
  { ACT_LIST, 500, "false", 1 },
  { ACT_LIST, 400, "true", 3 },
  { ACT_CHAT, 429, NULL, 3 },
  { ACT_CHAT, 500, NULL, 3 },
  { ACT_UPLOAD, 429, NULL, 3 },
  { ACT_UPLOAD, 503, NULL, 3 },
  { ACT_UPLOAD, 500, NULL, 1 },
  { ACT_UPLOAD, 408, NULL, 1 },
  { ACT_UPLOAD, 500, "true", 1 },
  { ACT_CREATE, 408, NULL, 1 },
  { ACT_CREATE, 409, NULL, 1 },
  { ACT_CREATE, 429, NULL, 1 },
  { ACT_CREATE, 500, NULL, 1 },
  { ACT_CREATE, 503, NULL, 1 },
  { ACT_CREATE, 500, "true", 1 },
};

static void
test_repeats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (repeats); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
      g_autoptr(GError) error = NULL;

      peer_answer (peer, repeats[i].status, "{}");
      peer_add_header (peer, "retry-after-ms", "1");

      if (repeats[i].advice != NULL)
        peer_add_header (peer, "x-should-retry", repeats[i].advice);

      error = fail (client, repeats[i].act);
      g_test_message ("%u %s: %s", repeats[i].status, repeats[i].advice, error->message);
      g_assert_cmpuint (peer_count (peer), ==, repeats[i].n_sent);
    }
}

static void
test_second_time_well (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  peer_answer (peer, 503, "{}");
  peer_add_header (peer, "retry-after-ms", "1");
  peer_answer_reset (peer, "");
  peer_answer (peer, 200, "{\"data\":[]}");
  attune_client_set_timeout (client, 1000);
  future = attune_client_list_models (client);
  g_assert_nonnull (attune_test_wait (future, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (peer_count (peer), ==, 3);
}

/* The end of a connection in every place where it can end. */
static const struct
{
  const char  *name;
  Act          act;
  gboolean     reset;
  const char  *bytes;
  AttuneError  code;
  guint        n_sent;
} breaks[] = {
  { "list-closed", ACT_LIST, FALSE, "", ATTUNE_ERROR_NETWORK, 3 },
  { "list-reset", ACT_LIST, TRUE, "", ATTUNE_ERROR_NETWORK, 3 },
  { "list-in-headers", ACT_LIST, FALSE, "HTTP/1.1 200 OK\r\nContent-", ATTUNE_ERROR_NETWORK, 3 },
  { "list-in-body", ACT_LIST, FALSE,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"data\":[",
    ATTUNE_ERROR_NETWORK, 3 },
  { "list-in-chunk", ACT_LIST, TRUE,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    "64\r\n{\"data\":[",
    ATTUNE_ERROR_NETWORK, 3 },
  { "list-not-http", ACT_LIST, FALSE, "SSH-2.0-OpenSSH_9.9\r\n", ATTUNE_ERROR_NETWORK, 3 },
  { "create-closed", ACT_CREATE, FALSE, "", ATTUNE_ERROR_NETWORK, 1 },
  { "create-reset", ACT_CREATE, TRUE, "", ATTUNE_ERROR_NETWORK, 1 },
  { "create-in-body", ACT_CREATE, FALSE,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\":",
    ATTUNE_ERROR_NETWORK, 1 },
  { "chat-reset", ACT_CHAT, TRUE, "", ATTUNE_ERROR_NETWORK, 1 },
  { "upload-reset", ACT_UPLOAD, TRUE, "", ATTUNE_ERROR_NETWORK, 1 },
  { "refusal-in-body", ACT_CREATE, FALSE,
    "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"er",
    ATTUNE_ERROR_AUTH, 1 },
};

static void
test_break (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(GError) error = NULL;

  if (breaks[i].reset)
    peer_answer_reset (peer, breaks[i].bytes);
  else
    peer_answer_raw (peer, breaks[i].bytes);

  attune_client_set_timeout (client, 20);
  error = fail (client, breaks[i].act);
  g_test_message ("%s", error->message);
  g_assert_error (error, ATTUNE_ERROR, breaks[i].code);
  assert_no_key (error);
  g_assert_cmpuint (peer_count (peer), ==, breaks[i].n_sent);
}

static void
test_stale_connection (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) first = NULL;
  g_autoptr(GError) chat_error = NULL;
  g_autoptr(GError) error = NULL;

  /* The connection that served the list is closed as soon as it is used again. A question may be
   * asked once more over a new one, since nobody read it. */
  peer_answer (peer, 200, "{\"data\":[]}");
  peer_answer_raw (peer, "");
  peer_answer (peer, 404, "{\"error\":{\"message\":\"second\"}}");
  first = attune_client_list_models (client);
  g_assert_nonnull (attune_test_wait (first, &error));
  chat_error = fail (client, ACT_CHAT);
  g_assert_error (chat_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND);
  g_assert_cmpuint (peer_count (peer), ==, 3);
}

/* What is sent once goes over a connection of its own: an old one may just be closing. */
static void
test_own_connection (void)
{
  static const struct
  {
    Act   act;
    guint n_connections;
  } acts[] = {
    { ACT_LIST, 1 },
    { ACT_CHAT, 1 },
    { ACT_CREATE, 2 },
    { ACT_UPLOAD, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
      g_autoptr(GError) first = NULL;
      g_autoptr(GError) second = NULL;

      peer_answer (peer, 404, "{\"error\":{\"message\":\"none\"}}");
      first = fail (client, ACT_LIST);
      second = fail (client, acts[i].act);
      g_assert_cmpuint (peer_count (peer), ==, 2);
      g_assert_cmpuint (peer_count_connections (peer), ==, acts[i].n_connections);
    }
}

static void
test_timeouts (void)
{
  static const struct
  {
    Act   act;
    guint n_sent;
  } silences[] = {
    { ACT_LIST, 3 },
    { ACT_CREATE, 1 },
    { ACT_CHAT, 1 },
    { ACT_UPLOAD, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
      g_autoptr(GError) error = NULL;

      peer_answer_never (peer);
      attune_client_set_timeout (client, 20);
      error = fail (client, silences[i].act);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT);
      g_assert_nonnull (strstr (error->message, "silent for 1 second."));
      g_assert_cmpuint (peer_count (peer), ==, silences[i].n_sent);
    }
}

/* A model may have to be put together first, which takes longer than any list. */
static void
test_slow_weights (void)
{
  static const char json[] =
    "{\"id\":\"slow\",\"name\":\"Slow\",\"paths\":{\"weights\":\"/jobs/{id}/weights\"}}";
  g_autoptr(Peer) peer = peer_new ();
  g_autofree char *base_url = peer_dup_base_url (peer);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "attune-slow-weights", NULL);
  g_autoptr(AttuneProfile) profile = attune_profile_new_from_json (json, -1, NULL);
  g_autoptr(AttuneClient) client = attune_client_new (profile, base_url, TEST_KEY, NULL);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  peer_answer_never (peer);
  attune_client_set_timeout (client, 250);
  future = attune_client_download_weights (client, "job-1", path, NULL, NULL, NULL);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (error->message, "silent for 2 seconds."));
}

static void
test_unreachable (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(AttuneClient) client = NULL;
  g_autofree char *base_url = NULL;
  g_autoptr(GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  /* A port that was free a moment ago. */
  g_socket_listener_close (listener);
  base_url = g_strdup_printf ("http://127.0.0.1:%u", port);
  client = attune_client_new (profile, base_url, TEST_KEY, NULL);
  error = fail (client, ACT_CREATE);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "Nothing answers at “127.0.0.1”"));
}

/* Nobody takes the connection, and nobody refuses it either: a queue that is full, as at an address
 * behind a wall. However long an answer may take, it is not waited for that long: 300 s here. */
static void
test_no_connection (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(GSocket) server = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GPtrArray) queue = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(AttuneClient) client = NULL;
  g_autofree char *base_url = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begun_at;

  g_assert_true (g_socket_bind (server, any, FALSE, NULL));
  g_socket_set_listen_backlog (server, 0);
  g_assert_true (g_socket_listen (server, NULL));
  address = g_socket_get_local_address (server, NULL);

  for (guint i = 0; i < 4; i++)
    {
      GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, 0, NULL);

      g_socket_set_blocking (socket, FALSE);
      g_socket_connect (socket, address, NULL, NULL);
      g_ptr_array_add (queue, socket);
    }

  base_url = g_strdup_printf ("http://127.0.0.1:%u",
                              g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  client = attune_client_new (profile, base_url, TEST_KEY, NULL);
  begun_at = g_get_monotonic_time ();
  error = fail (client, ACT_CREATE);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "“127.0.0.1” cannot be reached"));
  g_assert_cmpint (g_get_monotonic_time () - begun_at, <, 60 * G_USEC_PER_SEC);
}

static void
test_tls (void)
{
  g_autoptr(Peer) peer = peer_new_tls ("self-signed.pem");
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(GError) error = NULL;
  GLogLevelFlags fatal;

  /* A machine without any certificates warns about that, and distrusts this one as it should. */
  fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  peer_answer (peer, 200, "{\"data\":[]}");
  error = fail (client, ACT_LIST);
  g_log_set_always_fatal (fatal);

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "Nobody whom this computer trusts"));
  g_assert_cmpuint (peer_count (peer), ==, 0);
}

static void
test_no_tls (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = peer_dup_base_url (peer);
  g_autofree char *secure = g_strconcat ("https", base_url + strlen ("http"), NULL);
  g_autoptr(AttuneClient) client = attune_client_new (profile, secure, TEST_KEY, NULL);
  g_autoptr(GError) error = NULL;

  GLogLevelFlags fatal;

  fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  attune_client_set_timeout (client, 20);
  error = fail (client, ACT_LIST);
  g_log_set_always_fatal (fatal);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "No secure connection to “127.0.0.1”"));
  g_assert_cmpuint (peer_count (peer), ==, 0);
}

static gboolean
keep_connection_cb (GPtrArray         *connections,
                    GSocketConnection *connection)
{
  g_ptr_array_add (connections, g_object_ref (connection));

  return TRUE;
}

/* One that waits for the end of a line which never comes is not tried again and again, while a
 * person looks at a spinner. */
static void
test_silent_handshake (void)
{
  g_autoptr(GSocketService) service = g_socket_service_new ();
  g_autoptr(GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *url = NULL;
  guint16 port;

  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (service, "incoming", G_CALLBACK (keep_connection_cb), connections);
  g_socket_service_start (service);
  url = g_strdup_printf ("https://127.0.0.1:%u/v1", port);
  client = attune_client_new (profile, url, TEST_KEY, NULL);

  /* Long enough to connect to this machine, however busy it is. */
  attune_client_set_timeout (client, 2000);
  error = fail (client, ACT_LIST);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "No secure connection to “127.0.0.1”"));
  g_assert_cmpuint (connections->len, ==, 1);
}

static void
test_redirect (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(Peer) other = peer_new ();
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_CUSTOM_ID);
      g_autofree char *place = peer_dup_base_url (other);
      g_autoptr(GError) error = NULL;

      peer_answer (other, 200, "{\"data\":[]}");
      peer_answer (peer, statuses[i], "");
      peer_add_header (peer, "Location", place);
      error = fail (client, ACT_LIST);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
      g_assert_nonnull (strstr (error->message, place));
      g_assert_cmpuint (peer_count (other), ==, 0);
    }
}

/* What cannot be had from a server on this machine. */
static void
test_other_failures (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(AttuneProfile) local = attune_profile_find_shipped (ATTUNE_PROFILE_LOCAL_ID);
  g_autoptr(AttuneHttp) http = attune_http_new (profile, "https://llm.example.com", TEST_KEY, NULL);
  g_autoptr(AttuneHttp) engine = attune_http_new (local, NULL, NULL, NULL);
  AttuneHttpCall call = { 0 };
  const struct
  {
    AttuneHttp  *http;
    GQuark       domain;
    int          code;
    AttuneError  wanted;
    const char  *words;
  } failures[] = {
    { http, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, ATTUNE_ERROR_NETWORK,
      "No computer of the name “llm.example.com”" },
    { http, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, ATTUNE_ERROR_NETWORK,
      "“llm.example.com” cannot be reached" },
    { http, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, ATTUNE_ERROR_NETWORK, "proxy" },
    { engine, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, ATTUNE_ERROR_ENGINE, "engine" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GError) io_error = g_error_new (failures[i].domain, failures[i].code,
                                                "raw with " TEST_KEY);
      g_autoptr(GError) error = attune_http_error_from_io (failures[i].http, &call, NULL, io_error);

      g_assert_error (error, ATTUNE_ERROR, failures[i].wanted);
      g_assert_nonnull (strstr (error->message, failures[i].words));
      assert_no_key (error);
    }
}

static void
test_key_in_log (void)
{
  if (g_test_subprocess ())
    {
      static const char * const all[] = { "all", NULL };
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) again = NULL;

      g_log_writer_default_set_debug_domains (all);
      peer_answer (peer, 500, "{\"error\":{\"message\":\"key " TEST_KEY "\"}}");
      peer_add_header (peer, "retry-after-ms", "1");
      error = fail (client, ACT_LIST);
      again = fail (client, ACT_CREATE);
      g_printerr ("%s\n%s\n", error->message, attune_error_get_detail (error));
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*problem of its own*");
  g_test_trap_assert_stderr_unmatched ("*Secret*");
  g_test_trap_assert_stdout ("*GET /models*");
  g_test_trap_assert_stdout_unmatched ("*Secret*");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strconcat ("/Attune/ClientErrors/answer/", answers[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_answer);
    }

  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autofree char *path = g_strconcat ("/Attune/ClientErrors/break/", breaks[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_break);
    }

  g_test_add_func ("/Attune/ClientErrors/key-in-answer", test_key_in_answer);
  g_test_add_func ("/Attune/ClientErrors/long-answer", test_long_answer);
  g_test_add_func ("/Attune/ClientErrors/rate-limit", test_rate_limit);
  g_test_add_func ("/Attune/ClientErrors/repeats", test_repeats);
  g_test_add_func ("/Attune/ClientErrors/second-time-well", test_second_time_well);
  g_test_add_func ("/Attune/ClientErrors/stale-connection", test_stale_connection);
  g_test_add_func ("/Attune/ClientErrors/own-connection", test_own_connection);
  g_test_add_func ("/Attune/ClientErrors/timeouts", test_timeouts);
  g_test_add_func ("/Attune/ClientErrors/slow-weights", test_slow_weights);
  g_test_add_func ("/Attune/ClientErrors/unreachable", test_unreachable);
  g_test_add_func ("/Attune/ClientErrors/no-connection", test_no_connection);
  g_test_add_func ("/Attune/ClientErrors/tls", test_tls);
  g_test_add_func ("/Attune/ClientErrors/no-tls", test_no_tls);
  g_test_add_func ("/Attune/ClientErrors/silent-handshake", test_silent_handshake);
  g_test_add_func ("/Attune/ClientErrors/redirect", test_redirect);
  g_test_add_func ("/Attune/ClientErrors/other-failures", test_other_failures);
  g_test_add_func ("/Attune/ClientErrors/key-in-log", test_key_in_log);

  return g_test_run ();
}
