/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* show-dataset STATE WIDTH HEIGHT FILE: opens the page of a dataset made of a file, in one of these
 * states, to look at: examples, changed, search, regex, nothing, problems, many, pane, edit,
 * statistics, cost (with an account), download (of the token list, from $ATTUNE_RANKS_URL), export,
 * exported. Prints "ready" once it is there. */

#define G_LOG_DOMAIN "show-dataset"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "attune-dataset-actions.h"
#include "attune-dataset-page-private.h"
#include "attune-export-dialog.h"
#include "attune-i18n.h"
#include "attune-test-account.h"
#include "attune-test.h"
#include "attune-token-list-row.h"

static const char *state;
static GtkWindow *window;
static AttuneDatasetPage *page;

static gboolean
end_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
run (int milliseconds)
{
  gboolean is_over = FALSE;

  g_timeout_add (milliseconds, end_cb, &is_over);

  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_list (void)
{
  while (page->list == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
change_rows (void)
{
  static const char json[] =
    "{\"messages\":[{\"role\":\"user\",\"content\":\"A question that was written anew\"},"
    "{\"role\":\"assistant\",\"content\":\"And its answer\"}]}";
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));
  guint pair[] = { 4, 5 };
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_rows (pair, 2);
  g_autoptr(DexFuture) replaced = attune_example_list_replace (page->list, 2, bytes);
  g_autoptr(DexFuture) marked = NULL;

  attune_test_wait (replaced, NULL);
  marked = attune_example_list_set_out (page->list, rows, TRUE);
  attune_test_wait (marked, NULL);
}

static void
search (const char *text,
        gboolean    is_regex)
{
  gtk_search_bar_set_search_mode (page->search_bar, TRUE);
  gtk_toggle_button_set_active (page->regex_button, is_regex);
  gtk_editable_set_text (page->search_entry, text);
}

static void
show_state (AttuneDataset *dataset)
{
  if (g_str_equal (state, "changed"))
    {
      change_rows ();
      attune_example_table_select (page->table, 4);
    }
  else if (g_str_equal (state, "search"))
    search ("the", FALSE);
  else if (g_str_equal (state, "regex"))
    search ("(", TRUE);
  else if (g_str_equal (state, "nothing"))
    search ("nowhere at all", FALSE);
  else if (g_str_equal (state, "problems"))
    {
      GtkDropDown *filter = GTK_DROP_DOWN (gtk_widget_get_first_child (GTK_WIDGET (page->filter)));

      /* The file is checked by itself; problems stand behind the three that are always there. */
      while (g_list_model_get_n_items (gtk_drop_down_get_model (filter)) == 3)
        g_main_context_iteration (NULL, TRUE);

      gtk_drop_down_set_selected (filter, 3);
    }
  else if (g_str_equal (state, "many"))
    {
      GtkWidget *view = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (page->table),
                                                                   ATTUNE_TYPE_EXAMPLE_TABLE,
                                                                   "column_view"));

      gtk_selection_model_select_all (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
    }
  else if (g_str_equal (state, "pane"))
    {
      attune_example_table_select (page->table, 1);
      adw_overlay_split_view_set_show_sidebar (page->split_view, TRUE);
    }
  else if (g_str_equal (state, "edit"))
    {
      attune_example_table_select (page->table, 1);
      run (300);
      gtk_widget_activate_action (GTK_WIDGET (page), "dataset.edit-example", NULL);
    }
  else if (g_str_equal (state, "statistics") || g_str_equal (state, "cost"))
    adw_view_stack_set_visible_child_name (page->view_stack, "statistics");
  else if (g_str_equal (state, "download"))
    {
      GtkWidget *row;

      adw_view_stack_set_visible_child_name (page->view_stack, "statistics");
      run (1000);
      row = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (page->statistics),
                                                       ATTUNE_TYPE_DATASET_STATISTICS,
                                                       "token_list_row"));
      g_signal_emit_by_name (gtk_widget_get_template_child (row, ATTUNE_TYPE_TOKEN_LIST_ROW,
                                                            "download_button"),
                             "clicked");
    }
  else if (g_str_equal (state, "export"))
    gtk_widget_activate_action (GTK_WIDGET (page), "dataset.export", NULL);
  else if (g_str_equal (state, "exported"))
    {
      AttuneExportDialog *dialog = attune_export_dialog_new (dataset, FALSE);
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), "show-dataset.json", NULL);
      g_autoptr(GFile) target = g_file_new_for_path (path);

      adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (page));
      g_object_set (gtk_widget_get_template_child (GTK_WIDGET (dialog), ATTUNE_TYPE_EXPORT_DIALOG, "format_row"),
                    "selected", ATTUNE_EXPORT_ALPACA, NULL);
      attune_export_dialog_write (dialog, target);
    }
}

static void
add_account (AttuneWorkspace *workspace)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(AttuneProfile) custom = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(DexFuture) first = NULL;
  g_autoptr(DexFuture) second = NULL;

  first = attune_test_add_account (workspace, profile, "OpenAI", NULL, NULL);
  attune_test_wait (first, NULL);
  second = attune_test_add_account (workspace, custom, "The Lab <3", "http://localhost:9/v1",
                                    NULL);
  attune_test_wait (second, NULL);
}

static AttuneDataset *
import_file (AttuneWorkspace *workspace,
             const char      *path)
{
  gboolean keeps_all = g_str_equal (state, "problems");
  AttuneImportOptions options = { .split = { .share = keeps_all ? 0 : 0.1 } };
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);
  const GValue *value;

  future = attune_workspace_import (workspace, path, name, &options, NULL, NULL, NULL);

  if ((value = attune_test_wait (future, &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }

  return attune_workspace_find_dataset (workspace,
                                        attune_dataset_get_id (g_value_get_object (value)));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(DexFuture) opened = NULL;
  g_autofree char *dir = NULL;
  g_autoptr(AdwApplication) application = NULL;
  AttuneDataset *dataset;
  GtkWidget *overlay;
  GtkWidget *navigation;

  if (argc != 5)
    return 2;

  dex_init ();
  attune_i18n_init ();
  state = argv[1];

  /* It loads the style sheet of the window. */
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "io.github.attune.Attune.ShowDataset",
                              "resource-base-path", "/io/github/attune/Attune",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);

  dir = g_dir_make_tmp ("show-dataset-XXXXXX", NULL);
  workspace = attune_workspace_new (dir);
  opened = attune_workspace_open (workspace);
  attune_test_wait (opened, NULL);

  if (g_str_equal (state, "cost"))
    add_account (workspace);

  dataset = import_file (workspace, argv[4]);

  window = GTK_WINDOW (adw_window_new ());
  overlay = adw_toast_overlay_new ();
  navigation = adw_navigation_view_new ();
  gtk_window_set_default_size (window, atoi (argv[2]), atoi (argv[3]));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), navigation);
  adw_window_set_content (ADW_WINDOW (window), overlay);
  adw_navigation_view_add (ADW_NAVIGATION_VIEW (navigation),
                           adw_navigation_page_new (gtk_label_new (NULL), "Datasets"));
  gtk_window_present (window);
  run (300);

  page = attune_dataset_page_new (workspace, dataset);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (page));

  wait_list ();
  run (500);
  show_state (dataset);
  run (1200);
  g_print ("ready\n");
  fflush (stdout);

  while (gtk_window_list_toplevels () != NULL)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
