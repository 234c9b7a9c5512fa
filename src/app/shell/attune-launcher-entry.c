/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-launcher-entry"

#include "config.h"

#include "attune-launcher-entry.h"

/* The interface that Unity began and the docks of today listen to. */
#define LAUNCHER_INTERFACE "com.canonical.Unity.LauncherEntry"

struct _AttuneLauncherEntry
{
  GObject          parent_instance;

  GDBusConnection *bus;
  char            *uri;
  char            *path;
  double           progress;    /* 0 to 1, or -1 */
  guint            count;
};

G_DEFINE_FINAL_TYPE (AttuneLauncherEntry, attune_launcher_entry, G_TYPE_OBJECT)

static void
emit_update (AttuneLauncherEntry *self)
{
  g_autoptr(GError) error = NULL;
  GVariantDict properties;

  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "progress", "d", MAX (self->progress, 0));
  g_variant_dict_insert (&properties, "progress-visible", "b", self->progress >= 0);
  g_variant_dict_insert (&properties, "count", "x", (gint64)self->count);
  g_variant_dict_insert (&properties, "count-visible", "b", self->count > 0);

  if (!g_dbus_connection_emit_signal (self->bus, NULL, self->path, LAUNCHER_INTERFACE, "Update",
                                      g_variant_new ("(s@a{sv})", self->uri,
                                                     g_variant_dict_end (&properties)),
                                      &error))
    g_info ("The dock cannot be told: %s", error->message);
}

static void
attune_launcher_entry_finalize (GObject *object)
{
  AttuneLauncherEntry *self = (AttuneLauncherEntry *)object;

  g_object_unref (self->bus);
  g_free (self->uri);
  g_free (self->path);

  G_OBJECT_CLASS (attune_launcher_entry_parent_class)->finalize (object);
}

static void
attune_launcher_entry_class_init (AttuneLauncherEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_launcher_entry_finalize;
}

static void
attune_launcher_entry_init (AttuneLauncherEntry *self)
{
  self->progress = -1;
}

/**
 * attune_launcher_entry_new:
 * @bus: the session bus
 * @application_id: the program, as its desktop file is named
 *
 * Returns: (transfer full): an entry that shows nothing yet
 */
AttuneLauncherEntry *
attune_launcher_entry_new (GDBusConnection *bus,
                           const char      *application_id)
{
  AttuneLauncherEntry *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);
  g_return_val_if_fail (application_id != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_LAUNCHER_ENTRY, NULL);
  self->bus = g_object_ref (bus);
  self->uri = g_strdup_printf ("application://%s.desktop", application_id);
  self->path = g_strdup_printf ("/com/canonical/unity/launcherentry/%u", g_str_hash (self->uri));

  return self;
}

/**
 * attune_launcher_entry_set_progress:
 * @self: an entry
 * @progress: 0 to 1, or -1 to show no bar
 */
void
attune_launcher_entry_set_progress (AttuneLauncherEntry *self,
                                    double               progress)
{
  g_return_if_fail (ATTUNE_IS_LAUNCHER_ENTRY (self));

  if (self->progress == progress)
    return;

  self->progress = progress;
  emit_update (self);
}

/**
 * attune_launcher_entry_set_count:
 * @self: an entry
 * @count: how much there is to be looked at; 0 to show no number
 */
void
attune_launcher_entry_set_count (AttuneLauncherEntry *self,
                                 guint                count)
{
  g_return_if_fail (ATTUNE_IS_LAUNCHER_ENTRY (self));

  if (self->count == count)
    return;

  self->count = count;
  emit_update (self);
}
