/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_BACKGROUND_PORTAL (attune_background_portal_get_type ())

/**
 * AttuneBackgroundPortal:
 *
 * Asks a desktop that keeps programs in a sandbox to let this one go on without a window, and tells
 * it what it does there. The source of the rules is the XDG Desktop Portal's interface
 * org.freedesktop.portal.Background, version 2.
 *
 * Signals: `refused`, when the desktop answers that the program may be ended.
 */
G_DECLARE_FINAL_TYPE (AttuneBackgroundPortal, attune_background_portal, ATTUNE, BACKGROUND_PORTAL, GObject)

gboolean                attune_background_portal_is_needed  (void);
AttuneBackgroundPortal *attune_background_portal_new        (GDBusConnection        *bus);
void                    attune_background_portal_request    (AttuneBackgroundPortal *self,
                                                             const char             *reason);
void                    attune_background_portal_set_status (AttuneBackgroundPortal *self,
                                                             const char             *text);

G_END_DECLS
