/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_BUBBLE (attune_example_bubble_get_type ())

/**
 * AttuneExampleBubble:
 *
 * What one side of a conversation says, with who says it above: at the start for an answer, else at
 * the end, as wide as its text, and never over the whole width.
 *
 * It has a layout of its own, since a widget that is aligned in GTK is asked for the least width
 * that its height allows: a long text would be laid out some twenty times to find it.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleBubble, attune_example_bubble, ATTUNE, EXAMPLE_BUBBLE, GtkWidget)

GtkWidget *attune_example_bubble_new (const char *title,
                                      GtkWidget  *content,
                                      gboolean    is_answer);

G_END_DECLS
