/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-code-write"

#include "config.h"

#include "attune-code-call.h"
#include "attune-code-literal.h"

#define AUTHORIZATION "Authorization"
#define BEARER        "Bearer "

/* What stands where libraries demand a key and the service takes none. */
#define NO_KEY "none"

/* Libraries send a key in this way by themselves. */
static gboolean
is_usual_key (const AttuneCodeCall *call)
{
  return (call->key_variable == NULL ||
          (g_ascii_strcasecmp (call->key_header, AUTHORIZATION) == 0 &&
           g_str_equal (call->key_prefix, BEARER)));
}

/* Inside double quotes a shell reads these four. */
static void
append_shell_quoted (GString    *code,
                     const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      if (strchr ("\"\\$`", *at) != NULL)
        g_string_append_c (code, '\\');
      g_string_append_c (code, *at);
    }
}

static void
append_curl_header (GString    *code,
                    const char *name,
                    const char *value)
{
  g_autofree char *header = g_strconcat (name, ": ", value, NULL);

  g_string_append (code, " \\\n  --header ");
  attune_code_append_shell (code, header);
}

/**
 * attune_code_write_curl:
 * @call: a request
 *
 * Returns: (transfer full): it as a command for a POSIX shell
 */
char *
attune_code_write_curl (const AttuneCodeCall *call)
{
  g_autoptr(GString) code = g_string_new ("curl --no-buffer ");
  g_autoptr(GString) body = g_string_new (NULL);

  attune_code_append_shell (code, call->url);

  if (call->socket_path != NULL)
    {
      g_string_append (code, " \\\n  --unix-socket ");
      attune_code_append_shell (code, call->socket_path);
    }

  if (call->key_variable != NULL)
    {
      g_string_append (code, " \\\n  --header \"");
      append_shell_quoted (code, call->key_header);
      g_string_append (code, ": ");
      append_shell_quoted (code, call->key_prefix);
      g_string_append_printf (code, "$%s\"", call->key_variable);
    }

  append_curl_header (code, "Content-Type", "application/json");
  for (guint i = 0; call->headers[i] != NULL; i += 2)
    append_curl_header (code, call->headers[i], call->headers[i + 1]);

  attune_code_append_value (body, call->body, ATTUNE_CODE_JSON, 0);
  g_string_append (code, " \\\n  --data ");
  attune_code_append_shell (code, body->str);
  g_string_append_c (code, '\n');

  return g_string_free_and_steal (g_steal_pointer (&code));
}

static void
append_python_key (GString              *code,
                   const AttuneCodeCall *call)
{
  if (call->key_variable != NULL)
    g_string_append_printf (code, "    api_key=os.environ[\"%s\"],\n", call->key_variable);
  else
    g_string_append (code, "    api_key=\"" NO_KEY "\",  # The server takes no key, but the library wants one.\n");
}

/* Those that the library does not send by itself, as an argument or a member of its client. */
static void
append_headers (GString              *code,
                const AttuneCodeCall *call,
                AttuneCodeDialect     dialect)
{
  gboolean is_python = dialect == ATTUNE_CODE_PYTHON;
  const char *indent = is_python ? "        " : "    ";

  if (is_usual_key (call) && call->headers[0] == NULL)
    return;

  g_string_append (code, is_python ? "    default_headers={\n" : "  defaultHeaders: {\n");

  if (!is_usual_key (call))
    {
      g_string_append (code, indent);
      attune_code_append_member (code, call->key_header, dialect);
      g_string_append (code, ": ");
      attune_code_append_string (code, call->key_prefix, dialect);
      g_string_append_printf (code, is_python ? " + os.environ[\"%s\"],\n" : " + process.env.%s,\n",
                              call->key_variable);
    }

  for (guint i = 0; call->headers[i] != NULL; i += 2)
    {
      g_string_append (code, indent);
      attune_code_append_member (code, call->headers[i], dialect);
      g_string_append (code, ": ");
      attune_code_append_string (code, call->headers[i + 1], dialect);
      g_string_append (code, ",\n");
    }

  g_string_append (code, is_python ? "    },\n" : "  },\n");
}

