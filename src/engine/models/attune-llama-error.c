/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What llama-server says when it cannot answer, in OpenAI's shape and in words for a person. */

#define G_LOG_DOMAIN "attune-llama-error"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "attune-engine-error.h"
#include "attune-json.h"
#include "attune-llama-error.h"

#define ERROR_EVENT "data: {\"error\":"
#define EVENT_END "\n\n"

/* An answer in a form, such as JSON, is read again by llama-server once it is whole. What it says
 * when it cannot is about its reader, or about the text that it could not make JSON of. */
static gboolean
is_about_form (const char *reason)
{
  return strstr (reason, "output that does not match the expected") != NULL ||
         strstr (reason, "invalid UTF-8 byte") != NULL;
}

/**
 * attune_llama_error_read:
 * @body: what llama-server answered, as JSON of any kind
 * @length: its length in bytes
 * @status: the HTTP status of the answer
 *
 * Its errors have a number as code, where those of OpenAI have a word.
 *
 * Returns: (transfer full): the same as an error of the engine
 */
GError *
attune_llama_error_read (const char *body,
                         gsize       length,
                         guint       status)
{
  g_autoptr(JsonObject) object = attune_json_parse_object (body, length, NULL);
  JsonObject *inner = object != NULL ? attune_json_get_object (object, "error") : NULL;
  const char *code = inner != NULL ? attune_json_get_string (inner, "type", NULL) : NULL;
  const char *reason = inner != NULL ? attune_json_get_string (inner, "message", "-") : "-";

  if (is_about_form (reason))
    return attune_engine_error_new (SOUP_STATUS_BAD_GATEWAY, "invalid_form", NULL,
                                    _("The model could not keep to the answer format. Ask again, or choose “Text” as the answer format."));

  if (!SOUP_STATUS_IS_CLIENT_ERROR (status))
    status = SOUP_STATUS_BAD_GATEWAY;

  /* Translators: %s is what the program that runs the model said. */
  return attune_engine_error_new (status, code, NULL, _("The model could not answer: %s"), reason);
}

/**
 * attune_llama_error_translate_events:
 * @piece: a piece of a stream of events
 *
 * An answer that fails after it has begun ends with an event that says so; llama-server sends it at
 * once.
 *
 * Returns: (transfer full): the piece, with the engine's error in place of llama-server's
 */
GBytes *
attune_llama_error_translate_events (GBytes *piece)
{
  gsize size;
  const char *data = g_bytes_get_data (piece, &size);
  const char *event = memmem (data, size, ERROR_EVENT, strlen (ERROR_EVENT));
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GString) translated = NULL;
  g_autofree char *json = NULL;
  const char *end;
  const char *body;

  /* Within a line it is what a model said; JSON has no lines within a text. */
  if (event == NULL || (event > data && event[-1] != '\n'))
    return g_bytes_ref (piece);

  if (!(end = memmem (event, size - (event - data), EVENT_END, strlen (EVENT_END))))
    return g_bytes_ref (piece);

  body = event + strlen ("data: ");
  error = attune_llama_error_read (body, end - body, SOUP_STATUS_BAD_GATEWAY);
  node = attune_engine_error_to_json (error);
  json = attune_json_to_string (node);
  translated = g_string_new_len (data, event - data);
  g_string_append_printf (translated, "data: %s", json);
  g_string_append_len (translated, end, size - (end - data));

  return g_string_free_to_bytes (g_steal_pointer (&translated));
}
