/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-import-viewer.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_ENTRY_PAGE (attune_import_entry_page_get_type ())

/* One example of a file, before and after mending, from which one can go to any other. */
G_DECLARE_FINAL_TYPE (AttuneImportEntryPage, attune_import_entry_page, ATTUNE, IMPORT_ENTRY_PAGE, AdwNavigationPage)

AdwNavigationPage *attune_import_entry_page_new (AttuneImportViewer  *viewer);

G_END_DECLS
