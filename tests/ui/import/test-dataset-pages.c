/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-dataset-pages"

#include "config.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-dataset-page-private.h"
#include "attune-datasets-page.h"
#include "attune-example-view.h"
#include "attune-export-dialog.h"
#include "attune-format.h"
#include "attune-import-check-page.h"

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
import_file (Fixture    *f,
             const char *path,
             const char *name,
             double      share)
{
  AttuneImportOptions options = { .split = { .share = share } };
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  future = attune_workspace_import (f->workspace, path, name, &options, NULL, NULL, NULL);
  value = attune_test_wait (future, &error);
  g_assert_no_error (error);

  return attune_workspace_find_dataset (f->workspace,
                                        attune_dataset_get_id (g_value_get_object (value)));
}

static AttuneDataset *
add_dataset (Fixture    *f,
             const char *name,
             guint       n,
             double      share)
{
  g_autofree char *path = attune_import_test_write_chat (f->dir, "source.jsonl", n);

  return import_file (f, path, name, share);
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

static void
leave (Fixture *f)
{
  adw_navigation_view_replace (f->navigation, (AdwNavigationPage *[]) {
    adw_navigation_page_new (gtk_label_new ("Away"), "Away") }, 1);
}

/* What the person chooses the rows with. */
static GtkDropDown *
get_filter (AttuneDatasetPage *page)
{
  return GTK_DROP_DOWN (gtk_widget_get_first_child (GTK_WIDGET (page->filter)));
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

  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Undo");

  while (g_list_model_get_n_items (attune_workspace_get_datasets (f->workspace)) != 2)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_rows (AttuneDatasetPage *page)
{
  return g_list_model_get_n_items (G_LIST_MODEL (page->list));
}

static void
wait_rows (AttuneDatasetPage *page,
           guint              n_rows)
{
  while (page->list == NULL || attune_example_list_get_searching (page->list) ||
         count_rows (page) != n_rows)
    g_main_context_iteration (NULL, TRUE);
}

static AttuneDatasetPage *
open_page (Fixture       *f,
           AttuneDataset *dataset)
{
  AttuneDatasetPage *page = attune_dataset_page_new (f->workspace, dataset);

  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer 0");

  return page;
}

static void
search (AttuneDatasetPage *page,
        const char        *text,
        gboolean           is_regex)
{
  gtk_search_bar_set_search_mode (page->search_bar, TRUE);
  gtk_toggle_button_set_active (page->regex_button, is_regex);
  gtk_editable_set_text (page->search_entry, text);

  /* The entry waits for the person to go on typing. */
  while (g_strcmp0 (attune_example_list_get_query (page->list)->text, text) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
activate (AttuneDatasetPage *page,
          const char        *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), action, NULL));
}

static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Many", 20000, 0.1);
  AttuneDatasetPage *page = attune_dataset_page_new (f->workspace, dataset);
  g_autofree char *count = attune_format_count (18000);
  g_autofree char *last = g_strdup_printf ("Example %s", count);

  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "18000 examples");
  check_page (f);
  g_assert_cmpuint (count_rows (page), ==, 18000);

  attune_example_table_select (page->table, 17999);
  attune_ui_test_wait_shown (GTK_WIDGET (page), last);

  adw_toggle_group_set_active_name (page->part_group, "validation");
  wait_rows (page, 2000);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Example 1");
}

static void
test_search (Fixture       *f,
             gconstpointer  data)
{
  AttuneDatasetPage *page = open_page (f, add_dataset (f, "Search", 2000, 0));

  search (page, "ANSWER 77 ", FALSE);
  wait_rows (page, 1);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 found");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Question 77 ");
  check_page (f);

  /* Who ends the search stays at what was found. */
  g_signal_emit_by_name (page->search_entry, "stop-search");
  wait_rows (page, 2000);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 77 ");
  attune_ui_test_wait_shown (GTK_WIDGET (page->table), "Answer 77 ");

  search (page, "answer 7\\d ", TRUE);
  wait_rows (page, 10);

  /* A pattern that is none is said in a sentence. */
  search (page, "answer (", TRUE);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "not a complete regular expression");
  check_page (f);

  search (page, "nowhere", FALSE);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "No Examples Found");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->search_problem)));
  attune_ui_test_press_button (GTK_WIDGET (page), "_Show All");
  wait_rows (page, 2000);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer 0");
}

