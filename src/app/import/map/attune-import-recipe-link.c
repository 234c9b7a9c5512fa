/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-recipe-link"

#include "config.h"

#include "attune-import-recipe-link.h"

/**
 * attune_import_recipe_link:
 * @link: the recipe that @rows edit
 * @recipe: (nullable): the one that they shall edit
 * @update: called with @rows when the recipe has changed, whoever changed it
 * @rows: what @link is a member of
 *
 * Returns: %FALSE when it is the same recipe as before
 */
gboolean
attune_import_recipe_link (AttuneRecipe **link,
                           AttuneRecipe  *recipe,
                           GCallback      update,
                           gpointer       rows)
{
  g_return_val_if_fail (link != NULL, FALSE);
  g_return_val_if_fail (recipe == NULL || ATTUNE_IS_RECIPE (recipe), FALSE);

  if (*link == recipe)
    return FALSE;

  if (*link != NULL)
    g_signal_handlers_disconnect_by_data (*link, rows);

  g_set_object (link, recipe);

  if (recipe != NULL)
    g_signal_connect_swapped (recipe, "changed", update, rows);

  return TRUE;
}
