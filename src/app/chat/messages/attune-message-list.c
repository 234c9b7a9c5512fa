/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-list"

#include "config.h"

#include "attune-message-heights.h"
#include "attune-message-list.h"

/* Between messages, and at both ends, in pixels. */
#define PADDING 12

/* Rows have widgets this far beyond what can be seen, so that they are ready when they come. */
#define MARGIN 240

/* Nearer to the end than this counts as being there. */
#define END_DISTANCE 24

/* How far beyond what can be seen heights are measured while nothing else is to be done, in
 * rows. */
#define N_MEASURED_AHEAD 24

/* A row that has widgets. */
typedef struct
{
  guint              position;
  int                y;          /* of its top, from the top of what can be seen */
  AttuneMessageView *view;       /* a child */
} Row;

struct _AttuneMessageList
{
  GtkWidget             parent_instance;

  GListModel           *model;
  AttuneMessageHeights *heights;
  GArray               *rows;          /* Row: in order, those that can be seen or nearly */
  GPtrArray            *spare;         /* AttuneMessageView: children to be used again */
  AttuneMessageView    *kept;          /* has the focus, and is not to be seen now */
  guint                 kept_position;
  AttuneMessageView    *measured;      /* a child that is never seen */

  GtkAdjustment        *hadjustment;
  GtkAdjustment        *vadjustment;
  GtkScrollablePolicy   hscroll_policy;
  GtkScrollablePolicy   vscroll_policy;

  guint                 anchor;        /* the row that stays where it is */
  int                   anchor_y;
  gboolean              is_at_end;     /* then the last row's end stays where it is */
  gboolean              is_configuring;
  gboolean              is_unfinished; /* rows near what can be seen are still to be made */
  guint                 n_made;        /* rows that got another message in this layout */
  guint                 ahead_source;
};

enum {
  PROP_0,
  PROP_MODEL,
  PROP_IS_AT_END,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
  N_PROPS = PROP_HADJUSTMENT
};

enum {
  SIGNAL_BIND_VIEW,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE_WITH_CODE (AttuneMessageList, attune_message_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static guint
get_n_rows (AttuneMessageList *self)
{
  return attune_message_heights_get_n_rows (self->heights);
}

static void
set_is_at_end (AttuneMessageList *self,
               gboolean           is_at_end)
{
  if (self->is_at_end == is_at_end)
    return;

  self->is_at_end = is_at_end;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_AT_END]);
}

/* --- Views --- */

static AttuneMessageView *
add_view (AttuneMessageList *self)
{
  AttuneMessageView *view = attune_message_view_new ();

  gtk_widget_set_parent (GTK_WIDGET (view), GTK_WIDGET (self));

  return view;
}

static void
bind_view (AttuneMessageList *self,
           AttuneMessageView *view,
           guint              position)
{
  g_autoptr(AttuneMessage) message = g_list_model_get_item (self->model, position);

  if (attune_message_view_get_message (view) != message)
    {
      attune_message_view_set_message (view, message);
      g_signal_emit (self, signals[SIGNAL_BIND_VIEW], 0, view);
    }

  attune_message_view_set_is_last (view, position + 1 == get_n_rows (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int)position + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int)get_n_rows (self),
                                  -1);
}

/* The view that showed the message before, if there is one, or any that is free. */
static AttuneMessageView *
take_view (AttuneMessageList *self,
           guint              position)
{
  g_autoptr(AttuneMessage) message = g_list_model_get_item (self->model, position);
  AttuneMessageView *view = NULL;

  if (self->kept != NULL && attune_message_view_get_message (self->kept) == message)
    return g_steal_pointer (&self->kept);

  for (guint i = 0; i < self->spare->len && view == NULL; i++)
    if (attune_message_view_get_message (g_ptr_array_index (self->spare, i)) == message)
      view = g_ptr_array_steal_index_fast (self->spare, i);

  if (view == NULL && self->spare->len > 0)
    view = g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);

  return view != NULL ? view : add_view (self);
}

