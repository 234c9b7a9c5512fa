/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-task"

#include "config.h"

#include "attune-shared-tokenizer.h"
#include "attune-thread.h"

#include "attune-import-task.h"

/* Shared by its thread and by a report on its way to the main thread. */
typedef struct
{
  gatomicrefcount      ref_count;
  char                *path;
  AttuneImportChoices *choices;
  AttuneScan          *scan;         /* of which entries are wanted; or that is validated */
  AttuneRecipe        *recipe;
  guint64              remedies;
  AttuneSplit          split;
  guint               *positions;
  gsize                n_positions;
  guint                n_records;
  GCancellable        *cancellable;
  GMainContext        *context;

  AttuneProgressFunc   progress;
  gpointer             user_data;
  GDestroyNotify       destroy;
  GMutex               mutex;        /* guards the three below */
  gint64               done;
  gint64               total;
  gboolean             is_report_pending;
} Task;

static Task *
task_new (const char          *path,
          AttuneImportChoices *choices,
          GCancellable        *cancellable)
{
  Task *task = g_new0 (Task, 1);

  g_atomic_ref_count_init (&task->ref_count);
  g_mutex_init (&task->mutex);
  task->path = g_strdup (path);
  task->choices = choices != NULL ? attune_import_choices_copy (choices) : NULL;
  task->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  task->context = g_main_context_ref_thread_default ();

  return task;
}

static Task *
task_ref (Task *task)
{
  g_atomic_ref_count_inc (&task->ref_count);

  return task;
}

static void
task_unref (gpointer data)
{
  Task *task = data;

  if (!g_atomic_ref_count_dec (&task->ref_count))
    return;

  g_clear_object (&task->choices);
  g_clear_object (&task->scan);
  g_clear_object (&task->recipe);
  g_clear_object (&task->cancellable);
  g_main_context_unref (task->context);
  g_mutex_clear (&task->mutex);
  g_free (task->positions);
  g_free (task->path);
  g_free (task);
}

static gboolean
report_cb (gpointer data)
{
  Task *task = data;
  gint64 done;
  gint64 total;

  g_mutex_lock (&task->mutex);
  done = task->done;
  total = task->total;
  task->is_report_pending = FALSE;
  g_mutex_unlock (&task->mutex);

  if (!g_cancellable_is_cancelled (task->cancellable))
    task->progress (done, total, task->user_data);

  return G_SOURCE_REMOVE;
}

/* On the thread. At most one report is under way, however fast the disk is. */
static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Task *task = user_data;
  gboolean is_report_pending;

  g_mutex_lock (&task->mutex);
  task->done = done;
  task->total = total;
  is_report_pending = task->is_report_pending;
  task->is_report_pending = TRUE;
  g_mutex_unlock (&task->mutex);

  if (!is_report_pending)
    {
      g_autoptr(GSource) source = g_idle_source_new ();

      g_source_set_callback (source, report_cb, task_ref (task), task_unref);
      g_source_attach (source, task->context);
    }
}

static gboolean
release_cb (gpointer data)
{
  Task *task = data;

  task->destroy (task->user_data);

  return G_SOURCE_REMOVE;
}

/* What a report needs belongs to the main thread, so it goes there, behind the last report. */
static void
end_progress (Task *task)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  if (task->destroy == NULL)
    return;

  g_source_set_callback (source, release_cb, task_ref (task), task_unref);
  g_source_attach (source, task->context);
}

static DexFuture *
glance_thread (gpointer user_data)
{
  Task *task = user_data;
  g_autoptr(AttuneImportGlance) glance = NULL;
  g_autoptr(GError) error = NULL;

  glance = attune_import_glance_new (task->path, task->choices, task->cancellable, &error);

  if (glance == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&glance));
}

static DexFuture *
scan_thread (gpointer user_data)
{
  Task *task = user_data;
  g_autoptr(AttuneTokenizer) tokenizer = attune_shared_tokenizer_load ();
  AttuneScanOptions options = { 0, };
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(GError) error = NULL;

  attune_import_choices_fill_options (task->choices, &options);
  options.training = task->scan;
  options.tokenizer = tokenizer;
  scan = attune_scan_file (task->path, &options, progress_cb, task, task->cancellable, &error);
  end_progress (task);

  if (scan == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&scan));
}

static DexFuture *
records_thread (gpointer user_data)
{
  Task *task = user_data;
  AttuneScanOptions options = { 0, };
  g_autoptr(GPtrArray) previews = NULL;
  g_autoptr(GError) error = NULL;

  attune_import_choices_fill_options (task->choices, &options);
  options.remedies = task->remedies;
  previews = attune_preview_read_file (task->path, &options, task->n_records, task->cancellable,
                                       &error);

  if (previews == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&previews));
}

static void
free_preview (gpointer data)
{
  if (data != NULL)
    attune_preview_free (data);
}

