/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-new-job-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_DATASET_PAGE (attune_new_job_dataset_page_get_type ())

/* Asks what to learn from. */
G_DECLARE_FINAL_TYPE (AttuneNewJobDatasetPage, attune_new_job_dataset_page, ATTUNE, NEW_JOB_DATASET_PAGE, AdwNavigationPage)

AttuneNewJobDatasetPage *attune_new_job_dataset_page_new (AttuneNewJobState *state);

G_END_DECLS
