/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-comparison"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-comparison-private.h"
#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-model-tally.h"

/* What one column was given. */
static const char won[] = "won";
static const char lost[] = "lost";
static const char tied[] = "tied";

typedef struct
{
  AttuneComparison *comparison;
  GPtrArray        *rows;
  char             *answers;
  guint             turn;
} Vote;

static void
vote_free (gpointer data)
{
  Vote *vote = data;

  g_object_unref (vote->comparison);
  g_ptr_array_unref (vote->rows);
  g_free (vote->answers);
  g_free (vote);
}

static gboolean
is_votable (AttuneMessage *answer)
{
  return answer != NULL && *attune_message_get_content (answer) != '\0' &&
         attune_message_get_state (answer) != ATTUNE_MESSAGE_STREAMING;
}

/* The answers that stand beside each other in a turn, by their numbers: another answer makes
 * another vote. NULL when fewer than two can be compared. */
static char *
dup_answers (AttuneComparison *self,
             guint             turn)
{
  guint n_columns = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  g_autoptr(GString) answers = g_string_new (NULL);
  guint n_answers = 0;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(AttuneMessage) answer = attune_comparison_dup_answer (self, i, turn);

      if (answer != NULL && attune_message_get_state (answer) == ATTUNE_MESSAGE_STREAMING)
        return NULL;

      if (!is_votable (answer))
        continue;

      g_string_append_printf (answers, "%s%" G_GINT64_FORMAT, n_answers > 0 ? "," : "",
                              attune_message_get_id (answer));
      n_answers++;
    }

  return n_answers >= ATTUNE_COMPARISON_MIN_COLUMNS
         ? g_string_free_and_steal (g_steal_pointer (&answers))
         : NULL;
}

/* The column whose answer is the one with that number among those that can be judged: what stood in
 * the third column stands in the second one when a column that had nothing to say has gone. */
static int
find_votable (AttuneComparison *self,
              guint             turn,
              guint             number)
{
  guint n_columns = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  guint n_before = 0;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(AttuneMessage) answer = attune_comparison_dup_answer (self, i, turn);

      if (is_votable (answer) && n_before++ == number)
        return (int)i;
    }

  return ATTUNE_COMPARISON_NO_VOTE;
}

static const char *
get_outcome (guint column,
             int   winner)
{
  if (winner == ATTUNE_COMPARISON_TIE)
    return tied;

  return (int)column == winner ? won : lost;
}

/* Who answered is what the message says: the column may have another model by now, or another
 * place, so that a vote counts the answers and not the columns. */
static AttuneVoteRow *
create_row (AttuneComparison *self,
            const char       *answers,
            guint             number,
            AttuneMessage    *answer,
            const char       *outcome)
{
  const AttuneMessageFacts *facts = attune_message_get_facts (answer);
  const char *model = attune_message_get_model (answer);
  AttuneVoteRow *row = g_new0 (AttuneVoteRow, 1);

  row->comparison_id = g_strdup (self->row->id);
  row->answers = g_strdup (answers);
  row->number = number;
  row->account_id = g_strdup (facts->account_id != NULL ? facts->account_id : "");
  row->model = g_strdup (model != NULL ? model : "");
  row->outcome = g_strdup (outcome);
  row->is_blind = self->row->is_blind;

  return row;
}

static GPtrArray *
create_rows (AttuneComparison *self,
             const char       *answers,
             guint             turn,
             int               winner)
{
  guint n_columns = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_vote_row_free);
  gboolean has_winner = winner == ATTUNE_COMPARISON_TIE;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(AttuneMessage) answer = attune_comparison_dup_answer (self, i, turn);

      if (!is_votable (answer))
        continue;

      has_winner = has_winner || (int)i == winner;
      g_ptr_array_add (rows, create_row (self, answers, rows->len, answer,
                                         get_outcome (i, winner)));
    }

  return has_winner ? g_steal_pointer (&rows) : NULL;
}

