/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_RUNNER (attune_job_runner_get_type ())

/**
 * AttuneJobRunner:
 *
 * Brings one fine-tune from Start to its end: lock, upload, create, follow. Every state is in the
 * store before it is shown, so that the next runner goes on wherever this one was killed.
 */
G_DECLARE_FINAL_TYPE (AttuneJobRunner, attune_job_runner, ATTUNE, JOB_RUNNER, GObject)

AttuneJobRunner *attune_job_runner_new         (AttuneWorkspace  *workspace,
                                                AttuneJob        *job);
AttuneJob       *attune_job_runner_get_job     (AttuneJobRunner  *self);
DexFuture       *attune_job_runner_run         (AttuneJobRunner  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *attune_job_runner_fetch       (AttuneJobRunner  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *attune_job_runner_deploy      (AttuneJobRunner  *self) G_GNUC_WARN_UNUSED_RESULT;
void             attune_job_runner_wake        (AttuneJobRunner  *self);
void             attune_job_runner_interrupt   (AttuneJobRunner  *self);
void             attune_job_runner_forget_pace (AttuneJobRunner  *self);
void             attune_job_runner_set_watched (AttuneJobRunner  *self,
                                                gboolean          is_watched);

G_END_DECLS
