/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-recipe.h"

G_BEGIN_DECLS

/* For the groups of rows that edit a recipe. */
gboolean attune_import_recipe_link (AttuneRecipe **link,
                                    AttuneRecipe  *recipe,
                                    GCallback      update,
                                    gpointer       rows);

G_END_DECLS
