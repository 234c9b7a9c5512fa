/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-recipe-private.h"

/* What a recipe says besides how the parts of an example are made. */

static void
set_member (AttuneRecipe  *self,
            char         **member,
            const char    *string,
            guint          prop_id)
{
  if (!attune_recipe_set_string (member, string))
    return;

  attune_recipe_notify (self, prop_id);
  attune_recipe_emit_changed (self);
}

/**
 * attune_recipe_get_name:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): its name, as it is saved
 */
const char *
attune_recipe_get_name (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->name;
}

/**
 * attune_recipe_get_title:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): its name for people, which for a recipe that comes with
 *   Attune is in their language
 */
const char *
attune_recipe_get_title (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->name != NULL ? _(self->name) : NULL;
}

/**
 * attune_recipe_get_description:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): what it is for, in a sentence
 */
const char *
attune_recipe_get_description (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->description;
}

/**
 * attune_recipe_get_target:
 * @self: a recipe
 *
 * Returns: what records are made into
 */
AttuneExampleKind
attune_recipe_get_target (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), ATTUNE_EXAMPLE_CHAT);

  return self->target;
}

/**
 * attune_recipe_get_records:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): where in a JSON document the records are, as the options of
 *   a reader have it; %NULL to find it out
 */
const char *
attune_recipe_get_records (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->records;
}

/**
 * attune_recipe_get_each:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the array of a record each of whose elements becomes an
 *   example; %NULL when the record itself does
 */
const char *
attune_recipe_get_each (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->each;
}

/**
 * attune_recipe_get_tools:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field whose tools go along with the conversation
 */
const char *
attune_recipe_get_tools (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->tools;
}

/**
 * attune_recipe_get_trim:
 * @self: a recipe
 *
 * Returns: whether spaces are taken off both ends of every text
 */
gboolean
attune_recipe_get_trim (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), FALSE);

  return self->trim;
}

/**
 * attune_recipe_get_sample:
 * @self: a recipe
 *
 * Returns: which of the examples are taken
 */
AttuneSample
attune_recipe_get_sample (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), ATTUNE_SAMPLE_ALL);

  return self->sample;
}

/**
 * attune_recipe_get_sample_count:
 * @self: a recipe
 *
 * Returns: how many of the examples are taken, unless all
 */
guint64
attune_recipe_get_sample_count (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), 0);

  return self->sample_count;
}

/**
 * attune_recipe_get_sample_seed:
 * @self: a recipe
 *
 * Returns: the seed by which examples are drawn
 */
guint64
attune_recipe_get_sample_seed (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), 0);

  return self->sample_seed;
}

/**
 * attune_recipe_get_conditions:
 * @self: a recipe
 *
 * Returns: (transfer none) (element-type AttuneCondition): what must all hold for a record, or an
 *   item of it, to be taken
 */
GPtrArray *
attune_recipe_get_conditions (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->conditions;
}

/**
 * attune_recipe_set_name:
 * @self: a recipe
 * @name: (nullable): its name
 */
void
attune_recipe_set_name (AttuneRecipe *self,
                        const char   *name)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  set_member (self, &self->name, name, ATTUNE_RECIPE_PROP_NAME);
}

/**
 * attune_recipe_set_description:
 * @self: a recipe
 * @description: (nullable): what it is for
 */
void
attune_recipe_set_description (AttuneRecipe *self,
                               const char   *description)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  set_member (self, &self->description, description, ATTUNE_RECIPE_PROP_DESCRIPTION);
}

/**
 * attune_recipe_set_target:
 * @self: a recipe
 * @target: what records shall be made into
 */
void
attune_recipe_set_target (AttuneRecipe      *self,
                          AttuneExampleKind  target)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (self->target == target)
    return;

  self->target = target;
  attune_recipe_notify (self, ATTUNE_RECIPE_PROP_TARGET);
  attune_recipe_emit_changed (self);
}

/**
 * attune_recipe_set_records:
 * @self: a recipe
 * @path: (nullable): where in a JSON document the records are, as the options of a reader have it
 */
void
attune_recipe_set_records (AttuneRecipe *self,
                           const char   *path)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  set_member (self, &self->records, path, ATTUNE_RECIPE_PROP_RECORDS);
}

/**
 * attune_recipe_set_each:
 * @self: a recipe
 * @field: (nullable): the array of a record each of whose elements becomes an example
 */
void
attune_recipe_set_each (AttuneRecipe *self,
                        const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  set_member (self, &self->each, field, ATTUNE_RECIPE_PROP_EACH);
}

/**
 * attune_recipe_set_tools:
 * @self: a recipe
 * @field: (nullable): the field whose tools go along with the conversation
 */
void
attune_recipe_set_tools (AttuneRecipe *self,
                         const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  set_member (self, &self->tools, field, ATTUNE_RECIPE_PROP_TOOLS);
}

/**
 * attune_recipe_set_trim:
 * @self: a recipe
 * @trim: whether to take spaces off both ends of every text
 */
void
attune_recipe_set_trim (AttuneRecipe *self,
                        gboolean      trim)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (self->trim == !!trim)
    return;

  self->trim = !!trim;
  attune_recipe_notify (self, ATTUNE_RECIPE_PROP_TRIM);
  attune_recipe_emit_changed (self);
}

/**
 * attune_recipe_set_sample:
 * @self: a recipe
 * @sample: which of the examples are taken
 * @count: how many, unless all
 * @seed: by what they are drawn at random
 */
void
attune_recipe_set_sample (AttuneRecipe *self,
                          AttuneSample  sample,
                          guint64       count,
                          guint64       seed)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (self->sample == sample && self->sample_count == count && self->sample_seed == seed)
    return;

  self->sample = sample;
  self->sample_count = count;
  self->sample_seed = seed;
  attune_recipe_notify (self, ATTUNE_RECIPE_PROP_SAMPLE);
  attune_recipe_notify (self, ATTUNE_RECIPE_PROP_SAMPLE_COUNT);
  attune_recipe_notify (self, ATTUNE_RECIPE_PROP_SAMPLE_SEED);
  attune_recipe_emit_changed (self);
}

/**
 * attune_recipe_set_conditions:
 * @self: a recipe
 * @conditions: (element-type AttuneCondition): what must all hold; copied
 */
void
attune_recipe_set_conditions (AttuneRecipe *self,
                              GPtrArray    *conditions)
{
  g_autoptr(GPtrArray) copies = NULL;

  g_return_if_fail (ATTUNE_IS_RECIPE (self));
  g_return_if_fail (conditions != NULL);

  copies = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_condition_free);

  for (guint i = 0; i < conditions->len; i++)
    g_ptr_array_add (copies, attune_condition_copy (g_ptr_array_index (conditions, i)));

  g_ptr_array_unref (self->conditions);
  self->conditions = g_steal_pointer (&copies);
  attune_recipe_emit_changed (self);
}
