/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_WAKE_MONITOR (attune_wake_monitor_get_type ())

/**
 * AttuneWakeMonitor:
 *
 * Tells when this computer has woken from sleep. Signals: `woke`. Where there is no logind, it never
 * tells anything.
 */
G_DECLARE_FINAL_TYPE (AttuneWakeMonitor, attune_wake_monitor, ATTUNE, WAKE_MONITOR, GObject)

AttuneWakeMonitor *attune_wake_monitor_new (void);

G_END_DECLS