/* What the library knows is an argument; anything else goes into its extra body. */
static gboolean
is_python_argument (const char *name)
{
  static const char * const names[] = {
    "model", "messages", "prompt", "temperature", "top_p", "max_tokens", "max_completion_tokens",
    "presence_penalty", "frequency_penalty", "seed", "stop", "logprobs", "top_logprobs",
    "response_format", "store", "stream", "stream_options", NULL
  };

  return g_strv_contains (names, name);
}

static void
append_python_arguments (GString    *code,
                         JsonObject *body)
{
  g_autoptr(JsonNode) extra = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(GList) names = json_object_get_members (body);

  json_node_take_object (extra, json_object_new ());

  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonNode *value = json_object_get_member (body, at->data);

      if (!is_python_argument (at->data))
        {
          json_object_set_member (json_node_get_object (extra), at->data, json_node_copy (value));
          continue;
        }

      g_string_append_printf (code, "    %s=", (const char *)at->data);
      attune_code_append_value (code, value, ATTUNE_CODE_PYTHON, 4);
      g_string_append (code, ",\n");
    }

  if (json_object_get_size (json_node_get_object (extra)) > 0)
    {
      g_string_append (code, "    extra_body=");
      attune_code_append_value (code, extra, ATTUNE_CODE_PYTHON, 4);
      g_string_append (code, ",\n");
    }
}

/**
 * attune_code_write_python:
 * @call: a request
 *
 * Returns: (transfer full): it as a program for Python with the library “openai”
 */
char *
attune_code_write_python (const AttuneCodeCall *call)
{
  g_autoptr(GString) code = g_string_new (call->key_variable != NULL ? "import os\n\n" : "");

  if (call->socket_path != NULL)
    g_string_append (code, "import httpx\n");

  g_string_append (code, "from openai import OpenAI\n\nclient = OpenAI(\n    base_url=");
  attune_code_append_string (code, call->base_url, ATTUNE_CODE_PYTHON);
  g_string_append (code, ",\n");
  append_python_key (code, call);
  append_headers (code, call, ATTUNE_CODE_PYTHON);

  if (call->socket_path != NULL)
    {
      g_string_append (code, "    http_client=httpx.Client(transport=httpx.HTTPTransport(uds=");
      attune_code_append_string (code, call->socket_path, ATTUNE_CODE_PYTHON);
      g_string_append (code, ")),\n");
    }

  g_string_append_printf (code, ")\n\nstream = client.%s.create(\n",
                          call->is_completion ? "completions" : "chat.completions");
  append_python_arguments (code, json_node_get_object (call->body));
  g_string_append_printf (code,
                          ")\n\nfor chunk in stream:\n    if chunk.choices:\n"
                          "        print(chunk.choices[0].%s or \"\", end=\"\", flush=True)\n",
                          call->is_completion ? "text" : "delta.content");

  return g_string_free_and_steal (g_steal_pointer (&code));
}

/**
 * attune_code_write_javascript:
 * @call: a request
 *
 * Returns: (transfer full): it as a module for Node.js with the library “openai”
 */
char *
attune_code_write_javascript (const AttuneCodeCall *call)
{
  g_autoptr(GString) code = g_string_new ("import OpenAI from \"openai\";\n");

  if (call->socket_path != NULL)
    g_string_append (code, "import { Agent } from \"undici\";\n");

  g_string_append (code, "\nconst client = new OpenAI({\n  baseURL: ");
  attune_code_append_string (code, call->base_url, ATTUNE_CODE_JAVASCRIPT);

  if (call->key_variable != NULL)
    g_string_append_printf (code, ",\n  apiKey: process.env.%s,\n", call->key_variable);
  else
    g_string_append (code, ",\n  apiKey: \"" NO_KEY "\", // The server takes no key, but the library wants one.\n");

  append_headers (code, call, ATTUNE_CODE_JAVASCRIPT);

  if (call->socket_path != NULL)
    {
      g_string_append (code, "  fetchOptions: { dispatcher: new Agent({ connect: { socketPath: ");
      attune_code_append_string (code, call->socket_path, ATTUNE_CODE_JAVASCRIPT);
      g_string_append (code, " } }) },\n");
    }

  g_string_append_printf (code, "});\n\nconst stream = await client.%s.create(",
                          call->is_completion ? "completions" : "chat.completions");
  attune_code_append_value (code, call->body, ATTUNE_CODE_JAVASCRIPT, 0);
  g_string_append_printf (code,
                          ");\n\nfor await (const chunk of stream) {\n"
                          "  process.stdout.write(chunk.choices[0]?.%s ?? \"\");\n}\n",
                          call->is_completion ? "text" : "delta?.content");

  return g_string_free_and_steal (g_steal_pointer (&code));
}

