/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-write"

#include "config.h"

#include <stdlib.h>

#include "attune-recipe-private.h"

const char * const attune_recipe_target_names[ATTUNE_RECIPE_N_TARGETS] = {
  [ATTUNE_EXAMPLE_CHAT] = "chat",
  [ATTUNE_EXAMPLE_COMPLETION] = "completion",
  [ATTUNE_EXAMPLE_PREFERENCE] = "preference",
};

const char * const attune_recipe_part_names[ATTUNE_RECIPE_N_TARGETS][ATTUNE_N_RECIPE_PARTS] = {
  [ATTUNE_EXAMPLE_CHAT] = { "system", "user", "assistant", NULL, "history" },
  [ATTUNE_EXAMPLE_COMPLETION] = { "system", "prompt", "completion", NULL, NULL },
  [ATTUNE_EXAMPLE_PREFERENCE] = { "system", "input", "preferred", "rejected", "history" },
};

static void
write_string (yyjson_mut_doc *document,
              yyjson_mut_val *root,
              const char     *name,
              const char     *string)
{
  if (string != NULL)
    yyjson_mut_obj_add_strcpy (document, root, name, string);
}

/* A single paragraph is written as a text, several as a list. */
static void
write_template (yyjson_mut_doc *document,
                yyjson_mut_val *root,
                const char     *name,
                char          **paragraphs)
{
  yyjson_mut_val *list;

  if (g_strv_length (paragraphs) == 1)
    {
      yyjson_mut_obj_add_strcpy (document, root, name, paragraphs[0]);
      return;
    }

  list = yyjson_mut_obj_add_arr (document, root, name);

  for (gsize i = 0; paragraphs[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (document, list, paragraphs[i]);
}

static void
write_part (AttuneRecipe     *self,
            yyjson_mut_doc   *document,
            yyjson_mut_val   *root,
            AttuneRecipePart  part)
{
  const char *name = attune_recipe_part_names[self->target][part];

  /* What another target would make of it is not lost while a person tries one after the other, but
   * not written either. */
  if (name == NULL)
    return;

  if (self->turns[part] != NULL && self->target == ATTUNE_EXAMPLE_CHAT &&
      part != ATTUNE_RECIPE_HISTORY)
    name = part == ATTUNE_RECIPE_QUESTION ? ATTUNE_RECIPE_TURNS_MEMBER : NULL;

  if (self->turns[part] != NULL && name != NULL && self->target != ATTUNE_EXAMPLE_COMPLETION)
    yyjson_mut_obj_add_val (document, root, name,
                            attune_turns_to_value (self->turns[part], document));

  if (self->templates[part] != NULL)
    write_template (document, root, name, self->templates[part]);

  if (part == ATTUNE_RECIPE_SYSTEM)
    write_string (document, root, "system-default", self->system_default);
}

static void
write_conditions (AttuneRecipe   *self,
                  yyjson_mut_doc *document,
                  yyjson_mut_val *root)
{
  yyjson_mut_val *list;

  if (self->conditions->len == 0)
    return;

  list = yyjson_mut_obj_add_arr (document, root, "where");

  for (guint i = 0; i < self->conditions->len; i++)
    yyjson_mut_arr_append (list, attune_condition_to_value (g_ptr_array_index (self->conditions, i),
                                                            document));
}

static void
write_sample (AttuneRecipe   *self,
              yyjson_mut_doc *document,
              yyjson_mut_val *root)
{
  yyjson_mut_val *sample;

  if (self->sample == ATTUNE_SAMPLE_ALL)
    return;

  sample = yyjson_mut_obj_add_obj (document, root, "sample");
  yyjson_mut_obj_add_uint (document, sample,
                           self->sample == ATTUNE_SAMPLE_FIRST ? "first" : "random",
                           self->sample_count);

  if (self->sample == ATTUNE_SAMPLE_RANDOM)
    yyjson_mut_obj_add_uint (document, sample, "seed", self->sample_seed);
}

/**
 * attune_recipe_to_json:
 * @self: a recipe
 *
 * Returns: (transfer full): the document, with its members always in the same order, indented, and
 *   ended by a line feed
 */
char *
attune_recipe_to_json (AttuneRecipe *self)
{
  yyjson_mut_doc *document;
  yyjson_mut_val *root;
  char *json;
  char *copy;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  document = yyjson_mut_doc_new (NULL);
  root = yyjson_mut_obj (document);
  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_uint (document, root, ATTUNE_RECIPE_VERSION_MEMBER, ATTUNE_RECIPE_VERSION);
  write_string (document, root, "name", self->name);
  write_string (document, root, "description", self->description);

  if (self->signature != NULL)
    yyjson_mut_obj_add_val (document, root, "recognise",
                            attune_signature_to_value (self->signature, document));

  write_string (document, root, "records", self->records);
  write_string (document, root, "each", self->each);
  write_conditions (self, document, root);
  yyjson_mut_obj_add_str (document, root, "target", attune_recipe_target_names[self->target]);

  if (self->trim)
    yyjson_mut_obj_add_true (document, root, "trim");

  for (guint part = 0; part < ATTUNE_N_RECIPE_PARTS; part++)
    write_part (self, document, root, part);

  write_string (document, root, "tools", self->tools);
  write_sample (self, document, root);

  /* A name from outside may be no UTF-8; it is written, and refused when it is read again. */
  json = yyjson_mut_write (document,
                           (YYJSON_WRITE_PRETTY_TWO_SPACES | YYJSON_WRITE_NEWLINE_AT_END |
                            YYJSON_WRITE_ALLOW_INVALID_UNICODE),
                           NULL);
  yyjson_mut_doc_free (document);
  copy = g_strdup (json != NULL ? json : "");
  free (json);

  return copy;
}
