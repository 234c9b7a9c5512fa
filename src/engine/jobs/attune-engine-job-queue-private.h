/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-engine-job-queue.h"
#include "attune-engine-training.h"

G_BEGIN_DECLS

/* attune-engine-job-queue.c works the jobs off, -orders.c is told to do otherwise. */
struct _AttuneEngineJobQueue
{
  GObject               parent_instance;

  char                 *program;
  AttuneEngineFiles    *files;
  GPtrArray            *jobs;         /* of AttuneEngineJob, oldest first */

  AttuneEngineTraining *training;     /* the one that runs, or NULL */
  AttuneEngineJob      *checked;      /* whose files are being checked, or NULL */
  GCancellable         *check;
  DexPromise           *changed;      /* resolved when something is over */
  AttuneEngineHold      hold;         /* why nothing is trained just now */
  gboolean              is_shut_down;
};

void     attune_engine_job_queue_note_change  (AttuneEngineJobQueue  *self);
void     attune_engine_job_queue_await_change (AttuneEngineJobQueue  *self);
gboolean attune_engine_job_queue_log          (AttuneEngineJob       *job,
                                               const char            *message,
                                               GError               **error);

G_END_DECLS
