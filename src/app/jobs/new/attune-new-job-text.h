/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-new-job-state.h"

G_BEGIN_DECLS

/* A new fine-tune in words. The strings are newly allocated. */
char *attune_new_job_text_dup_dataset    (AttuneDataset      *dataset);  /* “40 examples · Preference pairs” */
char *attune_new_job_text_dup_kind       (int                 kind);
char *attune_new_job_text_dup_validation (AttuneNewJobState  *state);
char *attune_new_job_text_dup_model      (AttuneNewJobState  *state);
char *attune_new_job_text_dup_method     (AttuneNewJobState  *state);
char *attune_new_job_text_dup_settings   (AttuneNewJobState  *state);
char *attune_new_job_text_dup_estimate   (AttuneNewJobState  *state);   /* or NULL */
char *attune_new_job_text_dup_price      (AttuneNewJobState  *state,    /* or NULL */
                                          AttuneNewJobPrice  *price);
char *attune_new_job_text_dup_privacy    (AttuneNewJobState  *state);
char *attune_new_job_text_dup_limits     (AttuneProfile      *profile);  /* what a file may be, or NULL */

G_END_DECLS
