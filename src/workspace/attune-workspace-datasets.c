/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-datasets"

#include "config.h"

#include <string.h>

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-dataset-private.h"
#include "attune-error.h"
#include "attune-shared-tokenizer.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

/* An import: shared by the fiber on the main thread and the work on the pool's. */
typedef struct
{
  AttuneWorkspace     *workspace;
  AttuneDatasetRow    *row;
  char                *path;
  char                *folder;
  AttuneImportOptions  options;
  AttuneImportResult   result;          /* the thread's until it is done */
  GCancellable        *cancellable;
  AttuneProgressFunc   progress;
  gpointer             user_data;
  GDestroyNotify       destroy;

  GMutex               mutex;           /* guards the five below */
  gint64               done;
  gint64               total;
  gboolean             is_scheduled;    /* a report is on its way to the main thread */
  gboolean             is_written;      /* the files are whole */
  gboolean             is_abandoned;    /* nobody waits for them any more */
  gboolean             is_over;         /* no report may come any more; main thread only */
} Import;

static void
import_clear (gpointer data)
{
  Import *import = data;

  g_clear_pointer (&import->row, attune_dataset_row_free);
  attune_import_options_clear (&import->options);
  g_clear_object (&import->cancellable);
  g_free (import->path);
  g_free (import->folder);
  g_mutex_clear (&import->mutex);
}

static void
import_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, import_clear);
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }

  if (g_rmdir (folder) != 0 && errno != ENOENT)
    g_info ("Cannot remove “%s”: %s", folder, g_strerror (errno));
}

static gboolean
report_progress_cb (gpointer user_data)
{
  Import *import = user_data;
  gint64 done;
  gint64 total;

  g_mutex_lock (&import->mutex);
  import->is_scheduled = FALSE;
  done = import->done;
  total = import->total;
  g_mutex_unlock (&import->mutex);

  if (!import->is_over && import->progress != NULL)
    import->progress (done, total, import->user_data);

  return G_SOURCE_REMOVE;
}

/* On the worker thread: reports come faster than a window can draw, so only the newest counts. */
static void
note_progress_cb (gint64   done,
                  gint64   total,
                  gpointer user_data)
{
  Import *import = user_data;
  gboolean is_scheduled;

  g_mutex_lock (&import->mutex);
  import->done = done;
  import->total = total;
  is_scheduled = import->is_scheduled;
  import->is_scheduled = TRUE;
  g_mutex_unlock (&import->mutex);

  if (!is_scheduled)
    g_idle_add_full (G_PRIORITY_DEFAULT, report_progress_cb,
                     g_atomic_rc_box_acquire (import), import_unref);
}

/* A thread may have written everything at the moment when the person loses interest. Who of the two
 * notices as the second that the other was there too, gets TRUE and removes what nobody wants. */
static gboolean
note (Import         *import,
      gboolean       *mine,
      const gboolean *other)
{
  gboolean is_second;

  g_mutex_lock (&import->mutex);
  *mine = TRUE;
  is_second = *other;
  g_mutex_unlock (&import->mutex);

  return is_second;
}

/* Counted while the examples were written, so that it is not done twice. */
static void
note_tokens (Import *import)
{
  AttuneTokenizer *tokenizer = import->options.scan.tokenizer;

  if (tokenizer == NULL || attune_tokenizer_get_encoding (tokenizer) != ATTUNE_SHARED_ENCODING)
    return;

  import->row->text_tokens = import->result.n_tokens;
  import->row->tokens_are_exact = TRUE;
}

