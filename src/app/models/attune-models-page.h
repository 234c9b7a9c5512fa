/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MODELS_PAGE (attune_models_page_get_type ())

/* All models that the accounts offer: the tuned ones first, then each account's own. */
G_DECLARE_FINAL_TYPE (AttuneModelsPage, attune_models_page, ATTUNE, MODELS_PAGE, AdwNavigationPage)

AttuneModelsPage *attune_models_page_new (AttuneWorkspace *workspace);

G_END_DECLS
