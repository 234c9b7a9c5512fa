/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-markdown-block.h"

G_BEGIN_DECLS

/* Where Markdown ends and plain text begins, so that no text takes long to show, whatever it is: a
 * longer text is shown plain, and only so much of it; so is one with more blocks, or with more lines.
 * What is nested deeper is shown as its source, and a longer text of one block in several. */
#define ATTUNE_MARKDOWN_MAX_BYTES   (256 * 1024)
#define ATTUNE_MARKDOWN_MAX_BLOCKS  4000
#define ATTUNE_MARKDOWN_MAX_LINES   4000
#define ATTUNE_MARKDOWN_MAX_DEPTH   12
#define ATTUNE_MARKDOWN_MAX_TEXT    4096

GPtrArray *attune_markdown_parse       (const char *text,
                                        gsize       length,
                                        gboolean    is_growing);
GPtrArray *attune_markdown_parse_plain (const char *text,
                                        gsize       length);
GPtrArray *attune_markdown_parse_continued (const char *prompt,
                                            const char *text);
gboolean   attune_markdown_is_cut      (const char *text,
                                        gsize       length);

G_END_DECLS
