/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-dataset.h"
#include "attune-export.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXPORT_DIALOG (attune_export_dialog_get_type ())

/**
 * AttuneExportDialog:
 *
 * Asks in which format and where, writes the examples as they are now, and says what the format
 * had no place for.
 */
G_DECLARE_FINAL_TYPE (AttuneExportDialog, attune_export_dialog, ATTUNE, EXPORT_DIALOG, AdwDialog)

AttuneExportDialog *attune_export_dialog_new   (AttuneDataset      *dataset,
                                                gboolean            validation);
void                attune_export_dialog_write (AttuneExportDialog *self,
                                                GFile              *target);

G_END_DECLS
