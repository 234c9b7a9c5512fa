/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-recipe-private.h"
#include "attune-template.h"

enum {
  PROP_0,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_TARGET,
  PROP_RECORDS,
  PROP_EACH,
  PROP_TOOLS,
  PROP_TRIM,
  PROP_SAMPLE,
  PROP_SAMPLE_COUNT,
  PROP_SAMPLE_SEED,
  PROP_QUESTION_FIELD,
  PROP_CONTEXT_FIELD,
  PROP_ANSWER_FIELD,
  PROP_SYSTEM_FIELD,
  PROP_SYSTEM_TEXT,
  N_PROPS
};

enum {
  CHANGED,
  N_SIGNALS
};

G_DEFINE_ENUM_TYPE (AttuneSample, attune_sample,
                    G_DEFINE_ENUM_VALUE (ATTUNE_SAMPLE_ALL, "all"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_SAMPLE_FIRST, "first"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_SAMPLE_RANDOM, "random"))

G_DEFINE_FINAL_TYPE (AttuneRecipe, attune_recipe, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const guint plain_props[ATTUNE_N_PLAIN] = {
  [ATTUNE_PLAIN_QUESTION] = PROP_QUESTION_FIELD,
  [ATTUNE_PLAIN_CONTEXT] = PROP_CONTEXT_FIELD,
  [ATTUNE_PLAIN_ANSWER] = PROP_ANSWER_FIELD,
  [ATTUNE_PLAIN_SYSTEM] = PROP_SYSTEM_FIELD,
  [ATTUNE_PLAIN_SYSTEM_TEXT] = PROP_SYSTEM_TEXT,
};

static gboolean
set_string (char       **member,
            const char  *string)
{
  return g_set_str (member, attune_recipe_null_if_empty (string));
}

static void
emit_changed (AttuneRecipe *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_member (AttuneRecipe  *self,
            char         **member,
            const char    *string,
            guint          prop_id)
{
  if (!set_string (member, string))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
  emit_changed (self);
}

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
      if (set_string (&self->plain[i], plain[i]))
        g_object_notify_by_pspec (G_OBJECT (self), properties[plain_props[i]]);

      g_free (plain[i]);
    }

  emit_changed (self);
}

static void
attune_recipe_finalize (GObject *object)
{
  AttuneRecipe *self = (AttuneRecipe *)object;

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->records, g_free);
  g_clear_pointer (&self->each, g_free);
  g_clear_pointer (&self->tools, g_free);
  g_clear_pointer (&self->system_default, g_free);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_clear_pointer (&self->signature, attune_signature_free);

  for (guint i = 0; i < ATTUNE_N_RECIPE_PARTS; i++)
    {
      g_clear_pointer (&self->templates[i], g_strfreev);
      g_clear_pointer (&self->turns[i], attune_turns_free);
    }

  for (guint i = 0; i < ATTUNE_N_PLAIN; i++)
    g_clear_pointer (&self->plain[i], g_free);

  G_OBJECT_CLASS (attune_recipe_parent_class)->finalize (object);
}

static void
attune_recipe_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  AttuneRecipe *self = ATTUNE_RECIPE (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_TARGET:
      g_value_set_enum (value, self->target);
      break;

    case PROP_RECORDS:
      g_value_set_string (value, self->records);
      break;

    case PROP_EACH:
      g_value_set_string (value, self->each);
      break;

    case PROP_TOOLS:
      g_value_set_string (value, self->tools);
      break;

    case PROP_TRIM:
      g_value_set_boolean (value, self->trim);
      break;

    case PROP_SAMPLE:
      g_value_set_enum (value, self->sample);
      break;

    case PROP_SAMPLE_COUNT:
      g_value_set_uint64 (value, self->sample_count);
      break;

    case PROP_SAMPLE_SEED:
      g_value_set_uint64 (value, self->sample_seed);
      break;

    case PROP_QUESTION_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_QUESTION]);
      break;

    case PROP_CONTEXT_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_CONTEXT]);
      break;

    case PROP_ANSWER_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_ANSWER]);
      break;

    case PROP_SYSTEM_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_SYSTEM]);
      break;

    case PROP_SYSTEM_TEXT:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_SYSTEM_TEXT]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_recipe_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  AttuneRecipe *self = ATTUNE_RECIPE (object);

  switch (prop_id)
    {
    case PROP_NAME:
      attune_recipe_set_name (self, g_value_get_string (value));
      break;

    case PROP_DESCRIPTION:
      attune_recipe_set_description (self, g_value_get_string (value));
      break;

    case PROP_TARGET:
      attune_recipe_set_target (self, g_value_get_enum (value));
      break;

    case PROP_RECORDS:
      attune_recipe_set_records (self, g_value_get_string (value));
      break;

    case PROP_EACH:
      attune_recipe_set_each (self, g_value_get_string (value));
      break;

    case PROP_TOOLS:
      attune_recipe_set_tools (self, g_value_get_string (value));
      break;

    case PROP_TRIM:
      attune_recipe_set_trim (self, g_value_get_boolean (value));
      break;

    case PROP_SAMPLE:
      attune_recipe_set_sample (self, g_value_get_enum (value), self->sample_count,
                                self->sample_seed);
      break;

    case PROP_SAMPLE_COUNT:
      attune_recipe_set_sample (self, self->sample, g_value_get_uint64 (value),
                                self->sample_seed);
      break;

    case PROP_SAMPLE_SEED:
      attune_recipe_set_sample (self, self->sample, self->sample_count,
                                g_value_get_uint64 (value));
      break;

    case PROP_QUESTION_FIELD:
      attune_recipe_set_question_field (self, g_value_get_string (value));
      break;

    case PROP_CONTEXT_FIELD:
      attune_recipe_set_context_field (self, g_value_get_string (value));
      break;

    case PROP_ANSWER_FIELD:
      attune_recipe_set_answer_field (self, g_value_get_string (value));
      break;

    case PROP_SYSTEM_FIELD:
      attune_recipe_set_system_field (self, g_value_get_string (value));
      break;

    case PROP_SYSTEM_TEXT:
      attune_recipe_set_system_text (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
add_string (guint       prop_id,
            const char *name)
{
  properties[prop_id] =
    g_param_spec_string (name, NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));
}

static void
add_number (guint       prop_id,
            const char *name)
{
  properties[prop_id] =
    g_param_spec_uint64 (name, NULL, NULL,
                         0, G_MAXUINT64, 0,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));
}