/* A view that has the focus keeps it when it scrolls away. */
static void
give_back (AttuneMessageList *self,
           const Row         *row)
{
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (row->view) ||
      attune_message_view_get_has_selection (row->view))
    {
      if (self->kept != NULL)
        g_ptr_array_add (self->spare, self->kept);
      self->kept = row->view;
      self->kept_position = row->position;
    }
  else
    {
      g_ptr_array_add (self->spare, row->view);
    }
}

static void
give_back_all (AttuneMessageList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    give_back (self, &g_array_index (self->rows, Row, i));

  g_array_set_size (self->rows, 0);
}

static const Row *
find_row (AttuneMessageList *self,
          guint              position)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, Row, i).position == position)
      return &g_array_index (self->rows, Row, i);

  return NULL;
}

/* --- Layout --- */

static int
measure_view (AttuneMessageList *self,
              AttuneMessageView *view,
              guint              position)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int minimum;
  int height;

  /* A widget wants to be asked how wide it is before it is asked how high. */
  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_VERTICAL, MAX (width, minimum), &height,
                      NULL, NULL, NULL);
  attune_message_heights_set (self->heights, position, height + PADDING);

  return height + PADDING;
}

/* Takes the row out of @old if it had widgets already. */
static int
place_row (AttuneMessageList *self,
           GArray            *old,
           guint              position,
           int                y,
           gboolean           is_first)
{
  Row row = { .position = position, .y = y };
  gboolean is_bound;

  for (guint i = 0; i < old->len && row.view == NULL; i++)
    if (g_array_index (old, Row, i).position == position)
      {
        row.view = g_array_index (old, Row, i).view;
        g_array_remove_index_fast (old, i);
      }

  is_bound = row.view != NULL;
  if (!is_bound)
    {
      row.view = take_view (self, position);
      self->n_made++;
    }

  gtk_widget_set_child_visible (GTK_WIDGET (row.view), TRUE);
  if (!is_bound)
    bind_view (self, row.view, position);

  if (is_first)
    g_array_prepend_val (self->rows, row);
  else
    g_array_append_val (self->rows, row);

  return measure_view (self, row.view, position);
}

static void
shift (AttuneMessageList *self,
       int                distance)
{
  for (guint i = 0; i < self->rows->len; i++)
    g_array_index (self->rows, Row, i).y += distance;
}

static int
get_top (AttuneMessageList *self)
{
  return g_array_index (self->rows, Row, 0).y;
}

static int
get_bottom (AttuneMessageList *self)
{
  const Row *last = &g_array_index (self->rows, Row, self->rows->len - 1);

  return last->y + attune_message_heights_get (self->heights, last->position);
}

/* A new row costs as much as all else in a frame: one that cannot be seen yet waits for another
 * frame when this one has made some already. */
static gboolean
has_time (AttuneMessageList *self,
          GArray            *old,
          guint              position,
          gboolean           is_seen)
{
  if (is_seen || self->n_made == 0)
    return TRUE;

  for (guint i = 0; i < old->len; i++)
    if (g_array_index (old, Row, i).position == position)
      return TRUE;

  self->is_unfinished = TRUE;

  return FALSE;
}

static void
fill_down (AttuneMessageList *self,
           GArray            *old,
           int                height)
{
  guint next = g_array_index (self->rows, Row, self->rows->len - 1).position + 1;

  for (; next < get_n_rows (self) && get_bottom (self) < height + MARGIN; next++)
    {
      if (!has_time (self, old, next, get_bottom (self) < height))
        return;

      place_row (self, old, next, get_bottom (self), FALSE);
    }
}

static void
fill_up (AttuneMessageList *self,
         GArray            *old)
{
  while (get_top (self) > -MARGIN && g_array_index (self->rows, Row, 0).position > 0)
    {
      guint position;
      int bottom;
      int height;

      if (!has_time (self, old, g_array_index (self->rows, Row, 0).position - 1,
                     get_top (self) > 0))
        return;

      position = g_array_index (self->rows, Row, 0).position - 1;
      bottom = get_top (self);
      height = place_row (self, old, position, 0, TRUE);

      g_array_index (self->rows, Row, 0).y = bottom - height;
    }
}

