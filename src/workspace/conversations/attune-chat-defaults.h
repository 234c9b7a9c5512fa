/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-chat-preset.h"

G_BEGIN_DECLS

AttuneChatPreset *attune_chat_defaults_read (const char    *path,
                                             const char    *name,
                                             GCancellable  *cancellable,
                                             GError       **error);

G_END_DECLS
