/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-tool-calls"

#include "config.h"

#include "attune-json.h"
#include "attune-tool-calls.h"

/* No model asks for more at once; a server that counts higher has lost its way. */
#define MAX_CALLS 128

typedef struct
{
  char    *id;
  GString *name;
  GString *arguments;
} Call;

struct _AttuneToolCalls
{
  GPtrArray *calls;
};

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->id);
  g_string_free (call->name, TRUE);
  g_string_free (call->arguments, TRUE);
  g_free (call);
}

static Call *
add_call (AttuneToolCalls *self)
{
  Call *call = g_new0 (Call, 1);

  call->name = g_string_new (NULL);
  call->arguments = g_string_new (NULL);
  g_ptr_array_add (self->calls, call);

  return call;
}

/* A piece says by a number to which call it belongs. Where a server leaves the number out, an id
 * begins another call and everything else goes on with the last one. */
static Call *
find_call (AttuneToolCalls *self,
           JsonObject      *delta)
{
  gint64 last = (gint64)self->calls->len - 1;
  const char *id = attune_json_get_string (delta, "id", NULL);
  gint64 index = attune_json_get_int (delta, "index", -1);

  if (index < 0)
    {
      const char *last_id = last >= 0 ? ((Call *)self->calls->pdata[last])->id : NULL;

      index = last < 0 || (id != NULL && g_strcmp0 (id, last_id) != 0) ? last + 1 : last;
    }

  if (index >= MAX_CALLS)
    return NULL;

  while (index >= self->calls->len)
    add_call (self);

  return self->calls->pdata[index];
}

/**
 * attune_tool_calls_new: (skip)
 *
 * Returns: (transfer full): no calls yet
 */
AttuneToolCalls *
attune_tool_calls_new (void)
{
  AttuneToolCalls *self = g_new0 (AttuneToolCalls, 1);

  self->calls = g_ptr_array_new_with_free_func (call_free);

  return self;
}

/**
 * attune_tool_calls_take: (skip)
 * @self: the calls so far
 * @deltas: the member `tool_calls` of a piece of an answer, or of a whole one
 *
 * Returns: whether anything was in it
 */
gboolean
attune_tool_calls_take (AttuneToolCalls *self,
                        JsonArray       *deltas)
{
  gboolean has_changed = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (deltas != NULL, FALSE);

  for (guint i = 0; i < json_array_get_length (deltas); i++)
    {
      JsonNode *node = json_array_get_element (deltas, i);
      JsonObject *function;
      JsonObject *delta;
      Call *call;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      delta = json_node_get_object (node);

      if ((call = find_call (self, delta)) == NULL)
        continue;

      if (call->id == NULL)
        call->id = g_strdup (attune_json_get_string (delta, "id", NULL));

      function = attune_json_get_object (delta, "function");
      g_string_append (call->name, attune_json_get_string (function, "name", ""));
      g_string_append (call->arguments, attune_json_get_string (function, "arguments", ""));
      has_changed = TRUE;
    }

  return has_changed;
}

/**
 * attune_tool_calls_to_string: (skip)
 * @self: calls
 *
 * Returns: (transfer full) (nullable): the member `tool_calls` of an answer as JSON, or %NULL when
 *   there are none
 */
char *
attune_tool_calls_to_string (AttuneToolCalls *self)
{
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->calls->len == 0)
    return NULL;

  for (guint i = 0; i < self->calls->len; i++)
    {
      Call *call = self->calls->pdata[i];
      JsonObject *function = json_object_new ();
      JsonObject *object = json_object_new ();

      json_object_set_string_member (function, "name", call->name->str);
      json_object_set_string_member (function, "arguments", call->arguments->str);

      if (call->id != NULL)
        json_object_set_string_member (object, "id", call->id);

      json_object_set_string_member (object, "type", "function");
      json_object_set_object_member (object, "function", function);
      json_array_add_object_element (array, object);
    }

  node = json_node_init_array (json_node_alloc (), array);

  return attune_json_to_string (node);
}

/* Arguments are JSON in a string; what is no JSON, or not yet, is shown as it came. */
static void
append_arguments (GString    *text,
                  const char *arguments)
{
  g_autoptr(JsonNode) node = attune_json_parse (arguments, -1, NULL);
  g_autofree char *pretty = NULL;

  if (node != NULL && (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node)))
    pretty = json_to_string (node, TRUE);

  g_string_append (text, pretty != NULL ? pretty : arguments);
}

/**
 * attune_tool_calls_dup_display: (skip)
 * @json: (nullable): calls as attune_tool_calls_to_string() wrote them
 *
 * Returns: (transfer full) (nullable): the calls for a person, each with its name and its arguments
 *   on lines of their own, or %NULL when @json holds none
 */
char *
attune_tool_calls_dup_display (const char *json)
{
  g_autoptr(JsonNode) node = json != NULL ? attune_json_parse (json, -1, NULL) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *function;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        continue;

      function = attune_json_get_object (json_node_get_object (element), "function");

      if (text->len > 0)
        g_string_append (text, "\n\n");

      g_string_append_printf (text, "%s\n", attune_json_get_string (function, "name", ""));
      append_arguments (text, attune_json_get_string (function, "arguments", ""));
    }

  if (text->len == 0)
    return NULL;

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * attune_tool_calls_free: (skip)
 * @self: (transfer full): calls
 */
void
attune_tool_calls_free (AttuneToolCalls *self)
{
  g_ptr_array_unref (self->calls);
  g_free (self);
}
