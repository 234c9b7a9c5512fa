/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <unistd.h>

#include "attune-about.h"
#include "attune-application.h"
#include "attune-background.h"
#include "attune-error.h"
#include "attune-job-toasts.h"
#include "attune-store-jobs.h"
#include "attune-test-account.h"
#include "attune-ui-test.h"
#include "attune-window.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneWindow    *window;
} Fixture;

/* A process has one application. */
static AttuneApplication *application;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  if (application == NULL)
    {
      g_autoptr(GError) error = NULL;

      application = attune_application_new ();
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }

  f->workspace = attune_ui_test_open_workspace ();
  f->window = attune_window_new (GTK_APPLICATION (application));
  attune_ui_test_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  GtkWindow *window = GTK_WINDOW (f->window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *)&window);
  gtk_window_destroy (window);

  /* Animations and tick callbacks hold it for a moment longer; a leak hangs here. */
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);

  attune_ui_test_close_workspace (f->workspace);
}

static GVariantType *
find_action (const char *name)
{
  GtkWidgetClass *widget_class = g_type_class_get (ATTUNE_TYPE_WINDOW);
  const GVariantType *parameter_type;
  const char *action_name;
  const char *property_name;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (widget_class, i, &owner, &action_name,
                                                   &parameter_type, &property_name); i++)
    {
      if (g_str_equal (action_name, name))
        return parameter_type != NULL ? g_variant_type_copy (parameter_type) : g_variant_type_new ("()");
    }

  return NULL;
}

/* The contract by which pages reach each other; () stands for no parameter. */
static void
test_actions (Fixture       *f,
              gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *type;
  } contract[] = {
    {"win.import", "()"},
    {"win.import-file", "s"},
    {"win.open-sample", "s"},
    {"win.show-page", "s"},
    {"win.show-dataset", "s"},
    {"win.show-job", "s"},
    {"win.show-conversation", "s"},
    {"win.new-fine-tune", "s"},
    {"win.chat-with", "(ss)"},
    {"win.new-chat", "()"},
    {"win.add-account", "()"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (contract); i++)
    {
      g_autoptr(GVariantType) type = find_action (contract[i].name);

      g_test_message ("%s", contract[i].name);
      g_assert_nonnull (type);
      g_assert_true (g_variant_type_equal (type, contract[i].type));
    }
}

static void
test_application_actions (Fixture       *f,
                          gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *type;
  } contract[] = {
    {"about", NULL},
    {"chat-with-job", "s"},
    {"preferences", NULL},
    {"quit", NULL},
    {"shortcuts", NULL},
    {"show-job", "s"},
    {"show-page", "s"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (contract); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (application), contract[i].name);
      const GVariantType *type;

      g_test_message ("app.%s", contract[i].name);
      g_assert_nonnull (action);
      type = g_action_get_parameter_type (action);
      g_assert_cmpstr (type != NULL ? g_variant_type_peek_string (type) : NULL, ==,
                       contract[i].type);
    }
}

static void
test_accelerators (Fixture       *f,
                   gconstpointer  data)
{
  static const char * const contract[][2] = {
    {"win.import", "<Control>o"},
    {"win.new-fine-tune('')", "<Control>n"},
    {"win.new-chat", "<Shift><Control>n"},
    {"win.show-page('datasets')", "<Alt>1"},
    {"app.preferences", "<Control>comma"},
    {"app.shortcuts", "F1"},
    {"app.quit", "<Control>q"},
    {"window.close", "<Control>w"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (contract); i++)
    {
      g_auto(GStrv) accels = gtk_application_get_accels_for_action (GTK_APPLICATION (application),
                                                                    contract[i][0]);

      g_test_message ("%s", contract[i][0]);
      g_assert_true (g_strv_contains ((const char * const *)accels, contract[i][1]));
    }
}

static void
test_empty (Fixture       *f,
            gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (f->window);

  attune_window_set_workspace (f->window, f->workspace);
  attune_ui_test_wait_shown (window, "Welcome to Attune");
  g_assert_nonnull (attune_ui_test_find_id (window, "try_here_button"));
  g_assert_nonnull (attune_ui_test_find_id (window, "add_account_button"));
  attune_ui_test_check_names (window);
}

static const char *
get_visible_tag (Fixture *f)
{
  GtkWidget *navigation = attune_ui_test_find_id (GTK_WIDGET (f->window), "navigation");

  return adw_navigation_view_get_visible_page_tag (ADW_NAVIGATION_VIEW (navigation));
}

static void
test_pages (Fixture       *f,
            gconstpointer  data)
{
  static const char * const tags[] = {"datasets", "jobs", "models", "welcome"};

  attune_window_set_workspace (f->window, f->workspace);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", tags[i]);
      g_assert_cmpstr (get_visible_tag (f), ==, tags[i]);
      attune_ui_test_check_names (GTK_WIDGET (f->window));
    }

  /* What a page asks for wrongly must not take the window down. */
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "nonsense");
  g_assert_cmpstr (get_visible_tag (f), ==, "welcome");
}