static guint
count_shown (AttuneDatasetPage *page)
{
  GtkWidget *view = attune_ui_test_find_id (GTK_WIDGET (page->table), "column_view");
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));

  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

/* The table takes its rows little by little, and in the end has all; what was selected is not taken
 * for what came in its place. */
static void
test_rows_replaced (Fixture       *f,
                    gconstpointer  data)
{
  AttuneDatasetPage *page = open_page (f, add_dataset (f, "Rows", 2000, 0));
  g_autoptr(AttuneRowSet) selected = NULL;

  while (count_shown (page) != 2000)
    g_main_context_iteration (NULL, TRUE);

  attune_example_table_select (page->table, 1990);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 1990 ");
  search (page, "answer 77", FALSE);
  wait_rows (page, 11);
  g_assert_cmpuint (count_shown (page), ==, 11);
  selected = attune_example_table_dup_selected (page->table);
  g_assert_cmpuint (attune_row_set_get_n_rows (selected), ==, 1);
  g_assert_cmpuint (attune_row_set_get_first (selected), ==, 77);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 77 ");

  /* One that the table does not have yet is gone to all the same. */
  g_signal_emit_by_name (page->statistics, "show-row", 1800);
  attune_ui_test_wait_shown (GTK_WIDGET (page->table), "Answer 1800 ");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 1800 ");
  g_assert_cmpuint (count_shown (page), ==, 2000);
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  AttuneDatasetPage *page = open_page (f, add_dataset (f, "Order", 200, 0));

  attune_example_table_set_order (page->table, ATTUNE_ROWS_BY_SIZE, TRUE);
  g_signal_emit_by_name (page->table, "order-changed");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "longest first");
  wait_rows (page, 200);
  g_assert_cmpuint (attune_example_list_get_row (page->list, 0), ==, 100);

  attune_example_table_set_order (page->table, ATTUNE_ROWS_BY_NUMBER, FALSE);
  g_signal_emit_by_name (page->table, "order-changed");
  wait_gone (GTK_WIDGET (page), "longest first");
  g_assert_cmpuint (attune_example_list_get_row (page->list, 0), ==, 0);
}

static void
wait_training (AttuneDataset *dataset,
               guint          n)
{
  while (attune_dataset_get_n_training (dataset) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_mark_out (Fixture       *f,
               gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Out", 40, 0);
  AttuneDatasetPage *page = open_page (f, dataset);

  attune_example_table_select (page->table, 3);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Example 4");
  activate (page, "dataset.mark-out");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 marked out");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Marked out, not trained on");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "1 example marked out");
  check_page (f);

  /* By the message, by the menu, and by the button of the pane. */
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Undo");
  wait_gone (GTK_WIDGET (page), "1 marked out");
  activate (page, "dataset.undo");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 marked out");
  attune_ui_test_press_button (GTK_WIDGET (page), "_Put Back");
  wait_gone (GTK_WIDGET (page), "1 marked out");
  activate (page, "dataset.undo");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 marked out");

  gtk_drop_down_set_selected (get_filter (page), 2);
  wait_rows (page, 1);
  g_assert_cmpuint (attune_example_list_get_row (page->list, 0), ==, 3);
  gtk_drop_down_set_selected (get_filter (page), 1);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "No Examples Found");
  attune_ui_test_press_button (GTK_WIDGET (page), "_Show All");
  wait_rows (page, 40);

  /* The figures that others see follow when the person leaves. */
  leave (f);

  wait_training (dataset, 39);
}

/* The message stays when the person goes on to another page, and the figures follow its button. */
static void
test_undo_from_elsewhere (Fixture       *f,
                          gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Out", 40, 0);
  AttuneDatasetPage *page = open_page (f, dataset);

  attune_example_table_select (page->table, 3);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Example 4");
  activate (page, "dataset.mark-out");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "1 example marked out");

  push (f, adw_navigation_page_new (gtk_label_new ("Elsewhere"), "Elsewhere"));
  wait_training (dataset, 39);
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Undo");
  wait_training (dataset, 40);
}

