/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-inference"

#include "config.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-tokenizer.h"
#include "engine-fixture.h"

static const char question[] = "\"messages\":[{\"role\":\"user\",\"content\":\"3 + 1?\"}],\"max_tokens\":12,\"temperature\":0";

/* A test that needs the real llama-server says so where it is not installed. */
static gboolean
skip_without_llama_server (void)
{
  g_autofree char *program = g_find_program_in_path ("llama-server");

  if (program != NULL)
    return FALSE;

  g_test_skip ("llama-server is not installed");

  return TRUE;
}

static JsonObject *
ask (EngineFixture *f,
     const char    *model,
     guint          expected_status)
{
  g_autofree char *body = g_strdup_printf ("{\"model\":\"%s\",%s}", model, question);

  return engine_call (f, "POST", "/v1/chat/completions", body, expected_status);
}

static void
status_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GBytes **bytes = user_data;
  g_autoptr(GError) error = NULL;

  *bytes = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);
  g_assert_no_error (error);
}

/* Two models at the same time; returns the worse status. */
static guint
ask_both (EngineFixture *f,
          const char    *first,
          const char    *second)
{
  const char *models[] = { first, second };
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  GBytes *bodies[2] = { NULL, NULL };
  guint status = 0;

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      SoupMessage *message = soup_message_new ("POST", "http://localhost/v1/chat/completions");
      char *request = g_strdup_printf ("{\"model\":\"%s\",%s}", models[i], question);
      g_autoptr(GBytes) body = g_bytes_new_take (request, strlen (request));

      g_ptr_array_add (messages, message);
      soup_message_set_request_body_from_bytes (message, "application/json", body);
      soup_session_send_and_read_async (f->session, message, G_PRIORITY_DEFAULT, NULL,
                                        status_cb, &bodies[i]);
    }

  while (bodies[0] == NULL || bodies[1] == NULL)
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      status = MAX (status, soup_message_get_status (g_ptr_array_index (messages, i)));
      g_bytes_unref (bodies[i]);
    }

  return status;
}

static const char *
get_answer (JsonObject *answer)
{
  JsonObject *choice = json_array_get_object_element (attune_json_get_array (answer, "choices"), 0);

  return attune_json_get_string (attune_json_get_object (choice, "message"), "content", NULL);
}

/* The pieces of a streamed answer, put together; each must be an event of its own. */
static char *
ask_streaming (EngineFixture *f,
               const char    *model)
{
  g_autofree char *request = g_strdup_printf ("{\"model\":\"%s\",\"stream\":true,%s}", model, question);
  g_autoptr(SoupMessage) message = soup_message_new ("POST", "http://localhost/v1/chat/completions");
  g_autoptr(GBytes) bytes = g_bytes_new_static (request, strlen (request));
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GString) answer = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) events = NULL;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint n_pieces = 0;
  gboolean is_done = FALSE;

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  g_assert_cmpuint (engine_send (f, message, &body), ==, 200);
  g_assert_cmpstr (soup_message_headers_get_content_type (headers, NULL), ==, "text/event-stream");
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  events = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; events[i] != NULL && *events[i] != '\0'; i++)
    {
      g_autoptr(JsonObject) chunk = NULL;
      JsonObject *choice;
      const char *piece;

      g_assert_true (g_str_has_prefix (events[i], "data: "));
      g_assert_false (is_done);
      is_done = g_str_equal (events[i], "data: [DONE]");

      if (is_done)
        continue;

      chunk = attune_json_parse_object (events[i] + strlen ("data: "), -1, NULL);
      g_assert_cmpstr (attune_json_get_string (chunk, "model", NULL), ==, model);
      choice = json_array_get_object_element (attune_json_get_array (chunk, "choices"), 0);
      piece = attune_json_get_string (attune_json_get_object (choice, "delta"), "content", NULL);

      if (piece != NULL)
        {
          g_string_append (answer, piece);
          n_pieces++;
        }
    }

  g_assert_true (is_done);
  g_assert_cmpuint (n_pieces, >, 1);

  return g_string_free_and_steal (g_steal_pointer (&answer));
}

