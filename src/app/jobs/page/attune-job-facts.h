/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_FACTS (attune_job_facts_get_type ())

/* What a fine-tune was made from, its settings as they were sent, and what became of it. */
G_DECLARE_FINAL_TYPE (AttuneJobFacts, attune_job_facts, ATTUNE, JOB_FACTS, AdwBin)

void attune_job_facts_set_job (AttuneJobFacts  *self,
                               AttuneWorkspace *workspace,
                               AttuneJob       *job);

G_END_DECLS
