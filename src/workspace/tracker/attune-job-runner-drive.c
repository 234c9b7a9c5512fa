/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-job-runner-private.h"
#include "attune-store-accounts.h"

/* How often a provider is asked (api: 10-15 s while on screen, 60 s otherwise); asking the engine
 * on this computer costs nothing. */
#define LOCAL_WATCHED_MSEC 1000
#define LOCAL_MSEC 3000
#define WATCHED_MSEC 10000
#define UNWATCHED_MSEC 60000

/* After a failure; jitter keeps many fine-tunes from asking at the same moment. */
#define FIRST_RETRY_MSEC 1000
#define MAX_RETRY_MSEC 60000
#define MAX_LOCAL_RETRY_MSEC 5000
#define JITTER 0.25

/* How often the engine may fail to start before a fine-tune that has not begun gives up. */
#define MAX_ENGINE_FAILURES 3

static gboolean
finish_as (AttuneJobRunner  *self,
           AttuneJobStatus   status,
           const GError     *reason,
           GError          **error)
{
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));

  row->status = status;
  row->finished_at = g_get_real_time () / G_USEC_PER_SEC;
  g_set_str (&row->error_text, reason != NULL ? reason->message : NULL);
  g_set_str (&row->error_detail, reason != NULL ? attune_error_get_detail (reason) : NULL);

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

/* A cancelled fine-tune that the provider may have got all the same has to be looked for. Where
 * nobody tells, the person has to look there. */
static gboolean
cancel_unsent (AttuneJobRunner  *self,
               GError          **error)
{
  AttuneJobPresence presence = ATTUNE_JOB_PRESENCE_ABSENT;
  g_autoptr(GError) reason = NULL;

  if (attune_job_get_row (self->job)->creating_at != 0 &&
      !attune_job_runner_look_up (self, &presence, error))
    return FALSE;

  if (presence == ATTUNE_JOB_PRESENCE_FOUND)
    return TRUE;

  if (presence == ATTUNE_JOB_PRESENCE_UNKNOWN)
    attune_set_error (&reason, ATTUNE_ERROR_FAILED, NULL,
                      _("The provider may have this fine-tune all the same, and does not tell which "
                        "it has. Look on its own pages, and cancel it there."));

  return finish_as (self, ATTUNE_JOB_STATUS_CANCELLED, reason, error);
}

/* The create request was sent, and nobody knows whether it arrived. */
static gboolean
recover_create (AttuneJobRunner  *self,
                GError          **error)
{
  AttuneJobPresence presence;

  if (!attune_job_runner_look_up (self, &presence, error))
    return FALSE;

  switch (presence)
    {
    case ATTUNE_JOB_PRESENCE_ABSENT:
      return attune_job_runner_create (self, error);

    case ATTUNE_JOB_PRESENCE_FOUND:
      return TRUE;

    case ATTUNE_JOB_PRESENCE_UNKNOWN:
    default:
      attune_set_error (error, ATTUNE_ERROR_FAILED, NULL,
                        _("The provider did not say whether it got this fine-tune, and does not tell "
                          "which it has. Look on its own pages: if it is not there, cancel it here "
                          "and start it again."));
      return FALSE;
    }
}

/* Before the provider has it, pausing is ours: nothing is sent, and an upload in parts goes on
 * later where it stopped. What may have been created already is looked for first. */
static gboolean
hold (AttuneJobRunner  *self,
      GError          **error)
{
  g_autoptr(AttuneJobRow) row = NULL;

  if (attune_job_get_status (self->job) == ATTUNE_JOB_STATUS_PAUSED)
    return TRUE;

  row = attune_job_row_copy (attune_job_get_row (self->job));
  row->status = ATTUNE_JOB_STATUS_PAUSED;

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

static gboolean
go_on (AttuneJobRunner  *self,
       GError          **error)
{
  g_autoptr(AttuneJobRow) row = NULL;

  if (attune_job_get_row (self->job)->wish != ATTUNE_JOB_WISH_RESUME)
    return TRUE;

  row = attune_job_row_copy (attune_job_get_row (self->job));
  row->status = ATTUNE_JOB_STATUS_PREPARING;

  return attune_job_runner_save (self, row, NULL, NULL, error) &&
         attune_job_runner_drop_wish (self, error);
}

/**
 * attune_job_runner_is_held_back:
 * @self: a runner
 *
 * Returns: whether the person wants something else meanwhile than that it is created
 */
gboolean
attune_job_runner_is_held_back (AttuneJobRunner *self)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);

  return row->cancel_requested || row->wish == ATTUNE_JOB_WISH_PAUSE;
}

static gboolean
take_step (AttuneJobRunner  *self,
           GError          **error)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);

  self->was_refused = FALSE;

  if (row->remote_id != NULL)
    return attune_job_runner_follow (self, error);

  if (row->cancel_requested)
    return cancel_unsent (self, error);

  if (row->creating_at == 0 && row->wish == ATTUNE_JOB_WISH_PAUSE)
    return hold (self, error);

  if (row->creating_at == 0)
    return go_on (self, error) && attune_job_runner_upload (self, error) &&
           (attune_job_runner_is_held_back (self) || attune_job_runner_create (self, error));

  return recover_create (self, error);
}

