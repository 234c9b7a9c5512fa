/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_MAP_PAGE (attune_import_map_page_get_type ())

/* Step 3, when it is needed: which column is what, and what comes of it. */
G_DECLARE_FINAL_TYPE (AttuneImportMapPage, attune_import_map_page, ATTUNE, IMPORT_MAP_PAGE, AttuneImportPage)

AttuneImportPage *attune_import_map_page_new (AttuneImportState *state);

G_END_DECLS
