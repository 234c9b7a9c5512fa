/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe"

#include "config.h"

#include "attune-recipe-private.h"

enum {
  CHANGED,
  N_SIGNALS
};

G_DEFINE_ENUM_TYPE (AttuneSample, attune_sample,
                    G_DEFINE_ENUM_VALUE (ATTUNE_SAMPLE_ALL, "all"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_SAMPLE_FIRST, "first"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_SAMPLE_RANDOM, "random"))

G_DEFINE_FINAL_TYPE (AttuneRecipe, attune_recipe, G_TYPE_OBJECT)

static GParamSpec *properties[ATTUNE_RECIPE_N_PROPS];
static guint signals[N_SIGNALS];

void
attune_recipe_notify (AttuneRecipe     *self,
                      AttuneRecipeProp  prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

void
attune_recipe_emit_changed (AttuneRecipe *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
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
    case ATTUNE_RECIPE_PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case ATTUNE_RECIPE_PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case ATTUNE_RECIPE_PROP_TARGET:
      g_value_set_enum (value, self->target);
      break;

    case ATTUNE_RECIPE_PROP_RECORDS:
      g_value_set_string (value, self->records);
      break;

    case ATTUNE_RECIPE_PROP_EACH:
      g_value_set_string (value, self->each);
      break;

    case ATTUNE_RECIPE_PROP_TOOLS:
      g_value_set_string (value, self->tools);
      break;

    case ATTUNE_RECIPE_PROP_TRIM:
      g_value_set_boolean (value, self->trim);
      break;

    case ATTUNE_RECIPE_PROP_SAMPLE:
      g_value_set_enum (value, self->sample);
      break;

    case ATTUNE_RECIPE_PROP_SAMPLE_COUNT:
      g_value_set_uint64 (value, self->sample_count);
      break;

    case ATTUNE_RECIPE_PROP_SAMPLE_SEED:
      g_value_set_uint64 (value, self->sample_seed);
      break;

    case ATTUNE_RECIPE_PROP_QUESTION_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_QUESTION]);
      break;

    case ATTUNE_RECIPE_PROP_CONTEXT_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_CONTEXT]);
      break;

    case ATTUNE_RECIPE_PROP_ANSWER_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_ANSWER]);
      break;

    case ATTUNE_RECIPE_PROP_SYSTEM_FIELD:
      g_value_set_string (value, self->plain[ATTUNE_PLAIN_SYSTEM]);
      break;

    case ATTUNE_RECIPE_PROP_SYSTEM_TEXT:
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
    case ATTUNE_RECIPE_PROP_NAME:
      attune_recipe_set_name (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_DESCRIPTION:
      attune_recipe_set_description (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_TARGET:
      attune_recipe_set_target (self, g_value_get_enum (value));
      break;

    case ATTUNE_RECIPE_PROP_RECORDS:
      attune_recipe_set_records (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_EACH:
      attune_recipe_set_each (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_TOOLS:
      attune_recipe_set_tools (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_TRIM:
      attune_recipe_set_trim (self, g_value_get_boolean (value));
      break;

    case ATTUNE_RECIPE_PROP_SAMPLE:
      attune_recipe_set_sample (self, g_value_get_enum (value), self->sample_count,
                                self->sample_seed);
      break;

    case ATTUNE_RECIPE_PROP_SAMPLE_COUNT:
      attune_recipe_set_sample (self, self->sample, g_value_get_uint64 (value),
                                self->sample_seed);
      break;

    case ATTUNE_RECIPE_PROP_SAMPLE_SEED:
      attune_recipe_set_sample (self, self->sample, self->sample_count,
                                g_value_get_uint64 (value));
      break;

    case ATTUNE_RECIPE_PROP_QUESTION_FIELD:
      attune_recipe_set_question_field (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_CONTEXT_FIELD:
      attune_recipe_set_context_field (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_ANSWER_FIELD:
      attune_recipe_set_answer_field (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_SYSTEM_FIELD:
      attune_recipe_set_system_field (self, g_value_get_string (value));
      break;

    case ATTUNE_RECIPE_PROP_SYSTEM_TEXT:
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

  properties[ATTUNE_RECIPE_PROP_TARGET] =
    g_param_spec_enum ("target", NULL, NULL,
                       ATTUNE_TYPE_EXAMPLE_KIND, ATTUNE_EXAMPLE_CHAT,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  properties[ATTUNE_RECIPE_PROP_TRIM] =
    g_param_spec_boolean ("trim", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  properties[ATTUNE_RECIPE_PROP_SAMPLE] =
    g_param_spec_enum ("sample", NULL, NULL,
                       ATTUNE_TYPE_SAMPLE, ATTUNE_SAMPLE_ALL,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  add_string (ATTUNE_RECIPE_PROP_NAME, "name");
  add_string (ATTUNE_RECIPE_PROP_DESCRIPTION, "description");
  add_string (ATTUNE_RECIPE_PROP_RECORDS, "records");
  add_string (ATTUNE_RECIPE_PROP_EACH, "each");
  add_string (ATTUNE_RECIPE_PROP_TOOLS, "tools");
  add_number (ATTUNE_RECIPE_PROP_SAMPLE_COUNT, "sample-count");
  add_number (ATTUNE_RECIPE_PROP_SAMPLE_SEED, "sample-seed");
  add_string (ATTUNE_RECIPE_PROP_QUESTION_FIELD, "question-field");
  add_string (ATTUNE_RECIPE_PROP_CONTEXT_FIELD, "context-field");
  add_string (ATTUNE_RECIPE_PROP_ANSWER_FIELD, "answer-field");
  add_string (ATTUNE_RECIPE_PROP_SYSTEM_FIELD, "system-field");
  add_string (ATTUNE_RECIPE_PROP_SYSTEM_TEXT, "system-text");

  g_object_class_install_properties (object_class, ATTUNE_RECIPE_N_PROPS, properties);

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
