/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

/* What a tuned model has learned from, as far as it is known here. */
char      *attune_tuned_examples_dup_path (AttuneWorkspace  *workspace,
                                           const char       *model);
GPtrArray *attune_tuned_examples_read     (const char       *path,
                                           GError          **error);

G_END_DECLS
