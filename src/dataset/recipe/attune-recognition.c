/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recognition"

#include "config.h"

#include <string.h>

#include "attune-recipe-inside.h"
#include "attune-recipe-library.h"
#include "attune-recipe-private.h"
#include "attune-recognition.h"
#include "attune-scope.h"

/* A recipe that fits fewer of the records is not what the file is. */
#define MIN_SHARE 0.5

/* A member of a record in which everything is, as in {"row_idx": 0, "row": {…}}, is one of so many. */
#define MAX_WRAPPERS 4

/* A signature made ready for many records. */
typedef struct
{
  AttuneRecipe *recipe;
  char         *member;   /* in which the fields are; NULL: in the record itself */
  GPtrArray    *fields;   /* of AttuneField */
  GPtrArray    *texts;    /* of AttuneField: those that have a certain text in them */
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
               const char         *member,
               const char * const *columns)
{
  Candidate *self = g_new0 (Candidate, 1);
  const AttuneSignature *signature = recipe->signature;

  self->recipe = recipe;
  self->member = g_strdup (member);
  self->fields = new_fields ();
  self->texts = new_fields ();
  self->absent = new_fields ();

  for (guint i = 0; i < signature->fields->len; i++)
    {
      const AttuneSignatureField *field = g_ptr_array_index (signature->fields, i);

      add_field (self->fields, field->field, columns);
    }

  for (guint i = 0; i < signature->contains->len; i++)
    {
      const AttuneSignatureText *text = g_ptr_array_index (signature->contains, i);

      add_field (self->texts, text->field, columns);
    }

  for (gsize i = 0; signature->absent != NULL && signature->absent[i] != NULL; i++)
    add_field (self->absent, signature->absent[i], columns);

  return self;
}

static void
candidate_free (Candidate *self)
{
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->absent);
  g_free (self->member);
  g_free (self);
}

static gboolean
find (AttuneScope       *scope,
      yyjson_val        *base,
      const AttuneField *field,
      AttuneValue       *value)
{
  return base != NULL ? attune_scope_find_in (scope, base, field, value)
                      : attune_scope_find (scope, field, value);
}

static gboolean
contains (const AttuneValue *value,
          const char        *text)
{
  AttuneText whole;

  return attune_value_get_text (value, &whole) &&
         memmem (whole.bytes, whole.length, text, strlen (text)) != NULL;
}

static gboolean
fits (Candidate   *self,
      AttuneScope *scope)
{
  const AttuneSignature *signature = self->recipe->signature;
  yyjson_val *base = NULL;
  AttuneValue value;

  if (self->member != NULL &&
      !yyjson_is_obj (base = yyjson_obj_get (scope->record->root, self->member)))
    return FALSE;

  /* A row is never an example already. */
  if (scope->record->root == NULL && attune_recipe_passes_examples (self->recipe))
    return FALSE;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const AttuneSignatureField *field = g_ptr_array_index (signature->fields, i);

      if (!find (scope, base, g_ptr_array_index (self->fields, i), &value) ||
          (attune_value_get_type (&value) & field->types) == 0)
        return FALSE;
    }

  for (guint i = 0; i < self->texts->len; i++)
    {
      const AttuneSignatureText *text = g_ptr_array_index (signature->contains, i);

      if (!find (scope, base, g_ptr_array_index (self->texts, i), &value) ||
          !contains (&value, text->text))
        return FALSE;
    }

  for (guint i = 0; i < self->absent->len; i++)
    if (find (scope, base, g_ptr_array_index (self->absent, i), &value))
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

static void
add_candidates (GPtrArray          *candidates,
                GPtrArray          *recipes,
                const char         *member,
                const char * const *columns)
{
  for (guint i = 0; i < recipes->len; i++)
    {
      AttuneRecipe *recipe = g_ptr_array_index (recipes, i);

      if (recipe->signature != NULL)
        g_ptr_array_add (candidates, candidate_new (recipe, member, columns));
    }
}

/* What the first record has in it may be what the records are wrapped in. */
static void
add_wrappers (GPtrArray          *candidates,
              GPtrArray          *recipes,
              const AttuneRecord *record)
{
  yyjson_obj_iter iter;
  yyjson_val *key;
  guint n_wrappers = 0;

  yyjson_obj_iter_init (record->root, &iter);

  while (n_wrappers < MAX_WRAPPERS && (key = yyjson_obj_iter_next (&iter)))
    {
      if (!yyjson_is_obj (yyjson_obj_iter_get_val (key)))
        continue;

      add_candidates (candidates, recipes, yyjson_get_str (key), NULL);
      n_wrappers++;
    }
}

static guint
count_demands (const Candidate *self)
{
  return self->fields->len + self->texts->len;
}

