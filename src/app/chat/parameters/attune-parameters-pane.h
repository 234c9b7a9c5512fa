/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-chat-parameters.h"
#include "attune-model-popover.h"
#include "attune-preset-popover.h"
#include "attune-profile.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PARAMETERS_PANE (attune_parameters_pane_get_type ())

/**
 * AttuneParametersPane:
 *
 * How a model is asked: which one, its system text, and the parameters, each automatic or a value.
 * Property: `system-text`. Signals: `system-text-edited` (a person has changed it), `reset`.
 */
G_DECLARE_FINAL_TYPE (AttuneParametersPane, attune_parameters_pane, ATTUNE, PARAMETERS_PANE, AdwBin)

AttuneChatParameters *attune_parameters_pane_get_parameters     (AttuneParametersPane *self);
void                  attune_parameters_pane_set_model          (AttuneParametersPane *self,
                                                                 AttuneProfile        *profile,
                                                                 const char           *model,
                                                                 const char           *title,
                                                                 const char           *account_name);
char                 *attune_parameters_pane_dup_system_text    (AttuneParametersPane *self);
void                  attune_parameters_pane_set_system_text    (AttuneParametersPane *self,
                                                                 const char           *text);
AttuneModelPopover   *attune_parameters_pane_get_model_popover  (AttuneParametersPane *self);
AttunePresetPopover  *attune_parameters_pane_get_preset_popover (AttuneParametersPane *self);

G_END_DECLS