/* From the anchor outwards, as far as can be seen and a little more; then neither end of the
 * chat may be away from the end of what can be seen. */
static void
place_rows (AttuneMessageList *self,
            int                height)
{
  g_autoptr(GArray) old = g_steal_pointer (&self->rows);
  int first_height;

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->anchor = MIN (self->anchor, get_n_rows (self) - 1);

  if (self->is_at_end)
    self->anchor = get_n_rows (self) - 1;

  first_height = place_row (self, old, self->anchor, self->anchor_y, FALSE);
  if (self->is_at_end)
    g_array_index (self->rows, Row, 0).y = height - PADDING - first_height;

  fill_down (self, old, height);
  if (g_array_index (self->rows, Row, self->rows->len - 1).position + 1 == get_n_rows (self) &&
      get_bottom (self) + PADDING < height)
    shift (self, height - PADDING - get_bottom (self));

  fill_up (self, old);
  if (g_array_index (self->rows, Row, 0).position == 0 && get_top (self) > PADDING)
    {
      shift (self, PADDING - get_top (self));
      fill_down (self, old, height);
    }

  for (guint i = 0; i < old->len; i++)
    give_back (self, &g_array_index (old, Row, i));
}

/* The first row of which anything can be seen stays where it is from now on. */
static void
choose_anchor (AttuneMessageList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (row->y + attune_message_heights_get (self->heights, row->position) <= 0)
        continue;

      self->anchor = row->position;
      self->anchor_y = row->y;
      return;
    }
}

static void
configure_adjustments (AttuneMessageList *self,
                       int                width,
                       int                height)
{
  double value = 0;
  double upper = height;

  if (self->rows->len > 0)
    {
      const Row *row = &g_array_index (self->rows, Row, 0);

      value = PADDING + attune_message_heights_get_offset (self->heights, row->position) - row->y;
      upper = attune_message_heights_get_offset (self->heights, get_n_rows (self)) + 2 * PADDING;
    }

  self->is_configuring = TRUE;
  gtk_adjustment_configure (self->vadjustment, value, 0, MAX (upper, height), height * 0.1,
                            height * 0.9, height);
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, 0, 0, width);
  self->is_configuring = FALSE;
}

static void
allocate_view (AttuneMessageList *self,
               AttuneMessageView *view,
               int                y,
               int                width,
               int                height)
{
  GskTransform *transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, y));

  gtk_widget_allocate (GTK_WIDGET (view), width, height, -1, transform);
}

static void
hide_view (AttuneMessageView *view)
{
  gtk_widget_set_child_visible (GTK_WIDGET (view), FALSE);
}

static gboolean measure_ahead_cb (gpointer user_data);

static void
queue_ahead (AttuneMessageList *self)
{
  if (self->ahead_source == 0)
    self->ahead_source = g_idle_add_full (G_PRIORITY_LOW, measure_ahead_cb, self, NULL);
}

static void
attune_message_list_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (widget);

  attune_message_heights_set_width (self->heights, width);
  self->n_made = 0;
  self->is_unfinished = FALSE;

  if (get_n_rows (self) > 0)
    place_rows (self, height);
  else
    give_back_all (self);

  choose_anchor (self);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      allocate_view (self, row->view, row->y, width,
                     attune_message_heights_get (self->heights, row->position) - PADDING);
    }

  g_ptr_array_foreach (self->spare, (GFunc)hide_view, NULL);
  if (self->kept != NULL)
    hide_view (self->kept);
  if (self->vadjustment != NULL)
    configure_adjustments (self, width, height);
  queue_ahead (self);
}

static GtkSizeRequestMode
attune_message_list_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
attune_message_list_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : 400;
}

/* A row above what can be seen that turns out to be higher than was guessed moves nothing that
 * is seen. */
