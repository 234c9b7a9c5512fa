/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-composer.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHAT_METER (attune_chat_meter_get_type ())

/**
 * AttuneChatMeter:
 *
 * How many tokens a model has to read, of how many it can: exactly where it is known how it counts,
 * and about, which is said, elsewhere.
 */
G_DECLARE_FINAL_TYPE (AttuneChatMeter, attune_chat_meter, ATTUNE, CHAT_METER, GObject)

AttuneChatMeter *attune_chat_meter_new (AttuneComposer     *composer,
                                        AttuneConversation *conversation);

G_END_DECLS
