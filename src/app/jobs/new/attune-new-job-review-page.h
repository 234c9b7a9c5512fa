/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-new-job-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_REVIEW_PAGE (attune_new_job_review_page_get_type ())

/* Says what will happen, what it takes and what is sent where, before it happens. */
G_DECLARE_FINAL_TYPE (AttuneNewJobReviewPage, attune_new_job_review_page, ATTUNE, NEW_JOB_REVIEW_PAGE, AdwNavigationPage)

AttuneNewJobReviewPage *attune_new_job_review_page_new             (AttuneNewJobState       *state);
void                    attune_new_job_review_page_set_is_starting (AttuneNewJobReviewPage  *self,
                                                                    gboolean                 is_starting);
void                    attune_new_job_review_page_show_error      (AttuneNewJobReviewPage  *self,
                                                                    const GError            *error);

G_END_DECLS
