/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

/* What the list of datasets and the page of one have in common. @widget is where to tell the
 * person about it; everything else that happens is seen in the models. */
void attune_dataset_actions_rename    (GtkWidget        *widget,
                                       AttuneWorkspace  *workspace,
                                       AttuneDataset    *dataset);
void attune_dataset_actions_delete    (GtkWidget        *widget,
                                       AttuneWorkspace  *workspace,
                                       AttuneDataset    *dataset);
void attune_dataset_actions_export    (GtkWidget        *widget,
                                       AttuneDataset    *dataset,
                                       gboolean          validation);
void attune_dataset_actions_show_file (GtkWidget        *widget,
                                       AttuneDataset    *dataset);

G_END_DECLS
