/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

DexFuture *attune_thread_pool_submit (DexThreadPool  *pool,
                                      const char     *name,
                                      DexThreadFunc   func,
                                      gpointer        data,
                                      GDestroyNotify  destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