static void
measure_ahead (AttuneMessageList *self,
               guint              position)
{
  g_autoptr(AttuneMessage) message = g_list_model_get_item (self->model, position);

  if (self->measured == NULL)
    {
      self->measured = add_view (self);
      hide_view (self->measured);
    }

  attune_message_view_set_message (self->measured, message);
  measure_view (self, self->measured, position);
}

static gboolean
needs_measuring (AttuneMessageList *self,
                 guint              position)
{
  return position != G_MAXUINT && !attune_message_heights_is_known (self->heights, position);
}

static gboolean
measure_ahead_cb (gpointer user_data)
{
  AttuneMessageList *self = user_data;
  guint first = self->rows->len > 0 ? g_array_index (self->rows, Row, 0).position : 0;
  guint last = first + self->rows->len;

  if (self->is_unfinished)
    gtk_widget_queue_allocate (GTK_WIDGET (self));

  for (guint i = 0; !self->is_unfinished && self->rows->len > 0 && i < N_MEASURED_AHEAD; i++)
    {
      guint before = first > i ? first - i - 1 : G_MAXUINT;
      guint after = last + i < get_n_rows (self) ? last + i : G_MAXUINT;
      guint position = needs_measuring (self, before) ? before : after;

      if (!needs_measuring (self, position))
        continue;

      /* One at a time, so that a frame never has to wait for more than one. */
      measure_ahead (self, position);
      configure_adjustments (self, gtk_widget_get_width (GTK_WIDGET (self)),
                             gtk_widget_get_height (GTK_WIDGET (self)));
      return G_SOURCE_CONTINUE;
    }

  self->ahead_source = 0;

  return G_SOURCE_REMOVE;
}

/* --- Scrolling --- */

static void
value_changed_cb (AttuneMessageList *self)
{
  double value = gtk_adjustment_get_value (self->vadjustment);
  double end = gtk_adjustment_get_upper (self->vadjustment) -
    gtk_adjustment_get_page_size (self->vadjustment);

  if (self->is_configuring)
    return;

  self->anchor = attune_message_heights_find (self->heights, value - PADDING);
  self->anchor_y = PADDING - (int)value +
                   (int)attune_message_heights_get_offset (self->heights, self->anchor);
  set_is_at_end (self, value >= end - END_DISTANCE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (AttuneMessageList  *self,
                GtkAdjustment     **place,
                GtkAdjustment      *adjustment)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);

  g_set_object (place, adjustment);

  if (adjustment != NULL && place == &self->vadjustment)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
items_changed_cb (AttuneMessageList *self,
                  guint              position,
                  guint              n_removed,
                  guint              n_added)
{
  attune_message_heights_splice (self->heights, self->model, position, n_removed, n_added);

  if (self->anchor >= position + n_removed)
    self->anchor += n_added - n_removed;

  /* Views find their messages again. */
  give_back_all (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- Keyboard --- */

static gboolean
focus_row (AttuneMessageList *self,
           guint              position)
{
  const Row *row;

  if (position >= get_n_rows (self))
    return FALSE;

  row = find_row (self, position);
  if (row == NULL)
    return FALSE;

  return gtk_widget_grab_focus (GTK_WIDGET (row->view));
}

static guint
find_focused (AttuneMessageList *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; child != NULL && i < self->rows->len; i++)
    if (GTK_WIDGET (g_array_index (self->rows, Row, i).view) == child)
      return g_array_index (self->rows, Row, i).position;

  return child != NULL && child == GTK_WIDGET (self->kept) ? self->kept_position : G_MAXUINT;
}

static void
scroll_by (AttuneMessageList *self,
           double             distance)
{
  gtk_adjustment_set_value (self->vadjustment,
                            gtk_adjustment_get_value (self->vadjustment) + distance);
}

/* Down reads on: to the end of a message that is longer than what can be seen, then to the next
 * one. */
static void
move_focus (AttuneMessageList *self,
            int                step)
{
  guint focused = find_focused (self);
  const Row *row = focused != G_MAXUINT ? find_row (self, focused) : NULL;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int bottom;

  if (row == NULL)
    {
      attune_message_list_scroll_to (self, focused != G_MAXUINT ? focused : get_n_rows (self) - 1);
      return;
    }

  bottom = row->y + attune_message_heights_get (self->heights, row->position);

  if ((step > 0 && bottom > height) || (step < 0 && row->y < 0))
    scroll_by (self,
               step * MIN (height * 0.3, step > 0 ? bottom - height + PADDING : PADDING - row->y));
  else if (focus_row (self, focused + (guint)step))
    attune_message_list_scroll_to (self, focused + (guint)step);
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *parameter,
         gpointer   user_data)
{
  move_focus (ATTUNE_MESSAGE_LIST (widget), g_variant_get_int32 (parameter));

  return GDK_EVENT_STOP;
}

static gboolean
page_cb (GtkWidget *widget,
         GVariant  *parameter,
         gpointer   user_data)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (widget);

  scroll_by (self, g_variant_get_int32 (parameter) *
             gtk_adjustment_get_page_increment (self->vadjustment));

  return GDK_EVENT_STOP;
}

static gboolean
end_cb (GtkWidget *widget,
        GVariant  *parameter,
        gpointer   user_data)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (widget);

  if (g_variant_get_int32 (parameter) > 0)
    attune_message_list_scroll_to_end (self);
  else
    gtk_adjustment_set_value (self->vadjustment, 0);

  return GDK_EVENT_STOP;
}

