/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_APPLICATION (attune_application_get_type ())

/* The program: its actions, its one window, the workspace behind it, and the work that goes on when
 * the window is closed. */
G_DECLARE_FINAL_TYPE (AttuneApplication, attune_application, ATTUNE, APPLICATION, AdwApplication)

AttuneApplication *attune_application_new           (void);
AttuneWorkspace   *attune_application_get_workspace (AttuneApplication *self); /* NULL until it is open */
gboolean           attune_application_prepare_close (AttuneApplication *self); /* TRUE: the window may close */

G_END_DECLS
