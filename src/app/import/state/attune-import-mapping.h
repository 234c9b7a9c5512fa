/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-scanner.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_MAPPING (attune_import_mapping_get_type ())

/**
 * AttuneImportMapping:
 *
 * How the records of a file become examples: a recipe that follows what is found in the file until the
 * person edits it. Property: `recipe` (notified for a change within it, too).
 *
 * Signals: `edited`, after which the file has to be read again.
 */
G_DECLARE_FINAL_TYPE (AttuneImportMapping, attune_import_mapping, ATTUNE, IMPORT_MAPPING, GObject)

AttuneImportMapping *attune_import_mapping_new               (AttuneImportScanner  *reading);
void                 attune_import_mapping_clear             (AttuneImportMapping  *self);
AttuneRecipe        *attune_import_mapping_get_recipe        (AttuneImportMapping  *self);
void                 attune_import_mapping_set_recipe        (AttuneImportMapping  *self,
                                                              AttuneRecipe         *recipe);
gboolean             attune_import_mapping_get_needs_person  (AttuneImportMapping  *self);
gboolean             attune_import_mapping_get_is_usable     (AttuneImportMapping  *self);
gboolean             attune_import_mapping_get_needs_reading (AttuneImportMapping  *self);

G_END_DECLS
