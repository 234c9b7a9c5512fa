/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-composer.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

void attune_chat_meter_show (AttuneComposer     *composer,
                             AttuneConversation *conversation);

G_END_DECLS
