/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-files"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-engine-disk.h"
#include "attune-engine-files.h"
#include "attune-engine-id.h"
#include "attune-error.h"

struct _AttuneEngineFiles
{
  GObject     parent_instance;

  char       *folder;
  GPtrArray  *files;   /* of AttuneEngineFile, oldest first */
};

typedef struct
{
  AttuneEngineFile *file;
  char             *part;
  char             *source;   /* what to copy into it; NULL when the content is there already */
  gboolean          is_lent;  /* not to be removed when it cannot become a file */
} AddWork;

typedef struct
{
  AttuneEngineFiles  *self;
  AttuneEngineUpload *upload;
} AddUpload;

typedef struct
{
  AttuneEngineFiles *self;
  char              *path;        /* what to copy, or a folder that is ours already */
  char              *filename;
  char              *purpose;
  gint64             bytes;       /* of what is in the folder */
  gint64             lifetime;
} AddPath;

G_DEFINE_FINAL_TYPE (AttuneEngineFiles, attune_engine_files, G_TYPE_OBJECT)

static void
add_work_free (gpointer data)
{
  AddWork *self = data;

  g_clear_pointer (&self->file, attune_engine_file_unref);
  g_clear_pointer (&self->part, g_free);
  g_clear_pointer (&self->source, g_free);
  g_free (self);
}

static void
add_upload_free (gpointer data)
{
  AddUpload *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->upload);
  g_free (self);
}

static void
add_path_free (gpointer data)
{
  AddPath *self = data;

  g_clear_object (&self->self);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->filename, g_free);
  g_clear_pointer (&self->purpose, g_free);
  g_free (self);
}

static int
compare_files (gconstpointer a,
               gconstpointer b)
{
  const AttuneEngineFile *first = a;
  const AttuneEngineFile *second = b;

  return (first->created_at > second->created_at) - (first->created_at < second->created_at);
}

/* A rename is on disk only once its folder is. */
static void
sync_folder (const char *path)
{
  g_autofd int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0 && fsync (fd) != 0)
    g_info ("Cannot sync %s: %s", path, g_strerror (errno));
}

static gboolean
write_file (AddWork  *work,
            GError  **error)
{
  g_autofree char *record = NULL;
  g_autofree char *record_path = g_build_filename (work->part, "file.json", NULL);
  g_autofree char *content_path = g_build_filename (work->part, "content", NULL);
  g_autofree char *parent = g_path_get_dirname (work->part);

  if (work->source != NULL &&
      (!attune_engine_disk_make_folder (work->part, error) ||
       !attune_engine_disk_copy (work->source, content_path, &work->file->bytes, error)))
    return FALSE;

  record = attune_engine_file_to_record (work->file);

  if (!attune_atomic_file_replace (record_path, record, strlen (record), error))
    return FALSE;

  if (g_rename (work->part, work->file->folder) != 0)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (errno),
                        _("“%s” could not be kept. Check the disk, then try again."),
                        work->file->filename);
      return FALSE;
    }

  sync_folder (parent);

  return TRUE;
}

