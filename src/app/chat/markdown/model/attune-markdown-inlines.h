/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cmark-gfm.h>

#include "attune-markdown-block.h"

G_BEGIN_DECLS

void attune_markdown_read_inlines (cmark_node          *node,
                                   AttuneMarkdownBlock *block);

G_END_DECLS
