/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-example.h"
#include "attune-facts.h"
#include "attune-histogram.h"
#include "attune-issue.h"
#include "attune-language.h"
#include "attune-rules.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_REPORT (attune_report_get_type ())

/* OpenAI and Azure refuse fewer (api: dataset limits). */
#define ATTUNE_MIN_EXAMPLES 10

/* So many are needed to see an effect (OpenAI’s guide: 50 to 100). */
#define ATTUNE_MIN_EXAMPLES_TO_LEARN 50

/* Lines remembered for each kind; the counts go on beyond it. */
#define ATTUNE_REPORT_MAX_LINES 1000

/**
 * AttuneReport:
 *
 * What a scan found: for each kind of issue how often, and where first; and what the examples are
 * like, in a memory that does not grow with their number. For one thread at a time.
 */
G_DECLARE_FINAL_TYPE (AttuneReport, attune_report, ATTUNE, REPORT, GObject)

/* What is measured of every example. */
typedef enum
{
  ATTUNE_REPORT_CHARACTERS,
  ATTUNE_REPORT_TURNS,
  ATTUNE_REPORT_TOKENS,
  ATTUNE_REPORT_TRAINED_TOKENS,

  ATTUNE_REPORT_N_MEASURES
} AttuneReportMeasure;

AttuneReport          *attune_report_new                (void);
void                   attune_report_add                (AttuneReport        *self,
                                                         AttuneIssueKind      kind,
                                                         guint64              line);
void                   attune_report_forget             (AttuneReport        *self,
                                                         AttuneIssueKind      kind);
void                   attune_report_add_facts          (AttuneReport        *self,
                                                         guint64              line,
                                                         const AttuneFacts   *facts);
void                   attune_report_finish             (AttuneReport        *self,
                                                         const AttuneRules   *rules,
                                                         guint64              n_usable);
guint64                attune_report_get_count          (AttuneReport        *self,
                                                         AttuneIssueKind      kind);
const guint64         *attune_report_get_lines          (AttuneReport        *self,
                                                         AttuneIssueKind      kind,
                                                         gsize               *n_lines);
guint64                attune_report_get_n_errors       (AttuneReport        *self);
guint64                attune_report_get_n_examples     (AttuneReport        *self);
guint64                attune_report_get_n_questions    (AttuneReport        *self,
                                                         gboolean            *is_exact);
guint64                attune_report_get_n_system_texts (AttuneReport        *self,
                                                         gboolean            *is_exact);
guint64                attune_report_get_language_count (AttuneReport        *self,
                                                         AttuneLanguage       language);
guint64                attune_report_get_role_count     (AttuneReport        *self,
                                                         AttuneRole           role);
const AttuneHistogram *attune_report_get_histogram      (AttuneReport        *self,
                                                         AttuneReportMeasure  measure);

G_END_DECLS