/* Tab goes through one message, and then out of the list: another thousand may follow. */
static gboolean
attune_message_list_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (child != NULL)
    return gtk_widget_child_focus (child, direction);

  for (guint i = self->rows->len; i > 0; i--)
    {
      const Row *row = &g_array_index (self->rows, Row, i - 1);

      if (row->y < gtk_widget_get_height (widget) && row->y >= 0 &&
          gtk_widget_grab_focus (GTK_WIDGET (row->view)))
        return TRUE;
    }

  return self->rows->len > 0 &&
    gtk_widget_grab_focus (GTK_WIDGET (g_array_index (self->rows, Row, 0).view));
}

/* --- The object --- */

static void
attune_message_list_dispose (GObject *object)
{
  AttuneMessageList *self = (AttuneMessageList *)object;
  GtkWidget *child;

  g_clear_handle_id (&self->ahead_source, g_source_remove);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  g_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->spare, 0);
  self->kept = NULL;
  self->measured = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (attune_message_list_parent_class)->dispose (object);
}

static void
attune_message_list_finalize (GObject *object)
{
  AttuneMessageList *self = (AttuneMessageList *)object;

  g_array_unref (self->rows);
  g_ptr_array_unref (self->spare);
  attune_message_heights_free (self->heights);

  G_OBJECT_CLASS (attune_message_list_parent_class)->finalize (object);
}

static void
attune_message_list_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;

    case PROP_IS_AT_END:
      g_value_set_boolean (value, self->is_at_end);
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_message_list_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      attune_message_list_set_model (self, g_value_get_object (value));
      break;

    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
add_keys (GtkWidgetClass  *widget_class,
          guint            key,
          guint            keypad_key,
          GtkShortcutFunc  func,
          int              step)
{
  gtk_widget_class_add_binding (widget_class, key, 0, func, "i", step);
  gtk_widget_class_add_binding (widget_class, keypad_key, 0, func, "i", step);
}

