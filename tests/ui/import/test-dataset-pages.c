/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-dataset-pages"

#include "config.h"

#include "attune-dataset-page.h"
#include "attune-datasets-page.h"
#include "attune-example-view.h"
#include "attune-format.h"

#include "attune-import-test.h"

typedef struct
{
  char              *dir;
  AttuneWorkspace   *workspace;
  GtkWindow         *window;
  AdwNavigationView *navigation;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  f->dir = attune_import_test_make_dir ();
  f->workspace = attune_ui_test_open_workspace ();
  f->window = GTK_WINDOW (adw_window_new ());
  f->navigation = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  adw_navigation_view_set_animate_transitions (f->navigation, FALSE);

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (f->navigation));
  gtk_window_set_default_size (f->window, 900, 760);
  adw_window_set_content (ADW_WINDOW (f->window), overlay);
  attune_ui_test_present (f->window);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (f->window);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  attune_ui_test_close_workspace (f->workspace);
  attune_import_test_remove (f->dir);
  g_free (f->dir);
}

static AttuneDataset *
add_dataset (Fixture    *f,
             const char *name,
             guint       n,
             double      share)
{
  AttuneImportOptions options = { .validation_share = share };
  g_autofree char *path = attune_import_test_write_chat (f->dir, "source.jsonl", n);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  future = attune_workspace_import (f->workspace, path, name, &options, NULL, NULL, NULL);
  value = attune_test_wait (future, &error);
  g_assert_no_error (error);

  return attune_workspace_find_dataset (f->workspace,
                                        attune_dataset_get_id (g_value_get_object (value)));
}

static void
push (Fixture  *f,
      gpointer  page)
{
  adw_navigation_view_push (f->navigation, ADW_NAVIGATION_PAGE (page));
}

static void
check_page (Fixture *f)
{
  GtkWidget *page = GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation));
  int minimum;

  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  attune_ui_test_check_names (page);
}

static void
wait_gone (GtkWidget  *widget,
           const char *text)
{
  while (attune_ui_test_shows (widget, text))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
match_button (GtkWidget *widget,
              gpointer   label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static void
press (gpointer    widget,
       const char *label)
{
  GtkWidget *button;

  while (!(button = attune_ui_test_find (GTK_WIDGET (widget), match_button, (gpointer)label)))
    g_main_context_iteration (NULL, TRUE);

  g_signal_emit_by_name (button, "clicked");
}

static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  AttuneDatasetsPage *page = attune_datasets_page_new (f->workspace);
  GtkListView *view;

  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "No Datasets");
  check_page (f);

  add_dataset (f, "Lamps <b>&", 40, 0);
  add_dataset (f, "邮件", 12, 0);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Lamps <b>&");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "40 examples");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "邮件");
  check_page (f);

  /* Search. */
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (page), "search_entry")), "LAMP");
  wait_gone (GTK_WIDGET (page), "邮件");
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (page), "search_entry")), "nothing");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "No Datasets Found");
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (page), "search_entry")), "");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "邮件");

  /* Delete, and take it back. */
  view = GTK_LIST_VIEW (attune_ui_test_find_id (GTK_WIDGET (page), "list_view"));
  gtk_list_view_scroll_to (view, 0, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "page.delete", NULL));
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "“邮件” deleted");
  g_assert_cmpuint (g_list_model_get_n_items (attune_workspace_get_datasets (f->workspace)), ==, 1);

  press (f->window, "_Undo");

  while (g_list_model_get_n_items (attune_workspace_get_datasets (f->workspace)) != 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Many", 20000, 0.1);
  AttuneDatasetPage *page = attune_dataset_page_new (f->workspace, dataset);
  g_autofree char *count = attune_format_count (18000);
  g_autofree char *last = g_strdup_printf ("Example %s", count);
  GtkListView *view;

  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer");
  attune_ui_test_wait_shown (GTK_WIDGET (page), count);
  check_page (f);

  view = GTK_LIST_VIEW (attune_ui_test_find_id (GTK_WIDGET (page), "list_view"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (view))), ==,
                    18000);
  gtk_list_view_scroll_to (view, 17999, GTK_LIST_SCROLL_NONE, NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (page), last);

  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (attune_ui_test_find_id (GTK_WIDGET (page), "part_group")),
                                    "validation");

  while (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (view))) != 2000)
    g_main_context_iteration (NULL, TRUE);

  attune_ui_test_wait_shown (GTK_WIDGET (page), "Example 1");
}

