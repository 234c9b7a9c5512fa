/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recognition"

#include "config.h"

#include <string.h>

#include "attune-recipe-private.h"
#include "attune-recognition.h"
#include "attune-template.h"

static gboolean
path_uses (const AttuneFieldPath *path,
           const char            *name,
           gboolean               has_items)
{
  if (path->starts_at_item)
    return !has_items && strcmp (name, "each") == 0;

  return path->steps->len == 0 ||
         g_strcmp0 (g_array_index (path->steps, AttuneFieldStep, 0).name, name) == 0;
}

static gboolean
field_uses (const AttuneField *field,
            const char        *name,
            gboolean           has_items)
{
  for (guint i = 0; field != NULL && i < field->paths->len; i++)
    if (path_uses (&g_array_index (field->paths, AttuneFieldPath, i), name, has_items))
      return TRUE;

  return FALSE;
}

static gboolean
text_uses (const char *text,
           const char *name,
           gboolean    has_items)
{
  g_autoptr(AttuneField) field = NULL;

  if (text != NULL)
    field = attune_field_parse (text, strlen (text), NULL);

  return field_uses (field, name, has_items);
}

/* Of lists in lists the first is in the record. */
static gboolean
each_uses (const char *each,
           const char *name)
{
  g_autoptr(GPtrArray) levels = NULL;

  if (each != NULL)
    levels = attune_field_parse_levels (each, NULL);

  return levels != NULL && field_uses (g_ptr_array_index (levels, 0), name, FALSE);
}

static gboolean
template_uses (AttuneRecipe     *recipe,
               AttuneRecipePart  part,
               const char       *name)
{
  const char * const *paragraphs = attune_recipe_get_template (recipe, part);
  g_autoptr(AttuneTemplate) template = attune_template_parse (paragraphs, NULL);

  for (guint i = 0; template != NULL && i < template->paragraphs->len; i++)
    {
      GArray *pieces = g_ptr_array_index (template->paragraphs, i);

      for (guint p = 0; p < pieces->len; p++)
        if (field_uses (g_array_index (pieces, AttuneTemplatePiece, p).field, name,
                        recipe->each != NULL))
          return TRUE;
    }

  return FALSE;
}

static gboolean
condition_uses (const AttuneCondition *condition,
                const char            *name,
                gboolean               has_items)
{
  for (guint i = 0; i < condition->conditions->len; i++)
    if (condition_uses (g_ptr_array_index (condition->conditions, i), name, has_items))
      return TRUE;

  return text_uses (condition->field, name, has_items);
}

/* What providers read in a record that is an example already. */
static gboolean
is_member_of_examples (const char *name)
{
  static const char * const members[] = {
    "messages", "tools", "functions", "parallel_tool_calls", "prompt", "completion", "input",
    "preferred_output", "non_preferred_output", "preferred_completion", "non_preferred_completion", NULL
  };

  return g_strv_contains (members, name);
}

static gboolean
uses (AttuneRecipe *recipe,
      const char   *name)
{
  gboolean has_items = recipe->each != NULL;

  if (attune_recipe_passes_examples (recipe) && is_member_of_examples (name))
    return TRUE;

  for (guint part = 0; part < ATTUNE_N_RECIPE_PARTS; part++)
    if (template_uses (recipe, part, name) ||
        (recipe->turns[part] != NULL && text_uses (recipe->turns[part]->array, name, has_items)))
      return TRUE;

  for (guint i = 0; i < recipe->conditions->len; i++)
    if (condition_uses (g_ptr_array_index (recipe->conditions, i), name, has_items))
      return TRUE;

  return each_uses (recipe->each, name) || text_uses (recipe->tools, name, has_items);
}

/**
 * attune_recognition_list_unused:
 * @recipe: a recipe
 * @survey: what is in a file
 *
 * Returns: (transfer full) (array zero-terminated=1): the columns, or members of the records
 *   themselves, of which the recipe makes nothing
 */
char **
attune_recognition_list_unused (AttuneRecipe *recipe,
                                AttuneSurvey *survey)
{
  g_auto(GStrv) names = attune_survey_dup_names (survey);
  g_autoptr(GPtrArray) unused = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; names[i] != NULL; i++)
    if (!uses (recipe, names[i]))
      g_ptr_array_add (unused, g_strdup (names[i]));

  g_ptr_array_add (unused, NULL);

  return (char **)g_ptr_array_steal (unused, NULL);
}
