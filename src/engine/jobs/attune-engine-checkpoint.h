/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_CHECKPOINT (attune_engine_checkpoint_get_type ())

/**
 * AttuneEngineCheckpoint:
 *
 * A model as it was in the middle of its training. Immutable, counted by reference.
 */
typedef struct
{
  char       *id;
  char       *job_id;
  char       *model;        /* what to ask for in a chat */
  char       *filename;     /* in the folder of the job */
  gint64      created_at;
  gint64      step;
  JsonObject *metrics;
} AttuneEngineCheckpoint;

GType                   attune_engine_checkpoint_get_type  (void);
AttuneEngineCheckpoint *attune_engine_checkpoint_new       (const char                    *job_id,
                                                            const char                    *model,
                                                            const char                    *filename,
                                                            gint64                         step,
                                                            JsonObject                    *metrics);
AttuneEngineCheckpoint *attune_engine_checkpoint_new_from_record (JsonObject              *record);
AttuneEngineCheckpoint *attune_engine_checkpoint_ref       (AttuneEngineCheckpoint        *self);
void                    attune_engine_checkpoint_unref     (AttuneEngineCheckpoint        *self);
JsonObject             *attune_engine_checkpoint_to_json   (const AttuneEngineCheckpoint  *self);
JsonObject             *attune_engine_checkpoint_to_record (const AttuneEngineCheckpoint  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEngineCheckpoint, attune_engine_checkpoint_unref)

G_END_DECLS
