/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-recipe.h"

G_BEGIN_DECLS

GPtrArray    *attune_recipe_library_list (void);
AttuneRecipe *attune_recipe_library_get  (const char *id);

G_END_DECLS
