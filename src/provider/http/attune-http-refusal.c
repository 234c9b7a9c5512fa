/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include "attune-http-refusal.h"
#include "attune-json.h"

static char *
dup_member (JsonObject *object,
            const char *member)
{
  const char *text = attune_json_get_string (object, member, NULL);
  gint64 number;

  if (text != NULL && *text != '\0')
    return g_strdup (text);

  /* Azure and gateways write a status where OpenAI writes a word. */
  if (text == NULL && (number = attune_json_get_int (object, member, 0)) != 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return NULL;
}

/* {"detail": [{"loc": ["body", "model"], "msg": "field required"}]}: FastAPI, Mistral. */
static char *
dup_complaints (JsonArray *array)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonArray *place = attune_json_get_array (object, "loc");
      const char *complaint = attune_json_get_string (object, "msg", NULL);

      if (complaint == NULL)
        continue;

      if (text->len > 0)
        g_string_append (text, "; ");

      if (place != NULL && json_array_get_length (place) > 0)
        {
          JsonNode *last = json_array_get_element (place, json_array_get_length (place) - 1);

          if (json_node_get_value_type (last) == G_TYPE_STRING)
            g_string_append_printf (text, "%s: ", json_node_get_string (last));
        }

      g_string_append (text, complaint);
    }

  return text->len > 0 ? g_string_free_and_steal (g_steal_pointer (&text)) : NULL;
}

/**
 * attune_http_refusal_read: (skip)
 * @self: an empty refusal
 * @object: an object with `error`, `detail` or `message` in it
 */
void
attune_http_refusal_read (AttuneHttpRefusal *self,
                          JsonObject        *object)
{
  JsonObject *inner = attune_json_get_object (object, "error");
  JsonArray *complaints = attune_json_get_array (object, "detail");

  if (inner != NULL)
    {
      self->message = dup_member (inner, "message");
      self->code = dup_member (inner, "code");
      self->type = dup_member (inner, "type");
      return;
    }

  self->message = dup_member (object, "error");
  self->code = dup_member (object, "code");
  self->type = dup_member (object, "type");

  if (self->message == NULL && complaints != NULL)
    self->message = dup_complaints (complaints);

  if (self->message == NULL)
    self->message = dup_member (object, "detail");

  if (self->message == NULL)
    self->message = dup_member (object, "message");
}

/**
 * attune_http_refusal_parse: (skip)
 * @self: (out): what the body says
 * @body: a body
 *
 * Reads `{"error": {"message", "type", "code"}}` (OpenAI), `{"error": "…"}`, `{"detail": "…"}`,
 * `{"detail": [{"loc", "msg"}]}` (FastAPI, Mistral) and `{"message": "…"}`, each also in a list.
 * HTML and the like leave everything %NULL.
 */
void
attune_http_refusal_parse (AttuneHttpRefusal *self,
                           GBytes            *body)
{
  g_autoptr(JsonNode) node = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  memset (self, 0, sizeof *self);

  if (length == 0 || (node = attune_json_parse (text, length, NULL)) == NULL)
    return;

  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0)
    {
      JsonNode *first = json_array_get_element (json_node_get_array (node), 0);

      if (JSON_NODE_HOLDS_OBJECT (first))
        attune_http_refusal_read (self, json_node_get_object (first));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    attune_http_refusal_read (self, json_node_get_object (node));
}

/**
 * attune_http_refusal_is: (skip)
 * @self: a refusal
 * @word: a word of the protocol, such as "insufficient_quota"
 *
 * Returns: whether that is its code or its type
 */
gboolean
attune_http_refusal_is (const AttuneHttpRefusal *self,
                        const char              *word)
{
  return (g_strcmp0 (self->code, word) == 0 ||
          g_strcmp0 (self->type, word) == 0);
}

/**
 * attune_http_refusal_clear: (skip)
 * @self: a refusal
 */
void
attune_http_refusal_clear (AttuneHttpRefusal *self)
{
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->type, g_free);
}