static DexFuture *
add_thread (gpointer user_data)
{
  AddWork *work = user_data;
  g_autoptr(GError) error = NULL;

  if (!write_file (work, &error))
    {
      if (!work->is_lent)
        attune_engine_disk_remove_now (work->part);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

/* In a fiber: makes the folder @part a file of ours. */
static AttuneEngineFile *
add_part (AttuneEngineFiles  *self,
          const char         *part,
          const char         *filename,
          const char         *purpose,
          gint64              size,
          gint64              lifetime,
          const char         *source,
          gboolean            is_lent,
          GError            **error)
{
  g_autoptr(AttuneEngineFile) file = NULL;
  g_autofree char *id = attune_engine_id_new ("file-", 24);
  g_autofree char *folder = g_build_filename (self->folder, id, NULL);
  AddWork *work = g_new0 (AddWork, 1);

  file = attune_engine_file_new (folder, id, filename, purpose, size, lifetime);
  work->file = attune_engine_file_ref (file);
  work->part = g_strdup (part);
  work->source = g_strdup (source);
  work->is_lent = is_lent;

  if (!dex_await (attune_engine_disk_run ("add-file", add_thread, work, add_work_free), error))
    return NULL;

  g_ptr_array_add (self->files, attune_engine_file_ref (file));

  return g_steal_pointer (&file);
}

static DexFuture *
add_upload_fiber (gpointer user_data)
{
  AddUpload *add = user_data;
  g_autoptr(AttuneEngineFile) file = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *part = NULL;

  if (!dex_await (attune_engine_upload_finish (add->upload), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  part = attune_engine_upload_steal_folder (add->upload);

  if (!(file = add_part (add->self, part,
                         attune_engine_upload_get_filename (add->upload),
                         attune_engine_upload_get_purpose (add->upload),
                         attune_engine_upload_get_size (add->upload),
                         attune_engine_upload_get_lifetime (add->upload),
                         NULL, FALSE, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_ENGINE_FILE, g_steal_pointer (&file));
}

static DexFuture *
add_path_fiber (gpointer user_data)
{
  AddPath *add = user_data;
  g_autoptr(AttuneEngineFile) file = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *part = attune_engine_files_dup_upload_folder (add->self);

  if (!(file = add_part (add->self, part, add->filename, add->purpose, 0, 0, add->path,
                         FALSE, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_ENGINE_FILE, g_steal_pointer (&file));
}

static DexFuture *
add_folder_fiber (gpointer user_data)
{
  AddPath *add = user_data;
  g_autoptr(AttuneEngineFile) file = NULL;
  g_autoptr(GError) error = NULL;

  if (!(file = add_part (add->self, add->path, add->filename, add->purpose, add->bytes,
                         add->lifetime, NULL, TRUE, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_ENGINE_FILE, g_steal_pointer (&file));
}

static void
drop_expired (AttuneEngineFiles *self)
{
  for (guint i = self->files->len; i > 0; i--)
    {
      AttuneEngineFile *file = g_ptr_array_index (self->files, i - 1);

      if (attune_engine_file_is_expired (file))
        dex_future_disown (attune_engine_files_delete (self, file));
    }
}

static gboolean
load_files (AttuneEngineFiles  *self,
            GError            **error)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!attune_engine_disk_make_folder (self->folder, error) ||
      !(dir = g_dir_open (self->folder, 0, error)))
    return FALSE;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autoptr(AttuneEngineFile) file = NULL;
      g_autoptr(GError) local_error = NULL;

      if (g_str_has_suffix (name, ATTUNE_ENGINE_PART_SUFFIX))
        attune_engine_disk_remove_now (path);
      else if ((file = attune_engine_file_load (path, &local_error)))
        g_ptr_array_add (self->files, g_steal_pointer (&file));
      else
        g_info ("Leaving %s alone: %s", path, local_error->message);
    }

  g_ptr_array_sort_values (self->files, compare_files);

  return TRUE;
}

static void
attune_engine_files_finalize (GObject *object)
{
  AttuneEngineFiles *self = (AttuneEngineFiles *)object;

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->files, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_engine_files_parent_class)->finalize (object);
}

static void
attune_engine_files_class_init (AttuneEngineFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_files_finalize;
}

static void
attune_engine_files_init (AttuneEngineFiles *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_engine_file_unref);
}

/**
 * attune_engine_files_new:
 * @folder: (type filename): where the files are
 * @error: (nullable): where to put an error
 *
 * Reads what is there, and removes what an upload left that did not come to its end. Blocks.
 *
 * Returns: (transfer full) (nullable): the files, or %NULL with %ATTUNE_ERROR_STORAGE or a
 *   #GFileError
 */
AttuneEngineFiles *
attune_engine_files_new (const char  *folder,
                         GError     **error)
{
  g_autoptr(AttuneEngineFiles) self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_FILES, NULL);
  self->folder = g_strdup (folder);

  if (!load_files (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_engine_files_dup_upload_folder:
 * @self: the files
 *
 * Returns: (transfer full) (type filename): a folder that is not there yet, for an upload
 */
char *
attune_engine_files_dup_upload_folder (AttuneEngineFiles *self)
{
  g_autofree char *name = NULL;
  g_autofree char *part = NULL;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_FILES (self), NULL);

  name = attune_engine_id_new ("upload-", 24);
  part = g_strconcat (name, ATTUNE_ENGINE_PART_SUFFIX, NULL);

  return g_build_filename (self->folder, part, NULL);
}

/**
 * attune_engine_files_lookup:
 * @self: the files
 * @id: (nullable): an id, from outside
 *
 * Returns: (transfer none) (nullable): the file of that id
 */
AttuneEngineFile *
attune_engine_files_lookup (AttuneEngineFiles *self,
                            const char        *id)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_FILES (self), NULL);

  drop_expired (self);

  for (guint i = 0; i < self->files->len; i++)
    {
      AttuneEngineFile *file = g_ptr_array_index (self->files, i);

      if (g_strcmp0 (file->id, id) == 0)
        return file;
    }

  return NULL;
}

/**
 * attune_engine_files_list:
 * @self: the files
 * @purpose: (nullable): only those for this purpose
 *
 * Returns: (transfer container) (element-type AttuneEngineFile): the files, oldest first
 */
GPtrArray *
attune_engine_files_list (AttuneEngineFiles *self,
                          const char        *purpose)
{
  g_autoptr(GPtrArray) list = NULL;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_FILES (self), NULL);

  drop_expired (self);
  list = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_engine_file_unref);

  for (guint i = 0; i < self->files->len; i++)
    {
      AttuneEngineFile *file = g_ptr_array_index (self->files, i);

      if (purpose == NULL || g_str_equal (purpose, file->purpose))
        g_ptr_array_add (list, attune_engine_file_ref (file));
    }

  return g_steal_pointer (&list);
}

/**
 * attune_engine_files_add_upload:
 * @self: the files
 * @upload: an upload whose body has come wholly
 *
 * Returns: (transfer full): resolves to the #AttuneEngineFile, once it is on disk; rejects as
 *   attune_engine_upload_finish() does
 */
DexFuture *
attune_engine_files_add_upload (AttuneEngineFiles  *self,
                                AttuneEngineUpload *upload)
{
  AddUpload *add;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_FILES (self));
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_UPLOAD (upload));

  add = g_new0 (AddUpload, 1);
  add->self = g_object_ref (self);
  add->upload = g_object_ref (upload);

  return dex_scheduler_spawn (NULL, 0, add_upload_fiber, add, add_upload_free);
}

