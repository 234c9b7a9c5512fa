/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-engine-files.h"
#include "attune-engine-inference.h"
#include "attune-engine-jobs.h"
#include "attune-engine-models.h"
#include "attune-engine-parted-uploads.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE (attune_engine_get_type ())

/**
 * AttuneEngine:
 *
 * Files, jobs, models and the means to ask them, over one folder on disk.
 */
G_DECLARE_FINAL_TYPE (AttuneEngine, attune_engine, ATTUNE, ENGINE, GObject)

AttuneEngine              *attune_engine_new           (const char  *state_folder,
                                                        const char  *socket_folder,
                                                        const char  *program,
                                                        GError     **error);
AttuneEngineFiles         *attune_engine_get_files     (AttuneEngine *self);
AttuneEnginePartedUploads *attune_engine_get_uploads   (AttuneEngine *self);
AttuneEngineJobs          *attune_engine_get_jobs      (AttuneEngine *self);
AttuneEngineModels        *attune_engine_get_models    (AttuneEngine *self);
AttuneEngineInference     *attune_engine_get_inference (AttuneEngine *self);
AttuneEnginePower         *attune_engine_get_power     (AttuneEngine *self);
DexFuture                 *attune_engine_shut_down     (AttuneEngine *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
