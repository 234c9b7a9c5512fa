/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-job-runner-private.h"
#include "attune-store-foreign.h"

/* Without events or checkpoints a fine-tune is followed by its status alone. */
static GPtrArray *
await_list (DexFuture  *future,
            GError    **error)
{
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) local_error = NULL;

  if ((list = dex_await_boxed (future, &local_error)))
    return g_steal_pointer (&list);

  if (attune_job_runner_is_unsupported (local_error))
    return g_ptr_array_new ();

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* The sentence for a fine-tune that the provider ended: in the provider's words, as far as it has
 * any, since only it knows the reason. */
static void
take_failure (AttuneJobRow        *row,
              const AttuneJobInfo *info)
{
  g_clear_pointer (&row->error_text, g_free);
  g_clear_pointer (&row->error_detail, g_free);

  if (row->status != ATTUNE_JOB_STATUS_FAILED)
    return;

  if (info->error_message == NULL || *info->error_message == '\0')
    row->error_text = g_strdup (_("The provider stopped this fine-tune without saying why. Try again, "
                                  "or ask the provider."));
  else if (info->error_line > 0)
    /* Translators: %1$s is a sentence from the engine, %2$ld is the number of a line. */
    row->error_text = g_strdup_printf (_("%1$s (line %2$ld of the training file)"),
                                       info->error_message, (long)info->error_line);
  else
    row->error_text = g_strdup (info->error_message);

  row->error_detail = g_strdup (info->error_code);
}

static void
take_info (AttuneJobRow        *row,
           const AttuneJobInfo *info)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  /* A word that nobody has told us yet: the state before holds until there is one that we know. */
  if (info->status != ATTUNE_JOB_STATUS_UNKNOWN)
    row->status = info->status;

  if (info->status == ATTUNE_JOB_STATUS_UNKNOWN)
    g_set_str (&row->status_text, info->status_text);
  else
    g_set_str (&row->status_text, info->status == ATTUNE_JOB_STATUS_PAUSED ? info->held_by : NULL);

  g_set_str (&row->fine_tuned_model, info->fine_tuned_model);

  if (info->trained_tokens >= 0)
    row->trained_tokens = info->trained_tokens;

  if (info->result_files[0] != NULL)
    {
      g_strfreev (row->result_files);
      row->result_files = g_strdupv (info->result_files);
    }

  if (row->started_at == 0 && row->status == ATTUNE_JOB_STATUS_RUNNING)
    row->started_at = now;

  if (attune_job_status_is_final (row->status))
    row->finished_at = info->finished_at > 0 ? info->finished_at : now;

  take_failure (row, info);
}

static void
take_events (AttuneJobRow *row,
             GPtrArray    *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const AttuneEventInfo *event = events->pdata[i];

      if (!event->has_measures)
        continue;

      if (row->started_at == 0)
        row->started_at = event->created_at;

      row->step = MAX (row->step, event->measures.step);
      row->total_steps = MAX (row->total_steps, event->total_steps);
    }
}

/* From the steps since this program began to watch, or since the last break: what happened before
 * one says nothing. */
static void
update_time_left (AttuneJobRunner *self)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);
  gint64 now = g_get_monotonic_time ();
  double usec_per_step;
  double usec_left;

  if (row->status != ATTUNE_JOB_STATUS_RUNNING)
    attune_job_runner_forget_pace (self);

  if (row->status != ATTUNE_JOB_STATUS_RUNNING || row->step == 0)
    return;

  if (self->first_step_at == 0)
    {
      self->first_step = row->step;
      self->first_step_at = now;
      return;
    }

  if (row->step <= self->first_step || row->total_steps < row->step)
    return;

  usec_per_step = (double)(now - self->first_step_at) / (row->step - self->first_step);
  usec_left = (row->total_steps - row->step) * usec_per_step;
  attune_job_set_time_left (self->job, usec_left / G_USEC_PER_SEC);
}

static void
note_refusal (AttuneJobRunner *self,
              AttuneJobRow    *row,
              const GError    *error)
{
  self->was_refused = TRUE;
  g_set_str (&row->error_text, error->message);
  g_set_str (&row->error_detail, attune_error_get_detail (error));
}