static gboolean
match_text_view (GtkWidget *widget,
                 gpointer   index)
{
  guint *left = index;

  return GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_mapped (widget) && (*left)-- == 0;
}

static void
set_turn (AttuneDatasetPage *page,
          guint              index,
          const char        *text)
{
  GtkWidget *view = attune_ui_test_find (GTK_WIDGET (page->pane), match_text_view, &index);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static void
assert_turn (AttuneDatasetPage *page,
             guint              index,
             const char        *text)
{
  GtkWidget *view = attune_ui_test_find (GTK_WIDGET (page->pane), match_text_view, &index);
  g_autofree char *written = NULL;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &written, NULL);
  g_assert_cmpstr (written, ==, text);
}

static void
test_edit (Fixture       *f,
           gconstpointer  data)
{
  AttuneDatasetPage *page = open_page (f, add_dataset (f, "Edit", 40, 0));

  attune_example_table_select (page->table, 2);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 2");
  activate (page, "dataset.edit-example");
  g_assert_true (attune_example_pane_get_is_editing (page->pane));
  g_assert_false (adw_navigation_page_get_can_pop (ADW_NAVIGATION_PAGE (page)));
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Learn from This");
  check_page (f);

  /* What would be no example is refused in words, and nothing is lost. */
  set_turn (page, 2, " ");
  attune_ui_test_press_button (GTK_WIDGET (page->pane), "_Save");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "answer");
  g_assert_true (attune_example_pane_get_is_editing (page->pane));

  set_turn (page, 2, "A better <b>& answer");
  attune_ui_test_press_button (GTK_WIDGET (page->pane), "_Save");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 edited");
  attune_ui_test_wait_shown (GTK_WIDGET (page->table), "A better <b>& answer");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "A better <b>& answer");
  g_assert_true (adw_navigation_page_get_can_pop (ADW_NAVIGATION_PAGE (page)));
  check_page (f);

  activate (page, "dataset.undo");
  wait_gone (GTK_WIDGET (page), "1 edited");
  attune_ui_test_wait_shown (GTK_WIDGET (page->table), "Answer 2");
  activate (page, "dataset.redo");
  attune_ui_test_wait_shown (GTK_WIDGET (page->table), "A better <b>& answer");

  /* Cancelled, nothing changes. */
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "A better <b>& answer");
  activate (page, "dataset.edit-example");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Learn from This");
  set_turn (page, 2, "Never");
  attune_ui_test_press_button (GTK_WIDGET (page->pane), "_Cancel");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "A better <b>& answer");
}

/* Begins to edit a row, and leaves in it what is no example yet. */
static void
write_half (AttuneDatasetPage *page,
            guint              row,
            const char        *question)
{
  g_autofree char *answer = g_strdup_printf ("Answer %u", row);

  attune_example_table_select (page->table, row);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), answer);
  activate (page, "dataset.edit-example");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Learn from This");
  set_turn (page, 1, question);
  set_turn (page, 2, " ");
}

/* That the row in front is edited, with what was written and what is wrong with it. */
static void
assert_half (AttuneDatasetPage *page,
             const char        *question)
{
  GtkWidget *problem;

  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Learn from This");
  g_assert_true (attune_example_pane_get_is_editing (page->pane));
  assert_turn (page, 1, question);
  assert_turn (page, 2, " ");
  problem = attune_ui_test_find_id (GTK_WIDGET (page->pane), "problem_label");
  g_assert_true (gtk_widget_get_mapped (problem));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (problem)), "answer"));
}

