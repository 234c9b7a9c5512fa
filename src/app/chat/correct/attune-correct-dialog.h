/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CORRECT_DIALOG (attune_correct_dialog_get_type ())

/**
 * AttuneCorrectDialog:
 *
 * Writes an answer as it should have been, adds it to a dataset to train with, and says so.
 */
G_DECLARE_FINAL_TYPE (AttuneCorrectDialog, attune_correct_dialog, ATTUNE, CORRECT_DIALOG, AdwDialog)

AttuneCorrectDialog *attune_correct_dialog_new (AttuneWorkspace    *workspace,
                                                AttuneConversation *conversation,
                                                AttuneMessage      *answer);

G_END_DECLS
