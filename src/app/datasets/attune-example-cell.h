/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_CELL (attune_example_cell_get_type ())

/**
 * AttuneExampleCell:
 *
 * One line of text in a table of two hundred rows, of which thirty are seen: it has no Pango context
 * and lays nothing out before it is drawn, and then with what all cells of its table share. A number
 * is aligned at the end and may have a mark before it.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleCell, attune_example_cell, ATTUNE, EXAMPLE_CELL, GtkWidget)

GtkWidget  *attune_example_cell_new           (GtkWidget         *table,
                                               guint              min_chars,
                                               gboolean           is_number);
const char *attune_example_cell_get_text      (AttuneExampleCell *self);
void        attune_example_cell_set_text      (AttuneExampleCell *self,
                                               const char        *text);
void        attune_example_cell_set_mark      (AttuneExampleCell *self,
                                               const char        *mark);
void        attune_example_cell_set_is_struck (AttuneExampleCell *self,
                                               gboolean           is_struck);

G_END_DECLS
