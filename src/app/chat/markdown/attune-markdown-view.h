/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_MARKDOWN_VIEW (attune_markdown_view_get_type ())

/**
 * AttuneMarkdownView:
 *
 * Blocks of Markdown as widgets. What did not change keeps its widgets, so it can show a text that grows.
 * All of it can be selected as one text and copied as plain text, also by the actions `text.copy`,
 * `text.select-all` and `text.clear`; what is around it takes the focus and has keys for them. Property:
 * `has-selection` (boolean, read-only).
 */
G_DECLARE_FINAL_TYPE (AttuneMarkdownView, attune_markdown_view, ATTUNE, MARKDOWN_VIEW, GtkWidget)

void                attune_markdown_view_set_blocks      (AttuneMarkdownView *self,
                                                          GPtrArray          *blocks);
gboolean            attune_markdown_view_get_has_selection (AttuneMarkdownView *self);
void                attune_markdown_view_clear_selection (AttuneMarkdownView *self);

G_END_DECLS
