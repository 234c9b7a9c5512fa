/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_DESKTOP_STATUS (attune_desktop_status_get_type ())

/**
 * AttuneDesktopStatus:
 *
 * What the desktop shows of the work where no window is: a bar and a number on the icon in a dock,
 * and a line among what runs in the background. Signals: `seen`, when a window gets the person's
 * attention.
 */
G_DECLARE_FINAL_TYPE (AttuneDesktopStatus, attune_desktop_status, ATTUNE, DESKTOP_STATUS, GObject)

AttuneDesktopStatus *attune_desktop_status_new                (GtkApplication      *application,
                                                               GListModel          *active_jobs);
void                 attune_desktop_status_add_unseen         (AttuneDesktopStatus *self);
void                 attune_desktop_status_request_background (AttuneDesktopStatus *self);

G_END_DECLS
