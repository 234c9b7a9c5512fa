/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-files.h"
#include "attune-engine-job.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_TRAINING (attune_engine_training_get_type ())

/**
 * AttuneEngineTraining:
 *
 * One run of the trainer for a job: starts the program, turns what it says into events,
 * checkpoints and the end of the job.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineTraining, attune_engine_training, ATTUNE, ENGINE_TRAINING, GObject)

AttuneEngineTraining *attune_engine_training_new           (AttuneEngineJob       *job,
                                                            AttuneEngineFiles     *files,
                                                            const char            *program);
AttuneEngineJob      *attune_engine_training_get_job       (AttuneEngineTraining  *self);
DexFuture            *attune_engine_training_run           (AttuneEngineTraining  *self) G_GNUC_WARN_UNUSED_RESULT;
void                  attune_engine_training_cancel        (AttuneEngineTraining  *self);
void                  attune_engine_training_pause         (AttuneEngineTraining  *self);
void                  attune_engine_training_hold          (AttuneEngineTraining  *self);
gboolean              attune_engine_training_is_paused     (AttuneEngineTraining  *self);
void                  attune_engine_training_suspend       (AttuneEngineTraining  *self);
gboolean              attune_engine_training_remove_inputs (AttuneEngineJob       *job,
                                                            GError               **error);

G_END_DECLS
