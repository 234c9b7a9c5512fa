/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-new-job-facts.h"
#include "attune-new-job-price.h"
#include "attune-new-job-state.h"

G_BEGIN_DECLS

/* Seen by the files attune-new-job-state*.c, which are one class by concern. */
struct _AttuneNewJobState
{
  GObject            parent_instance;

  AttuneWorkspace   *workspace;
  AttuneNewJobFacts *facts;
  AttuneNewJobPrice *price;
  AttuneDataset     *dataset;
  AttuneAccount     *account;
  AttuneJobRequest  *request;
  GHashTable        *problems;     /* setting → what is wrong with what was typed there */
};

void              attune_new_job_state_emit_changed    (AttuneNewJobState *self);
AttuneDataset    *attune_new_job_state_find_validation (AttuneNewJobState *self); /* another dataset, or NULL */

G_END_DECLS
