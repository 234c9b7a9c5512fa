/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-application"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-about.h"
#include "attune-application.h"
#include "attune-background.h"
#include "attune-edit-queue.h"
#include "attune-feedback.h"
#include "attune-preferences-dialog.h"
#include "attune-weak-ref.h"
#include "attune-window.h"

struct _AttuneApplication
{
  AdwApplication    parent_instance;

  GSettings        *settings;
  AttuneWorkspace  *workspace;     /* kept from the first attempt to open it */
  AttuneBackground *background;    /* once the workspace is open */
  DexFuture        *opening;
  gint64            created_at;    /* monotonic, for measuring the start */
  gboolean          exit_after_startup;
};

G_DEFINE_FINAL_TYPE (AttuneApplication, attune_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action_name;
  const char *accels[3];
} accelerators[] = {
  {"win.import", {"<Control>o", NULL}},
  {"win.new-fine-tune('')", {"<Control>n", NULL}},
  {"win.new-chat", {"<Control><Shift>n", NULL}},
  {"app.new-window", {"<Control><Alt>n", NULL}},
  {"win.show-page('datasets')", {"<Alt>1", NULL}},
  {"win.show-page('jobs')", {"<Alt>2", NULL}},
  {"win.show-page('models')", {"<Alt>3", NULL}},
  {"window.close", {"<Control>w", NULL}},
  {"app.preferences", {"<Control>comma", NULL}},
  {"app.shortcuts", {"<Control>question", "F1", NULL}},
  {"app.quit", {"<Control>q", NULL}},
};

static AttuneWindow *
find_window (AttuneApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (ATTUNE_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

static guint
count_windows (AttuneApplication *self)
{
  guint n_windows = 0;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    n_windows += ATTUNE_IS_WINDOW (l->data);

  return n_windows;
}

static void
fill_windows (AttuneApplication *self,
              const GError      *error)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (!ATTUNE_IS_WINDOW (l->data))
        continue;

      if (error != NULL)
        attune_window_show_open_error (l->data, error);
      else
        attune_window_set_workspace (l->data, self->workspace);
    }
}

static DexFuture *
workspace_opened_cb (DexFuture *completed,
                     gpointer   user_data)
{
  g_autoptr(AttuneApplication) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->workspace == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    {
      self->background = attune_background_new (GTK_APPLICATION (self),
                                                self->settings,
                                                self->workspace);
      attune_workspace_send_waiting (self->workspace);
    }
  else
    {
      g_clear_object (&self->workspace);
    }

  fill_windows (self, error);

  return NULL;
}

static void
open_workspace (AttuneApplication *self)
{
  if (self->workspace != NULL)
    return;

  self->workspace = attune_workspace_new (NULL);

  dex_clear (&self->opening);
  self->opening = dex_future_finally (attune_workspace_open (self->workspace),
                                      workspace_opened_cb,
                                      attune_weak_ref_new (self),
                                      attune_weak_ref_free);
}

static void
first_frame_cb (AttuneApplication *self,
                GdkFrameClock     *clock)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);
  g_info ("The first frame was painted %.0f ms after the program began",
          (g_get_monotonic_time () - self->created_at) / 1000.0);

  if (self->exit_after_startup)
    g_application_quit (G_APPLICATION (self));
  else
    open_workspace (self);
}

static void
window_realize_cb (AttuneApplication *self,
                   GtkWidget         *window)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (first_frame_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
quit_response_cb (AttuneApplication *self,
                  const char        *response)
{
  if (g_str_equal (response, "quit"))
    g_application_quit (G_APPLICATION (self));
}

static void
ask_to_quit (AttuneApplication *self,
             AttuneWindow      *window)
{
  AdwAlertDialog *dialog;
  const char *body;

  if (attune_background_get_is_sending (self->background))
    body = _("A fine-tune is still being sent. It goes on the next time Attune is opened.");
  else if (attune_background_get_is_local (self->background))
    body = _("Training on this computer goes on without Attune, but you will not be told when it ends. "
             "The result is there the next time Attune is opened.");
  else
    body = _("The fine-tune goes on at your provider, but you will not be told when it ends. "
             "The result is there the next time Attune is opened.");

  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Quit While a Fine-Tune Is Running?"), body));
  adw_alert_dialog_add_responses (dialog,
                                  "cancel", _("_Cancel"),
                                  "quit", _("_Quit"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response",
                           G_CALLBACK (quit_response_cb),
                           self, G_CONNECT_SWAPPED);

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
}

/* One window of several just goes. While a fine-tune runs the program goes on without a window, and
 * says so once; where the person does not want that, closing is quitting, and asks. */
static gboolean
close_request_cb (AttuneApplication *self,
                  AttuneWindow      *window)
{
  if (self->background == NULL || !attune_background_get_is_working (self->background) ||
      count_windows (self) > 1)
    return GDK_EVENT_PROPAGATE;

  if (!g_settings_get_boolean (self->settings, "run-in-background"))
    {
      ask_to_quit (self, window);
      return GDK_EVENT_STOP;
    }

  attune_background_announce (self->background);
  return GDK_EVENT_PROPAGATE;
}

/* The window comes first and the workspace after its first frame, so that the window does not have
 * to wait for the disk. */
static AttuneWindow *
create_window (AttuneApplication *self)
{
  AttuneWindow *window = attune_window_new (GTK_APPLICATION (self));

  g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb), self,
                           G_CONNECT_SWAPPED);

  if (self->background != NULL)
    attune_window_set_workspace (window, self->workspace);
  else
    g_signal_connect_object (window, "realize",
                             G_CALLBACK (window_realize_cb),
                             self, G_CONNECT_SWAPPED);

  return window;
}