/* The socket of the server that has loaded a model. */
static char *
dup_server_socket (EngineFixture *f,
                   const char    *model)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/cmdline", engine_find_child (f, model));
  g_autofree char *arguments = NULL;
  const char *host;
  gsize length;

  g_assert_true (g_file_get_contents (path, &arguments, &length, NULL));
  host = memmem (arguments, length, "--host", sizeof "--host");
  g_assert_nonnull (host);

  return g_strdup (host + sizeof "--host");
}

/* What llama-server itself makes of a conversation. */
static char *
dup_server_prompt (EngineFixture *f,
                   const char    *model,
                   const char    *conversation)
{
  g_autofree char *path = dup_server_socket (f, model);
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(SoupSession) session = soup_session_new_with_options ("remote-connectable", address, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("POST", "http://localhost/apply-template");
  g_autoptr(GBytes) request = g_bytes_new_static (conversation, strlen (conversation));
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", request);
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  answer = attune_json_parse_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                                     &error);
  g_assert_no_error (error);

  return g_strdup (attune_json_get_string (answer, "prompt", NULL));
}

#define TURNS \
  "{\"role\":\"system\",\"content\":\"Be <kind>.\"}," \
  "{\"role\":\"user\",\"content\":\"3 + 1?\"}," \
  "{\"role\":\"assistant\",\"content\":\"It is \xe5\x9b\x9b.\\n\"}," \
  "{\"role\":\"user\",\"content\":\" And 4 + 1?\"}"

/* A tuned model is asked with the very text that it was trained on. */
static void
check_prompt (EngineFixture *f,
              const char    *job,
              const char    *model)
{
  static const char example_text[] = "{\"messages\":[" TURNS ","
                                     "{\"role\":\"assistant\",\"content\":\"5\"}]}";
  g_autofree char *path = g_build_filename (f->state_folder, "jobs", job, "model", "model.gguf", NULL);
  g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;
  g_autoptr(AttuneExample) example = NULL;
  g_autofree char *trained = NULL;
  g_autofree char *asked = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (attune_trainer_backend_load (&error));
  tokenizer = attune_trainer_tokenizer_new (path, &error);
  g_assert_no_error (error);
  example = attune_example_new_from_json (1, example_text, strlen (example_text), &error);
  g_assert_no_error (error);

  trained = attune_trainer_tokenizer_dup_chat (tokenizer, (AttuneTurn **)example->turns->pdata,
                                               example->turns->len - 1, TRUE);
  asked = dup_server_prompt (f, model, "{\"messages\":[" TURNS "]}");
  g_test_message ("%s", trained);
  g_assert_cmpstr (asked, ==, trained);
}

/* Trains until the answers have the form of those in the data, and asks what came of it. */
static void
test_tuned (EngineFixture *f,
            gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (20);
  g_autofree char *file = NULL;
  g_autofree char *job = NULL;
  g_autofree char *checkpoint = NULL;
  g_autofree char *model_path = NULL;
  g_autofree char *streamed = NULL;
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(JsonObject) earlier = NULL;
  g_autoptr(JsonObject) base = NULL;
  g_autoptr(JsonObject) deleted = NULL;
  const char *model;

  if (skip_without_llama_server ())
    return;

  file = engine_upload (f, examples);
  job = engine_create_job (f, file, ",\"seed\":1,\"hyperparameters\":{\"n_epochs\":12,\"batch_size\":2}");
  object = engine_wait_job (f, job, "succeeded");
  model = attune_json_get_string (object, "fine_tuned_model", "");

  answer = ask (f, model, 200);
  g_assert_cmpstr (attune_json_get_string (answer, "model", NULL), ==, model);
  g_test_message ("“%s”", get_answer (answer));
  g_assert_true (g_str_has_prefix (get_answer (answer), "It is "));

  check_prompt (f, job, model);
  streamed = ask_streaming (f, model);
  g_assert_cmpstr (streamed, ==, get_answer (answer));

  /* Another model takes the second place, a third one that of the first. */
  checkpoint = g_strconcat (model, ":ckpt-step-100", NULL);
  earlier = ask (f, checkpoint, 200);
  g_assert_cmpstr (attune_json_get_string (earlier, "model", NULL), ==, checkpoint);
  base = ask (f, "attune-practice", 200);
  g_assert_cmpstr (attune_json_get_string (base, "model", NULL), ==, "attune-practice");

  model_path = g_strconcat ("/v1/models/", model, NULL);
  deleted = engine_call (f, "DELETE", model_path, NULL, 200);
  g_assert_true (attune_json_get_boolean (deleted, "deleted", FALSE));
  engine_call_error (f, "GET", model_path, NULL, 404, "model");
  json_object_unref (ask (f, model, 404));
  json_object_unref (ask (f, checkpoint, 404));
}

