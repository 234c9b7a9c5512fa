/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How much of a conversation its model reads: exactly where attune_conversation_count_tokens() has
 * counted it, else about. */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <string.h>

#include "attune-conversation-private.h"
#include "attune-local-tokens.h"
#include "attune-message-private.h"
#include "attune-token-counter.h"

/* What a chat format puts around a message: exactly so for OpenAI’s models, about for others. */
#define TURN_TOKENS 4

/**
 * attune_conversation_get_counted: (skip)
 * @self: a conversation
 * @which: a text beside the messages, such as %ATTUNE_COUNTED_TYPED
 * @text: (nullable): what it is now; of another one nothing is known any more
 *
 * Returns: (transfer none): what is known of how many tokens it has
 */
AttuneCountedText *
attune_conversation_get_counted (AttuneConversation *self,
                                 guint               which,
                                 const char         *text)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (which < ATTUNE_N_COUNTED, NULL);

  if (g_set_str (&self->counted_texts[which], text))
    self->counted[which].length = 0;

  return &self->counted[which];
}

static void
count (AttuneConversation *self,
       guint               which,
       const char         *text,
       const char         *scheme,
       AttuneContextUse   *use)
{
  AttuneCountedText *counted;

  if (text == NULL || *text == '\0')
    return;

  counted = attune_conversation_get_counted (self, which, text);
  use->n_tokens += attune_counted_text_get (counted, text, strlen (text), scheme, &use->is_exact);

  if (!attune_conversation_get_is_completion (self))
    use->n_tokens += TURN_TOKENS;
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
static void
count_messages (AttuneConversation *self,
                guint64             room,
                gboolean            has_question,
                const char         *scheme,
                AttuneContextUse   *use)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  guint n_messages = g_list_model_get_n_items (messages);
  gboolean is_exact = use->is_exact;
  guint64 n_read = use->n_tokens;

  use->n_cut = n_messages;

  for (guint i = n_messages; i > 0; i--)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i - 1);
      gboolean is_question = attune_message_get_author (message) == ATTUNE_MESSAGE_USER;
      const char *content = attune_message_get_content (message);

      n_read += attune_counted_text_get (attune_message_get_counted (message), content,
                                         strlen (content), scheme, &is_exact) + TURN_TOKENS;
      if (has_question && n_read > room)
        break;

      if (is_question)
        {
          has_question = TRUE;
          use->n_tokens = n_read;
          use->is_exact = is_exact;
          use->n_cut = i - 1;
        }
    }
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
  gboolean is_completion;
  const char *scheme;
  guint64 room;

  g_return_if_fail (ATTUNE_IS_CONVERSATION (self));
  g_return_if_fail (use != NULL);

  is_completion = attune_conversation_get_is_completion (self);
  scheme = attune_conversation_get_scheme (self);

  /* What is put around messages is not known of models on this computer. */
  *use = (AttuneContextUse) {
    .window = get_window (self),
    .is_exact = scheme != NULL && (is_completion || !attune_local_tokens_is_scheme (scheme)),
  };
  room = use->window > 0 ? get_room (self, use->window) : G_MAXUINT64;
  count (self, ATTUNE_COUNTED_TYPED, text, scheme, use);

  if (!is_completion)
    {
      count (self, ATTUNE_COUNTED_SYSTEM, self->row->system_text, scheme, use);
      count_messages (self, room, text != NULL, scheme, use);

      if (use->is_exact)
        use->n_tokens += ATTUNE_TOKENS_PER_EXAMPLE;
    }

  use->is_too_long = use->n_tokens > room;
}
