/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-recipe.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_FILTERS (attune_import_filters_get_type ())

/**
 * AttuneImportFilters:
 *
 * Which records of a file are taken, and how many examples each holds, as rows that edit a recipe.
 */
G_DECLARE_FINAL_TYPE (AttuneImportFilters, attune_import_filters, ATTUNE, IMPORT_FILTERS, AdwPreferencesGroup)

void attune_import_filters_set_recipe (AttuneImportFilters  *self,
                                       AttuneRecipe         *recipe);
void attune_import_filters_set_arrays (AttuneImportFilters  *self,
                                       const char * const   *arrays);

G_END_DECLS
