/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-turns.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_TURNS (attune_import_turns_get_type ())

/**
 * AttuneImportTurns:
 *
 * How a field becomes the turns of a conversation, as rows and menus within a row. Properties:
 * `can-remove`, whether it has a button to do without. With `show-enable-switch` of AdwExpanderRow
 * the switch says whether there are turns.
 *
 * Signals: `changed`, when the person changed something; `removed`, when there shall be none.
 */
G_DECLARE_FINAL_TYPE (AttuneImportTurns, attune_import_turns, ATTUNE, IMPORT_TURNS, AdwExpanderRow)

void         attune_import_turns_set_can_remove (AttuneImportTurns *self,
                                                 gboolean           can_remove);
void         attune_import_turns_set_fields (AttuneImportTurns  *self,
                                             GListModel         *fields);
void         attune_import_turns_set_turns  (AttuneImportTurns  *self,
                                             const AttuneTurns  *turns);
AttuneTurns *attune_import_turns_dup_turns  (AttuneImportTurns  *self);
AttuneTurns *attune_import_turns_suggest    (AttuneImportTurns  *self);

G_END_DECLS
