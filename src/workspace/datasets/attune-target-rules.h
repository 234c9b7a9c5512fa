/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-profile.h"
#include "attune-rules.h"

G_BEGIN_DECLS

void attune_target_rules_init (AttuneRules   *rules,
                               AttuneProfile *profile,
                               const char    *model_id,
                               gboolean       wants_preference);

G_END_DECLS
