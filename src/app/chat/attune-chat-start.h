/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHAT_START (attune_chat_start_get_type ())

/**
 * AttuneChatStart:
 *
 * What a chat shows before anything was said: the model, and questions that it was tuned on.
 *
 * Signals: `ask` (the question).
 */
G_DECLARE_FINAL_TYPE (AttuneChatStart, attune_chat_start, ATTUNE, CHAT_START, AdwBin)

void attune_chat_start_set_model (AttuneChatStart *self,
                                  AttuneWorkspace *workspace,
                                  const char      *model,
                                  const char      *title);

G_END_DECLS