static DexFuture *
attune_workspace_import_thread (gpointer user_data)
{
  Import *import = user_data;
  const char *folder = import->folder;
  g_autofree char *training_path = g_build_filename (folder, ATTUNE_TRAINING_FILE_NAME, NULL);
  g_autofree char *validation_path = g_build_filename (folder, ATTUNE_VALIDATION_FILE_NAME, NULL);
  g_autoptr(GError) error = NULL;

  /* The options are the import's own copy. */
  if (import->options.scan.tokenizer == NULL)
    import->options.scan.tokenizer = attune_shared_tokenizer_load ();

  if (g_mkdir_with_parents (import->folder, 0700) != 0)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_STORAGE, g_strerror (errno),
                        _("Attune cannot make the folder “%s”. Check the permissions and the free "
                          "space of the disk."),
                        import->folder));

  if (!attune_import_file (import->path, &import->options, training_path, validation_path,
                           &import->result, note_progress_cb, import, import->cancellable, &error))
    goto failure;

  if (import->result.n_training == 0)
    {
      g_autofree char *name = g_path_get_basename (import->path);

      attune_set_error (&error, ATTUNE_ERROR_DATA, NULL,
                        _("“%s” has no examples that can be used. Check which fields hold the "
                          "question and the answer."),
                        name);
      goto failure;
    }

  if (!attune_workspace_measure_files (import->folder, import->row, NULL, import->cancellable,
                                       &error))
    goto failure;

  note_tokens (import);

  if (note (import, &import->is_written, &import->is_abandoned) &&
      g_cancellable_set_error_if_cancelled (import->cancellable, &error))
    goto failure;

  return dex_future_new_true ();

failure:
  remove_folder (import->folder);
  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