static void
test_completion (EngineFixture *f,
                 gconstpointer  data)
{
  g_autoptr(JsonObject) answer = NULL;
  JsonObject *usage;

  if (skip_without_llama_server ())
    return;

  answer = engine_call (f, "POST", "/v1/completions",
                        "{\"model\":\"attune-practice\",\"prompt\":\"abc\",\"ignore_eos\":true}", 200);
  usage = attune_json_get_object (answer, "usage");
  g_assert_cmpstr (attune_json_get_string (answer, "object", NULL), ==, "text_completion");
  g_assert_cmpint (attune_json_get_int (usage, "completion_tokens", 0), ==, 16);
}

/* The first token of a streamed answer of which it is told how likely it was; NULL for none. */
static JsonObject *
ask_for_logprobs (EngineFixture *f,
                  const char    *uri,
                  const char    *request)
{
  g_autoptr(SoupMessage) message = soup_message_new ("POST", uri);
  g_autoptr(GBytes) bytes = g_bytes_new_static (request, strlen (request));
  g_autoptr(GBytes) body = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) events = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  g_assert_cmpuint (engine_send (f, message, &body), ==, 200);
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  events = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; events[i] != NULL && g_str_has_prefix (events[i], "data: {"); i++)
    {
      g_autoptr(JsonObject) chunk = attune_json_parse_object (events[i] + strlen ("data: "), -1, NULL);
      JsonArray *choices = attune_json_get_array (chunk, "choices");
      JsonObject *choice = json_array_get_length (choices) > 0
                           ? json_array_get_object_element (choices, 0) : NULL;
      JsonArray *content = attune_json_get_array (attune_json_get_object (choice, "logprobs"), "content");

      if (content != NULL && json_array_get_length (content) > 0)
        return json_object_ref (json_array_get_object_element (content, 0));
    }

  return NULL;
}

/* How likely each token was is told for both calls alike, with what else could have been. */
static void
test_logprobs (EngineFixture *f,
               gconstpointer  data)
{
  static const struct { const char *uri; const char *request; } calls[] = {
    { "http://localhost/v1/chat/completions",
      "{\"model\":\"attune-practice\",\"logprobs\":true,\"top_logprobs\":3,\"stream\":true,"
      "\"messages\":[{\"role\":\"user\",\"content\":\"abc\"}],\"max_tokens\":12,\"ignore_eos\":true}" },
    { "http://localhost/v1/completions",
      "{\"model\":\"attune-practice\",\"logprobs\":3,\"stream\":true,"
      "\"prompt\":\"abc\",\"max_tokens\":12,\"ignore_eos\":true}" },
  };

  if (skip_without_llama_server ())
    return;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr(JsonObject) token = ask_for_logprobs (f, calls[i].uri, calls[i].request);

      g_assert_nonnull (token);
      g_assert_cmpfloat (attune_json_get_double (token, "logprob", 1), <=, 0);
      g_assert_nonnull (attune_json_get_array (token, "bytes"));
      g_assert_cmpuint (json_array_get_length (attune_json_get_array (token, "top_logprobs")), ==, 3);
    }
}

