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

/* What has come of an answer is stored this often while it streams. */
#define SAVE_INTERVAL_MSEC 1000

/* How soon a model that is still being prepared is asked for again, and how slowly in the end. */
#define FIRST_PREPARING_MSEC 5000
#define MAX_PREPARING_MSEC 30000

/* One answer while it comes. */
typedef struct
{
  AttuneConversation *conversation;
  AttuneMessage      *message;
  gboolean            is_continued;
  AttuneMessageFacts  facts;
  gint64              asked_at;        /* monotonic, µs */
  gsize               n_taken;         /* bytes that came */
  char               *finish_reason;
} Answer;

typedef struct
{
  AttuneConversation *conversation;
  AttuneMessage      *continued;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_object (&wish->continued);
  g_object_unref (wish->conversation);
  g_free (wish);
}

static void
answer_clear (gpointer data)
{
  Answer *answer = data;

  g_clear_object (&answer->message);
  attune_message_facts_clear (&answer->facts);
  g_free (answer->finish_reason);
}

static void
answer_unref (gpointer data)
{
  g_rc_box_release_full (data, answer_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_unref)

static gint64
count_msec (Answer *answer)
{
  return (g_get_monotonic_time () - answer->asked_at) / 1000;
}

static void
take_cb (const AttuneChatDelta *delta,
         gpointer               user_data)
{
  Answer *answer = user_data;

  if (answer->n_taken == 0 && !answer->is_continued)
    answer->facts.first_token_msec = count_msec (answer);

  answer->n_taken += 1 + (delta->text != NULL ? strlen (delta->text) : 0);
  attune_message_take (answer->message, delta);
}

static DexFuture *
connect_account (AttuneConversation *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, self->row->account_id);

  if (account == NULL)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("The account of this chat was removed. Choose another model.")));

  return attune_workspace_connect (workspace, account);
}

static gboolean
is_stopped (AttuneConversation *self)
{
  return !dex_future_is_pending (DEX_FUTURE (self->stop));
}

static void
save_so_far (Answer *answer)
{
  g_autoptr(AttuneMessageRow) row = attune_message_dup_row (answer->message);

  /* A full disk is told at the end; the answer itself goes on. */
  dex_await (attune_store_update_message (answer->conversation->store, row), NULL);
}

/* Waits for an answer to end, storing what has come now and then. */
static gboolean
follow_answer (Answer     *answer,
               DexFuture  *chat,
               GError    **error)
{
  AttuneConversation *self = answer->conversation;
  gsize n_saved = 0;

  while (dex_future_is_pending (chat))
    {
      g_autoptr(GError) local_error = NULL;

      dex_await (dex_future_first (dex_ref (chat),
                                   dex_ref (self->stop),
                                   dex_timeout_new_msec (SAVE_INTERVAL_MSEC),
                                   NULL),
                 &local_error);

      if (is_stopped (self))
        return TRUE;

      if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (dex_future_is_pending (chat) && answer->n_taken != n_saved)
        {
          n_saved = answer->n_taken;
          save_so_far (answer);
        }
    }

  return dex_future_get_value (chat, error) != NULL;
}

static gint64
add_count (gint64 before,
           gint64 count)
{
  return count < 0 ? before : MAX (before, 0) + count;
}

/* An answer that was continued took what both requests did. */
static void
take_end (Answer              *answer,
          const AttuneChatEnd *end)
{
  AttuneMessageFacts *facts = &answer->facts;

  facts->prompt_tokens = add_count (facts->prompt_tokens, end->prompt_tokens);
  facts->completion_tokens = add_count (facts->completion_tokens, end->completion_tokens);
  facts->cached_tokens = add_count (facts->cached_tokens, end->cached_tokens);
  facts->reasoning_tokens = add_count (facts->reasoning_tokens, end->reasoning_tokens);
  facts->cost = attune_conversation_price (answer->conversation, facts);
  g_set_str (&answer->finish_reason, end->finish_reason);
}

