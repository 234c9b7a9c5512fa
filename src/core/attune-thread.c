/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-thread"

#include "config.h"

#include "attune-thread.h"

typedef struct
{
  DexThreadFunc  func;
  gpointer       user_data;
  GDestroyNotify destroy;
} Work;

static DexFuture *
work_thread (gpointer data)
{
  Work *work = data;
  DexFuture *result = work->func (work->user_data);

  if (work->destroy != NULL)
    work->destroy (work->user_data);

  g_free (work);

  return result;
}

/**
 * attune_thread_spawn:
 * @name: (nullable): what debuggers call the thread
 * @func: what it does; returns a settled future
 * @user_data: given to @func
 * @destroy: (nullable): frees @user_data, on the thread, once @func has returned
 *
 * Runs @func on a thread of its own. Other than with dex_thread_spawn (), @user_data lives for as
 * long as the thread runs, also when nobody waits for the result any more: libdex 1.2 frees it with
 * the future, which may be dropped at any time.
 *
 * Returns: (transfer full): a future that settles as the one that @func returns
 */
DexFuture *
attune_thread_spawn (const char     *name,
                     DexThreadFunc   func,
                     gpointer        user_data,
                     GDestroyNotify  destroy)
{
  Work *work;

  dex_return_error_if_fail (func != NULL);

  work = g_new0 (Work, 1);
  work->func = func;
  work->user_data = user_data;
  work->destroy = destroy;

  return dex_thread_spawn (name, work_thread, work, NULL);
}
