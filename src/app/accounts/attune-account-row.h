/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ACCOUNT_ROW (attune_account_row_get_type ())

/* An account in the preferences: how it is doing, and what can be done with it. */
G_DECLARE_FINAL_TYPE (AttuneAccountRow, attune_account_row, ATTUNE, ACCOUNT_ROW, AdwActionRow)

GtkWidget *attune_account_row_new (AttuneWorkspace *workspace,
                                   AttuneAccount   *account);

G_END_DECLS
