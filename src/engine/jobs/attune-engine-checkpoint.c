/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-checkpoint"

#include "config.h"

#include "attune-engine-checkpoint.h"
#include "attune-engine-id.h"
#include "attune-json.h"

G_DEFINE_BOXED_TYPE (AttuneEngineCheckpoint, attune_engine_checkpoint,
                     attune_engine_checkpoint_ref, attune_engine_checkpoint_unref)

static void
clear_checkpoint (gpointer data)
{
  AttuneEngineCheckpoint *self = data;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->job_id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->filename, g_free);
  g_clear_pointer (&self->metrics, json_object_unref);
}

/**
 * attune_engine_checkpoint_new:
 * @job_id: the job that made it
 * @model: what to ask for in a chat
 * @filename: (type filename): where it is in the folder of the job
 * @step: after how many steps
 * @metrics: (nullable): what was measured then
 *
 * Returns: (transfer full): a checkpoint of this moment
 */
AttuneEngineCheckpoint *
attune_engine_checkpoint_new (const char *job_id,
                              const char *model,
                              const char *filename,
                              gint64      step,
                              JsonObject *metrics)
{
  AttuneEngineCheckpoint *self = g_atomic_rc_box_new0 (AttuneEngineCheckpoint);

  self->id = attune_engine_id_new ("ftckpt_", 24);
  self->job_id = g_strdup (job_id);
  self->model = g_strdup (model);
  self->filename = g_strdup (filename);
  self->created_at = g_get_real_time () / G_USEC_PER_SEC;
  self->step = step;
  self->metrics = metrics != NULL ? json_object_ref (metrics) : json_object_new ();

  return self;
}

/**
 * attune_engine_checkpoint_new_from_record:
 * @record: what attune_engine_checkpoint_to_record() returned
 *
 * Returns: (transfer full): the checkpoint
 */
AttuneEngineCheckpoint *
attune_engine_checkpoint_new_from_record (JsonObject *record)
{
  AttuneEngineCheckpoint *self;

  self = attune_engine_checkpoint_new (attune_json_get_string (record, "fine_tuning_job_id", ""),
                                       attune_json_get_string (record, "fine_tuned_model_checkpoint", ""),
                                       attune_json_get_string (record, "filename", ""),
                                       attune_json_get_int (record, "step_number", 0),
                                       attune_json_get_object (record, "metrics"));
  g_set_str (&self->id, attune_json_get_string (record, "id", self->id));
  self->created_at = attune_json_get_int (record, "created_at", self->created_at);

  return self;
}

/**
 * attune_engine_checkpoint_ref:
 * @self: a checkpoint
 *
 * Returns: (transfer full): @self
 */
AttuneEngineCheckpoint *
attune_engine_checkpoint_ref (AttuneEngineCheckpoint *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_engine_checkpoint_unref:
 * @self: (transfer full): a checkpoint
 */
void
attune_engine_checkpoint_unref (AttuneEngineCheckpoint *self)
{
  g_atomic_rc_box_release_full (self, clear_checkpoint);
}

/**
 * attune_engine_checkpoint_to_json:
 * @self: a checkpoint
 *
 * Returns: (transfer full): OpenAI's checkpoint object (api section 1.7)
 */
JsonObject *
attune_engine_checkpoint_to_json (const AttuneEngineCheckpoint *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "object", "fine_tuning.job.checkpoint");
  json_object_set_int_member (object, "created_at", self->created_at);
  json_object_set_string_member (object, "fine_tuned_model_checkpoint", self->model);
  json_object_set_string_member (object, "fine_tuning_job_id", self->job_id);
  json_object_set_int_member (object, "step_number", self->step);
  json_object_set_object_member (object, "metrics", json_object_ref (self->metrics));

  return object;
}

/**
 * attune_engine_checkpoint_to_record:
 * @self: a checkpoint
 *
 * Returns: (transfer full): what the job keeps of it
 */
JsonObject *
attune_engine_checkpoint_to_record (const AttuneEngineCheckpoint *self)
{
  JsonObject *record = attune_engine_checkpoint_to_json (self);

  json_object_set_string_member (record, "filename", self->filename);

  return record;
}
