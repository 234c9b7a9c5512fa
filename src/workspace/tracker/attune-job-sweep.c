/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-sweep"

#include "config.h"

#include "attune-job-sweep.h"

struct _AttuneJobSweep
{
  GObject      parent_instance;

  AttuneClock *clock;
  GHashTable  *lists;       /* account id → List */
};

G_DEFINE_FINAL_TYPE (AttuneJobSweep, attune_job_sweep, G_TYPE_OBJECT)

typedef struct
{
  DexFuture *infos;         /* GPtrArray of AttuneJobInfo */
  gint64     asked_at;      /* by the clock */
} List;

static void
list_free (gpointer data)
{
  List *list = data;

  dex_unref (list->infos);
  g_free (list);
}

static gboolean
is_fresh (AttuneJobSweep *self,
          const List     *list,
          guint           max_age_msec)
{
  return dex_future_get_status (list->infos) != DEX_FUTURE_STATUS_REJECTED &&
         attune_clock_get_time (self->clock) - list->asked_at <= (gint64)max_age_msec * 1000;
}

static DexFuture *
pick_cb (DexFuture *completed,
         gpointer   user_data)
{
  GPtrArray *infos = g_value_get_boxed (dex_future_get_value (completed, NULL));
  const char *remote_id = user_data;

  for (guint i = 0; i < infos->len; i++)
    {
      AttuneJobInfo *info = infos->pdata[i];

      if (g_str_equal (info->id, remote_id))
        return dex_future_new_take_boxed (ATTUNE_TYPE_JOB_INFO, attune_job_info_ref (info));
    }

  return dex_future_new_take_boxed (ATTUNE_TYPE_JOB_INFO, NULL);
}

static void
attune_job_sweep_finalize (GObject *object)
{
  AttuneJobSweep *self = (AttuneJobSweep *)object;

  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (attune_job_sweep_parent_class)->finalize (object);
}

static void
attune_job_sweep_class_init (AttuneJobSweepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_job_sweep_finalize;
}

static void
attune_job_sweep_init (AttuneJobSweep *self)
{
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_free);
}

/**
 * attune_job_sweep_new:
 * @clock: how old an answer is
 *
 * Returns: (transfer full): a sweep that has asked nobody yet
 */
AttuneJobSweep *
attune_job_sweep_new (AttuneClock *clock)
{
  AttuneJobSweep *self = g_object_new (ATTUNE_TYPE_JOB_SWEEP, NULL);

  self->clock = g_object_ref (clock);

  return self;
}

/**
 * attune_job_sweep_find:
 * @self: a sweep
 * @client: the account's client
 * @account_id: whose fine-tune it is
 * @remote_id: the provider's name for it
 * @max_age_msec: how old an answer may be, in milliseconds
 *
 * Looks into the list that was asked for last, or asks for a new one. An answer that is still on
 * its way serves everybody who wants it.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJobInfo, %NULL when the list does
 *   not have it, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_job_sweep_find (AttuneJobSweep *self,
                       AttuneClient   *client,
                       const char     *account_id,
                       const char     *remote_id,
                       guint           max_age_msec)
{
  List *list;

  dex_return_error_if_fail (ATTUNE_IS_JOB_SWEEP (self));
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (client));
  dex_return_error_if_fail (account_id != NULL && remote_id != NULL);

  list = g_hash_table_lookup (self->lists, account_id);

  if (list == NULL || !is_fresh (self, list, max_age_msec))
    {
      list = g_new0 (List, 1);
      list->infos = attune_client_list_jobs (client, NULL);
      list->asked_at = attune_clock_get_time (self->clock);
      g_hash_table_replace (self->lists, g_strdup (account_id), list);
    }

  return dex_future_then (dex_ref (list->infos), pick_cb, g_strdup (remote_id), g_free);
}

/**
 * attune_job_sweep_forget:
 * @self: a sweep
 * @account_id: (nullable): whose list, or %NULL for all
 *
 * Something has changed: the next who asks gets a new list, however new the last one is.
 */
void
attune_job_sweep_forget (AttuneJobSweep *self,
                         const char     *account_id)
{
  g_return_if_fail (ATTUNE_IS_JOB_SWEEP (self));

  if (account_id != NULL)
    g_hash_table_remove (self->lists, account_id);
  else
    g_hash_table_remove_all (self->lists);
}
