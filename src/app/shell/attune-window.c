/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-page.h"
#include "attune-compare-page.h"
#include "attune-dataset-page.h"
#include "attune-datasets-page.h"
#include "attune-error.h"
#include "attune-job-page.h"
#include "attune-jobs-page.h"
#include "attune-models-page.h"
#include "attune-welcome-page.h"
#include "attune-window-private.h"

/* A store that opens at once must not make a spinner blink. */
#define SPINNER_DELAY_MS 400

struct _AttuneWindow
{
  AdwApplicationWindow    parent_instance;

  AttuneWorkspace        *workspace;
  GSettings              *settings;
  GPtrArray              *requests;          /* of Request, until the workspace is open */
  AttuneConversation     *menu_conversation;
  AttuneComparison       *menu_comparison;
  guint                   spinner_source;

  GtkStack               *stack;
  AdwStatusPage          *error_page;
  GtkLabel               *error_detail;
  GtkRevealer            *opening_revealer;
  GtkRevealer            *drop_revealer;
  AdwBanner              *banner;
  AdwNavigationSplitView *split_view;
  AdwNavigationView      *navigation;
  AdwSidebar             *sidebar;
  AdwSidebarItem         *welcome_item;
  AdwSidebarItem         *datasets_item;
  AdwSidebarItem         *jobs_item;
  AdwSidebarItem         *models_item;
  AdwSidebarSection      *chats_section;
  AdwSidebarSection      *comparisons_section;
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

/* The part of a tag such as "job:ID" after its kind, or NULL if it is of another kind. */
static const char *
get_tag_id (const char *tag,
            const char *kind)
{
  gsize length = strlen (kind);

  if (tag == NULL || !g_str_has_prefix (tag, kind) || tag[length] != ':')
    return NULL;

  return tag + length + 1;
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

static AdwSidebarItem *
find_chat_item (AttuneWindow *self,
                const char   *id)
{
  GListModel *conversations = attune_workspace_get_conversations (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(AttuneConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (attune_conversation_get_id (conversation), id))
        return adw_sidebar_section_get_item (self->chats_section, i);
    }

  return NULL;
}

static AdwSidebarItem *
find_comparison_item (AttuneWindow *self,
                      const char   *id)
{
  GListModel *comparisons = attune_workspace_get_comparisons (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (comparisons); i++)
    {
      g_autoptr(AttuneComparison) comparison = g_list_model_get_item (comparisons, i);

      if (g_str_equal (attune_comparison_get_id (comparison), id))
        return adw_sidebar_section_get_item (self->comparisons_section, i);
    }

  return NULL;
}

static AdwSidebarItem *
find_item (AttuneWindow *self,
           const char   *tag)
{
  const char *id = get_tag_id (tag, "conversation");

  if (id != NULL)
    return find_chat_item (self, id);
  else if ((id = get_tag_id (tag, "comparison")) != NULL)
    return find_comparison_item (self, id);
  else if (g_str_equal (tag, "datasets") || get_tag_id (tag, "dataset") != NULL)
    return self->datasets_item;
  else if (g_str_equal (tag, "jobs") || get_tag_id (tag, "job") != NULL)
    return self->jobs_item;
  else if (g_str_equal (tag, "models"))
    return self->models_item;
  else if (g_str_equal (tag, "welcome"))
    return self->welcome_item;

  return NULL;
}

static void
update_selection (AttuneWindow *self)
{
  const char *tag = adw_navigation_view_get_visible_page_tag (self->navigation);
  AdwSidebarItem *item = NULL;
  guint index = GTK_INVALID_LIST_POSITION;

  if (tag != NULL && self->workspace != NULL)
    item = find_item (self, tag);

  if (item != NULL)
    index = adw_sidebar_item_get_index (item);

  adw_sidebar_set_selected (self->sidebar, index);
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

  if ((id = get_tag_id (tag, "dataset")) != NULL && attune_workspace_find_dataset (self->workspace, id) == NULL)
    attune_window_show_page (self, "datasets");
  else if ((id = get_tag_id (tag, "job")) != NULL && attune_workspace_find_job (self->workspace, id) == NULL)
    attune_window_show_page (self, "jobs");
  else if ((id = get_tag_id (tag, "conversation")) != NULL &&
           attune_workspace_find_conversation (self->workspace, id) == NULL)
    show_default_page (self);
  else if ((id = get_tag_id (tag, "comparison")) != NULL &&
           attune_workspace_find_comparison (self->workspace, id) == NULL)
    show_default_page (self);
}

static void
items_changed_cb (AttuneWindow *self)
{
  const char *tag;

  leave_deleted_thing (self);
  adw_sidebar_item_set_visible (self->welcome_item, is_empty (self));

  /* The welcome is over as soon as there is something. */
  tag = adw_navigation_view_get_visible_page_tag (self->navigation);
  if (g_strcmp0 (tag, "welcome") == 0 && !is_empty (self))
    attune_window_show_page (self, "datasets");

  update_selection (self);
}

static void
withdraw_notification (AttuneWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  AttuneJob *job = attune_window_get_job (self);

  if (job != NULL && application != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    g_application_withdraw_notification (G_APPLICATION (application), attune_job_get_id (job));
}

static void
visible_page_changed_cb (AttuneWindow *self)
{
  const char *tag;

  if (self->workspace == NULL)
    return;

  tag = adw_navigation_view_get_visible_page_tag (self->navigation);
  if (tag != NULL && !g_str_equal (tag, "opening"))
    g_settings_set_string (self->settings, "last-page", tag);

  update_selection (self);
  withdraw_notification (self);
}

static void
sidebar_activated_cb (AttuneWindow *self,
                      guint         index)
{
  AdwSidebarItem *item = adw_sidebar_get_item (self->sidebar, index);

  if (self->workspace == NULL || item == NULL)
    return;

  if (item == self->welcome_item)
    attune_window_show_page (self, "welcome");
  else if (item == self->datasets_item)
    attune_window_show_page (self, "datasets");
  else if (item == self->jobs_item)
    attune_window_show_page (self, "jobs");
  else if (item == self->models_item)
    attune_window_show_page (self, "models");
  else if (adw_sidebar_item_get_section (item) == self->comparisons_section)
    {
      g_autoptr(AttuneComparison) comparison = NULL;

      comparison = g_list_model_get_item (attune_workspace_get_comparisons (self->workspace),
                                          adw_sidebar_item_get_section_index (item));
      if (comparison != NULL)
        attune_window_show_comparison (self, comparison);
    }
  else
    {
      g_autoptr(AttuneConversation) conversation = NULL;

      conversation = g_list_model_get_item (attune_workspace_get_conversations (self->workspace),
                                            adw_sidebar_item_get_section_index (item));
      if (conversation != NULL)
        attune_window_show_conversation (self, conversation);
    }
}

static void
setup_menu_cb (AttuneWindow   *self,
               AdwSidebarItem *item)
{
  g_autoptr(AttuneConversation) conversation = NULL;
  g_autoptr(AttuneComparison) comparison = NULL;

  if (item != NULL && adw_sidebar_item_get_section (item) == self->chats_section)
    conversation = g_list_model_get_item (attune_workspace_get_conversations (self->workspace),
                                          adw_sidebar_item_get_section_index (item));

  if (item != NULL && adw_sidebar_item_get_section (item) == self->comparisons_section)
    comparison = g_list_model_get_item (attune_workspace_get_comparisons (self->workspace),
                                        adw_sidebar_item_get_section_index (item));

  g_set_object (&self->menu_conversation, conversation);
  g_set_object (&self->menu_comparison, comparison);
}

/* Until something was said there is no title. */
static gboolean
title_to_label (GBinding     *binding,
                const GValue *from_value,
                GValue       *to_value,
                gpointer      user_data)
{
  const char *title = g_value_get_string (from_value);

  g_value_set_string (to_value, title != NULL && *title != '\0' ? title : user_data);

  return TRUE;
}

static gboolean
pin_to_icon (GBinding     *binding,
             const GValue *from_value,
             GValue       *to_value,
             gpointer      user_data)
{
  g_value_set_static_string (to_value, g_value_get_boolean (from_value) ? "view-pin-symbolic" : NULL);

  return TRUE;
}

static AdwSidebarItem *
create_chat_item_cb (gpointer item,
                     gpointer user_data)
{
  AdwSidebarItem *row = adw_sidebar_item_new ("");

  adw_sidebar_item_set_use_underline (row, FALSE);
  g_object_bind_property_full (item, "title", row, "title", G_BINDING_SYNC_CREATE,
                               title_to_label, NULL, (gpointer)_("New Chat"), NULL);
  g_object_bind_property_full (item, "is-pinned", row, "icon-name", G_BINDING_SYNC_CREATE,
                               pin_to_icon, NULL, NULL, NULL);
  g_object_bind_property (item, "model", row, "tooltip", G_BINDING_SYNC_CREATE);

  return row;
}

static AdwSidebarItem *
create_comparison_item_cb (gpointer item,
                           gpointer user_data)
{
  AdwSidebarItem *row = adw_sidebar_item_new ("");

  adw_sidebar_item_set_use_underline (row, FALSE);
  g_object_bind_property_full (item, "title", row, "title", G_BINDING_SYNC_CREATE,
                               title_to_label, NULL, (gpointer)_("New Comparison"), NULL);

  return row;
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

static gboolean
restore_page (AttuneWindow *self,
              const char   *tag)
{
  AttuneConversation *conversation;
  AttuneComparison *comparison;
  AttuneDataset *dataset;
  AttuneJob *job;
  const char *id;

  if (is_empty (self))
    return FALSE;

  if ((id = get_tag_id (tag, "conversation")) != NULL &&
      (conversation = attune_workspace_find_conversation (self->workspace, id)) != NULL)
    attune_window_show_conversation (self, conversation);
  else if ((id = get_tag_id (tag, "comparison")) != NULL &&
           (comparison = attune_workspace_find_comparison (self->workspace, id)) != NULL)
    attune_window_show_comparison (self, comparison);
  else if ((id = get_tag_id (tag, "dataset")) != NULL &&
           (dataset = attune_workspace_find_dataset (self->workspace, id)) != NULL)
    attune_window_show_dataset (self, dataset);
  else if ((id = get_tag_id (tag, "job")) != NULL &&
           (job = attune_workspace_find_job (self->workspace, id)) != NULL)
    attune_window_show_job (self, job);
  else if (g_str_equal (tag, "datasets") || g_str_equal (tag, "jobs") || g_str_equal (tag, "models"))
    attune_window_show_page (self, tag);
  else
    return FALSE;

  return TRUE;
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

static gboolean
attune_window_close_request (GtkWindow *window)
{
  AttuneWindow *self = (AttuneWindow *)window;
  AttuneApplication *application = ATTUNE_APPLICATION (gtk_window_get_application (window));

  if (self->workspace != NULL && application != NULL &&
      !attune_application_prepare_close (application))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (attune_window_parent_class)->close_request (window);
}

static void
attune_window_constructed (GObject *object)
{
  AttuneWindow *self = (AttuneWindow *)object;

  G_OBJECT_CLASS (attune_window_parent_class)->constructed (object);

  self->settings = g_settings_new ("io.github.attune.Attune");
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);

  attune_window_show_opening (self);
}

static void
attune_window_dispose (GObject *object)
{
  AttuneWindow *self = (AttuneWindow *)object;

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_WINDOW);
  g_clear_object (&self->menu_conversation);
  g_clear_object (&self->menu_comparison);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_window_parent_class)->dispose (object);
}

static void
attune_window_class_init (AttuneWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->constructed = attune_window_constructed;
  object_class->dispose = attune_window_dispose;
  window_class->close_request = attune_window_close_request;

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
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, welcome_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, datasets_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, jobs_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, models_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, chats_section);
  gtk_widget_class_bind_template_child (widget_class, AttuneWindow, comparisons_section);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_menu_cb);
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

