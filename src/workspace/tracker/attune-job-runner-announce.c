/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include "attune-job-runner-private.h"
#include "attune-store-accounts.h"

/* Tokens a second of a fine-tune on this computer, for the next estimate. */
static void
measure_speed (AttuneJobRunner *self,
               AttuneWorkspace *workspace)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);
  gint64 seconds = row->finished_at - row->started_at;

  if (!attune_job_runner_is_local (self) || row->status != ATTUNE_JOB_STATUS_SUCCEEDED ||
      row->started_at == 0 || seconds < 2 || row->trained_tokens <= 0)
    return;

  workspace->local_speed = (double)row->trained_tokens / seconds;
  dex_future_disown (attune_store_set_fact (self->store, "local-speed", workspace->local_speed));
}

/**
 * attune_job_runner_announce:
 * @self: a runner whose fine-tune has ended
 *
 * Tells the person of it, once in all programs. Nothing comes between the claim and the telling:
 * whoever claims and is killed takes it along.
 */
void
attune_job_runner_announce (AttuneJobRunner *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);

  if (workspace == NULL || attune_job_get_row (self->job)->announced)
    return;

  measure_speed (self, workspace);

  /* The new model is listed before the person is told; an account that fails says so itself. */
  if (attune_job_get_status (self->job) == ATTUNE_JOB_STATUS_SUCCEEDED)
    dex_await (attune_workspace_refresh_models (workspace), NULL);

  if (attune_workspace_can_announce (workspace) &&
      dex_await_int (attune_store_claim_announcement (self->store, attune_job_get_id (self->job)),
                     NULL) == 1)
    attune_workspace_emit_job_finished (workspace, self->job);
}
