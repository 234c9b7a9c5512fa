/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_STATE (attune_new_job_state_get_type ())

/**
 * AttuneNewJobState:
 *
 * What the person has chosen so far for a new fine-tune; the pages of the dialog show and change
 * it. Properties: `workspace` (construct-only), `dataset`, `account`, `model-id` (read-only, set
 * together by attune_new_job_state_choose_model()), `n-epochs`, `batch-size`,
 * `learning-rate-multiplier` (double, 0: automatic), `seed` (double, -1: automatic), `suffix`,
 * `suffix-problem` (a sentence or NULL, read-only), `can-start` (boolean, read-only).
 */
G_DECLARE_FINAL_TYPE (AttuneNewJobState, attune_new_job_state, ATTUNE, NEW_JOB_STATE, GObject)

AttuneNewJobState *attune_new_job_state_new                (AttuneWorkspace    *workspace,
                                                            AttuneDataset      *dataset);
void               attune_new_job_state_copy_job           (AttuneNewJobState  *self,
                                                            AttuneJob          *job);
AttuneWorkspace   *attune_new_job_state_get_workspace      (AttuneNewJobState  *self);
AttuneDataset     *attune_new_job_state_get_dataset        (AttuneNewJobState  *self);
void               attune_new_job_state_set_dataset        (AttuneNewJobState  *self,
                                                            AttuneDataset      *dataset);
AttuneAccount     *attune_new_job_state_get_account        (AttuneNewJobState  *self);
const char        *attune_new_job_state_get_model_id       (AttuneNewJobState  *self);
void               attune_new_job_state_choose_model       (AttuneNewJobState  *self,
                                                            AttuneAccount      *account,
                                                            const char         *model_id);
gboolean           attune_new_job_state_choose_default     (AttuneNewJobState  *self);
const char        *attune_new_job_state_get_suffix         (AttuneNewJobState  *self);
void               attune_new_job_state_set_suffix         (AttuneNewJobState  *self,
                                                            const char         *suffix);
const char        *attune_new_job_state_get_suffix_problem (AttuneNewJobState  *self);
gboolean           attune_new_job_state_get_can_start      (AttuneNewJobState  *self);
AttuneJobRequest  *attune_new_job_state_make_request       (AttuneNewJobState  *self);
char              *attune_new_job_state_dup_model_title    (AttuneNewJobState  *self);
char              *attune_new_job_state_dup_settings_text  (AttuneNewJobState  *self);
char              *attune_new_job_state_dup_estimate_text  (AttuneNewJobState  *self);
char              *attune_new_job_state_dup_privacy_text   (AttuneNewJobState  *self);
char              *attune_new_job_state_dup_problem        (AttuneNewJobState  *self);
char              *attune_new_job_check_suffix             (const char         *suffix,
                                                            guint               max_length);

G_END_DECLS
