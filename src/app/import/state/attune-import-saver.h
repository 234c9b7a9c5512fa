/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_SAVER (attune_import_saver_get_type ())

/**
 * AttuneImportSaver:
 *
 * Makes the dataset of a file. Properties: `fraction` (0 to 1), `progress-text`.
 *
 * Signals: `saved`; `failed` (boxed GError), after which nothing is left of it.
 */
G_DECLARE_FINAL_TYPE (AttuneImportSaver, attune_import_saver, ATTUNE, IMPORT_SAVER, GObject)

AttuneImportSaver *attune_import_saver_new         (void);
void               attune_import_saver_start       (AttuneImportSaver          *self,
                                                    AttuneWorkspace            *workspace,
                                                    const char                 *path,
                                                    const char                 *name,
                                                    const AttuneImportOptions  *options);
void               attune_import_saver_clear       (AttuneImportSaver          *self);
AttuneDataset     *attune_import_saver_get_dataset (AttuneImportSaver          *self);

G_END_DECLS
