/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-actions"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-answer-facts.h"
#include "attune-feedback.h"
#include "attune-message-actions.h"
#include "attune-tokens-dialog.h"

/* Nobody has it: a button with it cannot be pressed, and can again as soon as it has another. To
 * make it insensitive by hand would be forgotten by the action, or not undone by it. */
#define NO_ACTION "chat.none"

struct _AttuneMessageActions
{
  AdwBin          parent_instance;

  GtkWidget      *copy_button;
  GtkWidget      *edit_button;
  GtkLabel       *facts_label;
  GtkMenuButton  *more_button;
  GtkWidget      *next_button;
  GtkWidget      *previous_button;
  GtkWidget      *regenerate_button;
  GtkWidget      *sibling_box;
  GtkLabel       *sibling_label;

  AttuneMessage  *message;
  gboolean        can_delete;
  gboolean        shows_facts;
};

G_DEFINE_FINAL_TYPE (AttuneMessageActions, attune_message_actions, ADW_TYPE_BIN)

static gboolean
is_answer (AttuneMessage *message)
{
  return attune_message_get_author (message) == ATTUNE_MESSAGE_ASSISTANT;
}

static void
copy_cb (AttuneMessageActions *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          attune_message_get_content (self->message));
  attune_feedback_toast (GTK_WIDGET (self), _("Copied"));
}

static void
append_item (GMenu         *menu,
             const char    *label,
             const char    *action_name,
             AttuneMessage *message)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action_name,
                                           g_variant_new_int64 (attune_message_get_id (message)));
  g_menu_append_item (menu, item);
}

static void
show_probabilities_action (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  AttuneMessageActions *self = ATTUNE_MESSAGE_ACTIONS (widget);

  adw_dialog_present (ADW_DIALOG (attune_tokens_dialog_new (self->message)), widget);
}

/* Only a menu that is opened is made. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  AttuneMessageActions *self = user_data;
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) end = g_menu_new ();

  if (is_answer (self->message))
    append_item (menu, _("_Correct…"), "chat.correct", self->message);

  if (attune_message_get_has_logprobs (self->message))
    g_menu_append (menu, _("Show Token _Probabilities"), "message.show-probabilities");

  if (self->can_delete)
    append_item (end, _("_Delete"), "chat.delete-message", self->message);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

/* An action is looked up with its target, so that comes first. */
static void
set_action (GtkWidget  *button,
            const char *name,
            GVariant   *target)
{
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
}

/* At the first and at the last there is no way on. */
static void
update_step (AttuneMessageActions *self,
             GtkWidget            *button,
             gboolean              can_step,
             guint                 index)
{
  set_action (button, can_step ? "chat.show-sibling" : NO_ACTION,
              g_variant_new ("(xu)", attune_message_get_id (self->message), index));
}

static void
update_siblings (AttuneMessageActions *self)
{
  guint index = attune_message_get_sibling_index (self->message);
  guint n_siblings = attune_message_get_n_siblings (self->message);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->sibling_box, n_siblings > 1);

  if (n_siblings <= 1)
    return;

  /* Translators: which version of a message is shown, and how many there are. */
  text = g_strdup_printf (_("%u of %u"), index + 1, n_siblings);
  gtk_label_set_text (self->sibling_label, text);
  update_step (self, self->previous_button, index > 0, index - 1);
  update_step (self, self->next_button, index + 1 < n_siblings, index + 1);
}

static void
update_facts (AttuneMessageActions *self)
{
  g_autofree char *text = self->shows_facts ? attune_answer_facts_dup_text (self->message)
                                            : g_strdup ("");
  g_autofree char *detail = NULL;

  if (*text != '\0')
    detail = attune_answer_facts_dup_detail (self->message);

  gtk_label_set_text (self->facts_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->facts_label), *text != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->facts_label), detail);
}

static void
attune_message_actions_dispose (GObject *object)
{
  AttuneMessageActions *self = (AttuneMessageActions *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_MESSAGE_ACTIONS);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (attune_message_actions_parent_class)->dispose (object);
}

static void
attune_message_actions_class_init (AttuneMessageActionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_message_actions_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/attune/Attune/ui/"
                                               "attune-message-actions.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, copy_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, edit_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, facts_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, more_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, next_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, previous_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, regenerate_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, sibling_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneMessageActions, sibling_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_install_action (widget_class, "message.show-probabilities", NULL,
                                   show_probabilities_action);
}

static void
attune_message_actions_init (AttuneMessageActions *self)
{
  self->can_delete = TRUE;
  self->shows_facts = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->more_button, create_menu_cb, self, NULL);
}

/**
 * attune_message_actions_update:
 * @self: a row with a message
 *
 * Shows what has become of the message.
 */
void
attune_message_actions_update (AttuneMessageActions *self)
{
  const char *content;
  gboolean has_content;

  g_return_if_fail (ATTUNE_IS_MESSAGE_ACTIONS (self));
  g_return_if_fail (self->message != NULL);

  content = attune_message_get_content (self->message);
  has_content = content != NULL && *content != '\0';
  gtk_widget_set_visible (self->copy_button, has_content);
  gtk_widget_set_visible (self->edit_button, !is_answer (self->message));
  gtk_widget_set_visible (self->regenerate_button, is_answer (self->message));
  gtk_widget_set_visible (GTK_WIDGET (self->more_button),
                          self->can_delete || is_answer (self->message));
  update_siblings (self);
  update_facts (self);
}

/**
 * attune_message_actions_set_message:
 * @self: a row
 * @message: what it is about
 */
void
attune_message_actions_set_message (AttuneMessageActions *self,
                                    AttuneMessage        *message)
{
  gint64 id;

  g_return_if_fail (ATTUNE_IS_MESSAGE_ACTIONS (self));
  g_return_if_fail (ATTUNE_IS_MESSAGE (message));

  if (!g_set_object (&self->message, message))
    return;

  id = attune_message_get_id (message);
  set_action (self->edit_button, "chat.edit-message", g_variant_new_int64 (id));
  set_action (self->regenerate_button, "chat.regenerate", g_variant_new_int64 (id));
  attune_message_actions_update (self);
}

/**
 * attune_message_actions_set_can_delete:
 * @self: a row
 * @can_delete: whether the message can be taken away
 */
void
attune_message_actions_set_can_delete (AttuneMessageActions *self,
                                       gboolean              can_delete)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_ACTIONS (self));

  self->can_delete = !!can_delete;

  if (self->message != NULL)
    attune_message_actions_update (self);
}

/**
 * attune_message_actions_set_shows_facts:
 * @self: a row
 * @shows_facts: whether it is told what an answer took; that may tell which model gave it
 */
void
attune_message_actions_set_shows_facts (AttuneMessageActions *self,
                                        gboolean              shows_facts)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_ACTIONS (self));

  self->shows_facts = !!shows_facts;

  if (self->message != NULL)
    attune_message_actions_update (self);
}
