/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Rows that have widgets, and the widgets, which are used again. */

#define G_LOG_DOMAIN "attune-message-list"

#include "config.h"

#include "attune-message-list-private.h"

guint
attune_message_list_get_n_rows (AttuneMessageList *self)
{
  return attune_message_heights_get_n_rows (self->heights);
}

AttuneMessageView *
attune_message_list_add_view (AttuneMessageList *self)
{
  AttuneMessageView *view = attune_message_view_new ();

  gtk_widget_set_parent (GTK_WIDGET (view), GTK_WIDGET (self));

  return view;
}

/* One that waits to be used again says what has been said elsewhere, and is not read. */
void
attune_message_list_show_view (AttuneMessageView *view,
                               gboolean           is_shown)
{
  gtk_widget_set_child_visible (GTK_WIDGET (view), is_shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (view),
                               GTK_ACCESSIBLE_STATE_HIDDEN, !is_shown,
                               -1);
}

static void
bind_view (AttuneMessageList *self,
           AttuneMessageView *view,
           guint              position)
{
  g_autoptr(AttuneMessage) message = g_list_model_get_item (self->model, position);
  guint n_rows = attune_message_list_get_n_rows (self);

  attune_message_view_set_message (view, message);
  attune_message_view_set_is_last (view, position + 1 == n_rows);
  g_signal_emit_by_name (self, "bind-view", view);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int)position + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int)n_rows,
                                  -1);
}

/* An answer that grows keeps what has been made of it, which is more with every frame. */
static gboolean
is_free (AttuneMessageView *view)
{
  AttuneMessage *message = attune_message_view_get_message (view);

  return message == NULL || attune_message_get_state (message) != ATTUNE_MESSAGE_STREAMING;
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

  for (guint i = self->spare->len; i > 0 && view == NULL; i--)
    if (is_free (g_ptr_array_index (self->spare, i - 1)))
      view = g_ptr_array_steal_index_fast (self->spare, i - 1);

  return view != NULL ? view : attune_message_list_add_view (self);
}

/* A view that has the focus keeps it when it scrolls away. */
void
attune_message_list_give_back (AttuneMessageList *self,
                               const MessageRow  *row)
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

void
attune_message_list_give_back_all (AttuneMessageList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    attune_message_list_give_back (self, &g_array_index (self->rows, MessageRow, i));

  g_array_set_size (self->rows, 0);
}

const MessageRow *
attune_message_list_find_row (AttuneMessageList *self,
                              guint              position)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, MessageRow, i).position == position)
      return &g_array_index (self->rows, MessageRow, i);

  return NULL;
}

int
attune_message_list_measure_view (AttuneMessageList *self,
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

/* Takes the row out of @old if it had widgets already; returns its height. */
int
attune_message_list_place_row (AttuneMessageList *self,
                               GArray            *old,
                               guint              position,
                               int                y,
                               gboolean           is_first)
{
  MessageRow row = { .position = position, .y = y };
  gboolean is_bound;

  for (guint i = 0; i < old->len && row.view == NULL; i++)
    if (g_array_index (old, MessageRow, i).position == position)
      {
        row.view = g_array_index (old, MessageRow, i).view;
        g_array_remove_index_fast (old, i);
      }

  is_bound = row.view != NULL;
  if (!is_bound)
    {
      row.view = take_view (self, position);
      self->n_made++;
    }

  attune_message_list_show_view (row.view, TRUE);
  if (!is_bound)
    bind_view (self, row.view, position);

  if (is_first)
    g_array_prepend_val (self->rows, row);
  else
    g_array_append_val (self->rows, row);

  return attune_message_list_measure_view (self, row.view, position);
}
