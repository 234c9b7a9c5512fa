/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-chat-parameters.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_STOPS_ROW (attune_stops_row_get_type ())

/**
 * AttuneStopsRow:
 *
 * The texts at which an answer ends, each a chip that can be taken away, and an entry for another.
 */
G_DECLARE_FINAL_TYPE (AttuneStopsRow, attune_stops_row, ATTUNE, STOPS_ROW, AdwPreferencesRow)

void attune_stops_row_set_parameters (AttuneStopsRow       *self,
                                      AttuneChatParameters *parameters);

G_END_DECLS
