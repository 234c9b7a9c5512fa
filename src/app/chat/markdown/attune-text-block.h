/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_TEXT_BLOCK (attune_text_block_get_type ())

/**
 * AttuneTextBlock:
 *
 * A text that is read: a paragraph, heading, cell or some lines of code. Much lighter than a label, since
 * a page of chat has hundreds, and a selection can reach over many of them (`AttuneTextSelection`). What
 * it shows is text, never markup. Each paragraph goes in its own direction.
 */
G_DECLARE_FINAL_TYPE (AttuneTextBlock, attune_text_block, ATTUNE, TEXT_BLOCK, GtkWidget)

AttuneTextBlock *attune_text_block_new            (GtkAccessibleRole  role);
const char      *attune_text_block_get_text       (AttuneTextBlock   *self);
void             attune_text_block_set_text       (AttuneTextBlock   *self,
                                                   const char        *text,
                                                   GArray            *spans);
void             attune_text_block_set_attributes (AttuneTextBlock   *self,
                                                   PangoAttrList     *attributes);
void             attune_text_block_set_wrap       (AttuneTextBlock   *self,
                                                   gboolean           wrap);
void             attune_text_block_set_max_width  (AttuneTextBlock   *self,
                                                   int                max_width);
void             attune_text_block_set_alignment  (AttuneTextBlock   *self,
                                                   PangoAlignment     alignment);

/* What stands before and after the text when it is copied along with its neighbours; static strings. */
void             attune_text_block_set_around     (AttuneTextBlock   *self,
                                                   const char        *before,
                                                   const char        *after);
const char      *attune_text_block_get_before     (AttuneTextBlock   *self);
const char      *attune_text_block_get_after      (AttuneTextBlock   *self);

/* In bytes of the text, and in pixels of the widget. */
guint            attune_text_block_get_index_at   (AttuneTextBlock   *self,
                                                   double             x,
                                                   double             y);
void             attune_text_block_get_word       (AttuneTextBlock   *self,
                                                   guint              index,
                                                   guint             *start,
                                                   guint             *end);
void             attune_text_block_select         (AttuneTextBlock   *self,
                                                   guint              start,
                                                   guint              end);
gboolean         attune_text_block_get_selection  (AttuneTextBlock   *self,
                                                   guint             *start,
                                                   guint             *end);
PangoLayout     *attune_text_block_get_layout     (AttuneTextBlock   *self);

G_END_DECLS
