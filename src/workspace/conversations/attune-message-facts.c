/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-facts"

#include "config.h"

#include <math.h>

#include "attune-message-facts.h"

/**
 * attune_message_facts_init:
 * @self: (out caller-allocates): facts
 *
 * Makes facts of which nothing is known.
 */
void
attune_message_facts_init (AttuneMessageFacts *self)
{
  *self = (AttuneMessageFacts) {
    .prompt_tokens = -1,
    .completion_tokens = -1,
    .cached_tokens = -1,
    .reasoning_tokens = -1,
    .first_token_msec = -1,
    .duration_msec = -1,
    .cost = NAN,
  };
}

/**
 * attune_message_facts_copy:
 * @self: (out caller-allocates): facts
 * @other: what they shall be
 */
void
attune_message_facts_copy (AttuneMessageFacts       *self,
                           const AttuneMessageFacts *other)
{
  *self = *other;
  self->account_id = g_strdup (other->account_id);
  self->parameters = g_strdup (other->parameters);
}

/**
 * attune_message_facts_clear:
 * @self: facts
 */
void
attune_message_facts_clear (AttuneMessageFacts *self)
{
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->parameters, g_free);
}
