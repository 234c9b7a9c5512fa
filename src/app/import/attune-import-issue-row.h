/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-report.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_ISSUE_ROW (attune_import_issue_row_get_type ())

/**
 * AttuneImportIssueRow:
 *
 * One kind of problem in a file: how often, what to do about it, what will happen to the lines, and
 * the first of these lines when it is expanded. The rest is a page of its own, behind the action
 * `import.show-lines`, whose parameter is the #AttuneIssueKind.
 */
G_DECLARE_FINAL_TYPE (AttuneImportIssueRow, attune_import_issue_row, ATTUNE, IMPORT_ISSUE_ROW, AdwExpanderRow)

GtkWidget       *attune_import_issue_row_new            (const char            *path,
                                                         AttuneReport          *report,
                                                         AttuneIssueKind        kind);
AttuneIssueKind  attune_import_issue_row_get_kind       (AttuneImportIssueRow  *self);
void             attune_import_issue_row_set_is_removed (AttuneImportIssueRow  *self,
                                                         gboolean               is_removed);
char            *attune_import_line_dup_title           (guint64                line);

G_END_DECLS
