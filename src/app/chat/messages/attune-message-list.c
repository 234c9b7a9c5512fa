/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-list"

#include "config.h"

#include "attune-message-list-private.h"

/* Nearer to the end than this counts as being there. */
#define END_DISTANCE 24

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

static void
set_is_at_end (AttuneMessageList *self,
               gboolean           is_at_end)
{
  if (self->is_at_end == is_at_end)
    return;

  self->is_at_end = is_at_end;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_AT_END]);
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
  attune_message_list_give_back_all (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
attune_message_list_scroll_by (AttuneMessageList *self,
                               double             distance)
{
  gtk_adjustment_set_value (self->vadjustment,
                            gtk_adjustment_get_value (self->vadjustment) + distance);
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
  attune_message_list_add_keys (widget_class);
}

static void
attune_message_list_init (AttuneMessageList *self)
{
  self->heights = attune_message_heights_new ();
  self->rows = g_array_new (FALSE, FALSE, sizeof (MessageRow));
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
      attune_message_list_give_back_all (self);
      attune_message_heights_splice (self->heights, self->model, 0,
                                     attune_message_list_get_n_rows (self), 0);
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
  const MessageRow *row;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int bottom;

  g_return_if_fail (ATTUNE_IS_MESSAGE_LIST (self));

  if (position >= attune_message_list_get_n_rows (self))
    return;

  row = attune_message_list_find_row (self, position);
  bottom = row != NULL ? row->y + attune_message_heights_get (self->heights, position) : 0;

  if (row != NULL && row->y >= 0 && bottom <= height)
    return;

  if (row != NULL && bottom > height && row->y > PADDING)
    attune_message_list_scroll_by (self, MIN (row->y - PADDING, bottom + PADDING - height));
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
  const MessageRow *row;

  g_return_val_if_fail (ATTUNE_IS_MESSAGE_LIST (self), NULL);

  row = attune_message_list_find_row (self, position);

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
  for (guint i = attune_message_list_get_n_rows (self); i > 0; i--)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (self->model, i - 1);

      if (attune_message_get_id (message) == id)
        return g_steal_pointer (&message);
    }

  return NULL;
}
