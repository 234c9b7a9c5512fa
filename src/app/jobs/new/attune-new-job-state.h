/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-new-job-price.h"
#include "attune-workspace-plans.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_STATE (attune_new_job_state_get_type ())

/**
 * AttuneNewJobState:
 *
 * What the person has chosen so far for a new fine-tune, and what was found out about it meanwhile;
 * the pages of the dialog show and change it.
 *
 * Signals: `changed`, when anything of that is another.
 */
G_DECLARE_FINAL_TYPE (AttuneNewJobState, attune_new_job_state, ATTUNE, NEW_JOB_STATE, GObject)

AttuneNewJobState         *attune_new_job_state_new               (AttuneWorkspace    *workspace,
                                                                   AttuneDataset      *dataset);
void                       attune_new_job_state_copy_job          (AttuneNewJobState  *self,
                                                                   AttuneJob          *job);
AttuneWorkspace           *attune_new_job_state_get_workspace     (AttuneNewJobState  *self);

/* What to learn from, and what to check the result with: an id, ATTUNE_NO_VALIDATION, or NULL for
 * what the dataset keeps aside. */
AttuneDataset             *attune_new_job_state_get_dataset       (AttuneNewJobState  *self);
void                       attune_new_job_state_set_dataset       (AttuneNewJobState  *self,
                                                                   AttuneDataset      *dataset);
const char                *attune_new_job_state_get_validation    (AttuneNewJobState  *self);
void                       attune_new_job_state_set_validation    (AttuneNewJobState  *self,
                                                                   const char         *id);
int                        attune_new_job_state_get_kind          (AttuneNewJobState  *self,
                                                                   AttuneDataset      *dataset);
const AttuneDatasetSurvey *attune_new_job_state_get_survey        (AttuneNewJobState  *self);

/* Where, and what to begin with. */
AttuneAccount             *attune_new_job_state_get_account       (AttuneNewJobState  *self);
AttuneProfile             *attune_new_job_state_get_profile       (AttuneNewJobState  *self);
const char                *attune_new_job_state_get_model_id      (AttuneNewJobState  *self);
AttuneModel               *attune_new_job_state_dup_model         (AttuneNewJobState  *self);
void                       attune_new_job_state_choose_model      (AttuneNewJobState  *self,
                                                                   AttuneAccount      *account,
                                                                   const char         *model_id);
gboolean                   attune_new_job_state_choose_default    (AttuneNewJobState  *self);
void                       attune_new_job_state_remember          (AttuneNewJobState  *self);
char                      *attune_new_job_state_dup_refusal       (AttuneNewJobState  *self,
                                                                   AttuneAccount      *account,
                                                                   AttuneModel        *model);
gboolean                   attune_new_job_state_get_is_uploaded   (AttuneNewJobState  *self);

/* How. The request is the state's own: it is changed by the functions here only. */
AttuneJobRequest          *attune_new_job_state_get_request       (AttuneNewJobState  *self);
void                       attune_new_job_state_set_method        (AttuneNewJobState  *self,
                                                                   const char         *method);
void                       attune_new_job_state_set_setting       (AttuneNewJobState  *self,
                                                                   const char         *name,
                                                                   JsonNode           *value,
                                                                   const char         *problem);
void                       attune_new_job_state_set_suffix        (AttuneNewJobState  *self,
                                                                   const char         *suffix);
char                      *attune_new_job_state_dup_suffix_problem (AttuneNewJobState *self);
void                       attune_new_job_state_set_seed          (AttuneNewJobState  *self,
                                                                   gint64              seed);
void                       attune_new_job_state_set_wandb         (AttuneNewJobState  *self,
                                                                   const char         *project,
                                                                   const char         *name,
                                                                   const char         *entity,
                                                                   const char * const *tags,
                                                                   const char         *problem);
gboolean                   attune_new_job_state_get_is_valid      (AttuneNewJobState  *self);

/* Whether. */
AttuneNewJobPrice         *attune_new_job_state_ask_price         (AttuneNewJobState  *self);
void                       attune_new_job_state_forget_price      (AttuneNewJobState  *self);
double                     attune_new_job_state_get_limit         (AttuneNewJobState  *self);
void                       attune_new_job_state_set_limit         (AttuneNewJobState  *self,
                                                                   double              limit);
gboolean                   attune_new_job_state_make_estimate     (AttuneNewJobState  *self,
                                                                   AttuneEstimate     *estimate);
GPtrArray                 *attune_new_job_state_list_issues       (AttuneNewJobState  *self);
gboolean                   attune_new_job_state_get_can_start     (AttuneNewJobState  *self);
AttuneJobRequest          *attune_new_job_state_make_request      (AttuneNewJobState  *self);

G_END_DECLS
