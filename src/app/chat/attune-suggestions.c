/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-suggestions"

#include "config.h"

#include "attune-example.h"
#include "attune-suggestions.h"
#include "attune-thread.h"

/* The beginning of the file is enough: opening a chat must not read hundreds of megabytes. */
#define N_LINES 120
#define MAX_CHARACTERS 90

typedef struct
{
  char  *path;
  guint  n_wanted;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->path);
  g_free (search);
}

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

static char *
find_path (AttuneWorkspace *workspace,
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

/* The first thing that is asked in an example, if it is short enough for a button. */
static char *
dup_question (const char *line,
              gsize       length)
{
  g_autoptr(AttuneExample) example = attune_example_new_from_json (0, line, length, NULL);

  if (example == NULL)
    return NULL;

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);
      g_autofree char *question = NULL;

      if (turn->role != ATTUNE_ROLE_USER)
        continue;

      question = g_strstrip (g_strdup (turn->content));

      if (question[0] == '\0' || strchr (question, '\n') != NULL ||
          g_utf8_strlen (question, -1) > MAX_CHARACTERS)
        return NULL;

      return g_steal_pointer (&question);
    }

  return NULL;
}

static DexFuture *
read_questions (gpointer user_data)
{
  Search *search = user_data;
  g_autoptr(GFile) file = g_file_new_for_path (search->path);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GStrvBuilder) chosen = g_strv_builder_new ();
  g_autoptr(GError) error = NULL;
  guint n_chosen;

  if ((stream = g_file_read (file, NULL, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));

  for (guint i = 0; i < N_LINES; i++)
    {
      gsize length;
      g_autofree char *line = g_data_input_stream_read_line (lines, &length, NULL, NULL);
      g_autofree char *question = line != NULL ? dup_question (line, length) : NULL;

      if (line == NULL)
        break;

      if (question != NULL &&
          !g_ptr_array_find_with_equal_func (questions, question, g_str_equal, NULL))
        g_ptr_array_add (questions, g_steal_pointer (&question));
    }

  /* Spread over what was read: neighbours in a file are often alike. */
  n_chosen = MIN (search->n_wanted, questions->len);
  for (guint i = 0; i < n_chosen; i++)
    g_strv_builder_add (chosen, g_ptr_array_index (questions, i * questions->len / n_chosen));

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (chosen));
}

/**
 * attune_suggestions_find:
 * @workspace: where fine-tunes and datasets are
 * @model: a model, as its provider names it
 * @n_wanted: how many questions are wanted
 *
 * Takes questions from the data that the model was tuned on, so that the first thing a person asks
 * shows what was learned.
 *
 * Returns: (transfer full): a future that resolves to a %G_TYPE_STRV, or rejects when the file of
 *   the dataset cannot be read
 */
DexFuture *
attune_suggestions_find (AttuneWorkspace *workspace,
                         const char      *model,
                         guint            n_wanted)
{
  g_autofree char *path = NULL;
  Search *search;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (workspace));

  if ((path = find_path (workspace, model)) == NULL)
    return dex_future_new_take_boxed (G_TYPE_STRV, g_new0 (char *, 1));

  search = g_new0 (Search, 1);
  search->path = g_steal_pointer (&path);
  search->n_wanted = n_wanted;

  return attune_thread_spawn ("attune-suggestions", read_questions, search, search_free);
}
