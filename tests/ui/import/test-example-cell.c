/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-cell"

#include "config.h"

#include <adwaita.h>

#include "attune-example-cell.h"

#define WIDTH 600

#define LATIN_FIRST "Hi שלום לך"
#define HEBREW_FIRST "שלום לך Hi"

/* From where to where a text was drawn, and how many letters stand together at its left end. */
typedef struct
{
  float left;
  float right;
  guint n_first;
} Drawn;

static void
collect (GskRenderNode *node,
         float          x,
         Drawn         *drawn)
{
  graphene_rect_t bounds;

  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      collect (gsk_container_node_get_child (node, i), x, drawn);

  if (gsk_render_node_get_node_type (node) == GSK_TRANSFORM_NODE)
    {
      float dx, dy;

      gsk_transform_to_translate (gsk_transform_node_get_transform (node), &dx, &dy);
      collect (gsk_transform_node_get_child (node), x + dx, drawn);
    }

  if (gsk_render_node_get_node_type (node) != GSK_TEXT_NODE)
    return;

  gsk_render_node_get_bounds (node, &bounds);

  if (x + bounds.origin.x < drawn->left)
    {
      drawn->left = x + bounds.origin.x;
      drawn->n_first = gsk_text_node_get_num_glyphs (node);
    }

  drawn->right = MAX (drawn->right, x + bounds.origin.x + bounds.size.width);
}

static Drawn
draw (GtkTextDirection  direction,
      gboolean          is_number,
      const char       *text)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *cell;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  Drawn drawn = { G_MAXFLOAT, 0, 0 };

  gtk_widget_set_direction (window, direction);
  cell = attune_example_cell_new (window, 3, is_number);
  gtk_widget_set_direction (cell, direction);
  attune_example_cell_set_text (ATTUNE_EXAMPLE_CELL (cell), text);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, 60);
  gtk_window_set_child (GTK_WINDOW (window), cell);
  gtk_window_present (GTK_WINDOW (window));

  while (gtk_widget_get_width (cell) == 0)
    g_main_context_iteration (NULL, TRUE);

  GTK_WIDGET_GET_CLASS (cell)->snapshot (cell, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  collect (node, 0, &drawn);
  gtk_window_destroy (GTK_WINDOW (window));

  return drawn;
}

/* A text begins where the rows of the interface begin, whichever way it is written. */
static void
test_begins (void)
{
  static const char *const texts[] = { "Hello?", "שלום?", LATIN_FIRST, HEBREW_FIRST, "12" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_cmpfloat (draw (GTK_TEXT_DIR_LTR, FALSE, texts[i]).left, <, WIDTH * 0.1);
      g_assert_cmpfloat (draw (GTK_TEXT_DIR_RTL, FALSE, texts[i]).right, >, WIDTH * 0.9);
    }
}

static void
test_numbers_end (void)
{
  g_assert_cmpfloat (draw (GTK_TEXT_DIR_LTR, TRUE, "12").right, >, WIDTH * 0.9);
  g_assert_cmpfloat (draw (GTK_TEXT_DIR_RTL, TRUE, "12").left, <, WIDTH * 0.1);
}

/* The words of a text stand in its own order, not in that of the interface: the two letters of
 * “Hi”, perhaps with a space, are at the left in either of these. */
static void
test_own_order (void)
{
  g_assert_cmpuint (draw (GTK_TEXT_DIR_LTR, FALSE, LATIN_FIRST).n_first, <=, 3);
  g_assert_cmpuint (draw (GTK_TEXT_DIR_RTL, FALSE, LATIN_FIRST).n_first, <=, 3);
  g_assert_cmpuint (draw (GTK_TEXT_DIR_LTR, FALSE, HEBREW_FIRST).n_first, <=, 3);
  g_assert_cmpuint (draw (GTK_TEXT_DIR_RTL, FALSE, HEBREW_FIRST).n_first, <=, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add_func ("/Attune/ExampleCell/begins", test_begins);
  g_test_add_func ("/Attune/ExampleCell/numbers-end", test_numbers_end);
  g_test_add_func ("/Attune/ExampleCell/own-order", test_own_order);

  return g_test_run ();
}
