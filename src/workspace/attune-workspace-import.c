/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-import"

#include "config.h"

#include <errno.h>
#include <string.h>

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
  attune_workspace_remove_folder (import->folder);
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
        attune_workspace_remove_folder (import->folder);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  import->row->created_at = g_get_real_time () / G_USEC_PER_SEC;

  if (!dex_await (attune_store_insert_dataset (self->store, import->row), &error))
    {
      /* Too late to cancel: the row is being written, so the dataset stays and is shown. */
      if (g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
        dex_future_disown (attune_workspace_reload_datasets (self));
      else
        attune_workspace_remove_folder (import->folder);

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