static AttuneWindow *
ensure_window (AttuneApplication *self)
{
  AttuneWindow *window = find_window (self);

  if (window == NULL)
    window = create_window (self);

  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/* A notification can wake the program without a window: the one it wants is made for it. */
static void
request (AttuneApplication *self,
         const char        *action_name,
         GVariant          *parameter)
{
  attune_window_request (ensure_window (self), action_name, parameter);
}

static void
new_window_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (create_window (user_data)));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  AttuneApplication *self = user_data;

  if (self->background != NULL)
    adw_dialog_present (ADW_DIALOG (attune_preferences_dialog_new (self->workspace)),
                        GTK_WIDGET (ensure_window (self)));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  AttuneApplication *self = user_data;

  AttuneWorkspace *workspace = self->background != NULL ? self->workspace : NULL;

  adw_dialog_present (attune_about_dialog_new (workspace), GTK_WIDGET (ensure_window (self)));
}

static void
retry_open_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  AttuneApplication *self = user_data;

  attune_window_show_opening (ensure_window (self));
  open_workspace (self);
}

static void
show_job_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  request (user_data, "win.show-job", parameter);
}

static void
show_page_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  request (user_data, "win.show-page", parameter);
}

static void
chat_with_job_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  request (user_data, "win.chat-with-job", parameter);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AttuneApplication *self = user_data;

  if (self->background != NULL && attune_background_get_is_working (self->background))
    ask_to_quit (self, ensure_window (self));
  else
    g_application_quit (G_APPLICATION (self));
}

static const GActionEntry actions[] = {
  {"new-window", new_window_action},
  {"preferences", preferences_action},
  {"about", about_action},
  {"quit", quit_action},
  {"retry-open", retry_open_action},
  {"show-job", show_job_action, "s"},
  {"show-page", show_page_action, "s"},
  {"chat-with-job", chat_with_job_action, "s"},
};

static void
attune_application_startup (GApplication *application)
{
  AttuneApplication *self = (AttuneApplication *)application;

  G_APPLICATION_CLASS (attune_application_parent_class)->startup (application);

  self->settings = g_settings_new ("io.github.attune.Attune");
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                           accelerators[i].action_name,
                                           accelerators[i].accels);
}

static void
attune_application_activate (GApplication *application)
{
  ensure_window (ATTUNE_APPLICATION (application));
}

static void
attune_application_open (GApplication  *application,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  AttuneApplication *self = ATTUNE_APPLICATION (application);
  AttuneWindow *window = ensure_window (self);
  g_autofree char *uri = g_file_get_uri (files[0]);

  attune_window_request (window, "win.import-file", g_variant_new_string (uri));

  if (n_files > 1)
    attune_feedback_toast (GTK_WIDGET (window), _("Files are imported one at a time. This is the first."));
}

static int
attune_application_handle_local_options (GApplication *application,
                                         GVariantDict *options)
{
  AttuneApplication *self = ATTUNE_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Attune %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }

  self->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");

  return G_APPLICATION_CLASS (attune_application_parent_class)->handle_local_options (application,
                                                                                      options);
}

/* What a window had open when it went is written before the process ends. */
static void
finish_edits (void)
{
  g_autoptr(DexFuture) settled = attune_edit_queue_settle ();

  while (dex_future_is_pending (settled))
    g_main_context_iteration (NULL, TRUE);
}

/* The last chance to write: the store is closed before the process ends. There is no window any
 * more that could hang while this waits. */
static void
close_workspace (AttuneApplication *self)
{
  g_autoptr(DexFuture) closing = NULL;

  if (self->workspace == NULL)
    return;

  closing = attune_workspace_close (self->workspace);
  while (dex_future_is_pending (closing))
    g_main_context_iteration (NULL, TRUE);
}

static void
attune_application_shutdown (GApplication *application)
{
  AttuneApplication *self = (AttuneApplication *)application;
  AttuneWindow *window;

  while ((window = find_window (self)) != NULL)
    gtk_window_destroy (GTK_WINDOW (window));

  finish_edits ();
  dex_clear (&self->opening);
  g_clear_object (&self->background);
  close_workspace (self);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (attune_application_parent_class)->shutdown (application);
}

static void
attune_application_class_init (AttuneApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = attune_application_startup;
  application_class->activate = attune_application_activate;
  application_class->open = attune_application_open;
  application_class->handle_local_options = attune_application_handle_local_options;
  application_class->shutdown = attune_application_shutdown;
}

static void
attune_application_init (AttuneApplication *self)
{
  static const GOptionEntry options[] = {
    {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL},
    {"exit-after-startup", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL},
    {NULL},
  };

  self->created_at = g_get_monotonic_time ();

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _("Fine-tune language models with your own data."));
}

/**
 * attune_application_new:
 *
 * Returns: (transfer full): the program. Its resources have one path, whatever the profile, so that
 *   the development build finds them too.
 */
AttuneApplication *
attune_application_new (void)
{
  return g_object_new (ATTUNE_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/attune/Attune",
                       NULL);
}
