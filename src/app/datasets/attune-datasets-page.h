/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_DATASETS_PAGE (attune_datasets_page_get_type ())

/* All datasets: found by name, opened, renamed, deleted, fine-tuned with. */
G_DECLARE_FINAL_TYPE (AttuneDatasetsPage, attune_datasets_page, ATTUNE, DATASETS_PAGE, AdwNavigationPage)

AttuneDatasetsPage *attune_datasets_page_new (AttuneWorkspace *workspace);

G_END_DECLS
