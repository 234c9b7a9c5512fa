/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-import-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_PAGE (attune_import_page_get_type ())

/**
 * AttuneImportPage:
 *
 * What the pages of the wizard have in common. Properties: `state`, shared by all pages, and
 * `default-button`, which Enter presses while the page is shown.
 */
G_DECLARE_DERIVABLE_TYPE (AttuneImportPage, attune_import_page, ATTUNE, IMPORT_PAGE, AdwNavigationPage)

struct _AttuneImportPageClass
{
  AdwNavigationPageClass parent_class;
};

AttuneImportState *attune_import_page_get_state          (AttuneImportPage  *self);
GtkWidget         *attune_import_page_get_default_button (AttuneImportPage  *self);
void               attune_import_page_focus_default      (AttuneImportPage  *self);

G_END_DECLS
