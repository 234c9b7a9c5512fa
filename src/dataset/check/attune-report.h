/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_REPORT (attune_report_get_type ())

typedef enum
{
  ATTUNE_ISSUE_NONE = -1,         /* nothing is wrong with a record; never counted */
  ATTUNE_ISSUE_NOT_UTF8,
  ATTUNE_ISSUE_NOT_JSON,
  ATTUNE_ISSUE_NOT_OBJECT,
  ATTUNE_ISSUE_UNKNOWN_SHAPE,     /* neither messages nor prompt/completion nor mapped */
  ATTUNE_ISSUE_UNKNOWN_ROLE,
  ATTUNE_ISSUE_MISSING_CONTENT,
  ATTUNE_ISSUE_BAD_WEIGHT,        /* a "weight" other than 0 and 1 */
  ATTUNE_ISSUE_NO_ASSISTANT,
  ATTUNE_ISSUE_LAST_NOT_ASSISTANT,
  ATTUNE_ISSUE_EMPTY_ANSWER,
  ATTUNE_ISSUE_EMPTY_QUESTION,
  ATTUNE_ISSUE_RAGGED_ROW,        /* CSV: more or fewer cells than the header */
  ATTUNE_ISSUE_DUPLICATE,
  ATTUNE_ISSUE_TOO_FEW,           /* fewer than ATTUNE_MIN_EXAMPLES */
  ATTUNE_N_ISSUES
} AttuneIssueKind;

typedef enum
{
  ATTUNE_SEVERITY_INFO,
  ATTUNE_SEVERITY_WARNING,        /* costs quality */
  ATTUNE_SEVERITY_ERROR,          /* the record cannot be used, or the job would stop */
} AttuneSeverity;

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
gboolean       attune_issue_is_error      (AttuneIssueKind  kind);
AttuneSeverity attune_issue_get_severity  (AttuneIssueKind  kind);
const char    *attune_issue_get_id        (AttuneIssueKind  kind);   /* "not-json", for --json */
char          *attune_issue_dup_title     (AttuneIssueKind  kind,
                                           guint64          count);  /* a sentence, translated */
const char    *attune_issue_get_reason    (AttuneIssueKind  kind);   /* of one record, a sentence, translated */
const char    *attune_issue_get_advice    (AttuneIssueKind  kind);   /* what to do, translated */

G_END_DECLS
