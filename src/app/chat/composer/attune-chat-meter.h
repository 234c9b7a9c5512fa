/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-composer.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

guint64 attune_chat_meter_count (AttuneConversation *conversation);
void    attune_chat_meter_show  (AttuneComposer     *composer,
                                 AttuneModel        *model,
                                 guint64             n_before);

G_END_DECLS
