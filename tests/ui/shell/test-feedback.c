/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-progress-dialog.h"
#include "attune-ui-test.h"

typedef struct
{
  GtkWindow *window;
  GtkWidget *page;        /* inside the overlay, as a page is */
  GtkWidget *overlay;
  guint      n_undone;
  guint      n_destroyed;
  guint      n_ended;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->window = GTK_WINDOW (adw_window_new ());
  f->page = gtk_label_new ("Page");
  f->overlay = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (f->overlay), f->page);
  adw_window_set_content (ADW_WINDOW (f->window), f->overlay);
  attune_ui_test_present (f->window);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (f->window);
}

static void
test_toast (Fixture       *f,
            gconstpointer  data)
{
  /* Markup from outside is shown as it is. */
  attune_feedback_toast (f->page, "<b>R&D</b> saved");
  attune_ui_test_wait_shown (f->overlay, "<b>R&D</b> saved");
}

static void
wait_dialog (Fixture  *f,
             gboolean  is_shown)
{
  while ((adw_window_get_visible_dialog (ADW_WINDOW (f->window)) != NULL) != is_shown)
    g_main_context_iteration (NULL, TRUE);
}

/* Long work says how far it is, and can be ended; what is over at once says nothing. */
static void
test_progress (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  AdwDialog *dialog = attune_progress_dialog_present (f->page, "Reading", NULL, "Beginning");
  GtkWidget *bar;

  attune_progress_dialog_finish (dialog);
  dialog = attune_progress_dialog_present (f->page, "Reading", "It can be gone on with.", NULL);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);
  attune_progress_dialog_show (1, -1, dialog);
  attune_progress_dialog_show (5, 20, dialog);
  g_assert_null (adw_window_get_visible_dialog (ADW_WINDOW (f->window)));
  wait_dialog (f, TRUE);
  g_assert_true (adw_window_get_visible_dialog (ADW_WINDOW (f->window)) == dialog);
  attune_ui_test_check_names (GTK_WIDGET (dialog));
  bar = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0.25);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_object_ref (dialog);
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Cancel");
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  wait_dialog (f, FALSE);
  attune_progress_dialog_finish (dialog);
  g_object_unref (dialog);

  dialog = attune_progress_dialog_present (f->page, "Reading", NULL, NULL);
  wait_dialog (f, TRUE);
  attune_progress_dialog_finish (dialog);
  wait_dialog (f, FALSE);
}

static void
ended_cb (DexFuture *completed,
          gpointer   user_data)
{
  Fixture *f = user_data;

  f->n_ended++;
}

static void
work_destroy_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->n_destroyed++;
}

/* The dialog goes with the work, and the work with the dialog. */
static void
test_progress_follow (Fixture       *f,
                      gconstpointer  data)
{
  AdwDialog *dialog = attune_progress_dialog_present (f->page, "Saving", NULL, NULL);
  DexPromise *promise = dex_promise_new_cancellable ();
  GCancellable *cancellable;

  attune_progress_dialog_follow (dialog, dex_future_new_true (), ended_cb, f, work_destroy_cb);
  while (f->n_destroyed < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_ended, ==, 1);

  dialog = attune_progress_dialog_present (f->page, "Saving", NULL, NULL);
  attune_progress_dialog_follow (dialog, dex_ref (DEX_FUTURE (promise)), ended_cb, f,
                                 work_destroy_cb);
  wait_dialog (f, TRUE);
  dex_promise_resolve_boolean (promise, TRUE);
  wait_dialog (f, FALSE);
  g_assert_cmpuint (f->n_ended, ==, 2);
  g_assert_cmpuint (f->n_destroyed, ==, 2);
  dex_unref (promise);

  promise = dex_promise_new_cancellable ();
  cancellable = dex_promise_get_cancellable (promise);
  dialog = attune_progress_dialog_present (f->page, "Saving", NULL, NULL);
  attune_progress_dialog_follow (dialog, dex_ref (DEX_FUTURE (promise)), ended_cb, f,
                                 work_destroy_cb);
  wait_dialog (f, TRUE);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Cancel");
  while (f->n_destroyed < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_cmpuint (f->n_ended, ==, 2);
  dex_unref (promise);
}

static void
undo_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->n_undone++;
}

static void
destroy_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->n_destroyed++;
}

static void
test_undo (Fixture       *f,
           gconstpointer  data)
{
  attune_feedback_undo (f->page, "Dataset deleted", G_CALLBACK (undo_cb), f, destroy_cb);
  attune_ui_test_wait_shown (f->overlay, "Dataset deleted");
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Undo");
  g_assert_cmpuint (f->n_undone, ==, 1);

  while (f->n_destroyed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_destroyed, ==, 1);
}

static void
test_undo_without_window (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(GtkWidget) lost = g_object_ref_sink (gtk_label_new ("Lost"));

  attune_feedback_undo (lost, "Dataset deleted", G_CALLBACK (undo_cb), f, destroy_cb);
  g_assert_cmpuint (f->n_undone, ==, 0);
  g_assert_cmpuint (f->n_destroyed, ==, 1);
}

static void
test_error (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = attune_error_new (ATTUNE_ERROR_SERVER, "HTTP 500 <html>", "The server is in trouble. Try again.");

  attune_feedback_error (f->page, "Could Not Import the File", error);
  attune_ui_test_wait_shown (f->overlay, "Could Not Import the File");
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Details");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "The server is in trouble. Try again.");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Technical Details");
  attune_ui_test_check_names (GTK_WIDGET (f->window));
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_autoptr(GError) dropped = g_error_new_literal (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, "Cancelled");

  attune_feedback_error (f->page, "Could Not Import the File", cancelled);
  attune_feedback_error (f->page, "Could Not Import the File", dropped);
  attune_feedback_toast (f->page, "Next");
  attune_ui_test_wait_shown (f->overlay, "Next");
  g_assert_false (attune_ui_test_shows (f->overlay, "Could Not Import the File"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Feedback/toast", Fixture, NULL, set_up, test_toast, tear_down);
  g_test_add ("/Attune/Feedback/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/Attune/Feedback/progress-follow", Fixture, NULL, set_up, test_progress_follow, tear_down);
  g_test_add ("/Attune/Feedback/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/Attune/Feedback/undo-without-window", Fixture, NULL, set_up, test_undo_without_window, tear_down);
  g_test_add ("/Attune/Feedback/error", Fixture, NULL, set_up, test_error, tear_down);
  g_test_add ("/Attune/Feedback/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);

  return g_test_run ();
}
