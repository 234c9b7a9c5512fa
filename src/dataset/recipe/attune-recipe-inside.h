/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-recipe.h"

G_BEGIN_DECLS

AttuneRecipe *attune_recipe_new_inside (AttuneRecipe *recipe,
                                        const char   *member);

G_END_DECLS