static void
append_c_header (GString    *code,
                 const char *name,
                 const char *value)
{
  g_string_append (code, "  soup_message_headers_replace (soup_message_get_request_headers (message), ");
  attune_code_append_c (code, name, 0);
  g_string_append (code, ", ");
  attune_code_append_c (code, value, 0);
  g_string_append (code, ");\n");
}

static void
append_c_key (GString              *code,
              const AttuneCodeCall *call)
{
  if (call->key_variable == NULL)
    return;

  g_string_append (code, "  key = g_strconcat (");
  attune_code_append_c (code, call->key_prefix, 0);
  g_string_append_printf (code, ", g_getenv (\"%s\"), NULL);\n", call->key_variable);
  g_string_append (code, "  soup_message_headers_replace (soup_message_get_request_headers (message), ");
  attune_code_append_c (code, call->key_header, 0);
  g_string_append (code, ", key);\n");
}

static void
append_c_session (GString              *code,
                  const AttuneCodeCall *call)
{
  if (call->socket_path == NULL)
    {
      g_string_append (code, "  session = soup_session_new ();\n");
      return;
    }

  g_string_append (code, "  address = g_unix_socket_address_new (");
  attune_code_append_c (code, call->socket_path, 0);
  g_string_append (code, ");\n  session = soup_session_new_with_options (\"remote-connectable\", address, NULL);\n");
}

/**
 * attune_code_write_c:
 * @call: a request
 *
 * Returns: (transfer full): it as a program in C with libsoup, which prints what the server sends
 */
char *
attune_code_write_c (const AttuneCodeCall *call)
{
  g_autoptr(GString) code = g_string_new ("/* cc chat.c $(pkg-config --cflags --libs libsoup-3.0");
  g_autoptr(GString) body = g_string_new (NULL);

  g_string_append (code, call->socket_path != NULL ? " gio-unix-2.0) */\n#include <gio/gunixsocketaddress.h>\n"
                                                   : ") */\n");
  g_string_append (code, "#include <libsoup/soup.h>\n#include <stdio.h>\n\nstatic const char body[] =\n  ");
  attune_code_append_value (body, call->body, ATTUNE_CODE_JSON, 0);
  attune_code_append_c (code, body->str, 2);
  g_string_append (code,
                   ";\n\nint\nmain (void)\n{\n"
                   "  g_autoptr(SoupSession) session = NULL;\n"
                   "  g_autoptr(SoupMessage) message = NULL;\n"
                   "  g_autoptr(GInputStream) stream = NULL;\n"
                   "  g_autoptr(GBytes) bytes = g_bytes_new_static (body, sizeof body - 1);\n"
                   "  g_autoptr(GError) error = NULL;\n");
  if (call->socket_path != NULL)
    g_string_append (code, "  g_autoptr(GSocketAddress) address = NULL;\n");
  if (call->key_variable != NULL)
    g_string_append (code, "  g_autofree char *key = NULL;\n");
  g_string_append (code, "  char buffer[4096];\n  gssize length;\n\n");

  append_c_session (code, call);
  g_string_append (code, "  message = soup_message_new (SOUP_METHOD_POST, ");
  attune_code_append_c (code, call->url, 0);
  g_string_append (code,
                   ");\n  soup_message_set_request_body_from_bytes (message, \"application/json\", bytes);\n");
  append_c_key (code, call);
  for (guint i = 0; call->headers[i] != NULL; i += 2)
    append_c_header (code, call->headers[i], call->headers[i + 1]);

  g_string_append (code,
                   "\n  stream = soup_session_send (session, message, NULL, &error);\n\n"
                   "  while (stream != NULL &&\n"
                   "         (length = g_input_stream_read (stream, buffer, sizeof buffer, NULL, &error)) > 0)\n"
                   "    fwrite (buffer, 1, length, stdout);\n\n"
                   "  if (error != NULL)\n"
                   "    g_printerr (\"%s\\n\", error->message);\n\n"
                   "  return error != NULL;\n}\n");

  return g_string_free_and_steal (g_steal_pointer (&code));
}
