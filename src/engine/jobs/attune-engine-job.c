/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job"

#include "config.h"

#include <string.h>

#include "attune-engine-disk.h"
#include "attune-engine-id.h"
#include "attune-engine-job.h"
#include "attune-json.h"

/* What only the engine needs of a job stands below this member of its record. */
#define PRIVATE_MEMBER "engine"

struct _AttuneEngineJob
{
  GObject                 parent_instance;

  char                   *id;
  char                   *folder;
  AttuneEngineJobRequest *request;
  AttuneEngineEventLog   *log;
  char                   *model_name;         /* what the result is called, once there is one */
  GPtrArray              *checkpoints;        /* of AttuneEngineCheckpoint, oldest first */

  AttuneEngineJobStatus   status;
  gint64                  created_at;         /* microseconds since 1970: the order of the list */
  gint64                  finished_at;        /* seconds since 1970; 0 before */
  gint64                  estimated_finish;   /* seconds since 1970; 0 when not known */
  gint64                  trained_tokens;     /* -1 before */
  char                   *result_file;
  guint                   n_epochs;           /* as they came out; 0 before */
  guint                   batch_size;
  double                  multiplier;
  guint                   n_tries;            /* starts since training last kept something */
  gint64                  start_step;         /* where the last of them began */
  gboolean                is_model_removed;
  gboolean                continues_adapter;  /* its base has been tuned with one already */
  gboolean                has_adapter;        /* what comes of it changes its base, which is kept */

  char                   *error_code;
  char                   *error_message;
  char                   *error_param;
  gint64                  error_line;         /* 0 when it is not about a line */
};

G_DEFINE_FINAL_TYPE (AttuneEngineJob, attune_engine_job, G_TYPE_OBJECT)

/* In the order of AttuneEngineJobStatus; OpenAI's words (api section 1.6). */
static const char * const status_names[] = {
  "validating_files", "queued", "running", "paused", "succeeded", "failed", "cancelled"
};

/* A model's name has its parts between colons, and stands in command lines and addresses. */
static char *
build_suffix (const char *suffix)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (const char *p = suffix != NULL ? suffix : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, g_unichar_isalnum (c) || c == '_' || c == '.' ? c : '-');
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* ft:<base>:<organisation>:<suffix>:<id>; one that was trained before keeps its base. */
static char *
build_model_name (const AttuneEngineJobRequest *request)
{
  g_auto(GStrv) parts = g_strsplit (request->model, ":", -1);
  g_autofree char *suffix = build_suffix (request->suffix);
  g_autofree char *id = attune_engine_id_new ("", 8);
  const char *base = g_strv_length (parts) > 1 && g_str_equal (parts[0], "ft") ? parts[1] : request->model;

  return g_strdup_printf ("ft:%s:local:%s:%s", base, suffix, id);
}

static AttuneEngineJob *
new_job (const char                   *folder,
         const char                   *id,
         const AttuneEngineJobRequest *request)
{
  AttuneEngineJob *self = g_object_new (ATTUNE_TYPE_ENGINE_JOB, NULL);
  g_autofree char *log_path = g_build_filename (folder, "events.jsonl", NULL);

  self->id = g_strdup (id);
  self->folder = g_strdup (folder);
  self->request = attune_engine_job_request_copy (request);
  self->log = attune_engine_event_log_new (log_path, id);

  return self;
}

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

  json_object_set_int_member (private, "created_at_us", self->created_at);
  json_object_set_string_member (private, "model_name", self->model_name);
  json_object_set_string_member (private, "suffix", self->request->suffix);
  json_object_set_int_member (private, "n_tries", self->n_tries);
  json_object_set_int_member (private, "start_step", self->start_step);
  json_object_set_boolean_member (private, "model_removed", self->is_model_removed);
  json_object_set_boolean_member (private, "adapter", self->has_adapter);
  json_object_set_boolean_member (private, "continues_adapter", self->continues_adapter);
  json_object_set_object_member (private, "requested", build_requested (self));
  json_object_set_array_member (private, "checkpoints", checkpoints);
  json_object_set_object_member (record, PRIVATE_MEMBER, private);

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

  self->created_at = attune_json_get_int (private, "created_at_us", 0);
  self->finished_at = attune_json_get_int (record, "finished_at", 0);
  self->trained_tokens = attune_json_get_int (record, "trained_tokens", -1);
  self->n_tries = attune_json_get_int (private, "n_tries", 0);
  self->start_step = attune_json_get_int (private, "start_step", 0);
  self->is_model_removed = attune_json_get_boolean (private, "model_removed", FALSE);
  self->has_adapter = attune_json_get_boolean (private, "adapter", FALSE);
  self->continues_adapter = attune_json_get_boolean (private, "continues_adapter", FALSE);
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

static void
attune_engine_job_finalize (GObject *object)
{
  AttuneEngineJob *self = (AttuneEngineJob *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->request, attune_engine_job_request_free);
  g_clear_object (&self->log);
  g_clear_pointer (&self->model_name, g_free);
  g_clear_pointer (&self->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&self->result_file, g_free);
  g_clear_pointer (&self->error_code, g_free);
  g_clear_pointer (&self->error_message, g_free);
  g_clear_pointer (&self->error_param, g_free);

  G_OBJECT_CLASS (attune_engine_job_parent_class)->finalize (object);
}

