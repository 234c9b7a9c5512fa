/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-recipe.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_PARTS (attune_import_parts_get_type ())

/**
 * AttuneImportParts:
 *
 * What a record becomes and which of its fields are what, as rows and menus that edit a recipe.
 */
G_DECLARE_FINAL_TYPE (AttuneImportParts, attune_import_parts, ATTUNE, IMPORT_PARTS, AdwPreferencesGroup)

void attune_import_parts_set_recipe (AttuneImportParts  *self,
                                     AttuneRecipe       *recipe);
void attune_import_parts_set_fields (AttuneImportParts  *self,
                                     GListModel         *fields);
void attune_import_parts_set_menu   (AttuneImportParts  *self,
                                     GListModel         *fields);
void attune_import_parts_set_passes (AttuneImportParts  *self,
                                     gboolean            passes);

G_END_DECLS
