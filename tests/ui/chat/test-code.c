/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-code"

#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>

#include "attune-chat-body.h"
#include "attune-code-call.h"
#include "attune-json.h"
#include "attune-test-peer.h"

#define STREAM \
  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good day\"},\"finish_reason\":\"stop\"}]}\n\n" \
  "data: [DONE]\n\n"

/* What has broken quoting somewhere: each must arrive as it is. */
static const char * const hostile_texts[] = {
  "plain", "", "it's \"quoted\" and 'quoted'", "'; rm -rf ~; echo '", "$HOME `id` $(id) \\ \\\\ \\n !! %s",
  "two\nlines\r\nand\ttab", "\x01\x02\x7f", "emoji 👩‍👩‍👧 and 🎵", "中文「引号」",
  "line\xE2\x80\xA8separator\xE2\x80\xA9paragraph", "\xE2\x80\xAEright to left", "\xEF\xBB\xBF mark",
  "?\?= trigraph ?\?/", "*/ /* // # <!-- </script> ]]>", "{{}} ${x} #{x} {0}", "EOF\nJSON\nEOF", "@file",
  "\"\"\"'''\\", "\xF3\xA0\x80\x81 tag", "\\u0041\\x41\\101", "null", "007",
};

static AttuneAccount *
create_account (Peer       *peer,
                const char *profile_id)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (profile_id);
  g_autofree char *base_url = peer != NULL ? peer_dup_base_url (peer) : NULL;

  return attune_account_new ("id", profile, "Lab", base_url);
}

static AttuneChatRequest *
create_request (void)
{
  AttuneChatRequest *request = attune_chat_request_new ("ft:m:'a'$(b)");
  AttuneChatParameters *parameters = attune_chat_request_get_parameters (request);
  const char *stops[] = { "'\"$\\\n", "\xE2\x80\xA8", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (hostile_texts); i++)
    attune_chat_request_add_turn (request, i % 2 == 0 ? "user" : "assistant", hostile_texts[i]);

  attune_chat_parameters_set_double (parameters, "temperature", 0.7);
  attune_chat_parameters_set_int (parameters, "max_tokens", 256);
  g_assert_true (attune_chat_parameters_set_stops (parameters, stops, NULL));
  attune_chat_parameters_set_format (parameters, ATTUNE_CHAT_FORMAT_JSON_SCHEMA);
  attune_chat_parameters_set_schema (parameters,
                                     "{\"__proto__\":{\"a-b\":null},\"x\":[true,false,1e300,0.1,-7]}");

  return request;
}

static char *
write_file (const char *folder,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

static void
communicated_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GBytes **output = user_data;
  g_autoptr(GError) error = NULL;

  g_subprocess_communicate_finish (G_SUBPROCESS (object), result, output, NULL, &error);
  g_assert_no_error (error);
}

/* Runs a program while the test's server goes on answering; returns what it printed. */
static char *
run (const char * const *argv,
     const char         *variable)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GBytes) output = NULL;
  g_autoptr(GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  /* Without the desktop's settings, whose schemas are not where tests run. */
  g_subprocess_launcher_setenv (launcher, "GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  if (variable != NULL)
    g_subprocess_launcher_setenv (launcher, variable, TEST_KEY, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_async (process, NULL, NULL, communicated_cb, &output);
  while (output == NULL)
    g_main_context_iteration (NULL, TRUE);

  if (!g_subprocess_get_successful (process))
    g_test_fail_printf ("%s failed", argv[0]);

  return g_bytes_get_size (output) > 0
         ? g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output)) : g_strdup ("");
}

static JsonObject *
parse_output (const char *output)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = attune_json_parse_object (output, -1, &error);

  g_assert_no_error (error);

  return object;
}

static gboolean
has_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);

  if (path == NULL)
    {
      g_autofree char *reason = g_strdup_printf ("%s is not installed", name);

      g_test_skip (reason);
    }

  return path != NULL;
}

static void
assert_sent (Peer              *peer,
             guint              i,
             AttuneChatRequest *request,
             AttuneProfile     *profile)
{
  g_autoptr(JsonNode) expected = attune_chat_body_build (request, profile);
  g_autofree char *text = json_to_string (expected, FALSE);
  g_autoptr(JsonObject) body = request_parse (peer_get (peer, i));

  assert_json_equal (body, text);
}

/* The command is run by a shell, and what arrives is what Attune itself would have sent. */
static void
test_curl (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneAccount) account = create_account (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneChatRequest) request = create_request ();
  g_autoptr(AttuneCodeCall) call = attune_code_call_new (account, request, NULL);
  g_autofree char *code = attune_code_write_curl (call);
  g_autofree char *output = NULL;

  if (!has_program ("curl"))
    return;

  peer_answer_as (peer, 200, "text/event-stream", STREAM);
  output = run ((const char * const[]){ "sh", "-c", code, NULL }, "OPENAI_API_KEY");
  g_assert_nonnull (strstr (output, "Good day"));
  g_assert_cmpuint (peer_count (peer), ==, 1);
  g_assert_cmpstr (peer_get (peer, 0)->method, ==, "POST");
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/chat/completions");
  g_assert_cmpstr (peer_get (peer, 0)->key, ==, "Bearer " TEST_KEY);
  g_assert_cmpstr (peer_get (peer, 0)->type, ==, "application/json");
  assert_sent (peer, 0, request, attune_account_get_profile (account));
}

