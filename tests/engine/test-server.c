/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-server"

#include "config.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test.h"
#include "engine-fixture.h"

#define KEY "sk-test-0123456789"

static void
test_models (EngineFixture *f,
             gconstpointer  data)
{
  g_autoptr(JsonObject) list = engine_call (f, "GET", "/v1/models", NULL, 200);
  g_autoptr(JsonObject) model = engine_call (f, "GET", "/v1/models/attune%2Dpractice", NULL, 200);
  JsonArray *models = attune_json_get_array (list, "data");
  JsonObject *info = attune_json_get_object (model, "attune");

  g_assert_cmpstr (attune_json_get_string (list, "object", NULL), ==, "list");
  g_assert_cmpuint (json_array_get_length (models), ==, 1);
  g_assert_cmpstr (attune_json_get_string (json_array_get_object_element (models, 0), "id", NULL),
                   ==, "attune-practice");
  g_assert_cmpstr (attune_json_get_string (model, "object", NULL), ==, "model");
  g_assert_cmpint (attune_json_get_int (model, "created", 0), >, 0);
  g_assert_true (json_object_get_null_member (model, "shutdown_date"));

  /* What is known of it is what is known of any other. */
  g_assert_nonnull (info);
  g_assert_cmpstr (attune_json_get_string (info, "architecture", NULL), ==, "llama");
  g_assert_cmpint (attune_json_get_int (info, "parameters", 0), >, 3000000);
  g_assert_cmpint (attune_json_get_int (info, "context_window", 0), ==, 2048);
  g_assert_true (attune_json_get_boolean (info, "chat", FALSE));
  g_assert_true (attune_json_get_boolean (info, "trainable", FALSE));
  g_assert_false (attune_json_get_boolean (info, "adapter", TRUE));
  g_assert_cmpuint (json_array_get_length (attune_json_get_array (info, "memory")), >, 3);

  engine_call_error (f, "GET", "/v1/models/none", NULL, 404, "model");
  engine_call_error (f, "GET", "/v1/models/ft%3Anone", NULL, 404, "model");
  engine_call_error (f, "DELETE", "/v1/models/ft:none", NULL, 404, "model");
  engine_call_error (f, "DELETE", "/v1/models/attune-practice", NULL, 403, "model");
}

static void
test_unknown (EngineFixture *f,
              gconstpointer  data)
{
  engine_call_error (f, "GET", "/", NULL, 404, NULL);
  engine_call_error (f, "GET", "/models", NULL, 404, NULL);
  engine_call_error (f, "GET", "/v1/models/", NULL, 404, NULL);
  engine_call_error (f, "GET", "/v1/files/a/b", NULL, 404, NULL);
  engine_call_error (f, "GET", "/v1/files/%2e%2e%2fjobs", NULL, 404, "id");
  engine_call_error (f, "GET", "/v1/files/%00", NULL, 404, NULL);
  engine_call_error (f, "PUT", "/v1/models", NULL, 405, NULL);
  engine_call_error (f, "DELETE", "/v1/files", NULL, 405, NULL);
  engine_call_error (f, "GET", "/v1/chat/completions", NULL, 405, NULL);
  engine_call_error (f, "GET", "/v1/fine_tuning/jobs/ftjob-none", NULL, 404, "fine_tune_id");
  engine_call_error (f, "GET", "/v1/fine_tuning/jobs/ftjob-none/events", NULL, 404, "fine_tune_id");
  engine_call_error (f, "GET", "/v1/fine_tuning/jobs/ftjob-none/checkpoints", NULL, 404, "fine_tune_id");
  engine_call_error (f, "POST", "/v1/fine_tuning/jobs/ftjob-none/cancel", NULL, 404, "fine_tune_id");
}

