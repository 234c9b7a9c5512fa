/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-example-list.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_DATASET_STATISTICS (attune_dataset_statistics_get_type ())

/**
 * AttuneDatasetStatistics:
 *
 * Figures about a dataset: counted on a thread when they are looked at, and again after a change.
 *
 * Signals: `show-row` (uint), when the person wants to see an example; `list-fetched`, when tokens can
 * be counted that were estimated before.
 */
G_DECLARE_FINAL_TYPE (AttuneDatasetStatistics, attune_dataset_statistics, ATTUNE, DATASET_STATISTICS, AdwBin)

void attune_dataset_statistics_set_dataset (AttuneDatasetStatistics *self,
                                            AttuneWorkspace         *workspace,
                                            AttuneDataset           *dataset);
void attune_dataset_statistics_set_list    (AttuneDatasetStatistics *self,
                                            AttuneExampleList       *list);

G_END_DECLS
