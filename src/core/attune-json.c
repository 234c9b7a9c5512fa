/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"

/* The deepest object of any provider has about ten levels. json-glib recurses, and a fiber's stack
 * is 128 KiB: deeper answers are refused before it sees them. */
#define MAX_DEPTH 64

static JsonNode *
get_value (JsonObject *object,
           const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static gboolean
is_too_deep (const char *text,
             gsize       length)
{
  gboolean in_string = FALSE;
  gsize depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        in_string = !in_string;
      else if (!in_string && (text[i] == '{' || text[i] == '[') && ++depth > MAX_DEPTH)
        return TRUE;
      else if (!in_string && (text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }

  return FALSE;
}

/**
 * attune_json_get_string:
 * @object: (nullable): an object from outside
 * @member: the name of a member
 * @fallback: (nullable): what to return when there is no string
 *
 * Returns: (transfer none) (nullable): the string, borrowed from @object, or @fallback
 */
const char *
attune_json_get_string (JsonObject *object,
                        const char *member,
                        const char *fallback)
{
  JsonNode *node = get_value (object, member);
  const char *string = node != NULL ? json_node_get_string (node) : NULL;

  return string != NULL ? string : fallback;
}

/**
 * attune_json_get_int:
 * @object: (nullable): an object from outside
 * @member: the name of a member
 * @fallback: what to return when there is no number
 *
 * A number with a fraction is cut to its whole part, since some servers send 3 as 3.0; one beyond
 * the range of 64 bits counts as missing.
 *
 * Returns: the number or @fallback
 */
gint64
attune_json_get_int (JsonObject *object,
                     const char *member,
                     gint64      fallback)
{
  JsonNode *node = get_value (object, member);
  double number;

  if (node == NULL || !is_number (node))
    return fallback;

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);

  number = json_node_get_double (node);

  return number >= -0x1p63 && number < 0x1p63 ? (gint64)number : fallback;
}

/**
 * attune_json_get_double:
 * @object: (nullable): an object from outside
 * @member: the name of a member
 * @fallback: what to return when there is no number
 *
 * Returns: the number or @fallback
 */
double
attune_json_get_double (JsonObject *object,
                        const char *member,
                        double      fallback)
{
  JsonNode *node = get_value (object, member);

  return node != NULL && is_number (node) ? json_node_get_double (node) : fallback;
}

/**
 * attune_json_get_boolean:
 * @object: (nullable): an object from outside
 * @member: the name of a member
 * @fallback: what to return when there is no truth value
 *
 * Returns: the truth value or @fallback
 */
gboolean
attune_json_get_boolean (JsonObject *object,
                         const char *member,
                         gboolean    fallback)
{
  JsonNode *node = get_value (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;

  return json_node_get_boolean (node);
}

/**
 * attune_json_get_object:
 * @object: (nullable): an object from outside
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): the object, borrowed, or %NULL when there is none
 */
JsonObject *
attune_json_get_object (JsonObject *object,
                        const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * attune_json_get_array:
 * @object: (nullable): an object from outside
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): the array, borrowed, or %NULL when there is none
 */
JsonArray *
attune_json_get_array (JsonObject *object,
                       const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
merge_member_cb (JsonObject *source,
                 const char *member,
                 JsonNode   *node,
                 gpointer    user_data)
{
  JsonObject *target = user_data;
  JsonObject *inner = attune_json_get_object (target, member);

  if (inner != NULL && JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), merge_member_cb, inner);
  else
    json_object_set_member (target, member, json_node_copy (node));
}

/**
 * attune_json_merge:
 * @target: an object
 * @source: another
 *
 * Puts the members of @source into @target. Where both have an object, these are merged; anything
 * else of the same name is replaced. It goes no deeper than @target does.
 */
void
attune_json_merge (JsonObject *target,
                   JsonObject *source)
{
  g_return_if_fail (target != NULL);
  g_return_if_fail (source != NULL);

  json_object_foreach_member (source, merge_member_cb, target);
}

/**
 * attune_json_parse:
 * @text: (array length=length): JSON from outside
 * @length: its length in bytes, or -1 when it ends with a NUL
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_PROTOCOL, @text as its detail, when it is not JSON, is empty, or nests
 * deeper than any protocol does.
 *
 * Returns: (transfer full) (nullable): the value
 */
JsonNode *
attune_json_parse (const char  *text,
                   gssize       length,
                   GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GError) local_error = NULL;
  g_autofree char *detail = NULL;
  JsonNode *node = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length < 0)
    length = strlen (text);

  if (!is_too_deep (text, length) &&
      json_parser_load_from_data (parser, text != NULL ? text : "", length, &local_error))
    node = json_parser_steal_root (parser);

  if (node != NULL)
    return node;

  if (local_error != NULL)
    g_debug ("Not JSON: %s", local_error->message);

  detail = g_strndup (text != NULL ? text : "", length);
  attune_set_error (error, ATTUNE_ERROR_PROTOCOL, detail,
                    _("The server sent an answer that cannot be understood. "
                      "Check the address of the account, then try again."));

  return NULL;
}

/**
 * attune_json_parse_object:
 * @text: (array length=length): JSON from outside
 * @length: its length in bytes, or -1 when it ends with a NUL
 * @error: (nullable): where to put an error
 *
 * Like attune_json_parse(), and fails in the same way when the value is not an object.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonObject *
attune_json_parse_object (const char  *text,
                          gssize       length,
                          GError     **error)
{
  g_autoptr(JsonNode) node = attune_json_parse (text, length, error);
  g_autofree char *detail = NULL;

  if (node == NULL)
    return NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);

  detail = attune_json_to_string (node);
  attune_set_error (error, ATTUNE_ERROR_PROTOCOL, detail,
                    _("The server sent an answer that cannot be understood. "
                      "Check the address of the account, then try again."));

  return NULL;
}

/**
 * attune_json_to_string:
 * @node: a value
 *
 * Returns: (transfer full): @node as JSON on one line
 */
char *
attune_json_to_string (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, FALSE);
}

/**
 * attune_json_object_to_string:
 * @object: an object
 *
 * Returns: (transfer full): @object as JSON on one line
 */
char *
attune_json_object_to_string (JsonObject *object)
{
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}
