/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-parameters-pane.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PARAMETERS_KEEPER (attune_parameters_keeper_get_type ())

/**
 * AttuneParametersKeeper:
 *
 * Keeps what a pane shows and what a conversation has the same, and brings presets, and what a tuned
 * model has learned.
 */
G_DECLARE_FINAL_TYPE (AttuneParametersKeeper, attune_parameters_keeper, ATTUNE, PARAMETERS_KEEPER, GObject)

AttuneParametersKeeper *attune_parameters_keeper_new (AttuneParametersPane *pane,
                                                      AttuneWorkspace      *workspace,
                                                      AttuneConversation   *conversation);

G_END_DECLS
