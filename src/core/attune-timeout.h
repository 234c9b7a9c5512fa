/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Who has waited for a service so long is told that it is slow, and what can be done. */
#define ATTUNE_SLOW_SECONDS 8

DexFuture *attune_timeout_new         (guint       msec) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_future_with_timeout (DexFuture  *future,
                                       guint       msec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
