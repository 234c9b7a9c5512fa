/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_LAUNCHER_ENTRY (attune_launcher_entry_get_type ())

/**
 * AttuneLauncherEntry:
 *
 * A bar and a number on the program's icon, in docks that show them. Nothing is asked of a desktop
 * that does not: it is told by a signal that nobody has to hear.
 */
G_DECLARE_FINAL_TYPE (AttuneLauncherEntry, attune_launcher_entry, ATTUNE, LAUNCHER_ENTRY, GObject)

AttuneLauncherEntry *attune_launcher_entry_new          (GDBusConnection     *bus,
                                                         const char          *application_id);
void                 attune_launcher_entry_set_progress (AttuneLauncherEntry *self,
                                                         double               progress);
void                 attune_launcher_entry_set_count    (AttuneLauncherEntry *self,
                                                         guint                count);

G_END_DECLS