static void
attune_engine_job_class_init (AttuneEngineJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_job_finalize;
}

static void
attune_engine_job_init (AttuneEngineJob *self)
{
  self->trained_tokens = -1;
  self->checkpoints =
    g_ptr_array_new_with_free_func ((GDestroyNotify)attune_engine_checkpoint_unref);
}

/**
 * attune_engine_job_new:
 * @jobs_folder: (type filename): where the folders of all jobs are
 * @request: what was asked for
 * @continues_adapter: whether its base has been tuned with an adapter already, which is tuned on
 *
 * Returns: (transfer full): a job that is about to have its files checked; its folder is not made
 */
AttuneEngineJob *
attune_engine_job_new (const char                   *jobs_folder,
                       const AttuneEngineJobRequest *request,
                       gboolean                      continues_adapter)
{
  AttuneEngineJob *self;
  g_autofree char *id = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (jobs_folder != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  id = attune_engine_id_new ("ftjob-", 24);
  folder = g_build_filename (jobs_folder, id, NULL);
  self = new_job (folder, id, request);
  self->created_at = g_get_real_time ();
  self->model_name = build_model_name (request);
  self->continues_adapter = continues_adapter;

  return self;
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
  self = new_job (folder, id, request);
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
 * Returns: (transfer full): OpenAI's job object (api section 1.6); `error.line` is our own addition
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
  json_object_set_string_member (object, "status", status_names[self->status]);
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

/**
 * attune_engine_job_get_id:
 * @self: a job
 *
 * Returns: (transfer none): its id
 */
const char *
attune_engine_job_get_id (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->id;
}

/**
 * attune_engine_job_get_folder:
 * @self: a job
 *
 * Returns: (transfer none) (type filename): where everything of it is
 */
const char *
attune_engine_job_get_folder (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->folder;
}

/**
 * attune_engine_job_get_created_at:
 * @self: a job
 *
 * Returns: when it was asked for, in microseconds since 1970
 */
gint64
attune_engine_job_get_created_at (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), 0);

  return self->created_at;
}

/**
 * attune_engine_job_get_request:
 * @self: a job
 *
 * Returns: (transfer none): what was asked for
 */
const AttuneEngineJobRequest *
attune_engine_job_get_request (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->request;
}

/**
 * attune_engine_job_get_log:
 * @self: a job
 *
 * Returns: (transfer none): its events
 */
AttuneEngineEventLog *
attune_engine_job_get_log (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->log;
}

/**
 * attune_engine_job_get_status:
 * @self: a job
 *
 * Returns: how far it is
 */
AttuneEngineJobStatus
attune_engine_job_get_status (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), ATTUNE_ENGINE_JOB_FAILED);

  return self->status;
}

/**
 * attune_engine_job_is_final:
 * @self: a job
 *
 * Returns: whether nothing more will happen to it
 */
gboolean
attune_engine_job_is_final (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), TRUE);

  return self->status >= ATTUNE_ENGINE_JOB_SUCCEEDED;
}

/**
 * attune_engine_job_dup_path:
 * @self: a job
 * @name: (type filename): the name of a file of it
 *
 * Returns: (transfer full) (type filename): where that file is
 */
char *
attune_engine_job_dup_path (AttuneEngineJob *self,
                            const char      *name)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return g_build_filename (self->folder, name, NULL);
}

/**
 * attune_engine_job_get_model_name:
 * @self: a job
 *
 * Returns: (transfer none): what its model is called, or will be
 */
const char *
attune_engine_job_get_model_name (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->model_name;
}

/**
 * attune_engine_job_get_checkpoints:
 * @self: a job
 *
 * Returns: (transfer none) (element-type AttuneEngineCheckpoint): its checkpoints, oldest first
 */
GPtrArray *
attune_engine_job_get_checkpoints (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), NULL);

  return self->checkpoints;
}

/**
 * attune_engine_job_has_model:
 * @self: a job
 *
 * Returns: whether its model is there to be asked
 */
gboolean
attune_engine_job_has_model (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), FALSE);

  return self->status == ATTUNE_ENGINE_JOB_SUCCEEDED && !self->is_model_removed;
}

/**
 * attune_engine_job_has_adapter:
 * @self: a job
 *
 * Returns: whether what it writes are adapters of its base, rather than whole models
 */
gboolean
attune_engine_job_has_adapter (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), FALSE);

  return self->has_adapter;
}

/**
 * attune_engine_job_continues_adapter:
 * @self: a job
 *
 * Returns: whether its base has been tuned with an adapter already, which is tuned on
 */
gboolean
attune_engine_job_continues_adapter (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), FALSE);

  return self->continues_adapter;
}

/**
 * attune_engine_job_get_n_tries:
 * @self: a job
 *
 * Returns: how often training began since it last kept something
 */
