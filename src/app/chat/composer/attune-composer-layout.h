/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean attune_composer_layout_needs_room (GtkTextView *view,
                                            int          width);
void     attune_composer_layout_place      (GtkGrid     *grid,
                                            GtkWidget   *child,
                                            int          column,
                                            int          row,
                                            int          n_columns);

G_END_DECLS