static void
test_bad_bodies (EngineFixture *f,
                 gconstpointer  data)
{
  g_autoptr(SoupMessage) message = soup_message_new ("POST", "http://localhost/v1/fine_tuning/jobs");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("{}", 2);

  engine_call_error (f, "POST", "/v1/fine_tuning/jobs", "{\"model\":", 400, NULL);
  engine_call_error (f, "POST", "/v1/fine_tuning/jobs", "[]", 400, NULL);
  engine_call_error (f, "POST", "/v1/fine_tuning/jobs", "", 400, NULL);
  engine_call_error (f, "POST", "/v1/fine_tuning/jobs", "{}", 400, "model");
  engine_call_error (f, "POST", "/v1/fine_tuning/jobs",
                     "{\"model\":\"attune-practice\",\"training_file\":\"file-none\"}", 400, "training_file");
  engine_call_error (f, "POST", "/v1/fine_tuning/jobs",
                     "{\"model\":\"gpt-4o\",\"training_file\":\"file-none\"}", 400, "model");
  engine_call_error (f, "POST", "/v1/files", "{}", 415, NULL);

  soup_message_set_request_body_from_bytes (message, "text/plain", bytes);
  g_assert_cmpuint (engine_send (f, message, NULL), ==, 415);
}

static void
test_chat_ranges (EngineFixture *f,
                  gconstpointer  data)
{
  static const struct
  {
    const char *settings;
    const char *param;
  } cases[] = {
    { "\"messages\":[]", "messages" },
    { "\"messages\":[1]", "messages" },
    { "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"temperature\":2.1", "temperature" },
    { "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"top_p\":-1", "top_p" },
    { "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"presence_penalty\":3", "presence_penalty" },
    { "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":0", "max_tokens" },
    { "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop\":[1,2,3,4,5]", "stop" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"model\":\"attune-practice\",%s}", cases[i].settings);

      engine_call_error (f, "POST", "/v1/chat/completions", body, 400, cases[i].param);
    }

  engine_call_error (f, "POST", "/v1/chat/completions", "{\"messages\":[{\"role\":\"user\"}]}", 400, "model");
  engine_call_error (f, "POST", "/v1/chat/completions",
                     "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", 404, "model");
  engine_call_error (f, "POST", "/v1/completions", "{\"model\":\"attune-practice\"}", 400, "prompt");
}

static void
test_files (EngineFixture *f,
            gconstpointer  data)
{
  g_autoptr(JsonObject) created = engine_upload_as (f, "Fragen ä.jsonl", "fine-tune", "{}\n{}\n", 200);
  const char *id = attune_json_get_string (created, "id", NULL);
  g_autofree char *path = g_strconcat ("/v1/files/", id, NULL);
  g_autofree char *content_uri = g_strconcat ("http://localhost", path, "/content", NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", content_uri);
  g_autoptr(JsonObject) read = engine_call (f, "GET", path, NULL, 200);
  g_autoptr(JsonObject) deleted = NULL;
  g_autoptr(GBytes) content = NULL;

  g_assert_true (g_str_has_prefix (id, "file-"));
  g_assert_cmpstr (attune_json_get_string (read, "object", NULL), ==, "file");
  g_assert_cmpstr (attune_json_get_string (read, "filename", NULL), ==, "Fragen ä.jsonl");
  g_assert_cmpstr (attune_json_get_string (read, "purpose", NULL), ==, "fine-tune");
  g_assert_cmpint (attune_json_get_int (read, "bytes", 0), ==, 6);

  g_assert_cmpuint (engine_send (f, message, &content), ==, 200);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), "{}\n{}\n", 6);

  deleted = engine_call (f, "DELETE", path, NULL, 200);
  g_assert_true (attune_json_get_boolean (deleted, "deleted", FALSE));
  g_assert_cmpstr (attune_json_get_string (deleted, "id", NULL), ==, id);
  engine_call_error (f, "GET", path, NULL, 404, "id");
  engine_call_error (f, "DELETE", path, NULL, 404, "id");
}

