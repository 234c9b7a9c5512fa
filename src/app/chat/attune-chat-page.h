/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHAT_PAGE (attune_chat_page_get_type ())

/* One conversation with a model. */
G_DECLARE_FINAL_TYPE (AttuneChatPage, attune_chat_page, ATTUNE, CHAT_PAGE, AdwNavigationPage)

AttuneChatPage     *attune_chat_page_new              (AttuneWorkspace     *workspace,
                                                       AttuneConversation  *conversation);
void                attune_chat_page_scroll_to_message (AttuneChatPage     *self,
                                                       gint64               message_id);
AttuneConversation *attune_chat_page_get_conversation (AttuneChatPage      *self);

G_END_DECLS
