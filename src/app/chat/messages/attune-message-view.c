/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-message-problem.h"
#include "attune-message-view-private.h"

enum {
  PROP_0,
  PROP_MESSAGE,
  PROP_IS_LAST,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneMessageView, attune_message_view, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static const char *
get_author_name (AttuneMessageView *self)
{
  if (attune_message_get_author (self->message) == ATTUNE_MESSAGE_USER)
    return C_("author of a message", "You");

  if (self->model_title != NULL)
    return self->model_title;

  return attune_message_get_model (self->message) != NULL
         ? attune_message_get_model (self->message)
         : _("Answer");
}

/* Whether there is nothing to read, and nothing else came either. */
static gboolean
has_answered_nothing (AttuneMessageView *self)
{
  return attune_message_view_is_empty (self) &&
         attune_message_get_tool_calls (self->message) == NULL;
}

/* Told readably, and not run. */
static void
show_tool_calls (AttuneMessageView *self)
{
  g_autofree char *text = attune_message_dup_tool_calls_text (self->message);

  gtk_label_set_text (self->tool_calls, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->tool_calls), text != NULL);
}

static void
update_status (AttuneMessageView *self)
{
  const char *status = attune_message_get_status_text (self->message);

  gtk_label_set_text (self->status_label, status != NULL && !self->is_anonymous ? status : "");
}

static void
update_actions (AttuneMessageView *self)
{
  attune_message_actions_update (self->actions);
}

static void
update_state (AttuneMessageView *self)
{
  AttuneMessageState state = attune_message_get_state (self->message);
  const char *problem = attune_message_problem_describe (self->message, self->is_anonymous);
  gboolean is_broken = state == ATTUNE_MESSAGE_BROKEN;

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem_box, problem != NULL);
  gtk_widget_set_visible (self->continue_button,
                          self->is_last && attune_message_can_continue (self->message));
  gtk_widget_set_visible (self->retry_button,
                          self->is_last && state != ATTUNE_MESSAGE_WAITING &&
                          (state != ATTUNE_MESSAGE_COMPLETE || has_answered_nothing (self)));
  gtk_image_set_from_icon_name (self->problem_icon, attune_message_problem_get_icon_name (state));
  show_tool_calls (self);
  gtk_widget_set_visible (GTK_WIDGET (self->actions), state != ATTUNE_MESSAGE_STREAMING);
  attune_message_actions_update (self->actions);

  if (is_broken)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->problem_icon), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->problem_icon), "dimmed");
      gtk_widget_remove_css_class (GTK_WIDGET (self->problem_label), "dimmed");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->problem_icon), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->problem_icon), "dimmed");
      gtk_widget_add_css_class (GTK_WIDGET (self->problem_label), "dimmed");
    }

  attune_message_view_update_stream (self);
  attune_message_view_update_content (self);
}

