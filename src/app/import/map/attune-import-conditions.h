/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-recipe.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_CONDITIONS (attune_import_conditions_get_type ())

/**
 * AttuneImportConditions:
 *
 * The conditions that a record must meet, and groups of them, as rows that edit a recipe. What is in
 * a group stands below its row, further in.
 */
G_DECLARE_FINAL_TYPE (AttuneImportConditions, attune_import_conditions, ATTUNE, IMPORT_CONDITIONS, AdwPreferencesGroup)

void attune_import_conditions_set_recipe (AttuneImportConditions  *self,
                                          AttuneRecipe            *recipe);
void attune_import_conditions_set_fields (AttuneImportConditions  *self,
                                          GListModel              *fields);

G_END_DECLS
