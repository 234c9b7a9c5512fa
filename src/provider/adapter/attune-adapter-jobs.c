/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include <string.h>

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-job-body.h"
#include "attune-json-path.h"
#include "attune-profile-private.h"
#include "attune-wire-parse.h"

#define PAGE_LENGTH 100

/* Where OpenAI keeps our mark, and can look for it. */
#define NONCE_FIELD "metadata.attune_job"
#define NONCE_QUERY "metadata%5Battune_job%5D="

static JsonNode *
attune_adapter_real_build_job (AttuneAdapter    *self,
                               AttuneJobRequest *request)
{
  const char *path = attune_profile_get_field (attune_adapter_get_profile (self), "project");
  const char *project = attune_http_get_project (attune_adapter_get_http (self));
  JsonNode *body = attune_job_body_build (request, attune_adapter_get_profile (self));

  /* Which project the account is for, where a header does not say that of a job. */
  if (path != NULL && project != NULL)
    attune_json_path_set (json_node_get_object (body), path,
                          json_node_init_string (json_node_alloc (), project));

  return body;
}

/* Some keep training from preferences apart. */
static const char *
find_collection (AttuneProfile    *profile,
                 AttuneJobRequest *request)
{
  gboolean is_dpo = g_str_equal (attune_job_request_get_method (request), "dpo");

  return is_dpo && attune_profile_get_path (profile, "preference-jobs") != NULL ? "preference-jobs"
                                                                                : "jobs";
}

static AttuneJobInfo *
attune_adapter_real_create_job (AttuneAdapter     *self,
                                AttuneJobRequest  *request,
                                GError           **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);
  g_autofree char *path = attune_adapter_dup_path (self, find_collection (profile, request), NULL);
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(JsonNode) body = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = path,
    .retry = ATTUNE_HTTP_RETRY_NEVER,
    .act = ATTUNE_HTTP_ACT_CREATE_JOB,
  };

  if (!attune_job_body_check (request, profile, error))
    return NULL;

  body = attune_adapter_build_job (self, request);
  call.json = body;

  if ((object = attune_http_fetch_object (attune_adapter_get_http (self), &call, error)) == NULL)
    return NULL;

  return attune_adapter_read_job (self, object, error);
}

static int
compare_jobs (gconstpointer a,
              gconstpointer b)
{
  const AttuneJobInfo *job = a;
  const AttuneJobInfo *other = b;

  return job->created_at > other->created_at ? -1 : job->created_at < other->created_at;
}

/* Those that a provider keeps apart; one that does not know them has none. */
static gboolean
add_preference_jobs (AttuneAdapter  *self,
                     GPtrArray      *jobs,
                     GError        **error)
{
  g_autoptr(GPtrArray) others = NULL;
  g_autoptr(GError) local_error = NULL;
  AttuneListQuery query = {
    .name = "preference-jobs",
    .limit = PAGE_LENGTH,
    .read = (AttuneReadFunc)attune_adapter_read_job,
    .free_record = (GDestroyNotify)attune_job_info_unref,
  };

  if (attune_profile_get_path (attune_adapter_get_profile (self), query.name) == NULL)
    return TRUE;

  others = attune_adapter_fetch_list (self, &query, &local_error);

  if (others == NULL && !g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  for (guint i = 0; others != NULL && i < others->len; i++)
    g_ptr_array_add (jobs, attune_job_info_ref (others->pdata[i]));

  g_ptr_array_sort_values (jobs, compare_jobs);

  return TRUE;
}

/* Whether the job is that of @nonce, by what its provider gives back of it. */
static gboolean
is_marked (AttuneJobInfo *job,
           const char    *nonce,
           const char    *mark)
{
  if (job->nonce == NULL && job->suffix != NULL && strstr (job->suffix, mark) != NULL)
    job->nonce = g_strdup (nonce);

  return g_strcmp0 (job->nonce, nonce) == 0;
}

/**
 * attune_adapter_class_init_jobs: (skip)
 * @klass: the base class
 */
void
attune_adapter_class_init_jobs (AttuneAdapterClass *klass)
{
  klass->build_job = attune_adapter_real_build_job;
  klass->create_job = attune_adapter_real_create_job;
}

/**
 * attune_adapter_build_job: (skip)
 * @self: an adapter
 * @request: what to train
 *
 * Returns: (transfer full): the body that attune_adapter_create_job() sends
 */
JsonNode *
attune_adapter_build_job (AttuneAdapter    *self,
                          AttuneJobRequest *request)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->build_job (self, request);
}

/**
 * attune_adapter_ask_price: (skip)
 * @self: an adapter
 * @request: what to train, with the names of its files there
 * @price: (out): what it would cost, in USD; -1 when the provider does not say
 * @error: return location for %ATTUNE_ERROR; %ATTUNE_ERROR_QUOTA when it would not let the account
 *   start it
 *
 * Returns: whether there is an answer
 */
