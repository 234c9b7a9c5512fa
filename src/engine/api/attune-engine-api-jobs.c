/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-api-jobs"

#include "config.h"

#include "attune-engine-api.h"
#include "attune-engine-error.h"
#include "attune-json.h"

/* OpenAI's document gives the defaults and no upper bound (api section 1.5). */
#define DEFAULT_JOBS 20
#define DEFAULT_EVENTS 20
#define DEFAULT_CHECKPOINTS 10
#define MAX_LIMIT 1000

/* What is done with a job: resolves to it. */
typedef DexFuture *(*JobVerb) (AttuneEngineJobs *jobs,
                               AttuneEngineJob  *job);

typedef struct
{
  AttuneEngine        *engine;
  AttuneEngineRequest *request;
  JobVerb              verb;
} JobCall;

static void
job_call_free (gpointer data)
{
  JobCall *self = data;

  g_clear_object (&self->engine);
  g_clear_object (&self->request);
  g_free (self);
}

static JobCall *
job_call_new (AttuneEngine        *engine,
              AttuneEngineRequest *request)
{
  JobCall *self = g_new0 (JobCall, 1);

  self->engine = g_object_ref (engine);
  self->request = g_object_ref (request);

  return self;
}

static DexFuture *
spawn (DexFiberFunc         func,
       AttuneEngine        *engine,
       AttuneEngineRequest *request)
{
  return dex_scheduler_spawn (NULL, 0, func, job_call_new (engine, request), job_call_free);
}

static AttuneEngineJob *
find_job (AttuneEngine         *engine,
          AttuneEngineRequest  *request,
          GError              **error)
{
  const char *id = attune_engine_request_get_param (request, 0);
  AttuneEngineJob *job = attune_engine_jobs_lookup (attune_engine_get_jobs (engine), id);

  if (job == NULL)
    attune_engine_set_error (error, SOUP_STATUS_NOT_FOUND, "fine_tune_not_found", "fine_tune_id",
                             "There is no fine-tuning job “%s”.", id);

  return job;
}

static const char *
get_job_id (gpointer object)
{
  return attune_engine_job_get_id (object);
}

static JsonObject *
job_to_json (gpointer object)
{
  return attune_engine_job_to_json (object);
}

static const char *
get_checkpoint_id (gpointer object)
{
  return ((AttuneEngineCheckpoint *)object)->id;
}

static JsonObject *
checkpoint_to_json (gpointer object)
{
  return attune_engine_checkpoint_to_json (object);
}

/* The file that a request names, with a purpose that it may be trained on for. */
static AttuneEngineFile *
find_file (AttuneEngine  *engine,
           const char    *id,
           const char    *param,
           GError       **error)
{
  AttuneEngineFile *file = attune_engine_files_lookup (attune_engine_get_files (engine), id);

  if (file == NULL)
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, "file_not_found", param,
                             "There is no file “%s”.", id);
  else if (!g_str_equal (file->purpose, "fine-tune"))
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, "invalid_file_purpose", param,
                             "The file “%s” was uploaded for “%s”. Upload it with the purpose “fine-tune”.",
                             id, file->purpose);
  else
    return file;

  return NULL;
}

