/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-scan.h"

G_BEGIN_DECLS

/* The reading that an import needs, each on a thread of its own; it ends when @cancellable is. */
DexFuture *attune_import_task_scan    (const char          *path,      /* AttuneScan */
                                       AttuneRecipe        *recipe,
                                       AttuneProgressFunc   progress,  /* called on the main thread */
                                       gpointer             user_data,
                                       GDestroyNotify       destroy,
                                       GCancellable        *cancellable) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_import_task_preview (const char          *path,      /* GPtrArray of AttunePreview */
                                       AttuneRecipe        *recipe,
                                       guint                n_records,
                                       GCancellable        *cancellable) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_import_task_lines   (const char          *path,      /* GPtrArray of char * */
                                       const guint64       *lines,
                                       gsize                n_lines,
                                       GCancellable        *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
