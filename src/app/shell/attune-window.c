/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-window"

#include "config.h"

#include "attune-chat-page.h"
#include "attune-compare-page.h"
#include "attune-dataset-page.h"
#include "attune-datasets-page.h"
#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-job-notices.h"
#include "attune-job-page.h"
#include "attune-jobs-page.h"
#include "attune-models-page.h"
#include "attune-page-tag.h"
#include "attune-sidebar.h"
#include "attune-welcome-page.h"
#include "attune-window-private.h"

/* A store that opens at once must not make a spinner blink. */
#define SPINNER_DELAY_MS 400

/* A window begins as the last one was, and does not follow another that is open. Where its size may
 * not be kept, it works all the same. */
#define STATE_BINDING (G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES | \
                       G_SETTINGS_BIND_NO_SENSITIVITY)

struct _AttuneWindow
{
  AdwApplicationWindow    parent_instance;

  AttuneWorkspace        *workspace;
  GSettings              *settings;
  GPtrArray              *requests;          /* of Request, until the workspace is open */
  guint                   spinner_source;

  GtkStack               *stack;
  AdwStatusPage          *error_page;
  GtkLabel               *error_detail;
  GtkRevealer            *opening_revealer;
  GtkRevealer            *drop_revealer;
  GtkWidget              *toast_overlay;
  AdwBanner              *banner;
  AdwNavigationSplitView *split_view;
  AdwNavigationView      *navigation;
  AttuneSidebar          *sidebar;
};

G_DEFINE_FINAL_TYPE (AttuneWindow, attune_window, ADW_TYPE_APPLICATION_WINDOW)

typedef struct
{
  char     *action_name;
  GVariant *parameter;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->action_name);
  g_clear_pointer (&request->parameter, g_variant_unref);
  g_free (request);
}

static gboolean
is_empty (AttuneWindow *self)
{
  return g_list_model_get_n_items (attune_workspace_get_datasets (self->workspace)) == 0 &&
         g_list_model_get_n_items (attune_workspace_get_jobs (self->workspace)) == 0 &&
         g_list_model_get_n_items (attune_workspace_get_conversations (self->workspace)) == 0;
}

static AdwNavigationPage *
create_page (AttuneWindow *self,
             const char   *tag)
{
  if (g_str_equal (tag, "welcome"))
    return ADW_NAVIGATION_PAGE (attune_welcome_page_new (self->workspace));

  if (g_str_equal (tag, "datasets"))
    return ADW_NAVIGATION_PAGE (attune_datasets_page_new (self->workspace));

  if (g_str_equal (tag, "jobs"))
    return ADW_NAVIGATION_PAGE (attune_jobs_page_new (self->workspace));

  if (g_str_equal (tag, "models"))
    return ADW_NAVIGATION_PAGE (attune_models_page_new (self->workspace));

  return NULL;
}

/* List pages are made on first use and kept, so that they keep their place and their search. */
static gboolean
ensure_page (AttuneWindow *self,
             const char   *tag)
{
  AdwNavigationPage *page;

  if (adw_navigation_view_find_page (self->navigation, tag) != NULL)
    return TRUE;

  if ((page = create_page (self, tag)) == NULL)
    return FALSE;

  adw_navigation_page_set_tag (page, tag);
  adw_navigation_view_add (self->navigation, page);

  return TRUE;
}

static void
update_sidebar (AttuneWindow *self)
{
  attune_sidebar_set_selected (self->sidebar,
                               adw_navigation_view_get_visible_page_tag (self->navigation));
}

static void
show_default_page (AttuneWindow *self)
{
  attune_window_show_page (self, is_empty (self) ? "welcome" : "datasets");
}

/* A thing that was deleted, here or by a colleague page, must not stay on the screen. */
static void
leave_deleted_thing (AttuneWindow *self)
{
  const char *tag = adw_navigation_view_get_visible_page_tag (self->navigation);
  const char *id;

  if ((id = attune_page_tag_get_id (tag, "dataset")) != NULL && attune_workspace_find_dataset (self->workspace, id) == NULL)
    attune_window_show_page (self, "datasets");
  else if ((id = attune_page_tag_get_id (tag, "job")) != NULL && attune_workspace_find_job (self->workspace, id) == NULL)
    attune_window_show_page (self, "jobs");
  else if ((id = attune_page_tag_get_id (tag, "conversation")) != NULL &&
           attune_workspace_find_conversation (self->workspace, id) == NULL)
    show_default_page (self);
  else if ((id = attune_page_tag_get_id (tag, "comparison")) != NULL &&
           attune_workspace_find_comparison (self->workspace, id) == NULL)
    show_default_page (self);
}