static void
update_author (AttuneMessageView *self)
{
  gboolean is_user = attune_message_get_author (self->message) == ATTUNE_MESSAGE_USER;
  const char *name = get_author_name (self);

  gtk_label_set_text (self->author_label, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_halign (self->bubble, is_user ? GTK_ALIGN_END : GTK_ALIGN_FILL);
  gtk_widget_set_halign (GTK_WIDGET (self->actions), is_user ? GTK_ALIGN_END : GTK_ALIGN_FILL);

  if (is_user)
    {
      gtk_widget_add_css_class (self->bubble, "user-message");
      gtk_widget_remove_css_class (self->bubble, "answer");
    }
  else
    {
      gtk_widget_add_css_class (self->bubble, "answer");
      gtk_widget_remove_css_class (self->bubble, "user-message");
    }
}

/* The message has the focus; its text is selected and copied. */
static gboolean
text_action_cb (GtkWidget *widget,
                GVariant  *parameter,
                gpointer   user_data)
{
  AttuneMessageView *self = ATTUNE_MESSAGE_VIEW (widget);

  return gtk_widget_activate_action (GTK_WIDGET (self->content),
                                     g_variant_get_string (parameter, NULL), NULL);
}

static void
attune_message_view_map (GtkWidget *widget)
{
  AttuneMessageView *self = (AttuneMessageView *)widget;

  GTK_WIDGET_CLASS (attune_message_view_parent_class)->map (widget);

  if (self->announcer != NULL || self->unseen_source != 0)
    {
      attune_message_view_forget_changes (self);
      attune_message_view_content_changed (self);
    }
}

static void
attune_message_view_dispose (GObject *object)
{
  AttuneMessageView *self = (AttuneMessageView *)object;

  attune_message_view_forget_changes (self);
  g_clear_pointer (&self->stream, attune_markdown_stream_free);
  g_clear_pointer (&self->announcer, attune_announcer_free);

  /* A named child of the bin itself would be unparented by both. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_MESSAGE_VIEW);
  g_clear_object (&self->message_signals);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (attune_message_view_parent_class)->dispose (object);
}

static void
attune_message_view_finalize (GObject *object)
{
  AttuneMessageView *self = (AttuneMessageView *)object;

  g_free (self->model_title);
  g_free (self->prompt);
  g_free (self->compared);

  G_OBJECT_CLASS (attune_message_view_parent_class)->finalize (object);
}

static void
attune_message_view_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneMessageView *self = ATTUNE_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_MESSAGE:
      g_value_set_object (value, self->message);
      break;

    case PROP_IS_LAST:
      g_value_set_boolean (value, self->is_last);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_message_view_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneMessageView *self = ATTUNE_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_MESSAGE:
      attune_message_view_set_message (self, g_value_get_object (value));
      break;

    case PROP_IS_LAST:
      attune_message_view_set_is_last (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_message_view_class_init (AttuneMessageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_message_view_dispose;
  object_class->finalize = attune_message_view_finalize;
  object_class->get_property = attune_message_view_get_property;
  object_class->set_property = attune_message_view_set_property;
  widget_class->map = attune_message_view_map;

  properties[PROP_MESSAGE] =
    g_param_spec_object ("message", NULL, NULL,
                         ATTUNE_TYPE_MESSAGE,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_LAST] =
    g_param_spec_boolean ("is-last", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ATTUNE_TYPE_MARKDOWN_VIEW);
  g_type_ensure (ATTUNE_TYPE_MESSAGE_ACTIONS);
  g_type_ensure (ATTUNE_TYPE_THOUGHTS_VIEW);
  gtk_widget_class_set_css_name (widget_class, "message");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, text_action_cb, "s", "text.copy");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK, text_action_cb, "s", "text.copy");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, text_action_cb, "s", "text.select-all");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, text_action_cb, "s", "text.clear");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-message-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, actions);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, author_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, bubble);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, content);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, continue_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, cut_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, problem_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, problem_icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, problem_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, retry_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, status_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, thoughts);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, tool_calls);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, unmarked_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageView, waiting);
}

static void
attune_message_view_init (AttuneMessageView *self)
{
  self->message_signals = g_signal_group_new (ATTUNE_TYPE_MESSAGE);
  g_signal_group_connect_swapped (self->message_signals, "notify::content", G_CALLBACK (attune_message_view_content_changed), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::state", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::error-text", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::model", G_CALLBACK (update_author), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::reasoning", G_CALLBACK (attune_message_view_content_changed), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::tool-calls", G_CALLBACK (show_tool_calls), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::status-text", G_CALLBACK (update_status), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::sibling-index", G_CALLBACK (update_actions), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::n-siblings", G_CALLBACK (update_actions), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * attune_message_view_new:
 *
 * Returns: (transfer floating): a view that shows nothing yet
 */
AttuneMessageView *
attune_message_view_new (void)
{
  return g_object_new (ATTUNE_TYPE_MESSAGE_VIEW, NULL);
}

/**
 * attune_message_view_get_message:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the message that it shows
 */
AttuneMessage *
attune_message_view_get_message (AttuneMessageView *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE_VIEW (self), NULL);

  return self->message;
}

/**
 * attune_message_view_set_message:
 * @self: a view
 * @message: (nullable): the message to show
 */
void
attune_message_view_set_message (AttuneMessageView *self,
                                 AttuneMessage     *message)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));
  g_return_if_fail (message == NULL || ATTUNE_IS_MESSAGE (message));

  if (!g_set_object (&self->message, message))
    return;

  attune_message_view_forget_changes (self);
  g_clear_pointer (&self->stream, attune_markdown_stream_free);
  g_clear_pointer (&self->announcer, attune_announcer_free);
  g_clear_pointer (&self->compared, g_free);
  attune_markdown_view_clear_selection (self->content);
  g_clear_pointer (&self->prompt, g_free);
  g_signal_group_set_target (self->message_signals, message);

  if (message != NULL)
    {
      attune_message_actions_set_message (self->actions, message);
      update_author (self);
      update_status (self);
      update_state (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/**
 * attune_message_view_get_has_selection:
 * @self: a view
 *
 * Returns: whether any of the text is selected
 */
gboolean
attune_message_view_get_has_selection (AttuneMessageView *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE_VIEW (self), FALSE);

  return attune_markdown_view_get_has_selection (self->content);
}

/**
 * attune_message_view_set_is_last:
 * @self: a view
 * @is_last: whether nothing was said after this message
 */
void
attune_message_view_set_is_last (AttuneMessageView *self,
                                 gboolean           is_last)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));

  is_last = !!is_last;

  if (self->is_last == is_last)
    return;

  self->is_last = is_last;
  if (self->message != NULL)
    update_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LAST]);
}

