/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-client.h"
#include "attune-model-card.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

char *attune_workspace_write_model_card (AttuneWorkspace       *self,
                                         AttuneJob             *job,
                                         AttuneClient          *client,
                                         AttuneModelCardFacts  *facts,
                                         const char            *path,
                                         const char            *stem,
                                         GError               **error);

G_END_DECLS
