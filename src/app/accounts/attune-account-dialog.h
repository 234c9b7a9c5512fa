/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ACCOUNT_DIALOG (attune_account_dialog_get_type ())

/* Adds an account, first whose and then which; or changes one. */
G_DECLARE_FINAL_TYPE (AttuneAccountDialog, attune_account_dialog, ATTUNE, ACCOUNT_DIALOG, AdwDialog)

AttuneAccountDialog *attune_account_dialog_new             (AttuneWorkspace     *workspace,
                                                            AttuneAccount       *account); /* NULL: a new one */
void                 attune_account_dialog_choose          (AttuneAccountDialog *self,
                                                            AttuneProfile       *profile);
void                 attune_account_dialog_use_environment (AttuneAccountDialog *self);    /* the key in OPENAI_API_KEY */

G_END_DECLS
