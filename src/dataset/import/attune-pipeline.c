/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-pipeline"

#include "config.h"

#include "attune-mapper.h"
#include "attune-pipeline.h"
#include "attune-remedy.h"

/* Beyond this many, handing out and collecting the blocks becomes the bottleneck. */
#define MAX_WORKERS 8

/* Records may be much larger than a block: for each block no more than this, or one of them, is on
 * its way at a time … */
#define BYTES_EACH (512 * 1024)

/* … and memory that one of them needed is not kept for the next. */
#define MAX_KEPT (2 * 1024 * 1024)

/* What an entry will be compared with is fetched so many entries before (1,000,000 of them: the
 * merge takes 0.86 instead of 1.09 s; 16 are no better). */
#define FETCH_AHEAD 8

/* For so many entries at once: to find the pages takes as long as to read them, and the processor
 * looks for several at a time. */
#define FETCH_TOGETHER 4

/* In a line of the processor's cache. */
#define LINE_BYTES 64

/* A block on its way: cut off by the runner, worked on by a worker, taken by the runner again. */
typedef struct
{
  AttuneBlock  block;
  guint64      serial;
  GArray      *entries;     /* of AttuneEntry; lines count from the start of the block */
  GArray      *json_starts; /* of gsize, into @json, one for each of @entries */
  GString     *json;
  guint64      n_lines;
  guint64      n_records;
  guint64      n_filtered;
} Task;

/* What each thread has for itself. */
typedef struct
{
  AttuneParser       *parser;
  AttuneMapper       *mapper;
  AttuneTokenCounter *counter;   /* NULL: tokens are not counted */
  AttuneChecker      *checker;
  AttuneDraft         draft;
} Bench;

typedef struct
{
  const AttunePipelineJob *job;
  GAsyncQueue             *todo;       /* of Task; the runner itself is the mark to stop */
  GAsyncQueue             *done;
  GThread                 *workers[MAX_WORKERS];
  guint                    n_workers;
  Task                    *tasks;
  guint                    n_tasks;

  Task                   **free_tasks; /* a stack */
  guint                    n_free;
  Task                   **finished;   /* by serial modulo n_tasks; NULL while it is worked on */
  guint64                  n_begun;
  guint64                  n_ended;
  gsize                    n_bytes;    /* in the blocks between the two */
  gboolean                 is_at_end;
  guint64                  line;       /* how many lines end before the next block to be merged */
} Runner;

static gsize
count_tokens_cb (gpointer    user_data,
                 const char *text,
                 gsize       length)
{
  return attune_token_counter_count (user_data, text, length);
}

static void
bench_init (Bench                   *self,
            const AttunePipelineJob *job)
{
  self->parser = attune_reader_new_parser (job->reader);
  self->mapper = attune_mapper_new (job->recipe);

  if (job->tokenizer != NULL)
    self->counter = attune_token_counter_new (job->tokenizer);

  self->checker = attune_checker_new (job->rules, self->counter != NULL ? count_tokens_cb : NULL,
                                      self->counter);
  attune_draft_init (&self->draft);
}

static void
bench_clear (Bench *self)
{
  attune_draft_clear (&self->draft);
  g_clear_pointer (&self->checker, attune_checker_free);
  g_clear_pointer (&self->counter, attune_token_counter_free);
  g_clear_pointer (&self->mapper, attune_mapper_free);
  g_clear_object (&self->parser);
}

static void
task_init (Task *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (AttuneEntry));
  self->json_starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->json = g_string_new (NULL);
}

static void
task_clear (Task *self)
{
  attune_block_clear (&self->block);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->json_starts, g_array_unref);
  g_string_free (g_steal_pointer (&self->json), TRUE);
}

static void
add_json (Task        *task,
          AttuneDraft *draft,
          AttuneEntry *entry)
{
  gsize start = task->json->len;
  const char *json;

  if (draft->problem == ATTUNE_ISSUE_NONE)
    {
      json = attune_draft_get_json (draft, &entry->json.length);
      g_string_append_len (task->json, json, entry->json.length);
    }

  g_array_append_val (task->json_starts, start);
}

