/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-comparison"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-comparison-private.h"
#include "attune-conversation-private.h"
#include "attune-error.h"

/* What is asked of all columns. */
typedef struct
{
  AttuneComparison *comparison;
  GPtrArray        *messages;     /* one for each column, or NULL for what is new */
  char             *text;         /* or NULL for another answer, or for what was missed */
} Question;

/* What only other columns were asked. */
typedef struct
{
  AttuneComparison   *comparison;
  AttuneConversation *column;
  GPtrArray          *texts;
  guint               n_stops;      /* when it began */
} Missed;

static Question *
question_new (AttuneComparison *comparison,
              const char       *text)
{
  Question *question = g_new0 (Question, 1);

  question->comparison = g_object_ref (comparison);
  question->text = g_strdup (text);

  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->comparison);
  g_clear_pointer (&question->messages, g_ptr_array_unref);
  g_free (question->text);
  g_free (question);
}

static void
missed_free (gpointer data)
{
  Missed *missed = data;

  g_object_unref (missed->comparison);
  g_object_unref (missed->column);
  g_ptr_array_unref (missed->texts);
  g_free (missed);
}

/* The message of a turn that is said by @author; where an answer is missing there is none. */
static AttuneMessage *
dup_message (AttuneComparison    *self,
             guint                column,
             guint                turn,
             AttuneMessageAuthor  author)
{
  g_autoptr(AttuneConversation) conversation = NULL;
  GListModel *messages;
  guint n_turns = 0;

  conversation = g_list_model_get_item (G_LIST_MODEL (self->columns), column);

  if (conversation == NULL)
    return NULL;

  messages = attune_conversation_get_messages (conversation);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);

      if (attune_message_get_author (message) == ATTUNE_MESSAGE_USER)
        n_turns++;

      if (n_turns == turn + 1 && attune_message_get_author (message) == author)
        return g_steal_pointer (&message);
    }

  return NULL;
}

/**
 * attune_comparison_get_n_turns:
 * @self: a comparison
 *
 * Returns: how many questions are shown, 0 before it is loaded
 */
guint
attune_comparison_get_n_turns (AttuneComparison *self)
{
  g_autoptr(GPtrArray) columns = NULL;
  guint n_turns = 0;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), 0);

  columns = attune_comparison_list_columns (self);

  for (guint i = 0; i < columns->len; i++)
    {
      GListModel *messages = attune_conversation_get_messages (columns->pdata[i]);
      guint n = 0;

      for (guint j = 0; j < g_list_model_get_n_items (messages); j++)
        {
          g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, j);

          n += attune_message_get_author (message) == ATTUNE_MESSAGE_USER;
        }

      n_turns = MAX (n_turns, n);
    }

  return n_turns;
}

/**
 * attune_comparison_dup_question:
 * @self: a comparison
 * @column: a column, from 0
 * @turn: a turn, from 0
 *
 * Returns: (transfer full) (nullable): what was asked there
 */
AttuneMessage *
attune_comparison_dup_question (AttuneComparison *self,
                                guint             column,
                                guint             turn)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);

  return dup_message (self, column, turn, ATTUNE_MESSAGE_USER);
}

/**
 * attune_comparison_dup_answer:
 * @self: a comparison
 * @column: a column, from 0
 * @turn: a turn, from 0
 *
 * Returns: (transfer full) (nullable): what was answered there
 */
AttuneMessage *
attune_comparison_dup_answer (AttuneComparison *self,
                              guint             column,
                              guint             turn)
{
  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), NULL);

  return dup_message (self, column, turn, ATTUNE_MESSAGE_ASSISTANT);
}

/**
 * attune_comparison_find_turn:
 * @self: a comparison
 * @column: a column, from 0
 * @message: what was asked or answered there
 *
 * Returns: in which turn, from 0, or -1
 */
int
attune_comparison_find_turn (AttuneComparison *self,
                             guint             column,
                             AttuneMessage    *message)
{
  g_autoptr(AttuneConversation) conversation = NULL;
  GListModel *messages;
  int turn = -1;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (self), -1);

  conversation = g_list_model_get_item (G_LIST_MODEL (self->columns), column);
  messages = conversation != NULL ? attune_conversation_get_messages (conversation) : NULL;

  for (guint i = 0; messages != NULL && i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) other = g_list_model_get_item (messages, i);

      if (attune_message_get_author (other) == ATTUNE_MESSAGE_USER)
        turn++;
      if (other == message)
        return turn;
    }

  return -1;
}

