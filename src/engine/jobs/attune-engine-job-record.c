/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job"

#include "config.h"

#include <string.h>

#include "attune-engine-disk.h"
#include "attune-engine-job-private.h"
#include "attune-json.h"

/* What only the engine needs of a job stands below this member of its record. */
#define PRIVATE_MEMBER "engine"

/* In the order of AttuneEngineJobStatus; OpenAI's words (api section 1.6). */
static const char * const status_names[] = {
  "validating_files", "queued", "running", "paused", "succeeded", "failed", "cancelled"
};

static void
set_nullable_int (JsonObject *object,
                  const char *member,
                  gint64      value,
                  gboolean    is_known)
{
  if (is_known)
    json_object_set_int_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

static void
add_error (AttuneEngineJob *self,
           JsonObject      *object)
{
  JsonObject *error;

  if (self->error_message == NULL)
    {
      json_object_set_null_member (object, "error");
      return;
    }

  error = json_object_new ();
  json_object_set_string_member (error, "code", self->error_code);
  json_object_set_string_member (error, "message", self->error_message);
  json_object_set_string_member (error, "param", self->error_param);

  if (self->error_line > 0)
    json_object_set_int_member (error, "line", self->error_line);

  json_object_set_object_member (object, "error", error);
}

static JsonObject *
build_requested (AttuneEngineJob *self)
{
  const AttuneEngineJobRequest *request = self->request;

  return attune_engine_job_request_build_hyperparameters (request, request->n_epochs,
                                                          request->batch_size,
                                                          request->multiplier);
}

static JsonObject *
build_hyperparameters (AttuneEngineJob *self)
{
  if (self->n_epochs == 0)
    return build_requested (self);

  return attune_engine_job_request_build_hyperparameters (self->request, self->n_epochs,
                                                          self->batch_size, self->multiplier);
}

static void
add_hyperparameters (AttuneEngineJob *self,
                     JsonObject      *object)
{
  const char *type = self->request->is_dpo ? "dpo" : "supervised";
  JsonObject *method = json_object_new ();
  JsonObject *inner = json_object_new ();

  json_object_set_object_member (inner, "hyperparameters", build_hyperparameters (self));
  json_object_set_string_member (method, "type", type);
  json_object_set_object_member (method, type, inner);
  json_object_set_object_member (object, "hyperparameters", build_hyperparameters (self));
  json_object_set_object_member (object, "method", method);
}

/* A job that waits for the computer is paused for whoever asks, though it goes on by itself. */
static void
add_status (AttuneEngineJob *self,
            JsonObject      *object)
{
  gboolean waits = self->status == ATTUNE_ENGINE_JOB_QUEUED && attune_engine_job_is_held (self);
  AttuneEngineJobStatus status = waits ? ATTUNE_ENGINE_JOB_PAUSED : self->status;

  json_object_set_string_member (object, "status", status_names[status]);

  if (waits)
    json_object_set_string_member (object, "held_by", attune_engine_hold_to_string (self->hold));
  else if (self->broken_by != NULL)
    json_object_set_string_member (object, "held_by", self->broken_by);
}

static void
add_base (AttuneEngineJob *self,
          JsonObject      *private)
{
  if (self->base_weights == NULL)
    return;

  json_object_set_string_member (private, "base_weights", self->base_weights);
  json_object_set_int_member (private, "base_size", self->base_stamp.size);
  json_object_set_int_member (private, "base_changed_at", self->base_stamp.changed_at);
  json_object_set_int_member (private, "base_inode", self->base_stamp.inode);
}

static void
load_base (AttuneEngineJob *self,
           JsonObject      *private)
{
  self->base_weights = g_strdup (attune_json_get_string (private, "base_weights", NULL));
  self->base_stamp.size = attune_json_get_int (private, "base_size", 0);
  self->base_stamp.changed_at = attune_json_get_int (private, "base_changed_at", 0);
  self->base_stamp.inode = attune_json_get_int (private, "base_inode", 0);
}

static GBytes *
build_record (AttuneEngineJob *self)
{
  g_autoptr(JsonObject) record = attune_engine_job_to_json (self);
  JsonObject *private = json_object_new ();
  JsonArray *checkpoints = json_array_new ();
  char *text;

  for (guint i = 0; i < self->checkpoints->len; i++)
    {
      AttuneEngineCheckpoint *checkpoint = g_ptr_array_index (self->checkpoints, i);

      json_array_add_object_element (checkpoints, attune_engine_checkpoint_to_record (checkpoint));
    }

  json_object_set_string_member (private, "broken_by", self->broken_by);
  json_object_set_int_member (private, "created_at_us", self->created_at);
  json_object_set_string_member (private, "model_name", self->model_name);
  json_object_set_string_member (private, "suffix", self->request->suffix);
  json_object_set_int_member (private, "n_tries", self->n_tries);
  json_object_set_int_member (private, "start_step", self->start_step);
  json_object_set_boolean_member (private, "model_removed", self->is_model_removed);
  json_object_set_boolean_member (private, "adapter", self->has_adapter);
  json_object_set_boolean_member (private, "continues_adapter", self->continues_adapter);
  add_base (self, private);
  json_object_set_object_member (private, "requested", build_requested (self));
  json_object_set_array_member (private, "checkpoints", checkpoints);
  json_object_set_object_member (record, PRIVATE_MEMBER, private);

  /* How the computer is powered the next time is another matter. */
  json_object_set_string_member (record, "status", status_names[self->status]);

  text = attune_json_object_to_string (record);

  return g_bytes_new_take (text, strlen (text));
}

static AttuneEngineJobRequest *
load_request (JsonObject *record,
              JsonObject *private)
{
  AttuneEngineJobRequest *request = g_new0 (AttuneEngineJobRequest, 1);
  JsonObject *requested = attune_json_get_object (private, "requested");
  JsonObject *metadata = attune_json_get_object (record, "metadata");
  JsonObject *method = attune_json_get_object (record, "method");

  request->model = g_strdup (attune_json_get_string (record, "model", ""));
  request->training_file = g_strdup (attune_json_get_string (record, "training_file", ""));
  request->validation_file = g_strdup (attune_json_get_string (record, "validation_file", NULL));
  request->suffix = g_strdup (attune_json_get_string (private, "suffix", NULL));
  request->seed = attune_json_get_int (record, "seed", 0);
  request->is_dpo = method != NULL &&
                    g_str_equal (attune_json_get_string (method, "type", ""), "dpo");

  if (requested != NULL)
    {
      request->n_epochs = attune_json_get_int (requested, "n_epochs", 0);
      request->batch_size = attune_json_get_int (requested, "batch_size", 0);
      request->multiplier = attune_json_get_double (requested, "learning_rate_multiplier", 0);
      request->settings = attune_engine_job_request_pick_settings (requested);
    }

  request->metadata = metadata != NULL ? json_object_ref (metadata) : NULL;

  return request;
}

static void
load_checkpoints (AttuneEngineJob *self,
                  JsonObject      *private)
{
  JsonArray *array = attune_json_get_array (private, "checkpoints");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (self->checkpoints,
                         attune_engine_checkpoint_new_from_record (json_node_get_object (node)));
    }
}

