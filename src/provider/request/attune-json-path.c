/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-path"

#include "config.h"

#include <string.h>

#include "attune-json-path.h"
#include "attune-json.h"

/* Takes the next name off @path. Returns whether it is an array's. */
static gboolean
take_name (const char **path,
           char       **name)
{
  const char *end = strchrnul (*path, '.');
  gboolean is_array = end - *path > 2 && strncmp (end - 2, "[]", 2) == 0;

  *name = g_strndup (*path, end - *path - (is_array ? 2 : 0));
  *path = *end == '.' ? end + 1 : end;

  return is_array;
}

static JsonNode *
get_first (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  return array != NULL && json_array_get_length (array) > 0
         ? json_array_get_element (array, 0) : NULL;
}

/* The object at @name, made when there is none, alone in an array when @is_array. */
static JsonObject *
ensure_object (JsonObject *object,
               const char *name,
               gboolean    is_array)
{
  JsonArray *array = attune_json_get_array (object, name);
  JsonObject *inner;

  if (!is_array)
    {
      if ((inner = attune_json_get_object (object, name)) == NULL)
        {
          inner = json_object_new ();
          json_object_set_object_member (object, name, inner);
        }

      return inner;
    }

  if (array == NULL)
    {
      array = json_array_new ();
      json_object_set_array_member (object, name, array);
    }

  if (json_array_get_length (array) == 0 ||
      !JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, 0)))
    json_array_add_object_element (array, json_object_new ());

  return json_array_get_object_element (array, 0);
}

/**
 * attune_json_path_get: (skip)
 * @object: an object from outside
 * @path: a place in it
 *
 * Returns: (transfer none) (nullable): what is there, borrowed from @object
 */
JsonNode *
attune_json_path_get (JsonObject *object,
                      const char *path)
{
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  while (*path != '\0')
    {
      g_autofree char *name = NULL;
      gboolean is_array = take_name (&path, &name);

      if ((node = json_object_get_member (object, name)) != NULL && is_array)
        node = get_first (node);

      if (node == NULL || *path == '\0')
        return node;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return NULL;

      object = json_node_get_object (node);
    }

  return node;
}

/**
 * attune_json_path_set: (skip)
 * @object: an object of ours
 * @path: a place in it; objects and arrays on the way are made as needed
 * @value: (transfer full): what belongs there
 */
void
attune_json_path_set (JsonObject *object,
                      const char *path,
                      JsonNode   *value)
{
  g_return_if_fail (object != NULL);
  g_return_if_fail (path != NULL && *path != '\0');

  for (;;)
    {
      g_autofree char *name = NULL;
      gboolean is_array = take_name (&path, &name);

      if (*path != '\0')
        {
          object = ensure_object (object, name, is_array);
          continue;
        }

      if (is_array)
        {
          JsonArray *array = json_array_new ();

          json_array_add_element (array, value);
          json_object_set_array_member (object, name, array);
        }
      else
        json_object_set_member (object, name, value);

      return;
    }
}
