/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"
#include "attune-provider-resources.h"

/* What stands in the file of a provider, and how it is read. */

#define RESOURCE_PATH "/io/github/attune/Attune/providers/"

/**
 * attune_profile_load_data: (skip)
 * @id: a provider that ships, or "protocol"
 *
 * Returns: (transfer full) (nullable): its file, free to be changed
 */
JsonObject *
attune_profile_load_data (const char *id)
{
  static gsize is_registered;
  g_autofree char *path = g_strconcat (RESOURCE_PATH, id, ".json", NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *object = NULL;

  /* Named here so that the linker keeps it: nothing else refers to a resource in a library. */
  if (g_once_init_enter (&is_registered))
    {
      attune_provider_register_resource ();
      g_once_init_leave (&is_registered, 1);
    }

  if ((bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error)) != NULL)
    object = attune_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                       &error);

  if (object == NULL)
    g_critical ("The profile “%s” that ships is broken: %s", id, error->message);

  return object;
}

/**
 * attune_profile_get_translated: (skip)
 * @object: (nullable): a part of a provider's file
 * @member: a member with a text for people
 *
 * data/providers/strings.h shows the shipped texts to the translators.
 *
 * Returns: (transfer none) (nullable): the text, translated; it lives as long as @object
 */
const char *
attune_profile_get_translated (JsonObject *object,
                               const char *member)
{
  const char *text = attune_json_get_string (object, member, NULL);

  /* gettext answers the empty string with the catalogue's header. */
  return text != NULL && *text != '\0' ? _(text) : NULL;
}

/**
 * attune_profile_dup_translated: (skip)
 * @object: (nullable): a part of a provider's file
 * @member: a member with a text for people
 *
 * Returns: (transfer full) (nullable): the text, translated
 */
char *
attune_profile_dup_translated (JsonObject *object,
                               const char *member)
{
  return g_strdup (attune_profile_get_translated (object, member));
}

/**
 * attune_profile_dup_words: (skip)
 * @object: a part of a provider's file
 * @member: a member with a list of words
 *
 * Returns: (transfer full) (nullable): the words, or %NULL when there is no list
 */
char **
attune_profile_dup_words (JsonObject *object,
                          const char *member)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = attune_json_get_array (object, member);

  if (array == NULL)
    return NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }

  return g_strv_builder_end (builder);
}

/**
 * attune_profile_get_part: (skip)
 * @self: a profile
 * @name: a member of its file
 *
 * Returns: (transfer none) (nullable): the object there
 */
JsonObject *
attune_profile_get_part (AttuneProfile *self,
                         const char    *name)
{
  return attune_json_get_object (self->data, name);
}

/**
 * attune_profile_get_inner: (skip)
 * @self: a profile
 * @part: a member of its file
 * @name: a member of that
 *
 * Returns: (transfer none) (nullable): the object there
 */
JsonObject *
attune_profile_get_inner (AttuneProfile *self,
                          const char    *part,
                          const char    *name)
{
  return attune_json_get_object (attune_profile_get_part (self, part), name);
}