static void
load_state (AttuneEngineJob *self,
            JsonObject      *record,
            JsonObject      *private)
{
  const char *status = attune_json_get_string (record, "status", "failed");
  JsonObject *hyperparameters = attune_json_get_object (record, "hyperparameters");
  JsonObject *error = attune_json_get_object (record, "error");
  JsonArray *results = attune_json_get_array (record, "result_files");

  self->status = ATTUNE_ENGINE_JOB_FAILED;

  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    {
      if (g_str_equal (status, status_names[i]))
        self->status = i;
    }

  self->broken_by = g_strdup (attune_json_get_string (private, "broken_by", NULL));
  self->created_at = attune_json_get_int (private, "created_at_us", 0);
  self->finished_at = attune_json_get_int (record, "finished_at", 0);
  self->trained_tokens = attune_json_get_int (record, "trained_tokens", -1);
  self->n_tries = attune_json_get_int (private, "n_tries", 0);
  self->start_step = attune_json_get_int (private, "start_step", 0);
  self->is_model_removed = attune_json_get_boolean (private, "model_removed", FALSE);
  self->has_adapter = attune_json_get_boolean (private, "adapter", FALSE);
  self->continues_adapter = attune_json_get_boolean (private, "continues_adapter", FALSE);
  load_base (self, private);
  g_set_str (&self->model_name, attune_json_get_string (private, "model_name", self->model_name));

  if (hyperparameters != NULL && attune_json_get_int (hyperparameters, "n_epochs", 0) > 0)
    attune_engine_job_set_resolved (self,
                                    attune_json_get_int (hyperparameters, "n_epochs", 0),
                                    attune_json_get_int (hyperparameters, "batch_size", 0),
                                    attune_json_get_double (hyperparameters, "learning_rate_multiplier", 0));

  if (results != NULL && json_array_get_length (results) > 0)
    self->result_file = g_strdup (json_array_get_string_element (results, 0));

  if (error != NULL)
    {
      self->error_code = g_strdup (attune_json_get_string (error, "code", "server_error"));
      self->error_message = g_strdup (attune_json_get_string (error, "message", ""));
      self->error_param = g_strdup (attune_json_get_string (error, "param", NULL));
      self->error_line = attune_json_get_int (error, "line", 0);
    }
}