static DexFuture *
create_job_fiber (gpointer user_data)
{
  JobCall *call = user_data;
  AttuneEngineModels *models = attune_engine_get_models (call->engine);
  AttuneEngineJobs *jobs = attune_engine_get_jobs (call->engine);
  JsonObject *body = attune_engine_request_get_body (call->request);
  AttuneEngineJobInputs inputs = { 0 };
  g_autoptr(AttuneEngineJobRequest) request = NULL;
  g_autoptr(AttuneEngineModel) model = NULL;
  g_autoptr(AttuneEngineJob) job = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *training = NULL;
  g_autofree char *validation = NULL;
  AttuneEngineFile *file;

  if (!(request = attune_engine_job_request_parse (body, &error)) ||
      !dex_await (attune_engine_models_prepare (models), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!(model = attune_engine_models_lookup (models, request->model)))
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, "model_not_available", "model",
                                                              "The model “%s” does not exist, or cannot be fine-tuned here.",
                                                              request->model));

  if (!dex_await (attune_engine_models_check_base (models, model->id), &error) ||
      !(file = find_file (call->engine, request->training_file, "training_file", &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  training = attune_engine_file_dup_path (file);

  if (request->validation_file != NULL)
    {
      if (!(file = find_file (call->engine, request->validation_file, "validation_file", &error)))
        return dex_future_new_for_error (g_steal_pointer (&error));

      validation = attune_engine_file_dup_path (file);
    }

  if (model->info != NULL && !attune_json_get_boolean (model->info, "trainable", FALSE))
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, "model_not_available", "model",
                                                              "%s", attune_json_get_string (model->info, "reason", "")));

  inputs.base = model->path;
  inputs.adapter = model->adapter;
  inputs.training = training;
  inputs.validation = validation;

  if (!(job = dex_await_object (attune_engine_jobs_create (jobs, request, &inputs), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_respond (attune_engine_job_to_json (job));
}

static DexFuture *
create_job (AttuneEngine        *engine,
            AttuneEngineRequest *request)
{
  return spawn (create_job_fiber, engine, request);
}

static gboolean
is_wanted (AttuneEngineRequest *request,
           AttuneEngineJob     *job)
{
  return attune_engine_request_matches (request, attune_engine_job_get_request (job)->metadata);
}

static DexFuture *
list_jobs (AttuneEngine        *engine,
           AttuneEngineRequest *request)
{
  GPtrArray *jobs = attune_engine_jobs_list (attune_engine_get_jobs (engine));
  g_autoptr(GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  AttuneEngineCursor cursor;

  if (!attune_engine_request_get_cursor (request, DEFAULT_JOBS, MAX_LIMIT, &cursor, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < jobs->len; i++)
    {
      if (is_wanted (request, g_ptr_array_index (jobs, i)))
        g_ptr_array_add (wanted, g_ptr_array_index (jobs, i));
    }

  return attune_engine_api_page (wanted, &cursor, FALSE, get_job_id, job_to_json);
}

static DexFuture *
get_job (AttuneEngine        *engine,
         AttuneEngineRequest *request)
{
  g_autoptr(GError) error = NULL;
  AttuneEngineJob *job;

  if (!(job = find_job (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_respond (attune_engine_job_to_json (job));
}

static DexFuture *
change_job_fiber (gpointer user_data)
{
  JobCall *call = user_data;
  AttuneEngineJobs *jobs = attune_engine_get_jobs (call->engine);
  g_autoptr(AttuneEngineJob) changed = NULL;
  g_autoptr(GError) error = NULL;
  AttuneEngineJob *job;

  if (!(job = find_job (call->engine, call->request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* To cancel twice is the same as once. */
  if (attune_engine_job_is_final (job) &&
      (call->verb != attune_engine_jobs_cancel ||
       attune_engine_job_get_status (job) != ATTUNE_ENGINE_JOB_CANCELLED))
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, "job_is_over", NULL,
                                                              "The job “%s” is over already.",
                                                              attune_engine_job_get_id (job)));

  if (!(changed = dex_await_object (call->verb (jobs, job), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_respond (attune_engine_job_to_json (changed));
}

static DexFuture *
change_job (AttuneEngine        *engine,
            AttuneEngineRequest *request,
            JobVerb              verb)
{
  JobCall *call = job_call_new (engine, request);

  call->verb = verb;

  return dex_scheduler_spawn (NULL, 0, change_job_fiber, call, job_call_free);
}

static DexFuture *
cancel_job (AttuneEngine        *engine,
            AttuneEngineRequest *request)
{
  return change_job (engine, request, attune_engine_jobs_cancel);
}

static DexFuture *
pause_job (AttuneEngine        *engine,
           AttuneEngineRequest *request)
{
  return change_job (engine, request, attune_engine_jobs_pause);
}

static DexFuture *
resume_job (AttuneEngine        *engine,
            AttuneEngineRequest *request)
{
  return change_job (engine, request, attune_engine_jobs_resume);
}

static DexFuture *
get_weights (AttuneEngine        *engine,
             AttuneEngineRequest *request)
{
  g_autoptr(GError) error = NULL;
  AttuneEngineJob *job;

  if (!(job = find_job (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_weights (engine, request, attune_engine_job_get_model_name (job));
}

static DexFuture *
list_events_fiber (gpointer user_data)
{
  JobCall *call = user_data;
  g_autoptr(AttuneEngineEventPage) page = NULL;
  g_autoptr(GError) error = NULL;
  AttuneEngineCursor cursor;
  AttuneEngineJob *job;

  if (!attune_engine_request_get_cursor (call->request, DEFAULT_EVENTS, MAX_LIMIT,
                                         &cursor, &error) ||
      !(job = find_job (call->engine, call->request, &error)) ||
      !(page = dex_await_boxed (attune_engine_event_log_read (attune_engine_job_get_log (job),
                                                              cursor.after, cursor.limit),
                                &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (attune_engine_response_new_list (json_array_ref (page->events),
                                                                      page->has_more, FALSE));
}

static DexFuture *
list_events (AttuneEngine        *engine,
             AttuneEngineRequest *request)
{
  return spawn (list_events_fiber, engine, request);
}

static DexFuture *
list_checkpoints (AttuneEngine        *engine,
                  AttuneEngineRequest *request)
{
  g_autoptr(GError) error = NULL;
  AttuneEngineCursor cursor;
  AttuneEngineJob *job;

  if (!attune_engine_request_get_cursor (request, DEFAULT_CHECKPOINTS, MAX_LIMIT,
                                         &cursor, &error) ||
      !(job = find_job (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_page (attune_engine_job_get_checkpoints (job), &cursor, TRUE,
                                 get_checkpoint_id, checkpoint_to_json);
}

const AttuneEngineRoute attune_engine_job_routes[] = {
  { "GET",  "/v1/fine_tuning/jobs",                ATTUNE_ENGINE_BODY_NONE, list_jobs,        TRUE },
  { "POST", "/v1/fine_tuning/jobs",                ATTUNE_ENGINE_BODY_JSON, create_job,       FALSE },
  { "GET",  "/v1/fine_tuning/jobs/{}",             ATTUNE_ENGINE_BODY_NONE, get_job,          TRUE },
  { "POST", "/v1/fine_tuning/jobs/{}/cancel",      ATTUNE_ENGINE_BODY_NONE, cancel_job,       FALSE },
  { "POST", "/v1/fine_tuning/jobs/{}/pause",       ATTUNE_ENGINE_BODY_NONE, pause_job,        FALSE },
  { "POST", "/v1/fine_tuning/jobs/{}/resume",      ATTUNE_ENGINE_BODY_NONE, resume_job,       FALSE },
  { "GET",  "/v1/fine_tuning/jobs/{}/events",      ATTUNE_ENGINE_BODY_NONE, list_events,      TRUE },
  { "GET",  "/v1/fine_tuning/jobs/{}/checkpoints", ATTUNE_ENGINE_BODY_NONE, list_checkpoints, TRUE },
  { "GET",  "/v1/fine_tuning/jobs/{}/weights",     ATTUNE_ENGINE_BODY_NONE, get_weights,      TRUE },
  { NULL }
};
