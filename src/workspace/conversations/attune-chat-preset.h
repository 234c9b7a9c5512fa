/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHAT_PRESET (attune_chat_preset_get_type ())

/**
 * AttuneChatPreset:
 *
 * A system text and parameters that a person keeps under a name. Immutable. Properties (read-only): `name`,
 * `system-text` (or NULL), `parameters` (JSON of #AttuneChatParameters, or NULL).
 */
G_DECLARE_FINAL_TYPE (AttuneChatPreset, attune_chat_preset, ATTUNE, CHAT_PRESET, GObject)

AttuneChatPreset *attune_chat_preset_new             (const char       *name,
                                                      const char       *system_text,
                                                      const char       *parameters);
const char       *attune_chat_preset_get_name        (AttuneChatPreset *self);
const char       *attune_chat_preset_get_system_text (AttuneChatPreset *self);
const char       *attune_chat_preset_get_parameters  (AttuneChatPreset *self);

G_END_DECLS
