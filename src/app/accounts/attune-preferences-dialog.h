/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PREFERENCES_DIALOG (attune_preferences_dialog_get_type ())

/* The accounts, and the few things about which people differ. */
G_DECLARE_FINAL_TYPE (AttunePreferencesDialog, attune_preferences_dialog, ATTUNE, PREFERENCES_DIALOG, AdwPreferencesDialog)

AttunePreferencesDialog *attune_preferences_dialog_new (AttuneWorkspace *workspace);

G_END_DECLS