/**
 * attune_message_view_set_model_title:
 * @self: a view
 * @title: (nullable): how people call the model that answered; %NULL for its name at the service
 */
void
attune_message_view_set_model_title (AttuneMessageView *self,
                                     const char        *title)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));

  if (g_set_str (&self->model_title, title) && self->message != NULL)
    update_author (self);
}

/* A prompt that something was made of is read there, and not twice; what can be done with it
 * stays. */
static void
update_bubble (AttuneMessageView *self)
{
  gboolean is_repeated = self->is_prompt && !self->is_last && self->message != NULL &&
    attune_message_get_author (self->message) == ATTUNE_MESSAGE_USER;

  gtk_widget_set_visible (self->bubble, !is_repeated);
}

/**
 * attune_message_view_set_prompt:
 * @self: a view
 * @prompt: (nullable): the text that the message, an answer, goes on with; %NULL where it answers
 *
 * The two are shown as one text, in which what the model wrote stands out.
 */
void
attune_message_view_set_prompt (AttuneMessageView *self,
                                const char        *prompt)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));

  if (g_set_str (&self->prompt, prompt) && self->message != NULL)
    attune_message_view_update_content (self);
}

/**
 * attune_message_view_set_is_prompt:
 * @self: a view
 * @is_prompt: whether a message of the person is a text to go on with, and no question
 */
void
attune_message_view_set_is_prompt (AttuneMessageView *self,
                                   gboolean           is_prompt)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));

  self->is_prompt = !!is_prompt;
  update_bubble (self);
}

/**
 * attune_message_view_set_compared:
 * @self: a view
 * @other: (nullable): the answer that stands beside this one; what differs from it is marked once
 *   the message has come to its end. It goes with the next message.
 */
void
attune_message_view_set_compared (AttuneMessageView *self,
                                  const char        *other)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));

  if (g_set_str (&self->compared, other) && self->message != NULL)
    attune_message_view_update_content (self);
}

/**
 * attune_message_view_set_is_anonymous:
 * @self: a view
 * @is_anonymous: whether nothing may be told that says which model answered: what the service said
 *   when it could not, and what the answer took
 */
void
attune_message_view_set_is_anonymous (AttuneMessageView *self,
                                      gboolean           is_anonymous)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));

  is_anonymous = !!is_anonymous;

  if (self->is_anonymous == is_anonymous)
    return;

  self->is_anonymous = is_anonymous;
  attune_message_actions_set_shows_facts (self->actions, !is_anonymous);

  if (self->message != NULL)
    {
      update_status (self);
      update_state (self);
    }
}

/**
 * attune_message_view_set_can_delete:
 * @self: a view
 * @can_delete: whether a message can be taken away; it is not where several chats go on together
 */
void
attune_message_view_set_can_delete (AttuneMessageView *self,
                                    gboolean           can_delete)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_VIEW (self));

  attune_message_actions_set_can_delete (self->actions, can_delete);
}
