/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-edits"

#include "config.h"

#include <sys/stat.h>

#include "attune-dataset-private.h"
#include "attune-edits-write.h"
#include "attune-example-counter.h"
#include "attune-example-stats.h"
#include "attune-shared-tokenizer.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

static const char * const part_names[] = {
  ATTUNE_TRAINING_FILE_NAME, ATTUNE_VALIDATION_FILE_NAME,
};

/* One dataset whose rows were changed: shared by the fiber and the work on the pool's thread. */
typedef struct
{
  AttuneWorkspace  *workspace;    /* main thread only */
  AttuneDataset    *dataset;      /* main thread only */
  AttuneDatasetRow *row;
  char             *folder;
  gboolean          applies;      /* writes the changes into the files */
  GCancellable     *cancellable;
} Change;

static void
change_clear (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->row, attune_dataset_row_free);
  g_clear_object (&change->cancellable);
  g_free (change->folder);
}

static void
change_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, change_clear);
}

/* The fiber's own reference. */
static void
change_end (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->workspace);
  g_clear_object (&change->dataset);
  change_unref (change);
}

static gint64
get_file_size (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 ? info.st_size : 0;
}

/* How many examples a model would learn from, which the first of the files has too few of when it
 * is not there. */
static gboolean
measure_validation (const char        *path,
                    AttuneDatasetRow  *row,
                    GCancellable      *cancellable,
                    GError           **error)
{
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;

  row->n_validation = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  if (!(file = attune_example_file_open (path, cancellable, error)) ||
      !(edits = attune_edits_open (file, error)))
    return FALSE;

  row->n_validation = attune_edits_get_n_used (edits);

  return TRUE;
}

/* Finds the figures of a dataset in its files and in the changes to them. Without @tokenizer the
 * tokens are estimated. */
gboolean
attune_workspace_measure_files (const char        *folder,
                                AttuneDatasetRow  *row,
                                AttuneTokenizer   *tokenizer,
                                GCancellable      *cancellable,
                                GError           **error)
{
  g_autofree char *training_path = g_build_filename (folder, ATTUNE_TRAINING_FILE_NAME, NULL);
  g_autofree char *validation_path = g_build_filename (folder, ATTUNE_VALIDATION_FILE_NAME, NULL);
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(AttuneExampleCounter) counter = NULL;
  g_autoptr(AttuneExampleStats) stats = NULL;

  if (tokenizer != NULL)
    counter = attune_example_counter_new (tokenizer);

  if (!(file = attune_example_file_open (training_path, cancellable, error)) ||
      !(edits = attune_edits_open (file, error)) ||
      !(stats = attune_example_stats_collect (file, edits,
                                              counter != NULL ? attune_example_counter_count : NULL,
                                              counter, NULL, NULL, cancellable, error)) ||
      !measure_validation (validation_path, row, cancellable, error))
    return FALSE;

  row->n_training = attune_edits_get_n_used (edits);
  row->size = get_file_size (training_path) + get_file_size (validation_path);
  row->text_bytes = stats->n_bytes;
  row->text_tokens = stats->n_tokens;
  row->tokens_are_exact = !stats->is_about;

  return TRUE;
}

static gboolean
apply_parts (Change  *change,
             GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (part_names); i++)
    {
      g_autofree char *path = g_build_filename (change->folder, part_names[i], NULL);
      g_autofree char *log_path = attune_edits_dup_path (path);
      AttuneEditsResult result;

      if (g_file_test (log_path, G_FILE_TEST_EXISTS) &&
          !attune_edits_apply (path, &result, NULL, NULL, change->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static DexFuture *
attune_workspace_change_thread (gpointer user_data)
{
  Change *change = user_data;
  g_autoptr(AttuneTokenizer) tokenizer = attune_shared_tokenizer_load ();
  g_autoptr(GError) error = NULL;

  if ((change->applies && !apply_parts (change, &error)) ||
      !attune_workspace_measure_files (change->folder, change->row, tokenizer,
                                       change->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Whether there is something to write, or to count. */
static gboolean
has_changes (Change *change)
{
  for (gsize i = 0; i < G_N_ELEMENTS (part_names); i++)
    {
      g_autofree char *path = g_build_filename (change->folder, part_names[i], NULL);
      g_autofree char *log_path = attune_edits_dup_path (path);

      if (g_file_test (log_path, G_FILE_TEST_EXISTS))
        return TRUE;
    }

  /* What was estimated may be counted now. */
  return !change->applies && !attune_dataset_get_tokens_are_exact (change->dataset);
}

static DexFuture *
attune_workspace_change_fiber (gpointer user_data)
{
  Change *change = user_data;
  AttuneWorkspace *self = change->workspace;
  g_autoptr(GError) error = NULL;

  if (!has_changes (change))
    return dex_future_new_true ();

  if (!dex_await (attune_thread_pool_submit (self->pool, "attune-edits",
                                             attune_workspace_change_thread,
                                             g_atomic_rc_box_acquire (change), change_unref),
                  &error))
    {
      g_cancellable_cancel (change->cancellable);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!dex_await (attune_store_update_dataset (self->store, change->row), &error) ||
      !dex_await (attune_workspace_reload_datasets (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (change->applies)
    attune_dataset_tell_files_changed (change->dataset);

  return dex_future_new_true ();
}

static DexFuture *
change_start (AttuneWorkspace *self,
              AttuneDataset   *dataset,
              gboolean         applies)
{
  Change *change = g_atomic_rc_box_new0 (Change);

  change->workspace = g_object_ref (self);
  change->dataset = g_object_ref (dataset);
  change->row = g_new0 (AttuneDatasetRow, 1);
  change->row->id = g_strdup (attune_dataset_get_id (dataset));
  change->folder = attune_workspace_dup_dataset_dir (self, change->row->id);
  change->applies = applies;
  change->cancellable = g_cancellable_new ();

  return dex_scheduler_spawn (NULL, 0, attune_workspace_change_fiber, change, change_end);
}

/**
 * attune_workspace_measure_dataset:
 * @self: a workspace
 * @dataset: a dataset whose rows were edited or marked out, or whose tokens were estimated
 *
 * Brings its figures up to date with the changes, which stay changes: they can be taken back
 * later; and with the list of tokens, where there is one now.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_measure_dataset (AttuneWorkspace *self,
                                  AttuneDataset   *dataset)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  return change_start (self, dataset, FALSE);
}

/**
 * attune_workspace_apply_edits:
 * @self: a workspace
 * @dataset: a dataset
 *
 * Writes what the person edited and marked out into the files of a dataset, if there is anything,
 * and brings its figures up to date. A crash at any moment leaves the old files with their changes
 * or the new ones.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR_DATA
 *   when every row is marked out, or with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_apply_edits (AttuneWorkspace *self,
                              AttuneDataset   *dataset)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  return change_start (self, dataset, TRUE);
}
