/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-selection"

#include "config.h"

#include <string.h>

#include "attune-text-label.h"
#include "attune-text-selection.h"
#include "attune-text-separator.h"

/* A place between two characters of all the texts. */
typedef struct
{
  guint block;      /* in the order in which they are read */
  guint index;      /* in bytes of its text */
} Place;

struct _AttuneTextSelection
{
  GObject    parent_instance;

  GtkWidget *root;            /* borrowed: it has the gestures, which go with it */
  Place      from;            /* where the drag began: a word or a text when it began with clicks */
  Place      to;
  gboolean   has_selection;
};

enum {
  PROP_0,
  PROP_HAS_SELECTION,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneTextSelection, attune_text_selection, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* There is one selection in a program, as there is one that the middle button pastes. */
static AttuneTextSelection *current;

static void
collect_blocks (GtkWidget *widget,
                GPtrArray *blocks)
{
  if (!gtk_widget_get_visible (widget))
    return;

  if (ATTUNE_IS_TEXT_LABEL (widget))
    {
      g_ptr_array_add (blocks, widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_blocks (child, blocks);
}

/* (transfer container): in the order in which they are read. */
static GPtrArray *
list_blocks (AttuneTextSelection *self)
{
  GPtrArray *blocks = g_ptr_array_new ();

  collect_blocks (self->root, blocks);

  return blocks;
}

static int
compare_places (const Place *a,
                const Place *b)
{
  if (a->block != b->block)
    return a->block < b->block ? -1 : 1;

  return a->index < b->index ? -1 : a->index > b->index;
}

static void
set_has_selection (AttuneTextSelection *self,
                   gboolean             has_selection)
{
  if (self->has_selection == has_selection)
    return;

  self->has_selection = has_selection;

  if (has_selection)
    {
      if (current != NULL && current != self)
        attune_text_selection_clear (current);
      g_set_weak_pointer (&current, self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_SELECTION]);
}

static void
select_range (AttuneTextSelection *self,
              GPtrArray           *blocks,
              Place                start,
              Place                end)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      guint from = i < start.block ? G_MAXUINT : i == start.block ? start.index : 0;
      guint to = i > end.block ? 0 : i == end.block ? end.index : G_MAXUINT;

      if (from < to)
        attune_text_label_select (g_ptr_array_index (blocks, i), from, to);
      else
        attune_text_label_select (g_ptr_array_index (blocks, i), 0, 0);
    }

  set_has_selection (self, compare_places (&start, &end) < 0);
}

/* How far @y is from a block, and then @x: cells stand beside each other. */
static double
get_distance (const graphene_rect_t *bounds,
              double                 x,
              double                 y)
{
  double dx = MAX (MAX (bounds->origin.x - x, x - (bounds->origin.x + bounds->size.width)), 0);
  double dy = MAX (MAX (bounds->origin.y - y, y - (bounds->origin.y + bounds->size.height)), 0);

  return dy * 1000 + dx;
}

static Place
find_place (AttuneTextSelection *self,
            GPtrArray           *blocks,
            double               x,
            double               y)
{
  double best = G_MAXDOUBLE;
  graphene_point_t point = GRAPHENE_POINT_INIT_ZERO;
  Place place = { 0 };

  for (guint i = 0; i < blocks->len; i++)
    {
      graphene_rect_t bounds;
      double distance;

      if (!gtk_widget_compute_bounds (g_ptr_array_index (blocks, i), self->root, &bounds))
        continue;

      distance = get_distance (&bounds, x, y);
      if (distance >= best)
        continue;

      best = distance;
      place.block = i;
      point = GRAPHENE_POINT_INIT ((float)x - bounds.origin.x, (float)y - bounds.origin.y);
    }

  if (blocks->len > 0)
    place.index = attune_text_label_get_index_at (g_ptr_array_index (blocks, place.block), point.x,
                                                  point.y);

  return place;
}

/* What is around the texts and takes the focus, so that keys work on what was just selected. */
static void
grab_focus (AttuneTextSelection *self)
{
  GtkWidget *widget = self->root;

  while (widget != NULL && !gtk_widget_get_focusable (widget))
    widget = gtk_widget_get_parent (widget);

  if (widget != NULL)
    gtk_widget_grab_focus (widget);
}

static void
pressed_cb (AttuneTextSelection *self,
            int                  n_press,
            double               x,
            double               y,
            GtkGestureClick     *gesture)
{
  g_autoptr(GPtrArray) blocks = list_blocks (self);
  Place place = find_place (self, blocks, x, y);
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  AttuneTextLabel *block;

  if (blocks->len == 0)
    return;

  block = g_ptr_array_index (blocks, place.block);

  if (n_press == 1 && (state & GDK_SHIFT_MASK) != 0 && self->has_selection)
    {
      self->to = place;
    }
  else
    {
      self->from = self->to = place;
      if (n_press == 2)
        attune_text_label_get_word (block, place.index, &self->from.index, &self->to.index);
      else if (n_press >= 3)
        {
          self->from.index = 0;
          self->to.index = strlen (attune_text_label_get_text (block));
        }
    }

  if (compare_places (&self->from, &self->to) <= 0)
    select_range (self, blocks, self->from, self->to);
  else
    select_range (self, blocks, self->to, self->from);

  grab_focus (self);
}

static void
update_primary (AttuneTextSelection *self)
{
  g_autofree char *text = self->has_selection ? attune_text_selection_dup_text (self) : NULL;

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_primary_clipboard (self->root), text);
}

