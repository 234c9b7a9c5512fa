/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-end-keeper"

#include "config.h"

#include "attune-end-keeper.h"

/* Nearer to the end than this counts as being there, in pixels. */
#define END_DISTANCE 24

struct _AttuneEndKeeper
{
  GObject        parent_instance;

  GtkWidget     *scrolled;       /* weak */
  GtkAdjustment *adjustment;
  double         value;          /* as it was seen last */
  double         upper;
  double         page_size;
  gboolean       is_at_end;
  guint          tick;
};

G_DEFINE_FINAL_TYPE (AttuneEndKeeper, attune_end_keeper, G_TYPE_OBJECT)

static double
get_end (AttuneEndKeeper *self)
{
  double page_size = gtk_adjustment_get_page_size (self->adjustment);

  return gtk_adjustment_get_upper (self->adjustment) - page_size;
}

static void
remember (AttuneEndKeeper *self)
{
  self->value = gtk_adjustment_get_value (self->adjustment);
  self->upper = gtk_adjustment_get_upper (self->adjustment);
  self->page_size = gtk_adjustment_get_page_size (self->adjustment);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  AttuneEndKeeper *self = user_data;

  self->tick = 0;
  if (self->is_at_end)
    gtk_adjustment_set_value (self->adjustment, get_end (self));

  return G_SOURCE_REMOVE;
}

/* A list view that is scrolled in the middle of its own layout draws nothing; so the next frame
 * scrolls it. */
static void
schedule (AttuneEndKeeper *self)
{
  if (self->tick == 0 && self->scrolled != NULL)
    self->tick = gtk_widget_add_tick_callback (self->scrolled, tick_cb, self, NULL);
}

static void
changed_cb (AttuneEndKeeper *self)
{
  if (self->is_at_end && gtk_adjustment_get_value (self->adjustment) < get_end (self))
    schedule (self);
}

/* The list measures rows as they come into view, and moves for that too; a person has scrolled when
 * nothing else changed, or when the view went up. */
static void
value_changed_cb (AttuneEndKeeper *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  gboolean is_same_list = gtk_adjustment_get_upper (self->adjustment) == self->upper &&
                          gtk_adjustment_get_page_size (self->adjustment) == self->page_size;

  if (value >= get_end (self) - END_DISTANCE)
    self->is_at_end = TRUE;
  else if (is_same_list || value < self->value)
    self->is_at_end = FALSE;

  remember (self);
}

static void
attune_end_keeper_dispose (GObject *object)
{
  AttuneEndKeeper *self = (AttuneEndKeeper *)object;

  if (self->tick != 0 && self->scrolled != NULL)
    gtk_widget_remove_tick_callback (self->scrolled, self->tick);
  self->tick = 0;
  g_clear_weak_pointer (&self->scrolled);
  g_clear_object (&self->adjustment);

  G_OBJECT_CLASS (attune_end_keeper_parent_class)->dispose (object);
}

static void
attune_end_keeper_class_init (AttuneEndKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_end_keeper_dispose;
}

static void
attune_end_keeper_init (AttuneEndKeeper *self)
{
  self->is_at_end = TRUE;
}

/**
 * attune_end_keeper_new:
 * @scrolled: what scrolls the list
 *
 * Returns: (transfer full): a keeper; it works until it is disposed of
 */
AttuneEndKeeper *
attune_end_keeper_new (GtkScrolledWindow *scrolled)
{
  AttuneEndKeeper *self;

  g_return_val_if_fail (GTK_IS_SCROLLED_WINDOW (scrolled), NULL);

  self = g_object_new (ATTUNE_TYPE_END_KEEPER, NULL);
  g_set_weak_pointer (&self->scrolled, GTK_WIDGET (scrolled));
  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (scrolled));
  g_signal_connect_object (self->adjustment, "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed",
                           G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  remember (self);

  return self;
}
