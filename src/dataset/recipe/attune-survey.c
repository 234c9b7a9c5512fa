/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-survey"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-field.h"
#include "attune-scope.h"
#include "attune-survey.h"

/* So much of a file tells what is in the rest. */
#define MAX_RECORDS 400
#define MAX_BYTES (1024 * 1024)

/* A menu with more fields helps nobody; a record whose names are data has no end of them. */
#define MAX_FIELDS 500
#define MAX_DEPTH 8
#define MAX_EXAMPLE 200  /* characters */

struct _AttuneSurvey
{
  GPtrArray  *fields;     /* of AttuneFieldInfo, in the order in which they were seen */
  GHashTable *by_path;
  GPtrArray  *names;      /* of the record itself */
  AttuneScope scope;
  guint       n_records;
  gsize       n_bytes;
};

/* Where a walk through a record is. */
typedef struct
{
  AttuneSurvey *survey;
  const char   *path;
  const char   *each;
  const char   *array;
  const char   *item_path;
  guint         depth;
} Place;

static void visit (const Place       *place,
                   const AttuneValue *value);

static void
attune_field_info_free (AttuneFieldInfo *self)
{
  g_free (self->path);
  g_free (self->each);
  g_free (self->array);
  g_free (self->item_path);
  g_free (self->example);
  g_free (self);
}

static char *
dup_example (const AttuneValue *value)
{
  AttuneText text;
  g_autofree char *valid = NULL;

  if (yyjson_is_ctn (value->json))
    return NULL;

  if (!attune_value_get_text (value, &text))
    {
      g_autoptr(GString) string = g_string_new (NULL);

      attune_value_append_text (value, string);

      return g_string_free_and_steal (g_steal_pointer (&string));
    }

  if (attune_text_is_blank (text.bytes, text.length))
    return NULL;

  /* Four bytes a character at most, and perhaps cut within one. */
  valid = g_utf8_make_valid (text.bytes, MIN (text.length, MAX_EXAMPLE * 4));

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_EXAMPLE));
}

/* Returns NULL when there are too many. */
static AttuneFieldInfo *
get_info (const Place *place)
{
  AttuneSurvey *self = place->survey;
  AttuneFieldInfo *info = g_hash_table_lookup (self->by_path, place->path);

  if (info != NULL || self->fields->len >= MAX_FIELDS)
    return info;

  info = g_new0 (AttuneFieldInfo, 1);
  info->path = g_strdup (place->path);
  info->each = g_strdup (place->each);
  info->array = g_strdup (place->array);
  info->item_path = g_strdup (place->item_path);
  g_ptr_array_add (self->fields, info);
  g_hash_table_insert (self->by_path, info->path, info);

  return info;
}

static void
visit_members (const Place *place,
               yyjson_val  *object)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  yyjson_obj_iter_init (object, &iter);

  for (guint i = 0; i < MAX_FIELDS && (key = yyjson_obj_iter_next (&iter)); i++)
    {
      g_autofree char *name = attune_field_quote_name (yyjson_get_str (key));
      const char *dot = *name == '[' || *place->path == '\0' ? "" : ".";
      g_autofree char *path = g_strconcat (place->path, dot, name, NULL);
      g_autofree char *each = g_strconcat (place->each, dot, name, NULL);
      g_autofree char *item_path = NULL;
      Place member = { place->survey, path, each, place->array, NULL, place->depth + 1 };

      if (place->item_path != NULL)
        member.item_path = item_path = g_strconcat (place->item_path, *name == '[' ? "" : ".", name, NULL);

      if (strlen (path) <= ATTUNE_MAX_FIELD)
        visit (&member, &(AttuneValue) { .json = yyjson_obj_iter_get_val (key) });
    }
}

/* The first element stands for all. */
static void
visit_element (const Place *place,
               yyjson_val  *array)
{
  g_autofree char *path = g_strconcat (place->path, "[0]", NULL);
  g_autofree char *each = g_strconcat (place->each, "[]", NULL);
  yyjson_val *element = yyjson_arr_get_first (array);
  Place first = { place->survey, path, each, *place->path != '\0' ? place->path : ".", "each", place->depth + 1 };

  if (element != NULL && strlen (path) <= ATTUNE_MAX_FIELD)
    visit (&first, &(AttuneValue) { .json = element });
}

