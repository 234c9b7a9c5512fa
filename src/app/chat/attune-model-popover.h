/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MODEL_POPOVER (attune_model_popover_get_type ())

/**
 * AttuneModelPopover:
 *
 * All models of all accounts, to choose one; tuned ones first.
 *
 * Signals: `chosen` (AttuneModel), `typed` (the ids of an account and of a model that may not be in
 * the list).
 */
G_DECLARE_FINAL_TYPE (AttuneModelPopover, attune_model_popover, ATTUNE, MODEL_POPOVER, GtkPopover)

void attune_model_popover_set_models (AttuneModelPopover *self,
                                      GListModel         *models,
                                      GListModel         *accounts);

G_END_DECLS
