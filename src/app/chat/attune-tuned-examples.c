/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-tuned-examples"

#include "config.h"

#include "attune-tuned-examples.h"

/* The beginning of the file is enough: opening a chat must not read hundreds of megabytes. */
#define N_LINES 120

static gboolean
is_checkpoint_of (AttuneJob  *job,
                  const char *model)
{
  GListModel *checkpoints = attune_job_get_checkpoints (job);

  for (guint i = 0; i < g_list_model_get_n_items (checkpoints); i++)
    {
      g_autoptr(AttuneCheckpoint) checkpoint = g_list_model_get_item (checkpoints, i);

      if (g_strcmp0 (attune_checkpoint_get_model (checkpoint), model) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * attune_tuned_examples_dup_path:
 * @workspace: where fine-tunes and datasets are
 * @model: a model, as its provider names it
 *
 * Returns: (transfer full) (nullable): the file of examples that the model, or the checkpoint, was
 *   tuned on; %NULL when that is not known here
 */
char *
attune_tuned_examples_dup_path (AttuneWorkspace *workspace,
                                const char      *model)
{
  GListModel *jobs = attune_workspace_get_jobs (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);
      const char *result = attune_job_get_fine_tuned_model (job);
      AttuneDataset *dataset;

      if (g_strcmp0 (result, model) != 0 && !is_checkpoint_of (job, model))
        continue;

      dataset = attune_workspace_find_dataset (workspace, attune_job_get_dataset_id (job));
      if (dataset != NULL)
        return g_strdup (attune_dataset_get_training_path (dataset));
    }

  return NULL;
}

/**
 * attune_tuned_examples_read:
 * @path: a file of attune_tuned_examples_dup_path()
 * @error: return location for an error
 *
 * Reads the first examples of a file. Blocks: for a thread.
 *
 * Returns: (transfer full) (element-type AttuneExample) (nullable): what can be read of them
 */
GPtrArray *
attune_tuned_examples_read (const char  *path,
                            GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr(GDataInputStream) lines = NULL;
  g_autoptr(GPtrArray) examples = NULL;

  if (stream == NULL)
    return NULL;

  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));
  examples = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_example_unref);

  for (guint i = 0; i < N_LINES; i++)
    {
      gsize length;
      g_autofree char *line = g_data_input_stream_read_line (lines, &length, NULL, NULL);
      AttuneExample *example;

      if (line == NULL)
        break;

      if ((example = attune_example_new_from_json (i + 1, line, length, NULL)) != NULL)
        g_ptr_array_add (examples, example);
    }

  return g_steal_pointer (&examples);
}
