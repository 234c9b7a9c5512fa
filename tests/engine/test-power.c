/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-power"

#include "config.h"

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test.h"
#include "engine-fixture.h"

#define LONG_SETTINGS ",\"hyperparameters\":{\"n_epochs\":50,\"batch_size\":1}"

#define UPOWER_PATH   "/org/freedesktop/UPower"
#define PROFILES_PATH "/org/freedesktop/UPower/PowerProfiles"

static const char interfaces[] =
  "<node>"
  "  <interface name='org.freedesktop.UPower'>"
  "    <property name='OnBattery' type='b' access='read'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.UPower.PowerProfiles'>"
  "    <property name='ActiveProfile' type='s' access='readwrite'/>"
  "    <property name='PerformanceDegraded' type='s' access='read'/>"
  "  </interface>"
  "</node>";

/* An engine, and a bus of the system's kind with services on it that say how the computer is
 * powered. */
typedef struct
{
  EngineFixture    engine;
  GTestDBus       *bus;
  GDBusConnection *services;
  GDBusNodeInfo   *node;
  gboolean         on_battery;
  const char      *profile;
  const char      *degraded;
} Fixture;

static GVariant *
get_property_cb (GDBusConnection  *connection,
                 const char       *sender,
                 const char       *path,
                 const char       *interface,
                 const char       *name,
                 GError          **error,
                 gpointer          user_data)
{
  Fixture *f = user_data;

  if (g_str_equal (name, "OnBattery"))
    return g_variant_new_boolean (f->on_battery);

  return g_variant_new_string (g_str_equal (name, "ActiveProfile") ? f->profile : f->degraded);
}

static void
own_name (Fixture    *f,
          const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (f->services, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", name, 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
add_services (Fixture *f)
{
  static const GDBusInterfaceVTable vtable = { .get_property = get_property_cb };
  static const char * const paths[] = { UPOWER_PATH, PROFILES_PATH };
  g_autoptr(GError) error = NULL;

  f->services =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (f->bus),
                                            (G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                             G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
                                            NULL, NULL, &error);
  g_assert_no_error (error);
  f->node = g_dbus_node_info_new_for_xml (interfaces, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_dbus_connection_register_object (f->services, paths[i], f->node->interfaces[i], &vtable, f,
                                         NULL, &error);
      g_assert_no_error (error);
      own_name (f, f->node->interfaces[i]->name);
    }
}

static void
say (Fixture    *f,
     const char *path,
     guint       interface,
     const char *property,
     GVariant   *value)
{
  g_autoptr(GError) error = NULL;
  GVariantBuilder changed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sv}"));

  g_variant_builder_add (&changed, "{sv}", property, value);
  g_dbus_connection_emit_signal (f->services, NULL, path, "org.freedesktop.DBus.Properties",
                                 "PropertiesChanged",
                                 g_variant_new ("(sa{sv}as)", f->node->interfaces[interface]->name,
                                                &changed, NULL),
                                 &error);
  g_assert_no_error (error);
}

static void
set_on_battery (Fixture  *f,
                gboolean  on_battery)
{
  f->on_battery = on_battery;
  say (f, UPOWER_PATH, 0, "OnBattery", g_variant_new_boolean (on_battery));
}

static void
set_profile (Fixture    *f,
             const char *profile)
{
  f->profile = profile;
  say (f, PROFILES_PATH, 1, "ActiveProfile", g_variant_new_string (profile));
}

static void
set_degraded (Fixture    *f,
              const char *degraded)
{
  f->degraded = degraded;
  say (f, PROFILES_PATH, 1, "PerformanceDegraded", g_variant_new_string (degraded));
}

/* As the window does in the person's name. */
static void
set_wanted (Fixture  *f,
            gboolean  wanted)
{
  g_autofree char *folder = g_build_filename (f->engine.folder, "glib-2.0", "settings", NULL);
  g_autofree char *path = g_build_filename (folder, "keyfile", NULL);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("[io/github/attune/Attune]\npause-on-battery=%s\n",
                          wanted ? "true" : "false");
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Fixture       *f,
        gconstpointer  wanted)
{
  EngineFixture *engine = &f->engine;

  f->profile = "balanced";
  f->degraded = "";
  f->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->bus);
  add_services (f);

  engine_set_up_idle (engine, NULL);
  engine->environment = g_environ_setenv (engine->environment, "DBUS_SYSTEM_BUS_ADDRESS",
                                          g_test_dbus_get_bus_address (f->bus), TRUE);
  engine->environment = g_environ_setenv (engine->environment, "GSETTINGS_BACKEND", "keyfile", TRUE);
  engine->environment = g_environ_setenv (engine->environment, "XDG_CONFIG_HOME", engine->folder, TRUE);
  set_wanted (f, GPOINTER_TO_INT (wanted));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  engine_tear_down (&f->engine, NULL);
  g_clear_object (&f->services);
  g_clear_pointer (&f->node, g_dbus_node_info_unref);
  g_test_dbus_stop (f->bus);
  g_clear_object (&f->bus);
}

static char *
start_job (Fixture *f)
{
  g_autofree char *examples = engine_build_examples (40);
  g_autofree char *file = engine_upload (&f->engine, examples);

  return engine_create_job (&f->engine, file, LONG_SETTINGS);
}

static JsonObject *
ask_of_job (Fixture    *f,
            const char *job,
            const char *verb)
{
  g_autofree char *path = g_strconcat ("/v1/fine_tuning/jobs/", job, "/", verb, NULL);

  return engine_call (&f->engine, "POST", path, NULL, 200);
}

