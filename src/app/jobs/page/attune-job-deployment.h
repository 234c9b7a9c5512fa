/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_DEPLOYMENT (attune_job_deployment_get_type ())

/* What is left to do before the result of a fine-tune can be talked to; hidden when that is
 * nothing. Its button is the action `job.deploy` of the page around. */
G_DECLARE_FINAL_TYPE (AttuneJobDeployment, attune_job_deployment, ATTUNE, JOB_DEPLOYMENT, AdwBin)

void attune_job_deployment_set_job (AttuneJobDeployment *self,
                                    AttuneWorkspace     *workspace,
                                    AttuneJob           *job);

G_END_DECLS
