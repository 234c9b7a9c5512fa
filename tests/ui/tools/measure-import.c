/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* measure-import FILE: chooses a file in the import dialog of a real window, and prints when its
 * first example is on the screen, when all of it has been read and checked, and what the longest
 * turn of the main loop took meanwhile, drawing included: of the work of this thread, and on the
 * clock, where other programs count, too. */

#define G_LOG_DOMAIN "measure-import"

#include "config.h"

#include <stdlib.h>

#include "attune-import-dialog.h"
#include "attune-test.h"
#include "attune-ui-test.h"
#include "measure.h"

#define WIDTH  900
#define HEIGHT 760

/* From when the main loop wakes up to when it sleeps again. */
typedef struct
{
  double work;     /* milliseconds of this thread */
  gint64 clock;    /* microseconds */
} Turn;

static Turn begun;
static Turn longest;
static GtkWidget *example;
static gint64 chosen_at;
static gint64 shown_at;

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  int n_ready;

  longest.work = MAX (longest.work, measure_get_work () - begun.work);
  longest.clock = MAX (longest.clock, g_get_monotonic_time () - begun.clock);
  n_ready = g_poll (fds, n_fds, timeout);
  begun = (Turn) { measure_get_work (), g_get_monotonic_time () };

  return n_ready;
}

static void
run (int milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  g_timeout_add_once (milliseconds, (GSourceOnceFunc)g_main_context_wakeup, NULL);

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
}

static void
after_paint_cb (void)
{
  if (shown_at == 0 && chosen_at != 0 && gtk_widget_get_mapped (example))
    shown_at = g_get_monotonic_time ();
}

static gboolean
match_navigation (GtkWidget *widget,
                  gpointer   user_data)
{
  return ADW_IS_NAVIGATION_VIEW (widget);
}

static AttuneImportState *
open_dialog (GtkWindow       *window,
             AttuneWorkspace *workspace)
{
  AttuneImportDialog *dialog = attune_import_dialog_new (workspace, NULL);
  GtkWidget *navigation;

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
  navigation = attune_ui_test_find (GTK_WIDGET (dialog), match_navigation, NULL);
  run (500);

  /* The page is made and drawn before anything is chosen: fonts and icons are loaded only once. */
  adw_navigation_view_push_by_tag (ADW_NAVIGATION_VIEW (navigation), "recognise");
  run (500);
  example = attune_ui_test_find_id (navigation, "example_group");

  return attune_import_dialog_get_state (dialog);
}

static void
measure (AttuneImportState *state,
         const char        *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  gint64 read_at;

  longest = (Turn) { 0 };
  begun = (Turn) { measure_get_work (), g_get_monotonic_time () };
  chosen_at = g_get_monotonic_time ();
  attune_import_state_set_file (state, file);

  while (attune_import_state_get_phase (state) == ATTUNE_IMPORT_READING || shown_at == 0)
    g_main_context_iteration (NULL, TRUE);

  if (attune_import_state_get_phase (state) != ATTUNE_IMPORT_READ)
    {
      g_printerr ("“%s” could not be read.\n", path);
      exit (1);
    }

  read_at = g_get_monotonic_time ();
  g_print ("first example: %.0f ms\n", (shown_at - chosen_at) / 1e3);
  g_print ("whole file: %.0f ms\n", (read_at - chosen_at) / 1e3);
  g_print ("longest turn: %.1f ms, %.1f ms on the clock\n", longest.work, longest.clock / 1e3);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *dir = g_dir_make_tmp ("measure-import-XXXXXX", NULL);
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AdwApplication) application = NULL;
  g_autoptr(DexFuture) opened = NULL;
  GtkWindow *window;
  GtkWidget *overlay;

  if (argc != 2)
    return 2;

  dex_init ();

  /* It loads the style sheet of the window. */
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "io.github.attune.Attune.MeasureImport",
                              "resource-base-path", "/io/github/attune/Attune",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_main_context_set_poll_func (NULL, poll_cb);

  workspace = attune_workspace_new (dir);
  opened = attune_workspace_open (workspace);
  attune_test_wait (opened, NULL);

  window = GTK_WINDOW (adw_window_new ());
  overlay = adw_toast_overlay_new ();
  gtk_window_set_default_size (window, WIDTH, HEIGHT);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay),
                               gtk_label_new ("它很常见 “Letters” 0123456789"));
  adw_window_set_content (ADW_WINDOW (window), overlay);
  gtk_window_present (window);
  run (500);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (after_paint_cb), NULL);

  measure (open_dialog (window, workspace), argv[1]);

  exit (0);
}
