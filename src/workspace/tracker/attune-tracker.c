/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-tracker"

#include "config.h"

#include "attune-job-private.h"
#include "attune-job-runner.h"
#include "attune-job-sweep.h"
#include "attune-tracker.h"
#include "attune-wake-monitor.h"
#include "attune-weak-ref.h"
#include "attune-workspace-private.h"

/* From so many fine-tunes of one account on, a list of all of them is asked for instead of each. A
 * list may have several pages, so that a few are asked for one by one. */
#define SWEEP_JOBS 5

/* Less than the time between two questions, and enough for all who ask at about the same time. */
#define SWEEP_MAX_AGE_MSEC 20000

struct _AttuneTracker
{
  GObject            parent_instance;

  AttuneWorkspace   *workspace;      /* not owned: it owns us */
  GHashTable        *entries;        /* id of a fine-tune → Entry */
  GHashTable        *fetched;        /* ids of ended ones that were asked for once */
  AttuneWakeMonitor *wake_monitor;
  AttuneJobSweep    *sweep;
  char              *watched_id;
  gboolean           is_stopped;
};

G_DEFINE_FINAL_TYPE (AttuneTracker, attune_tracker, G_TYPE_OBJECT)

/* Dropping @following ends the fiber, which @fiber then tells. */
typedef struct
{
  AttuneJobRunner *runner;
  DexFuture       *fiber;
  DexFuture       *following;
} Entry;

typedef struct
{
  GWeakRef *tracker;
  char     *job_id;
} Ending;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  dex_clear (&entry->following);
  dex_clear (&entry->fiber);
  g_clear_object (&entry->runner);
  g_free (entry);
}

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  attune_weak_ref_free (ending->tracker);
  g_free (ending->job_id);
  g_free (ending);
}

static gboolean
is_being_deployed (AttuneJob *job)
{
  const AttuneJobRow *row = attune_job_get_row (job);

  return row->wish == ATTUNE_JOB_WISH_DEPLOY ||
         row->deployment_status == ATTUNE_DEPLOYMENT_STATUS_PREPARING;
}

static void follow_job (AttuneTracker *self,
                        AttuneJob     *job,
                        DexFuture   *(*begin) (AttuneJobRunner *runner));

/* The person may have asked for the model while its end was still being told. One whose runner
 * failed is left alone until the next sync. */
static DexFuture *
runner_ended_cb (DexFuture *completed,
                 gpointer   user_data)
{
  Ending *ending = user_data;
  g_autoptr(AttuneTracker) self = g_weak_ref_get (ending->tracker);
  g_autofree char *id = g_strdup (ending->job_id);
  AttuneJob *job;

  if (self == NULL || self->is_stopped)
    return dex_future_new_true ();

  /* Frees @ending. */
  g_hash_table_remove (self->entries, id);
  job = attune_workspace_find_job (self->workspace, id);

  if (job != NULL && is_being_deployed (job) &&
      dex_future_get_status (completed) == DEX_FUTURE_STATUS_RESOLVED)
    follow_job (self, job, attune_job_runner_deploy);

  return dex_future_new_true ();
}

static void
follow_job (AttuneTracker *self,
            AttuneJob     *job,
            DexFuture   *(*begin) (AttuneJobRunner *runner))
{
  const char *id = attune_job_get_id (job);
  Entry *entry = g_new0 (Entry, 1);
  Ending *ending = g_new0 (Ending, 1);

  ending->tracker = attune_weak_ref_new (self);
  ending->job_id = g_strdup (id);
  entry->runner = attune_job_runner_new (self->workspace, job);
  attune_job_runner_set_watched (entry->runner, g_strcmp0 (self->watched_id, id) == 0);
  entry->fiber = begin (entry->runner);
  entry->following = dex_future_finally (dex_ref (entry->fiber), runner_ended_cb,
                                         ending, ending_free);
  g_hash_table_replace (self->entries, g_strdup (id), entry);
}

/* One that was begun elsewhere and had ended before we knew of it: all that there is to be known of
 * it is asked for when somebody looks at it. */
static void
fetch_watched (AttuneTracker *self)
{
  AttuneJob *job = NULL;

  if (self->watched_id != NULL && !self->is_stopped)
    job = attune_workspace_find_job (self->workspace, self->watched_id);

  if (job != NULL && attune_job_get_row (job)->is_foreign &&
      !g_hash_table_contains (self->entries, self->watched_id) &&
      g_hash_table_add (self->fetched, g_strdup (self->watched_id)))
    follow_job (self, job, attune_job_runner_fetch);
}

static void
network_changed_cb (AttuneTracker *self)
{
  attune_tracker_wake (self, NULL);
}

/* A provider has gone on while this computer slept, and the clock of timeouts has not. */
static void
woke_cb (AttuneTracker *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    attune_job_runner_forget_pace (((Entry *)value)->runner);

  attune_tracker_wake (self, NULL);
}

static DexFuture *
attune_tracker_stop_fiber (gpointer user_data)
{
  GPtrArray *fibers = user_data;

  for (guint i = 0; i < fibers->len; i++)
    dex_await (dex_ref (fibers->pdata[i]), NULL);

  return dex_future_new_true ();
}

static void
attune_tracker_dispose (GObject *object)
{
  AttuneTracker *self = (AttuneTracker *)object;

  self->is_stopped = TRUE;
  self->workspace = NULL;
  g_hash_table_remove_all (self->entries);
  g_clear_object (&self->wake_monitor);
  g_clear_object (&self->sweep);

  G_OBJECT_CLASS (attune_tracker_parent_class)->dispose (object);
}

