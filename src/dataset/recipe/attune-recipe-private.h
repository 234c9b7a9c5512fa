/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-draft.h"
#include "attune-example-private.h"
#include "attune-recipe.h"

G_BEGIN_DECLS

AttuneIssueKind attune_recipe_draft (AttuneRecipe       *self,
                                     const AttuneRecord *record,
                                     AttuneDraft        *draft);

G_END_DECLS
