/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-message.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_TOKENS_DIALOG (attune_tokens_dialog_get_type ())

/**
 * AttuneTokensDialog:
 *
 * How likely each token of an answer was, with a legend, and what else the model might have written.
 */
G_DECLARE_FINAL_TYPE (AttuneTokensDialog, attune_tokens_dialog, ATTUNE, TOKENS_DIALOG, AdwDialog)

AttuneTokensDialog *attune_tokens_dialog_new (AttuneMessage *message);

G_END_DECLS