/* What the model's server refuses comes in OpenAI's shape, with its status. */
static void
test_refused (EngineFixture *f,
              gconstpointer  data)
{
  g_autofree char *content = g_strnfill (100000, 'a');
  g_autofree char *body = NULL;

  if (skip_without_llama_server ())
    return;

  body = g_strdup_printf ("{\"model\":\"attune-practice\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}", content);
  engine_call_error (f, "POST", "/v1/chat/completions", body, 400, NULL);
}

static void
test_stops_with_engine (EngineFixture *f,
                        gconstpointer  data)
{
  pid_t server;

  if (skip_without_llama_server ())
    return;

  json_object_unref (ask (f, "attune-practice", 200));
  g_assert_cmpint ((server = engine_find_child (f, "llama-server")), >, 0);
  engine_stop (f);
  engine_wait_gone (server);

  engine_start (f, NULL);
  json_object_unref (ask (f, "attune-practice", 200));
  g_assert_cmpint ((server = engine_find_child (f, "llama-server")), >, 0);
  engine_kill (f);
  engine_wait_gone (server);
}

/* The socket of a server that was killed goes with the next start. */
static void
test_sockets (EngineFixture *f,
              gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (f->socket_path);
  guint n_left = 0;
  pid_t server;

  if (skip_without_llama_server ())
    return;

  json_object_unref (ask (f, "attune-practice", 200));
  server = engine_find_child (f, "llama-server");
  engine_kill (f);
  engine_wait_gone (server);
  engine_start (f, NULL);

  {
    g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);

    while (g_dir_read_name (dir) != NULL)
      n_left++;
  }

  g_assert_cmpuint (n_left, ==, 1);
}

static void
test_not_installed (EngineFixture *f,
                    gconstpointer  data)
{
  g_autoptr(JsonObject) answer = NULL;
  JsonObject *error;

  f->environment = g_environ_setenv (f->environment, "PATH", "/nonexistent", TRUE);
  engine_start (f, NULL);
  answer = ask (f, "attune-practice", 503);
  error = attune_json_get_object (answer, "error");
  g_assert_cmpstr (attune_json_get_string (error, "code", NULL), ==, "llama_server_missing");
  g_assert_nonnull (strstr (attune_json_get_string (error, "message", ""), "llama.cpp"));
}

/* The file of the model is damaged: the answer holds what llama-server said about it. */
static void
test_damaged_model (EngineFixture *f,
                    gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (f->state_folder, "models", NULL);
  g_autoptr(JsonObject) models = NULL;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GDir) dir = NULL;
  g_autofree char *path = NULL;
  JsonObject *error;

  if (skip_without_llama_server ())
    return;

  models = engine_call (f, "GET", "/v1/models", NULL, 200);
  dir = g_dir_open (folder, 0, NULL);
  path = g_build_filename (folder, g_dir_read_name (dir), NULL);
  g_assert_true (g_file_set_contents (path, "GGUF, but no more", -1, NULL));

  answer = ask (f, "attune-practice", 503);
  error = attune_json_get_object (answer, "error");
  g_test_message ("%s", attune_json_get_string (error, "detail", ""));
  g_assert_nonnull (strstr (attune_json_get_string (error, "message", ""), "attune-practice"));
  g_assert_cmpuint (strlen (attune_json_get_string (error, "detail", "")), >, 0);
}

/* A second model, which is the first one's copy. */
static void
start_with_two (EngineFixture *f,
                const char    *option,
                const char    *value)
{
  const char *arguments[] = { option, value, NULL };
  g_autofree char *folder = g_build_filename (f->state_folder, "models", NULL);
  g_autofree char *second = g_build_filename (folder, "second.gguf", NULL);
  g_autoptr(GDir) dir = NULL;
  g_autofree char *first = NULL;
  g_autofree char *content = NULL;
  gsize length;

  engine_start (f, arguments);
  json_object_unref (engine_call (f, "GET", "/v1/models", NULL, 200));
  dir = g_dir_open (folder, 0, NULL);
  first = g_build_filename (folder, g_dir_read_name (dir), NULL);
  g_assert_true (g_file_get_contents (first, &content, &length, NULL));
  g_assert_true (g_file_set_contents (second, content, length, NULL));
}

