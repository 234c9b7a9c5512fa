/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-stats.h"
#include "attune-issue.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_DATASET_SURVEY (attune_dataset_survey_get_type ())

#define ATTUNE_N_EXAMPLE_KINDS 3

/**
 * AttuneDatasetSurvey:
 *
 * What counts about the examples of a dataset before they are sent to a service. Immutable once
 * made, counted by reference.
 */
typedef struct
{
  guint64             n_kinds[ATTUNE_N_EXAMPLE_KINDS];  /* by AttuneExampleKind */
  guint64             n_issues[ATTUNE_N_ISSUES];  /* examples with it, where everything is strict */
  guint64             n_bad_outputs;   /* of those that are ATTUNE_ISSUE_BAD_OUTPUT, where several
                                        * messages are one answer */
  guint               first_lines[ATTUNE_N_ISSUES];  /* where each was found first, from 1 */
  guint               first_bad_output;
  guint               first_unreadable;  /* 0: each can be read */
  gboolean            is_exact;        /* the tokens were counted; else they are estimated */
  AttuneExampleStats *stats;           /* the tokens of each */
} AttuneDatasetSurvey;

GType                attune_dataset_survey_get_type   (void);
AttuneDatasetSurvey *attune_dataset_survey_collect    (const char                 *path,
                                                       GCancellable               *cancellable,
                                                       GError                    **error);
AttuneDatasetSurvey *attune_dataset_survey_ref        (AttuneDatasetSurvey        *self);
void                 attune_dataset_survey_unref      (AttuneDatasetSurvey        *self);
guint64              attune_dataset_survey_count_over (const AttuneDatasetSurvey  *self,
                                                       guint                       max_tokens);
gboolean             attune_example_kind_peek         (const char                 *path,
                                                       AttuneExampleKind          *kind,
                                                       GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneDatasetSurvey, attune_dataset_survey_unref)

G_END_DECLS