attune_workspace_import_fiber (gpointer user_data)
{
  Import *import = user_data;
  AttuneWorkspace *self = import->workspace;
  AttuneDataset *dataset;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_thread_pool_submit (self->pool, "attune-import",
                                             attune_workspace_import_thread,
                                             g_atomic_rc_box_acquire (import), import_unref),
                  &error))
    {
      /* Also when the person lost interest: the thread then stops by itself and cleans up. */
      g_cancellable_cancel (import->cancellable);

      if (note (import, &import->is_abandoned, &import->is_written))
        remove_folder (import->folder);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  import->row->created_at = g_get_real_time () / G_USEC_PER_SEC;

  if (!dex_await (attune_store_insert_dataset (self->store, import->row), &error))
    {
      /* Too late to cancel: the row is being written, so the dataset stays and is shown. */
      if (g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
        dex_future_disown (attune_workspace_reload_datasets (self));
      else
        remove_folder (import->folder);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!dex_await (attune_workspace_reload_datasets (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  dataset = attune_workspace_find_dataset (self, import->row->id);

  if (dataset != NULL)
    attune_dataset_set_import_result (dataset, &import->result);

  return dex_future_new_for_object (dataset);
}

/* The fiber's own reference: afterwards nobody may be told of progress any more. */
static void
import_end (gpointer user_data)
{
  Import *import = user_data;

  import->is_over = TRUE;

  if (import->destroy != NULL)
    import->destroy (import->user_data);

  /* The last reference to the rest may go on the pool's thread, which the workspace joins. */
  g_clear_object (&import->workspace);
  import_unref (import);
}

static char *
dup_title (const char *path,
           const char *name)
{
  g_autofree char *title = NULL;
  char *dot;

  if (name != NULL && *name != '\0')
    return g_strdup (name);

  title = g_filename_display_basename (path);

  if ((dot = strrchr (title, '.')) && dot != title)
    *dot = '\0';

  return g_steal_pointer (&title);
}

/**
 * attune_workspace_import_as:
 * @self: a workspace
 * @id: (nullable): our name for the dataset, or %NULL for a new one
 * @path: the person's file
 * @name: (nullable): what the dataset shall be called; the file's name if %NULL or empty
 * @options: (nullable): how to read it
 * @progress: (nullable): called on the main thread now and then
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data
 *
 * As attune_workspace_import(), for somebody who has to know beforehand what the dataset is called.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneDataset, or rejects with
 *   %ATTUNE_ERROR_DATA or %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_import_as (AttuneWorkspace           *self,
                            const char                *id,
                            const char                *path,
                            const char                *name,
                            const AttuneImportOptions *options,
                            AttuneProgressFunc         progress,
                            gpointer                   user_data,
                            GDestroyNotify             destroy)
{
  Import *import = g_atomic_rc_box_new0 (Import);

  g_mutex_init (&import->mutex);
  import->workspace = g_object_ref (self);
  import->row = g_new0 (AttuneDatasetRow, 1);
  import->row->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  import->row->name = dup_title (path, name);
  import->row->source_name = g_filename_display_basename (path);
  import->path = g_strdup (path);
  import->folder = attune_workspace_dup_dataset_dir (self, import->row->id);
  import->cancellable = g_cancellable_new ();
  import->progress = progress;
  import->user_data = user_data;
  import->destroy = destroy;

  if (options != NULL)
    attune_import_options_copy (&import->options, options);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_import_fiber, import, import_end);
}

/**
 * attune_workspace_import:
 * @self: a workspace
 * @path: the person's file
 * @name: (nullable): what the dataset shall be called; the file's name if %NULL or empty
 * @options: (nullable): how to read it
 * @progress: (nullable): called on the main thread now and then
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data
 *
 * Makes a dataset of a file: read, mapped and checked on a thread. Dropping the future stops it and
 * leaves nothing behind.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneDataset, or rejects with
 *   %ATTUNE_ERROR_DATA or %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_import (AttuneWorkspace           *self,
                         const char                *path,
                         const char                *name,
                         const AttuneImportOptions *options,
                         AttuneProgressFunc         progress,
                         gpointer                   user_data,
                         GDestroyNotify             destroy)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (path != NULL);

  return attune_workspace_import_as (self, NULL, path, name, options, progress, user_data, destroy);
}

static DexFuture *
attune_workspace_reload_datasets_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) datasets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_datasets (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneDatasetRow *row = rows->pdata[i];
      AttuneDataset *dataset = attune_workspace_find_dataset (self, row->id);

      if (dataset != NULL)
        {
          attune_dataset_apply (dataset, row);
          g_ptr_array_add (datasets, g_object_ref (dataset));
        }
      else
        {
          g_autofree char *folder = attune_workspace_dup_dataset_dir (self, row->id);

          g_ptr_array_add (datasets, attune_dataset_new (folder, row));
        }
    }

  attune_list_store_assign (self->datasets, datasets);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_datasets:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_datasets (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_datasets_fiber,
                              g_object_ref (self), g_object_unref);
}

/* Afterwards the list is read again, so that it shows what the store holds and nothing else. */
static DexFuture *
reload_datasets_cb (DexFuture *completed,
                    gpointer   user_data)
{
  return attune_workspace_reload_datasets (user_data);
}

/**
 * attune_workspace_rename_dataset:
 * @self: a workspace
 * @dataset: a dataset
 * @name: its new name
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_rename_dataset (AttuneWorkspace *self,
                                 AttuneDataset   *dataset,
                                 const char      *name)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));
  dex_return_error_if_fail (name != NULL && *name != '\0');

  return dex_future_then (attune_store_rename_dataset (self->store, attune_dataset_get_id (dataset),
                                                       name),
                          reload_datasets_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_delete_dataset:
 * @self: a workspace
 * @dataset: a dataset
 *
 * Takes the dataset out of the list. Its files go at the next start, so that this can be undone,
 * and so that a fine-tune that is still being sent keeps them.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_delete_dataset (AttuneWorkspace *self,
                                 AttuneDataset   *dataset)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  return dex_future_then (attune_store_set_dataset_deleted (self->store,
                                                            attune_dataset_get_id (dataset),
                                                            g_get_real_time () / G_USEC_PER_SEC),
                          reload_datasets_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_restore_dataset:
 * @self: a workspace
 * @dataset: a dataset that was deleted since the start
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good
 */
DexFuture *
attune_workspace_restore_dataset (AttuneWorkspace *self,
                                  AttuneDataset   *dataset)
{
  DexFuture *restored;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  restored = dex_future_then (attune_store_set_dataset_deleted (self->store,
                                                                attune_dataset_get_id (dataset), 0),
                              attune_workspace_check_restored_cb, NULL, NULL);

  return dex_future_then (restored, reload_datasets_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_find_dataset:
 * @self: a workspace
 * @id: our name for it
 *
 * Returns: (transfer none) (nullable): the dataset
 */
AttuneDataset *
attune_workspace_find_dataset (AttuneWorkspace *self,
                               const char      *id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i++)
    {
      g_autoptr(AttuneDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (g_strcmp0 (attune_dataset_get_id (dataset), id) == 0)
        return dataset;
    }

  return NULL;
}

/**
 * attune_workspace_dup_dataset_dir:
 * @self: a workspace
 * @dataset_id: our name for a dataset
 *
 * Returns: (transfer full): the folder of its files
 */
char *
attune_workspace_dup_dataset_dir (AttuneWorkspace *self,
                                  const char      *dataset_id)
{
  return g_build_filename (self->data_dir, "datasets", dataset_id, NULL);
}

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
        remove_folder (path);
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
