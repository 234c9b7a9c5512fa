/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-bubble"

#include "config.h"

#include "attune-example-bubble.h"

/* How far a bubble stays away from the other side. */
#define INDENT 36

struct _AttuneExampleBubble
{
  GtkWidget  parent_instance;

  GtkWidget *box;         /* the caption and what is said */
  gboolean   is_answer;
};

G_DEFINE_FINAL_TYPE (AttuneExampleBubble, attune_example_bubble, GTK_TYPE_WIDGET)

static GtkWidget *
new_caption (const char *text,
             GtkAlign    align)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (label, align);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dimmed");

  return label;
}

static GtkSizeRequestMode
attune_example_bubble_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Of @width pixels, how many the box takes: what is too narrow for it is only asked for. */
static int
get_box_width (AttuneExampleBubble *self,
               int                  width)
{
  int min;
  int natural;

  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, &min, &natural, NULL, NULL);

  return MAX (min, MIN (natural, width - INDENT));
}

static void
attune_example_bubble_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  AttuneExampleBubble *self = (AttuneExampleBubble *)widget;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gtk_widget_measure (self->box, GTK_ORIENTATION_VERTICAL,
                          for_size >= 0 ? get_box_width (self, for_size) : -1,
                          minimum, natural, NULL, NULL);
      return;
    }

  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
  *minimum += INDENT;
  *natural += INDENT;
}

static void
attune_example_bubble_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  AttuneExampleBubble *self = (AttuneExampleBubble *)widget;
  gboolean is_at_left = self->is_answer == (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_LTR);
  int box_width = get_box_width (self, width);
  GtkAllocation allocation = { is_at_left ? 0 : width - box_width, 0, box_width, height };

  gtk_widget_size_allocate (self->box, &allocation, -1);
}

static void
attune_example_bubble_dispose (GObject *object)
{
  AttuneExampleBubble *self = (AttuneExampleBubble *)object;

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (attune_example_bubble_parent_class)->dispose (object);
}

static void
attune_example_bubble_class_init (AttuneExampleBubbleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_example_bubble_dispose;

  widget_class->get_request_mode = attune_example_bubble_get_request_mode;
  widget_class->measure = attune_example_bubble_measure;
  widget_class->size_allocate = attune_example_bubble_size_allocate;
}

static void
attune_example_bubble_init (AttuneExampleBubble *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * attune_example_bubble_new:
 * @title: who says it
 * @content: (transfer floating): what is said
 * @is_answer: whether it is the model that says it
 *
 * Returns: (transfer floating): a bubble
 */
GtkWidget *
attune_example_bubble_new (const char *title,
                           GtkWidget  *content,
                           gboolean    is_answer)
{
  AttuneExampleBubble *self = g_object_new (ATTUNE_TYPE_EXAMPLE_BUBBLE, NULL);
  GtkWidget *caption = new_caption (title, is_answer ? GTK_ALIGN_START : GTK_ALIGN_END);
  GtkWidget *card = adw_bin_new ();

  self->is_answer = is_answer;

  gtk_widget_set_margin_top (content, 9);
  gtk_widget_set_margin_bottom (content, 9);
  gtk_widget_set_margin_start (content, 12);
  gtk_widget_set_margin_end (content, 12);

  adw_bin_set_child (ADW_BIN (card), content);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, is_answer ? "example-answer" : "example-question");

  gtk_box_append (GTK_BOX (self->box), caption);
  gtk_box_append (GTK_BOX (self->box), card);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (card),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, caption, NULL,
                                  -1);

  return GTK_WIDGET (self);
}
