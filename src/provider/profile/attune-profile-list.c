/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile-list"

#include "config.h"

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-paths.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

/* A profile has a few kilobytes; more is something else. */
#define MAX_FILE_SIZE (1024 * 1024)

/* The order in which a person is offered them: what most people can use best comes first, last
 * whatever is not listed. */
static const char * const shipped_ids[] = {
  ATTUNE_PROFILE_LOCAL_ID,
  "nebius",
  ATTUNE_PROFILE_OPENAI_ID,
  "azure",
  "crusoe",
  "litellm",
  "localai",
  "together",
  "mistral",
  "fireworks",
  ATTUNE_PROFILE_CUSTOM_ID,
};

static const char *
get_id (JsonObject *object)
{
  return attune_json_get_string (object, "id", NULL);
}

static gboolean
is_shipped (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (shipped_ids); i++)
    if (g_str_equal (shipped_ids[i], id))
      return TRUE;

  return FALSE;
}

static JsonObject *
find_by_id (GPtrArray  *objects,
            const char *id)
{
  for (guint i = 0; id != NULL && i < objects->len; i++)
    if (g_strcmp0 (get_id (objects->pdata[i]), id) == 0)
      return objects->pdata[i];

  return NULL;
}

static JsonObject *
find_model (JsonArray  *models,
            const char *id)
{
  for (guint i = 0; id != NULL && i < json_array_get_length (models); i++)
    {
      JsonNode *node = json_array_get_element (models, i);

      if (JSON_NODE_HOLDS_OBJECT (node) &&
          g_strcmp0 (get_id (json_node_get_object (node)), id) == 0)
        return json_node_get_object (node);
    }

  return NULL;
}

/* Of a list of models, those of the same id are merged, and the others come behind. */
static void
merge_models (JsonArray *target,
              JsonArray *source)
{
  for (guint i = 0; i < json_array_get_length (source); i++)
    {
      JsonNode *node = json_array_get_element (source, i);
      JsonObject *known;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      if ((known = find_model (target, get_id (json_node_get_object (node)))))
        attune_json_merge (known, json_node_get_object (node));
      else
        json_array_add_element (target, json_node_copy (node));
    }
}

static void
merge_profile (JsonObject *target,
               JsonObject *source)
{
  JsonObject *training = attune_json_get_object (target, "training");
  JsonObject *own_training = attune_json_get_object (source, "training");
  JsonArray *models = attune_json_get_array (training, "models");
  JsonArray *own_models = attune_json_get_array (own_training, "models");

  if (models != NULL && own_models != NULL)
    {
      merge_models (models, own_models);
      json_object_remove_member (own_training, "models");
    }

  attune_json_merge (target, source);
}

static JsonObject *
load_own (const char  *path,
          GError     **error)
{
  g_autofree char *text = NULL;
  GStatBuf info;
  gsize length;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > MAX_FILE_SIZE)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                           "it is no file, or larger than a megabyte");
      return NULL;
    }

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  return attune_json_parse_object (text, length, error);
}

/* A file that cannot be used changes nothing: what ships still works. */
static void
add_own (GPtrArray  *objects,
         const char *path)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(AttuneProfile) profile = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  JsonObject *shipped;

  if (!(object = load_own (path, &error)))
    {
      g_message ("“%s” is not used: %s", path, error->message);
      return;
    }

  if ((shipped = find_by_id (objects, get_id (object))) != NULL)
    {
      merge_profile (shipped, object);
      return;
    }

  text = attune_json_object_to_string (object);

  if ((profile = attune_profile_new_from_json (text, -1, &error)) != NULL)
    g_ptr_array_add (objects, g_steal_pointer (&object));
  else
    g_message ("“%s” is not used: %s", path, error->message);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static void
add_all_own (GPtrArray  *objects,
             const char *own_dir)
{
  g_autoptr(GDir) dir = g_dir_open (own_dir, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));

  /* The order of a folder is any; that of the offers is always the same. */
  g_ptr_array_sort_values (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (own_dir, names->pdata[i], NULL);

      add_own (objects, path);
    }
}

/* What the person changed may be what makes a profile unusable. */
static AttuneProfile *
create_profile (JsonObject *object)
{
  g_autofree char *text = attune_json_object_to_string (object);
  g_autoptr(JsonObject) shipped = NULL;
  g_autofree char *shipped_text = NULL;
  g_autoptr(GError) error = NULL;
  AttuneProfile *profile = attune_profile_new_from_json (text, -1, &error);

  if (profile != NULL)
    return profile;

  g_message ("What was changed of the provider “%s” is not used: %s", get_id (object),
             error->message);

  if (!is_shipped (get_id (object)) ||
      (shipped = attune_profile_load_data (get_id (object))) == NULL)
    return NULL;

  shipped_text = attune_json_object_to_string (shipped);

  return attune_profile_new_from_json (shipped_text, -1, NULL);
}

/**
 * attune_profile_load_list: (skip)
 * @own_dir: (nullable): a folder with files of the person, which need not exist
 *
 * Reads the profiles that ship, with what the person's files change in those of the same id, and
 * behind them the person's own.
 *
 * Returns: (transfer full): a list of #AttuneProfile
 */
GListModel *
attune_profile_load_list (const char *own_dir)
{
  GListStore *store = g_list_store_new (ATTUNE_TYPE_PROFILE);
  g_autoptr(GPtrArray) objects = NULL;

  objects = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (shipped_ids); i++)
    {
      JsonObject *object = attune_profile_load_data (shipped_ids[i]);

      if (object != NULL)
        g_ptr_array_add (objects, object);
    }

  if (own_dir != NULL)
    add_all_own (objects, own_dir);

  for (guint i = 0; i < objects->len; i++)
    {
      g_autoptr(AttuneProfile) profile = create_profile (objects->pdata[i]);

      if (profile != NULL)
        g_list_store_append (store, profile);
    }

  return G_LIST_MODEL (store);
}

static gpointer
load_once (gpointer data)
{
  g_autofree char *data_dir = attune_paths_dup_data_dir ();
  g_autofree char *own_dir = g_build_filename (data_dir, "providers", NULL);

  return attune_profile_load_list (own_dir);
}

/**
 * attune_profile_list_shipped:
 *
 * The providers that Attune knows by itself, in the order in which a person is offered them; with
 * what the person changed or added in the folder `providers` of the data folder, which is read
 * once.
 *
 * Returns: (transfer full): a #GListModel of #AttuneProfile, the same at every call
 */
GListModel *
attune_profile_list_shipped (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_object_ref (G_LIST_MODEL (g_once (&once, load_once, NULL)));
}

/**
 * attune_profile_find_shipped:
 * @id: such as %ATTUNE_PROFILE_OPENAI_ID
 *
 * Returns: (transfer full) (nullable): the profile of that id in attune_profile_list_shipped()
 */
AttuneProfile *
attune_profile_find_shipped (const char *id)
{
  g_autoptr(GListModel) profiles = attune_profile_list_shipped ();

  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (profiles, i);

      if (g_str_equal (attune_profile_get_id (profile), id))
        return g_steal_pointer (&profile);
    }

  return NULL;
}