static void
items_changed_cb (AttuneWindow *self)
{
  const char *tag;

  leave_deleted_thing (self);
  attune_sidebar_set_offers_welcome (self->sidebar, is_empty (self));

  /* The welcome is over as soon as there is something. */
  tag = adw_navigation_view_get_visible_page_tag (self->navigation);
  if (g_strcmp0 (tag, "welcome") == 0 && !is_empty (self))
    attune_window_show_page (self, "datasets");

  update_sidebar (self);
}

/* Who looks at a fine-tune need not be told of it any more. */
static void
withdraw_news (AttuneWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  AttuneJob *job = attune_window_get_job (self);
  gboolean is_active = application != NULL && gtk_window_is_active (GTK_WINDOW (self));

  if (attune_window_shows (self, "jobs"))
    {
      attune_feedback_arrived (GTK_WIDGET (self), "win.show-page", g_variant_new_string ("jobs"));

      if (is_active)
        attune_job_notices_withdraw (G_APPLICATION (application));
    }

  if (job == NULL)
    return;

  attune_feedback_arrived (GTK_WIDGET (self), "win.show-job", g_variant_new_string (attune_job_get_id (job)));

  if (is_active)
    g_application_withdraw_notification (G_APPLICATION (application), attune_job_get_id (job));
}

/* A toast must not lie over what is being written. */
static void
update_toasts (AttuneWindow *self)
{
  if (attune_window_shows_chat (self))
    gtk_widget_add_css_class (self->toast_overlay, "above-composer");
  else
    gtk_widget_remove_css_class (self->toast_overlay, "above-composer");

  if (ATTUNE_IS_COMPARE_PAGE (adw_navigation_view_get_visible_page (self->navigation)))
    gtk_widget_add_css_class (self->toast_overlay, "above-votes");
  else
    gtk_widget_remove_css_class (self->toast_overlay, "above-votes");
}

static void
visible_page_changed_cb (AttuneWindow *self)
{
  const char *tag;

  if (self->workspace == NULL)
    return;

  tag = adw_navigation_view_get_visible_page_tag (self->navigation);
  update_toasts (self);
  if (tag != NULL && !g_str_equal (tag, "opening"))
    g_settings_set_string (self->settings, "last-page", tag);

  update_sidebar (self);
  withdraw_news (self);
}

static void
show_root (AttuneWindow *self,
           const char   *tag)
{
  if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->navigation), tag) != 0)
    adw_navigation_view_replace_with_tags (self->navigation, &tag, 1);

  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* Shows @page above the list page @root_tag; takes @page. */
static void
show_detail (AttuneWindow      *self,
             const char        *root_tag,
             AdwNavigationPage *page)
{
  if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->navigation), root_tag) == 0)
    {
      adw_navigation_view_push (self->navigation, page);
    }
  else
    {
      AdwNavigationPage *pages[2] = {NULL, page};

      if (ensure_page (self, root_tag))
        pages[0] = adw_navigation_view_find_page (self->navigation, root_tag);

      if (pages[0] != NULL)
        adw_navigation_view_replace (self->navigation, pages, 2);
      else
        adw_navigation_view_replace (self->navigation, &page, 1);
    }

  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* Not the welcome, which is only for those who have nothing. */
static gboolean
go_to (AttuneWindow *self,
       const char   *tag)
{
  AttuneConversation *conversation;
  AttuneComparison *comparison;
  AttuneDataset *dataset;
  AttuneJob *job;
  const char *id;

  if ((id = attune_page_tag_get_id (tag, "conversation")) != NULL &&
      (conversation = attune_workspace_find_conversation (self->workspace, id)) != NULL)
    attune_window_show_conversation (self, conversation);
  else if ((id = attune_page_tag_get_id (tag, "comparison")) != NULL &&
           (comparison = attune_workspace_find_comparison (self->workspace, id)) != NULL)
    attune_window_show_comparison (self, comparison);
  else if ((id = attune_page_tag_get_id (tag, "dataset")) != NULL &&
           (dataset = attune_workspace_find_dataset (self->workspace, id)) != NULL)
    attune_window_show_dataset (self, dataset);
  else if ((id = attune_page_tag_get_id (tag, "job")) != NULL &&
           (job = attune_workspace_find_job (self->workspace, id)) != NULL)
    attune_window_show_job (self, job);
  else if (g_str_equal (tag, "datasets") || g_str_equal (tag, "jobs") || g_str_equal (tag, "models"))
    attune_window_show_page (self, tag);
  else
    return FALSE;

  return TRUE;
}

