/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include "attune-conversation-private.h"

/* What is typed is stored when the fingers rest, or after this long at the latest. */
#define SAVE_DELAY_MSEC 400

static void
save (AttuneConversation *self)
{
  dex_clear (&self->saving_draft);
  self->saving_draft = attune_store_set_draft (self->store, self->row->id, self->row->draft);
}

static gboolean
save_timeout_cb (gpointer user_data)
{
  AttuneConversation *self = user_data;

  self->draft_source = 0;
  save (self);

  return G_SOURCE_REMOVE;
}

/**
 * attune_conversation_set_draft:
 * @self: a conversation
 * @text: (nullable): what is typed and not sent
 *
 * Shows it at once and stores it soon: who is killed loses less than half a second of it.
 */
void
attune_conversation_set_draft (AttuneConversation *self,
                               const char         *text)
{
  g_return_if_fail (ATTUNE_IS_CONVERSATION (self));

  if (text != NULL && *text == '\0')
    text = NULL;

  if (!g_set_str (&self->row->draft, text))
    return;

  if (self->draft_source == 0)
    self->draft_source = g_timeout_add (SAVE_DELAY_MSEC, save_timeout_cb, self);

  attune_conversation_notify_draft (self);
}

/**
 * attune_conversation_take_draft:
 * @self: a conversation
 * @text: (nullable): what the store holds
 *
 * Takes over what somebody else typed, unless something newer is on its way from here.
 */
void
attune_conversation_take_draft (AttuneConversation *self,
                                const char         *text)
{
  if (self->draft_source != 0 ||
      (self->saving_draft != NULL && dex_future_is_pending (self->saving_draft)))
    return;

  if (g_set_str (&self->row->draft, text))
    attune_conversation_notify_draft (self);
}

/**
 * attune_conversation_forget_draft:
 * @self: a conversation whose draft was sent, and is no longer in the store
 */
void
attune_conversation_forget_draft (AttuneConversation *self)
{
  g_clear_handle_id (&self->draft_source, g_source_remove);

  if (g_set_str (&self->row->draft, NULL))
    attune_conversation_notify_draft (self);
}

/**
 * attune_conversation_save_draft:
 * @self: a conversation
 *
 * Returns: (transfer full): a future that settles when what was typed is stored
 */
DexFuture *
attune_conversation_save_draft (AttuneConversation *self)
{
  if (self->draft_source != 0)
    {
      g_clear_handle_id (&self->draft_source, g_source_remove);
      save (self);
    }

  return self->saving_draft != NULL ? dex_ref (self->saving_draft) : dex_future_new_true ();
}
