/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "attune-json.h"
#include "attune-test-peer.h"

/* Every kind of call that a client makes, and how often it is sent when it fails in a way … */
typedef enum
{
  CALL_LIST_MODELS,
  CALL_LIST_FILES,
  CALL_LIST_JOBS,
  CALL_LIST_EVENTS,
  CALL_LIST_CHECKPOINTS,
  CALL_GET_FILE,
  CALL_GET_JOB,
  CALL_CANCEL_JOB,
  CALL_PAUSE_JOB,
  CALL_RESUME_JOB,
  CALL_START_JOB,
  CALL_GET_DEPLOYMENT,
  CALL_DELETE_FILE,
  CALL_DELETE_MODEL,
  CALL_DOWNLOAD,
  CALL_DOWNLOAD_WEIGHTS,
  CALL_CHAT,
  CALL_UPLOAD,
  CALL_BEGIN_UPLOAD,
  CALL_SEND_PART,
  CALL_END_UPLOAD,
  CALL_CREATE_JOB,
  CALL_DEPLOY,
  N_CALLS
} Call;

static const struct
{
  const char *name;
  guint       n_overloaded;   /* … that says to come later */
  guint       n_broken;       /* … that says that the server failed */
  guint       n_unanswered;   /* … that says nothing, after it was sent */
  guint       n_before;       /* requests before it, which go well */
} calls[N_CALLS] = {
  [CALL_LIST_MODELS] = { "list-models", 3, 3, 3 },
  [CALL_LIST_FILES] = { "list-files", 3, 3, 3 },
  [CALL_LIST_JOBS] = { "list-jobs", 3, 3, 3 },
  [CALL_LIST_EVENTS] = { "list-events", 3, 3, 3 },
  [CALL_LIST_CHECKPOINTS] = { "list-checkpoints", 3, 3, 3 },
  [CALL_GET_FILE] = { "get-file", 3, 3, 3 },
  [CALL_GET_JOB] = { "get-job", 3, 3, 3 },
  [CALL_CANCEL_JOB] = { "cancel-job", 3, 3, 3 },
  [CALL_PAUSE_JOB] = { "pause-job", 3, 3, 3 },
  [CALL_RESUME_JOB] = { "resume-job", 3, 3, 3 },
  [CALL_START_JOB] = { "start-job", 3, 3, 3 },
  [CALL_GET_DEPLOYMENT] = { "get-deployment", 3, 3, 3 },
  [CALL_DELETE_FILE] = { "delete-file", 3, 3, 3 },
  [CALL_DELETE_MODEL] = { "delete-model", 3, 3, 3 },
  [CALL_DOWNLOAD] = { "download", 3, 3, 3 },
  [CALL_DOWNLOAD_WEIGHTS] = { "download-weights", 3, 3, 3 },
  [CALL_CHAT] = { "chat", 3, 3, 1 },
  [CALL_UPLOAD] = { "upload", 3, 1, 1 },
  [CALL_BEGIN_UPLOAD] = { "begin-upload", 3, 3, 3 },
  [CALL_SEND_PART] = { "send-part", 3, 3, 3, 1 },
  [CALL_END_UPLOAD] = { "end-upload", 3, 3, 3, 2 },
  [CALL_CREATE_JOB] = { "create-job", 1, 1, 1 },
  [CALL_DEPLOY] = { "deploy", 1, 1, 1 },
};

/* A provider who has every call that there is, and one for whom everything is a large file. */
#define WHOLE_ID "whole"
#define WHOLE \
  "{\"id\":\"whole\",\"name\":\"Whole\",\"base-url\":null,\"deploy\":{\"kind\":\"api\"},\"paths\":{" \
  "\"start\":\"/fine_tuning/jobs/{id}/start\",\"weights\":\"/fine_tuning/jobs/{id}/weights\"," \
  "\"deployments\":\"/deployments\",\"deployment\":\"/deployments/{id}\"}}"
#define PARTED_ID "parted"
#define PARTED \
  "{\"id\":\"parted\",\"name\":\"Parted\",\"base-url\":null,\"training\":{\"max-file-size\":1," \
  "\"parts\":{\"size\":1000,\"total\":1000000}}}"

static gboolean
is_part_of_upload (Call call)
{
  return call == CALL_BEGIN_UPLOAD || call == CALL_SEND_PART || call == CALL_END_UPLOAD;
}

