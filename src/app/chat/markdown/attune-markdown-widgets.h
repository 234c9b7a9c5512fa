/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void attune_markdown_widgets_update (GtkWidget *parent,
                                     GPtrArray *blocks);

G_END_DECLS