/* A file that is wanted for an hour; the time after which it goes is out of a test's reach. */
static void
test_expiry (EngineFixture *f,
             gconstpointer  data)
{
  static const struct
  {
    const char *seconds;
    guint       status;
  } cases[] = { { "3600", 200 }, { "3599", 400 }, { "2592001", 400 }, { "soon", 400 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SoupMultipart) multipart = soup_multipart_new (SOUP_FORM_MIME_TYPE_MULTIPART);
      g_autoptr(GBytes) bytes = g_bytes_new_static ("{}", 2);
      g_autoptr(SoupMessage) message = NULL;
      g_autoptr(JsonObject) object = NULL;
      g_autoptr(GBytes) body = NULL;

      soup_multipart_append_form_file (multipart, "file", "a.jsonl", "text/plain", bytes);
      soup_multipart_append_form_string (multipart, "expires_after[anchor]", "created_at");
      soup_multipart_append_form_string (multipart, "expires_after[seconds]", cases[i].seconds);
      soup_multipart_append_form_string (multipart, "purpose", "batch");
      message = soup_message_new_from_multipart ("http://localhost/v1/files", multipart);
      g_assert_cmpuint (engine_send (f, message, &body), ==, cases[i].status);
      object = attune_json_parse_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                                         NULL);

      if (cases[i].status == 200)
        g_assert_cmpint (attune_json_get_int (object, "expires_at", 0), ==,
                         attune_json_get_int (object, "created_at", 0) + 3600);
    }
}

static char *
list_ids (EngineFixture *f,
          const char    *query,
          gboolean       expect_more)
{
  g_autofree char *path = g_strconcat ("/v1/files", query, NULL);
  g_autoptr(JsonObject) list = engine_call (f, "GET", path, NULL, 200);
  JsonArray *files = attune_json_get_array (list, "data");
  g_autoptr(GString) names = g_string_new (NULL);
  guint n = json_array_get_length (files);

  for (guint i = 0; i < n; i++)
    g_string_append (names, attune_json_get_string (json_array_get_object_element (files, i), "filename", ""));

  g_assert_cmpint (attune_json_get_boolean (list, "has_more", FALSE), ==, expect_more);

  if (n > 0)
    {
      g_assert_cmpstr (attune_json_get_string (list, "first_id", NULL), ==,
                       attune_json_get_string (json_array_get_object_element (files, 0), "id", ""));
      g_assert_cmpstr (attune_json_get_string (list, "last_id", NULL), ==,
                       attune_json_get_string (json_array_get_object_element (files, n - 1), "id", ""));
    }

  return g_string_free_and_steal (g_steal_pointer (&names));
}

static void
test_file_pages (EngineFixture *f,
                 gconstpointer  data)
{
  g_autofree char *b_id = NULL;
  g_autofree char *after = NULL;
  g_autofree char *after_asc = NULL;

  for (char c = 'a'; c <= 'd'; c++)
    {
      g_autoptr(JsonObject) file = engine_upload_as (f, (char[]) { c, '\0' }, c == 'd' ? "evals" : "fine-tune", "{}", 200);

      if (c == 'b')
        b_id = g_strdup (attune_json_get_string (file, "id", NULL));
    }

  after = g_strconcat ("?after=", b_id, NULL);
  after_asc = g_strconcat ("?order=asc&limit=1&after=", b_id, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *all = list_ids (f, "", FALSE);
      g_autofree char *ascending = list_ids (f, "?order=asc", FALSE);
      g_autofree char *limited = list_ids (f, "?limit=2", TRUE);
      g_autofree char *behind = list_ids (f, after, FALSE);
      g_autofree char *behind_asc = list_ids (f, after_asc, TRUE);
      g_autofree char *tuning = list_ids (f, "?purpose=fine-tune&limit=3", FALSE);

      g_assert_cmpstr (all, ==, "dcba");
      g_assert_cmpstr (ascending, ==, "abcd");
      g_assert_cmpstr (limited, ==, "dc");
      g_assert_cmpstr (behind, ==, "a");
      g_assert_cmpstr (behind_asc, ==, "c");
      g_assert_cmpstr (tuning, ==, "cba");

      /* The same after a restart. */
      engine_stop (f);
      engine_start (f, NULL);
    }

  engine_call_error (f, "GET", "/v1/files?limit=0", NULL, 400, "limit");
  engine_call_error (f, "GET", "/v1/files?limit=10001", NULL, 400, "limit");
  engine_call_error (f, "GET", "/v1/files?limit=x", NULL, 400, "limit");
  engine_call_error (f, "GET", "/v1/files?order=up", NULL, 400, "order");
  engine_call_error (f, "GET", "/v1/files?after=file-none", NULL, 400, "after");
}

