/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-condition.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_CONDITION_ROW (attune_import_condition_row_get_type ())

/**
 * AttuneImportConditionRow:
 *
 * One condition that a record must meet: a field, a comparison, and a value.
 *
 * Signals: `changed`, `removed`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportConditionRow, attune_import_condition_row, ATTUNE, IMPORT_CONDITION_ROW, AdwPreferencesRow)

GtkWidget       *attune_import_condition_row_new            (const AttuneCondition     *condition);
gboolean         attune_import_condition_row_can_show       (const AttuneCondition     *condition);
void             attune_import_condition_row_set_fields     (AttuneImportConditionRow  *self,
                                                             GListModel                *fields);
AttuneCondition *attune_import_condition_row_dup_condition  (AttuneImportConditionRow  *self);

G_END_DECLS