static void
sidebar_activated_cb (AttuneWindow *self,
                      const char   *tag)
{
  if (!go_to (self, tag))
    attune_window_show_page (self, tag);
}

static void
watch_list (AttuneWindow *self,
            GListModel   *list)
{
  g_signal_connect_object (list, "items-changed",
                           G_CALLBACK (items_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
spinner_cb (gpointer user_data)
{
  AttuneWindow *self = user_data;

  self->spinner_source = 0;
  gtk_revealer_set_reveal_child (self->opening_revealer, TRUE);
}

static void
attune_window_constructed (GObject *object)
{
  AttuneWindow *self = (AttuneWindow *)object;

  G_OBJECT_CLASS (attune_window_parent_class)->constructed (object);

  self->settings = g_settings_new ("io.github.attune.Attune");
  g_settings_bind (self->settings, "window-width", self, "default-width", STATE_BINDING);
  g_settings_bind (self->settings, "window-height", self, "default-height", STATE_BINDING);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", STATE_BINDING);

  attune_window_show_opening (self);
}

static void
attune_window_dispose (GObject *object)
{
  AttuneWindow *self = (AttuneWindow *)object;

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_WINDOW);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_window_parent_class)->dispose (object);
}

static void
attune_window_class_init (AttuneWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_window_constructed;
  object_class->dispose = attune_window_dispose;

  g_type_ensure (ATTUNE_TYPE_SIDEBAR);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, error_detail);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, opening_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, drop_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, toast_overlay);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_page_changed_cb);

  attune_window_install_actions (widget_class);
}

static void
attune_window_init (AttuneWindow *self)
{
  self->requests = g_ptr_array_new_with_free_func (request_free);

  gtk_widget_init_template (GTK_WIDGET (self));

  if (g_str_equal (PROFILE, "development"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");

  attune_window_set_actions_enabled (self, FALSE);
  attune_window_install_drop_target (self, self->drop_revealer);

  g_signal_connect (self, "notify::is-active", G_CALLBACK (withdraw_news), NULL);
}

/**
 * attune_window_new:
 * @application: the program
 *
 * Returns: (transfer none): a new window, which shows that the workspace is being opened
 */
AttuneWindow *
attune_window_new (GtkApplication *application)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  return g_object_new (ATTUNE_TYPE_WINDOW,
                       "application", application,
                       NULL);
}

/**
 * attune_window_get_workspace:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the workspace, or %NULL until it is open
 */
AttuneWorkspace *
attune_window_get_workspace (AttuneWindow *self)
{
  g_return_val_if_fail (ATTUNE_IS_WINDOW (self), NULL);

  return self->workspace;
}

/**
 * attune_window_set_workspace:
 * @self: a window
 * @workspace: an open workspace
 *
 * Fills the window, goes to the page of last time, and does what was requested meanwhile. May be
 * called once.
 */
void
attune_window_set_workspace (AttuneWindow    *self,
                             AttuneWorkspace *workspace)
{
  g_autoptr(GPtrArray) requests = NULL;
  g_autofree char *last_page = NULL;
  const char *notice;

  g_return_if_fail (ATTUNE_IS_WINDOW (self));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  self->workspace = g_object_ref (workspace);

  attune_sidebar_set_workspace (self->sidebar, workspace);
  watch_list (self, attune_workspace_get_datasets (workspace));
  watch_list (self, attune_workspace_get_jobs (workspace));
  watch_list (self, attune_workspace_get_conversations (workspace));
  watch_list (self, attune_workspace_get_comparisons (workspace));

  if ((notice = attune_workspace_get_notice (workspace)) != NULL)
    {
      adw_banner_set_title (self->banner, notice);
      adw_banner_set_revealed (self->banner, TRUE);
    }

  attune_window_set_actions_enabled (self, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "main");

  attune_sidebar_set_offers_welcome (self->sidebar, is_empty (self));
  adw_navigation_view_set_animate_transitions (self->navigation, FALSE);
  last_page = g_settings_get_string (self->settings, "last-page");
  if (is_empty (self) || !go_to (self, last_page))
    show_default_page (self);
  adw_navigation_view_set_animate_transitions (self->navigation, TRUE);

  requests = g_steal_pointer (&self->requests);
  for (guint i = 0; i < requests->len; i++)
    {
      Request *request = g_ptr_array_index (requests, i);

      gtk_widget_activate_action_variant (GTK_WIDGET (self),
                                          request->action_name,
                                          request->parameter);
    }
}

/**
 * attune_window_show_opening:
 * @self: a window
 *
 * Shows that the workspace is being opened, after a moment with a spinner.
 */
void
attune_window_show_opening (AttuneWindow *self)
{
  g_return_if_fail (ATTUNE_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->stack, "main");

  if (self->spinner_source == 0)
    self->spinner_source = g_timeout_add_once (SPINNER_DELAY_MS, spinner_cb, self);
}

/**
 * attune_window_show_open_error:
 * @self: a window
 * @error: why the workspace could not be opened
 *
 * Shows what happened and what to do instead of the pages.
 */
void
attune_window_show_open_error (AttuneWindow *self,
                               const GError *error)
{
  g_autofree char *escaped = NULL;
  const char *detail;

  g_return_if_fail (ATTUNE_IS_WINDOW (self));
  g_return_if_fail (error != NULL);

  g_clear_handle_id (&self->spinner_source, g_source_remove);

  /* The description of a status page is markup. */
  escaped = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->error_page, escaped);

  detail = attune_error_get_detail (error);
  gtk_label_set_label (self->error_detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_detail), detail != NULL);

  gtk_stack_set_visible_child_name (self->stack, "error");
}