/* An entry that cannot be read any more is NULL. */
static DexFuture *
entries_thread (gpointer user_data)
{
  Task *task = user_data;
  g_autoptr(GPtrArray) previews = g_ptr_array_new_with_free_func (free_preview);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < task->n_positions; i++)
    {
      if (g_cancellable_set_error_if_cancelled (task->cancellable, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_ptr_array_add (previews,
                       attune_preview_read_entry (task->scan, task->positions[i], task->recipe,
                                                            task->remedies, NULL));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&previews));
}

static DexFuture *
outcome_thread (gpointer user_data)
{
  Task *task = user_data;

  return dex_future_new_take_object (attune_import_outcome_new (task->scan, task->remedies,
                                                                &task->split));
}

/**
 * attune_import_task_glance:
 * @path: a file on this computer
 * @choices: what is known about it
 * @cancellable: ends the reading
 *
 * Returns: (transfer full): a future that resolves to an #AttuneImportGlance, at once for any size,
 *   or rejects with a sentence
 */
DexFuture *
attune_import_task_glance (const char          *path,
                           AttuneImportChoices *choices,
                           GCancellable        *cancellable)
{
  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (ATTUNE_IS_IMPORT_CHOICES (choices));
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  return attune_thread_spawn ("attune-glance", glance_thread, task_new (path, choices, cancellable),
                              task_unref);
}

/**
 * attune_import_task_scan:
 * @path: a file on this computer
 * @choices: what is known about it, and how its records become examples
 * @training: (nullable): the file that this one validates
 * @progress: called on the calling thread's main context, in bytes
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data, on the calling thread's main context
 * @cancellable: ends the reading
 *
 * Returns: (transfer full): a future that resolves to an #AttuneScan or rejects with a sentence
 */
DexFuture *
attune_import_task_scan (const char          *path,
                         AttuneImportChoices *choices,
                         AttuneScan          *training,
                         AttuneProgressFunc   progress,
                         gpointer             user_data,
                         GDestroyNotify       destroy,
                         GCancellable        *cancellable)
{
  Task *task;

  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (ATTUNE_IS_IMPORT_CHOICES (choices));
  dex_return_error_if_fail (progress != NULL);
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  task = task_new (path, choices, cancellable);
  g_set_object (&task->scan, training);
  task->progress = progress;
  task->user_data = user_data;
  task->destroy = destroy;

  return attune_thread_spawn ("attune-scan", scan_thread, task, task_unref);
}

/**
 * attune_import_task_records:
 * @path: a file on this computer
 * @choices: what is known about it, and how its records become examples
 * @remedies: a mask of what to mend
 * @n_records: how many records to look at
 * @cancellable: ends the reading
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttunePreview, of the first
 *   records
 */
DexFuture *
attune_import_task_records (const char          *path,
                            AttuneImportChoices *choices,
                            guint64              remedies,
                            guint                n_records,
                            GCancellable        *cancellable)
{
  Task *task;

  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (ATTUNE_IS_IMPORT_CHOICES (choices));
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  task = task_new (path, choices, cancellable);
  task->remedies = remedies;
  task->n_records = n_records;

  return attune_thread_spawn ("attune-records", records_thread, task, task_unref);
}

/**
 * attune_import_task_entries:
 * @scan: what is known of all entries
 * @positions: which ones
 * @n_positions: how many
 * @recipe: (nullable): another recipe than that of @scan
 * @remedies: a mask of what to mend
 * @cancellable: ends the reading
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttunePreview, one a
 *   position; %NULL for what cannot be read any more
 */
DexFuture *
attune_import_task_entries (AttuneScan   *scan,
                            const guint  *positions,
                            gsize         n_positions,
                            AttuneRecipe *recipe,
                            guint64       remedies,
                            GCancellable *cancellable)
{
  Task *task;

  dex_return_error_if_fail (ATTUNE_IS_SCAN (scan));
  dex_return_error_if_fail (positions != NULL || n_positions == 0);
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  task = task_new (NULL, NULL, cancellable);
  task->scan = g_object_ref (scan);
  /* A copy: the person goes on editing the recipe while the thread applies it. */
  task->recipe = attune_recipe_copy (recipe != NULL ? recipe : attune_scan_get_recipe (scan));
  task->remedies = remedies;
  task->positions = g_memdup2 (positions, n_positions * sizeof *positions);
  task->n_positions = n_positions;

  return attune_thread_spawn ("attune-entries", entries_thread, task, task_unref);
}

/**
 * attune_import_task_outcome:
 * @scan: what is known of all entries
 * @remedies: a mask of what to mend
 * @split: what to hold out
 *
 * Returns: (transfer full): a future that resolves to an #AttuneImportOutcome
 */
DexFuture *
attune_import_task_outcome (AttuneScan        *scan,
                            guint64            remedies,
                            const AttuneSplit *split)
{
  Task *task;

  dex_return_error_if_fail (ATTUNE_IS_SCAN (scan));
  dex_return_error_if_fail (split != NULL);

  task = task_new (NULL, NULL, NULL);
  task->scan = g_object_ref (scan);
  task->remedies = remedies;
  task->split = *split;

  return attune_thread_spawn ("attune-outcome", outcome_thread, task, task_unref);
}