  g_signal_connect (self, "notify::is-active", G_CALLBACK (withdraw_notification), NULL);
}

/**
 * attune_window_new:
 * @application: the program
 *
 * Returns: (transfer none): a new window, which shows that the workspace is being opened
 */
AttuneWindow *
attune_window_new (AttuneApplication *application)
{
  g_return_val_if_fail (ATTUNE_IS_APPLICATION (application), NULL);

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

  adw_sidebar_section_bind_model (self->chats_section,
                                  attune_workspace_get_conversations (workspace),
                                  create_chat_item_cb, NULL, NULL);
  watch_list (self, attune_workspace_get_datasets (workspace));
  watch_list (self, attune_workspace_get_jobs (workspace));
  watch_list (self, attune_workspace_get_conversations (workspace));
  adw_sidebar_section_bind_model (self->comparisons_section,
                                  attune_workspace_get_comparisons (workspace),
                                  create_comparison_item_cb, NULL, NULL);
  watch_list (self, attune_workspace_get_comparisons (workspace));

  if ((notice = attune_workspace_get_notice (workspace)) != NULL)
    {
      adw_banner_set_title (self->banner, notice);
      adw_banner_set_revealed (self->banner, TRUE);
    }

  attune_window_set_actions_enabled (self, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "main");

  adw_sidebar_item_set_visible (self->welcome_item, is_empty (self));
  adw_navigation_view_set_animate_transitions (self->navigation, FALSE);
  last_page = g_settings_get_string (self->settings, "last-page");
  if (!restore_page (self, last_page))
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
      (id = get_tag_id (adw_navigation_view_get_visible_page_tag (self->navigation), "job")) == NULL)
    return NULL;

  return attune_workspace_find_job (self->workspace, id);
}

void
attune_window_show_dataset (AttuneWindow  *self,
                            AttuneDataset *dataset)
{
  g_autofree char *tag = g_strdup_printf ("dataset:%s", attune_dataset_get_id (dataset));
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
  g_autofree char *tag = g_strdup_printf ("job:%s", attune_job_get_id (job));
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
  g_autofree char *tag = g_strdup_printf ("conversation:%s", attune_conversation_get_id (conversation));
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
  g_autofree char *tag = g_strdup_printf ("comparison:%s", attune_comparison_get_id (comparison));
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
  return self->menu_comparison;
}

AttuneConversation *
attune_window_get_conversation (AttuneWindow *self)
{
  const char *id;

  if (self->menu_conversation != NULL)
    return self->menu_conversation;

  id = get_tag_id (adw_navigation_view_get_visible_page_tag (self->navigation), "conversation");
  return id != NULL ? attune_workspace_find_conversation (self->workspace, id) : NULL;
}

/* Whether dropped files are a chat's. */
gboolean
attune_window_shows_chat (AttuneWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  return ATTUNE_IS_CHAT_PAGE (page);
}

void
attune_window_dismiss_notice (AttuneWindow *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
}
