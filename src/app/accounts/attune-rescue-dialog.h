/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_RESCUE_DIALOG (attune_rescue_dialog_get_type ())

/* Fetches what an account has, fine-tune by fine-tune, while the person looks on. */
G_DECLARE_FINAL_TYPE (AttuneRescueDialog, attune_rescue_dialog, ATTUNE, RESCUE_DIALOG, AdwDialog)

AttuneRescueDialog *attune_rescue_dialog_new (AttuneWorkspace *workspace,
                                              AttuneAccount   *account);

G_END_DECLS
