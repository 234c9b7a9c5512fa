/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-import-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_DIALOG (attune_import_dialog_get_type ())

/**
 * AttuneImportDialog:
 *
 * Makes a dataset out of a file, step by step: choose, recognise, match columns when they have to
 * be, check, save. On success it shows the dataset through the action `win.show-dataset`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportDialog, attune_import_dialog, ATTUNE, IMPORT_DIALOG, AdwDialog)

AttuneImportDialog *attune_import_dialog_new       (AttuneWorkspace     *workspace,
                                                    GFile               *file);
AttuneImportState  *attune_import_dialog_get_state (AttuneImportDialog  *self);

G_END_DECLS
