/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-jobs"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-workspace-private.h"

/* What a person wants of a fine-tune. */
typedef struct
{
  AttuneWorkspace *workspace;
  AttuneJob       *job;
  AttuneJobWish    kind;
} Wish;

static Wish *
wish_new (AttuneWorkspace *workspace,
          AttuneJob       *job,
          AttuneJobWish    kind)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->workspace = g_object_ref (workspace);
  wish->job = g_object_ref (job);
  wish->kind = kind;

  return wish;
}

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_object_unref (wish->workspace);
  g_object_unref (wish->job);
  g_free (wish);
}

static DexFuture *
attune_workspace_reload_jobs_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_jobs (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneJobRow *row = rows->pdata[i];
      AttuneJob *job = attune_workspace_find_job (self, row->id);

      if (job != NULL)
        {
          attune_job_apply (job, row);
          dex_future_disown (attune_job_refresh_details (job));
          g_ptr_array_add (jobs, g_object_ref (job));
        }
      else
        {
          g_ptr_array_add (jobs, attune_job_new (self->store, row));
        }
    }

  attune_list_store_assign (self->jobs, jobs);
  attune_workspace_update_active (self);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_jobs:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_jobs (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_jobs_fiber,
                              g_object_ref (self), g_object_unref);
}

static DexFuture *
attune_workspace_cancel_job_fiber (gpointer user_data)
{
  Wish *wish = user_data;
  AttuneWorkspace *self = wish->workspace;
  const char *id = attune_job_get_id (wish->job);
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GError) error = NULL;

  if (!(row = dex_await_boxed (attune_store_request_cancel (self->store, id), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_job_apply (wish->job, row);
  attune_tracker_interrupt (self->tracker, id);

  return dex_future_new_true ();
}

/**
 * attune_workspace_cancel_job:
 * @self: a workspace
 * @job: a fine-tune that is under way
 *
 * Stores the wish; the provider is asked at once, and again until it has heard it. What was not
 * sent yet is not sent any more.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_cancel_job (AttuneWorkspace *self,
                             AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_cancel_job_fiber,
                              wish_new (self, job, ATTUNE_JOB_WISH_NONE), wish_free);
}

static DexFuture *
attune_workspace_wish_fiber (gpointer user_data)
{
  Wish *wish = user_data;
  const char *id = attune_job_get_id (wish->job);
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GError) error = NULL;

  if (!(row = dex_await_boxed (attune_store_set_wish (wish->workspace->store, id, wish->kind),
                               &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_job_apply (wish->job, row);
  attune_tracker_interrupt (wish->workspace->tracker, id);

  return dex_future_new_true ();
}

static DexFuture *
wish_for (AttuneWorkspace *self,
          AttuneJob       *job,
          AttuneJobWish    kind)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_wish_fiber, wish_new (self, job, kind),
                              wish_free);
}

/* Pausing is ours then, and the wish is what holds it back. */
static gboolean
is_unsent (const AttuneJobRow *row)
{
  return row->creating_at == 0 && row->remote_id == NULL;
}

/* What was not sent yet can always wait; afterwards it is the provider's to allow. */
static gboolean
can (AttuneWorkspace *self,
     AttuneJob       *job,
     AttuneAbility    ability)
{
  const AttuneJobRow *row = attune_job_get_row (job);
  AttuneAccount *account = attune_workspace_find_account (self, row->account_id);

  if (!attune_job_get_is_active (job) || row->cancel_requested || account == NULL)
    return FALSE;

  return is_unsent (row) || attune_profile_can (attune_account_get_profile (account), ability);
}

/**
 * attune_workspace_can_pause_job:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: whether it goes on, and can be made to wait
 */
gboolean
attune_workspace_can_pause_job (AttuneWorkspace *self,
                                AttuneJob       *job)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), FALSE);

  return attune_job_get_status (job) != ATTUNE_JOB_STATUS_PAUSED &&
         attune_job_get_row (job)->wish != ATTUNE_JOB_WISH_PAUSE &&
         can (self, job, ATTUNE_ABILITY_PAUSE);
}

/**
 * attune_workspace_can_resume_job:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: whether it waits, and can be made to go on
 */
