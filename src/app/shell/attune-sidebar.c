/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-sidebar"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-page-tag.h"
#include "attune-sidebar.h"

struct _AttuneSidebar
{
  GtkWidget           parent_instance;

  AttuneWorkspace    *workspace;           /* NULL until it is open */
  AttuneConversation *menu_conversation;
  AttuneComparison   *menu_comparison;

  AdwSidebar         *sidebar;
  AdwSidebarItem     *welcome_item;
  AdwSidebarItem     *datasets_item;
  AdwSidebarItem     *jobs_item;
  AdwSidebarItem     *models_item;
  AdwSidebarSection  *chats_section;
  AdwSidebarSection  *comparisons_section;
};

enum {
  PROP_0,
  PROP_MODE,
  N_PROPS
};

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneSidebar, attune_sidebar, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static AdwSidebarItem *
find_conversation_item (AttuneSidebar *self,
                        const char    *id)
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
find_comparison_item (AttuneSidebar *self,
                      const char    *id)
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

/* A thing that is not listed by itself stands for its list. */
static AdwSidebarItem *
find_item (AttuneSidebar *self,
           const char    *tag)
{
  const char *id;

  if ((id = attune_page_tag_get_id (tag, "conversation")) != NULL)
    return find_conversation_item (self, id);
  else if ((id = attune_page_tag_get_id (tag, "comparison")) != NULL)
    return find_comparison_item (self, id);
  else if (g_str_equal (tag, "datasets") || attune_page_tag_get_id (tag, "dataset") != NULL)
    return self->datasets_item;
  else if (g_str_equal (tag, "jobs") || attune_page_tag_get_id (tag, "job") != NULL)
    return self->jobs_item;
  else if (g_str_equal (tag, "models"))
    return self->models_item;
  else if (g_str_equal (tag, "welcome"))
    return self->welcome_item;

  return NULL;
}

/* Of the chat that @item stands for, or NULL. */
static AttuneConversation *
dup_conversation (AttuneSidebar  *self,
                  AdwSidebarItem *item)
{
  if (item == NULL || adw_sidebar_item_get_section (item) != self->chats_section)
    return NULL;

  return g_list_model_get_item (attune_workspace_get_conversations (self->workspace),
                                adw_sidebar_item_get_section_index (item));
}

static AttuneComparison *
dup_comparison (AttuneSidebar  *self,
                AdwSidebarItem *item)
{
  if (item == NULL || adw_sidebar_item_get_section (item) != self->comparisons_section)
    return NULL;

  return g_list_model_get_item (attune_workspace_get_comparisons (self->workspace),
                                adw_sidebar_item_get_section_index (item));
}

static char *
dup_tag (AttuneSidebar  *self,
         AdwSidebarItem *item)
{
  g_autoptr(AttuneConversation) conversation = dup_conversation (self, item);
  g_autoptr(AttuneComparison) comparison = dup_comparison (self, item);

  if (conversation != NULL)
    return attune_page_tag_new ("conversation", attune_conversation_get_id (conversation));
  else if (comparison != NULL)
    return attune_page_tag_new ("comparison", attune_comparison_get_id (comparison));
  else if (item == self->welcome_item)
    return g_strdup ("welcome");
  else if (item == self->datasets_item)
    return g_strdup ("datasets");
  else if (item == self->jobs_item)
    return g_strdup ("jobs");
  else if (item == self->models_item)
    return g_strdup ("models");

  return NULL;
}

static void
activated_cb (AttuneSidebar *self,
              guint          index)
{
  g_autofree char *tag = NULL;

  if (self->workspace == NULL)
    return;

  if ((tag = dup_tag (self, adw_sidebar_get_item (self->sidebar, index))) != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, tag);
}

