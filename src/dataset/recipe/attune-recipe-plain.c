/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-plain"

#include "config.h"

#include "attune-recipe-private.h"
#include "attune-template.h"

static char *
dup_field_template (const char *name,
                    gboolean    is_optional)
{
  g_autofree char *quoted = attune_field_quote_name (name);

  return g_strdup_printf (is_optional ? "{%s?}" : "{%s}", quoted);
}

static void
set_plain (AttuneRecipe     *self,
           AttuneRecipePart  part,
           const char       *field,
           const char       *optional_field)
{
  g_auto(GStrv) paragraphs = g_new0 (char *, 3);
  guint n_paragraphs = 0;

  if (attune_recipe_null_if_empty (field) != NULL)
    paragraphs[n_paragraphs++] = dup_field_template (field, FALSE);

  if (attune_recipe_null_if_empty (optional_field) != NULL)
    paragraphs[n_paragraphs++] = dup_field_template (optional_field, TRUE);

  attune_recipe_set_template (self, part, (const char * const *)paragraphs);
}

/* A system text alone is the template; beside a field it stands in where that is empty. */
static void
set_plain_system (AttuneRecipe *self,
                  const char   *field,
                  const char   *text)
{
  g_autofree char *escaped = NULL;
  const char *literal[] = { NULL, NULL };

  if (attune_recipe_null_if_empty (field) != NULL)
    {
      g_set_str (&self->system_default, attune_recipe_null_if_empty (text));
      set_plain (self, ATTUNE_RECIPE_SYSTEM, NULL, field);
      return;
    }

  g_clear_pointer (&self->system_default, g_free);

  if (attune_recipe_null_if_empty (text) != NULL)
    literal[0] = escaped = attune_template_escape (text);

  attune_recipe_set_template (self, ATTUNE_RECIPE_SYSTEM, literal);
}

/**
 * attune_recipe_get_question_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field that is the question
 */
const char *
attune_recipe_get_question_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->plain[ATTUNE_PLAIN_QUESTION];
}

/**
 * attune_recipe_get_context_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field whose text follows the question
 */
const char *
attune_recipe_get_context_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->plain[ATTUNE_PLAIN_CONTEXT];
}

/**
 * attune_recipe_get_answer_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field that is the answer
 */
const char *
attune_recipe_get_answer_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->plain[ATTUNE_PLAIN_ANSWER];
}

/**
 * attune_recipe_get_system_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field that is the system text
 */
const char *
attune_recipe_get_system_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->plain[ATTUNE_PLAIN_SYSTEM];
}

/**
 * attune_recipe_get_system_text:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the system text of every example whose own is blank
 */
const char *
attune_recipe_get_system_text (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->plain[ATTUNE_PLAIN_SYSTEM_TEXT];
}

/**
 * attune_recipe_set_question_field:
 * @self: a recipe
 * @field: (nullable): the name of the field that shall be the question; empty counts as %NULL
 */
void
attune_recipe_set_question_field (AttuneRecipe *self,
                                  const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (g_strcmp0 (attune_recipe_null_if_empty (field), self->plain[ATTUNE_PLAIN_QUESTION]) != 0)
    set_plain (self, ATTUNE_RECIPE_QUESTION, field, self->plain[ATTUNE_PLAIN_CONTEXT]);
}

/**
 * attune_recipe_set_context_field:
 * @self: a recipe
 * @field: (nullable): the name of the field whose text shall follow the question; empty counts as
 *   %NULL
 */
void
attune_recipe_set_context_field (AttuneRecipe *self,
                                 const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (g_strcmp0 (attune_recipe_null_if_empty (field), self->plain[ATTUNE_PLAIN_CONTEXT]) != 0)
    set_plain (self, ATTUNE_RECIPE_QUESTION, self->plain[ATTUNE_PLAIN_QUESTION], field);
}

/**
 * attune_recipe_set_answer_field:
 * @self: a recipe
 * @field: (nullable): the name of the field that shall be the answer; empty counts as %NULL
 */
void
attune_recipe_set_answer_field (AttuneRecipe *self,
                                const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (g_strcmp0 (attune_recipe_null_if_empty (field), self->plain[ATTUNE_PLAIN_ANSWER]) != 0)
    set_plain (self, ATTUNE_RECIPE_ANSWER, field, NULL);
}

/**
 * attune_recipe_set_system_field:
 * @self: a recipe
 * @field: (nullable): the name of the field that shall be the system text; empty counts as %NULL
 */
void
attune_recipe_set_system_field (AttuneRecipe *self,
                                const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (g_strcmp0 (attune_recipe_null_if_empty (field), self->plain[ATTUNE_PLAIN_SYSTEM]) != 0)
    set_plain_system (self, field, self->plain[ATTUNE_PLAIN_SYSTEM_TEXT]);
}

/**
 * attune_recipe_set_system_text:
 * @self: a recipe
 * @text: (nullable): the system text of every example whose own is blank; empty counts as %NULL
 */
void
attune_recipe_set_system_text (AttuneRecipe *self,
                               const char   *text)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (g_strcmp0 (attune_recipe_null_if_empty (text), self->plain[ATTUNE_PLAIN_SYSTEM_TEXT]) != 0)
    set_plain_system (self, self->plain[ATTUNE_PLAIN_SYSTEM], text);
}
