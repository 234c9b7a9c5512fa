/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-condition.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_GROUP_ROW (attune_import_group_row_get_type ())

/**
 * AttuneImportGroupRow:
 *
 * How many of the conditions in the rows below it a record must meet.
 *
 * Signals: `changed`, `removed`, `add-condition`, `add-group`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportGroupRow, attune_import_group_row, ATTUNE, IMPORT_GROUP_ROW, AdwPreferencesRow)

GtkWidget      *attune_import_group_row_new            (AttuneOperator         operator,
                                                        gboolean               allows_groups);
AttuneOperator  attune_import_group_row_get_operator   (AttuneImportGroupRow  *self);

G_END_DECLS