/**
 * attune_engine_job_load:
 * @folder: (type filename): the folder of a job
 * @error: (nullable): where to put an error
 *
 * Reads what attune_engine_job_save() wrote. Blocks.
 *
 * Returns: (transfer full) (nullable): the job, or %NULL when there is none in @folder
 */
AttuneEngineJob *
attune_engine_job_load (const char  *folder,
                        GError     **error)
{
  g_autoptr(AttuneEngineJob) self = NULL;
  g_autoptr(AttuneEngineJobRequest) request = NULL;
  g_autoptr(JsonObject) record = NULL;
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  JsonObject *private;
  gsize length;

  g_return_val_if_fail (folder != NULL, NULL);

  path = g_build_filename (folder, ATTUNE_ENGINE_JOB_FILE_RECORD, NULL);
  id = g_path_get_basename (folder);

  if (!g_file_get_contents (path, &text, &length, error) ||
      !(record = attune_json_parse_object (text, length, error)))
    return NULL;

  if (!(private = attune_json_get_object (record, PRIVATE_MEMBER)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” is not the record of a job", path);
      return NULL;
    }

  request = load_request (record, private);
  self = attune_engine_job_new_in_folder (folder, id, request);
  load_state (self, record, private);
  load_checkpoints (self, private);

  return g_steal_pointer (&self);
}

/**
 * attune_engine_job_save:
 * @self: a job
 *
 * Returns: (transfer full): resolves once the job as it is now is on disk; rejects with
 *   %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_job_save (AttuneEngineJob *self)
{
  g_autoptr(GBytes) record = NULL;
  g_autofree char *path = NULL;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  record = build_record (self);
  path = g_build_filename (self->folder, ATTUNE_ENGINE_JOB_FILE_RECORD, NULL);

  return attune_engine_disk_replace (path, record);
}

/**
 * attune_engine_job_to_json:
 * @self: a job
 *
 * Returns: (transfer full): OpenAI's job object (api section 1.6); `error.line` and `held_by` are
 *   our own additions
 */
JsonObject *
attune_engine_job_to_json (AttuneEngineJob *self)
{
  const char *model = NULL;
  JsonObject *object;
  JsonArray *results;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  if (self->status == ATTUNE_ENGINE_JOB_SUCCEEDED)
    model = self->model_name;

  object = json_object_new ();
  results = json_array_new ();

  if (self->result_file != NULL)
    json_array_add_string_element (results, self->result_file);

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "object", "fine_tuning.job");
  json_object_set_int_member (object, "created_at", self->created_at / G_USEC_PER_SEC);
  set_nullable_int (object, "finished_at", self->finished_at, self->finished_at != 0);
  set_nullable_int (object, "estimated_finish", self->estimated_finish,
                    self->estimated_finish != 0 && self->status == ATTUNE_ENGINE_JOB_RUNNING);
  json_object_set_string_member (object, "model", self->request->model);
  json_object_set_string_member (object, "fine_tuned_model", model);
  json_object_set_string_member (object, "organization_id", "local");
  add_status (self, object);
  json_object_set_string_member (object, "training_file", self->request->training_file);
  json_object_set_string_member (object, "validation_file", self->request->validation_file);
  json_object_set_array_member (object, "result_files", results);
  set_nullable_int (object, "trained_tokens", self->trained_tokens, self->trained_tokens >= 0);
  json_object_set_int_member (object, "seed", self->request->seed);
  json_object_set_string_member (object, "user_provided_suffix", self->request->suffix);
  json_object_set_array_member (object, "integrations", json_array_new ());
  add_hyperparameters (self, object);
  add_error (self, object);

  if (self->request->metadata != NULL)
    json_object_set_object_member (object, "metadata", json_object_ref (self->request->metadata));
  else
    json_object_set_null_member (object, "metadata");

  return object;
}
