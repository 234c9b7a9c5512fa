/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-dialog.h"

#include "attune-import-test.h"

/* The wizard in a window, over a workspace of its own. */

typedef struct
{
  char               *dir;
  AttuneWorkspace    *workspace;
  GtkWindow          *window;
  AttuneImportDialog *dialog;
  AttuneImportState  *state;
  AdwNavigationView  *navigation;
  char               *shown_dataset;
} Fixture;

static inline void
show_dataset_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  Fixture *f = user_data;

  g_set_str (&f->shown_dataset, g_variant_get_string (parameter, NULL));
}

static inline void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr(GSimpleAction) action = g_simple_action_new ("show-dataset", G_VARIANT_TYPE_STRING);

  f->dir = attune_import_test_make_dir ();
  f->workspace = attune_ui_test_open_workspace ();
  f->window = GTK_WINDOW (adw_window_new ());

  g_signal_connect (action, "activate", G_CALLBACK (show_dataset_cb), f);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (f->window), "win", G_ACTION_GROUP (group));

  gtk_window_set_default_size (f->window, 900, 760);
  adw_window_set_content (ADW_WINDOW (f->window), adw_toast_overlay_new ());
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (adw_window_get_content (ADW_WINDOW (f->window))),
                               adw_bin_new ());
  attune_ui_test_present (f->window);
}

static inline void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->state);
  gtk_window_destroy (f->window);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  attune_ui_test_close_workspace (f->workspace);
  attune_import_test_remove (f->dir);
  g_free (f->shown_dataset);
  g_free (f->dir);
}

static inline gboolean
match_navigation (GtkWidget *widget,
                  gpointer   user_data)
{
  return ADW_IS_NAVIGATION_VIEW (widget);
}

static inline void
open_dialog (Fixture    *f,
             const char *path)
{
  g_autoptr(GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  f->dialog = attune_import_dialog_new (f->workspace, file);
  f->state = g_object_ref (attune_import_dialog_get_state (f->dialog));
  adw_dialog_present (ADW_DIALOG (f->dialog), GTK_WIDGET (f->window));
  f->navigation = ADW_NAVIGATION_VIEW (attune_ui_test_find (GTK_WIDGET (f->dialog),
                                                            match_navigation, NULL));
  adw_navigation_view_set_animate_transitions (f->navigation, FALSE);

  while (attune_import_state_get_phase (f->state) == ATTUNE_IMPORT_READING)
    g_main_context_iteration (NULL, TRUE);
}

static inline const char *
get_tag (Fixture *f)
{
  return adw_navigation_view_get_visible_page_tag (f->navigation);
}

static inline void
activate (Fixture    *f,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->dialog), action, NULL));
}

static inline GtkWidget *
find (Fixture    *f,
      const char *id)
{
  GtkWidget *page = GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation));
  GtkWidget *widget = attune_ui_test_find_id (page, id);

  g_assert_nonnull (widget);

  return widget;
}

static inline gboolean
needs_person (Fixture *f)
{
  return attune_import_mapping_get_needs_person (attune_import_state_get_mapping (f->state));
}

static inline void
wait_until_drawn (Fixture *f)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (f->window));
  gint64 begin = gdk_frame_clock_get_frame_counter (clock);

  while (gdk_frame_clock_get_frame_counter (clock) < begin + 2)
    {
      gtk_widget_queue_draw (GTK_WIDGET (f->window));
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Room for the page on a phone, and a name for each control, on every page on the way. */
static inline void
check_page (Fixture *f)
{
  GtkWidget *page = GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation));
  int minimum;

  wait_until_drawn (f);
  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  attune_ui_test_check_names (page);
}
