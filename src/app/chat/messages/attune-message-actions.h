/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-message.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MESSAGE_ACTIONS (attune_message_actions_get_type ())

/**
 * AttuneMessageActions:
 *
 * The row below a message: what can be done with it, which of several it is, and what it took. All
 * but copying, and telling how likely its tokens were, is done by the actions of the page around it,
 * with the message's id.
 */
G_DECLARE_FINAL_TYPE (AttuneMessageActions, attune_message_actions, ATTUNE, MESSAGE_ACTIONS, AdwBin)

void attune_message_actions_set_message (AttuneMessageActions *self,
                                         AttuneMessage        *message);
void attune_message_actions_set_can_delete (AttuneMessageActions *self,
                                            gboolean              can_delete);
void attune_message_actions_set_shows_facts (AttuneMessageActions *self,
                                             gboolean              shows_facts);
void attune_message_actions_update      (AttuneMessageActions *self);

G_END_DECLS
