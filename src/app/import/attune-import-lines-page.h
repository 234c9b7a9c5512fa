/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-report.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_LINES_PAGE (attune_import_lines_page_get_type ())

/* The lines with one kind of problem, as far as the report remembers them. */
G_DECLARE_FINAL_TYPE (AttuneImportLinesPage, attune_import_lines_page, ATTUNE, IMPORT_LINES_PAGE, AdwNavigationPage)

AdwNavigationPage *attune_import_lines_page_new (const char       *path,
                                                 AttuneReport     *report,
                                                 AttuneIssueKind   kind);

G_END_DECLS
