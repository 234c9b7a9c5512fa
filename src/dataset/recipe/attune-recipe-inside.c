/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-inside"

#include "config.h"

#include <string.h>

#include "attune-recipe-inside.h"
#include "attune-recipe-private.h"
#include "attune-template.h"

static void
write_step (GString    *text,
            gsize       begin,
            const char *name)
{
  g_autofree char *quoted = attune_field_quote_name (name);

  if (text->len > begin && *quoted != '[')
    g_string_append_c (text, '.');

  g_string_append (text, quoted);
}

/* Writes a way as it would be written for a record that has in @member what this one is. Items stay
 * what they are. */
static void
write_path (GString               *text,
            const AttuneFieldPath *path,
            const char            *member)
{
  gsize begin = text->len;

  if (path->starts_at_item)
    g_string_append (text, "each");
  else
    write_step (text, begin, member);

  for (guint i = 0; i < path->steps->len; i++)
    {
      const AttuneFieldStep *step = &g_array_index (path->steps, AttuneFieldStep, i);

      if (step->name != NULL)
        write_step (text, begin, step->name);
      else
        g_string_append_printf (text, "[%" G_GINT64_FORMAT "]", step->index);
    }
}

static void
write_field (GString           *text,
             const AttuneField *field,
             const char        *member)
{
  for (guint i = 0; i < field->paths->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '|');

      write_path (text, &g_array_index (field->paths, AttuneFieldPath, i), member);
    }

  if (field->is_optional)
    g_string_append_c (text, '?');
}

static void
move_field (char       **field,
            const char  *member)
{
  g_autoptr(AttuneField) parsed = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  if (*field == NULL || !(parsed = attune_field_parse (*field, strlen (*field), NULL)))
    return;

  write_field (text, parsed, member);
  g_set_str (field, text->str);
}

static char *
dup_paragraph_inside (GArray     *pieces,
                      const char *member)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++)
    {
      const AttuneTemplatePiece *piece = &g_array_index (pieces, AttuneTemplatePiece, i);

      if (piece->field != NULL)
        {
          g_string_append_c (text, '{');
          write_field (text, piece->field, member);
          g_string_append_c (text, '}');
        }
      else
        {
          g_autofree char *literal = g_strndup (piece->text, piece->length);
          g_autofree char *escaped = attune_template_escape (literal);

          g_string_append (text, escaped);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
move_template (char       **paragraphs,
               const char  *member)
{
  g_autoptr(AttuneTemplate) template = NULL;

  template = attune_template_parse ((const char * const *)paragraphs, NULL);

  for (guint i = 0; template != NULL && i < template->paragraphs->len; i++)
    {
      g_free (paragraphs[i]);
      paragraphs[i] = dup_paragraph_inside (g_ptr_array_index (template->paragraphs, i), member);
    }
}

static void
move_condition (AttuneCondition *condition,
                const char      *member)
{
  move_field (&condition->field, member);

  for (guint i = 0; i < condition->conditions->len; i++)
    move_condition (g_ptr_array_index (condition->conditions, i), member);
}

/* Of lists in lists the first is in the record. */
static void
move_each (char       **each,
           const char  *member)
{
  g_autoptr(GPtrArray) levels = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  const char *rest;

  if (*each == NULL || !(levels = attune_field_parse_levels (*each, NULL)))
    return;

  write_field (text, g_ptr_array_index (levels, 0), member);
  rest = levels->len > 1 ? strstr (*each, "[]") : NULL;
  g_string_append (text, rest != NULL ? rest : "");
  g_set_str (each, text->str);
}

/* What passes records through names no field; this says the same with fields. */
static void
spell_out (AttuneRecipe *self)
{
  switch (self->target)
    {
    case ATTUNE_EXAMPLE_COMPLETION:
      self->templates[ATTUNE_RECIPE_QUESTION] = g_strsplit ("{prompt}", "\n", 1);
      self->templates[ATTUNE_RECIPE_ANSWER] = g_strsplit ("{completion}", "\n", 1);
      break;

    case ATTUNE_EXAMPLE_PREFERENCE:
      self->turns[ATTUNE_RECIPE_QUESTION] = attune_turns_new ("input.messages");
      self->turns[ATTUNE_RECIPE_ANSWER] = attune_turns_new ("preferred_output|preferred_completion");
      self->turns[ATTUNE_RECIPE_REJECTED] =
        attune_turns_new ("non_preferred_output|non_preferred_completion");
      self->tools = g_strdup ("input.tools?");
      break;

    case ATTUNE_EXAMPLE_CHAT:
    default:
      self->turns[ATTUNE_RECIPE_QUESTION] = attune_turns_new ("messages");
      self->tools = g_strdup ("tools?");
      break;
    }
}

/**
 * attune_recipe_new_inside:
 * @recipe: a recipe
 * @member: the name of a member
 *
 * Returns: (transfer full): a recipe that makes of records that have in @member what those of
 *   @recipe have in themselves, such as `{"row": {…}}`, the same examples
 */
AttuneRecipe *
attune_recipe_new_inside (AttuneRecipe *recipe,
                          const char   *member)
{
  AttuneRecipe *self;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (recipe), NULL);
  g_return_val_if_fail (member != NULL, NULL);

  self = attune_recipe_copy (recipe);
  g_clear_pointer (&self->signature, attune_signature_free);

  if (attune_recipe_passes_examples (self))
    spell_out (self);

  for (guint i = 0; i < ATTUNE_N_RECIPE_PARTS; i++)
    {
      if (self->templates[i] != NULL)
        move_template (self->templates[i], member);

      if (self->turns[i] != NULL)
        {
          move_field (&self->turns[i]->array, member);
          move_field (&self->turns[i]->last, member);
        }
    }

  for (guint i = 0; i < self->conditions->len; i++)
    move_condition (g_ptr_array_index (self->conditions, i), member);

  move_each (&self->each, member);
  move_field (&self->tools, member);
  attune_recipe_refresh (self);

  return self;
}