static void
add_entry (Task                    *task,
           Bench                   *bench,
           const AttunePipelineJob *job,
           const AttuneRecord      *record,
           guint                    item)
{
  guint index = task->entries->len;
  AttuneEntry *entry;

  /* Made where it stays: it is as large as a short record. */
  g_array_set_size (task->entries, index + 1);
  entry = &g_array_index (task->entries, AttuneEntry, index);
  entry->line = record->line;
  entry->offset = record->offset;
  entry->length = MIN (record->length, G_MAXUINT32);
  entry->item = item;
  entry->json = (AttuneText) { 0 };

  if (bench->draft.problem == ATTUNE_ISSUE_NONE && job->remedies != 0)
    attune_remedies_apply (job->remedies, &bench->draft);

  entry->kind = bench->draft.kind;
  attune_checker_check (bench->checker, &bench->draft, &entry->facts);

  if (job->writes_json)
    add_json (task, &bench->draft, entry);
}

static void
work (Task                    *task,
      Bench                   *bench,
      const AttunePipelineJob *job)
{
  AttuneRecord record;

  g_array_set_size (task->entries, 0);
  g_array_set_size (task->json_starts, 0);
  g_string_truncate (task->json, 0);
  task->n_records = 0;
  task->n_filtered = 0;
  attune_parser_begin (bench->parser, &task->block);

  while (attune_parser_next (bench->parser, &record))
    {
      guint item = 0;

      task->n_records++;
      attune_mapper_begin (bench->mapper, &record);

      for (; attune_mapper_next (bench->mapper, &bench->draft); item++)
        add_entry (task, bench, job, &record, item);

      task->n_filtered += item == 0;
    }

  task->n_lines = attune_parser_get_n_lines (bench->parser);
}

static gpointer
worker_thread (gpointer user_data)
{
  Runner *runner = user_data;
  Bench bench = { 0 };
  gpointer task;

  bench_init (&bench, runner->job);

  while ((task = g_async_queue_pop (runner->todo)) != runner)
    {
      work (task, &bench, runner->job);
      g_async_queue_push (runner->done, task);
    }

  bench_clear (&bench);

  return NULL;
}

static void
runner_init (Runner                  *self,
             const AttunePipelineJob *job)
{
  self->job = job;
  self->todo = g_async_queue_new ();
  self->done = g_async_queue_new ();
  self->n_workers = CLAMP (g_get_num_processors (), 1, MAX_WORKERS);

  /* Each worker has one in hand and one in store; as many wait for the one that is before them. */
  self->n_tasks = 4 * self->n_workers;
  self->tasks = g_new0 (Task, self->n_tasks);
  self->free_tasks = g_new0 (Task *, self->n_tasks);
  self->finished = g_new0 (Task *, self->n_tasks);
  self->line = attune_reader_get_first_line (job->reader) - 1;

  for (guint i = 0; i < self->n_tasks; i++)
    {
      task_init (&self->tasks[i]);
      self->free_tasks[self->n_free++] = &self->tasks[i];
    }

  for (guint i = 0; i < self->n_workers; i++)
    self->workers[i] = g_thread_new ("attune-pipeline", worker_thread, self);
}

