/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-disk"

#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-engine-disk.h"
#include "attune-error.h"

typedef struct
{
  char   *path;
  GBytes *bytes;
} DiskWork;

static void
disk_work_free (gpointer data)
{
  DiskWork *self = data;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* One thread for all small writes: they happen in the order in which they were asked for, so what
 * is on disk is always a state that once was, and a read asked for later sees them. */
static DexThreadPool *
get_pool (void)
{
  static DexThreadPool *pool;

  if (g_once_init_enter_pointer (&pool))
    g_once_init_leave_pointer (&pool, dex_thread_pool_new (1));

  return pool;
}

static DexFuture *
replace_thread (gpointer user_data)
{
  DiskWork *work = user_data;
  g_autoptr(GError) error = NULL;
  gsize length;
  const void *bytes = g_bytes_get_data (work->bytes, &length);

  if (!attune_atomic_file_replace (work->path, bytes, length, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
remove_tree_thread (gpointer user_data)
{
  DiskWork *work = user_data;
  g_autofree char *part = g_strconcat (work->path, ATTUNE_ENGINE_PART_SUFFIX, NULL);

  /* Killed halfway, the next start finds something that is no file or job any more. */
  attune_engine_disk_remove_now (g_rename (work->path, part) == 0 ? part : work->path);

  return dex_future_new_true ();
}

static DexFuture *
flush_thread (gpointer user_data)
{
  return dex_future_new_true ();
}

/**
 * attune_engine_disk_run:
 * @name: a name for the work, for debugging; static
 * @func: what to do
 * @user_data: (transfer full): its data
 * @destroy: frees @user_data
 *
 * Returns: (transfer full): what @func returned, once everything asked for before is done as well
 */
DexFuture *
attune_engine_disk_run (const char     *name,
                        DexThreadFunc   func,
                        gpointer        user_data,
                        GDestroyNotify  destroy)
{
  return dex_thread_pool_submit (get_pool (), name, func, user_data, destroy);
}

/**
 * attune_engine_disk_replace:
 * @path: (type filename): the file
 * @bytes: its new content
 *
 * Returns: (transfer full): resolves once the file is on disk, whole; rejects with
 *   %ATTUNE_ERROR_STORAGE, and the old file is still there then
 */
DexFuture *
attune_engine_disk_replace (const char *path,
                            GBytes     *bytes)
{
  DiskWork *work;

  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (bytes != NULL);

  work = g_new0 (DiskWork, 1);
  work->path = g_strdup (path);
  work->bytes = g_bytes_ref (bytes);

  return attune_engine_disk_run ("replace", replace_thread, work, disk_work_free);
}

/**
 * attune_engine_disk_remove_tree:
 * @path: (type filename): a file or folder
 *
 * Returns: (transfer full): resolves once it is gone, or as much of it as could be removed
 */
DexFuture *
attune_engine_disk_remove_tree (const char *path)
{
  DiskWork *work;

  dex_return_error_if_fail (path != NULL);

  work = g_new0 (DiskWork, 1);
  work->path = g_strdup (path);

  return attune_engine_disk_run ("remove", remove_tree_thread, work, disk_work_free);
}

/**
 * attune_engine_disk_flush:
 *
 * Returns: (transfer full): resolves once everything asked for before is done
 */
DexFuture *
attune_engine_disk_flush (void)
{
  return attune_engine_disk_run ("flush", flush_thread, NULL, NULL);
}

/**
 * attune_engine_disk_make_folder:
 * @path: (type filename): the folder
 * @error: (nullable): where to put an error
 *
 * Makes a folder that its owner alone may enter, with its parents, if it is not there. Blocks.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when that failed
 */
gboolean
attune_engine_disk_make_folder (const char  *path,
                                GError     **error)
{
  g_autoptr(GError) io_error = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  name = g_filename_display_name (path);
  attune_set_error_from_io (error, io_error, name);

  return FALSE;
}

/**
 * attune_engine_disk_copy:
 * @source: (type filename): a file that is never written again
 * @path: (type filename): where it is wanted as well
 * @bytes: (nullable) (out): its size
 * @error: (nullable): where to put an error
 *
 * Gives a file a second name, or makes a copy where the file system knows no second names. Blocks.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when that failed
 */
gboolean
attune_engine_disk_copy (const char  *source,
                         const char  *path,
                         gint64      *bytes,
                         GError     **error)
{
  g_autoptr(GFile) from = NULL;
  g_autoptr(GFile) to = NULL;
  g_autoptr(GFileInfo) info = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (source != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  from = g_file_new_for_path (source);
  to = g_file_new_for_path (path);
  g_unlink (path);

  if ((link (source, path) == 0 ||
       g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &io_error)) &&
      (info = g_file_query_info (to, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                 G_FILE_QUERY_INFO_NONE, NULL, &io_error)))
    {
      if (bytes != NULL)
        *bytes = g_file_info_get_size (info);

      return TRUE;
    }

  name = g_filename_display_basename (source);
  attune_set_error_from_io (error, io_error, name);

  return FALSE;
}

/**
 * attune_engine_disk_link:
 * @source: (type filename): a large file
 * @path: (type filename): where it shall be as well; replaced if it is there
 * @error: (nullable): where to put an error
 *
 * Gives a file a second name. Where that cannot be, because it is on another disk, makes a symbolic
 * link. Blocks.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_STORAGE when that failed
 */
gboolean
attune_engine_disk_link (const char  *source,
                         const char  *path,
                         GError     **error)
{
  g_autofree char *real_path = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GError) io_error = NULL;
  int number;

  g_return_val_if_fail (source != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  /* What is asked for is the file, not a link that somebody may take away. */
  g_unlink (path);
  real_path = realpath (source, NULL);

  if (real_path != NULL && (link (real_path, path) == 0 || symlink (real_path, path) == 0))
    return TRUE;

  number = errno;
  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  name = g_filename_display_basename (source);
  attune_set_error_from_io (error, io_error, name);

  return FALSE;
}

/**
 * attune_engine_disk_remove_now:
 * @path: (type filename): a file or folder
 *
 * Removes it with all that is in it, as far as that is possible. Symbolic links are removed, not
 * followed. Blocks.
 */
void
attune_engine_disk_remove_now (const char *path)
{
  g_return_if_fail (path != NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          attune_engine_disk_remove_now (child);
        }

      g_rmdir (path);
    }
  else
    {
      g_unlink (path);
    }
}
