/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_DATASET_PAGE (attune_dataset_page_get_type ())

/* One dataset: its figures, and its examples as conversations. Leaves by itself when it is deleted. */
G_DECLARE_FINAL_TYPE (AttuneDatasetPage, attune_dataset_page, ATTUNE, DATASET_PAGE, AdwNavigationPage)

AttuneDatasetPage *attune_dataset_page_new         (AttuneWorkspace    *workspace,
                                                    AttuneDataset      *dataset);
AttuneDataset     *attune_dataset_page_get_dataset (AttuneDatasetPage  *self);

G_END_DECLS
