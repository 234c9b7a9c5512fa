/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_WINDOW (attune_window_get_type ())

/* The main window: the sidebar, the pages, and the actions by which pages reach each other. It can be shown before the
 * workspace is open; what it is asked to do until then is done as soon as it is. */
G_DECLARE_FINAL_TYPE (AttuneWindow, attune_window, ATTUNE, WINDOW, AdwApplicationWindow)

AttuneWindow    *attune_window_new             (GtkApplication    *application);
AttuneWorkspace *attune_window_get_workspace   (AttuneWindow      *self);
void             attune_window_set_workspace   (AttuneWindow      *self,
                                                AttuneWorkspace   *workspace);
void             attune_window_show_open_error (AttuneWindow      *self,
                                                const GError      *error);
void             attune_window_show_opening    (AttuneWindow      *self);
void             attune_window_request         (AttuneWindow      *self,
                                                const char        *action_name,
                                                GVariant          *parameter);
void             attune_window_show_page       (AttuneWindow      *self,
                                                const char        *tag);
AttuneJob       *attune_window_get_job         (AttuneWindow      *self);
gboolean         attune_window_shows           (AttuneWindow      *self,
                                                const char        *tag);
gboolean         attune_window_chats_with      (AttuneWindow      *self,
                                                AttuneJob         *job);

G_END_DECLS
