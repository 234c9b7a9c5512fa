/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-suggestions"

#include "config.h"

#include "attune-suggestions.h"
#include "attune-thread.h"
#include "attune-tuned-examples.h"

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

/* The first thing that is asked in an example, if it is short enough for a button. */
static char *
dup_question (AttuneExample *example)
{
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
  g_autoptr(GPtrArray) examples = NULL;
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GStrvBuilder) chosen = g_strv_builder_new ();
  g_autoptr(GError) error = NULL;
  guint n_chosen;

  if ((examples = attune_tuned_examples_read (search->path, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < examples->len; i++)
    {
      g_autofree char *question = dup_question (examples->pdata[i]);

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

  if ((path = attune_tuned_examples_dup_path (workspace, model)) == NULL)
    return dex_future_new_take_boxed (G_TYPE_STRV, g_new0 (char *, 1));

  search = g_new0 (Search, 1);
  search->path = g_steal_pointer (&path);
  search->n_wanted = n_wanted;

  return attune_thread_spawn ("attune-suggestions", read_questions, search, search_free);
}
