/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_PAGE (attune_job_page_get_type ())

/* One fine-tune: how it goes, what it was made from, and what to do with it. */
G_DECLARE_FINAL_TYPE (AttuneJobPage, attune_job_page, ATTUNE, JOB_PAGE, AdwNavigationPage)

AttuneJobPage *attune_job_page_new     (AttuneWorkspace *workspace,
                                        AttuneJob       *job);
AttuneJob     *attune_job_page_get_job (AttuneJobPage   *self);

G_END_DECLS