static DexFuture *
attune_comparison_load_fiber (gpointer user_data)
{
  g_autoptr(GPtrArray) columns = attune_comparison_list_columns (user_data);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < columns->len; i++)
    if (!dex_await (attune_conversation_load (columns->pdata[i]), &error))
      return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_comparison_load:
 * @self: a comparison
 *
 * Reads the messages of all columns from the store.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_comparison_load (AttuneComparison *self)
{
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));

  return dex_scheduler_spawn (NULL, 0, attune_comparison_load_fiber,
                              g_object_ref (self), g_object_unref);
}

/* The title and the place in the list, before anything is asked. */
static gboolean
save_question (Question  *question,
               GError   **error)
{
  AttuneComparison *self = question->comparison;
  g_autoptr(AttuneComparisonRow) row = attune_comparison_row_copy (self->row);

  row->updated_at = g_get_real_time () / G_USEC_PER_SEC;

  if (row->title == NULL && question->text != NULL)
    row->title = attune_conversation_make_title (question->text);

  return attune_comparison_save (self, row, error);
}

static char *
dup_question_text (AttuneComparison *self,
                   guint             column,
                   guint             turn)
{
  g_autoptr(AttuneMessage) question = attune_comparison_dup_question (self, column, turn);

  return question != NULL ? g_strdup (attune_message_get_content (question)) : NULL;
}

/* What any column was asked in a turn. */
static char *
dup_any_question_text (AttuneComparison *self,
                       guint             turn)
{
  char *text = NULL;

  for (guint i = 0; i < self->order->len && text == NULL; i++)
    text = dup_question_text (self, i, turn);

  return text;
}

/* A column that came later, or that was stopped, has not been asked all that others were. One
 * that has gone another way is left to it. */
static GPtrArray *
list_missed (AttuneComparison *self,
             guint             column)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint n_turns = attune_comparison_get_n_turns (self);

  for (guint turn = 0; turn < n_turns; turn++)
    {
      g_autofree char *asked = dup_question_text (self, column, turn);
      g_autofree char *wanted = dup_any_question_text (self, turn);

      if (asked == NULL)
        g_ptr_array_add (texts, g_steal_pointer (&wanted));
      else if (g_strcmp0 (asked, wanted) != 0)
        return g_ptr_array_new ();
    }

  return g_steal_pointer (&texts);
}

/* One after the other; an answer that fails says so itself, and the next question follows. */
static DexFuture *
attune_comparison_ask_missed_fiber (gpointer user_data)
{
  Missed *missed = user_data;

  for (guint i = 0; i < missed->texts->len && missed->comparison->n_stops == missed->n_stops; i++)
    dex_await (attune_conversation_send (missed->column, missed->texts->pdata[i]), NULL);

  return dex_future_new_true ();
}

static DexFuture *
send_to_column (Question           *question,
                AttuneConversation *column,
                guint               i)
{
  g_autoptr(GPtrArray) texts = list_missed (question->comparison, i);
  Missed *missed;

  if (texts->len == 0 && question->text != NULL)
    return attune_conversation_send (column, question->text);

  if (question->text != NULL)
    g_ptr_array_add (texts, g_strdup (question->text));

  missed = g_new0 (Missed, 1);
  missed->comparison = g_object_ref (question->comparison);
  missed->column = g_object_ref (column);
  missed->texts = g_steal_pointer (&texts);
  missed->n_stops = question->comparison->n_stops;

  return dex_scheduler_spawn (NULL, 0, attune_comparison_ask_missed_fiber, missed, missed_free);
}

static DexFuture *
ask_column (Question           *question,
            AttuneConversation *column,
            guint               i)
{
  if (question->messages == NULL)
    return send_to_column (question, column, i);

  if (question->text == NULL)
    return attune_conversation_regenerate (column, question->messages->pdata[i]);

  return attune_conversation_edit (column, question->messages->pdata[i], question->text);
}

/* All columns at once; what goes wrong in one is in its message, and the others go on. */
static void
ask_all (Question *question)
{
  g_autoptr(GPtrArray) columns = attune_comparison_list_columns (question->comparison);
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < columns->len; i++)
    g_ptr_array_add (answers, ask_column (question, columns->pdata[i], i));

  if (answers->len > 0)
    dex_await (dex_future_allv ((DexFuture **)answers->pdata, answers->len), NULL);
}

