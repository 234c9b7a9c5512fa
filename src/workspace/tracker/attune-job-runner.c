/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-job-runner-private.h"

G_DEFINE_FINAL_TYPE (AttuneJobRunner, attune_job_runner, G_TYPE_OBJECT)

/**
 * attune_job_runner_get_time:
 * @self: a runner
 *
 * Returns: the time that attune_job_runner_wait() goes by, in microseconds since some moment; it
 *   does not jump when the clock is set, and stands still while this computer sleeps
 */
gint64
attune_job_runner_get_time (AttuneJobRunner *self)
{
  return attune_clock_get_time (self->clock);
}

/**
 * attune_job_runner_is_cancelled:
 * @error: any error
 *
 * Returns: whether the runner shall end
 */
gboolean
attune_job_runner_is_cancelled (const GError *error)
{
  return g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED);
}

/**
 * attune_job_runner_is_unsupported:
 * @error: an error of %ATTUNE_ERROR
 *
 * A provider that does not know a call refuses it, or answers with something else.
 *
 * Returns: whether that may be so
 */
gboolean
attune_job_runner_is_unsupported (const GError *error)
{
  return g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND) ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST) ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_CONFLICT) ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
}

/**
 * attune_job_runner_wait:
 * @self: a runner
 * @msec: how long
 * @error: return location for an error, set when the runner shall end
 *
 * Waits, or goes on at once when woken.
 */
void
attune_job_runner_wait (AttuneJobRunner  *self,
                        gint64            msec,
                        GError          **error)
{
  g_autoptr(GError) local_error = NULL;

  if (dex_future_is_pending (DEX_FUTURE (self->wake)))
    dex_await (dex_future_first (attune_clock_wait (self->clock, msec), dex_ref (self->wake), NULL),
               &local_error);

  /* Whoever woke us during the step before meant the next one. */
  if (!dex_future_is_pending (DEX_FUTURE (self->wake)))
    {
      dex_clear (&self->wake);
      self->wake = dex_promise_new ();
    }

  if (attune_job_runner_is_cancelled (local_error))
    g_propagate_error (error, g_steal_pointer (&local_error));
}

/**
 * attune_job_runner_save:
 * @self: a runner
 * @row: what is new
 * @events: (nullable): what the provider told
 * @checkpoints: (nullable): those that there are
 * @error: return location for an error
 *
 * Stores a step, then shows it.
 *
 * Returns: whether it is stored
 */
gboolean
attune_job_runner_save (AttuneJobRunner     *self,
                        const AttuneJobRow  *row,
                        GPtrArray           *events,
                        GPtrArray           *checkpoints,
                        GError             **error)
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneJobRow) stored = NULL;

  if (!(stored = dex_await_boxed (attune_store_update_job (self->store, row, events, checkpoints),
                                  error)))
    return FALSE;

  /* The lists first: whoever sees that it is over has seen what led there. */
  if (!dex_await (attune_job_refresh_details (self->job), error))
    return FALSE;

  attune_job_apply (self->job, stored);

  if ((workspace = g_weak_ref_get (&self->workspace)))
    attune_workspace_update_active (workspace);

  return TRUE;
}

/**
 * attune_job_runner_drop_wish:
 * @self: a runner
 * @error: return location for an error
 *
 * What the person wanted of it is so, or is given up: nobody is told it any more.
 *
 * Returns: whether that is stored
 */
gboolean
attune_job_runner_drop_wish (AttuneJobRunner  *self,
                             GError          **error)
{
  g_autoptr(AttuneJobRow) row = NULL;

  if (!(row = dex_await_boxed (attune_store_set_wish (self->store, attune_job_get_id (self->job),
                                                      ATTUNE_JOB_WISH_NONE),
                               error)))
    return FALSE;

  attune_job_apply (self->job, row);

  return TRUE;
}

/**
 * attune_job_runner_is_local:
 * @self: a runner
 *
 * Returns: whether the fine-tune runs on this computer
 */
gboolean
attune_job_runner_is_local (AttuneJobRunner *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, attune_job_get_account_id (self->job));

  return account != NULL && attune_account_get_is_local (account);
}

/**
 * attune_job_runner_connect:
 * @self: a runner
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a client of the account, the engine being started if need be
 */
AttuneClient *
attune_job_runner_connect (AttuneJobRunner  *self,
                           GError          **error)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, attune_job_get_account_id (self->job));

  if (account == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_FAILED, NULL,
                        _("The account of this fine-tune was removed. Add it again to go on."));
      return NULL;
    }

  return dex_await_object (attune_workspace_connect (workspace, account), error);
}

