/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-files.h"
#include "attune-engine-job.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_JOB_QUEUE (attune_engine_job_queue_get_type ())

/**
 * AttuneEngineJobQueue:
 *
 * Works the jobs off: files are checked and models trained one after the other, oldest first. The
 * property `busy` says whether there is something to do.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineJobQueue, attune_engine_job_queue, ATTUNE, ENGINE_JOB_QUEUE, GObject)

AttuneEngineJobQueue *attune_engine_job_queue_new       (GPtrArray             *jobs,   /* shared */
                                                         AttuneEngineFiles     *files,
                                                         const char            *program);
void                  attune_engine_job_queue_start     (AttuneEngineJobQueue  *self);
gboolean              attune_engine_job_queue_is_busy   (AttuneEngineJobQueue  *self);
void                  attune_engine_job_queue_add       (AttuneEngineJobQueue  *self,
                                                         AttuneEngineJob       *job);
void                  attune_engine_job_queue_set_hold  (AttuneEngineJobQueue  *self,
                                                         AttuneEngineHold       hold);
DexFuture            *attune_engine_job_queue_cancel    (AttuneEngineJobQueue  *self,
                                                         AttuneEngineJob       *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture            *attune_engine_job_queue_pause     (AttuneEngineJobQueue  *self,
                                                         AttuneEngineJob       *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture            *attune_engine_job_queue_resume    (AttuneEngineJobQueue  *self,
                                                         AttuneEngineJob       *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture            *attune_engine_job_queue_shut_down (AttuneEngineJobQueue  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
