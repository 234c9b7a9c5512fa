/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-choices.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_VALIDATION (attune_import_validation_get_type ())

/**
 * AttuneImportValidation:
 *
 * A second file, from which the examples to validate with come.
 *
 * Signals: `changed`, when it is another one, or when it was read; `failed` (boxed GError), when it
 * cannot be read, after which there is none.
 */
G_DECLARE_FINAL_TYPE (AttuneImportValidation, attune_import_validation, ATTUNE, IMPORT_VALIDATION, GObject)

AttuneImportValidation *attune_import_validation_new      (void);
void                    attune_import_validation_clear    (AttuneImportValidation  *self);
void                    attune_import_validation_read     (AttuneImportValidation  *self,
                                                           GFile                   *file,
                                                           AttuneImportChoices     *choices,
                                                           AttuneScan              *training);
const char             *attune_import_validation_get_name (AttuneImportValidation  *self);
const char             *attune_import_validation_get_path (AttuneImportValidation  *self);
AttuneScan             *attune_import_validation_get_scan (AttuneImportValidation  *self);

G_END_DECLS