static void
runner_clear (Runner *self)
{
  for (guint i = 0; i < self->n_workers; i++)
    g_async_queue_push (self->todo, self);

  for (guint i = 0; i < self->n_workers; i++)
    g_thread_join (self->workers[i]);

  for (guint i = 0; i < self->n_tasks; i++)
    task_clear (&self->tasks[i]);

  g_clear_pointer (&self->todo, g_async_queue_unref);
  g_clear_pointer (&self->done, g_async_queue_unref);
  g_clear_pointer (&self->tasks, g_free);
  g_clear_pointer (&self->free_tasks, g_free);
  g_clear_pointer (&self->finished, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Runner, runner_clear)

/* Cuts off blocks as long as there is room to put them. */
static gboolean
hand_out (Runner        *self,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  while (self->n_free > 0 && self->n_bytes < self->n_tasks * BYTES_EACH && !self->is_at_end)
    {
      Task *task = self->free_tasks[self->n_free - 1];

      if (!attune_reader_next_block (self->job->reader, &task->block, cancellable, &local_error))
        {
          self->is_at_end = TRUE;
          break;
        }

      self->n_free--;
      self->n_bytes += task->block.length;
      task->serial = self->n_begun++;
      g_async_queue_push (self->todo, task);
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* Entries are where a worker wrote them, in the cache of another processor. What they will be
 * compared with is nowhere near. */
static void
fetch (Runner       *self,
       const GArray *entries,
       guint         index,
       gpointer      func_data)
{
  guint next = index + FETCH_AHEAD;

  if (index + 2 * FETCH_AHEAD < entries->len)
    {
      const AttuneEntry *later = &g_array_index (entries, AttuneEntry, index + 2 * FETCH_AHEAD);

      for (gsize i = 0; i < sizeof *later; i += LINE_BYTES)
        __builtin_prefetch ((const char *)later + i, 1);
    }

  if (self->job->expect != NULL && index % FETCH_TOGETHER == 0)
    for (guint i = next; i < MIN (next + FETCH_TOGETHER, entries->len); i++)
      self->job->expect (&g_array_index (entries, AttuneEntry, i), func_data);
}

static gboolean
merge (Runner                *self,
       Task                  *task,
       AttunePipelineFunc     func,
       gpointer               func_data,
       AttunePipelineTotals  *totals,
       GError               **error)
{
  for (guint i = 0; i < task->entries->len; i++)
    {
      AttuneEntry *entry = &g_array_index (task->entries, AttuneEntry, i);

      fetch (self, task->entries, i, func_data);
      entry->line += self->line;

      if (self->job->writes_json && entry->json.length > 0)
        entry->json.bytes = task->json->str + g_array_index (task->json_starts, gsize, i);

      if (!func (entry, func_data, error))
        return FALSE;
    }

  self->line += task->n_lines;
  totals->n_records += task->n_records;
  totals->n_filtered += task->n_filtered;

  return TRUE;
}

static void
recycle (Runner *self,
         Task   *task)
{
  self->n_bytes -= task->block.length;

  if (task->block.capacity > MAX_KEPT)
    attune_block_clear (&task->block);

  self->free_tasks[self->n_free++] = task;
}

/* Waits for a block, and merges all whose turn it is. */
static gboolean
collect (Runner                *self,
         AttunePipelineFunc     func,
         gpointer               func_data,
         AttunePipelineTotals  *totals,
         goffset               *position,
         GCancellable          *cancellable,
         GError               **error)
{
  Task *task = g_async_queue_pop (self->done);

  self->finished[task->serial % self->n_tasks] = task;

  while ((task = self->finished[self->n_ended % self->n_tasks]) != NULL)
    {
      self->finished[self->n_ended % self->n_tasks] = NULL;
      self->n_ended++;
      *position = task->block.offset + task->block.length;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !merge (self, task, func, func_data, totals, error))
        return FALSE;

      recycle (self, task);
    }

  return TRUE;
}

/**
 * attune_pipeline_run:
 * @job: what to do
 * @func: (scope call): told of every example, and of every record of which none could be made
 * @func_data: for @func
 * @totals: (out caller-allocates): how many records there were
 * @progress: (nullable) (scope call): told how much of the text is done, on the calling thread
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads, maps, mends and checks a whole file on all processors, in memory that does not grow with
 * it. Fails with %ATTUNE_ERROR_STORAGE when the file cannot be read, with %G_IO_ERROR_CANCELLED, or
 * as @func does. Blocks: call it on a thread.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_pipeline_run (const AttunePipelineJob  *job,
                     AttunePipelineFunc        func,
                     gpointer                  func_data,
                     AttunePipelineTotals     *totals,
                     AttuneProgressFunc        progress,
                     gpointer                  progress_data,
                     GCancellable             *cancellable,
                     GError                  **error)
{
  goffset length = attune_source_get_length (attune_reader_get_source (job->reader));
  g_auto(Runner) runner = { 0 };
  goffset position = 0;

  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (totals != NULL, FALSE);

  *totals = (AttunePipelineTotals) { 0 };
  runner_init (&runner, job);

  for (;;)
    {
      /* What is on its way may be megabytes of work that nobody wants any more. */
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !hand_out (&runner, cancellable, error))
        return FALSE;

      if (runner.n_ended == runner.n_begun)
        break;

      if (!collect (&runner, func, func_data, totals, &position, cancellable, error))
        return FALSE;

      if (progress != NULL)
        progress (position, length, progress_data);
    }

  if (progress != NULL)
    progress (length, length, progress_data);

  return TRUE;
}
