/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-json"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <yyjson.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-recipe-private.h"
#include "attune-recipe-value.h"
#include "attune-template.h"

/* A recipe is written by hand; what is longer is some other file. */
#define MAX_LENGTH (1024 * 1024)

#define MAX_CONDITIONS 64
#define VERSION 1

#define VERSION_MEMBER "attune-recipe"

static const char * const target_names[] = {
  [ATTUNE_EXAMPLE_CHAT] = "chat",
  [ATTUNE_EXAMPLE_COMPLETION] = "completion",
  [ATTUNE_EXAMPLE_PREFERENCE] = "preference",
};

/* What the parts are called with each target; NULL: there is no such part. */
static const char * const part_names[G_N_ELEMENTS (target_names)][ATTUNE_N_RECIPE_PARTS] = {
  [ATTUNE_EXAMPLE_CHAT] = { "system", "user", "assistant", NULL },
  [ATTUNE_EXAMPLE_COMPLETION] = { "system", "prompt", "completion", NULL },
  [ATTUNE_EXAMPLE_PREFERENCE] = { "system", "input", "preferred", "rejected" },
};

#define TURNS_MEMBER "turns"

static gboolean
read_version (AttuneRecipe  *self,
              yyjson_val    *value,
              const char    *member,
              GError       **error)
{
  if (yyjson_is_uint (value) && yyjson_get_uint (value) == VERSION)
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
  return attune_recipe_read_field (value, member, &self->each, error);
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
read_conditions (AttuneRecipe  *self,
                 yyjson_val    *value,
                 const char    *member,
                 GError       **error)
{
  gsize n_conditions = yyjson_arr_size (value);

  if (!yyjson_is_arr (value) || n_conditions > MAX_CONDITIONS)
    return attune_recipe_fail (error, N_("“%s” must be a list of conditions, and not too long."),
                               member);

  for (gsize i = 0; i < n_conditions; i++)
    {
      g_autofree char *place = attune_recipe_join_index (member, i);
      AttuneCondition *condition;

      if (!(condition = attune_condition_new_from_value (yyjson_arr_get (value, i), place, error)))
        return FALSE;

      g_ptr_array_add (self->conditions, condition);
    }

  return TRUE;
}

/* The target is read before all others, since the names of the parts follow it. */
static gboolean
read_target (AttuneRecipe  *self,
             yyjson_val    *value,
             const char    *member,
             GError       **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (target_names); i++)
    {
      if (yyjson_equals_str (value, target_names[i]))
        {
          self->target = i;
          return TRUE;
        }
    }

  return attune_recipe_fail (error, N_("“%s” must be \"chat\", \"completion\" or \"preference\"."),
                             member);
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
read_sample_member (AttuneRecipe  *self,
                    const char    *name,
                    yyjson_val    *value,
                    const char    *member,
                    GError       **error)
{
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
  yyjson_obj_iter iter;
  yyjson_val *key;

  if (!attune_recipe_check_object (value, member, error))
    return FALSE;

  yyjson_obj_iter_init (value, &iter);

  while ((key = yyjson_obj_iter_next (&iter)))
    {
      g_autofree char *place = attune_recipe_join_member (member, yyjson_get_str (key));

      if (!read_sample_member (self, yyjson_get_str (key), yyjson_obj_iter_get_val (key), place,
                               error))
        return FALSE;
    }

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
  { VERSION_MEMBER, read_version },
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
    if (g_strcmp0 (name, part_names[self->target][part]) == 0)
      return read_part (self, part, value, name, error);

  if (self->target == ATTUNE_EXAMPLE_CHAT && strcmp (name, TURNS_MEMBER) == 0)
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

  if (!yyjson_is_obj (root) || yyjson_obj_get (root, VERSION_MEMBER) == NULL)
    return attune_recipe_fail (error, N_("A recipe is a JSON object that begins with \"%s\": 1."),
                               VERSION_MEMBER);

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
       self->templates[ATTUNE_RECIPE_ANSWER] != NULL))
    return attune_recipe_fail (error, N_("“%s” stands for the whole conversation. Remove it, or "
                                         "remove \"user\" and \"assistant\"."), TURNS_MEMBER);

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

  if (length > MAX_LENGTH)
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
  const char *name = part_names[self->target][part];

  /* What another target would make of it is not lost while a person tries one after the other, but
   * not written either. */
  if (name == NULL)
    return;

  if (self->turns[part] != NULL && self->target == ATTUNE_EXAMPLE_CHAT)
    name = part == ATTUNE_RECIPE_QUESTION ? TURNS_MEMBER : NULL;

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
  yyjson_mut_obj_add_uint (document, root, VERSION_MEMBER, VERSION);
  write_string (document, root, "name", self->name);
  write_string (document, root, "description", self->description);

  if (self->signature != NULL)
    yyjson_mut_obj_add_val (document, root, "recognise",
                            attune_signature_to_value (self->signature, document));

  write_string (document, root, "records", self->records);
  write_string (document, root, "each", self->each);
  write_conditions (self, document, root);
  yyjson_mut_obj_add_str (document, root, "target", target_names[self->target]);

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

/**
 * attune_recipe_load:
 * @path: (type filename): a file that the person chose
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_STORAGE when it cannot be read, else as attune_recipe_new_from_json().
 *
 * Returns: (transfer full) (nullable): the recipe in it
 */
AttuneRecipe *
attune_recipe_load (const char  *path,
                    GError     **error)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autofree char *display_name = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  file = g_file_new_for_path (path);
  display_name = g_filename_display_basename (path);
  text = g_malloc (MAX_LENGTH + 1);

  /* Opening a FIFO would wait for somebody to write into it. */
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_SPECIAL)
    g_set_error_literal (&io_error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a regular file");

  if (io_error != NULL ||
      !(stream = g_file_read (file, NULL, &io_error)) ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_LENGTH + 1, &length, NULL,
                                &io_error))
    {
      attune_set_error_from_io (error, io_error, display_name);
      return NULL;
    }

  return attune_recipe_new_from_json (text, length, display_name, error);
}

/**
 * attune_recipe_check:
 * @self: a recipe
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA when something in it cannot be understood, such as a template with
 * an open brace; the mapper would find nothing there.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_recipe_check (AttuneRecipe  *self,
                     GError       **error)
{
  g_autoptr(AttuneRecipe) copy = NULL;
  g_autofree char *json = NULL;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  json = attune_recipe_to_json (self);
  copy = attune_recipe_new_from_json (json, -1, self->name != NULL ? self->name : _("Recipe"), error);

  return copy != NULL;
}

/**
 * attune_recipe_save:
 * @self: a recipe
 * @path: (type filename): where to
 * @error: (nullable): where to put an error
 *
 * Writes it in place of what is there, whole or not at all. Fails as attune_recipe_check(), so that
 * what was saved can be opened again, and with %ATTUNE_ERROR_STORAGE.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_recipe_save (AttuneRecipe  *self,
                    const char    *path,
                    GError       **error)
{
  g_autofree char *json = NULL;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!attune_recipe_check (self, error))
    return FALSE;

  json = attune_recipe_to_json (self);

  return attune_atomic_file_replace (path, json, strlen (json), error);
}