/* Sent again until the provider has taken it; one that it refuses is given up and told. */
static gboolean
send_cancel (AttuneJobRunner  *self,
             AttuneClient     *client,
             AttuneJobInfo   **info,
             GError          **error)
{
  g_autoptr(AttuneJobInfo) answer = NULL;
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GError) local_error = NULL;

  answer = dex_await_boxed (attune_client_cancel_job (client, attune_job_get_remote_id (self->job)),
                            &local_error);

  if (answer != NULL)
    {
      g_clear_pointer (info, attune_job_info_unref);
      *info = g_steal_pointer (&answer);
      return TRUE;
    }

  if (!attune_job_runner_is_unsupported (local_error) &&
      !g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_FORBIDDEN))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!dex_await (attune_store_drop_cancel (self->store, attune_job_get_id (self->job)), error))
    return FALSE;

  row = attune_job_row_copy (attune_job_get_row (self->job));
  row->status = (*info)->status;
  note_refusal (self, row, local_error);

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

/* What the person wanted of it, as the provider now has it: there is nothing more to be said. */
static gboolean
is_fulfilled (AttuneJobWish        wish,
              const AttuneJobInfo *info)
{
  switch (wish)
    {
    case ATTUNE_JOB_WISH_PAUSE:
      return info->status == ATTUNE_JOB_STATUS_PAUSED || attune_job_status_is_final (info->status);

    case ATTUNE_JOB_WISH_RESUME:
      return info->status != ATTUNE_JOB_STATUS_PAUSED;

    case ATTUNE_JOB_WISH_NONE:
    case ATTUNE_JOB_WISH_DEPLOY:
    default:
      return TRUE;
    }
}

static DexFuture *
send_wish (AttuneClient  *client,
           AttuneJobWish  wish,
           const char    *remote_id)
{
  if (wish == ATTUNE_JOB_WISH_PAUSE)
    return attune_client_pause_job (client, remote_id);

  return attune_client_resume_job (client, remote_id);
}

/* Sent again until it is so; one that the provider refuses is given up, and told. */
static gboolean
fulfil_wish (AttuneJobRunner  *self,
             AttuneClient     *client,
             AttuneJobInfo   **info,
             GError          **error)
{
  AttuneJobWish wish = attune_job_get_row (self->job)->wish;
  g_autoptr(AttuneJobInfo) answer = NULL;
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GError) local_error = NULL;

  if (wish != ATTUNE_JOB_WISH_PAUSE && wish != ATTUNE_JOB_WISH_RESUME)
    return TRUE;

  if (!is_fulfilled (wish, *info))
    {
      answer = dex_await_boxed (send_wish (client, wish, attune_job_get_remote_id (self->job)),
                                &local_error);

      if (local_error != NULL && !attune_job_runner_is_unsupported (local_error) &&
          !g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_FORBIDDEN))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (answer != NULL)
        {
          g_clear_pointer (info, attune_job_info_unref);
          *info = g_steal_pointer (&answer);
        }

      /* A provider may need a while before it is so, and is asked again then. */
      if (local_error == NULL && !is_fulfilled (wish, *info))
        return TRUE;
    }

  row = attune_job_row_copy (attune_job_get_row (self->job));

  /* The end is stored together with all that was told of it. */
  if ((*info)->status != ATTUNE_JOB_STATUS_UNKNOWN && !attune_job_status_is_final ((*info)->status))
    row->status = (*info)->status;

  if (local_error != NULL)
    note_refusal (self, row, local_error);

  /* The wish goes last: whoever sees that it is gone has seen what became of it. */
  return attune_job_runner_save (self, row, NULL, NULL, error) &&
         attune_job_runner_drop_wish (self, error);
}

/* A provider that has looked at the files may wait for a word before it trains; the person has
 * given it. It is given again until the provider goes on. */
static gboolean
start_if_needed (AttuneJobRunner  *self,
                 AttuneClient     *client,
                 AttuneJobInfo   **info,
                 GError          **error)
{
  AttuneJobInfo *answer;

  if (!(*info)->needs_start || attune_job_get_row (self->job)->cancel_requested)
    return TRUE;

  if (!(answer = dex_await_boxed (attune_client_start_job (client,
                                                           attune_job_get_remote_id (self->job)),
                                  error)))
    return FALSE;

  attune_job_info_unref (*info);
  *info = answer;

  return TRUE;
}

