/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-countdown"

#include "config.h"

#include "attune-countdown.h"

struct _AttuneCountdown
{
  GObject        parent_instance;

  GtkWidget     *widget;       /* not owned: it owns this */
  AttuneAccount *account;
  char          *text;
  guint          tick_id;
};

enum {
  PROP_0,
  PROP_TEXT,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneCountdown, attune_countdown, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static gboolean tick_cb (gpointer user_data);

static void
update (AttuneCountdown *self)
{
  g_autofree char *text = attune_account_describe_waiting (self->account);

  if (text == NULL || self->widget == NULL || !gtk_widget_get_mapped (self->widget))
    g_clear_handle_id (&self->tick_id, g_source_remove);
  else if (self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);

  if (g_set_str (&self->text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static gboolean
tick_cb (gpointer user_data)
{
  AttuneCountdown *self = user_data;
  guint tick_id = self->tick_id;

  update (self);

  return self->tick_id == tick_id ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
attune_countdown_dispose (GObject *object)
{
  AttuneCountdown *self = (AttuneCountdown *)object;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (attune_countdown_parent_class)->dispose (object);
}

static void
attune_countdown_finalize (GObject *object)
{
  AttuneCountdown *self = (AttuneCountdown *)object;

  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (attune_countdown_parent_class)->finalize (object);
}

static void
attune_countdown_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneCountdown *self = ATTUNE_COUNTDOWN (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_countdown_class_init (AttuneCountdownClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_countdown_dispose;
  object_class->finalize = attune_countdown_finalize;
  object_class->get_property = attune_countdown_get_property;

  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_countdown_init (AttuneCountdown *self)
{
}

/**
 * attune_countdown_new:
 * @widget: where it is shown; keeps the result
 * @account: whose requests may wait
 *
 * Returns: (transfer full): a countdown
 */
AttuneCountdown *
attune_countdown_new (GtkWidget     *widget,
                      AttuneAccount *account)
{
  AttuneCountdown *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), NULL);

  self = g_object_new (ATTUNE_TYPE_COUNTDOWN, NULL);
  g_set_weak_pointer (&self->widget, widget);
  self->account = g_object_ref (account);

  g_signal_connect_object (account, "notify::waiting-until", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "map", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (update), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);

  return self;
}

/**
 * attune_countdown_get_text:
 * @self: a countdown
 *
 * Returns: (transfer none) (nullable): what to show, or %NULL when nothing waits
 */
const char *
attune_countdown_get_text (AttuneCountdown *self)
{
  g_return_val_if_fail (ATTUNE_IS_COUNTDOWN (self), NULL);

  return self->text;
}
