/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-file"

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-recipe-private.h"

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
  text = g_malloc (ATTUNE_RECIPE_MAX_LENGTH + 1);

  /* Opening a FIFO would wait for somebody to write into it. */
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_SPECIAL)
    g_set_error_literal (&io_error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a regular file");

  if (io_error != NULL ||
      !(stream = g_file_read (file, NULL, &io_error)) ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, ATTUNE_RECIPE_MAX_LENGTH + 1,
                                &length, NULL, &io_error))
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
