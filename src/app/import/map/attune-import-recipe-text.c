/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-recipe-text"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-field.h"

#include "attune-import-recipe-text.h"

static const char *
get_pass_text (AttuneExampleKind target)
{
  switch (target)
    {
    case ATTUNE_EXAMPLE_COMPLETION:
      return _("Prompts and completions, taken as they are");

    case ATTUNE_EXAMPLE_PREFERENCE:
      return _("Preference pairs, taken as they are");

    case ATTUNE_EXAMPLE_CHAT:
    default:
      return _("Taken as it is");
    }
}

static char *
dup_part (AttuneRecipe     *recipe,
          AttuneRecipePart  part)
{
  const char * const *paragraphs = attune_recipe_get_template (recipe, part);
  const AttuneTurns *turns = attune_recipe_get_turns (recipe, part);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  if (turns != NULL)
    return g_strdup (turns->array);

  for (guint i = 0; paragraphs != NULL && paragraphs[i] != NULL; i++)
    {
      g_autofree char *field = attune_import_paragraph_dup_field (paragraphs[i]);

      g_strv_builder_add (builder, field != NULL ? field : paragraphs[i]);
    }

  names = g_strv_builder_end (builder);

  return g_strjoinv (", ", names);
}

char *
attune_import_recipe_dup_summary (AttuneRecipe *recipe)
{
  g_autofree char *question = NULL;
  g_autofree char *answer = NULL;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (recipe), NULL);

  if (attune_recipe_get_title (recipe) != NULL)
    return g_strdup (attune_recipe_get_title (recipe));

  if (attune_recipe_passes_examples (recipe))
    return g_strdup (get_pass_text (attune_recipe_get_target (recipe)));

  question = dup_part (recipe, ATTUNE_RECIPE_QUESTION);
  answer = dup_part (recipe, ATTUNE_RECIPE_ANSWER);

  if (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_QUESTION) != NULL)
    /* Translators: %s is the name of a field that holds a conversation. */
    return g_strdup_printf (_("Conversations from %s"), question);

  if (question[0] == '\0')
    /* Translators: %s is the name of a field. */
    return g_strdup_printf (_("Text from %s"), answer);

  /* Translators: both are names of fields. */
  return g_strdup_printf (_("Question from %s, answer from %s"), question, answer);
}

char *
attune_import_paragraph_dup_field (const char *paragraph)
{
  gsize length;
  gsize end;

  g_return_val_if_fail (paragraph != NULL, NULL);

  length = strlen (paragraph);

  if (length < 3 || paragraph[0] != '{' || paragraph[1] == '{')
    return NULL;

  end = attune_field_find_end (paragraph + 1, length - 1);

  if (end != length - 2)
    return NULL;

  /* Whether it may be missing is no part of its name. */
  if (paragraph[end] == '?')
    end--;

  return g_strndup (paragraph + 1, end);
}

char *
attune_import_paragraph_new_from_field (const char *field,
                                        gboolean    is_optional)
{
  g_return_val_if_fail (field != NULL, NULL);

  return g_strdup_printf ("{%s%s}", field, is_optional ? "?" : "");
}
