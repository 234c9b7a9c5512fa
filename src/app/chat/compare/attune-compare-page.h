/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_COMPARE_PAGE (attune_compare_page_get_type ())

/**
 * AttuneComparePage:
 *
 * Two to four models side by side that are asked the same; they scroll together. Properties:
 * `is-blind` (boolean).
 */
G_DECLARE_FINAL_TYPE (AttuneComparePage, attune_compare_page, ATTUNE, COMPARE_PAGE, AdwNavigationPage)

AttuneComparePage *attune_compare_page_new (AttuneWorkspace  *workspace,
                                            AttuneComparison *comparison);

G_END_DECLS
