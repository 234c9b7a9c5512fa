/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the combo rows of the pages share. */

void attune_import_combo_set_titles   (AdwComboRow         *row,
                                       const char * const  *titles);
void attune_import_combo_set_names    (AdwComboRow         *row,
                                       const char          *none,
                                       GPtrArray           *names);
void attune_import_combo_select_name  (AdwComboRow         *row,
                                       const char          *name,
                                       gboolean             has_none);
const char *attune_import_combo_get_name (AdwComboRow      *row,
                                       gboolean             has_none);
void attune_import_combo_show_in_full (AdwComboRow         *row);

G_END_DECLS
