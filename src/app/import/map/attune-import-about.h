/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-recipe.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_ABOUT (attune_import_about_get_type ())

/**
 * AttuneImportAbout:
 *
 * What a recipe is called and what it is for, as rows that edit it.
 */
G_DECLARE_FINAL_TYPE (AttuneImportAbout, attune_import_about, ATTUNE, IMPORT_ABOUT, AdwPreferencesGroup)

void attune_import_about_set_recipe (AttuneImportAbout *self,
                                     AttuneRecipe      *recipe);

G_END_DECLS