/* A wrong address answers 404 as well: only a list without the fine-tune proves that it is gone. */
static gboolean
is_gone (AttuneJobRunner *self,
         AttuneClient    *client)
{
  g_autoptr(GPtrArray) jobs = NULL;

  if (!(jobs = dex_await_boxed (attune_client_list_jobs (client, NULL), NULL)))
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    {
      const AttuneJobInfo *info = jobs->pdata[i];

      if (g_strcmp0 (info->id, attune_job_get_remote_id (self->job)) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
finish_gone (AttuneJobRunner  *self,
             GError          **error)
{
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));

  row->status = row->cancel_requested ? ATTUNE_JOB_STATUS_CANCELLED : ATTUNE_JOB_STATUS_FAILED;
  row->finished_at = g_get_real_time () / G_USEC_PER_SEC;
  g_set_str (&row->error_text, _("The provider does not know this fine-tune any more. It may have been "
                                 "deleted there. Start it again to train once more."));

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

/* What is on screen, or shall be cancelled, has to be known as it is now. */
static AttuneJobInfo *
find_shared_info (AttuneJobRunner  *self,
                  AttuneClient     *client,
                  GError          **error)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);

  if (workspace == NULL || workspace->tracker == NULL || self->is_watched ||
      attune_job_get_row (self->job)->cancel_requested ||
      attune_job_get_row (self->job)->wish != ATTUNE_JOB_WISH_NONE ||
      attune_job_runner_is_local (self))
    return NULL;

  return dex_await_boxed (attune_tracker_find_info (workspace->tracker, client,
                                                    attune_job_get_account_id (self->job),
                                                    attune_job_get_remote_id (self->job)),
                          error);
}

static AttuneJobInfo *
fetch_info (AttuneJobRunner  *self,
            AttuneClient     *client,
            gboolean         *has_ended,
            GError          **error)
{
  g_autoptr(GError) local_error = NULL;
  AttuneJobInfo *info;

  *has_ended = FALSE;
  info = find_shared_info (self, client, &local_error);

  if (info != NULL)
    return info;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  info = dex_await_boxed (attune_client_get_job (client, attune_job_get_remote_id (self->job)),
                          &local_error);

  if (info != NULL)
    return info;

  if (g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND) && is_gone (self, client))
    *has_ended = finish_gone (self, error);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

/* Of a fine-tune that was begun elsewhere only the provider knows what its file is called. That it
 * does not, or that the file is gone, changes nothing. */
static gboolean
name_dataset (AttuneJobRunner  *self,
              AttuneClient     *client,
              GError          **error)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);
  g_autoptr(AttuneFileInfo) file = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *id = g_strdup (row->id);

  if (!row->is_foreign || self->was_named || *row->dataset_id != '\0' || *row->dataset_name == '\0')
    return TRUE;

  self->was_named = TRUE;
  file = dex_await_boxed (attune_client_get_file (client, row->dataset_name), &local_error);

  if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return file == NULL || file->filename == NULL ||
         dex_await (attune_store_name_job (self->store, id, "", file->filename), error);
}

/**
 * attune_job_runner_follow:
 * @self: a runner whose fine-tune the provider has
 * @error: return location for an error
 *
 * Asks once how it stands, and stores what is new. The status is asked before the events, so that a
 * final one never comes without the last of them.
 *
 * Returns: whether the provider answered
 */
gboolean
attune_job_runner_follow (AttuneJobRunner  *self,
                          GError          **error)
{
  const char *remote_id;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneJobInfo) info = NULL;
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GPtrArray) checkpoints = NULL;
  g_autofree char *newest = NULL;
  gboolean has_ended;

  if (!(client = attune_job_runner_connect (self, error)) ||
      !name_dataset (self, client, error))
    return FALSE;

  if (!(info = fetch_info (self, client, &has_ended, error)))
    return has_ended;

  if (attune_job_get_row (self->job)->cancel_requested &&
      !attune_job_status_is_final (info->status) &&
      info->status != ATTUNE_JOB_STATUS_CANCELLING &&
      !send_cancel (self, client, &info, error))
    return FALSE;

  if (!start_if_needed (self, client, &info, error) || !fulfil_wish (self, client, &info, error))
    return FALSE;

  /* What is new would take the place of the reason, before anybody has read it. */
  if (self->was_refused)
    return TRUE;

  remote_id = attune_job_get_remote_id (self->job);

  if (!(newest = dex_await_string (attune_store_find_newest_event (self->store,
                                                                   attune_job_get_id (self->job)),
                                   error)) ||
      !(events = await_list (attune_client_list_events (client, remote_id,
                                                        *newest != '\0' ? newest : NULL),
                             error)))
    return FALSE;

  if ((events->len > 0 || attune_job_status_is_final (info->status)) &&
      !(checkpoints = await_list (attune_client_list_checkpoints (client, remote_id), error)))
    return FALSE;

  row = attune_job_row_copy (attune_job_get_row (self->job));
  take_events (row, events);
  take_info (row, info);

  if (!attune_job_runner_save (self, row, events, checkpoints, error))
    return FALSE;

  update_time_left (self);

  return TRUE;
}
