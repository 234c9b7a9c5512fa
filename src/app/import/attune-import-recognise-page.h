/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_RECOGNISE_PAGE (attune_import_recognise_page_get_type ())

/* Step 2: what is in the file, found by reading all of it. */
G_DECLARE_FINAL_TYPE (AttuneImportRecognisePage, attune_import_recognise_page, ATTUNE, IMPORT_RECOGNISE_PAGE, AttuneImportPage)

AttuneImportPage *attune_import_recognise_page_new (AttuneImportState *state);

G_END_DECLS
