/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include "attune-client-private.h"
#include "attune-client.h"
#include "attune-wire-parse.h"

#define JOBS_PATH "/fine_tuning/jobs"
#define PAGE_LENGTH 100

static DexFuture *
resolve_list (GPtrArray *records,
              GError    *error)
{
  if (records == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, records);
}

/* Sends the request and resolves to the job that the answer describes. */
static DexFuture *
fetch_job (AttuneHttp     *http,
           AttuneHttpCall *call)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(GError) error = NULL;

  if ((object = attune_http_fetch_object (http, call, &error)) == NULL ||
      (job = attune_wire_parse_job (object, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_JOB_INFO, g_steal_pointer (&job));
}

static DexFuture *
list_jobs_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *filter = NULL;
  AttuneListQuery query = {
    .path = JOBS_PATH,
    .limit = PAGE_LENGTH,
    .parse = (AttuneParseFunc)attune_wire_parse_job,
    .free_record = (GDestroyNotify)attune_job_info_unref,
  };

  if (operation->extra != NULL)
    filter = attune_client_build_path ("metadata%5Battune_job%5D=", operation->extra, NULL);

  query.filter = filter;
  jobs = attune_client_fetch_list (operation->http, &query, &error);

  /* A provider that does not know the filter sends every job. */
  for (guint i = jobs != NULL && operation->extra != NULL ? jobs->len : 0; i > 0; i--)
    {
      AttuneJobInfo *job = g_ptr_array_index (jobs, i - 1);

      if (g_strcmp0 (job->nonce, operation->extra) != 0)
        g_ptr_array_remove_index (jobs, i - 1);
    }

  return resolve_list (g_steal_pointer (&jobs), g_steal_pointer (&error));
}

static DexFuture *
list_events_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path (JOBS_PATH "/", operation->id, "/events");
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GError) error = NULL;
  AttuneListQuery query = {
    .path = path,
    .until_id = operation->extra,
    .limit = PAGE_LENGTH,
    .parse = (AttuneParseFunc)attune_wire_parse_event,
    .free_record = (GDestroyNotify)attune_event_info_unref,
  };

  events = attune_client_fetch_list (operation->http, &query, &error);

  /* They come newest first. */
  for (guint i = 0; events != NULL && i < events->len / 2; i++)
    {
      gpointer other = events->pdata[events->len - 1 - i];

      events->pdata[events->len - 1 - i] = events->pdata[i];
      events->pdata[i] = other;
    }

  return resolve_list (g_steal_pointer (&events), g_steal_pointer (&error));
}

static DexFuture *
list_checkpoints_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path (JOBS_PATH "/", operation->id, "/checkpoints");
  g_autoptr(GPtrArray) checkpoints = NULL;
  g_autoptr(GError) error = NULL;
  AttuneListQuery query = {
    .path = path,
    .limit = PAGE_LENGTH,
    .parse = (AttuneParseFunc)attune_wire_parse_checkpoint,
    .free_record = (GDestroyNotify)attune_checkpoint_info_unref,
  };

  checkpoints = attune_client_fetch_list (operation->http, &query, &error);

  return resolve_list (g_steal_pointer (&checkpoints), g_steal_pointer (&error));
}

static DexFuture *
create_job_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = JOBS_PATH,
    .json = operation->json,
    .retry = ATTUNE_HTTP_RETRY_NEVER,
    .act = ATTUNE_HTTP_ACT_CREATE_JOB,
  };

  return fetch_job (operation->http, &call);
}

static DexFuture *
get_job_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path (JOBS_PATH "/", operation->id, NULL);
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = path,
    .subject = operation->id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  return fetch_job (operation->http, &call);
}

static DexFuture *
cancel_job_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path (JOBS_PATH "/", operation->id, "/cancel");
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = path,
    .subject = operation->id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  return fetch_job (operation->http, &call);
}

/**
 * attune_client_list_jobs:
 * @self: a client
 * @nonce: (nullable): only the job of this mark, or %NULL for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneJobInfo, newest first,
 *   or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_list_jobs (AttuneClient *self,
                         const char   *nonce)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));

  return attune_operation_spawn (attune_operation_new (self, NULL, nonce), list_jobs_fiber);
}

/**
 * attune_client_list_events:
 * @self: a client
 * @job_id: a job
 * @newest_known_id: (nullable): the newest event that is known already, or %NULL for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneEventInfo, oldest
 *   first, everything after @newest_known_id without gap or double; or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_list_events (AttuneClient *self,
                           const char   *job_id,
                           const char   *newest_known_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, job_id, newest_known_id),
                                 list_events_fiber);
}

/**
 * attune_client_list_checkpoints:
 * @self: a client
 * @job_id: a job
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneCheckpointInfo, newest
 *   first, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_list_checkpoints (AttuneClient *self,
                                const char   *job_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, job_id, NULL),
                                 list_checkpoints_fiber);
}

/**
 * attune_client_create_job:
 * @self: a client
 * @request: what to train; copied
 *
 * Sent once and never again, since every one costs. After %ATTUNE_ERROR_NETWORK, _TIMEOUT, _ENGINE
 * or _SERVER the job may exist all the same: look for its nonce with attune_client_list_jobs().
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_create_job (AttuneClient     *self,
                          AttuneJobRequest *request)
{
  AttuneOperation *operation;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB_REQUEST (request));

  operation = attune_operation_new (self, NULL, NULL);
  operation->json = attune_job_request_to_json (request);

  return attune_operation_spawn (operation, create_job_fiber);
}

/**
 * attune_client_get_job:
 * @self: a client
 * @job_id: a job
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_get_job (AttuneClient *self,
                       const char   *job_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, job_id, NULL), get_job_fiber);
}

/**
 * attune_client_cancel_job:
 * @self: a client
 * @job_id: a job
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, whose status may still be
 *   that of before; or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_cancel_job (AttuneClient *self,
                          const char   *job_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, job_id, NULL), cancel_job_fiber);
}
