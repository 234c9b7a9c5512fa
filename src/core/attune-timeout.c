/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-timeout"

#include "config.h"

#include "attune-timeout.h"

/* A fiber that nobody waits for any more does not take what it is about to await: dex_await() drops
 * it. A timer of libdex's complains of that, since nothing has told it to stop; what stands in a
 * set of futures is told when the set goes. */

/**
 * attune_timeout_new:
 * @msec: how long, in milliseconds
 *
 * Like dex_timeout_new_msec(), but may be dropped at any time.
 *
 * Returns: (transfer full): a future that rejects with %DEX_ERROR_TIMED_OUT after that time
 */
DexFuture *
attune_timeout_new (guint msec)
{
  return dex_future_first (dex_timeout_new_msec (msec), NULL);
}

/**
 * attune_future_with_timeout:
 * @future: (transfer full): what may take too long
 * @msec: how long it may take, in milliseconds
 *
 * Like dex_future_with_timeout_msec(), but may be dropped at any time.
 *
 * Returns: (transfer full): a future that ends as @future does, or rejects with
 *   %DEX_ERROR_TIMED_OUT
 */
DexFuture *
attune_future_with_timeout (DexFuture *future,
                            guint      msec)
{
  return dex_future_first (future, dex_timeout_new_msec (msec), NULL);
}
