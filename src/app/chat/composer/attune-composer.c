/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-composer"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-attachment-box.h"
#include "attune-composer-layout.h"
#include "attune-composer.h"
#include "attune-spelling.h"

#define MAX_LINES 6

struct _AttuneComposer
{
  AdwBin               parent_instance;

  AttuneAttachmentBox *attachment_box;
  GtkTextBuffer       *buffer;
  GtkStack            *button_stack;
  GtkWidget           *attach_button;
  GtkWidget           *edit_bar;
  GtkGrid             *grid;
  GtkLabel            *meter_label;
  GtkLabel            *notice_label;
  GtkLabel            *placeholder;
  GtkScrolledWindow   *scrolled;
  GtkWidget           *send_button;
  GtkWidget           *text_overlay;
  GtkTextView         *text_view;

  guint                layout_tick;
  gboolean             is_tall;         /* the text has a row of its own */
  GSettings           *settings;
  char                *draft;           /* what was written before something else is edited */
  gboolean             is_editing;
  gboolean             is_answering;
  gboolean             is_composing;    /* an input method shows text that is no text yet */
};

enum {
  PROP_0,
  PROP_TEXT,
  PROP_IS_ANSWERING,
  N_PROPS
};

enum {
  SIGNAL_SEND,
  SIGNAL_STOP,
  SIGNAL_EDIT_LAST,
  SIGNAL_EDIT_CANCELLED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneComposer, attune_composer, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What would be sent: what is written without blanks around it, and the files. */
static char *
dup_message (AttuneComposer *self)
{
  g_autofree char *text = g_strstrip (attune_composer_dup_text (self));
  g_autoptr(GString) message = g_string_new (text);

  attune_attachment_box_append_to (self->attachment_box, message);

  return g_string_free_and_steal (g_steal_pointer (&message));
}

static gboolean
is_empty (AttuneComposer *self)
{
  g_autofree char *text = g_strstrip (attune_composer_dup_text (self));

  return *text == '\0' && attune_attachment_box_get_is_empty (self->attachment_box);
}

static void
update_actions (AttuneComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          !self->is_composing &&
                          gtk_text_buffer_get_char_count (self->buffer) == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 !is_empty (self) && !self->is_answering);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.stop", self->is_answering);
}

static gboolean
needs_room (AttuneComposer *self)
{
  return attune_composer_layout_needs_room (self->text_view,
                                            gtk_widget_get_width (GTK_WIDGET (self)));
}

/* Nothing is taken out of the window for it: an input method may be at work in the text. */
static void
update_layout (AttuneComposer *self)
{
  gboolean is_tall = needs_room (self);
  int row = is_tall ? 1 : 0;

  self->is_tall = is_tall;
  attune_composer_layout_place (self->grid, self->attach_button, 0, row, 1);
  attune_composer_layout_place (self->grid, self->text_overlay, is_tall ? 0 : 1, 0,
                                is_tall ? 4 : 1);
  attune_composer_layout_place (self->grid, GTK_WIDGET (self->meter_label), 2, row, 1);
  attune_composer_layout_place (self->grid, GTK_WIDGET (self->button_stack), 3, row, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->meter_label), is_tall);
}

static gboolean
layout_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  AttuneComposer *self = ATTUNE_COMPOSER (widget);

  self->layout_tick = 0;
  update_layout (self);

  return G_SOURCE_REMOVE;
}

/* As wide as it is now another place may be better; not while places are given. */
static void
width_changed_cb (AttuneComposer *self)
{
  if (self->layout_tick == 0 && needs_room (self) != self->is_tall)
    self->layout_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), layout_cb, NULL, NULL);
}

static void
buffer_changed_cb (AttuneComposer *self)
{
  update_actions (self);
  update_layout (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
preedit_changed_cb (AttuneComposer *self,
                    const char     *preedit)
{
  self->is_composing = preedit[0] != '\0';
  update_actions (self);
}

/* With Enter on its own, or with Ctrl held, as the person has chosen; Ctrl always will do. */
static gboolean
sends (AttuneComposer  *self,
       GdkModifierType  state)
{
  g_autofree char *key = g_settings_get_string (self->settings, "send-key");

  if ((state & GDK_SHIFT_MASK) != 0)
    return FALSE;

  return (state & GDK_CONTROL_MASK) != 0 || g_str_equal (key, "enter");
}

static gboolean
key_pressed_cb (AttuneComposer  *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  gboolean is_enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter ||
                      keyval == GDK_KEY_ISO_Enter;

  if (keyval == GDK_KEY_Escape && self->is_editing && !self->is_composing)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.cancel-edit", NULL);
      return GDK_EVENT_STOP;
    }

  if (keyval == GDK_KEY_Up && !self->is_editing && !self->is_composing && is_empty (self))
    {
      g_signal_emit (self, signals[SIGNAL_EDIT_LAST], 0);
      return GDK_EVENT_STOP;
    }

  /* While an input method composes, Enter belongs to it: it chooses the Chinese characters. */
  if (!is_enter || self->is_composing || !sends (self, state))
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);

  return GDK_EVENT_STOP;
}

