/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-new-job-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_MODEL_PAGE (attune_new_job_model_page_get_type ())

/* Asks where to train, and with which model to begin. */
G_DECLARE_FINAL_TYPE (AttuneNewJobModelPage, attune_new_job_model_page, ATTUNE, NEW_JOB_MODEL_PAGE, AdwNavigationPage)

AttuneNewJobModelPage *attune_new_job_model_page_new                (AttuneNewJobState     *state);
GtkWidget             *attune_new_job_model_page_get_default_widget (AttuneNewJobModelPage *self);

G_END_DECLS