gboolean
attune_workspace_can_resume_job (AttuneWorkspace *self,
                                 AttuneJob       *job)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), FALSE);

  return (attune_job_get_status (job) == ATTUNE_JOB_STATUS_PAUSED ||
          attune_job_get_row (job)->wish == ATTUNE_JOB_WISH_PAUSE) &&
         attune_job_get_row (job)->wish != ATTUNE_JOB_WISH_RESUME &&
         can (self, job, ATTUNE_ABILITY_RESUME);
}

/**
 * attune_workspace_pause_job:
 * @self: a workspace
 * @job: a fine-tune that attune_workspace_can_pause_job()
 *
 * Stores the wish; the provider is asked at once, and again until it has heard it. An upload stops
 * where it is.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_pause_job (AttuneWorkspace *self,
                            AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  return wish_for (self, job, ATTUNE_JOB_WISH_PAUSE);
}

/**
 * attune_workspace_resume_job:
 * @self: a workspace
 * @job: a fine-tune that attune_workspace_can_resume_job()
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_resume_job (AttuneWorkspace *self,
                             AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  return wish_for (self, job, ATTUNE_JOB_WISH_RESUME);
}

/**
 * attune_workspace_has_open_wish:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: whether the person wants it to wait, to go on or to end, and the provider has neither
 *   done so nor refused it
 */
gboolean
attune_workspace_has_open_wish (AttuneWorkspace *self,
                                AttuneJob       *job)
{
  const AttuneJobRow *row;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), FALSE);

  row = attune_job_get_row (job);

  if (!attune_job_get_is_active (job))
    return FALSE;

  if (row->wish == ATTUNE_JOB_WISH_PAUSE && is_unsent (row))
    return row->status != ATTUNE_JOB_STATUS_PAUSED;

  return row->cancel_requested || row->wish == ATTUNE_JOB_WISH_PAUSE ||
         row->wish == ATTUNE_JOB_WISH_RESUME;
}

static DexFuture *
reload_jobs_cb (DexFuture *completed,
                gpointer   user_data)
{
  return attune_workspace_reload_jobs (user_data);
}

/**
 * attune_workspace_delete_job:
 * @self: a workspace
 * @job: a fine-tune that has ended
 *
 * Takes it out of the list; it goes for good at the next start. The model stays.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR_FAILED
 *   while it is under way
 */
DexFuture *
attune_workspace_delete_job (AttuneWorkspace *self,
                             AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  if (attune_job_get_is_active (job))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                        _("This fine-tune is under way. Cancel it first, then delete it.")));

  return dex_future_then (attune_store_set_job_deleted (self->store, attune_job_get_id (job),
                                                        g_get_real_time () / G_USEC_PER_SEC),
                          reload_jobs_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_restore_job:
 * @self: a workspace
 * @job: a fine-tune that was deleted since the start
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good
 */
DexFuture *
attune_workspace_restore_job (AttuneWorkspace *self,
                              AttuneJob       *job)
{
  DexFuture *restored;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  restored = attune_store_set_job_deleted (self->store, attune_job_get_id (job), 0);
  restored = dex_future_then (restored, attune_workspace_check_restored_cb, NULL, NULL);

  return dex_future_then (restored, reload_jobs_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_watch_job:
 * @self: a workspace
 * @job: (nullable): the fine-tune that is on screen, or %NULL for none
 *
 * A fine-tune on screen is asked for more often, and at once.
 */
void
attune_workspace_watch_job (AttuneWorkspace *self,
                            AttuneJob       *job)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));
  g_return_if_fail (job == NULL || ATTUNE_IS_JOB (job));

  if (self->tracker != NULL)
    attune_tracker_watch (self->tracker, job != NULL ? attune_job_get_id (job) : NULL);
}

/**
 * attune_workspace_find_job:
 * @self: a workspace
 * @id: our name for it, or the provider's
 *
 * Returns: (transfer none) (nullable): the fine-tune
 */
AttuneJob *
attune_workspace_find_job (AttuneWorkspace *self,
                           const char      *id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->jobs)); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      if (g_str_equal (attune_job_get_id (job), id) ||
          g_strcmp0 (attune_job_get_remote_id (job), id) == 0)
        return job;
    }

  return NULL;
}