/* Profiles of a person's own are read once, by the first who asks for any. */
static void
write_profiles (void)
{
  static const char * const profiles[][2] = {
    { "whole.json", WHOLE },
    { "parted.json", PARTED },
  };
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "attune", "providers", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autofree char *path = g_build_filename (folder, profiles[i][0], NULL);

      g_assert_true (g_file_set_contents (path, profiles[i][1], -1, NULL));
    }
}

static AttuneClient *
new_client (Peer *peer,
            Call  call)
{
  write_profiles ();

  return peer_new_client (peer, is_part_of_upload (call) ? PARTED_ID : WHOLE_ID);
}

static void
answer_before (Peer *peer,
               Call  call)
{
  if (calls[call].n_before > 0)
    peer_answer (peer, 200, "{\"id\":\"upload-1\",\"status\":\"pending\",\"expires_at\":4102444800}");

  if (calls[call].n_before > 1)
    peer_answer (peer, 200, "{\"id\":\"part-1\"}");
}

static char *
build_path (const char *name)
{
  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);

  return g_build_filename (g_get_user_cache_dir (), name, NULL);
}

static void
ignore_text (const AttuneChatDelta *delta,
             gpointer               user_data)
{
}

static DexFuture *
create_job (AttuneClient *client)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();

  attune_job_request_set_model (request, "m");
  attune_job_request_set_training_file (request, "f");

  return attune_client_create_job (client, request);
}

static DexFuture *
chat (AttuneClient *client)
{
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("m");

  attune_chat_request_add_turn (request, "user", "Hello");

  return attune_client_chat (client, request, ignore_text, NULL, NULL);
}

static DexFuture *
upload (AttuneClient *client)
{
  g_autofree char *path = build_path ("rows.jsonl");

  g_assert_true (g_file_set_contents (path, "{}\n", -1, NULL));

  return attune_client_upload_file (client, path, NULL, NULL, NULL, NULL);
}

static DexFuture *
download (AttuneClient *client)
{
  g_autofree char *path = build_path ("results.csv");

  return attune_client_download_file (client, "file-1", path, NULL, NULL, NULL);
}

static DexFuture *
download_weights (AttuneClient *client)
{
  g_autofree char *path = build_path ("model.bin");

  return attune_client_download_weights (client, "j", path, NULL, NULL, NULL);
}

static DexFuture *
begin (AttuneClient *client,
       Call          call)
{
  switch (call)
    {
    case CALL_LIST_MODELS:
      return attune_client_list_models (client);
    case CALL_LIST_FILES:
      return attune_client_list_files (client);
    case CALL_LIST_JOBS:
      return attune_client_list_jobs (client, NULL);
    case CALL_LIST_EVENTS:
      return attune_client_list_events (client, "j", NULL);
    case CALL_LIST_CHECKPOINTS:
      return attune_client_list_checkpoints (client, "j");
    case CALL_GET_FILE:
      return attune_client_get_file (client, "file-1");
    case CALL_GET_JOB:
      return attune_client_get_job (client, "j");
    case CALL_CANCEL_JOB:
      return attune_client_cancel_job (client, "j");
    case CALL_PAUSE_JOB:
      return attune_client_pause_job (client, "j");
    case CALL_RESUME_JOB:
      return attune_client_resume_job (client, "j");
    case CALL_START_JOB:
      return attune_client_start_job (client, "j");
    case CALL_GET_DEPLOYMENT:
      return attune_client_get_deployment (client, "d");
    case CALL_DELETE_FILE:
      return attune_client_delete_file (client, "file-1");
    case CALL_DELETE_MODEL:
      return attune_client_delete_model (client, "m");
    case CALL_DOWNLOAD:
      return download (client);
    case CALL_DOWNLOAD_WEIGHTS:
      return download_weights (client);
    case CALL_CHAT:
      return chat (client);
    case CALL_UPLOAD:
    case CALL_BEGIN_UPLOAD:
    case CALL_SEND_PART:
    case CALL_END_UPLOAD:
      return upload (client);
    case CALL_CREATE_JOB:
      return create_job (client);
    case CALL_DEPLOY:
      return attune_client_deploy_model (client, "j", "c", "m", "name");
    case N_CALLS:
    default:
      g_assert_not_reached ();
    }
}