static void
test_missing_things (Fixture       *f,
                     gconstpointer  data)
{
  attune_window_set_workspace (f->window, f->workspace);

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-dataset", "s", "gone");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "This dataset was deleted");
}

static void
insert_job (AttuneWorkspace *workspace,
            AttuneAccount   *account,
            const char      *id,
            const char      *title,
            AttuneJobStatus  status)
{
  g_autoptr(DexFuture) future = NULL;
  AttuneJobRow row = {
    .id = (char *)id, .title = (char *)title, .account_name = (char *)"Service",
    .account_id = (char *)attune_account_get_id (account),
    .dataset_id = (char *)"d", .dataset_name = (char *)"d", .model = (char *)"gpt-4.1-mini-2025-04-14",
    .request = (char *)"{}", .remote_id = (char *)id, .created_at = 1, .status = status,
  };

  if (status == ATTUNE_JOB_STATUS_SUCCEEDED)
    row.fine_tuned_model = (char *)"gpt-4.1-mini.ft-1";

  future = attune_store_insert_job (workspace->store, &row);
  g_assert_nonnull (attune_test_wait (future, NULL));
  dex_clear (&future);
  future = attune_store_update_job (workspace->store, &row, NULL, NULL);
  g_assert_nonnull (attune_test_wait (future, NULL));
  dex_clear (&future);
  future = attune_workspace_reload_jobs (workspace);
  g_assert_nonnull (attune_test_wait (future, NULL));
}

static void
add_finished_job (AttuneWorkspace *workspace,
                  const char      *profile_id,
                  const char      *address)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (profile_id);
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(DexFuture) future = NULL;

  future = attune_test_add_account (workspace, profile, "Service", address, NULL);
  account = g_value_dup_object (attune_test_wait (future, NULL));
  insert_job (workspace, account, "j", "Lighthouse", ATTUNE_JOB_STATUS_SUCCEEDED);
}

/* The button of a notification does not begin what cannot be answered. */
static void
test_chat_with_job (Fixture       *f,
                    gconstpointer  data)
{
  add_finished_job (f->workspace, "azure", "my-resource");
  attune_window_set_workspace (f->window, f->workspace);

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.chat-with-job", "s", "j");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Before You Can Chat");
  g_assert_false (g_list_model_get_n_items (attune_workspace_get_conversations (f->workspace)) > 0);
}

/* A chat with the model of the fine-tune, or with another one there, on the screen. */
static void
show_chat (Fixture    *f,
           const char *model)
{
  AttuneJob *job = attune_workspace_find_job (f->workspace, "j");
  g_autoptr(DexFuture) future = NULL;
  AttuneConversation *conversation;

  future = attune_workspace_start_conversation (f->workspace, attune_job_get_account_id (job),
                                                model);
  conversation = g_value_get_object (attune_test_wait (future, NULL));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-conversation", "s",
                              attune_conversation_get_id (conversation));
  g_assert_true (g_str_has_prefix (get_visible_tag (f), "conversation:"));
}

/* A toast is there at once, even if it cannot be seen for a moment. */
static gboolean
match_text (GtkWidget *widget,
            gpointer   text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
has_toast (Fixture    *f,
           const char *text)
{
  GtkWidget *overlay = attune_ui_test_find_id (GTK_WIDGET (f->window), "toast_overlay");

  return attune_ui_test_find (overlay, match_text, (gpointer)text) != NULL;
}

static gboolean
has_outcome (Fixture *f)
{
  return has_toast (f, "“Lighthouse” is ready to chat");
}

static gboolean
tells_outcome (Fixture *f)
{
  g_signal_emit_by_name (f->workspace, "job-finished", attune_workspace_find_job (f->workspace, "j"));

  return has_outcome (f);
}

/* As a window manager does, of which there is none here; again until the window is there. */
static void
focus_window (Fixture *f)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int)getpid ());
  const char * const arguments[] = {
    "xdotool", "search", "--onlyvisible", "--pid", pid, "windowfocus", NULL,
  };
  g_autoptr(GError) error = NULL;

  while (!gtk_window_is_active (GTK_WINDOW (f->window)))
    {
      g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                    NULL, &error);
      g_assert_no_error (error);

      for (guint i = 0; i < 100 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
    }
}