static void
visit (const Place       *place,
       const AttuneValue *value)
{
  yyjson_val *container = attune_scope_get_json (&place->survey->scope, value);
  AttuneFieldInfo *info = NULL;

  if (*place->path != '\0')
    {
      if (!(info = get_info (place)))
        return;

      info->types |= attune_value_get_type (value);
      info->n_records++;

      if (info->example == NULL)
        info->example = dup_example (value);
    }

  if (place->depth >= MAX_DEPTH)
    return;

  if (yyjson_is_obj (container))
    visit_members (place, container);
  else if (yyjson_is_arr (container))
    visit_element (place, container);
}

static void
add_name (AttuneSurvey *self,
          const char   *name)
{
  if (self->names->len < MAX_FIELDS &&
      !g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL))
    g_ptr_array_add (self->names, g_strdup (name));
}

static void
add_object (AttuneSurvey *self,
            yyjson_val   *root)
{
  Place place = { self, "", "", NULL, NULL, 0 };
  yyjson_obj_iter iter;
  yyjson_val *key;

  yyjson_obj_iter_init (root, &iter);

  for (guint i = 0; i < MAX_FIELDS && (key = yyjson_obj_iter_next (&iter)); i++)
    add_name (self, yyjson_get_str (key));

  visit (&place, &(AttuneValue) { .json = root });
}

static void
add_row (AttuneSurvey       *self,
         const AttuneRecord *record)
{
  for (guint i = 0; i < MIN (record->n_cells, MAX_FIELDS); i++)
    {
      g_autofree char *path = attune_field_quote_name (record->columns[i]);
      Place place = { self, path, path, NULL, NULL, 1 };

      visit (&place, &(AttuneValue) { .text = record->cells[i] });
    }
}

/**
 * attune_survey_new:
 * @columns: (nullable) (array zero-terminated=1): the header, of a table
 *
 * Returns: (transfer full): a survey that has seen no record
 */
AttuneSurvey *
attune_survey_new (const char * const *columns)
{
  AttuneSurvey *self = g_new0 (AttuneSurvey, 1);

  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_field_info_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->names = g_ptr_array_new_with_free_func (g_free);
  attune_scope_init (&self->scope);

  for (gsize i = 0; columns != NULL && columns[i] != NULL; i++)
    add_name (self, columns[i]);

  return self;
}

/**
 * attune_survey_free:
 * @self: (transfer full): a survey
 */
void
attune_survey_free (AttuneSurvey *self)
{
  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->names);
  attune_scope_clear (&self->scope);
  g_free (self);
}

/**
 * attune_survey_add:
 * @self: a survey
 * @record: the next record; not kept
 *
 * Returns: %FALSE when it has seen enough
 */
gboolean
attune_survey_add (AttuneSurvey       *self,
                   const AttuneRecord *record)
{
  self->n_bytes += record->length;

  if (record->problem == ATTUNE_ISSUE_NONE)
    {
      self->n_records++;
      attune_scope_begin (&self->scope, record);

      if (record->root != NULL)
        add_object (self, record->root);
      else
        add_row (self, record);
    }

  return self->n_records < MAX_RECORDS && self->n_bytes < MAX_BYTES;
}

/**
 * attune_survey_get_n_records:
 * @self: a survey
 *
 * Returns: how many records it has seen that could be read
 */
guint
attune_survey_get_n_records (AttuneSurvey *self)
{
  return self->n_records;
}

/**
 * attune_survey_get_fields:
 * @self: a survey
 *
 * Returns: (transfer none) (element-type AttuneFieldInfo): the fields, in the order in which they
 *   were seen; of what lies in an array, those of its first element
 */
GPtrArray *
attune_survey_get_fields (AttuneSurvey *self)
{
  return self->fields;
}

/**
 * attune_survey_dup_names:
 * @self: a survey
 *
 * Returns: (transfer full) (array zero-terminated=1): the names of the columns, or of the members
 *   of the records themselves
 */
char **
attune_survey_dup_names (AttuneSurvey *self)
{
  char **names = g_new0 (char *, self->names->len + 1);

  for (guint i = 0; i < self->names->len; i++)
    names[i] = g_strdup (g_ptr_array_index (self->names, i));

  return names;
}