/* Does one thing with @client, which must fail with a sentence. */
static GError *
fail (AttuneClient *client,
      Call          call)
{
  g_autoptr(DexFuture) future = begin (client, call);
  GError *error = NULL;

  g_assert_null (attune_test_wait (future, &error));
  g_assert_nonnull (error);
  g_test_message ("%s: %s", calls[call].name, error->message);
  g_assert_cmpint (error->domain, ==, ATTUNE_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (g_str_has_suffix (error->message, ".") ||
                 g_str_has_suffix (error->message, "”"));
  g_assert_cmpuint (strlen (error->message), >, 30);
  g_assert_null (strstr (error->message, "Secret"));

  return error;
}

/* Every status of the protocol. */
static const struct
{
  guint       status;
  const char *code_of_body;
  AttuneError code;
  enum { LATER, BROKEN, REFUSED } kind;
} statuses[] = {
  { 400, "invalid_request_error", ATTUNE_ERROR_REQUEST, REFUSED },
  { 401, "invalid_api_key", ATTUNE_ERROR_AUTH, REFUSED },
  { 402, "payment_required", ATTUNE_ERROR_QUOTA, REFUSED },
  { 403, "forbidden", ATTUNE_ERROR_FORBIDDEN, REFUSED },
  { 404, "not_found", ATTUNE_ERROR_NOT_FOUND, REFUSED },
  { 408, "timeout", ATTUNE_ERROR_TIMEOUT, BROKEN },
  { 409, "conflict", ATTUNE_ERROR_CONFLICT, BROKEN },
  { 413, "too_large", ATTUNE_ERROR_REQUEST, REFUSED },
  { 422, "unprocessable", ATTUNE_ERROR_REQUEST, REFUSED },
  { 429, "rate_limit_exceeded", ATTUNE_ERROR_RATE_LIMITED, LATER },
  { 429, "insufficient_quota", ATTUNE_ERROR_QUOTA, REFUSED },
  { 500, "server_error", ATTUNE_ERROR_SERVER, BROKEN },
  { 501, "not_implemented", ATTUNE_ERROR_REQUEST, BROKEN },
  { 502, "bad_gateway", ATTUNE_ERROR_SERVER, BROKEN },
  { 503, "server_is_overloaded", ATTUNE_ERROR_SERVER, LATER },
  { 504, "gateway_timeout", ATTUNE_ERROR_SERVER, BROKEN },
};

static void
test_statuses (gconstpointer data)
{
  Call call = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = new_client (peer, call);
      g_autofree char *body = NULL;
      g_autoptr(GError) error = NULL;
      guint n_sent = 1;
      guint n_counted;

      body = g_strdup_printf ("{\"error\":{\"message\":\"about " TEST_KEY "\",\"code\":\"%s\"}}",
                              statuses[i].code_of_body);
      answer_before (peer, call);
      peer_answer (peer, statuses[i].status, body);
      peer_add_header (peer, "retry-after-ms", "1");
      error = fail (client, call);
      g_assert_error (error, ATTUNE_ERROR, statuses[i].code);

      if (statuses[i].kind == LATER)
        n_sent = calls[call].n_overloaded;
      else if (statuses[i].kind == BROKEN)
        n_sent = calls[call].n_broken;

      n_counted = peer_count (peer) - calls[call].n_before;
      g_assert_cmpuint (n_counted, >=, n_sent);

      /* What became of an upload that is refused is looked into, and it is thrown away. */
      g_assert_cmpuint (n_counted, <=, is_part_of_upload (call) ? 2 * n_sent + 1 : n_sent);
    }
}

/* Nobody there; then an end before the headers, torn and not; then silence. */
static void
test_no_answer (gconstpointer data)
{
  Call call = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = new_client (peer, call);
      g_autoptr(GError) error = NULL;
      AttuneError wanted;

      attune_client_set_timeout (client, 30);

      if (i > 0)
        answer_before (peer, call);

      if (i == 0)
        soup_server_disconnect (peer_get_server (peer));
      else if (i == 1)
        peer_answer_reset (peer, "");
      else if (i == 2)
        peer_answer_raw (peer, "");
      else
        peer_answer_never (peer);

      error = fail (client, call);
      wanted = i < 3 ? ATTUNE_ERROR_NETWORK : ATTUNE_ERROR_TIMEOUT;
      g_assert_error (error, ATTUNE_ERROR, wanted);

      /* A machine under load may connect so late that one of three does not arrive. */
      g_assert_cmpuint (peer_count (peer), <=,
                        i == 0 ? 0 : calls[call].n_before + calls[call].n_unanswered);
    }
}

