/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* show-import choose|recognise|map|check|issue|entry|save|datasets|dataset WIDTH HEIGHT [FILE…]:
 * opens one page of the import wizard ("issue": the examples with the first problem; "entry": the
 * first example), or a page of datasets with the files imported, to look at. A page of the wizard
 * takes a recipe behind the file. Prints how long the first records of the file and all of it took,
 * and "ready" once the page is there. */

#define G_LOG_DOMAIN "show-import"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "attune-dataset-page.h"
#include "attune-datasets-page.h"
#include "attune-import-dialog.h"
#include "attune-test.h"

static const char *page_name;
static const char *recipe_path;
static GtkWindow *window;

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
ready_cb (gpointer user_data)
{
  g_print ("ready\n");
  fflush (stdout);

  return G_SOURCE_REMOVE;
}

static gint64 begin_time;

static double
get_elapsed_ms (void)
{
  return (double)(g_get_monotonic_time () - begin_time) / 1000.0;
}

static void
glance_cb (AttuneImportState *state)
{
  if (attune_import_state_get_glance (state) != NULL)
    g_print ("first records after %.0f ms\n", get_elapsed_ms ());
}

static guint
find_issue (AttuneScan *scan)
{
  for (guint kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_index_find_issue (attune_scan_get_index (scan), attune_issue_bit (kind), 0) <
        attune_index_get_length (attune_scan_get_index (scan)))
      return kind;

  return 0;
}

static void
phase_cb (AttuneImportState  *state,
          GParamSpec         *pspec,
          AttuneImportDialog *dialog)
{
  gboolean is_issue = g_str_equal (page_name, "issue");
  gboolean is_entry = g_str_equal (page_name, "entry");
  const char *tags[] = { "choose", "recognise", is_issue || is_entry ? "check" : page_name };
  GtkWidget *view = find (GTK_WIDGET (dialog), ADW_TYPE_NAVIGATION_VIEW);

  if (attune_import_state_get_phase (state) != ATTUNE_IMPORT_READ)
    return;

  if (recipe_path != NULL)
    {
      g_autoptr(AttuneRecipe) recipe = attune_recipe_load (recipe_path, NULL);

      recipe_path = NULL;
      attune_import_mapping_set_recipe (attune_import_state_get_mapping (state), recipe);
    }

  g_print ("all of it after %.0f ms\n", get_elapsed_ms ());

  if (strlen (page_name) <= 5)
    adw_navigation_view_replace_with_tags (ADW_NAVIGATION_VIEW (view), tags, G_N_ELEMENTS (tags));

  if (is_issue)
    gtk_widget_activate_action (GTK_WIDGET (dialog), "import.show-issue", "u",
                                find_issue (attune_import_state_get_scan (state)));
  else if (is_entry)
    gtk_widget_activate_action (GTK_WIDGET (dialog), "import.show-entry", "u", 0);
}

static AttuneDataset *
import_file (AttuneWorkspace *workspace,
             const char      *path)
{
  AttuneImportOptions options = { 0, };
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);
  const GValue *value;

  options.split.share = 0.1;
  future = attune_workspace_import (workspace, path, name, &options, NULL, NULL, NULL);

  if ((value = attune_test_wait (future, &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }

  return g_value_get_object (value);
}

static void
show_dialog (AttuneWorkspace *workspace,
             const char      *path)
{
  g_autoptr(GFile) file = path != NULL ? g_file_new_for_commandline_arg (path) : NULL;
  AttuneImportDialog *dialog;

  begin_time = g_get_monotonic_time ();
  dialog = attune_import_dialog_new (workspace, file);
  g_signal_connect_swapped (attune_import_state_get_reading (attune_import_dialog_get_state (dialog)), "notify::glance",
                            G_CALLBACK (glance_cb), attune_import_dialog_get_state (dialog));
  g_signal_connect (attune_import_dialog_get_state (dialog), "notify::phase", G_CALLBACK (phase_cb), dialog);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(DexFuture) opened = NULL;
  g_autofree char *dir = NULL;
  g_autoptr(AdwApplication) application = NULL;
  GtkWidget *overlay;
  GtkWidget *navigation;
  AdwNavigationPage *page = NULL;

  if (argc < 4)
    return 2;

  dex_init ();
  page_name = argv[1];
  recipe_path = argc > 5 ? argv[5] : NULL;

  /* It loads the style sheet of the window. */
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "io.github.attune.Attune.ShowImport",
                              "resource-base-path", "/io/github/attune/Attune",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);

  dir = g_dir_make_tmp ("show-import-XXXXXX", NULL);
  workspace = attune_workspace_new (dir);
  opened = attune_workspace_open (workspace);
  attune_test_wait (opened, NULL);

  window = GTK_WINDOW (adw_window_new ());
  overlay = adw_toast_overlay_new ();
  navigation = adw_navigation_view_new ();
  gtk_window_set_default_size (window, atoi (argv[2]), atoi (argv[3]));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), navigation);
  adw_window_set_content (ADW_WINDOW (window), overlay);

  if (g_str_has_prefix (page_name, "dataset"))
    {
      AttuneDataset *dataset = NULL;

      for (int i = 4; i < argc; i++)
        dataset = import_file (workspace, argv[i]);

      page = ADW_NAVIGATION_PAGE (attune_datasets_page_new (workspace));

      if (g_str_equal (page_name, "dataset"))
        {
          adw_navigation_view_add (ADW_NAVIGATION_VIEW (navigation), page);
          page = ADW_NAVIGATION_PAGE (attune_dataset_page_new (workspace, dataset));
        }

      adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), page);
    }

  gtk_window_present (window);

  if (page == NULL)
    show_dialog (workspace, argc > 4 ? argv[4] : NULL);

  g_timeout_add (1500, ready_cb, NULL);

  while (gtk_window_list_toplevels () != NULL)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
