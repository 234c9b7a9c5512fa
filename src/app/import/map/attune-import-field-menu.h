/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-field.h"

G_BEGIN_DECLS

/* What the menus of the map page offer. */

AttuneImportField  *attune_import_field_find        (GListModel  *all,
                                                     const char  *path);
GListModel         *attune_import_field_list_menu   (GListModel  *all,
                                                     const char  *each);
char              **attune_import_field_list_arrays (GListModel  *all);

G_END_DECLS
