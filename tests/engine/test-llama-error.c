/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-llama-error"

#include "config.h"

#include <string.h>

#include "attune-engine-error.h"
#include "attune-llama-error.h"

#define PIECE "data: {\"choices\":[{\"delta\":{\"content\":\"{\"}}]}\n\n"
#define EVENT(message) \
  "data: {\"error\":{\"code\":500,\"message\":\"" message "\",\"type\":\"server_error\"}}\n\n"
#define SAID "data: {\"content\":\"data: {\\\"error\\\":1}\"}\n\n"

static void
check_error (const char *body,
             guint       status,
             guint       expected_status,
             const char *expected_message)
{
  g_autoptr(GError) error = attune_llama_error_read (body, strlen (body), status);

  g_assert_cmpuint (attune_engine_error_get_status (error), ==, expected_status);
  g_assert_true (g_str_has_prefix (error->message, expected_message));
}

/* As llama-server says it, and as somebody else would. */
static void
test_read (void)
{
  check_error ("{\"error\":{\"code\":500,\"message\":\"The model produced output that does not match the expected peg-native format\"}}",
               500, 502, "The model could not keep to the answer format.");
  check_error ("{\"error\":{\"code\":400,\"message\":\"[json.exception.type_error.316] invalid UTF-8 byte at index 25: 0x94\"}}",
               400, 502, "The model could not keep to the answer format.");
  check_error ("{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\",\"type\":\"exceed\"}}",
               400, 400, "The model could not answer: the request exceeds the available context size");
  check_error ("{\"error\":7}", 500, 502, "The model could not answer: -");
  check_error ("<html>", 404, 404, "The model could not answer: -");
  check_error ("", 500, 502, "The model could not answer: -");
}

static void
check_events (const char *piece,
              const char *expected)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (piece, strlen (piece));
  g_autoptr(GBytes) translated = attune_llama_error_translate_events (bytes);
  g_autofree char *text = g_strndup (g_bytes_get_data (translated, NULL),
                                     g_bytes_get_size (translated));

  g_assert_cmpstr (text, ==, expected);
}

/* Only an event of an error becomes another one, wherever it is in a piece. */
static void
test_events (void)
{
  static const char ours[] =
    "data: {\"error\":{\"message\":\"The model could not answer: no <room>\",\"type\":\"server_error\","
    "\"param\":null,\"code\":\"server_error\"}}\n\n";
  g_autofree char *after = g_strconcat (PIECE, ours, "data: [DONE]\n\n", NULL);

  check_events (EVENT ("no <room>"), ours);
  check_events (PIECE EVENT ("no <room>") "data: [DONE]\n\n", after);
  check_events (PIECE, PIECE);
  check_events ("", "");
  check_events (SAID, SAID);
  check_events (" data: {\"error\":{}}\n\n", " data: {\"error\":{}}\n\n");
  check_events ("data: {\"error\":{\"mess", "data: {\"error\":{\"mess");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Attune/LlamaError/read", test_read);
  g_test_add_func ("/Attune/LlamaError/events", test_events);

  return g_test_run ();
}