/* Who talks to a model already is not told that it can be talked to, and who opens the page of the
 * fine-tune need not be told any more. */
static void
test_finished_toast (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new ("io.github.attune.Attune");
  g_autoptr(AttuneBackground) background = NULL;

  add_finished_job (f->workspace, ATTUNE_PROFILE_CUSTOM_ID, "http://127.0.0.1:9/v1");
  attune_window_set_workspace (f->window, f->workspace);
  background = attune_background_new (GTK_APPLICATION (application), settings, f->workspace);

  focus_window (f);
  show_chat (f, "gpt-4.1-mini.ft-1");
  g_assert_false (tells_outcome (f));
  show_chat (f, "gpt-4.1-mini-2025-04-14");
  g_assert_true (tells_outcome (f));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "jobs");
  g_assert_true (has_outcome (f));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-job", "s", "j");

  while (has_outcome (f))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_toast (Fixture    *f,
            const char *text)
{
  while (!has_toast (f, text))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_no_toast (Fixture    *f,
               const char *text)
{
  while (has_toast (f, text))
    g_main_context_iteration (NULL, TRUE);
}

static void
tell (Fixture         *f,
      AttuneJobToasts *toasts,
      const char      *id)
{
  attune_job_toasts_add (toasts, f->window, attune_workspace_find_job (f->workspace, id));
}

/* Those that end together are told together, and the button leads to where they are. Failures are
 * told each by itself, as long as anybody would read that. */
static void
test_finished_toasts (Fixture       *f,
                      gconstpointer  data)
{
  static const char * const ids[] = { "r1", "r2", "r3", "f1", "f2", "f3", "f4" };
  g_autoptr(AttuneJobToasts) toasts = attune_job_toasts_new ();
  g_autoptr(AttuneAccount) account = NULL;

  add_finished_job (f->workspace, ATTUNE_PROFILE_CUSTOM_ID, "http://127.0.0.1:9/v1");
  account = g_list_model_get_item (attune_workspace_get_accounts (f->workspace), 1);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    insert_job (f->workspace, account, ids[i], ids[i],
                ids[i][0] == 'r' ? ATTUNE_JOB_STATUS_SUCCEEDED : ATTUNE_JOB_STATUS_FAILED);

  attune_window_set_workspace (f->window, f->workspace);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "datasets");

  tell (f, toasts, "r1");
  wait_toast (f, "“r1” is ready to chat");
  tell (f, toasts, "r2");
  wait_toast (f, "2 fine-tunes are ready to chat");
  tell (f, toasts, "r3");
  wait_toast (f, "3 fine-tunes are ready to chat");
  g_assert_false (has_toast (f, "“r1” is ready to chat"));
  g_assert_false (has_toast (f, "“r2” is ready to chat"));
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Show");
  g_assert_cmpstr (get_visible_tag (f), ==, "jobs");
  wait_no_toast (f, "3 fine-tunes are ready to chat");

  /* What comes later is told by itself again; on the page where they are nothing leads there. */
  tell (f, toasts, "r1");
  wait_toast (f, "“r1” is ready to chat");
  tell (f, toasts, "r2");
  wait_toast (f, "2 fine-tunes are ready to chat");
  g_assert_null (attune_ui_test_find (attune_ui_test_find_id (GTK_WIDGET (f->window), "toast_overlay"),
                                      match_text, (gpointer)"Show"));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "datasets");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "jobs");
  wait_no_toast (f, "2 fine-tunes are ready to chat");

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "datasets");
  tell (f, toasts, "f1");
  tell (f, toasts, "f2");
  tell (f, toasts, "f3");
  wait_toast (f, "“f1” did not finish");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-job", "s", "f1");
  wait_toast (f, "“f2” did not finish");

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "datasets");
  tell (f, toasts, "f1");
  g_assert_true (has_toast (f, "“f2” did not finish"));
  tell (f, toasts, "f4");
  wait_toast (f, "4 fine-tunes did not finish");
}

/* Whether the bottom of @widget is above the top of @other. */
static gboolean
is_above (GtkWidget *widget,
          GtkWidget *other)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, other, &bounds) &&
         graphene_rect_get_y (&bounds) + graphene_rect_get_height (&bounds) <= 0;
}

static gboolean
match_toast (GtkWidget *widget,
             gpointer   user_data)
{
  return g_strcmp0 (gtk_widget_get_css_name (widget), "toast") == 0 && gtk_widget_get_mapped (widget);
}