/* Asks until it is so: the services are heard in between. */
static void
wait_until (Fixture    *f,
            const char *job,
            const char *status,
            const char *held_by)
{
  g_autofree char *path = g_strconcat ("/v1/fine_tuning/jobs/", job, NULL);
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_test_message ("waiting for %s, %s", status, held_by != NULL ? held_by : "by nothing");

  for (;;)
    {
      g_autoptr(JsonObject) object = engine_call (&f->engine, "GET", path, NULL, 200);

      if (g_strcmp0 (attune_json_get_string (object, "status", NULL), status) == 0 &&
          g_strcmp0 (attune_json_get_string (object, "held_by", NULL), held_by) == 0)
        return;

      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

static gboolean
is_trained (Fixture *f)
{
  return engine_find_child (&f->engine, "train") != 0;
}

/* Training waits as long as there is no mains, also over the end of the engine, and goes on by
 * itself from where it was. */
static void
test_battery (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *job = NULL;
  g_autofree char *other = NULL;

  engine_start (&f->engine, NULL);
  job = start_job (f);
  engine_wait_event (&f->engine, job, "Step 2/");
  set_on_battery (f, TRUE);
  wait_until (f, job, "paused", "battery");
  engine_wait_event (&f->engine, job, "The job waits for this computer");
  g_assert_false (is_trained (f));

  other = start_job (f);
  wait_until (f, other, "paused", "battery");

  engine_kill (&f->engine);
  engine_start (&f->engine, NULL);
  wait_until (f, job, "paused", "battery");

  set_on_battery (f, FALSE);
  wait_until (f, job, "running", NULL);
  engine_wait_event (&f->engine, job, "Training goes on after step");
  wait_until (f, other, "queued", NULL);
  json_object_unref (ask_of_job (f, other, "cancel"));
  json_object_unref (ask_of_job (f, job, "cancel"));
}

/* Nobody asked for it. Who asks later is heard at once. */
static void
test_not_wanted (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *job = NULL;

  f->on_battery = TRUE;
  engine_start (&f->engine, NULL);
  job = start_job (f);
  engine_wait_event (&f->engine, job, "Step 20/");
  g_assert_true (is_trained (f));

  set_wanted (f, TRUE);
  wait_until (f, job, "paused", "battery");
  set_wanted (f, FALSE);
  wait_until (f, job, "running", NULL);
  json_object_unref (ask_of_job (f, job, "cancel"));
}

/* Whoever resumes a job that waits wants it now. It can also be paused for good, and cancelled. */
static void
test_insisted (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *job = NULL;
  g_autofree char *other = NULL;
  g_autoptr(JsonObject) cancelled = NULL;

  f->on_battery = TRUE;
  engine_start (&f->engine, NULL);
  job = start_job (f);
  other = start_job (f);
  wait_until (f, job, "paused", "battery");
  wait_until (f, other, "paused", "battery");

  json_object_unref (ask_of_job (f, job, "resume"));
  engine_wait_event (&f->engine, job, "Step 3/");
  wait_until (f, job, "running", NULL);

  json_object_unref (ask_of_job (f, other, "pause"));
  set_on_battery (f, FALSE);
  wait_until (f, other, "paused", NULL);
  cancelled = ask_of_job (f, other, "cancel");
  g_assert_cmpstr (attune_json_get_string (cancelled, "status", NULL), ==, "cancelled");
  json_object_unref (ask_of_job (f, job, "cancel"));
}

static void
test_profiles (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *job = NULL;

  engine_start (&f->engine, NULL);
  job = start_job (f);
  engine_wait_event (&f->engine, job, "Step 2/");

  set_profile (f, "power-saver");
  wait_until (f, job, "paused", "power_saver");
  set_profile (f, "performance");
  wait_until (f, job, "running", NULL);

  /* On somebody's lap: slower, but not hot. */
  set_degraded (f, "lap-detected");
  set_profile (f, "power-saver");
  wait_until (f, job, "paused", "power_saver");
  set_profile (f, "balanced");
  wait_until (f, job, "running", NULL);

  /* Heat goes away once nobody trains, and would come back at once. */
  set_degraded (f, "high-operating-temperature");
  wait_until (f, job, "paused", "heat");
  set_degraded (f, "");
  set_profile (f, "power-saver");
  wait_until (f, job, "paused", "power_saver");
  set_profile (f, "balanced");
  wait_until (f, job, "paused", "heat");
  json_object_unref (ask_of_job (f, job, "cancel"));
}

/* Once the processor has been cool for a while, training goes on by itself. */
static void
test_cooled (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *job = NULL;

  engine_start (&f->engine, (const char * const[]){ "--cool-down", "1", NULL });
  job = start_job (f);
  engine_wait_event (&f->engine, job, "Step 2/");
  set_degraded (f, "high-operating-temperature");
  wait_until (f, job, "paused", "heat");
  set_degraded (f, "");
  wait_until (f, job, "running", NULL);
  engine_wait_event (&f->engine, job, "Training goes on after step");
  json_object_unref (ask_of_job (f, job, "cancel"));
}

#define ADD(name, wanted, test) \
  g_test_add ("/Attune/EnginePower/" name, Fixture, GINT_TO_POINTER (wanted), set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("battery", TRUE, test_battery);
  ADD ("not-wanted", FALSE, test_not_wanted);
  ADD ("insisted", TRUE, test_insisted);
  ADD ("profiles", TRUE, test_profiles);
  ADD ("cooled", TRUE, test_cooled);

  return g_test_run ();
}
