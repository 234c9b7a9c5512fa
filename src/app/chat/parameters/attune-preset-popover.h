/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_PRESET_POPOVER (attune_preset_popover_get_type ())

/**
 * AttunePresetPopover:
 *
 * Parameters kept under names. Signals, each with a name: `use`, `save`, `delete`.
 */
G_DECLARE_FINAL_TYPE (AttunePresetPopover, attune_preset_popover, ATTUNE, PRESET_POPOVER, GtkPopover)

void attune_preset_popover_set_names (AttunePresetPopover *self,
                                      const char * const  *names);

G_END_DECLS