/* A toast does not lie over what is being written. */
static void
test_toast_place (Fixture       *f,
                  gconstpointer  data)
{
  AdwToast *toast = adw_toast_new ("It stays");
  GtkWidget *overlay = attune_ui_test_find_id (GTK_WIDGET (f->window), "toast_overlay");
  GtkWidget *composer;

  add_finished_job (f->workspace, ATTUNE_PROFILE_CUSTOM_ID, "http://127.0.0.1:9/v1");
  attune_window_set_workspace (f->window, f->workspace);
  show_chat (f, "gpt-4.1-mini.ft-1");
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  attune_ui_test_wait_shown (overlay, "It stays");
  composer = attune_ui_test_find_id (GTK_WIDGET (f->window), "composer");

  /* It comes up from below. */
  while (!is_above (attune_ui_test_find (overlay, match_toast, NULL), composer))
    g_main_context_iteration (NULL, TRUE);

  /* Elsewhere there is nothing that it could lie over. */
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", "datasets");
  g_assert_false (gtk_widget_has_css_class (overlay, "above-composer"));
}

/* A file given on the command line comes before the workspace is open. */
static void
test_request (Fixture       *f,
              gconstpointer  data)
{
  attune_window_request (f->window, "win.show-page", g_variant_new_string ("models"));
  g_assert_cmpstr (get_visible_tag (f), ==, "opening");

  attune_window_set_workspace (f->window, f->workspace);
  g_assert_cmpstr (get_visible_tag (f), ==, "models");
}

static void
test_open_error (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = attune_error_new (ATTUNE_ERROR_STORAGE, "SQLITE_CANTOPEN",
                                              "Attune may not write to <its> folder & cannot open.");

  attune_window_show_open_error (f->window, error);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Attune may not write to <its> folder & cannot open.");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "SQLITE_CANTOPEN");
  attune_ui_test_check_names (GTK_WIDGET (f->window));
}

/* A file copied in the file manager is imported by Ctrl+V; text is none. */
static void
test_paste (Fixture       *f,
            gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (f->window));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "pasted.jsonl", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GFile *files[] = {file};
  GdkFileList *list = gdk_file_list_new_from_array (files, 1);
  AdwDialog *dialog;

  attune_window_set_workspace (f->window, f->workspace);

  gdk_clipboard_set_text (clipboard, "words");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.paste-file", NULL);
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window)));

  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.paste-file", NULL);
  while ((dialog =
          adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window))) == NULL)
    g_main_context_iteration (NULL, TRUE);

  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "pasted.jsonl");
  adw_dialog_force_close (dialog);
}

static void
test_about (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *text = attune_about_dup_debug_info (f->workspace);
  AdwDialog *dialog = attune_about_dialog_new (f->workspace);

  g_assert_nonnull (strstr (text, "libadwaita: 1."));
  g_assert_nonnull (strstr (text, "attune-engine: "));
  g_assert_nonnull (strstr (text, "Datasets: 0"));
  g_assert_null (strstr (text, g_get_home_dir ()));

  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Troubleshooting");
  adw_dialog_force_close (dialog);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  /* Without a window manager the windows that come later do not hear that they have the focus. */
  g_test_add ("/Attune/Window/finished-toast", Fixture, NULL, set_up, test_finished_toast, tear_down);
  g_test_add ("/Attune/Window/finished-toasts", Fixture, NULL, set_up, test_finished_toasts, tear_down);
  g_test_add ("/Attune/Window/actions", Fixture, NULL, set_up, test_actions, tear_down);
  g_test_add ("/Attune/Window/application-actions", Fixture, NULL, set_up, test_application_actions, tear_down);
  g_test_add ("/Attune/Window/accelerators", Fixture, NULL, set_up, test_accelerators, tear_down);
  g_test_add ("/Attune/Window/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/Attune/Window/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/Attune/Window/missing-things", Fixture, NULL, set_up, test_missing_things, tear_down);
  g_test_add ("/Attune/Window/chat-with-job", Fixture, NULL, set_up, test_chat_with_job, tear_down);
  g_test_add ("/Attune/Window/toast-place", Fixture, NULL, set_up, test_toast_place, tear_down);
  g_test_add ("/Attune/Window/request", Fixture, NULL, set_up, test_request, tear_down);
  g_test_add ("/Attune/Window/open-error", Fixture, NULL, set_up, test_open_error, tear_down);
  g_test_add ("/Attune/Window/paste", Fixture, NULL, set_up, test_paste, tear_down);
  g_test_add ("/Attune/Window/about", Fixture, NULL, set_up, test_about, tear_down);

  status = g_test_run ();
  g_clear_object (&application);

  return status;
}
