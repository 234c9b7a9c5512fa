/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Where rows are, and which of them have widgets. */

#define G_LOG_DOMAIN "attune-message-list"

#include "config.h"

#include "attune-message-list-private.h"

/* Rows have widgets this far beyond what can be seen, so that they are ready when they come. */
#define MARGIN 240

/* How far beyond what can be seen heights are measured while nothing else is to be done, in
 * rows. */
#define N_MEASURED_AHEAD 24

static void
shift (AttuneMessageList *self,
       int                distance)
{
  for (guint i = 0; i < self->rows->len; i++)
    g_array_index (self->rows, MessageRow, i).y += distance;
}

static int
get_top (AttuneMessageList *self)
{
  return g_array_index (self->rows, MessageRow, 0).y;
}

static int
get_bottom (AttuneMessageList *self)
{
  const MessageRow *last = &g_array_index (self->rows, MessageRow, self->rows->len - 1);

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
    if (g_array_index (old, MessageRow, i).position == position)
      return TRUE;

  self->is_unfinished = TRUE;

  return FALSE;
}

static void
fill_down (AttuneMessageList *self,
           GArray            *old,
           int                height)
{
  guint next = g_array_index (self->rows, MessageRow, self->rows->len - 1).position + 1;
  guint n_rows = attune_message_list_get_n_rows (self);

  for (; next < n_rows && get_bottom (self) < height + MARGIN; next++)
    {
      if (!has_time (self, old, next, get_bottom (self) < height))
        return;

      attune_message_list_place_row (self, old, next, get_bottom (self), FALSE);
    }
}

static void
fill_up (AttuneMessageList *self,
         GArray            *old)
{
  while (get_top (self) > -MARGIN && g_array_index (self->rows, MessageRow, 0).position > 0)
    {
      guint position;
      int bottom;
      int height;

      if (!has_time (self, old, g_array_index (self->rows, MessageRow, 0).position - 1,
                     get_top (self) > 0))
        return;

      position = g_array_index (self->rows, MessageRow, 0).position - 1;
      bottom = get_top (self);
      height = attune_message_list_place_row (self, old, position, 0, TRUE);

      g_array_index (self->rows, MessageRow, 0).y = bottom - height;
    }
}

/* From the anchor outwards, as far as can be seen and a little more; then neither end of the
 * chat may be away from the end of what can be seen. */
static void
place_rows (AttuneMessageList *self,
            int                height)
{
  g_autoptr(GArray) old = g_steal_pointer (&self->rows);
  guint end = attune_message_list_get_n_rows (self) - 1;
  int first_height;

  self->rows = g_array_new (FALSE, FALSE, sizeof (MessageRow));
  self->anchor = MIN (self->anchor, end);

  if (self->is_at_end)
    self->anchor = end;

  first_height = attune_message_list_place_row (self, old, self->anchor, self->anchor_y, FALSE);
  if (self->is_at_end)
    g_array_index (self->rows, MessageRow, 0).y = height - PADDING - first_height;

  fill_down (self, old, height);
  if (g_array_index (self->rows, MessageRow, self->rows->len - 1).position == end &&
      get_bottom (self) + PADDING < height)
    shift (self, height - PADDING - get_bottom (self));

  fill_up (self, old);
  if (g_array_index (self->rows, MessageRow, 0).position == 0 && get_top (self) > PADDING)
    {
      shift (self, PADDING - get_top (self));
      fill_down (self, old, height);
    }

  for (guint i = 0; i < old->len; i++)
    attune_message_list_give_back (self, &g_array_index (old, MessageRow, i));
}

/* The first row of which anything can be seen stays where it is from now on. */
static void
choose_anchor (AttuneMessageList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const MessageRow *row = &g_array_index (self->rows, MessageRow, i);

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
  guint n_rows = attune_message_list_get_n_rows (self);
  double value = 0;
  double upper = height;

  if (self->rows->len > 0)
    {
      const MessageRow *row = &g_array_index (self->rows, MessageRow, 0);

      value = PADDING + attune_message_heights_get_offset (self->heights, row->position) - row->y;
      upper = attune_message_heights_get_offset (self->heights, n_rows) + 2 * PADDING;
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

/* A row above what can be seen that turns out to be higher than was guessed moves nothing that
 * is seen. */
static void
measure_ahead (AttuneMessageList *self,
               guint              position)
{
  g_autoptr(AttuneMessage) message = g_list_model_get_item (self->model, position);

  if (self->measured == NULL)
    {
      self->measured = attune_message_list_add_view (self);
      attune_message_list_show_view (self->measured, FALSE);
    }

  attune_message_view_set_message (self->measured, message);
  attune_message_list_measure_view (self, self->measured, position);
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
  guint first = self->rows->len > 0 ? g_array_index (self->rows, MessageRow, 0).position : 0;
  guint last = first + self->rows->len;
  guint n_rows = attune_message_list_get_n_rows (self);

  if (self->is_unfinished)
    gtk_widget_queue_allocate (GTK_WIDGET (self));

  for (guint i = 0; !self->is_unfinished && self->rows->len > 0 && i < N_MEASURED_AHEAD; i++)
    {
      guint before = first > i ? first - i - 1 : G_MAXUINT;
      guint after = last + i < n_rows ? last + i : G_MAXUINT;
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

static void
queue_ahead (AttuneMessageList *self)
{
  if (self->ahead_source == 0)
    self->ahead_source = g_idle_add_full (G_PRIORITY_LOW, measure_ahead_cb, self, NULL);
}

/* In the order in which they are read, for whoever hears them. */
static void
arrange_rows (AttuneMessageList *self)
{
  GtkWidget *previous = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *view = GTK_WIDGET (g_array_index (self->rows, MessageRow, i).view);

      if (gtk_widget_get_prev_sibling (view) != previous)
        gtk_widget_insert_after (view, GTK_WIDGET (self), previous);
      previous = view;
    }
}

static void
hide_spare (AttuneMessageList *self)
{
  for (guint i = 0; i < self->spare->len; i++)
    attune_message_list_show_view (g_ptr_array_index (self->spare, i), FALSE);

  /* Whoever hears it is still there. */
  if (self->kept != NULL)
    gtk_widget_set_child_visible (GTK_WIDGET (self->kept), FALSE);
}

void
attune_message_list_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (widget);

  attune_message_heights_set_width (self->heights, width);
  self->n_made = 0;
  self->is_unfinished = FALSE;

  if (attune_message_list_get_n_rows (self) > 0)
    place_rows (self, height);
  else
    attune_message_list_give_back_all (self);

  choose_anchor (self);
  arrange_rows (self);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const MessageRow *row = &g_array_index (self->rows, MessageRow, i);

      allocate_view (self, row->view, row->y, width,
                     attune_message_heights_get (self->heights, row->position) - PADDING);
    }

  hide_spare (self);
  if (self->vadjustment != NULL)
    configure_adjustments (self, width, height);
  queue_ahead (self);
}
