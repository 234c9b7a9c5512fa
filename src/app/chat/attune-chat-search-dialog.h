/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHAT_SEARCH_DIALOG (attune_chat_search_dialog_get_type ())

/**
 * AttuneChatSearchDialog:
 *
 * Finds words in all chats. What is chosen is shown by `win.show-message`.
 */
G_DECLARE_FINAL_TYPE (AttuneChatSearchDialog, attune_chat_search_dialog, ATTUNE, CHAT_SEARCH_DIALOG, AdwDialog)

AttuneChatSearchDialog *attune_chat_search_dialog_new (AttuneWorkspace *workspace);

G_END_DECLS
