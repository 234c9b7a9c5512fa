/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_CHOOSE_PAGE (attune_import_choose_page_get_type ())

/* Step 1: a file from a chooser, from another window, from the clipboard, or a sample. */
G_DECLARE_FINAL_TYPE (AttuneImportChoosePage, attune_import_choose_page, ATTUNE, IMPORT_CHOOSE_PAGE, AttuneImportPage)

AttuneImportPage *attune_import_choose_page_new (AttuneImportState *state);

G_END_DECLS