/* What is no example yet waits at its row, on this page and on the next one, until it is saved. */
static void
test_draft (Fixture       *f,
            gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Draft", 40, 0);
  AttuneDatasetPage *page = open_page (f, dataset);

  write_half (page, 2, "Half a <b>& question");
  attune_example_table_select (page->table, 3);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Example 3 is kept, but not saved");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 3");
  g_assert_false (attune_example_pane_get_is_editing (page->pane));

  attune_example_table_select (page->table, 2);
  assert_half (page, "Half a <b>& question");
  check_page (f);

  leave (f);
  page = open_page (f, dataset);
  attune_example_table_select (page->table, 2);
  assert_half (page, "Half a <b>& question");

  /* Discarded, and wanted after all. */
  attune_ui_test_press_button (GTK_WIDGET (page->pane), "_Cancel");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 2");
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Undo");
  assert_half (page, "Half a <b>& question");

  set_turn (page, 2, "The other half");
  attune_ui_test_press_button (GTK_WIDGET (page->pane), "_Save");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 edited");
  attune_example_table_select (page->table, 3);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 3");
  attune_example_table_select (page->table, 2);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "The other half");
  g_assert_false (attune_example_pane_get_is_editing (page->pane));
}

/* What is in the editor when its row is left is written down behind the person's back; where that
 * fails they are told, and find it at its row. */
static void
test_draft_unwritten (Fixture       *f,
                      gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Unwritten", 40, 0);
  AttuneDatasetPage *page = open_page (f, dataset);
  g_autofree char *log_path = attune_edits_dup_path (attune_dataset_get_training_path (dataset));

  g_assert_cmpint (g_mkdir (log_path, 0700), ==, 0);
  attune_example_table_select (page->table, 2);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 2");
  activate (page, "dataset.edit-example");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Learn from This");
  set_turn (page, 2, "Written in vain");
  attune_example_table_select (page->table, 3);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Could Not Change the Dataset");
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Answer 3");

  g_assert_cmpint (g_rmdir (log_path), ==, 0);
  attune_example_table_select (page->table, 2);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Learn from This");
  g_assert_true (attune_example_pane_get_is_editing (page->pane));
  assert_turn (page, 2, "Written in vain");
  leave (f);
  page = open_page (f, dataset);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 edited");
  attune_ui_test_wait_shown (GTK_WIDGET (page->table), "Written in vain");
}

static guint
count_filters (AttuneDatasetPage *page)
{
  return g_list_model_get_n_items (gtk_drop_down_get_model (get_filter (page)));
}

static void
wait_filters (AttuneDatasetPage *page,
              guint              n_filters)
{
  while (count_filters (page) != n_filters)
    g_main_context_iteration (NULL, TRUE);
}

/* What is wrong is found without being asked for, and gone when it is mended. */
static void
test_problems (Fixture       *f,
               gconstpointer  data)
{
  static const char bad[] =
    "{\"prompt\":\"What is a lighthouse for?\",\"completion\":\"Answer 0: it shows ships the way.\"}\n"
    "{\"prompt\":\"Where is the harbour of the old town?\",\"completion\":\"Behind the market.\"}\n"
    "{\"prompt\":\"What is a lighthouse for?\",\"completion\":\"Answer 0: it shows ships the way.\"}\n"
    "{\"prompt\":\"Whom can I ask about the ferry?\",\"completion\":\"Write to ann@harbour.org.\"}\n"
    "{\"prompt\":\"\",\"completion\":\"Nobody asked anything at all here.\"}\n";
  static const char mended[] =
    "{\"prompt\":\"Whom can I ask about the ferry?\",\"completion\":\"The harbour master.\"}";
  g_autofree char *path = attune_import_test_write (f->dir, "bad.jsonl", bad, strlen (bad));
  AttuneDatasetPage *page = open_page (f, import_file (f, path, "Problems", 0));
  g_autoptr(GBytes) json = g_bytes_new_static (mended, strlen (mended));
  g_autoptr(DexFuture) replaced = NULL;

  /* Any, and three kinds of them. */
  wait_filters (page, 3 + 4);
  gtk_drop_down_set_selected (get_filter (page), 3);
  wait_rows (page, 3);
  g_assert_cmpuint (attune_example_list_get_row (page->list, 1), ==, 3);
  attune_example_table_select (page->table, 3);
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "e-mail address");
  check_page (f);

  replaced = attune_example_list_replace (page->list, 3, json);
  attune_test_wait (replaced, NULL);
  wait_filters (page, 3 + 3);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_filter (page)), ==, 3);
  wait_rows (page, 2);
}

