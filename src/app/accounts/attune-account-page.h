/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ACCOUNT_PAGE (attune_account_page_get_type ())

/* What is said of one account: a new one of a provider, or one that is kept. The key lives in the
 * entry until the page goes, and is never shown again. */
G_DECLARE_FINAL_TYPE (AttuneAccountPage, attune_account_page, ATTUNE, ACCOUNT_PAGE, AdwNavigationPage)

AttuneAccountPage *attune_account_page_new                (AttuneWorkspace   *workspace,
                                                           AttuneProfile     *profile,
                                                           AttuneAccount     *account); /* NULL: a new one */
GtkWidget         *attune_account_page_get_default_widget (AttuneAccountPage *self);
GtkWidget         *attune_account_page_get_focus_widget   (AttuneAccountPage *self);
void               attune_account_page_use_environment    (AttuneAccountPage *self);    /* the key in OPENAI_API_KEY */

G_END_DECLS