static DexFuture *
attune_comparison_ask_fiber (gpointer user_data)
{
  Question *question = user_data;
  g_autoptr(GError) error = NULL;

  if (save_question (question, &error))
    ask_all (question);

  attune_comparison_set_asking (question->comparison, FALSE);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Takes over @question. Whoever asked may go away; all models are asked all the same. */
static DexFuture *
ask (Question *question)
{
  DexFuture *asking;

  attune_comparison_set_asking (question->comparison, TRUE);
  asking = dex_scheduler_spawn (NULL, 0, attune_comparison_ask_fiber, question, question_free);
  dex_future_disown (dex_ref (asking));

  return asking;
}

/**
 * attune_comparison_reject_busy:
 *
 * Returns: (transfer full): a future that rejects since an answer is still coming
 */
DexFuture *
attune_comparison_reject_busy (void)
{
  return dex_future_new_for_error (
    attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                      _("A model is still answering the last question. Wait for the end, or stop it.")));
}

/* The question of a turn in every column, or NULL when one has none. */
static GPtrArray *
list_questions (AttuneComparison *self,
                guint             turn)
{
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    {
      AttuneMessage *question = attune_comparison_dup_question (self, i, turn);

      if (question == NULL)
        return NULL;

      g_ptr_array_add (questions, question);
    }

  return g_steal_pointer (&questions);
}

static DexFuture *
ask_again (AttuneComparison *self,
           guint             turn,
           const char       *text)
{
  g_autoptr(GPtrArray) questions = list_questions (self, turn);
  Question *question;

  if (self->is_answering)
    return attune_comparison_reject_busy ();

  if (questions == NULL)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("Not every model was asked this question. Ask it anew.")));

  question = question_new (self, text);
  question->messages = g_steal_pointer (&questions);

  return ask (question);
}

/**
 * attune_comparison_send:
 * @self: a comparison
 * @text: what the person says
 *
 * Says it to all columns at once; one that has missed what others were asked is asked that first.
 * All answers come to their end whether or not anybody waits for the future; stop them with
 * attune_comparison_stop(), or one with attune_conversation_stop().
 *
 * Returns: (transfer full): a future that resolves to %TRUE when all have answered, failed or were
 *   stopped, or rejects when nothing could be asked
 */
DexFuture *
attune_comparison_send (AttuneComparison *self,
                        const char       *text)
{
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));
  dex_return_error_if_fail (text != NULL);

  if (self->is_answering)
    return attune_comparison_reject_busy ();

  return ask (question_new (self, text));
}

/**
 * attune_comparison_edit:
 * @self: a comparison that is loaded
 * @turn: a turn, from 0
 * @text: what shall be asked there instead
 *
 * Asks it beside the old question in all columns, which keep what there was.
 *
 * Returns: (transfer full): a future like the one of attune_comparison_send()
 */
DexFuture *
attune_comparison_edit (AttuneComparison *self,
                        guint             turn,
                        const char       *text)
{
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));
  dex_return_error_if_fail (text != NULL);

  return ask_again (self, turn, text);
}

/**
 * attune_comparison_regenerate:
 * @self: a comparison that is loaded
 * @turn: a turn, from 0
 *
 * Lets all models answer once more. For one see attune_conversation_regenerate().
 *
 * Returns: (transfer full): a future like the one of attune_comparison_send()
 */
DexFuture *
attune_comparison_regenerate (AttuneComparison *self,
                              guint             turn)
{
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));

  return ask_again (self, turn, NULL);
}

/**
 * attune_comparison_catch_up:
 * @self: a comparison that is loaded
 *
 * Asks each column what only others were asked so far, one question after the other, so that all
 * have the same turns.
 *
 * Returns: (transfer full): a future like the one of attune_comparison_send()
 */
DexFuture *
attune_comparison_catch_up (AttuneComparison *self)
{
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (self));

  if (self->is_answering)
    return attune_comparison_reject_busy ();

  return ask (question_new (self, NULL));
}

/**
 * attune_comparison_stop:
 * @self: a comparison
 *
 * Wants no more of any answer that is coming; what came is kept.
 */
void
attune_comparison_stop (AttuneComparison *self)
{
  g_autoptr(GPtrArray) columns = NULL;

  g_return_if_fail (ATTUNE_IS_COMPARISON (self));

  columns = attune_comparison_list_columns (self);
  self->n_stops++;

  for (guint i = 0; i < columns->len; i++)
    attune_conversation_stop (columns->pdata[i]);
}
