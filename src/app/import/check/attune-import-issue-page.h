/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-scan.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_ISSUE_PAGE (attune_import_issue_page_get_type ())

/**
 * AttuneImportIssuePage:
 *
 * All examples with one kind of problem, with the place marked. A row shows the example by the action
 * `import.show-entry`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportIssuePage, attune_import_issue_page, ATTUNE, IMPORT_ISSUE_PAGE, AdwNavigationPage)

AdwNavigationPage *attune_import_issue_page_new (AttuneScan       *scan,
                                                 AttuneIssueKind   kind);

G_END_DECLS
