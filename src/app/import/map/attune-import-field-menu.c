/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-field-menu"

#include "config.h"

#include "attune-import-field-menu.h"
#include "attune-import-field.h"

/* How a recipe calls the list at @path that makes an example of each of its elements. */
static char *
dup_each (GListModel *all,
          const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (all, i);

      if (attune_import_field_get_scope (field) == NULL &&
          g_str_equal (attune_import_field_get_path (field), path))
        return g_strdup (attune_import_field_get_each (field));
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
  g_autofree char *of_array = dup_each (all, attune_import_field_get_scope (field));
  g_autofree char *around = of_array != NULL ? g_strconcat (of_array, "[]", NULL) : NULL;

  return each != NULL && of_array != NULL &&
         (g_str_equal (each, of_array) || g_str_has_prefix (each, around));
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
