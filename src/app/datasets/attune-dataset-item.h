/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_DATASET_ITEM (attune_dataset_item_get_type ())

/**
 * AttuneDatasetItem:
 *
 * One dataset in a list: its name, its figures, and a menu. Properties: `workspace`, `dataset`.
 */
G_DECLARE_FINAL_TYPE (AttuneDatasetItem, attune_dataset_item, ATTUNE, DATASET_ITEM, AdwBin)

GtkWidget     *attune_dataset_item_new         (AttuneWorkspace    *workspace);
AttuneDataset *attune_dataset_item_get_dataset (AttuneDatasetItem  *self);
void           attune_dataset_item_set_dataset (AttuneDatasetItem  *self,
                                                AttuneDataset      *dataset);
char          *attune_dataset_dup_summary      (AttuneDataset      *dataset);

G_END_DECLS
