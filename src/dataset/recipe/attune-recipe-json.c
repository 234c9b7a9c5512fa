/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-json"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <yyjson.h>

#include "attune-error.h"
#include "attune-recipe-private.h"
#include "attune-recipe-value.h"
#include "attune-template.h"

#define MAX_CONDITIONS 64

static gboolean
read_version (AttuneRecipe  *self,
              yyjson_val    *value,
              const char    *member,
              GError       **error)
{
  if (yyjson_is_uint (value) && yyjson_get_uint (value) == ATTUNE_RECIPE_VERSION)
    return TRUE;

  return attune_recipe_fail (error, N_("“%s” must be 1. A recipe with another number needs a newer "
                                       "Attune."), member);
}

static gboolean
read_name (AttuneRecipe  *self,
           yyjson_val    *value,
           const char    *member,
           GError       **error)
{
  return attune_recipe_read_text (value, member, &self->name, error);
}

static gboolean
read_description (AttuneRecipe  *self,
                  yyjson_val    *value,
                  const char    *member,
                  GError       **error)
{
  return attune_recipe_read_text (value, member, &self->description, error);
}

static gboolean
read_signature (AttuneRecipe  *self,
                yyjson_val    *value,
                const char    *member,
                GError       **error)
{
  self->signature = attune_signature_new_from_value (value, member, error);

  return self->signature != NULL;
}

/* A path of the reader, whose names are no more than joined by dots. */
static gboolean
read_records (AttuneRecipe  *self,
              yyjson_val    *value,
              const char    *member,
              GError       **error)
{
  return attune_recipe_read_text (value, member, &self->records, error);
}

static gboolean
read_each (AttuneRecipe  *self,
           yyjson_val    *value,
           const char    *member,
           GError       **error)
{
  g_autoptr(GPtrArray) levels = NULL;

  if (!attune_recipe_read_text (value, member, &self->each, error))
    return FALSE;

  levels = attune_field_parse_levels (self->each, error);

  return levels != NULL;
}

static gboolean
read_tools (AttuneRecipe  *self,
            yyjson_val    *value,
            const char    *member,
            GError       **error)
{
  return attune_recipe_read_field (value, member, &self->tools, error);
}

static gboolean
read_condition (gpointer      data,
                const char   *name,
                yyjson_val   *value,
                const char   *member,
                GError      **error)
{
  AttuneRecipe *self = data;
  AttuneCondition *condition = attune_condition_new_from_value (value, member, error);

  if (condition == NULL)
    return FALSE;

  g_ptr_array_add (self->conditions, condition);

  return TRUE;
}

static gboolean
read_conditions (AttuneRecipe  *self,
                 yyjson_val    *value,
                 const char    *member,
                 GError       **error)
{
  if (!yyjson_is_arr (value) || yyjson_arr_size (value) > MAX_CONDITIONS)
    return attune_recipe_fail (error, N_("“%s” must be a list of conditions, and not too long."),
                               member);

  return attune_recipe_read_elements (value, member, read_condition, self, error);
}

/* The target is read before all others, since the names of the parts follow it. */
static gboolean
read_target (AttuneRecipe  *self,
             yyjson_val    *value,
             const char    *member,
             GError       **error)
{
  guint target;

  if (!attune_recipe_read_enum (value, member, attune_recipe_target_names, ATTUNE_RECIPE_N_TARGETS,
                                N_("“%s” must be \"chat\", \"completion\" or \"preference\"."),
                                &target, error))
    return FALSE;

  self->target = target;

  return TRUE;
}

static gboolean
read_trim (AttuneRecipe  *self,
           yyjson_val    *value,
           const char    *member,
           GError       **error)
{
  return attune_recipe_read_boolean (value, member, &self->trim, error);
}

static gboolean
read_system_default (AttuneRecipe  *self,
                     yyjson_val    *value,
                     const char    *member,
                     GError       **error)
{
  return attune_recipe_read_text (value, member, &self->system_default, error);
}

