/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-message-private.h"

/* What has come of an answer is stored this often while it streams. */
#define SAVE_INTERVAL_MSEC 1000

static DexFuture *
save_message (AttuneConversation *self,
              AttuneMessage      *message)
{
  g_autoptr(AttuneMessageRow) row = attune_message_dup_row (message);

  return attune_store_update_message (self->store, row);
}

static AttuneChatRequest *
create_request (AttuneConversation *self)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  AttuneChatRequest *request = attune_chat_request_new (self->model);

  if (self->system_text != NULL && *self->system_text != '\0')
    attune_chat_request_add_turn (request, "system", self->system_text);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);
      const char *content = attune_message_get_content (message);

      if (attune_message_get_author (message) == ATTUNE_MESSAGE_USER)
        attune_chat_request_add_turn (request, "user", content);
      else if (*content != '\0')
        attune_chat_request_add_turn (request, "assistant", content);
    }

  return request;
}

static void
append_cb (const char *text,
           gpointer    user_data)
{
  attune_message_append (user_data, text);
}

static DexFuture *
connect_account (AttuneConversation *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, self->account_id);

  if (account == NULL)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("The account of this chat was removed. Choose another model.")));

  return attune_workspace_connect (workspace, account);
}

/* Waits for an answer to end, storing what has come now and then. */
static gboolean
follow_answer (AttuneConversation  *self,
               DexFuture           *chat,
               AttuneMessage       *answer,
               GError             **error)
{
  gsize n_saved = 0;

  while (dex_future_is_pending (chat))
    {
      g_autoptr(GError) local_error = NULL;
      gsize length;

      dex_await (dex_future_first (dex_ref (chat),
                                   dex_ref (self->stop),
                                   dex_timeout_new_msec (SAVE_INTERVAL_MSEC),
                                   NULL),
                 &local_error);

      if (!dex_future_is_pending (DEX_FUTURE (self->stop)))
        return TRUE;

      if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      length = strlen (attune_message_get_content (answer));

      if (dex_future_is_pending (chat) && length != n_saved)
        {
          n_saved = length;

          /* A full disk is told at the end; the answer itself goes on. */
          dex_await (save_message (self, answer), NULL);
        }
    }

  return dex_future_get_value (chat, error) != NULL;
}

static gboolean
is_stopped (AttuneConversation *self)
{
  return !dex_future_is_pending (DEX_FUTURE (self->stop));
}

static gboolean
stream_answer (AttuneConversation  *self,
               AttuneMessage       *answer,
               char               **finish_reason,
               GError             **error)
{
  g_autoptr(AttuneChatRequest) request = create_request (self);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(DexFuture) connecting = NULL;
  g_autoptr(DexFuture) chat = NULL;
  const GValue *value;

  connecting = dex_future_first (connect_account (self), dex_ref (self->stop), NULL);

  if (!dex_await (dex_ref (connecting), error))
    return FALSE;

  if (is_stopped (self))
    return TRUE;

  client = g_value_dup_object (dex_future_get_value (connecting, NULL));

  /* Dropping this future is what ends the request at the provider. */
  chat = dex_future_first (attune_client_chat (client, request, append_cb,
                                               g_object_ref (answer), g_object_unref),
                           NULL);

  if (!follow_answer (self, chat, answer, error))
    return FALSE;

  if (is_stopped (self))
    return TRUE;

  value = dex_future_get_value (chat, error);

  if (value != NULL)
    {
      AttuneChatEnd *end = g_value_get_boxed (value);

      *finish_reason = g_strdup (end->finish_reason);

      /* An answer without an end was cut off on the way. */
      if (end->finish_reason == NULL)
        attune_set_error (error, ATTUNE_ERROR_NETWORK, NULL,
                          _("The connection broke off before the answer was complete. Ask again."));
    }

  return value != NULL && *finish_reason != NULL;
}

/* Brings one answer, from its empty message to its end in the store. */
static DexFuture *
attune_conversation_answer_fiber (gpointer user_data)
{
  AttuneConversation *self = user_data;
  AttuneMessageRow row = { .author = ATTUNE_MESSAGE_ASSISTANT, .state = ATTUNE_MESSAGE_STREAMING,
                           .model = self->model };
  g_autoptr(AttuneMessage) answer = attune_message_new (&row);
  g_autofree char *finish_reason = NULL;
  g_autoptr(GError) error = NULL;

  if (attune_conversation_add_message (self, answer, &error))
    {
      AttuneMessageState state;

      stream_answer (self, answer, &finish_reason, &error);

      if (error != NULL)
        state = ATTUNE_MESSAGE_BROKEN;
      else
        state = is_stopped (self) ? ATTUNE_MESSAGE_STOPPED : ATTUNE_MESSAGE_COMPLETE;

      /* Stored first, then shown as what it is. */
      g_clear_pointer (&row.content, g_free);
      row.id = attune_message_get_id (answer);
      row.content = g_strdup (attune_message_get_content (answer));
      row.state = state;
      row.error_text = error != NULL ? error->message : NULL;
      row.finish_reason = finish_reason;

      dex_await (attune_store_update_message (self->store, &row), error == NULL ? &error : NULL);
      attune_message_end (answer, error != NULL ? ATTUNE_MESSAGE_BROKEN : state,
                          error != NULL ? error->message : NULL, finish_reason);
      g_clear_pointer (&row.content, g_free);
    }

  dex_clear (&self->stop);
  attune_conversation_set_answering (self, FALSE);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_conversation_add_message:
 * @self: a conversation
 * @message: a new message
 * @error: return location for an error
 *
 * Stores a message, then shows it. To be called in a fiber.
 *
 * Returns: whether it is stored
 */
gboolean
attune_conversation_add_message (AttuneConversation  *self,
                                 AttuneMessage       *message,
                                 GError             **error)
{
  g_autoptr(AttuneMessageRow) row = attune_message_dup_row (message);
  g_autoptr(GError) local_error = NULL;
  gint64 id;

  id = dex_await_int64 (attune_store_insert_message (self->store, self->id, row), &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  attune_message_set_id (message, id);
  g_list_store_append (self->messages, message);
  attune_conversation_touch (self, g_get_real_time () / G_USEC_PER_SEC);

  return TRUE;
}

/**
 * attune_conversation_answer:
 * @self: a conversation whose last message is the person's
 *
 * Lets the model answer. The answer is brought to its end, and stored, whether or not anybody waits
 * for it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the answer is complete or was
 *   stopped, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_conversation_answer (AttuneConversation *self)
{
  dex_clear (&self->answering);
  self->answering = dex_scheduler_spawn (NULL, 0, attune_conversation_answer_fiber,
                                         g_object_ref (self), g_object_unref);
  dex_future_disown (dex_ref (self->answering));

  return dex_ref (self->answering);
}
