/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-wire"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

static char *
dup_id (JsonObject  *object,
        const char  *what,
        GError     **error)
{
  g_autofree char *id = attune_wire_dup_text (object, "id");

  if (id == NULL || *id == '\0')
    {
      /* Translators: %s is a word of the protocol, such as “file” or “fine_tuning.job”. */
      attune_set_error (error, ATTUNE_ERROR_PROTOCOL, NULL,
                        _("The service answered with an entry (“%s”) that has no name. "
                          "Check that its address is right, or try again later."),
                        what);
      return NULL;
    }

  return g_steal_pointer (&id);
}

/* Where a job's settings are: in the method since 2024, at the top level before and at Nebius. */
static JsonObject *
find_hyperparameters (JsonObject *object)
{
  JsonObject *method = attune_json_get_object (object, "method");

  if (method != NULL)
    {
      const char *type = attune_json_get_string (method, "type", "supervised");
      JsonObject *settings = attune_json_get_object (method, type);
      JsonObject *found = NULL;

      if (settings != NULL)
        found = attune_json_get_object (settings, "hyperparameters");

      if (found != NULL)
        return found;
    }

  return attune_json_get_object (object, "hyperparameters");
}

/* OpenAI does not say it; those who follow it do, each with a word of its own: Together and
 * OpenRouter, Groq, Mistral, vLLM, llama-server. */
static guint
read_context_window (JsonObject *object)
{
  static const char * const names[] = {
    "context_length", "context_window", "max_context_length", "max_model_len",
  };
  JsonObject *meta = attune_json_get_object (object, "meta");
  gint64 window = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names) && window <= 0; i++)
    window = attune_json_get_int (object, names[i], 0);

  if (window <= 0 && meta != NULL)
    window = attune_json_get_int (meta, "n_ctx", 0);

  return (guint)CLAMP (window, 0, G_MAXINT);
}

