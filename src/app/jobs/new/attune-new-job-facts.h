/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace-plans.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_FACTS (attune_new_job_facts_get_type ())

/**
 * AttuneNewJobFacts:
 *
 * What has to be looked up while a fine-tune is being prepared: the kinds of all datasets, the
 * tokens of the chosen one, whether it was sent before, and the limit of spending of the account.
 *
 * Signals: `changed`, when something was found out.
 */
G_DECLARE_FINAL_TYPE (AttuneNewJobFacts, attune_new_job_facts, ATTUNE, NEW_JOB_FACTS, GObject)

AttuneNewJobFacts         *attune_new_job_facts_new             (AttuneWorkspace    *workspace);
void                       attune_new_job_facts_set_dataset     (AttuneNewJobFacts  *self,
                                                                 AttuneDataset      *dataset);
void                       attune_new_job_facts_set_validation_path (AttuneNewJobFacts *self,
                                                                 const char         *path);
void                       attune_new_job_facts_set_account     (AttuneNewJobFacts  *self,
                                                                 AttuneAccount      *account);
int                        attune_new_job_facts_get_kind        (AttuneNewJobFacts  *self,
                                                                 AttuneDataset      *dataset);
const AttuneDatasetSurvey *attune_new_job_facts_get_survey      (AttuneNewJobFacts  *self);
const AttuneDatasetSurvey *attune_new_job_facts_get_validation_survey (AttuneNewJobFacts *self);
gboolean                   attune_new_job_facts_get_is_uploaded (AttuneNewJobFacts  *self);
double                     attune_new_job_facts_get_limit       (AttuneNewJobFacts  *self);
void                       attune_new_job_facts_set_limit       (AttuneNewJobFacts  *self,
                                                                 double              limit);

G_END_DECLS
