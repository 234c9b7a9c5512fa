/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-wake"

#include "config.h"

#include <gio/gio.h>

#include "attune-test.h"
#include "attune-wake-monitor.h"

/* A bus of the system's kind with a logind on it that only says when it sleeps and wakes. */

typedef struct
{
  GTestDBus         *bus;
  GDBusConnection   *logind;
  AttuneWakeMonitor *monitor;
  guint              n_wakings;
} Fixture;

static void
woke_cb (Fixture *f)
{
  f->n_wakings++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;

  f->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (f->bus), TRUE);
  f->logind =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (f->bus),
                                            (G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                             G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
                                            NULL, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (f->logind, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.login1", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  f->monitor = attune_wake_monitor_new ();
  g_signal_connect_swapped (f->monitor, "woke", G_CALLBACK (woke_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->monitor);
  g_clear_object (&f->logind);
  g_test_dbus_stop (f->bus);
  g_clear_object (&f->bus);
}

static void
emit (Fixture  *f,
      gboolean  is_about_to_sleep)
{
  g_autoptr(GError) error = NULL;

  g_dbus_connection_emit_signal (f->logind, NULL, "/org/freedesktop/login1",
                                 "org.freedesktop.login1.Manager", "PrepareForSleep",
                                 g_variant_new ("(b)", is_about_to_sleep), &error);
  g_assert_no_error (error);
}

static void
test_wake (Fixture       *f,
           gconstpointer  data)
{
  /* Until the monitor listens, nothing is heard: said again, until it was. */
  while (f->n_wakings == 0)
    {
      emit (f, FALSE);

      for (guint i = 0; i < 100 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
    }

  /* Falling asleep is no waking; the waking behind it shows that it was heard. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  f->n_wakings = 0;
  emit (f, TRUE);
  emit (f, TRUE);
  emit (f, FALSE);

  while (f->n_wakings == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (f->n_wakings, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/Wake/wake", Fixture, NULL, set_up, test_wake, tear_down);

  return g_test_run ();
}