/**
 * attune_wire_parse_model:
 * @object: an entry of GET /models
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneModelInfo *
attune_wire_parse_model (JsonObject  *object,
                         GError     **error)
{
  g_autoptr(AttuneModelInfo) self = g_atomic_rc_box_new0 (AttuneModelInfo);
  JsonObject *details = attune_json_get_object (object, "attune");

  if ((self->id = dup_id (object, "model", error)) == NULL)
    return NULL;

  self->owned_by = attune_wire_dup_text (object, "owned_by");
  self->shutdown_date = attune_wire_dup_text (object, "shutdown_date");
  self->created_at = attune_wire_get_time (object, "created");
  self->can_chat = attune_wire_get_answer (object, "can_chat");
  self->can_tune = attune_wire_get_answer (object, "can_tune");
  self->context_window = read_context_window (object);

  if (details != NULL)
    self->details = attune_json_object_to_string (details);

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_file:
 * @object: a file object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneFileInfo *
attune_wire_parse_file (JsonObject  *object,
                        GError     **error)
{
  g_autoptr(AttuneFileInfo) self = g_atomic_rc_box_new0 (AttuneFileInfo);

  if ((self->id = dup_id (object, "file", error)) == NULL)
    return NULL;

  self->filename = attune_wire_dup_text (object, "filename");
  self->purpose = attune_wire_dup_text (object, "purpose");
  self->bytes = MAX (0, attune_wire_get_int (object, "bytes", 0));
  self->created_at = attune_wire_get_time (object, "created_at");
  self->expires_at = attune_wire_get_time (object, "expires_at");
  self->status = attune_wire_dup_text (object, "status");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_job:
 * @object: a job object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneJobInfo *
attune_wire_parse_job (JsonObject  *object,
                       GError     **error)
{
  g_autoptr(AttuneJobInfo) self = g_atomic_rc_box_new0 (AttuneJobInfo);
  JsonObject *settings = find_hyperparameters (object);
  JsonObject *metadata = attune_json_get_object (object, "metadata");
  JsonObject *failure = attune_json_get_object (object, "error");

  if ((self->id = dup_id (object, "fine_tuning.job", error)) == NULL)
    return NULL;

  self->model = attune_wire_dup_text (object, "model");
  self->fine_tuned_model = attune_wire_dup_text (object, "fine_tuned_model");
  self->status_text = attune_wire_dup_text (object, "status");
  self->status = attune_wire_map_status (self->status_text);
  self->held_by = attune_wire_dup_text (object, "held_by");
  self->created_at = attune_wire_get_time (object, "created_at");
  self->finished_at = attune_wire_get_time (object, "finished_at");
  self->estimated_finish = attune_wire_get_time (object, "estimated_finish");
  self->trained_tokens = attune_wire_get_int (object, "trained_tokens", -1);
  self->seed = attune_wire_get_int (object, "seed", -1);
  self->n_epochs = attune_wire_get_int (settings != NULL ? settings : object, "n_epochs",
                                        attune_wire_get_int (object, "n_epochs", -1));
  self->training_file = attune_wire_dup_text (object, "training_file");
  self->validation_file = attune_wire_dup_text (object, "validation_file");
  self->result_files = attune_wire_dup_texts (object, "result_files");
  self->nonce = metadata != NULL ? attune_wire_dup_text (metadata, "attune_job") : NULL;
  self->suffix = attune_wire_dup_text (object, "suffix");
  self->error_line = -1;

  if (failure != NULL)
    {
      self->error_code = attune_wire_dup_text (failure, "code");
      self->error_message = attune_wire_dup_text (failure, "message");
      self->error_line = attune_wire_get_int (failure, "line", -1);
    }
  else
    self->error_message = attune_wire_dup_text (object, "error");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_event:
 * @object: an event object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Takes the measures from `data`, and from the message where a provider sends no data.
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneEventInfo *
attune_wire_parse_event (JsonObject  *object,
                         GError     **error)
{
  g_autoptr(AttuneEventInfo) self = g_atomic_rc_box_new0 (AttuneEventInfo);
  JsonObject *data = attune_json_get_object (object, "data");

  if ((self->id = dup_id (object, "fine_tuning.job.event", error)) == NULL)
    return NULL;

  self->created_at = attune_wire_get_time (object, "created_at");
  self->level = attune_wire_dup_text (object, "level");
  self->message = attune_wire_dup_text (object, "message");
  self->total_steps = -1;
  attune_measures_init (&self->measures);

  if (g_strcmp0 (self->level, "warning") == 0)
    g_set_str (&self->level, "warn");

  if (data != NULL)
    {
      self->has_measures = attune_wire_read_measures (data, &self->measures);
      self->total_steps = attune_wire_get_int (data, "total_steps", -1);
    }

  if (!self->has_measures && self->message != NULL)
    self->has_measures = attune_wire_read_measures_from_text (self->message, &self->measures,
                                                              &self->total_steps);

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_checkpoint:
 * @object: a checkpoint object
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without an id
 */
AttuneCheckpointInfo *
attune_wire_parse_checkpoint (JsonObject  *object,
                              GError     **error)
{
  g_autoptr(AttuneCheckpointInfo) self = g_atomic_rc_box_new0 (AttuneCheckpointInfo);
  JsonObject *metrics = attune_json_get_object (object, "metrics");
  gint64 step;

  if ((self->id = dup_id (object, "fine_tuning.job.checkpoint", error)) == NULL)
    return NULL;

  self->created_at = attune_wire_get_time (object, "created_at");
  self->model = attune_wire_dup_text (object, "fine_tuned_model_checkpoint");
  attune_measures_init (&self->measures);

  if (metrics != NULL)
    attune_wire_read_measures (metrics, &self->measures);

  if ((step = attune_wire_get_int (object, "step_number", -1)) >= 0)
    self->measures.step = step;

  self->result_files = attune_wire_dup_texts (object, "result_files");

  return g_steal_pointer (&self);
}

/**
 * attune_wire_parse_deployment:
 * @object: what was answered about a model that is made ready
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record, or %NULL without a name
 */
AttuneDeploymentInfo *
attune_wire_parse_deployment (JsonObject  *object,
                              GError     **error)
{
  g_autoptr(AttuneDeploymentInfo) self = g_atomic_rc_box_new0 (AttuneDeploymentInfo);

  if ((self->id = dup_id (object, "model", error)) == NULL)
    return NULL;

  self->model = attune_wire_dup_text (object, "name");
  self->status_text = attune_wire_dup_text (object, "status");
  self->status = attune_deployment_status_from_string (self->status_text);
  self->reason = attune_wire_dup_text (object, "status_reason");

  return g_steal_pointer (&self);
}
