/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-task"

#include "config.h"

#include <string.h>

#include "attune-import-task.h"

#define READ_SIZE (256 * 1024)

/* What a row of the check page can show of a line. */
#define LINE_SIZE 400

/* Belongs to its thread, and to a report on its way to the main thread. Not to the future of the
 * thread: libdex frees what that owns when the future is dropped, while the thread still runs. */
typedef struct
{
  gatomicrefcount     ref_count;
  char               *path;
  AttuneRecipe       *recipe;
  GCancellable       *cancellable;
  GMainContext       *context;

  AttuneProgressFunc  progress;
  gpointer            user_data;
  GDestroyNotify      destroy;
  GMutex              mutex;             /* guards the three below */
  gint64              done;
  gint64              total;
  gboolean            is_report_pending;

  guint               n_records;
  guint64            *lines;
  gsize               n_lines;
} Task;

static Task *
task_new (const char   *path,
          AttuneRecipe *recipe,
          GCancellable *cancellable)
{
  Task *task = g_new0 (Task, 1);

  g_atomic_ref_count_init (&task->ref_count);
  g_mutex_init (&task->mutex);
  task->path = g_strdup (path);
  /* A copy: the person goes on editing the recipe while the thread applies it. */
  task->recipe = recipe != NULL ? attune_recipe_copy (recipe) : NULL;
  task->cancellable = g_object_ref (cancellable);
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

  if (task->destroy != NULL)
    task->destroy (task->user_data);

  g_clear_object (&task->recipe);
  g_clear_object (&task->cancellable);
  g_main_context_unref (task->context);
  g_mutex_clear (&task->mutex);
  g_free (task->lines);
  g_free (task->path);
  g_free (task);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Task, task_unref)

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

static DexFuture *
scan_thread (gpointer user_data)
{
  g_autoptr(Task) task = user_data;
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(GError) error = NULL;

  scan = attune_scan_file (task->path, task->recipe, progress_cb, task, task->cancellable, &error);

  if (scan == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&scan));
}

static DexFuture *
preview_thread (gpointer user_data)
{
  g_autoptr(Task) task = user_data;
  g_autoptr(GPtrArray) previews = NULL;
  g_autoptr(GError) error = NULL;

  previews = attune_scan_preview (task->path, task->recipe, task->n_records, task->cancellable,
                                  &error);

  if (previews == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&previews));
}

/* Collects the beginning of each wanted line while the file streams by in blocks. */
typedef struct
{
  const guint64 *wanted;
  gsize          n_wanted;
  gsize          next;      /* index into wanted */
  guint64        line;      /* the line that the position is in, from 1 */
  GString       *text;
  GPtrArray     *texts;
} LineCollector;

static void
line_collector_end_line (LineCollector *collector)
{
  /* A line with two problems of one kind is wanted twice. */
  while (collector->next < collector->n_wanted &&
         collector->wanted[collector->next] <= collector->line)
    {
      g_autofree char *text = g_utf8_make_valid (collector->text->str, collector->text->len);

      g_ptr_array_add (collector->texts, g_strchomp (g_steal_pointer (&text)));
      collector->next++;
    }

  g_string_truncate (collector->text, 0);
  collector->line++;
}

static void
line_collector_feed (LineCollector *collector,
                     const char    *bytes,
                     gsize          length)
{
  const char *end = bytes + length;

  while (bytes < end && collector->next < collector->n_wanted)
    {
      const char *newline = memchr (bytes, '\n', end - bytes);
      const char *stop = newline != NULL ? newline : end;

      if (collector->wanted[collector->next] == collector->line &&
          collector->text->len < LINE_SIZE)
        g_string_append_len (collector->text, bytes,
                             MIN (stop - bytes, LINE_SIZE - (gssize)collector->text->len));

      if (newline == NULL)
        return;

      line_collector_end_line (collector);
      bytes = newline + 1;
    }
}

static DexFuture *
lines_thread (gpointer user_data)
{
  g_autoptr(Task) task = user_data;
  g_autoptr(GFile) file = g_file_new_for_path (task->path);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *buffer = g_malloc (READ_SIZE);
  LineCollector collector = { task->lines, task->n_lines, 0, 1, text, texts };
  gssize n_read = 0;

  if (!(stream = g_file_read (file, task->cancellable, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  while (collector.next < collector.n_wanted &&
         (n_read = g_input_stream_read (G_INPUT_STREAM (stream), buffer, READ_SIZE,
                                        task->cancellable, &error)) > 0)
    line_collector_feed (&collector, buffer, n_read);

  if (n_read < 0)
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* The last line may have no end. */
  if (text->len > 0)
    line_collector_end_line (&collector);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&texts));
}

/**
 * attune_import_task_scan:
 * @path: a file on this computer
 * @recipe: (nullable): how its records become examples; %NULL guesses
 * @progress: called on the calling thread's main context, in bytes
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data
 * @cancellable: ends the reading
 *
 * Returns: (transfer full): a future that resolves to an #AttuneScan or rejects with a sentence
 */
DexFuture *
attune_import_task_scan (const char         *path,
                         AttuneRecipe       *recipe,
                         AttuneProgressFunc  progress,
                         gpointer            user_data,
                         GDestroyNotify      destroy,
                         GCancellable       *cancellable)
{
  Task *task;

  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (progress != NULL);
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  task = task_new (path, recipe, cancellable);
  task->progress = progress;
  task->user_data = user_data;
  task->destroy = destroy;

  return dex_thread_spawn ("attune-scan", scan_thread, task, NULL);
}

/**
 * attune_import_task_preview:
 * @path: a file on this computer
 * @recipe: how its records become examples
 * @n_records: how many records to look at
 * @cancellable: ends the reading
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttunePreview
 */
DexFuture *
attune_import_task_preview (const char   *path,
                            AttuneRecipe *recipe,
                            guint         n_records,
                            GCancellable *cancellable)
{
  Task *task;

  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (ATTUNE_IS_RECIPE (recipe));
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  task = task_new (path, recipe, cancellable);
  task->n_records = n_records;

  return dex_thread_spawn ("attune-preview", preview_thread, task, NULL);
}

/**
 * attune_import_task_lines:
 * @path: a file on this computer
 * @lines: line numbers from 1, ascending
 * @n_lines: how many
 * @cancellable: ends the reading
 *
 * Finds the beginnings of some lines, made valid UTF-8, to show them beside a problem. Lines that
 * the file does not have any more are missing at the end.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of strings
 */
DexFuture *
attune_import_task_lines (const char    *path,
                          const guint64 *lines,
                          gsize          n_lines,
                          GCancellable  *cancellable)
{
  Task *task;

  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (lines != NULL || n_lines == 0);
  dex_return_error_if_fail (G_IS_CANCELLABLE (cancellable));

  task = task_new (path, NULL, cancellable);
  task->lines = g_memdup2 (lines, n_lines * sizeof *lines);
  task->n_lines = n_lines;

  return dex_thread_spawn ("attune-lines", lines_thread, task, NULL);
}
