/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-file"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"

#include "attune-import-file.h"
#include "attune-sample-file.h"

struct _AttuneImportFile
{
  GObject  parent_instance;

  GFile   *file;
  char    *display_name;
  char    *path;          /* once found */
  char    *sample_dir;    /* where the copy of a sample is; else NULL */
};

G_DEFINE_FINAL_TYPE (AttuneImportFile, attune_import_file, G_TYPE_OBJECT)

/* Readers want a path, so a sample is taken out for as long as needed. */
static gboolean
take_out_sample (AttuneImportFile  *self,
                 GError           **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *base = g_file_get_basename (self->file);

  if (!(bytes = g_file_load_bytes (self->file, NULL, NULL, error)) ||
      !(self->sample_dir = g_dir_make_tmp ("attune-sample-XXXXXX", error)))
    return FALSE;

  self->path = g_build_filename (self->sample_dir, base, NULL);

  return g_file_set_contents (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                              error);
}

static void
attune_import_file_finalize (GObject *object)
{
  AttuneImportFile *self = (AttuneImportFile *)object;

  if (self->sample_dir != NULL)
    {
      g_unlink (self->path);
      g_rmdir (self->sample_dir);
    }

  g_clear_object (&self->file);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->sample_dir, g_free);

  G_OBJECT_CLASS (attune_import_file_parent_class)->finalize (object);
}

static void
attune_import_file_class_init (AttuneImportFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_file_finalize;
}

static void
attune_import_file_init (AttuneImportFile *self)
{
}

AttuneImportFile *
attune_import_file_new (GFile *file)
{
  AttuneImportFile *self;
  g_autofree char *base = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_FILE, NULL);
  self->file = g_object_ref (file);
  base = g_file_get_basename (file);
  self->display_name = base != NULL ? g_filename_display_name (base) : g_file_get_uri (file);

  return self;
}

GFile *
attune_import_file_get_file (AttuneImportFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FILE (self), NULL);

  return self->file;
}

const char *
attune_import_file_get_display_name (AttuneImportFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FILE (self), NULL);

  return self->display_name;
}

/* What a dataset made of it is called at first: "talks" for "talks.jsonl.gz". */
char *
attune_import_file_dup_title (AttuneImportFile *self)
{
  static const char * const packings[] = { ".gz", ".zst", ".zip" };
  g_autoptr(AttuneSampleFile) sample = NULL;
  g_autofree char *title = NULL;
  char *dot;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_FILE (self), NULL);

  if (g_file_has_uri_scheme (self->file, "resource") &&
      (sample = attune_sample_file_find (self->display_name)) != NULL)
    return g_strdup (attune_sample_file_get_title (sample));

  title = g_strdup (self->display_name);

  for (guint i = 0; i < G_N_ELEMENTS (packings); i++)
    if (g_str_has_suffix (title, packings[i]) && strlen (title) > strlen (packings[i]))
      title[strlen (title) - strlen (packings[i])] = '\0';

  if ((dot = strrchr (title, '.')) != NULL && dot != title)
    *dot = '\0';

  return g_steal_pointer (&title);
}

/* Returns where it can be read, or NULL with a sentence. */
const char *
attune_import_file_find_path (AttuneImportFile  *self,
                              GError           **error)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FILE (self), NULL);

  if (self->path != NULL)
    return self->path;

  if (g_file_has_uri_scheme (self->file, "resource"))
    {
      g_autoptr(GError) local_error = NULL;

      if (take_out_sample (self, &local_error))
        return self->path;

      attune_set_error_from_io (error, local_error, self->display_name);
      return NULL;
    }

  if ((self->path = g_file_get_path (self->file)) == NULL)
    attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                      _("Attune can only open files on this computer. Copy “%s” to one of your folders, "
                        "then choose it there."),
                      self->display_name);

  return self->path;
}
