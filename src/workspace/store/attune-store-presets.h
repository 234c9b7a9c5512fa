/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chat-preset.h"
#include "attune-store.h"

G_BEGIN_DECLS

DexFuture *attune_store_list_presets  (AttuneStore *store)       /* AttuneChatPreset */
                                       G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_save_preset   (AttuneStore *store,
                                       const char  *name,
                                       const char  *system_text,
                                       const char  *parameters) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_delete_preset (AttuneStore *store,
                                       const char  *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
