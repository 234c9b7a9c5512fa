/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-wire"

#include "config.h"

#include <math.h>

#include "attune-json.h"
#include "attune-wire-values.h"

/**
 * attune_wire_dup_text: (skip)
 * @object: an object from a provider
 * @member: the member's name
 *
 * Returns: (transfer full) (nullable): the text, also when a number stands where a text belongs
 */
char *
attune_wire_dup_text (JsonObject *object,
                      const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));

  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return NULL;
}

static gboolean
read_number (JsonObject *object,
             const char *member,
             double     *value)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text;
  char *end;
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  type = json_node_get_value_type (node);

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    {
      *value = json_node_get_double (node);
      return isfinite (*value);
    }

  if (type != G_TYPE_STRING)
    return FALSE;

  text = json_node_get_string (node);
  *value = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && isfinite (*value);
}

/**
 * attune_wire_dup_texts: (skip)
 * @object: an object from a provider
 * @member: the name of a list of texts, or of objects with an id
 *
 * Returns: (transfer full): the texts, none where there is no such list
 */
char **
attune_wire_dup_texts (JsonObject *object,
                       const char *member)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = attune_json_get_array (object, member);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
      else if (JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autofree char *id = attune_wire_dup_text (json_node_get_object (node), "id");

          if (id != NULL)
            g_strv_builder_take (builder, g_steal_pointer (&id));
        }
    }

  return g_strv_builder_end (builder);
}

/**
 * attune_wire_get_answer: (skip)
 * @object: an object from a provider
 * @member: the member's name
 *
 * Returns: what is said there, as a boolean or as a word for what a model is for, of which "chat"
 *   means yes
 */
AttuneWireAnswer
attune_wire_get_answer (JsonObject *object,
                        const char *member)
{
  const char *word = attune_json_get_string (object, member, NULL);
  JsonNode *node = json_object_get_member (object, member);

  if (word != NULL)
    return g_str_equal (word, "chat") ? ATTUNE_WIRE_YES : ATTUNE_WIRE_NO;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return ATTUNE_WIRE_UNSAID;

  return json_node_get_boolean (node) ? ATTUNE_WIRE_YES : ATTUNE_WIRE_NO;
}

/**
 * attune_wire_get_int:
 * @object: an object from a provider
 * @member: the member's name
 * @fallback: for members that are missing, null, "auto" or no number
 *
 * Returns: the number, rounded towards zero, whether it came as a number or as text
 */
gint64
attune_wire_get_int (JsonObject *object,
                     const char *member,
                     gint64      fallback)
{
  JsonNode *node = json_object_get_member (object, member);
  double value;

  /* Not through a double, which would lose digits above 2^53. */
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);

  if (!read_number (object, member, &value) ||
      value >= (double)G_MAXINT64 || value <= (double)G_MININT64)
    return fallback;

  return (gint64)value;
}

/**
 * attune_wire_get_time:
 * @object: an object from a provider
 * @member: the member's name
 *
 * Returns: Unix seconds, whether they come as a number, as text, or as an ISO 8601 date; 0 when
 *   there are none
 */
gint64
attune_wire_get_time (JsonObject *object,
                      const char *member)
{
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GTimeZone) utc = NULL;
  const char *text;
  double value;

  if (read_number (object, member, &value))
    return attune_wire_get_int (object, member, 0);

  if ((text = attune_json_get_string (object, member, NULL)) == NULL)
    return 0;

  utc = g_time_zone_new_utc ();
  time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/**
 * attune_wire_get_double:
 * @object: an object from a provider
 * @member: the member's name
 * @fallback: for members that are missing, null, "auto" or no finite number
 *
 * Returns: the number, whether it came as a number or as text
 */
double
attune_wire_get_double (JsonObject *object,
                        const char *member,
                        double      fallback)
{
  double value;

  return read_number (object, member, &value) ? value : fallback;
}