static gboolean
read_sample_member (gpointer      data,
                    const char   *name,
                    yyjson_val   *value,
                    const char   *member,
                    GError      **error)
{
  AttuneRecipe *self = data;

  if (strcmp (name, "seed") == 0)
    return attune_recipe_read_number (value, member, &self->sample_seed, error);

  if (self->sample != ATTUNE_SAMPLE_ALL ||
      (strcmp (name, "first") != 0 && strcmp (name, "random") != 0))
    return attune_recipe_fail (error, N_("“%s” is not known here. A sample is {\"first\": 100} or "
                                         "{\"random\": 100, \"seed\": 1}."), member);

  self->sample = *name == 'f' ? ATTUNE_SAMPLE_FIRST : ATTUNE_SAMPLE_RANDOM;

  return attune_recipe_read_number (value, member, &self->sample_count, error);
}

static gboolean
read_sample (AttuneRecipe  *self,
             yyjson_val    *value,
             const char    *member,
             GError       **error)
{
  if (!attune_recipe_read_members (value, member, read_sample_member, self, error))
    return FALSE;

  if (self->sample == ATTUNE_SAMPLE_ALL || self->sample_count == 0)
    return attune_recipe_fail (error, N_("“%s” must say how many examples to take, 1 or more."),
                               member);

  return TRUE;
}

static gboolean
read_template (AttuneRecipe      *self,
               AttuneRecipePart   part,
               yyjson_val        *value,
               const char        *member,
               GError           **error)
{
  g_autoptr(AttuneTemplate) template = NULL;
  g_auto(GStrv) paragraphs = NULL;

  if (yyjson_is_str (value))
    {
      paragraphs = g_new0 (char *, 2);

      if (!attune_recipe_read_text (value, member, &paragraphs[0], error))
        return FALSE;
    }
  else if (!yyjson_is_arr (value) || yyjson_arr_size (value) == 0)
    {
      return attune_recipe_fail (error, N_("“%s” must be a text such as \"{title}\", or a list of "
                                           "texts."), member);
    }
  else if (!attune_recipe_read_strings (value, member, ATTUNE_MAX_PARAGRAPHS, &paragraphs, error))
    {
      return FALSE;
    }

  if (!(template = attune_template_parse ((const char * const *)paragraphs, error)))
    return FALSE;

  self->templates[part] = g_steal_pointer (&paragraphs);

  return TRUE;
}

static gboolean
read_turns (AttuneRecipe      *self,
            AttuneRecipePart   part,
            yyjson_val        *value,
            const char        *member,
            GError           **error)
{
  self->turns[part] = attune_turns_new_from_value (value, member, error);

  return self->turns[part] != NULL;
}

/* Only the parts of a preference may be either; a chat made of turns has a member for them. */
static gboolean
read_part (AttuneRecipe      *self,
           AttuneRecipePart   part,
           yyjson_val        *value,
           const char        *member,
           GError           **error)
{
  if (part == ATTUNE_RECIPE_HISTORY)
    return read_turns (self, part, value, member, error);

  if (self->target == ATTUNE_EXAMPLE_PREFERENCE && part != ATTUNE_RECIPE_SYSTEM &&
      yyjson_is_obj (value))
    return read_turns (self, part, value, member, error);

  return read_template (self, part, value, member, error);
}

static const struct
{
  const char *name;
  gboolean  (*read) (AttuneRecipe  *self,
                     yyjson_val    *value,
                     const char    *member,
                     GError       **error);
} members[] = {
  { ATTUNE_RECIPE_VERSION_MEMBER, read_version },
  { "name", read_name },
  { "description", read_description },
  { "recognise", read_signature },
  { "records", read_records },
  { "each", read_each },
  { "where", read_conditions },
  { "target", read_target },
  { "trim", read_trim },
  { "system-default", read_system_default },
  { "tools", read_tools },
  { "sample", read_sample },
};

