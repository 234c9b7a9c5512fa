/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-thoughts-view"

#include "config.h"

#include "attune-thoughts-view.h"
#include "attune-ui-pointer.h"
#include "attune-ui-test.h"
#include "attune-workspace-test.h"

#define THOUGHT "Is <b>seven</b> & <i>blue</i>?"

static gboolean
match_expander (GtkWidget *widget,
                gpointer   user_data)
{
  return GTK_IS_EXPANDER (widget);
}

/* Thoughts are folded away until they are clicked on, say whether more of them comes, and are
 * folded again for the next message. */
static void
test_fold (void)
{
  AttuneThoughtsView *view = g_object_new (ATTUNE_TYPE_THOUGHTS_VIEW, NULL);
  GtkWindow *window = GTK_WINDOW (adw_window_new ());
  GtkWidget *root = GTK_WIDGET (view);
  GtkExpander *expander;

  gtk_widget_set_valign (root, GTK_ALIGN_START);
  attune_thoughts_view_set_text (view, THOUGHT, TRUE);
  gtk_window_set_default_size (window, 300, 200);
  adw_window_set_content (ADW_WINDOW (window), root);
  attune_ui_test_present (window);
  attune_ui_test_wait_shown (root, "Thinking…");
  g_assert_false (attune_ui_test_shows (root, THOUGHT));

  expander = GTK_EXPANDER (attune_ui_test_find (root, match_expander, NULL));
  attune_test_wait_until (gtk_widget_get_height (root) > 0);
  pointer_click (root, 20, 12);
  attune_ui_test_wait_shown (root, THOUGHT);
  attune_thoughts_view_set_text (view, THOUGHT " It is.", FALSE);
  attune_ui_test_wait_shown (root, THOUGHT " It is.");
  attune_ui_test_wait_shown (root, "Thoughts");

  pointer_click (root, 20, 12);
  attune_test_wait_until (!gtk_expander_get_expanded (expander));

  gtk_expander_set_expanded (expander, TRUE);
  attune_thoughts_view_set_text (view, NULL, FALSE);
  g_assert_false (gtk_widget_get_visible (root));
  attune_thoughts_view_set_text (view, "Another", FALSE);
  g_assert_false (gtk_expander_get_expanded (expander));
  gtk_window_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/Attune/ThoughtsView/fold", test_fold);

  return g_test_run ();
}
