/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_TOKEN_LIST_ROW (attune_token_list_row_get_type ())

/**
 * AttuneTokenListRow:
 *
 * Offers to download OpenAI’s list of tokens, for a page whose counts are estimates without it.
 * Nothing is sent before the person presses the button. The page shows the row when there is need.
 *
 * Signals: `fetched`, when the list is there.
 */
G_DECLARE_FINAL_TYPE (AttuneTokenListRow, attune_token_list_row, ATTUNE, TOKEN_LIST_ROW, AdwActionRow)

G_END_DECLS