static gboolean
read_member (AttuneRecipe  *self,
             const char    *name,
             yyjson_val    *value,
             GError       **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (name, members[i].name) == 0)
      return members[i].read (self, value, name, error);

  for (guint part = 0; part < ATTUNE_N_RECIPE_PARTS; part++)
    if (g_strcmp0 (name, attune_recipe_part_names[self->target][part]) == 0)
      return read_part (self, part, value, name, error);

  if (self->target == ATTUNE_EXAMPLE_CHAT && strcmp (name, ATTUNE_RECIPE_TURNS_MEMBER) == 0)
    return read_turns (self, ATTUNE_RECIPE_QUESTION, value, name, error);

  return attune_recipe_fail (error, N_("“%s” is not known with this target. Remove it, or correct its "
                                       "name."), name);
}

static gboolean
read_root (AttuneRecipe  *self,
           yyjson_val    *root,
           GError       **error)
{
  yyjson_obj_iter iter;
  yyjson_val *target;
  yyjson_val *key;

  if (!yyjson_is_obj (root) || yyjson_obj_get (root, ATTUNE_RECIPE_VERSION_MEMBER) == NULL)
    return attune_recipe_fail (error, N_("A recipe is a JSON object that begins with \"%s\": 1."),
                               ATTUNE_RECIPE_VERSION_MEMBER);

  if (!attune_recipe_check_unique (root, "", error))
    return FALSE;

  target = yyjson_obj_get (root, "target");

  if (target != NULL && !read_target (self, target, "target", error))
    return FALSE;

  yyjson_obj_iter_init (root, &iter);

  while ((key = yyjson_obj_iter_next (&iter)))
    if (!read_member (self, yyjson_get_str (key), yyjson_obj_iter_get_val (key), error))
      return FALSE;

  if (self->target == ATTUNE_EXAMPLE_CHAT && self->turns[ATTUNE_RECIPE_QUESTION] != NULL &&
      (self->templates[ATTUNE_RECIPE_QUESTION] != NULL ||
       self->templates[ATTUNE_RECIPE_ANSWER] != NULL ||
       self->turns[ATTUNE_RECIPE_HISTORY] != NULL))
    return attune_recipe_fail (error, N_("“%s” stands for the whole conversation. Remove it, or remove "
                                         "\"history\", \"user\" and \"assistant\"."),
                               ATTUNE_RECIPE_TURNS_MEMBER);

  return TRUE;
}

static AttuneRecipe *
read_document (const char  *text,
               gsize        length,
               GError     **error)
{
  g_autoptr(AttuneRecipe) self = attune_recipe_new ();
  yyjson_read_err failure;
  yyjson_doc *document;
  gboolean is_read;

  if (length > ATTUNE_RECIPE_MAX_LENGTH)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL, _("It is too large to be a recipe."));
      return NULL;
    }

  if (!(document = yyjson_read_opts ((char *)text, length, YYJSON_READ_NOFLAG, NULL, &failure)))
    {
      /* Translators: %zu is a number of bytes. */
      attune_set_error (error, ATTUNE_ERROR_DATA, failure.msg,
                        _("It is not valid JSON: look for a missing quotation mark, comma or bracket "
                          "near its byte %zu."), failure.pos + 1);
      return NULL;
    }

  is_read = read_root (self, yyjson_doc_get_root (document), error);
  yyjson_doc_free (document);

  if (!is_read)
    return NULL;

  attune_recipe_refresh (self);

  return g_steal_pointer (&self);
}

/**
 * attune_recipe_new_from_json:
 * @text: (array length=length): a recipe document
 * @length: its length in bytes, or -1 when it is terminated
 * @display_name: what to call it in errors
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA when it is not exactly what `docs/recipes.md` describes; the
 * message names the member, and what was expected.
 *
 * Returns: (transfer full) (nullable): the recipe
 */
AttuneRecipe *
attune_recipe_new_from_json (const char  *text,
                             gssize       length,
                             const char  *display_name,
                             GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  AttuneRecipe *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (display_name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = read_document (text, length >= 0 ? (gsize)length : strlen (text), &local_error);

  if (self == NULL)
    /* Translators: the first %s is the name of a file, the second a sentence on what is wrong. */
    attune_set_error (error, ATTUNE_ERROR_DATA, attune_error_get_detail (local_error),
                      _("“%s” cannot be used as a recipe. %s"), display_name, local_error->message);

  return self;
}
