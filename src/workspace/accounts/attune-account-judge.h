/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-account-check.h"

G_BEGIN_DECLS

char *attune_account_judge_training (AttuneProfile       *profile,
                                     GPtrArray           *jobs,      /* AttuneJobInfo, or NULL */
                                     const GError        *error,
                                     GDateTime           *now,
                                     AttuneAccountAnswer *answer);
char *attune_account_judge_chat     (AttuneProfile       *profile,
                                     GPtrArray           *models,    /* AttuneModelInfo */
                                     AttuneAccountAnswer *answer);

G_END_DECLS
