/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-thread-pool"

#include "config.h"

#include "attune-thread-pool.h"

static DexFuture *
settle_here_cb (DexFuture *completed,
                gpointer   user_data)
{
  /* As it is. */
  return NULL;
}

/**
 * attune_thread_pool_submit:
 * @pool: a pool
 * @name: a name for developers
 * @func: what to do, on a thread of the pool
 * @data: for @func
 * @destroy: (nullable): frees @data, on the thread of the pool
 *
 * Like dex_thread_pool_submit(), but the future settles on the calling thread. Otherwise what hangs
 * on it is freed on the thread of the pool, and whoever is freed there may be the one who has to
 * wait for the end of that thread; nor does a thread of the pool wake a main loop.
 *
 * Returns: (transfer full): a future that settles as the one of @func does
 */
DexFuture *
attune_thread_pool_submit (DexThreadPool  *pool,
                           const char     *name,
                           DexThreadFunc   func,
                           gpointer        data,
                           GDestroyNotify  destroy)
{
  return dex_future_finally (dex_thread_pool_submit (pool, name, func, data, destroy),
                             settle_here_cb, NULL, NULL);
}
