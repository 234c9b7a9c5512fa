/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-files.h"
#include "attune-engine-job-folders.h"
#include "attune-engine-job.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_JOBS (attune_engine_jobs_get_type ())

/**
 * AttuneEngineJobs:
 *
 * All jobs, one folder each, and what can be asked for them. The property `busy` says whether there is something to do.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineJobs, attune_engine_jobs, ATTUNE, ENGINE_JOBS, GObject)

AttuneEngineJobs *attune_engine_jobs_new      (const char                    *folder,
                                               const char                    *program,
                                               AttuneEngineFiles             *files,
                                               GError                       **error);
void              attune_engine_jobs_start    (AttuneEngineJobs              *self);
gboolean          attune_engine_jobs_is_busy  (AttuneEngineJobs              *self);
GPtrArray        *attune_engine_jobs_list     (AttuneEngineJobs              *self);
AttuneEngineJob  *attune_engine_jobs_lookup   (AttuneEngineJobs              *self,
                                               const char                    *id);
DexFuture        *attune_engine_jobs_create   (AttuneEngineJobs              *self,
                                               const AttuneEngineJobRequest  *request,
                                               const AttuneEngineJobInputs   *inputs) G_GNUC_WARN_UNUSED_RESULT;
void              attune_engine_jobs_set_hold (AttuneEngineJobs              *self,
                                               AttuneEngineHold               hold);
DexFuture        *attune_engine_jobs_cancel   (AttuneEngineJobs              *self,
                                               AttuneEngineJob               *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *attune_engine_jobs_pause    (AttuneEngineJobs              *self,
                                               AttuneEngineJob               *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *attune_engine_jobs_resume   (AttuneEngineJobs              *self,
                                               AttuneEngineJob               *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *attune_engine_jobs_shut_down (AttuneEngineJobs             *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
