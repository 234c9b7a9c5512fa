/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-turn-editor"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-turn-editor.h"

/* In the order of the list in the blueprint. */
static const AttuneRole roles[] = {
  ATTUNE_ROLE_USER, ATTUNE_ROLE_ASSISTANT, ATTUNE_ROLE_SYSTEM, ATTUNE_ROLE_DEVELOPER,
  ATTUNE_ROLE_TOOL,
};

/* A turn is as high as its text, within reason: a long one scrolls. */
#define MIN_HEIGHT 40
#define MAX_HEIGHT 320

struct _AttuneTurnEditor
{
  AdwBin             parent_instance;

  AttuneExampleKind  kind;
  int                source;

  GtkDropDown       *role_drop_down;
  GtkLabel          *role_label;
  GtkCheckButton    *trained_button;
  GtkWidget         *turn_buttons;
  GtkWidget         *up_button;
  GtkWidget         *down_button;
  GtkWidget         *remove_button;
  GtkScrolledWindow *scrolled;
  guint              tick_id;
  GtkWidget         *text_view;
  GtkTextBuffer     *buffer;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_MOVE,
  SIGNAL_REMOVE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneTurnEditor, attune_turn_editor, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
update_role (AttuneTurnEditor *self)
{
  AttuneRole role = attune_turn_editor_get_role (self);
  GtkStringObject *title = gtk_drop_down_get_selected_item (self->role_drop_down);
  const char *label = gtk_string_object_get_string (title);

  if (self->kind == ATTUNE_EXAMPLE_COMPLETION)
    label = role == ATTUNE_ROLE_ASSISTANT ? _("Completion") : _("Prompt");

  gtk_widget_set_visible (GTK_WIDGET (self->trained_button),
                          self->kind == ATTUNE_EXAMPLE_CHAT && role == ATTUNE_ROLE_ASSISTANT);
  gtk_label_set_text (self->role_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* A text view knows how high its text is only once it has been laid out, which is too late to ask
 * for another height in the same frame. */
static gboolean
fit_height_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  AttuneTurnEditor *self = ATTUNE_TURN_EDITOR (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  int height = CLAMP ((int)gtk_adjustment_get_upper (adjustment), MIN_HEIGHT, MAX_HEIGHT);

  gtk_scrolled_window_set_min_content_height (self->scrolled, height);
  self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

static void
fit_height (AttuneTurnEditor *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), fit_height_cb, NULL, NULL);
}

static void
changed_cb (AttuneTurnEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
role_changed_cb (AttuneTurnEditor *self)
{
  update_role (self);
  changed_cb (self);
}

static void
move_up_cb (AttuneTurnEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, -1);
}

static void
move_down_cb (AttuneTurnEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, 1);
}

static void
remove_cb (AttuneTurnEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static gboolean
attune_turn_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ATTUNE_TURN_EDITOR (widget)->text_view);
}

static void
attune_turn_editor_dispose (GObject *object)
{
  AttuneTurnEditor *self = (AttuneTurnEditor *)object;

  if (self->scrolled != NULL)
    g_signal_handlers_disconnect_by_data (gtk_scrolled_window_get_vadjustment (self->scrolled),
                                          self);

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_TURN_EDITOR);

  G_OBJECT_CLASS (attune_turn_editor_parent_class)->dispose (object);
}

static void
attune_turn_editor_class_init (AttuneTurnEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_turn_editor_dispose;
  widget_class->grab_focus = attune_turn_editor_grab_focus;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVE] =
    g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-turn-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, role_drop_down);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, role_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, trained_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, turn_buttons);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, up_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, down_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, remove_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, text_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneTurnEditor, buffer);
  gtk_widget_class_bind_template_callback (widget_class, role_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_down_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
attune_turn_editor_init (AttuneTurnEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (gtk_scrolled_window_get_vadjustment (self->scrolled), "notify::upper",
                            G_CALLBACK (fit_height), self);
}

AttuneTurnEditor *
attune_turn_editor_new (AttuneExampleKind  kind,
                        int                source,
                        AttuneRole         role,
                        const char        *text,
                        gboolean           is_trained)
{
  AttuneTurnEditor *self = g_object_new (ATTUNE_TYPE_TURN_EDITOR, NULL);
  guint selected = 0;

  self->kind = kind;
  self->source = source;

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i] == role)
      selected = i;

  gtk_drop_down_set_selected (self->role_drop_down, selected);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_check_button_set_active (self->trained_button, is_trained);

  /* A completion has two turns, always the same. */
  gtk_widget_set_visible (GTK_WIDGET (self->role_drop_down), kind == ATTUNE_EXAMPLE_CHAT);
  gtk_widget_set_visible (GTK_WIDGET (self->role_label), kind == ATTUNE_EXAMPLE_COMPLETION);
  gtk_widget_set_visible (self->turn_buttons, kind == ATTUNE_EXAMPLE_CHAT);
  update_role (self);

  return self;
}

/* Fills in @turn; its text is what is returned. */
char *
attune_turn_editor_dup_turn (AttuneTurnEditor *self,
                             AttuneTurnEdit   *turn)
{
  GtkTextIter begin;
  GtkTextIter end;
  char *text;

  g_return_val_if_fail (ATTUNE_IS_TURN_EDITOR (self), NULL);
  g_return_val_if_fail (turn != NULL, NULL);

  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  text = gtk_text_buffer_get_text (self->buffer, &begin, &end, TRUE);
  turn->source = self->source;
  turn->role = attune_turn_editor_get_role (self);
  turn->content = text;
  turn->is_trained = gtk_check_button_get_active (self->trained_button);

  return text;
}

void
attune_turn_editor_set_place (AttuneTurnEditor *self,
                              gboolean          is_first,
                              gboolean          is_last,
                              gboolean          is_only)
{
  g_return_if_fail (ATTUNE_IS_TURN_EDITOR (self));

  gtk_widget_set_sensitive (self->up_button, !is_first);
  gtk_widget_set_sensitive (self->down_button, !is_last);
  gtk_widget_set_sensitive (self->remove_button, !is_only);
}

AttuneRole
attune_turn_editor_get_role (AttuneTurnEditor *self)
{
  g_return_val_if_fail (ATTUNE_IS_TURN_EDITOR (self), ATTUNE_ROLE_UNKNOWN);

  return roles[MIN (gtk_drop_down_get_selected (self->role_drop_down), G_N_ELEMENTS (roles) - 1)];
}