/* Two models, of which memory holds one: the other gives way, also when both are wanted at once. */
static void
test_little_memory (EngineFixture *f,
                    gconstpointer  data)
{
  static const char * const models[] = { "attune-practice", "second", "attune-practice" };
  pid_t server = 0;

  if (skip_without_llama_server ())
    return;

  start_with_two (f, "--chat-memory", "60");

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      json_object_unref (ask (f, models[i], 200));

      if (server != 0)
        engine_wait_gone (server);

      g_assert_cmpint ((server = engine_find_child (f, models[i])), >, 0);
    }

  g_assert_cmpint (engine_find_child (f, "second"), ==, 0);
  g_assert_cmpuint (ask_both (f, "attune-practice", "second"), ==, 200);
}

static void
test_much_memory (EngineFixture *f,
                  gconstpointer  data)
{
  pid_t first, second;

  if (skip_without_llama_server ())
    return;

  start_with_two (f, "--chat-memory", "2000");
  g_assert_cmpuint (ask_both (f, "attune-practice", "second"), ==, 200);
  first = engine_find_child (f, "attune-practice");
  second = engine_find_child (f, "second");
  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (second, >, 0);
  json_object_unref (ask (f, "attune-practice", 200));
  g_assert_cmpint (engine_find_child (f, "attune-practice"), ==, first);
}

static void
test_no_memory (EngineFixture *f,
                gconstpointer  data)
{
  g_autoptr(JsonObject) answer = NULL;
  JsonObject *error;

  if (skip_without_llama_server ())
    return;

  start_with_two (f, "--chat-memory", "2");
  answer = ask (f, "attune-practice", 503);
  error = attune_json_get_object (answer, "error");
  g_test_message ("%s", attune_json_get_string (error, "message", ""));
  g_assert_cmpstr (attune_json_get_string (error, "code", NULL), ==, "insufficient_memory");
  g_assert_nonnull (strstr (attune_json_get_string (error, "message", ""), "2.0\302\240MB are free"));
  g_assert_cmpint (engine_find_child (f, "llama-server"), ==, 0);
}

/* What nobody asks is unloaded, and loaded again for the next question. */
static void
test_unloaded (EngineFixture *f,
               gconstpointer  data)
{
  pid_t server;

  if (skip_without_llama_server ())
    return;

  start_with_two (f, "--unload-after", "1");
  json_object_unref (ask (f, "attune-practice", 200));
  g_assert_cmpint ((server = engine_find_child (f, "llama-server")), >, 0);
  engine_wait_gone (server);
  json_object_unref (ask (f, "attune-practice", 200));
}

/* A model is asked as its file is now, not as it was when somebody first asked. */
static void
test_replaced (EngineFixture *f,
               gconstpointer  data)
{
  g_autofree char *second = g_build_filename (f->state_folder, "models", "second.gguf", NULL);
  g_autofree char *again = g_strconcat (second, ".new", NULL);
  g_autofree char *content = NULL;
  gsize length;
  pid_t server;

  if (skip_without_llama_server ())
    return;

  start_with_two (f, "--chat-memory", "2000");
  json_object_unref (ask (f, "second", 200));
  g_assert_cmpint ((server = engine_find_child (f, "second")), >, 0);

  g_assert_true (g_file_get_contents (second, &content, &length, NULL));
  g_assert_true (g_file_set_contents (again, content, length, NULL));
  g_assert_cmpint (g_rename (again, second), ==, 0);
  json_object_unref (ask (f, "second", 200));
  engine_wait_gone (server);
  g_assert_cmpint (engine_find_child (f, "second"), >, 0);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GInputStream **stream = user_data;
  g_autoptr(GError) error = NULL;

  *stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  g_assert_no_error (error);
}

static void
changed_cb (gboolean *changed)
{
  *changed = TRUE;
}

/* An answer has the form that is asked for whatever the model would rather say. With a byte that no
 * text has wanted most, and then a letter, the answer is a text of that letter which is cut off;
 * were the byte taken, llama-server could not read its own answer. */
