/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-field-menu"

#include "config.h"

#include "attune-import-field-menu.h"

/**
 * attune_import_field_find:
 * @all: (nullable): of AttuneImportField: all that is known of a file
 * @path: how a recipe calls a field of the record
 *
 * Returns: (transfer full) (nullable): that field
 */
AttuneImportField *
attune_import_field_find (GListModel *all,
                          const char *path)
{
  guint n_fields = all != NULL ? g_list_model_get_n_items (all) : 0;

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (all, i);

      if (attune_import_field_get_scope (field) == NULL &&
          g_str_equal (attune_import_field_get_path (field), path))
        return g_steal_pointer (&field);
    }

  return NULL;
}

/* What is in an element can be named where each of them is an example, and what is in the one
 * around it as well. */
static gboolean
is_of_item (GListModel        *all,
            AttuneImportField *field,
            const char        *each)
{
  g_autoptr(AttuneImportField) array = NULL;
  g_autofree char *around = NULL;
  const char *of_array;

  if (each == NULL ||
      !(array = attune_import_field_find (all, attune_import_field_get_scope (field))) ||
      !(of_array = attune_import_field_get_each (array)))
    return FALSE;

  around = g_strconcat (of_array, "[]", NULL);

  return g_str_equal (each, of_array) || g_str_has_prefix (each, around);
}

/**
 * attune_import_field_list_menu:
 * @all: of AttuneImportField: all that is known of a file
 * @each: (nullable): the list of which each element is an example, as a recipe calls it
 *
 * Returns: (transfer full): the fields of the record, and with “each.” those of the elements that
 *   become examples
 */
GListModel *
attune_import_field_list_menu (GListModel *all,
                               const char *each)
{
  GListStore *fields = g_list_store_new (ATTUNE_TYPE_IMPORT_FIELD);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (all, i);

      if (attune_import_field_get_scope (field) == NULL)
        g_list_store_append (fields, field);
      else if (!attune_import_field_get_is_array (field) && is_of_item (all, field, each))
        {
          g_autoptr(AttuneImportField) item = attune_import_field_new_of_item (field);

          g_list_store_append (fields, item);
        }
    }

  return G_LIST_MODEL (fields);
}

/**
 * attune_import_field_list_arrays:
 * @all: of AttuneImportField: all that is known of a file
 *
 * Returns: (transfer full) (array zero-terminated=1): the lists each element of which may be an
 *   example, as a recipe calls them
 */
char **
attune_import_field_list_arrays (GListModel *all)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (all, i);

      if (attune_import_field_get_scope (field) == NULL && attune_import_field_get_is_array (field))
        g_strv_builder_add (builder, attune_import_field_get_each (field));
    }

  return g_strv_builder_end (builder);
}
