/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-wake"

#include "config.h"

#include <gio/gio.h>

#include "attune-wake-monitor.h"
#include "attune-workspace-test.h"
#include "provider.h"

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
ask_bus (GDBusConnection *connection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "GetId", NULL, NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* The bus answers in order: what was said before has arrived when both ends have their answer. */
static void
let_all_arrive (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) listener = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);

  g_assert_no_error (error);
  ask_bus (f->logind);
  ask_bus (listener);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
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
  let_all_arrive (f);
  f->n_wakings = 0;
  emit (f, TRUE);
  emit (f, TRUE);
  emit (f, FALSE);
  let_all_arrive (f);
  g_assert_cmpuint (f->n_wakings, ==, 1);
}

/* A fine-tune that is followed on a computer that sleeps. */
typedef struct
{
  Fixture          wake;
  char            *folder;
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneJob       *job;
} Following;

static void
set_up_following (Following     *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *data_dir = NULL;
  g_autofree char *base_url = NULL;
  AttuneDataset *dataset;
  AttuneAccount *account = NULL;

  set_up (&f->wake, data);
  f->folder = attune_test_make_dir ();
  f->provider = provider_new ();
  data_dir = g_build_filename (f->folder, "data", NULL);
  base_url = provider_dup_base_url (f->provider);
  f->workspace = attune_workspace_new (data_dir);
  attune_workspace_set_haste (f->workspace, 200);
  attune_test_run (attune_workspace_open (f->workspace));
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url, NULL),
                       account = g_value_get_object (value_));
  dataset = attune_test_import (f->workspace, f->folder, 12, 0.25);
  attune_job_request_set_model (request, "base");
  attune_test_resolve (attune_workspace_start_job (f->workspace, dataset, account, request),
                       f->job = g_value_get_object (value_));
  attune_test_wait_until (attune_job_get_remote_id (f->job) != NULL);
}

static void
tear_down_following (Following     *f,
                     gconstpointer  data)
{
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  tear_down (&f->wake, data);
}

/* One more step of a thousand, and the time that is left after it. */
static void
take_step (Following *f)
{
  gint64 step = attune_job_get_step (f->job) + 1;

  provider_set_status (f->provider, 0, "running");
  provider_add_step (f->provider, 0, (guint)step, 1000);
  attune_test_wait_until (attune_job_get_step (f->job) == step &&
                          attune_job_get_status (f->job) == ATTUNE_JOB_STATUS_RUNNING);
}

/* How long it takes is told by two steps behind one another. */
static void
find_pace (Following *f)
{
  while (attune_job_get_time_left (f->job) < 0)
    take_step (f);
}

/* The provider goes on while this computer sleeps, and the clock stands still. */
static void
test_sleep (Following     *f,
            gconstpointer  data)
{
  find_pace (f);

  while (attune_job_get_time_left (f->job) >= 0)
    {
      emit (&f->wake, FALSE);

      for (guint i = 0; i < 100 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
    }

  find_pace (f);
}

/* The provider stands still, and the clock goes on. */
static void
test_pause (Following     *f,
            gconstpointer  data)
{
  find_pace (f);
  provider_set_status (f->provider, 0, "paused");
  attune_test_wait_until (attune_job_get_status (f->job) == ATTUNE_JOB_STATUS_PAUSED);
  attune_test_wait_until (attune_job_get_time_left (f->job) == -1);
  find_pace (f);
}

/* A provider is asked as soon as this computer goes on, however much of the wait is left. */
static void
test_at_once (Following     *f,
              gconstpointer  data)
{
  const char *status = "GET /fine_tuning/jobs/ftjob-0";
  guint n;

  attune_clock_hold (f->workspace->clock);
  attune_test_wait_until (attune_clock_count_waits (f->workspace->clock) == 1);
  n = provider_count (f->provider, status);

  while (provider_count (f->provider, status) == n)
    {
      emit (&f->wake, FALSE);

      for (guint i = 0; i < 100 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
    }

  attune_test_wait_until (attune_clock_count_waits (f->workspace->clock) == 1);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/Wake/wake", Fixture, NULL, set_up, test_wake, tear_down);
  g_test_add ("/Attune/Wake/time-left/sleep", Following, NULL, set_up_following, test_sleep,
              tear_down_following);
  g_test_add ("/Attune/Wake/time-left/pause", Following, NULL, set_up_following, test_pause,
              tear_down_following);
  g_test_add ("/Attune/Wake/at-once", Following, NULL, set_up_following, test_at_once,
              tear_down_following);

  return g_test_run ();
}
