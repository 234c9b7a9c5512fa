/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

/* Resolves to a GStrv of up to @n_wanted questions that the model was tuned on; empty when it is
 * not known what that was. */
DexFuture *attune_suggestions_find (AttuneWorkspace *workspace,
                                    const char      *model,
                                    guint            n_wanted) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