static void
setup_menu_cb (AttuneSidebar  *self,
               AdwSidebarItem *item)
{
  g_autoptr(AttuneConversation) conversation = dup_conversation (self, item);
  g_autoptr(AttuneComparison) comparison = dup_comparison (self, item);

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

/* Chats in which nothing was said yet are told apart by their models. A tooltip is markup, and is
 * also what a row is called for who does not see it. */
static void
update_model (AttuneConversation *conversation,
              GParamSpec         *pspec,
              AdwSidebarItem     *row)
{
  AttuneWorkspace *workspace = g_object_get_data (G_OBJECT (row), "workspace");
  const char *model;
  g_autofree char *tooltip = NULL;

  model = attune_workspace_get_model_title (workspace,
                                            attune_conversation_get_account_id (conversation),
                                            attune_conversation_get_model (conversation));
  tooltip = g_markup_printf_escaped ("%s\n%s", adw_sidebar_item_get_title (row), model);
  adw_sidebar_item_set_tooltip (row, tooltip);
  adw_sidebar_item_set_subtitle (row, attune_conversation_get_is_new (conversation) ? model : NULL);
}

static AdwSidebarItem *
create_conversation_item_cb (gpointer item,
                             gpointer user_data)
{
  AttuneWorkspace *workspace = user_data;
  AdwSidebarItem *row = adw_sidebar_item_new ("");

  g_object_set_data_full (G_OBJECT (row), "workspace", g_object_ref (workspace), g_object_unref);
  adw_sidebar_item_set_use_underline (row, FALSE);
  g_object_bind_property_full (item, "title", row, "title", G_BINDING_SYNC_CREATE,
                               title_to_label, NULL, (gpointer)_("New Chat"), NULL);
  g_object_bind_property_full (item, "is-pinned", row, "icon-name", G_BINDING_SYNC_CREATE,
                               pin_to_icon, NULL, NULL, NULL);
  g_signal_connect_object (item, "notify::title", G_CALLBACK (update_model), row,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (item, "notify::model", G_CALLBACK (update_model), row,
                           G_CONNECT_DEFAULT);
  update_model (item, NULL, row);

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
attune_sidebar_dispose (GObject *object)
{
  AttuneSidebar *self = (AttuneSidebar *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_SIDEBAR);
  g_clear_object (&self->menu_conversation);
  g_clear_object (&self->menu_comparison);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_sidebar_parent_class)->dispose (object);
}

static void
attune_sidebar_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AttuneSidebar *self = ATTUNE_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_MODE:
      g_value_set_enum (value, adw_sidebar_get_mode (self->sidebar));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_sidebar_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AttuneSidebar *self = ATTUNE_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_MODE:
      adw_sidebar_set_mode (self->sidebar, g_value_get_enum (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_sidebar_class_init (AttuneSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_sidebar_dispose;
  object_class->get_property = attune_sidebar_get_property;
  object_class->set_property = attune_sidebar_set_property;

  properties[PROP_MODE] =
    g_param_spec_enum ("mode", NULL, NULL,
                       ADW_TYPE_SIDEBAR_MODE,
                       ADW_SIDEBAR_MODE_SIDEBAR,
                       (G_PARAM_READWRITE |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneSidebar, sidebar);
  gtk_widget_class_bind_template_child (widget_class, AttuneSidebar, welcome_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneSidebar, datasets_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneSidebar, jobs_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneSidebar, models_item);
  gtk_widget_class_bind_template_child (widget_class, AttuneSidebar, chats_section);
  gtk_widget_class_bind_template_child (widget_class, AttuneSidebar, comparisons_section);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_menu_cb);
}

static void
attune_sidebar_init (AttuneSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_sidebar_set_workspace:
 * @self: a sidebar
 * @workspace: an open workspace
 *
 * Lists the chats and comparisons of @workspace. May be called once.
 */
void
attune_sidebar_set_workspace (AttuneSidebar   *self,
                              AttuneWorkspace *workspace)
{
  g_return_if_fail (ATTUNE_IS_SIDEBAR (self));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  adw_sidebar_section_bind_model (self->chats_section,
                                  attune_workspace_get_conversations (workspace),
                                  create_conversation_item_cb, workspace, NULL);
  adw_sidebar_section_bind_model (self->comparisons_section,
                                  attune_workspace_get_comparisons (workspace),
                                  create_comparison_item_cb, NULL, NULL);
}

/**
 * attune_sidebar_set_offers_welcome:
 * @self: a sidebar
 * @offers_welcome: whether there is nothing to go to but the welcome
 */
void
attune_sidebar_set_offers_welcome (AttuneSidebar *self,
                                   gboolean       offers_welcome)
{
  g_return_if_fail (ATTUNE_IS_SIDEBAR (self));

  adw_sidebar_item_set_visible (self->welcome_item, offers_welcome);
}

/**
 * attune_sidebar_set_selected:
 * @self: a sidebar
 * @tag: (nullable): the tag of the page that is shown
 *
 * Marks the place of the page, or none if it has none.
 */
void
attune_sidebar_set_selected (AttuneSidebar *self,
                             const char    *tag)
{
  AdwSidebarItem *item = NULL;

  g_return_if_fail (ATTUNE_IS_SIDEBAR (self));

  if (tag != NULL && self->workspace != NULL)
    item = find_item (self, tag);

  adw_sidebar_set_selected (self->sidebar, item != NULL ? adw_sidebar_item_get_index (item)
                                                        : GTK_INVALID_LIST_POSITION);
}

/**
 * attune_sidebar_get_menu_conversation:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the chat whose menu is open
 */
AttuneConversation *
attune_sidebar_get_menu_conversation (AttuneSidebar *self)
{
  g_return_val_if_fail (ATTUNE_IS_SIDEBAR (self), NULL);

  return self->menu_conversation;
}

/**
 * attune_sidebar_get_menu_comparison:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the comparison whose menu is open
 */
AttuneComparison *
attune_sidebar_get_menu_comparison (AttuneSidebar *self)
{
  g_return_val_if_fail (ATTUNE_IS_SIDEBAR (self), NULL);

  return self->menu_comparison;
}
