/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-profile.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PROVIDER_PAGE (attune_provider_page_get_type ())

/* Whose account it is to be: every provider with a sentence on whom it is for. Signal: `chosen`
 * (AttuneProfile). */
G_DECLARE_FINAL_TYPE (AttuneProviderPage, attune_provider_page, ATTUNE, PROVIDER_PAGE, AdwNavigationPage)

GtkWidget *attune_provider_page_get_focus_widget (AttuneProviderPage *self);

G_END_DECLS
