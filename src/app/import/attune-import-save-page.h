/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_SAVE_PAGE (attune_import_save_page_get_type ())

/* Step 5: a name, examples held back for validation, and the import. */
G_DECLARE_FINAL_TYPE (AttuneImportSavePage, attune_import_save_page, ATTUNE, IMPORT_SAVE_PAGE, AttuneImportPage)

AttuneImportPage *attune_import_save_page_new (AttuneImportState *state);

G_END_DECLS