/* Asks once. Returns FALSE with an error; TRUE also when the person stopped it. */
static gboolean
ask_once (Answer             *answer,
          AttuneClient       *client,
          AttuneChatRequest  *request,
          GError            **error)
{
  AttuneConversation *self = answer->conversation;
  g_autoptr(DexFuture) chat = NULL;
  const GValue *value;

  answer->asked_at = g_get_monotonic_time ();

  /* Dropping this future is what ends the request at the provider. */
  chat = dex_future_first (attune_client_chat (client, request, take_cb,
                                               g_rc_box_acquire (answer), answer_unref),
                           NULL);

  if (!follow_answer (answer, chat, error))
    return FALSE;

  if (is_stopped (self))
    return TRUE;

  if ((value = dex_future_get_value (chat, error)) == NULL)
    return FALSE;

  take_end (answer, g_value_get_boxed (value));

  if (answer->finish_reason != NULL)
    return TRUE;

  /* An answer without an end was cut off on the way. */
  attune_set_error (error, ATTUNE_ERROR_NETWORK, NULL,
                    _("The connection broke off before the answer was complete. Continue it, or "
                      "ask again."));

  return FALSE;
}

/* Whether a refusal only means that the model is not there yet. Then says so, and waits. */
static gboolean
wait_for_model (Answer       *answer,
                const GError *error,
                guint        *delay)
{
  AttuneConversation *self = answer->conversation;
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  const char *account_name = attune_conversation_find_preparing (self);
  g_autofree char *text = NULL;

  if (!g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND) || account_name == NULL ||
      answer->n_taken > 0 || workspace == NULL)
    return FALSE;

  text = g_strdup_printf (_("“%s” is still preparing this model, which was only just tuned. Attune "
                            "asks again by itself."), account_name);
  attune_message_set_status_text (answer->message, text);
  dex_await (dex_future_first (dex_ref (self->stop),
                               attune_clock_wait (workspace->clock, *delay), NULL), NULL);
  attune_message_set_status_text (answer->message, NULL);
  *delay = MIN (*delay * 2, MAX_PREPARING_MSEC);

  return TRUE;
}

static gboolean
stream_answer (Answer  *answer,
               GError **error)
{
  AttuneConversation *self = answer->conversation;
  g_autoptr(AttuneChatRequest) request = NULL;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(DexFuture) connecting = NULL;
  guint delay = FIRST_PREPARING_MSEC;

  request = attune_conversation_build_request (self, NULL,
                                               answer->is_continued ? answer->message : NULL);
  connecting = dex_future_first (connect_account (self), dex_ref (self->stop), NULL);

  if (!dex_await (dex_ref (connecting), error))
    return FALSE;

  if (is_stopped (self))
    return TRUE;

  client = g_value_dup_object (dex_future_get_value (connecting, NULL));

  for (;;)
    {
      g_autoptr(GError) local_error = NULL;

      if (ask_once (answer, client, request, &local_error))
        return TRUE;

      if (!wait_for_model (answer, local_error, &delay))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (is_stopped (self))
        return TRUE;
    }
}

/* Stored first, then shown as what it is. Returns in @error whatever went wrong first. */
static void
end_answer (Answer  *answer,
            GError **error)
{
  AttuneConversation *self = answer->conversation;
  g_autoptr(AttuneMessageRow) row = attune_message_dup_row (answer->message);
  GError *local_error = NULL;

  if (answer->asked_at != 0)
    answer->facts.duration_msec = add_count (answer->facts.duration_msec, count_msec (answer));

  attune_message_facts_clear (&row->facts);
  attune_message_facts_copy (&row->facts, &answer->facts);
  g_set_str (&row->finish_reason, answer->finish_reason);
  g_set_str (&row->error_text, *error != NULL ? (*error)->message : NULL);

  if (*error != NULL)
    row->state = ATTUNE_MESSAGE_BROKEN;
  else
    row->state = is_stopped (self) ? ATTUNE_MESSAGE_STOPPED : ATTUNE_MESSAGE_COMPLETE;

  if (!dex_await (attune_store_update_message (self->store, row), &local_error) && *error == NULL)
    {
      row->state = ATTUNE_MESSAGE_BROKEN;
      g_set_str (&row->error_text, local_error->message);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }

  g_clear_error (&local_error);
  attune_message_apply (answer->message, row);
}

