/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-model.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_ENGINE_WEIGHTS_MODEL,     /* a whole model, in one file */
  ATTUNE_ENGINE_WEIGHTS_ADAPTER,   /* what was trained, to be used with the base */
} AttuneEngineWeightsForm;

DexFuture *attune_engine_weights_open (const AttuneEngineModel *model,
                                       AttuneEngineWeightsForm  form,
                                       const char              *program) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
