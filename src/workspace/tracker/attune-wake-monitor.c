/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-wake-monitor"

#include "config.h"

#include "attune-wake-monitor.h"

/* The clock that timeouts go by stands still while a computer sleeps, so that a minute's wait may
 * still have to be waited for after a night. logind tells before and after a sleep (its D-Bus
 * interface, “PrepareForSleep”). */
#define LOGIND_NAME      "org.freedesktop.login1"
#define LOGIND_PATH      "/org/freedesktop/login1"
#define LOGIND_INTERFACE "org.freedesktop.login1.Manager"

struct _AttuneWakeMonitor
{
  GObject          parent_instance;

  GCancellable    *cancellable;
  GDBusConnection *bus;
  guint            subscription;
};

enum {
  WOKE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneWakeMonitor, attune_wake_monitor, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
sleep_cb (GDBusConnection *bus,
          const char      *sender,
          const char      *path,
          const char      *interface,
          const char      *signal,
          GVariant        *parameters,
          gpointer         user_data)
{
  gboolean is_about_to_sleep = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &is_about_to_sleep);

  if (!is_about_to_sleep)
    g_signal_emit (user_data, signals[WOKE], 0);
}

static void
bus_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GError) error = NULL;
  AttuneWakeMonitor *self = user_data;

  if (!(bus = g_bus_get_finish (result, &error)))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("Nobody will tell when this computer wakes: %s", error->message);

      return;
    }

  /* Unless told otherwise, the program is ended when the bus is restarted. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->subscription =
    g_dbus_connection_signal_subscribe (bus, LOGIND_NAME, LOGIND_INTERFACE, "PrepareForSleep",
                                        LOGIND_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        sleep_cb, self, NULL);
  self->bus = g_steal_pointer (&bus);
}

static void
attune_wake_monitor_dispose (GObject *object)
{
  AttuneWakeMonitor *self = (AttuneWakeMonitor *)object;

  g_cancellable_cancel (self->cancellable);

  if (self->bus != NULL && self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);

  self->subscription = 0;
  g_clear_object (&self->bus);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (attune_wake_monitor_parent_class)->dispose (object);
}

static void
attune_wake_monitor_class_init (AttuneWakeMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_wake_monitor_dispose;

  /**
   * AttuneWakeMonitor::woke:
   * @self: a wake monitor
   *
   * This computer slept, and goes on.
   */
  signals[WOKE] =
    g_signal_new ("woke",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_wake_monitor_init (AttuneWakeMonitor *self)
{
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, self);
}

/**
 * attune_wake_monitor_new:
 *
 * Returns: (transfer full): a monitor, which begins to listen as soon as the main loop runs
 */
AttuneWakeMonitor *
attune_wake_monitor_new (void)
{
  return g_object_new (ATTUNE_TYPE_WAKE_MONITOR, NULL);
}
