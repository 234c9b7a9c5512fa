/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-ask.h"
#include "attune-chat-body.h"
#include "attune-chat-page-private.h"
#include "attune-code-dialog.h"
#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-paths.h"
#include "attune-weak-ref.h"

enum {
  PROP_0,
  PROP_SHOWS_PARAMETERS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneChatPage, attune_chat_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

/* How people call a model; NULL when the workspace does not know it. */
static char *
dup_model_title (AttuneChatPage *self,
                 const char     *model_id)
{
  GListModel *models = attune_workspace_get_models (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (g_strcmp0 (attune_model_get_id (model), model_id) == 0)
        return g_strdup (attune_model_get_title (model));
    }

  return NULL;
}

static void
update_titles (AttuneChatPage *self)
{
  const char *title = attune_conversation_get_title (self->conversation);
  const char *model_id = attune_conversation_get_model (self->conversation);
  const char *account_id = attune_conversation_get_account_id (self->conversation);
  AttuneAccount *account = attune_workspace_find_account (self->workspace, account_id);
  g_autofree char *model_title = dup_model_title (self, model_id);
  g_autofree char *model_text = NULL;

  if (title == NULL || title[0] == '\0')
    title = _("New Chat");

  if (account != NULL)
    /* Translators: the name of a model, and “This Computer” or the name of an account. */
    model_text = g_strdup_printf (_("%s · %s"), model_title != NULL ? model_title : model_id,
                                  attune_account_get_name (account));
  else
    model_text = g_strdup_printf (/* Translators: %s is the name of a model. */
                                  _("%s · account removed"), model_title != NULL ? model_title : model_id);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->model_label, model_text);
  attune_chat_start_set_model (self->start, self->workspace, model_id,
                               model_title != NULL ? model_title : model_id);
}

/* Another mode, or another model, may make a text of what is said next, and the other way round. */
static void
update_placeholder (AttuneChatPage *self)
{
  gboolean is_completion = attune_conversation_get_is_completion (self->conversation);

  attune_composer_set_placeholder (self->composer,
                                   is_completion ? _("Write the beginning of a text")
                                                 : _("Write a message"));
}

static void
update_stack (AttuneChatPage *self)
{
  GListModel *messages = attune_conversation_get_messages (self->conversation);

  if (g_list_model_get_n_items (messages) > 0)
    gtk_stack_set_visible_child_name (self->stack, "messages");
  else
    gtk_stack_set_visible_child_name (self->stack, self->is_loaded ? "empty" : "loading");
}

static void
bind_view_cb (AttuneChatPage    *self,
              AttuneMessageView *view)
{
  AttuneMessage *message = attune_message_view_get_message (view);
  g_autofree char *title = dup_model_title (self, attune_message_get_model (message));
  g_autofree char *prompt = attune_conversation_dup_prompt (self->conversation, message);
  gboolean is_prompt = attune_conversation_get_is_prompt (self->conversation, message);

  attune_message_view_set_model_title (view, title);
  attune_message_view_set_prompt (view, prompt);
  attune_message_view_set_is_prompt (view, is_prompt);
}

static void
stop_cb (AttuneChatPage *self)
{
  attune_conversation_stop (self->conversation);
}

static void
scroll_down_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);

  attune_message_list_scroll_to_end (self->message_list);
}

static DexFuture *
changed_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneChatPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && self != NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Change the Chat"), error);

  return dex_future_new_true ();
}

/**
 * attune_chat_page_follow_change:
 * @self: a page
 * @future: (transfer full): a change of the chat
 *
 * Says so if it fails.
 */
