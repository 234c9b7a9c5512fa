/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-conversation.h"
#include "attune-store-conversations.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

AttuneConversation *attune_conversation_new     (AttuneWorkspace             *workspace,
                                                 AttuneStore                 *store,
                                                 const AttuneConversationRow *row);
void                attune_conversation_apply   (AttuneConversation          *self,
                                                 const AttuneConversationRow *row);
void                attune_conversation_refresh (AttuneConversation          *self);
DexFuture          *attune_conversation_settle  (AttuneConversation          *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
