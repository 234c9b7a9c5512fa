/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_GET_MODEL_DIALOG (attune_get_model_dialog_get_type ())

/* Models that can be had for this computer. A download goes on when the dialog is closed. */
G_DECLARE_FINAL_TYPE (AttuneGetModelDialog, attune_get_model_dialog, ATTUNE, GET_MODEL_DIALOG, AdwDialog)

AttuneGetModelDialog *attune_get_model_dialog_new (AttuneWorkspace *workspace);

G_END_DECLS
