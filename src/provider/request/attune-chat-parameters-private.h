/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chat-parameters.h"

G_BEGIN_DECLS

JsonObject *attune_chat_parameters_get_values (AttuneChatParameters *self);
JsonObject *attune_chat_parameters_to_object  (AttuneChatParameters *self);
gboolean    attune_chat_parameters_is_setting (const char           *name);
gboolean    attune_chat_parameters_is_value   (JsonNode             *node);

G_END_DECLS
