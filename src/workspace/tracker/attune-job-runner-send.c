/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include "attune-error.h"
#include "attune-job-runner-private.h"
#include "attune-json.h"

/* A create request whose answer was lost may still be on its way into the provider's list. */
#define SETTLE_SECONDS 10
#define SETTLE_LOCAL_SECONDS 1

/* The clock of the provider is not ours. */
#define CLOCK_SKEW_SECONDS 300
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

/**
 * attune_job_runner_create:
 * @self: a runner
 * @error: return location for an error
 *
 * Sends the create request, after it is stored that it may have been sent.
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

  if (!(client = attune_job_runner_connect (self, error)))
    return FALSE;

  row->status = ATTUNE_JOB_STATUS_CREATING;
  row->creating_at = g_get_real_time () / G_USEC_PER_SEC;

  if (!attune_job_runner_save (self, row, NULL, NULL, error))
    return FALSE;

  /* Another program may have cancelled it at the last moment: then nothing was sent. */
  if (attune_job_get_row (self->job)->cancel_requested)
    return TRUE;

  if (!(info = dex_await_boxed (attune_client_create_job (client, request), error)))
    {
      self->was_refused = TRUE;
      return FALSE;
    }

  return adopt (self, info, error);
}

/* Not every provider gives our mark back; then the file, the model and the time have to do. */
static gboolean
is_ours (AttuneJobRunner  *self,
         AttuneJobRequest *request,
         AttuneJobInfo    *info)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);

  if (info->nonce != NULL)
    return g_str_equal (info->nonce, row->id);

  return g_strcmp0 (info->training_file, attune_job_request_get_training_file (request)) == 0 &&
         g_strcmp0 (info->model, attune_job_request_get_model (request)) == 0 &&
         info->created_at >= row->creating_at - CLOCK_SKEW_SECONDS;
}

static AttuneJobInfo *
find_ours (AttuneJobRunner  *self,
           AttuneClient     *client,
           GError          **error)
{
  g_autoptr(AttuneJobRequest) request = attune_job_runner_dup_request (self);
  g_autoptr(GPtrArray) marked = NULL;
  g_autoptr(GPtrArray) all = NULL;

  if (!(marked = dex_await_boxed (attune_client_list_jobs (client, attune_job_get_id (self->job)),
                                  error)))
    return NULL;

  if (marked->len > 0)
    return attune_job_info_ref (marked->pdata[0]);

  if (!(all = dex_await_boxed (attune_client_list_jobs (client, NULL), error)))
    return NULL;

  for (guint i = 0; i < all->len; i++)
    {
      if (is_ours (self, request, all->pdata[i]))
        return attune_job_info_ref (all->pdata[i]);
    }

  return NULL;
}

/**
 * attune_job_runner_look_up:
 * @self: a runner whose create request may have been sent
 * @is_absent: (out): whether the provider certainly does not have the fine-tune
 * @error: return location for an error
 *
 * Looks whether the provider got a create request whose answer was lost, and goes on with the
 * fine-tune if it did: a second request would be paid for twice.
 *
 * Returns: whether that is known now
 */
gboolean
attune_job_runner_look_up (AttuneJobRunner  *self,
                           gboolean         *is_absent,
                           GError          **error)
{
  gint64 settle = attune_job_runner_is_local (self) ? SETTLE_LOCAL_SECONDS : SETTLE_SECONDS;
  gint64 age = g_get_real_time () / G_USEC_PER_SEC - attune_job_get_row (self->job)->creating_at;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneJobInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!(client = attune_job_runner_connect (self, error)))
    return FALSE;

  info = find_ours (self, client, &local_error);

  if (info == NULL && local_error == NULL && age >= 0 && age < settle)
    {
      attune_job_runner_wait (self, (settle - age) * 1000, &local_error);

      if (local_error == NULL)
        info = find_ours (self, client, &local_error);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *is_absent = info == NULL;

  return info == NULL || adopt (self, info, error);
}