/* The engine on this computer has a socket whose path may be odd as well. */
static void
test_curl_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("attune-$'x' XXXXXX", NULL);
  g_autofree char *socket_path = g_build_filename (folder, "engine.sock", NULL);
  g_autoptr(Peer) peer = peer_new_unix (socket_path);
  g_autoptr(AttuneAccount) account = create_account (NULL, ATTUNE_PROFILE_LOCAL_ID);
  g_autoptr(AttuneChatRequest) request = create_request ();
  g_autoptr(AttuneCodeCall) call = attune_code_call_new (account, request, socket_path);
  g_autofree char *code = attune_code_write_curl (call);
  g_autofree char *output = NULL;

  if (!has_program ("curl"))
    return;

  peer_answer_as (peer, 200, "text/event-stream", STREAM);
  output = run ((const char * const[]){ "sh", "-c", code, NULL }, NULL);
  g_assert_nonnull (strstr (output, "Good day"));
  g_assert_null (peer_get (peer, 0)->key);
  assert_sent (peer, 0, request, attune_account_get_profile (account));
  g_unlink (socket_path);
  g_rmdir (folder);
}

static void
test_completion (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneAccount) account = create_account (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new ("davinci-002");
  g_autoptr(AttuneCodeCall) call = NULL;
  g_autofree char *code = NULL;
  g_autofree char *python = NULL;
  g_autofree char *output = NULL;

  attune_chat_request_set_prompt (request, "18, Man, can eat a lot ->");
  call = attune_code_call_new (account, request, NULL);
  code = attune_code_write_curl (call);
  python = attune_code_write_python (call);
  g_assert_nonnull (strstr (python, "client.completions.create("));

  if (!has_program ("curl"))
    return;

  peer_answer_as (peer, 200, "text/event-stream", STREAM);
  output = run ((const char * const[]){ "sh", "-c", code, NULL }, "OPENAI_API_KEY");
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/completions");
  assert_sent (peer, 0, request, attune_account_get_profile (account));
}

/* A key that goes into another header, and ids that go along. */
static void
test_headers (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneAccount) account = create_account (peer, "azure");
  g_autoptr(AttuneChatRequest) request = create_request ();
  g_autoptr(AttuneCodeCall) call = attune_code_call_new (account, request, NULL);
  g_autofree char *code = NULL;
  g_autofree char *output = NULL;

  g_clear_pointer (&call->headers, g_strfreev);
  call->headers = g_strsplit ("X-Team|it's $(me) \"x\"", "|", 2);
  code = attune_code_write_curl (call);

  if (!has_program ("curl"))
    return;

  peer_answer_as (peer, 200, "text/event-stream", STREAM);
  output = run ((const char * const[]){ "sh", "-c", code, NULL }, "AZURE_API_KEY");
  g_assert_cmpstr (peer_get (peer, 0)->api_key, ==, TEST_KEY);
  g_assert_null (peer_get (peer, 0)->key);
}

/* Read by Python itself; the arguments of the call are the body. */
static void
test_python (void)
{
  static const char reader[] =
    "import ast, json, sys\n"
    "tree = ast.parse(sys.stdin.read())\n"
    "calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith('.create')]\n"
    "print(json.dumps({k.arg: ast.literal_eval(k.value) for k in calls[0].keywords}))\n";
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneAccount) account = create_account (peer, "azure");
  g_autoptr(AttuneChatRequest) request = create_request ();
  g_autoptr(AttuneCodeCall) call = attune_code_call_new (account, request, NULL);
  g_autofree char *code = attune_code_write_python (call);
  g_autofree char *folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  g_autofree char *code_path = write_file (folder, "code.py", code);
  g_autofree char *reader_path = write_file (folder, "reader.py", reader);
  g_autofree char *output = NULL;
  g_autofree char *expected = json_to_string (call->body, FALSE);
  g_autoptr(JsonObject) body = NULL;

  if (!has_program ("python3"))
    return;

  output = run ((const char * const[]){ "sh", "-c", "exec python3 \"$1\" < \"$2\"", "sh", reader_path,
                                        code_path, NULL }, NULL);
  body = parse_output (output);
  assert_json_equal (body, expected);
  g_unlink (code_path);
  g_unlink (reader_path);
  g_rmdir (folder);
}