static void
test_missing_file (Fixture       *f,
                   gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Lost", 40, 0);
  AttuneDatasetPage *page;

  g_assert_cmpint (g_remove (attune_dataset_get_training_path (dataset)), ==, 0);
  page = attune_dataset_page_new (f->workspace, dataset);
  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "The Examples Cannot Be Shown");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Import the original file again");
}

static void
test_changed_file (Fixture       *f,
                   gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Changed", 40, 0);
  g_autofree char *path = attune_import_test_write_chat (f->dir, "other.jsonl", 7);
  g_autofree char *text = NULL;
  AttuneDatasetPage *page;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (attune_dataset_get_training_path (dataset), text, -1, NULL));
  page = attune_dataset_page_new (f->workspace, dataset);
  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "were changed outside Attune");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer 3");
}

static void
test_delete_leaves (Fixture       *f,
                    gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Short-Lived", 40, 0);
  AttuneDatasetsPage *list = attune_datasets_page_new (f->workspace);
  AttuneDatasetPage *page = attune_dataset_page_new (f->workspace, dataset);

  push (f, list);
  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer 0");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "dataset.delete", NULL));
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "“Short-Lived” deleted");
  g_assert_true (adw_navigation_view_get_visible_page (f->navigation) ==
                 ADW_NAVIGATION_PAGE (list));
}

static gboolean
match_entry_row (GtkWidget *widget,
                 gpointer   user_data)
{
  return ADW_IS_ENTRY_ROW (widget);
}

static void
test_rename (Fixture       *f,
             gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Old", 40, 0);
  AttuneDatasetPage *page = attune_dataset_page_new (f->workspace, dataset);
  GtkWidget *row;
  AdwDialog *dialog;

  push (f, page);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "dataset.rename", NULL));
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (f->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  row = attune_ui_test_find (GTK_WIDGET (dialog), match_entry_row, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Old");

  gtk_editable_set_text (GTK_EDITABLE (row), "  ");
  g_assert_false (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "rename"));
  gtk_editable_set_text (GTK_EDITABLE (row), " New <b>& ");
  g_assert_true (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "rename"));
  press (dialog, "_Rename");

  while (g_strcmp0 (attune_dataset_get_name (dataset), "New <b>&") != 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (page)), ==, "New <b>&");
}

/* A text of any length is shown in part, and in full on request as far as that can be drawn. */
static void
test_long_example (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *answer = g_strnfill (200000, 'x');
  g_autoptr(AttuneExample) example = attune_example_new_chat (1, "Be kind.", "你好", answer);
  GtkWidget *view = attune_example_view_new ();
  GtkWidget *page = GTK_WIDGET (adw_navigation_page_new (view, "Example"));
  GtkWidget *more;

  push (f, page);
  attune_example_view_set_example (ATTUNE_EXAMPLE_VIEW (view), example);
  attune_ui_test_wait_shown (page, "你好");
  attune_ui_test_wait_shown (page, "Show More");
  check_page (f);

  more = gtk_widget_get_last_child (view);
  g_assert_true (GTK_IS_BUTTON (more));
  g_signal_emit_by_name (more, "clicked");
  attune_ui_test_wait_shown (page, "too long to show here");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Datasets/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/Attune/Datasets/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/Attune/Datasets/missing-file", Fixture, NULL, set_up, test_missing_file, tear_down);
  g_test_add ("/Attune/Datasets/changed-file", Fixture, NULL, set_up, test_changed_file, tear_down);
  g_test_add ("/Attune/Datasets/delete-leaves", Fixture, NULL, set_up, test_delete_leaves, tear_down);
  g_test_add ("/Attune/Datasets/rename", Fixture, NULL, set_up, test_rename, tear_down);
  g_test_add ("/Attune/Datasets/long-example", Fixture, NULL, set_up, test_long_example, tear_down);

  return g_test_run ();
}
