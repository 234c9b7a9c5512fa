/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include "attune-error.h"
#include "attune-job-runner-private.h"
#include "attune-json.h"
#include "attune-store-foreign.h"

/* A create request whose answer was lost may still be on its way into the provider's list. */
#define SETTLE_USEC (10 * G_USEC_PER_SEC)
#define SETTLE_LOCAL_USEC G_USEC_PER_SEC

/**
 * attune_job_runner_dup_request:
 * @self: a runner
 *
 * Returns: (transfer full): what the provider is asked for, as it is stored
 */
AttuneJobRequest *
attune_job_runner_dup_request (AttuneJobRunner *self)
{
  g_autoptr(JsonObject) object = NULL;

  object = attune_json_parse_object (attune_job_get_row (self->job)->request, -1, NULL);

  return object != NULL ? attune_job_request_new_from_json (object) : attune_job_request_new ();
}

static gboolean
adopt (AttuneJobRunner  *self,
       AttuneJobInfo    *info,
       GError          **error)
{
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));

  g_set_str (&row->remote_id, info->id);
  g_clear_pointer (&row->error_text, g_free);
  g_clear_pointer (&row->error_detail, g_free);

  /* The end is stored by the step that follows, together with all that was told of it. */
  if (info->status == ATTUNE_JOB_STATUS_UNKNOWN || attune_job_status_is_final (info->status))
    row->status = ATTUNE_JOB_STATUS_QUEUED;
  else
    row->status = info->status;

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

/* Whether @info may be what @request asked for, by what its provider gives back of it. What was
 * left to the provider may have become anything. */
static gboolean
is_alike (AttuneJobRequest    *request,
          const AttuneJobInfo *info)
{
  gint64 n_epochs = attune_job_request_get_n_epochs (request);
  gint64 seed = attune_job_request_get_seed (request);

  return g_strcmp0 (info->training_file, attune_job_request_get_training_file (request)) == 0 &&
         g_strcmp0 (info->model, attune_job_request_get_model (request)) == 0 &&
         (n_epochs == 0 || info->n_epochs <= 0 || info->n_epochs == n_epochs) &&
         (seed < 0 || info->seed < 0 || info->seed == seed);
}

/* Some providers do not tell which fine-tunes they have, or not with every key. */
static gboolean
has_no_list (const GError *error)
{
  return attune_job_runner_is_unsupported (error) ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_FORBIDDEN);
}

/* What looks like this fine-tune before it is there cannot be it. Afterwards nothing else tells the
 * two apart at a provider that does not give our mark back, least of all a clock: neither that of
 * the provider nor ours has to be right. */
static gboolean
note_twins (AttuneJobRunner   *self,
            AttuneClient      *client,
            AttuneJobRequest  *request,
            AttuneJobRow      *row,
            GError           **error)
{
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GString) twins = g_string_new (NULL);
  g_autoptr(GError) local_error = NULL;

  /* What came since the first attempt may be ours. */
  if (row->creating_at != 0)
    return TRUE;

  if (!(jobs = dex_await_boxed (attune_client_list_jobs (client, NULL), &local_error)))
    {
      if (has_no_list (local_error))
        return TRUE;

      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  for (guint i = 0; i < jobs->len; i++)
    {
      const AttuneJobInfo *info = jobs->pdata[i];

      if (is_alike (request, info))
        g_string_append_printf (twins, "%s\n", info->id);
    }

  g_free (row->twins);
  row->twins = g_string_free_and_steal (g_steal_pointer (&twins));

  return TRUE;
}

/* What the provider expects it to cost is kept with the request, also when the answer to the create
 * request is lost. That a limit is kept is for the adapter to see to. */
static void
note_price (AttuneClient     *client,
            AttuneJobRequest *request,
            AttuneJobRow     *row)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  double price;

  if (!attune_profile_can (attune_client_get_profile (client), ATTUNE_ABILITY_TELL_PRICE))
    return;

  price = dex_await_double (attune_client_ask_price (client, request), &error);
  attune_job_request_set_quoted_price (request, error == NULL ? price : -1);
  node = attune_job_request_to_json (request);
  g_free (row->request);
  row->request = attune_json_to_string (node);
}

/**
 * attune_job_runner_create:
 * @self: a runner
 * @error: return location for an error
 *
 * Sends the create request, after it is stored that it may have been sent, and what it says.
 *
 * Returns: whether the provider has the fine-tune now
 */
