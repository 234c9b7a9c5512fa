/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job-plan.h"

G_BEGIN_DECLS

/* Seen by the files attune-job-plan*.c. */
void       attune_job_plan_add_issue        (GPtrArray           *issues,
                                             AttuneJobIssueCode   code,
                                             gboolean             is_refusal,
                                             const char          *title,
                                             const char          *format,
                                             ...) G_GNUC_PRINTF (5, 6);
int        attune_job_plan_get_kind         (const AttuneJobPlan *plan);
guint64    attune_job_plan_get_file_size    (const char          *path);
GDateTime *attune_job_plan_parse_date       (const char          *iso_date);

/* By concern: each adds what it finds. */
void       attune_job_plan_check_service    (const AttuneJobPlan *plan,
                                             GPtrArray           *issues);
void       attune_job_plan_check_examples   (const AttuneJobPlan *plan,
                                             GPtrArray           *issues);
void       attune_job_plan_check_validation (const AttuneJobPlan *plan,
                                             GPtrArray           *issues);
void       attune_job_plan_check_cost       (const AttuneJobPlan *plan,
                                             GPtrArray           *issues);
void       attune_job_plan_add_bad_rows     (const AttuneJobPlan       *plan,
                                             const AttuneDatasetSurvey *survey,
                                             const char                *dataset_name,
                                             AttuneJobIssueCode         code,
                                             const char                *title,
                                             GPtrArray                 *issues);

G_END_DECLS
