/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-value"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-field.h"
#include "attune-recipe-value.h"

/* No text of a recipe is longer. */
#define MAX_TEXT (256 * 1024)

/* Sets an error whose message is @sentence, translated, with @member in place of %s. */
gboolean
attune_recipe_fail (GError     **error,
                    const char  *sentence,
                    const char  *member)
{
  g_autoptr(GString) message = g_string_new (_(sentence));
  g_autofree char *shown = g_utf8_make_valid (member, MIN (strlen (member), 200));

  g_string_replace (message, "%s", shown, 1);
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL, "%s", message->str);

  return FALSE;
}

gboolean
attune_recipe_read_text (yyjson_val  *value,
                         const char  *member,
                         char       **text,
                         GError     **error)
{
  if (!yyjson_is_str (value))
    return attune_recipe_fail (error, N_("“%s” must be a text in quotation marks."), member);

  /* A NUL would cut the text off. */
  if (yyjson_get_len (value) > MAX_TEXT ||
      memchr (yyjson_get_str (value), '\0', yyjson_get_len (value)) != NULL)
    return attune_recipe_fail (error, N_("The text of “%s” is too long, or has an invisible "
                                         "character in it that is not allowed."), member);

  g_free (*text);
  *text = g_strdup (yyjson_get_str (value));

  return TRUE;
}

gboolean
attune_recipe_read_field (yyjson_val  *value,
                          const char  *member,
                          char       **field,
                          GError     **error)
{
  g_autoptr(AttuneField) parsed = NULL;

  if (!attune_recipe_read_text (value, member, field, error))
    return FALSE;

  parsed = attune_field_parse (*field, strlen (*field), error);

  return parsed != NULL;
}

gboolean
attune_recipe_read_boolean (yyjson_val  *value,
                            const char  *member,
                            gboolean    *boolean,
                            GError     **error)
{
  if (!yyjson_is_bool (value))
    return attune_recipe_fail (error, N_("“%s” must be true or false."), member);

  *boolean = yyjson_get_bool (value);

  return TRUE;
}

gboolean
attune_recipe_read_number (yyjson_val  *value,
                           const char  *member,
                           guint64     *number,
                           GError     **error)
{
  if (!yyjson_is_uint (value))
    return attune_recipe_fail (error, N_("“%s” must be a whole number, 0 or more."), member);

  *number = yyjson_get_uint (value);

  return TRUE;
}

/* Gets which of @n_names @names it is; @sentence says which there are. */
gboolean
attune_recipe_read_enum (yyjson_val          *value,
                         const char          *member,
                         const char * const  *names,
                         guint                n_names,
                         const char          *sentence,
                         guint               *number,
                         GError             **error)
{
  for (*number = 0; *number < n_names; (*number)++)
    if (yyjson_equals_str (value, names[*number]))
      return TRUE;

  return attune_recipe_fail (error, sentence, member);
}

gboolean
attune_recipe_read_strings (yyjson_val   *value,
                            const char   *member,
                            gsize         max_strings,
                            char       ***strings,
                            GError      **error)
{
  g_autoptr(GPtrArray) array = g_ptr_array_new_with_free_func (g_free);
  yyjson_arr_iter iter;
  yyjson_val *element;

  if (!yyjson_is_arr (value) || yyjson_arr_size (value) > max_strings)
    return attune_recipe_fail (error, N_("“%s” must be a list of texts, and not too long."), member);

  yyjson_arr_iter_init (value, &iter);

  while ((element = yyjson_arr_iter_next (&iter)))
    {
      g_autofree char *place = attune_recipe_join_index (member, array->len);
      char *text = NULL;

      if (!attune_recipe_read_text (element, place, &text, error))
        return FALSE;

      g_ptr_array_add (array, text);
    }

  g_ptr_array_add (array, NULL);
  g_strfreev (*strings);
  *strings = (char **)g_ptr_array_steal (array, NULL);

  return TRUE;
}

gboolean
attune_recipe_check_object (yyjson_val  *value,
                            const char  *member,
                            GError     **error)
{
  if (!yyjson_is_obj (value))
    return attune_recipe_fail (error, N_("“%s” must be an object, from { to }."), member);

  return attune_recipe_check_unique (value, member, error);
}

/* Has @func read each member of an object, of which it is told the name and the place. */
gboolean
attune_recipe_read_members (yyjson_val            *value,
                            const char            *member,
                            AttuneRecipeReadFunc   func,
                            gpointer               data,
                            GError               **error)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  if (!attune_recipe_check_object (value, member, error))
    return FALSE;

  yyjson_obj_iter_init (value, &iter);

  while ((key = yyjson_obj_iter_next (&iter)))
    {
      const char *name = yyjson_get_str (key);
      g_autofree char *place = attune_recipe_join_member (member, name);

      if (!func (data, name, yyjson_obj_iter_get_val (key), place, error))
        return FALSE;
    }

  return TRUE;
}

/* Has @func read each element of a list, which has no name. */
gboolean
attune_recipe_read_elements (yyjson_val            *value,
                             const char            *member,
                             AttuneRecipeReadFunc   func,
                             gpointer               data,
                             GError               **error)
{
  for (gsize i = 0; i < yyjson_arr_size (value); i++)
    {
      g_autofree char *place = attune_recipe_join_index (member, i);

      if (!func (data, NULL, yyjson_arr_get (value, i), place, error))
        return FALSE;
    }

  return TRUE;
}

/* Of two members with one name nobody can tell which is meant. */
gboolean
attune_recipe_check_unique (yyjson_val  *object,
                            const char  *member,
                            GError     **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_obj_iter iter;
  yyjson_val *key;

  yyjson_obj_iter_init (object, &iter);

  while ((key = yyjson_obj_iter_next (&iter)))
    {
      if (!g_hash_table_add (names, (gpointer)yyjson_get_str (key)))
        {
          g_autofree char *place = attune_recipe_join_member (member, yyjson_get_str (key));

          return attune_recipe_fail (error, N_("“%s” is there twice. Remove one of them."), place);
        }
    }

  return TRUE;
}

/* Returns: (transfer full): the place of a member in an object that is at @member itself */
char *
attune_recipe_join_member (const char *member,
                           const char *name)
{
  return *member != '\0' ? g_strdup_printf ("%s.%s", member, name) : g_strdup (name);
}

/* Returns: (transfer full): the place of an element in an array that is at @member itself */
char *
attune_recipe_join_index (const char *member,
                          gsize       index)
{
  return g_strdup_printf ("%s[%" G_GSIZE_FORMAT "]", member, index);
}
