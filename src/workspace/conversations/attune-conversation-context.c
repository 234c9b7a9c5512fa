/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How much of a conversation its model reads. Models count in ways of their own, so that all
 * numbers here are estimates. */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <string.h>

#include "attune-conversation-private.h"
#include "attune-example-stats.h"
#include "attune-message-private.h"

/* What a chat format puts around a message, about. */
#define TURN_TOKENS 4

static guint64
count (const char *text)
{
  if (text == NULL || *text == '\0')
    return 0;

  return attune_token_estimate (text, strlen (text), NULL) + TURN_TOKENS;
}

static guint
get_window (AttuneConversation *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneModel *model = NULL;

  if (workspace != NULL)
    model = attune_workspace_find_model (workspace, self->row->account_id, self->row->model);

  return model != NULL ? attune_model_get_context_window (model) : 0;
}

/* Of what a model reads at once, its answer is a part: as long as the person lets it be, else a
 * quarter, and no more than half. */
static guint64
get_room (AttuneConversation *self,
          guint               window)
{
  g_autoptr(AttuneChatParameters) parameters = attune_conversation_read_parameters (self);
  JsonNode *node = attune_chat_parameters_get_value (parameters, "max_tokens");
  gint64 answer = node != NULL ? json_node_get_int (node) : window / 4;

  return window - (guint64)CLAMP (answer, 0, window / 2);
}

/* From which message on they fit. What is answered is sent whatever it is, and no chat begins with
 * an answer. */
static guint
find_first (AttuneConversation *self,
            guint64             room,
            gboolean            has_question,
            guint64            *n_tokens)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  guint n_messages = g_list_model_get_n_items (messages);
  guint64 n_read = *n_tokens;
  guint first = n_messages;

  for (guint i = n_messages; i > 0; i--)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i - 1);
      gboolean is_question = attune_message_get_author (message) == ATTUNE_MESSAGE_USER;

      n_read += attune_message_get_n_tokens (message) + TURN_TOKENS;
      if (has_question && n_read > room)
        break;

      if (is_question)
        {
          has_question = TRUE;
          *n_tokens = n_read;
          first = i - 1;
        }
    }

  return first;
}

/**
 * attune_conversation_measure:
 * @self: a conversation whose messages are loaded
 * @text: (nullable): what the person is about to say, or %NULL for what was said last
 * @use: (out caller-allocates): how much of it is sent
 *
 * Where more was said than the model reads at once, the oldest messages are not sent any more. The
 * system text always is.
 */
void
attune_conversation_measure (AttuneConversation *self,
                             const char         *text,
                             AttuneContextUse   *use)
{
  guint64 room;

  g_return_if_fail (ATTUNE_IS_CONVERSATION (self));
  g_return_if_fail (use != NULL);

  *use = (AttuneContextUse) { .window = get_window (self), .n_tokens = count (text) };
  room = use->window > 0 ? get_room (self, use->window) : G_MAXUINT64;

  if (!attune_conversation_get_is_completion (self))
    {
      use->n_tokens += count (self->row->system_text);
      use->n_cut = find_first (self, room, text != NULL, &use->n_tokens);
    }

  use->is_too_long = use->n_tokens > room;
}
