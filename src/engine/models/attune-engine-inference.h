/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-models.h"
#include "attune-engine-response.h"

G_BEGIN_DECLS

/* After this long without a question the memory of a model is given back, unless somebody says
 * otherwise. */
#define ATTUNE_ENGINE_IDLE_SECONDS 300

#define ATTUNE_TYPE_ENGINE_INFERENCE (attune_engine_inference_get_type ())

/**
 * AttuneEngineInference:
 *
 * Asks the models: starts a `llama-server` for the one that is wanted, hands the request on, and
 * stops the server when nobody has asked for a while or another model is wanted.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineInference, attune_engine_inference, ATTUNE, ENGINE_INFERENCE, GObject)

AttuneEngineInference *attune_engine_inference_new       (const char               *socket_folder);
void                   attune_engine_inference_set_memory_limit (AttuneEngineInference *self,
                                                          guint64                   bytes);
void                   attune_engine_inference_set_idle_seconds (AttuneEngineInference *self,
                                                          guint                     seconds);
DexFuture             *attune_engine_inference_ask       (AttuneEngineInference    *self,
                                                          const AttuneEngineModel  *model,
                                                          const char               *path,
                                                          JsonObject               *body) G_GNUC_WARN_UNUSED_RESULT;
DexFuture             *attune_engine_inference_unload    (AttuneEngineInference    *self,
                                                          const char               *model) G_GNUC_WARN_UNUSED_RESULT;
DexFuture             *attune_engine_inference_shut_down (AttuneEngineInference    *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