void
attune_chat_page_follow_change (AttuneChatPage *self,
                                DexFuture      *future)
{
  dex_future_disown (dex_future_finally (future, changed_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
model_chosen_cb (AttuneChatPage *self,
                 AttuneModel    *model)
{
  DexFuture *future = attune_conversation_set_model (self->conversation,
                                                     attune_model_get_account_id (model),
                                                     attune_model_get_id (model));

  attune_chat_page_follow_change (self, future);
}

static void
model_typed_cb (AttuneChatPage *self,
                const char     *account_id,
                const char     *model)
{
  DexFuture *future = attune_conversation_set_model (self->conversation, account_id, model);

  attune_chat_page_follow_change (self, future);
}

/* The request that the next message would make, with what is written now. */
static AttuneChatRequest *
create_request (AttuneChatPage *self)
{
  g_autofree char *text = attune_composer_dup_message (self->composer);

  return attune_conversation_create_request (self->conversation, *text != '\0' ? text : NULL);
}

static void
view_code_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);
  const char *account_id = attune_conversation_get_account_id (self->conversation);
  AttuneAccount *account = attune_workspace_find_account (self->workspace, account_id);
  g_autoptr(AttuneChatRequest) request = create_request (self);
  g_autofree char *socket_path = attune_paths_dup_engine_socket ();
  g_autoptr(GError) error = NULL;
  AttuneCodeCall *call = NULL;

  if (account == NULL)
    attune_set_error (&error, ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("The account of this chat was removed. Choose another model."));
  else if (attune_chat_body_check (request, attune_account_get_profile (account), &error) &&
           (call = attune_code_call_new (account, request, socket_path)) == NULL)
    attune_set_error (&error, ATTUNE_ERROR_REQUEST, NULL,
                      _("This service cannot be asked so. Choose another model or mode."));

  if (call != NULL)
    adw_dialog_present (ADW_DIALOG (attune_code_dialog_new (call)), widget);
  else
    attune_feedback_error (widget, _("Could Not Write the Code"), error);
}

/* Where there is no room beside the chat, the parameters are a sheet over it. */
static gboolean
is_narrow (AttuneChatPage *self)
{
  return g_strcmp0 (adw_multi_layout_view_get_layout_name (self->layout_view), "narrow") == 0;
}

static gboolean
get_shows_parameters (AttuneChatPage *self)
{
  return is_narrow (self) ? adw_bottom_sheet_get_open (self->bottom_sheet)
                          : adw_overlay_split_view_get_show_sidebar (self->split_view);
}

/* Whether there is room for the pane is the window's to say; whether it is wanted is remembered. */
static void
layout_changed_cb (AttuneChatPage *self)
{
  adw_bottom_sheet_set_open (self->bottom_sheet, FALSE);

  if (!is_narrow (self))
    adw_overlay_split_view_set_show_sidebar (self->split_view,
                                             g_settings_get_boolean (self->settings,
                                                                     "chat-parameters"));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_PARAMETERS]);
}

static void
pane_shown_cb (AttuneChatPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_PARAMETERS]);
}

static void
set_shows_parameters (AttuneChatPage *self,
                      gboolean        shows)
{
  /* The focus goes into the sheet, where Escape closes it. */
  if (is_narrow (self))
    {
      adw_bottom_sheet_set_open (self->bottom_sheet, shows);
      gtk_widget_child_focus (shows ? GTK_WIDGET (self->pane) : GTK_WIDGET (self->composer),
                              GTK_DIR_TAB_FORWARD);
      return;
    }

  adw_overlay_split_view_set_show_sidebar (self->split_view, shows);
  g_settings_set_boolean (self->settings, "chat-parameters", shows);
}

static DexFuture *
name_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr(AttuneChatPage) self = g_weak_ref_get (user_data);
  const GValue *name = dex_future_get_value (completed, NULL);

  if (self == NULL || self->conversation == NULL)
    return dex_future_new_true ();

  return attune_conversation_set_title (self->conversation, g_value_get_string (name));
}

static void
rename_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (widget);
  const char *title = attune_conversation_get_title (self->conversation);
  DexFuture *future = dex_future_then (attune_ask_name (widget, _("Rename Chat"), title), name_cb,
                                       attune_weak_ref_new (self), attune_weak_ref_free);

  attune_chat_page_follow_change (self, future);
}

static DexFuture *
loaded_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneChatPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->stack == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Open the Chat"), error);

  self->is_loaded = TRUE;
  update_stack (self);

  return dex_future_new_true ();
}

static void
keep_draft (AttuneChatPage *self)
{
  g_autofree char *text = NULL;

  if (attune_composer_get_is_editing (self->composer))
    return;

  text = attune_composer_dup_text (self->composer);
  attune_conversation_set_draft (self->conversation, *text != '\0' ? text : NULL);
}

/* Sending forgets the draft, also one that was put aside while a message was edited. */
static void
draft_changed_cb (AttuneChatPage *self)
{
  if (attune_conversation_get_draft (self->conversation) == NULL)
    keep_draft (self);
}

static void
attune_chat_page_shown (AdwNavigationPage *page)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (page);

  ADW_NAVIGATION_PAGE_CLASS (attune_chat_page_parent_class)->shown (page);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/* A window that comes up with this page in it gives the focus to its first button otherwise. */
static void
attune_chat_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (attune_chat_page_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (ATTUNE_CHAT_PAGE (widget)->composer));
}

