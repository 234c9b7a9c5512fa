/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What fits into a line stands between the buttons of a composer; more has all of the width, above
 * them. */

#define G_LOG_DOMAIN "attune-composer"

#include "config.h"

#include "attune-composer-layout.h"

/* A text of more characters is in no line; what stands beside a line takes so many pixels. */
#define MAX_LINE_CHARS 200
#define BESIDE_LINE    190

/**
 * attune_composer_layout_needs_room:
 * @view: where the text is
 * @width: how wide the composer is, 0 when that is not known yet
 *
 * That is told by the text alone, and not by where it stands now, so that it never goes back and
 * forth.
 *
 * Returns: whether the text does not fit into a line between the buttons
 */
gboolean
attune_composer_layout_needs_room (GtkTextView *view,
                                   int          width)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autoptr(PangoLayout) layout = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;
  int text_width;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), FALSE);

  if (gtk_text_buffer_get_line_count (buffer) > 1 ||
      gtk_text_buffer_get_char_count (buffer) > MAX_LINE_CHARS)
    return TRUE;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), text);
  pango_layout_get_pixel_size (layout, &text_width, NULL);

  return width > 0 && text_width > width - BESIDE_LINE;
}

/**
 * attune_composer_layout_place:
 * @grid: a grid
 * @child: what is in it, and stays in it
 * @column: where it stands from now on
 * @row: the same
 * @n_columns: how many columns it takes
 */
void
attune_composer_layout_place (GtkGrid   *grid,
                              GtkWidget *child,
                              int        column,
                              int        row,
                              int        n_columns)
{
  GtkLayoutManager *manager;
  GtkGridLayoutChild *place;

  g_return_if_fail (GTK_IS_GRID (grid));
  g_return_if_fail (GTK_IS_WIDGET (child));

  manager = gtk_widget_get_layout_manager (GTK_WIDGET (grid));
  place = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (manager, child));
  gtk_grid_layout_child_set_column (place, column);
  gtk_grid_layout_child_set_row (place, row);
  gtk_grid_layout_child_set_column_span (place, n_columns);
}