static void
add_account (Fixture *f)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) added = NULL;
  g_autoptr(GError) error = NULL;

  added = attune_test_add_account (f->workspace, profile, "Work <1>", NULL, NULL);
  attune_test_wait (added, &error);
  g_assert_no_error (error);
}

static void
test_statistics (Fixture       *f,
                 gconstpointer  data)
{
  static const char longest[] =
    "{\"messages\":[{\"role\":\"user\",\"content\":\"Say it at length.\"},"
    "{\"role\":\"assistant\",\"content\":\"One two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty.\"}]}\n";
  g_autofree char *path = attune_import_test_write_chat (f->dir, "source.jsonl", 399);
  g_autoptr(GString) text = g_string_new (NULL);
  AttuneDatasetPage *page;
  GtkWidget *statistics;
  GtkWidget *row;
  char *old;

  g_assert_true (g_file_get_contents (path, &old, NULL, NULL));
  g_string_append (text, old);
  g_string_append (text, longest);
  g_free (old);
  g_free (path);
  path = attune_import_test_write (f->dir, "source.jsonl", text->str, text->len);

  page = open_page (f, import_file (f, path, "Figures", 0));
  statistics = GTK_WIDGET (page->statistics);
  adw_view_stack_set_visible_child_name (page->view_stack, "statistics");
  attune_ui_test_wait_shown (statistics, "1199");
  attune_ui_test_wait_shown (statistics, "source.jsonl");
  attune_ui_test_wait_shown (statistics, "Be short.");
  check_page (f);
  gtk_test_accessible_assert_role (attune_ui_test_find_id (statistics, "histogram"), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_has_property (GTK_ACCESSIBLE (attune_ui_test_find_id (statistics, "histogram")),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL);

  /* The longest examples lead to themselves. */
  row = gtk_widget_get_ancestor (attune_ui_test_find (statistics, attune_ui_test_match_text, (gpointer)"Example 400"),
                                 ADW_TYPE_ACTION_ROW);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  attune_ui_test_wait_shown (GTK_WIDGET (page->pane), "Say it at length.");
}

/* The place that publishes the list of tokens: it has it, or it has nothing. */
typedef struct
{
  SoupServer *server;
  char       *ranks_dir;     /* what it serves; NULL: nothing */
  guint       n_requests;
} Place;

static void
serve_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Place *place = user_data;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *file = NULL;
  char *text;
  gsize length;

  place->n_requests++;

  if (place->ranks_dir == NULL)
    {
      soup_server_message_set_status (message, 503, NULL);
      return;
    }

  file = g_build_filename (place->ranks_dir, name, NULL);
  g_assert_true (g_file_get_contents (file, &text, &length, NULL));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_TAKE, text, length);
}