static void
test_form (EngineFixture *f,
           gconstpointer  data)
{
  static const char * const streams[] = { "false", "true" };

  if (skip_without_llama_server ())
    return;

  engine_start (f, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autofree char *request =
        g_strdup_printf ("{\"model\":\"attune-practice\",\"stream\":%s,%s,"
                         "\"logit_bias\":[[253,100],[97,90],[34,80]],"
                         "\"response_format\":{\"type\":\"json_object\"}}", streams[i], question);
      g_autoptr(SoupMessage) message = soup_message_new ("POST", "http://localhost/v1/chat/completions");
      g_autoptr(GBytes) bytes = g_bytes_new_static (request, strlen (request));
      g_autoptr(GBytes) body = NULL;
      g_autofree char *text = NULL;

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
      g_assert_cmpuint (engine_send (f, message, &body), ==, 200);
      text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, "\"finish_reason\":\"length\""));
      g_assert_null (strstr (text, "\"error\""));
    }
}

/* Whoever stops listening stops the model. */
static void
test_hang_up (EngineFixture *f,
              gconstpointer  data)
{
  g_autofree char *path = g_strdup_printf ("%s:/usr/bin:/bin", g_getenv ("ATTUNE_ENDLESS_FOLDER"));
  g_autofree char *request = g_strdup_printf ("{\"model\":\"attune-practice\",\"stream\":true,%s}", question);
  g_autoptr(SoupMessage) message = soup_message_new ("POST", "http://localhost/v1/chat/completions");
  g_autoptr(GBytes) bytes = g_bytes_new_static (request, strlen (request));
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GFile) folder = g_file_new_for_path (f->folder);
  g_autoptr(GFileMonitor) monitor = g_file_monitor_directory (folder, 0, NULL, NULL);
  g_autofree char *gone = g_build_filename (f->folder, "gone", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gboolean changed = FALSE;
  char buffer[64];

  g_signal_connect_swapped (monitor, "changed", G_CALLBACK (changed_cb), &changed);
  f->environment = g_environ_setenv (f->environment, "PATH", path, TRUE);
  f->environment = g_environ_setenv (f->environment, "ENDLESS_FOLDER", f->folder, TRUE);
  engine_start (f, NULL);

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  soup_session_send_async (f->session, message, G_PRIORITY_DEFAULT, cancellable, send_cb, &stream);

  while (stream == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL), >, 0);
  g_assert_false (g_file_test (gone, G_FILE_TEST_EXISTS));
  g_cancellable_cancel (cancellable);
  g_clear_object (&stream);
  g_clear_object (&f->session);

  while (!g_file_test (gone, G_FILE_TEST_EXISTS))
    {
      while (!changed)
        g_main_context_iteration (NULL, TRUE);

      changed = FALSE;
    }
}

#define ADD(name, set_up, test) \
  g_test_add ("/Attune/EngineInference/" name, EngineFixture, NULL, set_up, test, engine_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("tuned", engine_set_up, test_tuned);
  ADD ("completion", engine_set_up, test_completion);
  ADD ("logprobs", engine_set_up, test_logprobs);
  ADD ("refused", engine_set_up, test_refused);
  ADD ("stops-with-engine", engine_set_up, test_stops_with_engine);
  ADD ("sockets", engine_set_up, test_sockets);
  ADD ("not-installed", engine_set_up_idle, test_not_installed);
  ADD ("damaged-model", engine_set_up, test_damaged_model);
  ADD ("little-memory", engine_set_up_idle, test_little_memory);
  ADD ("much-memory", engine_set_up_idle, test_much_memory);
  ADD ("no-memory", engine_set_up_idle, test_no_memory);
  ADD ("unloaded", engine_set_up_idle, test_unloaded);
  ADD ("replaced", engine_set_up_idle, test_replaced);
  ADD ("form", engine_set_up_idle, test_form);
  ADD ("hang-up", engine_set_up_idle, test_hang_up);

  return g_test_run ();
}
