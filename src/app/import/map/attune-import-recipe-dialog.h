/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-recipe.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_RECIPE_DIALOG (attune_import_recipe_dialog_get_type ())

/**
 * AttuneImportRecipeDialog:
 *
 * A recipe as the text that it is, for those who want that.
 *
 * Signals: `applied` (AttuneRecipe), when the text is a recipe.
 */
G_DECLARE_FINAL_TYPE (AttuneImportRecipeDialog, attune_import_recipe_dialog, ATTUNE, IMPORT_RECIPE_DIALOG, AdwDialog)

AdwDialog *attune_import_recipe_dialog_new (AttuneRecipe  *recipe);

G_END_DECLS
