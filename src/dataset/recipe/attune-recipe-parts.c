/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe"

#include "config.h"

#include "attune-recipe-private.h"

/* How the parts of an example are made. */

/**
 * attune_recipe_passes_examples:
 * @self: a recipe
 *
 * Returns: whether it has no parts, and so takes records that are examples already
 */
gboolean
attune_recipe_passes_examples (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), FALSE);

  for (guint i = ATTUNE_RECIPE_QUESTION; i < ATTUNE_N_RECIPE_PARTS; i++)
    if (self->templates[i] != NULL || self->turns[i] != NULL)
      return FALSE;

  return TRUE;
}

static gboolean
has_part (AttuneRecipe     *self,
          AttuneRecipePart  part)
{
  /* A context alone is no question. */
  if (part == ATTUNE_RECIPE_QUESTION && self->plain[ATTUNE_PLAIN_QUESTION] == NULL &&
      self->plain[ATTUNE_PLAIN_CONTEXT] != NULL)
    return FALSE;

  return self->templates[part] != NULL || self->turns[part] != NULL;
}

/**
 * attune_recipe_is_complete:
 * @self: a recipe
 *
 * Returns: %TRUE when it can make examples: it has no parts, or all that its target needs; plain
 *   text needs no prompt, and turns are question and answer in one
 */
gboolean
attune_recipe_is_complete (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), FALSE);

  if (attune_recipe_passes_examples (self))
    return TRUE;

  switch (self->target)
    {
    case ATTUNE_EXAMPLE_COMPLETION:
      return has_part (self, ATTUNE_RECIPE_ANSWER);

    case ATTUNE_EXAMPLE_PREFERENCE:
      return has_part (self, ATTUNE_RECIPE_QUESTION) && has_part (self, ATTUNE_RECIPE_ANSWER) &&
             has_part (self, ATTUNE_RECIPE_REJECTED);

    case ATTUNE_EXAMPLE_CHAT:
    default:
      return has_part (self, ATTUNE_RECIPE_QUESTION) &&
             (self->turns[ATTUNE_RECIPE_QUESTION] != NULL || has_part (self, ATTUNE_RECIPE_ANSWER));
    }
}

/**
 * attune_recipe_get_template:
 * @self: a recipe
 * @part: a part of an example
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): its paragraphs, with fields in
 *   braces; %NULL when it has none, or is made of turns
 */
const char * const *
attune_recipe_get_template (AttuneRecipe     *self,
                            AttuneRecipePart  part)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);
  g_return_val_if_fail (part >= 0 && part < ATTUNE_N_RECIPE_PARTS, NULL);

  return (const char * const *)self->templates[part];
}

/**
 * attune_recipe_get_turns:
 * @self: a recipe
 * @part: a part of an example
 *
 * Returns: (transfer none) (nullable): the array that it is made of; the question of a chat that is
 *   made of turns is the whole conversation
 */
const AttuneTurns *
attune_recipe_get_turns (AttuneRecipe     *self,
                         AttuneRecipePart  part)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);
  g_return_val_if_fail (part >= 0 && part < ATTUNE_N_RECIPE_PARTS, NULL);

  return self->turns[part];
}

/**
 * attune_recipe_get_system_default:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the system text of examples whose own is blank
 */
const char *
attune_recipe_get_system_default (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->system_default;
}

/**
 * attune_recipe_set_template:
 * @self: a recipe
 * @part: a part of an example
 * @paragraphs: (nullable) (array zero-terminated=1): what it shall be, with fields in braces; none
 *   to make it no more; see attune_recipe_check()
 */
void
attune_recipe_set_template (AttuneRecipe       *self,
                            AttuneRecipePart    part,
                            const char * const *paragraphs)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));
  g_return_if_fail (part >= 0 && part < ATTUNE_N_RECIPE_PARTS);

  g_clear_pointer (&self->turns[part], attune_turns_free);
  g_clear_pointer (&self->templates[part], g_strfreev);

  if (paragraphs != NULL && paragraphs[0] != NULL)
    self->templates[part] = g_strdupv ((char **)paragraphs);

  attune_recipe_refresh (self);
}

/**
 * attune_recipe_set_turns:
 * @self: a recipe
 * @part: a part of an example, but not the system text
 * @turns: (nullable): what it shall be made of; copied
 */
void
attune_recipe_set_turns (AttuneRecipe      *self,
                         AttuneRecipePart   part,
                         const AttuneTurns *turns)
{
  AttuneTurns *copy;

  g_return_if_fail (ATTUNE_IS_RECIPE (self));
  g_return_if_fail (part > ATTUNE_RECIPE_SYSTEM && part < ATTUNE_N_RECIPE_PARTS);

  copy = turns != NULL ? attune_turns_copy (turns) : NULL;
  g_clear_pointer (&self->turns[part], attune_turns_free);
  g_clear_pointer (&self->templates[part], g_strfreev);
  self->turns[part] = copy;
  attune_recipe_refresh (self);
}

/**
 * attune_recipe_set_system_default:
 * @self: a recipe
 * @text: (nullable): the system text of examples whose own is blank
 */
void
attune_recipe_set_system_default (AttuneRecipe *self,
                                  const char   *text)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (attune_recipe_set_string (&self->system_default, text))
    attune_recipe_refresh (self);
}