static void
place_open (Place      *place,
            const char *folder)
{
  g_autofree char *url = NULL;
  GSList *uris;

  place->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (place->server, NULL, serve_cb, place, NULL);
  g_assert_true (soup_server_listen_local (place->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (place->server);
  url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_setenv ("ATTUNE_RANKS_URL", url, TRUE);
  g_setenv ("ATTUNE_RANKS_DIR", folder, TRUE);
}

static void
place_close (Place      *place,
             const char *ranks_dir)
{
  g_unsetenv ("ATTUNE_RANKS_URL");
  g_setenv ("ATTUNE_RANKS_DIR", ranks_dir, TRUE);
  soup_server_disconnect (place->server);
  g_object_unref (place->server);
}

/* Without the list, counts are estimates that say so, and the list is offered. Nothing is asked of
 * anybody before the person says so; then the examples are counted again. */
static void
test_token_list (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *ranks_dir = g_strdup (g_getenv ("ATTUNE_RANKS_DIR"));
  AttuneDatasetPage *page;
  AttuneDataset *dataset;
  GtkWidget *statistics;
  Place place = { 0 };

  if (ranks_dir == NULL)
    {
      g_test_skip ("ATTUNE_RANKS_DIR is not set");
      return;
    }

  place_open (&place, f->dir);
  dataset = add_dataset (f, "Estimated", 40, 0);
  g_assert_false (attune_dataset_get_tokens_are_exact (dataset));
  page = open_page (f, dataset);
  statistics = GTK_WIDGET (page->statistics);
  adw_view_stack_set_visible_child_name (page->view_stack, "statistics");
  attune_ui_test_wait_shown (statistics, "Exact Token Counts Need OpenAI’s Token List");
  attune_ui_test_wait_shown (statistics, "MB from 127.0.0.1");
  attune_ui_test_wait_shown (statistics, "About");
  check_page (f);
  g_assert_cmpuint (place.n_requests, ==, 0);

  attune_ui_test_press_button (GTK_WIDGET (statistics), "_Download");
  attune_ui_test_wait_shown (statistics, "(HTTP 503)");
  check_page (f);

  place.ranks_dir = ranks_dir;
  attune_ui_test_press_button (GTK_WIDGET (statistics), "_Try Again");
  attune_ui_test_press_button (GTK_WIDGET (statistics), "_Cancel");
  attune_ui_test_wait_shown (statistics, "MB from 127.0.0.1");
  attune_ui_test_press_button (GTK_WIDGET (statistics), "_Download");
  attune_ui_test_wait_shown (statistics, "Counted exactly");
  g_assert_false (attune_ui_test_shows (statistics, "Exact Token Counts Need OpenAI’s Token List"));

  adw_navigation_view_replace (f->navigation, (AdwNavigationPage *[]) {
    adw_navigation_page_new (gtk_label_new ("Away"), "Away") }, 1);

  while (!attune_dataset_get_tokens_are_exact (dataset))
    g_main_context_iteration (NULL, TRUE);

  place_close (&place, ranks_dir);
}

/* The check page of the wizard reads the file again with the list. */
static void
test_token_list_of_file (Fixture       *f,
                         gconstpointer  data)
{
  g_autofree char *ranks_dir = g_strdup (g_getenv ("ATTUNE_RANKS_DIR"));
  g_autofree char *path = attune_import_test_write_chat (f->dir, "source.jsonl", 40);
  g_autoptr(AttuneImportState) state = attune_import_state_new (f->workspace);
  AttuneImportPage *page = attune_import_check_page_new (state);
  Place place = { .ranks_dir = ranks_dir };
  AttuneReport *report;

  g_object_ref_sink (page);

  if (ranks_dir == NULL)
    {
      g_object_unref (page);
      g_test_skip ("ATTUNE_RANKS_DIR is not set");
      return;
    }

  place_open (&place, f->dir);
  attune_import_test_open (state, path);
  attune_import_test_wait_phase (state, ATTUNE_IMPORT_READ);
  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Exact Token Counts Need OpenAI’s Token List");
  check_page (f);

  attune_ui_test_press_button (GTK_WIDGET (page), "_Download");
  wait_gone (GTK_WIDGET (page), "Exact Token Counts Need OpenAI’s Token List");
  attune_import_test_wait_phase (state, ATTUNE_IMPORT_READ);
  report = attune_scan_get_report (attune_import_state_get_scan (state));
  g_assert_cmpuint (attune_report_get_histogram (report, ATTUNE_REPORT_TOKENS)->total, >, 0);
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (page), "Exact Token Counts Need OpenAI’s Token List"));

  g_object_unref (page);
  place_close (&place, ranks_dir);
}

/* What it costs follows the accounts; what is held out costs nothing. */
static void
test_cost (Fixture       *f,
           gconstpointer  data)
{
  AttuneDatasetPage *page = attune_dataset_page_new (f->workspace,
                                                     add_dataset (f, "Figures", 4000, 0.5));
  GtkWidget *statistics = GTK_WIDGET (page->statistics);

  push (f, page);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer");
  adw_view_stack_set_visible_child_name (page->view_stack, "statistics");
  attune_ui_test_wait_shown (statistics, "Add an account to see what a fine-tune costs there.");
  check_page (f);

  add_account (f);
  attune_ui_test_wait_shown (statistics, "Work <1> · GPT-4.1 mini");
  attune_ui_test_wait_shown (statistics, "about $");
  attune_ui_test_wait_shown (statistics, "prices of December 2025");
  g_assert_false (attune_ui_test_shows (statistics, "Add an account to see what a fine-tune costs there."));
  check_page (f);

  adw_toggle_group_set_active_name (page->part_group, "validation");
  wait_gone (statistics, "prices of December 2025");
}