static void
attune_message_list_class_init (AttuneMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_message_list_dispose;
  object_class->finalize = attune_message_list_finalize;
  object_class->get_property = attune_message_list_get_property;
  object_class->set_property = attune_message_list_set_property;
  widget_class->focus = attune_message_list_focus;
  widget_class->get_request_mode = attune_message_list_get_request_mode;
  widget_class->measure = attune_message_list_measure;
  widget_class->size_allocate = attune_message_list_size_allocate;

  properties[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL,
                         G_TYPE_LIST_MODEL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_AT_END] =
    g_param_spec_boolean ("is-at-end", NULL, NULL,
                          TRUE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_BIND_VIEW] =
    g_signal_new ("bind-view",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, ATTUNE_TYPE_MESSAGE_VIEW);

  gtk_widget_class_set_css_name (widget_class, "messagelist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  add_keys (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, move_cb, -1);
  add_keys (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, move_cb, 1);
  add_keys (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, page_cb, -1);
  add_keys (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, page_cb, 1);
  add_keys (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, end_cb, -1);
  add_keys (widget_class, GDK_KEY_End, GDK_KEY_KP_End, end_cb, 1);
}

static void
attune_message_list_init (AttuneMessageList *self)
{
  self->heights = attune_message_heights_new ();
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->spare = g_ptr_array_new ();
  self->is_at_end = TRUE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * attune_message_list_new:
 *
 * Returns: (transfer floating): a list without messages
 */
AttuneMessageList *
attune_message_list_new (void)
{
  return g_object_new (ATTUNE_TYPE_MESSAGE_LIST, NULL);
}

/**
 * attune_message_list_get_model:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): its messages
 */
GListModel *
attune_message_list_get_model (AttuneMessageList *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE_LIST (self), NULL);

  return self->model;
}

/**
 * attune_message_list_set_model:
 * @self: a list
 * @model: (nullable): AttuneMessage in the order in which they were said
 */
void
attune_message_list_set_model (AttuneMessageList *self,
                               GListModel        *model)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      give_back_all (self);
      attune_message_heights_splice (self->heights, self->model, 0, get_n_rows (self), 0);
    }

  g_set_object (&self->model, model);

  if (model != NULL)
    {
      g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
      items_changed_cb (self, 0, 0, g_list_model_get_n_items (model));
    }

  attune_message_list_scroll_to_end (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/**
 * attune_message_list_scroll_to_end:
 * @self: a list
 *
 * Goes to the end, and stays there as it grows.
 */
void
attune_message_list_scroll_to_end (AttuneMessageList *self)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE_LIST (self));

  set_is_at_end (self, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * attune_message_list_scroll_to:
 * @self: a list
 * @position: of a message
 *
 * Lets as much of it be seen as there is room for, moving as little as possible.
 */
void
attune_message_list_scroll_to (AttuneMessageList *self,
                               guint              position)
{
  const Row *row;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int bottom;

  g_return_if_fail (ATTUNE_IS_MESSAGE_LIST (self));

  if (position >= get_n_rows (self))
    return;

  row = find_row (self, position);
  bottom = row != NULL ? row->y + attune_message_heights_get (self->heights, position) : 0;

  if (row != NULL && row->y >= 0 && bottom <= height)
    return;

  if (row != NULL && bottom > height && row->y > PADDING)
    scroll_by (self, MIN (row->y - PADDING, bottom + PADDING - height));
  else
    gtk_adjustment_set_value (self->vadjustment,
                              attune_message_heights_get_offset (self->heights, position));
}

/**
 * attune_message_list_get_view:
 * @self: a list
 * @position: of a message
 *
 * Returns: (transfer none) (nullable): what shows it, if it can be seen now or nearly
 */
AttuneMessageView *
attune_message_list_get_view (AttuneMessageList *self,
                              guint              position)
{
  const Row *row;

  g_return_val_if_fail (ATTUNE_IS_MESSAGE_LIST (self), NULL);

  row = find_row (self, position);

  return row != NULL ? row->view : NULL;
}

/**
 * attune_message_list_dup_message:
 * @self: a list
 * @id: of a message
 *
 * Returns: (transfer full) (nullable): the message, if it is in the list
 */
AttuneMessage *
attune_message_list_dup_message (AttuneMessageList *self,
                                 gint64             id)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE_LIST (self), NULL);

  /* The last ones are those that something is done with. */
  for (guint i = get_n_rows (self); i > 0; i--)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (self->model, i - 1);

      if (attune_message_get_id (message) == id)
        return g_steal_pointer (&message);
    }

  return NULL;
}
