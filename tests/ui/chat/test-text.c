/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-text"

#include "config.h"

#include <string.h>

#include "attune-markdown-parser.h"
#include "attune-markdown-view.h"
#include "attune-text-label.h"
#include "attune-text-selection.h"
#include "attune-ui-test.h"
#include "attune-workspace-test.h"

#define WIDTH 240

static GtkWindow *
show (GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (adw_window_new ());

  gtk_window_set_default_size (window, WIDTH, 400);
  adw_window_set_content (ADW_WINDOW (window), widget);
  attune_ui_test_present (window);
  attune_test_wait_until (gtk_widget_get_height (widget) > 0);

  return window;
}

/* All of a message is selected at once, and copied as it is read. */
static void
test_selection (void)
{
  static const char source[] =
    "# A head\n\nIt is **bold** & <b>\n\n1. one\n   - inner\n2. two\n\n> quoted\n\n"
    "| a | b |\n|---|--:|\n| 1 | 2 |\n\n```c\nint a;\n  a++;\n```\n\n\\(x_1\\) 🙂 تضيء\n";
  GtkWidget *view = g_object_new (ATTUNE_TYPE_MARKDOWN_VIEW, NULL);
  g_autoptr(AttuneTextSelection) selection = attune_text_selection_new (view);
  g_autofree char *before = NULL;
  g_autofree char *all = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GPtrArray) blocks = NULL;
  GtkWindow *window;

  blocks = attune_markdown_parse (source, strlen (source), FALSE);
  attune_markdown_view_set_blocks (ATTUNE_MARKDOWN_VIEW (view), blocks);
  window = show (view);
  before = attune_text_selection_dup_text (selection);
  g_assert_cmpstr (before, ==, "");

  attune_text_selection_select_all (selection);
  all = attune_text_selection_dup_text (selection);
  g_assert_cmpstr (all, ==,
                   "A head\n\nIt is bold & <b>\n\n1. one\n   • inner\n2. two\n\nquoted\n\n"
                   "a\tb\n1\t2\n\nint a;\n  a++;\n\n\\(x_1\\) 🙂 تضيء");

  attune_text_selection_clear (selection);
  after = attune_text_selection_dup_text (selection);
  g_assert_cmpstr (after, ==, "");
  gtk_window_destroy (window);
}

/* A long word is broken where a line ends, and nothing stands there that it does not have. */
static void
test_no_hyphens (void)
{
  g_autofree char *word = g_strnfill (500, 'x');
  AttuneTextLabel *label = attune_text_label_new (GTK_ACCESSIBLE_ROLE_PARAGRAPH);
  GtkWindow *window;
  PangoLayout *layout;
  guint n_glyphs = 0;

  attune_text_label_set_text (label, word, NULL);
  window = show (GTK_WIDGET (label));
  layout = attune_text_label_get_layout (label);
  g_assert_cmpint (pango_layout_get_line_count (layout), >, 3);

  for (GSList *line = pango_layout_get_lines_readonly (layout); line != NULL; line = line->next)
    for (GSList *run = ((PangoLayoutLine *)line->data)->runs; run != NULL; run = run->next)
      n_glyphs += ((PangoGlyphItem *)run->data)->glyphs->num_glyphs;

  g_assert_cmpuint (n_glyphs, ==, strlen (word));
  gtk_window_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/Attune/Text/selection", test_selection);
  g_test_add_func ("/Attune/Text/no-hyphens", test_no_hyphens);

  return g_test_run ();
}
