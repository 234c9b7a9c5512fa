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
#include "attune-ui-pointer.h"
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

static GtkWidget *
find_text (GtkWidget  *view,
           const char *text)
{
  GtkWidget *label = attune_ui_test_find (view, attune_ui_test_match_text, (gpointer)text);

  g_assert_nonnull (label);

  return label;
}

/* From before the first character of a text to behind the last. */
static void
drag_over (GtkWidget *first,
           GtkWidget *last)
{
  pointer_drag (pointer_get_place (first, 0, 2),
                pointer_get_place (last, (float)gtk_widget_get_width (last) - 1,
                                   (float)gtk_widget_get_height (last) - 2));
}

static char *
dup_clipboard_text (GdkClipboard *clipboard)
{
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (content);
  g_value_init (&value, G_TYPE_STRING);
  gdk_content_provider_get_value (content, &value, &error);
  g_assert_no_error (error);

  return g_value_dup_string (&value);
}

/* What the pointer is dragged over is selected across every kind of block, downwards and upwards,
 * is what the middle button pastes, and is copied. */
static void
test_drag (void)
{
  static const char source[] = "First <b>words</b>.\n\n```c\nint a;\n```\n\n- Last words.\n";
  GtkWidget *view = g_object_new (ATTUNE_TYPE_MARKDOWN_VIEW, NULL);
  g_autoptr(GPtrArray) blocks = attune_markdown_parse (source, strlen (source), FALSE);
  g_autofree char *all = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *upwards = NULL;
  GdkClipboard *primary;
  GtkWindow *window;
  GtkWidget *first;
  GtkWidget *code;

  attune_markdown_view_set_blocks (ATTUNE_MARKDOWN_VIEW (view), blocks);
  window = show (view);
  primary = gtk_widget_get_primary_clipboard (view);
  first = find_text (view, "First");
  code = find_text (view, "int a;");

  drag_over (first, find_text (view, "Last words."));
  attune_test_wait_until (gdk_clipboard_get_content (primary) != NULL);
  all = dup_clipboard_text (primary);
  g_assert_cmpstr (all, ==, "First <b>words</b>.\n\nint a;\n\n• Last words.");
  g_assert_true (gtk_widget_activate_action (view, "text.copy", NULL));
  copied = dup_clipboard_text (gtk_widget_get_clipboard (view));
  g_assert_cmpstr (copied, ==, all);

  g_assert_true (gdk_clipboard_set_content (primary, NULL));
  pointer_drag (pointer_get_place (code, (float)gtk_widget_get_width (code) - 1, 2),
                pointer_get_place (first, 0, 2));
  attune_test_wait_until (gdk_clipboard_get_content (primary) != NULL);
  upwards = dup_clipboard_text (primary);
  g_assert_cmpstr (upwards, ==, "First <b>words</b>.\n\nint a;");
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
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/Attune/Text/selection", test_selection);
  g_test_add_func ("/Attune/Text/drag", test_drag);
  g_test_add_func ("/Attune/Text/no-hyphens", test_no_hyphens);

  return g_test_run ();
}