/**
 * attune_engine_files_add_path:
 * @self: the files
 * @path: (type filename): what to copy
 * @filename: what to call it
 * @purpose: what it is for
 *
 * Returns: (transfer full): resolves to the #AttuneEngineFile, once it is on disk; rejects with
 *   %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_files_add_path (AttuneEngineFiles *self,
                              const char        *path,
                              const char        *filename,
                              const char        *purpose)
{
  AddPath *add;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_FILES (self));
  dex_return_error_if_fail (path != NULL);

  add = g_new0 (AddPath, 1);
  add->self = g_object_ref (self);
  add->path = g_strdup (path);
  add->filename = g_strdup (filename);
  add->purpose = g_strdup (purpose);

  return dex_scheduler_spawn (NULL, 0, add_path_fiber, add, add_path_free);
}

/**
 * attune_engine_files_add_folder:
 * @self: the files
 * @folder: (type filename): one of attune_engine_files_dup_upload_folder() with the file `content`
 *   in it; the caller's again when it cannot become a file
 * @filename: what to call it
 * @purpose: what it is for
 * @bytes: the size of `content`
 * @lifetime: for how many seconds to keep it; 0 for ever
 *
 * Returns: (transfer full): resolves to the #AttuneEngineFile, once it is on disk; rejects with
 *   %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_files_add_folder (AttuneEngineFiles *self,
                                const char        *folder,
                                const char        *filename,
                                const char        *purpose,
                                gint64             bytes,
                                gint64             lifetime)
{
  AddPath *add;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_FILES (self));
  dex_return_error_if_fail (folder != NULL);

  add = g_new0 (AddPath, 1);
  add->self = g_object_ref (self);
  add->path = g_strdup (folder);
  add->filename = g_strdup (filename);
  add->purpose = g_strdup (purpose);
  add->bytes = bytes;
  add->lifetime = lifetime;

  return dex_scheduler_spawn (NULL, 0, add_folder_fiber, add, add_path_free);
}

/**
 * attune_engine_files_delete:
 * @self: the files
 * @file: one of them
 *
 * Returns: (transfer full): resolves once it is gone
 */
DexFuture *
attune_engine_files_delete (AttuneEngineFiles *self,
                            AttuneEngineFile  *file)
{
  g_autofree char *folder = NULL;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_FILES (self));
  dex_return_error_if_fail (file != NULL);

  folder = g_strdup (file->folder);
  g_ptr_array_remove (self->files, file);

  return attune_engine_disk_remove_tree (folder);
}