static void
test_export (Fixture       *f,
             gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Export", 40, 0.2);
  AttuneExportDialog *dialog = attune_export_dialog_new (dataset, FALSE);
  g_autofree char *path = g_build_filename (f->dir, "out.json", NULL);
  g_autoptr(GFile) target = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  GtkWidget *page = GTK_WIDGET (adw_navigation_page_new (gtk_label_new ("Home"), "Home"));
  int minimum;

  push (f, page);
  adw_dialog_present (ADW_DIALOG (dialog), page);
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Begin with a Byte Order Mark");
  gtk_widget_measure (GTK_WIDGET (dialog), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  g_object_set (attune_ui_test_find_id (GTK_WIDGET (dialog), "format_row"), "selected", ATTUNE_EXPORT_ALPACA, NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "without system text");
  attune_export_dialog_write (dialog, target);
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "system texts were left out");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "[\n{\"instruction\":"));
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

/* A fine-tune writes the changes into the files: the page then shows those. */
static void
test_applied (Fixture       *f,
              gconstpointer  data)
{
  AttuneDataset *dataset = add_dataset (f, "Applied", 40, 0);
  AttuneDatasetPage *page = open_page (f, dataset);
  g_autoptr(DexFuture) future = NULL;

  attune_example_table_select (page->table, 0);
  activate (page, "dataset.mark-out");
  attune_ui_test_wait_shown (GTK_WIDGET (page), "1 marked out");
  future = attune_workspace_apply_edits (f->workspace, dataset);
  attune_test_wait (future, NULL);
  wait_rows (page, 39);
  attune_ui_test_wait_shown (GTK_WIDGET (page), "Answer 1 ");
  g_assert_false (adw_banner_get_revealed (page->banner));
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
  attune_ui_test_press_button (GTK_WIDGET (dialog), "_Rename");

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
  g_test_add ("/Attune/Datasets/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/Attune/Datasets/rows-replaced", Fixture, NULL, set_up, test_rows_replaced, tear_down);
  g_test_add ("/Attune/Datasets/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/Attune/Datasets/mark-out", Fixture, NULL, set_up, test_mark_out, tear_down);
  g_test_add ("/Attune/Datasets/undo-from-elsewhere", Fixture, NULL, set_up, test_undo_from_elsewhere,
              tear_down);
  g_test_add ("/Attune/Datasets/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/Attune/Datasets/draft", Fixture, NULL, set_up, test_draft, tear_down);
  g_test_add ("/Attune/Datasets/draft-unwritten", Fixture, NULL, set_up, test_draft_unwritten, tear_down);
  g_test_add ("/Attune/Datasets/problems", Fixture, NULL, set_up, test_problems, tear_down);
  g_test_add ("/Attune/Datasets/statistics", Fixture, NULL, set_up, test_statistics, tear_down);
  g_test_add ("/Attune/Datasets/token-list", Fixture, NULL, set_up, test_token_list, tear_down);
  g_test_add ("/Attune/Datasets/token-list-of-file", Fixture, NULL, set_up, test_token_list_of_file, tear_down);
  g_test_add ("/Attune/Datasets/cost", Fixture, NULL, set_up, test_cost, tear_down);
  g_test_add ("/Attune/Datasets/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/Attune/Datasets/applied", Fixture, NULL, set_up, test_applied, tear_down);
  g_test_add ("/Attune/Datasets/missing-file", Fixture, NULL, set_up, test_missing_file, tear_down);
  g_test_add ("/Attune/Datasets/changed-file", Fixture, NULL, set_up, test_changed_file, tear_down);
  g_test_add ("/Attune/Datasets/delete-leaves", Fixture, NULL, set_up, test_delete_leaves, tear_down);
  g_test_add ("/Attune/Datasets/rename", Fixture, NULL, set_up, test_rename, tear_down);
  g_test_add ("/Attune/Datasets/long-example", Fixture, NULL, set_up, test_long_example, tear_down);

  return g_test_run ();
}
