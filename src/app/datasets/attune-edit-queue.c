/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-edit-queue"

#include "config.h"

#include "attune-edit-queue.h"

typedef struct
{
  DexThreadFunc   func;
  gpointer        user_data;
  GDestroyNotify  destroy;
  DexPromise     *promise;
} Work;

/* Runs on the thread. */
static void
work_cb (gpointer data,
         gpointer user_data)
{
  Work *work = data;
  g_autoptr(DexFuture) result = work->func (work->user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (result, &error);

  if (value != NULL)
    dex_promise_resolve (work->promise, value);
  else
    dex_promise_reject (work->promise, g_steal_pointer (&error));

  if (work->destroy != NULL)
    work->destroy (work->user_data);

  dex_unref (work->promise);
  g_free (work);
}

/* Runs on the main thread, which is woken by that: a promise alone does not. */
static DexFuture *
done_cb (DexFuture *completed,
         gpointer   user_data)
{
  return dex_ref (completed);
}

static DexFuture *
nothing_thread (gpointer user_data)
{
  return dex_future_new_true ();
}

/* One thread, which takes what comes first. */
static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;

  if (pool == NULL)
    pool = g_thread_pool_new (work_cb, NULL, 1, FALSE, NULL);

  return pool;
}

/**
 * attune_edit_queue_push:
 * @func: what is to be done on the thread; returns a settled future
 * @user_data: given to @func
 * @destroy: (nullable): frees @user_data, on the thread, once @func has returned
 *
 * It is done, also when nobody waits for the result any more.
 *
 * Returns: (transfer full): a future that settles as the one that @func returns
 */
DexFuture *
attune_edit_queue_push (DexThreadFunc   func,
                        gpointer        user_data,
                        GDestroyNotify  destroy)
{
  Work *work;
  DexPromise *promise;

  dex_return_error_if_fail (func != NULL);

  promise = dex_promise_new ();
  work = g_new0 (Work, 1);
  work->func = func;
  work->user_data = user_data;
  work->destroy = destroy;
  work->promise = dex_ref (promise);
  g_thread_pool_push (get_pool (), work, NULL);

  return dex_future_finally (DEX_FUTURE (promise), done_cb, NULL, NULL);
}

/**
 * attune_edit_queue_settle:
 *
 * Whoever opens a file, or ends the program, waits for this.
 *
 * Returns: (transfer full): a future that resolves when all that was pushed so far is done
 */
DexFuture *
attune_edit_queue_settle (void)
{
  return attune_edit_queue_push (nothing_thread, NULL, NULL);
}
