/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A message that grows. */

#define G_LOG_DOMAIN "attune-message"

#include "config.h"

#include "attune-message-private.h"

/* Text comes word by word, much faster than a frame can be drawn. */
#define NOTIFY_INTERVAL_MSEC 30

static void
update_tool_calls (AttuneMessage *self)
{
  if (self->pending_calls == NULL || (self->grew & ATTUNE_MESSAGE_GREW_TOOL_CALLS) == 0)
    return;

  g_free (self->tool_calls);
  self->tool_calls = attune_tool_calls_to_string (self->pending_calls);
}

static void
notify_growth (AttuneMessage *self)
{
  AttuneMessageGrowth grew;

  update_tool_calls (self);
  grew = self->grew;
  self->grew = 0;

  if ((grew & ATTUNE_MESSAGE_GREW_CONTENT) != 0)
    attune_message_notify (self, ATTUNE_MESSAGE_PROP_CONTENT);
  if ((grew & ATTUNE_MESSAGE_GREW_REASONING) != 0)
    attune_message_notify (self, ATTUNE_MESSAGE_PROP_REASONING);
  if ((grew & ATTUNE_MESSAGE_GREW_TOOL_CALLS) != 0)
    attune_message_notify (self, ATTUNE_MESSAGE_PROP_TOOL_CALLS);
}

static gboolean
notify_timeout_cb (gpointer user_data)
{
  AttuneMessage *self = user_data;

  self->notify_source = 0;
  notify_growth (self);

  return G_SOURCE_REMOVE;
}

/**
 * attune_message_take:
 * @self: a message that streams
 * @delta: what came
 *
 * Lets the message grow; each property is notified at most every 30 ms.
 */
void
attune_message_take (AttuneMessage         *self,
                     const AttuneChatDelta *delta)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  if (delta->text != NULL)
    {
      g_string_append (self->content, delta->text);
      self->grew |= ATTUNE_MESSAGE_GREW_CONTENT;
    }

  if (delta->reasoning != NULL)
    {
      g_string_append (self->reasoning, delta->reasoning);
      self->grew |= ATTUNE_MESSAGE_GREW_REASONING;
    }

  if (delta->logprobs != NULL)
    attune_message_take_logprobs (self, delta->logprobs);

  if (delta->tool_calls != NULL)
    {
      if (self->pending_calls == NULL)
        self->pending_calls = attune_tool_calls_new ();

      if (attune_tool_calls_take (self->pending_calls, delta->tool_calls))
        self->grew |= ATTUNE_MESSAGE_GREW_TOOL_CALLS;
    }

  if (self->grew != 0 && self->notify_source == 0)
    self->notify_source = g_timeout_add (NOTIFY_INTERVAL_MSEC, notify_timeout_cb, self);
}

/**
 * attune_message_flush:
 * @self: a message
 *
 * Shows at once what came since the last notification.
 */
void
attune_message_flush (AttuneMessage *self)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  g_clear_handle_id (&self->notify_source, g_source_remove);
  notify_growth (self);
}

/**
 * attune_message_get_tool_calls:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the tools that the model wants to use, as the member
 *   `tool_calls` of OpenAI's message; %NULL when there are none
 */
const char *
attune_message_get_tool_calls (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  update_tool_calls (self);

  return self->tool_calls;
}
