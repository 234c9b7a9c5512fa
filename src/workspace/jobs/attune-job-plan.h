/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-dataset-survey.h"
#include "attune-estimate.h"

G_BEGIN_DECLS

/* The kind of a dataset's examples, before it was looked for. */
#define ATTUNE_KIND_UNKNOWN (-1)

/**
 * AttuneJobPlan:
 *
 * A fine-tune before it is started: everything that decides whether a service would take it. Borrows
 * what it points to.
 */
typedef struct
{
  AttuneAccount             *account;
  AttuneDataset             *dataset;
  int                        kind;              /* AttuneExampleKind, or ATTUNE_KIND_UNKNOWN */
  AttuneDataset             *validation;        /* another dataset, or NULL */
  int                        validation_kind;
  AttuneModel               *model;             /* NULL: only its name is known */
  const char                *model_id;
  AttuneJobRequest          *request;           /* NULL: no settings yet */
  const AttuneDatasetSurvey *survey;            /* NULL: not surveyed yet */
  const AttuneDatasetSurvey *validation_survey; /* of what it is checked with; NULL: not known */
  const AttuneEstimate      *estimate;          /* NULL: not known */
  double                     limit;             /* the most USD, 0: no limit */
  gboolean                   has_price;         /* the service has told one */
  double                     price;             /* USD */
  const GError              *price_error;       /* why it told none, or NULL */
} AttuneJobPlan;

typedef enum
{
  ATTUNE_JOB_ISSUE_KEY,
  ATTUNE_JOB_ISSUE_CLOSING,
  ATTUNE_JOB_ISSUE_PROBLEM,
  ATTUNE_JOB_ISSUE_FOLLOWING,
  ATTUNE_JOB_ISSUE_SHUTDOWN,
  ATTUNE_JOB_ISSUE_FEW_EXAMPLES,
  ATTUNE_JOB_ISSUE_FILE_SIZE,
  ATTUNE_JOB_ISSUE_METHOD,
  ATTUNE_JOB_ISSUE_MIXED,
  ATTUNE_JOB_ISSUE_EXAMPLES,
  ATTUNE_JOB_ISSUE_LONG_EXAMPLES,
  ATTUNE_JOB_ISSUE_MANY_TOKENS,
  ATTUNE_JOB_ISSUE_VALIDATION,
  ATTUNE_JOB_ISSUE_SETTINGS,
  ATTUNE_JOB_ISSUE_LIMIT,
  ATTUNE_JOB_ISSUE_CREDIT,
  ATTUNE_JOB_ISSUE_MEMORY,
  ATTUNE_JOB_ISSUE_CHAT_FORMAT,
} AttuneJobIssueCode;

/* Something that a person should know before the start. */
typedef struct
{
  AttuneJobIssueCode  code;
  gboolean            is_refusal;    /* it would not be done; else it is only worth knowing */
  char               *title;         /* a few words, translated */
  char               *text;          /* what is so, and what to do */
} AttuneJobIssue;

void        attune_job_issue_free           (AttuneJobIssue        *self);
GPtrArray  *attune_job_plan_list_issues     (const AttuneJobPlan   *plan);  /* of AttuneJobIssue, refusals first */
gboolean    attune_job_plan_check           (const AttuneJobPlan   *plan,
                                             GError               **error);
const char *attune_example_kind_get_method  (int                    kind);  /* "supervised" or "dpo" */
gboolean    attune_job_plan_can_train       (AttuneAccount         *account,
                                             AttuneModel           *model,
                                             const char            *method);
char       *attune_date_format              (const char            *iso_date); /* "14 January 2027" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneJobIssue, attune_job_issue_free)

G_END_DECLS