guint
attune_engine_job_get_n_tries (AttuneEngineJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOB (self), 0);

  return self->n_tries;
}

/**
 * attune_engine_job_set_status:
 * @self: a job
 * @status: how far it is now
 */
void
attune_engine_job_set_status (AttuneEngineJob       *self,
                              AttuneEngineJobStatus  status)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->status = status;

  if (attune_engine_job_is_final (self))
    self->finished_at = g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * attune_engine_job_set_resolved:
 * @self: a job
 * @n_epochs: how often the examples are seen
 * @batch_size: examples in a step
 * @multiplier: of the learning rate
 *
 * Says what "auto" came to.
 */
void
attune_engine_job_set_resolved (AttuneEngineJob *self,
                                guint            n_epochs,
                                guint            batch_size,
                                double           multiplier)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->n_epochs = n_epochs;
  self->batch_size = batch_size;
  self->multiplier = multiplier;
}

/**
 * attune_engine_job_set_has_adapter:
 * @self: a job
 * @has_adapter: whether what it writes are adapters of its base, rather than whole models
 */
void
attune_engine_job_set_has_adapter (AttuneEngineJob *self,
                                   gboolean         has_adapter)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->has_adapter = has_adapter;
}

/**
 * attune_engine_job_set_estimated_finish:
 * @self: a job
 * @seconds: when it will probably be done, in seconds since 1970
 */
void
attune_engine_job_set_estimated_finish (AttuneEngineJob *self,
                                        gint64           seconds)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->estimated_finish = seconds;
}

/**
 * attune_engine_job_begin_try:
 * @self: a job
 *
 * Counts a start of training that has not kept anything yet.
 */
void
attune_engine_job_begin_try (AttuneEngineJob *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->n_tries++;
}

/**
 * attune_engine_job_reset_tries:
 * @self: a job
 *
 * Forgets the starts that were counted.
 */
void
attune_engine_job_reset_tries (AttuneEngineJob *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->n_tries = 0;
}

/**
 * attune_engine_job_note_start_step:
 * @self: a job
 * @step: where training begins this time
 *
 * When that is further on than last time, the time before was not fruitless.
 */
void
attune_engine_job_note_start_step (AttuneEngineJob *self,
                                   gint64           step)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  if (step > self->start_step)
    self->n_tries = 1;

  self->start_step = step;
}

/**
 * attune_engine_job_add_checkpoint:
 * @self: a job
 * @checkpoint: what it has come to; one of the same step is replaced
 */
void
attune_engine_job_add_checkpoint (AttuneEngineJob        *self,
                                  AttuneEngineCheckpoint *checkpoint)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));
  g_return_if_fail (checkpoint != NULL);

  for (guint i = self->checkpoints->len; i > 0; i--)
    {
      AttuneEngineCheckpoint *other = g_ptr_array_index (self->checkpoints, i - 1);

      if (other->step == checkpoint->step)
        g_ptr_array_remove_index (self->checkpoints, i - 1);
    }

  g_ptr_array_add (self->checkpoints, attune_engine_checkpoint_ref (checkpoint));
  self->n_tries = 0;
}

/**
 * attune_engine_job_remove_checkpoint:
 * @self: a job
 * @checkpoint: one of its checkpoints; the file stays
 */
void
attune_engine_job_remove_checkpoint (AttuneEngineJob        *self,
                                     AttuneEngineCheckpoint *checkpoint)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  g_ptr_array_remove (self->checkpoints, checkpoint);
}

/**
 * attune_engine_job_remove_model:
 * @self: a job
 *
 * Forgets its model and its checkpoints; the files stay.
 */
void
attune_engine_job_remove_model (AttuneEngineJob *self)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->is_model_removed = TRUE;
  g_ptr_array_set_size (self->checkpoints, 0);
}

/**
 * attune_engine_job_succeed:
 * @self: a job
 * @trained_tokens: how many tokens were trained on, all epochs together
 * @result_file: (nullable): the id of the file with its measures
 */
void
attune_engine_job_succeed (AttuneEngineJob *self,
                           gint64           trained_tokens,
                           const char      *result_file)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));

  self->trained_tokens = trained_tokens;
  g_set_str (&self->result_file, result_file);
  attune_engine_job_set_status (self, ATTUNE_ENGINE_JOB_SUCCEEDED);
}

/**
 * attune_engine_job_fail:
 * @self: a job
 * @code: the word that a program tells the case by
 * @param: (nullable): the parameter of the request that is to blame
 * @line: the line of that file; 0 when it is not about a line
 * @message: what happened and what to do, sentences for a person
 */
void
attune_engine_job_fail (AttuneEngineJob *self,
                        const char      *code,
                        const char      *param,
                        guint64          line,
                        const char      *message)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_JOB (self));
  g_return_if_fail (message != NULL);

  g_set_str (&self->error_code, code);
  g_set_str (&self->error_param, param);
  g_set_str (&self->error_message, message);
  self->error_line = line;
  attune_engine_job_set_status (self, ATTUNE_ENGINE_JOB_FAILED);
}
