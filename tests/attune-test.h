/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

/* Runs the main loop until @future is settled; returns its value, or NULL with @error. */
static inline const GValue *
attune_test_wait (DexFuture  *future,
                  GError    **error)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (future, error);
}
