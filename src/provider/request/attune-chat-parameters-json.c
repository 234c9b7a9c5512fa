/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-parameters"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-chat-parameters-private.h"
#include "attune-error.h"
#include "attune-json.h"

/* What is no setting of a provider, in the JSON of these parameters. */
#define MEMBER_STOP      "stop"
#define MEMBER_FORMAT    "format"
#define MEMBER_SCHEMA    "schema"
#define MEMBER_SEPARATOR "separator"
#define MEMBER_MODE      "mode"

/* No provider has more settings; a file that does is not one of ours. */
#define MAX_VALUES 64

/* NULL for the first, which is automatic. */
static const char *
get_nick (GType type,
          int   value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);

  return value != 0 ? g_enum_get_value (klass, value)->value_nick : NULL;
}

static void
add_text (JsonObject *object,
          const char *member,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

/* The value of a word from outside; the first, automatic, for one that nobody knows. */
static int
find_nick (GType       type,
           const char *nick)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *value = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;

  return value != NULL ? value->value : 0;
}

static void
take_member_cb (JsonObject *object,
                const char *member,
                JsonNode   *node,
                gpointer    user_data)
{
  AttuneChatParameters *self = user_data;

  if (attune_chat_parameters_is_setting (member) && attune_chat_parameters_is_value (node) &&
      json_object_get_size (attune_chat_parameters_get_values (self)) < MAX_VALUES)
    attune_chat_parameters_set_value (self, member, node);
}

/* The stop sequences that can be used, the first of them where there are too many. */
static char **
dup_stops (JsonArray *array)
{
  g_autoptr(GPtrArray) stops = g_ptr_array_new_with_free_func (g_free);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length && stops->len < ATTUNE_CHAT_MAX_STOPS; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *stop = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (stop != NULL && *stop != '\0' &&
          !g_ptr_array_find_with_equal_func (stops, stop, g_str_equal, NULL))
        g_ptr_array_add (stops, g_strdup (stop));
    }

  g_ptr_array_add (stops, NULL);

  return (char **)g_ptr_array_steal (stops, NULL);
}

/**
 * attune_chat_parameters_is_value: (skip)
 * @node: JSON
 *
 * Returns: whether it may be the value of a setting: a finite number, a truth value or a word
 */
gboolean
attune_chat_parameters_is_value (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return (type == G_TYPE_BOOLEAN || type == G_TYPE_INT64 || type == G_TYPE_STRING ||
          (type == G_TYPE_DOUBLE && isfinite (json_node_get_double (node))));
}

/**
 * attune_chat_parameters_is_setting: (skip)
 * @name: a word
 *
 * Returns: whether it may be the name of a setting, and not of something else in the JSON
 */
gboolean
attune_chat_parameters_is_setting (const char *name)
{
  static const char * const others[] = {
    MEMBER_STOP, MEMBER_FORMAT, MEMBER_SCHEMA, MEMBER_SEPARATOR, MEMBER_MODE, NULL
  };

  return *name != '\0' && !g_strv_contains (others, name);
}

/**
 * attune_chat_parameters_to_object: (skip)
 * @self: parameters
 *
 * Returns: (transfer full): them as JSON, without what is automatic
 */
JsonObject *
attune_chat_parameters_to_object (AttuneChatParameters *self)
{
  JsonObject *object = json_object_new ();
  const char * const *stops = attune_chat_parameters_get_stops (self);

  attune_json_merge (object, attune_chat_parameters_get_values (self));

  if (stops[0] != NULL)
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; stops[i] != NULL; i++)
        json_array_add_string_element (array, stops[i]);

      json_object_set_array_member (object, MEMBER_STOP, array);
    }

  add_text (object, MEMBER_FORMAT,
            get_nick (ATTUNE_TYPE_CHAT_FORMAT, attune_chat_parameters_get_format (self)));
  add_text (object, MEMBER_SCHEMA, attune_chat_parameters_get_schema (self));
  add_text (object, MEMBER_SEPARATOR, attune_chat_parameters_get_separator (self));
  add_text (object, MEMBER_MODE,
            get_nick (ATTUNE_TYPE_CHAT_MODE, attune_chat_parameters_get_mode (self)));

  return object;
}

/**
 * attune_chat_parameters_new_from_json:
 * @text: (nullable): what attune_chat_parameters_to_json() wrote; %NULL or "" for all automatic
 * @error: return location for %ATTUNE_ERROR_DATA, when it is no JSON object
 *
 * Reads what can be used and passes over the rest, so that a newer or damaged text costs no more
 * than the member that is odd.
 *
 * Returns: (transfer full) (nullable): the parameters
 */
AttuneChatParameters *
attune_chat_parameters_new_from_json (const char  *text,
                                      GError     **error)
{
  g_autoptr(AttuneChatParameters) self = attune_chat_parameters_new ();
  g_autoptr(JsonObject) object = NULL;
  g_auto(GStrv) stops = NULL;

  if (text == NULL || *text == '\0')
    return g_steal_pointer (&self);

  if ((object = attune_json_parse_object (text, -1, NULL)) == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, text,
                        _("The parameters cannot be read. Set them again."));
      return NULL;
    }

  json_object_foreach_member (object, take_member_cb, self);
  stops = dup_stops (attune_json_get_array (object, MEMBER_STOP));
  attune_chat_parameters_set_stops (self, (const char * const *)stops, NULL);
  attune_chat_parameters_set_schema (self, attune_json_get_string (object, MEMBER_SCHEMA, NULL));
  attune_chat_parameters_set_separator (self,
                                        attune_json_get_string (object, MEMBER_SEPARATOR, NULL));
  attune_chat_parameters_set_format (self,
                                     find_nick (ATTUNE_TYPE_CHAT_FORMAT,
                                                attune_json_get_string (object, MEMBER_FORMAT,
                                                                        NULL)));
  attune_chat_parameters_set_mode (self,
                                   find_nick (ATTUNE_TYPE_CHAT_MODE,
                                              attune_json_get_string (object, MEMBER_MODE, NULL)));

  return g_steal_pointer (&self);
}

/**
 * attune_chat_parameters_to_json:
 * @self: parameters
 *
 * Returns: (transfer full): them as a JSON object on one line, “{}” when all is automatic
 */
char *
attune_chat_parameters_to_json (AttuneChatParameters *self)
{
  g_autoptr(JsonObject) object = NULL;

  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), NULL);

  object = attune_chat_parameters_to_object (self);

  return attune_json_object_to_string (object);
}
