/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-text-label.h"
#include "attune-token-tint.h"
#include "attune-token-view.h"

struct _AttuneTokenView
{
  AdwBin            parent_instance;

  AttuneTextLabel  *label;
  AttuneTokenTrace *trace;
  int               selected;      /* -1 for none */
};

enum {
  PROP_0,
  PROP_SELECTED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneTokenView, attune_token_view, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static const AttuneTokenStep *
get_step (AttuneTokenView *self,
          int              i)
{
  return &g_array_index (self->trace->steps, AttuneTokenStep, i);
}

/* Which token a byte of the text belongs to; -1 behind the last one. */
static int
find_step (AttuneTokenView *self,
           guint            index)
{
  int low = 0;
  int high = (int)self->trace->steps->len - 1;

  while (low <= high)
    {
      int middle = (low + high) / 2;
      const AttuneTokenStep *step = get_step (self, middle);

      if (index < step->start)
        high = middle - 1;
      else if (index >= step->end)
        low = middle + 1;
      else
        return middle;
    }

  return -1;
}

/* In pixels of the label; -1 where there is no token. */
static int
find_step_at (AttuneTokenView *self,
              double           x,
              double           y)
{
  PangoLayout *layout = attune_text_label_get_layout (self->label);
  int index;

  if (self->trace == NULL ||
      !pango_layout_xy_to_index (layout, (int)(x * PANGO_SCALE), (int)(y * PANGO_SCALE), &index,
                                 NULL))
    return -1;

  return find_step (self, (guint)index);
}

static void
get_place (AttuneTokenView *self,
           int              i,
           PangoRectangle  *place)
{
  pango_layout_index_to_pos (attune_text_label_get_layout (self->label),
                             (int)get_step (self, i)->start, place);
  pango_extents_to_pixels (place, NULL);
}

static void
show_selected (AttuneTokenView *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  PangoRectangle place;
  graphene_point_t top;

  if (scrolled == NULL || self->selected < 0)
    return;

  get_place (self, self->selected, &place);

  if (gtk_widget_compute_point (GTK_WIDGET (self->label), scrolled,
                                &GRAPHENE_POINT_INIT (place.x, place.y), &top))
    {
      GtkAdjustment *adjustment;
      double y;

      adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
      y = gtk_adjustment_get_value (adjustment) + top.y;
      gtk_adjustment_clamp_page (adjustment, y - place.height, y + 2 * place.height);
    }
}

/* Keys go through the text as a cursor does; what is chosen is always seen. */
static gboolean
go (AttuneTokenView *self,
    int              selected)
{
  if (self->trace == NULL)
    return FALSE;

  attune_token_view_select (self, CLAMP (selected, 0, (int)self->trace->steps->len - 1));
  show_selected (self);

  return TRUE;
}

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *parameter,
         gpointer   user_data)
{
  AttuneTokenView *self = ATTUNE_TOKEN_VIEW (widget);

  return go (self, self->selected + g_variant_get_int32 (parameter));
}

static gboolean
line_cb (GtkWidget *widget,
         GVariant  *parameter,
         gpointer   user_data)
{
  AttuneTokenView *self = ATTUNE_TOKEN_VIEW (widget);
  PangoRectangle place;
  int step;
  int line = g_variant_get_int32 (parameter);

  if (self->trace == NULL || self->selected < 0)
    return go (self, 0);

  /* An empty line has no place in it: then the next token will do. */
  get_place (self, self->selected, &place);
  step = find_step_at (self, place.x + 1, place.y + place.height / 2 + line * place.height);

  return go (self, step >= 0 && step != self->selected ? step : self->selected + line);
}

static gboolean
end_cb (GtkWidget *widget,
        GVariant  *parameter,
        gpointer   user_data)
{
  return go (ATTUNE_TOKEN_VIEW (widget), g_variant_get_int32 (parameter));
}

static void
motion_cb (AttuneTokenView *self,
           double           x,
           double           y)
{
  int step = find_step_at (self, x, y);

  if (step >= 0)
    attune_token_view_select (self, step);
}

