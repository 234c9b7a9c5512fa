/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-markdown-block.h"

G_BEGIN_DECLS

/**
 * AttuneMarkdownStream:
 *
 * Markdown that grows at its end. Blocks that are complete are kept as they are; only the last one is
 * read again.
 */
typedef struct _AttuneMarkdownStream AttuneMarkdownStream;

AttuneMarkdownStream *attune_markdown_stream_new    (void);
void                  attune_markdown_stream_free   (AttuneMarkdownStream *self);
GPtrArray            *attune_markdown_stream_update (AttuneMarkdownStream *self,
                                                     const char           *text,
                                                     gsize                 length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneMarkdownStream, attune_markdown_stream_free)

G_END_DECLS
