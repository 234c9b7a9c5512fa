/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Going through messages with the keyboard. */

#define G_LOG_DOMAIN "attune-message-list"

#include "config.h"

#include "attune-message-list-private.h"

static gboolean
focus_row (AttuneMessageList *self,
           guint              position)
{
  const MessageRow *row;

  if (position >= attune_message_list_get_n_rows (self))
    return FALSE;

  row = attune_message_list_find_row (self, position);
  if (row == NULL)
    return FALSE;

  return gtk_widget_grab_focus (GTK_WIDGET (row->view));
}

static guint
find_focused (AttuneMessageList *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; child != NULL && i < self->rows->len; i++)
    if (GTK_WIDGET (g_array_index (self->rows, MessageRow, i).view) == child)
      return g_array_index (self->rows, MessageRow, i).position;

  return child != NULL && child == GTK_WIDGET (self->kept) ? self->kept_position : G_MAXUINT;
}

/* Down reads on: to the end of a message that is longer than what can be seen, then to the next
 * one. */
static void
move_focus (AttuneMessageList *self,
            int                step)
{
  guint focused = find_focused (self);
  const MessageRow *row = NULL;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int bottom;

  if (focused == G_MAXUINT)
    focused = attune_message_list_get_n_rows (self) - 1;
  else
    row = attune_message_list_find_row (self, focused);

  if (row == NULL)
    {
      attune_message_list_scroll_to (self, focused);
      return;
    }

  bottom = row->y + attune_message_heights_get (self->heights, row->position);

  if ((step > 0 && bottom > height) || (step < 0 && row->y < 0))
    attune_message_list_scroll_by (self, step * MIN (height * 0.3,
                                                     step > 0 ? bottom - height + PADDING
                                                              : PADDING - row->y));
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

  attune_message_list_scroll_by (self, g_variant_get_int32 (parameter) *
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
gboolean
attune_message_list_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  AttuneMessageList *self = ATTUNE_MESSAGE_LIST (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (child != NULL)
    return gtk_widget_child_focus (child, direction);

  for (guint i = self->rows->len; i > 0; i--)
    {
      const MessageRow *row = &g_array_index (self->rows, MessageRow, i - 1);

      if (row->y < gtk_widget_get_height (widget) && row->y >= 0 &&
          gtk_widget_grab_focus (GTK_WIDGET (row->view)))
        return TRUE;
    }

  return self->rows->len > 0 &&
    gtk_widget_grab_focus (GTK_WIDGET (g_array_index (self->rows, MessageRow, 0).view));
}

static void
add_key (GtkWidgetClass  *widget_class,
         guint            key,
         guint            keypad_key,
         GtkShortcutFunc  func,
         int              step)
{
  gtk_widget_class_add_binding (widget_class, key, 0, func, "i", step);
  gtk_widget_class_add_binding (widget_class, keypad_key, 0, func, "i", step);
}

void
attune_message_list_add_keys (GtkWidgetClass *widget_class)
{
  add_key (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, move_cb, -1);
  add_key (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, move_cb, 1);
  add_key (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, page_cb, -1);
  add_key (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, page_cb, 1);
  add_key (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, end_cb, -1);
  add_key (widget_class, GDK_KEY_End, GDK_KEY_KP_End, end_cb, 1);
}