static void
end_edit (AttuneComposer *self)
{
  g_autofree char *draft = g_steal_pointer (&self->draft);

  self->is_editing = FALSE;
  gtk_widget_set_visible (self->edit_bar, FALSE);
  attune_composer_set_text (self, draft);
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AttuneComposer *self = ATTUNE_COMPOSER (widget);
  g_autofree char *text = dup_message (self);

  if (*text == '\0' || self->is_answering)
    return;

  attune_attachment_box_clear (self->attachment_box);
  if (!self->is_editing)
    gtk_text_buffer_set_text (self->buffer, "", 0);

  g_signal_emit (self, signals[SIGNAL_SEND], 0, text);

  if (self->is_editing)
    end_edit (self);
}

static void
cancel_edit_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  AttuneComposer *self = ATTUNE_COMPOSER (widget);

  if (!self->is_editing)
    return;

  g_signal_emit (self, signals[SIGNAL_EDIT_CANCELLED], 0);
  end_edit (self);
  gtk_widget_grab_focus (widget);
}

/* Files on the clipboard are attached; their names would tell a model nothing. */
static void
paste_cb (AttuneComposer *self)
{
  if (attune_attachment_box_paste (self->attachment_box))
    g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
}

static void
attach_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  attune_attachment_box_choose (ATTUNE_COMPOSER (widget)->attachment_box);
}

static void
stop_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_STOP], 0);
}

/* The largest height is counted in lines of the font, which the person may change at any time. */
static void
update_height (AttuneComposer *self)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->text_view), "X");
  int margins = gtk_text_view_get_top_margin (self->text_view);
  int line_height;

  margins += gtk_text_view_get_bottom_margin (self->text_view);
  pango_layout_get_pixel_size (layout, NULL, &line_height);
  gtk_scrolled_window_set_max_content_height (self->scrolled, MAX_LINES * line_height + margins);
}

static void
attune_composer_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  AttuneComposer *self = ATTUNE_COMPOSER (widget);

  GTK_WIDGET_CLASS (attune_composer_parent_class)->css_changed (widget, change);

  if (self->text_view != NULL)
    update_height (self);
}

static gboolean
attune_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ATTUNE_COMPOSER (widget)->text_view));
}

static void
attune_composer_dispose (GObject *object)
{
  AttuneComposer *self = (AttuneComposer *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_COMPOSER);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (attune_composer_parent_class)->dispose (object);
}

static void
attune_composer_finalize (GObject *object)
{
  g_free (ATTUNE_COMPOSER (object)->draft);

  G_OBJECT_CLASS (attune_composer_parent_class)->finalize (object);
}

static void
attune_composer_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AttuneComposer *self = ATTUNE_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_take_string (value, attune_composer_dup_text (self));
      break;

    case PROP_IS_ANSWERING:
      g_value_set_boolean (value, self->is_answering);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_composer_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  AttuneComposer *self = ATTUNE_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      attune_composer_set_text (self, g_value_get_string (value));
      break;

    case PROP_IS_ANSWERING:
      attune_composer_set_is_answering (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_composer_class_init (AttuneComposerClass *klass)
{
  static const char * const plain_signals[] = { "stop", "edit-last", "edit-cancelled" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_composer_dispose;
  object_class->finalize = attune_composer_finalize;
  object_class->get_property = attune_composer_get_property;
  object_class->set_property = attune_composer_set_property;
  widget_class->css_changed = attune_composer_css_changed;
  widget_class->grab_focus = attune_composer_grab_focus;

  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_ANSWERING] =
    g_param_spec_boolean ("is-answering", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SEND] =
    g_signal_new ("send",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  for (guint i = SIGNAL_STOP; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (plain_signals[i - SIGNAL_STOP],
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL, NULL,
                               NULL,
                               G_TYPE_NONE, 0);

  g_type_ensure (ATTUNE_TYPE_ATTACHMENT_BOX);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, attachment_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, button_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, edit_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, grid);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, meter_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, notice_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, text_overlay);
  gtk_widget_class_bind_template_child (widget_class, AttuneComposer, text_view);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "composer.cancel-edit", NULL, cancel_edit_action);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "composer.stop", NULL, stop_action);
}

static void
update_send_tooltip (AttuneComposer *self)
{
  g_autofree char *key = g_settings_get_string (self->settings, "send-key");

  gtk_widget_set_tooltip_text (self->send_button,
                               g_str_equal (key, "enter") ? _("Send (Enter)") : _("Send (Ctrl+Enter)"));
}

