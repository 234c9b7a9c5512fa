/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-conversation.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SYSTEM_TEXT_DIALOG (attune_system_text_dialog_get_type ())

/* What the model is told before anybody speaks. */
G_DECLARE_FINAL_TYPE (AttuneSystemTextDialog, attune_system_text_dialog, ATTUNE, SYSTEM_TEXT_DIALOG, AdwDialog)

AttuneSystemTextDialog *attune_system_text_dialog_new (AttuneConversation *conversation);

G_END_DECLS