/* The network went away before anything came: the question waits for it instead. */
static gboolean
wait_for_network (Answer       *answer,
                  const GError *error)
{
  AttuneConversation *self = answer->conversation;
  AttuneMessage *question;
  g_autoptr(AttuneMessageRow) row = NULL;

  if (!g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK) || answer->is_continued ||
      answer->n_taken > 0 || !attune_conversation_is_offline (self))
    return FALSE;

  question = attune_message_tree_find (self->tree, attune_message_get_parent_id (answer->message));

  if (question == NULL || !attune_conversation_drop_message (self, answer->message, NULL))
    return FALSE;

  row = attune_message_dup_row (question);
  row->state = ATTUNE_MESSAGE_WAITING;

  if (!dex_await (attune_store_update_message (self->store, row), NULL))
    return FALSE;

  attune_message_apply (question, row);

  return TRUE;
}

static Answer *
answer_new (AttuneConversation *self,
            AttuneMessage      *continued)
{
  Answer *answer = g_rc_box_new0 (Answer);
  g_autoptr(AttuneMessageRow) row = NULL;

  answer->conversation = self;
  answer->is_continued = continued != NULL;

  if (continued != NULL)
    {
      answer->message = g_object_ref (continued);
      attune_message_facts_copy (&answer->facts, attune_message_get_facts (continued));
      return answer;
    }

  row = attune_message_row_new (ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STREAMING, NULL);
  row->parent_id = self->row->leaf_id;
  row->model = g_strdup (self->row->model);
  row->created_at = g_get_real_time () / G_USEC_PER_SEC;
  row->content = g_strdup ("");
  row->facts.account_id = g_strdup (self->row->account_id);
  row->facts.parameters = g_strdup (self->row->parameters);
  answer->message = attune_message_new (row);
  attune_message_facts_copy (&answer->facts, &row->facts);

  return answer;
}

static gboolean
show_answer (Answer  *answer,
             GError **error)
{
  g_autoptr(AttuneMessageRow) row = NULL;

  if (!answer->is_continued)
    return attune_conversation_add_message (answer->conversation, answer->message, error);

  attune_message_restart (answer->message);
  row = attune_message_dup_row (answer->message);

  return dex_await (attune_store_update_message (answer->conversation->store, row), error);
}

/* Brings one answer, from its empty message to its end in the store. */
static DexFuture *
attune_conversation_answer_fiber (gpointer user_data)
{
  Wish *wish = user_data;
  AttuneConversation *self = wish->conversation;
  g_autoptr(Answer) answer = answer_new (self, wish->continued);
  g_autoptr(GError) error = NULL;

  if (show_answer (answer, &error))
    {
      stream_answer (answer, &error);

      if (wait_for_network (answer, error))
        g_clear_error (&error);
      else
        end_answer (answer, &error);
    }

  attune_conversation_end (self);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_conversation_answer:
 * @self: a conversation that was begun, whose last message is the person's
 * @continued: (nullable): the last message, an answer, which shall go on instead
 *
 * Lets the model answer. The answer is brought to its end, and stored, whether or not anybody waits
 * for it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the answer is complete or was
 *   stopped, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_conversation_answer (AttuneConversation *self,
                            AttuneMessage      *continued)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->conversation = g_object_ref (self);
  wish->continued = continued != NULL ? g_object_ref (continued) : NULL;

  dex_clear (&self->answering);
  self->answering = dex_scheduler_spawn (NULL, 0, attune_conversation_answer_fiber,
                                         wish, wish_free);
  dex_future_disown (dex_ref (self->answering));

  return dex_ref (self->answering);
}
