/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-power"

#include "config.h"

#include <gio/gio.h>

#include "attune-engine-power.h"

/* The person's preferences, which belong to the window. An engine that was installed without it
 * has none, and never waits. */
#define SETTINGS_KEY "pause-on-battery"

#define UPOWER_NAME "org.freedesktop.UPower"
#define UPOWER_PATH "/org/freedesktop/UPower"
#define ON_BATTERY  "OnBattery"

/* The service of power profiles also tells when the processor is slowed down because of its heat
 * (its D-Bus interface, “PerformanceDegraded”). */
#define PROFILES_NAME "org.freedesktop.UPower.PowerProfiles"
#define PROFILES_PATH "/org/freedesktop/UPower/PowerProfiles"
#define DEGRADED      "PerformanceDegraded"
#define HOT           "high-operating-temperature"

struct _AttuneEnginePower
{
  GObject               parent_instance;

  GSettings            *settings;       /* NULL where they are not installed */
  GCancellable         *cancellable;
  GDBusProxy           *upower;         /* NULL before it has answered */
  GDBusProxy           *profiles;
  GPowerProfileMonitor *monitor;
  guint                 cooling_seconds;
  guint                 cooling_source;
  gboolean              was_hot;
  AttuneEngineHold      hold;
};

enum {
  PROP_0,
  PROP_HOLD,
  N_PROPS
};

G_DEFINE_ENUM_TYPE (AttuneEngineHold, attune_engine_hold,
                    G_DEFINE_ENUM_VALUE (ATTUNE_ENGINE_HOLD_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_ENGINE_HOLD_BATTERY, "battery"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_ENGINE_HOLD_POWER_SAVER, "power_saver"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_ENGINE_HOLD_HEAT, "heat"))

G_DEFINE_FINAL_TYPE (AttuneEnginePower, attune_engine_power, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static gboolean
is_on_battery (AttuneEnginePower *self)
{
  g_autoptr(GVariant) value = NULL;

  if (self->upower != NULL)
    value = g_dbus_proxy_get_cached_property (self->upower, ON_BATTERY);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (value);
}

static gboolean
is_hot (AttuneEnginePower *self)
{
  g_autoptr(GVariant) value = NULL;

  if (self->profiles != NULL)
    value = g_dbus_proxy_get_cached_property (self->profiles, DEGRADED);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
         g_str_equal (g_variant_get_string (value, NULL), HOT);
}

static AttuneEngineHold
find_hold (AttuneEnginePower *self)
{
  if (self->settings == NULL || !g_settings_get_boolean (self->settings, SETTINGS_KEY))
    return ATTUNE_ENGINE_HOLD_NONE;

  if (is_on_battery (self))
    return ATTUNE_ENGINE_HOLD_BATTERY;

  if (g_power_profile_monitor_get_power_saver_enabled (self->monitor))
    return ATTUNE_ENGINE_HOLD_POWER_SAVER;

  return is_hot (self) || self->cooling_source != 0 ? ATTUNE_ENGINE_HOLD_HEAT
                                                    : ATTUNE_ENGINE_HOLD_NONE;
}

static void
update (AttuneEnginePower *self)
{
  AttuneEngineHold hold = find_hold (self);

  if (self->hold == hold)
    return;

  self->hold = hold;
  g_info ("Training is held back by: %s", attune_engine_hold_to_string (hold));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOLD]);
}

static void
cooled_cb (gpointer user_data)
{
  AttuneEnginePower *self = user_data;

  self->cooling_source = 0;
  update (self);
}

static void
profiles_changed_cb (AttuneEnginePower *self)
{
  gboolean hot = is_hot (self);

  /* Other properties change as well. */
  if (hot == self->was_hot)
    return;

  g_clear_handle_id (&self->cooling_source, g_source_remove);

  if (!hot)
    self->cooling_source = g_timeout_add_seconds_once (self->cooling_seconds, cooled_cb, self);

  self->was_hot = hot;
  update (self);
}