static void
test_bad_uploads (EngineFixture *f,
                  gconstpointer  data)
{
  g_autoptr(JsonObject) no_purpose = engine_upload_as (f, "a", NULL, "{}", 400);
  g_autoptr(JsonObject) bad_purpose = engine_upload_as (f, "a", "fun", "{}", 400);
  g_autoptr(JsonObject) empty = engine_upload_as (f, "a", "fine-tune", "", 400);
  g_autoptr(JsonObject) list = engine_call (f, "GET", "/v1/files", NULL, 200);
  g_autofree char *folder = g_build_filename (f->state_folder, "files", NULL);
  g_autoptr(GDir) dir = NULL;

  g_assert_cmpuint (json_array_get_length (attune_json_get_array (list, "data")), ==, 0);

  /* Nothing of them stays. */
  engine_stop (f);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* A socket of our own, for what no HTTP library sends. */
static GSocketConnection *
connect_raw (EngineFixture *f)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (f->socket_path);
  g_autoptr(GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, 60);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
write_raw (GSocketConnection *connection,
           const char        *text,
           gsize              length)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             text, length, NULL, NULL, &error);
  g_assert_no_error (error);
}

static char *
read_status (GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr(GDataInputStream) stream = g_data_input_stream_new (input);
  g_autoptr(GError) error = NULL;
  char *line;

  g_data_input_stream_set_newline_type (stream, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  line = g_data_input_stream_read_line_utf8 (stream, NULL, NULL, &error);

  g_assert_no_error (error);

  return line;
}

/* One byte in each write, so that the parser gets it in the smallest pieces there are. */
static void
test_upload_bytewise (EngineFixture *f,
                      gconstpointer  data)
{
  static const char body[] =
    "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.jsonl\"\r\n\r\n"
    "{\"a\":\"\r\n--x\"}\r\n--xx\r\n"
    "Content-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n--xx--\r\n";
  g_autoptr(GSocketConnection) connection = connect_raw (f);
  g_autofree char *head = NULL;
  g_autofree char *status = NULL;
  g_autoptr(JsonObject) list = NULL;
  JsonObject *file;

  head = g_strdup_printf ("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=xx\r\n"
                          "Content-Length: %zu\r\n\r\n", strlen (body));
  write_raw (connection, head, strlen (head));

  for (gsize i = 0; i < strlen (body); i++)
    write_raw (connection, body + i, 1);

  status = read_status (connection);
  g_assert_cmpstr (status, ==, "HTTP/1.1 200 OK");
  list = engine_call (f, "GET", "/v1/files", NULL, 200);
  file = json_array_get_object_element (attune_json_get_array (list, "data"), 0);
  g_assert_cmpint (attune_json_get_int (file, "bytes", 0), ==, strlen ("{\"a\":\"\r\n--x\"}"));
}

/* A client that goes away in the middle leaves nothing behind. */
static void
test_upload_broken_off (EngineFixture *f,
                        gconstpointer  data)
{
  static const char head[] =
    "POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=xx\r\nContent-Length: 99999\r\n\r\n"
    "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.jsonl\"\r\n\r\nhalf";
  g_autoptr(GSocketConnection) connection = connect_raw (f);
  g_autofree char *folder = g_build_filename (f->state_folder, "files", NULL);
  g_autoptr(GDir) dir = NULL;

  write_raw (connection, head, strlen (head));
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  engine_stop (f);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_too_large (EngineFixture *f,
                gconstpointer  data)
{
  static const char * const heads[] = {
    "POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=xx\r\n"
    "Expect: 100-continue\r\nContent-Length: 600000000\r\n\r\n",
    "POST /v1/fine_tuning/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr(GSocketConnection) connection = connect_raw (f);
      g_autofree char *status = NULL;

      write_raw (connection, heads[i], strlen (heads[i]));
      status = read_status (connection);
      g_assert_true (g_str_has_prefix (status, "HTTP/1.1 413 "));
    }
}

/* The same for a client that does not say beforehand how much it sends. */
static void
test_too_large_chunked (EngineFixture *f,
                        gconstpointer  data)
{
  static const char head[] = "POST /v1/fine_tuning/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n";
  g_autoptr(GSocketConnection) connection = connect_raw (f);
  g_autofree char *block = g_strnfill (1024 * 1024, ' ');
  g_autofree char *status = NULL;

  write_raw (connection, head, strlen (head));

  for (guint i = 0; i < 17; i++)
    {
      write_raw (connection, "100000\r\n", 8);
      write_raw (connection, block, 1024 * 1024);
      write_raw (connection, "\r\n", 2);
    }

  write_raw (connection, "0\r\n\r\n", 5);
  status = read_status (connection);
  g_assert_true (g_str_has_prefix (status, "HTTP/1.1 413 "));
}

static guint64
get_peak_memory (EngineFixture *f)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", engine_get_pid (f));
  g_autofree char *status = NULL;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));

  return g_ascii_strtoull (strstr (status, "VmHWM:") + strlen ("VmHWM:"), NULL, 10) * 1024;
}

