/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-issue.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_REPORT (attune_report_get_type ())

/* OpenAI and Azure refuse fewer (api: dataset limits). */
#define ATTUNE_MIN_EXAMPLES 10

/* Lines remembered for each kind; the counts go on beyond it. */
#define ATTUNE_REPORT_MAX_LINES 1000

/**
 * AttuneReport:
 *
 * What a scan found wrong: for each kind of issue how often, and where first.
 */
G_DECLARE_FINAL_TYPE (AttuneReport, attune_report, ATTUNE, REPORT, GObject)

AttuneReport  *attune_report_new          (void);
void           attune_report_add          (AttuneReport    *self,
                                           AttuneIssueKind  kind,
                                           guint64          line);
guint64        attune_report_get_count    (AttuneReport    *self,
                                           AttuneIssueKind  kind);
const guint64 *attune_report_get_lines    (AttuneReport    *self,
                                           AttuneIssueKind  kind,
                                           gsize           *n_lines);
guint64        attune_report_get_n_errors (AttuneReport    *self);

G_END_DECLS
