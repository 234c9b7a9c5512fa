/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recognition"

#include "config.h"

#include <string.h>

#include "attune-recipe-library.h"
#include "attune-recipe-private.h"
#include "attune-recognition.h"
#include "attune-scope.h"
#include "attune-template.h"

/* A recipe that fits fewer of the records is not what the file is. */
#define MIN_SHARE 0.5

/* A signature made ready for many records. */
typedef struct
{
  AttuneRecipe *recipe;
  GPtrArray    *fields;   /* of AttuneField */
  GPtrArray    *absent;   /* of AttuneField */
  guint         n_fits;
} Candidate;

static GPtrArray *
new_fields (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)attune_field_free);
}

static void
add_field (GPtrArray          *fields,
           const char         *text,
           const char * const *columns)
{
  AttuneField *field = attune_field_parse (text, strlen (text), NULL);

  if (field == NULL)
    return;

  attune_field_bind (field, columns);
  g_ptr_array_add (fields, field);
}

static Candidate *
candidate_new (AttuneRecipe       *recipe,
               const char * const *columns)
{
  Candidate *self = g_new0 (Candidate, 1);
  const AttuneSignature *signature = recipe->signature;

  self->recipe = recipe;
  self->fields = new_fields ();
  self->absent = new_fields ();

  for (guint i = 0; i < signature->fields->len; i++)
    {
      const AttuneSignatureField *field = g_ptr_array_index (signature->fields, i);

      add_field (self->fields, field->field, columns);
    }

  for (gsize i = 0; signature->absent != NULL && signature->absent[i] != NULL; i++)
    add_field (self->absent, signature->absent[i], columns);

  return self;
}

static void
candidate_free (Candidate *self)
{
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->absent);
  g_free (self);
}

static gboolean
fits (Candidate   *self,
      AttuneScope *scope)
{
  const AttuneSignature *signature = self->recipe->signature;
  AttuneValue value;

  /* A row is never an example already. */
  if (scope->record->root == NULL && attune_recipe_passes_examples (self->recipe))
    return FALSE;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const AttuneSignatureField *field = g_ptr_array_index (signature->fields, i);

      if (!attune_scope_find (scope, g_ptr_array_index (self->fields, i), &value) ||
          (attune_value_get_type (&value) & field->types) == 0)
        return FALSE;
    }

  for (guint i = 0; i < self->absent->len; i++)
    if (attune_scope_find (scope, g_ptr_array_index (self->absent, i), &value))
      return FALSE;

  return TRUE;
}

static void
test_candidates (GPtrArray          *candidates,
                 AttuneScope        *scope,
                 const AttuneRecord *record)
{
  if (record->problem != ATTUNE_ISSUE_NONE)
    return;

  attune_scope_begin (scope, record);

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);

      candidate->n_fits += fits (candidate, scope);
    }
}

/* Of those that fit equally many the one wins that asks for more fields, then the one that comes
 * first. */
static Candidate *
find_best (GPtrArray *candidates)
{
  Candidate *best = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);

      if (best == NULL || candidate->n_fits > best->n_fits ||
          (candidate->n_fits == best->n_fits && candidate->fields->len > best->fields->len))
        best = candidate;
    }

  return best;
}

/* A table with one column holds texts, whatever it is called. */
static AttuneRecipe *
guess (AttuneSurvey *survey)
{
  g_auto(GStrv) names = attune_survey_dup_names (survey);
  AttuneRecipe *recipe = attune_recipe_guess ((const char * const *)names);

  if (g_strv_length (names) == 1)
    {
      attune_recipe_set_target (recipe, ATTUNE_EXAMPLE_COMPLETION);
      attune_recipe_set_answer_field (recipe, names[0]);
    }

  return recipe;
}

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

  return text_uses (recipe->each, name, FALSE) || text_uses (recipe->tools, name, has_items);
}

static void
choose (AttuneRecognition *self,
        GPtrArray         *candidates)
{
  Candidate *best = find_best (candidates);
  guint n_records = attune_survey_get_n_records (self->survey);

  if (best != NULL && n_records > 0 && best->n_fits >= MIN_SHARE * n_records)
    {
      self->recipe = g_object_ref (best->recipe);
      self->confidence = (double)best->n_fits / n_records;
    }
  else
    {
      self->recipe = guess (self->survey);
    }

  self->left_over = attune_recognition_list_unused (self->recipe, self->survey);
}

static gboolean
read_records (AttuneRecognition  *self,
              AttuneReader       *reader,
              GPtrArray          *candidates,
              GCancellable       *cancellable,
              GError            **error)
{
  g_autoptr(GError) local_error = NULL;
  AttuneRecord record;
  AttuneScope scope;
  gboolean is_going_on = TRUE;

  attune_scope_init (&scope);

  while (is_going_on && attune_reader_next (reader, &record, cancellable, &local_error))
    {
      test_candidates (candidates, &scope, &record);
      is_going_on = attune_survey_add (self->survey, &record);
    }

  attune_scope_clear (&scope);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * attune_recognition_new:
 * @reader: a reader before its first record; the records that were looked at are gone from it
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Looks at the first records, some hundred and about a megabyte of them, and finds the recipe that
 * fits most: one that comes with Attune by its signature, or else one that takes columns by the
 * names they usually have, which may be incomplete. Fails as attune_reader_next() does.
 *
 * Returns: (transfer full) (nullable): what it found
 */
AttuneRecognition *
attune_recognition_new (AttuneReader  *reader,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(AttuneRecognition) self = NULL;
  g_autoptr(GPtrArray) recipes = NULL;
  g_autoptr(GPtrArray) candidates = NULL;

  g_return_val_if_fail (ATTUNE_IS_READER (reader), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (AttuneRecognition, 1);
  self->survey = attune_survey_new (attune_reader_get_columns (reader));
  recipes = attune_recipe_library_list ();
  candidates = g_ptr_array_new_with_free_func ((GDestroyNotify)candidate_free);

  for (guint i = 0; i < recipes->len; i++)
    {
      AttuneRecipe *recipe = g_ptr_array_index (recipes, i);

      if (recipe->signature != NULL)
        g_ptr_array_add (candidates, candidate_new (recipe, attune_reader_get_columns (reader)));
    }

  if (!read_records (self, reader, candidates, cancellable, error))
    return NULL;

  choose (self, candidates);

  return g_steal_pointer (&self);
}

/**
 * attune_recognition_free:
 * @self: (transfer full): a recognition
 */
void
attune_recognition_free (AttuneRecognition *self)
{
  g_clear_object (&self->recipe);
  g_clear_pointer (&self->left_over, g_strfreev);
  g_clear_pointer (&self->survey, attune_survey_free);
  g_free (self);
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
