/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-mapping.h"
#include "attune-import-scanner.h"
#include "attune-import-target.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_INPUT (attune_import_input_get_type ())

/**
 * AttuneImportInput:
 *
 * A file, what the person chose about it, how its records become examples and for whom, and what was
 * found in it. Property: `file-name`.
 *
 * Signals: `changed`, after which the file has to be read again.
 */
G_DECLARE_FINAL_TYPE (AttuneImportInput, attune_import_input, ATTUNE, IMPORT_INPUT, GObject)

AttuneImportInput   *attune_import_input_new           (AttuneWorkspace    *workspace);
void                 attune_import_input_set_file      (AttuneImportInput  *self,
                                                        GFile              *file);
const char          *attune_import_input_get_file_name (AttuneImportInput  *self);
char                *attune_import_input_dup_title     (AttuneImportInput  *self);
const char          *attune_import_input_get_path      (AttuneImportInput  *self);
AttuneImportChoices *attune_import_input_get_choices   (AttuneImportInput  *self);
AttuneImportChoices *attune_import_input_new_choices   (AttuneImportInput  *self);
AttuneImportScanner *attune_import_input_get_reading   (AttuneImportInput  *self);
AttuneImportMapping *attune_import_input_get_mapping   (AttuneImportInput  *self);
AttuneImportTarget  *attune_import_input_get_target    (AttuneImportInput  *self);
void                 attune_import_input_read          (AttuneImportInput  *self);

G_END_DECLS
