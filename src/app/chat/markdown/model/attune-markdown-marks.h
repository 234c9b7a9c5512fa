/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-markdown-block.h"
#include "attune-text-diff.h"

G_BEGIN_DECLS

GPtrArray *attune_markdown_mark_differences (GPtrArray          *blocks,
                                             GPtrArray          *others,
                                             AttuneTextLikeness *likeness,
                                             guint              *n_differences);

G_END_DECLS
