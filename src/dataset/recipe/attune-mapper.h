/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-draft.h"
#include "attune-recipe.h"

G_BEGIN_DECLS

/**
 * AttuneMapper:
 *
 * What a recipe does to the records of a file, made ready for many of them, for one thread.
 */
typedef struct _AttuneMapper AttuneMapper;

AttuneMapper *attune_mapper_new   (AttuneRecipe       *recipe);
void          attune_mapper_free  (AttuneMapper       *self);
void          attune_mapper_begin (AttuneMapper       *self,
                                   const AttuneRecord *record);
gboolean      attune_mapper_next  (AttuneMapper       *self,
                                   AttuneDraft        *draft);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneMapper, attune_mapper_free)

G_END_DECLS
