/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-vote-bar"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-comparison.h"
#include "attune-vote-bar.h"

#define MAX_NAME_WIDTH 20

struct _AttuneVoteBar
{
  AdwBin      parent_instance;

  AdwWrapBox *box;
  GtkLabel   *earlier_label;
  GPtrArray  *buttons;        /* GtkToggleButton: for each place, then for a tie; borrowed */
  gboolean    is_updating;
};

enum {
  SIGNAL_VOTE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneVoteBar, attune_vote_bar, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
toggled_cb (AttuneVoteBar   *self,
            GtkToggleButton *button)
{
  guint index;

  if (self->is_updating || !g_ptr_array_find (self->buttons, button, &index))
    return;

  g_signal_emit (self, signals[SIGNAL_VOTE], 0,
                 index + 1 < self->buttons->len ? (int)index : ATTUNE_COMPARISON_TIE);
}

static void
add_button (AttuneVoteBar *self,
            const char    *name)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_NAME_WIDTH);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->buttons, button);
  adw_wrap_box_append (self->box, button);
}

static void
attune_vote_bar_dispose (GObject *object)
{
  AttuneVoteBar *self = (AttuneVoteBar *)object;

  g_ptr_array_set_size (self->buttons, 0);

  G_OBJECT_CLASS (attune_vote_bar_parent_class)->dispose (object);
}

static void
attune_vote_bar_finalize (GObject *object)
{
  AttuneVoteBar *self = (AttuneVoteBar *)object;

  g_ptr_array_unref (self->buttons);

  G_OBJECT_CLASS (attune_vote_bar_parent_class)->finalize (object);
}

static void
attune_vote_bar_class_init (AttuneVoteBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_vote_bar_dispose;
  object_class->finalize = attune_vote_bar_finalize;

  signals[SIGNAL_VOTE] =
    g_signal_new ("vote",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
attune_vote_bar_init (AttuneVoteBar *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->buttons = g_ptr_array_new ();
  self->box = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->box, 6);
  adw_wrap_box_set_line_spacing (self->box, 6);
  adw_wrap_box_set_align (self->box, 0.5f);
  self->earlier_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->earlier_label, TRUE);
  gtk_label_set_justify (self->earlier_label, GTK_JUSTIFY_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->earlier_label), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->earlier_label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->earlier_label), "dimmed");
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->box));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->earlier_label));
  adw_bin_set_child (ADW_BIN (self), content);
}

/**
 * attune_vote_bar_set_names:
 * @self: a bar
 * @names: what the columns are called, in the order in which they stand
 */
void
attune_vote_bar_set_names (AttuneVoteBar      *self,
                           const char * const *names)
{
  GtkWidget *question;

  g_return_if_fail (ATTUNE_IS_VOTE_BAR (self));
  g_return_if_fail (names != NULL);

  g_ptr_array_set_size (self->buttons, 0);
  adw_wrap_box_remove_all (self->box);

  question = gtk_label_new (_("Which answer is better?"));
  gtk_widget_add_css_class (question, "dimmed");
  adw_wrap_box_append (self->box, question);

  for (guint i = 0; names[i] != NULL; i++)
    add_button (self, names[i]);

  add_button (self, C_("vote", "Equally Good"));
}

/**
 * attune_vote_bar_set_is_candidate:
 * @self: a bar with names
 * @place: where a column stands
 * @is_candidate: whether it has an answer, and can be chosen
 */
void
attune_vote_bar_set_is_candidate (AttuneVoteBar *self,
                                  guint          place,
                                  gboolean       is_candidate)
{
  g_return_if_fail (ATTUNE_IS_VOTE_BAR (self));
  g_return_if_fail (place + 1 < self->buttons->len);

  gtk_widget_set_visible (g_ptr_array_index (self->buttons, place), is_candidate);
}

/**
 * attune_vote_bar_set_vote:
 * @self: a bar with names
 * @vote: the place that was chosen, %ATTUNE_COMPARISON_TIE or %ATTUNE_COMPARISON_NO_VOTE
 */
void
attune_vote_bar_set_vote (AttuneVoteBar *self,
                          int            vote)
{
  g_return_if_fail (ATTUNE_IS_VOTE_BAR (self));

  self->is_updating = TRUE;

  for (guint i = 0; i < self->buttons->len; i++)
    {
      gboolean is_tie = i + 1 == self->buttons->len;

      gtk_toggle_button_set_active (g_ptr_array_index (self->buttons, i),
                                    is_tie ? vote == ATTUNE_COMPARISON_TIE : vote == (int)i);
    }

  self->is_updating = FALSE;
}

/**
 * attune_vote_bar_set_earlier:
 * @self: a bar
 * @text: (nullable): what was found before columns came or went, a sentence
 */
void
attune_vote_bar_set_earlier (AttuneVoteBar *self,
                             const char    *text)
{
  g_return_if_fail (ATTUNE_IS_VOTE_BAR (self));

  gtk_label_set_text (self->earlier_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->earlier_label), text != NULL);
}