static void
drag_update_cb (AttuneTextSelection *self,
                double               x,
                double               y,
                GtkGestureDrag      *gesture)
{
  g_autoptr(GPtrArray) blocks = list_blocks (self);
  double start_x;
  double start_y;
  Place place;

  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);

  if (!gtk_drag_check_threshold (self->root, (int)start_x, (int)start_y, (int)(start_x + x),
                                 (int)(start_y + y)) &&
      !self->has_selection)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  place = find_place (self, blocks, start_x + x, start_y + y);

  if (compare_places (&place, &self->from) < 0)
    select_range (self, blocks, place, compare_places (&self->from, &self->to) < 0 ? self->to
                  : self->from);
  else if (compare_places (&place, &self->to) >= 0 || compare_places (&self->from, &self->to) >= 0)
    select_range (self, blocks, self->from, place);
}

static void
drag_end_cb (AttuneTextSelection *self)
{
  update_primary (self);
}

static void
attune_text_selection_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  AttuneTextSelection *self = ATTUNE_TEXT_SELECTION (object);

  switch (prop_id)
    {
    case PROP_HAS_SELECTION:
      g_value_set_boolean (value, self->has_selection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_text_selection_class_init (AttuneTextSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = attune_text_selection_get_property;

  properties[PROP_HAS_SELECTION] =
    g_param_spec_boolean ("has-selection", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_text_selection_init (AttuneTextSelection *self)
{
}

/* A finger scrolls. */
static void
begin_cb (GtkGesture       *gesture,
          GdkEventSequence *sequence)
{
  GdkDevice *device =
      gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

  if (device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

/**
 * attune_text_selection_new:
 * @root: what the texts are in; it takes the focus
 *
 * Returns: (transfer full): a selection; it must not outlive @root
 */
AttuneTextSelection *
attune_text_selection_new (GtkWidget *root)
{
  AttuneTextSelection *self;
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  self = g_object_new (ATTUNE_TYPE_TEXT_SELECTION, NULL);
  self->root = root;
  g_signal_connect (drag, "begin", G_CALLBACK (begin_cb), NULL);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (root, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (root, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_group (click, drag);

  return self;
}

/**
 * attune_text_selection_select_all:
 * @self: a selection
 */
void
attune_text_selection_select_all (AttuneTextSelection *self)
{
  g_autoptr(GPtrArray) blocks = NULL;

  g_return_if_fail (ATTUNE_IS_TEXT_SELECTION (self));

  blocks = list_blocks (self);
  if (blocks->len == 0)
    return;

  self->from = (Place) { 0 };
  self->to = (Place) { blocks->len - 1, G_MAXUINT };
  select_range (self, blocks, self->from, self->to);
  update_primary (self);
}

/**
 * attune_text_selection_clear:
 * @self: a selection
 */
void
attune_text_selection_clear (AttuneTextSelection *self)
{
  g_autoptr(GPtrArray) blocks = NULL;

  g_return_if_fail (ATTUNE_IS_TEXT_SELECTION (self));

  if (!self->has_selection)
    return;

  blocks = list_blocks (self);
  self->from = self->to = (Place) { 0 };
  select_range (self, blocks, self->from, self->to);
}

/**
 * attune_text_selection_dup_text:
 * @self: a selection
 *
 * Returns: (transfer full): what is selected as plain text: a table with tabs between its cells, a
 * list
 *   with its marks, code as it is
 */
char *
attune_text_selection_dup_text (AttuneTextSelection *self)
{
  GString *text = g_string_new (NULL);
  g_autoptr(GPtrArray) blocks = NULL;
  AttuneTextLabel *previous = NULL;

  g_return_val_if_fail (ATTUNE_IS_TEXT_SELECTION (self), NULL);

  blocks = list_blocks (self);

  for (guint i = 0; i < blocks->len; i++)
    {
      AttuneTextLabel *block = g_ptr_array_index (blocks, i);
      guint start;
      guint end;

      if (!attune_text_label_get_selection (block, &start, &end))
        continue;

      if (previous != NULL)
        attune_text_separator_append (text, previous, block);
      if (start == 0)
        g_string_append (text, attune_text_label_get_before (block));
      g_string_append_len (text, attune_text_label_get_text (block) + start, end - start);
      previous = block;
    }

  return g_string_free_and_steal (text);
}