/* Answers that are none, each given to a list and to a create. */
static const struct
{
  const char *name;
  const char *bytes;
  int         code;      /* of the error, or -1 for either of two */
} garbage[] = {
  { "truncated-json", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Length: 10\r\n\r\n{\"data\":[{", ATTUNE_ERROR_PROTOCOL },
  { "invalid-json", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Length: 9\r\n\r\n{'data':1", ATTUNE_ERROR_PROTOCOL },
  { "invalid-utf8", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Length: 8\r\n\r\n{\"\xff\xfe\":1}", ATTUNE_ERROR_PROTOCOL },
  { "html", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    "Content-Length: 13\r\n\r\n<html></html>", ATTUNE_ERROR_PROTOCOL },
  { "length-too-small", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Length: 5\r\n\r\n{\"data\":[]}", ATTUNE_ERROR_PROTOCOL },
  { "length-too-large", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Length: 500\r\n\r\n{\"data\":[]}", ATTUNE_ERROR_NETWORK },
  { "length-negative", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Length: -1\r\n\r\nnothing", -1 },
  { "length-huge", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Length: 99999999999999999999999\r\n\r\nnothing", -1 },
  { "bad-chunk", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\nzz\r\n{\"data\":[]}\r\n0\r\n\r\n",
    ATTUNE_ERROR_PROTOCOL },
  { "not-compressed", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Content-Encoding: gzip\r\nContent-Length: 11\r\n\r\n\x1f\x8b\x08zzzzzzzz", ATTUNE_ERROR_PROTOCOL },
  { "many-preliminaries", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
    "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{",
    ATTUNE_ERROR_PROTOCOL },
  { "odd-status", "HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\n{}", -1 },
  { "no-content", "HTTP/1.1 204 No Content\r\n\r\n", ATTUNE_ERROR_PROTOCOL },
  { "not-http", "220 mail.example.com ESMTP\r\n", ATTUNE_ERROR_NETWORK },
  { "only-status", "HTTP/1.1 200 OK\r\n\r\n", ATTUNE_ERROR_PROTOCOL },
};

static void
test_garbage (gconstpointer data)
{
  static const Call both[] = { CALL_LIST_MODELS, CALL_CREATE_JOB };
  guint i = GPOINTER_TO_UINT (data);

  for (guint k = 0; k < G_N_ELEMENTS (both); k++)
    {
      g_autoptr(Peer) peer = peer_new ();
      g_autoptr(AttuneClient) client = new_client (peer, both[k]);
      g_autoptr(GError) error = NULL;

      peer_answer_raw (peer, garbage[i].bytes);
      attune_client_set_timeout (client, 20);
      error = fail (client, both[k]);

      if (garbage[i].code >= 0)
        g_assert_error (error, ATTUNE_ERROR, garbage[i].code);

      g_assert_cmpuint (peer_count (peer), <=, both[k] == CALL_CREATE_JOB ? 1 : 3);
    }
}

static void
test_deep_json (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = new_client (peer, CALL_LIST_MODELS);
  g_autofree char *body = g_strnfill (2 * 1024 * 1024, '[');
  g_autoptr(GError) error = NULL;

  peer_answer (peer, 200, body);
  error = fail (client, CALL_LIST_MODELS);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
}

/* A server on a thread that writes a head, and then the same bytes again and again. */
typedef struct
{
  GSocketService *service;
  const char     *head;
  const void     *bytes;
  gsize           length;
  guint           n_times;       /* 0: nothing but the head, a byte at a time */
  gulong          pause_usec;    /* between two of them */
  guint16         port;
} Flood;

static void
write_by_byte (GOutputStream *output,
               const char    *text,
               gulong         pause_usec)
{
  for (const char *c = text;
       *c != '\0' && g_output_stream_write_all (output, c, 1, NULL, NULL, NULL);
       c++)
    g_usleep (pause_usec);
}

static gboolean
flood_cb (GThreadedSocketService *service,
          GSocketConnection      *connection,
          GObject                *source_object,
          Flood                  *flood)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char request[4096];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                       request, sizeof request, NULL, NULL);

  if (flood->n_times == 0)
    {
      write_by_byte (output, flood->head, flood->pause_usec);

      /* Closed with something unread, it would be torn down. */
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);

      while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                  request, sizeof request, NULL, NULL) > 0)
        continue;

      return TRUE;
    }

  if (!g_output_stream_write_all (output, flood->head, strlen (flood->head), NULL, NULL, NULL))
    return TRUE;

  for (guint i = 0; i < flood->n_times; i++)
    {
      if (!g_output_stream_write_all (output, flood->bytes, flood->length, NULL, NULL, NULL))
        break;

      if (flood->pause_usec > 0)
        g_usleep (flood->pause_usec);
    }

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static void
flood_start (Flood *flood)
{
  flood->service = g_threaded_socket_service_new (4);
  flood->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (flood->service), NULL,
                                                     NULL);
  g_signal_connect (flood->service, "run", G_CALLBACK (flood_cb), flood);
  g_socket_service_start (flood->service);
}

static void
flood_stop (Flood *flood)
{
  GObject *service = G_OBJECT (flood->service);

  g_socket_service_stop (flood->service);
  g_socket_listener_close (G_SOCKET_LISTENER (flood->service));

  /* The threads end when the client has gone; each holds the service. */
  while (g_atomic_int_get (&service->ref_count) > 1)
    g_main_context_iteration (NULL, FALSE);

  g_clear_object (&flood->service);
}

static AttuneClient *
flood_new_client (Flood *flood)
{
  g_autoptr(AttuneProfile) profile = NULL;
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", flood->port);

  write_profiles ();
  profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);

  return attune_client_new (profile, base_url, TEST_KEY, NULL);
}

/* The most that was resident, in bytes. */
static gint64
get_peak (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

#define JSON_HEAD "Content-Type: application/json\r\n\r\n"

/* A hundred megabytes where a few kilobytes should be. */
static const struct
{
  const char *name;
  Call        call;
  const char *head;
  int         code;      /* of the error, or -1 when all is well */
} floods[] = {
  { "list", CALL_LIST_MODELS, "HTTP/1.1 200 OK\r\n" JSON_HEAD "{\"data\":[\"",
    ATTUNE_ERROR_PROTOCOL },
  { "create", CALL_CREATE_JOB, "HTTP/1.1 200 OK\r\n" JSON_HEAD "{\"id\":\"",
    ATTUNE_ERROR_PROTOCOL },
  { "refusal", CALL_CREATE_JOB, "HTTP/1.1 400 Bad Request\r\n" JSON_HEAD "{\"error\":\"",
    ATTUNE_ERROR_REQUEST },
  { "stream", CALL_CHAT, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ",
    ATTUNE_ERROR_PROTOCOL },
  { "answer", CALL_CHAT, "HTTP/1.1 200 OK\r\n" JSON_HEAD "{\"choices\":\"",
    ATTUNE_ERROR_PROTOCOL },
  { "headers", CALL_CREATE_JOB, "HTTP/1.1 200 OK\r\nX-Long: ", ATTUNE_ERROR_NETWORK },
  { "file", CALL_DOWNLOAD, "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n", -1 },
};

static void
test_flood (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const gsize length = 1024 * 1024;
  g_autofree char *bytes = g_strnfill (length, 'x');
  Flood flood = {
    .head = floods[i].head,
    .bytes = bytes,
    .length = length,
    .n_times = 100,
  };
  AttuneClient *client;
  gint64 before;

  flood_start (&flood);
  client = flood_new_client (&flood);
  before = get_peak ();

  if (floods[i].code >= 0)
    {
      g_autoptr(GError) error = fail (client, floods[i].call);

      g_assert_error (error, ATTUNE_ERROR, floods[i].code);
    }
  else
    {
      g_autoptr(DexFuture) future = begin (client, floods[i].call);
      g_autoptr(GError) error = NULL;

      attune_test_wait (future, &error);
      g_assert_no_error (error);
    }

  g_test_message ("memory grew by %" G_GINT64_FORMAT " KiB", (get_peak () - before) / 1024);

#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (get_peak () - before, <, 64 * 1024 * 1024);
#endif

  g_object_unref (client);
  flood_stop (&flood);
}

/* A megabyte that becomes a gigabyte when it is unpacked. */
static void
test_bomb (void)
{
  const gsize length = 1024 * 1024;
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) packer = g_converter_output_stream_new (memory,
                                                                   G_CONVERTER (compressor));
  g_autofree char *zeros = g_malloc0 (length);
  AttuneClient *client;
  g_autoptr(GError) error = NULL;
  Flood flood = {
    .head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" JSON_HEAD,
    .n_times = 1,
  };
  gint64 before;

  for (guint i = 0; i < 128; i++)
    g_assert_true (g_output_stream_write_all (packer, zeros, length, NULL, NULL, NULL));

  g_assert_true (g_output_stream_close (packer, NULL, NULL));
  flood.bytes = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory));
  flood.length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
  flood_start (&flood);
  client = flood_new_client (&flood);
  before = get_peak ();
  error = fail (client, CALL_LIST_MODELS);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);

  g_test_message ("memory grew by %" G_GINT64_FORMAT " KiB", (get_peak () - before) / 1024);

#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (get_peak () - before, <, 64 * 1024 * 1024);
#endif

  g_object_unref (client);
  flood_stop (&flood);
}

/* A byte now and then, for ever: an answer may take that long, a refusal and headers may not. */
static void
test_drip (gconstpointer data)
{
  Flood flood = {
    .head = data,
    .bytes = "x",
    .length = 1,
    .n_times = G_MAXUINT,
    .pause_usec = 2000,
  };
  AttuneClient *client;
  g_autoptr(GError) error = NULL;
  gint64 begin_time = g_get_monotonic_time ();

  flood_start (&flood);
  client = flood_new_client (&flood);
  attune_client_set_timeout (client, 20);
  error = fail (client, CALL_GET_JOB);
  g_assert_cmpint (g_get_monotonic_time () - begin_time, <, 5 * G_USEC_PER_SEC);
  g_object_unref (client);
  flood_stop (&flood);
}

/* A byte at a time, but to its end, and each sooner than silence is given up: a slow answer is an
 * answer. */
static void
test_by_byte (gconstpointer data)
{
  Call call = GPOINTER_TO_UINT (data);
  Flood flood = {
    .head = "HTTP/1.1 200 OK\r\n" JSON_HEAD
            "{\"object\":\"list\",\"id\":\"j\",\"status\":\"running\",\"data\":[{\"id\":\"one\"}]}",
    .pause_usec = 25000,
  };
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  AttuneClient *client;
  gint64 begin_time = g_get_monotonic_time ();

  flood_start (&flood);
  client = flood_new_client (&flood);
  attune_client_set_timeout (client, 2000);
  future = begin (client, call);
  attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - begin_time, >, strlen (flood.head) * flood.pause_usec);
  g_object_unref (client);
  flood_stop (&flood);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autofree char *statuses_path = g_strconcat ("/Attune/Faults/status/", calls[i].name, NULL);
      g_autofree char *no_answer_path = g_strconcat ("/Attune/Faults/no-answer/", calls[i].name,
                                                     NULL);

      g_test_add_data_func (statuses_path, GUINT_TO_POINTER (i), test_statuses);
      g_test_add_data_func (no_answer_path, GUINT_TO_POINTER (i), test_no_answer);
    }

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      g_autofree char *path = g_strconcat ("/Attune/Faults/garbage/", garbage[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_garbage);
    }

  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autofree char *path = g_strconcat ("/Attune/Faults/flood/", floods[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_flood);
    }

  g_test_add_data_func ("/Attune/Faults/by-byte/list", GUINT_TO_POINTER (CALL_LIST_MODELS),
                        test_by_byte);
  g_test_add_data_func ("/Attune/Faults/by-byte/job", GUINT_TO_POINTER (CALL_GET_JOB), test_by_byte);
  g_test_add_data_func ("/Attune/Faults/by-byte/create", GUINT_TO_POINTER (CALL_CREATE_JOB),
                        test_by_byte);
  g_test_add_func ("/Attune/Faults/deep-json", test_deep_json);
  g_test_add_func ("/Attune/Faults/bomb", test_bomb);
  g_test_add_data_func ("/Attune/Faults/drip-in-refusal",
                        "HTTP/1.1 500 Internal Server Error\r\n" JSON_HEAD "{", test_drip);
  g_test_add_data_func ("/Attune/Faults/drip-in-headers", "HTTP/1.1 200 OK\r\nX-Long: ",
                        test_drip);

  return g_test_run ();
}
