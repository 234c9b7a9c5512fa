/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-editor"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-turn-editor.h"

#include "attune-example-editor.h"

struct _AttuneExampleEditor
{
  AdwBin         parent_instance;

  AttuneExample *example;

  GtkWidget     *turns_box;
  GtkWidget     *add_button;
  GtkLabel      *problem_label;
};

enum {
  SIGNAL_SAVE,
  SIGNAL_CANCEL,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneExampleEditor, attune_example_editor, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
update_places (AttuneExampleEditor *self)
{
  GtkWidget *first = gtk_widget_get_first_child (self->turns_box);
  GtkWidget *last = gtk_widget_get_last_child (self->turns_box);

  for (GtkWidget *turn = first; turn != NULL; turn = gtk_widget_get_next_sibling (turn))
    attune_turn_editor_set_place (ATTUNE_TURN_EDITOR (turn), turn == first, turn == last,
                                  first == last);
}

/* What was wrong may be right by now. */
static void
turn_changed_cb (AttuneExampleEditor *self)
{
  attune_example_editor_set_problem (self, NULL);
}

static void
turn_move_cb (AttuneExampleEditor *self,
              int                  direction,
              GtkWidget           *turn)
{
  GtkWidget *sibling = direction < 0 ? gtk_widget_get_prev_sibling (turn)
                                     : gtk_widget_get_next_sibling (turn);

  if (sibling == NULL)
    return;

  if (direction < 0)
    gtk_box_reorder_child_after (GTK_BOX (self->turns_box), sibling, turn);
  else
    gtk_box_reorder_child_after (GTK_BOX (self->turns_box), turn, sibling);

  update_places (self);
  turn_changed_cb (self);
}

static void
turn_remove_cb (AttuneExampleEditor *self,
                GtkWidget           *turn)
{
  gtk_box_remove (GTK_BOX (self->turns_box), turn);
  update_places (self);
  turn_changed_cb (self);
}

static GtkWidget *
append_turn (AttuneExampleEditor *self,
             int                  source,
             AttuneRole           role,
             const char          *text,
             gboolean             is_trained)
{
  AttuneTurnEditor *turn = attune_turn_editor_new (self->example->kind, source, role, text,
                                                   is_trained);

  g_signal_connect_object (turn, "changed", G_CALLBACK (turn_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (turn, "move", G_CALLBACK (turn_move_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (turn, "remove", G_CALLBACK (turn_remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->turns_box), GTK_WIDGET (turn));

  return GTK_WIDGET (turn);
}

static void
begin_turns (AttuneExampleEditor *self,
             AttuneExample       *example)
{
  GtkWidget *turn;

  attune_example_ref (example);
  g_clear_pointer (&self->example, attune_example_unref);
  self->example = example;

  while ((turn = gtk_widget_get_first_child (self->turns_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->turns_box), turn);

  gtk_widget_set_visible (self->add_button, example->kind == ATTUNE_EXAMPLE_CHAT);
  attune_example_editor_set_problem (self, NULL);
}

/* Who speaks next is who did not speak last. */
static void
add_cb (AttuneExampleEditor *self)
{
  GtkWidget *last = gtk_widget_get_last_child (self->turns_box);
  AttuneRole role = ATTUNE_ROLE_USER;

  if (last != NULL && attune_turn_editor_get_role (ATTUNE_TURN_EDITOR (last)) == ATTUNE_ROLE_USER)
    role = ATTUNE_ROLE_ASSISTANT;

  gtk_widget_grab_focus (append_turn (self, -1, role, "", TRUE));
  update_places (self);
  turn_changed_cb (self);
}

static void
save_cb (AttuneExampleEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_SAVE], 0);
}

static void
cancel_cb (AttuneExampleEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  save_cb (ATTUNE_EXAMPLE_EDITOR (widget));
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  cancel_cb (ATTUNE_EXAMPLE_EDITOR (widget));
}

static gboolean
attune_example_editor_grab_focus (GtkWidget *widget)
{
  GtkWidget *first = gtk_widget_get_first_child (ATTUNE_EXAMPLE_EDITOR (widget)->turns_box);

  return first != NULL && gtk_widget_grab_focus (first);
}

static void
attune_example_editor_dispose (GObject *object)
{
  AttuneExampleEditor *self = (AttuneExampleEditor *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_EXAMPLE_EDITOR);
  g_clear_pointer (&self->example, attune_example_unref);

  G_OBJECT_CLASS (attune_example_editor_parent_class)->dispose (object);
}

static void
attune_example_editor_class_init (AttuneExampleEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_example_editor_dispose;
  widget_class->grab_focus = attune_example_editor_grab_focus;

  signals[SIGNAL_SAVE] =
    g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CANCEL] =
    g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-example-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleEditor, turns_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleEditor, add_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleEditor, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_install_action (widget_class, "example-editor.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "example-editor.cancel", NULL, cancel_action);
}

static void
attune_example_editor_init (AttuneExampleEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows an example, to be changed. */
void
attune_example_editor_set_example (AttuneExampleEditor *self,
                                   AttuneExample       *example)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_EDITOR (self));
  g_return_if_fail (example != NULL);

  begin_turns (self, example);

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *source = attune_example_get_turn (example, i);

      append_turn (self, i, source->role, source->content,
                   source->role != ATTUNE_ROLE_ASSISTANT || source->is_trained);
    }

  update_places (self);
}

/* Shows what was written about an example before, and what is wrong with that. */
void
attune_example_editor_set_draft (AttuneExampleEditor *self,
                                 AttuneExampleDraft  *draft)
{
  g_autoptr(GBytes) json = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (ATTUNE_IS_EXAMPLE_EDITOR (self));
  g_return_if_fail (draft != NULL);

  begin_turns (self, draft->example);

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneTurnEdit *turn = &g_array_index (draft->turns, AttuneTurnEdit, i);

      append_turn (self, turn->source, turn->role, turn->content, turn->is_trained);
    }

  update_places (self);

  if ((json = attune_example_draft_dup_json (draft, &error)) == NULL)
    attune_example_editor_set_problem (self, error->message);
}

/* Returns what is written now. */
AttuneExampleDraft *
attune_example_editor_dup_draft (AttuneExampleEditor *self)
{
  AttuneExampleDraft *draft;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_EDITOR (self), NULL);
  g_return_val_if_fail (self->example != NULL, NULL);

  draft = attune_example_draft_new (self->example);

  for (GtkWidget *child = gtk_widget_get_first_child (self->turns_box);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AttuneTurnEdit turn = { 0 };
      char *text = attune_turn_editor_dup_turn (ATTUNE_TURN_EDITOR (child), &turn);

      attune_example_draft_take_turn (draft, &turn, text);
    }

  return draft;
}

/* A sentence about what keeps it from being saved, or NULL. */
void
attune_example_editor_set_problem (AttuneExampleEditor *self,
                                   const char          *problem)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_EDITOR (self));

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
}
