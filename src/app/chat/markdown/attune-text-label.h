/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_TEXT_LABEL (attune_text_label_get_type ())

/**
 * AttuneTextLabel:
 *
 * A text that is read: a paragraph, heading, cell or some lines of code. Much lighter than a label, since
 * a page of chat has hundreds, and a selection can reach over many of them (`AttuneTextSelection`). What
 * it shows is text, never markup. Each paragraph goes in its own direction.
 */
G_DECLARE_FINAL_TYPE (AttuneTextLabel, attune_text_label, ATTUNE, TEXT_LABEL, GtkWidget)

AttuneTextLabel *attune_text_label_new            (GtkAccessibleRole  role);
const char      *attune_text_label_get_text       (AttuneTextLabel   *self);
void             attune_text_label_set_text       (AttuneTextLabel   *self,
                                                   const char        *text,
                                                   GArray            *spans);
void             attune_text_label_set_attributes (AttuneTextLabel   *self,
                                                   PangoAttrList     *attributes);
void             attune_text_label_set_wrap       (AttuneTextLabel   *self,
                                                   gboolean           wrap);
void             attune_text_label_set_max_width  (AttuneTextLabel   *self,
                                                   int                max_width);
void             attune_text_label_set_alignment  (AttuneTextLabel   *self,
                                                   PangoAlignment     alignment);

/* What stands before and after the text when it is copied along with its neighbours; static strings. */
void             attune_text_label_set_around     (AttuneTextLabel   *self,
                                                   const char        *before,
                                                   const char        *after);
const char      *attune_text_label_get_before     (AttuneTextLabel   *self);
const char      *attune_text_label_get_after      (AttuneTextLabel   *self);

/* In bytes of the text, and in pixels of the widget. */
guint            attune_text_label_get_index_at   (AttuneTextLabel   *self,
                                                   double             x,
                                                   double             y);
void             attune_text_label_get_word       (AttuneTextLabel   *self,
                                                   guint              index,
                                                   guint             *start,
                                                   guint             *end);
void             attune_text_label_select         (AttuneTextLabel   *self,
                                                   guint              start,
                                                   guint              end);
gboolean         attune_text_label_get_selection  (AttuneTextLabel   *self,
                                                   guint             *start,
                                                   guint             *end);
PangoLayout     *attune_text_label_get_layout     (AttuneTextLabel   *self);

G_END_DECLS
