/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-test.h"

G_BEGIN_DECLS

/* The pointer of the X server, moved as a hand does, for a window that nothing but the server has
 * placed: it is in the corner of the screen. */

#define POINTER_STEPS 8

/* Runs one call of xdotool while the window answers. */
static inline void
pointer_run (GStrvBuilder *arguments)
{
  g_auto(GStrv) argv = g_strv_builder_end (arguments);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(DexFuture) ended = NULL;
  g_autoptr(GError) error = NULL;

  process = g_subprocess_newv ((const char * const *)argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  ended = dex_subprocess_wait_check (process);
  attune_test_wait (ended, &error);
  g_assert_no_error (error);
}

static inline void
pointer_add_move (GStrvBuilder           *arguments,
                  const graphene_point_t *place)
{
  g_autofree char *x = g_strdup_printf ("%d", (int)place->x);
  g_autofree char *y = g_strdup_printf ("%d", (int)place->y);

  /* A moment each, or the steps become one. */
  g_strv_builder_add_many (arguments, "mousemove", x, y, "sleep", "0.06", NULL);
}

/* Where on the screen a point of a widget is. */
static inline graphene_point_t
pointer_get_place (GtkWidget *widget,
                   float      x,
                   float      y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_point_t point = GRAPHENE_POINT_INIT (x, y);
  graphene_point_t place;
  double shift_x;
  double shift_y;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &point, &place));
  gtk_native_get_surface_transform (native, &shift_x, &shift_y);

  return GRAPHENE_POINT_INIT (place.x + (float)shift_x, place.y + (float)shift_y);
}

static inline void
pointer_click (GtkWidget *widget,
               float      x,
               float      y)
{
  g_autoptr(GStrvBuilder) arguments = g_strv_builder_new ();
  graphene_point_t place = pointer_get_place (widget, x, y);

  g_strv_builder_add (arguments, "xdotool");
  pointer_add_move (arguments, &place);
  g_strv_builder_add_many (arguments, "mousedown", "1", "sleep", "0.06", "mouseup", "1", NULL);
  pointer_run (arguments);
}

static inline void
pointer_drag (graphene_point_t start,
              graphene_point_t end)
{
  g_autoptr(GStrvBuilder) arguments = g_strv_builder_new ();

  g_strv_builder_add (arguments, "xdotool");
  pointer_add_move (arguments, &start);
  g_strv_builder_add_many (arguments, "mousedown", "1", NULL);

  for (guint i = 1; i <= POINTER_STEPS; i++)
    {
      graphene_point_t step;

      graphene_point_interpolate (&start, &end, (double)i / POINTER_STEPS, &step);
      pointer_add_move (arguments, &step);
    }

  g_strv_builder_add_many (arguments, "mouseup", "1", NULL);
  pointer_run (arguments);
}

G_END_DECLS