/**
 * attune_window_request:
 * @self: a window
 * @action_name: one of the window's actions, such as "win.show-job"
 * @parameter: (nullable) (transfer floating): its parameter
 *
 * Activates the action now, or as soon as the workspace is open.
 */
void
attune_window_request (AttuneWindow *self,
                       const char   *action_name,
                       GVariant     *parameter)
{
  g_autoptr(GVariant) owned = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;
  Request *request;

  g_return_if_fail (ATTUNE_IS_WINDOW (self));
  g_return_if_fail (action_name != NULL);

  if (self->workspace != NULL)
    {
      gtk_widget_activate_action_variant (GTK_WIDGET (self), action_name, owned);
      return;
    }

  request = g_new0 (Request, 1);
  request->action_name = g_strdup (action_name);
  request->parameter = g_steal_pointer (&owned);
  g_ptr_array_add (self->requests, request);
}

/**
 * attune_window_show_page:
 * @self: a window with a workspace
 * @tag: "welcome", "datasets", "jobs" or "models"
 *
 * Shows a list page. An unknown name does nothing.
 */
void
attune_window_show_page (AttuneWindow *self,
                         const char   *tag)
{
  g_return_if_fail (ATTUNE_IS_WINDOW (self));
  g_return_if_fail (tag != NULL);

  if (self->workspace != NULL && ensure_page (self, tag))
    show_root (self, tag);
}

/**
 * attune_window_get_job:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the fine-tune whose page is on the screen, or %NULL
 */
AttuneJob *
attune_window_get_job (AttuneWindow *self)
{
  const char *id;

  g_return_val_if_fail (ATTUNE_IS_WINDOW (self), NULL);

  if (self->workspace == NULL ||
      (id = attune_page_tag_get_id (adw_navigation_view_get_visible_page_tag (self->navigation), "job")) == NULL)
    return NULL;

  return attune_workspace_find_job (self->workspace, id);
}

/**
 * attune_window_shows:
 * @self: a window
 * @tag: of a page, such as "jobs"
 *
 * Returns: whether that page is on the screen
 */
gboolean
attune_window_shows (AttuneWindow *self,
                     const char   *tag)
{
  g_return_val_if_fail (ATTUNE_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (tag != NULL, FALSE);

  return g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->navigation), tag) == 0;
}

static gboolean
is_model (AttuneConversation *conversation,
          AttuneJob          *job,
          const char         *model)
{
  const char *account_id = attune_job_get_account_id (job);

  return g_strcmp0 (attune_conversation_get_model (conversation), model) == 0 &&
         g_strcmp0 (attune_conversation_get_account_id (conversation), account_id) == 0;
}

/**
 * attune_window_chats_with:
 * @self: a window
 * @job: a fine-tune
 *
 * Returns: whether the model of @job is talked to on the page that is on the screen
 */
