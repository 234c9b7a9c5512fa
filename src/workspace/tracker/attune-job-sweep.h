/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-client.h"
#include "attune-clock.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_SWEEP (attune_job_sweep_get_type ())

/**
 * AttuneJobSweep:
 *
 * One question for many: who follows a fine-tune among others of the same account gets its state
 * from a list that all of them share.
 */
G_DECLARE_FINAL_TYPE (AttuneJobSweep, attune_job_sweep, ATTUNE, JOB_SWEEP, GObject)

AttuneJobSweep *attune_job_sweep_new  (AttuneClock    *clock);
DexFuture      *attune_job_sweep_find (AttuneJobSweep *self,     /* AttuneJobInfo; NULL: not listed */
                                       AttuneClient   *client,
                                       const char     *account_id,
                                       const char     *remote_id,
                                       guint           max_age_msec) G_GNUC_WARN_UNUSED_RESULT;
void            attune_job_sweep_forget (AttuneJobSweep *self,
                                         const char     *account_id);

G_END_DECLS