static void
attune_chat_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOWS_PARAMETERS:
      g_value_set_boolean (value, get_shows_parameters (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  AttuneChatPage *self = ATTUNE_CHAT_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOWS_PARAMETERS:
      set_shows_parameters (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_page_dispose (GObject *object)
{
  AttuneChatPage *self = (AttuneChatPage *)object;

  dex_clear (&self->loading);
  g_clear_object (&self->edited);
  g_clear_object (&self->keeper);
  g_clear_object (&self->meter);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_CHAT_PAGE);
  g_clear_object (&self->conversation);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_chat_page_parent_class)->dispose (object);
}

static void
attune_chat_page_class_init (AttuneChatPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = attune_chat_page_dispose;
  object_class->get_property = attune_chat_page_get_property;
  object_class->set_property = attune_chat_page_set_property;
  page_class->shown = attune_chat_page_shown;
  widget_class->map = attune_chat_page_map;

  properties[PROP_SHOWS_PARAMETERS] =
    g_param_spec_boolean ("shows-parameters", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ATTUNE_TYPE_CHAT_START);
  g_type_ensure (ATTUNE_TYPE_COMPOSER);
  g_type_ensure (ATTUNE_TYPE_MESSAGE_LIST);
  g_type_ensure (ATTUNE_TYPE_MODEL_POPOVER);
  g_type_ensure (ATTUNE_TYPE_PARAMETERS_PANE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-chat-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, bottom_sheet);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, composer);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, jump_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, layout_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, message_list);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, model_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, model_popover);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, pane);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, split_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, start);
  gtk_widget_class_bind_template_child (widget_class, AttuneChatPage, title_label);
  gtk_widget_class_bind_template_callback (widget_class, bind_view_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_install_action (widget_class, "chat.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "chat.scroll-down", NULL, scroll_down_action);
  gtk_widget_class_install_action (widget_class, "chat.view-code", NULL, view_code_action);
  attune_chat_page_install_message_actions (widget_class);
  gtk_widget_class_install_property_action (widget_class, "chat.show-parameters", "shows-parameters");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search-chats", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "chat.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "chat.show-parameters", NULL);
}

static void
attune_chat_page_init (AttuneChatPage *self)
{
  self->settings = g_settings_new ("io.github.attune.Attune");
  gtk_widget_init_template (GTK_WIDGET (self));
  layout_changed_cb (self);
  attune_composer_add_drop_target (self->composer, GTK_WIDGET (self));

  g_object_bind_property (self->message_list, "is-at-end", self->jump_revealer, "reveal-child",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
}

static void
set_conversation (AttuneChatPage     *self,
                  AttuneConversation *conversation)
{
  static const char * const title_signals[] = {
    "notify::title", "notify::model", "notify::account-id",
  };
  GListModel *messages = attune_conversation_get_messages (conversation);

  self->conversation = g_object_ref (conversation);

  for (guint i = 0; i < G_N_ELEMENTS (title_signals); i++)
    g_signal_connect_object (conversation, title_signals[i], G_CALLBACK (update_titles), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (messages, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_object_bind_property (conversation, "is-answering", self->composer, "is-answering", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (conversation, "notify::is-answering", G_CALLBACK (attune_chat_page_update_message_actions),
                           self, G_CONNECT_SWAPPED);

  attune_composer_set_text (self->composer, attune_conversation_get_draft (conversation));
  g_signal_connect_object (self->composer, "notify::text", G_CALLBACK (keep_draft), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::draft", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);

  attune_model_popover_set_models (self->model_popover,
                                   attune_workspace_get_models (self->workspace),
                                   attune_workspace_get_accounts (self->workspace));
  self->keeper = attune_parameters_keeper_new (self->pane, self->workspace, conversation);
  attune_message_list_set_model (self->message_list, messages);
  self->meter = attune_chat_meter_new (self->composer, conversation);
  g_signal_connect_object (conversation, "notify::parameters", G_CALLBACK (update_placeholder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::model", G_CALLBACK (update_placeholder), self,
                           G_CONNECT_SWAPPED);
  attune_chat_page_update_message_actions (self);
  update_placeholder (self);
  update_titles (self);
  update_stack (self);

  self->loading = dex_future_finally (attune_conversation_load (conversation),
                                      loaded_cb, attune_weak_ref_new (self), attune_weak_ref_free);
}

/**
 * attune_chat_page_new:
 * @workspace: where models and accounts are
 * @conversation: the chat to show
 *
 * Returns: (transfer floating): the page
 */
AttuneChatPage *
attune_chat_page_new (AttuneWorkspace    *workspace,
                      AttuneConversation *conversation)
{
  AttuneChatPage *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (ATTUNE_TYPE_CHAT_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  set_conversation (self, conversation);

  return self;
}

/**
 * attune_chat_page_get_conversation:
 * @self: a page
 *
 * Returns: (transfer none): the chat that it shows
 */
AttuneConversation *
attune_chat_page_get_conversation (AttuneChatPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PAGE (self), NULL);

  return self->conversation;
}

/**
 * attune_chat_page_scroll_to_message:
 * @self: a page
 * @message_id: the id of a message in the branch that is shown
 *
 * Brings the message into view and gives it the focus.
 */
void
attune_chat_page_scroll_to_message (AttuneChatPage *self,
                                    gint64          message_id)
{
  GListModel *messages;

  g_return_if_fail (ATTUNE_IS_CHAT_PAGE (self));

  messages = attune_conversation_get_messages (self->conversation);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);

      if (attune_message_get_id (message) == message_id)
        {
          attune_message_list_scroll_to (self->message_list, i);
          return;
        }
    }
}
