/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-message-private.h"
#include "attune-workspace-private.h"

/* What the person asks for. */
typedef struct
{
  AttuneConversation *conversation;
  AttuneMessage      *message;      /* which one, or NULL for the last */
  char               *text;
} Act;

static Act *
act_new (AttuneConversation *conversation,
         AttuneMessage      *message,
         const char         *text)
{
  Act *act = g_new0 (Act, 1);

  act->conversation = g_object_ref (conversation);
  act->message = message != NULL ? g_object_ref (message) : NULL;
  act->text = g_strdup (text);

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->conversation);
  g_clear_object (&act->message);
  g_free (act->text);
  g_free (act);
}

/**
 * attune_conversation_begin:
 * @self: a conversation
 *
 * Returns: whether something can be asked now; then it is answering until attune_conversation_end()
 */
gboolean
attune_conversation_begin (AttuneConversation *self)
{
  if (self->is_answering)
    return FALSE;

  self->stop = dex_promise_new ();
  attune_conversation_set_answering (self, TRUE);

  return TRUE;
}

/**
 * attune_conversation_end:
 * @self: a conversation that was begun
 */
void
attune_conversation_end (AttuneConversation *self)
{
  dex_clear (&self->stop);
  attune_conversation_set_answering (self, FALSE);
}

static DexFuture *
start (AttuneConversation *self,
       AttuneMessage      *message,
       const char         *text,
       DexFiberFunc        fiber)
{
  if (!attune_conversation_begin (self))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                        _("The last question is still being answered. Wait for the end, or stop it.")));

  return dex_scheduler_spawn (NULL, 0, fiber, act_new (self, message, text), act_free);
}

static DexFuture *
fail (AttuneConversation *self,
      GError             *error)
{
  attune_conversation_end (self);

  return dex_future_new_for_error (error);
}

/**
 * attune_conversation_is_offline:
 * @self: a conversation
 *
 * Returns: whether there is no way to who answers, since this computer has no network
 */
gboolean
attune_conversation_is_offline (AttuneConversation *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, self->row->account_id);

  return account != NULL && attune_workspace_is_out_of_reach (workspace, account);
}

static gboolean
save_title (AttuneConversation  *self,
            const char          *text,
            GError             **error)
{
  g_autoptr(AttuneConversationRow) row = attune_conversation_row_copy (self->row);

  g_free (row->title);
  row->title = attune_conversation_make_title (text);

  if (!dex_await (attune_store_save_conversation (self->store, row), error))
    return FALSE;

  attune_conversation_apply (self, row);

  return TRUE;
}

/* What the person says behind @parent_id, and then the answer, or the waiting for a network. */
static DexFuture *
ask (AttuneConversation *self,
     const char         *text,
     gint64              parent_id)
{
  gboolean is_offline = attune_conversation_is_offline (self);
  g_autoptr(AttuneMessageRow) row = NULL;
  g_autoptr(AttuneMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  row = attune_message_row_new (ATTUNE_MESSAGE_USER,
                                is_offline ? ATTUNE_MESSAGE_WAITING : ATTUNE_MESSAGE_COMPLETE,
                                text);
  row->parent_id = parent_id;
  row->created_at = g_get_real_time () / G_USEC_PER_SEC;
  message = attune_message_new (row);

  if ((self->row->title == NULL && !save_title (self, text, &error)) ||
      !attune_conversation_add_message (self, message, &error))
    return fail (self, g_steal_pointer (&error));

  attune_conversation_forget_draft (self);

  if (!is_offline)
    return attune_conversation_answer (self, NULL);

  attune_conversation_end (self);

  return dex_future_new_true ();
}

static DexFuture *
attune_conversation_send_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneConversation *self = act->conversation;
  g_autoptr(GError) error = NULL;

  if (!attune_conversation_ensure_loaded (self, &error))
    return fail (self, g_steal_pointer (&error));

  return ask (self, act->text, self->row->leaf_id);
}

static DexFuture *
attune_conversation_edit_fiber (gpointer user_data)
{
  Act *act = user_data;

  return ask (act->conversation, act->text, attune_message_get_parent_id (act->message));
}

/* An answer of which nothing came is no branch that anybody would go back to. */
static gboolean
is_worthless (AttuneConversation *self,
              AttuneMessage      *message)
{
  return attune_message_is_empty (message) &&
         attune_message_get_state (message) != ATTUNE_MESSAGE_COMPLETE &&
         attune_message_tree_get_children (self->tree, attune_message_get_id (message)) == NULL;
}

static DexFuture *
attune_conversation_regenerate_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneConversation *self = act->conversation;
  g_autoptr(AttuneMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  if (!attune_conversation_ensure_loaded (self, &error))
    return fail (self, g_steal_pointer (&error));

  message = act->message != NULL ? g_object_ref (act->message)
                                 : attune_conversation_dup_last (self);

  if (message == NULL)
    {
      attune_set_error (&error, ATTUNE_ERROR_FAILED, NULL,
                        _("There is no question to answer again. Write one first."));
      return fail (self, g_steal_pointer (&error));
    }

  if (attune_message_get_author (message) == ATTUNE_MESSAGE_USER)
    attune_conversation_show_leaf (self, attune_message_get_id (message));
  else if (!is_worthless (self, message))
    attune_conversation_show_leaf (self, attune_message_get_parent_id (message));
  else if (!attune_conversation_drop_message (self, message, &error))
    return fail (self, g_steal_pointer (&error));

  return attune_conversation_answer (self, NULL);
}

