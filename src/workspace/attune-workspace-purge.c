/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-purge"

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "attune-store-datasets.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

/* What a crash or a deletion left: folders of datasets, results and locks of fine-tunes that nobody
 * knows, and what a rescue had not finished with. */
typedef struct
{
  char      *data_dir;
  GPtrArray *ids;
} Purge;

static void
purge_free (gpointer data)
{
  Purge *purge = data;

  g_clear_pointer (&purge->ids, g_ptr_array_unref);
  g_free (purge->data_dir);
  g_free (purge);
}

/* Removes the entries of a folder that are called as nothing that is kept; one of several files has
 * a dot and a number behind the name. */
static void
purge_folder (Purge      *purge,
              const char *name)
{
  g_autofree char *folder = g_build_filename (purge->data_dir, name, NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, entry, NULL);
      g_autofree char *id = g_strndup (entry, strcspn (entry, "."));

      if (g_ptr_array_find_with_equal_func (purge->ids, id, g_str_equal, NULL))
        continue;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        attune_workspace_remove_folder (path);
      else
        g_remove (path);
    }
}

static DexFuture *
attune_workspace_purge_thread (gpointer user_data)
{
  Purge *purge = user_data;
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  Purge all = { .data_dir = purge->data_dir, .ids = nothing };

  purge_folder (purge, "datasets");
  purge_folder (purge, "results");

  /* Nobody else is here: no lock is held, and nothing is being rescued. */
  purge_folder (&all, "jobs");
  purge_folder (&all, "rescue");

  return dex_future_new_true ();
}

static DexFuture *
purge_files_cb (DexFuture *completed,
                gpointer   user_data)
{
  AttuneWorkspace *self = user_data;
  Purge *purge = g_new0 (Purge, 1);

  purge->data_dir = g_strdup (self->data_dir);
  purge->ids = g_value_dup_boxed (dex_future_get_value (completed, NULL));

  return attune_thread_pool_submit (self->pool, "attune-purge", attune_workspace_purge_thread,
                                    purge, purge_free);
}

/**
 * attune_workspace_purge:
 * @self: a workspace that no other program has open
 *
 * Forgets what was deleted, and removes the files that nothing refers to.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_purge (AttuneWorkspace *self)
{
  return dex_future_then (attune_store_purge (self->store),
                          purge_files_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_remove_folder: (skip)
 * @path: a folder that holds nothing but files
 *
 * Blocks: call it on a thread.
 *
 * Returns: whether it is gone
 */
gboolean
attune_workspace_remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_remove (child);
    }

  if (g_rmdir (path) == 0 || errno == ENOENT)
    return TRUE;

  g_info ("Cannot remove “%s”: %s", path, g_strerror (errno));

  return FALSE;
}
