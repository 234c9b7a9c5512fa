/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-choices.h"
#include "attune-import-glance.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_SCANNER (attune_import_scanner_get_type ())

/**
 * AttuneImportScanner:
 *
 * Reads a file: its beginning at once, and all of it beside. Properties: `is-reading`, `fraction` (0
 * to 1), `progress-text`, `glance`, `scan`, `problem` (a sentence; %NULL while there is none).
 */
G_DECLARE_FINAL_TYPE (AttuneImportScanner, attune_import_scanner, ATTUNE, IMPORT_SCANNER, GObject)

AttuneImportScanner *attune_import_scanner_new            (void);
void                 attune_import_scanner_start          (AttuneImportScanner  *self,
                                                           const char           *path,
                                                           AttuneImportChoices  *choices,
                                                           AttuneScan           *training);
void                 attune_import_scanner_stop           (AttuneImportScanner  *self);
void                 attune_import_scanner_clear          (AttuneImportScanner  *self);
void                 attune_import_scanner_fail           (AttuneImportScanner  *self,
                                                           const char           *problem);
gboolean             attune_import_scanner_get_is_reading (AttuneImportScanner  *self);
AttuneImportGlance  *attune_import_scanner_get_glance     (AttuneImportScanner  *self);
AttuneScan          *attune_import_scanner_get_scan       (AttuneImportScanner  *self);
AttuneSource        *attune_import_scanner_get_source     (AttuneImportScanner  *self);
AttuneReader        *attune_import_scanner_get_reader     (AttuneImportScanner  *self);
const char          *attune_import_scanner_get_problem    (AttuneImportScanner  *self);

G_END_DECLS
