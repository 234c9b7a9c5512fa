/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-library"

#include "config.h"

#include "attune-recipe-library.h"
#include "attune-recipe-resources.h"

#define RESOURCE_PATH "/io/github/attune/Attune/recipes/"

/* The order in which a person is offered them, and in which they win where two fit equally well. */
static const char * const shipped_ids[] = {
  "openai-chat",
  "completion",
  "openai-preference",
  "sharegpt",
  "vicuna",
  "chatgpt",
  "gemini",
  "pairs",
  "messages",
  "alpaca",
  "preference-messages",
  "preference-conversations",
  "preference-dialogue",
  "preference-dialogue-prompt",
  "preference-text",
  "squad",
  "squad-rows",
  "intents",
  "huatuo",
  "chinese-psychological-qa",
  "efaqa",
  "chat-in-column",
  "text-human",
  "text-instruction",
  "text-llama",
  "text-chatml",
  "text",
};

/* A linker drops a constructor that nobody calls from a static library. */
static void
register_resources (void)
{
  static gsize is_registered;

  if (g_once_init_enter (&is_registered))
    {
      attune_recipes_register_resource ();
      g_once_init_leave (&is_registered, 1);
    }
}

/**
 * attune_recipe_library_get:
 * @id: the name of a recipe that comes with Attune, such as `sharegpt`
 *
 * Returns: (transfer full) (nullable): the recipe, for the caller alone; %NULL when there is none
 *   of that name
 */
AttuneRecipe *
attune_recipe_library_get (const char *id)
{
  g_autofree char *path = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  AttuneRecipe *recipe;
  const char *text;
  gsize length;

  g_return_val_if_fail (id != NULL, NULL);

  path = g_strconcat (RESOURCE_PATH, id, ".json", NULL);
  register_resources ();
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  recipe = attune_recipe_new_from_json (text, length, id, &error);

  if (recipe == NULL)
    g_critical ("%s", error->message);

  return recipe;
}

/**
 * attune_recipe_library_list:
 *
 * Returns: (transfer full) (element-type AttuneRecipe): the recipes that come with Attune, for the
 *   caller alone
 */
GPtrArray *
attune_recipe_library_list (void)
{
  GPtrArray *recipes = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (shipped_ids); i++)
    {
      AttuneRecipe *recipe = attune_recipe_library_get (shipped_ids[i]);

      if (recipe != NULL)
        g_ptr_array_add (recipes, recipe);
    }

  return recipes;
}
