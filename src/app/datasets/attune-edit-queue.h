/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Writes what people change in datasets, one change after the other in the order in which they were
 * made, on one thread for all windows. Main thread only. */
DexFuture *attune_edit_queue_push   (DexThreadFunc   func,
                                     gpointer        user_data,
                                     GDestroyNotify  destroy) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_edit_queue_settle (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
