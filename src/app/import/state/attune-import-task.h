/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-import-choices.h"
#include "attune-import-glance.h"
#include "attune-import-outcome.h"

G_BEGIN_DECLS

/* The reading that an import needs, each on a thread of its own; it ends when @cancellable is. */
DexFuture *attune_import_task_glance  (const char           *path,       /* AttuneImportGlance */
                                       AttuneImportChoices  *choices,
                                       GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_import_task_scan    (const char           *path,       /* AttuneScan */
                                       AttuneImportChoices  *choices,
                                       AttuneScan           *training,
                                       AttuneProgressFunc    progress,   /* called on the main thread */
                                       gpointer              user_data,
                                       GDestroyNotify        destroy,
                                       GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_import_task_records (const char           *path,       /* GPtrArray of AttunePreview */
                                       AttuneImportChoices  *choices,
                                       guint64               remedies,
                                       guint                 n_records,
                                       GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_import_task_entries (AttuneScan           *scan,       /* GPtrArray of AttunePreview */
                                       const guint          *positions,
                                       gsize                 n_positions,
                                       AttuneRecipe         *recipe,
                                       guint64               remedies,
                                       GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_import_task_outcome (AttuneScan           *scan,       /* AttuneImportOutcome */
                                       guint64               remedies,
                                       const AttuneSplit    *split) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