gboolean
attune_adapter_ask_price (AttuneAdapter     *self,
                          AttuneJobRequest  *request,
                          double            *price,
                          GError           **error)
{
  AttuneAdapterClass *klass = ATTUNE_ADAPTER_GET_CLASS (self);

  if (!attune_adapter_has_path (self, "price", error))
    return FALSE;

  if (klass->ask_price != NULL)
    return klass->ask_price (self, request, price, error);

  /* A file of the person's own may say that there is a path, but not what is asked there. */
  *price = -1;

  return TRUE;
}

/**
 * attune_adapter_create_job: (skip)
 * @self: an adapter
 * @request: what to train
 * @error: return location for %ATTUNE_ERROR
 *
 * Sent once and never again. A request that the profile knows to be wrong is not sent.
 *
 * Returns: (transfer full): the job
 */
AttuneJobInfo *
attune_adapter_create_job (AttuneAdapter     *self,
                           AttuneJobRequest  *request,
                           GError           **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->create_job (self, request, error);
}

/**
 * attune_adapter_list_jobs: (skip)
 * @self: an adapter
 * @nonce: (nullable): only the job of this mark, or %NULL for all
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full) (element-type AttuneJobInfo): the jobs, newest first where the provider
 *   sends them so
 */
GPtrArray *
attune_adapter_list_jobs (AttuneAdapter  *self,
                          const char     *nonce,
                          GError        **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);
  g_autoptr(GPtrArray) jobs = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *mark = NULL;
  AttuneListQuery query = {
    .name = "jobs",
    .limit = PAGE_LENGTH,
    .read = (AttuneReadFunc)attune_adapter_read_job,
    .free_record = (GDestroyNotify)attune_job_info_unref,
  };

  if (nonce != NULL && g_strcmp0 (attune_profile_get_field (profile, "nonce"), NONCE_FIELD) == 0)
    {
      escaped = g_uri_escape_string (nonce, NULL, FALSE);
      filter = g_strconcat (NONCE_QUERY, escaped, NULL);
    }

  query.filter = filter;

  if ((jobs = attune_adapter_fetch_list (self, &query, error)) == NULL ||
      !add_preference_jobs (self, jobs, error))
    return NULL;

  if (nonce == NULL)
    return g_steal_pointer (&jobs);

  mark = attune_job_body_dup_mark (nonce);

  /* A provider that does not know the filter sends every job. */
  for (guint i = jobs->len; i > 0; i--)
    if (!is_marked (jobs->pdata[i - 1], nonce, mark))
      g_ptr_array_remove_index (jobs, i - 1);

  return g_steal_pointer (&jobs);
}

/**
 * attune_adapter_peek_jobs: (skip)
 * @self: an adapter
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full) (element-type AttuneJobInfo): the first page of that list
 */
GPtrArray *
attune_adapter_peek_jobs (AttuneAdapter  *self,
                          GError        **error)
{
  AttuneListQuery query = {
    .name = "jobs",
    .limit = PAGE_LENGTH,
    .is_first_page = TRUE,
    .read = (AttuneReadFunc)attune_adapter_read_job,
    .free_record = (GDestroyNotify)attune_job_info_unref,
  };

  return attune_adapter_fetch_list (self, &query, error);
}

/**
 * attune_adapter_get_job: (skip)
 * @self: an adapter
 * @job_id: a job
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): how it stands
 */
AttuneJobInfo *
attune_adapter_get_job (AttuneAdapter  *self,
                        const char     *job_id,
                        GError        **error)
{
  g_autoptr(JsonObject) object = attune_adapter_get_object (self, "job", job_id, error);

  return object != NULL ? attune_adapter_read_job (self, object, error) : NULL;
}

/**
 * attune_adapter_act_on_job: (skip)
 * @self: an adapter
 * @job_id: a job
 * @act: what to do with it
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): how it stands then
 */
AttuneJobInfo *
attune_adapter_act_on_job (AttuneAdapter  *self,
                           const char     *job_id,
                           AttuneJobAct    act,
                           GError        **error)
{
  static const char * const names[] = {
    [ATTUNE_JOB_ACT_CANCEL] = "cancel",
    [ATTUNE_JOB_ACT_PAUSE] = "pause",
    [ATTUNE_JOB_ACT_RESUME] = "resume",
    [ATTUNE_JOB_ACT_START] = "start",
  };
  g_autoptr(JsonNode) answer = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *path = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .subject = job_id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if (!attune_adapter_has_path (self, names[act], error))
    return NULL;

  path = attune_adapter_dup_path (self, names[act], job_id);
  call.path = path;

  answer = attune_http_fetch (attune_adapter_get_http (self), &call, &local_error);

  /* The first attempt may have done it, and its answer was lost: then it cannot be done again. */
  if (call.n_retries > 0 && call.status < 500 &&
      g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST))
    return attune_adapter_get_job (self, job_id, error);

  if (answer == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (JSON_NODE_HOLDS_OBJECT (answer))
    job = attune_adapter_read_job (self, json_node_get_object (answer), NULL);

  /* Some only say that it was done. */
  return job != NULL ? g_steal_pointer (&job) : attune_adapter_get_job (self, job_id, error);
}
