/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_COMPARE_DIALOG (attune_compare_dialog_get_type ())

/**
 * AttuneCompareDialog:
 *
 * Which models are asked the same. Begins a comparison and shows it by `win.show-comparison`.
 */
G_DECLARE_FINAL_TYPE (AttuneCompareDialog, attune_compare_dialog, ATTUNE, COMPARE_DIALOG, AdwDialog)

AttuneCompareDialog *attune_compare_dialog_new        (AttuneWorkspace     *workspace);
AttuneCompareDialog *attune_compare_dialog_new_to_add (AttuneWorkspace    *workspace,
                                                       AttuneComparison   *comparison);
void                 attune_compare_dialog_add_model  (AttuneCompareDialog *self,
                                                       const char          *account_id,
                                                       const char          *model,
                                                       const char          *system_text,
                                                       const char          *parameters);

G_END_DECLS
