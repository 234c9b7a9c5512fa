/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_CHECK_PAGE (attune_import_check_page_get_type ())

/* Step 4: every problem in the file, and what will happen to it. */
G_DECLARE_FINAL_TYPE (AttuneImportCheckPage, attune_import_check_page, ATTUNE, IMPORT_CHECK_PAGE, AttuneImportPage)

AttuneImportPage *attune_import_check_page_new (AttuneImportState *state);

G_END_DECLS