static void
attune_recipe_class_init (AttuneRecipeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_recipe_finalize;
  object_class->get_property = attune_recipe_get_property;
  object_class->set_property = attune_recipe_set_property;

  properties[PROP_TARGET] =
    g_param_spec_enum ("target", NULL, NULL,
                       ATTUNE_TYPE_EXAMPLE_KIND, ATTUNE_EXAMPLE_CHAT,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_TRIM] =
    g_param_spec_boolean ("trim", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_SAMPLE] =
    g_param_spec_enum ("sample", NULL, NULL,
                       ATTUNE_TYPE_SAMPLE, ATTUNE_SAMPLE_ALL,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  add_string (PROP_NAME, "name");
  add_string (PROP_DESCRIPTION, "description");
  add_string (PROP_RECORDS, "records");
  add_string (PROP_EACH, "each");
  add_string (PROP_TOOLS, "tools");
  add_number (PROP_SAMPLE_COUNT, "sample-count");
  add_number (PROP_SAMPLE_SEED, "sample-seed");
  add_string (PROP_QUESTION_FIELD, "question-field");
  add_string (PROP_CONTEXT_FIELD, "context-field");
  add_string (PROP_ANSWER_FIELD, "answer-field");
  add_string (PROP_SYSTEM_FIELD, "system-field");
  add_string (PROP_SYSTEM_TEXT, "system-text");

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_recipe_init (AttuneRecipe *self)
{
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_condition_free);
}

/**
 * attune_recipe_new:
 *
 * Returns: (transfer full): a recipe without parts, for records that are examples already
 */
AttuneRecipe *
attune_recipe_new (void)
{
  return g_object_new (ATTUNE_TYPE_RECIPE, NULL);
}

/**
 * attune_recipe_copy:
 * @self: a recipe
 *
 * Returns: (transfer full): another one that says the same, for work on another thread
 */
AttuneRecipe *
attune_recipe_copy (AttuneRecipe *self)
{
  AttuneRecipe *copy;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  copy = attune_recipe_new ();
  copy->name = g_strdup (self->name);
  copy->description = g_strdup (self->description);
  copy->records = g_strdup (self->records);
  copy->each = g_strdup (self->each);
  copy->tools = g_strdup (self->tools);
  copy->system_default = g_strdup (self->system_default);
  copy->target = self->target;
  copy->trim = self->trim;
  copy->sample = self->sample;
  copy->sample_count = self->sample_count;
  copy->sample_seed = self->sample_seed;

  for (guint i = 0; i < ATTUNE_N_RECIPE_PARTS; i++)
    {
      copy->templates[i] = g_strdupv (self->templates[i]);

      if (self->turns[i] != NULL)
        copy->turns[i] = attune_turns_copy (self->turns[i]);
    }

  for (guint i = 0; i < self->conditions->len; i++)
    g_ptr_array_add (copy->conditions,
                     attune_condition_copy (g_ptr_array_index (self->conditions, i)));

  if (self->signature != NULL)
    copy->signature = attune_signature_copy (self->signature);

  attune_recipe_refresh (copy);

  return copy;
}

/**
 * attune_recipe_equal:
 * @self: a recipe
 * @other: another
 *
 * Returns: whether both say the same, their names included
 */
gboolean
attune_recipe_equal (AttuneRecipe *self,
                     AttuneRecipe *other)
{
  g_autofree char *json = NULL;
  g_autofree char *other_json = NULL;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_RECIPE (other), FALSE);

  json = attune_recipe_to_json (self);
  other_json = attune_recipe_to_json (other);

  return g_str_equal (json, other_json);
}

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
 * attune_recipe_set_name:
 * @self: a recipe
 * @name: (nullable): its name
 */
void
attune_recipe_set_name (AttuneRecipe *self,
                        const char   *name)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  set_member (self, &self->name, name, PROP_NAME);
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

  set_member (self, &self->description, description, PROP_DESCRIPTION);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TARGET]);
  emit_changed (self);
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

  set_member (self, &self->records, path, PROP_RECORDS);
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

  set_member (self, &self->each, field, PROP_EACH);
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

  set_member (self, &self->tools, field, PROP_TOOLS);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRIM]);
  emit_changed (self);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAMPLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAMPLE_COUNT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAMPLE_SEED]);
  emit_changed (self);
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
  emit_changed (self);
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

  if (set_string (&self->system_default, text))
    attune_recipe_refresh (self);
}