static void
attune_composer_init (AttuneComposer *self)
{
  self->settings = g_settings_new ("io.github.attune.Attune");
  gtk_widget_init_template (GTK_WIDGET (self));

  /* It is no code: it looks as all other text. */
  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (self->buffer), NULL);
  attune_spelling_attach (GTK_SOURCE_VIEW (self->text_view));
  update_actions (self);
  update_layout (self);
  update_height (self);
  update_send_tooltip (self);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scrolled), "notify::page-size",
                           G_CALLBACK (width_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::send-key", G_CALLBACK (update_send_tooltip),
                           self, G_CONNECT_SWAPPED);
}

/**
 * attune_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): what is written, as it is
 */
char *
attune_composer_dup_text (AttuneComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (ATTUNE_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/**
 * attune_composer_set_text:
 * @self: a composer
 * @text: (nullable): what to put there
 */
void
attune_composer_set_text (AttuneComposer *self,
                          const char     *text)
{
  g_autofree char *old = NULL;

  g_return_if_fail (ATTUNE_IS_COMPOSER (self));

  old = attune_composer_dup_text (self);

  if (g_strcmp0 (old, text != NULL ? text : "") != 0)
    gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
}

/**
 * attune_composer_set_is_answering:
 * @self: a composer
 * @is_answering: whether an answer is coming
 */
void
attune_composer_set_is_answering (AttuneComposer *self,
                                  gboolean        is_answering)
{
  g_return_if_fail (ATTUNE_IS_COMPOSER (self));

  is_answering = !!is_answering;

  if (self->is_answering == is_answering)
    return;

  self->is_answering = is_answering;
  gtk_stack_set_visible_child_name (self->button_stack, is_answering ? "stop" : "send");
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_ANSWERING]);
}

/**
 * attune_composer_begin_edit:
 * @self: a composer
 * @text: what was sent before
 *
 * Lets the person write @text anew. What is written now comes back when that is sent or given up.
 */
void
attune_composer_begin_edit (AttuneComposer *self,
                            const char     *text)
{
  g_return_if_fail (ATTUNE_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  if (!self->is_editing)
    self->draft = attune_composer_dup_text (self);

  self->is_editing = TRUE;
  gtk_widget_set_visible (self->edit_bar, TRUE);
  attune_composer_set_text (self, text);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * attune_composer_get_is_editing:
 * @self: a composer
 *
 * Returns: whether something that was sent before is written anew
 */
gboolean
attune_composer_get_is_editing (AttuneComposer *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPOSER (self), FALSE);

  return self->is_editing;
}

/**
 * attune_composer_add_files:
 * @self: a composer
 * @files: a value with a #GdkFileList
 *
 * Returns: whether there was a file in it to go with the message
 */
gboolean
attune_composer_add_files (AttuneComposer *self,
                           const GValue   *files)
{
  g_return_val_if_fail (ATTUNE_IS_COMPOSER (self), FALSE);

  return attune_attachment_box_add_files (self->attachment_box, files);
}

/**
 * attune_composer_add_drop_target:
 * @self: a composer
 * @widget: what it is a part of
 *
 * Lets files that are dropped on @widget go with the message. It sees them before what they are
 * dropped on: a text view would write where they lie.
 */
void
attune_composer_add_drop_target (AttuneComposer *self,
                                 GtkWidget      *widget)
{
  GtkDropTarget *target;

  g_return_if_fail (ATTUNE_IS_COMPOSER (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (attune_composer_add_files), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

/**
 * attune_composer_dup_message:
 * @self: a composer
 *
 * Returns: (transfer full): what would be sent now, with the text of attached files; perhaps empty
 */
char *
attune_composer_dup_message (AttuneComposer *self)
{
  g_return_val_if_fail (ATTUNE_IS_COMPOSER (self), NULL);

  return dup_message (self);
}

/**
 * attune_composer_set_meter:
 * @self: a composer
 * @text: (nullable): how much there is to read, or %NULL to say nothing
 * @detail: (nullable): the same in a sentence
 * @is_too_much: whether it is more than the model can read: then the sentence is shown
 */
void
attune_composer_set_meter (AttuneComposer *self,
                           const char     *text,
                           const char     *detail,
                           gboolean        is_too_much)
{
  GtkWidget *label;

  g_return_if_fail (ATTUNE_IS_COMPOSER (self));

  label = GTK_WIDGET (self->meter_label);
  gtk_label_set_text (self->meter_label, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (label, detail);
  gtk_label_set_text (self->notice_label, is_too_much ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_label), is_too_much);

  /* The sentence says all of it, and a long text needs the room. */
  gtk_widget_set_visible (label, text != NULL && !is_too_much);
}

/**
 * attune_composer_set_placeholder:
 * @self: a composer
 * @text: what stands there while nothing is written
 */
void
attune_composer_set_placeholder (AttuneComposer *self,
                                 const char     *text)
{
  g_return_if_fail (ATTUNE_IS_COMPOSER (self));

  gtk_label_set_text (self->placeholder, text);
}
