/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-field"

#include "config.h"

#include <string.h>

#include "attune-field.h"

#include "attune-import-field.h"

/* Enough to have seen every field of a file that somebody wants to learn from, and few enough for a
 * menu. */
#define MAX_RECORDS 100
#define MAX_FIELDS 200
#define MAX_DEPTH 5

/* Of an example, in characters. */
#define EXAMPLE_LENGTH 80

struct _AttuneImportField
{
  GObject   parent_instance;

  char     *path;
  char     *example;
  char     *scope;
  gboolean  is_array;
};

enum {
  PROP_0,
  PROP_PATH,
  PROP_EXAMPLE,
  PROP_SCOPE,
  PROP_IS_ARRAY,
  N_PROPS
};

/* Where the fields of a file are collected. */
typedef struct
{
  GListStore *fields;
  GHashTable *known;    /* of scope and path to AttuneImportField, which the store has */
} Collection;

G_DEFINE_FINAL_TYPE (AttuneImportField, attune_import_field, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_import_field_finalize (GObject *object)
{
  AttuneImportField *self = (AttuneImportField *)object;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->example, g_free);
  g_clear_pointer (&self->scope, g_free);

  G_OBJECT_CLASS (attune_import_field_parent_class)->finalize (object);
}

static void
attune_import_field_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportField *self = ATTUNE_IMPORT_FIELD (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    case PROP_EXAMPLE:
      g_value_set_string (value, self->example);
      break;

    case PROP_SCOPE:
      g_value_set_string (value, self->scope);
      break;

    case PROP_IS_ARRAY:
      g_value_set_boolean (value, self->is_array);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_field_class_init (AttuneImportFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_field_finalize;
  object_class->get_property = attune_import_field_get_property;

  properties[PROP_PATH] =
    g_param_spec_string ("path", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_EXAMPLE] =
    g_param_spec_string ("example", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SCOPE] =
    g_param_spec_string ("scope", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_ARRAY] =
    g_param_spec_boolean ("is-array", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_field_init (AttuneImportField *self)
{
}

/* One line of what a field holds; "" for nothing. */
static char *
dup_example (const char *text,
             gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, MIN (length, 6 * EXAMPLE_LENGTH));
  g_autoptr(GString) line = g_string_new (NULL);
  const char *p = g_strstrip (valid);

  for (guint i = 0; *p != '\0' && i < EXAMPLE_LENGTH; i++, p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      g_string_append_unichar (line, g_unichar_iscntrl (character) ? ' ' : character);
    }

  if (*p != '\0')
    g_string_append (line, "…");

  return g_string_free_and_steal (g_steal_pointer (&line));
}

static AttuneImportField *
collect (Collection *collection,
         const char *scope,
         const char *path,
         const char *example,
         gsize       length)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", scope != NULL ? scope : "", path);
  AttuneImportField *field = g_hash_table_lookup (collection->known, key);

  if (field == NULL && g_hash_table_size (collection->known) < MAX_FIELDS)
    {
      g_autoptr(AttuneImportField) added = g_object_new (ATTUNE_TYPE_IMPORT_FIELD, NULL);

      added->path = g_strdup (path);
      added->scope = g_strdup (scope);
      added->example = g_strdup ("");
      g_list_store_append (collection->fields, added);
      g_hash_table_insert (collection->known, g_steal_pointer (&key), added);
      field = added;
    }

  /* The first record may have nothing there. */
  if (field != NULL && field->example[0] == '\0' && length > 0)
    {
      g_free (field->example);
      field->example = dup_example (example, length);
    }

  return field;
}

static void collect_value (Collection *collection,
                           const char *scope,
                           const char *path,
                           yyjson_val *value,
                           guint       depth);

static void
collect_object (Collection *collection,
                const char *scope,
                const char *path,
                yyjson_val *object,
                guint       depth)
{
  yyjson_obj_iter iter = yyjson_obj_iter_with (object);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iter)))
    {
      g_autofree char *name = attune_field_quote_name (yyjson_get_str (key));
      g_autofree char *member = NULL;

      member = path[0] == '\0' ? g_strdup (name)
                               : g_strconcat (path, name[0] == '[' ? "" : ".", name, NULL);
      collect_value (collection, scope, member, yyjson_obj_iter_get_val (key), depth + 1);
    }
}

/* The elements of an array have fields of their own; of texts, the first one is a field, too. */
static void
collect_array (Collection *collection,
               const char *scope,
               const char *path,
               yyjson_val *array,
               guint       depth)
{
  AttuneImportField *field = collect (collection, scope, path, "", 0);
  yyjson_val *first = yyjson_arr_get_first (array);

  if (field != NULL)
    field->is_array = TRUE;

  if (yyjson_is_obj (first) && scope == NULL)
    {
      collect_object (collection, path, "", first, depth + 1);
    }
  else if (yyjson_is_str (first) || yyjson_is_arr (first))
    {
      g_autofree char *element = g_strconcat (path, "[0]", NULL);

      collect_value (collection, scope, element, first, depth + 1);
    }
}

static void
collect_value (Collection *collection,
               const char *scope,
               const char *path,
               yyjson_val *value,
               guint       depth)
{
  if (depth > MAX_DEPTH)
    return;

  if (yyjson_is_obj (value))
    {
      collect_object (collection, scope, path, value, depth);
    }
  else if (yyjson_is_arr (value))
    {
      collect_array (collection, scope, path, value, depth);
    }
  else if (yyjson_is_str (value))
    {
      collect (collection, scope, path, yyjson_get_str (value), yyjson_get_len (value));
    }
  else
    {
      g_autofree char *json = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, NULL);

      collect (collection, scope, path, json != NULL ? json : "", json != NULL ? strlen (json) : 0);
    }
}

static void
collect_record (Collection         *collection,
                const AttuneRecord *record)
{
  if (record->root != NULL && yyjson_is_obj (record->root))
    collect_object (collection, NULL, "", record->root, 0);

  for (guint i = 0; record->columns != NULL && record->columns[i] != NULL; i++)
    {
      g_autofree char *name = attune_field_quote_name (record->columns[i]);
      gboolean has_cell = i < record->n_cells;

      collect (collection, NULL, name, has_cell ? record->cells[i].text : "",
               has_cell ? record->cells[i].length : 0);
    }
}

const char *
attune_import_field_get_path (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), NULL);

  return self->path;
}

const char *
attune_import_field_get_example (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), NULL);

  return self->example;
}

const char *
attune_import_field_get_scope (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), NULL);

  return self->scope;
}

gboolean
attune_import_field_get_is_array (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), FALSE);

  return self->is_array;
}

/* What the first records have, in the order in which it comes; a reader at its beginning. */
GListModel *
attune_import_field_list (AttuneReader *reader,
                          GCancellable *cancellable)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Collection collection = { g_list_store_new (ATTUNE_TYPE_IMPORT_FIELD), known };
  AttuneRecord record;

  g_return_val_if_fail (ATTUNE_IS_READER (reader), NULL);

  for (guint i = 0; i < MAX_RECORDS && attune_reader_next (reader, &record, cancellable, NULL); i++)
    if (record.problem == ATTUNE_ISSUE_NONE)
      collect_record (&collection, &record);

  return G_LIST_MODEL (collection.fields);
}
