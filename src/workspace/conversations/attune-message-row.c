/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A message, and what the store holds of it. */

#define G_LOG_DOMAIN "attune-message"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-message-private.h"

static void
set_facts (AttuneMessage            *self,
           const AttuneMessageFacts *facts)
{
  attune_message_facts_clear (&self->facts);
  attune_message_facts_copy (&self->facts, facts);
}

/**
 * attune_message_new:
 * @row: what the store holds
 *
 * Returns: (transfer full): a message
 */
AttuneMessage *
attune_message_new (const AttuneMessageRow *row)
{
  AttuneMessage *self = g_object_new (ATTUNE_TYPE_MESSAGE, NULL);

  self->id = row->id;
  self->parent_id = row->parent_id;
  self->author = row->author;
  self->created_at = row->created_at;
  self->model = g_strdup (row->model);
  g_string_assign (self->content, "");
  attune_message_apply (self, row);

  return self;
}

static void
assign (AttuneMessage         *self,
        GString               *string,
        const char            *text,
        AttuneMessageProperty  property)
{
  if (text == NULL)
    text = "";

  if (!g_str_equal (string->str, text))
    {
      g_string_assign (string, text);
      self->counted.length = 0;
      attune_message_notify (self, property);
    }
}

/**
 * attune_message_apply:
 * @self: a message
 * @row: what the store holds of it now
 *
 * Its end is told last, when everything else is as it shall be.
 */
void
attune_message_apply (AttuneMessage          *self,
                      const AttuneMessageRow *row)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  attune_message_flush (self);
  g_object_freeze_notify (G_OBJECT (self));
  assign (self, self->content, row->content, ATTUNE_MESSAGE_PROP_CONTENT);
  assign (self, self->reasoning, row->reasoning, ATTUNE_MESSAGE_PROP_REASONING);
  attune_message_set_logprobs (self, row->logprobs);
  set_facts (self, &row->facts);

  if (g_set_str (&self->tool_calls, row->tool_calls))
    attune_message_notify (self, ATTUNE_MESSAGE_PROP_TOOL_CALLS);
  if (g_set_str (&self->error_text, row->error_text))
    attune_message_notify (self, ATTUNE_MESSAGE_PROP_ERROR_TEXT);
  if (g_set_str (&self->finish_reason, row->finish_reason))
    attune_message_notify (self, ATTUNE_MESSAGE_PROP_FINISH_REASON);

  if (self->state != row->state)
    {
      self->state = row->state;
      self->is_new |= row->state == ATTUNE_MESSAGE_STREAMING;
      attune_message_notify (self, ATTUNE_MESSAGE_PROP_STATE);
    }

  attune_message_set_status_text (self, self->state == ATTUNE_MESSAGE_WAITING
                                        ? _("You are offline. This is sent when the network is back.")
                                        : NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * attune_message_dup_row:
 * @self: a message
 *
 * Returns: (transfer full): the message as the store takes it
 */
AttuneMessageRow *
attune_message_dup_row (AttuneMessage *self)
{
  AttuneMessageRow *row;

  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  row = g_new0 (AttuneMessageRow, 1);
  row->id = self->id;
  row->parent_id = self->parent_id;
  row->author = self->author;
  row->state = self->state;
  row->content = g_strdup (self->content->str);
  row->reasoning = g_strdup (attune_message_get_reasoning (self));
  row->tool_calls = g_strdup (attune_message_get_tool_calls (self));
  row->logprobs = attune_message_dup_logprobs (self);
  row->model = g_strdup (self->model);
  row->error_text = g_strdup (self->error_text);
  row->finish_reason = g_strdup (self->finish_reason);
  row->created_at = self->created_at;
  attune_message_facts_copy (&row->facts, &self->facts);

  return row;
}

/**
 * attune_message_restart:
 * @self: an answer that was cut off
 *
 * Lets it stream again behind what is there.
 */
void
attune_message_restart (AttuneMessage *self)
{
  g_autoptr(AttuneMessageRow) row = attune_message_dup_row (self);

  row->state = ATTUNE_MESSAGE_STREAMING;
  g_clear_pointer (&row->error_text, g_free);
  g_clear_pointer (&row->finish_reason, g_free);
  attune_message_apply (self, row);
}
