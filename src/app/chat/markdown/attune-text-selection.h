/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_TEXT_SELECTION (attune_text_selection_get_type ())

/**
 * AttuneTextSelection:
 *
 * Lets a person select over all the texts (`AttuneTextLabel`) below a widget as if they were one: by
 * dragging, a word by two clicks, a whole text by three. Property: `has-selection` (boolean, read-only).
 */
G_DECLARE_FINAL_TYPE (AttuneTextSelection, attune_text_selection, ATTUNE, TEXT_SELECTION, GObject)

AttuneTextSelection *attune_text_selection_new        (GtkWidget           *root);
void                 attune_text_selection_select_all (AttuneTextSelection *self);
void                 attune_text_selection_clear      (AttuneTextSelection *self);
char                *attune_text_selection_dup_text   (AttuneTextSelection *self);

G_END_DECLS
