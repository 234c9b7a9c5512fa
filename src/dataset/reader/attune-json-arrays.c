/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-arrays"

#include "config.h"

#include <string.h>

#include "attune-json-arrays.h"
#include "attune-json-walker.h"

/* So much of the beginning is looked at, which takes a few milliseconds. */
#define WINDOW_LENGTH (16 * 1024 * 1024)

static void
array_free (AttuneJsonArray *self)
{
  g_clear_pointer (&self->columns, attune_json_columns_free);
  g_free (self->path);
  g_free (self);
}

/* Of the objects only those can be chosen whose members are objects, of which there are several. */
static void
remove_single_objects (GPtrArray *arrays)
{
  for (guint i = arrays->len; i-- > 0;)
    {
      AttuneJsonArray *array = g_ptr_array_index (arrays, i);

      if (array->is_object && (!array->has_objects || array->n_elements < 2))
        g_ptr_array_remove_index (arrays, i);
    }
}

/* Puts columns before the object that they are, and so before each of them. */
static gboolean
add_columns (GPtrArray        *arrays,
             AttuneSource     *source,
             AttuneJsonArray  *object,
             GError          **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(AttuneJsonColumns) columns = attune_json_columns_new (source, object->offset,
                                                                  &local_error);
  AttuneJsonArray *array;
  guint index = 0;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* Behind the first of several documents there are others. */
  if (columns == NULL || (!columns->is_last && g_str_has_prefix (object->path, ATTUNE_JSON_ROOT)))
    return TRUE;

  array = g_new0 (AttuneJsonArray, 1);
  array->path = g_strconcat (object->path, "[]", NULL);
  array->n_elements = columns->n_rows;
  array->is_complete = columns->is_complete;
  array->has_objects = columns->is_likely;
  array->offset = object->offset;
  array->line = object->line;
  array->columns = g_steal_pointer (&columns);
  g_ptr_array_find (arrays, object, &index);
  g_ptr_array_insert (arrays, index, array);

  return TRUE;
}

/**
 * attune_reader_json_list_arrays:
 * @source: a JSON document
 * @is_sequence: (out): whether there are several documents in it, one behind the other, so that
 *   each is a record
 * @error: (nullable): where to put an error
 *
 * Finds the places in a document where records may be: the arrays that are reached through objects
 * only, objects whose members are all objects, and objects whose members are columns. Only the
 * beginning of a large document is looked at, unless it shows columns, without making anything of
 * its values. Fails as attune_source_read() does.
 *
 * Returns: (transfer full) (element-type AttuneJsonArray) (nullable): in the order of the document
 */
GPtrArray *
attune_reader_json_list_arrays (AttuneSource  *source,
                                gboolean      *is_sequence,
                                GError       **error)
{
  gsize capacity = MIN (attune_source_get_length (source), WINDOW_LENGTH);
  g_autofree char *text = g_malloc (capacity + 1);
  gssize length = attune_source_read (source, 0, text, capacity, error);
  g_autoptr(GPtrArray) arrays = g_ptr_array_new_with_free_func ((GDestroyNotify)array_free);
  g_autoptr(GPtrArray) candidates = g_ptr_array_new ();

  if (length < 0)
    return NULL;

  *is_sequence = attune_json_walk (text, length, arrays, candidates);

  for (guint i = 0; i < candidates->len && !*is_sequence; i++)
    if (!add_columns (arrays, source, g_ptr_array_index (candidates, i), error))
      return NULL;

  remove_single_objects (arrays);

  return g_steal_pointer (&arrays);
}

/* Lists of what the columns of a table are called often stand beside its rows, of which there may
 * be fewer. */
static gboolean
describes_columns (const AttuneJsonArray *array)
{
  static const char * const names[] = { "features", "fields", "columns", "schema", NULL };
  const char *dot = strrchr (array->path, '.');

  return g_strv_contains (names, dot != NULL ? dot + 1 : array->path);
}

static gboolean
is_likelier (const AttuneJsonArray *array,
             const AttuneJsonArray *other)
{
  if (describes_columns (array) != describes_columns (other))
    return describes_columns (other);

  return array->n_elements > other->n_elements ||
         (array->n_elements == other->n_elements && other->is_object);
}

/**
 * attune_reader_json_choose_array:
 * @arrays: (element-type AttuneJsonArray): what attune_reader_json_list_arrays() found
 *
 * Returns: (transfer none) (nullable): where records most likely are: the array that is the whole
 *   document, or else what has the most objects in it, unless that only says what columns are
 *   called; %NULL when the document is itself a record
 */
AttuneJsonArray *
attune_reader_json_choose_array (GPtrArray *arrays)
{
  AttuneJsonArray *best = NULL;

  for (guint i = 0; i < arrays->len; i++)
    {
      AttuneJsonArray *array = g_ptr_array_index (arrays, i);

      if (i == 0 && strcmp (array->path, ATTUNE_JSON_ROOT) == 0)
        return array;

      /* An object that is made of columns has no records for members. */
      if (!array->has_objects || array->n_elements == 0 ||
          (best != NULL && best->columns != NULL && array->offset == best->offset))
        continue;

      if (best == NULL || is_likelier (array, best))
        best = array;
    }

  return best;
}

/**
 * attune_reader_json_find_array:
 * @arrays: (element-type AttuneJsonArray): what attune_reader_json_list_arrays() found
 * @path: the path of one
 *
 * Returns: (transfer none) (nullable): that one
 */
AttuneJsonArray *
attune_reader_json_find_array (GPtrArray  *arrays,
                               const char *path)
{
  for (guint i = 0; i < arrays->len; i++)
    {
      AttuneJsonArray *array = g_ptr_array_index (arrays, i);

      if (strcmp (array->path, path) == 0)
        return array;
    }

  return NULL;
}