static DexFuture *
attune_conversation_continue_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneConversation *self = act->conversation;
  g_autoptr(AttuneMessage) last = NULL;
  g_autoptr(GError) error = NULL;

  if (!attune_conversation_ensure_loaded (self, &error))
    return fail (self, g_steal_pointer (&error));

  last = attune_conversation_dup_last (self);

  if (last == NULL || !attune_message_can_continue (last))
    {
      attune_set_error (&error, ATTUNE_ERROR_FAILED, NULL,
                        _("The last answer was not cut off. Ask for another one instead."));
      return fail (self, g_steal_pointer (&error));
    }

  return attune_conversation_answer (self, last);
}

/* Of several questions that waited, all are said, and the last one is answered. */
static gboolean
claim_waiting (AttuneConversation  *self,
               gboolean            *is_claimed,
               GError             **error)
{
  GListModel *messages = G_LIST_MODEL (self->messages);

  *is_claimed = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);
      g_autoptr(AttuneMessageRow) row = attune_message_dup_row (message);
      g_autoptr(GError) local_error = NULL;

      if (row->state != ATTUNE_MESSAGE_WAITING)
        continue;

      *is_claimed = dex_await_int (attune_store_claim_waiting (self->store, row->id),
                                   &local_error) > 0;

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      row->state = ATTUNE_MESSAGE_COMPLETE;
      attune_message_apply (message, row);
    }

  return TRUE;
}

static DexFuture *
attune_conversation_send_waiting_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneConversation *self = act->conversation;
  g_autoptr(AttuneMessage) last = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_claimed;

  if (!attune_conversation_ensure_loaded (self, &error))
    return fail (self, g_steal_pointer (&error));

  last = attune_conversation_dup_last (self);

  /* The person has gone on to another branch; this one waits until it is looked at again. */
  if (last == NULL || attune_message_get_state (last) != ATTUNE_MESSAGE_WAITING ||
      attune_conversation_is_offline (self))
    {
      attune_conversation_end (self);
      return dex_future_new_true ();
    }

  if (!claim_waiting (self, &is_claimed, &error))
    return fail (self, g_steal_pointer (&error));

  if (is_claimed)
    return attune_conversation_answer (self, NULL);

  attune_conversation_end (self);

  return dex_future_new_true ();
}

/**
 * attune_conversation_send:
 * @self: a conversation
 * @text: what the person says
 *
 * Stores the message, asks the model, and lets its answer grow in the list. The answer comes to its
 * end whether or not anybody waits for the future; stop it with attune_conversation_stop(). Without
 * a network the message waits, which its state says, and the future resolves.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the answer is complete or was
 *   stopped, or rejects with %ATTUNE_ERROR, which the message tells too
 */
DexFuture *
attune_conversation_send (AttuneConversation *self,
                          const char         *text)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (text != NULL);

  return start (self, NULL, text, attune_conversation_send_fiber);
}

/**
 * attune_conversation_edit:
 * @self: a conversation
 * @message: what the person said before
 * @text: what it shall be instead
 *
 * Says it beside the old message, which stays with what followed it, and lets the model answer.
 *
 * Returns: (transfer full): a future like the one of attune_conversation_send()
 */
DexFuture *
attune_conversation_edit (AttuneConversation *self,
                          AttuneMessage      *message,
                          const char         *text)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (ATTUNE_IS_MESSAGE (message));
  dex_return_error_if_fail (attune_message_get_author (message) == ATTUNE_MESSAGE_USER);
  dex_return_error_if_fail (text != NULL);

  return start (self, message, text, attune_conversation_edit_fiber);
}

/**
 * attune_conversation_regenerate:
 * @self: a conversation
 * @message: an answer, or a question
 *
 * Lets the model answer once more, beside the answer that is there. One of which nothing came goes.
 *
 * Returns: (transfer full): a future like the one of attune_conversation_send()
 */
DexFuture *
attune_conversation_regenerate (AttuneConversation *self,
                                AttuneMessage      *message)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (ATTUNE_IS_MESSAGE (message));

  return start (self, message, NULL, attune_conversation_regenerate_fiber);
}

/**
 * attune_conversation_retry:
 * @self: a conversation
 *
 * Asks the last question again, like attune_conversation_regenerate().
 *
 * Returns: (transfer full): a future like the one of attune_conversation_send()
 */
DexFuture *
attune_conversation_retry (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return start (self, NULL, NULL, attune_conversation_regenerate_fiber);
}

/**
 * attune_conversation_continue:
 * @self: a conversation whose last answer was cut off, see attune_message_can_continue()
 *
 * Lets the model go on where it stopped; what comes is added to the same message.
 *
 * Returns: (transfer full): a future like the one of attune_conversation_send()
 */
DexFuture *
attune_conversation_continue (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return start (self, NULL, NULL, attune_conversation_continue_fiber);
}

/**
 * attune_conversation_send_waiting:
 * @self: a conversation
 *
 * Sends what waited for the network, if the branch that is shown ends with it.
 *
 * Returns: (transfer full): a future like the one of attune_conversation_send()
 */
DexFuture *
attune_conversation_send_waiting (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return start (self, NULL, NULL, attune_conversation_send_waiting_fiber);
}