static void
attune_tracker_finalize (GObject *object)
{
  AttuneTracker *self = (AttuneTracker *)object;

  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->fetched, g_hash_table_unref);
  g_clear_pointer (&self->watched_id, g_free);

  G_OBJECT_CLASS (attune_tracker_parent_class)->finalize (object);
}

static void
attune_tracker_class_init (AttuneTrackerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_tracker_dispose;
  object_class->finalize = attune_tracker_finalize;
}

static void
attune_tracker_init (AttuneTracker *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  self->fetched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wake_monitor = attune_wake_monitor_new ();

  /* What could not be reached a moment ago may be reached now, and what was asked for before this
   * computer slept is old. */
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wake_monitor, "woke",
                           G_CALLBACK (woke_cb), self, G_CONNECT_SWAPPED);
}

/**
 * attune_tracker_new:
 * @workspace: the workspace that owns it
 *
 * Returns: (transfer full): a tracker that follows nothing yet
 */
AttuneTracker *
attune_tracker_new (AttuneWorkspace *workspace)
{
  AttuneTracker *self = g_object_new (ATTUNE_TYPE_TRACKER, NULL);

  self->workspace = workspace;
  self->sweep = attune_job_sweep_new (workspace->clock);

  return self;
}

/**
 * attune_tracker_sync:
 * @self: a tracker
 *
 * Begins to follow every fine-tune in the list that needs it, and every model on its way to be
 * served.
 */
void
attune_tracker_sync (AttuneTracker *self)
{
  GListModel *jobs;

  g_return_if_fail (ATTUNE_IS_TRACKER (self));

  if (self->is_stopped)
    return;

  jobs = attune_workspace_get_jobs (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);

      if (g_hash_table_contains (self->entries, attune_job_get_id (job)))
        continue;

      if (attune_job_get_is_active (job) || !attune_job_get_row (job)->announced)
        follow_job (self, job, attune_job_runner_run);
      else if (is_being_deployed (job))
        follow_job (self, job, attune_job_runner_deploy);
    }

  attune_workspace_update_active (self->workspace);
}

/**
 * attune_tracker_wake:
 * @self: a tracker
 * @account_id: (nullable): only fine-tunes at this account, or %NULL for all
 *
 * Something has changed: asks at once.
 */
void
attune_tracker_wake (AttuneTracker *self,
                     const char    *account_id)
{
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (ATTUNE_IS_TRACKER (self));

  attune_job_sweep_forget (self->sweep, account_id);
  g_hash_table_iter_init (&iter, self->entries);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;
      AttuneJob *job = attune_job_runner_get_job (entry->runner);

      if (account_id == NULL || g_str_equal (attune_job_get_account_id (job), account_id))
        attune_job_runner_wake (entry->runner);
    }
}

/**
 * attune_tracker_interrupt:
 * @self: a tracker
 * @job_id: a fine-tune that the person cancelled
 */
void
attune_tracker_interrupt (AttuneTracker *self,
                          const char    *job_id)
{
  Entry *entry;

  g_return_if_fail (ATTUNE_IS_TRACKER (self));

  if ((entry = g_hash_table_lookup (self->entries, job_id)))
    attune_job_runner_interrupt (entry->runner);
}

/**
 * attune_tracker_watch:
 * @self: a tracker
 * @job_id: (nullable): the fine-tune that is on screen, or %NULL for none
 */
void
attune_tracker_watch (AttuneTracker *self,
                      const char    *job_id)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_return_if_fail (ATTUNE_IS_TRACKER (self));

  g_set_str (&self->watched_id, job_id);
  g_hash_table_iter_init (&iter, self->entries);

  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Entry *entry = value;

      attune_job_runner_set_watched (entry->runner, g_strcmp0 (key, job_id) == 0);
    }

  fetch_watched (self);
}

static guint
count_jobs (AttuneTracker *self,
            const char    *account_id)
{
  GHashTableIter iter;
  gpointer value;
  guint n_jobs = 0;

  g_hash_table_iter_init (&iter, self->entries);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      AttuneJob *job = attune_job_runner_get_job (((Entry *)value)->runner);

      n_jobs += g_str_equal (attune_job_get_account_id (job), account_id);
    }

  return n_jobs;
}

/**
 * attune_tracker_find_info:
 * @self: a tracker
 * @client: the account's client
 * @account_id: whose fine-tune it is
 * @remote_id: the provider's name for it
 *
 * For one that is not on screen: where many of an account are followed, they share one question.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, %NULL when it has to be
 *   asked for by itself, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_tracker_find_info (AttuneTracker *self,
                          AttuneClient  *client,
                          const char    *account_id,
                          const char    *remote_id)
{
  dex_return_error_if_fail (ATTUNE_IS_TRACKER (self));

  if (self->is_stopped || count_jobs (self, account_id) < SWEEP_JOBS)
    return dex_future_new_take_boxed (ATTUNE_TYPE_JOB_INFO, NULL);

  return attune_job_sweep_find (self->sweep, client, account_id, remote_id,
                                SWEEP_MAX_AGE_MSEC);
}

/**
 * attune_tracker_stop:
 * @self: a tracker
 *
 * Follows nothing any more. What is under way stays as the store has it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when every runner has let go
 */
DexFuture *
attune_tracker_stop (AttuneTracker *self)
{
  g_autoptr(GPtrArray) fibers = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  gpointer value;

  dex_return_error_if_fail (ATTUNE_IS_TRACKER (self));

  self->is_stopped = TRUE;
  g_hash_table_iter_init (&iter, self->entries);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      g_ptr_array_add (fibers, dex_ref (entry->fiber));
    }

  g_hash_table_remove_all (self->entries);

  return dex_scheduler_spawn (NULL, 0, attune_tracker_stop_fiber,
                              g_steal_pointer (&fibers), (GDestroyNotify)g_ptr_array_unref);
}
