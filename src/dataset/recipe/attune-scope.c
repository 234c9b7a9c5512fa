/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-scope"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "attune-scope.h"

/* So many texts back it is looked whether one was parsed already: as many as a recipe reasonably
 * has columns with JSON in them, and few enough for a record with ten thousand such texts. */
#define MAX_LOOK_BACK 8

typedef struct
{
  const char *text;      /* which text it was; NULL: none */
  yyjson_doc *document;  /* NULL: the text is no JSON */
} ParsedText;

static void
clear_parsed (ParsedText *parsed)
{
  g_clear_pointer (&parsed->document, yyjson_doc_free);
}

static gboolean
may_be_container (const char *text,
                  gsize       length)
{
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }

  return length > 0 && (*text == '[' || *text == '{');
}

static yyjson_val *
parse_text (AttuneScope *self,
            const char  *text,
            gsize        length)
{
  guint n_looked = MIN (self->documents->len, MAX_LOOK_BACK);
  ParsedText parsed = { .text = text };

  if (!may_be_container (text, length))
    return NULL;

  for (guint i = 0; i < n_looked; i++)
    {
      const ParsedText *known = &g_array_index (self->documents, ParsedText,
                                                self->documents->len - 1 - i);

      if (known->text == text)
        return yyjson_doc_get_root (known->document);
    }

  parsed.document = yyjson_read_opts ((char *)text, length, ATTUNE_READ_FLAGS, self->allocator,
                                      NULL);
  g_array_append_val (self->documents, parsed);

  return yyjson_doc_get_root (parsed.document);
}

/* Returns the value as an array or object, also when it is one that is written in a text. */
static yyjson_val *
get_container (AttuneScope       *self,
               const AttuneValue *value)
{
  if (yyjson_is_ctn (value->json))
    return value->json;

  if (yyjson_is_str (value->json))
    return parse_text (self, unsafe_yyjson_get_str (value->json),
                       unsafe_yyjson_get_len (value->json));

  return value->json == NULL ? parse_text (self, value->text.bytes, value->text.length) : NULL;
}

static yyjson_val *
take_step (yyjson_val            *container,
           const AttuneFieldStep *step)
{
  gint64 index = step->index;

  if (step->name != NULL)
    return yyjson_obj_getn (container, step->name, step->length);

  if (index < 0)
    index += yyjson_arr_size (container);

  return index >= 0 ? yyjson_arr_get (container, index) : NULL;
}

