/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_APPLICATION (attune_application_get_type ())

/* The program: its actions, its one window, the workspace behind it, and the work that goes on when
 * the window is closed. */
G_DECLARE_FINAL_TYPE (AttuneApplication, attune_application, ATTUNE, APPLICATION, AdwApplication)

AttuneApplication *attune_application_new (void);

G_END_DECLS
