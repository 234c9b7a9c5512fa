/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-import-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_SEPARATORS (attune_import_separators_get_type ())

/**
 * AttuneImportSeparators:
 *
 * What stands between the columns of a table and around its texts, as it was found out, to be
 * changed: from a list, or any character.
 */
G_DECLARE_FINAL_TYPE (AttuneImportSeparators, attune_import_separators, ATTUNE, IMPORT_SEPARATORS, AdwExpanderRow)

void attune_import_separators_set_state (AttuneImportSeparators    *self,
                                         AttuneImportState         *state);
void attune_import_separators_show      (AttuneImportSeparators    *self,
                                         const AttuneReaderOptions *options);

G_END_DECLS