static DexFuture *
attune_comparison_vote_fiber (gpointer user_data)
{
  Vote *vote = user_data;
  AttuneComparison *self = vote->comparison;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_store_save_votes (self->store, vote->rows), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_hash_table_insert (self->votes, g_strdup (vote->answers), g_ptr_array_ref (vote->rows));
  g_signal_emit_by_name (self, "vote-changed", vote->turn);

  return dex_future_new_true ();
}

/**
 * attune_comparison_apply_votes:
 * @self: a comparison
 * @votes: (element-type AttuneVoteRow): what the store holds, of all comparisons
 */
void
attune_comparison_apply_votes (AttuneComparison *self,
                               GPtrArray        *votes)
{
  g_autoptr(GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (ATTUNE_IS_COMPARISON (self));

  for (guint i = 0; i < votes->len; i++)
    {
      const AttuneVoteRow *row = votes->pdata[i];
      GPtrArray *rows;

      if (!g_str_equal (row->comparison_id, self->row->id))
        continue;

      /* Instead of what was known of the same answers; of others a vote may be on its way. */
      if (!(rows = g_hash_table_lookup (taken, row->answers)))
        {
          rows = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_vote_row_free);
          g_hash_table_insert (taken, row->answers, rows);
          g_hash_table_insert (self->votes, g_strdup (row->answers), rows);
        }

      g_ptr_array_add (rows, attune_vote_row_copy (row));
    }
}

/**
 * attune_comparison_can_vote:
 * @self: a comparison that is loaded
 * @turn: a turn, from 0
 *
 * Returns: whether no answer is coming there, and two or more have something to say
 */
gboolean
attune_comparison_can_vote (AttuneComparison *self,
                            guint             turn)
{
  g_autofree char *answers = NULL;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), FALSE);

  answers = dup_answers (self, turn);

  return answers != NULL;
}

/**
 * attune_comparison_can_win:
 * @self: a comparison that is loaded
 * @column: one of its columns
 * @turn: a turn, from 0
 *
 * Returns: whether there is an answer there that can be found better than those beside it
 */
gboolean
attune_comparison_can_win (AttuneComparison *self,
                           guint             column,
                           guint             turn)
{
  g_autoptr(AttuneMessage) answer = NULL;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), FALSE);

  answer = attune_comparison_dup_answer (self, column, turn);

  return is_votable (answer);
}

/**
 * attune_comparison_get_vote:
 * @self: a comparison that is loaded
 * @turn: a turn, from 0
 *
 * Returns: the column that was found better than those beside it, %ATTUNE_COMPARISON_TIE, or
 *   %ATTUNE_COMPARISON_NO_VOTE where nobody has judged the answers that are shown
 */
int
attune_comparison_get_vote (AttuneComparison *self,
                            guint             turn)
{
  g_autofree char *answers = NULL;
  GPtrArray *rows;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), ATTUNE_COMPARISON_NO_VOTE);

  answers = dup_answers (self, turn);

  if (answers == NULL || !(rows = g_hash_table_lookup (self->votes, answers)))
    return ATTUNE_COMPARISON_NO_VOTE;

  for (guint i = 0; i < rows->len; i++)
    {
      const AttuneVoteRow *row = rows->pdata[i];

      if (g_str_equal (row->outcome, won))
        return find_votable (self, turn, row->number);
    }

  return ATTUNE_COMPARISON_TIE;
}

static gboolean
has_message (AttuneComparison *self,
             gint64            id)
{
  g_autoptr(GPtrArray) columns = attune_comparison_list_columns (self);

  for (guint i = 0; i < columns->len; i++)
    if (attune_message_tree_find (((AttuneConversation *)columns->pdata[i])->tree, id) != NULL)
      return TRUE;

  return FALSE;
}

/* Whether @others stood beside some of @answers before columns came or went: where one of them is
 * hidden by another answer of the same column, the person was asked something else. */