static gboolean
walk (AttuneScope           *self,
      const AttuneFieldPath *path,
      guint                  first_step,
      AttuneValue           *value)
{
  for (guint i = first_step; i < path->steps->len; i++)
    {
      yyjson_val *container = get_container (self, value);

      value->json = take_step (container, &g_array_index (path->steps, AttuneFieldStep, i));

      if (value->json == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
find_cell (AttuneScope           *self,
           const AttuneFieldPath *path,
           AttuneValue           *value)
{
  const AttuneRecord *record = self->record;

  if (path->column < 0 || (guint)path->column >= record->n_cells)
    return FALSE;

  *value = (AttuneValue) { .text = record->cells[path->column] };

  return TRUE;
}

/* What the innermost item does not have may be in one that it is in. */
static gboolean
find_in_items (AttuneScope           *self,
               const AttuneFieldPath *path,
               AttuneValue           *value)
{
  for (guint i = self->n_items; i-- > 0;)
    {
      *value = (AttuneValue) { .json = self->items[i] };

      if (walk (self, path, 0, value))
        return TRUE;
    }

  return FALSE;
}

static gboolean
find_path (AttuneScope           *self,
           yyjson_val            *base,
           const AttuneFieldPath *path,
           AttuneValue           *value)
{
  yyjson_val *root = base != NULL ? base : self->record->root;

  /* Without items, and within a turn, “each” is a name like any other. */
  if (path->starts_at_item && (base != NULL || self->n_items == 0))
    {
      *value = (AttuneValue) { .json = yyjson_obj_get (root, "each") };
      return value->json != NULL && walk (self, path, 0, value);
    }

  if (path->starts_at_item)
    return find_in_items (self, path, value);

  if (root != NULL)
    {
      *value = (AttuneValue) { .json = root };
      return walk (self, path, 0, value);
    }

  return find_cell (self, path, value) && walk (self, path, 1, value);
}

/* What does not begin at the item is the same for all items of a record, and is looked for once: a
 * record with many members and many items would take the product of both. */
static gboolean
find_path_again (AttuneScope     *self,
                 AttuneFieldPath *path,
                 AttuneValue     *value)
{
  if (path->generation != self->generation)
    {
      path->is_found = find_path (self, NULL, path, value);
      path->json = path->is_found ? value->json : NULL;
      path->text = path->is_found ? value->text : (AttuneText) { 0 };
      path->generation = self->generation;
    }

  *value = (AttuneValue) { path->json, path->text };

  return path->is_found;
}

/* Of several ways the first counts that leads to something other than null. */
static gboolean
find (AttuneScope       *self,
      yyjson_val        *base,
      const AttuneField *field,
      AttuneValue       *value)
{
  gboolean is_found = FALSE;

  for (guint i = 0; i < field->paths->len; i++)
    {
      AttuneFieldPath *path = &g_array_index (field->paths, AttuneFieldPath, i);
      AttuneValue found = { 0 };

      if (base == NULL && self->n_items > 0 && !path->starts_at_item
            ? !find_path_again (self, path, &found)
            : !find_path (self, base, path, &found))
        continue;

      if (!is_found)
        *value = found;

      is_found = TRUE;

      if (!attune_value_is_null (&found))
        {
          *value = found;
          break;
        }
    }

  return is_found;
}

void
attune_scope_init (AttuneScope *self)
{
  *self = (AttuneScope) {
    .documents = g_array_new (FALSE, FALSE, sizeof (ParsedText)),
    .allocator = yyjson_alc_dyn_new (),
  };

  g_array_set_clear_func (self->documents, (GDestroyNotify)clear_parsed);
}

void
attune_scope_clear (AttuneScope *self)
{
  g_clear_pointer (&self->documents, g_array_unref);
  g_clear_pointer (&self->allocator, yyjson_alc_dyn_free);
}

/* Goes to another record, which must stay until the next call; what was found before is gone. */
void
attune_scope_begin (AttuneScope        *self,
                    const AttuneRecord *record)
{
  g_array_set_size (self->documents, 0);
  self->record = record;
  self->n_items = 0;
  self->generation++;
}

/* Goes to an item of the record, at @level of those that are in each other. */
void
attune_scope_set_item (AttuneScope *self,
                       guint        level,
                       yyjson_val  *item)
{
  self->items[level] = item;
  self->n_items = level + 1;
}

/* Returns: (nullable): the innermost item */
yyjson_val *
attune_scope_get_item (const AttuneScope *self)
{
  return self->n_items > 0 ? self->items[self->n_items - 1] : NULL;
}

/* Returns FALSE when the field leads nowhere. */
gboolean
attune_scope_find (AttuneScope       *self,
                   const AttuneField *field,
                   AttuneValue       *value)
{
  return find (self, NULL, field, value);
}

/* The same for a field of @base. */
gboolean
attune_scope_find_in (AttuneScope       *self,
                      yyjson_val        *base,
                      const AttuneField *field,
                      AttuneValue       *value)
{
  return find (self, base, field, value);
}

/* Returns: (nullable): an array or object, even one that is written in a text */
yyjson_val *
attune_scope_get_json (AttuneScope       *self,
                       const AttuneValue *value)
{
  return get_container (self, value);
}

/* Keeps a document until the next record. Returns its root. */
yyjson_val *
attune_scope_take_json (AttuneScope *self,
                        yyjson_doc  *document)
{
  ParsedText parsed = { .document = document };

  g_array_append_val (self->documents, parsed);

  return yyjson_doc_get_root (document);
}

gboolean
attune_value_is_null (const AttuneValue *self)
{
  return yyjson_is_null (self->json);
}

/* Returns the bit of what a value is; a cell is a text. */
guint
attune_value_get_type (const AttuneValue *self)
{
  switch (yyjson_get_type (self->json))
    {
    case YYJSON_TYPE_NUM:
    case YYJSON_TYPE_RAW:
      return ATTUNE_VALUE_NUMBER;

    case YYJSON_TYPE_BOOL:
      return ATTUNE_VALUE_BOOLEAN;

    case YYJSON_TYPE_NULL:
      return ATTUNE_VALUE_NULL;

    case YYJSON_TYPE_ARR:
      return ATTUNE_VALUE_ARRAY;

    case YYJSON_TYPE_OBJ:
      return ATTUNE_VALUE_OBJECT;

    default:
      return ATTUNE_VALUE_TEXT;
    }
}

/* Gets the text of a value that has one as it stands. Returns FALSE when it has to be written. */
gboolean
attune_value_get_text (const AttuneValue *self,
                       AttuneText        *text)
{
  if (self->json == NULL)
    *text = self->text;
  else if (yyjson_is_str (self->json) || yyjson_is_raw (self->json))
    *text = (AttuneText) { unsafe_yyjson_get_str (self->json), unsafe_yyjson_get_len (self->json) };
  else if (yyjson_is_null (self->json))
    *text = (AttuneText) { "", 0 };
  else if (yyjson_is_bool (self->json))
    *text = yyjson_get_bool (self->json) ? (AttuneText) { "true", 4 } : (AttuneText) { "false", 5 };
  else
    return FALSE;

  return TRUE;
}

static void
append_json (yyjson_val *value,
             GString    *string)
{
  gsize length;
  char *json = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, &length);

  if (json != NULL)
    g_string_append_len (string, json, length);

  free (json);
}

static gboolean
has_objects (yyjson_val *array)
{
  yyjson_val *end = unsafe_yyjson_get_next (array);

  for (yyjson_val *value = array; value < end; value++)
    if (yyjson_is_obj (value))
      return TRUE;

  return FALSE;
}

/* The values of a document lie behind each other in memory, so that arrays in arrays need no
 * recursion. */
static void
append_lines (yyjson_val *array,
              GString    *string)
{
  yyjson_val *end = unsafe_yyjson_get_next (array);
  gboolean is_first = TRUE;

  for (yyjson_val *value = array; value < end; value++)
    {
      AttuneValue element = { .json = value };

      if (yyjson_is_arr (value))
        continue;

      if (!is_first)
        g_string_append_c (string, '\n');

      attune_value_append_text (&element, string);
      is_first = FALSE;
    }
}

/* Appends the text of any value: of a list a line for each element, of an object or a list with
 * objects in it the JSON. */
void
attune_value_append_text (const AttuneValue *self,
                          GString           *string)
{
  AttuneText text;

  if (attune_value_get_text (self, &text))
    g_string_append_len (string, text.bytes, text.length);
  else if (yyjson_is_arr (self->json) && !has_objects (self->json))
    append_lines (self->json, string);
  else
    append_json (self->json, string);
}
