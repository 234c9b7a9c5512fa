/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-code-call.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CODE_DIALOG (attune_code_dialog_get_type ())

/**
 * AttuneCodeDialog:
 *
 * Shows the code that makes the same request, in several languages.
 */
G_DECLARE_FINAL_TYPE (AttuneCodeDialog, attune_code_dialog, ATTUNE, CODE_DIALOG, AdwDialog)

AttuneCodeDialog *attune_code_dialog_new (AttuneCodeCall *call);

G_END_DECLS
