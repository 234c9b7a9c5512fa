/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-bases.h"
#include "attune-engine-jobs.h"
#include "attune-engine-weights.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_MODELS (attune_engine_models_get_type ())

/**
 * AttuneEngineModels:
 *
 * Everything that can be asked: the practice model, the models that somebody has added, what was made
 * of them, and what there was on the way. The last two belong to their job.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineModels, attune_engine_models, ATTUNE, ENGINE_MODELS, GObject)

AttuneEngineModels *attune_engine_models_new     (const char          *folder,
                                                  const char          *program,
                                                  AttuneEngineJobs    *jobs);
DexFuture          *attune_engine_models_prepare (AttuneEngineModels  *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray          *attune_engine_models_list    (AttuneEngineModels  *self);
AttuneEngineModel  *attune_engine_models_lookup  (AttuneEngineModels  *self,
                                                  const char          *id);
DexFuture          *attune_engine_models_check_base (AttuneEngineModels *self,
                                                     const char         *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_engine_models_add     (AttuneEngineModels  *self,
                                                  const char          *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_engine_models_open_weights (AttuneEngineModels            *self,
                                                       const AttuneEngineModel       *model,
                                                       AttuneEngineWeightsForm        form) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_engine_models_delete  (AttuneEngineModels  *self,
                                                  const char          *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