/* 96 MB in, 96 MB out, and the engine holds a few of them at a time. */
static void
test_memory (EngineFixture *f,
             gconstpointer  data)
{
  const gsize size = 96 * 1024 * 1024;
  g_autofree char *block = g_strnfill (size, 'x');
  g_autoptr(JsonObject) models = NULL;
  g_autoptr(JsonObject) file = NULL;
  g_autofree char *uri = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) content = NULL;
  guint64 before;

  /* In a build with AddressSanitizer, what is freed would be kept aside and counted. */
  f->environment = g_environ_setenv (f->environment, "ASAN_OPTIONS",
                                     "quarantine_size_mb=1:thread_local_quarantine_size_kb=64", TRUE);
  engine_start (f, NULL);
  models = engine_call (f, "GET", "/v1/models", NULL, 200);
  before = get_peak_memory (f);

  file = engine_upload_as (f, "large.jsonl", "fine-tune", block, 200);
  g_assert_cmpint (attune_json_get_int (file, "bytes", 0), ==, size);
  uri = g_strdup_printf ("http://localhost/v1/files/%s/content", attune_json_get_string (file, "id", NULL));
  message = soup_message_new ("GET", uri);
  g_assert_cmpuint (engine_send (f, message, &content), ==, 200);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), block, size);

  g_test_message ("peak grew by %" G_GUINT64_FORMAT " kB", (get_peak_memory (f) - before) / 1024);
  g_assert_cmpuint (get_peak_memory (f) - before, <, 12 * 1024 * 1024);
}

static void
write_key (EngineFixture *f,
           const char    *key,
           int            mode,
           char         **path)
{
  *path = g_build_filename (f->folder, "key", NULL);
  g_assert_true (g_file_set_contents (*path, key, -1, NULL));
  g_assert_cmpint (g_chmod (*path, mode), ==, 0);
}

static guint
send_with_key (EngineFixture *f,
               SoupSession   *session,
               const char    *authorization,
               JsonObject   **answer)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/v1/models", f->port);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GBytes) body = NULL;
  SoupSession *private = f->session;
  guint status;

  if (authorization != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);

  f->session = session;
  status = engine_send (f, message, &body);
  f->session = private;
  *answer = attune_json_parse_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);
  g_assert_nonnull (*answer);

  return status;
}

