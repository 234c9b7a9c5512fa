/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include "attune-client-private.h"
#include "attune-client.h"

static DexFuture *
list_jobs_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  GPtrArray *result = NULL;

  result = attune_adapter_list_jobs (operation->adapter, operation->extra, &error);

  return attune_operation_end (G_TYPE_PTR_ARRAY, result, error);
}

static DexFuture *
peek_jobs_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  GPtrArray *result = NULL;

  result = attune_adapter_peek_jobs (operation->adapter, &error);

  return attune_operation_end (G_TYPE_PTR_ARRAY, result, error);
}

static DexFuture *
list_events_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  GPtrArray *result = NULL;

  result = attune_adapter_list_events (operation->adapter, operation->id, operation->extra, &error);

  return attune_operation_end (G_TYPE_PTR_ARRAY, result, error);
}

static DexFuture *
list_checkpoints_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  GPtrArray *result = NULL;

  result = attune_adapter_list_checkpoints (operation->adapter, operation->id, &error);

  return attune_operation_end (G_TYPE_PTR_ARRAY, result, error);
}

static DexFuture *
ask_price_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  double price;

  if (!attune_adapter_ask_price (operation->adapter, operation->request, &price, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_double (price);
}

static DexFuture *
create_job_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  AttuneJobInfo *result = NULL;

  result = attune_adapter_create_job (operation->adapter, operation->request, &error);

  return attune_operation_end (ATTUNE_TYPE_JOB_INFO, result, error);
}

static DexFuture *
get_job_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  AttuneJobInfo *result = NULL;

  result = attune_adapter_get_job (operation->adapter, operation->id, &error);

  return attune_operation_end (ATTUNE_TYPE_JOB_INFO, result, error);
}

static DexFuture *
act_on_job_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  AttuneJobInfo *result = NULL;

  result = attune_adapter_act_on_job (operation->adapter, operation->id, operation->act, &error);

  return attune_operation_end (ATTUNE_TYPE_JOB_INFO, result, error);
}

static DexFuture *
act_on_job (AttuneClient *self,
            const char   *job_id,
            AttuneJobAct  act)
{
  AttuneOperation *operation;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');

  operation = attune_operation_new (self, job_id, NULL);
  operation->act = act;

  return attune_operation_spawn (operation, act_on_job_fiber);
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
 * attune_client_peek_jobs:
 * @self: a client
 *
 * One request, however many jobs there are.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneJobInfo, those of the
 *   first page, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_peek_jobs (AttuneClient *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));

  return attune_operation_spawn (attune_operation_new (self, NULL, NULL), peek_jobs_fiber);
}

/**
 * attune_client_list_events:
 * @self: a client
 * @job_id: a job
 * @newest_known_id: (nullable): the newest event that is known already, or %NULL for all
 *
 * Where a provider tells measures elsewhere than in its events (checkpoints, a list of their own),
 * each is an event here. What has several sources, or no cursor, comes whole at every call, each
 * event with the id that it always has: pass over those that are known.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneEventInfo, oldest
 *   first, everything after @newest_known_id without a gap; or rejects with %ATTUNE_ERROR
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
 * attune_client_build_job:
 * @self: a client
 * @request: what to train
 *
 * Returns: (transfer full): the body that attune_client_create_job() sends, in the provider's terms
 */
JsonNode *
attune_client_build_job (AttuneClient     *self,
                         AttuneJobRequest *request)
{
  g_autoptr(AttuneOperation) operation = NULL;

  g_return_val_if_fail (ATTUNE_IS_CLIENT (self), NULL);
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (request), NULL);

  operation = attune_operation_new (self, NULL, NULL);

  return attune_adapter_build_job (operation->adapter, request);
}

/**
 * attune_client_ask_price:
 * @self: a client whose profile has %ATTUNE_ABILITY_TELL_PRICE
 * @request: what would be trained, with the names of its files there; copied
 *
 * Nothing is started, and nothing costs.
 *
 * Returns: (transfer full): a future that resolves to a double, what the provider expects it to
 *   cost in USD, -1 when it does not say; or rejects with %ATTUNE_ERROR, _QUOTA when it would not
 *   let the account start it
 */
DexFuture *
attune_client_ask_price (AttuneClient     *self,
                         AttuneJobRequest *request)
{
  AttuneOperation *operation;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB_REQUEST (request));

  operation = attune_operation_new (self, NULL, NULL);
  operation->request = attune_job_request_copy (request);

  return attune_operation_spawn (operation, ask_price_fiber);
}

/**
 * attune_client_create_job:
 * @self: a client
 * @request: what to train; copied
 *
 * What the profile knows to be wrong is not sent and ends in %ATTUNE_ERROR_DATA; see
 * attune_job_body_check(). Sent once and never again, since every one costs. After
 * %ATTUNE_ERROR_NETWORK, _TIMEOUT, _ENGINE or _SERVER the job may exist all the same: look for its
 * nonce with attune_client_list_jobs().
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
  operation->request = attune_job_request_copy (request);

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
  return act_on_job (self, job_id, ATTUNE_JOB_ACT_CANCEL);
}

/**
 * attune_client_pause_job:
 * @self: a client
 * @job_id: a job
 *
 * Asks a running job to stop for a while; it does so at its next step.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, whose status may still be
 *   that of before; or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_pause_job (AttuneClient *self,
                         const char   *job_id)
{
  return act_on_job (self, job_id, ATTUNE_JOB_ACT_PAUSE);
}

/**
 * attune_client_resume_job:
 * @self: a client
 * @job_id: a job
 *
 * Lets a paused job go on.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, whose status may still be
 *   that of before; or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_resume_job (AttuneClient *self,
                          const char   *job_id)
{
  return act_on_job (self, job_id, ATTUNE_JOB_ACT_RESUME);
}

/**
 * attune_client_start_job:
 * @self: a client
 * @job_id: a job
 *
 * Starts a job that was checked and waits for that (`needs_start` in #AttuneJobInfo). From then on
 * it costs.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, whose status may still be
 *   that of before; or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_start_job (AttuneClient *self,
                         const char   *job_id)
{
  return act_on_job (self, job_id, ATTUNE_JOB_ACT_START);
}