/* Run by Node.js, with a stand-in for the library that prints what it is told. */
static void
test_javascript (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneAccount) account = create_account (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneChatRequest) request = create_request ();
  g_autoptr(AttuneCodeCall) call = attune_code_call_new (account, request, NULL);
  g_autofree char *code = attune_code_write_javascript (call);
  g_autofree char *folder = NULL;
  g_autofree char *code_path = NULL;
  g_autofree char *library_path = NULL;
  g_autofree char *output = NULL;
  g_autofree char *expected = json_to_string (call->body, FALSE);
  g_autoptr(GString) program = NULL;
  g_autoptr(JsonObject) body = NULL;

  if (!has_program ("node"))
    return;

  folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  library_path = write_file (folder, "openai.mjs",
                             "export default class { constructor () { this.chat = { completions: { create (body) "
                             "{ process.stdout.write (JSON.stringify (body)); return []; } } }; } }\n");
  program = g_string_new (code);
  g_string_replace (program, "from \"openai\"", "from \"./openai.mjs\"", 1);
  code_path = write_file (folder, "code.mjs", program->str);
  output = run ((const char * const[]){ "node", code_path, NULL }, "OPENAI_API_KEY");
  body = parse_output (output);
  assert_json_equal (body, expected);
  g_unlink (code_path);
  g_unlink (library_path);
  g_rmdir (folder);
}

/* Compiled and run against the server, where there is a compiler with libsoup. */
static void
test_c (gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  g_autofree char *socket_path = g_build_filename (folder, "engine.sock", NULL);
  gboolean is_local = GPOINTER_TO_INT (data);
  g_autoptr(Peer) peer = is_local ? peer_new_unix (socket_path) : peer_new ();
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(AttuneChatRequest) request = create_request ();
  g_autoptr(AttuneCodeCall) call = NULL;
  g_autofree char *code = NULL;
  g_autofree char *code_path = NULL;
  g_autofree char *program = g_build_filename (folder, "chat", NULL);
  g_autofree char *printed = NULL;
  g_autofree char *output = NULL;

  if (!has_program ("gcc") || !has_program ("pkg-config"))
    return;

  account = create_account (is_local ? NULL : peer,
                            is_local ? ATTUNE_PROFILE_LOCAL_ID : ATTUNE_PROFILE_OPENAI_ID);
  call = attune_code_call_new (account, request, socket_path);
  code = attune_code_write_c (call);
  code_path = write_file (folder, "chat.c", code);
  printed = run ((const char * const[]){ "sh", "-c",
                                         "gcc -std=gnu17 -trigraphs -Wall -Wextra -Werror -o \"$2\" \"$1\" "
                                         "$(pkg-config --cflags --libs libsoup-3.0 gio-unix-2.0) 2>&1",
                                         "sh", code_path, program, NULL }, NULL);
  g_assert_cmpstr (printed, ==, "");

  peer_answer_as (peer, 200, "text/event-stream", STREAM);
  output = run ((const char * const[]){ program, NULL }, "OPENAI_API_KEY");
  g_assert_nonnull (strstr (output, "Good day"));
  g_assert_cmpstr (peer_get (peer, 0)->key, ==, is_local ? NULL : "Bearer " TEST_KEY);
  assert_sent (peer, 0, request, attune_account_get_profile (account));
  g_unlink (code_path);
  g_unlink (program);
  g_unlink (socket_path);
  g_rmdir (folder);
}

/* What is kept as 0.69999999999999996 is shown as a person typed it. */
static void
test_words (void)
{
  g_autoptr(AttuneAccount) account = create_account (NULL, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneChatRequest) request = create_request ();
  g_autoptr(AttuneCodeCall) call = attune_code_call_new (account, request, "/run/x");
  char *(*writers[]) (const AttuneCodeCall *) = {
    attune_code_write_curl, attune_code_write_python, attune_code_write_javascript,
    attune_code_write_c,
  };

  g_assert_cmpstr (call->base_url, ==, "https://api.openai.com/v1");
  g_assert_null (call->socket_path);

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autofree char *code = writers[i] (call);

      g_assert_nonnull (strstr (code, "0.7"));
      g_assert_null (strstr (code, "0.69"));
      g_assert_nonnull (strstr (code, "OPENAI_API_KEY"));
      g_assert_nonnull (strstr (code, "中文"));
      /* A person sees what runs: no character that turns the line around. */
      g_assert_null (strstr (code, "\xE2\x80\xAE"));
      g_assert_null (strstr (code, "\xE2\x80\xA8"));
      g_assert_true (g_utf8_validate (code, -1, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Code/words", test_words);
  g_test_add_func ("/Attune/Code/curl", test_curl);
  g_test_add_func ("/Attune/Code/curl-socket", test_curl_socket);
  g_test_add_func ("/Attune/Code/completion", test_completion);
  g_test_add_func ("/Attune/Code/headers", test_headers);
  g_test_add_func ("/Attune/Code/python", test_python);
  g_test_add_func ("/Attune/Code/javascript", test_javascript);
  g_test_add_data_func ("/Attune/Code/c", GINT_TO_POINTER (FALSE), test_c);
  g_test_add_data_func ("/Attune/Code/c-socket", GINT_TO_POINTER (TRUE), test_c);

  return g_test_run ();
}
