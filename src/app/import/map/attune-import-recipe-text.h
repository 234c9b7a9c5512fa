/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-recipe.h"

G_BEGIN_DECLS

/* What a recipe does, in a few words; newly allocated. */
char *attune_import_recipe_dup_summary        (AttuneRecipe  *recipe);

/* A paragraph of a template: the field that it is, or NULL when it is more than that. */
char *attune_import_paragraph_dup_field       (const char    *paragraph);
char *attune_import_paragraph_new_from_field  (const char    *field,
                                               gboolean       is_optional);

G_END_DECLS
