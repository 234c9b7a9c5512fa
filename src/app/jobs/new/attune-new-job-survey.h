/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace-plans.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_SURVEY (attune_new_job_survey_get_type ())

/**
 * AttuneNewJobSurvey:
 *
 * The figures of a file of examples, which is read as soon as it is chosen.
 *
 * Signals: `changed`, when they are known.
 */
G_DECLARE_FINAL_TYPE (AttuneNewJobSurvey, attune_new_job_survey, ATTUNE, NEW_JOB_SURVEY, GObject)

AttuneNewJobSurvey        *attune_new_job_survey_new       (AttuneWorkspace     *workspace);
void                       attune_new_job_survey_set_path  (AttuneNewJobSurvey  *self,
                                                            const char          *path);
const AttuneDatasetSurvey *attune_new_job_survey_get       (AttuneNewJobSurvey  *self);  /* or NULL */

G_END_DECLS
