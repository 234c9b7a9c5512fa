/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_WELCOME_PAGE (attune_welcome_page_get_type ())

/* What a newcomer sees first: two ways in, and what Attune does with their data. */
G_DECLARE_FINAL_TYPE (AttuneWelcomePage, attune_welcome_page, ATTUNE, WELCOME_PAGE, AdwNavigationPage)

AttuneWelcomePage *attune_welcome_page_new (AttuneWorkspace *workspace);

G_END_DECLS
