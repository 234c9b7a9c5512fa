/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-bubble"

#include "config.h"

#include "attune-example-bubble.h"

/* As a long text would be: any width between 80 and 1000, and then so high that all of it fits. */
#define MIN_WIDTH 80
#define NATURAL_WIDTH 1000
#define AREA (NATURAL_WIDTH * 20)

#define ATTUNE_TYPE_TEST_TEXT (attune_test_text_get_type ())

G_DECLARE_FINAL_TYPE (AttuneTestText, attune_test_text, ATTUNE, TEST_TEXT, GtkWidget)

struct _AttuneTestText
{
  GtkWidget  parent_instance;

  int        natural_width;
  guint      n_widths_for_height;   /* how often it was asked how wide it would be at a height */
};

G_DEFINE_FINAL_TYPE (AttuneTestText, attune_test_text, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
attune_test_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
attune_test_text_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  AttuneTestText *self = ATTUNE_TEST_TEXT (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = AREA / (for_size > 0 ? for_size : MIN_WIDTH) + 1;
      return;
    }

  self->n_widths_for_height += for_size >= 0;
  *minimum = MIN (MIN_WIDTH, self->natural_width);
  *natural = self->natural_width;
}

static void
attune_test_text_class_init (AttuneTestTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = attune_test_text_get_request_mode;
  widget_class->measure = attune_test_text_measure;
}

static void
attune_test_text_init (AttuneTestText *self)
{
}

typedef struct
{
  int      natural_width;
  int      width;          /* of the window */
  int      expected;       /* of the text */
  gboolean is_answer;
} Case;

static void
wait_allocated (GtkWidget *widget)
{
  while (gtk_widget_get_width (widget) == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* It is as wide as its text, but never over the whole width; and a text, which takes long to find
 * that out, is not asked how wide it would have to be for a height. */
static void
test_width (gconstpointer data)
{
  const Case *expected = data;
  AttuneTestText *text = g_object_new (ATTUNE_TYPE_TEST_TEXT, NULL);
  GtkWidget *bubble = attune_example_bubble_new ("Who", GTK_WIDGET (text), expected->is_answer);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window = gtk_window_new ();
  graphene_rect_t bounds;

  text->natural_width = expected->natural_width;
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_box_append (GTK_BOX (box), bubble);
  gtk_window_set_default_size (GTK_WINDOW (window), expected->width, 600);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_present (GTK_WINDOW (window));
  wait_allocated (GTK_WIDGET (text));

  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (text)), ==, expected->expected);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (text)), >=, AREA / expected->expected);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (text), bubble, &bounds));

  if (expected->is_answer)
    g_assert_cmpfloat (bounds.origin.x, <, 20);
  else
    g_assert_cmpfloat (bounds.origin.x + bounds.size.width, >, gtk_widget_get_width (bubble) - 20);

  g_assert_cmpuint (text->n_widths_for_height, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  /* Twelve pixels stand at each side of a text, 36 beside a bubble. */
  static const Case cases[] = {
    { 1000, 500, 500 - 36 - 24, TRUE },
    { 1000, 500, 500 - 36 - 24, FALSE },
    { 100, 500, 100, TRUE },
    { 100, 500, 100, FALSE },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add_data_func ("/Attune/ExampleBubble/long-answer", &cases[0], test_width);
  g_test_add_data_func ("/Attune/ExampleBubble/long-question", &cases[1], test_width);
  g_test_add_data_func ("/Attune/ExampleBubble/short-answer", &cases[2], test_width);
  g_test_add_data_func ("/Attune/ExampleBubble/short-question", &cases[3], test_width);

  return g_test_run ();
}
