/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-issue.h"

G_BEGIN_DECLS

/**
 * AttuneLineChecker:
 *
 * Finds with what a service would refuse examples that stand as lines of JSONL. For one thread.
 */
typedef struct _AttuneLineChecker AttuneLineChecker;

AttuneLineChecker *attune_line_checker_new   (const AttuneRules *rules);
void               attune_line_checker_free  (AttuneLineChecker *self);
guint64            attune_line_checker_check (AttuneLineChecker *self,
                                              const char        *line,
                                              gsize              length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneLineChecker, attune_line_checker_free)

G_END_DECLS