static gboolean
is_earlier (AttuneComparison *self,
            const char       *answers,
            const char       *others)
{
  g_auto(GStrv) shown = g_strsplit (answers, ",", -1);
  g_auto(GStrv) judged = g_strsplit (others, ",", -1);
  guint n_common = 0;

  for (guint i = 0; judged[i] != NULL; i++)
    {
      if (g_strv_contains ((const char * const *)shown, judged[i]))
        n_common++;
      else if (has_message (self, g_ascii_strtoll (judged[i], NULL, 10)))
        return FALSE;
    }

  return n_common > 0 && !g_str_equal (answers, others);
}

static void
count_row (GPtrArray           *tallies,
           const AttuneVoteRow *row)
{
  AttuneModelTally *tally = NULL;

  for (guint i = 0; i < tallies->len && tally == NULL; i++)
    {
      AttuneModelTally *known = tallies->pdata[i];

      if (g_str_equal (known->account_id, row->account_id) &&
          g_str_equal (known->model, row->model))
        tally = known;
    }

  if (tally == NULL)
    {
      tally = attune_model_tally_new (row->account_id, row->model);
      g_ptr_array_add (tallies, tally);
    }

  tally->n_won += g_str_equal (row->outcome, won);
  tally->n_lost += g_str_equal (row->outcome, lost);
  tally->n_tied += g_str_equal (row->outcome, tied);
}

static void
count_rows (GPtrArray *tallies,
            GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    count_row (tallies, rows->pdata[i]);
}

static int
compare_tallies (gconstpointer a,
                 gconstpointer b)
{
  const AttuneModelTally *first = a;
  const AttuneModelTally *second = b;

  if (first->n_won != second->n_won)
    return first->n_won > second->n_won ? -1 : 1;

  return strcmp (first->model, second->model);
}

/**
 * attune_comparison_list_earlier:
 * @self: a comparison that is loaded
 * @turn: a turn, from 0
 *
 * Who was better of two is not who is better of three, so that a column that comes or goes leaves
 * the answers without a vote; what was found of them before stays true of the models of then.
 *
 * Returns: (transfer full) (element-type AttuneModelTally): what each model was given then, the
 *   best first; empty where nothing was found, and while nobody shall know which model is which
 */
GPtrArray *
attune_comparison_list_earlier (AttuneComparison *self,
                                guint             turn)
{
  g_autofree char *answers = NULL;
  GPtrArray *tallies;
  GHashTableIter iter;
  gpointer others;
  gpointer rows;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);

  tallies = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_model_tally_free);
  answers = dup_answers (self, turn);

  if (answers == NULL || self->row->is_blind)
    return tallies;

  g_hash_table_iter_init (&iter, self->votes);

  while (g_hash_table_iter_next (&iter, &others, &rows))
    if (is_earlier (self, answers, others))
      count_rows (tallies, rows);

  g_ptr_array_sort_values (tallies, compare_tallies);

  return tallies;
}

/**
 * attune_comparison_vote:
 * @self: a comparison that is loaded
 * @turn: a turn, from 0
 * @winner: the column that is better than those beside it, or %ATTUNE_COMPARISON_TIE
 *
 * Judges the answers that are shown, instead of what was found of the same answers before.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and counted
 */
DexFuture *
attune_comparison_vote (AttuneComparison *self,
                        guint             turn,
                        int               winner)
{
  g_autofree char *answers = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  Vote *vote;

  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));

  answers = dup_answers (self, turn);

  if (answers == NULL || (rows = create_rows (self, answers, turn, winner)) == NULL)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                        _("There is no answer to choose here yet. Wait until the models have "
                          "answered.")));

  vote = g_new0 (Vote, 1);
  vote->comparison = g_object_ref (self);
  vote->rows = g_steal_pointer (&rows);
  vote->answers = g_steal_pointer (&answers);
  vote->turn = turn;

  return dex_scheduler_spawn (NULL, 0, attune_comparison_vote_fiber, vote, vote_free);
}
