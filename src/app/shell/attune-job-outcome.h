/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

/* How fine-tunes end, as far as a person is told in different words. */
typedef enum
{
  ATTUNE_JOB_OUTCOME_READY,
  ATTUNE_JOB_OUTCOME_FAILED,
  ATTUNE_JOB_OUTCOME_CANCELLED,
  ATTUNE_N_JOB_OUTCOMES,
} AttuneJobOutcome;

AttuneJobOutcome  attune_job_outcome_of        (AttuneJob        *job);
guint             attune_job_outcome_get_limit (AttuneJobOutcome  outcome);
char             *attune_job_outcome_dup_text  (AttuneJob        *job);
char             *attune_job_outcome_dup_sum   (AttuneJobOutcome  outcome,
                                                guint             n);

G_END_DECLS