gboolean
attune_window_chats_with (AttuneWindow *self,
                          AttuneJob    *job)
{
  AttuneConversation *conversation;
  const char *model;
  const char *tag;
  const char *id;

  g_return_val_if_fail (ATTUNE_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), FALSE);

  tag = adw_navigation_view_get_visible_page_tag (self->navigation);
  if (self->workspace == NULL ||
      (id = attune_page_tag_get_id (tag, "conversation")) == NULL ||
      (model = attune_workspace_get_chat_model (self->workspace, job)) == NULL)
    return FALSE;

  conversation = attune_workspace_find_conversation (self->workspace, id);

  return conversation != NULL && is_model (conversation, job, model);
}

void
attune_window_show_dataset (AttuneWindow  *self,
                            AttuneDataset *dataset)
{
  g_autofree char *tag = attune_page_tag_new ("dataset", attune_dataset_get_id (dataset));
  AdwNavigationPage *page = adw_navigation_view_find_page (self->navigation, tag);

  if (page == NULL)
    {
      page = ADW_NAVIGATION_PAGE (attune_dataset_page_new (self->workspace, dataset));
      adw_navigation_page_set_tag (page, tag);
      show_detail (self, "datasets", page);
    }
  else
    {
      adw_navigation_view_pop_to_page (self->navigation, page);
    }
}

void
attune_window_show_job (AttuneWindow *self,
                        AttuneJob    *job)
{
  g_autofree char *tag = attune_page_tag_new ("job", attune_job_get_id (job));
  AdwNavigationPage *page = adw_navigation_view_find_page (self->navigation, tag);

  if (page == NULL)
    {
      page = ADW_NAVIGATION_PAGE (attune_job_page_new (self->workspace, job));
      adw_navigation_page_set_tag (page, tag);
      show_detail (self, "jobs", page);
    }
  else
    {
      adw_navigation_view_pop_to_page (self->navigation, page);
    }
}

void
attune_window_show_conversation (AttuneWindow       *self,
                                 AttuneConversation *conversation)
{
  g_autofree char *tag = attune_page_tag_new ("conversation", attune_conversation_get_id (conversation));
  AdwNavigationPage *page;

  if (adw_navigation_view_find_page (self->navigation, tag) == NULL)
    {
      page = ADW_NAVIGATION_PAGE (attune_chat_page_new (self->workspace, conversation));
      adw_navigation_page_set_tag (page, tag);
      adw_navigation_view_replace (self->navigation, &page, 1);
    }

  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

void
attune_window_show_comparison (AttuneWindow     *self,
                               AttuneComparison *comparison)
{
  g_autofree char *tag = attune_page_tag_new ("comparison", attune_comparison_get_id (comparison));
  AdwNavigationPage *page;

  if (adw_navigation_view_find_page (self->navigation, tag) == NULL)
    {
      page = ADW_NAVIGATION_PAGE (attune_compare_page_new (self->workspace, comparison));
      adw_navigation_page_set_tag (page, tag);
      adw_navigation_view_replace (self->navigation, &page, 1);
    }

  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* If the chat is still the one that is shown. */
void
attune_window_scroll_to_message (AttuneWindow       *self,
                                 AttuneConversation *conversation,
                                 gint64              message_id)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  if (ATTUNE_IS_CHAT_PAGE (page) &&
      attune_chat_page_get_conversation (ATTUNE_CHAT_PAGE (page)) == conversation)
    attune_chat_page_scroll_to_message (ATTUNE_CHAT_PAGE (page), message_id);
}

AttuneComparison *
attune_window_get_menu_comparison (AttuneWindow *self)
{
  return attune_sidebar_get_menu_comparison (self->sidebar);
}

AttuneConversation *
attune_window_get_conversation (AttuneWindow *self)
{
  AttuneConversation *conversation = attune_sidebar_get_menu_conversation (self->sidebar);
  const char *id;

  if (conversation != NULL)
    return conversation;

  id = attune_page_tag_get_id (adw_navigation_view_get_visible_page_tag (self->navigation), "conversation");
  return id != NULL ? attune_workspace_find_conversation (self->workspace, id) : NULL;
}

/* Whether a message can be written there, with which dropped files go. */
gboolean
attune_window_shows_chat (AttuneWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  return ATTUNE_IS_CHAT_PAGE (page) || ATTUNE_IS_COMPARE_PAGE (page);
}

void
attune_window_dismiss_notice (AttuneWindow *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
}
