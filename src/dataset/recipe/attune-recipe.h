/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "attune-example.h"
#include "attune-reader.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_RECIPE (attune_recipe_get_type ())

/**
 * AttuneRecipe:
 *
 * How a record becomes an example. Properties: `target` (AttuneExampleKind), `question-field`,
 * `context-field`, `answer-field`, `system-field`, `system-text` (strings, NULL when not used). The
 * text of the context field follows the question after a blank line. A recipe without fields passes
 * records that are OpenAI chat or prompt/completion objects already.
 */
G_DECLARE_FINAL_TYPE (AttuneRecipe, attune_recipe, ATTUNE, RECIPE, GObject)

AttuneRecipe  *attune_recipe_new               (void);
AttuneRecipe  *attune_recipe_guess             (const char * const  *columns);
AttuneRecipe  *attune_recipe_copy              (AttuneRecipe        *self);
gboolean       attune_recipe_is_complete       (AttuneRecipe        *self);
AttuneExample *attune_recipe_apply             (AttuneRecipe        *self,
                                                const AttuneRecord  *record,
                                                GError             **error);
AttuneExampleKind attune_recipe_get_target     (AttuneRecipe        *self);
const char    *attune_recipe_get_question_field (AttuneRecipe       *self);
const char    *attune_recipe_get_context_field (AttuneRecipe        *self);
const char    *attune_recipe_get_answer_field  (AttuneRecipe        *self);
const char    *attune_recipe_get_system_field  (AttuneRecipe        *self);
const char    *attune_recipe_get_system_text   (AttuneRecipe        *self);
void           attune_recipe_set_target        (AttuneRecipe        *self,
                                                AttuneExampleKind    target);
void           attune_recipe_set_question_field (AttuneRecipe       *self,
                                                const char          *field);
void           attune_recipe_set_context_field (AttuneRecipe        *self,
                                                const char          *field);
void           attune_recipe_set_answer_field  (AttuneRecipe        *self,
                                                const char          *field);
void           attune_recipe_set_system_field  (AttuneRecipe        *self,
                                                const char          *field);
void           attune_recipe_set_system_text   (AttuneRecipe        *self,
                                                const char          *text);

G_END_DECLS