static DexFuture *
attune_job_runner_run_fiber (gpointer user_data)
{
  AttuneJobRunner *self = user_data;
  g_autoptr(GError) error = NULL;

  if (attune_job_runner_begin (self, &error) &&
      attune_job_runner_drive (self, &error))
    attune_job_runner_announce (self);

  g_clear_fd (&self->lock_fd, NULL);

  if (error != NULL)
    {
      if (!attune_job_runner_is_cancelled (error))
        g_info ("Fine-tune %s is not followed: %s", attune_job_get_id (self->job), error->message);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

static DexFuture *
attune_job_runner_fetch_fiber (gpointer user_data)
{
  AttuneJobRunner *self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean is_done;

  is_done = attune_job_runner_begin (self, &error) && attune_job_runner_follow (self, &error);
  g_clear_fd (&self->lock_fd, NULL);

  if (!is_done && error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (is_done);
}

static void
attune_job_runner_dispose (GObject *object)
{
  AttuneJobRunner *self = (AttuneJobRunner *)object;

  dex_clear (&self->wake);
  dex_clear (&self->interrupt);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (attune_job_runner_parent_class)->dispose (object);
}

static void
attune_job_runner_finalize (GObject *object)
{
  AttuneJobRunner *self = (AttuneJobRunner *)object;

  g_weak_ref_clear (&self->workspace);
  g_clear_fd (&self->lock_fd, NULL);

  G_OBJECT_CLASS (attune_job_runner_parent_class)->finalize (object);
}

static void
attune_job_runner_class_init (AttuneJobRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_job_runner_dispose;
  object_class->finalize = attune_job_runner_finalize;
}

static void
attune_job_runner_init (AttuneJobRunner *self)
{
  g_weak_ref_init (&self->workspace, NULL);
  self->lock_fd = -1;
  self->wake = dex_promise_new ();
  self->interrupt = dex_promise_new ();
}

/**
 * attune_job_runner_new:
 * @workspace: where the account is; not kept alive
 * @job: what to drive
 *
 * Returns: (transfer full): a runner that does not run yet
 */
AttuneJobRunner *
attune_job_runner_new (AttuneWorkspace *workspace,
                       AttuneJob       *job)
{
  AttuneJobRunner *self = g_object_new (ATTUNE_TYPE_JOB_RUNNER, NULL);

  g_weak_ref_set (&self->workspace, workspace);
  self->store = g_object_ref (workspace->store);
  self->clock = g_object_ref (workspace->clock);
  self->job = g_object_ref (job);

  return self;
}

/**
 * attune_job_runner_get_job:
 * @self: a runner
 *
 * Returns: (transfer none): what it drives
 */
AttuneJob *
attune_job_runner_get_job (AttuneJobRunner *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_RUNNER (self), NULL);

  return self->job;
}

/**
 * attune_job_runner_run:
 * @self: a runner
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the fine-tune has ended and that
 *   was announced. Dropping it leaves the fine-tune where it is.
 */
DexFuture *
attune_job_runner_run (AttuneJobRunner *self)
{
  dex_return_error_if_fail (ATTUNE_IS_JOB_RUNNER (self));

  return dex_scheduler_spawn (NULL, 0, attune_job_runner_run_fiber,
                              g_object_ref (self), g_object_unref);
}

/**
 * attune_job_runner_fetch:
 * @self: a runner whose fine-tune the provider has
 *
 * Asks once for all that the provider still knows of it, also when it has ended long ago.
 *
 * Returns: (transfer full): a future that resolves to whether there was an answer
 */
DexFuture *
attune_job_runner_fetch (AttuneJobRunner *self)
{
  dex_return_error_if_fail (ATTUNE_IS_JOB_RUNNER (self));

  return dex_scheduler_spawn (NULL, 0, attune_job_runner_fetch_fiber,
                              g_object_ref (self), g_object_unref);
}

/**
 * attune_job_runner_wake:
 * @self: a runner
 *
 * Something has changed: asks the provider at once.
 */
void
attune_job_runner_wake (AttuneJobRunner *self)
{
  g_return_if_fail (ATTUNE_IS_JOB_RUNNER (self));

  if (dex_future_is_pending (DEX_FUTURE (self->wake)))
    dex_promise_resolve_boolean (self->wake, TRUE);
}

/**
 * attune_job_runner_forget_pace:
 * @self: a runner
 *
 * The training stood still, or went on unseen: how long it takes is measured anew.
 */
void
attune_job_runner_forget_pace (AttuneJobRunner *self)
{
  g_return_if_fail (ATTUNE_IS_JOB_RUNNER (self));

  self->first_step_at = 0;
  attune_job_set_time_left (self->job, -1);
}

/**
 * attune_job_runner_interrupt:
 * @self: a runner
 *
 * The person cancelled or paused: ends an upload, and looks at the fine-tune at once.
 */
void
attune_job_runner_interrupt (AttuneJobRunner *self)
{
  g_return_if_fail (ATTUNE_IS_JOB_RUNNER (self));

  if (dex_future_is_pending (DEX_FUTURE (self->interrupt)))
    dex_promise_resolve_boolean (self->interrupt, TRUE);

  attune_job_runner_wake (self);
}

/**
 * attune_job_runner_set_watched:
 * @self: a runner
 * @is_watched: whether the fine-tune is on screen
 */
void
attune_job_runner_set_watched (AttuneJobRunner *self,
                               gboolean         is_watched)
{
  g_return_if_fail (ATTUNE_IS_JOB_RUNNER (self));

  if (self->is_watched == is_watched)
    return;

  self->is_watched = is_watched;

  if (is_watched)
    attune_job_runner_wake (self);
}