/* Of those that fit equally many the one wins that asks for more, then the one that comes first. */
static Candidate *
find_best (GPtrArray *candidates,
           gboolean   is_wrapped)
{
  Candidate *best = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);

      if ((candidate->member != NULL) != is_wrapped)
        continue;

      if (best == NULL || candidate->n_fits > best->n_fits ||
          (candidate->n_fits == best->n_fits && count_demands (candidate) > count_demands (best)))
        best = candidate;
    }

  return best;
}

/* The names of what is in a member of the records. */
static char **
dup_names_in (AttuneSurvey *survey,
              const char   *member)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GPtrArray *fields = attune_survey_get_fields (survey);

  for (guint i = 0; i < fields->len; i++)
    {
      const AttuneFieldInfo *info = g_ptr_array_index (fields, i);
      g_autoptr(AttuneField) field = attune_field_parse (info->path, strlen (info->path), NULL);
      GArray *steps = field != NULL ? g_array_index (field->paths, AttuneFieldPath, 0).steps : NULL;

      if (steps != NULL && steps->len == 2 &&
          g_strcmp0 (g_array_index (steps, AttuneFieldStep, 0).name, member) == 0 &&
          g_array_index (steps, AttuneFieldStep, 1).name != NULL)
        g_strv_builder_add (builder, g_array_index (steps, AttuneFieldStep, 1).name);
    }

  return g_strv_builder_end (builder);
}

static gboolean
is_object (AttuneSurvey *survey,
           const char   *name)
{
  g_autofree char *path = attune_field_quote_name (name);
  GPtrArray *fields = attune_survey_get_fields (survey);

  for (guint i = 0; i < fields->len; i++)
    {
      const AttuneFieldInfo *info = g_ptr_array_index (fields, i);

      if (g_str_equal (info->path, path))
        return info->types == ATTUNE_VALUE_OBJECT;
    }

  return FALSE;
}

/* A table with one column holds texts, whatever it is called. */
static AttuneRecipe *
guess (AttuneSurvey *survey)
{
  g_auto(GStrv) names = attune_survey_dup_names (survey);
  AttuneRecipe *recipe = attune_recipe_guess ((const char * const *)names);

  if (g_strv_length (names) == 1 && !is_object (survey, names[0]))
    {
      attune_recipe_set_target (recipe, ATTUNE_EXAMPLE_COMPLETION);
      attune_recipe_set_answer_field (recipe, names[0]);
    }

  return recipe;
}

/* The same for what the records are wrapped in. Returns NULL when nothing is found. */
static AttuneRecipe *
guess_inside (AttuneSurvey *survey)
{
  g_auto(GStrv) members = attune_survey_dup_names (survey);

  for (gsize i = 0; members[i] != NULL; i++)
    {
      g_auto(GStrv) names = dup_names_in (survey, members[i]);
      g_autoptr(AttuneRecipe) recipe = attune_recipe_guess ((const char * const *)names);

      if (!attune_recipe_passes_examples (recipe))
        return attune_recipe_new_inside (recipe, members[i]);
    }

  return NULL;
}

static gboolean
is_convincing (AttuneRecognition *self,
               const Candidate   *candidate)
{
  guint n_records = attune_survey_get_n_records (self->survey);

  return candidate != NULL && n_records > 0 && candidate->n_fits >= MIN_SHARE * n_records;
}

static void
take (AttuneRecognition *self,
      const Candidate   *candidate)
{
  self->recipe = candidate->member != NULL
                   ? attune_recipe_new_inside (candidate->recipe, candidate->member)
                   : g_object_ref (candidate->recipe);
  self->confidence = (double)candidate->n_fits / attune_survey_get_n_records (self->survey);
}

/* What is in a record counts before what is in a member of it, and what is known before what is
 * guessed by names. */
static void
choose (AttuneRecognition *self,
        GPtrArray         *candidates)
{
  Candidate *best = find_best (candidates, FALSE);
  Candidate *wrapped = find_best (candidates, TRUE);
  AttuneRecipe *inside;

  if (is_convincing (self, best))
    {
      take (self, best);
    }
  else
    {
      self->recipe = guess (self->survey);

      if (attune_recipe_passes_examples (self->recipe) && is_convincing (self, wrapped))
        {
          g_clear_object (&self->recipe);
          take (self, wrapped);
        }
      else if (attune_recipe_passes_examples (self->recipe) &&
               (inside = guess_inside (self->survey)))
        {
          g_set_object (&self->recipe, inside);
          g_object_unref (inside);
        }
    }

  self->left_over = attune_recognition_list_unused (self->recipe, self->survey);
}

static gboolean
read_records (AttuneRecognition  *self,
              AttuneReader       *reader,
              GPtrArray          *recipes,
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
      if (attune_survey_get_n_records (self->survey) == 0 && record.problem == ATTUNE_ISSUE_NONE)
        add_wrappers (candidates, recipes, &record);

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

  add_candidates (candidates, recipes, NULL, attune_reader_get_columns (reader));

  if (!read_records (self, reader, recipes, candidates, cancellable, error))
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
