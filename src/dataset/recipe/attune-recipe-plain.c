/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-plain"

#include "config.h"

#include "attune-recipe-private.h"
#include "attune-template.h"

static const AttuneRecipeProp plain_props[ATTUNE_N_PLAIN] = {
  [ATTUNE_PLAIN_QUESTION] = ATTUNE_RECIPE_PROP_QUESTION_FIELD,
  [ATTUNE_PLAIN_CONTEXT] = ATTUNE_RECIPE_PROP_CONTEXT_FIELD,
  [ATTUNE_PLAIN_ANSWER] = ATTUNE_RECIPE_PROP_ANSWER_FIELD,
  [ATTUNE_PLAIN_SYSTEM] = ATTUNE_RECIPE_PROP_SYSTEM_FIELD,
  [ATTUNE_PLAIN_SYSTEM_TEXT] = ATTUNE_RECIPE_PROP_SYSTEM_TEXT,
};

static AttuneTemplate *
parse_part (AttuneRecipe     *self,
            AttuneRecipePart  part)
{
  return attune_template_parse ((const char * const *)self->templates[part], NULL);
}

/* The name of the field that a paragraph is; it may be missing or not as @is_optional says. */
static char *
dup_plain_name (const AttuneTemplate *template,
                guint                 paragraph,
                gboolean              is_optional)
{
  const AttuneField *field = NULL;

  if (template != NULL)
    field = attune_template_get_field (template, paragraph);

  return field != NULL && field->is_optional == is_optional
           ? g_strdup (attune_field_get_plain_name (field))
           : NULL;
}

static void
find_plain_question (AttuneRecipe  *self,
                     char         **plain)
{
  g_autoptr(AttuneTemplate) template = parse_part (self, ATTUNE_RECIPE_QUESTION);
  guint n_paragraphs = template != NULL ? template->paragraphs->len : 0;

  if (n_paragraphs == 0 || n_paragraphs > 2)
    return;

  plain[ATTUNE_PLAIN_CONTEXT] = dup_plain_name (template, n_paragraphs - 1, TRUE);

  if (n_paragraphs == 1 || plain[ATTUNE_PLAIN_CONTEXT] != NULL)
    plain[ATTUNE_PLAIN_QUESTION] = dup_plain_name (template, 0, FALSE);
}

static void
find_plain_system (AttuneRecipe  *self,
                   char         **plain)
{
  g_autoptr(AttuneTemplate) template = parse_part (self, ATTUNE_RECIPE_SYSTEM);

  plain[ATTUNE_PLAIN_SYSTEM_TEXT] = g_strdup (self->system_default);

  if (template == NULL || template->paragraphs->len == 0)
    return;

  if (template->paragraphs->len == 1)
    plain[ATTUNE_PLAIN_SYSTEM] = dup_plain_name (template, 0, TRUE);

  if (plain[ATTUNE_PLAIN_SYSTEM_TEXT] == NULL)
    plain[ATTUNE_PLAIN_SYSTEM_TEXT] = attune_template_dup_literal (template);
}

static void
find_plain_answer (AttuneRecipe  *self,
                   char         **plain)
{
  g_autoptr(AttuneTemplate) template = parse_part (self, ATTUNE_RECIPE_ANSWER);

  if (template != NULL && template->paragraphs->len == 1)
    plain[ATTUNE_PLAIN_ANSWER] = dup_plain_name (template, 0, FALSE);
}

/* Finds out anew which parts are plain fields, and tells everybody that the recipe has changed. */
void
attune_recipe_refresh (AttuneRecipe *self)
{
  char *plain[ATTUNE_N_PLAIN] = { NULL };

  find_plain_question (self, plain);
  find_plain_answer (self, plain);
  find_plain_system (self, plain);

  for (guint i = 0; i < ATTUNE_N_PLAIN; i++)
    {
      if (attune_recipe_set_string (&self->plain[i], plain[i]))
        attune_recipe_notify (self, plain_props[i]);

      g_free (plain[i]);
    }

  attune_recipe_emit_changed (self);
}

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