static GDBusProxy *
finish_proxy (GAsyncResult *result)
{
  g_autoptr(GError) error = NULL;
  GDBusProxy *proxy = g_dbus_proxy_new_for_bus_finish (result, &error);

  if (proxy == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("Nobody will tell how this computer is powered: %s", error->message);

  return proxy;
}

static void
upower_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GDBusProxy) proxy = finish_proxy (result);
  AttuneEnginePower *self = user_data;

  if (proxy == NULL)
    return;

  self->upower = g_steal_pointer (&proxy);
  g_signal_connect_object (self->upower, "g-properties-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
profiles_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GDBusProxy) proxy = finish_proxy (result);
  AttuneEnginePower *self = user_data;

  if (proxy == NULL)
    return;

  self->profiles = g_steal_pointer (&proxy);
  g_signal_connect_object (self->profiles, "g-properties-changed", G_CALLBACK (profiles_changed_cb),
                           self, G_CONNECT_SWAPPED);
  profiles_changed_cb (self);
}

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "io.github.attune.Attune", TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
attune_engine_power_dispose (GObject *object)
{
  AttuneEnginePower *self = (AttuneEnginePower *)object;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->cooling_source, g_source_remove);
  g_clear_object (&self->upower);
  g_clear_object (&self->profiles);
  g_clear_object (&self->monitor);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (attune_engine_power_parent_class)->dispose (object);
}

static void
attune_engine_power_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneEnginePower *self = ATTUNE_ENGINE_POWER (object);

  switch (prop_id)
    {
    case PROP_HOLD:
      g_value_set_enum (value, self->hold);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_engine_power_class_init (AttuneEnginePowerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_engine_power_dispose;
  object_class->get_property = attune_engine_power_get_property;

  properties[PROP_HOLD] =
    g_param_spec_enum ("hold", NULL, NULL,
                       ATTUNE_TYPE_ENGINE_HOLD,
                       ATTUNE_ENGINE_HOLD_NONE,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_engine_power_init (AttuneEnginePower *self)
{
  self->cooling_seconds = ATTUNE_ENGINE_COOLING_SECONDS;
  self->cancellable = g_cancellable_new ();
  self->monitor = g_power_profile_monitor_dup_default ();
  g_signal_connect_object (self->monitor, "notify::power-saver-enabled", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);

  if ((self->settings = open_settings ()))
    g_signal_connect_object (self->settings, "changed::" SETTINGS_KEY, G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);

  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SYSTEM, G_DBUS_PROXY_FLAGS_NONE, NULL, UPOWER_NAME,
                            UPOWER_PATH, UPOWER_NAME, self->cancellable, upower_cb, self);
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SYSTEM, G_DBUS_PROXY_FLAGS_NONE, NULL, PROFILES_NAME,
                            PROFILES_PATH, PROFILES_NAME, self->cancellable, profiles_cb, self);
}

/**
 * attune_engine_hold_to_string:
 * @hold: a reason
 *
 * Returns: (transfer none): its word in the protocol
 */
const char *
attune_engine_hold_to_string (AttuneEngineHold hold)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (ATTUNE_TYPE_ENGINE_HOLD);

  return g_enum_get_value (klass, hold)->value_nick;
}

/**
 * attune_engine_power_new:
 *
 * Returns: (transfer full): what listens to the system as soon as the main loop runs
 */
AttuneEnginePower *
attune_engine_power_new (void)
{
  return g_object_new (ATTUNE_TYPE_ENGINE_POWER, NULL);
}

/**
 * attune_engine_power_get_hold:
 * @self: what listens
 *
 * Returns: why training is to wait, if it is
 */
AttuneEngineHold
attune_engine_power_get_hold (AttuneEnginePower *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_POWER (self), ATTUNE_ENGINE_HOLD_NONE);

  return self->hold;
}

/**
 * attune_engine_power_set_cooling_seconds:
 * @self: what listens
 * @seconds: how long training waits after the processor was hot
 */
void
attune_engine_power_set_cooling_seconds (AttuneEnginePower *self,
                                         guint              seconds)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_POWER (self));

  self->cooling_seconds = seconds;
}
