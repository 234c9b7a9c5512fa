/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-condition.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_FIXED_ROW (attune_import_fixed_row_get_type ())

/**
 * AttuneImportFixedRow:
 *
 * A condition that can be written as text only, as it is written.
 *
 * Signals: `removed`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportFixedRow, attune_import_fixed_row, ATTUNE, IMPORT_FIXED_ROW, AdwActionRow)

GtkWidget             *attune_import_fixed_row_new           (const AttuneCondition  *condition);
const AttuneCondition *attune_import_fixed_row_get_condition (AttuneImportFixedRow   *self);

G_END_DECLS
