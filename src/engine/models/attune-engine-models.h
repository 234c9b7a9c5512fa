/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-jobs.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_MODEL (attune_engine_model_get_type ())

/* A model that can be asked. */
typedef struct
{
  char     *id;
  char     *path;          /* a GGUF file */
  gint64    created_at;    /* seconds since 1970 */
  gboolean  is_tuned;
} AttuneEngineModel;

GType              attune_engine_model_get_type (void);
AttuneEngineModel *attune_engine_model_copy     (const AttuneEngineModel *self);
void               attune_engine_model_free     (AttuneEngineModel       *self);
JsonObject        *attune_engine_model_to_json  (const AttuneEngineModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEngineModel, attune_engine_model_free)

#define ATTUNE_TYPE_ENGINE_MODELS (attune_engine_models_get_type ())

/**
 * AttuneEngineModels:
 *
 * Everything that can be asked: the practice model, what was made of it, and what there was on the
 * way. Only the practice model has a place of its own; all others belong to their job.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineModels, attune_engine_models, ATTUNE, ENGINE_MODELS, GObject)

AttuneEngineModels *attune_engine_models_new     (const char          *folder,
                                                  AttuneEngineJobs    *jobs);
DexFuture          *attune_engine_models_prepare (AttuneEngineModels  *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray          *attune_engine_models_list    (AttuneEngineModels  *self);
AttuneEngineModel  *attune_engine_models_lookup  (AttuneEngineModels  *self,
                                                  const char          *id);
DexFuture          *attune_engine_models_delete  (AttuneEngineModels  *self,
                                                  const char          *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