static void
pressed_cb (AttuneTokenView *self,
            int              n_press,
            double           x,
            double           y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  motion_cb (self, x, y);
}

static void
attune_token_view_dispose (GObject *object)
{
  AttuneTokenView *self = (AttuneTokenView *)object;

  self->label = NULL;

  G_OBJECT_CLASS (attune_token_view_parent_class)->dispose (object);
}

static void
attune_token_view_finalize (GObject *object)
{
  AttuneTokenView *self = (AttuneTokenView *)object;

  g_clear_pointer (&self->trace, attune_token_trace_unref);

  G_OBJECT_CLASS (attune_token_view_parent_class)->finalize (object);
}

static void
attune_token_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AttuneTokenView *self = ATTUNE_TOKEN_VIEW (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_int (value, self->selected);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_token_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  AttuneTokenView *self = ATTUNE_TOKEN_VIEW (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      attune_token_view_select (self, g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_token_view_class_init (AttuneTokenViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_token_view_dispose;
  object_class->finalize = attune_token_view_finalize;
  object_class->get_property = attune_token_view_get_property;
  object_class->set_property = attune_token_view_set_property;

  properties[PROP_SELECTED] =
    g_param_spec_int ("selected", NULL, NULL,
                      -1, G_MAXINT, -1,
                      (G_PARAM_READWRITE |
                       G_PARAM_EXPLICIT_NOTIFY |
                       G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "tokens");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, step_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, line_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, line_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, end_cb, "i", 0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, end_cb, "i", G_MAXINT);
}

static void
attune_token_view_init (AttuneTokenView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->selected = -1;
  self->label = attune_text_label_new (GTK_ACCESSIBLE_ROLE_PARAGRAPH);
  gtk_widget_set_cursor (GTK_WIDGET (self->label), NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->label), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->label), GTK_EVENT_CONTROLLER (click));
}

/**
 * attune_token_view_set_trace:
 * @self: a view
 * @trace: how the text was written
 */
void
attune_token_view_set_trace (AttuneTokenView  *self,
                             AttuneTokenTrace *trace)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (ATTUNE_IS_TOKEN_VIEW (self));
  g_return_if_fail (trace != NULL);

  attune_token_view_select (self, -1);
  g_clear_pointer (&self->trace, attune_token_trace_unref);
  self->trace = attune_token_trace_ref (trace);

  for (guint i = 0; i < trace->steps->len; i++)
    {
      const AttuneTokenStep *step = get_step (self, (int)i);

      attune_token_tint_insert (attune_token_tint_choose (step->probability), attributes,
                                step->start, step->end);
    }

  attune_text_label_set_text (self->label, trace->text, NULL);
  attune_text_label_set_attributes (self->label, attributes);
}

/**
 * attune_token_view_get_trace:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
AttuneTokenTrace *
attune_token_view_get_trace (AttuneTokenView *self)
{
  g_return_val_if_fail (ATTUNE_IS_TOKEN_VIEW (self), NULL);

  return self->trace;
}

/**
 * attune_token_view_get_selected:
 * @self: a view
 *
 * Returns: which step of the trace is chosen, -1 for none
 */
int
attune_token_view_get_selected (AttuneTokenView *self)
{
  g_return_val_if_fail (ATTUNE_IS_TOKEN_VIEW (self), -1);

  return self->selected;
}

/**
 * attune_token_view_select:
 * @self: a view
 * @selected: a step of the trace, or -1 for none
 */
void
attune_token_view_select (AttuneTokenView *self,
                          int              selected)
{
  g_return_if_fail (ATTUNE_IS_TOKEN_VIEW (self));
  g_return_if_fail (selected < 0 ||
                    (self->trace != NULL && selected < (int)self->trace->steps->len));

  if (self->selected == selected)
    return;

  self->selected = selected;

  if (selected >= 0)
    attune_text_label_select (self->label, get_step (self, selected)->start,
                              get_step (self, selected)->end);
  else
    attune_text_label_select (self->label, 0, 0);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}