static void
test_key (EngineFixture *f,
          gconstpointer  data)
{
  static const char * const wrong[] = {
    NULL, "", "Bearer", "Bearer ", "Bearer wrong", "Basic " KEY, "Bearer " KEY "x", "Bearer sk-test-012345678"
  };
  g_autofree char *path = NULL;
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(JsonObject) models = NULL;
  g_autoptr(JsonObject) private = NULL;

  write_key (f, KEY "\n", 0600, &path);
  engine_start (f, (const char *[]) { "--listen", "127.0.0.1:0", "--api-key-file", path, NULL });
  g_assert_cmpuint (f->port, >, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(JsonObject) answer = NULL;
      JsonObject *error;

      g_assert_cmpuint (send_with_key (f, session, wrong[i], &answer), ==, 401);
      error = attune_json_get_object (answer, "error");
      g_assert_cmpstr (attune_json_get_string (error, "type", NULL), ==, "authentication_error");
      g_assert_null (strstr (attune_json_get_string (error, "message", ""), "sk-"));
    }

  g_assert_cmpuint (send_with_key (f, session, "Bearer " KEY, &models), ==, 200);

  /* On the socket that only this person can reach no key is needed. */
  private = engine_call (f, "GET", "/v1/models", NULL, 200);
}

static void
assert_refuses_to_start (EngineFixture      *f,
                         const char * const *arguments,
                         int                 expected_status)
{
  g_autoptr(GSubprocess) process = engine_spawn (f, arguments, G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &text, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, expected_status);
  g_assert_true (g_str_has_prefix (text, "attune-engine: "));
  g_assert_null (strstr (text, KEY));
  g_assert_false (g_file_test (f->socket_path, G_FILE_TEST_EXISTS));
}

static void
test_key_file (EngineFixture *f,
               gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *empty_path = NULL;

  assert_refuses_to_start (f, (const char *[]) { "--listen", "127.0.0.1:0", NULL }, 2);
  assert_refuses_to_start (f, (const char *[]) { "--listen", "127.0.0.1:0", "--api-key-file", "/none", NULL }, 1);

  write_key (f, KEY, 0640, &path);
  assert_refuses_to_start (f, (const char *[]) { "--listen", "127.0.0.1:0", "--api-key-file", path, NULL }, 1);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  assert_refuses_to_start (f, (const char *[]) { "--listen", "nonsense", "--api-key-file", path, NULL }, 1);

  write_key (f, " \n", 0600, &empty_path);
  assert_refuses_to_start (f, (const char *[]) { "--listen", "127.0.0.1:0", "--api-key-file", empty_path, NULL }, 1);
}

#define ADD(name, set_up, test) \
  g_test_add ("/Attune/EngineServer/" name, EngineFixture, NULL, set_up, test, engine_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("models", engine_set_up, test_models);
  ADD ("unknown", engine_set_up, test_unknown);
  ADD ("bad-bodies", engine_set_up, test_bad_bodies);
  ADD ("chat-ranges", engine_set_up, test_chat_ranges);
  ADD ("files", engine_set_up, test_files);
  ADD ("expiry", engine_set_up, test_expiry);
  ADD ("file-pages", engine_set_up, test_file_pages);
  ADD ("bad-uploads", engine_set_up, test_bad_uploads);
  ADD ("upload-bytewise", engine_set_up, test_upload_bytewise);
  ADD ("upload-broken-off", engine_set_up, test_upload_broken_off);
  ADD ("too-large", engine_set_up, test_too_large);
  ADD ("too-large-chunked", engine_set_up, test_too_large_chunked);
  ADD ("memory", engine_set_up_idle, test_memory);
  ADD ("key", engine_set_up_idle, test_key);
  ADD ("key-file", engine_set_up_idle, test_key_file);

  return g_test_run ();
}