gboolean
attune_job_runner_create (AttuneJobRunner  *self,
                          GError          **error)
{
  g_autoptr(AttuneJobRequest) request = attune_job_runner_dup_request (self);
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneJobInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autoptr(JsonNode) body = NULL;

  if (!(client = attune_job_runner_connect (self, error)) ||
      !note_twins (self, client, request, row, error))
    return FALSE;

  note_price (client, request, row);
  body = attune_client_build_job (client, request);
  g_free (row->sent_request);
  row->sent_request = attune_json_to_string (body);
  row->status = ATTUNE_JOB_STATUS_CREATING;
  row->creating_at = g_get_real_time () / G_USEC_PER_SEC;

  if (!attune_job_runner_save (self, row, NULL, NULL, error))
    return FALSE;

  /* Another program may have cancelled it at the last moment: then nothing was sent. */
  if (attune_job_get_row (self->job)->cancel_requested)
    return TRUE;

  info = dex_await_boxed (attune_client_create_job (client, request), &local_error);
  self->sent_at = attune_job_runner_get_time (self);

  if (info == NULL)
    {
      self->was_refused = TRUE;
      self->was_turned_away = g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_CONFLICT) ||
                              g_error_matches (local_error, ATTUNE_ERROR,
                                               ATTUNE_ERROR_RATE_LIMITED);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return adopt (self, info, error);
}

/* Not every provider gives our mark back. Then it is one that looks like ours, was not there
 * before, and is no other fine-tune that is known here. */
static AttuneJobInfo *
find_unmarked (AttuneJobRunner  *self,
               GPtrArray        *jobs,
               GError          **error)
{
  const char *account_id = attune_job_get_account_id (self->job);
  const char *text = attune_job_get_row (self->job)->twins;
  g_auto(GStrv) twins = g_strsplit (text != NULL ? text : "", "\n", -1);
  g_autoptr(AttuneJobRequest) request = attune_job_runner_dup_request (self);
  g_autoptr(GPtrArray) known = NULL;

  if (!(known = dex_await_boxed (attune_store_list_remote_ids (self->store, account_id), error)))
    return NULL;

  for (guint i = 0; i < jobs->len; i++)
    {
      AttuneJobInfo *info = jobs->pdata[i];

      if (info->nonce == NULL && is_alike (request, info) &&
          !g_strv_contains ((const char * const *)twins, info->id) &&
          !g_ptr_array_find_with_equal_func (known, info->id, g_str_equal, NULL))
        return attune_job_info_ref (info);
    }

  return NULL;
}

static AttuneJobInfo *
find_ours (AttuneJobRunner  *self,
           AttuneClient     *client,
           GError          **error)
{
  g_autoptr(GPtrArray) marked = NULL;
  g_autoptr(GPtrArray) all = NULL;

  if (!(marked = dex_await_boxed (attune_client_list_jobs (client, attune_job_get_id (self->job)),
                                  error)))
    return NULL;

  if (marked->len > 0)
    return attune_job_info_ref (marked->pdata[0]);

  if (!(all = dex_await_boxed (attune_client_list_jobs (client, NULL), error)))
    return NULL;

  return find_unmarked (self, all, error);
}

/* How long the request may still be on its way. One that another program sent was sent just now, as
 * far as we know: the clock may have been set since. */
static gint64
get_unsettled_msec (AttuneJobRunner *self)
{
  gint64 settle = attune_job_runner_is_local (self) ? SETTLE_LOCAL_USEC : SETTLE_USEC;

  if (self->sent_at == 0)
    self->sent_at = attune_job_runner_get_time (self);

  return (self->sent_at + settle - attune_job_runner_get_time (self)) / 1000;
}

/**
 * attune_job_runner_look_up:
 * @self: a runner whose create request may have been sent
 * @presence: (out): whether the provider has the fine-tune
 * @error: return location for an error
 *
 * Looks whether the provider got a create request whose answer was lost, and goes on with the
 * fine-tune if it did: a second request would be paid for twice.
 *
 * Returns: whether the provider answered
 */
gboolean
attune_job_runner_look_up (AttuneJobRunner    *self,
                           AttuneJobPresence  *presence,
                           GError            **error)
{
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneJobInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;
  gint64 msec;

  if (!(client = attune_job_runner_connect (self, error)))
    return FALSE;

  info = find_ours (self, client, &local_error);

  /* Whatever wakes us, the request has not travelled faster for it. */
  while (info == NULL && local_error == NULL && (msec = get_unsettled_msec (self)) > 0)
    {
      attune_job_runner_wait (self, msec, &local_error);

      if (local_error == NULL)
        info = find_ours (self, client, &local_error);
    }

  if (local_error != NULL && has_no_list (local_error))
    {
      *presence = self->was_turned_away ? ATTUNE_JOB_PRESENCE_ABSENT : ATTUNE_JOB_PRESENCE_UNKNOWN;
      return TRUE;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *presence = info != NULL ? ATTUNE_JOB_PRESENCE_FOUND : ATTUNE_JOB_PRESENCE_ABSENT;

  return info == NULL || adopt (self, info, error);
}
