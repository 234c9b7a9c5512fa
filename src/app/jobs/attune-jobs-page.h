/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOBS_PAGE (attune_jobs_page_get_type ())

/* All fine-tunes, newest first. */
G_DECLARE_FINAL_TYPE (AttuneJobsPage, attune_jobs_page, ATTUNE, JOBS_PAGE, AdwNavigationPage)

AttuneJobsPage *attune_jobs_page_new (AttuneWorkspace *workspace);

G_END_DECLS