/* Before the provider has it, a refusal is the end, and nothing was spent. Afterwards the fine-tune
 * goes on without us, so every failure is only ours; also as long as the provider may have it. */
static gboolean
is_fatal (AttuneJobRunner *self,
          const GError    *error)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);

  if (row->remote_id != NULL || (row->creating_at != 0 && !self->was_refused))
    return FALSE;

  if (error->domain != ATTUNE_ERROR)
    return FALSE;

  switch ((AttuneError)error->code)
    {
    case ATTUNE_ERROR_NETWORK:
    case ATTUNE_ERROR_TIMEOUT:
    case ATTUNE_ERROR_RATE_LIMITED:
    case ATTUNE_ERROR_SERVER:
    case ATTUNE_ERROR_CONFLICT:
      return FALSE;

    case ATTUNE_ERROR_PROTOCOL:
      /* The answer to a create request cannot be read: the fine-tune may be there. */
      return row->creating_at == 0;

    case ATTUNE_ERROR_ENGINE:
      return row->creating_at == 0 && self->n_failures >= MAX_ENGINE_FAILURES;

    case ATTUNE_ERROR_FAILED:
    case ATTUNE_ERROR_AUTH:
    case ATTUNE_ERROR_FORBIDDEN:
    case ATTUNE_ERROR_TRAINING_CLOSED:
    case ATTUNE_ERROR_NOT_FOUND:
    case ATTUNE_ERROR_QUOTA:
    case ATTUNE_ERROR_REQUEST:
    case ATTUNE_ERROR_DATA:
    case ATTUNE_ERROR_STORAGE:
    case ATTUNE_ERROR_SECRETS:
    default:
      return TRUE;
    }
}

/* Nobody can do anything about a network that is away; about the rest the person has to know. */
static gboolean
is_worth_telling (const GError *error)
{
  return !g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK) &&
         !g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT) &&
         !g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_RATE_LIMITED) &&
         !g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_SERVER);
}

static void
show_trouble (AttuneJobRunner *self,
              const GError    *error)
{
  g_autoptr(AttuneJobRow) row = NULL;
  const char *old_text = attune_job_get_error_text (self->job);

  attune_job_set_stale (self->job, TRUE);

  if (!is_worth_telling (error) || g_strcmp0 (old_text, error->message) == 0)
    return;

  row = attune_job_row_copy (attune_job_get_row (self->job));
  g_set_str (&row->error_text, error->message);
  g_set_str (&row->error_detail, attune_error_get_detail (error));
  attune_job_runner_save (self, row, NULL, NULL, NULL);
}

static gint64
get_retry_msec (AttuneJobRunner *self)
{
  gint64 limit = attune_job_runner_is_local (self) ? MAX_LOCAL_RETRY_MSEC : MAX_RETRY_MSEC;
  gint64 msec = (gint64)FIRST_RETRY_MSEC << MIN (self->n_failures, 10);

  return MIN (msec, limit) * (1 - JITTER * g_random_double ());
}

static gint64
get_poll_msec (AttuneJobRunner *self)
{
  /* The next step comes at once, except that of one which waits for the person. */
  if (attune_job_get_remote_id (self->job) == NULL)
    return attune_job_get_status (self->job) == ATTUNE_JOB_STATUS_PAUSED ? UNWATCHED_MSEC : 0;

  if (attune_job_runner_is_local (self))
    return self->is_watched ? LOCAL_WATCHED_MSEC : LOCAL_MSEC;

  return self->is_watched ? WATCHED_MSEC : UNWATCHED_MSEC;
}

static void
note_contact (AttuneJobRunner *self,
              const GError    *error)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);

  if (workspace != NULL)
    attune_workspace_note_contact (workspace, attune_job_get_account_id (self->job), error);
}

/**
 * attune_job_runner_drive:
 * @self: a runner that has begun
 * @error: return location for an error, set when the runner shall end
 *
 * Takes one step after the other until the fine-tune has ended.
 *
 * Returns: whether it has
 */
gboolean
attune_job_runner_drive (AttuneJobRunner  *self,
                         GError          **error)
{
  while (attune_job_get_is_active (self->job))
    {
      g_autoptr(GError) step_error = NULL;
      g_autoptr(GError) wait_error = NULL;
      gint64 msec = 0;

      if (take_step (self, &step_error))
        {
          self->n_failures = 0;
          attune_job_set_stale (self->job, FALSE);
          note_contact (self, NULL);
          msec = get_poll_msec (self);
        }
      else if (step_error == NULL)
        {
          /* The workspace is gone. */
          return FALSE;
        }
      else if (attune_job_runner_is_cancelled (step_error))
        {
          g_propagate_error (error, g_steal_pointer (&step_error));
          return FALSE;
        }
      else
        {
          g_info ("Fine-tune %s: %s", attune_job_get_id (self->job), step_error->message);
          self->n_failures++;
          note_contact (self, step_error);

          if (is_fatal (self, step_error) &&
              finish_as (self, ATTUNE_JOB_STATUS_FAILED, step_error, NULL))
            break;

          show_trouble (self, step_error);
          msec = get_retry_msec (self);
        }

      if (attune_job_get_is_active (self->job) && msec > 0)
        attune_job_runner_wait (self, msec, &wait_error);

      if (wait_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&wait_error));
          return FALSE;
        }
    }

  return TRUE;
}
