/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-new-job-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_SETTINGS_PAGE (attune_new_job_settings_page_get_type ())

/* How to train: everything automatic, unless the person knows better. */
G_DECLARE_FINAL_TYPE (AttuneNewJobSettingsPage, attune_new_job_settings_page, ATTUNE, NEW_JOB_SETTINGS_PAGE, AdwNavigationPage)

AttuneNewJobSettingsPage *attune_new_job_settings_page_new                (AttuneNewJobState        *state);
GtkWidget                *attune_new_job_settings_page_get_default_widget (AttuneNewJobSettingsPage *self);

G_END_DECLS
